//! Rows that are set aside as JSON Lines until all names of their table are known.
//!
//! A sheet may have a cell beyond its header in the very last row, so its columns are known when all has been read. What is
//! short stays in memory, what is long goes to an unnamed temporary file.

use std::collections::VecDeque;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use tempfile::SpooledTempFile;

use super::reader::Fault;
use super::table::{MOST_PIECE_BYTES, MOST_PIECE_ROWS, Piece, TablePieces, Tally};

/// So many bytes stay in memory.
const MOST_BYTES_IN_MEMORY: usize = 8 << 20;

/// JSON Lines that are being set aside.
pub(super) struct RowSpool {
    file: SpooledTempFile,
    /// The lines that are not in the file yet.
    waiting: Vec<u8>,
    n_waiting: u64,
    pieces: VecDeque<SpooledPiece>,
}

#[derive(Clone, Copy)]
struct SpooledPiece {
    n_records: u64,
    n_bytes: usize,
}

impl RowSpool {
    /// An empty one.
    pub(super) fn new() -> Self {
        let file = SpooledTempFile::new(MOST_BYTES_IN_MEMORY);
        Self { file, waiting: Vec::new(), n_waiting: 0, pieces: VecDeque::new() }
    }

    /// `true` if it has taken no row.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty() && self.n_waiting == 0
    }

    /// Takes a row that `push` appends as one line, its end included.
    ///
    /// # Errors
    ///
    /// [`Fault::Malformed`] if there is no room to set it aside.
    pub(super) fn row(&mut self, push: impl FnOnce(&mut Vec<u8>)) -> Result<(), Fault> {
        push(&mut self.waiting);
        self.n_waiting += 1;
        if self.n_waiting == MOST_PIECE_ROWS as u64 || self.waiting.len() >= MOST_PIECE_BYTES {
            self.set_aside()?;
        }
        Ok(())
    }

    fn set_aside(&mut self) -> Result<(), Fault> {
        self.file.write_all(&self.waiting).map_err(|error| unspooled(&error))?;
        self.pieces.push_back(SpooledPiece { n_records: self.n_waiting, n_bytes: self.waiting.len() });
        self.waiting.clear();
        self.n_waiting = 0;
        Ok(())
    }

    /// The table of the rows, which has columns of these names.
    ///
    /// # Errors
    ///
    /// [`Fault::Malformed`] if there is no room to set it aside.
    pub(super) fn into_table(
        mut self,
        names: Vec<String>,
        tally: Arc<Tally>,
        warnings: Vec<String>,
    ) -> Result<Box<dyn TablePieces>, Fault> {
        if self.n_waiting > 0 {
            self.set_aside()?;
        }
        self.file.seek(SeekFrom::Start(0)).map_err(|error| unspooled(&error))?;
        Ok(Box::new(SpooledTable { file: self.file, pieces: self.pieces, names, tally, warnings }))
    }
}

/// A table whose rows were set aside.
struct SpooledTable {
    file: SpooledTempFile,
    pieces: VecDeque<SpooledPiece>,
    names: Vec<String>,
    tally: Arc<Tally>,
    warnings: Vec<String>,
}

impl TablePieces for SpooledTable {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn next_piece(&mut self) -> Option<Result<Piece, Fault>> {
        let piece = self.pieces.pop_front()?;
        let mut lines = vec![0; piece.n_bytes];
        if let Err(error) = self.file.read_exact(&mut lines) {
            self.pieces.clear();
            return Some(Err(unspooled(&error)));
        }
        Some(Ok(Piece { n_records: piece.n_records, lines: Box::new(move || Ok(lines)) }))
    }

    fn take_warnings(&mut self) -> Vec<String> {
        let mut warnings = std::mem::take(&mut self.warnings);
        warnings.extend(self.tally.take_warnings());
        warnings
    }
}

fn unspooled(error: &std::io::Error) -> Fault {
    Fault::Malformed(format!("its rows cannot be set aside in a temporary file: {error}"))
}

#[cfg(test)]
mod tests {
    use super::super::table::all_lines;
    use super::*;

    #[test]
    fn rows_come_back_in_their_order_from_memory_and_from_a_file() {
        for n_rows in [0, 1, MOST_PIECE_ROWS, 100_000] {
            let mut spool = RowSpool::new();
            let line = |row: usize| format!("{{\"row\":{row},\"text\":\"{}\"}}\n", "x".repeat(row % 300));
            for row in 0..n_rows {
                spool.row(|out| out.extend(line(row).bytes())).unwrap();
            }
            let mut table = spool.into_table(vec!["row".to_owned()], Tally::shared(), vec!["w".to_owned()]).unwrap();
            assert_eq!(all_lines(table.as_mut()).unwrap(), (0..n_rows).map(line).collect::<String>());
            assert_eq!(table.take_warnings(), ["w"]);
        }
    }
}
