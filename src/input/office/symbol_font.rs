//! Characters of the fonts that have signs in the places of letters: Symbol and Wingdings.

/// The characters of the font Symbol from 0x20 to 0x7E.
const SYMBOL_LOW: &str =
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";

/// The characters of the font Symbol from 0xA1 to 0xFE; a space stands for those that are parts of a tall sign.
const SYMBOL_HIGH: &str =
    "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…  ↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑           〉∫⌠ ⌡          ";

/// The characters of Wingdings that texts have: bullets, arrows, boxes and marks.
const WINGDINGS: [(u32, char); 58] = [
    (0x21, '🖉'),
    (0x22, '✂'),
    (0x28, '☎'),
    (0x29, '✆'),
    (0x2A, '✉'),
    (0x36, '⌛'),
    (0x37, '⌨'),
    (0x3F, '✍'),
    (0x41, '✌'),
    (0x45, '☜'),
    (0x46, '☞'),
    (0x47, '☝'),
    (0x48, '☟'),
    (0x4A, '☺'),
    (0x4B, '😐'),
    (0x4C, '☹'),
    (0x4E, '☠'),
    (0x51, '✈'),
    (0x52, '☼'),
    (0x54, '❄'),
    (0x58, '✠'),
    (0x59, '✡'),
    (0x5A, '☪'),
    (0x5B, '☯'),
    (0x6C, '●'),
    (0x6D, '❍'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x73, '⬧'),
    (0x74, '⧫'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x9F, '•'),
    (0xA1, '○'),
    (0xA4, '◉'),
    (0xA7, '▪'),
    (0xA8, '◻'),
    (0xAB, '★'),
    (0xB6, '✰'),
    (0xD8, '➢'),
    (0xDF, '←'),
    (0xE0, '→'),
    (0xE1, '↑'),
    (0xE2, '↓'),
    (0xE8, '➔'),
    (0xEF, '⇦'),
    (0xF0, '⇨'),
    (0xF1, '⇧'),
    (0xF2, '⇩'),
    (0xF3, '⬄'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
    (0x4F, '⚐'),
];

/// A font whose characters are signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SymbolFont {
    /// Greek letters and signs of mathematics.
    Symbol,
    /// Bullets, arrows and pictures.
    Wingdings,
}

/// The first character of the private area where programs put those of symbol fonts.
const PRIVATE: u32 = 0xF000;

impl SymbolFont {
    /// The symbol font of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "symbol" => Some(Self::Symbol),
            "wingdings" => Some(Self::Wingdings),
            _ => None,
        }
    }

    /// The usual character for the one with this number in the font.
    pub(super) fn usual(self, number: u32) -> Option<char> {
        let number = if (PRIVATE..PRIVATE + 0x100).contains(&number) { number - PRIVATE } else { number };
        match self {
            Self::Symbol => {
                let (first, row) = if number < 0xA0 { (0x20, SYMBOL_LOW) } else { (0xA1, SYMBOL_HIGH) };
                let idx = usize::try_from(number.checked_sub(first)?).ok()?;
                row.chars().nth(idx).filter(|&sign| sign != ' ' || number == 0x20)
            }
            Self::Wingdings if number == 0x20 => Some(' '),
            Self::Wingdings => WINGDINGS.iter().find(|(known, _)| *known == number).map(|(_, sign)| *sign),
        }
    }

    /// A text in the font with the usual characters for those of the private area.
    pub(super) fn usual_text(self, text: &str) -> String {
        let usual = |letter: char| {
            let number = u32::from(letter);
            if (PRIVATE..PRIVATE + 0x100).contains(&number) { self.usual(number).unwrap_or(letter) } else { letter }
        };
        text.chars().map(usual).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_symbol_are_in_their_places() {
        for (number, sign) in [
            (0x20, ' '),
            (0x61, 'α'),
            (0x7E, '∼'),
            (0xF0B7, '•'),
            (0xA3, '≤'),
            (0xAE, '→'),
            (0xB3, '≥'),
            (0xC5, '⊕'),
            (0xD6, '√'),
            (0xDE, '⇒'),
            (0xE5, '∑'),
            (0xF2, '∫'),
        ] {
            assert_eq!(SymbolFont::Symbol.usual(number), Some(sign), "{number:x}");
        }
        assert_eq!(SymbolFont::Symbol.usual(0xE6), None);
        assert_eq!(SymbolFont::Wingdings.usual(0xF0FC), Some('✓'));
        assert_eq!(SymbolFont::Symbol.usual_text("a\u{F062}"), "aβ");
    }
}
