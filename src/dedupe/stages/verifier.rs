//! What holds between two texts. Nothing is reported that was not looked at here.

use std::convert::Infallible;

use super::super::clusters::by_overlap;
use super::super::duplicates::equal_relation;
use super::super::options::{Options, Relation};
use crate::similarity::{Overlap, ShingleSet, WordHasher, shingles_into};

/// Compares texts, reusing its memory. The last text on either side is remembered, since candidates often share one.
#[derive(Debug)]
pub struct Verifier<'o> {
    options: &'o Options,
    hasher: WordHasher,
    shingles: Vec<u64>,
    first: Compared,
    second: Compared,
}

/// A text with what it is compared by.
#[derive(Debug, Default)]
struct Compared {
    text: String,
    words: Vec<u64>,
    set: ShingleSet,
}

/// Which of two documents is the contained one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inner {
    /// The first.
    First,
    /// The second, as of two equally large ones.
    Second,
}

/// That one document contains the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Containment {
    /// The contained one.
    pub inner: Inner,
    /// What their sets share, that of the contained one first.
    pub overlap: Overlap,
}

impl<'o> Verifier<'o> {
    /// Verifies by the relations and thresholds of `options`.
    pub fn new(options: &'o Options) -> Self {
        let (first, second) = Default::default();
        Self { options, hasher: WordHasher::default(), shingles: Vec::new(), first, second }
    }

    /// The relation under which two texts are reported that are equal by bytes or words; `None` if they are not, or if such
    /// a relation is not asked for.
    pub fn equality(&mut self, a: &str, b: &str) -> Option<Relation> {
        self.read(a, b);
        let strongest = self.strongest_equality()?;
        equal_relation(self.n_words(), strongest, self.options.relations)
    }

    /// Whether two texts are near.
    pub fn are_near(&mut self, a: &str, b: &str) -> bool {
        self.read(a, b);
        let overlap = Overlap::reaching(self.options.threshold, &self.first.set, &self.second.set);
        overlap.is_some_and(|overlap| !self.are_of_one_template(overlap))
    }

    /// Whether the text with the smaller set of shingles is contained in the other.
    pub fn containment(&mut self, a: &str, b: &str) -> Option<Containment> {
        self.read(a, b);
        let is_first = self.first.set.len() < self.second.set.len();
        let (inner, outer) = if is_first { (&self.first, &self.second) } else { (&self.second, &self.first) };
        let overlap = Overlap::containing(self.options.containment, &inner.set, &outer.set)?;
        let are_different =
            self.options.facts.tell_apart(overlap, || Ok::<_, Infallible>((inner.text.as_str(), outer.text.as_str())));
        let inner = if is_first { Inner::First } else { Inner::Second };
        matches!(are_different, Ok(false)).then_some(Containment { inner, overlap })
    }

    /// How a document that is given up is related to the one kept for it; `None` if only a chain of pairs leads there.
    pub fn relation(&mut self, document: &str, kept: &str) -> Option<Relation> {
        self.read(document, kept);
        if let Some(strongest) = self.strongest_equality() {
            return equal_relation(self.n_words(), strongest, self.options.relations);
        }
        let overlap = Overlap::of(&self.first.set, &self.second.set);
        let relation = by_overlap(overlap, self.n_words(), self.options)?;
        (!self.are_of_one_template(overlap)).then_some(relation)
    }

    fn read(&mut self, a: &str, b: &str) {
        for (compared, text) in [(&mut self.first, a), (&mut self.second, b)] {
            if compared.text != text {
                compared.text.clear();
                compared.text.push_str(text);
                self.hasher.hashes_into(text, &mut compared.words);
                shingles_into(&compared.words, self.options.shingle_words, &mut self.shingles);
                compared.set = ShingleSet::from_hashes(&self.shingles);
            }
        }
    }

    fn strongest_equality(&self) -> Option<Relation> {
        if self.first.text == self.second.text {
            return Some(Relation::Exact);
        }
        let are_equal = !self.first.words.is_empty() && self.first.words == self.second.words;
        are_equal.then_some(Relation::Normalized)
    }

    fn n_words(&self) -> u32 {
        u32::try_from(self.first.words.len()).unwrap_or(u32::MAX)
    }

    fn are_of_one_template(&self, overlap: Overlap) -> bool {
        let texts = || Ok::<_, Infallible>((self.first.text.as_str(), self.second.text.as_str()));
        matches!(self.options.facts.tell_apart(overlap, texts), Ok(true))
    }
}
