//! What one worker works on at a time: a handful of small files, or a block of a long input.

use std::ops::Range;
use std::sync::Arc;

use super::block::Block;
use super::csv_table::Header;
use super::cut::Cut;
use super::encoding::Detected;
use super::format::{Blocks, Format, Marked};
use super::line_count::LineCount;
use super::ordered::Unit;
use super::stream::Stream;
use super::table::{Piece, TablePieces};
use crate::diagnostics::Finding;

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
    /// `true` if losses in decoding are reported for each record; not if records are reassembled before they are read.
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
