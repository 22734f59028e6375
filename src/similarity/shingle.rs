//! Shingles: the n-grams of a text's words, as fixed hashes.
//!
//! Words are those of [`WordHasher`], so that case, white space, punctuation and compatibility forms make no difference.
//! Where a script does not part words, a word is a character: five-word shingles of Chinese are five characters long.

use std::cell::Cell;
use std::num::NonZero;

use super::WordHasher;
use super::hash_order::sorted;

/// The base of the rolling hash: odd, so that no bit of an early word is lost.
const BASE: u64 = 0x9fb2_1c65_1e98_df25;

/// Replaces `out` by the shingles of `n_words` words each, in text order, repeats included. `words` are the hashes of a
/// text's words.
///
/// A text with fewer words than a shingle has one shingle, all its words; a text without words has none. The hash is
/// fixed: equal word sequences have equal hashes on every machine, and two different ones collide with a probability of
/// about 2^-64. It rolls (Karp and Rabin 1987), so the cost is two multiplications a shingle, and three for the
/// finaliser, whatever `n_words` is.
pub fn shingles_into(words: &[u64], n_words: NonZero<usize>, out: &mut Vec<u64>) {
    out.clear();
    out.extend_from_slice(words);
    shingles_in_place(out, n_words);
}

/// The same in the place of the words, so that a long text takes no more memory for them.
pub fn shingles_in_place(words: &mut Vec<u64>, n_words: NonZero<usize>) {
    let n_words = n_words.get().min(words.len());
    if n_words == 0 {
        return;
    }
    let mut hash =
        words[..n_words].iter().fold(n_words as u64, |hash, &word| hash.wrapping_mul(BASE).wrapping_add(word));
    // What a word counts for once it leaves, and what keeps the length in the hash.
    let leaving = (0..n_words).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let length = (n_words as u64).wrapping_mul(leaving);
    let kept = length.wrapping_sub(length.wrapping_mul(BASE));
    let places = Cell::from_mut(&mut words[..]).as_slice_of_cells();
    for (old, new) in places.iter().zip(&places[n_words..]) {
        // The change does not wait for the hash before, so that the processor can work ahead.
        let change = new.get().wrapping_add(kept).wrapping_sub(old.get().wrapping_mul(leaving));
        old.set(finished(hash));
        hash = hash.wrapping_mul(BASE).wrapping_add(change);
    }
    let n_shingles = words.len() - n_words + 1;
    words[n_shingles - 1] = finished(hash);
    words.truncate(n_shingles);
}

/// The set of a text's shingles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShingleSet {
    /// Ascending, each once.
    hashes: Box<[u64]>,
}

impl ShingleSet {
    /// The shingles of `text`.
    pub fn of_text(text: &str, n_words: NonZero<usize>) -> Self {
        let (mut words, mut hashes) = (Vec::new(), Vec::new());
        WordHasher::default().hashes_into(text, &mut words);
        shingles_into(&words, n_words, &mut hashes);
        Self::from_hashes(&hashes)
    }

    /// The set of these hashes, in any order, repeats allowed.
    pub fn from_hashes(hashes: &[u64]) -> Self {
        Self::of_sorted(sorted(hashes))
    }

    /// The same without a second copy of them. Cost: that of a comparison sort.
    pub fn from_owned(mut hashes: Vec<u64>) -> Self {
        hashes.sort_unstable();
        Self::of_sorted(hashes)
    }

    fn of_sorted(mut hashes: Vec<u64>) -> Self {
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

/// The finaliser of splitmix64 (Steele, Lea and Flood 2014): a bijection after which all bits depend on every word.
#[inline]
fn finished(mut hash: u64) -> u64 {
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
    fn a_rolled_hash_is_the_hash_of_its_words_alone() {
        let words: Vec<u64> = (1..40_u64).map(|n| n.wrapping_mul(BASE).rotate_left(17)).collect();
        for n_words in 1..9 {
            let n_words = NonZero::new(n_words).unwrap();
            let (mut rolled, mut alone) = (Vec::new(), Vec::new());
            shingles_into(&words, n_words, &mut rolled);
            assert_eq!(rolled.len(), words.len() - n_words.get() + 1);
            for (hash, window) in rolled.into_iter().zip(words.windows(n_words.get())) {
                shingles_into(window, n_words, &mut alone);
                assert_eq!(alone, [hash]);
            }
        }
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
        assert_eq!(set("to be or not to be", 5).hashes(), [9_398_613_738_189_434_498, 10_592_585_814_031_721_042]);
    }
}
