//! The types of a text's tokens, in order.

use super::fold::{Fold, Folder};
use super::frequency::Vocabulary;
use super::interner::TypeId;
use super::short_word::ShortWord;

/// How many words wait to be looked up together: enough that their look-ups overlap, few enough to stay close by.
const MAX_WAITING: usize = 64;

/// Folds one word of a text after the other and looks them up in a vocabulary, many at a time.
#[derive(Clone, Debug, Default)]
pub struct TypeSequence {
    folder: Folder,
    /// Folded words whose numbers come after `ids`.
    waiting: Vec<ShortWord>,
    ids: Vec<TypeId>,
}

impl TypeSequence {
    /// An empty sequence.
    pub fn new(fold: Fold) -> Self {
        Self { folder: Folder::new(fold), ..Self::default() }
    }

    /// Starts with the next text and keeps the memory.
    pub fn clear(&mut self) {
        self.waiting.clear();
        self.ids.clear();
    }

    /// Adds the next word; `short` is the same word, if it is short. All words until [`Self::finish`] are for one
    /// vocabulary.
    #[inline]
    pub fn push(&mut self, word: &str, short: Option<ShortWord>, vocabulary: &mut Vocabulary) {
        match short.and_then(|short| self.folder.fold_short(short, word)) {
            Some(folded) => self.waiting.push(folded),
            None => self.push_long(word, vocabulary),
        }
        if self.waiting.len() >= MAX_WAITING {
            self.finish(vocabulary);
        }
    }

    /// Looks up the words that still wait. Afterwards [`Self::ids`] has them all.
    pub fn finish(&mut self, vocabulary: &mut Vocabulary) {
        vocabulary.intern_all(&self.waiting, &mut self.ids);
        self.waiting.clear();
    }

    /// The number of each word up to the last call of [`Self::finish`].
    pub fn ids(&self) -> &[TypeId] {
        &self.ids
    }

    fn push_long(&mut self, word: &str, vocabulary: &mut Vocabulary) {
        self.finish(vocabulary);
        self.ids.push(vocabulary.intern(self.folder.fold(word)));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_get_the_numbers_they_would_get_one_by_one(
            words in proptest::collection::vec("[aB]{0,2}|[éЯ]{0,2}|[a-zX]{14,17}", 0..200),
        ) {
            let (mut sequence, mut vocabulary) = (TypeSequence::new(Fold::LOWERCASE), Vocabulary::default());
            for text in [words.clone(), vec!["A".to_owned()]] {
                sequence.clear();
                for word in &text {
                    sequence.push(word, ShortWord::whole(word), &mut vocabulary);
                }
                sequence.finish(&mut vocabulary);
                let found: Vec<&str> = sequence.ids().iter().map(|&id| vocabulary.word(id)).collect();
                prop_assert_eq!(found, text.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>());
            }
            let mut single = Vocabulary::default();
            words.iter().for_each(|word| { single.intern(&word.to_lowercase()); });
            single.intern("a");
            prop_assert_eq!(vocabulary.n_types(), single.n_types());
        }
    }
}
