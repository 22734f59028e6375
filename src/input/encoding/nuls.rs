//! What bytes with a NUL near their beginning are: UTF-16 or UTF-32 without a byte order mark, text in which NUL is a
//! character like any other, or no text at all.
//!
//! Half of the bytes of UTF-16 in ASCII letters are NULs, and other scripts have one at each blank and line end. A text
//! that holds the character NUL is otherwise clean: few other control characters, and mostly a first line without any.
//! Binary data have control characters all over, or bytes that are not valid UTF-8.

use super::decoded::Reach;
use super::kind::{ByteOrder, Encoding, Kind};
use super::utf8::counted;

/// Fewer bytes than these are no sample of anything.
const SHORT_BYTES: usize = 16;

/// What the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// UTF-16 or UTF-32 in one of its byte orders.
    Wide(Encoding),
    /// Text of which NUL is a character.
    Text,
    /// No text.
    Binary,
}

/// Judges `head`, the first bytes of an input, which hold a NUL.
pub(super) fn judge(head: &[u8]) -> Verdict {
    if let Some(order) = utf32_without_bom(head) {
        return Verdict::Wide(Encoding(Kind::Utf32(order)));
    }
    let census = Census::of(head);
    if census.is_clean_table_or_prose() {
        return Verdict::Text;
    }
    if let Some(order) = utf16_without_bom(head, &census) {
        return Verdict::Wide(order);
    }
    if census.is_text() { Verdict::Text } else { Verdict::Binary }
}

/// What is to be known of the bytes to tell text from others.
struct Census {
    n_bytes: usize,
    n_nul: usize,
    /// Control characters beside NUL that texts have no use for.
    n_odd: usize,
    /// ASCII letters, signs and white space.
    n_plain: usize,
    is_utf8: bool,
    /// Whether there are valid sequences of several bytes, which other encodings have by rare chance alone.
    has_utf8_letters: bool,
    has_clean_first_line: bool,
    /// Whether pairs of bytes are letters of one script, whose bytes may look like ASCII.
    is_of_one_script: bool,
}

impl Census {
    fn of(head: &[u8]) -> Self {
        let (n_good, n_bad) = counted(head, Reach::Head);
        let is_utf8 = n_good >= 4 * n_bad;
        Self {
            n_bytes: head.len(),
            n_nul: head.iter().filter(|&&byte| byte == 0).count(),
            n_odd: head.iter().filter(|&&byte| byte != 0 && is_odd(byte)).count(),
            n_plain: head.iter().filter(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace()).count(),
            is_utf8,
            has_utf8_letters: is_utf8 && n_good > 0,
            has_clean_first_line: has_clean_first_line(head),
            is_of_one_script: ORDERS.iter().any(|(_, combine)| is_of_one_script(head, *combine)),
        }
    }

    /// So many control characters are an accident that may happen to a text.
    fn most_odd(&self) -> usize {
        1 + self.n_bytes / 32
    }

    /// A header or first line without a control character, and text behind it however many NULs that has.
    fn is_clean_table_or_prose(&self) -> bool {
        self.is_utf8 && self.has_clean_first_line && self.n_odd <= self.most_odd() && !self.is_of_one_script
    }

    fn is_text(&self) -> bool {
        self.is_utf8 && self.has_clean_first_line || self.n_nul + self.n_odd <= self.most_odd()
    }
}

/// Control characters that stand in no text on purpose: all but white space, backspace, escape and the end of file of
/// CP/M.
fn is_odd(byte: u8) -> bool {
    matches!(byte, 0..=7 | 0x0e..=0x19 | 0x1c..=0x1f | 0x7f)
}

/// Whether the first line ends within `head` and is free of control characters. Of a line end in UTF-16 one byte is a
/// NUL.
fn has_clean_first_line(head: &[u8]) -> bool {
    let Some(end) = memchr::memchr(b'\n', head) else { return false };
    end > 0 && !head[..end].iter().any(|&byte| is_odd(byte)) && head.get(end + 1) != Some(&0)
}

type Combine = fn([u8; 2]) -> u16;

const ORDERS: [(Encoding, Combine); 2] =
    [(Encoding::UTF_16LE, u16::from_le_bytes as Combine), (Encoding::UTF_16BE, u16::from_be_bytes as Combine)];

