//! The header of a TEI document, as the few fields that every corpus has.

use std::sync::Arc;

use super::elements::{Elements, Piece, Tag};
use crate::document::{FieldValue, Fields};
use crate::input::reader::Fault;
use crate::text::on_one_line;

/// The facts about a document.
#[derive(Default)]
pub(super) struct Header {
    pub(super) title: Option<String>,
    /// The language, as the header tags it.
    pub(super) language: Option<String>,
    /// The header is as our own export writes it.
    pub(super) is_own: bool,
    /// The id that our own export wrote.
    pub(super) own_id: Option<String>,
    authors: Vec<String>,
    date: Option<String>,
    /// The fields that our own export wrote, and the identifier that a publisher gave.
    others: Vec<(String, String)>,
    /// The fitness of title and date, the lower the better.
    title_rank: u8,
    date_rank: u8,
}

/// The use of an element's text.
enum Target {
    Title(u8),
    Author,
    /// With the value that stands in an attribute.
    Date(u8, Option<String>),
    Identifier,
    /// The source that our own export had the text from.
    Source,
    Note(String),
}

/// An element whose text is being taken.
struct Capture {
    target: Target,
    text: String,
    /// The number of open elements, itself included.
    depth: usize,
}

/// Reads the header that was opened last, up to its end.
pub(super) fn read(elements: &mut Elements<'_>) -> Result<Header, Fault> {
    let mut header = Header { title_rank: u8::MAX, date_rank: u8::MAX, ..Header::default() };
    let mut path = vec!["teiHeader".to_owned()];
    let mut capture: Option<Capture> = None;
    while !path.is_empty() {
        match elements.next()? {
            Some(Piece::Open(tag)) if capture.is_some() && matches!(tag.name(), "idno" | "note") => elements.skip()?,
            Some(Piece::Open(tag)) => {
                // When a file was made is no date of the text.
                let is_file = tag.name() == "bibl" && tag.keyword("type").as_deref() == Some("digitalSource");
                path.push(if is_file { "relatedItem" } else { tag.name() }.to_owned());
                match &mut capture {
                    // Names are often written without white space between their parts.
                    Some(capture) if matches!(capture.target, Target::Author) => capture.text.push(' '),
                    Some(_) => {}
                    None => {
                        let target = header.target(elements, &tag, &path)?;
                        capture = target.map(|target| Capture { target, text: String::new(), depth: path.len() });
                    }
                }
            }
            Some(Piece::Close) => {
                if let Some(done) = capture.take_if(|capture| capture.depth == path.len()) {
                    header.take(done);
                }
                path.pop();
            }
            Some(Piece::Text(text)) => {
                if let Some(capture) = &mut capture {
                    capture.text.push_str(&text);
                }
            }
            None => break,
        }
    }
    if !header.is_own {
        header.title = header.title.as_deref().map(on_one_line);
    }
    Ok(header)
}

impl Header {
    /// Everything but title and language under the names that fields have.
    pub(super) fn into_fields(self) -> Fields {
        let known = [
            ("author", (!self.authors.is_empty()).then(|| self.authors.join("; "))),
            ("date", self.date),
            ("language", self.language),
        ];
        let known = known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let text = |(name, value): (String, String)| (Arc::from(name), FieldValue::Text(value));
        self.others.into_iter().chain(known).map(text).collect()
    }

    /// The use of an element, by the names of those around it.
    fn target(&mut self, elements: &mut Elements<'_>, tag: &Tag<'_>, path: &[String]) -> Result<Option<Target>, Fault> {
        let around = |back: usize| path.len().checked_sub(back).and_then(|at| path.get(at)).map_or("", String::as_str);
        let is_within = |name: &str| path.iter().any(|open| open == name);
        let is_own_statement = |name: &str| around(2) == name && around(3) == "fileDesc";
        Ok(match tag.name() {
            "title" if is_own_statement("titleStmt") => Some(Target::Title(match tag.keyword("type").as_deref() {
                Some("main" | "full") => 0,
                None => 1,
                Some(_) => 2,
            })),
            "author" if is_own_statement("titleStmt") => Some(Target::Author),
            "p" if self.is_own && around(2) == "sourceDesc" => Some(Target::Source),
            "idno" if is_own_statement("publicationStmt") => Some(Target::Identifier),
            "note" if is_own_statement("notesStmt") => elements.attribute(tag, "n")?.map(Target::Note),
            "language" if around(2) == "langUsage" => {
                if self.language.is_none() {
                    self.language = elements.attribute(tag, "ident")?;
                }
                None
            }
            "date" => {
                let rank = match () {
                    () if is_within("creation") => 0,
                    () if is_within("sourceDesc") => 1,
                    () if is_own_statement("publicationStmt") => 3,
                    () => return Ok(None),
                };
                let rank = if is_within("relatedItem") { 2 } else { rank };
                Some(Target::Date(rank, moment(elements, tag)?))
            }
            _ => None,
        })
    }

    fn take(&mut self, Capture { target, text, .. }: Capture) {
        let line = on_one_line(&text);
        match target {
            Target::Note(name) if name == "id" => {
                self.is_own = true;
                self.own_id = Some(text);
            }
            Target::Source => self.others.insert(0, ("source".to_owned(), text)),
            Target::Note(name) if self.is_own => self.others.push((name, text)),
            Target::Title(rank) if rank < self.title_rank && !line.is_empty() => {
                self.title_rank = rank;
                self.title = Some(text);
            }
            Target::Author if !line.is_empty() => self.authors.push(line),
            Target::Date(rank, moment) if rank < self.date_rank => {
                if let Some(date) = moment.or_else(|| Some(line).filter(|line| !line.is_empty())) {
                    self.date_rank = rank;
                    self.date = Some(date);
                }
            }
            Target::Identifier if !line.is_empty() && self.others.is_empty() => {
                self.others.push(("idno".to_owned(), line));
            }
            Target::Note(_) | Target::Title(_) | Target::Author | Target::Date(..) | Target::Identifier => {}
        }
    }
}

/// The date that stands in an attribute.
fn moment(elements: &mut Elements<'_>, tag: &Tag<'_>) -> Result<Option<String>, Fault> {
    for name in ["when", "when-iso", "value", "from", "notBefore", "to", "notAfter"] {
        if let Some(value) = elements.attribute(tag, name)? {
            return Ok(Some(value));
        }
    }
    Ok(None)
}
