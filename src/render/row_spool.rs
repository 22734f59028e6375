//! Rows that wait until the last of them is known: in memory, and in an unnamed temporary file beyond some megabytes.

use std::io::{self, BufReader, BufWriter, Seek};

use tempfile::SpooledTempFile;

use crate::table::Cell;
use crate::table::row_bytes::{read_cell, write_cell};

/// Rows of up to so many bytes stay in memory.
const MOST_BYTES_IN_MEMORY: usize = 16 << 20;

/// Takes rows and gives them back.
pub(super) struct RowSpool {
    file: BufWriter<SpooledTempFile>,
    n_columns: usize,
    n_rows: u64,
}

impl RowSpool {
    /// Takes rows of so many cells.
    pub(super) fn new(n_columns: usize) -> Self {
        Self { file: BufWriter::new(SpooledTempFile::new(MOST_BYTES_IN_MEMORY)), n_columns, n_rows: 0 }
    }

    /// Takes a row.
    ///
    /// # Errors
    ///
    /// If the temporary file cannot be written.
    pub(super) fn push(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.n_rows += 1;
        cells.iter().try_for_each(|cell| write_cell(cell, &mut self.file))
    }

    /// Hands each row to `take`, in order.
    ///
    /// # Errors
    ///
    /// If the temporary file cannot be read, and what `take` returns.
    pub(super) fn for_each(self, mut take: impl FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        let mut reader = BufReader::new(file);
        for _ in 0..self.n_rows {
            let cells = (0..self.n_columns).map(|_| read_cell(&mut reader)).collect::<io::Result<Vec<_>>>()?;
            take(&cells)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were_from_memory_and_disk() {
        for text in ["é\0".to_owned(), "x".repeat(MOST_BYTES_IN_MEMORY)] {
            let rows = [
                vec![Cell::text(text.as_str()), Cell::Empty, Cell::Json("[1]".into())],
                vec![Cell::Integer(u64::MAX), Cell::Real(-0.5), Cell::text("")],
            ];
            let mut spool = RowSpool::new(3);
            rows.iter().for_each(|row| spool.push(row).expect("there is room"));
            let mut back = Vec::new();
            let keep = |cells: &[Cell<'_>]| {
                back.push(cells.iter().map(Cell::owned).collect::<Vec<_>>());
                Ok(())
            };
            spool.for_each(keep).expect("it was written");
            assert_eq!(back, rows);
        }
    }
}
