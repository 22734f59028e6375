//! Bytes beside which a label may stand: parts of mails, header fields, pages that a server sent.

use std::borrow::Cow;

use mail_parser::decoders::charsets::map::charset_decoder;

use super::decoded::{Decoded, Reach};
use super::kind::Encoding;
use super::{by_mark, by_word, decode, guess, proven, utf8};

/// Bytes as characters, and how they were read.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::input) struct Labelled<'b> {
    /// The characters.
    pub(in crate::input) text: Cow<'b, str>,
    /// Sequences that meant nothing and became U+FFFD.
    pub(in crate::input) n_lost: u64,
    /// Name of the encoding by which they were read.
    pub(in crate::input) charset: &'static str,
    /// `true` if the label names another encoding: an unknown one, or one in which the bytes mean nothing.
    pub(in crate::input) is_other: bool,
}

impl Labelled<'_> {
    /// The same, which borrows nothing.
    pub(in crate::input) fn into_owned(self) -> Labelled<'static> {
        Labelled { text: Cow::Owned(self.text.into_owned()), ..self }
    }
}

/// Labels that programs write where they do not know the encoding. Many call text ASCII that is none.
const PLACEHOLDERS: [&str; 8] =
    ["us-ascii", "ascii", "unknown-8bit", "x-unknown", "unknown", "default", "iso-8859-8bit", "8bit"];

/// Decodes `bytes` by their byte order mark, else by the encoding called `label`. Without a label, or with one that is not
/// known or plainly wrong, the encoding is detected. Cost: a few passes.
pub(in crate::input) fn decode_labelled<'b>(bytes: &'b [u8], label: Option<&str>) -> Labelled<'b> {
    if let Some((encoding, n_bytes)) = by_mark(bytes) {
        return by_encoding(bytes.get(n_bytes..).unwrap_or_default(), encoding);
    }
    let label = label.map(|label| label.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\''));
    let is_placeholder = |label: &str| PLACEHOLDERS.iter().any(|known| label.eq_ignore_ascii_case(known));
    let Some(label) = label.filter(|label| !label.is_empty() && !is_placeholder(label)) else {
        return by_encoding(bytes, detected(bytes));
    };
    if let Some(decode) = utf_7(label) {
        let text = decode(bytes);
        let n_lost = text.matches(char::REPLACEMENT_CHARACTER).count() as u64;
        return Labelled { text: Cow::Owned(text), n_lost, charset: "UTF-7", is_other: false };
    }
    if let Some(encoding) = Encoding::named(label) {
        let read = by_encoding(bytes, encoding);
        if read.n_lost == 0 || !is_wrong(encoding, bytes) {
            return read;
        }
    }
    Labelled { is_other: true, ..by_encoding(bytes, detected(bytes)) }
}

/// `true` if bytes that mean nothing in `encoding` in part are UTF-8, or are labelled UTF-8 and have no character of it.
fn is_wrong(encoding: Encoding, bytes: &[u8]) -> bool {
    match utf8::counted(bytes, Reach::All) {
        (n_good, _) if encoding.is_utf8() => n_good == 0,
        (_, n_bad) => n_bad == 0,
    }
}

/// The encoding of bytes that have no label. What would be no text as a file is still to be read here.
fn detected(bytes: &[u8]) -> Encoding {
    match proven(bytes, None, Reach::All) {
        Ok(detected) => detected.unwrap_or_else(|| by_word(bytes, None, Reach::All)).encoding,
        Err(_) if utf8::is_mostly(bytes, Reach::All) => Encoding::UTF_8,
        Err(_) => guess::guess(bytes, Reach::All),
    }
}

fn by_encoding(bytes: &[u8], encoding: Encoding) -> Labelled<'_> {
    let Decoded { text, n_lost, .. } = decode(bytes, encoding);
    Labelled { text, n_lost, charset: encoding.name(), is_other: false }
}

