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

mod annotations;
mod archive;
#[cfg(feature = "parquet")]
mod arrow_json;
#[cfg(feature = "parquet")]
mod arrow_scalars;
#[cfg(feature = "parquet")]
mod arrow_table;
#[cfg(feature = "parquet")]
mod batch_table;
mod block;
mod bytes;
mod character_reference;
mod compound_file;
mod compression;
mod conllu;
mod content_hash;
mod corpus;
mod csv_cut;
mod csv_record;
mod csv_table;
mod cut;
mod data_set_folder;
mod dialect;
mod encoding;
mod entry_choice;
mod eye_table;
mod file_encoding;
mod format;
mod front_matter;
mod glob_pattern;
#[cfg(feature = "html")]
mod html;
mod html_fragment;
mod ignore_rules;
#[cfg(any(feature = "parquet", feature = "sheets"))]
mod iso_time;
mod json_array;
mod json_names;
mod json_path;
mod json_record;
mod json_repair;
mod jsonl;
mod line_count;
mod line_end;
mod listed_folders;
mod listing;
mod look_ahead;
mod losses;
pub(crate) mod mail;
pub(crate) mod mailbox;
mod maildir;
mod mapping;
mod markdown_plain;
mod marked_lines;
mod meta;
mod mhtml;
mod names;
mod notebook;
mod number_runs;
mod odd_text;
#[cfg(feature = "sheets")]
mod ods_cells;
#[cfg(feature = "sheets")]
mod ods_table;
#[cfg(feature = "office")]
mod office;
mod open_source;
mod open_table;
mod options;
mod ordered;
mod own_output;
#[cfg(feature = "office")]
mod package;
mod pairs_aside;
#[cfg(feature = "parquet")]
mod parquet_pages;
#[cfg(feature = "parquet")]
mod parquet_table;
#[cfg(feature = "pdf")]
mod pdf;
mod place;
mod positioned;
mod prose;
mod read_outcome;
mod read_page;
mod reader;
mod reading_flag;
mod record;
mod record_blocks;
mod record_documents;
mod regular_file;
mod row;
#[cfg(any(feature = "sheets", feature = "sqlite"))]
mod row_spool;
mod same_bytes;
mod schema;
mod shard;
#[cfg(any(feature = "sheets", feature = "sqlite"))]
mod sheet_choice;
#[cfg(feature = "sheets")]
mod sheet_rows;
mod side_by_side;
mod side_file;
mod source;
mod source_format;
mod spool;
#[cfg(feature = "sqlite")]
mod sqlite_table;
mod stream;
pub(crate) mod subtitles;
mod table;
mod text_edits;
mod text_field;
mod text_file;
#[cfg(feature = "parquet")]
mod thrift;
mod unit;
mod unit_documents;
mod unit_reader;
mod units;
mod unused_flag;
mod vertical;
mod walk;
mod wanted_fields;
mod warc;
mod web_page;
mod whole_file;
#[cfg(feature = "sheets")]
mod workbook;
mod workers;
mod xml;
#[cfg(feature = "office")]
mod xml_walk;
mod zip_file;

use crate::diagnostics::Diagnostics;
use crate::pool::Pool;

pub use content_hash::ContentHash;
pub use corpus::Corpus;
pub use dialect::{HeaderRow, Quote};
pub use encoding::Encoding;
pub use format::Format;
pub(crate) use glob_pattern::refuse_long;
pub use listed_folders::ListedFolders;
pub use number_runs::{NumberRuns, RunPlace};
pub use options::{
    AnnotatedTokens, Captions, Composites, DateEvidence, Emphasis, Folders, Guards, Hidden, Ignored, InputOptions,
    Lengths, LineHyphens, Links, LongTexts, Losses, MarkdownText, NotebookCells, Ruby, RunningHeads, Texts,
    TokenAttribute,
};
pub use pairs_aside::PairsAside;
#[cfg(feature = "pdf")]
pub use pdf::child::serve as serve_pdf;
#[cfg(feature = "pdf")]
pub use pdf::program::{COMMAND as PDF_COMMAND, PdfProgram};
pub use place::{DocumentPlace, FieldOrigin, FieldPlace, SeenField};
pub use read_outcome::ReadOutcome;
pub use reading_flag::ReadingFlag;
pub use row::RowShape;
pub use same_bytes::same_bytes;
pub use shard::Shard;
pub use side_by_side::{FileContent, FileName, FilePair, FilePairs, FileRead};
pub use side_file::{Allowance, NamedBy, SideFile, open_side_file};
pub use source::path_shown_as;
pub use spool::{Spool, SpoolPlace, SpoolRecord, Spooled};
pub use walk::try_open;
pub use whole_file::{plain_text, read_file, read_file_below};
pub use xml::XmlPath;

/// What a verb runs with, beside its corpus, its options and its output.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The worker threads.
    pub pool: &'a Pool,
    /// Where findings go.
    pub diagnostics: &'a dyn Diagnostics,
}
