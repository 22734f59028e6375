//! About how often each word of a corpus stands there, in a table of fixed length.
//!
//! A counting Bloom filter (Fan, Cao, Almeida and Broder 2000), blocked (Putze, Sanders and Singler 2007): a word has four
//! counters of one cache line, and its count is the least of them. So a word is never counted too low; one that is nowhere is
//! taken for another with a probability that grows with the number of different words: 1 in 10,000 for a million of them, 1 in
//! 50 for four million. Counting commutes, so that neither threads nor the order of the documents make a difference.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::text::{UnbrokenWords, Written, for_each_unbroken};

/// Counters of a cache line.
const LINE: usize = 64;

/// Counters of a word.
const COUNTERS: usize = 4;

/// A corpus of fewer words has no rare kinds of words.
const LEAST_WORDS: u64 = 1_000;

/// Compounds with a hyphen are rare if there is no more than one among so many words.
const WORDS_PER_RARE_COMPOUND: u64 = 1_000;

/// Words of texts that no line end parts. Many threads may add texts at once.
#[derive(Debug)]
pub struct KnownWords {
    counters: Box<[AtomicU8]>,
    /// Words in lower case, and compounds of which the last word is.
    n_words: AtomicU64,
    n_compounds: AtomicU64,
}

impl KnownWords {
    /// No words, in a table of about `n_bytes`, which is all the memory that it ever takes.
    pub fn with_bytes(n_bytes: usize) -> Self {
        let n_counters = n_bytes.max(LINE).next_power_of_two();
        let counters = std::iter::repeat_with(AtomicU8::default).take(n_counters).collect();
        Self { counters, n_words: AtomicU64::new(0), n_compounds: AtomicU64::new(0) }
    }

    /// Counts the words of `text`. Cost: O(length of the text).
    pub fn add(&self, text: &str) {
        let mut recent = Recent::for_text(text);
        let (mut n_words, mut n_compounds) = (0, 0);
        for_each_unbroken(text, |word, written| {
            if written == Written::InLowerCase {
                *(if word.contains('-') { &mut n_compounds } else { &mut n_words }) += 1;
            }
            if let Some((hash, n_times)) = recent.add(hash(word, written)) {
                self.count_more(hash, n_times);
            }
        });
        recent.words.iter().for_each(|&(hash, n_times)| self.count_more(hash, n_times));
        self.n_words.fetch_add(n_words, Ordering::Relaxed);
        self.n_compounds.fetch_add(n_compounds, Ordering::Relaxed);
    }

    /// Counts a word so many times more, as far as its counters go. The order makes no difference.
    fn count_more(&self, hash: u64, n_times: u32) {
        let n_times = u8::try_from(n_times).unwrap_or(u8::MAX);
        for counter in self.counters_of(hash).filter(|_| n_times > 0) {
            // The error says that the counter is full.
            _ = counter.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| {
                (n < u8::MAX).then_some(n.saturating_add(n_times))
            });
        }
    }

    fn counters_of(&self, hash: u64) -> impl Iterator<Item = &AtomicU8> {
        let line = (hash as usize).wrapping_mul(LINE) & (self.counters.len() - 1);
        // Six bits each of those that did not choose the line.
        (0..COUNTERS).map(move |idx| &self.counters[line + (hash >> (40 + 6 * idx)) as usize % LINE])
    }
}

fn hash(word: &str, written: Written) -> u64 {
    xxh3_64_with_seed(word.as_bytes(), written as u64)
}

/// Words that came lately, by their hashes, with how often they came: most words of a text come again soon, and the counters are
/// far away in memory and shared by all threads.
struct Recent {
    words: Vec<(u64, u32)>,
}

impl Recent {
    /// The most words, which a core's own cache has room for.
    const MOST_WORDS: usize = 4096;

    /// Room for the words of `text`, no more of it than the text is long.
    fn for_text(text: &str) -> Self {
        let n_words = (text.len() / size_of::<(u64, u32)>()).next_power_of_two().min(Self::MOST_WORDS);
        Self { words: vec![(0, 0); n_words] }
    }

    /// Adds a word, and gives back the one that had its place, with how often that came.
    fn add(&mut self, hash: u64) -> Option<(u64, u32)> {
        let place = (hash >> 20) as usize & (self.words.len() - 1);
        let (known, n_times) = &mut self.words[place];
        if *known == hash && *n_times < u32::MAX {
            *n_times += 1;
            return None;
        }
        Some(std::mem::replace(&mut self.words[place], (hash, 1)))
    }
}

impl UnbrokenWords for KnownWords {
    fn count(&self, word: &str, written: Written) -> u32 {
        let counts = self.counters_of(hash(word, written)).map(|counter| counter.load(Ordering::Relaxed));
        counts.min().map_or(0, u32::from)
    }

    fn has_rare_compounds(&self) -> bool {
        let (n_words, n_compounds) = (self.n_words.load(Ordering::Relaxed), self.n_compounds.load(Ordering::Relaxed));
        n_words >= LEAST_WORDS && n_compounds * WORDS_PER_RARE_COMPOUND <= n_words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_and_few_others_are_taken_for_them() {
        let words = KnownWords::with_bytes(1 << 16);
        words.add("One one two. ");
        (0..1_000).for_each(|n| words.add(&format!("word{}\n", ["a", "b", "c"].repeat(n % 7 + 1).concat())));
        let count = |word: &str| words.count(word, Written::InAnyCase);
        assert_eq!(["one", "two", "three"].map(count), [2, 1, 0]);
        assert_eq!(words.count("one", Written::InLowerCase), 1);
        assert_eq!(count("wordabc"), 143);
        let letters = ["q", "w", "x", "z", "k", "j", "v", "y"];
        let unknown = letters.iter().flat_map(|a| letters.iter().map(move |b| format!("{a}{b}{a}")));
        assert!(unknown.filter(|word| count(word) > 0).count() <= 1);
    }

    #[test]
    fn words_that_come_again_are_counted_once_for_all_up_to_what_a_counter_holds() {
        let (at_once, one_by_one) = (KnownWords::with_bytes(1 << 12), KnownWords::with_bytes(1 << 12));
        let words: Vec<String> = (0..900).map(|n| format!("w{} ", ["a", "b"].repeat(n % 90 % 13).concat())).collect();
        at_once.add(&words.concat().repeat(5));
        (0..5).for_each(|_| words.iter().for_each(|word| one_by_one.add(word)));
        for (at_once, one_by_one) in at_once.counters.iter().zip(&one_by_one.counters) {
            assert_eq!(at_once.load(Ordering::Relaxed), one_by_one.load(Ordering::Relaxed));
        }
        let n_given_back = |text: &str| {
            let (mut recent, mut n_given_back) = (Recent::for_text(text), 0);
            for_each_unbroken(text, |word, written| {
                n_given_back += usize::from(recent.add(hash(word, written)).is_some_and(|(_, n_times)| n_times > 0));
            });
            n_given_back
        };
        assert_eq!(n_given_back(&"one two three ".repeat(1_000)), 0, "the counters are not asked for each word");
    }

    #[test]
    fn compounds_are_rare_in_texts_that_have_hardly_any() {
        let is_rare = |text: &str| {
            let words = KnownWords::with_bytes(1 << 12);
            words.add(text);
            words.has_rare_compounds()
        };
        assert!(is_rare(&"and then ".repeat(500)));
        assert!(!is_rare(&"and then ".repeat(100)));
        assert!(!is_rare(&("and then ".repeat(500) + "well-known far-off")));
    }
}
