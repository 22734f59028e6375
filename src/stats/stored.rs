//! Words and postings as bytes. The words stand in the order of code points, so that the same counts are the same bytes.

use std::io;

use crate::error::PartialProblem;
use crate::partial::{Reader, Writer, damaged};
use crate::vocabulary::{Frequency, Posting, Postings, TypeId, Vocabulary};

/// Writes words with their frequencies; gives back the place of each, by its number.
pub(super) fn write_words(words: &Vocabulary, to: &mut Writer<'_>) -> io::Result<Vec<u64>> {
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
pub(super) fn read_words(from: &mut Reader<'_>) -> Result<Vocabulary, PartialProblem> {
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

/// Writes postings; `places` has the place of each type.
pub(super) fn write_postings(postings: &Postings, places: &[u64], to: &mut Writer<'_>) -> io::Result<()> {
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
pub(super) fn read_postings(
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
