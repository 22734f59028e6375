//! How often a word occurs in two corpora.

use crate::measure::association::Contingency;
use crate::measure::undefined::{Undefined, at_least};

/// Frequencies of a word in a target and a reference corpus, and the sizes of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Comparison {
    a: u64,
    b: u64,
    c: u64,
    d: u64,
}

/// A measure of keyness.
pub type OfComparison = fn(&Comparison) -> Result<f64, Undefined>;

impl Comparison {
    /// `a` occurrences in a target corpus of `c` tokens, `b` in a reference corpus of `d` tokens.
    ///
    /// # Errors
    ///
    /// If a corpus is empty, the word is in neither, or it has more occurrences than the corpus has tokens.
    pub fn new(a: u64, b: u64, c: u64, d: u64) -> Result<Self, Undefined> {
        at_least(c, 1, "tokens in the target corpus")?;
        at_least(d, 1, "tokens in the reference corpus")?;
        if a > c || b > d {
            return Err(Undefined::Because("more occurrences than tokens"));
        }
        if a == 0 && b == 0 {
            return Err(Undefined::Because("the word is in neither corpus"));
        }
        if c.checked_add(d).is_none() { Err(Undefined::Because("too many to count")) } else { Ok(Self { a, b, c, d }) }
    }

    /// Whether the word is relatively more frequent in the target corpus.
    pub fn is_overused(&self) -> bool {
        u128::from(self.a) * u128::from(self.d) > u128::from(self.b) * u128::from(self.c)
    }

    /// Occurrences and tokens of the target, then of the reference.
    pub(super) fn sides(&self) -> ((u64, u64), (u64, u64)) {
        ((self.a, self.c), (self.b, self.d))
    }

    /// a, b, c and d.
    pub(super) fn sizes(&self) -> (f64, f64, f64, f64) {
        (self.a as f64, self.b as f64, self.c as f64, self.d as f64)
    }

    /// a and b, each with its difference from what chance would give.
    pub(super) fn deviations(&self) -> [(f64, f64); 2] {
        let [a, b, c, d] = [self.a, self.b, self.c, self.d].map(i128::from);
        // The products may be much alike, so they are taken from each other as whole numbers.
        let difference = (a * d - b * c) as f64 / (c + d) as f64;
        [(self.a as f64, difference), (self.b as f64, -difference)]
    }

    /// E1 and E2.
    pub(super) fn expected(&self) -> [f64; 2] {
        let (a, b, c, d) = self.sizes();
        [c * ((a + b) / (c + d)), d * ((a + b) / (c + d))]
    }

    /// a / c and b / d, with one half of an occurrence in place of none (Hardie 2014).
    pub(super) fn shares_without_zero(&self) -> (f64, f64) {
        let (a, b, c, d) = self.sizes();
        let without_zero = |frequency: f64| if frequency == 0.0 { 0.5 } else { frequency };
        (without_zero(a) / c, without_zero(b) / d)
    }

    /// The table of the word and all other words in both corpora.
    ///
    /// # Errors
    ///
    /// If the corpora hold nothing but the word.
    pub(super) fn table(&self) -> Result<Contingency, Undefined> {
        let table = Contingency::of_cells(self.a, self.c - self.a, self.b, self.d - self.b)?;
        if table.is_flat() { Err(Undefined::Because("there are no other words")) } else { Ok(table) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_refused(sizes: [u64; 4], reason: &str) {
        let [a, b, c, d] = sizes;
        assert_eq!(Comparison::new(a, b, c, d).unwrap_err().to_string(), reason);
    }

    #[test]
    fn impossible_comparisons_are_refused() {
        check_refused([0, 0, 0, 5], "no tokens in the target corpus");
        check_refused([0, 0, 5, 0], "no tokens in the reference corpus");
        check_refused([6, 0, 5, 5], "more occurrences than tokens");
        check_refused([0, 0, 5, 5], "the word is in neither corpus");
        check_refused([1, 1, u64::MAX, 1], "too many to count");
    }

    #[test]
    fn overuse_is_of_relative_frequencies() {
        let is_overused = |a, b, c, d| Comparison::new(a, b, c, d).unwrap().is_overused();
        assert!(is_overused(2, 3, 10, 20));
        assert!(!is_overused(2, 4, 10, 20) && !is_overused(2, 5, 10, 20));
    }
}
