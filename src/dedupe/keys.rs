//! The band keys of the corpus: in memory as long as they fit, then on disk as sorted runs.

use std::collections::HashSet;
use std::path::PathBuf;

use super::fingerprint::{Fingerprint, LOOSE_BANDING};
use super::options::Options;
use crate::error::Error;
use crate::input::{NumberRuns, RunPlace};
use crate::similarity::{BandKeys, Banding, Bands, Run};

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

    fn forget(&mut self) {
        (self.keys, self.spilled) = (BandKeys::new(self.keys.n_bands()), None);
    }

    /// The sorted runs of one band.
    pub(super) fn runs(&self, band: usize) -> Vec<Run<'_, Error>> {
        let mut runs: Vec<Run<'_, Error>> = vec![Box::new(self.keys.ascending(band).map(Ok))];
        if let Some(spilled) = &self.spilled {
            for places in &spilled.places {
                runs.push(Box::new(spilled.file.read(places[band])));
            }
        }
        runs
    }
}

/// Winnowed fingerprints in memory, whatever may be there: they are many, and are read back only once.
const MAX_PASSAGE_BYTES: u64 = 64 << 20;

/// All keys by which candidates are found.
#[derive(Debug)]
pub(super) struct Keys {
    bands: BandRuns,
    /// One band, in which a document may have several keys.
    small: BandRuns,
    /// Likewise.
    passages: BandRuns,
    loose: BandRuns,
}

impl Keys {
    /// No keys yet, with the bands and the memory of `options`.
    pub(super) fn new(options: &Options) -> Self {
        let n_bands = Banding::for_threshold(options.threshold).n_bands;
        // Band keys and fingerprints take about as much, the keys of small sets little.
        let runs =
            |n_bands, share| BandRuns::new(n_bands, options.memory_bytes / share, options.spool_directory.clone());
        let passages =
            BandRuns::new(1, MAX_PASSAGE_BYTES.min(options.memory_bytes / 4), options.spool_directory.clone());
        Self { bands: runs(n_bands, 4), small: runs(1, 8), passages, loose: runs(LOOSE_BANDING.n_bands, 4) }
    }

    /// Adds a document, later in the input than those before, without the winnowed fingerprints that are `frequent`.
    pub(super) fn push(
        &mut self,
        document: u32,
        fingerprint: &Fingerprint,
        frequent: &HashSet<u32>,
    ) -> Result<(), Error> {
        for (runs, keys) in [(&mut self.bands, &fingerprint.band_keys), (&mut self.loose, &fingerprint.loose_keys)] {
            if !keys.is_empty() {
                runs.push(document, keys)?;
            }
        }
        fingerprint.small_keys.iter().try_for_each(|&key| self.small.push(document, &[key]))?;
        let passages = fingerprint.passage_keys.iter().filter(|key| !frequent.contains(key));
        passages.copied().try_for_each(|key| self.passages.push(document, &[key]))
    }

    /// Gives back the memory of all but winnowed fingerprints, once near and similar documents are found.
    pub(super) fn forget_sketches(&mut self) {
        [&mut self.bands, &mut self.small, &mut self.loose].into_iter().for_each(BandRuns::forget);
    }

    /// Winnowed fingerprints.
    pub(super) fn passages(&self) -> Vec<Run<'_, Error>> {
        self.passages.runs(0)
    }

    /// The keys of the search for similar documents.
    pub(super) fn loose(&self) -> &BandRuns {
        &self.loose
    }
}

/// The keys of the search for near-duplicates.
impl Bands for Keys {
    type Error = Error;

    fn n_bands(&self) -> usize {
        self.bands.n_bands() + 1
    }

    fn runs(&self, band: usize) -> Result<Vec<Run<'_, Error>>, Error> {
        Ok(if band < self.bands.n_bands() { self.bands.runs(band) } else { self.small.runs(0) })
    }
}

impl Bands for BandRuns {
    type Error = Error;

    fn n_bands(&self) -> usize {
        self.keys.n_bands()
    }

    fn runs(&self, band: usize) -> Result<Vec<Run<'_, Error>>, Error> {
        Ok(self.runs(band))
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
                let take = |bucket: &[u32]| {
                    buckets.push(bucket.to_vec());
                    Ok(())
                };
                for_each_bucket(bands.runs(band), |_| true, take).unwrap();
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
