//! Counts of words as bytes. The words stand in the order of code points, so that the same counts are the same bytes.

use std::io;

use super::super::contexts::Contexts;
use super::super::scanner::Tally;
use crate::error::PartialProblem;
use crate::partial::{Reader, Stored, Writer, damaged};
use crate::vocabulary::{Frequency, Posting, Postings, TypeId, Vocabulary};

/// Writes words with their frequencies; gives back the place of each, by its number.
pub(in crate::stats) fn write_words(words: &Vocabulary, to: &mut Writer<'_>) -> io::Result<Vec<u64>> {
    let mut sorted: Vec<TypeId> = words.ids().collect();
    sorted.sort_unstable_by(|&a, &b| words.compare(a, b));
    to.number(sorted.len() as u64)?;
    let (mut places, mut last) = (vec![0; sorted.len()], "");
    for (place, id) in (0..).zip(sorted) {
        let (word, Frequency { n_tokens, n_documents }) = (words.word(id), words.frequency(id));
        to.text_after(last, word)?;
        to.numbers([n_tokens, n_documents])?;
        (places[id as usize], last) = (place, word);
    }
    Ok(places)
}

/// Reads words with their frequencies. Their numbers are their places.
pub(in crate::stats) fn read_words(from: &mut Reader<'_>) -> Result<Vocabulary, PartialProblem> {
    let (mut words, mut word) = (Vocabulary::default(), String::new());
    for place in 0..from.number()? {
        from.text_after(&mut word)?;
        let frequency = Frequency { n_tokens: from.number()?, n_documents: from.number()? };
        let id = words.intern(&word);
        if u64::from(id) != place {
            return Err(damaged("a word is there twice"));
        }
        words.add(id, frequency);
    }
    Ok(words)
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

/// Writes postings; `places` has the place of each type.
pub(in crate::stats) fn write_postings(postings: &Postings, places: &[u64], to: &mut Writer<'_>) -> io::Result<()> {
    let sizes = postings.sizes();
    to.number(sizes.len() as u64)?;
    to.numbers(sizes)?;
    let mut by_type: Vec<(u64, Vec<Posting>)> =
        places.iter().copied().zip(postings.by_type(places.len())).filter(|(_, of_type)| !of_type.is_empty()).collect();
    by_type.sort_unstable_by_key(|(place, _)| *place);
    to.number(by_type.len() as u64)?;
    for (place, of_type) in by_type {
        to.numbers([place, of_type.len() as u64])?;
        to.numbers(of_type.iter().flat_map(|posting| [posting.n_document_tokens, posting.frequency]))?;
    }
    Ok(())
}

/// Reads postings of types below `n_types`.
pub(in crate::stats) fn read_postings(
    postings: &mut Postings,
    n_types: usize,
    from: &mut Reader<'_>,
) -> Result<(), PartialProblem> {
    for _ in 0..from.number()? {
        postings.push_document(from.number()?);
    }
    for _ in 0..from.number()? {
        let id = from.place(n_types)? as TypeId;
        for _ in 0..from.number()? {
            postings.push(id, Posting { n_document_tokens: from.number()?, frequency: from.number()? });
        }
    }
    Ok(())
}
