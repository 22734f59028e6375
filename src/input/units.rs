//! From sources to units, in order: small files in groups, long inputs in blocks.

use super::compression::Compression;
use super::open_source::OpenSource;
use super::open_table::OpenTables;
use super::options::InputOptions;
use super::source::Source;
use super::unit::{Body, InputUnit};
use crate::error::InputError;

/// A file up to this length is read by the worker that parses it.
const SMALL_FILE_BYTES: u64 = 1 << 20;

/// Compressed files are small up to this length, since they hold more than they weigh.
const SMALL_COMPRESSED_BYTES: u64 = 64 << 10;

/// Small files go to a worker together, up to this many bytes and files.
pub(super) const GROUP_BYTES: u64 = 512 << 10;
const GROUP_FILES: usize = 64;

/// Draws the units of all sources, in order.
pub(super) struct Units<'c> {
    sources: &'c [Source],
    options: &'c InputOptions,
    next_idx: usize,
    open: Option<OpenSource>,
    drawn: Drawn<'c>,
    /// Those that are open already.
    tables: Option<&'c OpenTables>,
}

/// The sources that units are drawn from.
#[derive(Clone, Copy)]
pub(super) enum Drawn<'c> {
    All,
    /// All but those that [`Source::is_lone_file`] says yes to.
    AllButLoneFiles,
    /// All, cut as long ones whatever their length.
    InBlocks,
    /// By what is needed of the source at each place, while it is read.
    Needed(&'c dyn Fn(usize) -> Need),
}

/// What is needed of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Nothing,
    Documents,
    /// Its records as they are written, so it is in no group of small files.
    Blocks,
}

impl<'c> Units<'c> {
    /// The units of `sources`, some of which may be among the open `tables`.
    pub(super) fn new(
        sources: &'c [Source],
        options: &'c InputOptions,
        drawn: Drawn<'c>,
        tables: Option<&'c OpenTables>,
    ) -> Self {
        Self { sources, options, next_idx: 0, open: None, drawn, tables }
    }

    /// The units of the source at `idx` alone, cut as a long one whatever its length.
    pub(super) fn of_long(sources: &'c [Source], idx: usize, options: &'c InputOptions) -> Self {
        let sources = &sources[..=idx];
        Self { sources, options, next_idx: idx, open: None, drawn: Drawn::InBlocks, tables: None }
    }

    fn group(&mut self) -> Option<InputUnit> {
        let start = self.next_idx;
        let mut n_bytes = 0;
        while let Some(source) = self.sources.get(self.next_idx) {
            let is_full = n_bytes >= GROUP_BYTES || self.next_idx - start >= GROUP_FILES;
            let is_open = self.tables.is_some_and(|tables| tables.has(self.next_idx));
            if !is_small(source) || is_open || is_full || self.need(self.next_idx) != Need::Documents {
                break;
            }
            n_bytes += source.n_bytes;
            self.next_idx += 1;
        }
        let body = Body::Files(start..self.next_idx);
        (self.next_idx > start).then(|| InputUnit { body, findings: Vec::new(), n_raw: n_bytes })
    }

    fn need(&self, idx: usize) -> Need {
        match self.drawn {
            Drawn::AllButLoneFiles if self.sources[idx].is_lone_file(self.options) => Need::Nothing,
            Drawn::All | Drawn::AllButLoneFiles => Need::Documents,
            Drawn::InBlocks => Need::Blocks,
            Drawn::Needed(need) => need(idx),
        }
    }

    fn open_next(&mut self) -> Option<InputUnit> {
        let idx = self.next_idx;
        let source = self.sources.get(idx)?;
        self.next_idx += 1;
        let mut findings = Vec::new();
        let opened = match self.tables.and_then(|tables| tables.take(idx)) {
            Some((table, told)) => {
                findings.extend(told);
                OpenSource::of_table(idx, source, table, self.options, &mut findings)
            }
            None => OpenSource::new(idx, source, self.options, &mut findings),
        };
        match opened {
            Ok(open) => self.open = Some(open),
            Err(problem) => findings.push(source.failure(InputError::new(&source.shown, problem))),
        }
        Some(InputUnit { body: Body::Nothing, findings, n_raw: 0 })
    }
}

impl Iterator for Units<'_> {
    type Item = InputUnit;

    fn next(&mut self) -> Option<InputUnit> {
        if let Some(mut open) = self.open.take().filter(|open| self.need(open.source_idx) != Need::Nothing)
            && let Some(unit) = open.next_unit(&self.sources[open.source_idx], self.options)
        {
            self.open = Some(open);
            return Some(unit);
        }
        while self.next_idx < self.sources.len() && self.need(self.next_idx) == Need::Nothing {
            self.next_idx += 1;
        }
        self.group().or_else(|| self.open_next())
    }
}

/// Whether the worker that parses `source` also reads it.
pub(super) fn is_small(source: &Source) -> bool {
    let is_compressed = Compression::strip_suffix(source.file_name()) != source.file_name();
    let limit = if is_compressed { SMALL_COMPRESSED_BYTES } else { SMALL_FILE_BYTES };
    source.is_file() && source.n_bytes <= limit
}
