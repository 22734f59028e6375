//! Sequences of types with their frequencies.
//!
//! An n-gram is kept as the numbers of its types, one n-gram behind the other, and the hash table holds the numbers of
//! the n-grams only. So no n-gram costs an allocation, and no word is hashed a second time.

use std::hash::BuildHasher;
use std::num::NonZero;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::document_types::DocumentTypes;
use super::frequency::Frequency;
use super::interner::TypeId;

/// The number of an n-gram among its [`Ngrams`], counted from zero without gaps.
pub type NgramId = u32;

/// The n-grams of one length with their frequencies.
///
/// The types are numbered by a [`Vocabulary`](super::Vocabulary), so two sets merge only with the numbers that one
/// vocabulary has in the other. Memory: 4 bytes for each token of an n-gram and 30 to 40 more.
#[derive(Clone, Debug)]
pub struct Ngrams {
    n: NonZero<usize>,
    key: DefaultHashBuilder,
    table: HashTable<NgramId>,
    types: Vec<TypeId>,
    frequencies: Vec<Frequency>,
    /// The n-grams of the document that is being counted, kept for its memory.
    sequence: Vec<NgramId>,
}

impl Ngrams {
    /// No n-grams yet, to be of length `n`.
    pub fn new(n: NonZero<usize>) -> Self {
        Self {
            n,
            key: DefaultHashBuilder::default(),
            table: HashTable::new(),
            types: Vec::new(),
            frequencies: Vec::new(),
            sequence: Vec::new(),
        }
    }

    /// Tokens in an n-gram.
    pub fn n(&self) -> NonZero<usize> {
        self.n
    }

    /// How many n-grams are known.
    pub fn len(&self) -> usize {
        self.frequencies.len()
    }

    /// How much memory the n-grams take.
    pub fn n_bytes(&self) -> u64 {
        let types = self.types.capacity() * size_of::<TypeId>();
        (self.table.allocation_size() + types + self.frequencies.capacity() * size_of::<Frequency>()) as u64
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.frequencies.is_empty()
    }

    /// Counts the n-grams of one document, which is made of `runs` of tokens that no n-gram may leave.
    ///
    /// Cost: O(tokens).
    ///
    /// # Panics
    ///
    /// If there are more than 4 billion n-grams, which would take more than 150 GB.
    pub fn count<'t>(&mut self, runs: impl Iterator<Item = &'t [TypeId]>, buffer: &mut DocumentTypes) {
        let mut sequence = std::mem::take(&mut self.sequence);
        sequence.clear();
        for run in runs {
            sequence.extend(run.windows(self.n.get()).map(|ngram| self.intern(ngram)));
        }
        buffer.count(&sequence, self.len());
        for &(id, n_tokens) in buffer.types() {
            self.frequencies[id as usize] += Frequency { n_tokens, n_documents: 1 };
        }
        self.sequence = sequence;
    }

    /// Counts the n-grams of `tokens` as a further part of the one document that is counted here.
    pub fn count_more(&mut self, tokens: &[TypeId]) {
        for ngram in tokens.windows(self.n.get()) {
            let id = self.intern(ngram);
            self.frequencies[id as usize].join(Frequency { n_tokens: 1, n_documents: 1 });
        }
    }

    /// Adds an n-gram with its frequency in other documents.
    pub fn add(&mut self, ngram: &[TypeId], frequency: Frequency) {
        let id = self.intern(ngram);
        self.frequencies[id as usize] += frequency;
    }

    /// Adds the counts of `other`, which are of other documents. `ids` has the number here of each type there.
    pub fn absorb(&mut self, other: &Self, ids: &[TypeId]) {
        self.take_in(other, ids, |known, more| *known += more);
    }

    /// Adds the counts of `next`, which are of a further part of the one document that is counted here; the n-grams
    /// that span the border are not among them. `ids` has the number here of each type there.
    pub fn join(&mut self, next: &Self, ids: &[TypeId]) {
        self.take_in(next, ids, Frequency::join);
    }

    /// The types of each n-gram with its frequency, in the order of their numbers, which is no order to show.
    pub fn iter(&self) -> impl Iterator<Item = (&[TypeId], Frequency)> {
        self.types.chunks_exact(self.n.get()).zip(self.frequencies.iter().copied())
    }

    /// The types of the n-gram with number `id`.
    ///
    /// # Panics
    ///
    /// If the number is not from these n-grams.
    pub fn types(&self, id: NgramId) -> &[TypeId] {
        types(&self.types, self.n, id)
    }

    /// How often the n-gram with number `id` occurs.
    ///
    /// # Panics
    ///
    /// If the number is not from these n-grams.
    pub fn frequency(&self, id: NgramId) -> Frequency {
        self.frequencies[id as usize]
    }

    fn take_in(&mut self, other: &Self, ids: &[TypeId], add: impl Fn(&mut Frequency, Frequency)) {
        let mut here = Vec::with_capacity(self.n.get());
        for (ngram, frequency) in other.iter() {
            here.clear();
            here.extend(ngram.iter().map(|&id| ids[id as usize]));
            let id = self.intern(&here);
            add(&mut self.frequencies[id as usize], frequency);
        }
    }

    fn intern(&mut self, ngram: &[TypeId]) -> NgramId {
        let Self { n, key, table, types: all, frequencies, .. } = self;
        let hash = key.hash_one(ngram);
        if let Some(&id) = table.find(hash, |&id| types(all, *n, id) == ngram) {
            return id;
        }
        let id = NgramId::try_from(frequencies.len()).expect("4 billion n-grams do not fit in memory");
        all.extend_from_slice(ngram);
        frequencies.push(Frequency::default());
        table.insert_unique(hash, id, |&id| key.hash_one(types(all, *n, id)));
        id
    }
}

