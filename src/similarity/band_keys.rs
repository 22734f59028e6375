//! The band keys of many documents, as sorted arrays.

/// Band keys, one row of them a document: four bytes a document, and four for each band.
#[derive(Clone, Debug)]
pub struct BandKeys {
    n_bands: usize,
    documents: Vec<u32>,
    keys: Vec<u32>,
}

impl BandKeys {
    /// No documents yet, with `n_bands` keys each.
    pub fn new(n_bands: usize) -> Self {
        Self { n_bands, documents: Vec::new(), keys: Vec::new() }
    }

    /// Adds a document, later in the input than those before.
    pub fn push(&mut self, document: u32, keys: &[u32]) {
        debug_assert_eq!(keys.len(), self.n_bands, "as many keys as bands");
        self.documents.push(document);
        self.keys.extend_from_slice(keys);
    }

    /// Forgets all documents, but keeps the memory.
    pub fn clear(&mut self) {
        self.documents.clear();
        self.keys.clear();
    }

    /// How many bands each document has.
    pub fn n_bands(&self) -> usize {
        self.n_bands
    }

    /// Bytes of memory that the keys take.
    pub fn n_bytes(&self) -> u64 {
        (size_of::<u32>() * (self.documents.len() + self.keys.len())) as u64
    }

    /// The entries of one band, ascending: the key in the upper half of a number, the document in the lower. One number
    /// takes half the memory of a pair, and is quicker to sort.
    pub fn sorted(&self, band: usize) -> Vec<u64> {
        let keys = self.keys.iter().skip(band).step_by(self.n_bands);
        let mut entries: Vec<u64> = keys.zip(&self.documents).map(|(&key, &document)| entry(key, document)).collect();
        entries.sort_unstable();
        entries
    }
}

/// A key and a document as one number.
pub fn entry(key: u32, document: u32) -> u64 {
    u64::from(key) << 32 | u64::from(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_sorted_by_key_then_document() {
        let mut keys = BandKeys::new(2);
        for (document, row) in [(1, [5, 9]), (3, [5, 8]), (4, [6, 9]), (7, [5, 9])] {
            keys.push(document, &row);
        }
        assert_eq!(keys.sorted(0), [entry(5, 1), entry(5, 3), entry(5, 7), entry(6, 4)]);
        assert_eq!(keys.sorted(1), [entry(8, 3), entry(9, 1), entry(9, 4), entry(9, 7)]);
        assert_eq!(keys.n_bytes(), 48);
        keys.clear();
        assert!(keys.sorted(1).is_empty());
    }
}
