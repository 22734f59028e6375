//! The parts of a corpus, and a word's frequencies in them.

use crate::measure::undefined::{Undefined, at_least};

/// The sizes of the parts of a corpus, in tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartSizes {
    sizes: Vec<u64>,
    n_tokens: u64,
    /// Parts that have tokens.
    n_parts: u64,
    /// Of the parts that have tokens.
    smallest: u64,
}

/// How often a word occurs in one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartFrequency {
    /// The part, by its place among the sizes.
    pub part: u32,
    /// Occurrences of the word in it.
    pub frequency: u64,
}

impl PartSizes {
    /// Parts of these sizes. Sums stop at the largest `u64`. Cost: O(parts).
    pub fn new(sizes: Vec<u64>) -> Self {
        let n_tokens = sizes.iter().fold(0_u64, |sum, &size| sum.saturating_add(size));
        let with_tokens = || sizes.iter().copied().filter(|&size| size > 0);
        let (n_parts, smallest) = (with_tokens().count() as u64, with_tokens().min().unwrap_or(0));
        Self { n_tokens, n_parts, smallest, sizes }
    }

    /// N, the tokens of all parts.
    pub fn n_tokens(&self) -> u64 {
        self.n_tokens
    }

    /// n, the parts that have tokens.
    pub fn n_parts(&self) -> u64 {
        self.n_parts
    }

    /// Tokens of a part.
    pub(super) fn size(&self, part: u32) -> Result<u64, Undefined> {
        let size = self.sizes.get(part as usize).copied().filter(|&size| size > 0);
        size.ok_or(Undefined::Because("a part that has no tokens"))
    }
}

/// A word in the parts that have it, and what its measures need to know of the other parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// v_i and the size of each part that has the word.
    parts: Vec<(f64, f64)>,
    /// f.
    frequency: f64,
    /// N.
    n_tokens: f64,
    /// n.
    n_parts: u64,
    /// The tokens of the parts without the word.
    n_tokens_without: f64,
    /// Tokens of the smallest part.
    smallest: f64,
}

/// A measure of dispersion.
pub type OfSpread = fn(&Spread) -> Result<f64, Undefined>;

impl Spread {
    /// A word with these frequencies, each of another part; parts without the word may be left out.
    ///
    /// Cost: linear in the number of frequencies.
    ///
    /// # Errors
    ///
    /// If there are no occurrences, or more in a part than it has tokens.
    pub fn new(sizes: &PartSizes, frequencies: &[PartFrequency]) -> Result<Self, Undefined> {
        let (mut n_occurrences, mut n_tokens_with) = (0_u64, 0_u64);
        let mut parts = Vec::with_capacity(frequencies.len());
        for entry in frequencies.iter().filter(|entry| entry.frequency > 0) {
            let size = sizes.size(entry.part)?;
            if entry.frequency > size {
                return Err(Undefined::Because("more occurrences than tokens"));
            }
            n_occurrences = n_occurrences.saturating_add(entry.frequency);
            n_tokens_with = n_tokens_with.saturating_add(size);
            parts.push((entry.frequency as f64, size as f64));
        }
        at_least(n_occurrences, 1, "occurrences")?;
        Ok(Self {
            parts,
            frequency: n_occurrences as f64,
            n_tokens: sizes.n_tokens as f64,
            n_parts: sizes.n_parts,
            n_tokens_without: sizes.n_tokens.saturating_sub(n_tokens_with) as f64,
            smallest: sizes.smallest as f64,
        })
    }

    /// The number of parts that have the word.
    pub fn range(&self) -> u64 {
        self.parts.len() as u64
    }

    /// n, of which there must be two to speak of dispersion.
    pub(super) fn n_parts(&self) -> Result<f64, Undefined> {
        at_least(self.n_parts, 2, "parts")?;
        Ok(self.n_parts as f64)
    }

    /// The share of the parts that have the word.
    pub(super) fn relative_range(&self) -> f64 {
        self.parts.len() as f64 / self.n_parts as f64
    }

    /// The share of the tokens that the smallest part has.
    pub(super) fn smallest_share(&self) -> f64 {
        self.smallest / self.n_tokens
    }

    /// The share of the tokens in parts without the word.
    pub(super) fn share_without(&self) -> f64 {
        self.n_tokens_without / self.n_tokens
    }

    /// The sum of a term of the shares `v_i / f` and `s_i` over the parts that have the word, if there are two parts.
    pub(super) fn sum_of_shares(&self, term: impl Fn(f64, f64) -> f64) -> Result<f64, Undefined> {
        self.n_parts()?;
        Ok(self.parts.iter().map(|(v, size)| term(v / self.frequency, size / self.n_tokens)).sum())
    }

    /// The relative frequencies of the parts that have the word.
    pub(super) fn relative(&self) -> impl Iterator<Item = f64> {
        self.parts.iter().map(|(v, size)| v / size)
    }
}
