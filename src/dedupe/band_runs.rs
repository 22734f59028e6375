//! The band keys of the corpus: in memory as long as they fit, then on disk as sorted runs.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::input::{NumberRuns, RunPlace};
use crate::similarity::{BandKeys, Bands, Run};

/// Takes band keys, and gives out sorted runs of them.
#[derive(Debug)]
pub(super) struct BandRuns {
    /// Those since the last spill.
    keys: BandKeys,
    max_bytes: u64,
    directory: PathBuf,
    spilled: Option<Spilled>,
}

#[derive(Debug)]
struct Spilled {
    file: NumberRuns,
    /// For each spill, the run of each band.
    places: Vec<Vec<RunPlace>>,
}

impl BandRuns {
    /// No keys yet; they go to disk in `directory` when they take more than `max_bytes`.
    pub(super) fn new(n_bands: usize, max_bytes: u64, directory: PathBuf) -> Self {
        Self { keys: BandKeys::new(n_bands), max_bytes, directory, spilled: None }
    }

    /// Adds a document, later in the input than those before.
    pub(super) fn push(&mut self, document: u32, keys: &[u32]) -> Result<(), Error> {
        self.keys.push(document, keys);
        if self.keys.n_bytes() > self.max_bytes { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> Result<(), Error> {
        let mut spilled = match self.spilled.take() {
            Some(spilled) => spilled,
            None => Spilled { file: NumberRuns::create(&self.directory)?, places: Vec::new() },
        };
        let runs = (0..self.keys.n_bands()).map(|band| spilled.file.push(&self.keys.sorted(band)));
        spilled.places.push(runs.collect::<Result<_, _>>()?);
        self.keys.clear();
        self.spilled = Some(spilled);
        Ok(())
    }

    /// The sorted runs of one band.
    pub(super) fn runs(&self, band: usize) -> Vec<Run<'_, Error>> {
        let mut runs: Vec<Run<'_, Error>> = vec![Box::new(self.keys.sorted(band).into_iter().map(Ok))];
        if let Some(spilled) = &self.spilled {
            for places in &spilled.places {
                runs.push(Box::new(spilled.file.read(places[band])));
            }
        }
        runs
    }
}

/// All keys by which near-duplicates are found.
#[derive(Debug)]
pub(super) struct NearKeys {
    bands: BandRuns,
    /// One band, in which a document may have several keys.
    small: BandRuns,
}

impl NearKeys {
    /// No keys yet, as for [`BandRuns::new`].
    pub(super) fn new(n_bands: usize, max_bytes: u64, directory: &Path) -> Self {
        let runs = |n_bands, max_bytes| BandRuns::new(n_bands, max_bytes, directory.to_owned());
        Self { bands: runs(n_bands, max_bytes - max_bytes / 8), small: runs(1, max_bytes / 8) }
    }

    /// Adds a document, later in the input than those before.
    pub(super) fn push(&mut self, document: u32, band_keys: &[u32], small_keys: &[u32]) -> Result<(), Error> {
        if !band_keys.is_empty() {
            self.bands.push(document, band_keys)?;
        }
        small_keys.iter().try_for_each(|&key| self.small.push(document, &[key]))
    }
}

impl Bands for NearKeys {
    type Error = Error;

    fn n_bands(&self) -> usize {
        self.bands.keys.n_bands() + 1
    }

    fn runs(&self, band: usize) -> Result<Vec<Run<'_, Error>>, Error> {
        Ok(if band < self.bands.keys.n_bands() { self.bands.runs(band) } else { self.small.runs(0) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity::for_each_bucket;

    fn buckets(max_bytes: u64) -> Vec<Vec<Vec<u32>>> {
        let mut bands = BandRuns::new(3, max_bytes, std::env::temp_dir());
        for document in 0..500 {
            bands.push(document, &[document % 50, document % 7 * 1_000, document]).unwrap();
        }
        (0..3)
            .map(|band| {
                let mut buckets = Vec::new();
                for_each_bucket(bands.runs(band), |_| true, |bucket| buckets.push(bucket.to_vec())).unwrap();
                buckets
            })
            .collect()
    }

    #[test]
    fn keys_on_disk_make_the_same_buckets_as_keys_in_memory() {
        let expected = buckets(u64::MAX);
        assert_eq!(expected.iter().map(Vec::len).collect::<Vec<_>>(), [50, 7, 0]);
        for max_bytes in [0, 100, 3_000] {
            assert_eq!(buckets(max_bytes), expected);
        }
    }
}
