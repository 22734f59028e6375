//! The two-by-two table of how often two things come together.

use crate::measure::undefined::{Undefined, at_least};

/// Frequencies of two words: together, alone, and neither.
///
/// |           | word 2 | other |    |
/// |-----------|--------|-------|----|
/// | word 1    | O11    | O12   | R1 |
/// | other     | O21    | O22   | R2 |
/// |           | C1     | C2    | N  |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Contingency {
    o11: u64,
    r1: u64,
    c1: u64,
    n: u64,
}

/// A measure of association.
pub type OfContingency = fn(&Contingency) -> Result<f64, Undefined>;

/// Why a measure that takes a logarithm of O11 has no value.
pub(super) const NEVER_TOGETHER: Undefined = Undefined::Because("the two never come together");

impl Contingency {
    /// The table of `together` (O11) joint occurrences, `first` (R1) and `second` (C1) occurrences of either word, and
    /// `n` (N) observations in all.
    ///
    /// # Errors
    ///
    /// If a word does not occur, or a cell would be negative: a word cannot be in more pairs than it has occurrences.
    pub fn new(together: u64, first: u64, second: u64, n: u64) -> Result<Self, Undefined> {
        at_least(first.min(second), 1, "occurrences of a word")?;
        // O22 = N - R1 - C1 + O11, in an order that neither overflows nor falls below zero.
        let fits = together <= first.min(second) && first <= n && second - together <= n - first;
        let table = Self { o11: together, r1: first, c1: second, n };
        if fits { Ok(table) } else { Err(Undefined::Because("more joint occurrences than the words allow")) }
    }

    /// The same table from its cells, each row one word.
    ///
    /// # Errors
    ///
    /// If a word does not occur, or the sum is too large to count.
    pub fn of_cells(o11: u64, o12: u64, o21: u64, o22: u64) -> Result<Self, Undefined> {
        let (r1, c1) = (o11.checked_add(o12), o11.checked_add(o21));
        let n = r1.and_then(|r1| r1.checked_add(o21)?.checked_add(o22));
        let (Some(r1), Some(c1), Some(n)) = (r1, c1, n) else { return Err(Undefined::Because("too many to count")) };
        Self::new(o11, r1, c1, n)
    }

    /// O11, R1, C1 and N.
    pub(super) fn sizes(&self) -> (f64, f64, f64, f64) {
        (self.o11 as f64, self.r1 as f64, self.c1 as f64, self.n as f64)
    }

    /// The same as whole numbers.
    pub(super) fn counts(&self) -> (u64, u64, u64, u64) {
        (self.o11, self.r1, self.c1, self.n)
    }

    /// O11, O12, O21 and O22.
    pub fn cells(&self) -> [u64; 4] {
        [self.o11, self.r1 - self.o11, self.c1 - self.o11, (self.n - self.r1) - (self.c1 - self.o11)]
    }

    /// E11, what chance would give for O11.
    pub fn expected(&self) -> f64 {
        self.r1 as f64 * (self.c1 as f64 / self.n as f64)
    }

    /// `O11 - E11`, which the cells beside it have with the other sign: the determinant per observation.
    pub(in crate::measure) fn difference(&self) -> f64 {
        self.determinant() / self.n as f64
    }

    /// Each cell with its difference from what chance would give.
    pub(in crate::measure) fn deviations(&self) -> [(f64, f64); 4] {
        let [o11, o12, o21, o22] = self.cells().map(|cell| cell as f64);
        let difference = self.difference();
        [(o11, difference), (o12, -difference), (o21, -difference), (o22, difference)]
    }

    /// Whether a row or column is empty, so that chance has no choice.
    pub(in crate::measure) fn is_flat(&self) -> bool {
        self.r1 == self.n || self.c1 == self.n
    }

    /// `O11 O22 - O12 O21`, which is zero if there is no association.
    pub(in crate::measure) fn determinant(&self) -> f64 {
        let [o11, o12, o21, o22] = self.cells().map(i128::from);
        // Exact but for cells near the largest numbers, as the products may be much alike.
        match (o11.checked_mul(o22), o12.checked_mul(o21)) {
            (Some(along), Some(across)) => (along - across) as f64,
            _ => o11 as f64 * o22 as f64 - o12 as f64 * o21 as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_its_cells_and_what_chance_would_give() {
        let table = Contingency::new(2, 4, 3, 10).unwrap();
        assert_eq!(table.cells(), [2, 2, 1, 5]);
        assert_eq!(table, Contingency::of_cells(2, 2, 1, 5).unwrap());
        assert_eq!((table.expected(), table.determinant(), table.difference()), (1.2, 8.0, 0.8));
        assert!(!table.is_flat() && Contingency::new(3, 10, 3, 10).unwrap().is_flat());
    }

    #[track_caller]
    fn check_impossible(together: u64, first: u64, second: u64, n: u64, reason: &str) {
        assert_eq!(Contingency::new(together, first, second, n).unwrap_err().to_string(), reason);
    }

    #[test]
    fn impossible_tables_are_refused() {
        let reason = "more joint occurrences than the words allow";
        check_impossible(5, 4, 9, 20, reason);
        check_impossible(1, 8, 8, 10, reason);
        check_impossible(1, 11, 1, 10, reason);
        check_impossible(0, 0, 1, 10, "no occurrences of a word");
        assert!(Contingency::new(0, u64::MAX, 1, u64::MAX).is_err());
        assert!(Contingency::of_cells(u64::MAX, 1, 0, 0).is_err());
    }
}
