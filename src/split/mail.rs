//! The messages of a mailbox.
//!
//! In the format mbox (RFC 4155) a line that begins with `From ` opens a message; lines of the body that begin so have a
//! `>` in front. A file without such a line is one mail if it begins with headers. Beyond that nothing is decoded:
//! a body stays as it was sent, and so does a subject outside ASCII.

use super::segment::{Cut, Quoting, Segment, covering, on_one_line, trimmed};
use crate::document::Span;
use crate::table::Column;
use crate::text::lines;

/// The headers that become columns, beside the subject, which is the title.
pub(super) const COLUMNS: [Column; 3] = [
    Column::text("from", "the header From of the mail: who wrote it"),
    Column::text("to", "the header To of the mail: whom it is for"),
    Column::text("date", "the header Date of the mail, as it is written"),
];

/// The names of the headers that are looked for: those of [`COLUMNS`], then the subject.
const NAMES: [&str; 4] = ["from", "to", "date", "subject"];
const SUBJECT: usize = 3;

/// Cuts a mailbox into its messages. What stands before the first one is reported.
pub(super) fn cut(text: &str) -> Option<Cut> {
    let openings = openings(text);
    if openings.is_empty() {
        let mail = message(text, None, Span::new(0, text.len()))?;
        // Many a text begins with a colon; a mail tells who wrote it and one thing more.
        let n_known = mail.further.iter().flatten().count() + usize::from(mail.title.is_some());
        let is_mail = mail.further[0].is_some() && n_known >= 2;
        return is_mail.then(|| Cut::of(vec![mail]));
    }
    let mut starts: Vec<usize> = openings.iter().map(|line| line.start).collect();
    let lead = trimmed(text, Span::new(0, starts[0]));
    starts[0] = 0;
    let spans = covering(&starts, text.len());
    let messages = openings.iter().zip(spans).filter_map(|(&opening, span)| {
        let below = Span::new(opening.end, span.end);
        message(text, Some(opening), below).map(|mail| Segment { span, ..mail })
    });
    Some(Cut { lead: lead.into_iter().collect(), ..Cut::of(messages.collect()) })
}

/// The lines that open a message: `From ` at the beginning or behind a blank line, and a header in the next line, so that
/// a sentence that begins with this word does not count.
fn openings(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut is_behind_blank = true;
    let mut all = lines(text).peekable();
    while let Some(line) = all.next() {
        let opens = is_behind_blank && line.of(text).starts_with("From ");
        if opens && all.peek().is_some_and(|next| header_name(next.of(text)).is_some()) {
            found.push(line);
        }
        is_behind_blank = line.of(text).trim().is_empty();
    }
    found
}

/// Reads headers up to the first blank line; the body is what follows. `None` if there is not even one header.
fn message(text: &str, opening: Option<Span>, span: Span) -> Option<Segment> {
    let mut headers = vec![None; NAMES.len()];
    let mut current: Option<usize> = None;
    let mut n_headers = 0;
    let mut at = span.start;
    for line in lines(span.of(text)).map(|line| line.shifted(span.start)) {
        let shown = line.of(text);
        if shown.trim().is_empty() {
            break;
        }
        at = line.end;
        if shown.starts_with([' ', '\t']) && n_headers > 0 {
            // A long header goes on in lines that begin with a blank.
            extend(&mut headers, current, text, line);
            continue;
        }
        let Some(name) = header_name(shown) else { break };
        n_headers += 1;
        let known = NAMES.iter().position(|known| name.eq_ignore_ascii_case(known));
        current = known.filter(|&idx| headers[idx].is_none());
        if let Some(idx) = current {
            headers[idx] = trimmed(text, Span::new(line.start + name.len() + 1, line.end));
        }
    }
    let title = headers.split_off(SUBJECT)[0];
    let further = headers.iter().map(|header| header.map(|span| on_one_line(span.of(text)).into_owned())).collect();
    // Only in a mailbox a line had to be quoted so that it does not open a message.
    let quoting = if opening.is_some() { Quoting::FromLines } else { Quoting::None };
    let marker = opening.and_then(|line| trimmed(text, line));
    let body = trimmed(text, Span::new(at, span.end)).into_iter().collect();
    (n_headers > 0).then_some(Segment { span, title, text: body, marker, further, quoting, ..Segment::default() })
}

fn extend(headers: &mut [Option<Span>], current: Option<usize>, text: &str, line: Span) {
    if let (Some(idx), Some(more)) = (current, trimmed(text, line)) {
        let start = headers[idx].map_or(more.start, |header| header.start);
        headers[idx] = Some(Span::new(start, more.end));
    }
}

/// The name in front of the colon of a header: printable ASCII without blanks (RFC 5322, section 2.2).
fn header_name(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    (!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic())).then_some(name)
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

Thanks.
";

    fn shown(text: &str) -> Vec<(String, String, String, Vec<String>)> {
        let cut = cut(text).unwrap();
        let of = |span: &Option<Span>| span.map_or(String::new(), |span| span.of(text).to_owned());
        let segment = |segment: &Segment| {
            let title = segment.title_of(text).unwrap_or_default().into_owned();
            let headers = segment.further.iter().map(|header| header.clone().unwrap_or_default()).collect();
            (title, segment.text_of(text).into_owned(), of(&segment.marker), headers)
        };
        cut.segments.iter().map(segment).collect()
    }

    #[test]
    fn messages_of_a_mailbox_have_their_subjects_as_titles() {
        let mails = shown(BOX);
        let (title, text, marker, headers) = &mails[0];
        assert_eq!(title, "The gate is open");
        assert_eq!(text, "Dear all,\n\nFrom here on it is dry.\nFrom the gate, go left.");
        assert_eq!(marker, "From ada@example.org Mon Jan  1 10:00:00 2024");
        assert_eq!(*headers, ["Ada <ada@example.org>", "", "Mon, 1 Jan 2024 10:00:00 +0000"]);
        let (title, text, _, headers) = &mails[1];
        assert_eq!((title.as_str(), text.as_str()), ("", "Thanks."));
        assert_eq!(*headers, ["Ben", "Ada", ""]);
        assert_eq!(mails.len(), 2);
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
        let text = "A list.\n\nFrom a Mon\nSubject: x\n\ny\n";
        let cut = cut(text).unwrap();
        assert_eq!(cut.lead, [Span::new(0, 7)]);
        assert_eq!(cut.segments[0].span, Span::new(0, text.len()));
    }
}
