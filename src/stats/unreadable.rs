//! Documents whose values are no dates although groups go by them: counted, and reported once for each grouping and reason.

use std::io;
use std::sync::Arc;

use super::grouping::{Grouping, NoGroup};
use super::partial::{Reader, Stored, Writer};
use crate::diagnostics::{Diagnostics, Finding};
use crate::document::Document;
use crate::error::PartialProblem;
use crate::input::DocumentPlace;

/// Such documents by grouping; they merge in any order.
#[derive(Clone, Debug)]
pub(super) struct Unreadable {
    groupings: Arc<[Grouping]>,
    /// For each grouping and reason.
    found: Vec<[Values; NoGroup::N]>,
}

/// Such values of one grouping, for one reason.
#[derive(Clone, Debug, Default)]
struct Values {
    n_documents: u64,
    /// The first document, and what there is to tell of it.
    first: Option<(DocumentPlace, String)>,
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
                if values.first.is_none() {
                    values.first = Some((place(), format!("{words}, such as {value:?} of {}", document.id)));
                }
            }
        }
    }

    /// Adds other documents.
    pub(super) fn absorb(&mut self, other: Self) {
        for (known, more) in self.found.iter_mut().flatten().zip(other.found.into_iter().flatten()) {
            known.n_documents += more.n_documents;
            known.first = match (known.first.take(), more.first) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
    }

    /// Tells of the documents of one grouping.
    pub(super) fn tell(&self, grouping: &Grouping, diagnostics: &dyn Diagnostics) {
        let found = self.groupings.iter().zip(&self.found).find(|(known, _)| *known == grouping);
        for Values { n_documents, first } in found.iter().flat_map(|(_, found)| found.iter()) {
            let Some((_, first)) = first else { continue };
            let documents = match n_documents {
                1 => "1 document has".to_owned(),
                n => format!("{n} documents have"),
            };
            diagnostics.report(Finding::warning("", format!("{documents} {first}, and no group")));
        }
    }
}

impl Stored for Unreadable {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        for Values { n_documents, first } in self.found.iter().flatten() {
            to.number(*n_documents)?;
            if let Some((place, what)) = first {
                place.write(to)?;
                to.text(what)?;
            }
        }
        Ok(())
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        for values in self.found.iter_mut().flatten() {
            values.n_documents = from.number()?;
            if values.n_documents > 0 {
                let mut place = DocumentPlace::default();
                place.read(from)?;
                values.first = Some((place, from.text()?));
            }
        }
        Ok(())
    }
}
