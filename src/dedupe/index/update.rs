//! What a run adds to an index: its documents, their keys and fates, and the fates that it has changed.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use redb::WriteTransaction;

use super::super::duplicates::Duplicates;
use super::super::gathered::Gathered;
use super::super::groups::Groups;
use super::fates::{Fate, Fates};
use super::newcomer::{EXACT, NAME};
use super::stored::{DOCUMENTS, Text, encode};
use super::{CONTAINED, postings, problem};
use crate::error::Error;
use crate::similarity::{ContainedPair, entry};

/// Documents whose texts are packed at a time.
const BLOCK_DOCUMENTS: usize = 1_024;

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
    pub(super) fn write(&self, writing: &WriteTransaction, fates: &mut Fates, path: &Path) -> Result<(), Error> {
        let numbers = Numbers { known: self.gathered.seen().numbers(), n_seen: fates.len() };
        let failed = |error| Error::Index { path: path.to_owned(), problem: problem(error) };
        if fates.len().checked_add(self.gathered.n_documents()).is_none() {
            return Err(Error::option("index", "more documents than 32 bits can number"));
        }
        self.write_documents(writing, &numbers, path)?;
        self.write_contained(writing, &numbers).map_err(failed)?;
        self.write_fates(writing, &numbers, fates).map_err(failed)?;
        postings::add(writing, self.entries(&numbers)).map_err(failed)
    }

    fn write_documents(&self, writing: &WriteTransaction, numbers: &Numbers<'_>, path: &Path) -> Result<(), Error> {
        let failed = |error| Error::Index { path: path.to_owned(), problem: problem(error) };
        let packed = |&document: &u32| {
            let holder = self.duplicates.exact_first(document);
            let text = if holder == document { Text::Own } else { Text::Of(numbers.of(holder)) };
            encode(&self.gathered.document(document)?, text).map_err(failed)
        };
        let mut table = writing.open_table(DOCUMENTS).map_err(|error| failed(error.into()))?;
        let new: Vec<u32> = self.new_documents().collect();
        for block in new.chunks(BLOCK_DOCUMENTS) {
            let values: Vec<Vec<u8>> = block.par_iter().map(packed).collect::<Result<_, _>>()?;
            for (&document, value) in block.iter().zip(&values) {
                table.insert(numbers.of(document), &**value).map_err(|error| failed(error.into()))?;
            }
        }
        Ok(())
    }

    fn write_contained(&self, writing: &WriteTransaction, numbers: &Numbers<'_>) -> Result<(), redb::Error> {
        let mut table = writing.open_table(CONTAINED)?;
        for pair in self.gathered.seen().contained() {
            table.remove((numbers.of(pair.inner), numbers.of(pair.outer)))?;
        }
        for pair in self.contained {
            let overlap = (pair.overlap.n_shared, pair.overlap.n_a, pair.overlap.n_b);
            table.insert((numbers.of(pair.inner), numbers.of(pair.outer)), overlap)?;
        }
        Ok(())
    }

    fn write_fates(
        &self,
        writing: &WriteTransaction,
        numbers: &Numbers<'_>,
        fates: &mut Fates,
    ) -> Result<(), redb::Error> {
        for (document, &number) in (0..).zip(numbers.known) {
            let (parent, outer) = self.parent_and_outer(document, numbers);
            let old = *fates.get(number);
            fates.set(number, Fate { parent, outer, ..old });
        }
        for (document, newcomer) in self.new_documents().zip(self.gathered.seen().newcomers()) {
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
        fates.save(writing)
    }

    fn parent_and_outer(&self, document: u32, numbers: &Numbers<'_>) -> (u32, u32) {
        (numbers.of(self.linked.kept(document)), numbers.of(self.groups.kept(document)))
    }

    /// The keys of the new documents, by band. A text that is there already has its keys.
    fn entries(&self, numbers: &Numbers<'_>) -> BTreeMap<u16, Vec<u64>> {
        let mut bands: BTreeMap<u16, Vec<u64>> = BTreeMap::new();
        for (document, newcomer) in self.new_documents().zip(self.gathered.seen().newcomers()) {
            let number = numbers.of(document);
            let mut add = |band, key| bands.entry(band).or_default().push(entry(key, number));
            add(NAME, newcomer.name_key());
            if self.duplicates.exact_first(document) == document {
                add(EXACT, newcomer.exact_key());
            }
            if self.duplicates.representative(document) == document {
                newcomer.for_each_word_key(add);
            }
        }
        bands
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
