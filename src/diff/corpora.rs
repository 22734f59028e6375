//! Two corpora compared document by document.
//!
//! Documents are paired by id or key, those without a partner by content. In memory stay their names and one row of
//! numbers for each document, never the texts.

use super::corpora_options::CorporaOptions;
use super::document_row::{Row, document_columns};
use super::ignore::Granularity;
use super::options::Options;
use super::pairing::{Files, Paired, Pairing};
use super::shelf::Shelving;
use super::summary::Summary;
use crate::document::Document;
use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::table::Output;

/// What comparing two inputs came to.
#[derive(Debug)]
pub enum Comparison {
    /// Each side has exactly one document, whatever their ids. Their texts are not compared yet.
    Documents {
        /// The old document.
        old: Box<Document>,
        /// The new document.
        new: Box<Document>,
    },
    /// Anything else.
    Corpora(Pairs),
}

/// Two corpora, paired and compared.
#[derive(Debug)]
pub struct Pairs {
    pub(super) paired: Paired,
    pub(super) granularity: Granularity,
}

/// Compares two documents if that is what the inputs hold, two corpora otherwise. Each input is read once.
///
/// Findings: a warning for some ids that occur more than once on a side, one if not a single id is on both sides, and
/// one for each document whose comparison met [`Options::timeout`].
///
/// # Errors
///
/// What reading returns, and [`Error::Spool`].
pub fn compare_corpora(
    old: &Corpus,
    new: &Corpus,
    options: &CorporaOptions,
    job: &Job<'_>,
) -> Result<Comparison, Error> {
    let has_many_files = |corpus: &Corpus| corpus.file_paths().nth(1).is_some();
    let files = if has_many_files(old) || has_many_files(new) { Files::SideBySide } else { Files::OneByOne };
    let mut pairing = Pairing::read([old, new], files, options, job)?;
    match pairing.only_documents() {
        Some((old, new)) => Ok(Comparison::Documents { old: Box::new(old), new: Box::new(new) }),
        None => Ok(Comparison::Corpora(Pairs::of(pairing, options, job)?)),
    }
}

/// Compares two corpora, each of which may be a single document, whatever they hold.
///
/// # Errors
///
/// Those of [`compare_corpora`].
pub fn diff_corpora(old: &Corpus, new: &Corpus, options: &CorporaOptions, job: &Job<'_>) -> Result<Pairs, Error> {
    Pairs::of(Pairing::read([old, new], Files::SideBySide, options, job)?, options, job)
}

impl Pairs {
    fn of(pairing: Pairing<'_>, options: &CorporaOptions, job: &Job<'_>) -> Result<Self, Error> {
        Ok(Self { paired: pairing.finish(job)?, granularity: options.documents.granularity })
    }

    /// A pair of two documents, whatever their ids.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`].
    pub fn of_documents(old: &Document, new: &Document, options: &Options) -> Result<Self, Error> {
        let shelving = || Shelving::new(&options.spool_directory);
        let (mut olds, mut news) = (shelving()?, shelving()?);
        let origins = (olds.set_aside(old)?, news.set_aside(new)?);
        let rows = vec![Row::of_pair((old, origins.0), (new, origins.1), None, options)];
        let paired = Paired { olds: olds.finish(&Default::default())?, news: news.finish(&Default::default())?, rows };
        Ok(Self { paired, granularity: options.granularity })
    }

    /// How many documents had which change.
    pub fn summary(&self) -> Summary {
        Summary::of(&self.paired.rows)
    }

    /// Sends one row per document, ordered by id; documents with the same id keep the order of their corpus.
    ///
    /// # Errors
    ///
    /// What `output` returns.
    pub fn write_rows(&self, output: &mut dyn Output) -> Result<(), Error> {
        let table = output.table("document", &document_columns())?;
        self.paired.rows.iter().try_for_each(|row| output.row(table, &row.cells(self.granularity)))
    }
}
#[cfg(test)]
pub(in crate::diff) mod tests;
