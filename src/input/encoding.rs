//! From bytes to text: byte order marks and UTF-8 exactly, everything else told or detected, every loss counted.

mod nuls;

use std::borrow::Cow;
use std::str::Utf8Error;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, UTF_8};

use self::nuls::Verdict;
use crate::error::Problem;

/// How much of a long input is looked at to tell its encoding.
pub(super) const SNIFF_BYTES: usize = 64 << 10;

/// How much of any input, long or short, is looked at to tell whether it is text at all; ripgrep and git look as far.
pub(super) const BINARY_BYTES: usize = 8 << 10;

/// A character encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// UTF-8 itself.
    pub(super) const UTF_8: Self = Self(UTF_8);

    /// The encoding with this label of the WHATWG Encoding Standard ("utf-8", "latin1", "windows-1251", "shift_jis").
    pub fn named(label: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).map(Self)
    }

    /// The encoding's canonical name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Whether text in this encoding is the bytes themselves.
    pub(super) fn is_utf8(self) -> bool {
        self.0 == UTF_8
    }

    /// A decoder for a stream in this encoding, whose byte order mark has been taken off.
    pub(super) fn decoder(self) -> Decoder {
        self.0.new_decoder_without_bom_handling()
    }
}

/// What was found out about the encoding of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Detected {
    pub(super) encoding: Encoding,
    /// Length of the byte order mark.
    pub(super) bom_bytes: usize,
    /// Whether the encoding is a guess, which a user should hear about.
    pub(super) is_guess: bool,
}

impl Detected {
    /// The same for bytes that have been decoded to UTF-8 since, without their byte order mark.
    pub(super) fn as_utf8(self) -> Self {
        Self { encoding: Encoding::UTF_8, bom_bytes: 0, ..self }
    }
}

/// Whether the bytes at hand are all there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    All,
    Head,
}

/// Tells the encoding of `bytes`: told by the user, by a byte order mark, valid UTF-8, or guessed as browsers do.
///
/// # Errors
///
/// [`Problem::Binary`] and [`Problem::Encoding`].
pub(super) fn detect(bytes: &[u8], told: Option<Encoding>, reach: Reach) -> Result<Detected, Problem> {
    let certain = |encoding, bom_bytes| Ok(Detected { encoding: Encoding(encoding), bom_bytes, is_guess: false });
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Err(Problem::Encoding("UTF-32"));
    }
    if let Some((encoding, bom_bytes)) = encoding_rs::Encoding::for_bom(bytes) {
        return certain(encoding, bom_bytes);
    }
    if let Some(told) = told {
        return certain(told.0, 0);
    }
    let head = &bytes[..bytes.len().min(BINARY_BYTES)];
    if head.contains(&0) {
        match nuls::judge(head) {
            Verdict::Utf16(order) => {
                return Ok(Detected { encoding: Encoding(order), bom_bytes: 0, is_guess: true });
            }
            Verdict::Utf32 => return Err(Problem::Encoding("UTF-32")),
            Verdict::Binary => return Err(Problem::Binary),
            Verdict::Text => {}
        }
    }
    if is_mostly_utf8(bytes, reach) {
        return certain(UTF_8, 0);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, reach == Reach::All);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    Ok(Detected { encoding: Encoding(encoding), bom_bytes: 0, is_guess: true })
}

/// UTF-8 with a few bad bytes is damaged UTF-8, not another encoding: it has at least four good sequences beyond
/// ASCII for each bad one. No other encoding in use looks like that by chance.
fn is_mostly_utf8(bytes: &[u8], reach: Reach) -> bool {
    if valid_utf8(bytes).is_ok() {
        return true;
    }
    let (n_good, n_bad) = counted_utf8(bytes, reach);
    n_good >= 4 * n_bad
}

/// How many good sequences beyond ASCII there are, and how many bad ones. One that the end of a head cuts off is neither.
fn counted_utf8(bytes: &[u8], reach: Reach) -> (usize, usize) {
    let (mut n_good, mut n_bad) = (0, 0);
    let mut n_seen = 0;
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_seen += chunk.valid().len() + chunk.invalid().len();
        let is_cut = reach == Reach::Head && n_seen == bytes.len() && is_beginning(chunk.invalid());
        n_bad += usize::from(!chunk.invalid().is_empty() && !is_cut);
    }
    (n_good, n_bad)
}

/// Whether bytes may be the beginning of a longer character.
fn is_beginning(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// Text and what it cost to get it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded<'b> {
    pub(super) text: Cow<'b, str>,
    /// Sequences that meant nothing and became U+FFFD.
    pub(super) n_lost: u64,
    /// Where the first of them was, for UTF-8.
    pub(super) first_lost_at: Option<u64>,
}

/// Decodes all of `bytes`, which have no byte order mark. Valid UTF-8 is borrowed.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> Decoded<'_> {
    if encoding.is_utf8() {
        return decode_utf8(bytes);
    }
    let mut decoder = encoding.decoder();
    let mut text = String::new();
    let n_lost = decode_chunk(&mut decoder, bytes, &mut text, Reach::All);
    Decoded { text: Cow::Owned(text), n_lost, first_lost_at: None }
}

