//! The characters of a mail: bytes in any of the character sets that mails name, or in none that they name.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, REPLACEMENT, UTF_8};
use mail_parser::decoders::charsets::map::charset_decoder;

/// Bytes as characters, and what it cost to get them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Decoded<'b> {
    /// The characters.
    pub(crate) text: Cow<'b, str>,
    /// Sequences that meant nothing and became U+FFFD.
    pub(crate) n_lost: u64,
    /// The character set by which they were read.
    pub(crate) charset: Cow<'b, str>,
    /// `true` if the mail names another character set: one that nobody here knows, or one in which the bytes mean nothing.
    pub(crate) is_other: bool,
}

/// No character set has a longer name; the parser looks at no more.
const LONGEST_LABEL_BYTES: usize = 45;

/// Decodes `bytes` by the character set called `label`. Without one, or with one that is not known or plainly wrong, they are
/// UTF-8 if they are valid as such, else what they look like. Cost: a few passes.
pub(crate) fn decode<'b>(bytes: &'b [u8], label: Option<&str>) -> Decoded<'b> {
    let label = label.map(|label| label.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\''));
    let label = label.filter(|label| !label.is_empty() && label.len() <= LONGEST_LABEL_BYTES);
    let Some(label) = label.filter(|label| !is_ascii_label(label)) else { return guessed(bytes) };
    match Encoding::for_label(label.as_bytes()) {
        // A decoder that replaces everything is none.
        Some(encoding) if encoding == REPLACEMENT => Decoded { is_other: true, ..guessed(bytes) },
        Some(encoding) => match by_encoding(bytes, encoding) {
            decoded if decoded.n_lost > 0 && is_wrong(encoding, bytes) => Decoded { is_other: true, ..guessed(bytes) },
            decoded => decoded,
        },
        None => match charset_decoder(label.as_bytes()) {
            Some(decode) => {
                let text = decode(bytes);
                let n_lost = text.matches(char::REPLACEMENT_CHARACTER).count() as u64;
                Decoded { text: Cow::Owned(text), n_lost, charset: Cow::Owned(label.to_owned()), is_other: false }
            }
            None => Decoded { is_other: true, ..guessed(bytes) },
        },
    }
}

/// The character set that a page names within its first bytes, `<meta charset=…>` in any of its forms.
pub(crate) fn label_in_page(page: &[u8]) -> Option<&str> {
    const HEAD_BYTES: usize = 2 << 10;
    let head = page.get(..HEAD_BYTES).unwrap_or(page);
    let at = head.windows(8).position(|window| window.eq_ignore_ascii_case(b"charset="))? + 8;
    let rest = head.get(at..)?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let is_in_label = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
    let end = rest.iter().position(|byte| !is_in_label(byte)).unwrap_or(rest.len());
    str::from_utf8(rest.get(..end)?).ok().filter(|label| !label.is_empty())
}

/// `true` if bytes that mean nothing in `encoding` in part are UTF-8, or are said to be UTF-8 and have no character of it.
fn is_wrong(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    if encoding == UTF_8 {
        return bytes.utf8_chunks().all(|chunk| chunk.valid().is_ascii());
    }
    str::from_utf8(bytes).is_ok()
}

/// Many programs call text ASCII that is none.
fn is_ascii_label(label: &str) -> bool {
    ["us-ascii", "ascii", "unknown-8bit", "x-unknown", "unknown", "default", "iso-8859-8bit", "8bit"]
        .iter()
        .any(|known| label.eq_ignore_ascii_case(known))
}

fn guessed(bytes: &[u8]) -> Decoded<'_> {
    let is_plain = !bytes.contains(&0x1b);
    if is_plain && let Ok(text) = str::from_utf8(bytes) {
        let charset = if text.is_ascii() { "us-ascii" } else { "utf-8" };
        return Decoded { text: Cow::Borrowed(text), charset: Cow::Borrowed(charset), ..Decoded::default() };
    }
    if is_plain && is_mostly_utf_8(bytes) {
        return by_encoding(bytes, UTF_8);
    }
    // The detector looks at some megabytes a second; what tells is near the first byte that is no plain letter.
    let is_telling = |byte: &u8| !byte.is_ascii() || *byte == 0x1b;
    let start = bytes.iter().position(is_telling).unwrap_or_default();
    let seen = bytes.get(start.saturating_sub(BYTES_BEFORE)..).unwrap_or(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(seen.get(..SEEN_BYTES).unwrap_or(seen), true);
    by_encoding(bytes, detector.guess(None, Utf8Detection::Allow))
}

