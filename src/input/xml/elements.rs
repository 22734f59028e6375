//! XML as a sequence of beginnings, ends and texts of elements, held to what well-formed means, with the line of every fault.
//!
//! References are resolved here: the five of XML, those by number, those that a file declares for itself as plain text,
//! and the names of HTML, which older schemas declare elsewhere. What a file declares in terms of something else is
//! refused, so no text grows by more than its references, and what they expand to is counted. Parts of packed documents are
//! read leniently, since programs write them: what they refer to and do not declare stays as it is written.

use std::borrow::Cow;
use std::collections::HashMap;
#[cfg(feature = "office")]
use std::io::BufRead as _;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, BytesText, Event};

#[cfg(feature = "office")]
use super::marks::inner_len;
use crate::input::character_reference::resolved;
use crate::input::reader::{Fault, MOST_LEVELS, MarkedBlock};

/// A file being read, element by element.
pub(in crate::input) struct Elements<'a> {
    reader: Reader<&'a [u8]>,
    source: &'a str,
    entities: HashMap<String, Entity>,
    /// The number of open elements.
    depth: usize,
    /// An element without content was begun, and its end is next.
    is_empty_open: bool,
    has_root: bool,
    n_expanded_bytes: u64,
    limit_bytes: u64,
    /// What stands outside the root element, and references that mean nothing, are let be; no document type is read.
    is_lenient: bool,
    /// The file says that declarations stand in another one.
    has_outer_declarations: bool,
    /// The first reference that was left as it is written, and how many were.
    unresolved: Option<(String, u64)>,
    /// The places where another file should be put in.
    n_inclusions: u64,
    /// The file says that its schema is DocBook.
    is_docbook: bool,
    /// Length of the context in front of the block that is read, and the number of the first line of the block.
    n_head_bytes: usize,
    first_line: u64,
    /// The file goes on behind the block, and so do the open elements.
    goes_on: bool,
}

/// The next thing in a file.
pub(in crate::input) enum Piece<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// The element that began last, and has not ended, ends.
    Close,
    /// Text of the element that is open.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
pub(in crate::input) struct Tag<'a>(BytesStart<'a>);

/// The meaning that a file declares for a name.
enum Entity {
    Plain(String),
    /// It stands for markup, for a file, or for other entities.
    Other,
}

impl<'a> Tag<'a> {
    /// The start tag with this between its angle brackets.
    pub(super) fn of(inner: &'a str) -> Self {
        Self(BytesStart::from_content(inner, inner.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inner.len())))
    }

    /// The prefix of the name, empty without one.
    #[cfg(feature = "office")]
    pub(in crate::input) fn prefix(&self) -> &str {
        split_name(self.full_name()).map_or("", |(prefix, _)| prefix)
    }

    /// The attributes as they are written.
    #[cfg(feature = "office")]
    pub(in crate::input) fn attributes_raw(&self) -> &str {
        self.0.attributes_raw()
    }

    /// The name without its prefix.
    pub(in crate::input) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The name as it is written, with its prefix.
    pub(in crate::input) fn full_name(&self) -> &str {
        self.0.name().into_inner()
    }

    /// The attributes, names as they are written and values without references resolved, as far as they are well-formed.
    pub(in crate::input) fn raw_attributes(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        // Looking for names that are there twice would take the square of their number.
        let mut attributes = self.0.attributes();
        attributes.with_checks(false);
        attributes.map_while(Result::ok).map(|attribute| (attribute.key.into_inner(), attribute.value))
    }

    /// The value of an attribute that holds no references, such as a keyword. The name is as it is written.
    pub(in crate::input) fn keyword(&self, name: &str) -> Option<Cow<'_, str>> {
        if self.0.attributes_raw().len() < name.len() {
            return None;
        }
        self.raw_attributes().find(|(found, _)| *found == name).map(|(_, value)| value)
    }
}

impl<'a> Elements<'a> {
    /// The elements of `source`, whose references expand to `limit_bytes` at most.
    pub(in crate::input) fn new(source: &'a str, limit_bytes: u64) -> Self {
        Self {
            reader: Reader::from_str(source),
            source,
            entities: HashMap::new(),
            depth: 0,
            is_empty_open: false,
            has_root: false,
            n_expanded_bytes: 0,
            limit_bytes,
            is_lenient: false,
            has_outer_declarations: false,
            unresolved: None,
            n_inclusions: 0,
            is_docbook: false,
            n_head_bytes: 0,
            first_line: 1,
            goes_on: false,
        }
    }

