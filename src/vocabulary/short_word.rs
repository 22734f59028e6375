//! Words of a few bytes, held in place instead of pointed at.
//!
//! Nearly all tokens of running text are this short. One that is held in place is read from the text, folded, hashed
//! and compared as a single number, without a loop over its bytes and without another place in memory to look at.

/// A word of at most [`ShortWord::MAX_BYTES`] bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShortWord {
    // Two numbers and not sixteen bytes: they stay in two registers, while bytes would go through memory and be waited
    // for there.
    /// The first eight bytes of the word, then zeros; the first byte counts least.
    low: u64,
    /// Its further bytes, then zeros; the length counts most.
    high: u64,
}

impl ShortWord {
    /// The longest word that is held in place, in bytes.
    pub const MAX_BYTES: usize = 15;

    /// The part of `text` from `start` to `end`; `None` if it is too long.
    ///
    /// # Panics
    ///
    /// If the part is not inside the text.
    #[inline]
    pub fn of(text: &str, start: usize, end: usize) -> Option<Self> {
        let n_bytes = end - start;
        if n_bytes > Self::MAX_BYTES {
            return None;
        }
        let loaded = match text.as_bytes().get(start..start + 16) {
            Some(bytes) => u128::from_le_bytes(bytes.try_into().expect("a range of sixteen bytes has sixteen")),
            // The text ends less than sixteen bytes on.
            None => {
                let mut bytes = [0; 16];
                bytes[..n_bytes].copy_from_slice(&text.as_bytes()[start..end]);
                u128::from_le_bytes(bytes)
            }
        };
        let word = loaded & ((1 << (8 * n_bytes)) - 1);
        Some(Self::of_number(word | (n_bytes as u128) << 120))
    }

    /// The whole of `word`; `None` if it is too long.
    #[inline]
    pub fn whole(word: &str) -> Option<Self> {
        Self::of(word, 0, word.len())
    }

    /// The bytes of the word, then zeros; the last byte is the length.
    #[inline]
    pub fn to_bytes(self) -> [u8; 16] {
        self.to_number().to_le_bytes()
    }

    /// The bytes and the length as one number; different words have different numbers.
    #[inline]
    pub fn to_number(self) -> u128 {
        u128::from(self.low) | u128::from(self.high) << 64
    }

    /// How many characters the word has.
    #[inline]
    pub fn n_characters(self) -> u64 {
        if self.is_ascii() {
            return self.high >> 56;
        }
        let number = self.to_number() & WORD_BYTES;
        // A character's later bytes are 0b10xx_xxxx, so of their two upper bits only the first is set.
        let later = number & !(number << 1) & HIGH_BITS;
        (self.high >> 56) - u64::from(later.count_ones())
    }

    /// Whether all characters are ASCII.
    #[inline]
    pub fn is_ascii(self) -> bool {
        self.to_number() & HIGH_BITS == 0
    }

    /// The word with `A` to `Z` in lower case, if it is ASCII.
    #[inline]
    pub fn ascii_lowercase(self) -> Option<Self> {
        if !self.is_ascii() {
            return None;
        }
        let number = self.to_number();
        // No byte is above 127, so no addition carries into the next byte: the high bit tells from which letter on a
        // byte is. The length is below `A`.
        let from_a = number + every_byte(0x80 - b'A');
        let after_z = number + every_byte(0x80 - b'Z' - 1);
        Some(Self::of_number(number | (from_a & !after_z & HIGH_BITS) >> 2))
    }

    /// The word that [`Self::to_number`] gives this number of.
    #[inline]
    pub(super) fn of_number(number: u128) -> Self {
        Self { low: number as u64, high: (number >> 64) as u64 }
    }
}

/// All bytes but the length.
const WORD_BYTES: u128 = u128::MAX >> 8;

const HIGH_BITS: u128 = every_byte(0x80);

const fn every_byte(byte: u8) -> u128 {
    u128::from_le_bytes([byte; 16])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bytes(word: ShortWord) -> Vec<u8> {
        let bytes = word.to_bytes();
        bytes[..usize::from(bytes[15])].to_vec()
    }

    #[test]
    fn a_word_is_held_with_its_length_up_to_fifteen_bytes() {
        let held = |word: &str| ShortWord::whole(word).map(bytes);
        for word in ["", "a", "\0", "\0\0", "fifteen bytes!!"] {
            assert_eq!(held(word).as_deref(), Some(word.as_bytes()));
        }
        assert_eq!(held("sixteen bytes !!"), None);
        assert_ne!(ShortWord::whole("\0"), ShortWord::whole("\0\0"));
    }

    proptest! {
        #[test]
        fn a_part_of_a_text_is_held_as_it_stands_there(text in "\\PC{0,30}", from in 0..30_usize, n in 0..12_usize) {
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (start, end) = (starts[from.min(starts.len() - 1)], starts[(from + n).min(starts.len() - 1)]);
            let word = &text[start..end];
            let short = ShortWord::of(&text, start, end);
            prop_assert_eq!(short.is_some(), word.len() <= ShortWord::MAX_BYTES);
            if let Some(short) = short {
                prop_assert_eq!(bytes(short), word.as_bytes());
                prop_assert_eq!(Some(short), ShortWord::whole(word));
                prop_assert_eq!(short.n_characters(), word.chars().count() as u64);
                prop_assert_eq!(short.is_ascii(), word.is_ascii());
            }
        }

        #[test]
        fn ascii_is_lowered_as_the_standard_library_does(word in "[\0-\x7f]{0,15}") {
            let lowered = ShortWord::whole(&word).and_then(ShortWord::ascii_lowercase).unwrap();
            prop_assert_eq!(bytes(lowered), word.to_ascii_lowercase().into_bytes());
        }
    }
}
