//! Feeds, RSS and Atom: a document for each entry.

use super::elements::{Elements, Piece, Tag};
use crate::document::{FieldValue, Fields};
use crate::input::read_page::page_text;
use crate::input::reader::{Fault, Parsed, Reading};
use crate::text::on_one_line;

/// Hands over the entries of a feed, whose root element was opened last.
pub(super) fn read(
    elements: &mut Elements<'_>,
    root: &Tag<'_>,
    hand_over: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    let language = elements.attribute(root, "xml:lang")?;
    let mut feed = Feed { language, name: None };
    let mut n_open = 1_usize;
    let mut n_entries = 0_usize;
    let mut n_encoded = 0_usize;
    while n_open > 0 {
        match elements.next()? {
            Some(Piece::Open(tag)) => match tag.name() {
                "item" | "entry" => {
                    n_entries += 1;
                    let entry = entry(elements)?;
                    n_encoded += usize::from(entry.is_encoded && entry.content.is_none() && entry.summary.is_none());
                    hand_over(Reading::Document(entry.into_document(&feed)));
                }
                // A feed's own title and language stand before its entries.
                "title" if feed.name.is_none() => feed.name = filled(&elements.whole_text()?),
                "language" if feed.language.is_none() => feed.language = filled(&elements.whole_text()?),
                "image" | "textInput" | "textinput" | "author" => elements.skip()?,
                _ => n_open += 1,
            },
            Some(Piece::Close) => n_open -= 1,
            Some(Piece::Text(_)) => {}
            None => break,
        }
    }
    if n_encoded > 0 {
        let entries = if n_encoded == 1 {
            "1 entry whose text is".to_owned()
        } else {
            format!("{n_encoded} entries whose texts are")
        };
        hand_over(Reading::Warning(format!("has {entries} encoded or no text at all; they are empty here")));
    }
    if n_entries == 0 {
        return Err(Fault::NoText("is a feed without an entry"));
    }
    Ok(())
}

/// The values of a feed that hold for all its entries.
struct Feed {
    language: Option<String>,
    name: Option<String>,
}

/// The values of an entry.
#[derive(Default)]
struct Entry {
    id: Option<String>,
    title: Option<Text>,
    summary: Option<Text>,
    content: Option<Text>,
    date: Option<String>,
    updated: Option<String>,
    link: Option<String>,
    authors: Vec<String>,
    categories: Vec<String>,
    /// Something in it is no text.
    is_encoded: bool,
}

/// Text of an entry.
struct Text {
    source: String,
    is_plain: bool,
}

impl Text {
    fn read(self) -> Option<String> {
        let text = if self.is_plain { self.source } else { page_text(&self.source) };
        filled(&text)
    }
}

fn filled(text: &str) -> Option<String> {
    let ink = text.trim();
    (!ink.is_empty()).then(|| ink.to_owned())
}

fn entry(elements: &mut Elements<'_>) -> Result<Entry, Fault> {
    let mut entry = Entry::default();
    let mut n_open = 1_usize;
    while n_open > 0 {
        match elements.next()? {
            // Feeds of films have the text in it.
            Some(Piece::Open(tag)) if tag.full_name() == "media:group" => n_open += 1,
            Some(Piece::Open(tag)) => entry.take(elements, &tag)?,
            Some(Piece::Close) => n_open -= 1,
            Some(Piece::Text(_)) => {}
            None => break,
        }
    }
    Ok(entry)
}

