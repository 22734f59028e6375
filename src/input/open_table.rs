//! Tables among the sources of a corpus, opened, and kept open between a look at them and their reading.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::compression::Compression;
use super::options::InputOptions;
use super::regular_file::open_regular;
use super::source::Source;
use super::table::{TablePieces, TableReader};
use crate::diagnostics::Finding;
use crate::error::Problem;

/// A packed table may unpack to so many times the most that a document may have, since it is written to disk.
const MOST_TIMES_UNPACKED: u64 = 64;

/// Opens the table that `source` is. What is packed, or can be read only once, is written to a temporary file before, as tables
/// are read from their end.
///
/// # Errors
///
/// Whatever opening, reading and unpacking say.
pub(super) fn open(
    reader: TableReader,
    source: &Source,
    options: &InputOptions,
) -> Result<Box<dyn TablePieces>, Problem> {
    let opened = match (reader, plain_path(source)?) {
        (TableReader::OfFile(open), Some(path)) => open(open_regular(path)?.0, options),
        (TableReader::OfPath(open), Some(path)) => open(path, options),
        (TableReader::OfFile(open), None) => {
            let mut file = tempfile::tempfile().map_err(Problem::Read)?;
            spool(source, &mut file, options)?;
            open(file, options)
        }
        (TableReader::OfPath(open), None) => {
            let mut file = tempfile::NamedTempFile::new().map_err(Problem::Read)?;
            spool(source, file.as_file_mut(), options)?;
            // The library keeps the file open, which therefore needs its name no longer.
            open(file.path(), options)
        }
    };
    opened.map_err(|fault| fault.about(&source.shown).problem)
}

/// Tables that were opened for the names of their columns, until their rows are read.
#[derive(Default)]
pub(super) struct OpenTables(Mutex<HashMap<usize, OpenedTable>>);

/// A table, and what there is to report of its file.
type OpenedTable = (Box<dyn TablePieces>, Vec<Finding>);

/// So many tables are kept: each holds a file open, and a workbook its rows in another one.
const MOST_OPEN_TABLES: usize = 16;

impl OpenTables {
    /// Keeps the table that the source at `source_idx` is, unless there are many.
    pub(super) fn keep(&self, source_idx: usize, table: Box<dyn TablePieces>, findings: Vec<Finding>) {
        let mut kept = self.kept();
        if kept.len() < MOST_OPEN_TABLES {
            kept.insert(source_idx, (table, findings));
        }
    }

    /// `true` if the table of this source is kept.
    pub(super) fn has(&self, source_idx: usize) -> bool {
        self.kept().contains_key(&source_idx)
    }

    /// The table of this source, if it is kept.
    pub(super) fn take(&self, source_idx: usize) -> Option<OpenedTable> {
        self.kept().remove(&source_idx)
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<usize, OpenedTable>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for OpenTables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.kept().keys()).finish()
    }
}

/// The path of a source that is a file and not packed.
fn plain_path(source: &Source) -> Result<Option<&Path>, Problem> {
    let Some(path) = source.file_path() else { return Ok(None) };
    let (compression, _) = Compression::peek(source.open()?).map_err(Problem::Read)?;
    Ok(compression.is_none().then_some(path))
}

fn spool(source: &Source, file: &mut File, options: &InputOptions) -> Result<(), Problem> {
    let (compression, mut whole) = Compression::peek(source.open()?).map_err(Problem::Read)?;
    match compression {
        None => _ = io::copy(&mut whole, file).map_err(Problem::Read)?,
        Some(compression) => {
            let limit_bytes = options.max_document_bytes.saturating_mul(MOST_TIMES_UNPACKED);
            let mut unpacked = compression.reader(whole)?.take(limit_bytes.saturating_add(1));
            if io::copy(&mut unpacked, file).map_err(Problem::Read)? > limit_bytes {
                return Err(Problem::TooLong { limit_bytes });
            }
        }
    }
    file.rewind().map_err(Problem::Read)
}
