//! One mail of a text, read: its headers and its text without the encodings in which it was sent.

use std::borrow::Cow;

use crate::diagnostics::Kind;
use crate::document::Span;
use crate::input::mail::{Fields, HeadLine, iso_date, text_in_decoded_file};
use crate::split::segment::{Decoded, on_one_line, trimmed, unquoted};
use crate::text::Date;

/// A mail in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::split) struct Message {
    /// The subject as it stands there.
    pub(in crate::split) subject: Option<Span>,
    /// The body as it stands there.
    pub(in crate::split) body: Option<Span>,
    /// Subject and text as they are to be read; `None` if nothing was encoded.
    pub(in crate::split) decoded: Option<Box<Decoded>>,
    /// The values of the columns of mails, in their order.
    pub(in crate::split) values: [Option<String>; 4],
    /// What a user should hear of it.
    pub(in crate::split) warnings: Vec<(Kind, String)>,
}

/// Whether lines of the body that begin with `From ` had to be quoted so that they do not open a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::split) enum Origin {
    /// They had to: it is a message of a mailbox.
    Mailbox,
    /// They had not: it stands alone, or between other marks.
    Elsewhere,
}

impl Message {
    /// Reads the mail that fills `span`, without the line that opens it. `None` if it has not even one header. Cost: a few
    /// passes over the mail.
    pub(in crate::split) fn read(text: &str, span: Span, origin: Origin) -> Option<Self> {
        let mail = span.of(text);
        if HeadLine::of(mail.lines().next()?.as_bytes(), b"") == HeadLine::Text {
            return None;
        }
        let (fields, n_head) = Fields::read(mail.as_bytes());
        if fields.is_empty() {
            return None;
        }
        let body = trimmed(text, Span::new(span.start + n_head, span.end));
        let subject = fields
            .place("Subject")
            .and_then(|place| trimmed(text, Span::new(span.start + place.start, span.start + place.end)));
        let values = [
            fields.text("Date").map(|date| day(&date).unwrap_or(date)),
            fields.text("From"),
            fields.text("To"),
            fields.text("Message-ID"),
        ];
        let sent = match origin {
            Origin::Mailbox => unquoted(Cow::Borrowed(mail)),
            Origin::Elsewhere => Cow::Borrowed(mail),
        };
        let mut warnings = Vec::new();
        let read = text_in_decoded_file(&sent, &mut |kind, warning| warnings.push((kind, warning)));
        let decoded = Decoded { title: fields.text("Subject"), text: read.trim().to_owned() };
        let is_as_sent = body.map_or("", |body| body.of(text)) == decoded.text
            && subject.map(|subject| on_one_line(subject.of(text))).as_deref() == decoded.title.as_deref();
        let decoded = (!is_as_sent).then(|| Box::new(decoded));
        Some(Self { subject, body, decoded, values, warnings })
    }
}

