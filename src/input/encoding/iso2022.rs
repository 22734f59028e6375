//! Encodings of seven bits that switch between sets of characters: ISO 2022 by escapes, as Japanese, Korean and Chinese
//! mail did, and HZ by tildes.

use encoding_rs::{EUC_JP, EUC_KR, GBK, ISO_8859_7, WINDOWS_1252};

use super::decoded::{Reach, Step, decode_web};
use super::kind::Region;

const ESCAPE: u8 = 0x1b;
const SHIFT_OUT: u8 = 0x0e;
const SHIFT_IN: u8 = 0x0f;

/// A set of characters that bytes stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Set {
    #[default]
    Ascii,
    /// ASCII with a yen sign and an overline.
    Roman,
    Katakana,
    Japanese,
    FurtherJapanese,
    Korean,
    Chinese,
    Latin,
    Greek,
    /// A set of two bytes a character for which there is no table here.
    Unknown,
}

/// Which of the sets at hand an escape changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Now,
    Shifted,
    Single,
}

/// The escapes, without the escape character itself.
const ESCAPES: [(&[u8], Slot, Set); 21] = [
    (b"(B", Slot::Now, Set::Ascii),
    (b"(J", Slot::Now, Set::Roman),
    (b"(I", Slot::Now, Set::Katakana),
    (b"$@", Slot::Now, Set::Japanese),
    (b"$B", Slot::Now, Set::Japanese),
    (b"$(B", Slot::Now, Set::Japanese),
    (b"$(D", Slot::Now, Set::FurtherJapanese),
    (b"$(C", Slot::Now, Set::Korean),
    (b"$A", Slot::Now, Set::Chinese),
    (b"$(A", Slot::Now, Set::Chinese),
    (b"$(O", Slot::Now, Set::Unknown),
    (b"$(P", Slot::Now, Set::Unknown),
    (b"$(Q", Slot::Now, Set::Unknown),
    (b".A", Slot::Single, Set::Latin),
    (b".F", Slot::Single, Set::Greek),
    (b"$)C", Slot::Shifted, Set::Korean),
    (b"$)A", Slot::Shifted, Set::Chinese),
    (b"$)E", Slot::Shifted, Set::Unknown),
    (b"$)G", Slot::Shifted, Set::Unknown),
    (b"$*H", Slot::Single, Set::Unknown),
    (b"&@", Slot::Now, Set::Japanese),
];

impl Set {
    fn is_of_pairs(self) -> bool {
        !matches!(self, Self::Ascii | Self::Roman | Self::Katakana | Self::Latin | Self::Greek)
    }

    /// The variety that a set points to, if ASCII with other escapes does not have it too.
    fn region(self, slot: Slot) -> Option<Region> {
        match (self, slot) {
            (Self::Japanese | Self::FurtherJapanese | Self::Katakana | Self::Roman, Slot::Now) => Some(Region::Japan),
            (Self::Korean, Slot::Shifted) => Some(Region::Korea),
            (Self::Chinese | Self::Unknown, Slot::Shifted) => Some(Region::China),
            _ => None,
        }
    }
}

/// What has been read of a text in ISO 2022.
#[derive(Debug, Default)]
pub(super) struct Iso2022 {
    now: Set,
    shifted: Set,
    single: Set,
    is_shifted: bool,
}

impl Iso2022 {
    /// Decodes the whole characters of `bytes` onto `text`.
    pub(super) fn decode(&mut self, bytes: &[u8], text: &mut String) -> Step {
        let mut run = Run::new(text);
        let mut n_read = 0;
        while let Some((&first, behind)) = bytes.get(n_read..).and_then(<[u8]>::split_first) {
            n_read += match (first, behind) {
                (ESCAPE, _) => match self.escape(behind, &mut run) {
                    Some(n_bytes) => 1 + n_bytes,
                    None => break,
                },
                (SHIFT_OUT, _) => {
                    self.is_shifted = true;
                    1
                }
                (SHIFT_IN, _) => {
                    self.is_shifted = false;
                    1
                }
                (0x21..=0x7e, _) if self.current().is_of_pairs() => match behind.first() {
                    Some(second @ 0x21..=0x7e) => {
                        run.push_pair(self.current(), first, *second);
                        2
                    }
                    Some(_) => run.lose(1),
                    None => break,
                },
                (0x21..=0x7e, _) => run.push_one(self.current(), first),
                (0x80.., _) => run.lose(1),
                (b'\n', _) => {
                    self.is_shifted = false;
                    run.push_one(Set::Ascii, first)
                }
                _ => run.push_one(Set::Ascii, first),
            };
        }
        run.flush();
        Step { n_read, n_lost: run.n_lost }
    }

    fn current(&self) -> Set {
        if self.is_shifted { self.shifted } else { self.now }
    }

