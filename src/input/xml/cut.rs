//! Where a block of XML may end: before an element that is a document, a `TEI` in a corpus of them or what the user names.
//!
//! A block is read as a file of its own, with what stands before the first document of the corpus, or the elements around the
//! block's first document, in front of it: that is its head. Any other file is one block.
//!
//! Which elements are documents, [`tei`] and [`XmlPath`] say here as to the readers. The nesting is followed here once more, by marks
//! alone: a cutter sees the beginning of a file that goes on, on the one thread that all others wait for, and must go on behind
//! damage and behind what it has dropped. The loop over elements is given all of a block, reads every text and reference in it, and
//! ends at the first fault, which has its line in the file only there.

use std::sync::Arc;

use super::body::WhiteSpace;
use super::elements::{Elements, Tag};
use super::marks::{Mark, next_mark};
use super::path::{Places, XmlPath};
use super::tei;
use crate::input::cut::Cut;
use crate::input::options::InputOptions;
use crate::input::reader::MOST_LEVELS;

/// Cuts XML before documents. It checks nothing: a file that is damaged has its faults in the blocks.
pub(super) struct XmlCut {
    text: Option<XmlPath>,
    rule: Rule,
    /// A document is not longer.
    limit: usize,
    /// A document that is longer is being passed over; what ends the markup that goes on at [`Self::n_seen`], if any does.
    is_given_up: bool,
    sign: &'static [u8],
    /// Beginning of what has not been looked at.
    n_seen: usize,
    /// Open elements inside of one that is passed over.
    n_inner: usize,
    /// The name of the root element.
    root: String,
    /// Text before the root element; that of a corpus up to the beginning of its first document, with a header that says less.
    prolog: String,
    /// Documents that ended, in the buffer.
    n_ended: u64,
    /// The beginning of a document and the number of those before it: there will be a cut if it ends as one.
    pending: Option<(usize, u64)>,
    is_first: bool,
    last_end: usize,
    n_documents: u64,
    head: Arc<str>,
    next_head: Arc<str>,
}

/// The elements that are documents.
enum Rule {
    /// Not known before the root element; the elements that the user names, if there are any.
    Root(Option<XmlPath>),
    /// Each `TEI` with a text.
    Corpus(Frames),
    /// Each element that a path chooses, and that is in no other one.
    Units(Box<Units>),
    /// The file.
    File,
}

/// The open elements of TEI that hold documents, and the document that is open.
#[derive(Default)]
struct Frames {
    /// A document or another corpus has begun.
    has_begun: bool,
    /// For each element, the root first: it is a document.
    open: Vec<bool>,
    /// The open document has a text, if there is one.
    has_text: Option<bool>,
}

/// The open elements around documents.
struct Units {
    path: XmlPath,
    /// Reader of attributes, which knows the entities of the file.
    values: Elements<'static>,
    /// The places of the path in each, the outside first.
    places: Vec<Places>,
    /// Their start tags.
    tags: Vec<String>,
}

impl XmlCut {
    /// A cutter that stands at the beginning of a file.
    pub(super) fn new(options: &InputOptions) -> Self {
        let nothing: Arc<str> = Arc::from("");
        Self {
            text: options.xml_text.clone(),
            rule: Rule::Root(options.xml_document.clone()),
            limit: usize::try_from(options.max_document_bytes).unwrap_or(usize::MAX),
            is_given_up: false,
            sign: b"",
            n_seen: 0,
            n_inner: 0,
            root: String::new(),
            prolog: String::new(),
            n_ended: 0,
            pending: None,
            is_first: true,
            last_end: 0,
            n_documents: 0,
            next_head: Arc::clone(&nothing),
            head: nothing,
        }
    }

    /// Takes the start tag of the root element, which begins at `at`.
    fn root(&mut self, buffer: &[u8], at: usize, tag: &str) {
        let Rule::Root(unit) = &mut self.rule else { return };
        let root = Tag::of(tag);
        self.root = root.full_name().to_owned();
        self.rule = match unit.take() {
            Some(path) if self.text.is_some() => {
                self.prolog = String::from_utf8_lossy(&buffer[..at]).into_owned();
                let values = Elements::declaring(&self.prolog);
                Rule::Units(Box::new(Units { places: vec![path.start()], path, values, tags: Vec::new() }))
            }
            _ if self.text.is_none() && tei::is_corpus(&root) => {
                let end = next_mark(buffer, at).map_or(at, |(_, end, _)| end);
                self.prolog = String::from_utf8_lossy(&buffer[..end]).into_owned();
                Rule::Corpus(Frames::default())
            }
            _ => Rule::File,
        };
    }

