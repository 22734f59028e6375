//! Reading two corpora, and pairing their documents by key.
//!
//! Files with a partner are compared while both are at hand. All other documents are set aside, since their partners may
//! come in any order, and are paired when both sides are known.

use std::sync::Arc;

use rayon::prelude::*;

use super::change::Change;
use super::corpora_options::{CorporaOptions, Moves};
use super::document_row::Row;
use super::file_outcome::FileOutcome;
use super::join::Joined;
use super::key::Key;
use super::kin::{self, Kinship, Members, Standing};
use super::options::Options;
use super::shelf::{Origin, Shelf, Shelving};
use crate::document::Document;
use crate::error::Error;
use crate::input::{Corpus, FilePairs, Job, PairsAside};

/// Two corpora as they were read.
pub(super) struct Pairing<'o> {
    options: &'o CorporaOptions,
    olds: Shelving,
    news: Shelving,
    /// Of the files that had a partner.
    rows: Vec<Row>,
}

/// Two corpora compared.
#[derive(Debug)]
pub(super) struct Paired {
    pub(super) olds: Shelf,
    pub(super) news: Shelf,
    /// Ordered by id, then by occurrence.
    pub(super) rows: Vec<Row>,
}

/// Whether files are paired by path before they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Files {
    SideBySide,
    OneByOne,
}

impl<'o> Pairing<'o> {
    /// Reads both corpora.
    pub(super) fn read(
        [old, new]: [&Corpus; 2],
        files: Files,
        options: &'o CorporaOptions,
        job: &Job<'_>,
    ) -> Result<Self, Error> {
        let directory = &options.documents.spool_directory;
        let (olds, news) = (Shelving::new(directory)?, Shelving::new(directory)?);
        let mut pairing = Self { options, olds, news, rows: Vec::new() };
        if files == Files::SideBySide && options.key == Key::Id {
            pairing.read_files(old, new, job)?;
            old.run_beside_files(job, |document| document, |document| pairing.olds.push(document, &options.key))?;
            new.run_beside_files(job, |document| document, |document| pairing.news.push(document, &options.key))?;
            return Ok(pairing);
        }
        for (corpus, shelving) in [(old, &mut pairing.olds), (new, &mut pairing.news)] {
            corpus.run(job, || (), |(), document| document, |document| shelving.push(document, &options.key))?;
        }
        Ok(pairing)
    }

    fn read_files(&mut self, old: &Corpus, new: &Corpus, job: &Job<'_>) -> Result<(), Error> {
        let options = &self.options.documents;
        FilePairs::of(old, new).run(
            job,
            || (),
            |(), pair| FileOutcome::of(pair, options),
            |outcome| {
                match outcome {
                    FileOutcome::Settled(row) => self.rows.push(*row),
                    FileOutcome::Changed(mut row, documents) => {
                        let (old, new) = *documents;
                        row.old = Some(self.olds.set_aside(&old)?);
                        row.new = Some(self.news.set_aside(&new)?);
                        self.rows.push(*row);
                    }
                    FileOutcome::Unpaired(olds, news) => {
                        olds.into_iter().try_for_each(|old| self.olds.push(old, &Key::Id))?;
                        news.into_iter().try_for_each(|new| self.news.push(new, &Key::Id))?;
                    }
                }
                Ok(())
            },
        )
    }

    /// Both documents, if each side has exactly one.
    pub(super) fn only_documents(&mut self) -> Option<(Document, Document)> {
        let is_two = self.rows.is_empty() && self.olds.n_documents() == 1 && self.news.n_documents() == 1;
        is_two.then(|| self.olds.take_only().zip(self.news.take_only())).flatten()
    }

    /// The rows of all documents.
    pub(super) fn finish(self, job: &Job<'_>) -> Result<Paired, Error> {
        let Self { options, olds, news, mut rows } = self;
        let (olds, news) = (olds.finish(&options.key)?, news.finish(&options.key)?);
        let joined = Joined::of(&olds, &news);
        joined.report(&olds, &news, &options.key, job);
        let has_pairs = !rows.is_empty() || !joined.pairs.is_empty();
        job.pool.workers().install(|| {
            let maker = RowMaker { olds: &olds, news: &news, options };
            rows.extend(maker.of_pairs(&joined)?);
            let unpaired = maker.of_unpaired(&joined, &rows)?;
            rows.extend(unpaired);
            rows.par_sort_unstable_by(|a, b| a.order().cmp(&b.order()));
            Ok::<_, Error>(())
        })?;
        super::report::of_rows(&rows, has_pairs, &options.documents, job);
        Ok(Paired { olds, news, rows })
    }
}