/// The byte order in which `head` reads as clean text, if there is one: no lone surrogates, no control characters but
/// white space, hardly any for private use; of two, the one with more ASCII.
fn utf16_without_bom(head: &[u8], census: &Census) -> Option<Encoding> {
    // Of UTF-16 in ASCII letters every other byte is a NUL, and other scripts have few bytes that look like ASCII;
    // what is neither is plain text with a stray NUL.
    let is_plain = 4 * census.n_nul < head.len() && 5 * census.n_plain > 4 * (head.len() - census.n_nul);
    // A long text may have lost its last byte; where there are but a few, half a unit is none.
    let is_cut = head.len() % 2 == 1 && head.len() < SHORT_BYTES;
    if census.has_utf8_letters || is_cut || is_plain && !census.is_of_one_script {
        return None;
    }
    let found = ORDERS.into_iter().filter_map(|(order, combine)| Some((n_ascii(head, combine)?, order)));
    // Of two that are equal the first, which is the commoner.
    found.rev().max_by_key(|(n_ascii, _)| *n_ascii).map(|(_, order)| order)
}

/// How many characters of ASCII there are, unless it is no text or has none.
fn n_ascii(head: &[u8], combine: Combine) -> Option<usize> {
    let n_units = head.len() / 2;
    let (mut n_ascii, mut n_private) = (0, 0);
    for (idx, c) in char::decode_utf16(units(head, combine)).enumerate() {
        match c {
            Ok(c) if c.is_control() && !c.is_whitespace() => return None,
            Ok('\u{e000}'..='\u{f8ff}') => n_private += 1,
            Ok(c) => n_ascii += usize::from(c.is_ascii()),
            // The sample may end within a pair.
            Err(_) if idx + 1 >= n_units => {}
            Err(_) => return None,
        }
    }
    // Two letters of an encoding with a byte for each are mostly a character for private use.
    (n_ascii > 0 && 10 * n_private <= n_units).then_some(n_ascii)
}

/// Whether half of the units are letters with the same first byte: one that no ASCII text has in every second place, or
/// that of kana.
fn is_of_one_script(head: &[u8], combine: Combine) -> bool {
    let mut n_of_block = [0_usize; 0x31];
    let mut n_letters = 0;
    for unit in units(head, combine) {
        if let Some(n) = n_of_block.get_mut(usize::from(unit >> 8)) {
            *n += 1;
            n_letters += usize::from(char::from_u32(u32::from(unit)).is_some_and(char::is_alphabetic));
        }
    }
    let most = n_of_block[1..0x20].iter().chain(&n_of_block[0x30..]).max().copied().unwrap_or(0);
    most > 0 && 2 * most >= head.len() / 2 && 2 * n_letters >= head.len() / 2
}

fn units(head: &[u8], combine: Combine) -> impl Iterator<Item = u16> {
    head.chunks_exact(2).map(move |pair| combine([pair[0], pair[1]]))
}

