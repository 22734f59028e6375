//! The property Sentence_Break of a character.

use super::table;

/// What a character is to the rules of UAX #29. Format characters obey the rules of Extend and are not told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Other,
    Cr,
    Lf,
    /// Paragraph and line separators beside CR and LF.
    Sep,
    Extend,
    /// White space that separates nothing.
    Sp,
    Lower,
    Upper,
    /// A letter without case.
    OLetter,
    Numeric,
    /// A full stop, which may also mark an abbreviation or a number.
    ATerm,
    /// What shows that the sentence goes on, as a comma does.
    SContinue,
    /// A mark that ends sentences alone.
    STerm,
    /// Quotes and brackets, whatever their direction.
    Close,
}

impl Class {
    /// The class of `c`. Cost: two loads.
    pub(super) fn of(c: char) -> Self {
        let code = c as usize;
        if code >= 0xe0000 {
            let is_extend = table::HIGH_EXTEND.iter().any(|&(first, last)| (first..=last).contains(&c));
            return if is_extend { Self::Extend } else { Self::Other };
        }
        let block = table::BLOCK_OF.get(code >> 7).or(table::BLOCK_OF.last()).copied().unwrap_or_default();
        CLASSES[usize::from(block)][code & 127]
    }

    /// The class that a letter of the table stands for.
    const fn of_letter(letter: u8) -> Self {
        match letter {
            b'r' => Self::Cr,
            b'n' => Self::Lf,
            b'p' => Self::Sep,
            b'x' => Self::Extend,
            b's' => Self::Sp,
            b'l' => Self::Lower,
            b'u' => Self::Upper,
            b'o' => Self::OLetter,
            b'd' => Self::Numeric,
            b'a' => Self::ATerm,
            b'c' => Self::SContinue,
            b't' => Self::STerm,
            b'q' => Self::Close,
            _ => Self::Other,
        }
    }

    pub(super) fn is_separator(self) -> bool {
        matches!(self, Self::Cr | Self::Lf | Self::Sep)
    }

    pub(super) fn is_terminator(self) -> bool {
        matches!(self, Self::ATerm | Self::STerm)
    }
}

/// The table with classes for letters, since a load is faster than a load and a choice.
static CLASSES: [[Class; 128]; table::BLOCKS.len()] = {
    let mut classes = [[Class::Other; 128]; table::BLOCKS.len()];
    let mut idx = 0;
    while idx < classes.len() * 128 {
        classes[idx / 128][idx % 128] = Class::of_letter(table::BLOCKS[idx / 128][idx % 128]);
        idx += 1;
    }
    classes
};

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    #[test]
    fn the_table_has_the_unicode_version_of_the_other_boundaries() {
        assert_eq!(table::UNICODE_VERSION, unicode_segmentation::UNICODE_VERSION);
    }

    /// How many sentences the reference finds in texts that treat the classes differently.
    fn traits(c: char) -> Vec<usize> {
        let count = |text: String| text.split_sentence_bounds().count();
        let probes =
            ["b!\0", "b!)\0 A", "b.\0", "b. \0", "b.\0a", "b. \0a", "b. \0A", "\0.A", "b\0A", "b\0 A", "b.\0A"];
        probes.iter().map(|probe| count(probe.replace('\0', &c.to_string()))).collect()
    }

    #[test]
    fn characters_at_the_borders_of_classes_behave_as_the_reference_says() {
        let samples = [' ', 'a', 'A', '\u{5d0}', '1', '.', '!', ',', ')', '\r', '\n', '\u{85}', '\u{301}', '\u{2603}'];
        let by_class: Vec<(Class, Vec<usize>)> = samples.iter().map(|&c| (Class::of(c), traits(c))).collect();
        let mut last = Class::Other;
        for c in '\0'..=char::MAX {
            let class = Class::of(c);
            if class == last && !(c as u32).is_multiple_of(97) {
                continue;
            }
            last = class;
            let (_, expected) = by_class.iter().find(|(known, _)| *known == class).unwrap();
            assert_eq!(&traits(c), expected, "{c:?} as {class:?}");
        }
    }
}
