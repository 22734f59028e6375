//! The worker's side: counts one document after the other in reused tables and buffers.
//!
//! The words of a text are walked over once, whatever is asked of them; nothing is allocated for a token.

use super::characters::Characters;
use super::contexts::Contexts;
use super::counts::{Counts, Distinct, Numbers};
use super::languages::LANGUAGE;
use super::lengths::WordLengths;
use super::needs::Needs;
use super::plan::Plan;
use super::quality::{Quality, Seen};
use super::reading::{LanguageCode, Spoken, WithSyllables};
use super::runs::Runs;
use super::stretch::{Edges, Stretch};
use super::tally::Tally;
use crate::document::{Document, Extent, FieldValue, Span};
use crate::measure::diversity::{Scratch, Spectrum};
use crate::measure::{SlidingWindow, WindowTypes};
use crate::text::{Language, n_lines, n_sentences, paragraphs};
use crate::vocabulary::{Frequency, ShortWord, TypeId, TypeSequence, Vocabulary};

/// A counted document or part of one. The text is gone; what describes the document is left.
#[derive(Debug)]
pub(super) enum Scanned {
    Whole(Document, Box<Numbers>),
    Part(Document, Box<Stretch>),
}

/// A worker's state.
#[derive(Debug)]
pub(super) struct Scanner {
    plan: Plan,
    vocabulary: Vocabulary,
    contexts: Contexts,
    walk: Walk,
}

impl Scanner {
    /// A worker that has counted nothing yet.
    pub(super) fn new(plan: &Plan) -> Self {
        let (vocabulary, contexts) = (Vocabulary::default(), Contexts::default());
        Self { plan: plan.clone(), vocabulary, contexts, walk: Walk::new(plan) }
    }

    /// The same, for what these contexts count as well.
    pub(super) fn counting(mut self, contexts: Contexts) -> Self {
        self.walk.runs = Runs::new(contexts.within());
        self.contexts = contexts;
        self
    }

    /// Counts a document, or a part of one.
    pub(super) fn scan(&mut self, mut document: Document) -> Scanned {
        let (text, given) = (std::mem::take(&mut document.text), document.given.take());
        let text = Tokenized { text: &text, given: given.as_deref().map_or(&[], |given| &given.spans) };
        let code = self.language_of(&document);
        let language = code.map_or(Language::Any, |code| code.language());
        let mut counts = count_text(text.text, language, self.plan.needs);
        counts.bytes = document.facts.n_bytes;
        counts.crlf_lines = document.facts.n_crlf;
        if self.plan.needs.contains(Needs::READING) {
            counts.reading.spoken = Spoken::One(code);
        }
        match document.extent {
            Extent::Whole => {
                counts.documents = 1;
                let numbers = self.walk_document(text, language, counts);
                Scanned::Whole(document, Box::new(numbers))
            }
            Extent::Part { last, .. } => {
                // A line that goes on in the next part is counted there.
                let goes_on = !last && !text.text.is_empty() && !text.text.ends_with('\n');
                counts.lines = counts.lines.saturating_sub(u64::from(goes_on));
                let stretch = self.walk_part(text, language, counts);
                Scanned::Part(document, Box::new(stretch))
            }
        }
    }

    /// How much memory the counts of all documents so far take.
    pub(super) fn n_bytes(&self) -> u64 {
        self.vocabulary.n_bytes() + self.contexts.n_bytes()
    }

    /// The types of the worker's documents with their frequencies; of documents in parts there are none here.
    pub(super) fn into_tally(self) -> Tally {
        Tally { vocabulary: self.vocabulary, contexts: self.contexts }
    }

    /// The types of the last whole document with their frequencies in it, if they are needed.
    pub(super) fn document_types(&self) -> impl Iterator<Item = (&str, Frequency)> {
        self.walk.tokens.types().map(|(word, n_tokens)| (word, Frequency { n_tokens, n_documents: 1 }))
    }