    /// Takes a start tag of a corpus.
    fn start_in_corpus(&mut self, buffer: &[u8], at: usize, tag: &str, is_empty: bool) {
        let Rule::Corpus(frames) = &mut self.rule else { return };
        let tag = Tag::of(tag);
        if frames.open.len() == 1 && (tei::is_document(&tag) || tei::is_corpus(&tag)) {
            if !std::mem::replace(&mut frames.has_begun, true) {
                // It is parsed once, and not with each block. What is wrong with it, the reader of the first block says.
                let beginning = String::from_utf8_lossy(&buffer[..at]);
                self.prolog += &tei::corpus_header(&beginning, self.limit as u64).unwrap_or_default();
            }
            self.pending = Some((at, self.n_ended)).filter(|(_, n_before)| *n_before > 0);
            if let Some((at, n_before)) = self.pending.take_if(|_| self.is_given_up) {
                (self.last_end, self.n_documents) = (at, n_before);
            }
        }
        match tag.name() {
            _ if tei::is_document(&tag) => {
                self.n_ended += u64::from(frames.has_text.replace(false) == Some(true));
                frames.open.push(true);
            }
            _ if tei::is_corpus(&tag) => frames.open.push(false),
            "text" if frames.has_text.is_some() => {
                frames.has_text = Some(true);
                self.n_inner = 1;
            }
            _ => self.n_inner = 1,
        }
        if is_empty {
            self.end();
        }
    }

    /// Takes a start tag outside of units.
    fn start_around_units(&mut self, at: usize, tag: &str, is_empty: bool) {
        let Rule::Units(units) = &mut self.rule else { return };
        let around = units.places.last().copied().unwrap_or_default();
        let Ok(verdict) = units.path.follow(around, &mut units.values, &Tag::of(tag)) else {
            // Its reader will say what is wrong.
            self.rule = Rule::File;
            return;
        };
        if verdict.is_chosen {
            if self.n_ended > 0 {
                (self.last_end, self.n_documents) = (at, self.n_ended);
                self.next_head = Arc::from(units.head(&self.prolog));
            }
            self.n_inner = 1;
        } else {
            units.places.push(verdict.places);
            units.tags.push(format!("<{tag}>"));
            if units.places.len() > MOST_LEVELS {
                self.rule = Rule::File;
                return;
            }
        }
        if is_empty {
            self.end();
        }
    }

    fn cut_at_pending(&mut self) {
        if let Some((at, n_before)) = self.pending.take() {
            (self.last_end, self.n_documents) = (at, n_before);
        }
    }

    /// Takes the end of an element.
    fn end(&mut self) {
        if self.n_inner > 1 {
            self.n_inner -= 1;
            return;
        }
        let was_inside = std::mem::take(&mut self.n_inner) == 1;
        match &mut self.rule {
            Rule::Units(_) if was_inside => self.n_ended += 1,
            Rule::Units(units) => {
                units.places.truncate(units.tags.len());
                units.tags.pop();
            }
            Rule::Corpus(frames) if !was_inside => {
                if frames.open.pop() == Some(true) && frames.has_text.take() == Some(true) {
                    self.n_ended += 1;
                }
            }
            Rule::Corpus(_) | Rule::Root(_) | Rule::File => {}
        }
        if self.pending.is_some_and(|(_, n_before)| n_before < self.n_ended) {
            self.cut_at_pending();
        }
    }

    /// Cuts where no document is known to end, since the buffer is longer than one may be.
    fn cut_long(&mut self) {
        self.cut_at_pending();
        if let Rule::Units(units) = &self.rule
            && self.last_end == 0
            && self.n_inner == 0
        {
            (self.last_end, self.n_documents) = (self.n_seen, self.n_ended);
            self.next_head = Arc::from(units.head(&self.prolog));
        }
    }

    /// Makes the head of the blocks of a corpus, of which this is the beginning.
    fn set_corpus_head(&mut self, beginning: &[u8]) {
        let letter = match tei::sets_tokens_apart(&String::from_utf8_lossy(beginning), &self.root) {
            WhiteSpace::Collapsed => COLLAPSED,
            WhiteSpace::BetweenTokens => BETWEEN_TOKENS,
        };
        self.next_head = Arc::from(format!("{letter}{}", self.prolog));
    }

