//! XML: TEI, JATS, DocBook, feeds, and whatever else if a user says where its text is.
//!
//! A file is read element by element, and documents are handed over as they end. What kind a file is of, its root element tells.
//! A corpus of TEI, and a file in which a user names the documents, is read block by block.

mod body;
mod choice;
mod cut;
mod docbook;
pub(super) mod elements;
mod feed;
mod jats;
mod marks;
mod path;

mod tei;
mod tei_header;

pub use path::XmlPath;

use self::body::WhiteSpace;
use self::elements::{Elements, Piece, Tag};
use std::borrow::Cow;

use self::cut::XmlCut;
use super::cut::Cut;
use super::options::InputOptions;
use super::reader::{Fault, MarkedBlock, Reading};

/// A kind of XML, by its root element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An edition, or a corpus of them.
    Tei,
    /// An article of a journal, or several.
    Jats,
    /// A manual: a book, an article, or a part of one.
    DocBook,
    /// RSS or Atom.
    Feed,
    /// A web page.
    Xhtml,
    /// Anything else.
    Other,
}

/// Finds the ends of documents.
pub(super) fn cut(options: &InputOptions) -> Box<dyn Cut + Send> {
    Box::new(XmlCut::new(options))
}

/// Reads the documents of a block of XML. Pages of the web are for the reader of those; see [`kind`].
pub(super) fn read(block: &MarkedBlock<'_>, options: &InputOptions, take: &mut dyn FnMut(u64, Result<Reading, Fault>)) {
    let (white_space, head) = match cut::parted(block.head) {
        Some((white_space, head)) => (Some(white_space), head),
        None => (None, ""),
    };
    let source = if head.is_empty() { Cow::Borrowed(block.text) } else { Cow::Owned([head, block.text].concat()) };
    let n_more = if block.is_whole() { 0 } else { source.len() as u64 };
    let limit_bytes = options.max_document_bytes.saturating_add(n_more);
    let mut elements = Elements::of_block(&source, head.len(), block, limit_bytes);
    let (mut number, mut n_documents) = (block.first_number, 0);
    let result = documents(&mut elements, &source, white_space, options, &mut |reading| {
        if let Reading::Document(_) = reading {
            number = block.first_number + n_documents;
            n_documents += 1;
        }
        take(number, Ok(reading));
    });
    if let Err(fault) = result {
        take(number, Err(fault));
    }
}

fn documents(
    elements: &mut Elements<'_>,
    source: &str,
    white_space: Option<WhiteSpace>,
    options: &InputOptions,
    hand_over: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    let root = root(elements)?;
    if let Some(wanted) = &options.xml_text {
        choice::read(elements, &root, wanted, options.xml_document.as_ref(), hand_over)?;
        return finish(elements, hand_over);
    }
    match kind_of(elements, &root) {
        Kind::Tei => {
            let white_space = white_space.unwrap_or_else(|| tei::sets_tokens_apart(source, root.full_name()));
            tei::read(elements, &root, white_space, hand_over)
        }
        Kind::Jats => jats::read(elements, &root, hand_over),
        Kind::DocBook => docbook::read(elements, &root, hand_over),
        Kind::Feed => feed::read(elements, &root, hand_over),
        Kind::Xhtml => Err(Fault::NoText("is a web page in XML; read it as html")),
        Kind::Other => Err(choice::refusal(elements, &root)?),
    }?;
    finish(elements, hand_over)
}

/// Reads on to the end of the file: the rest must be well-formed, too.
fn finish(elements: &mut Elements<'_>, hand_over: &mut dyn FnMut(Reading)) -> Result<(), Fault> {
    while elements.next()?.is_some() {}
    for warning in elements.warnings() {
        hand_over(Reading::Warning(warning));
    }
    Ok(())
}

/// The kind of a file, if its beginning is XML. The text may be cut behind the beginning of its root element.
pub(super) fn kind(text: &str) -> Option<Kind> {
    let mut elements = Elements::new(text, 0);
    root(&mut elements).ok().map(|root| kind_of(&elements, &root))
}

fn root<'a>(elements: &mut Elements<'a>) -> Result<Tag<'a>, Fault> {
    match elements.next()? {
        Some(Piece::Open(tag)) => Ok(tag),
        Some(Piece::Close | Piece::Text(_)) | None => Err(elements.fault("there is no element")),
    }
}

fn kind_of(elements: &Elements<'_>, root: &Tag<'_>) -> Kind {
    match root.name() {
        _ if tei::is_document(root) || tei::is_corpus(root) => Kind::Tei,
        "rss" | "feed" => Kind::Feed,
        // Any graph has this root element.
        "RDF" if root.raw_attributes().any(|(_, value)| value.contains("rss") || value.contains("netscape")) => {
            Kind::Feed
        }
        "html" => Kind::Xhtml,
        _ if elements.are_docbook() || docbook::has_namespace(root) => Kind::DocBook,
        "article" | "articles" | "pmc-articleset" => Kind::Jats,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests;
