//! What a run adds to an index: its documents, their keys and fates, and the fates that it has changed.

use std::path::Path;

use rayon::prelude::*;

use super::super::duplicates::Duplicates;
use super::super::gathered::Gathered;
use super::super::groups::Groups;
use super::Index;
use super::containments::Containments;
use super::fates::{Fate, Fates};
use super::newcomer::{EXACT, NAME, Newcomer, entries};
use super::postings;
use super::store::{Changes, Store};
use super::stored::{self, Text, encode};
use crate::error::{Error, IndexProblem};
use crate::similarity::ContainedPair;

/// Documents that are packed and written at a time.
const BLOCK_DOCUMENTS: usize = 256;

/// All that a search beside an index has found.
pub(in super::super) struct Update<'r> {
    pub(in super::super) gathered: &'r Gathered,
    pub(in super::super) duplicates: &'r Duplicates,
    /// Clusters as symmetric pairs make them.
    pub(in super::super) linked: &'r Groups,
    /// The same after documents were given up for those that contain them.
    pub(in super::super) groups: &'r Groups,
    /// Containments among the first documents of clusters.
    pub(in super::super) contained: &'r [ContainedPair],
}

impl Update<'_> {
    /// Sets all of it aside in `index`, for [`commit`](Index::commit) to make it part of it.
    pub(in super::super) fn add_to(&self, index: &mut Index) -> Result<(), Error> {
        index.pending = Some(self.write(&index.store, &mut index.fates, &mut index.contained, &index.path)?);
        Ok(())
    }

    /// Writes all of it into `store`, and notes in `fates` and `contained` what has changed.
    fn write(
        &self,
        store: &Store,
        fates: &mut Fates,
        contained: &mut Containments,
        path: &Path,
    ) -> Result<Changes, Error> {
        let numbers = Numbers { known: self.gathered.seen().numbers(), n_seen: fates.len() };
        let failed = |problem| Error::Index { path: path.to_owned(), problem };
        if fates.len().checked_add(self.gathered.n_documents()).is_none() {
            return Err(Error::TooMany { what: "documents" });
        }
        self.note_contained(&numbers, contained);
        self.note_fates(&numbers, fates);
        let mut changes = store.changes();
        self.write_documents(store, &mut changes, &numbers, path)?;
        contained.save(store, &mut changes).map_err(failed)?;
        fates.save(store, &mut changes).map_err(failed)?;
        self.write_postings(store, &mut changes, &numbers).map_err(failed)?;
        Ok(changes)
    }

    fn write_documents(
        &self,
        store: &Store,
        changes: &mut Changes,
        numbers: &Numbers<'_>,
        path: &Path,
    ) -> Result<(), Error> {
        let failed = |problem| Error::Index { path: path.to_owned(), problem };
        let packed = |&document: &u32| {
            let holder = self.duplicates.exact_first(document);
            let text = if holder == document { Text::Own } else { Text::Of(numbers.of(holder)) };
            encode(&self.gathered.document(document)?, text).map_err(|error| failed(IndexProblem::Failed(error)))
        };
        let new: Vec<u32> = self.new_documents().collect();
        for block in new.chunks(BLOCK_DOCUMENTS) {
            let values: Vec<Vec<u8>> = block.par_iter().map(packed).collect::<Result<_, _>>()?;
            stored::put(store, changes, numbers.of(block[0]), &values).map_err(failed)?;
        }
        Ok(())
    }

    fn note_contained(&self, numbers: &Numbers<'_>, contained: &mut Containments) {
        for pair in self.gathered.seen().contained() {
            contained.remove(numbers.of(pair.inner), numbers.of(pair.outer));
        }
        for pair in self.contained {
            contained.insert(ContainedPair { inner: numbers.of(pair.inner), outer: numbers.of(pair.outer), ..*pair });
        }
    }

    fn note_fates(&self, numbers: &Numbers<'_>, fates: &mut Fates) {
        for (document, &number) in (0..).zip(numbers.known) {
            let (parent, outer) = self.parent_and_outer(document, numbers);
            let old = *fates.get(number);
            fates.set(number, Fate { parent, outer, ..old });
        }
        for (document, newcomer) in self.newcomers() {
            let (parent, outer) = self.parent_and_outer(document, numbers);
            let fate = Fate {
                name: newcomer.name,
                representative: numbers.of(self.duplicates.representative(document)),
                parent,
                outer,
                n_passage_keys: u16::try_from(newcomer.fingerprint.passage_keys.len()).unwrap_or(u16::MAX),
            };
            fates.set(numbers.of(document), fate);
        }
    }

    /// The keys of the new documents. A text that is there already has its keys.
    fn write_postings(&self, store: &Store, changes: &mut Changes, numbers: &Numbers<'_>) -> Result<(), IndexProblem> {
        let n_bands = self.newcomers().map(|(_, newcomer)| newcomer.n_bands()).max().unwrap_or(0);
        let is_first = |band: u16, document: u32| match band {
            NAME => true,
            EXACT => self.duplicates.exact_first(document) == document,
            _ => self.duplicates.representative(document) == document,
        };
        postings::add(store, changes, n_bands, |band| {
            let newcomers = self.newcomers().filter(|&(document, _)| is_first(band, document));
            entries(band, newcomers.map(|(document, newcomer)| (numbers.of(document), newcomer)))
        })
    }

    fn parent_and_outer(&self, document: u32, numbers: &Numbers<'_>) -> (u32, u32) {
        (numbers.of(self.linked.kept(document)), numbers.of(self.groups.kept(document)))
    }

    fn newcomers(&self) -> impl Iterator<Item = (u32, &Newcomer)> {
        self.new_documents().zip(self.gathered.seen().newcomers())
    }

    fn new_documents(&self) -> impl Iterator<Item = u32> + use<> {
        self.gathered.n_before()..self.gathered.n_documents()
    }
}

/// How documents of a run are numbered in the index.
struct Numbers<'g> {
    /// Of the documents seen before, which come first.
    known: &'g [u32],
    n_seen: u32,
}

impl Numbers<'_> {
    fn of(&self, document: u32) -> u32 {
        let n_known = self.known.len() as u32;
        self.known.get(document as usize).copied().unwrap_or_else(|| self.n_seen + document - n_known)
    }
}
