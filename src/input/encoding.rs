//! From bytes to text: marks, escapes and UTF-8 exactly, then what a text says of itself, then a guess; every loss
//! counted.

mod alphabets;
mod code_pages;
mod declared;
mod decoded;
mod decoder;
mod guess;
mod iso2022;
mod johab;
mod kind;
mod labelled;
mod letters;
mod names;
mod nuls;
mod single_bytes;
mod utf8;

use std::borrow::Cow;

pub(super) use self::decoded::{Decoded, Reach};
pub(super) use self::decoder::Decoder;
pub(super) use self::guess::SNIFF_BYTES;
pub use self::kind::Encoding;
use self::kind::{ByteOrder, Kind};
pub(super) use self::labelled::{Labelled, decode_labelled};
use self::nuls::Verdict;
use super::compound_file;
use crate::error::Problem;

/// Bytes of any input, long or short, that are looked at to tell whether it is text at all; ripgrep and git look as
/// far.
pub(super) const BINARY_BYTES: usize = 8 << 10;

/// First bytes, and where they stand, of files that are no text, though some look like it for a while. The table of formats has more of
/// them, of which a mailbox or PostScript is a text as well, for who asks for one.
const NO_TEXTS: [(usize, &[u8]); 9] = [
    (0, b"%PDF-"),
    (0, b"PK\x03\x04"),
    (0, b"\x7fELF"),
    (0, b"\x89PNG"),
    (0, b"\xff\xd8\xff"),
    (0, compound_file::MAGIC),
    (0, b"SQLite format 3\0"),
    (0, b"!<arch>\n"),
    (257, b"ustar"),
];

/// Byte order marks that UTF-7 has instead of one.
const UTF_7_MARKS: [&[u8]; 4] = [b"+/v8", b"+/v9", b"+/v+", b"+/v/"];

/// Characters of a sample before and after which it is cut.
const SAMPLE_CHARS: usize = 30;

/// The encoding of some bytes, and the reason to think so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Detected {
    pub(super) encoding: Encoding,
    /// Length of the byte order mark.
    pub(super) bom_bytes: usize,
    /// The evidence for the encoding.
    pub(super) evidence: Evidence,
    /// The encoding that the text says it has, if its bytes mean nothing there.
    pub(super) belied: Option<Encoding>,
}

impl Detected {
    /// What is said of bytes that are not decoded.
    pub(super) const NONE: Self =
        Self { encoding: Encoding::UTF_8, bom_bytes: 0, evidence: Evidence::Proof, belied: None };
}

/// Evidence for an encoding, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// A byte order mark.
    Mark,
    /// The user's word.
    Told,
    /// Escapes that no other encoding has.
    Escapes,
    /// Bytes that are UTF-8, which others are not by chance.
    Proof,
    /// The text's own word, which its bytes bear out.
    Declared,
    /// Nothing but how often which bytes are there.
    Guess,
}

impl Detected {
    fn by(evidence: Evidence, encoding: Encoding) -> Self {
        Self { encoding, bom_bytes: 0, evidence, belied: None }
    }

    /// True for a guess, which a user should hear about.
    pub(super) fn is_guess(self) -> bool {
        self.evidence == Evidence::Guess
    }

    /// The same for bytes that have been decoded to UTF-8 since, without their byte order mark.
    pub(super) fn as_utf8(self) -> Self {
        Self { encoding: Encoding::UTF_8, bom_bytes: 0, ..self }
    }
}

/// The encoding of `bytes` as far as the user or the bytes themselves tell; `None` if only words in them or a guess can.
///
/// # Errors
///
/// [`Problem::Binary`] and [`Problem::Encoding`].
pub(super) fn proven(bytes: &[u8], told: Option<Encoding>, reach: Reach) -> Result<Option<Detected>, Problem> {
    if let Some((encoding, bom_bytes)) = by_mark(bytes) {
        return Ok(Some(Detected { bom_bytes, ..Detected::by(Evidence::Mark, encoding) }));
    }
    if let Some(told) = told {
        return Ok(Some(Detected::by(Evidence::Told, told)));
    }
    let head = bytes.get(..BINARY_BYTES).unwrap_or(bytes);
    if NO_TEXTS.iter().any(|(at, magic)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic))) {
        return Err(Problem::Binary);
    }
    if UTF_7_MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(Problem::Encoding("UTF-7"));
    }
    if memchr::memchr(0, head).is_some() {
        match nuls::judge(head) {
            Verdict::Wide(encoding) => return Ok(Some(Detected::by(Evidence::Guess, encoding))),
            Verdict::Binary => return Err(Problem::Binary),
            Verdict::Text => {}
        }
    }
    if let Some(region) = iso2022::region(bytes) {
        return Ok(Some(Detected::by(Evidence::Escapes, Encoding(Kind::Iso2022(region)))));
    }
    if iso2022::is_hz(bytes, reach) {
        return Ok(Some(Detected::by(Evidence::Escapes, Encoding(Kind::Hz))));
    }
    Ok(utf8::is_mostly(bytes, reach).then(|| Detected::by(Evidence::Proof, Encoding::UTF_8)))
}

