//! The messages of a mailbox, or one mail.
//!
//! Segments cover the bytes as they were sent. Title, text and further columns are what was meant: headers and bodies
//! decoded, as the readers of mails and mailboxes do. `--by mail` and the rules whose entries are mails read them here.

mod message;

pub(super) use message::{Message, Origin};

use super::segment::{Cut, Segment, covering, trimmed};
use crate::document::Span;
use crate::input::mail::{Fields, counted_mail, is_mail};
use crate::input::mailbox::{date_of_opening, openings};
use crate::table::{Column, Part};

/// The headers that become columns, beside the subject, which is the title.
pub(super) const COLUMNS: [Column; 4] = [
    Column::text("date", "the day of the header Date, 2024-03-05 where it can be read").main().holding(Part::Found),
    Column::text("from", "the header From of the mail: who wrote it").main().holding(Part::Found),
    Column::text("to", "the header To of the mail: its recipients").holding(Part::Found),
    Column::text("message_id", "the header Message-ID of the mail").holding(Part::Found),
];

/// Cuts a mailbox into its messages. What stands before the first one is reported. A text that begins as a mail is one, with
/// all that it quotes.
pub(super) fn cut(text: &str) -> Option<Cut> {
    let openings = openings(text);
    let whole = Span::new(0, text.len());
    if let Some(mail) = counted_mail(text).map(|mail| Span::new(mail.start, mail.end))
        && is_one_mail(mail.of(text))
    {
        return one(text, mail, whole);
    }
    let start = trimmed(text, whole)?.start;
    let Some(first) = openings.first().filter(|first| first.start <= start || !is_one_mail(&text[start..])) else {
        let mail = Some(Span::new(start, text.len())).filter(|mail| is_one_mail(mail.of(text)))?;
        return one(text, mail, whole);
    };
    let lead = trimmed(text, Span::new(0, first.start));
    let starts: Vec<usize> = openings.iter().map(|line| line.start).collect();
    let mut cut = Cut { lead: lead.into_iter().collect(), ..Cut::default() };
    for (number, (opening, span)) in (1..).zip(openings.iter().zip(covering(&starts, text.len()))) {
        let below = Span::new(opening.end, span.end);
        let mut mail = Message::read(text, below, Origin::Mailbox).unwrap_or_default();
        cut.warn(number, std::mem::take(&mut mail.warnings));
        let [date, ..] = &mut mail.values;
        // The line that opens a message says when it came.
        *date = date.take().or_else(|| message::day(&date_of_opening(opening.of(text).as_bytes())?));
        cut.segments.push(Segment { marker: trimmed(text, *opening), ..segment(mail, span) });
    }
    Some(cut)
}

/// The only mail of a text, which covers all of it.
fn one(text: &str, mail: Span, whole: Span) -> Option<Cut> {
    let mut mail = Message::read(text, mail, Origin::Elsewhere)?;
    let warnings = std::mem::take(&mut mail.warnings);
    let mut cut = Cut::of(vec![segment(mail, whole)]);
    cut.warn(1, warnings);
    Some(cut)
}

/// `true` if a text that is said to be a mail is one: a part that was taken out of a mail may tell nothing but its form.
fn is_one_mail(text: &str) -> bool {
    is_mail(text.as_bytes()) || Fields::read(text.as_bytes()).0.text("Content-Type").is_some()
}

