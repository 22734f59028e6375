//! The words of many documents, with what is counted from their order: a partial result that merges in any order.

use std::io;

use super::contexts::Contexts;
use super::stored::{read_postings, read_words, write_postings, write_words};
use crate::error::PartialProblem;
use crate::partial::{Reader, Stored, Writer};
use crate::vocabulary::{Frequency, TypeId, Vocabulary};

/// What was counted over many documents. Tallies merge in any order.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) vocabulary: Vocabulary,
    pub(super) contexts: Contexts,
}

impl Tally {
    /// Both together; the one with more types takes in the other.
    pub(super) fn merged(self, other: Self) -> Self {
        let is_larger = self.vocabulary.n_types() >= other.vocabulary.n_types();
        let (mut large, small) = if is_larger { (self, other) } else { (other, self) };
        let ids = large.vocabulary.absorb(&small.vocabulary);
        large.contexts.absorb(&small.contexts, &ids);
        large
    }
}

impl Stored for Tally {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        let places = write_words(&self.vocabulary, to)?;
        write_ngrams(&self.contexts, &places, to)?;
        write_pairs(&self.contexts, &places, to)?;
        match self.contexts.postings() {
            Some(postings) => write_postings(postings, &places, to),
            None => Ok(()),
        }
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        self.vocabulary = read_words(from)?;
        let n_types = self.vocabulary.n_types();
        let (all_ngrams, pairs, postings) = self.contexts.parts_mut();
        let type_id = |from: &mut Reader<'_>| from.place(n_types).map(|place| place as TypeId);
        for ngrams in all_ngrams {
            let mut ngram = vec![0; ngrams.n().get()];
            for _ in 0..from.number()? {
                for id in &mut ngram {
                    *id = type_id(from)?;
                }
                ngrams.add(&ngram, Frequency { n_tokens: from.number()?, n_documents: from.number()? });
            }
        }
        if let Some(pairs) = pairs {
            for _ in 0..from.number()? {
                pairs.add(type_id(from)?, type_id(from)?, from.number()?);
            }
        }
        postings.map_or(Ok(()), |postings| read_postings(postings, n_types, from))
    }
}

fn write_ngrams(contexts: &Contexts, places: &[u64], to: &mut Writer<'_>) -> io::Result<()> {
    for ngrams in contexts.ngrams() {
        let in_places = |types: &[TypeId]| types.iter().map(|&id| places[id as usize]).collect::<Vec<u64>>();
        let mut sorted: Vec<(Vec<u64>, Frequency)> =
            ngrams.iter().map(|(types, frequency)| (in_places(types), frequency)).collect();
        sorted.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        to.number(sorted.len() as u64)?;
        for (types, Frequency { n_tokens, n_documents }) in sorted {
            to.numbers(types.into_iter().chain([n_tokens, n_documents]))?;
        }
    }
    Ok(())
}

fn write_pairs(contexts: &Contexts, places: &[u64], to: &mut Writer<'_>) -> io::Result<()> {
    let Some(found) = contexts.cooccurrences() else { return Ok(()) };
    let place = |id: TypeId| places[id as usize];
    let mut sorted: Vec<[u64; 3]> = found.iter().map(|(node, near, n)| [place(node), place(near), n]).collect();
    sorted.sort_unstable();
    to.number(sorted.len() as u64)?;
    sorted.into_iter().try_for_each(|pair| to.numbers(pair))
}
