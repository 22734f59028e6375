//! The character sets of fonts and files in the Rich Text Format.

use super::symbol_font::SymbolFont;
use crate::input::encoding::{Encoding, decode};

/// How bytes become characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodePage {
    /// An encoding of texts.
    Known(Encoding),
    /// A font of signs.
    Signs(SymbolFont),
}

impl CodePage {
    /// That of Windows in the West, which is meant where nothing is said.
    pub(super) const WINDOWS: Self = Self::Known(Encoding::WINDOWS_1252);

    /// The code page of this number; 0 is that of the system.
    pub(super) fn numbered(number: i32) -> Option<Self> {
        let number = u32::try_from(number).ok()?;
        Encoding::of_code_page(if number == 0 { 1252 } else { number }).map(Self::Known)
    }

    /// The code page of a font that has this number for its characters and this name; none if it has that of the file.
    pub(super) fn of_font(charset: i32, name: &str) -> Option<Self> {
        if let Some(font) = SymbolFont::named(name) {
            return Some(Self::Signs(font));
        }
        Self::numbered(match charset {
            0 => 1252,
            77 => 10000,
            78 | 128 => 932,
            79 | 129 | 130 => 949,
            80 | 134 => 936,
            81 | 136 => 950,
            161 => 1253,
            162 => 1254,
            163 => 1258,
            177 => 1255,
            178..=181 => 1256,
            186 => 1257,
            204 => 1251,
            222 => 874,
            238 => 1250,
            254 => 437,
            255 => 850,
            _ => return None,
        })
    }

    /// Adds what `bytes` mean to `out`; returns how many of them mean nothing.
    pub(super) fn decode(self, bytes: &[u8], out: &mut String) -> usize {
        match self {
            Self::Known(encoding) => {
                let decoded = decode(bytes, encoding);
                out.push_str(&decoded.text);
                usize::try_from(decoded.n_lost).unwrap_or(usize::MAX)
            }
            Self::Signs(font) => {
                out.extend(bytes.iter().map(|&byte| font.usual(byte.into()).unwrap_or(char::from(byte))));
                0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_their_characters_in_place() {
        let decoded = |number: i32, bytes: &[u8]| {
            let mut out = String::new();
            assert_eq!(CodePage::numbered(number).unwrap().decode(bytes, &mut out), 0);
            out
        };
        assert_eq!(decoded(437, b"a\x80\xE1\xFF"), "aÇß\u{A0}");
        assert_eq!(decoded(850, b"\x84\xD5\xFF"), "äı\u{A0}");
        assert_eq!(decoded(932, b"\x83A"), "ア");
        assert_eq!(CodePage::numbered(99), None);
        assert_eq!(CodePage::of_font(1, "Arial"), None);
        assert_eq!(CodePage::of_font(2, "Symbol"), Some(CodePage::Signs(SymbolFont::Symbol)));
        assert_eq!(CodePage::of_font(204, "Arial"), CodePage::numbered(1251));
        assert_eq!(CodePage::numbered(65001).unwrap().decode(b"\xFF", &mut String::new()), 1);
    }
}