impl Entry {
    fn take(&mut self, elements: &mut Elements<'_>, tag: &Tag<'_>) -> Result<(), Fault> {
        // Extensions have prefixes; `media:title` is no title of the entry.
        match tag.full_name().trim_start_matches("atom:").trim_start_matches("rss:") {
            "guid" | "id" => self.id = filled(&elements.whole_text()?).or(self.id.take()),
            "title" if self.title.is_none() => self.title = text(elements, tag)?,
            "description" | "summary" | "dc:description" | "media:description" if self.summary.is_none() => {
                self.summary = text(elements, tag)?;
                self.is_encoded |= self.summary.is_none();
            }
            "content:encoded" | "content" => {
                let content = text(elements, tag)?;
                self.is_encoded |= content.is_none();
                self.content = content.or(self.content.take());
            }
            "xhtml:body" | "body" => self.content = Some(Text { source: markup(elements)?, is_plain: false }),
            "pubDate" | "published" | "issued" | "dc:date" if self.date.is_none() => {
                self.date = filled(&elements.whole_text()?);
            }
            "updated" | "modified" => self.updated = filled(&elements.whole_text()?),
            "link" => {
                let (target, relation) = (elements.attribute(tag, "href")?, tag.keyword("rel").map(String::from));
                let target = filled(&elements.whole_text()?).or(target);
                if self.link.is_none() && relation.is_none_or(|relation| relation == "alternate") {
                    self.link = target;
                }
            }
            "author" | "dc:creator" | "contributor" => {
                let name = author(elements)?;
                self.authors.extend(filled(&name).filter(|_| tag.name() != "contributor"));
            }
            "category" | "dc:subject" => {
                let term = elements.attribute(tag, "term")?;
                self.categories.extend(filled(&elements.whole_text()?).or(term));
            }
            _ => elements.skip()?,
        }
        Ok(())
    }

    fn into_document(self, feed: &Feed) -> Parsed {
        let title = self.title.and_then(|title| title.read());
        let title = title.as_deref().map(on_one_line);
        // The content is the whole text, of which the summary is the beginning or the gist.
        let content = self.content.and_then(|content| content.read());
        let text = content.or_else(|| self.summary.and_then(|summary| summary.read()));
        let joined = |values: Vec<String>| (!values.is_empty()).then(|| values.join("; "));
        let known = [
            ("date", self.date.or(self.updated)),
            ("link", self.link),
            ("author", joined(self.authors)),
            ("categories", joined(self.categories)),
            ("feed", feed.name.clone()),
            ("language", feed.language.clone()),
        ];
        let fields: Fields =
            known.into_iter().filter_map(|(name, value)| Some((name.into(), FieldValue::Text(value?)))).collect();
        Parsed { id: self.id, title, text: text.unwrap_or_default(), fields, ..Parsed::default() }
    }
}

/// The text of an element; none if it is something else, in an encoding of its own. In RSS it is HTML; in Atom its type tells, and
/// XHTML stands there as elements.
fn text(elements: &mut Elements<'_>, tag: &Tag<'_>) -> Result<Option<Text>, Fault> {
    let kind = tag.keyword("type").map(String::from);
    let is_encoded = tag.keyword("mode").is_some_and(|mode| mode == "base64");
    let text = match kind.as_deref() {
        _ if is_encoded => None,
        Some("text" | "text/plain" | "plain") => Some(Text { source: elements.whole_text()?, is_plain: true }),
        Some("xhtml" | "application/xhtml+xml") => Some(Text { source: markup(elements)?, is_plain: false }),
        Some(kind) if kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("xml") => None,
        _ => Some(Text { source: elements.whole_text()?, is_plain: false }),
    };
    if text.is_none() {
        elements.skip()?;
    }
    Ok(text)
}

/// The content of the element that was opened last, as HTML again, without attributes.
fn markup(elements: &mut Elements<'_>) -> Result<String, Fault> {
    let mut out = String::new();
    let mut open: Vec<String> = Vec::new();
    while let Some(piece) = elements.next()? {
        match piece {
            Piece::Open(tag) => {
                out.extend(["<", tag.name(), ">"]);
                open.push(tag.name().to_owned());
            }
            Piece::Close => {
                let Some(name) = open.pop() else { break };
                // Elements that are always empty have no end in HTML.
                if !matches!(&*name, "br" | "hr" | "img" | "input" | "wbr" | "source" | "col" | "area") {
                    out.extend(["</", &name, ">"]);
                }
            }
            Piece::Text(text) => out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")),
        }
    }
    Ok(out)
}

/// The name of an author, which Atom has in an element of its own beside address and mail.
fn author(elements: &mut Elements<'_>) -> Result<String, Fault> {
    let (mut whole, mut name) = (String::new(), None);
    while let Some(piece) = elements.next()? {
        match piece {
            Piece::Open(tag) if tag.name() == "name" => name = Some(elements.whole_text()?),
            Piece::Open(_) => elements.skip()?,
            Piece::Close => break,
            Piece::Text(text) => whole.push_str(&text),
        }
    }
    Ok(name.unwrap_or(whole))
}
