//! The types of one text's tokens, in order.

use super::fold::{Fold, Folder};
use super::frequency::Vocabulary;
use super::interner::{Interner, TypeId};
use super::short_word::ShortWord;

/// How many words wait to be looked up together: enough that their look-ups overlap, few enough to stay close by.
const MAX_WAITING: usize = 64;

/// Folds one word of a text after the other and tells which are the same, many at a time.
///
/// The types have numbers of the text's own, in order of first occurrence. A text has few of them, so its table stays
/// in the core's own cache, and that of a corpus, which does not, is asked once for each type instead of each token.
#[derive(Clone, Debug, Default)]
pub struct TypeSequence {
    folder: Folder,
    types: Interner,
    /// Folded words whose numbers come after `ids`.
    waiting: Vec<ShortWord>,
    ids: Vec<TypeId>,
    frequencies: Vec<u64>,
}

impl TypeSequence {
    /// An empty sequence.
    pub fn new(fold: Fold) -> Self {
        Self { folder: Folder::new(fold), ..Self::default() }
    }

    /// Starts with the next text and keeps the memory.
    pub fn clear(&mut self) {
        self.types.clear();
        self.waiting.clear();
        self.ids.clear();
        self.frequencies.clear();
    }

    /// Adds the next word; `short` is the same word, if it is short.
    #[inline]
    pub fn push(&mut self, word: &str, short: Option<ShortWord>) {
        match short.and_then(|short| self.folder.fold_short(short, word)) {
            Some(folded) => self.waiting.push(folded),
            None => self.push_long(word),
        }
        if self.waiting.len() >= MAX_WAITING {
            self.look_up();
        }
    }

    /// Looks up the words that still wait, and counts. What is told of the text is of all words up to here.
    pub fn finish(&mut self) {
        self.look_up();
        self.frequencies.clear();
        self.frequencies.resize(self.types.len(), 0);
        for &id in &self.ids {
            self.frequencies[id as usize] += 1;
        }
    }

    /// The number of each token's type.
    pub fn ids(&self) -> &[TypeId] {
        &self.ids
    }

    /// The types in the order of their numbers, each with its tokens.
    pub fn types(&self) -> impl Iterator<Item = (&str, u64)> {
        self.types.iter().zip(self.frequencies.iter().copied())
    }

    /// How many tokens each type has, in the order of their numbers.
    pub fn frequencies(&self) -> &[u64] {
        &self.frequencies
    }

    /// The folded tokens.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(|&id| self.types.word(id))
    }

    /// The types with their frequencies, as a vocabulary in which they have the same numbers; they are gone here.
    pub fn take_vocabulary(&mut self) -> Vocabulary {
        Vocabulary::of_text(std::mem::take(&mut self.types), &self.frequencies)
    }

    /// Adds the types to those of a corpus and returns the number there of each of them, by its number here.
    pub fn add_to(&self, vocabulary: &mut Vocabulary) -> Vec<TypeId> {
        vocabulary.absorb_text(&self.types, &self.frequencies)
    }

    fn push_long(&mut self, word: &str) {
        self.look_up();
        self.ids.push(self.types.intern(self.folder.fold(word)));
    }

    fn look_up(&mut self) {
        self.types.intern_all(&self.waiting, &mut self.ids);
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn push_all(sequence: &mut TypeSequence, words: &[String]) {
        sequence.clear();
        words.iter().for_each(|word| sequence.push(word, ShortWord::whole(word)));
        sequence.finish();
    }

    proptest! {
        #[test]
        fn words_get_the_numbers_they_would_get_one_by_one(
            words in proptest::collection::vec("[aB]{0,2}|[éЯ]{0,2}|[a-zX]{14,17}", 0..200),
        ) {
            let mut sequence = TypeSequence::new(Fold::LOWERCASE);
            for text in [words.clone(), vec!["A".to_owned()], words] {
                push_all(&mut sequence, &text);
                let lower: Vec<String> = text.iter().map(|word| word.to_lowercase()).collect();
                prop_assert!(sequence.words().eq(lower.iter().map(String::as_str)));
                let mut single = Interner::default();
                let ids: Vec<TypeId> = lower.iter().map(|word| single.intern(word)).collect();
                prop_assert_eq!(sequence.ids(), &ids);
                let n_of = |id: TypeId| ids.iter().filter(|&&other| other == id).count() as u64;
                let counted: Vec<u64> = (0..single.len() as TypeId).map(n_of).collect();
                prop_assert_eq!(sequence.frequencies(), &counted);
                prop_assert!(sequence.types().eq(single.iter().zip(counted)));
            }
        }
    }

    #[test]
    fn the_types_go_to_a_vocabulary_of_the_corpus_or_become_one() {
        let (mut sequence, mut vocabulary) = (TypeSequence::new(Fold::LOWERCASE), Vocabulary::default());
        let mut add = |words: &[&str]| {
            push_all(&mut sequence, &words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
            let ids = sequence.add_to(&mut vocabulary);
            let here = sequence.take_vocabulary();
            assert!(here.iter().eq(ids.iter().map(|&id| vocabulary.word(id)).zip(here.iter().map(|(_, f)| f))));
            (ids, here.iter().map(|(_, frequency)| (frequency.n_tokens, frequency.n_documents)).collect::<Vec<_>>())
        };
        assert_eq!(add(&["b", "a", "B"]), (vec![0, 1], vec![(2, 1), (1, 1)]));
        assert_eq!(add(&["c", "a"]), (vec![2, 1], vec![(1, 1), (1, 1)]));
        let counted: Vec<u64> = vocabulary.iter().map(|(_, frequency)| frequency.n_documents).collect();
        assert_eq!(counted, [1, 2, 1]);
    }
}
