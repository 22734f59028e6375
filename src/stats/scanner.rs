//! The worker's side: counts one document after the other in reused tables and buffers.
//!
//! The words of a text are walked over once, whatever is asked of them; nothing is allocated for a token.

use std::num::NonZero;

use super::counts::{Counts, Distinct, Numbers};
use super::needs::Needs;
use super::stretch::{Edges, Stretch};
use crate::document::{Document, Extent};
use crate::measure::{SlidingWindow, WindowTypes};
use crate::text::{for_each_word, lines, n_words, paragraphs, sentences};
use crate::vocabulary::{DocumentTypes, Fold, Folder, Frequency, TypeId, Vocabulary};

/// Types that a worker remembers from document to document where no one asks for the vocabulary of the corpus. The
/// frequent words stay known that way, and memory stays bounded.
const MAX_TYPES_KEPT: usize = 1 << 16;

/// What the workers do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) needs: Needs,
    pub(super) fold: Fold,
    pub(super) window: NonZero<usize>,
}

/// A counted document or part of one. The text is gone; what describes the document is left.
#[derive(Debug)]
pub(super) enum Scanned {
    Whole(Document, Numbers),
    Part(Document, Box<Stretch>),
}

/// A worker's state.
#[derive(Debug)]
pub(super) struct Scanner {
    plan: Plan,
    vocabulary: Vocabulary,
    walk: Walk,
}

impl Scanner {
    /// A worker that has counted nothing yet.
    pub(super) fn new(plan: Plan) -> Self {
        Self { plan, vocabulary: Vocabulary::default(), walk: Walk::new(plan) }
    }

    /// Counts a document, or a part of one.
    pub(super) fn scan(&mut self, mut document: Document) -> Scanned {
        let text = std::mem::take(&mut document.text);
        let mut counts = count_text(&text, self.plan.needs);
        counts.bytes = document.facts.n_bytes;
        counts.crlf_lines = document.facts.n_crlf;
        match document.extent {
            Extent::Whole => {
                counts.documents = 1;
                let distinct = self.walk_document(&text, &mut counts);
                Scanned::Whole(document, Numbers { counts, distinct })
            }
            Extent::Part { .. } => {
                let stretch = self.walk_part(&text, counts);
                Scanned::Part(document, Box::new(stretch))
            }
        }
    }

    /// The types of the worker's documents with their frequencies; of documents in parts there are none here.
    pub(super) fn into_vocabulary(self) -> Vocabulary {
        if self.plan.needs.contains(Needs::VOCABULARY) { self.vocabulary } else { Vocabulary::default() }
    }

    fn walk_document(&mut self, text: &str, counts: &mut Counts) -> Distinct {
        let is_kept = self.plan.needs.contains(Needs::VOCABULARY);
        if !is_kept && self.vocabulary.n_types() > MAX_TYPES_KEPT {
            self.vocabulary.clear();
        }
        self.walk.words(text, &mut self.vocabulary, counts);
        counts.windows = self.walk.windows(&self.vocabulary);
        self.walk.types(&mut self.vocabulary)
    }

    /// A part has a vocabulary of its own, because the thread that counts the next part must be able to join it.
    fn walk_part(&mut self, text: &str, mut counts: Counts) -> Stretch {
        let mut vocabulary = Vocabulary::default();
        self.walk.words(text, &mut vocabulary, &mut counts);
        counts.windows = self.walk.windows(&vocabulary);
        self.walk.types(&mut vocabulary);
        let edges = if self.plan.needs.contains(Needs::PARAGRAPHS) { Edges::of(text) } else { None };
        Stretch::new(counts, edges, vocabulary, &self.walk.tokens, self.plan.window)
    }
}

/// The walk over the words of a text, with its buffers.
#[derive(Debug)]
struct Walk {
    plan: Plan,
    folder: Folder,
    /// The types of the text's tokens, in order; empty if none needs them.
    tokens: Vec<TypeId>,
    document_types: DocumentTypes,
    sliding: SlidingWindow,
}

impl Walk {
    fn new(plan: Plan) -> Self {
        Self {
            plan,
            folder: Folder::new(plan.fold),
            tokens: Vec::new(),
            document_types: DocumentTypes::default(),
            sliding: SlidingWindow::default(),
        }
    }

