//! The header fields of a mail or of one of its parts, as bytes and without the encodings in which they were sent.

use std::ops::Range;

use mail_parser::parsers::MessageStream;
use mail_parser::{ContentType, HeaderValue};

use super::words;
use crate::input::encoding::decode_labelled;
use crate::text::on_one_line;

/// The most bytes of a structured field that are looked at: the parser's time grows with the square of the number of
/// parameters.
const MAX_STRUCTURED_BYTES: usize = 4 << 10;

/// The fields that stand in front of a body, up to the first blank line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields<'m> {
    mail: &'m [u8],
    /// Names and the places of values, the line ends of the values included.
    all: Vec<(&'m [u8], Range<usize>)>,
}

impl<'m> Fields<'m> {
    /// Reads the fields that `mail` begins with, and where the body begins: behind the first blank line, or at the first
    /// line that is neither a field nor the mark of a mailbox. Cost: one pass up to there.
    pub(crate) fn read(mail: &'m [u8]) -> (Self, usize) {
        let mut all: Vec<(&[u8], Range<usize>)> = Vec::new();
        let mut start = 0;
        while let Some(rest) = mail.get(start..).filter(|rest| !rest.is_empty()) {
            let end = start + memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            let line = mail.get(start..end).unwrap_or_default();
            match HeadLine::of(line, mail.get(end..).unwrap_or_default()) {
                HeadLine::Blank => {
                    start = end;
                    break;
                }
                // A long field goes on in lines that begin with a blank.
                HeadLine::Continued => {
                    if let Some((_, value)) = all.last_mut() {
                        value.end = end;
                    }
                }
                HeadLine::Field { name } => all.push((name.trim_ascii_end(), start + name.len() + 1..end)),
                HeadLine::Mark => {}
                HeadLine::Text => break,
            }
            start = end;
        }
        (Self { mail, all }, start)
    }

    /// The first field called `name`, decoded, on one line; `None` if it is missing or empty.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let raw = self.raw(name)?;
        let text = match str::from_utf8(raw) {
            Ok(text) => words::decoded(text),
            // Letters that were sent as they are, mostly in the character set of the body.
            Err(_) => words::decoded(&decode_labelled(raw, self.charset().as_deref()).text),
        };
        let text = on_one_line(&text);
        (!text.is_empty()).then_some(text)
    }

    /// The first field called `name` as a value with parameters (RFC 2045, section 5.1).
    pub(crate) fn structured(&self, name: &str) -> Option<ContentType<'static>> {
        let value = self.raw(name)?;
        let mut value = value.get(..MAX_STRUCTURED_BYTES).unwrap_or(value).to_vec();
        if !value.ends_with(b"\n") {
            // Without a line end the parser takes it for empty.
            value.push(b'\n');
        }
        match MessageStream::new(&value).parse_content_type().into_owned() {
            HeaderValue::ContentType(parsed) => Some(parsed),
            _ => None,
        }
    }

    /// The character set that the fields name for the body.
    fn charset(&self) -> Option<String> {
        self.structured("Content-Type")?.attribute("charset").map(str::to_owned)
    }

    /// How many of the fields are called as those that tell a mail.
    pub(crate) fn n_telling(&self) -> usize {
        TELLING.iter().filter(|name| self.raw(name).is_some()).count()
    }

    /// Where the value of the first field called `name` stands in the mail, blanks around it included.
    pub(crate) fn place(&self, name: &str) -> Option<Range<usize>> {
        self.all.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.as_bytes())).map(|(_, place)| place.clone())
    }

    /// `true` if there is no field.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn raw(&self, name: &str) -> Option<&'m [u8]> {
        self.mail.get(self.place(name)?)
    }
}

/// A line where fields are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadLine<'l> {
    /// The end of the fields.
    Blank,
    /// More of the field above.
    Continued,
    /// The beginning of a field; blanks may follow its name.
    Field {
        /// Its bytes up to the colon.
        name: &'l [u8],
    },
    /// What opens a message in a mailbox and has got among its fields, or a line that should be more of the field above.
    Mark,
    /// The body, of a mail without a blank line above it.
    Text,
}

