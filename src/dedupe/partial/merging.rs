//! The documents of several files, in the order of the whole corpus.
//!
//! Each file has its documents in order, so the least of those that the files have next is the next of all.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::io::{Read, Write};

use super::super::options::Options;
use super::file::{Header, PartialReader, PartialWriter};
use super::signed::Signed;
use crate::diagnostics::Diagnostics;
use crate::error::{Error, OptionProblem};
use crate::partial::{Told, report_missing};
use crate::table::PartNames;

/// Partial results, opened. Memory: a block of 64 KiB and a document of each.
pub struct Partials<'r> {
    header: Header,
    files: Vec<PartialReader<'r>>,
    /// The next document of each file that has one.
    waiting: BinaryHeap<Reverse<Waiting>>,
    told: Told,
}

struct Waiting {
    signed: Signed,
    file_idx: usize,
}

impl<'r> Partials<'r> {
    /// Opens files that [`write_partial`](super::write_partial) or [`Self::write`] wrote by these options, each with the name
    /// that messages call it by.
    ///
    /// # Errors
    ///
    /// [`Error::Partial`] if one is something else, damaged, was written by other options, or does not belong to those
    /// before it; [`Error::Option`] if there is none.
    pub fn open<R: Read + 'r>(files: impl IntoIterator<Item = (String, R)>, options: &Options) -> Result<Self, Error> {
        let options = options.checked()?;
        let mut partials: Option<Self> = None;
        for (name, from) in files {
            let file = PartialReader::open(&name, from, &options)?;
            let partials = match &mut partials {
                Some(partials) => {
                    partials.header = partials.header.merged(&file.header).map_err(|problem| file.error(problem))?;
                    partials
                }
                none => none.insert(Self {
                    header: file.header.clone(),
                    files: Vec::new(),
                    waiting: BinaryHeap::new(),
                    told: Told::default(),
                }),
            };
            partials.files.push(file);
            partials.draw(partials.files.len() - 1)?;
        }
        partials.ok_or_else(|| OptionProblem::NoPartial.into())
    }

    /// Writes all of them as one file, to `to`, which messages call `name`. The same shards give the same bytes, in whatever
    /// order they are merged.
    ///
    /// # Errors
    ///
    /// [`Error::Partial`] if one is damaged, [`Error::Write`] if `to` refuses.
    pub fn write(mut self, name: &str, to: &mut dyn Write) -> Result<(), Error> {
        let mut writer = PartialWriter::new(&self.header, name, to)?;
        while let Some(signed) = self.next()? {
            writer.push(&signed)?;
        }
        writer.finish(&self.told)
    }

    /// The names that id, title and text have in the input.
    pub(in crate::dedupe) fn part_names(&self) -> PartNames {
        self.header.part_names()
    }

    /// The next document of the whole.
    pub(in crate::dedupe) fn next(&mut self) -> Result<Option<Signed>, Error> {
        let Some(Reverse(Waiting { signed, file_idx })) = self.waiting.pop() else { return Ok(None) };
        self.draw(file_idx)?;
        Ok(Some(signed))
    }

    /// Tells what was told where the files were written, and which shards are missing; all documents have been read then.
    pub(in crate::dedupe) fn tell(&self, diagnostics: &dyn Diagnostics) {
        self.told.tell(diagnostics);
        report_missing(&self.header.shares, diagnostics);
    }

    fn draw(&mut self, file_idx: usize) -> Result<(), Error> {
        if let Some(signed) = self.files[file_idx].next(&mut self.told)? {
            self.waiting.push(Reverse(Waiting { signed, file_idx }));
        }
        Ok(())
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        self.signed.order().cmp(&other.signed.order()).then(self.file_idx.cmp(&other.file_idx))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Waiting {}