    /// Acts on what stands behind an escape character and returns its length; `None` if more bytes must come.
    fn escape(&mut self, behind: &[u8], run: &mut Run<'_>) -> Option<usize> {
        if let Some((said, slot, set)) = ESCAPES.iter().find(|(said, ..)| behind.starts_with(said)) {
            match slot {
                Slot::Now => self.now = *set,
                Slot::Shifted => self.shifted = *set,
                Slot::Single => self.single = *set,
            }
            return Some(said.len());
        }
        if let [b'N', rest @ ..] = behind {
            let n_bytes = if self.single.is_of_pairs() { 2 } else { 1 };
            let said = rest.get(..n_bytes)?;
            match said {
                [first, second] => run.push_pair(self.single, *first, *second),
                [one] => _ = run.push_one(self.single, *one),
                _ => {}
            }
            return Some(1 + n_bytes);
        }
        let may_go_on = ESCAPES.iter().any(|(said, ..)| said.starts_with(behind));
        if may_go_on {
            return None;
        }
        run.lose(0);
        Some(0)
    }
}

/// Characters of one set in a row, which are decoded together.
struct Run<'t> {
    text: &'t mut String,
    set: Set,
    /// The bytes as the encoding has them that decodes the set.
    bytes: Vec<u8>,
    n_lost: u64,
}

impl<'t> Run<'t> {
    fn new(text: &'t mut String) -> Self {
        Self { text, set: Set::Ascii, bytes: Vec::new(), n_lost: 0 }
    }

    fn go_on_in(&mut self, set: Set) {
        if self.set != set {
            self.flush();
            self.set = set;
        }
    }

    fn push_one(&mut self, set: Set, byte: u8) -> usize {
        self.go_on_in(set);
        match (set, byte) {
            (Set::Ascii, _) => self.text.push(char::from(byte)),
            (Set::Roman, b'\\') => self.text.push('¥'),
            (Set::Roman, b'~') => self.text.push('‾'),
            (Set::Roman, _) => self.text.push(char::from(byte)),
            (Set::Katakana, 0x21..=0x5f) => {
                self.text.extend(char::from_u32(0xff61 + u32::from(byte) - 0x21));
            }
            (Set::Katakana, _) => _ = self.lose(1),
            _ => self.bytes.push(byte | 0x80),
        }
        1
    }

    fn push_pair(&mut self, set: Set, first: u8, second: u8) {
        self.go_on_in(set);
        match set {
            Set::Unknown => _ = self.lose(2),
            Set::FurtherJapanese => self.bytes.extend([0x8f, first | 0x80, second | 0x80]),
            _ => self.bytes.extend([first | 0x80, second | 0x80]),
        }
    }

    /// Puts U+FFFD in place of bytes, and returns how many they are.
    fn lose(&mut self, n_bytes: usize) -> usize {
        self.flush();
        self.text.push(char::REPLACEMENT_CHARACTER);
        self.n_lost += 1;
        n_bytes
    }

    fn flush(&mut self) {
        let encoding = match self.set {
            Set::Japanese | Set::FurtherJapanese => EUC_JP,
            Set::Korean => EUC_KR,
            Set::Chinese => GBK,
            Set::Greek => ISO_8859_7,
            _ => WINDOWS_1252,
        };
        if !self.bytes.is_empty() {
            let mut decoder = encoding.new_decoder_without_bom_handling();
            self.n_lost += decode_web(&mut decoder, &self.bytes, self.text, Reach::All);
            self.bytes.clear();
        }
    }
}

/// What has been read of a text in HZ.
#[derive(Debug, Default)]
pub(super) struct Hz {
    is_chinese: bool,
}

impl Hz {
    /// Decodes the whole characters of `bytes` onto `text`.
    pub(super) fn decode(&mut self, bytes: &[u8], text: &mut String) -> Step {
        let mut run = Run::new(text);
        let mut n_read = 0;
        while let Some((&first, behind)) = bytes.get(n_read..).and_then(<[u8]>::split_first) {
            n_read += match (first, behind.first(), self.is_chinese) {
                (b'~', Some(b'{'), _) => self.turn(true),
                (b'~', Some(b'}'), _) => self.turn(false),
                (b'~', Some(b'\n'), false) => 2,
                (b'~', Some(b'~'), false) => 1 + run.push_one(Set::Ascii, b'~'),
                (0x21..=0x7e, None, true) | (b'~', None, false) => break,
                (0x21..=0x7d, Some(&second @ 0x21..=0x7e), true) => {
                    run.push_pair(Set::Chinese, first, second);
                    2
                }
                (0x21..=0x7e, _, true) | (0x80.., ..) => run.lose(1),
                (b'\n', ..) => {
                    self.is_chinese = false;
                    run.push_one(Set::Ascii, first)
                }
                _ => run.push_one(Set::Ascii, first),
            };
        }
        run.flush();
        Step { n_read, n_lost: run.n_lost }
    }

