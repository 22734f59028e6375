//! One small number for each distinct word.
//!
//! The words are held by number, short ones in place ([`ShortWord`]), and the hash table holds their numbers, each with
//! a part of the hash. A word that is known costs one hash, one place in the table and one comparison of a number; the
//! frequent words are those that were seen first, so they lie together. A new word is copied without an allocation of
//! its own. Numbers follow first sight, so they differ from thread to thread and must never reach an output.

use std::cmp::Ordering;
use std::hash::BuildHasher;

use hashbrown::DefaultHashBuilder;

use super::short_word::ShortWord;

/// The number of a type in its [`Interner`], counted from zero without gaps.
pub type TypeId = u32;

/// A set of words, each with a number.
///
/// The hash has a random key of its own, so that no text can be made to collide in it.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    key: DefaultHashBuilder,
    /// An open table with linear probing; its length is a power of two, or zero.
    slots: Vec<Slot>,
    entries: Vec<Entry>,
    /// The words that are too long to be held in their entries, one behind the other.
    long_words: String,
}

/// A place in the table: nothing, or a number with the upper half of its word's hash, so that a different word is
/// seldom looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Slot {
    hash: u32,
    /// The number plus one; zero for nothing.
    id: u32,
}

/// A short word in place with its length in the last byte, as [`ShortWord::to_bytes`] gives it. A long word has [`LONG`]
/// there, and before it where it lies among the long words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    bytes: [u8; 16],
}

/// How many words are looked up together: enough that memory is always busy, few enough for the core's own cache.
const LOOK_UPS: usize = 64;

/// What no short word is as a number: its length would be that of long words.
const NO_WORD: u128 = u128::MAX;

/// A length that no short word has.
const LONG: u8 = u8::MAX;

impl Interner {
    /// The number of `word`, a new one if the word is new. Cost: O(length of the word).
    ///
    /// # Panics
    ///
    /// If there are more than 4 billion types, whose table alone would take more than 80 GB.
    pub fn intern(&mut self, word: &str) -> TypeId {
        match ShortWord::whole(word) {
            Some(short) => self.intern_hashed(self.key.hash_one(short.to_number()), short),
            None => self.intern_long(word),
        }
    }

    /// Appends the number of each of `words` to `ids`, as [`Self::intern`] would do it.
    ///
    /// A large table lies in slow memory, so the places of many words are asked for at once, and then what stands there,
    /// before any of it decides where the program goes on.
    ///
    /// # Panics
    ///
    /// As [`Self::intern`].
    pub fn intern_all(&mut self, words: &[ShortWord], ids: &mut Vec<TypeId>) {
        if self.slots.is_empty() {
            self.grow();
        }
        for words in words.chunks(LOOK_UPS) {
            let (mut hashes, mut slots) = ([0; LOOK_UPS], [Slot::default(); LOOK_UPS]);
            let mask = self.slots.len() - 1;
            for ((hash, slot), word) in hashes.iter_mut().zip(&mut slots).zip(words) {
                *hash = self.key.hash_one(word.to_number());
                *slot = self.slots[low_half(*hash) as usize & mask];
            }
            let mut found = [NO_WORD; LOOK_UPS];
            for (found, slot) in found.iter_mut().zip(&slots).take(words.len()) {
                let entry = self.entries.get((slot.id as usize).wrapping_sub(1));
                *found = entry.map_or(NO_WORD, |entry| entry.number());
            }
            ids.extend(words.iter().enumerate().map(|(idx, &word)| {
                let is_found = found[idx] == word.to_number();
                if is_found { slots[idx].id - 1 } else { self.intern_hashed(hashes[idx], word) }
            }));
        }
    }