/// How much of a text is looked at to guess its character set, and how much of that before the first byte that tells.
const SEEN_BYTES: usize = 64 << 10;
const BYTES_BEFORE: usize = 1 << 10;

/// `true` if there are many more characters of UTF-8 than sequences that are none.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    const LEAST_TIMES: usize = 4;
    let (mut n_good, mut n_bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
    }
    n_good > LEAST_TIMES * n_bad
}

fn by_encoding<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Decoded<'b> {
    let charset = Cow::Borrowed(encoding.name());
    if encoding == UTF_8 {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = String::from_utf8_lossy(bytes);
        let n_lost = match &text {
            Cow::Borrowed(_) => 0,
            Cow::Owned(_) => bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count() as u64,
        };
        return Decoded { text, n_lost, charset, is_other: false };
    }
    let mut decoder = encoding.new_decoder();
    let (mut text, mut n_lost, mut rest) = (String::new(), 0, bytes);
    loop {
        let n_wanted = decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len());
        text.reserve(n_wanted.max(16));
        let (result, n_read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = rest.get(n_read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return Decoded { text: Cow::Owned(text), n_lost, charset, is_other: false },
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                n_lost += 1;
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], label: Option<&str>, expected: &str, n_lost: u64) {
        let decoded = decode(bytes, label);
        assert_eq!((&*decoded.text, decoded.n_lost), (expected, n_lost), "{label:?}");
    }

    #[test]
    fn bytes_are_read_by_the_character_set_that_is_named() {
        check(b"Gr\xfc\xdfe", Some("ISO-8859-1"), "Grüße", 0);
        check(b"\xcf\xf0\xe8", Some("\"windows-1251\""), "При", 0);
        check(b"\x1b$B$\"\x1b(B", Some("iso-2022-jp"), "あ", 0);
        check("Grüße".as_bytes(), Some("UTF8"), "Grüße", 0);
        check(b"Hi Mom +Jjo-!", Some("utf-7"), "Hi Mom ☺!", 0);
        check(b"\xc3\xbc a\xffb", Some("utf-8"), "ü a\u{fffd}b", 1);
    }

    #[test]
    fn bytes_of_no_known_character_set_are_utf_8_if_they_can_be_else_guessed() {
        check("Grüße".as_bytes(), None, "Grüße", 0);
        check("Grüße".as_bytes(), Some("us-ascii"), "Grüße", 0);
        check(
            b"Un caf\xe9 tr\xe8s serr\xe9, s'il vous pla\xeet",
            Some("us-ascii"),
            "Un café très serré, s'il vous plaît",
            0,
        );
        check(b"\x1b$B$\"\x1b(B", None, "あ", 0);
        let damaged = ["ein großes Übermaß an schönen Wörtern, größer als früher".as_bytes(), b"\xff."].concat();
        check(&damaged, None, "ein großes Übermaß an schönen Wörtern, größer als früher\u{fffd}.", 1);
        let decoded = decode(b"abc", Some("x-klingon"));
        assert_eq!((&*decoded.text, decoded.is_other), ("abc", true));
        assert_eq!(&*decode(b"abc", Some("iso-2022-kr")).text, "abc");
    }

    #[test]
    fn a_character_set_that_is_plainly_wrong_is_not_believed() {
        for (bytes, label, expected) in [
            ("张先生，您好！".as_bytes(), "gb2312", "张先生，您好！"),
            (&b"Un caf\xe9 tr\xe8s serr\xe9, s'il vous pla\xeet"[..], "utf-8", "Un café très serré, s'il vous plaît"),
        ] {
            let decoded = decode(bytes, Some(label));
            assert_eq!((&*decoded.text, decoded.n_lost, decoded.is_other), (expected, 0, true));
        }
    }

    #[test]
    fn a_page_names_its_character_set_in_any_form() {
        let pages =
            ["<meta charset=koi8-r>", "<META CHARSET='koi8-r'>", "<meta content=\"text/html; charset=koi8-r\">"];
        assert!(pages.iter().all(|page| label_in_page(page.as_bytes()) == Some("koi8-r")));
        assert_eq!(label_in_page(b"<p>charset=</p>"), None);
        assert_eq!(label_in_page(b""), None);
    }
}
