//! Shingles: the n-grams of a text's words, as fixed hashes.
//!
//! Words are those of [`text::words`] in the text's normalised form, so that case, white space, punctuation and
//! compatibility forms make no difference. By UAX #29 a Han character is a word by itself, so five-word shingles of
//! Chinese are five characters long.

use std::num::NonZero;

use xxhash_rust::xxh3::xxh3_64;

use crate::text;

/// Turns normalised texts into shingle hashes, reusing its memory.
#[derive(Debug)]
pub struct Shingler {
    n_words: NonZero<usize>,
    words: Vec<u64>,
}

impl Shingler {
    /// Shingles of `n_words` words each.
    pub fn new(n_words: NonZero<usize>) -> Self {
        Self { n_words, words: Vec::new() }
    }

    /// Replaces `out` by the shingles of `normalized`, in text order, repeats included.
    ///
    /// A text with fewer words than a shingle has one shingle, all its words; a text without words has none. The hash
    /// is fixed: equal word sequences have equal hashes on every machine, and two different ones collide with
    /// probability 2^-64. Cost: one hash per word and n multiplications per shingle.
    pub fn shingles_into(&mut self, normalized: &str, out: &mut Vec<u64>) {
        self.words.clear();
        self.words.extend(text::words(normalized).map(|(_, word)| xxh3_64(word.as_bytes())));
        out.clear();
        if self.words.is_empty() {
            return;
        }
        let n_words = self.n_words.get().min(self.words.len());
        out.extend(self.words.windows(n_words).map(combined));
    }
}

/// The set of a text's shingles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShingleSet {
    /// Ascending, each once.
    hashes: Box<[u64]>,
}

impl ShingleSet {
    /// The shingles of `text`, which is normalised first.
    pub fn of_text(text: &str, n_words: NonZero<usize>) -> Self {
        let mut normalized = String::with_capacity(text.len());
        text::normalize_into(text, &mut normalized);
        let mut hashes = Vec::new();
        Shingler::new(n_words).shingles_into(&normalized, &mut hashes);
        Self::from_hashes(hashes)
    }

    /// The set of these hashes, in any order, repeats allowed.
    pub fn from_hashes(mut hashes: Vec<u64>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        // A document of more than four thousand million different shingles does not fit a spool; the cut keeps counts
        // in 32 bits without a panic.
        hashes.truncate(u32::MAX as usize);
        Self { hashes: hashes.into_boxed_slice() }
    }

    /// How many different shingles there are.
    pub fn len(&self) -> u32 {
        self.hashes.len() as u32
    }

    /// Whether there are none: the text has no words.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// The hashes, ascending.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }
}

/// One hash for a sequence of word hashes. The rotation makes order count; the last steps are the finaliser of
/// splitmix64 (Steele, Lea and Flood 2014), so that all 64 bits depend on every word.
fn combined(words: &[u64]) -> u64 {
    let mut hash = words.len() as u64;
    for word in words {
        hash = (hash ^ word).wrapping_mul(0x9fb2_1c65_1e98_df25).rotate_left(29);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, n_words: usize) -> ShingleSet {
        ShingleSet::of_text(text, NonZero::new(n_words).unwrap())
    }

    #[track_caller]
    fn check(text: &str, n_words: usize, expected_len: u32) {
        assert_eq!(set(text, n_words).len(), expected_len, "{text:?} in shingles of {n_words}");
    }

    #[test]
    fn a_text_has_as_many_shingles_as_it_has_different_ngrams() {
        check("", 5, 0);
        check(" … — !", 5, 0);
        check("one", 5, 1);
        check("one two three four", 5, 1);
        check("one two three four five", 5, 1);
        check("one two three four five six", 5, 2);
        check("one one one one one one one", 5, 1);
        check("a rose is a rose is a rose", 4, 3);
        check("春眠不覺曉 處處聞啼鳥", 5, 6);
    }

    #[test]
    fn case_space_and_punctuation_make_no_difference() {
        assert_eq!(set("It's \"late\", he said;\n\n go HOME now!", 3), set("its late he said go home now", 3));
    }

    #[test]
    fn order_and_length_make_a_difference() {
        for (a, b) in [("one two", "two one"), ("one", "one one"), ("one two three", "one three two")] {
            assert_ne!(set(a, 5), set(b, 5), "{a:?} and {b:?}");
        }
    }

    #[test]
    fn hashes_are_the_same_in_every_version() {
        assert_eq!(set("to be or not to be", 5).hashes(), [11_792_575_265_299_129_211, 16_406_951_286_825_358_975]);
    }
}
