//! Types with their frequencies: the partial result that every count of words merges into.

use std::cmp::Ordering;
use std::ops::AddAssign;

use super::interner::{Interner, TypeId};

/// How often a type occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frequency {
    /// Tokens of the type.
    pub n_tokens: u64,
    /// Documents that have at least one of them.
    pub n_documents: u64,
}

impl AddAssign for Frequency {
    fn add_assign(&mut self, other: Self) {
        self.n_tokens += other.n_tokens;
        self.n_documents += other.n_documents;
    }
}

impl Frequency {
    /// Adds what is of a further part of the same document.
    pub fn join(&mut self, next: Self) {
        self.n_tokens += next.n_tokens;
        self.n_documents = self.n_documents.max(next.n_documents);
    }
}

/// Types with their frequencies.
///
/// Vocabularies merge in any order to the same frequencies, while the numbers of the types differ.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    types: Interner,
    frequencies: Vec<Frequency>,
}

impl Vocabulary {
    /// The number of `word`. A new word has frequency zero until [`Self::add`] counts it.
    pub fn intern(&mut self, word: &str) -> TypeId {
        let id = self.types.intern(word);
        self.know(id);
        id
    }

    /// The types of one text, in the order of their numbers, with their tokens in it.
    pub(super) fn of_text(types: Interner, n_tokens: &[u64]) -> Self {
        Self { types, frequencies: n_tokens.iter().map(|&n_tokens| of_text(n_tokens)).collect() }
    }

    /// Adds the types of a further text, with their tokens in it. Cost: one look-up for each of them.
    ///
    /// Returns the number here of each type of the text, by its number there.
    pub(super) fn absorb_text(&mut self, types: &Interner, n_tokens: &[u64]) -> Vec<TypeId> {
        let ids = self.types.absorb(types);
        self.frequencies.resize(self.types.len(), Frequency::default());
        for (&id, &n_tokens) in ids.iter().zip(n_tokens) {
            self.frequencies[id as usize] += of_text(n_tokens);
        }
        ids
    }

    /// Counts further occurrences of a type.
    ///
    /// # Panics
    ///
    /// If the number is not from this vocabulary.
    pub fn add(&mut self, id: TypeId, more: Frequency) {
        self.frequencies[id as usize] += more;
    }

    /// Adds the counts of `other`, which are of other documents. Cost: one look-up for each type of `other`.
    ///
    /// Returns the number here of each type of `other`, by its number there.
    pub fn absorb(&mut self, other: &Self) -> Vec<TypeId> {
        self.take_in(other, |known, more| *known += more)
    }

    /// Adds the counts of `next`, which are of a further part of the one document that this vocabulary counts.
    ///
    /// Returns the number here of each type of `next`, by its number there.
    pub fn join(&mut self, next: &Self) -> Vec<TypeId> {
        self.take_in(next, Frequency::join)
    }

    /// Both together; the larger one takes in the smaller.
    pub fn merged(self, other: Self) -> Self {
        let (mut large, small) = if self.n_types() < other.n_types() { (other, self) } else { (self, other) };
        large.absorb(&small);
        large
    }

    /// The word with number `id`.
    ///
    /// # Panics
    ///
    /// If the number is not from this vocabulary.
    pub fn word(&self, id: TypeId) -> &str {
        self.types.word(id)
    }

    /// How the words of two types compare, by code points.
    ///
    /// # Panics
    ///
    /// If a number is not from this vocabulary.
    pub fn compare(&self, a: TypeId, b: TypeId) -> Ordering {
        self.types.compare(a, b)
    }

    /// The start of a type's word as two numbers; where those of two types differ, the words [compare](Self::compare) like
    /// them, without a look into the table.
    ///
    /// # Panics
    ///
    /// If the number is not from this vocabulary.
    pub fn prefix(&self, id: TypeId) -> [u64; 2] {
        self.types.prefix(id)
    }

    /// How often the type with number `id` occurs.
    ///
    /// # Panics
    ///
    /// If the number is not from this vocabulary.
    pub fn frequency(&self, id: TypeId) -> Frequency {
        self.frequencies[id as usize]
    }

    /// How many types are known.
    pub fn n_types(&self) -> usize {
        self.types.len()
    }

    /// The numbers of all types, ascending.
    pub fn ids(&self) -> impl Iterator<Item = TypeId> + use<> {
        0..self.n_types() as TypeId
    }

    /// How much memory the types take.
    pub fn n_bytes(&self) -> u64 {
        self.types.n_bytes() + (self.frequencies.capacity() * size_of::<Frequency>()) as u64
    }

    /// How many types have exactly one token (hapax legomena). Cost: O(types).
    pub fn n_hapax(&self) -> usize {
        self.frequencies.iter().filter(|frequency| frequency.n_tokens == 1).count()
    }

    /// Each type with its frequency, in the order of their numbers, which is no order to show.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Frequency)> {
        self.types.iter().zip(self.frequencies.iter().copied())
    }

    fn take_in(&mut self, other: &Self, combine: impl Fn(&mut Frequency, Frequency)) -> Vec<TypeId> {
        let ids = self.types.absorb(&other.types);
        self.frequencies.resize(self.types.len(), Frequency::default());
        for (&id, &more) in ids.iter().zip(&other.frequencies) {
            combine(&mut self.frequencies[id as usize], more);
        }
        ids
    }

    fn know(&mut self, id: TypeId) {
        if id as usize == self.frequencies.len() {
            self.frequencies.push(Frequency::default());
        }
    }
}

/// The frequency of a type in one text that has it.
fn of_text(n_tokens: u64) -> Frequency {
    Frequency { n_tokens, n_documents: 1 }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn of_document(words: &[&str]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for word in words {
            let id = vocabulary.intern(word);
            vocabulary.frequencies[id as usize].n_tokens += 1;
            vocabulary.frequencies[id as usize].n_documents = 1;
        }
        vocabulary
    }

    fn content(vocabulary: &Vocabulary) -> BTreeMap<String, (u64, u64)> {
        vocabulary.iter().map(|(word, f)| (word.to_owned(), (f.n_tokens, f.n_documents))).collect()
    }

    #[test]
    fn documents_add_up_and_parts_of_one_document_count_as_one() {
        let (left, right) = (of_document(&["a", "b", "a"]), of_document(&["c", "a"]));
        let expected = |n| [("a", (3, n)), ("b", (1, 1)), ("c", (1, 1))].map(|(word, f)| (word.to_owned(), f)).into();
        let mut joined = left.clone();
        assert_eq!(joined.join(&right), [2, 0]);
        assert_eq!(content(&joined), expected(1));
        assert_eq!(content(&right.clone().merged(left.clone())), expected(2));
        assert_eq!(content(&left.merged(right)), expected(2));
    }

    #[test]
    fn hapax_are_the_types_with_one_token() {
        let vocabulary = of_document(&["a", "b", "a", "c"]);
        assert_eq!((vocabulary.n_types(), vocabulary.n_hapax()), (3, 2));
    }
}
