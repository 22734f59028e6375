//! What is counted from the order of tokens, or document by document: n-grams, co-occurrences, postings.
//!
//! Everything is kept by the numbers of the types, so it belongs to one vocabulary and merges together with it.

use std::sync::Arc;

use super::Options;
use super::needs::Needs;
use super::runs::{Runs, Within};
use crate::text::WordPattern;
use crate::vocabulary::{Cooccurrences, DocumentTypes, Ngrams, Posting, Postings, TypeId, Vocabulary};

/// The counts of some documents, or none where no unit needs them.
#[derive(Clone, Debug, Default)]
pub(super) struct Contexts {
    within: Within,
    /// For each length.
    ngrams: Vec<Ngrams>,
    cooccurrences: Option<Cooccurrences>,
    nodes: Nodes,
    postings: Option<Postings>,
    document_types: DocumentTypes,
}

/// The counts of one part of a document, with what it takes to join them to those of the next.
#[derive(Clone, Debug)]
pub(super) struct PartContexts {
    contexts: Contexts,
    /// The first tokens, as many as may have a neighbor before the part.
    head: Vec<TypeId>,
    /// The last tokens, as many as may have a neighbor after the part.
    tail: Vec<TypeId>,
}

/// Which types have collocates.
#[derive(Clone, Debug, Default)]
struct Nodes {
    /// Empty if all have.
    patterns: Arc<[WordPattern]>,
    /// By type, as far as it has been looked at.
    is_node: Vec<bool>,
}

impl Contexts {
    /// Nothing counted yet of what is needed.
    pub(super) fn new(needs: Needs, options: &Options) -> Self {
        let lengths = needs.contains(Needs::NGRAMS).then(|| options.lengths.iter());
        let collocation = &options.collocation;
        Self {
            within: options.within,
            ngrams: lengths.into_iter().flatten().map(Ngrams::new).collect(),
            cooccurrences: needs.contains(Needs::COLLOCATIONS).then(|| Cooccurrences::new(collocation.span)),
            nodes: Nodes { patterns: collocation.patterns(options.fold).into(), is_node: Vec::new() },
            postings: needs.contains(Needs::POSTINGS).then(Postings::default),
            document_types: DocumentTypes::default(),
        }
    }

    /// Where n-grams and spans end.
    pub(super) fn within(&self) -> Within {
        self.within
    }

    /// The n-grams of each length.
    pub(super) fn ngrams(&self) -> &[Ngrams] {
        &self.ngrams
    }

    /// The pairs of nodes and collocates, if a unit needs them.
    pub(super) fn cooccurrences(&self) -> Option<&Cooccurrences> {
        self.cooccurrences.as_ref()
    }

    /// The postings, if a unit needs them.
    pub(super) fn postings(&self) -> Option<&Postings> {
        self.postings.as_ref()
    }

    /// The same three, for counts of other documents to be added.
    pub(super) fn parts_mut(&mut self) -> (&mut [Ngrams], Option<&mut Cooccurrences>, Option<&mut Postings>) {
        (&mut self.ngrams, self.cooccurrences.as_mut(), self.postings.as_mut())
    }

    /// How much memory the counts take.
    pub(super) fn n_bytes(&self) -> u64 {
        let ngrams: u64 = self.ngrams.iter().map(Ngrams::n_bytes).sum();
        let pairs = self.cooccurrences.as_ref().map_or(0, Cooccurrences::n_bytes);
        ngrams + pairs + self.postings.as_ref().map_or(0, Postings::n_bytes)
    }

    /// Counts the neighborhoods of a document's tokens, whose types `vocabulary` knows.
    pub(super) fn count(&mut self, tokens: &[TypeId], runs: &Runs, vocabulary: &Vocabulary) {
        for ngrams in &mut self.ngrams {
            ngrams.count(runs.of(tokens), &mut self.document_types);
        }
        if let Some(cooccurrences) = &mut self.cooccurrences {
            self.nodes.learn(vocabulary);
            runs.of(tokens).for_each(|run| cooccurrences.count(run, |id| self.nodes.contains(id)));
        }
    }

    /// Counts the neighborhoods of a part of a document by a vocabulary of its own.
    pub(super) fn count_part(&self, tokens: &[TypeId], runs: &Runs, vocabulary: &Vocabulary) -> PartContexts {
        let mut contexts = self.emptied();
        contexts.count(tokens, runs, vocabulary);
        let reach = self.reach().min(tokens.len());
        PartContexts { contexts, head: tokens[..reach].to_vec(), tail: tokens[tokens.len() - reach..].to_vec() }
    }

