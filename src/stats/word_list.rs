//! Words with their frequencies, counted elsewhere: a reference without its texts.

use crate::document::{Document, Fields};
use crate::error::{Error, OptionProblem, WordListProblem};
use crate::input::{Corpus, Job, SideFile};
use crate::vocabulary::{Fold, Folder, Frequency, Vocabulary};

const WORD: &str = "word";
const FREQUENCY: &str = "frequency";
const DOCUMENT_FREQUENCY: &str = "document_frequency";
const PER_MILLION: &str = "per_million";

/// A list of words with their frequencies in some corpus, such as `stats` writes with a row for each word.
#[derive(Clone, Debug, Default)]
pub struct WordList {
    words: Vec<(String, Frequency)>,
    /// Whether every word came with the number of its documents.
    has_documents: bool,
    n_tokens: u64,
}

impl WordList {
    /// Whether records with these fields, of which none is a text, are a list of words.
    pub fn is_made_of<S: AsRef<str>>(fields: &[S]) -> bool {
        [WORD, FREQUENCY].iter().all(|needed| fields.iter().any(|field| field.as_ref() == *needed))
    }

    /// Reads records with the fields `word` and `frequency`, and perhaps `document_frequency` and `per_million`.
    ///
    /// The size of the corpus follows from `per_million`, so that a list may leave out words; without it, it is the sum
    /// of the frequencies. Cost: memory for each word.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] for a record without a word or with a frequency that is no whole number.
    pub fn read(table: &Corpus, job: &Job<'_>) -> Result<Self, Error> {
        let mut list = Self { has_documents: true, ..Self::default() };
        let (mut largest, mut allowance) = (Sized::default(), SideFile::Table.allowance());
        table.run(
            job,
            || (),
            |(), document: Document| (document.id, document.fields),
            |(id, fields)| {
                let counted = allowance.take(&fields);
                counted.map_err(|problem| refused(WordListProblem::Unreadable(problem)))?;
                let (word, frequency) = row(&id, &fields)?;
                let n_documents = value(&fields, DOCUMENT_FREQUENCY).and_then(|text| text.parse().ok());
                list.has_documents &= n_documents.is_some();
                list.n_tokens = list.n_tokens.saturating_add(frequency);
                largest.look_at(frequency, value(&fields, PER_MILLION));
                let n_documents = n_documents.unwrap_or_default();
                list.words.push((word.to_owned(), Frequency { n_tokens: frequency, n_documents }));
                Ok(())
            },
        )?;
        list.n_tokens = list.n_tokens.max(largest.n_tokens);
        Ok(list)
    }

    /// How many tokens the corpus has, words that are not on the list included.
    pub(super) fn n_tokens(&self) -> u64 {
        self.n_tokens
    }

    /// The words folded, and whether the numbers of their documents are known. They are not where words fall together
    /// that were two on the list.
    pub(super) fn folded(&self, fold: Fold) -> (Vocabulary, bool) {
        let (mut vocabulary, mut folder) = (Vocabulary::default(), Folder::new(fold));
        for (word, frequency) in &self.words {
            let id = vocabulary.intern(folder.fold(word));
            vocabulary.add(id, *frequency);
        }
        let is_one_to_one = vocabulary.n_types() == self.words.len();
        (vocabulary, self.has_documents && is_one_to_one)
    }
}

/// The size of a corpus by its most frequent word, whose relative frequency has the most digits.
#[derive(Clone, Copy, Debug, Default)]
struct Sized {
    frequency: u64,
    n_tokens: u64,
}

impl Sized {
    fn look_at(&mut self, frequency: u64, per_million: Option<&str>) {
        let ratio = per_million.and_then(|text| text.parse::<f64>().ok()).filter(|&ratio| ratio > 0.0);
        if let Some(ratio) = ratio.filter(|_| frequency > self.frequency) {
            *self = Self { frequency, n_tokens: (frequency as f64 * 1e6 / ratio).round() as u64 };
        }
    }
}

fn row<'f>(id: &str, fields: &'f Fields) -> Result<(&'f str, u64), Error> {
    let word = value(fields, WORD).filter(|word| !word.is_empty());
    let word = word.ok_or_else(|| refused(WordListProblem::NoWord(id.to_owned())))?;
    let written = value(fields, FREQUENCY).unwrap_or_default();
    let problem = || WordListProblem::NoFrequency { row: id.to_owned(), written: written.to_owned() };
    Ok((word, written.parse().map_err(|_| refused(problem()))?))
}

fn refused(problem: WordListProblem) -> Error {
    OptionProblem::WordList(problem).into()
}

fn value<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.get(name).map(|value| value.as_text())
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use super::*;
    use crate::diagnostics::Collected;
    use crate::document::FieldValue;
    use crate::pool::Pool;

    /// Rows of word, frequency, document frequency and frequency per million; what is empty is left out.
    fn read(rows: &[[&str; 4]]) -> Result<WordList, Error> {
        let document = |row: &[&str; 4]| {
            let named = [WORD, FREQUENCY, DOCUMENT_FREQUENCY, PER_MILLION].into_iter().zip(row);
            let named = named.filter(|(_, value)| !value.is_empty());
            let fields = named.map(|(name, value)| (name.into(), FieldValue::Text((*value).to_owned())));
            Document { id: "list.csv#1".to_owned(), fields: fields.collect(), ..Document::default() }
        };
        let (pool, diagnostics) = (Pool::new(NonZero::new(1)).unwrap(), Collected::default());
        let corpus = Corpus::from_documents(rows.iter().map(document).collect());
        WordList::read(&corpus, &Job { pool: &pool, diagnostics: &diagnostics })
    }

    #[test]
    fn the_size_of_the_corpus_is_that_of_the_relative_frequencies_or_the_sum() {
        let n_tokens = |rows: &[[&str; 4]]| read(rows).unwrap().n_tokens();
        assert_eq!(n_tokens(&[["a", "3", "", ""], ["b", "2", "", ""]]), 5);
        assert_eq!(n_tokens(&[["a", "1", "", "333333"], ["b", "7", "", "1000.5714285714286"]]), 6_996);
        assert_eq!(n_tokens(&[["a", "7", "", "0"], ["b", "2", "", "x"]]), 9);
        assert_eq!(n_tokens(&[["a", "9", "", "1000000"], ["b", "2", "", ""]]), 11);
    }

    #[test]
    fn words_are_folded_and_their_documents_known_only_if_all_are() {
        let list = read(&[["The", "3", "2", ""], ["a", "2", "1", ""]]).unwrap();
        assert!(list.folded(Fold::LOWERCASE).1);
        let (vocabulary, knows_documents) =
            read(&[["The", "3", "2", ""], ["the", "2", "1", ""]]).unwrap().folded(Fold::LOWERCASE);
        assert_eq!((vocabulary.n_types(), vocabulary.frequency(0).n_tokens, knows_documents), (1, 5, false));
        assert!(!read(&[["The", "3", "", ""]]).unwrap().folded(Fold::NONE).1);
    }

    #[test]
    fn rows_that_are_none_are_named() {
        let told = |row| read(&[row]).unwrap_err().to_string();
        assert_eq!(told(["", "3", "", ""]), "list.csv#1 is a row of a word list without a word");
        let expected = "list.csv#1 has the frequency \"1,200\", which is no whole number";
        assert_eq!(told(["a", "1,200", "", ""]), expected);
        assert!(WordList::is_made_of(&["rank", "word", "frequency"]) && !WordList::is_made_of(&["word", "count"]));
    }
}