impl<'l> HeadLine<'l> {
    /// The kind of `line`, by RFC 5322, section 2.2, with `rest` behind it.
    pub(crate) fn of(line: &'l [u8], rest: &[u8]) -> Self {
        if line.trim_ascii().is_empty() {
            return Self::Blank;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            return Self::Continued;
        }
        if line.starts_with(b"From ") || line.starts_with(b">From ") {
            return Self::Mark;
        }
        match field_name(line) {
            Some(name) => Self::Field { name },
            // Some programs break a field and do not indent what follows; a boundary is no such line.
            None if !line.starts_with(b"--") && field_name(rest).is_some() => Self::Mark,
            None => Self::Text,
        }
    }
}

/// The name of the field that the first line of `bytes` begins.
fn field_name(bytes: &[u8]) -> Option<&[u8]> {
    let end = memchr::memchr2(b':', b'\n', bytes).filter(|&end| bytes.get(end) == Some(&b':'))?;
    let name = bytes.get(..end)?;
    (!name.is_empty() && name.trim_ascii_end().iter().all(u8::is_ascii_graphic)).then_some(name)
}

/// Many a text begins with a word and a colon; mails have some of these.
const TELLING: [&str; 12] = [
    "From",
    "To",
    "Date",
    "Subject",
    "Message-ID",
    "Received",
    "Return-Path",
    "Delivered-To",
    "MIME-Version",
    "Reply-To",
    "Newsgroups",
    "Sender",
];

/// The value of a parameter, which many programs write as an encoded word though the standard has another way.
pub(crate) fn parameter(field: &ContentType<'_>, name: &str) -> Option<String> {
    let value = words::decoded(field.attribute(name)?);
    let value = on_one_line(&value);
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_those_above_the_first_blank_line() {
        let mail = b"Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n from afar\n>From a\nX : y\n\nTo: nobody\n";
        let (fields, body) = Fields::read(mail);
        assert_eq!(fields.text("subject").as_deref(), Some("Grüße from afar"));
        assert_eq!(fields.text("x").as_deref(), Some("y"));
        assert_eq!(fields.text("to"), None);
        assert_eq!(&mail[body..], b"To: nobody\n");
        assert_eq!(Fields::read(b"Subject: x\nIt is here: the body.\nMore.\n").1, 11);
        let broken = Fields::read(b"Subject: x\nnot indented\nTo: nobody\n\n").0;
        assert_eq!(broken.text("To").as_deref(), Some("nobody"));
        assert_eq!(Fields::read(b"Subject: cut off").0.text("Subject").as_deref(), Some("cut off"));
    }

    #[test]
    fn letters_outside_ascii_are_read_though_no_encoding_is_told() {
        assert_eq!(Fields::read("Subject: Grüße\n".as_bytes()).0.text("Subject").as_deref(), Some("Grüße"));
        let russian = b"Content-Type: text/plain; charset=koi8-r\nSubject: \xf4\xd5\xcd\xc1\xce\n";
        assert_eq!(Fields::read(russian).0.text("Subject").as_deref(), Some("Туман"));
        assert_eq!(Fields::read(b"From: J\xf6rg M\xfcller\r\n").0.text("From").as_deref(), Some("Jörg Müller"));
    }

    #[test]
    fn a_structured_field_has_parameters_however_many_there_are() {
        let (fields, _) = Fields::read(b"Content-Type: multipart/mixed;\n boundary=\"a b\"; charset=utf-8\n");
        let kind = fields.structured("content-type").unwrap();
        assert_eq!((kind.ctype(), kind.subtype()), ("multipart", Some("mixed")));
        assert_eq!(kind.attribute("boundary"), Some("a b"));
        let many: String = (0..200_000).map(|n| format!("; n{n}*1=é")).collect();
        let many = format!("Content-Type: text/plain{many}\n");
        assert!(Fields::read(many.as_bytes()).0.structured("Content-Type").is_some());
    }

    #[test]
    fn names_of_files_are_read_in_every_spelling() {
        for value in [
            "filename*=utf-8''Gr%C3%BC%C3%9Fe.txt",
            "filename=\"=?utf-8?q?Gr=C3=BC=C3=9Fe=2Etxt?=\"",
            "filename=Grüße.txt",
        ] {
            let field = format!("Content-Disposition: attachment; {value}\n");
            let disposition = Fields::read(field.as_bytes()).0.structured("Content-Disposition").unwrap();
            assert_eq!(parameter(&disposition, "filename").as_deref(), Some("Grüße.txt"), "{value}");
        }
    }
}
