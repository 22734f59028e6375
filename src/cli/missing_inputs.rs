//! Inputs that results lack because they could not be read or used, counted from the failures that are reported.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use textmill::error::{InputError, Place, Problem};

/// Numbers of what is missing.
#[derive(Debug, Default)]
pub(crate) struct MissingInputs {
    /// Keyed hashes of the names of inputs: one that is read twice, or fails twice, is missing once.
    inputs: HashSet<u64>,
    hasher: RandomState,
    pub(crate) n_records: u64,
    /// Documents that were read and could not be split.
    pub(crate) n_unsplit: u64,
}

impl MissingInputs {
    /// Counts a failure.
    pub(crate) fn add(&mut self, error: &InputError) {
        match (&error.problem, error.place) {
            (Problem::NoBoundary(_) | Problem::Unfit(_), _) => self.n_unsplit += 1,
            // It has an output of its own, which is not written at all.
            (Problem::Unbuilt(_), _) => {}
            (_, Some(Place::Record(_) | Place::Line(_))) => self.n_records += 1,
            (_, Some(Place::Byte(_)) | None) => {
                self.inputs.insert(self.hasher.hash_one(&error.path));
            }
        }
    }

    /// Number of inputs that could not be read, or not to the end.
    pub(crate) fn n_inputs(&self) -> u64 {
        self.inputs.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_is_missing_once_and_each_of_its_records_by_itself() {
        let mut missing = MissingInputs::default();
        for path in ["a.txt", "b.txt", "a.txt"] {
            missing.add(&InputError::new(path, Problem::Binary));
        }
        for number in 1..=4 {
            missing.add(&InputError::at("c.jsonl", Place::Record(number), Problem::Json("none".to_owned())));
        }
        missing.add(&InputError::at("d.txt", Place::Byte(3), Problem::Binary));
        missing.add(&InputError::new("e.txt", Problem::NoBoundary("none".to_owned())));
        missing.add(&InputError::new("f.txt", Problem::Unbuilt("gone".to_owned())));
        assert_eq!((missing.n_inputs(), missing.n_records, missing.n_unsplit), (3, 4, 1));
    }
}