    /// The elements of a part of a packed document.
    #[cfg(feature = "office")]
    pub(in crate::input) fn lenient(source: &'a str) -> Self {
        let mut elements = Self { is_lenient: true, ..Self::new(source, u64::MAX) };
        elements.reader.config_mut().allow_dangling_amp = true;
        elements
    }

    /// The elements of a block: `source` is the block with `n_head_bytes` in front of it.
    pub(super) fn of_block(source: &'a str, n_head_bytes: usize, block: &MarkedBlock<'_>, limit_bytes: u64) -> Self {
        let (first_line, goes_on) = (block.first_line, !block.is_last);
        Self { n_head_bytes, first_line, goes_on, ..Self::new(source, limit_bytes) }
    }

    /// Reads nothing, but knows the entities that are declared before the root element of a file.
    pub(super) fn declaring(prolog: &str) -> Elements<'static> {
        let mut elements = Elements::new("", u64::MAX);
        if let Some((_, doctype)) = prolog.split_once("<!DOCTYPE") {
            elements.declare(doctype);
        }
        elements
    }

    /// The next piece; none at the end of a file that is whole.
    pub(in crate::input) fn next(&mut self) -> Result<Option<Piece<'a>>, Fault> {
        if std::mem::take(&mut self.is_empty_open) {
            self.depth -= 1;
            return Ok(Some(Piece::Close));
        }
        loop {
            let event = self.reader.read_event().map_err(|error| self.malformed(&error))?;
            match event {
                Event::Start(start) => return self.opened(start).map(Some),
                Event::Empty(start) => {
                    self.is_empty_open = true;
                    return self.opened(start).map(Some);
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Piece::Close));
                }
                Event::Text(text) => {
                    if let Some(text) = self.text(&text)? {
                        return Ok(Some(Piece::Text(text)));
                    }
                }
                Event::CData(text) if self.depth > 0 => return Ok(Some(Piece::Text(text.xml10_content()))),
                Event::GeneralRef(reference) if self.depth > 0 => {
                    return self.expanded(&reference).map(|text| Some(Piece::Text(Cow::Owned(text))));
                }
                Event::CData(_) | Event::GeneralRef(_) if self.is_lenient => {}
                Event::CData(_) | Event::GeneralRef(_) => {
                    return Err(self.fault("text stands outside the root element"));
                }
                Event::DocType(declaration) if !self.is_lenient => self.declare(&declaration),
                Event::DocType(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof if self.depth > 0 && self.goes_on => {
                    self.depth -= 1;
                    return Ok(Some(Piece::Close));
                }
                Event::Eof if self.depth > 0 => return Err(self.fault("the file ends inside an element")),
                Event::Eof if !self.has_root => return Err(self.fault("there is no element")),
                Event::Eof => return Ok(None),
            }
        }
    }

    /// Passes over the rest of the element that was opened last.
    pub(in crate::input) fn skip(&mut self) -> Result<(), Fault> {
        let mut n_open = 1_usize;
        while n_open > 0 {
            match self.next()? {
                Some(Piece::Open(_)) => n_open += 1,
                Some(Piece::Close) => n_open -= 1,
                Some(Piece::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// Passes over the rest of the element that was opened last as far as the end of its markup is found at a glance, without what
    /// its text means.
    #[cfg(feature = "office")]
    pub(in crate::input) fn skip_markup(&mut self) -> Result<(), Fault> {
        if !self.is_empty_open
            && let Some(n_bytes) = inner_len(self.rest(), MOST_LEVELS.saturating_sub(self.depth))
        {
            self.pass(n_bytes);
        }
        self.skip()
    }

    /// The inside of the element that was opened last, as it is written; none if its markup is broken or it is long.
    #[cfg(feature = "office")]
    pub(in crate::input) fn short_inner(&self) -> Option<&'a [u8]> {
        /// Elements within each other may all be asked for.
        const MOST_BYTES: usize = 4096;
        if self.is_empty_open {
            return Some(&[]);
        }
        let rest = self.rest();
        let near = rest.get(..MOST_BYTES).unwrap_or(rest);
        near.get(..inner_len(near, MOST_LEVELS.saturating_sub(self.depth))?)
    }

    /// Passes over the next `n_bytes`, in which as many elements begin as end.
    #[cfg(feature = "office")]
    pub(in crate::input) fn pass(&mut self, n_bytes: usize) {
        self.reader.stream().consume(n_bytes);
    }

    /// The source text that has not been read yet.
    #[cfg(feature = "office")]
    pub(in crate::input) fn rest(&self) -> &'a [u8] {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        self.source.as_bytes().get(at..).unwrap_or_default()
    }

    /// Number of open elements.
    #[cfg(feature = "office")]
    pub(in crate::input) fn depth(&self) -> usize {
        self.depth
    }

    /// The text of the element that was opened last, and of all in it, up to its end.
    pub(in crate::input) fn whole_text(&mut self) -> Result<String, Fault> {
        let (mut n_open, mut out) = (1_usize, String::new());
        while n_open > 0 {
            match self.next()? {
                Some(Piece::Open(_)) => n_open += 1,
                Some(Piece::Close) => n_open -= 1,
                Some(Piece::Text(text)) => out.push_str(&text),
                None => break,
            }
        }
        Ok(out)
    }

    /// The value of an attribute, references resolved. Without a colon in it, `name` is met with any prefix.
    pub(in crate::input) fn attribute(&mut self, tag: &Tag<'_>, name: &str) -> Result<Option<String>, Fault> {
        let is_it = |found: &str| found == name || found.rsplit_once(':').is_some_and(|(_, local)| local == name);
        let Some(value) = tag.raw_attributes().find(|(found, _)| is_it(found)).map(|(_, value)| value) else {
            return Ok(None);
        };
        self.value(&value).map(Some)
    }

    /// The value of an attribute as [`Tag::raw_attributes`] has it, references resolved.
    pub(in crate::input) fn value(&mut self, raw: &str) -> Result<String, Fault> {
        let mut out = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
            let (plain, reference) = rest.split_at(at);
            out.push_str(plain);
            let end = memchr::memchr(b';', reference.as_bytes());
            let name = end.and_then(|end| reference.get(1..end));
            let name = name.ok_or_else(|| self.fault("an attribute has an ampersand that begins no reference"))?;
            out.push_str(&self.expanded(&BytesRef::new(name))?);
            rest = reference.get(name.len() + 2..).unwrap_or_default();
        }
        out.push_str(rest);
        // Line ends in attributes are blanks, unless they were written as references; those are as good as blanks to us.
        Ok(out.replace(['\n', '\r', '\t'], " "))
    }

    /// The warnings about references that could not be resolved, and about other files.
    pub(in crate::input) fn warnings(&self) -> impl Iterator<Item = String> {
        let inclusions = match self.n_inclusions {
            0 => None,
            1 => Some("includes another file, which is not read with it".to_owned()),
            number => Some(format!("includes {number} other files, which are not read with it")),
        };
        let unresolved = self.unresolved.as_ref().map(|(first, number)| {
            let references = if *number == 1 { "1 reference".to_owned() } else { format!("{number} references") };
            format!("has {references} to entities that another file declares, left as written: &{first}; is the first")
        });
        inclusions.into_iter().chain(unresolved)
    }

    /// True for a file that has places where another one should be put in.
    pub(in crate::input) fn include_others(&self) -> bool {
        self.n_inclusions > 0
    }

    /// True for a file whose document type is DocBook.
    pub(in crate::input) fn are_docbook(&self) -> bool {
        self.is_docbook
    }

    /// A fault at the place where the reading is.
    pub(in crate::input) fn fault(&self, message: &str) -> Fault {
        Fault::MalformedAt(self.line(self.reader.buffer_position()), message.to_owned())
    }

    fn malformed(&self, error: &quick_xml::Error) -> Fault {
        Fault::MalformedAt(self.line(self.reader.error_position()), error.to_string())
    }

    fn line(&self, position: u64) -> u64 {
        let end = usize::try_from(position).map_or(self.source.len(), |end| end.min(self.source.len()));
        // A fault of the head is one of the first lines of the file.
        let (start, first_line) = if end < self.n_head_bytes { (0, 1) } else { (self.n_head_bytes, self.first_line) };
        let before = self.source.as_bytes().get(start..end).unwrap_or_default();
        memchr::memchr_iter(b'\n', before).count() as u64 + first_line
    }

    /// The first line of what is read, if the file has more than that.
    pub(super) fn line_of_part(&self) -> Option<u64> {
        (self.n_head_bytes > 0 || self.goes_on).then_some(self.first_line)
    }

    fn opened(&mut self, start: BytesStart<'a>) -> Result<Piece<'a>, Fault> {
        if self.depth == 0 && std::mem::replace(&mut self.has_root, true) && !self.is_lenient {
            return Err(self.fault("there is a second root element"));
        }
        self.depth += 1;
        if self.depth > MOST_LEVELS {
            return Err(Fault::TooDeep { limit: MOST_LEVELS });
        }
        let tag = Tag(start);
        self.n_inclusions += u64::from(tag.full_name() == "xi:include");
        Ok(Piece::Open(tag))
    }

    /// Outside the root element only white space may stand, which is no piece.
    fn text(&self, text: &BytesText<'a>) -> Result<Option<Cow<'a, str>>, Fault> {
        if self.depth > 0 {
            return Ok(Some(text.xml10_content()));
        }
        if self.is_lenient || text.trim_start_matches('\u{feff}').trim().is_empty() {
            return Ok(None);
        }
        Err(self.fault("text stands outside the root element"))
    }

    fn expanded(&mut self, reference: &BytesRef<'_>) -> Result<String, Fault> {
        let name: &str = reference;
        let found = match self.entities.get(name) {
            Some(Entity::Plain(text)) => Some(text.clone()),
            Some(Entity::Other) => {
                let message =
                    format!("the entity &{name}; stands for markup or other entities, which are not expanded");
                return Err(self.fault(&message));
            }
            None => resolved(name),
        };
        let found = match found {
            Some(found) => found,
            None if self.is_lenient && !name.starts_with('#') => format!("&{name};"),
            None if self.has_outer_declarations => {
                self.unresolved.get_or_insert_with(|| (name.to_owned(), 0)).1 += 1;
                format!("&{name};")
            }
            None => return Err(self.fault(&format!("the entity &{name}; is not declared"))),
        };
        self.n_expanded_bytes += found.len() as u64;
        if self.n_expanded_bytes > self.limit_bytes {
            return Err(Fault::TooLong { limit_bytes: self.limit_bytes });
        }
        Ok(found)
    }

    /// Takes note of the entities that stand in the internal subset. The first declaration of a name counts.
    fn declare(&mut self, doctype: &str) {
        let outer = doctype.split('[').next().unwrap_or_default();
        let is_parameter = |declaration: &str| declaration.trim_start().starts_with('%');
        self.is_docbook |= outer.contains("DocBook");
        self.has_outer_declarations |= outer.contains("SYSTEM") || outer.contains("PUBLIC");
        self.has_outer_declarations |= doctype.split("<!ENTITY").skip(1).any(is_parameter);
        let mut rest = doctype;
        while let Some(at) = rest.find("<!ENTITY") {
            rest = rest.get(at + "<!ENTITY".len()..).unwrap_or_default().trim_start();
            let Some((name, behind)) = rest.split_once(|c: char| c.is_ascii_whitespace()) else { return };
            rest = behind;
            if name != "%" {
                let entity = declared(behind.trim_start());
                self.entities.entry(name.to_owned()).or_insert(entity);
            }
        }
    }
}

/// The prefix of a name and the name behind it; none without a prefix. Names are short, so that a search by vectors would take longer.
#[cfg(feature = "office")]
pub(in crate::input) fn split_name(name: &str) -> Option<(&str, &str)> {
    let at = name.bytes().position(|byte| byte == b':')?;
    Some((&name[..at], &name[at + 1..]))
}

/// The meaning in a declaration, which begins behind its name.
fn declared(declaration: &str) -> Entity {
    let quote = declaration.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = quote.and_then(|quote| declaration.get(1..)?.split_once(quote)).map(|(value, _)| value);
    match value {
        Some(value) if !value.contains(['<', '%']) => plain(value).map_or(Entity::Other, Entity::Plain),
        _ => Entity::Other,
    }
}

/// The text of an entity that has at most references by number in it; what those stand for must be no markup either.
fn plain(value: &str) -> Option<String> {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let (reference, further) = behind.split_once(';')?;
        let is_number = reference.starts_with('#');
        let character =
            is_number.then(|| resolved(reference)).flatten().filter(|found| !matches!(&**found, "<" | "&"))?;
        out.push_str(&character);
        rest = further;
    }
    out.push_str(rest);
    Some(out)
}