    /// Notes that the document of `n_tokens` tokens has these types.
    pub(super) fn post(&mut self, types: impl Iterator<Item = (TypeId, u64)>, n_tokens: u64) {
        if let Some(postings) = &mut self.postings {
            types.for_each(|(id, frequency)| postings.push(id, Posting { n_document_tokens: n_tokens, frequency }));
            postings.push_document(n_tokens);
        }
    }

    /// Adds the counts of other documents. `ids` has the number here of each type there.
    pub(super) fn absorb(&mut self, other: &Self, ids: &[TypeId]) {
        for (known, more) in self.ngrams.iter_mut().zip(&other.ngrams) {
            known.absorb(more, ids);
        }
        if let (Some(known), Some(more)) = (&mut self.cooccurrences, &other.cooccurrences) {
            known.absorb(more, ids);
        }
        if let (Some(known), Some(more)) = (&mut self.postings, &other.postings) {
            known.absorb(more, ids);
        }
    }

    /// Adds the counts of a document that came in parts, whose types `vocabulary` counts.
    pub(super) fn absorb_document(&mut self, document: &PartContexts, vocabulary: &Vocabulary, ids: &[TypeId]) {
        self.absorb(&document.contexts, ids);
        let frequencies = || ids.iter().copied().zip(vocabulary.iter().map(|(_, frequency)| frequency.n_tokens));
        self.post(frequencies(), frequencies().map(|(_, n_tokens)| n_tokens).sum());
    }

    fn emptied(&self) -> Self {
        Self {
            within: self.within,
            ngrams: self.ngrams.iter().map(|ngrams| Ngrams::new(ngrams.n())).collect(),
            cooccurrences: self.cooccurrences.as_ref().map(|known| Cooccurrences::new(known.span())),
            nodes: Nodes { patterns: Arc::clone(&self.nodes.patterns), is_node: Vec::new() },
            postings: None,
            document_types: DocumentTypes::default(),
        }
    }

    /// How many tokens on each side of a border may have to do with those on the other. A border ends a sentence.
    fn reach(&self) -> usize {
        let of_ngrams = self.ngrams.iter().map(|ngrams| ngrams.n().get() - 1).max().unwrap_or(0);
        let of_spans = self.cooccurrences.as_ref().map_or(0, |known| known.span().reach());
        if self.within == Within::Document { of_ngrams.max(of_spans) } else { 0 }
    }
}

impl PartContexts {
    /// How much memory the counts take.
    pub(super) fn n_bytes(&self) -> u64 {
        self.contexts.n_bytes()
    }

    /// Appends the part that follows. `ids` has the number in `vocabulary`, the joined one, of each type there.
    pub(super) fn join(&mut self, next: &Self, ids: &[TypeId], vocabulary: &Vocabulary) {
        let reach = self.contexts.reach();
        let head: Vec<TypeId> = next.head.iter().map(|&id| ids[id as usize]).collect();
        for (known, more) in self.contexts.ngrams.iter_mut().zip(&next.contexts.ngrams) {
            known.join(more, ids);
            let n_border = (known.n().get() - 1).min(reach);
            known.count_more(&[last(&self.tail, n_border), first(&head, n_border)].concat());
        }
        if let (Some(known), Some(more)) = (&mut self.contexts.cooccurrences, &next.contexts.cooccurrences) {
            known.absorb(more, ids);
            let nodes = &mut self.contexts.nodes;
            nodes.learn(vocabulary);
            known.count_across(&self.tail, &head, |id| nodes.contains(id));
        }
        self.head.extend(&head);
        self.head.truncate(reach);
        self.tail.extend(next.tail.iter().map(|&id| ids[id as usize]));
        self.tail = last(&self.tail, reach).to_vec();
    }
}

impl Nodes {
    /// Looks at the types that are new.
    fn learn(&mut self, vocabulary: &Vocabulary) {
        if !self.patterns.is_empty() {
            let new = self.is_node.len()..vocabulary.n_types();
            let words = new.map(|id| vocabulary.word(id as TypeId));
            self.is_node.extend(words.map(|word| self.patterns.iter().any(|pattern| pattern.matches(word))));
        }
    }

    fn contains(&self, id: TypeId) -> bool {
        self.patterns.is_empty() || self.is_node[id as usize]
    }
}

fn first(tokens: &[TypeId], n: usize) -> &[TypeId] {
    &tokens[..tokens.len().min(n)]
}

fn last(tokens: &[TypeId], n: usize) -> &[TypeId] {
    &tokens[tokens.len() - tokens.len().min(n)..]
}
