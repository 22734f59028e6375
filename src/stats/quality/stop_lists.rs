//! The stop words by which text quality is judged: few words of English, or the list of the document's language.

use std::collections::HashMap;
use std::sync::Arc;

use crate::text::{Language, StopList};

/// Words that nearly every English text has (Rae et al. 2021); they count only as written here.
const ENGLISH: [&str; 8] = ["the", "be", "to", "of", "and", "that", "have", "with"];

/// The stop lists of all languages that have one.
#[derive(Clone, Debug, Default)]
pub(in crate::stats) struct StopLists(Arc<HashMap<Language, StopList>>);

/// The stop words of one document.
#[derive(Clone, Copy, Debug)]
pub(in crate::stats) enum StopWords<'l> {
    /// Its language is not known or has no list.
    None,
    English,
    Of(&'l StopList),
}

impl StopLists {
    /// All lists. Cost: reading some 1,000 words.
    pub(in crate::stats) fn all() -> Self {
        let lists = StopList::languages()
            .filter_map(|code| Some((Language::from_tag(code)?, StopList::of_language(code)?)))
            .filter(|(language, _)| *language != Language::English);
        Self(Arc::new(lists.collect()))
    }

    /// The stop words of a language.
    pub(in crate::stats) fn of(&self, language: Language) -> StopWords<'_> {
        match language {
            Language::English => StopWords::English,
            _ => self.0.get(&language).map_or(StopWords::None, StopWords::Of),
        }
    }
}

impl StopWords<'_> {
    /// Whether the word is one of them, if there are any.
    pub(super) fn contains(self, word: &str) -> Option<bool> {
        match self {
            Self::None => None,
            Self::English => Some(ENGLISH.contains(&word)),
            Self::Of(list) => Some(list.contains(word)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_judged_by_the_list_of_its_language() {
        let lists = StopLists::all();
        let contains = |language, word| lists.of(language).contains(word);
        assert_eq!([contains(Language::English, "the"), contains(Language::English, "The")], [Some(true), Some(false)]);
        assert_eq!([contains(Language::German, "Und"), contains(Language::German, "the")], [Some(true), Some(false)]);
        assert_eq!([contains(Language::Any, "the"), contains(Language::Japanese, "the")], [None, None]);
        let n_lists = Language::ALL.into_iter().filter(|&language| contains(language, "").is_some()).count();
        assert_eq!(n_lists, StopList::languages().count());
    }
}