/// The encoding of `bytes` for which there is no proof: the one that `label` names, else the one that the text says it has, if
/// its bytes mean something there, else a guess.
pub(super) fn by_word(bytes: &[u8], label: Option<&str>, reach: Reach) -> Detected {
    let declared = label.or_else(|| declared::declared(bytes));
    let declared = declared.and_then(Encoding::named).filter(|encoding| encoding.is_over_ascii());
    if let Some(declared) = declared.filter(|encoding| fits(bytes, *encoding, reach)) {
        return Detected::by(Evidence::Declared, declared);
    }
    Detected { belied: declared, ..Detected::by(Evidence::Guess, guess::guess(bytes, reach)) }
}

/// The encoding of XML, and the length of its byte order mark: what its declaration says, UTF-8 without one (XML 1.0, appendix F).
#[cfg(feature = "office")]
pub(super) fn of_xml(bytes: &[u8]) -> (Encoding, usize) {
    let declared =
        || declared::xml(bytes.get(..BINARY_BYTES).unwrap_or(bytes)).and_then(|label| str::from_utf8(label).ok());
    by_mark(bytes).unwrap_or_else(|| match bytes {
        [b'<', 0, ..] => (Encoding::UTF_16LE, 0),
        [0, b'<', ..] => (Encoding::UTF_16BE, 0),
        // An ASCII text that calls itself UTF-16 is neither rare nor UTF-16.
        _ => (declared().and_then(Encoding::named).filter(|named| named.is_over_ascii()).unwrap_or(Encoding::UTF_8), 0),
    })
}

fn by_mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
    // The mark of one is the beginning of the other's.
    match bytes {
        [0xff, 0xfe, 0, 0, ..] => Some((Encoding(Kind::Utf32(ByteOrder::Little)), 4)),
        [0, 0, 0xfe, 0xff, ..] => Some((Encoding(Kind::Utf32(ByteOrder::Big)), 4)),
        _ => encoding_rs::Encoding::for_bom(bytes).map(|(encoding, n_bytes)| (Encoding::web(encoding), n_bytes)),
    }
}

/// Whether all of `bytes` mean something in an encoding. The control characters that tables have where there is nothing
/// else mean nothing.
fn fits(bytes: &[u8], encoding: Encoding, reach: Reach) -> bool {
    let mut text = String::new();
    let n_lost = encoding.decoder().decode(bytes, &mut text, reach);
    n_lost == 0 && !text.contains(|c| matches!(c, '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}'))
}

/// Decodes all of `bytes`, which have no byte order mark. Valid UTF-8 is borrowed.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> Decoded<'_> {
    if encoding.is_utf8() {
        return utf8::decode(bytes);
    }
    let mut text = String::new();
    let n_lost = encoding.decoder().decode(bytes, &mut text, Reach::All);
    Decoded { text: Cow::Owned(text), n_lost, first_lost_at: None, n_joined: 0 }
}

/// The places in the decoded text of what meant nothing in `bytes` as UTF-8, in order. Cost: as of decoding.
pub(super) fn lost_at(bytes: &[u8]) -> Vec<usize> {
    utf8::lost_at(bytes)
}

/// Decodes the next bytes of a stream onto `text` and returns how many sequences meant nothing.
pub(super) fn decode_chunk(decoder: &mut Decoder, bytes: &[u8], text: &mut String, reach: Reach) -> u64 {
    decoder.decode(bytes, text, reach)
}

/// The first words of a text that are not of ASCII alone, for a message that says how the text was read.
pub(super) fn sample(text: &str) -> String {
    let Some(first) = text.find(|c: char| !c.is_ascii()) else { return String::new() };
    let before = text.get(..first).unwrap_or_default();
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let n_skipped = word.chars().count().saturating_sub(SAMPLE_CHARS / 2);
    let n_word: usize = word.chars().skip(n_skipped).map(char::len_utf8).sum();
    let from = text.get(first - n_word..).unwrap_or_default();
    let cut: String = from.chars().take(SAMPLE_CHARS + 1).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let is_whole = cut.chars().count() <= SAMPLE_CHARS;
    let kept = if is_whole { cut.as_str() } else { without_last_word(&cut) };
    let words: Vec<&str> = kept.split_whitespace().collect();
    let (start, end) = (if first > n_word { "…" } else { "" }, if is_whole { "" } else { "…" });
    format!("{start}{}{end}", words.join(" "))
}

/// A cut text without the word that the cut may have gone through, if another one is there, and the last character.
fn without_last_word(cut: &str) -> &str {
    let all_but_last = cut.char_indices().next_back().map_or("", |(at, _)| cut.get(..at).unwrap_or_default());
    match cut.rfind(char::is_whitespace).and_then(|at| cut.get(..at)) {
        Some(kept) if !kept.is_ascii() => kept,
        _ => all_but_last,
    }
}

#[cfg(test)]
mod tests;
