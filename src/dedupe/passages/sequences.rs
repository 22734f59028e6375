//! Different sequences of words, each once, compared word by word.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::error::Error;

/// A set of word sequences, each with a number, counted from zero without gaps in order of first sight.
///
/// Words are numbers of an [`Interner`](crate::vocabulary::Interner), so that equal sequences have equal words and not
/// only equal hashes.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    key: DefaultHashBuilder,
    table: HashTable<u32>,
    words: Vec<u32>,
    ends: Vec<u32>,
}

impl Sequences {
    /// The number of `sequence`, a new one if it is new.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if all sequences together have more than 32 bits can count.
    pub(super) fn intern(&mut self, sequence: &[u32]) -> Result<u32, Error> {
        let Self { key, table, words, ends } = self;
        let hash = key.hash_one(sequence);
        if let Some(&id) = table.find(hash, |&id| words_of(words, ends, id) == sequence) {
            return Ok(id);
        }
        let id = ends.len() as u32;
        let end = u32::try_from(words.len() + sequence.len())
            .ok()
            // Each sequence takes one more place where suffixes are sorted.
            .filter(|end| end.checked_add(id + 1).is_some_and(|n| n < u32::MAX))
            .ok_or_else(|| Error::TooMany { what: "words in reused passages" })?;
        words.extend_from_slice(sequence);
        ends.push(end);
        table.insert_unique(hash, id, |&id| key.hash_one(words_of(words, ends, id)));
        Ok(id)
    }

    /// The words of the sequence with number `id`.
    pub(super) fn get(&self, id: u32) -> &[u32] {
        words_of(&self.words, &self.ends, id)
    }

    /// How many sequences there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many words all of them have.
    pub(super) fn n_words(&self) -> u64 {
        self.words.len() as u64
    }

    /// The sequences in the order of their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.ends.len() as u32).map(|id| self.get(id))
    }
}

fn words_of<'w>(words: &'w [u32], ends: &[u32], id: u32) -> &'w [u32] {
    let start = id.checked_sub(1).map_or(0, |before| ends[before as usize]);
    &words[start as usize..ends[id as usize] as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_sequences_and_no_others_share_a_number() {
        let mut sequences = Sequences::default();
        let ids = [&[1, 2][..], &[], &[1], &[2], &[1, 2], &[2, 1], &[]].map(|words| sequences.intern(words).unwrap());
        assert_eq!(ids, [0, 1, 2, 3, 0, 4, 1]);
        assert_eq!(sequences.iter().collect::<Vec<_>>(), [&[1, 2][..], &[], &[1], &[2], &[2, 1]]);
    }
}
