//! How bytes were made fit for sending (RFC 2045, section 6), undone leniently: what is no part of an encoding is passed
//! over, as mail programs do.

use std::borrow::Cow;

use super::uuencoded;
use crate::text::base64_decoded;

/// An encoding of bytes as lines of ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Transfer {
    /// None.
    #[default]
    AsIs,
    /// Four letters for three bytes.
    Base64,
    /// Bytes that are no plain letters as `=` and two digits.
    QuotedPrintable,
    /// The encoding of the program uuencode.
    Uuencode,
}

impl Transfer {
    /// The encoding that the field Content-Transfer-Encoding names.
    pub(crate) fn of(name: &str) -> Self {
        let known = [
            ("base64", Self::Base64),
            ("quoted-printable", Self::QuotedPrintable),
            ("x-uuencode", Self::Uuencode),
            ("uuencode", Self::Uuencode),
            ("x-uue", Self::Uuencode),
        ];
        let name = name.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == ';');
        known.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or(Self::AsIs, |(_, transfer)| *transfer)
    }

    /// The bytes as they were. Cost: one pass.
    pub(crate) fn undone<'b>(self, sent: &'b [u8]) -> Cow<'b, [u8]> {
        match self {
            Self::AsIs => Cow::Borrowed(sent),
            // Some programs say that they encode and do not; no line of base64 has blanks in it.
            Self::Base64 if is_prose(first_line(sent)) => Cow::Borrowed(sent),
            Self::Base64 => Cow::Owned(base64_decoded(sent)),
            Self::QuotedPrintable => Cow::Owned(quoted_printable(sent)),
            Self::Uuencode => uuencoded::bytes(sent).map_or(Cow::Borrowed(sent), Cow::Owned),
        }
    }
}

fn first_line(sent: &[u8]) -> &[u8] {
    let sent = sent.trim_ascii_start();
    sent.split(|&byte| byte == b'\n').next().unwrap_or_default().trim_ascii_end()
}

/// `true` if words follow each other, and not what ends base64.
fn is_prose(line: &[u8]) -> bool {
    memchr::memchr(b' ', line).is_some_and(|blank| !line.iter().take(blank).any(|&byte| byte == b'='))
}

/// The bytes behind quoted-printable. An `=` that encodes nothing stays.
fn quoted_printable(sent: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(sent.len());
    for line in sent.split_inclusive(|&byte| byte == b'\n') {
        // Blanks at the end of a line were added on the way.
        let content = line.trim_ascii_end();
        let (content, end) = match content.strip_suffix(b"=") {
            Some(content) => (content, &b""[..]),
            None if line.ends_with(b"\r\n") => (content, &b"\r\n"[..]),
            None => (content, if line.ends_with(b"\n") { &b"\n"[..] } else { b"" }),
        };
        push_quoted(content, &mut bytes);
        bytes.extend_from_slice(end);
    }
    bytes
}

/// Appends what a string in which `=` announces two digits means.
pub(super) fn push_quoted(mut sent: &[u8], bytes: &mut Vec<u8>) {
    while let Some(at) = memchr::memchr(b'=', sent) {
        let (before, rest) = sent.split_at(at);
        bytes.extend_from_slice(before);
        match rest {
            [_, high, low, after @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                bytes.push(hex_value(*high) << 4 | hex_value(*low));
                sent = after;
            }
            _ => {
                bytes.push(b'=');
                sent = rest.get(1..).unwrap_or_default();
            }
        }
    }
    bytes.extend_from_slice(sent);
}

fn hex_value(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => digit.wrapping_sub(b'A').wrapping_add(10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(transfer: Transfer, sent: &str, expected: &str) {
        assert_eq!(String::from_utf8_lossy(&transfer.undone(sent.as_bytes())), expected, "{sent:?}");
    }

    #[test]
    fn base64_is_undone_where_it_is_some() {
        check(Transfer::Base64, "R3LDvMOf\r\nZQ==\r\n", "Grüße");
        check(Transfer::Base64, "\nnot encoded at all\n", "\nnot encoded at all\n");
    }

    #[test]
    fn quoted_printable_is_undone_and_what_encodes_nothing_stays() {
        check(Transfer::QuotedPrintable, "Gr=C3=BC=\r\n=C3=9Fe  \r\nnext=\n", "Grüße\r\nnext");
        check(Transfer::QuotedPrintable, "a=b=3d=\t\nc = d", "a=b=c = d");
        check(Transfer::QuotedPrintable, "a \n\n=", "a\n\n");
    }

    #[test]
    fn encodings_are_known_by_their_names_in_any_case() {
        let names = ["BASE64", " Quoted-Printable ", "x-uuencode", "8bit", "", "\"base64\""];
        let expected = [
            Transfer::Base64,
            Transfer::QuotedPrintable,
            Transfer::Uuencode,
            Transfer::AsIs,
            Transfer::AsIs,
            Transfer::Base64,
        ];
        assert_eq!(names.map(Transfer::of), expected);
    }
}
