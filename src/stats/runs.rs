//! Stretches of tokens that nothing counted from their order may leave: documents or sentences.

use crate::choice::choices;
use crate::text::sentences;
use crate::vocabulary::TypeId;

/// Where n-grams and the spans of collocations end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Within {
    /// At the ends of a document. Punctuation between two words does not part them.
    #[default]
    Document,
    /// At the ends of a sentence.
    Sentence,
}

choices!(Within {
    Document = "document": "At the end of the document, across punctuation",
    Sentence = "sentence": "At the end of each sentence",
});

impl Within {
    /// Where something ends, in words for definitions.
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Document => "within documents",
            Self::Sentence => "within sentences",
        }
    }
}

/// Finds the runs of a text while its tokens are found.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    within: Within,
    /// The bytes at which the runs after the first begin, the next one last.
    starts: Vec<usize>,
    /// The tokens at which the runs before the last end.
    ends: Vec<usize>,
}

impl Runs {
    /// No text yet.
    pub(super) fn new(within: Within) -> Self {
        Self { within, ..Self::default() }
    }

    /// Starts with the next text.
    pub(super) fn begin(&mut self, text: &str) {
        self.starts.clear();
        self.ends.clear();
        if self.within == Within::Sentence {
            self.starts.extend(sentences(text).iter().skip(1).rev().map(|sentence| sentence.start));
        }
    }

    /// Takes the place of the next token: its first byte, and how many tokens are before it.
    pub(super) fn token(&mut self, start: usize, idx: usize) {
        while self.starts.last().is_some_and(|&next| start >= next) {
            self.starts.pop();
            self.ends.push(idx);
        }
    }

    /// The tokens of each run.
    pub(super) fn of<'r>(&'r self, tokens: &'r [TypeId]) -> impl Iterator<Item = &'r [TypeId]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let ends = self.ends.iter().copied().chain([tokens.len()]);
        starts.zip(ends).map(|(start, end)| &tokens[start..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[track_caller]
    fn check(within: Within, text: &str, expected: &[&[TypeId]]) {
        let mut runs = Runs::new(within);
        runs.begin("One. Two. Left over.");
        runs.begin(text);
        words(text).enumerate().for_each(|(idx, (start, _))| runs.token(start, idx));
        let tokens: Vec<TypeId> = (0..words(text).count() as TypeId).collect();
        assert_eq!(runs.of(&tokens).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_run_is_a_document_or_a_sentence() {
        let text = "One, two. Three.\n\nFour";
        check(Within::Document, text, &[&[0, 1, 2, 3]]);
        check(Within::Sentence, text, &[&[0, 1], &[2], &[3]]);
        check(Within::Sentence, "", &[&[]]);
    }
}
