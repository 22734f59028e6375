//! Puts the parts of long documents together again, in input order.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::contexts::Contexts;
use super::counts::Numbers;
use super::needs::Needs;
use super::plan::Plan;
use super::scanner::{Scanned, Scanner};
use super::stretch::Stretch;
use super::tally::Tally;
use crate::document::Document;
use crate::input::Job;
use crate::measure::SlidingWindow;
use crate::measure::diversity::Scratch;
use crate::vocabulary::Vocabulary;

/// Takes scanned documents and parts, gives back documents.
#[derive(Debug)]
pub(super) struct Assembly {
    plan: Plan,
    open: Option<(Document, Box<Stretch>)>,
    sliding: SlidingWindow,
    scratch: Scratch,
    /// Of the documents that came in parts, but for the one that the last part completed.
    tally: Tally,
    /// The document that the last part completed.
    completed: Option<Box<Stretch>>,
}

impl Assembly {
    /// An assembly without an open document.
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            plan: plan.clone(),
            open: None,
            sliding: SlidingWindow::default(),
            scratch: Scratch::default(),
            tally: Tally::default(),
            completed: None,
        }
    }

    /// The same, for what these contexts count as well.
    pub(super) fn counting(mut self, contexts: Contexts) -> Self {
        self.tally.contexts = contexts;
        self
    }

    /// Takes the next document or part; gives back the document that it completes.
    ///
    /// A document whose last part never comes could not be read to its end, which the input layer has reported. It is
    /// left out, as any other document that could not be read.
    pub(super) fn push(&mut self, scanned: Scanned) -> Option<(Document, Numbers)> {
        self.settle();
        let (part, stretch) = match scanned {
            Scanned::Whole(document, numbers) => {
                self.open = None;
                return Some((document, *numbers));
            }
            Scanned::Part(part, stretch) => (part, stretch),
        };
        let extent = part.extent;
        if extent.is_first() {
            self.open = Some((part, stretch));
        } else if let Some((_, open)) = &mut self.open {
            open.join(&stretch, self.plan.window, &mut self.sliding);
        }
        if !extent.is_last() {
            return None;
        }
        let (document, stretch) = self.open.take()?;
        let numbers = self.close(&stretch);
        self.completed = Some(stretch);
        Some((document, numbers))
    }

    /// The types of the document that the last push completed, if it came in parts; of others the scanner knows them.
    pub(super) fn completed_types(&self) -> Option<&Vocabulary> {
        self.completed.as_deref().map(Stretch::vocabulary)
    }

    /// How much memory the documents that came in parts take, the open one included.
    pub(super) fn n_bytes(&self) -> u64 {
        let open = self.open.as_ref().map_or(0, |(_, stretch)| stretch.n_bytes());
        let completed = self.completed.as_ref().map_or(0, |stretch| stretch.n_bytes());
        open + completed + self.tally.vocabulary.n_bytes() + self.tally.contexts.n_bytes()
    }

    /// The types of the documents that came in parts.
    pub(super) fn into_tally(mut self) -> Tally {
        self.settle();
        self.tally
    }

    /// Adds what the last part completed to what was counted before. Of the first document the vocabulary itself is
    /// taken, since it may be as large as all others together.
    fn settle(&mut self) {
        let Some(completed) = self.completed.take().filter(|_| self.plan.needs.contains(Needs::VOCABULARY)) else {
            return;
        };
        let (vocabulary, contexts) = completed.into_vocabulary();
        let known = &mut self.tally.vocabulary;
        let ids = if known.n_types() == 0 { vocabulary.ids().collect() } else { known.absorb(&vocabulary) };
        self.tally.contexts.absorb_document(&contexts, &vocabulary, &ids);
        if known.n_types() == 0 {
            *known = vocabulary;
        }
    }

    fn close(&mut self, stretch: &Stretch) -> Numbers {
        let mut counts = stretch.counts(self.plan.needs);
        let tokens = stretch.tokens().iter().map(|&id| stretch.vocabulary().word(id));
        counts.quality.add_ngrams(tokens, self.plan.needs);
        Numbers {
            counts,
            distinct: stretch.distinct(self.plan.needs.with_spectrum()),
            sequences: self.plan.sequences.values(stretch.tokens(), self.plan.window, &mut self.scratch),
        }
    }
}