    /// Takes in the words of `other` and returns the number here of each of them, by its number there.
    pub fn absorb(&mut self, other: &Self) -> Vec<TypeId> {
        let mut ids = Vec::with_capacity(other.len());
        let mut waiting = Vec::with_capacity(LOOK_UPS);
        for entry in &other.entries {
            if !entry.is_long() {
                waiting.push(ShortWord::of_number(entry.number()));
            }
            if entry.is_long() || waiting.len() == LOOK_UPS {
                self.intern_all(&waiting, &mut ids);
                waiting.clear();
            }
            if entry.is_long() {
                ids.push(self.intern_long(entry.word(&other.long_words)));
            }
        }
        self.intern_all(&waiting, &mut ids);
        ids
    }

    /// The word with number `id`.
    ///
    /// # Panics
    ///
    /// If the number is not from this table.
    pub fn word(&self, id: TypeId) -> &str {
        self.entries[id as usize].word(&self.long_words)
    }

    /// How two words of this table compare, by code points.
    ///
    /// # Panics
    ///
    /// If a number is not from this table.
    pub fn compare(&self, a: TypeId, b: TypeId) -> Ordering {
        let (left, right) = (self.entries[a as usize], self.entries[b as usize]);
        if left.is_long() || right.is_long() {
            return left.word(&self.long_words).cmp(right.word(&self.long_words));
        }
        // UTF-8 sorts like code points. The first byte counts most, and the length, which is last, parts a word from one
        // that goes on with NULs.
        u128::from_be_bytes(left.bytes).cmp(&u128::from_be_bytes(right.bytes))
    }

    /// The first sixteen bytes of a word as two numbers that sort like code points; zeros follow a shorter word.
    ///
    /// Words whose prefixes differ compare like them; of the others, [`Interner::compare`] tells.
    ///
    /// # Panics
    ///
    /// If the number is not from this table.
    pub fn prefix(&self, id: TypeId) -> [u64; 2] {
        let entry = self.entries[id as usize];
        let mut bytes = entry.bytes;
        if entry.is_long() {
            let word = entry.word(&self.long_words).as_bytes();
            // What is held in place has at most fifteen bytes.
            bytes.copy_from_slice(&word[..size_of::<Entry>()]);
        } else {
            bytes[15] = 0;
        }
        let number = u128::from_be_bytes(bytes);
        [(number >> 64) as u64, number as u64]
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How much memory the words take.
    pub fn n_bytes(&self) -> u64 {
        let slots = self.slots.capacity() * size_of::<Slot>();
        (slots + self.entries.capacity() * size_of::<Entry>() + self.long_words.capacity()) as u64
    }

    /// The words in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.word(&self.long_words))
    }

    /// Forgets all words and keeps the memory, unless it is so much that the next words would hardly pay for clearing it.
    pub fn clear(&mut self) {
        if self.slots.len() > MAX_CLEARED_SLOTS {
            *self = Self::default();
            return;
        }
        self.slots.fill(Slot::default());
        self.entries.clear();
        self.long_words.clear();
    }

    fn intern_hashed(&mut self, hash: u64, short: ShortWord) -> TypeId {
        match self.find(hash, |_, known| known.number() == short.to_number()) {
            Ok(id) => id,
            Err(vacant) => self.insert(vacant, hash, Entry { bytes: short.to_bytes() }),
        }
    }

    fn intern_long(&mut self, word: &str) -> TypeId {
        let hash = self.key.hash_one(word);
        match self.find(hash, |this, known| known.is_long() && known.word(&this.long_words) == word) {
            Ok(id) => id,
            Err(vacant) => {
                let start = self.long_words.len();
                self.long_words.push_str(word);
                self.insert(vacant, hash, Entry::long(start, word.len()))
            }
        }
    }

    /// The number of the entry that `is_same` holds for, or the vacant place where it belongs.
    #[inline]
    fn find(&self, hash: u64, is_same: impl Fn(&Self, Entry) -> bool) -> Result<TypeId, usize> {
        let Some(mask) = self.slots.len().checked_sub(1) else { return Err(0) };
        let mut place = low_half(hash) as usize & mask;
        loop {
            let slot = self.slots[place];
            let Some(id) = slot.id.checked_sub(1) else { return Err(place) };
            if slot.hash == high_half(hash) && is_same(self, self.entries[id as usize]) {
                return Ok(id);
            }
            place = (place + 1) & mask;
        }
    }

