//! Rows in the order of their keys, whatever memory they need: runs that are sorted go to temporary files, which are merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::num::NonZero;

use rayon::slice::ParallelSliceMut;

use super::Cell;
use super::row_bytes::{read_cell, read_number, write_cell};

/// So much memory is used for rows that wait.
const MEMORY_BYTES: usize = 64 << 20;

/// Takes rows with keys and gives them back in the order of their keys, those with equal keys as they came.
///
/// Cost: memory for 64 MiB of rows; for what is beyond, one writing and one reading.
#[derive(Debug)]
pub(super) struct RowSorter {
    n_columns: usize,
    memory_bytes: usize,
    /// Only so many rows are wanted, if not all.
    most_rows: Option<NonZero<usize>>,
    bytes: Vec<u8>,
    rows: Vec<Place>,
    runs: Vec<File>,
}

/// The place of a row among the bytes: its key, then its cells.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: usize,
    key_end: usize,
    end: usize,
}

impl RowSorter {
    /// For rows of so many cells, of which the first `most_rows` in order are wanted.
    pub(super) fn new(n_columns: usize, most_rows: Option<NonZero<usize>>) -> Self {
        Self::within(MEMORY_BYTES, n_columns, most_rows)
    }

    fn within(memory_bytes: usize, n_columns: usize, most_rows: Option<NonZero<usize>>) -> Self {
        Self { n_columns, memory_bytes, most_rows, bytes: Vec::new(), rows: Vec::new(), runs: Vec::new() }
    }

