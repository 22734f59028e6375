//! Whole documents in the formats of other trades: vertical text for corpus query engines, TEI for editions.
//!
//! Workers turn documents into bytes, which are handed on in input order. What is held is the documents in flight.

use super::{tei, vertical};
use crate::document::Document;
use crate::error::Error;
use crate::input::{Corpus, Job};

/// A format of documents that is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentFormat {
    /// One token a line between the tags of documents, paragraphs and sentences, for CWB and Sketch Engine.
    Vertical,
    /// The Text Encoding Initiative's XML (P5), one `teiCorpus` with a `TEI` for each document.
    Tei,
}

/// Hands `out` the bytes of all documents, in input order.
///
/// # Errors
///
/// What corpus and `out` return.
pub fn write_documents(
    corpus: &Corpus,
    format: DocumentFormat,
    job: &Job<'_>,
    out: &mut dyn FnMut(&str) -> Result<(), Error>,
) -> Result<(), Error> {
    let element: fn(&Document) -> String = match format {
        DocumentFormat::Vertical => vertical::element,
        DocumentFormat::Tei => tei::element,
    };
    let (head, foot) = match format {
        DocumentFormat::Vertical => ("", ""),
        DocumentFormat::Tei => (tei::HEAD, tei::FOOT),
    };
    out(head)?;
    corpus.run(job, || (), |(), document| element(&document), |element| out(&element))?;
    out(foot)
}
