//! Rows that wait until the last of them is known: in memory, and in an unnamed temporary file beyond some megabytes.

use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use tempfile::SpooledTempFile;

use crate::table::Cell;

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
        cells.iter().try_for_each(|cell| self.cell(cell))
    }

    fn cell(&mut self, cell: &Cell<'_>) -> io::Result<()> {
        let (tag, number) = match cell {
            Cell::Empty => return self.file.write_all(b"e"),
            Cell::Integer(value) => (b'i', *value),
            Cell::Real(value) => (b'r', value.to_bits()),
            Cell::Text(text) => (b't', text.len() as u64),
            Cell::Json(json) => (b'j', json.len() as u64),
        };
        self.file.write_all(&[tag])?;
        self.file.write_all(&number.to_le_bytes())?;
        match cell {
            Cell::Text(text) | Cell::Json(text) => self.file.write_all(text.as_bytes()),
            _ => Ok(()),
        }
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
            let cells = (0..self.n_columns).map(|_| read(&mut reader)).collect::<io::Result<Vec<_>>>()?;
            take(&cells)?;
        }
        Ok(())
    }
}

fn read(reader: &mut impl Read) -> io::Result<Cell<'static>> {
    let mut tag = [0];
    reader.read_exact(&mut tag)?;
    if tag == *b"e" {
        return Ok(Cell::Empty);
    }
    let mut number = [0; 8];
    reader.read_exact(&mut number)?;
    let number = u64::from_le_bytes(number);
    let mut text = || {
        let mut bytes = Vec::new();
        reader.take(number).read_to_end(&mut bytes)?;
        String::from_utf8(bytes).map_err(io::Error::other)
    };
    Ok(match tag {
        [b'i'] => Cell::Integer(number),
        [b'r'] => Cell::Real(f64::from_bits(number)),
        [b't'] => Cell::text(text()?),
        _ => Cell::Json(text()?.into()),
    })
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