/// The day as 2024-05-06, by the clock of who sent the mail.
pub(super) fn day(date: &str) -> Option<String> {
    let instant = iso_date(date).map(|date| date.split('T').next().unwrap_or_default().to_owned());
    instant.or_else(|| Date::find(date).and_then(|(_, read)| read.day().or(read.month())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn read(mail: &str) -> (Option<String>, String, [Option<String>; 4]) {
        let message = Message::read(mail, Span::new(0, mail.len()), Origin::Elsewhere).unwrap();
        let raw = |span: Option<Span>| span.map(|span| span.of(mail).to_owned());
        let (title, text) = match message.decoded {
            Some(decoded) => (decoded.title, decoded.text),
            None => (raw(message.subject), raw(message.body).unwrap_or_default()),
        };
        (title, text, message.values)
    }

    #[track_caller]
    fn check_text(headers: &str, body: &str, expected: &str) {
        let (_, text, _) = read(&format!("From: ada\n{headers}\n\n{body}"));
        assert_eq!(text, expected);
    }

    #[test]
    fn encoded_words_in_headers_are_read() {
        let mail = "From: =?ISO-8859-1?Q?J=F6rg_Weber?= <joerg@example.org>\nTo: =?UTF-8?B?w4lsaXNl?= <e@example.org>,\n Ada\n\
            Subject: =?utf-8?Q?Die_Br=C3=BCcke?=\n =?utf-8?Q?_ist_offen?=\nDate: Mon, 6 May 2024 10:00:00 +0200\n\
            Message-ID: <1@example.org>\n\nAh.\n";
        let (title, text, values) = read(mail);
        assert_eq!((title.as_deref(), text.as_str()), (Some("Die Brücke ist offen"), "Ah."));
        let expected =
            ["2024-05-06", "Jörg Weber <joerg@example.org>", "Élise <e@example.org>, Ada", "<1@example.org>"];
        assert_eq!(values, expected.map(|value| Some(value.to_owned())));
    }

    #[test]
    fn bodies_are_decoded_whatever_encoding_and_character_set() {
        let plain = "Content-Type: text/plain; charset=";
        check_text(&format!("{plain}iso-8859-1\nContent-Transfer-Encoding: quoted-printable"), "Gr=FC=\n=DFe", "Grüße");
        check_text(&format!("{plain}utf-8\nContent-Transfer-Encoding: base64"), "R3LDvMOf\nZQ0KQWg=", "Grüße\nAh");
        check_text(&format!("{plain}iso-2022-jp"), "\u{1b}$B$\"\u{1b}(B", "あ");
        check_text(&format!("{plain}windows-1251\nContent-Transfer-Encoding: quoted-printable"), "=CF=F0=E8", "При");
    }

    #[test]
    fn paragraphs_that_were_broken_for_sending_are_joined() {
        let flowed = "Content-Type: text/plain; charset=utf-8; format=flowed";
        check_text(flowed, "The ferry \nis late.\n> It \n> was.\n\nAh.", "The ferry is late.\n> It was.\n\nAh.");
        check_text(&format!("{flowed}; DelSp=yes"), "Die Brück \ne.", "Die Brücke.");
    }

    #[test]
    fn files_that_stand_in_a_text_are_no_text() {
        check_text("Subject: x", "See.\n\nbegin 644 a.txt\n%:&5L;&\\\n`\nend\nAh.", "See.\n\nAh.");
    }

    #[test]
    fn what_begins_with_no_header_is_no_mail() {
        for text in ["", "\n\nx: y", "It rained.\nNote: a lot.\n", ">From a\n"] {
            assert_eq!(Message::read(text, Span::new(0, text.len()), Origin::Mailbox), None, "{text:?}");
        }
    }

    #[test]
    fn what_was_sent_as_it_is_is_not_decoded_twice() {
        check_text("Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit", "Grüße", "Grüße");
        check_text("Subject: no type at all", "50=50 Grüße", "50=50 Grüße");
    }

    #[test]
    fn of_several_forms_the_plain_one_is_read_and_attachments_are_not() {
        let kind = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B";
        let body = "Preamble\n--B\nContent-Type: multipart/alternative; boundary=C\n\n--C\nContent-Type: text/plain\n\nPlain.\n\
            --C\nContent-Type: text/html\n\n<p>Rich.</p>\n--C--\n--B\nContent-Type: text/plain\n\
            Content-Disposition: attachment; filename=a.txt\n\nAttached.\n--B--\n";
        check_text(kind, body, "Plain.");
    }

    #[cfg(feature = "html")]
    #[test]
    fn a_mail_that_is_a_web_page_is_read_as_its_text() {
        check_text("Content-Type: text/html", "<p>One &amp; two.</p><div>Three.</div>", "One & two.\n\nThree.");
    }

    #[test]
    fn mails_that_say_nothing_of_their_form_are_borrowed_from_the_document() {
        let mail = "From: Ada\nSubject: Fog\n\nNone today.\n";
        let message = Message::read(mail, Span::new(0, mail.len()), Origin::Elsewhere).unwrap();
        assert_eq!(message.decoded, None);
    }

    proptest! {
        #[test]
        fn no_mail_is_too_broken_to_be_read(pieces in prop::collection::vec(prop_oneof![
            prop::sample::select(vec![
                "From: a", "Subject: =?utf-8?B?", "?=", "Content-Type: multipart/mixed; boundary=B", "--B", "--B--", "\n", "\n\n",
                "Content-Type: text/html; charset=utf-7", "Content-Transfer-Encoding: base64", "Content-Type: message/rfc822",
                "Content-Transfer-Encoding: quoted-printable", "=C3", "=", "R3Lf", "<p>", "</", "&#x", ">From ", "é", "+AGE-",
            ]).prop_map(str::to_owned),
            any::<String>(),
        ], 0..30)) {
            let mail = pieces.concat();
            for origin in [Origin::Mailbox, Origin::Elsewhere] {
                let read = Message::read(&mail, Span::new(0, mail.len()), origin);
                let spans = read.iter().flat_map(|message| [message.subject, message.body]).flatten();
                prop_assert!(spans.map(|span| span.of(&mail)).all(|said| !said.is_empty() && said == said.trim()));
            }
        }
    }
}
