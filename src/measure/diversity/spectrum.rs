//! The frequency spectrum: how many types occur once, twice, three times.

use crate::measure::undefined::Undefined;

/// How many types have each frequency. Most measures of diversity are functions of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spectrum {
    /// Ascending by frequency.
    classes: Vec<Class>,
    n_tokens: u64,
    n_types: u64,
}

/// A measure of a frequency spectrum.
pub type OfSpectrum = fn(&Spectrum) -> Result<f64, Undefined>;

/// Why a measure of repetition has no value for a text of hapax legomena.
pub(super) const NO_REPETITION: Undefined = Undefined::Because("no type occurs twice");

/// The types of one frequency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// Tokens of each of the types.
    pub frequency: u64,
    /// How many types have this frequency.
    pub n_types: u64,
}

impl Spectrum {
    /// The spectrum of types with these frequencies, in any order; zeros do not count. Sums stop at the largest `u64`.
    ///
    /// Cost: a sort of the frequencies, of which few differ.
    pub fn of_frequencies(frequencies: impl IntoIterator<Item = u64>) -> Self {
        let mut sorted: Vec<u64> = frequencies.into_iter().filter(|&frequency| frequency > 0).collect();
        sorted.sort_unstable();
        let classes: Vec<Class> = sorted
            .chunk_by(|left, right| left == right)
            .map(|equal| Class { frequency: equal[0], n_types: equal.len() as u64 })
            .collect();
        let n_tokens = sorted.iter().fold(0_u64, |sum, &frequency| sum.saturating_add(frequency));
        Self { classes, n_tokens, n_types: sorted.len() as u64 }
    }

    /// N, the number of tokens.
    pub fn n_tokens(&self) -> u64 {
        self.n_tokens
    }

    /// V, the number of types.
    pub fn n_types(&self) -> u64 {
        self.n_types
    }

    /// V_i, the number of types with the frequency i. Cost: a binary search.
    pub fn n_types_with(&self, frequency: u64) -> u64 {
        let found = self.classes.binary_search_by_key(&frequency, |class| class.frequency);
        found.map_or(0, |at| self.classes[at].n_types)
    }

    /// The classes, ascending by frequency.
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// N and V as real numbers.
    pub(super) fn sizes(&self) -> (f64, f64) {
        (self.n_tokens as f64, self.n_types as f64)
    }

    /// The sum of `term(i) * V_i` over all frequencies i. Cost: linear in the number of different frequencies.
    pub(super) fn sum(&self, term: impl Fn(f64) -> f64) -> f64 {
        self.classes.iter().map(|class| term(class.frequency as f64) * class.n_types as f64).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spectrum_counts_types_by_frequency() {
        let spectrum = Spectrum::of_frequencies([3, 0, 1, 7, 1]);
        let classes: Vec<(u64, u64)> = spectrum.classes().iter().map(|c| (c.frequency, c.n_types)).collect();
        assert_eq!(classes, [(1, 2), (3, 1), (7, 1)]);
        assert_eq!((spectrum.n_tokens(), spectrum.n_types()), (12, 4));
        assert_eq!((spectrum.n_types_with(1), spectrum.n_types_with(2)), (2, 0));
    }

    #[test]
    fn sums_stop_instead_of_overflowing() {
        assert_eq!(Spectrum::of_frequencies([u64::MAX, 2]).n_tokens(), u64::MAX);
        assert_eq!(Spectrum::of_frequencies([0, 0]), Spectrum::default());
    }
}