    /// What the record says, or else what holds for all documents.
    fn language_of(&self, document: &Document) -> Option<LanguageCode> {
        let named = document.fields.get(LANGUAGE).map(FieldValue::as_text);
        named.and_then(LanguageCode::of_tag).or(self.plan.language)
    }

    fn walk_document(&mut self, text: Tokenized<'_>, language: Language, mut counts: Counts) -> Numbers {
        let needs = self.plan.needs;
        self.walk.seen.clear();
        self.walk.words(text, language, &mut counts);
        counts.quality.add_ngrams(self.walk.tokens.words(), needs);
        counts.lengths.documents.add_times(counts.tokens, u64::from(needs.contains(Needs::DOCUMENT_LENGTHS)));
        counts.windows = self.walk.windows();
        let tokens = self.walk.tokens.ids();
        let sequences = self.plan.sequences.values(tokens, self.plan.window, &mut self.walk.scratch);
        if needs.contains(Needs::VOCABULARY) {
            self.remember(counts.tokens);
        }
        Numbers { counts, distinct: self.walk.distinct(), sequences }
    }

    /// Adds the types of a document of `n_tokens` tokens to those of the corpus, and what stands near them.
    fn remember(&mut self, n_tokens: u64) {
        let tokens = &self.walk.tokens;
        let ids = tokens.add_to(&mut self.vocabulary);
        if self.plan.needs.contains_any(&[Needs::NGRAMS, Needs::COLLOCATIONS]) {
            let in_order: Vec<TypeId> = tokens.ids().iter().map(|&id| ids[id as usize]).collect();
            self.contexts.count(&in_order, &self.walk.runs, &self.vocabulary);
        }
        self.contexts.post(ids.into_iter().zip(tokens.frequencies().iter().copied()), n_tokens);
    }

    /// A part has a vocabulary of its own, because the thread that counts the next part must be able to join it.
    fn walk_part(&mut self, text: Tokenized<'_>, language: Language, mut counts: Counts) -> Stretch {
        self.walk.seen.clear();
        self.walk.words(text, language, &mut counts);
        counts.windows = self.walk.windows();
        let vocabulary = self.walk.tokens.take_vocabulary();
        let edges = if self.plan.needs.contains(Needs::PARAGRAPHS) { Edges::of(text.text) } else { None };
        let contexts = self.contexts.count_part(self.walk.tokens.ids(), &self.walk.runs, &vocabulary);
        let seen = std::mem::take(&mut self.walk.seen);
        Stretch::new(counts, edges, vocabulary, contexts, self.walk.tokens.ids(), seen, &self.plan)
    }
}

/// A text with the tokens that its document gives.
#[derive(Clone, Copy)]
struct Tokenized<'t> {
    text: &'t str,
    given: &'t [Span],
}

/// The walk over the words of a text, with its buffers.
#[derive(Debug)]
struct Walk {
    plan: Plan,
    /// The types of the text's tokens; empty if none needs them.
    tokens: TypeSequence,
    runs: Runs,
    /// Where the tokens begin; empty if none needs it.
    starts: Vec<usize>,
    sliding: SlidingWindow,
    scratch: Scratch,
    word_lengths: WordLengths,
    seen: Seen,
}

impl Walk {
    fn new(plan: &Plan) -> Self {
        Self {
            plan: plan.clone(),
            tokens: TypeSequence::new(plan.fold),
            runs: Runs::default(),
            starts: Vec::new(),
            sliding: SlidingWindow::default(),
            scratch: Scratch::default(),
            word_lengths: WordLengths::default(),
            seen: Seen::default(),
        }
    }

