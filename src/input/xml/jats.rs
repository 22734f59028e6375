//! JATS, the Journal Article Tag Suite, and its older names: a document for each article, from its abstract on.
//!
//! Left out are the list of references, labels of sections and figures, and formulas in TeX.

use super::body::{self, Role, WhiteSpace};
use super::elements::{Elements, Piece, Tag};
use crate::document::{FieldValue, Fields};
use crate::input::prose::Gap;
use crate::input::reader::{Fault, Parsed, Reading};
use crate::text::Date;

/// Hands over the articles below the root element, which was opened last.
pub(super) fn read(
    elements: &mut Elements<'_>,
    root: &Tag<'_>,
    hand_over: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    if root.name() == "article" {
        let Some(article) = article(elements, root)? else {
            let message = "is XML with the root element \"article\", which has neither front nor body as JATS has; where its text is \
                           must be told: --xml-text \"//p\" for instance";
            return Err(Fault::Unread(message.to_owned()));
        };
        hand_over(Reading::Document(article));
        return Ok(());
    }
    let mut n_open = 1_usize;
    let mut n_left_out = 0_usize;
    while n_open > 0 {
        match elements.next()? {
            Some(Piece::Open(tag)) if tag.name() == "article" => match article(elements, &tag)? {
                Some(article) => hand_over(Reading::Document(article)),
                None => n_left_out += 1,
            },
            Some(Piece::Open(_)) => n_open += 1,
            Some(Piece::Close) => n_open -= 1,
            Some(Piece::Text(_)) => {}
            None => break,
        }
    }
    if n_left_out > 0 {
        let articles = if n_left_out == 1 { "1 article".to_owned() } else { format!("{n_left_out} articles") };
        hand_over(Reading::Warning(format!("has {articles} with neither front nor body, left out")));
    }
    Ok(())
}

