//! Findings of a kind that every record or file of a corpus may have, kept until the run ends: their number and the first
//! examples. They come in the order of the input, so that nothing here depends on threads.

use textmill::diagnostics::{Examples, Finding, Kind};
use textmill::error::{InputError, Place};

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