/// Makes rows of documents that were set aside.
struct RowMaker<'m> {
    olds: &'m Shelf,
    news: &'m Shelf,
    options: &'m CorporaOptions,
}

impl RowMaker<'_> {
    fn of_pairs(&self, joined: &Joined) -> Result<Vec<Row>, Error> {
        let row = |&(old, new, occurrence): &(u32, u32, u32)| {
            let (old, new) = (&self.olds.entries[old as usize], &self.news.entries[new as usize]);
            let row = self.of_pair(&old.origin, &new.origin, None)?;
            Ok(Row { key: self.shown_key(&new.key), occurrence, ..row })
        };
        joined.pairs.par_iter().map(row).collect()
    }

    fn of_pair(&self, old: &Origin, new: &Origin, found: Option<Change>) -> Result<Row, Error> {
        let documents = (self.olds.read(old)?, self.news.read(new)?);
        let sides = ((&documents.0, old.clone()), (&documents.1, new.clone()));
        let row = Row::of_pair(sides.0, sides.1, found, &self.options.documents);
        Ok(if row.change == Change::Same { row.without_places() } else { row })
    }

    /// The rows of documents without a partner by key: pairs by content, and documents that are added or removed.
    fn of_unpaired(&self, joined: &Joined, rows: &[Row]) -> Result<Vec<Row>, Error> {
        let mut has_kin = [vec![false; joined.unpaired[0].len()], vec![false; joined.unpaired[1].len()]];
        let mut found = Vec::new();
        if let Moves::Found(near) = self.options.moves {
            let mut members = self.members(joined, rows);
            let mut aside = PairsAside::new(self.options.documents.spool_directory.clone());
            for Kinship { old, new, change } in kin::find(&mut members, near, &mut aside)? {
                let n_old = members.n_old();
                for (has_kin, number) in has_kin.iter_mut().zip([old, new - n_old]) {
                    if let Some(has_kin) = has_kin.get_mut(number as usize) {
                        *has_kin = true;
                    }
                }
                found.push((members.origin(old).clone(), members.origin(new).clone(), change));
            }
        }
        let kin = found.par_iter().map(|(old, new, change)| self.of_pair(old, new, Some(*change)));
        let mut all: Vec<Row> = kin.collect::<Result<_, _>>()?;
        for (side, (unpaired, has_kin)) in joined.unpaired.iter().zip(&has_kin).enumerate() {
            let alone = unpaired.par_iter().zip(has_kin).filter(|(_, has_kin)| !**has_kin);
            let alone = alone.map(|(&(number, occurrence), _)| self.of_alone(side, number, occurrence));
            all.extend(alone.collect::<Result<Vec<_>, Error>>()?);
        }
        Ok(all)
    }

    /// The documents without a partner first, so that their numbers are their places.
    fn members<'s>(&'s self, joined: &Joined, rows: &'s [Row]) -> Members<'s> {
        let free = |shelf: &'s Shelf, side: usize| {
            let entries = joined.unpaired[side].iter().map(|&(number, _)| &shelf.entries[number as usize].origin);
            entries.map(|origin| (origin, Standing::Free)).collect::<Vec<_>>()
        };
        let paired = |origin: fn(&Row) -> Option<&Origin>| {
            let changed = rows.iter().filter(|row| row.change == Change::Changed).filter_map(origin);
            changed.filter(|origin| origin.place.is_some()).map(|origin| (origin, Standing::Paired))
        };
        Members::new(
            [self.olds, self.news],
            free(self.olds, 0).into_iter().chain(paired(|row| row.old.as_ref())),
            free(self.news, 1).into_iter().chain(paired(|row| row.new.as_ref())),
            &self.options.documents,
        )
    }

    fn of_alone(&self, side: usize, number: u32, occurrence: u32) -> Result<Row, Error> {
        let shelf = [self.olds, self.news][side];
        let entry = &shelf.entries[number as usize];
        let mut buffer = Vec::new();
        let text = shelf.read_text(&entry.origin, &mut buffer)?;
        let of_side: fn(&str, Origin, &Options) -> Row = [Row::of_removed, Row::of_added][side];
        let row = of_side(text, entry.origin.clone(), &self.options.documents);
        Ok(Row { key: self.shown_key(&entry.key), occurrence, ..row })
    }

    fn shown_key(&self, key: &Arc<str>) -> Option<String> {
        (self.options.key != Key::Id).then(|| self.options.key.shown(key).into_owned())
    }
}