/// Reads an article up to its end; none if it has no part that JATS has.
fn article(elements: &mut Elements<'_>, tag: &Tag<'_>) -> Result<Option<Parsed>, Fault> {
    let mut front = Front { language: elements.attribute(tag, "xml:lang")?, ..Front::default() };
    let mut parts: Vec<String> = Vec::new();
    let mut is_jats = false;
    while let Some(piece) = elements.next()? {
        match piece {
            Piece::Open(tag) => {
                is_jats |= matches!(tag.name(), "front" | "body");
                match tag.name() {
                    "front" => front.read(elements, &mut parts)?,
                    "body" | "back" => parts.push(body::read(elements, role, Role::Trunk, WhiteSpace::Collapsed)?),
                    "floats-group" => parts.push(body::read(elements, role, Role::Holder, WhiteSpace::Collapsed)?),
                    _ => elements.skip()?,
                }
            }
            Piece::Close => break,
            Piece::Text(_) => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    Ok(is_jats.then(|| front.into_document(parts.join("\n\n"))))
}

/// The metadata of an article.
#[derive(Default)]
struct Front {
    doi: Option<String>,
    title: Option<String>,
    authors: Vec<String>,
    journal: Option<String>,
    date: Option<String>,
    language: Option<String>,
    keywords: Vec<String>,
}

impl Front {
    /// Reads the metadata up to their end; abstracts are text.
    fn read(&mut self, elements: &mut Elements<'_>, parts: &mut Vec<String>) -> Result<(), Fault> {
        let mut n_open = 1_usize;
        while n_open > 0 {
            let piece = elements.next()?;
            let Some(Piece::Open(tag)) = piece else {
                n_open -= usize::from(matches!(piece, Some(Piece::Close) | None));
                continue;
            };
            match tag.name() {
                "abstract" => parts.push(body::read(elements, role, Role::Division, WhiteSpace::Collapsed)?),
                "article-title" if self.title.is_none() => self.title = Some(inline(elements)?),
                "journal-title" if self.journal.is_none() => self.journal = Some(inline(elements)?),
                "kwd" => self.keywords.push(inline(elements)?),
                "article-id" if tag.keyword("pub-id-type").as_deref() == Some("doi") => {
                    self.doi = Some(inline(elements)?);
                }
                "contrib" if tag.keyword("contrib-type").is_none_or(|kind| kind == "author") => {
                    self.authors.extend(Some(name(elements)?).filter(|name| !name.is_empty()));
                }
                "pub-date" => {
                    let moment = elements.attribute(&tag, "iso-8601-date")?;
                    let date = date(elements)?;
                    self.date = self.date.take().or(moment).or(date);
                }
                "contrib" | "aff" | "author-notes" | "permissions" | "history" | "related-article"
                | "trans-title-group" | "trans-abstract" | "product" | "funding-group" | "custom-meta-group" => {
                    elements.skip()?;
                }
                _ => n_open += 1,
            }
        }
        Ok(())
    }

    fn into_document(self, text: String) -> Parsed {
        let joined = |values: Vec<String>| (!values.is_empty()).then(|| values.join("; "));
        let known = [
            ("author", joined(self.authors)),
            ("date", self.date),
            ("language", self.language),
            ("journal", self.journal),
            ("keywords", joined(self.keywords)),
        ];
        let fields: Fields =
            known.into_iter().filter_map(|(name, value)| Some((name.into(), FieldValue::Text(value?)))).collect();
        Parsed { id: self.doi, title: self.title, text, fields, ..Parsed::default() }
    }
}

/// The text of the element that was opened last, as one line.
fn inline(elements: &mut Elements<'_>) -> Result<String, Fault> {
    body::read(elements, role, Role::Inline, WhiteSpace::Collapsed).map(|text| text.replace('\n', " "))
}

/// The name of a contributor, given names first.
fn name(elements: &mut Elements<'_>) -> Result<String, Fault> {
    let (mut surname, mut given, mut other) = (String::new(), String::new(), String::new());
    let mut n_open = 1_usize;
    while n_open > 0 {
        let piece = elements.next()?;
        let Some(Piece::Open(tag)) = piece else {
            n_open -= usize::from(matches!(piece, Some(Piece::Close) | None));
            continue;
        };
        match tag.name() {
            "surname" if surname.is_empty() => surname = inline(elements)?,
            "given-names" if given.is_empty() => given = inline(elements)?,
            "collab" | "string-name" if other.is_empty() => other = inline(elements)?,
            "name" | "name-alternatives" => n_open += 1,
            _ => elements.skip()?,
        }
    }
    let whole = format!("{given} {surname}").trim().to_owned();
    Ok(if whole.is_empty() { other } else { whole })
}

/// Year, month and day as far as they are those of a date, in the order of ISO 8601.
fn date(elements: &mut Elements<'_>) -> Result<Option<String>, Fault> {
    let (mut year, mut month, mut day) = (None, None, None);
    while let Some(piece) = elements.next()? {
        match piece {
            Piece::Open(tag) => {
                let slot = match tag.name() {
                    "year" => &mut year,
                    "month" => &mut month,
                    "day" => &mut day,
                    _ => {
                        elements.skip()?;
                        continue;
                    }
                };
                *slot = elements.whole_text()?.trim().parse::<u32>().ok();
            }
            Piece::Close => break,
            Piece::Text(_) => {}
        }
    }
    Ok(year.and_then(|year| Date::of_numbers(year, month, day)).map(|date| date.to_string()))
}

/// The part that an element of JATS plays.
fn role(tag: &Tag<'_>, holder: Role) -> Role {
    let is_held = matches!(holder, Role::Holder | Role::Trunk | Role::Division);
    match tag.name() {
        "p" | "verse-group" | "disp-quote" => Role::Block(Gap::Paragraph),
        "preformat" => Role::Verbatim,
        "verse-line" | "speaker" | "term" | "attrib" => Role::Block(Gap::Line),
        "sec" | "ack" | "app" | "glossary" | "bio" | "notes" => Role::Division,
        "title" if matches!(holder, Role::Trunk | Role::Division) => Role::Heading,
        "list"
        | "def-list"
        | "def-item"
        | "fig"
        | "fig-group"
        | "table-wrap"
        | "table-wrap-group"
        | "table"
        | "thead"
        | "tbody"
        | "tfoot"
        | "supplementary-material"
        | "caption"
        | "boxed-text"
        | "fn-group"
        | "app-group"
        | "speech"
        | "table-wrap-foot" => Role::Holder,
        "list-item" => Role::Item,
        "tr" => Role::Row,
        "td" | "th" => Role::Cell,
        "fn" => Role::Note,
        "break" => Role::LineBreak,
        "label" | "ref-list" | "graphic" | "inline-graphic" | "media" | "tex-math" | "object-id" | "alt-text"
        | "permissions" | "sec-meta" | "contrib-group" | "processing-meta" | "long-desc" => Role::LeftOut,
        _ if is_held => Role::Block(Gap::Paragraph),
        _ => Role::Inline,
    }
}