/// UTF-7 is read where it is named, which only mails do: nothing else is ever in it, and its escapes stand in other texts too.
fn utf_7(label: &str) -> Option<fn(&[u8]) -> String> {
    let is_it = ["utf-7", "utf7", "unicode-1-1-utf-7", "csutf7"].iter().any(|known| label.eq_ignore_ascii_case(known));
    charset_decoder(b"utf-7").filter(|_| is_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], label: Option<&str>, expected: &str, n_lost: u64) {
        let read = decode_labelled(bytes, label);
        assert_eq!((&*read.text, read.n_lost), (expected, n_lost), "{label:?}");
    }

    #[test]
    fn bytes_are_read_by_the_encoding_of_their_label() {
        check(b"Gr\xfc\xdfe", Some("ISO-8859-1"), "Grüße", 0);
        check(b"\xcf\xf0\xe8", Some("\"windows-1251\""), "При", 0);
        check(b"\x1b$B$\"\x1b(B", Some("iso-2022-jp"), "あ", 0);
        check("Grüße".as_bytes(), Some("UTF8"), "Grüße", 0);
        check(b"Hi Mom +Jjo-!", Some("utf-7"), "Hi Mom ☺!", 0);
        check(b"\xc3\xbc a\xffb", Some("utf-8"), "ü a\u{fffd}b", 1);
    }

    #[test]
    fn a_label_names_every_encoding_that_the_user_can_name() {
        check(b"\x1b$)C\x0eGQ1[\x0f ok", Some("iso-2022-kr"), "한글 ok", 0);
        check(b"\x1b$)A\x0eVPND\x0f ok", Some("ISO-2022-CN-EXT"), "中文 ok", 0);
        check(b"a~{VPND~}b", Some("hz-gb-2312"), "a中文b", 0);
        check(b"\x80\x9e", Some("cp437"), "Ç₧", 0);
        check(b"\x84", Some("cspc850multilingual"), "ä", 0);
    }

    #[test]
    fn a_byte_order_mark_outranks_the_label() {
        check(b"\xef\xbb\xbfGr\xc3\xbc\xc3\x9fe", Some("iso-8859-1"), "Grüße", 0);
        check(b"\xfe\xff\0a\0b", Some("utf-16"), "ab", 0);
    }

    #[test]
    fn bytes_of_no_known_encoding_are_utf_8_if_they_can_be_else_guessed() {
        check("Grüße".as_bytes(), None, "Grüße", 0);
        check("Grüße".as_bytes(), Some("us-ascii"), "Grüße", 0);
        let french = b"Un caf\xe9 tr\xe8s serr\xe9, s'il vous pla\xeet";
        check(french, Some("us-ascii"), "Un café très serré, s'il vous plaît", 0);
        check(b"\x1b$B$\"\x1b(B", None, "あ", 0);
        let damaged = ["ein großes Übermaß an schönen Wörtern, größer als früher".as_bytes(), b"\xff."].concat();
        check(&damaged, None, "ein großes Übermaß an schönen Wörtern, größer als früher\u{fffd}.", 1);
        let read = decode_labelled(b"abc", Some("x-klingon"));
        assert_eq!((&*read.text, read.is_other), ("abc", true));
        check(b"abc \x01\0\x02", None, "abc \x01\0\x02", 0);
    }

    #[test]
    fn a_label_that_is_plainly_wrong_is_not_believed() {
        for (bytes, label, expected) in [
            ("张先生，您好！".as_bytes(), "gb2312", "张先生，您好！"),
            (&b"Un caf\xe9 tr\xe8s serr\xe9, s'il vous pla\xeet"[..], "utf-8", "Un café très serré, s'il vous plaît"),
        ] {
            let read = decode_labelled(bytes, Some(label));
            assert_eq!((&*read.text, read.n_lost, read.is_other), (expected, 0, true));
        }
    }

    #[test]
    fn the_label_that_a_page_has_in_itself_counts_where_its_bytes_bear_it_out() {
        check(b"<meta charset=koi8-r><p>\xf0\xd2\xc9", None, "<meta charset=koi8-r><p>При", 0);
        check(
            b"<!-- charset=big5 --><meta charset=koi8-r><p>\xf0",
            None,
            "<!-- charset=big5 --><meta charset=koi8-r><p>П",
            0,
        );
        check("<meta charset=koi8-r><p>При".as_bytes(), None, "<meta charset=koi8-r><p>При", 0);
    }
}
