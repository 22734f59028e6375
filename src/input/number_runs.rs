//! Runs of numbers set aside on disk, to be read again from the front, many at once.
//!
//! What is too much to sort in memory is sorted in parts, each a run here, and merged when it is read. As with a
//! [`Spool`](super::Spool), the file has no name and vanishes with the process.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::spool::{failed, read_exact_at};
use crate::error::Error;

/// Numbers that are read or written at a time: 64 KiB of them.
const NUMBERS_AT_A_TIME: usize = 1 << 13;

const NUMBER_BYTES: usize = size_of::<u64>();

/// A temporary file of runs.
#[derive(Debug)]
pub struct NumberRuns {
    file: File,
    directory: PathBuf,
    n_numbers: u64,
}

/// Where a run lies in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunPlace {
    start: u64,
    end: u64,
}

impl NumberRuns {
    /// No runs yet, with their file in `directory`.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if no file can be made there.
    pub fn create(directory: &Path) -> Result<Self, Error> {
        let file = tempfile::tempfile_in(directory).map_err(|source| failed(directory, source))?;
        Ok(Self { file, directory: directory.to_owned(), n_numbers: 0 })
    }

    /// Sets a run aside.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if the file cannot grow.
    pub fn push(&mut self, numbers: &[u64]) -> Result<RunPlace, Error> {
        let mut bytes = Vec::with_capacity(NUMBER_BYTES * NUMBERS_AT_A_TIME);
        for part in numbers.chunks(NUMBERS_AT_A_TIME) {
            bytes.clear();
            bytes.extend(part.iter().flat_map(|number| number.to_le_bytes()));
            self.file.write_all(&bytes).map_err(|source| failed(&self.directory, source))?;
        }
        let start = self.n_numbers;
        self.n_numbers += numbers.len() as u64;
        Ok(RunPlace { start, end: self.n_numbers })
    }

    /// Reads a run back, a part at a time.
    pub fn read(&self, place: RunPlace) -> impl Iterator<Item = Result<u64, Error>> + '_ {
        let mut part = Vec::new().into_iter();
        let mut at = place.start;
        std::iter::from_fn(move || {
            if part.len() == 0 && at < place.end {
                let n_numbers = (place.end - at).min(NUMBERS_AT_A_TIME as u64);
                match self.part(at, n_numbers as usize) {
                    Ok(numbers) => part = numbers.into_iter(),
                    Err(source) => {
                        // What is left cannot be read either.
                        at = place.end;
                        return Some(Err(failed(&self.directory, source)));
                    }
                }
                at += n_numbers;
            }
            part.next().map(Ok)
        })
    }

    fn part(&self, at: u64, n_numbers: usize) -> io::Result<Vec<u64>> {
        let mut bytes = vec![0; NUMBER_BYTES * n_numbers];
        read_exact_at(&self.file, &mut bytes, NUMBER_BYTES as u64 * at)?;
        Ok(bytes.as_chunks().0.iter().map(|number| u64::from_le_bytes(*number)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_come_back_as_they_were_in_any_order() {
        let runs: Vec<Vec<u64>> = [0, 1, NUMBERS_AT_A_TIME, 2 * NUMBERS_AT_A_TIME + 7]
            .map(|n| (0..n as u64).map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect())
            .to_vec();
        let mut file = NumberRuns::create(&std::env::temp_dir()).unwrap();
        let places: Vec<RunPlace> = runs.iter().map(|run| file.push(run).unwrap()).collect();
        let read = |place: &RunPlace| file.read(*place).collect::<Result<Vec<u64>, Error>>().unwrap();
        for (place, run) in places.iter().zip(&runs).rev() {
            assert_eq!(read(place), *run);
        }
    }
}
