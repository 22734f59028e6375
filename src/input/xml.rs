//! XML: TEI, JATS, DocBook, feeds, and whatever else if a user says where its text is.
//!
//! A file is read element by element, and documents are handed over as they end. What kind a file is of, its root element tells.

mod body;
mod choice;
mod docbook;
pub(super) mod elements;
mod feed;
mod jats;
mod path;

mod tei;
mod tei_header;

pub use path::XmlPath;

use self::body::WhiteSpace;
use self::elements::{Elements, Piece, Tag};
use super::options::InputOptions;
use super::reader::{Fault, Reading};

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

/// Reads the documents of a file of XML. Pages of the web are for the reader of those; see [`kind`].
pub(super) fn read(text: &str, options: &InputOptions, hand_over: &mut dyn FnMut(Reading)) -> Result<(), Fault> {
    let mut elements = Elements::new(text, options.max_document_bytes);
    let root = root(&mut elements)?;
    if let Some(wanted) = &options.xml_text {
        choice::read(&mut elements, &root, wanted, options.xml_document.as_ref(), hand_over)?;
        return finish(&mut elements, hand_over);
    }
    match kind_of(&elements, &root) {
        Kind::Tei => {
            let white_space = if sets_tokens_apart(text, root.full_name()) {
                WhiteSpace::Collapsed
            } else {
                WhiteSpace::BetweenTokens
            };
            tei::read(&mut elements, &root, white_space, hand_over)
        }
        Kind::Jats => jats::read(&mut elements, &root, hand_over),
        Kind::DocBook => docbook::read(&mut elements, &root, hand_over),
        Kind::Feed => feed::read(&mut elements, &root, hand_over),
        Kind::Xhtml => Err(Fault::NoText("is a web page in XML; read it as html")),
        Kind::Other => Err(choice::refusal(&mut elements, &root)?),
    }?;
    finish(&mut elements, hand_over)
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
        "TEI" | "teiCorpus" | "TEI.2" | "teiCorpus.2" => Kind::Tei,
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

/// Most files have white space between words where the text has it, so that where there is none, two tokens are one word.
/// Some have none at all. The first tokens tell.
fn sets_tokens_apart(text: &str, root_name: &str) -> bool {
    const N_SAMPLES: usize = 1000;
    let prefix = root_name.rsplit_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
    let (end_tag, character) = (format!("</{prefix}w>"), format!("<{prefix}c>"));
    let mut ends = memchr::memmem::find_iter(text.as_bytes(), &end_tag).take(N_SAMPLES).peekable();
    let is_apart = |at: usize| {
        let behind = text.get(at + end_tag.len()..).unwrap_or_default();
        behind.starts_with([' ', '\n', '\r', '\t']) || behind.starts_with(&character)
    };
    ends.peek().is_none() || ends.any(is_apart)
}

#[cfg(test)]
mod tests;
