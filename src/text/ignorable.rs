//! Characters inside of words that are not part of them.

use std::borrow::Cow;

/// The text without the characters that only say where a line may or may not break: soft hyphens, word joiners, byte
/// order marks inside of a text, and the joiner of combining marks. A word is the same word with and without them, so
/// they must not make two types of one.
///
/// Everything else that cannot be seen stays, because it changes what is read: joiners and non-joiners are letters of
/// Persian and parts of Indic and emoji sequences, variation selectors choose one of two characters, zero-width spaces
/// part the words of Thai and Khmer, and marks of direction are for the reader.
///
/// Cost: O(length); the text is borrowed if it has none.
pub(super) fn without_ignorable(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(is_ignorable) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !is_ignorable(*c)).collect())
}

/// `true` for soft hyphens, word joiners, zero-width no-break spaces, which once were word joiners, and combining
/// joiners.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{2060}' | '\u{feff}' | '\u{34f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_same_with_and_without_hints_for_line_breaks() {
        for text in
            ["Donau\u{ad}dampf\u{ad}schiff", "Donau\u{2060}dampf\u{feff}schiff", "\u{feff}Donaudampfs\u{34f}chiff"]
        {
            assert_eq!(without_ignorable(text), "Donaudampfschiff");
        }
    }

    #[test]
    fn what_changes_the_reading_stays() {
        for text in [
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "👩\u{200d}🔬",
            "❤\u{fe0f}",
            "葛\u{e0100}",
            "ភាសា\u{200b}ខ្មែរ",
            "a\u{200e}b",
        ] {
            assert_eq!(without_ignorable(text), text);
        }
    }

    #[test]
    fn a_text_without_any_is_borrowed() {
        assert!(matches!(without_ignorable("plain"), Cow::Borrowed(_)));
        assert!(matches!(without_ignorable("größer"), Cow::Borrowed(_)));
    }
}
