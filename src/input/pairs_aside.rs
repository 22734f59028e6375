//! Pairs of documents set aside on disk, in parts.

use std::path::PathBuf;

use super::number_runs::{NumberRuns, RunPlace};
use crate::error::Error;
use crate::similarity::{Aside, N_PARTS};

/// Numbers on disk, where there are any.
#[derive(Debug)]
pub struct PairsAside {
    directory: PathBuf,
    file: Option<NumberRuns>,
    /// By part.
    places: Vec<Vec<RunPlace>>,
}

impl PairsAside {
    /// No numbers yet; they go to `directory`.
    pub fn new(directory: PathBuf) -> Self {
        Self { directory, file: None, places: vec![Vec::new(); N_PARTS] }
    }
}

impl Aside for PairsAside {
    type Error = Error;

    fn push(&mut self, part: usize, numbers: &[u64]) -> Result<(), Error> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => NumberRuns::create(&self.directory)?,
        };
        self.places[part].push(file.push(numbers)?);
        self.file = Some(file);
        Ok(())
    }

    fn read(&self, part: usize, numbers: &mut Vec<u64>) -> Result<(), Error> {
        let Some(file) = &self.file else { return Ok(()) };
        for &place in &self.places[part] {
            for number in file.read(place) {
                numbers.push(number?);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_by_their_parts() {
        let mut aside = PairsAside::new(std::env::temp_dir());
        let read = |aside: &PairsAside, part| {
            let mut numbers = vec![7];
            aside.read(part, &mut numbers).unwrap();
            numbers
        };
        assert_eq!(read(&aside, 3), [7]);
        for (part, numbers) in [(3, &[1, 2][..]), (0, &[5]), (3, &[9])] {
            aside.push(part, numbers).unwrap();
        }
        assert_eq!([0, 1, 3].map(|part| read(&aside, part)), [vec![7, 5], vec![7], vec![7, 1, 2, 9]]);
    }
}
