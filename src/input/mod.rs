//! From paths to documents: the only code that opens files for reading.
//!
//! A [`Corpus`] is an ordered list of inputs and how to read them. [`Corpus::run`] reads them in parallel and hands
//! each document to a function of the caller, and what that returns to a sink, in input order, with bounded memory.
//!
//! ```text
//! paths -> walk -> Source -> units -> (workers: bytes -> decompressed -> decoded -> documents -> map) -> sink
//! ```
//!
//! Small files travel in groups and are read by the worker that parses them. Long inputs are cut into blocks at the
//! end of a record on the calling thread and parsed by the workers. Nothing is memory-mapped: a file that shrinks
//! while it is read gives an error and no signal.

mod block;
mod bytes;
mod compression;
mod content_hash;
mod corpus;
mod csv_record;
mod csv_table;
mod cut;
mod encoding;
mod entry_choice;
mod format;
mod front_matter;
mod glob_pattern;
#[cfg(feature = "html")]
mod html;
mod ignore_rules;
mod json_names;
mod json_record;
mod jsonl;
mod line_end;
mod listed_folders;
mod listing;
mod meta;
mod names;
mod number_runs;
mod options;
mod ordered;
mod own_output;
mod pairs_aside;
mod place;
mod read_outcome;
mod reader;
mod record;
mod row;
mod same_bytes;
mod schema;
mod shard;
mod side_by_side;
mod side_file;
mod source;
mod spool;
mod stream;
mod text_file;
mod unit_documents;
mod units;
mod walk;
mod wanted_fields;
mod whole_file;

use crate::diagnostics::Diagnostics;
use crate::pool::Pool;

pub use content_hash::ContentHash;
pub use corpus::Corpus;
pub use encoding::Encoding;
pub use format::Format;
pub(crate) use glob_pattern::refuse_long;
#[cfg(feature = "html")]
pub(crate) use html::html_text;
pub use listed_folders::ListedFolders;
pub use number_runs::{NumberRuns, RunPlace};
pub use options::{Folders, Guards, Hidden, Ignored, InputOptions, Lengths, Links, LongTexts, Losses, Texts};
pub use pairs_aside::PairsAside;
pub use place::{DocumentPlace, FieldOrigin, FieldPlace, SeenField};
pub use read_outcome::ReadOutcome;
pub use row::RowShape;
pub use same_bytes::same_bytes;
pub use shard::Shard;
pub use side_by_side::{FileContent, FileName, FilePair, FilePairs, FileRead};
pub use side_file::{Allowance, NamedBy, SideFile, open_side_file};
pub use source::path_shown_as;
pub use spool::{Spool, SpoolPlace, SpoolRecord, Spooled};
pub use walk::try_open;
pub use whole_file::{plain_text, read_file, read_file_below};

/// What a verb runs with, beside its corpus, its options and its output.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The worker threads.
    pub pool: &'a Pool,
    /// Where findings go.
    pub diagnostics: &'a dyn Diagnostics,
}
