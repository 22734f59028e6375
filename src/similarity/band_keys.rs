//! The band keys of many documents, and the buckets they fall into.

use rayon::prelude::*;

/// Band keys, one row of them a document. Eight bytes a document, and four for each band.
#[derive(Clone, Debug)]
pub struct BandKeys {
    n_bands: usize,
    documents: Vec<u32>,
    n_shingles: Vec<u32>,
    keys: Vec<u32>,
}

impl BandKeys {
    /// No documents yet, with `n_bands` keys each.
    pub fn new(n_bands: usize) -> Self {
        Self { n_bands, documents: Vec::new(), n_shingles: Vec::new(), keys: Vec::new() }
    }

    /// Adds a document, later in the input than those before. `n_shingles` bounds the size of its set.
    pub fn push(&mut self, document: u32, n_shingles: u32, keys: &[u32]) {
        debug_assert_eq!(keys.len(), self.n_bands, "as many keys as bands");
        self.documents.push(document);
        self.n_shingles.push(n_shingles);
        self.keys.extend_from_slice(keys);
    }

    /// Drops the documents that `is_wanted` says no to.
    pub fn retain(&mut self, is_wanted: impl Fn(u32) -> bool) {
        let mut n_left = 0;
        for idx in 0..self.documents.len() {
            if is_wanted(self.documents[idx]) {
                self.documents[n_left] = self.documents[idx];
                self.n_shingles[n_left] = self.n_shingles[idx];
                self.keys.copy_within(idx * self.n_bands..(idx + 1) * self.n_bands, n_left * self.n_bands);
                n_left += 1;
            }
        }
        self.documents.truncate(n_left);
        self.n_shingles.truncate(n_left);
        self.keys.truncate(n_left * self.n_bands);
    }

    /// How many bands each document has.
    pub fn n_bands(&self) -> usize {
        self.n_bands
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there are no documents.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The document in row `row`. Rows are in input order.
    pub fn document(&self, row: u32) -> u32 {
        self.documents[row as usize]
    }

    /// The bound of the set's size of the document in row `row`.
    pub fn n_shingles(&self, row: u32) -> u32 {
        self.n_shingles[row as usize]
    }

    /// The keys of the document in row `row`.
    pub fn keys(&self, row: u32) -> &[u32] {
        let start = row as usize * self.n_bands;
        &self.keys[start..start + self.n_bands]
    }

    /// Rows whose keys in `band` are equal, two or more of them, in input order. Cost: a parallel sort.
    pub fn buckets(&self, band: usize) -> Vec<Vec<u32>> {
        // Key and row in one number: half the memory of a pair of them, and quicker to sort.
        let mut entries: Vec<u64> =
            (0..self.len() as u32).map(|row| u64::from(self.keys(row)[band]) << 32 | u64::from(row)).collect();
        entries.par_sort_unstable();
        let buckets = entries.chunk_by(|a, b| a >> 32 == b >> 32).filter(|bucket| bucket.len() > 1);
        buckets.map(|bucket| bucket.iter().map(|&entry| entry as u32).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> BandKeys {
        let mut keys = BandKeys::new(2);
        for (document, row) in [(1, [5, 9]), (3, [5, 8]), (4, [6, 9]), (7, [5, 9])] {
            keys.push(document, 10 * document, &row);
        }
        keys
    }

    #[test]
    fn buckets_hold_the_rows_with_equal_keys() {
        assert_eq!(keys().buckets(0), [[0, 1, 3]]);
        assert_eq!(keys().buckets(1), [[0, 2, 3]]);
        assert!(BandKeys::new(2).buckets(1).is_empty());
    }

    #[test]
    fn what_is_retained_keeps_its_keys() {
        let mut keys = keys();
        keys.retain(|document| document > 1);
        assert_eq!(keys.len(), 3);
        assert_eq!((keys.document(1), keys.n_shingles(1), keys.keys(1)), (4, 40, &[6, 9][..]));
        assert_eq!(keys.buckets(0), [[0, 2]]);
    }
}
