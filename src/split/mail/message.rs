//! One mail, read: its headers and its text without the encodings in which it was sent.
//!
//! The crate mail-parser undoes RFC 2045 and 2047: encoded words in headers, quoted-printable and base64, character sets.
//! Of several forms of one text the plain one is taken, else the text of the web page. Attachments are left out.

use std::borrow::Cow;

use super::fields::Fields;
use super::head::Head;
use super::parts::{Form, text_parts};
use crate::document::Span;
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
    /// Whether its headers tell that this is a mail.
    pub(in crate::split) is_certain: bool,
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
        let head = Head::of(text, span)?;
        let body = trimmed(text, Span::new(head.headers.end, span.end));
        let sent = Span::new(head.headers.start, span.end).of(text);
        let sent = match origin {
            Origin::Mailbox => unquoted(Cow::Borrowed(sent)),
            Origin::Elsewhere => Cow::Borrowed(sent),
        };
        let mut message =
            Self { subject: head.subject, body, is_certain: head.has_sender && head.n_telling >= 2, ..Self::default() };
        let fields = Fields::of(&sent);
        message.values = [
            fields.text("Date").map(|date| day(&date)),
            fields.text("From"),
            fields.text("To"),
            fields.text("Message-ID"),
        ];
        let decoded = Decoded { title: fields.text("Subject"), text: text_of(&sent) };
        let is_as_sent = body.map_or("", |body| body.of(text)) == decoded.text
            && head.subject.map(|subject| on_one_line(subject.of(text))).as_deref() == decoded.title.as_deref();
        message.decoded = (!is_as_sent).then(|| Box::new(decoded));
        Some(message)
    }
}

/// The day as 2024-05-06, by the clock of who sent the mail; what cannot be read stays as it is.
fn day(date: &str) -> String {
    let read = Date::find(date).and_then(|(_, read)| read.day().or(read.month()));
    read.unwrap_or_else(|| date.to_owned())
}

/// The parts that are to be read one after the other.
fn text_of(sent: &str) -> String {
    let shown = text_parts(sent).into_iter().filter_map(|part| {
        let text = part.decoded(sent);
        let text = if part.form == Form::Html { html_text(&text) } else { text.into_owned() };
        let text = text.trim().replace("\r\n", "\n");
        (!text.is_empty()).then_some(text)
    });
    shown.collect::<Vec<_>>().join("\n\n")
}

/// The text of a mail that was sent as a web page alone.
#[cfg(feature = "html")]
fn html_text(html: &str) -> String {
    crate::input::html_text(html).unwrap_or_else(|| mail_parser::decoders::html::html_to_text(html))
}

/// The same without a reader of web pages: it knows paragraphs and line breaks, but no other blocks.
#[cfg(not(feature = "html"))]
fn html_text(html: &str) -> String {
    mail_parser::decoders::html::html_to_text(html)
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
                prop_assert_eq!(read.is_some(), Head::of(&mail, Span::new(0, mail.len())).is_some());
            }
        }
    }
}
