//! One small number for each distinct word.
//!
//! The words lie one behind the other in a single string, and the hash table holds their numbers only. A word that is
//! known costs one hash and one comparison; a new one is copied, without an allocation of its own. Numbers follow
//! first sight, so they differ from thread to thread and must never reach an output.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// The number of a type in its [`Interner`], counted from zero without gaps.
pub type TypeId = u32;

/// A set of words, each with a number.
///
/// The hash has a random key of its own, so that no text can be made to collide in it.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    key: DefaultHashBuilder,
    table: HashTable<TypeId>,
    text: String,
    entries: Vec<Entry>,
}

/// Where a word ends in the text; it begins where the one before it ends. The hash is kept so that a growing table
/// need not read the words again.
#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u64,
    end: usize,
}

impl Interner {
    /// The number of `word`, a new one if the word is new. Cost: O(length of the word).
    ///
    /// # Panics
    ///
    /// If there are more than 4 billion types, whose table alone would take more than 80 GB.
    pub fn intern(&mut self, word: &str) -> TypeId {
        let Self { key, table, text, entries } = self;
        let hash = key.hash_one(word);
        let is_same = |&id: &TypeId| word_bytes(text, entries, id) == word.as_bytes();
        if let Some(&id) = table.find(hash, is_same) {
            return id;
        }
        let id = TypeId::try_from(entries.len()).expect("4 billion types do not fit in memory");
        text.push_str(word);
        entries.push(Entry { hash, end: text.len() });
        table.insert_unique(hash, id, |&id| entries[id as usize].hash);
        id
    }

    /// The word with number `id`.
    ///
    /// # Panics
    ///
    /// If the number is not from this table.
    pub fn word(&self, id: TypeId) -> &str {
        &self.text[start(&self.entries, id)..self.entries[id as usize].end]
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The words in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.entries.iter().map(move |entry| &self.text[std::mem::replace(&mut start, entry.end)..entry.end])
    }

    /// Forgets all words and keeps the memory.
    pub fn clear(&mut self) {
        self.table.clear();
        self.text.clear();
        self.entries.clear();
    }
}

fn start(entries: &[Entry], id: TypeId) -> usize {
    id.checked_sub(1).map_or(0, |before| entries[before as usize].end)
}

fn word_bytes<'t>(text: &'t str, entries: &[Entry], id: TypeId) -> &'t [u8] {
    &text.as_bytes()[start(entries, id)..entries[id as usize].end]
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_follow_first_sight_and_come_back_as_words() {
        let mut interner = Interner::default();
        let ids: Vec<TypeId> = ["b", "a", "", "b", "ab", ""].map(|word| interner.intern(word)).into();
        assert_eq!(ids, [0, 1, 2, 0, 3, 2]);
        assert_eq!(interner.iter().collect::<Vec<_>>(), ["b", "a", "", "ab"]);
        assert_eq!(interner.word(3), "ab");
    }

    #[test]
    fn a_cleared_table_starts_again_at_zero() {
        let mut interner = Interner::default();
        interner.intern("old");
        interner.clear();
        assert!(interner.is_empty());
        assert_eq!(interner.intern("new"), 0);
        assert_eq!(interner.word(0), "new");
    }

    proptest! {
        #[test]
        fn equal_words_and_no_others_share_a_number(words in proptest::collection::vec("[a-cé]{0,3}", 0..200)) {
            let mut interner = Interner::default();
            let mut known: HashMap<&str, TypeId> = HashMap::new();
            for word in &words {
                let next = known.len() as TypeId;
                let expected = *known.entry(word).or_insert(next);
                prop_assert_eq!(interner.intern(word), expected);
            }
            prop_assert_eq!(interner.len(), known.len());
        }
    }
}
