//! Units that look for something in the text itself: hits of a pattern, terms, spellings.
//!
//! A worker searches each document ([`Searcher`]) while its text is at hand. What it found goes, in input order, to the
//! tables, which hold it until the document is complete: a document that breaks off is left out as everywhere.

mod hit;
mod literals;
mod pattern;
mod term_matches;
mod terms;
mod types;

use super::Options;
use super::unit::Unit;
use super::variant::Spellings;
use crate::document::{Document, Extent};
use crate::text::Tokenization;
use crate::vocabulary::Fold;

pub(super) use hit::Hit;
pub use pattern::{Case, Pattern};
use term_matches::Pairing;
pub(super) use term_matches::{TermCounts, Together};
pub use terms::{Spelling, Terms};
use types::TypeSearch;

/// What the asked units look for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Search<'o> {
    hits: Option<Sought<'o>>,
    n_context: usize,
    tokens: &'o Tokenization,
    fold: Fold,
    terms: Option<&'o Terms>,
    wants_spellings: bool,
    /// Which labels share paragraphs; their number grows with the square of the labels in one.
    pairing: Pairing,
}

/// What is a hit.
#[derive(Clone, Copy, Debug)]
enum Sought<'o> {
    Pattern(&'o Pattern),
    Terms(&'o Terms),
    Types(&'o [String]),
}

impl<'o> Search<'o> {
    /// What `units` look for.
    pub(super) fn new(units: &[Unit], options: &'o Options) -> Self {
        let is_asked = |wanted: &[Unit]| units.iter().any(|unit| wanted.contains(unit));
        let pattern = options.pattern.as_ref().map(Sought::Pattern);
        let types = Some(&options.types[..]).filter(|types| !types.is_empty()).map(Sought::Types);
        let hits = pattern.or(options.terms.as_ref().map(Sought::Terms)).or(types);
        Self {
            hits: hits.filter(|_| is_asked(&[Unit::Hit])),
            n_context: options.n_context,
            tokens: &options.tokens,
            fold: options.fold,
            terms: options.terms.as_ref().filter(|_| is_asked(&[Unit::Term, Unit::TermPair])),
            wants_spellings: is_asked(&[Unit::Variant]),
            pairing: if is_asked(&[Unit::TermPair]) { Pairing::Counted } else { Pairing::LeftOut },
        }
    }

    /// A worker that has seen nothing yet.
    pub(super) fn searcher(self) -> Searcher<'o> {
        let types = if let Some(Sought::Types(types)) = self.hits { types } else { &[] };
        Searcher { types: TypeSearch::new(types, self.fold), search: self, spellings: Spellings::default() }
    }
}

/// A worker's state.
#[derive(Debug)]
pub(super) struct Searcher<'o> {
    search: Search<'o>,
    types: TypeSearch<'o>,
    spellings: Spellings,
}

/// What was found in a document or part of one.
#[derive(Debug)]
pub(super) struct Found {
    extent: Extent,
    /// Tokens of a part; zero of whole documents, where no one needs them.
    n_tokens: u64,
    /// Bytes of the part in its source.
    n_bytes: u64,
    hits: Vec<Hit>,
    terms: TermCounts,
}

impl Searcher<'_> {
    /// Searches a document, or a part of one.
    pub(super) fn search(&mut self, document: &Document) -> Found {
        let Search { hits, n_context, tokens, terms, wants_spellings, pairing, .. } = self.search;
        let text = &document.text;
        let matches = match hits {
            Some(Sought::Pattern(pattern)) => pattern.matches(text).map(|span| (span, None)).collect(),
            Some(Sought::Terms(terms)) => {
                terms.matches(text).into_iter().map(|found| (found.span, Some(terms.label_idx(found.row)))).collect()
            }
            Some(Sought::Types(_)) => self.types.matches(document, tokens),
            None => Vec::new(),
        };
        if wants_spellings {
            self.spellings.read(text);
        }
        let is_part = document.extent != Extent::Whole;
        Found {
            extent: document.extent,
            n_tokens: if is_part && hits.is_some() { tokens.count(text, document.given_spans()) } else { 0 },
            n_bytes: document.facts.n_bytes,
            hits: hit::hits(document, &matches, tokens, n_context),
            terms: terms.map(|terms| TermCounts::of(terms, text, pairing)).unwrap_or_default(),
        }
    }

    /// The spellings of all documents that the worker has seen.
    pub(super) fn into_spellings(self) -> Spellings {
        self.spellings
    }
}

/// The findings of the document that is being put together.
#[derive(Debug, Default)]
pub(super) struct OpenDocument {
    n_tokens: u64,
    n_bytes: u64,
    hits: Vec<Hit>,
    terms: TermCounts,
}

impl OpenDocument {
    /// Adds the next document or part.
    pub(super) fn push(&mut self, found: Found) {
        if found.extent.is_first() {
            *self = Self::default();
        }
        let (n_tokens, n_bytes) = (self.n_tokens, self.n_bytes);
        self.hits.extend(found.hits.into_iter().map(|hit| hit.shifted(n_tokens, n_bytes)));
        self.terms.absorb(&found.terms);
        self.n_tokens += found.n_tokens;
        self.n_bytes += found.n_bytes;
    }

    /// What the complete document has.
    pub(super) fn close(&mut self) -> (Vec<Hit>, TermCounts) {
        let closed = std::mem::take(self);
        (closed.hits, closed.terms)
    }
}

#[cfg(test)]
mod tests;
