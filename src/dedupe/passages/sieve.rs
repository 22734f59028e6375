//! Which paragraphs and windows may be in many documents: counting tables that never say no to one that is.
//!
//! Each document counts its different keys once, every key in one slot of a table of bytes. A slot that is shared has
//! counted too much, never too little; a second table, which counts only what the first one lets through, and by other
//! slots, leaves little that is not in many documents. This is a counting Bloom filter (Fan, Cao, Almeida and Broder
//! 2000) of two cascaded tables with one hash function each. Counting commutes, so that threads make no difference.

use std::num::NonZero;
use std::sync::atomic::{AtomicU8, Ordering};

use super::wording::Wording;
use crate::similarity::{sequence_hash, shingles_into};

/// Tables before a document is looked at for good.
pub(super) const N_TABLES: usize = 2;

/// Slots for each word of the corpus, if memory allows.
const SLOTS_PER_WORD: u64 = 4;

/// Slots of a table, whatever the corpus.
const LEAST_SLOTS: u64 = 1 << 4;
const MOST_SLOTS: u64 = 1 << 40;

/// An odd number for each table, so that keys which share a slot of one do not share one of the other.
const FACTORS: [u64; N_TABLES] = [0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93];

/// Sets keys of paragraphs off those of windows.
const OF_PARAGRAPH: u64 = 0xa076_1d64_78bd_642f;

/// Some tables, each counted through those before.
#[derive(Debug)]
pub(super) struct Sieve {
    tables: Vec<Table>,
    /// What a slot must have counted; a byte holds no more than 255, and less is let through.
    least: u8,
}

#[derive(Debug)]
struct Table {
    slots: Vec<AtomicU8>,
    factor: u64,
    shift: u32,
}

impl Sieve {
    /// A sieve that lets everything through.
    pub(super) fn new(min_documents: NonZero<u32>) -> Self {
        Self { tables: Vec::new(), least: u8::try_from(min_documents.get()).unwrap_or(u8::MAX) }
    }

    /// The next table, to be filled by [`CountingTable::count`]ing every document: four bytes for each word, or at most
    /// `max_bytes`, but no less than a byte for each, since what the tables let through takes far more.
    pub(super) fn next_table(&self, n_words: u64, max_bytes: u64) -> CountingTable<'_> {
        let most = n_words.saturating_mul(SLOTS_PER_WORD).clamp(LEAST_SLOTS, MOST_SLOTS);
        let least = n_words.clamp(LEAST_SLOTS, MOST_SLOTS).next_power_of_two();
        let n_bits = most.min(max_bytes).max(least).ilog2();
        let slots = std::iter::repeat_with(AtomicU8::default).take(1 << n_bits).collect();
        let factor = FACTORS[self.tables.len() % N_TABLES];
        CountingTable { sieve: self, table: Table { slots, factor, shift: u64::BITS - n_bits } }
    }

    /// Adds a table that has counted every document.
    pub(super) fn with(mut self, table: FilledTable) -> Self {
        self.tables.push(table.0);
        self
    }

    /// Whether a key may be in many documents.
    pub(super) fn passes(&self, key: u64) -> bool {
        self.tables.iter().all(|table| table.slot(key).load(Ordering::Relaxed) >= self.least)
    }
}

/// A table that is being filled, by many threads at once.
pub(super) struct CountingTable<'s> {
    sieve: &'s Sieve,
    table: Table,
}

/// A table that has counted every document.
pub(super) struct FilledTable(Table);

impl CountingTable<'_> {
    /// Counts the keys of one document, each once.
    pub(super) fn count(&self, wording: &Wording, min_words: NonZero<usize>) {
        let mut keys = Vec::new();
        let mut windows = Vec::new();
        for paragraph in &wording.paragraphs {
            let words = &wording.hashes[paragraph.words.clone()];
            windows_into(words, min_words, &mut windows);
            keys.extend(windows.iter().copied().chain(paragraph_key(words)).filter(|&key| self.sieve.passes(key)));
        }
        keys.sort_unstable();
        keys.dedup();
        let least = self.sieve.least;
        let one_more = |count: u8| (count < least).then(|| count + 1);
        for key in keys {
            // An error says that the slot has counted enough.
            let _ = self.table.slot(key).fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more);
        }
    }

    /// Ends counting.
    pub(super) fn finish(self) -> FilledTable {
        FilledTable(self.table)
    }
}

impl Table {
    fn slot(&self, key: u64) -> &AtomicU8 {
        &self.slots[(key.wrapping_mul(self.factor) >> self.shift) as usize]
    }
}

/// Replaces `out` by a key for each window of `min_words` words, none if there are fewer words.
pub(super) fn windows_into(words: &[u64], min_words: NonZero<usize>, out: &mut Vec<u64>) {
    out.clear();
    if words.len() >= min_words.get() {
        shingles_into(words, min_words, out);
    }
}

/// The key of a paragraph that has words.
pub(super) fn paragraph_key(words: &[u64]) -> Option<u64> {
    (!words.is_empty()).then(|| sequence_hash(words) as u64 ^ OF_PARAGRAPH)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sieve of these texts, with tables of so many bytes.
    fn sieve(texts: &[&str], min_documents: u32, n_bytes: u64) -> Sieve {
        let mut sieve = Sieve::new(NonZero::new(min_documents).unwrap());
        for _ in 0..N_TABLES {
            let table = sieve.next_table(n_bytes, n_bytes);
            texts.iter().for_each(|text| table.count(&Wording::of(text), const { NonZero::new(3).unwrap() }));
            let table = table.finish();
            sieve = sieve.with(table);
        }
        sieve
    }

    fn keys(text: &str) -> Vec<u64> {
        let (wording, mut keys) = (Wording::of(text), Vec::new());
        windows_into(&wording.hashes, const { NonZero::new(3).unwrap() }, &mut keys);
        keys.extend(paragraph_key(&wording.hashes));
        keys
    }

    #[test]
    fn documents_are_counted_and_not_places() {
        let sieve = sieve(&["a b c d", "a b c\n\nx y z\n\nx y z x y z", "a b c"], 3, 1 << 20);
        assert!(keys("a b c")[..1].iter().all(|&key| sieve.passes(key)));
        assert!(keys("b c d").iter().chain(&keys("x y z")).all(|&key| !sieve.passes(key)));
    }

    #[test]
    fn what_is_in_many_documents_passes_however_small_the_tables() {
        let fillers: Vec<String> = (0..3_000).map(|n| format!("f{n} g{n} h{n} i{n} j{n}")).collect();
        let mut texts: Vec<&str> = fillers.iter().map(String::as_str).collect();
        texts.extend(["to be found", "to be found", "to be found"]);
        for n_bytes in [1, 1 << 8, 1 << 16, 1 << 20] {
            let sieve = sieve(&texts, 3, n_bytes);
            assert!(keys("to be found").iter().all(|&key| sieve.passes(key)), "{n_bytes} bytes");
        }
    }

    #[test]
    fn few_others_pass_tables_of_a_fair_size() {
        let fillers: Vec<String> = (0..20_000).map(|n| format!("f{n} g{n} h{n} i{n} j{n}")).collect();
        let texts: Vec<&str> = fillers.iter().map(String::as_str).collect();
        let sieve = sieve(&texts, 3, 1 << 18);
        let n_passed = texts.iter().flat_map(|text| keys(text)).filter(|&key| sieve.passes(key)).count();
        assert!(n_passed < 40, "{n_passed} of 80 000");
    }
}
