//! Documents whose values are no dates although groups go by them: counted for each grouping and reason, on one machine or many.

use std::io;
use std::sync::Arc;

use super::grouping::{Grouping, NoGroup};
use crate::diagnostics::{Diagnostics, Examples, Finding};
use crate::document::{DateOrder, Document, FieldValue};
use crate::error::PartialProblem;
use crate::input::DocumentPlace;
use crate::partial::{Reader, Stored, Writer};
use crate::text::{Moment, in_each_order};

/// Such documents by grouping; they merge in any order.
#[derive(Clone, Debug)]
pub(super) struct Unreadable {
    groupings: Arc<[Grouping]>,
    /// For each grouping and reason.
    found: Vec<[Values; NoGroup::ALL.len()]>,
    /// What a share of a corpus shows of the order of day and month.
    orders: Orders,
}

/// Documents whose dates depend on the order of day and month, which one share of a corpus cannot know.
#[derive(Clone, Debug, Default)]
struct Orders {
    /// Dates that are such with the day first alone, and with the month first alone.
    n_proofs: [u64; 2],
    /// Documents that would have another date with the day first, and with the month first.
    n_open: [u64; 2],
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
        Self { groupings, found, orders: Orders::default() }
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

    /// Looks at what the dates of the next document of a share say about the order of day and month.
    pub(super) fn look_at_order(&mut self, document: &Document) {
        if document.facts.date_order != DateOrder::Unknown {
            return;
        }
        let fields = self.groupings.iter().filter_map(Grouping::date_field);
        for value in fields.filter_map(|field| document.fields.get(field)).map(FieldValue::as_text) {
            let (plain, ordered) = (Moment::parse(value, DateOrder::Unknown).ok(), in_each_order(value));
            for (idx, moment) in ordered.iter().enumerate() {
                self.orders.n_proofs[idx] += u64::from(moment.is_some() && ordered[1 - idx].is_none());
                self.orders.n_open[idx] += u64::from(*moment != plain);
            }
        }
    }

    /// Makes sure that one run over all documents would read their dates in the same way: it would know the order that they
    /// prove together.
    ///
    /// # Errors
    ///
    /// [`PartialProblem::DateOrder`].
    pub(super) fn check_order(&self) -> Result<(), PartialProblem> {
        let Orders { n_proofs, n_open } = self.orders;
        let proven = match n_proofs.map(|n| n > 0) {
            [true, false] => 0,
            [false, true] => 1,
            _ => return Ok(()),
        };
        match n_open[proven] {
            0 => Ok(()),
            n_documents => Err(PartialProblem::DateOrder { n_documents, first: ["day", "month"][proven] }),
        }
    }

    /// Adds other documents.
    pub(super) fn absorb(&mut self, other: Self) {
        for idx in 0..2 {
            self.orders.n_proofs[idx] += other.orders.n_proofs[idx];
            self.orders.n_open[idx] += other.orders.n_open[idx];
        }
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
        let Orders { n_proofs, n_open } = self.orders;
        to.numbers([n_proofs, n_open].concat())?;
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
        let Orders { n_proofs, n_open } = &mut self.orders;
        n_proofs.iter_mut().chain(n_open).try_for_each(|n| from.number().map(|read| *n = read))?;
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
