//! The header fields of a mail or of one of its parts, without the encodings in which they were sent.

use std::borrow::Cow;

use mail_parser::parsers::MessageStream;
use mail_parser::{ContentType, HeaderValue};

use crate::document::Span;
use crate::text::lines;

/// The most bytes of a structured field that are looked at: the parser's time grows with the square of the number of
/// parameters.
const MAX_STRUCTURED_BYTES: usize = 4 << 10;

/// The fields that stand in a text up to its first blank line.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields<'m> {
    /// Names and values, the line ends of the values included.
    all: Vec<(&'m str, &'m str)>,
}

impl<'m> Fields<'m> {
    /// Reads the fields of `head`. Lines that are none are skipped. Cost: one pass up to the blank line.
    pub(super) fn of(head: &'m str) -> Self {
        let mut all: Vec<(&str, Span)> = Vec::new();
        for line in lines(head) {
            let written = line.of(head);
            if written.trim().is_empty() {
                break;
            } else if written.starts_with([' ', '\t']) {
                // A long field goes on in lines that begin with a blank.
                if let Some((_, value)) = all.last_mut() {
                    value.end = line.end;
                }
            } else if let Some((name, _)) = written.split_once(':') {
                all.push((name.trim(), Span::new(line.start + name.len() + 1, line.end)));
            }
        }
        Self { all: all.into_iter().map(|(name, value)| (name, value.of(head))).collect() }
    }

    /// The first field called `name`, decoded, on one line; `None` if it is missing or empty.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let value = terminated(self.raw(name)?);
        let HeaderValue::Text(text) = MessageStream::new(value.as_bytes()).parse_unstructured() else { return None };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    }

    /// The first field called `name` as a value with parameters (RFC 2045, section 5.1).
    pub(super) fn structured(&self, name: &str) -> Option<ContentType<'static>> {
        let value = self.raw(name)?;
        let n_bytes = value.len().min(MAX_STRUCTURED_BYTES);
        let end = (0..=n_bytes).rev().find(|&at| value.is_char_boundary(at))?;
        let value = terminated(&value[..end]);
        match MessageStream::new(value.as_bytes()).parse_content_type().into_owned() {
            HeaderValue::ContentType(parsed) => Some(parsed),
            _ => None,
        }
    }

    fn raw(&self, name: &str) -> Option<&'m str> {
        self.all.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

/// `value` with the line end without which the parser takes it for empty.
fn terminated(value: &str) -> Cow<'_, str> {
    if value.ends_with('\n') { Cow::Borrowed(value) } else { Cow::Owned(format!("{value}\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_those_above_the_first_blank_line() {
        let fields = Fields::of("Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n from afar\njunk\nX : y\n\nTo: nobody\n");
        assert_eq!(fields.text("subject").as_deref(), Some("Grüße from afar"));
        assert_eq!(fields.text("x").as_deref(), Some("y"));
        assert_eq!(fields.text("to"), None);
        assert_eq!(Fields::of("Subject: cut off").text("Subject").as_deref(), Some("cut off"));
    }

    #[test]
    fn a_structured_field_has_parameters_however_many_there_are() {
        let fields = Fields::of("Content-Type: multipart/mixed;\n boundary=\"a b\"; charset=utf-8\n");
        let kind = fields.structured("content-type").unwrap();
        assert_eq!((kind.ctype(), kind.subtype()), ("multipart", Some("mixed")));
        assert_eq!(kind.attribute("boundary"), Some("a b"));
        let many: String = (0..200_000).map(|n| format!("; n{n}*1=é")).collect();
        assert!(Fields::of(&format!("Content-Type: text/plain{many}\n")).structured("Content-Type").is_some());
    }
}
