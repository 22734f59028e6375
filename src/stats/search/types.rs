//! Types that are looked for: each token that counts as one of them is a hit.

use std::collections::HashMap;

use crate::document::{Document, Span};
use crate::text::Tokenization;
use crate::vocabulary::{Fold, Folder};

/// The types that are looked for, and what folds tokens to types.
#[derive(Debug)]
pub(super) struct TypeSearch<'o> {
    idxs: HashMap<&'o str, u32>,
    folder: Folder,
}

impl<'o> TypeSearch<'o> {
    /// Looks for `types` among tokens that are folded so.
    pub(super) fn new(types: &'o [String], fold: Fold) -> Self {
        Self { idxs: types.iter().map(String::as_str).zip(0..).collect(), folder: Folder::new(fold) }
    }

    /// The tokens of the document that count as one of the types, each with the place of that type.
    pub(super) fn matches(&mut self, document: &Document, tokens: &Tokenization) -> Vec<(Span, Option<u32>)> {
        let mut found = Vec::new();
        tokens.for_each(&document.text, document.given_spans(), |span| {
            let idx = self.idxs.get(self.folder.fold(span.of(&document.text)));
            found.extend(idx.map(|&idx| (span, Some(idx))));
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_as_often_as_it_is_counted() {
        let document = Document { text: "America's past: America, america!".to_owned(), ..Document::default() };
        let types = ["america".to_owned(), "america's".to_owned()];
        let found = TypeSearch::new(&types, Fold::default()).matches(&document, &Tokenization::default());
        let found: Vec<_> = found.iter().map(|(span, idx)| (span.of(&document.text), *idx)).collect();
        assert_eq!(found, [("America's", Some(1)), ("America", Some(0)), ("america", Some(0))]);
    }
}