fn segment(mail: Message, span: Span) -> Segment {
    let text = mail.body.into_iter().collect();
    Segment {
        span,
        title: mail.subject,
        text,
        further: mail.values.into(),
        decoded: mail.decoded,
        ..Segment::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: &str = "\
From ada@example.org Mon Jan  1 10:00:00 2024
From: Ada <ada@example.org>
Subject: The gate
 is open
Date: Mon, 1 Jan 2024 10:00:00 +0000
Received: by: many

Dear all,

From here on it is dry.
>From the gate, go left.

From ben@example.org Tue Jan  2 09:00:00 2024
from: Ben
To: Ada
Content-Transfer-Encoding: quoted-printable

Thanks=2E
";

    /// Title, text, marker, and the values of the columns of mails.
    type Shown = (String, String, String, Vec<String>);

    fn shown(text: &str) -> Vec<Shown> {
        let cut = cut(text).unwrap();
        let segment = |segment: &Segment| {
            let title = segment.title_of(text).unwrap_or_default().into_owned();
            let marker = segment.marker.map_or(String::new(), |span| span.of(text).to_owned());
            let values = segment.further.iter().map(|value| value.clone().unwrap_or_default()).collect();
            (title, segment.text_of(text).into_owned(), marker, values)
        };
        cut.segments.iter().map(segment).collect()
    }

    #[test]
    fn messages_of_a_mailbox_have_their_subjects_as_titles() {
        let mails = shown(BOX);
        let (title, text, marker, values) = &mails[0];
        assert_eq!(title, "The gate is open");
        assert_eq!(text, "Dear all,\n\nFrom here on it is dry.\nFrom the gate, go left.");
        assert_eq!(marker, "From ada@example.org Mon Jan  1 10:00:00 2024");
        assert_eq!(*values, ["2024-01-01", "Ada <ada@example.org>", "", ""]);
        let (title, text, _, values) = &mails[1];
        assert_eq!((title.as_str(), text.as_str()), ("", "Thanks."));
        assert_eq!(*values, ["2024-01-02", "Ben", "Ada", ""]);
        assert_eq!(mails.len(), 2);
    }

    #[test]
    fn decoded_mails_cover_the_bytes_that_were_sent() {
        let cut = cut(BOX).unwrap();
        let [first, second] = cut.segments.as_slice() else { panic!("two mails") };
        assert_eq!(format!("{}{}", first.span.of(BOX), second.span.of(BOX)), BOX);
        assert_eq!(second.text[0].of(BOX), "Thanks=2E");
    }

    #[test]
    fn a_mail_of_the_program_of_macos_is_read_without_its_count_and_its_properties() {
        let mail = "Subject: Fog\nFrom: Ada\n\nNone today.\n";
        let behind = "<?xml version=\"1.0\"?>\n<plist><dict/></plist>\n";
        // The count is that of the bytes before they were decoded.
        for count in [mail.len(), mail.len() - 3] {
            let found = shown(&format!("{count}      \n{mail}{behind}"));
            assert_eq!((&*found[0].0, &*found[0].1), ("Fog", "None today."));
        }
        assert_eq!(cut("12\nIt rained.\n"), None);
    }

    #[test]
    fn what_there_is_to_say_of_a_mail_is_said_of_its_message() {
        let damaged = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\ncaf=E9 caf=C3=A9 x=C3=A9\n";
        let text = format!("{BOX}\nFrom eve@example.org Wed Jan  3 09:00:00 2024\nFrom: Eve\n{damaged}");
        let warnings = cut(&text).unwrap().warnings;
        assert!(matches!(&warnings[..], [one] if one.number == 3 && one.kind == crate::diagnostics::Kind::Undecodable));
    }

    #[test]
    fn a_single_mail_is_one_message_and_prose_is_none() {
        let mail = "Subject: Fog\nFrom: Ada\n\nNone today.\n";
        assert_eq!(shown(mail)[0].1, "None today.");
        for text in ["Note: this is no mail.\n\nFrom here on.\n", "From: me\n\nx", "", "From now on: no mail.\n"] {
            assert_eq!(cut(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_year_opens_no_message_and_a_missing_blank_line_hides_none() {
        let opening = "From ada@example.org Mon Jan  1 10:00:00 2024\n";
        let text = format!(
            "{opening}Subject: One\n\nHo.\n\nFrom the year 2019 on it rained.\nNote: a lot.\n{opening}Subject: Two\n\nHi.\n"
        );
        let mails: Vec<(String, String)> = shown(&text).into_iter().map(|(title, text, ..)| (title, text)).collect();
        let expected = [("One", "Ho.\n\nFrom the year 2019 on it rained.\nNote: a lot."), ("Two", "Hi.")];
        assert_eq!(mails, expected.map(|(title, text)| (title.to_owned(), text.to_owned())));
    }

    #[test]
    fn a_mail_may_have_blank_lines_above_and_the_line_that_opened_it() {
        for above in ["\n\n", "From ada 2024\n", ">From ada\n"] {
            let text = format!("{above}Subject: =?utf-8?q?Fog=21?=\nFrom: Ada\n\n None.\n");
            let (title, body, ..) = shown(&text).remove(0);
            assert_eq!((title.as_str(), body.as_str()), ("Fog!", "None."));
            assert_eq!(cut(&text).unwrap().segments[0].span, Span::new(0, text.len()));
        }
    }

    #[test]
    fn a_mail_that_quotes_another_is_one_and_a_part_of_one_is_too() {
        let text = "From: Ada\nSubject: One\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\nSee below.\n--B\n\
            Content-Type: message/rfc822\n\nFrom ben@example.org Tue Jan  2 09:00:00 2024\nFrom: Ben\nSubject: Two\n\nHi.\n--B--\n";
        let mails = shown(text);
        assert_eq!((mails.len(), mails[0].0.as_str(), mails[0].1.as_str()), (1, "One", "See below."));
        assert_eq!(shown("Content-Type: multipart/mixed; boundary=B\n\n--B\n\na\n--B--\n")[0].1, "a");
    }

    #[test]
    fn what_stands_before_the_first_message_is_told() {
        let text = "A list.\n\nFrom a Mon May  6 10:00:00 2024\nSubject: x\n\ny\n";
        let cut = cut(text).unwrap();
        assert_eq!(cut.lead, [Span::new(0, 7)]);
        assert_eq!(cut.segments[0].span, Span::new(0, text.len()));
    }
}