    /// Walks over the words once, as far as anything needs them.
    fn words(&mut self, text: &str, vocabulary: &mut Vocabulary, counts: &mut Counts) {
        self.tokens.clear();
        let needs = self.plan.needs;
        let with_lengths = needs.contains(Needs::TOKEN_CHARACTERS);
        if needs.contains(Needs::TYPES) || needs.contains(Needs::WINDOWS) {
            for_each_word(text, |span| {
                let word = span.of(text);
                if with_lengths {
                    counts.token_characters += n_characters(word);
                }
                self.tokens.push(vocabulary.intern(self.folder.fold(word)));
            });
            counts.tokens = self.tokens.len() as u64;
        } else if with_lengths {
            for_each_word(text, |span| {
                counts.tokens += 1;
                counts.token_characters += n_characters(span.of(text));
            });
        } else if needs.contains(Needs::TOKENS) {
            counts.tokens = n_words(text) as u64;
        }
    }

    fn windows(&mut self, vocabulary: &Vocabulary) -> WindowTypes {
        if self.plan.needs.contains(Needs::WINDOWS) {
            self.sliding.slide(&self.tokens, self.plan.window, vocabulary.n_types())
        } else {
            WindowTypes::default()
        }
    }

    /// The types of the text alone, which are also added to the vocabulary.
    fn types(&mut self, vocabulary: &mut Vocabulary) -> Distinct {
        let mut distinct = Distinct::default();
        if self.plan.needs.contains(Needs::TYPES) {
            self.document_types.count(&self.tokens, vocabulary.n_types(), |id, n_tokens| {
                distinct.types += 1;
                distinct.hapax += u64::from(n_tokens == 1);
                vocabulary.add(id, Frequency { n_tokens, n_documents: 1 });
            });
        }
        distinct
    }
}

/// All that is counted without looking at words.
fn count_text(text: &str, needs: Needs) -> Counts {
    let mut counts = Counts::default();
    if needs.contains(Needs::CHARACTERS) {
        counts.characters = n_characters(text);
    }
    if needs.contains(Needs::LINES) {
        counts.lines = lines(text).count() as u64;
    }
    if needs.contains(Needs::PARAGRAPHS) {
        counts.paragraphs = paragraphs(text).count() as u64;
    }
    if needs.contains(Needs::SENTENCES) {
        counts.sentences = sentences(text).len() as u64;
    }
    counts
}

fn n_characters(text: &str) -> u64 {
    text.chars().count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "One two.\nTwo three!\n\nFour\n";

    fn scan(needs: Needs) -> Numbers {
        let plan = Plan { needs, fold: Fold::LowerCase, window: NonZero::new(2).unwrap() };
        let document = Document { text: TEXT.to_owned(), ..Document::default() };
        match Scanner::new(plan).scan(document) {
            Scanned::Whole(_, numbers) => numbers,
            Scanned::Part(..) => panic!("a whole document was taken for a part"),
        }
    }

    /// What is not needed is not looked at: its counts stay zero.
    #[track_caller]
    fn check(needs: Needs, expected: Counts, types: u64) {
        let Numbers { counts, distinct } = scan(needs);
        assert_eq!(counts, Counts { documents: 1, ..expected });
        assert_eq!(distinct.types, types);
    }

    #[test]
    fn work_that_is_not_needed_is_not_done() {
        let none = Counts::default();
        check(Needs::NONE, none, 0);
        check(Needs::CHARACTERS, Counts { characters: 26, ..none }, 0);
        check(Needs::LINES | Needs::SENTENCES, Counts { lines: 4, sentences: 3, ..none }, 0);
        check(Needs::PARAGRAPHS, Counts { paragraphs: 2, ..none }, 0);
        let tokens = Counts { tokens: 5, ..none };
        check(Needs::TOKENS, tokens, 0);
        check(Needs::TOKEN_CHARACTERS, Counts { token_characters: 18, ..tokens }, 0);
        check(Needs::TYPES, tokens, 4);
        check(Needs::TYPES | Needs::TOKEN_CHARACTERS, Counts { token_characters: 18, ..tokens }, 4);
        check(Needs::WINDOWS, Counts { windows: WindowTypes { n_windows: 4, n_types: 7 }, ..tokens }, 0);
    }

    #[test]
    fn a_worker_keeps_few_types_unless_the_vocabulary_is_needed() {
        for (needs, is_kept) in [(Needs::TYPES, false), (Needs::VOCABULARY, true)] {
            let plan = Plan { needs, fold: Fold::None, window: NonZero::new(2).unwrap() };
            let mut scanner = Scanner::new(plan);
            let many: String = (0..=MAX_TYPES_KEPT).map(|n| format!("w{n} ")).collect();
            for text in [many, "one".to_owned()] {
                scanner.scan(Document { text, ..Document::default() });
            }
            assert_eq!(scanner.vocabulary.n_types() == 1, !is_kept);
            assert_eq!(scanner.into_vocabulary().n_types() > 0, is_kept);
        }
    }
}