/// The byte order in which every four bytes are a character, mostly a letter, a sign or white space. One alone may be
/// anything.
fn utf32_without_bom(head: &[u8]) -> Option<ByteOrder> {
    let reads = |combine: fn([u8; 4]) -> u32| {
        let (mut n_chars, mut n_usual) = (0, 0);
        for quad in head.chunks_exact(4) {
            match char::from_u32(combine([quad[0], quad[1], quad[2], quad[3]])) {
                Some(c) if c.is_control() && !c.is_whitespace() => return false,
                Some(c) => n_usual += usize::from(c.is_alphanumeric() || c.is_whitespace() || c.is_ascii()),
                None => return false,
            }
            n_chars += 1;
        }
        n_chars > 1 && 4 * n_usual >= 3 * n_chars
    };
    if reads(u32::from_le_bytes) {
        return Some(ByteOrder::Little);
    }
    reads(u32::from_be_bytes).then_some(ByteOrder::Big)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    fn utf32(text: &str, to_bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
        text.chars().flat_map(|c| to_bytes(c as u32)).collect()
    }

    /// Bytes as a compressor or a microphone makes them.
    fn noise(n_bytes: usize) -> Vec<u8> {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        };
        (0..n_bytes).map(|_| next()).collect()
    }

    #[test]
    fn a_text_with_nuls_is_text_wherever_and_however_many_they_are() {
        let prose = "The heron waits. The pike is gone.\n".repeat(300);
        let table = format!("id,text\n1,{}\n", "\0".repeat(5_000));
        let mangled = format!("id,text\n1,{}\n", "of\u{1}icial \u{2}gures\0, \u{3}led ".repeat(300));
        for text in [
            "a\0b",
            "id,source,title,text\n1,n.jsonl,,a\0b\n",
            &format!("x\0y\n{prose}"),
            &format!("{prose}x\0y\n"),
            &table,
            &mangled,
            "Слово\0и дело.\n",
            "第一\0行。\n第二行。\n",
            "caf\u{e9}\0\n",
        ] {
            assert_eq!(judge(text.as_bytes()), Verdict::Text, "{:?}", &text[..text.len().min(60)]);
        }
    }

    #[test]
    fn a_text_in_an_encoding_of_single_bytes_may_hold_a_nul() {
        let russian = encoding_rs::WINDOWS_1251.encode("Съешь же ещё\0этих мягких\0 французских булок\n").0;
        assert_eq!(judge(&russian), Verdict::Text);
        assert_eq!(judge(b"Un caf\xe9\0 tr\xe8s serr\xe9, s'il vous pla\xeet"), Verdict::Text);
    }

    #[test]
    fn utf_16_is_known_in_both_orders_and_many_scripts() {
        for text in [
            "Plain words.\r\n",
            "ab",
            "id,text\n1,one\n",
            "Слово и дело.\n",
            "Слово\nдело\n",
            "第一行。\n第二行。\n",
            "桜\n",
            "かな《カナ》\nかな\n",
            "ਪੰਜਾਬੀ ਸ਼ਬਦ\n",
            "ضع كلمات\n",
            "हिन्दी शब्द\n",
            "emoji 😀\n",
        ] {
            assert_eq!(judge(&utf16(text, u16::to_le_bytes)), Verdict::Wide(Encoding::UTF_16LE), "{text}");
            assert_eq!(judge(&utf16(text, u16::to_be_bytes)), Verdict::Wide(Encoding::UTF_16BE), "{text}");
        }
    }

    #[test]
    fn utf_32_is_known_in_both_orders() {
        for text in ["Plain words.\n", "Слово и дело.\n", "第一行。\n", "emoji 😀\n"] {
            let wide = |order| Verdict::Wide(Encoding(Kind::Utf32(order)));
            assert_eq!(judge(&utf32(text, u32::to_le_bytes)), wide(ByteOrder::Little), "{text}");
            assert_eq!(judge(&utf32(text, u32::to_be_bytes)), wide(ByteOrder::Big), "{text}");
        }
    }

    #[test]
    fn noise_sound_and_padded_headers_are_binary() {
        let sound: Vec<u8> = (0..4_000_i32).flat_map(|n| ((n * n % 700 - 350) as i16).to_le_bytes()).collect();
        let wave = [b"RIFF\x24\x1f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec(), sound].concat();
        let padded = [b"name.txt".to_vec(), vec![0; 92], b"0000644\0".to_vec(), vec![0; 404]].concat();
        let gif = b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;".to_vec();
        let program = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0@\0\0\0".to_vec();
        let picture = [b"P6\n64 64\n255\n".to_vec(), noise(8_000)].concat();
        for bytes in [noise(8 << 10), noise(700), wave, padded, gif, program, picture] {
            assert_eq!(judge(&bytes), Verdict::Binary, "{:?}", String::from_utf8_lossy(&bytes[..20]));
        }
    }

    proptest! {
        #[test]
        fn a_table_is_text_whatever_control_characters_its_cells_hold(
            cells in prop::collection::vec("[a-zé ,\\n\\x00\\x01\\x1b]{0,40}", 1..60),
        ) {
            // As another verb writes it, an id before each text.
            let table: String = cells.iter().enumerate().map(|(n, cell)| format!("{n},\"{cell}\"\n")).collect();
            let table = format!("id,text\n{table}");
            if table.contains('\0') {
                prop_assert_eq!(judge(table.as_bytes()), Verdict::Text);
            }
        }
    }
}
