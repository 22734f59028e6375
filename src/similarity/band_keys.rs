//! The band keys of many documents, as sorted arrays.

use std::ops::RangeInclusive;

use super::hash_order::sorted;

/// Entries that are sorted at a time: 8 MiB of them.
const MAX_SORTED: usize = 1 << 20;

/// The most parts in which entries are sorted; each part takes a look at all keys.
const MAX_PARTS: usize = 16;

/// Band keys, one of each band a document or several: eight bytes a document, and four for each key.
#[derive(Clone, Debug)]
pub struct BandKeys {
    /// Documents, and how many keys of each band they have.
    documents: Vec<(u32, u32)>,
    /// By band, so that one band is read from front to back.
    bands: Vec<Vec<u32>>,
}

impl BandKeys {
    /// No documents yet, with `n_bands` keys each.
    pub fn new(n_bands: usize) -> Self {
        Self { documents: Vec::new(), bands: vec![Vec::new(); n_bands] }
    }

    /// Adds a key of each band for a document, later in the input than those before, or the last one again.
    pub fn push(&mut self, document: u32, keys: &[u32]) {
        debug_assert_eq!(keys.len(), self.n_bands(), "as many keys as bands");
        match self.documents.last_mut() {
            Some((last, n_keys)) if *last == document => *n_keys += 1,
            _ => self.documents.push((document, 1)),
        }
        self.bands.iter_mut().zip(keys).for_each(|(band, &key)| band.push(key));
    }

    /// Forgets all documents, but keeps the memory.
    pub fn clear(&mut self) {
        self.documents.clear();
        self.bands.iter_mut().for_each(Vec::clear);
    }

    /// How many bands each document has.
    pub fn n_bands(&self) -> usize {
        self.bands.len()
    }

    /// Bytes of memory that the keys take.
    pub fn n_bytes(&self) -> u64 {
        let n_keys = self.bands.len() * self.bands.first().map_or(0, Vec::len);
        (size_of::<(u32, u32)>() * self.documents.len() + size_of::<u32>() * n_keys) as u64
    }

    /// The entries of one band, ascending: the key in the upper half of a number, the document in the lower. One number
    /// takes half the memory of a pair, and is quicker to sort.
    pub fn sorted(&self, band: usize) -> Vec<u64> {
        sorted(&self.entries(band, 0..=u32::MAX))
    }

    /// The entries of [`Self::sorted`], which are never all in memory if they are many.
    pub fn ascending(&self, band: usize) -> impl Iterator<Item = u64> + '_ {
        let n_parts = (self.bands[band].len() / MAX_SORTED).next_power_of_two().min(MAX_PARTS) as u64;
        // Keys are hashes, so that equal ranges of them hold about equally many.
        let first = move |part: u64| (part << u32::BITS) / n_parts;
        (0..n_parts)
            .flat_map(move |part| sorted(&self.entries(band, first(part) as u32..=(first(part + 1) - 1) as u32)))
    }

    /// The entries of one band with a key among `wanted`, by document.
    fn entries(&self, band: usize, wanted: RangeInclusive<u32>) -> Vec<u64> {
        let mut rest = &self.bands[band][..];
        let mut entries = Vec::new();
        for &(document, n_keys) in &self.documents {
            let (keys, later) = rest.split_at(n_keys as usize);
            entries.extend(keys.iter().filter(|key| wanted.contains(key)).map(|&key| entry(key, document)));
            rest = later;
        }
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
        assert_eq!(keys.n_bytes(), 64);
        keys.clear();
        assert!(keys.sorted(1).is_empty());
    }

    #[test]
    fn many_entries_are_sorted_in_parts_and_come_in_the_same_order() {
        let mut keys = BandKeys::new(1);
        let n = 5 * MAX_SORTED as u32 / 2;
        for number in 0..n {
            keys.push(number / 3, &[number.wrapping_mul(0x9e37_79b9)]);
        }
        assert!(keys.ascending(0).eq(keys.sorted(0)));
        assert_eq!(keys.n_bytes(), 4 * n as u64 + 8 * n.div_ceil(3) as u64);
    }
}