fn types(all: &[TypeId], n: NonZero<usize>, id: NgramId) -> &[TypeId] {
    let start = id as usize * n.get();
    &all[start..start + n.get()]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    type Counts = BTreeMap<Vec<TypeId>, (u64, u64)>;

    fn ngrams(n: usize) -> Ngrams {
        Ngrams::new(NonZero::new(n).unwrap())
    }

    fn content(ngrams: &Ngrams) -> Counts {
        ngrams.iter().map(|(types, f)| (types.to_vec(), (f.n_tokens, f.n_documents))).collect()
    }

    fn by_definition(documents: &[Vec<TypeId>], n: usize) -> Counts {
        let mut counts = Counts::new();
        for document in documents {
            let mut own: BTreeMap<&[TypeId], u64> = BTreeMap::new();
            document.windows(n).for_each(|ngram| *own.entry(ngram).or_default() += 1);
            for (ngram, n_tokens) in own {
                let known = counts.entry(ngram.to_vec()).or_default();
                *known = (known.0 + n_tokens, known.1 + 1);
            }
        }
        counts
    }

    #[test]
    fn no_ngram_leaves_its_run() {
        let mut bigrams = ngrams(2);
        bigrams.count([&[1, 2, 3][..], &[], &[1], &[1, 2]].into_iter(), &mut DocumentTypes::default());
        assert_eq!(content(&bigrams), [(vec![1, 2], (2, 1)), (vec![2, 3], (1, 1))].into());
    }

    proptest! {
        #[test]
        fn counting_by_number_equals_the_definition_and_merges(
            documents in proptest::collection::vec(proptest::collection::vec(0_u32..4, 0..12), 0..6),
            n in 1_usize..5,
            n_left in 0_usize..6,
        ) {
            let mut parts = [ngrams(n), ngrams(n)];
            let mut buffer = DocumentTypes::default();
            for (idx, document) in documents.iter().enumerate() {
                parts[usize::from(idx >= n_left)].count([&document[..]].into_iter(), &mut buffer);
            }
            let [mut left, right] = parts;
            left.absorb(&right, &[0, 1, 2, 3]);
            prop_assert_eq!(content(&left), by_definition(&documents, n));
        }

        #[test]
        fn a_document_cut_in_two_counts_as_the_whole(
            tokens in proptest::collection::vec(0_u32..3, 0..12),
            n in 1_usize..5,
            at in 0_usize..12,
        ) {
            let (head, rest) = tokens.split_at(at.min(tokens.len()));
            let (mut first, mut next) = (ngrams(n), ngrams(n));
            let mut buffer = DocumentTypes::default();
            first.count([head].into_iter(), &mut buffer);
            // The next part numbers its types on its own.
            let turned: Vec<TypeId> = rest.iter().map(|id| 2 - id).collect();
            next.count([&turned[..]].into_iter(), &mut buffer);
            first.join(&next, &[2, 1, 0]);
            let border = [&head[head.len() - head.len().min(n - 1)..], &rest[..rest.len().min(n - 1)]].concat();
            first.count_more(&border);
            prop_assert_eq!(content(&first), by_definition(&[tokens], n));
        }
    }
}
