//! The band keys of many documents, as sorted arrays.

use super::hash_order::sorted;

/// Entries that are sorted at a time: 8 MiB of them.
const MAX_SORTED: usize = 1 << 20;

/// The most parts in which entries are sorted; each part takes a look at all keys.
const MAX_PARTS: usize = 16;

/// Band keys, one row of them a document or several: eight bytes a document, and four for each key.
#[derive(Clone, Debug)]
pub struct BandKeys {
    n_bands: usize,
    /// Documents, and how many rows each has.
    documents: Vec<(u32, u32)>,
    keys: Vec<u32>,
}

impl BandKeys {
    /// No documents yet, with `n_bands` keys each.
    pub fn new(n_bands: usize) -> Self {
        Self { n_bands, documents: Vec::new(), keys: Vec::new() }
    }

    /// Adds a row for a document, later in the input than those before, or the last one again.
    pub fn push(&mut self, document: u32, keys: &[u32]) {
        debug_assert_eq!(keys.len(), self.n_bands, "as many keys as bands");
        match self.documents.last_mut() {
            Some((last, n_rows)) if *last == document => *n_rows += 1,
            _ => self.documents.push((document, 1)),
        }
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
        (size_of::<(u32, u32)>() * self.documents.len() + size_of::<u32>() * self.keys.len()) as u64
    }

    /// The entries of one band, ascending: the key in the upper half of a number, the document in the lower. One number
    /// takes half the memory of a pair, and is quicker to sort.
    pub fn sorted(&self, band: usize) -> Vec<u64> {
        sorted(&self.entries(band).collect::<Vec<_>>())
    }

    /// The entries of [`Self::sorted`], which are never all in memory if they are many.
    pub fn ascending(&self, band: usize) -> impl Iterator<Item = u64> + '_ {
        let n_entries = self.keys.len() / self.n_bands.max(1);
        let n_parts = (n_entries / MAX_SORTED).next_power_of_two().min(MAX_PARTS) as u64;
        (0..n_parts).flat_map(move |part| {
            // Keys are hashes, so that equal ranges of them hold about equally many.
            let belongs = |entry: &u64| (entry >> u32::BITS) * n_parts >> u32::BITS == part;
            sorted(&self.entries(band).filter(belongs).collect::<Vec<_>>())
        })
    }

    fn entries(&self, band: usize) -> impl Iterator<Item = u64> + '_ {
        let documents = self.documents.iter().flat_map(|&(document, n_rows)| (0..n_rows).map(move |_| document));
        let keys = self.keys.iter().skip(band).step_by(self.n_bands);
        keys.zip(documents).map(|(&key, document)| entry(key, document))
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
        assert_eq!(keys.n_bytes(), 64);
        keys.clear();
        assert!(keys.sorted(1).is_empty());
    }

    #[test]
    fn many_entries_are_sorted_in_parts_and_come_in_the_same_order() {
        let mut keys = BandKeys::new(1);
        for number in 0..5 * MAX_SORTED as u32 / 2 {
            keys.push(number / 3, &[number.wrapping_mul(0x9e37_79b9)]);
        }
        assert!(keys.ascending(0).eq(keys.sorted(0)));
        assert_eq!(keys.n_bytes(), 4 * keys.keys.len() as u64 + 8 * keys.keys.len().div_ceil(3) as u64);
    }
}
