//! Findings that are counted during a run and reported when it ends.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use textmill::diagnostics::{Examples, Finding, Kind};
use textmill::error::{InputError, Place, Problem};

/// Findings by their kinds, which stand in the order in which they were found first.
#[derive(Debug, Default)]
pub(crate) struct FoldedFindings(Vec<Fold>);

/// The findings of one kind.
#[derive(Debug)]
pub(crate) struct Fold {
    /// What they have in common.
    pub(crate) predicate: String,
    pub(crate) about: About,
    /// The records or inputs.
    pub(crate) examples: Examples,
    /// The finding about the very first.
    pub(crate) first: Finding,
    /// The last one, since a long input is read in blocks, each of which may have the same finding.
    last: String,
}

/// What findings are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    Records,
    Inputs,
}

impl FoldedFindings {
    /// Takes a finding that has a kind; gives back any other.
    pub(crate) fn take(&mut self, finding: Finding) -> Option<Finding> {
        let (Some(predicate), Some((name, about))) = (finding.predicate(), subject(&finding)) else {
            return Some(finding);
        };
        let is_failure = is_failure(&finding);
        let is_same = |fold: &&mut Fold| {
            fold.predicate == predicate && fold.about == about && self::is_failure(&fold.first) == is_failure
        };
        match self.0.iter_mut().find(is_same) {
            Some(fold) if fold.last == name => {}
            Some(fold) => {
                fold.examples.add(&name);
                fold.last = name;
            }
            None => {
                let (examples, predicate) = (Examples::new(1, [name.clone()]), predicate.to_owned());
                self.0.push(Fold { predicate, about, examples, first: finding, last: name });
            }
        }
        None
    }

    /// All kinds, each once.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = Fold> {
        self.0.drain(..)
    }
}

fn is_failure(finding: &Finding) -> bool {
    matches!(finding, Finding::Failed(_))
}

/// The record or input that a finding is about, by a name that leads to it.
fn subject(finding: &Finding) -> Option<(String, About)> {
    let (path, place) = match finding {
        Finding::Failed(InputError { path, place, .. }) | Finding::Repeated { path, place, .. } => (path, *place),
        _ => return None,
    };
    let is_csv =
        [Kind::NoCsvRecord, Kind::ShortRecord].iter().any(|kind| finding.predicate() == Some(kind.predicate()));
    Some(match place {
        // Records of JSON Lines are called by their lines, those of CSV are not.
        Some(Place::Line(line)) if is_csv => (format!("{path} line {line}"), About::Records),
        Some(Place::Line(number) | Place::Record(number)) => (format!("{path}#{number}"), About::Records),
        Some(Place::Byte(_)) | None => (path.clone(), About::Inputs),
    })
}

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
