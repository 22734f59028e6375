//! What one of several machines makes of its share of a corpus: the documents, with all that they are looked for by.
//!
//! [`write_partial`] reads a corpus or a shard of it and writes them to a file, [`Partials`] brings such files into the order of
//! the whole corpus, and [`dedupe_partials`] finds the duplicates of all of them: the rows are those that one run over the
//! corpus would write, byte for byte. Reading, decoding and hashing, which are most of the work, are done where the
//! shards are; candidates, their verification and the rows come of the merge, which needs the texts for both. The sets of
//! shingles alone would not do, and take more: eight bytes for each word.
//!
//! A document takes its text, and beside it 16 bytes for its words, four for each band (32 of them at a threshold of 0.8) and
//! four for each winnowed fingerprint (some 0.13 for each word).

mod file;
mod merging;
mod signed;

use std::io::Write;

use super::clusters::Summary;
use super::fingerprint::Fingerprinter;
use super::gathered::Gathered;
use super::options::Options;
use super::search::found_in;
use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::partial::Listener;
use crate::table::Output;

use file::{Header, PartialWriter};

pub(super) use signed::Signed;

pub use merging::Partials;

/// Reads a corpus, or the shard of it that it was opened for, and writes its documents to `to`, which messages call `name`.
/// What is wrong with inputs is remembered, too. Memory: the documents that are read at a time.
///
/// # Errors
///
/// As [`dedupe`](super::dedupe), [`Error::Write`] if `to` refuses, and [`Error::Option`] for documents in memory that are
/// not in the order of their ids.
pub fn write_partial(
    corpus: &Corpus,
    options: &Options,
    job: &Job<'_>,
    name: &str,
    to: &mut dyn Write,
) -> Result<(), Error> {
    let options = &options.checked()?;
    let listener = Listener::new(job.diagnostics);
    let job = &Job { diagnostics: &listener, ..*job };
    let mut writer = PartialWriter::new(&Header::of(corpus, options), name, to)?;
    corpus.run(
        job,
        || Fingerprinter::new(options),
        |fingerprinter, document| {
            let (place, fingerprint) = (corpus.place(&document), fingerprinter.of(&document.text));
            Signed { place, document, fingerprint }
        },
        |signed| writer.push(&signed),
    )?;
    writer.finish(&listener.into_told())
}

/// Finds the duplicates among the documents of partial results, as [`dedupe`](super::dedupe) does among those of a corpus.
///
/// The options must be those that they were written by, where signatures depend on them: `relations`, `threshold` and
/// `shingle_words`. Failures of inputs are reported again, and missing shards are failures.
///
/// # Errors
///
/// [`Error::Partial`] if a file is damaged, and as [`dedupe`](super::dedupe).
pub fn dedupe_partials(
    partials: Partials<'_>,
    reference: Option<&Corpus>,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Summary, Error> {
    let options = &options.checked()?;
    let gathered = Gathered::read_partials(partials, reference, options, job)?;
    found_in(gathered, options, job, output)
}

#[cfg(test)]
mod tests;