    #[cold]
    fn insert(&mut self, vacant: usize, hash: u64, entry: Entry) -> TypeId {
        let id = TypeId::try_from(self.entries.len())
            .ok()
            .filter(|&id| id < TypeId::MAX)
            .expect("4 billion types do not fit in memory");
        self.entries.push(entry);
        let slot = Slot { hash: high_half(hash), id: id + 1 };
        // At most five of eight places are taken, so that a search ends soon.
        if self.entries.len() * 8 > self.slots.len() * 5 {
            self.grow();
        } else {
            self.slots[vacant] = slot;
        }
        id
    }

    /// Makes room for twice as many and finds a place for each entry anew.
    fn grow(&mut self) {
        let n_slots = (self.slots.len() * 2).max(MIN_SLOTS);
        // The old table goes before the new one comes, so that both are never held at once.
        self.slots = Vec::new();
        self.slots = vec![Slot::default(); n_slots];
        let mask = n_slots - 1;
        for (id, entry) in (1..).zip(&self.entries) {
            let hash = entry.hash(&self.key, &self.long_words);
            let mut place = low_half(hash) as usize & mask;
            while self.slots[place].id != 0 {
                place = (place + 1) & mask;
            }
            self.slots[place] = Slot { hash: high_half(hash), id };
        }
    }
}

/// The smallest table. Parts of a document have a table each, so it is small.
const MIN_SLOTS: usize = 64;

/// The largest table that is cleared in place, for the words of the next text.
const MAX_CLEARED_SLOTS: usize = 1 << 14;

impl Entry {
    fn long(start: usize, n_bytes: usize) -> Self {
        let place = start as u128 | (n_bytes as u128) << 64;
        let mut bytes = place.to_le_bytes();
        bytes[15] = LONG;
        Self { bytes }
    }

    fn number(self) -> u128 {
        u128::from_le_bytes(self.bytes)
    }

    fn is_long(self) -> bool {
        self.bytes[15] == LONG
    }

    fn word<'w>(&'w self, long_words: &'w str) -> &'w str {
        if self.is_long() {
            let place = self.number() & (u128::MAX >> 8);
            let (start, n_bytes) = (place as usize, (place >> 64) as usize);
            return &long_words[start..start + n_bytes];
        }
        str::from_utf8(&self.bytes[..usize::from(self.bytes[15])]).expect("words are cut between characters")
    }

    fn hash(&self, key: &DefaultHashBuilder, long_words: &str) -> u64 {
        if self.is_long() { key.hash_one(self.word(long_words)) } else { key.hash_one(self.number()) }
    }
}

fn low_half(hash: u64) -> u32 {
    hash as u32
}

fn high_half(hash: u64) -> u32 {
    (hash >> 32) as u32
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
        fn equal_words_and_no_others_share_a_number(words in proptest::collection::vec("[a-cé]{0,3}|[a\0]{0,2}|[a-b]{14,17}", 0..60)) {
            let mut interner = Interner::default();
            let mut known: HashMap<&str, TypeId> = HashMap::new();
            for word in &words {
                let next = known.len() as TypeId;
                let expected = *known.entry(word).or_insert(next);
                prop_assert_eq!(interner.intern(word), expected);
            }
            prop_assert_eq!(interner.len(), known.len());
            for (a, left) in (0..).zip(interner.iter()) {
                for (b, right) in (0..).zip(interner.iter()) {
                    prop_assert_eq!(interner.compare(a, b), left.cmp(right));
                    let by_prefix = interner.prefix(a).cmp(&interner.prefix(b));
                    prop_assert!(by_prefix.is_eq() || by_prefix == left.cmp(right));
                }
            }
        }
    }
}