    fn take(&mut self, buffer: &[u8], at: usize, mark: Mark<'_>) {
        match mark {
            Mark::Start { is_empty: false, .. } if self.n_inner > 0 => self.n_inner += 1,
            Mark::Start { .. } if self.n_inner > 0 => {}
            Mark::Start { tag, is_empty } => {
                let tag = String::from_utf8_lossy(tag);
                self.root(buffer, at, &tag);
                match &mut self.rule {
                    Rule::Corpus(frames) if frames.open.is_empty() => frames.open.push(false),
                    Rule::Corpus(_) => self.start_in_corpus(buffer, at, &tag, is_empty),
                    Rule::Units(_) => self.start_around_units(at, &tag, is_empty),
                    Rule::Root(_) | Rule::File => {}
                }
            }
            Mark::End => self.end(),
            Mark::Doctype(_) | Mark::Other => {}
        }
    }
}

impl Units {
    fn head(&self, prolog: &str) -> String {
        format!("{COLLAPSED}{prolog}{}", self.tags.concat())
    }
}

/// The first letters of heads, by the white space between tokens.
const COLLAPSED: char = 'c';
const BETWEEN_TOKENS: char = 'b';

/// The reading of white space that a head says, and the XML in it.
pub(super) fn parted(head: &str) -> Option<(WhiteSpace, &str)> {
    let mut characters = head.chars();
    let white_space = match characters.next()? {
        BETWEEN_TOKENS => WhiteSpace::BetweenTokens,
        _ => WhiteSpace::Collapsed,
    };
    Some((white_space, characters.as_str()))
}

/// No tag is longer; what may be, and the sign that ends it.
const MOST_MARK_BYTES: usize = 1 << 20;
const LONG_MARKS: [(&[u8], &[u8]); 3] = [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")];

impl Cut for XmlCut {
    fn last_end(&mut self, buffer: &[u8], is_at_end: bool, most_records: u64) -> (usize, u64) {
        let mut is_all_seen = false;
        if !self.sign.is_empty()
            && let Some(at) = memchr::memmem::find(&buffer[self.n_seen..], self.sign)
        {
            self.n_seen += at + std::mem::take(&mut self.sign).len();
        }
        while !is_all_seen && self.sign.is_empty() && (self.n_ended < most_records || self.last_end == 0) {
            match next_mark(buffer, self.n_seen).filter(|_| !matches!(self.rule, Rule::File)) {
                Some((at, end, mark)) => {
                    self.take(buffer, at, mark);
                    self.n_seen = end;
                }
                None => is_all_seen = true,
            }
        }
        if self.last_end == 0 && buffer.len() > self.limit {
            self.cut_long();
        }
        if is_at_end && (is_all_seen || !self.sign.is_empty()) && self.last_end < buffer.len() {
            // What is left belongs to the last document, or has its fault.
            let n_more = u64::from(self.n_ended == 0);
            (self.last_end, self.n_documents, self.n_seen) = (buffer.len(), self.n_ended + n_more, buffer.len());
            self.pending = None;
        } else if self.is_first && self.last_end > 0 && matches!(self.rule, Rule::Corpus(_)) {
            self.set_corpus_head(&buffer[..self.last_end]);
        }
        (self.last_end, self.n_documents)
    }

    fn taken(&mut self, n_bytes: usize) {
        self.n_seen = self.n_seen.saturating_sub(n_bytes);
        self.n_ended -= self.n_ended.min(self.n_documents);
        self.pending = self.pending.map(|(at, n_before)| (at - n_bytes, n_before - self.n_documents));
        (self.last_end, self.n_documents, self.is_first, self.is_given_up) = (0, 0, false, false);
        self.head = Arc::clone(&self.next_head);
    }

    fn give_up(&mut self, buffer: &[u8]) -> Option<usize> {
        match &mut self.rule {
            // Its text may be still to come.
            Rule::Corpus(frames) if frames.has_text.is_some() => frames.has_text = Some(true),
            Rule::Units(_) if self.n_inner > 0 => {}
            _ => return None,
        }
        if self.is_first && matches!(self.rule, Rule::Corpus(_)) {
            self.set_corpus_head(buffer);
        }
        let rest = &buffer[self.n_seen..];
        let n_text = memchr::memchr(b'<', rest).filter(|_| self.sign.is_empty()).unwrap_or(rest.len());
        let mark = &rest[n_text..];
        if mark.len() > MOST_MARK_BYTES {
            let (_, sign) = LONG_MARKS.iter().find(|(opening, _)| mark.starts_with(opening))?;
            self.sign = sign;
        }
        // The beginning of a sign may be there.
        let n_bytes = if self.sign.is_empty() { self.n_seen + n_text } else { buffer.len().saturating_sub(2) };
        self.taken(n_bytes);
        self.is_given_up = true;
        Some(n_bytes)
    }

    fn head(&self) -> Arc<str> {
        Arc::clone(&self.head)
    }
}
