//! What one worker works on at a time: a handful of small files, or a block of a long input.

use std::ops::Range;
use std::sync::Arc;

use super::block::Block;
use super::compression::Compression;
use super::csv_table::Header;
use super::cut::Cut;
use super::encoding::Detected;
use super::format::Format;
use super::line_count::LineCount;
use super::open_source::OpenSource;
use super::open_table::OpenTables;
use super::options::InputOptions;
use super::ordered::Unit;
use super::reader::{Blocks, Marked};
use super::source::Source;
use super::stream::Stream;
use super::table::{Piece, TablePieces};
use super::unit_documents::unless_found;
use crate::diagnostics::Finding;
use crate::error::InputError;

/// A file up to this length is read by the worker that parses it.
const SMALL_FILE_BYTES: u64 = 1 << 20;

/// Compressed files are small up to this length, since they hold more than they weigh.
const SMALL_COMPRESSED_BYTES: u64 = 64 << 10;

/// Small files go to a worker together, up to this many bytes and files.
pub(super) const GROUP_BYTES: u64 = 512 << 10;
const GROUP_FILES: usize = 64;

/// About what is made of a record, beside its bytes, until it is delivered.
const RECORD_BYTES: u64 = 1 << 10;

/// Work for one worker.
pub(super) struct InputUnit {
    pub(super) body: Body,
    /// What to say before the documents of the unit.
    pub(super) findings: Vec<Finding>,
    /// Bytes of the input as they lie on disk, for the progress bar.
    pub(super) n_raw: u64,
}

/// What a worker reads documents from.
pub(super) enum Body {
    /// Small files, by their places among the sources.
    Files(Range<usize>),
    /// All bytes of a source, still encoded.
    Whole { source_idx: usize, bytes: Block, format: Format },
    /// Whole records in UTF-8.
    Records {
        source_idx: usize,
        bytes: Block,
        first_number: u64,
        n_records: u64,
        lines: LineCount,
        syntax: Syntax,
        detected: Detected,
    },
    /// Rows of a table.
    Rows { source_idx: usize, piece: Piece, first_number: u64, text_name: Arc<str> },
    /// What is known of a table when all of its rows have been read.
    EndOfTable { source_idx: usize, table: Box<dyn TablePieces> },
    /// Part of a long text in UTF-8.
    Part { source_idx: usize, bytes: Block, n_source_bytes: u64, idx: u32, is_last: bool, detected: Detected },
    /// Nothing but findings.
    Nothing,
}

impl Unit for InputUnit {
    fn n_bytes(&self) -> u64 {
        match &self.body {
            Body::Files(_) => self.n_raw,
            Body::Whole { bytes, format, .. } => bytes.len() as u64 * format.reader().n_times_held(),
            Body::Part { bytes, .. } => bytes.len() as u64,
            Body::Records { bytes, n_records, .. } => bytes.len() as u64 + n_records * RECORD_BYTES,
            Body::Rows { piece, .. } => piece.n_records * RECORD_BYTES,
            Body::EndOfTable { .. } => 0,
            Body::Nothing => 0,
        }
    }
}

/// How the records of a block are written, and what is known of them from the beginning of their input.
#[derive(Clone)]
pub(super) enum Syntax {
    /// The name is that of the field with the text.
    JsonLines(Arc<str>),
    /// The same.
    Json(Arc<str>),
    Delimited(Arc<Header>),
    Blocks(Blocks),
    Marked(MarkedSyntax),
}

/// A block of text with marks where documents begin.
#[derive(Clone)]
pub(super) struct MarkedSyntax {
    pub(super) marked: Marked,
    /// Context from before the block.
    pub(super) head: Arc<str>,
    /// The source ends with the block.
    pub(super) is_last: bool,
    /// Bytes of the source that were read for the block; those of the whole source if it is all of it.
    pub(super) n_source_bytes: u64,
}

impl Syntax {
    /// Whether losses of decoding are told of each record: not where records are put together anew before they are read.
    pub(super) fn tells_losses(&self) -> bool {
        matches!(self, Self::JsonLines(_) | Self::Delimited(_))
    }

    /// The name of the field with the text.
    pub(super) fn text_name(&self) -> Option<&Arc<str>> {
        match self {
            Self::JsonLines(name) | Self::Json(name) => Some(name),
            Self::Delimited(header) => Some(&header.text().name),
            Self::Blocks(_) | Self::Marked(_) => None,
        }
    }
}

impl MarkedSyntax {
    /// Sets what is known of the block that the buffer has up to `end`.
    pub(super) fn set_context(&mut self, stream: &mut Stream, cut: &dyn Cut, end: usize) {
        self.head = cut.head();
        self.is_last = stream.is_at_end() && end == stream.buffer().len();
        self.n_source_bytes = stream.take_n_source_bytes();
    }
}

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
    /// All but those that [`is_lone_file`] says yes to.
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
            Drawn::AllButLoneFiles if is_lone_file(&self.sources[idx], self.options) => Need::Nothing,
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
            Err(problem) => findings.push(unless_found(InputError::new(&source.shown, problem), source)),
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

/// Whether `source` is a file that is one document, as far as its name tells.
pub(super) fn is_lone_file(source: &Source, options: &InputOptions) -> bool {
    let format = source.told_format(options);
    source.is_file() && !format.is_some_and(Format::has_records)
}

/// Whether the worker that parses `source` also reads it.
pub(super) fn is_small(source: &Source) -> bool {
    let is_compressed = Compression::strip_suffix(source.file_name()) != source.file_name();
    let limit = if is_compressed { SMALL_COMPRESSED_BYTES } else { SMALL_FILE_BYTES };
    source.is_file() && source.n_bytes <= limit
}