    /// Walks over the words once, as far as anything needs them.
    fn words(&mut self, Tokenized { text, given }: Tokenized<'_>, language: Language, counts: &mut Counts) {
        self.tokens.clear();
        self.starts.clear();
        let needs = self.plan.needs;
        self.runs.begin(text);
        counts.quality += &Quality::of(text, language, needs, &mut self.seen);
        let looks = Looks::at(needs);
        if looks.is_counting_only() {
            if needs.contains(Needs::TOKENS) {
                counts.tokens = self.plan.tokens.count(text, given);
            }
            return;
        }
        let stop = self.plan.stop_lists.of(language);
        let with_syllables = WithSyllables(needs.contains(Needs::SYLLABLES).then_some(language));
        self.plan.tokens.for_each(text, given, |span| {
            let word = span.of(text);
            let short = ShortWord::of(text, span.start, span.end);
            counts.tokens += 1;
            if looks.at_length {
                let length = short.map_or_else(|| n_characters(word), ShortWord::n_characters);
                counts.token_characters += length;
                if looks.at_lengths {
                    self.word_lengths.add(length);
                }
            }
            if looks.at_letters {
                counts.reading.add_word(word, with_syllables);
            }
            if looks.at_quality {
                counts.quality.add_word(word, stop);
            }
            if looks.at_place {
                self.starts.push(span.start);
            }
            if looks.at_type {
                self.runs.token(span.start, counts.tokens as usize - 1);
                self.tokens.push(word, short);
            }
        });
        self.tokens.finish();
        if looks.at_lengths {
            counts.lengths.words = self.word_lengths.take();
        }
        counts.lengths.add_blocks(text, &self.starts, language, needs);
    }

    fn windows(&mut self) -> WindowTypes {
        if self.plan.needs.contains(Needs::WINDOWS) {
            self.sliding.slide(self.tokens.ids(), self.plan.window, self.tokens.frequencies().len())
        } else {
            WindowTypes::default()
        }
    }

    /// The types of the text, as far as they are needed.
    fn distinct(&self) -> Distinct {
        let mut distinct = Distinct::default();
        if !self.plan.needs.contains(Needs::TYPES) {
            return distinct;
        }
        let frequencies = self.tokens.frequencies();
        distinct.types = frequencies.len() as u64;
        distinct.hapax = frequencies.iter().filter(|&&n_tokens| n_tokens == 1).count() as u64;
        if self.plan.needs.contains(Needs::SPECTRUM) {
            distinct.spectrum = Spectrum::of_frequencies(frequencies.iter().copied());
        }
        distinct
    }
}

/// What is looked at in each word.
#[derive(Clone, Copy, Debug)]
struct Looks {
    at_length: bool,
    /// The length, to count words by it.
    at_lengths: bool,
    at_letters: bool,
    at_quality: bool,
    at_place: bool,
    at_type: bool,
}

impl Looks {
    fn at(needs: Needs) -> Self {
        Self {
            at_length: needs.contains(Needs::TOKEN_CHARACTERS),
            at_lengths: needs.contains(Needs::WORD_LENGTHS),
            at_letters: needs.contains(Needs::READING),
            at_quality: needs.contains(Needs::QUALITY_WORDS),
            at_place: needs.contains_any(&[Needs::SENTENCE_LENGTHS, Needs::PARAGRAPH_LENGTHS]),
            at_type: needs.contains_any(&[Needs::TYPES, Needs::WINDOWS, Needs::ORDER]),
        }
    }

    fn is_counting_only(self) -> bool {
        !(self.at_length || self.at_letters || self.at_quality || self.at_place || self.at_type)
    }
}

/// All that is counted without looking at words.
fn count_text(text: &str, language: Language, needs: Needs) -> Counts {
    let mut counts = Counts { kinds: Characters::of(text, needs), ..Counts::default() };
    if needs.contains(Needs::CHARACTERS) {
        counts.characters = n_characters(text);
    }
    if needs.contains(Needs::LINES) {
        counts.lines = n_lines(text) as u64;
    }
    if needs.contains(Needs::PARAGRAPHS) {
        counts.paragraphs = paragraphs(text).count() as u64;
    }
    if needs.contains(Needs::SENTENCES) {
        counts.sentences = n_sentences(text, language) as u64;
    }
    counts
}

