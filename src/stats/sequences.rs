//! Measures of the order of a document's tokens: which are wanted, and their values.

use std::num::NonZero;

use crate::measure::diversity::{OfSequence, SEQUENCE_MEASURES, Scratch, SequenceOptions, TtrThreshold};
use crate::measure::{Measure, Undefined};
use crate::vocabulary::TypeId;

/// The wanted ones, as a set of their places among all.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sequences {
    places: u32,
    threshold: TtrThreshold,
}

impl Sequences {
    /// All measures of sequences, with their places.
    pub(super) fn all() -> impl Iterator<Item = (usize, &'static Measure<OfSequence>)> {
        SEQUENCE_MEASURES.iter().flat_map(|family| family.iter()).enumerate()
    }

    /// The measures that `wants` names.
    pub(super) fn wanted(wants: impl Fn(&str) -> bool) -> Self {
        let places = Self::all().filter(|(_, measure)| wants(measure.name)).map(|(place, _)| 1 << place);
        Self { places: places.fold(0, |all, one: u32| all | one), threshold: TtrThreshold::default() }
    }

    /// The same, with factors of MTLD that end at this ratio.
    pub(super) fn ending_at(self, threshold: TtrThreshold) -> Self {
        Self { threshold, ..self }
    }

    /// The values for the tokens of one document, by place; none at all if none are wanted.
    ///
    /// Cost: O(tokens) for each wanted measure, more for those that say so.
    pub(super) fn values(
        self,
        tokens: &[TypeId],
        window: NonZero<usize>,
        scratch: &mut Scratch,
    ) -> Vec<Option<Result<f64, Undefined>>> {
        if self.places == 0 {
            return Vec::new();
        }
        let options = SequenceOptions { window, threshold: self.threshold };
        let value = |(place, measure): (usize, &'static Measure<OfSequence>)| {
            (self.places >> place & 1 == 1).then(|| (measure.compute)(tokens, &options, scratch))
        };
        Self::all().map(value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_wanted_measures_have_values() {
        let scratch = &mut Scratch::default();
        let window = NonZero::new(2).unwrap();
        let values = Sequences::wanted(|name| name == "msttr").values(&[0, 1, 1, 1], window, scratch);
        let found: Vec<&str> =
            Sequences::all().filter(|&(place, _)| values[place].is_some()).map(|(_, measure)| measure.name).collect();
        assert_eq!(found, ["msttr"]);
        assert_eq!(values[0], Some(Ok(0.75)));
        let sooner = TtrThreshold::new(0.9).unwrap();
        let mtld = Sequences::wanted(|name| name == "mtld");
        let mut of = |sequences: Sequences| sequences.values(&[0, 1, 2, 0, 1, 2, 0, 1], window, scratch);
        assert_ne!(of(mtld), of(mtld.ending_at(sooner)));
        assert!(Sequences::wanted(|_| false).values(&[0], window, scratch).is_empty());
        assert!(Sequences::all().count() <= u32::BITS as usize, "the set has a bit for each");
    }
}
