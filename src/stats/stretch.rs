//! Parts of a very long document, and how neighbors join to what the whole would have given.
//!
//! Most counts add up. A paragraph that the border cuts must not count twice, types need both vocabularies, and the
//! windows that span the border need the tokens on both sides of it; other measures of the order of tokens need all of
//! it, 4 bytes for each token. Only sentences are taken as if the border ended one, and paragraphs where they have a
//! length: at most one too many for each border.

use std::num::NonZero;

use super::contexts::PartContexts;
use super::counts::{Counts, Distinct};
use super::needs::{Needs, WithSpectrum};
use super::plan::Plan;
use super::quality::Seen;
use crate::measure::SlidingWindow;
use crate::text::lines;
use crate::vocabulary::{TypeId, Vocabulary};

/// Consecutive text of one document, counted, with what it takes to join it to the text before and after.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    counts: Counts,
    /// `None` if there is no text, or no one asks for paragraphs.
    edges: Option<Edges>,
    vocabulary: Vocabulary,
    contexts: PartContexts,
    /// The first tokens, one fewer than a window or all there are.
    head: Vec<TypeId>,
    /// The last tokens, one fewer than a window or all there are.
    tail: Vec<TypeId>,
    /// All tokens in order; empty unless a measure needs them.
    tokens: Vec<TypeId>,
    /// Lines and paragraphs, if repeated ones are counted.
    seen: Seen,
}

/// What the outermost lines of a stretch are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edges {
    first: Line,
    last: Line,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Blank,
    Text,
}

impl Edges {
    /// The outermost lines of `text`; `None` if it has none. Cost: O(length of the outermost lines).
    pub(super) fn of(text: &str) -> Option<Self> {
        let first = lines(text).next()?.of(text);
        let last = text.strip_suffix('\n').unwrap_or(text).rsplit('\n').next()?;
        Some(Self { first: Line::of(first), last: Line::of(last) })
    }
}

impl Line {
    fn of(line: &str) -> Self {
        if line.trim().is_empty() { Self::Blank } else { Self::Text }
    }
}

impl Stretch {
    /// A stretch with these tokens, of which `counts` has the windows inside it.
    pub(super) fn new(
        counts: Counts,
        edges: Option<Edges>,
        vocabulary: Vocabulary,
        contexts: PartContexts,
        tokens: &[TypeId],
        seen: Seen,
        plan: &Plan,
    ) -> Self {
        let (head, tail) = (first(tokens, plan.window).to_vec(), last(tokens, plan.window).to_vec());
        let is_ordered = plan.needs.contains(Needs::ORDER);
        let tokens = if is_ordered { tokens.to_vec() } else { Vec::new() };
        Self { counts, edges, vocabulary, contexts, head, tail, tokens, seen }
    }

    /// Appends the stretch that follows. Cost: one look-up for each type of `next`, and the windows at the border.
    pub(super) fn join(&mut self, next: &Self, window: NonZero<usize>, sliding: &mut SlidingWindow) {
        self.counts += &next.counts;
        self.counts.quality.add_repeated(&mut self.seen, &next.seen);
        self.join_edges(next.edges);
        let ids = self.vocabulary.join(&next.vocabulary);
        let here = |&id: &TypeId| ids[id as usize];
        self.contexts.join(&next.contexts, &ids, &self.vocabulary);

        // Each side is shorter than a window, so every window of the two together spans the border.
        let border: Vec<TypeId> = self.tail.iter().copied().chain(next.head.iter().map(here)).collect();
        self.counts.windows += sliding.slide(&border, window, self.vocabulary.n_types());

        self.head.extend(next.head.iter().map(here));
        self.head.truncate(window.get() - 1);
        self.tail.extend(next.tail.iter().map(here));
        self.tail = last(&self.tail, window).to_vec();
        self.tokens.extend(next.tokens.iter().map(here));
    }

    /// What was counted, as of one document.
    pub(super) fn counts(&self, needs: Needs) -> Counts {
        let mut counts = Counts { documents: 1, ..self.counts.clone() };
        counts.lengths.documents.add_times(counts.tokens, u64::from(needs.contains(Needs::DOCUMENT_LENGTHS)));
        counts
    }

    /// The types, which are none if no one asks for them.
    pub(super) fn distinct(&self, with: WithSpectrum) -> Distinct {
        Distinct::of(&self.vocabulary, with)
    }

    /// All tokens in order, if a measure needs them.
    pub(super) fn tokens(&self) -> &[TypeId] {
        &self.tokens
    }

    /// About how much memory the stretch takes.
    pub(super) fn n_bytes(&self) -> u64 {
        self.vocabulary.n_bytes() + self.contexts.n_bytes() + (self.tokens.capacity() * size_of::<TypeId>()) as u64
    }

    /// The types with their frequencies.
    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The types with their frequencies, and what was counted from the order of the tokens.
    pub(super) fn into_vocabulary(self) -> (Vocabulary, PartContexts) {
        (self.vocabulary, self.contexts)
    }

    fn join_edges(&mut self, next: Option<Edges>) {
        let Some(next) = next else { return };
        let Some(edges) = &mut self.edges else {
            self.edges = Some(next);
            return;
        };
        if edges.last == Line::Text && next.first == Line::Text {
            self.counts.paragraphs -= 1;
        }
        edges.last = next.last;
    }
}

fn first(tokens: &[TypeId], window: NonZero<usize>) -> &[TypeId] {
    &tokens[..tokens.len().min(window.get() - 1)]
}

fn last(tokens: &[TypeId], window: NonZero<usize>) -> &[TypeId] {
    &tokens[tokens.len() - tokens.len().min(window.get() - 1)..]
}