fn n_characters(text: &str) -> u64 {
    text.chars().count() as u64
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use super::*;
    use crate::vocabulary::Fold;

    const TEXT: &str = "One two.\nTwo three!\n\nFour\n";

    fn scan(needs: Needs) -> Numbers {
        let plan = Plan { needs, window: NonZero::new(2).unwrap(), ..Plan::default() };
        let document = Document { text: TEXT.to_owned(), ..Document::default() };
        match Scanner::new(&plan).scan(document) {
            Scanned::Whole(_, numbers) => *numbers,
            Scanned::Part(..) => panic!("a whole document was taken for a part"),
        }
    }

    /// What is not needed is not looked at: its counts stay zero.
    #[track_caller]
    fn check(needs: Needs, expected: Counts, types: u64) {
        let Numbers { counts, distinct, .. } = scan(needs);
        assert_eq!(counts, Counts { documents: 1, ..expected });
        assert_eq!(distinct.types, types);
    }

    #[test]
    fn work_that_is_not_needed_is_not_done() {
        let none = Counts::default;
        check(Needs::NONE, none(), 0);
        check(Needs::CHARACTERS, Counts { characters: 26, ..none() }, 0);
        check(Needs::LINES | Needs::SENTENCES, Counts { lines: 4, sentences: 3, ..none() }, 0);
        check(Needs::PARAGRAPHS, Counts { paragraphs: 2, ..none() }, 0);
        let tokens = || Counts { tokens: 5, ..none() };
        check(Needs::TOKENS, tokens(), 0);
        check(Needs::TOKEN_CHARACTERS, Counts { token_characters: 18, ..tokens() }, 0);
        check(Needs::TYPES, tokens(), 4);
        check(Needs::TYPES | Needs::TOKEN_CHARACTERS, Counts { token_characters: 18, ..tokens() }, 4);
        check(Needs::WINDOWS, Counts { windows: WindowTypes { n_windows: 4, n_types: 7 }, ..tokens() }, 0);
    }

    #[test]
    fn work_on_demand_fills_its_own_counts_only() {
        let counts = |needs| scan(needs).counts;
        let usual = Counts { documents: 1, ..Counts::default() };
        assert_eq!(counts(Needs::GRAPHEMES), Counts { kinds: counts(Needs::GRAPHEMES).kinds, ..usual.clone() });
        assert_eq!(counts(Needs::GRAPHEMES).kinds.graphemes, 26);
        let quality = counts(Needs::QUALITY_LINES);
        assert_ne!(quality.quality, usual.quality);
        assert_eq!(quality, Counts { quality: quality.quality.clone(), ..usual.clone() });
        let lengths = counts(Needs::SENTENCE_LENGTHS);
        assert_eq!(lengths.lengths.sentences.len(), 3);
        assert_eq!(lengths, Counts { lengths: lengths.lengths.clone(), tokens: 5, ..usual });
        assert!(lengths.lengths.words.is_empty() && lengths.lengths.paragraphs.is_empty());
        let reading = counts(Needs::READING);
        assert_eq!((reading.reading.counts.n_letters, reading.reading.counts.n_syllables), (18, 0));
        assert_eq!(scan(Needs::SPECTRUM).distinct.spectrum.n_types(), 4);
        assert_eq!(scan(Needs::TYPES).distinct.spectrum.n_types(), 0);
        assert!(scan(Needs::SEQUENCES).sequences.is_empty(), "no measure of sequences is wanted");
    }

    #[test]
    fn a_worker_keeps_types_only_if_the_vocabulary_is_needed() {
        for (needs, expected) in [(Needs::TYPES, 0), (Needs::VOCABULARY, 3)] {
            let mut scanner = Scanner::new(&Plan { needs, fold: Fold::NONE, ..Plan::default() });
            for text in ["one two", "three one"] {
                scanner.scan(Document { text: text.to_owned(), ..Document::default() });
                assert_eq!(scanner.document_types().count(), 2);
            }
            assert_eq!(scanner.into_tally().vocabulary.n_types(), expected);
        }
    }
}