    fn turn(&mut self, is_chinese: bool) -> usize {
        self.is_chinese = is_chinese;
        2
    }
}

/// The variety of ISO 2022 whose escapes stand in `bytes`, if they have seven bits and mean something throughout.
pub(super) fn region(bytes: &[u8]) -> Option<Region> {
    memchr::memchr(ESCAPE, bytes)?;
    let mut found = memchr::memchr_iter(ESCAPE, bytes).filter_map(|at| {
        let behind = bytes.get(at + 1..)?;
        let (_, slot, set) = ESCAPES.iter().find(|(said, ..)| behind.starts_with(said))?;
        set.region(*slot)
    });
    let region = found.next()?;
    if !bytes.is_ascii() {
        return None;
    }
    // Japanese, Korean or Chinese characters for each loss: a damaged text is one still.
    let mut text = String::new();
    let Step { n_lost, .. } = Iso2022::default().decode(bytes, &mut text);
    let n_wide = text.chars().filter(|c| !c.is_ascii() && *c != char::REPLACEMENT_CHARACTER).count() as u64;
    (n_wide > 4 * n_lost).then_some(region)
}

/// True if `bytes` have seven bits and pairs of tildes with Chinese between them, and nothing else between any.
///
/// Programs may have such tildes as well (directives of Lisp): what stands between them there is no pair of letters, or
/// rare ones at best.
pub(super) fn is_hz(bytes: &[u8], reach: Reach) -> bool {
    let bytes = match reach {
        Reach::All => bytes,
        // The last line of a head may be cut.
        Reach::Head => bytes.get(..memchr::memrchr(b'\n', bytes).unwrap_or(0)).unwrap_or(bytes),
    };
    if memchr::memmem::find(bytes, b"~{").is_none() || !bytes.is_ascii() {
        return false;
    }
    let (mut n_pairs, mut n_common) = (0, 0);
    for line in bytes.split(|&byte| byte == b'\n') {
        let mut rest = line;
        while let Some(start) = memchr::memmem::find(rest, b"~{") {
            let inner = rest.get(start + 2..).unwrap_or_default();
            let Some(n_bytes) = end_of_pairs(inner) else { return false };
            for first in inner.iter().take(n_bytes).step_by(2) {
                n_pairs += 1;
                // Signs, and the characters that schools teach first.
                n_common += usize::from(matches!(first, 0x21 | 0x23 | 0x30..=0x57));
            }
            rest = inner.get(n_bytes + 2..).unwrap_or_default();
        }
    }
    n_pairs > 1 && 4 * n_common >= 3 * n_pairs
}

/// Where `~}` stands behind pairs of bytes that may be Chinese.
fn end_of_pairs(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match bytes.get(at..at + 2)? {
            b"~}" => return Some(at),
            [0x21..=0x77, 0x21..=0x7e] => at += 2,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_tell_the_variety() {
        assert_eq!(region(b"x \x1b$BF|K\\\x1b(B\n"), Some(Region::Japan));
        assert_eq!(region(b"\x1b(I1231\x1b(B\n"), Some(Region::Japan));
        assert_eq!(region(b"\x1b$)C\n\x0eGQ1[\x0f\n"), Some(Region::Korea));
        assert_eq!(region(b"\x1b$)A\x0eVPND\x0f\n"), Some(Region::China));
    }

    #[test]
    fn escapes_of_terminals_and_bytes_beyond_seven_bits_are_not_iso_2022() {
        for bytes in
            [&b"\x1b[1mbold\x1b(B\x1b[m\n"[..], b"\x1b(0lqqk\x1b(B", b"\x1b$BF|K\\\x1b(B \xe9", b"plain", b"\x1b$B"]
        {
            assert_eq!(region(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn a_damaged_text_is_one_still() {
        assert_eq!(region(b"\x1b$BF|K\\F|K\\F|K\\F|K\\F|K\\F|\x1b(Q\x1b(B"), Some(Region::Japan));
    }

    #[test]
    fn hz_is_pairs_between_tildes() {
        assert!(is_hz(b"This is ~{VPND~} text.\n", Reach::All));
        assert!(is_hz(b"This is ~{VPND~} text.\nAnd ~{VP", Reach::Head));
        assert!(is_hz(b"~{<:Ky2;S{#,NpJ)l6HK!#~}\nBye.\n", Reach::All));
        let programs = [
            &b"(format t \"~{~a~^, ~}\" list)\n"[..],
            b"(format t \"~{ab~a~}~%\" list)",
            b"~{item~}",
            b"~{<li>~}",
            b"~{VPN~}",
            b"~{VPND\n~}",
            b"a ~{VPND~} and an open ~{",
            b"~{~}",
        ];
        for bytes in programs {
            assert!(!is_hz(bytes, Reach::All), "{}", String::from_utf8_lossy(bytes));
        }
    }
}
