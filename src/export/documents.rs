//! Whole documents in the formats of other trades: vertical text for corpus query engines, TEI for editions.
//!
//! Workers turn documents into bytes, which are handed on in input order. What is held is the documents in flight.

use super::markup::n_forbidden;
use super::{tei, vertical};
use crate::diagnostics::Finding;
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

/// Hands `out` the bytes of all documents, in input order. Characters that the format cannot hold are replaced, and how many
/// they are is reported.
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
    out(format.head())?;
    let (mut n_replaced, mut first) = (0, String::new());
    corpus.run(
        job,
        || (),
        |(), document| (format.element(&document), n_forbidden(&document), document.id),
        |(element, n_forbidden, id)| {
            if n_replaced == 0 && n_forbidden > 0 {
                first = id;
            }
            n_replaced += n_forbidden;
            out(&element)
        },
    )?;
    if n_replaced > 0 {
        let characters = if n_replaced == 1 { "character" } else { "characters" };
        let message = format!(
            "{n_replaced} {characters} became U+FFFD, since XML has none like them; the first stands in {first:?}"
        );
        job.diagnostics.report(Finding::warning("", message));
    }
    out(format.foot())
}

impl DocumentFormat {
    /// The format with this name among those of outputs.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "vertical" => Some(Self::Vertical),
            "tei" => Some(Self::Tei),
            _ => None,
        }
    }

    /// What comes before the first document.
    pub(crate) fn head(self) -> &'static str {
        match self {
            Self::Vertical => "",
            Self::Tei => tei::HEAD,
        }
    }

    /// A document.
    pub(crate) fn element(self, document: &Document) -> String {
        match self {
            Self::Vertical => vertical::element(document),
            Self::Tei => tei::element(document),
        }
    }

    /// What comes behind the last document.
    pub(crate) fn foot(self) -> &'static str {
        match self {
            Self::Vertical => "",
            Self::Tei => tei::FOOT,
        }
    }
}
