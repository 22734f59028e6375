//! The messages of a mailbox, or one mail.
//!
//! Segments cover the bytes as they were sent. Title, text and further columns are what was meant: headers and bodies
//! decoded. `--by mail` and the rules whose entries are mails read them here.

mod fields;
mod head;
mod mailbox;
mod message;
mod parts;

pub(super) use mailbox::openings;
pub(super) use message::{Message, Origin};

use super::segment::{Cut, Segment, covering, trimmed};
use crate::document::Span;
use crate::table::Column;
use crate::text::Date;

/// The headers that become columns, beside the subject, which is the title.
pub(super) const COLUMNS: [Column; 4] = [
    Column::text("date", "the day of the header Date, 2024-03-05 where it can be read"),
    Column::text("from", "the header From of the mail: who wrote it"),
    Column::text("to", "the header To of the mail: whom it is for"),
    Column::text("message_id", "the header Message-ID of the mail"),
];

/// Cuts a mailbox into its messages. What stands before the first one is reported.
pub(super) fn cut(text: &str) -> Option<Cut> {
    let openings = openings(text);
    let Some(first) = openings.first() else {
        let whole = Span::new(0, text.len());
        let mail = Message::read(text, whole, Origin::Elsewhere).filter(|mail| mail.is_certain)?;
        return Some(Cut::of(vec![segment(mail, whole)]));
    };
    let lead = trimmed(text, Span::new(0, first.start));
    let starts: Vec<usize> = openings.iter().map(|line| line.start).collect();
    let messages = openings.iter().zip(covering(&starts, text.len())).map(|(opening, span)| {
        let below = Span::new(opening.end, span.end);
        let mut mail = Message::read(text, below, Origin::Mailbox).unwrap_or_default();
        let [date, ..] = &mut mail.values;
        // The line that opens a message says when it came.
        *date = date.take().or_else(|| Date::find(opening.of(text))?.1.day());
        Segment { marker: trimmed(text, *opening), ..segment(mail, span) }
    });
    Some(Cut { lead: lead.into_iter().collect(), ..Cut::of(messages.collect()) })
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
    fn a_single_mail_is_one_message_and_prose_is_none() {
        let mail = "Subject: Fog\nFrom: Ada\n\nNone today.\n";
        assert_eq!(shown(mail)[0].1, "None today.");
        for text in ["Note: this is no mail.\n\nFrom here on.\n", "From: me\n\nx", "", "From now on: no mail.\n"] {
            assert_eq!(cut(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_stands_before_the_first_message_is_told() {
        let text = "A list.\n\nFrom a Mon 2024\nSubject: x\n\ny\n";
        let cut = cut(text).unwrap();
        assert_eq!(cut.lead, [Span::new(0, 7)]);
        assert_eq!(cut.segments[0].span, Span::new(0, text.len()));
    }
}