/// Merges the tallies pairwise and in parallel; any order gives the same frequencies.
pub(super) fn merged_tally(scanners: Vec<Scanner>, assembly: Assembly, job: &Job<'_>) -> Tally {
    let mut tallies: Vec<Tally> = scanners.into_iter().map(Scanner::into_tally).collect();
    tallies.push(assembly.into_tally());
    job.pool.workers().install(|| tallies.into_par_iter().reduce_with(Tally::merged)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::num::NonZero;

    use proptest::prelude::*;

    use super::super::counts::Counts;
    use super::super::sequences::Sequences;
    use super::*;
    use crate::document::{Extent, Facts};

    type Words = BTreeMap<String, (u64, u64)>;

    fn plan(window: usize) -> Plan {
        let needs = [Needs::CHARACTERS, Needs::LINES, Needs::PARAGRAPHS, Needs::SENTENCES, Needs::TOKEN_CHARACTERS]
            .into_iter()
            .chain([Needs::WINDOWS, Needs::VOCABULARY, Needs::SPECTRUM, Needs::SEQUENCES])
            .chain([Needs::GRAPHEMES, Needs::CHARACTER_KINDS, Needs::PUNCTUATION, Needs::QUALITY_WORDS])
            .chain([Needs::WORD_LENGTHS, Needs::DOCUMENT_LENGTHS, Needs::QUALITY_NGRAMS])
            .collect();
        let sequences = Sequences::wanted(|name| ["mtld", "msttr", "heaps_beta"].contains(&name));
        Plan { needs, sequences, window: NonZero::new(window).unwrap(), ..Plan::default() }
    }

    fn part(id: &str, text: &str, extent: Extent) -> Document {
        let facts = Facts { n_bytes: text.len() as u64, n_crlf: 1, ..Facts::default() };
        Document { id: id.to_owned(), text: text.to_owned(), facts, extent, ..Document::default() }
    }

    fn parts(id: &str, texts: &[&str]) -> Vec<Document> {
        let n = texts.len();
        let extent = |idx: usize| Extent::Part { idx: idx as u32, last: idx + 1 == n };
        texts.iter().enumerate().map(|(idx, text)| part(id, text, extent(idx))).collect()
    }

    /// Scans each document by a worker of its own, so that no table is shared.
    fn assemble(documents: Vec<Document>, plan: &Plan) -> (Vec<(String, Numbers)>, Words) {
        let mut assembly = Assembly::new(plan);
        let mut vocabulary = Vocabulary::default();
        let mut finished = Vec::new();
        for document in documents {
            let mut scanner = Scanner::new(plan);
            let scanned = scanner.scan(document);
            finished.extend(assembly.push(scanned).map(|(document, numbers)| (document.id, numbers)));
            vocabulary.absorb(&scanner.into_tally().vocabulary);
        }
        vocabulary.absorb(&assembly.into_tally().vocabulary);
        let words = vocabulary.iter().map(|(word, f)| (word.to_owned(), (f.n_tokens, f.n_documents))).collect();
        (finished, words)
    }

    /// Sentences are the exception: a border ends them.
    fn without_sentences(numbers: Numbers) -> Numbers {
        Numbers { counts: Counts { sentences: 0, crlf_lines: 0, ..numbers.counts }, ..numbers }
    }

    #[test]
    fn a_line_that_is_cut_is_one_line() {
        let (finished, _) = assemble(parts("long.txt", &["one li", "ne, then ano", "ther\ntwo\n", "three"]), &plan(3));
        assert_eq!(finished[0].1.counts.lines, 3);
    }

    proptest! {
        #[test]
        fn a_text_cut_at_any_line_ends_counts_as_the_whole(
            lines in proptest::collection::vec(("[ab é.]{0,6}", any::<bool>()), 1..12),
            last in "[ab ]{0,4}",
            window in 1_usize..8,
        ) {
            let mut pieces = vec![String::new()];
            for (line, is_cut) in &lines {
                let piece = pieces.last_mut().unwrap();
                piece.push_str(line);
                piece.push('\n');
                if *is_cut {
                    pieces.push(String::new());
                }
            }
            pieces.last_mut().unwrap().push_str(&last);
            let texts: Vec<&str> = pieces.iter().map(String::as_str).collect();
            let (cut, cut_words) = assemble(parts("d", &texts), &plan(window));
            let (whole, words) = assemble(vec![part("d", &texts.concat(), Extent::Whole)], &plan(window));
            prop_assert_eq!(cut.len(), 1);
            prop_assert_eq!(without_sentences(cut[0].1.clone()), without_sentences(whole[0].1.clone()));
            prop_assert_eq!(cut_words, words);
            let n_more = cut[0].1.counts.sentences - whole[0].1.counts.sentences;
            prop_assert!(n_more < texts.len() as u64);
        }
    }

    #[test]
    fn the_source_counts_of_parts_add_up() {
        let (finished, _) = assemble(parts("d", &["a\n", "b\n", "c"]), &plan(2));
        let counts = &finished[0].1.counts;
        assert_eq!((counts.documents, counts.bytes, counts.crlf_lines), (1, 5, 3));
    }

    #[test]
    fn a_document_that_breaks_off_is_left_out_and_the_others_are_not() {
        let mut documents = parts("broken", &["lost\n", "and\n", "never come"]);
        documents.truncate(2);
        documents.push(part("whole", "a", Extent::Whole));
        documents.extend(parts("broken again", &["lost\n", "never come"]).into_iter().take(1));
        documents.extend(parts("parts", &["a\n", "b"]));
        let (finished, words) = assemble(documents, &plan(2));
        let ids: Vec<&str> = finished.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["whole", "parts"]);
        assert_eq!(words, [("a".to_owned(), (2, 2)), ("b".to_owned(), (1, 1))].into());
    }
}