    /// Takes a row; `push_key` adds its key to the bytes.
    ///
    /// # Errors
    ///
    /// If a temporary file cannot be written.
    pub(super) fn push(&mut self, cells: &[Cell<'_>], push_key: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        let start = self.bytes.len();
        push_key(&mut self.bytes);
        let key_end = self.bytes.len();
        cells.iter().try_for_each(|cell| write_cell(cell, &mut self.bytes))?;
        self.rows.push(Place { start, key_end, end: self.bytes.len() });
        if self.bytes.len() + self.rows.len() * size_of::<Place>() > self.memory_bytes {
            self.make_room()?;
        }
        Ok(())
    }

    /// Hands the rows to `take`, in order.
    ///
    /// # Errors
    ///
    /// The first of `take`, and what `failed` makes of a temporary file that cannot be read.
    pub(super) fn for_each<E>(
        mut self,
        failed: impl Fn(io::Error) -> E,
        mut take: impl FnMut(&[Cell<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.sort();
        let mut cells = Vec::new();
        if self.runs.is_empty() {
            for place in &self.rows {
                read_cells(&mut &self.bytes[place.key_end..place.end], self.n_columns, &mut cells).map_err(&failed)?;
                take(&cells)?;
            }
            return Ok(());
        }
        self.spill().map_err(&failed)?;
        let mut runs = self.runs.into_iter().map(|run| Run::open(run, self.n_columns)).collect::<io::Result<Vec<_>>>();
        let runs = runs.as_mut().map_err(|error| failed(std::mem::replace(error, io::ErrorKind::Other.into())))?;
        let mut waiting: BinaryHeap<Reverse<(Vec<u8>, usize)>> = BinaryHeap::new();
        for (idx, run) in runs.iter_mut().enumerate() {
            waiting.extend(run.next().map_err(&failed)?.map(|key| Reverse((key, idx))));
        }
        while let Some(Reverse((_, idx))) = waiting.pop() {
            take(&runs[idx].cells)?;
            waiting.extend(runs[idx].next().map_err(&failed)?.map(|key| Reverse((key, idx))));
        }
        Ok(())
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        self.rows.par_sort_unstable_by(|a, b| {
            bytes[a.start..a.key_end].cmp(&bytes[b.start..b.key_end]).then(a.start.cmp(&b.start))
        });
    }

    /// Drops the rows that cannot be among those that are wanted, or else sets all aside.
    fn make_room(&mut self) -> io::Result<()> {
        self.sort();
        if let Some(most_rows) = self.most_rows.map(NonZero::get).filter(|&most| most < self.rows.len()) {
            self.rows.truncate(most_rows);
            let n_bytes: usize = self.rows.iter().map(|place| place.end - place.start).sum();
            if n_bytes < self.memory_bytes / 2 {
                self.keep_only_rows(n_bytes);
                return Ok(());
            }
        }
        self.spill()
    }

    fn keep_only_rows(&mut self, n_bytes: usize) {
        let mut bytes = Vec::with_capacity(n_bytes);
        for place in &mut self.rows {
            let start = bytes.len();
            bytes.extend_from_slice(&self.bytes[place.start..place.end]);
            *place = Place { start, key_end: start + place.key_end - place.start, end: bytes.len() };
        }
        self.bytes = bytes;
    }

    /// Writes the sorted rows to a file of their own, each with the length of its key.
    fn spill(&mut self) -> io::Result<()> {
        let mut file = BufWriter::new(tempfile::tempfile()?);
        for place in &self.rows {
            file.write_all(&((place.key_end - place.start) as u64).to_le_bytes())?;
            file.write_all(&self.bytes[place.start..place.end])?;
        }
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.write_all(&u64::MAX.to_le_bytes())?;
        file.rewind()?;
        self.runs.push(file);
        self.rows.clear();
        self.bytes.clear();
        Ok(())
    }
}

/// A file of sorted rows, read one after the other.
struct Run {
    reader: BufReader<File>,
    n_columns: usize,
    /// The row whose key was given last.
    cells: Vec<Cell<'static>>,
}

impl Run {
    fn open(file: File, n_columns: usize) -> io::Result<Self> {
        Ok(Self { reader: BufReader::new(file), n_columns, cells: Vec::new() })
    }

    /// The key of the next row, if there is one.
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let n_bytes = read_number(&mut self.reader)?;
        if n_bytes == u64::MAX {
            return Ok(None);
        }
        let mut key = Vec::new();
        (&mut self.reader).take(n_bytes).read_to_end(&mut key)?;
        read_cells(&mut self.reader, self.n_columns, &mut self.cells)?;
        Ok(Some(key))
    }
}

fn read_cells(from: &mut impl io::Read, n_columns: usize, cells: &mut Vec<Cell<'static>>) -> io::Result<()> {
    cells.clear();
    for _ in 0..n_columns {
        cells.push(read_cell(from)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rows, sorted by their numbers, within so much memory; and how many runs were set aside.
    fn sorted(numbers: &[u8], memory_bytes: usize, most_rows: usize) -> (Vec<(u8, u64)>, usize) {
        let mut sorter = RowSorter::within(memory_bytes, 2, NonZero::new(most_rows));
        for (place, &number) in (0..).zip(numbers) {
            let cells = [Cell::Integer(number.into()), Cell::Integer(place)];
            sorter.push(&cells, |key| key.push(number)).unwrap();
        }
        let n_runs = sorter.runs.len();
        let mut rows = Vec::new();
        let take = |cells: &[Cell<'_>]| match cells {
            [Cell::Integer(number), Cell::Integer(place)] => {
                rows.push((*number as u8, *place));
                Ok(())
            }
            _ => Err(io::Error::other("two numbers")),
        };
        sorter.for_each(|error| error, take).unwrap();
        (rows, n_runs)
    }

    proptest! {
        #[test]
        fn rows_come_in_the_order_of_their_keys_from_memory_and_disk(
            numbers in prop::collection::vec(0..8_u8, 0..200),
            memory_bytes in 100..4_000_usize,
        ) {
            let mut expected: Vec<(u8, u64)> = numbers.iter().copied().zip(0..).collect();
            expected.sort();
            let (rows, n_runs) = sorted(&numbers, memory_bytes, 0);
            prop_assert_eq!(&rows, &expected);
            prop_assert!(n_runs > 0 || numbers.len() * 42 <= memory_bytes);
            let (first, _) = sorted(&numbers, memory_bytes, 5);
            prop_assert_eq!(&first[..first.len().min(5)], &expected[..expected.len().min(5)]);
        }
    }

    #[test]
    fn the_first_rows_of_many_need_no_disk() {
        let numbers: Vec<u8> = (0..10_000_u32).map(|number| (number % 251) as u8).collect();
        let (rows, n_runs) = sorted(&numbers, 8_000, 10);
        assert_eq!(n_runs, 0);
        assert!(rows[..10].iter().all(|(number, _)| *number == 0));
    }
}
