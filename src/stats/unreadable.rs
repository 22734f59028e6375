//! Documents whose values are no dates although groups go by them: counted for each grouping and reason, on one machine or many.

use std::io;
use std::sync::Arc;

use super::grouping::{Grouping, NoGroup};
use super::partial::{Reader, Stored, Writer};
use crate::diagnostics::{Diagnostics, Examples, Finding};
use crate::document::Document;
use crate::error::PartialProblem;
use crate::input::DocumentPlace;

/// Such documents by grouping; they merge in any order.
#[derive(Clone, Debug)]
pub(super) struct Unreadable {
    groupings: Arc<[Grouping]>,
    /// For each grouping and reason.
    found: Vec<[Values; NoGroup::ALL.len()]>,
}

/// Such values of one grouping, for one reason.
#[derive(Clone, Debug, Default)]
struct Values {
    n_documents: u64,
    /// What is wrong with all of them.
    words: String,
    /// The first documents, each with its value.
    first: Vec<(DocumentPlace, String)>,
}

impl Unreadable {
    /// No documents yet.
    pub(super) fn new(groupings: Arc<[Grouping]>) -> Self {
        let found = groupings.iter().map(|_| Default::default()).collect();
        Self { groupings, found }
    }

    /// Looks at the next document. Of documents in order the place need not be known.
    pub(super) fn look_at(&mut self, document: &Document, place: impl Fn() -> DocumentPlace) {
        for (grouping, found) in self.groupings.iter().zip(&mut self.found) {
            if let Some((reason, words, value)) = grouping.unreadable(document) {
                let values = &mut found[reason as usize];
                values.n_documents += 1;
                if values.first.len() < Examples::MOST {
                    values.words = words;
                    values.first.push((place(), format!("{value:?} of {}", document.id)));
                }
            }
        }
    }

    /// Adds other documents.
    pub(super) fn absorb(&mut self, other: Self) {
        for (known, more) in self.found.iter_mut().flatten().zip(other.found.into_iter().flatten()) {
            known.n_documents += more.n_documents;
            known.first.extend(more.first);
            known.first.sort();
            known.first.truncate(Examples::MOST);
            if known.words.is_empty() {
                known.words = more.words;
            }
        }
    }

    /// Tells of the documents of one grouping.
    pub(super) fn tell(&self, grouping: &Grouping, diagnostics: &dyn Diagnostics) {
        let found = self.groupings.iter().zip(&self.found).find(|(known, _)| *known == grouping);
        let found = found.iter().flat_map(|(_, found)| NoGroup::ALL.into_iter().zip(found.iter()));
        for (reason, Values { n_documents, words, first }) in found {
            if !first.is_empty() {
                let documents = Examples::new(*n_documents, first.iter().map(|(_, example)| example.clone()));
                let what = format!("{words}, and no group");
                diagnostics.report(Finding::Counted { kind: reason.kind(), what, documents });
            }
        }
    }
}

impl Stored for Unreadable {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        for Values { n_documents, words, first } in self.found.iter().flatten() {
            to.numbers([*n_documents, first.len() as u64])?;
            to.text(words)?;
            for (place, example) in first {
                place.write(to)?;
                to.text(example)?;
            }
        }
        Ok(())
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        for values in self.found.iter_mut().flatten() {
            values.n_documents = from.number()?;
            let n_examples = from.number()?;
            values.words = from.text()?;
            for _ in 0..n_examples {
                let mut place = DocumentPlace::default();
                place.read(from)?;
                values.first.push((place, from.text()?));
            }
        }
        Ok(())
    }
}