fn decode_utf8(bytes: &[u8]) -> Decoded<'_> {
    match valid_utf8(bytes) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), n_lost: 0, first_lost_at: None },
        Err(error) => {
            let text = String::from_utf8_lossy(bytes);
            let n_lost = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count() as u64;
            Decoded { text, n_lost, first_lost_at: Some(error.valid_up_to() as u64) }
        }
    }
}

/// As the standard library's, and much faster where the bytes are valid.
fn valid_utf8(bytes: &[u8]) -> Result<&str, Utf8Error> {
    simdutf8::basic::from_utf8(bytes).or_else(|_| std::str::from_utf8(bytes))
}

/// Decodes the next bytes of a stream onto `text` and returns how many sequences meant nothing.
pub(super) fn decode_chunk(decoder: &mut Decoder, mut bytes: &[u8], text: &mut String, reach: Reach) -> u64 {
    let mut n_lost = 0;
    loop {
        let wanted = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
        text.reserve(wanted.max(16));
        let (result, n_read) = decoder.decode_to_string_without_replacement(bytes, text, reach == Reach::All);
        bytes = &bytes[n_read..];
        match result {
            encoding_rs::DecoderResult::InputEmpty => return n_lost,
            encoding_rs::DecoderResult::OutputFull => {}
            encoding_rs::DecoderResult::Malformed(..) => {
                n_lost += 1;
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(bytes: &[u8]) -> Result<(&'static str, bool), Problem> {
        detect(bytes, None, Reach::All).map(|d| (d.encoding.name(), d.is_guess))
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn utf_8_and_byte_order_marks_are_certain() {
        assert_eq!(detected("naïve".as_bytes()).unwrap(), ("UTF-8", false));
        assert_eq!(detected(b"").unwrap(), ("UTF-8", false));
        assert_eq!(detected("\u{feff}a".as_bytes()).unwrap(), ("UTF-8", false));
        assert_eq!(detected(&[0xff, 0xfe, b'a', 0]).unwrap(), ("UTF-16LE", false));
        assert_eq!(detected(&[0xfe, 0xff, 0, b'a']).unwrap(), ("UTF-16BE", false));
    }

    #[test]
    fn utf_16_is_known_without_a_mark_in_both_orders_and_many_scripts() {
        for text in ["Plain words.\r\n", "Слово и дело.\n", "第一行。\n第二行。\n"] {
            assert_eq!(detected(&utf16(text, u16::to_le_bytes)).unwrap(), ("UTF-16LE", true), "{text}");
            assert_eq!(detected(&utf16(text, u16::to_be_bytes)).unwrap(), ("UTF-16BE", true), "{text}");
        }
    }

    #[test]
    fn binary_data_is_not_text() {
        for bytes in [&b"\x7fELF\x02\x01\x01\0\0\0\0\0"[..], b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"text\0with\x01nul"] {
            assert!(matches!(detected(bytes), Err(Problem::Binary)), "{bytes:?}");
        }
        assert!(matches!(detected(&[0xff, 0xfe, 0, 0, b'a', 0, 0, 0]), Err(Problem::Encoding("UTF-32"))));
    }

    #[test]
    fn other_encodings_are_guessed() {
        let russian = encoding_rs::WINDOWS_1251.encode("Съешь же ещё этих мягких французских булок").0;
        assert_eq!(detected(&russian).unwrap(), ("windows-1251", true));
        assert_eq!(detected(b"Un caf\xe9 tr\xe8s serr\xe9, s'il vous pla\xeet").unwrap(), ("windows-1252", true));
    }

    #[test]
    fn utf_8_with_a_bad_byte_stays_utf_8_and_the_loss_is_counted() {
        let mut bytes = "ein großes Übermaß an schönen Wörtern: ".as_bytes().to_vec();
        let at = bytes.len() as u64;
        bytes.extend_from_slice(b"\xff end");
        assert_eq!(detected(&bytes).unwrap(), ("UTF-8", false));
        let decoded = decode(&bytes, Encoding(UTF_8));
        assert_eq!((decoded.n_lost, decoded.first_lost_at), (1, Some(at)));
        assert!(decoded.text.ends_with("\u{fffd} end"));
    }

    #[test]
    fn a_head_that_ends_inside_a_character_is_utf_8() {
        let text = "aß".as_bytes();
        let found = detect(&text[..2], None, Reach::Head).unwrap();
        assert!(found.encoding.is_utf8());
    }

    #[test]
    fn decoding_in_pieces_gives_what_decoding_at_once_gives() {
        let bytes = encoding_rs::SHIFT_JIS.encode("日本語のテキストとASCIIの混在").0;
        let encoding = Encoding(encoding_rs::SHIFT_JIS);
        let whole = decode(&bytes, encoding).text.into_owned();
        for n in 1..bytes.len() {
            let mut decoder = encoding.decoder();
            let mut text = String::new();
            decode_chunk(&mut decoder, &bytes[..n], &mut text, Reach::Head);
            decode_chunk(&mut decoder, &bytes[n..], &mut text, Reach::All);
            assert_eq!(text, whole, "cut at {n}");
        }
    }
}
