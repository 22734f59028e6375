//! CoNLL-U, and CoNLL-U Plus with columns of its own: a document for each `# newdoc`, or one if there is none.
//!
//! The text of a sentence is its `# text`, or its forms put together by `SpaceAfter=No`. A sentence is a line, a paragraph is set
//! apart by a blank line. A line that is none costs its document; those behind it are read.

mod columns;

use self::columns::{Columns, Row, Word};
use super::annotations::{Annotations, Finder, TokenValues};
use super::cut::Cut;
use super::marked_lines::{Drafts, LinePlace, MarkCut, Marks, without_end};
use super::options::InputOptions;
use super::reader::{Fault, MarkedBlock, Reading};
use crate::document::{FieldValue, Span};

/// Finds the ends of documents.
pub(super) fn cut(_: &InputOptions) -> Box<dyn Cut + Send> {
    Box::new(MarkCut::new(Bounds::default()))
}

/// Reads the documents of a block, whose head is the value of `# global.columns`.
pub(super) fn read(block: &MarkedBlock<'_>, options: &InputOptions, take: &mut dyn FnMut(u64, Result<Reading, Fault>)) {
    let mut bounds = Bounds::default();
    bounds.set_columns(block.head);
    let mut walk = Walk::new(Drafts::new(block.first_number, options, take));
    for (number, line) in block.lines() {
        let line = without_end(line);
        let (place, kind) = bounds.take(line);
        if place == LinePlace::Begins {
            walk.begin();
        }
        match kind {
            Kind::Blank => walk.end_sentence(),
            Kind::Comment(key, value) => walk.comment(key, value),
            Kind::Row => match bounds.columns.row(line) {
                Ok(row) => walk.row(row),
                Err(message) => walk.lose(Fault::MalformedAt(number, message)),
            },
        }
    }
    walk.end_sentence();
    walk.drafts.finish(block, "is CoNLL-U without a sentence");
}

/// `true` if a text begins as such files do: with a comment that they have, or a word with its ten columns.
pub(super) fn begins(head: &str) -> bool {
    let line = head.lines().next().unwrap_or_default();
    let is_known = |key: &str| ["newdoc", "newdoc id", "sent_id", "text", "global.columns"].contains(&key);
    let is_word = || line.split('\t').count() == 10 && line.starts_with(|c: char| c.is_ascii_digit());
    comment(line).is_some_and(|(key, _)| is_known(key)) || is_word()
}

/// A comment's key and value: `# key = value`, or `# key`.
fn comment(line: &str) -> Option<(&str, &str)> {
    let comment = line.strip_prefix('#')?;
    let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
    Some((key.trim(), value.trim()))
}

fn is_document(key: &str) -> bool {
    matches!(key, "newdoc" | "newdoc id")
}

/// The kind of a line.
enum Kind<'l> {
    Blank,
    Comment(&'l str, &'l str),
    Row,
}

/// The state between lines: whether a document and a sentence are open, and the columns.
#[derive(Debug, Default)]
struct Bounds {
    columns: Columns,
    /// The names of the columns, if the file says them.
    names: String,
    is_in_sentence: bool,
    has_document: bool,
    /// The comments above this line belong to a document that began with one of them.
    is_below_mark: bool,
}

impl Bounds {
    fn set_columns(&mut self, names: &str) {
        if !names.is_empty() {
            (self.columns, self.names) = (Columns::named(names), names.to_owned());
        }
    }

    /// The kind of `line`. Where lines of words have no numbers, a word may begin with the sign of a comment.
    fn kind<'l>(&self, line: &'l str) -> Kind<'l> {
        if line.trim_start().is_empty() {
            return Kind::Blank;
        }
        let is_comment = |key: &str| is_document(key) || !self.is_in_sentence || self.columns.have_numbers();
        match comment(line) {
            Some((key, value)) if is_comment(key) => Kind::Comment(key, value),
            _ => Kind::Row,
        }
    }
}

impl Marks for Bounds {
    type Line<'l> = Kind<'l>;

    fn take<'l>(&mut self, line: &'l str) -> (LinePlace, Kind<'l>) {
        let kind = self.kind(line);
        let place = match kind {
            Kind::Blank => LinePlace::Within,
            Kind::Comment(key, _) if is_document(key) => LinePlace::Begins,
            Kind::Comment(..) if self.is_below_mark => LinePlace::Within,
            Kind::Comment(..) => LinePlace::Before,
            Kind::Row if self.has_document => LinePlace::Within,
            Kind::Row => LinePlace::Begins,
        };
        if let Kind::Comment("global.columns", names) = kind {
            self.set_columns(names);
        }
        self.is_in_sentence = matches!(kind, Kind::Row);
        self.has_document |= place == LinePlace::Begins;
        self.is_below_mark = matches!(kind, Kind::Comment(..)) && (self.is_below_mark || place == LinePlace::Begins);
        (place, kind)
    }

    fn passes(&self, first: u8) -> bool {
        self.is_in_sentence && first != b'#' && first.is_ascii_graphic()
    }

    fn head(&self) -> &str {
        &self.names
    }
}

struct Walk<'t, 'o> {
    drafts: Drafts<'o>,
    sentence: Sentence<'t>,
    begins_paragraph: bool,
    /// A document began, and neither a paragraph nor a sentence in it.
    is_in_head: bool,
    /// The comments above belong to a document that began with one of them.
    is_below_mark: bool,
    /// Fields of the document, unless another one begins below these comments.
    fields: Vec<(&'t str, &'t str)>,
}

/// The lines of a sentence.
#[derive(Default)]
struct Sentence<'t> {
    text: Option<&'t str>,
    words: Vec<Word<'t>>,
    has_rows: bool,
    /// The words so far that a line with a range stands for are those up to this number.
    range_end: u32,
}

impl<'t> Sentence<'t> {
    fn push(&mut self, row: Row<'t>) {
        self.has_rows = true;
        match row {
            Row::Range { end, word } => {
                self.range_end = end;
                self.words.push(Word { values: TokenValues::default(), ..word });
            }
            // A word of a range has a form of its own, but no place.
            Row::Word { number, word } if number <= self.range_end => self.words.push(Word { form: "", ..word }),
            Row::Word { word, .. } => self.words.push(word),
            Row::Empty => {}
        }
    }

    /// The text as its forms make it.
    fn joined(&self) -> String {
        let mut out = String::new();
        let mut is_apart = false;
        for word in self.words.iter().filter(|word| !word.form.is_empty()) {
            out.push_str(if is_apart { " " } else { "" });
            out.push_str(word.form);
            is_apart = word.is_apart;
        }
        out
    }
}

impl<'t, 'o> Walk<'t, 'o> {
    fn new(drafts: Drafts<'o>) -> Self {
        Self {
            drafts,
            sentence: Sentence::default(),
            begins_paragraph: false,
            is_in_head: false,
            is_below_mark: false,
            fields: Vec::new(),
        }
    }

    fn begin(&mut self) {
        if self.sentence.has_rows || self.is_below_mark {
            self.end_sentence();
        }
        // The comments above are the new document's, and so is the text that they say.
        self.fields.clear();
        self.drafts.begin();
    }

    /// Takes a comment, which belongs to the sentence or the document that follows.
    fn comment(&mut self, key: &'t str, value: &'t str) {
        if self.sentence.has_rows {
            self.end_sentence();
        }
        match key {
            key if is_document(key) => {
                (self.is_in_head, self.is_below_mark) = (true, true);
                if let Some(document) = &mut self.drafts.document {
                    document.id = (!value.is_empty()).then(|| value.to_owned());
                }
            }
            "newpar" | "newpar id" => (self.begins_paragraph, self.is_in_head) = (true, false),
            "sent_id" => self.is_in_head = false,
            "text" => {
                self.sentence.text = Some(value);
                self.is_in_head = false;
            }
            _ if self.is_in_head && key != "global.columns" && !value.is_empty() => self.fields.push((key, value)),
            _ => {}
        }
        if self.is_below_mark {
            self.take_fields();
        }
    }

    fn row(&mut self, row: Row<'t>) {
        self.take_fields();
        self.is_below_mark = false;
        self.sentence.push(row);
    }

    /// Gives the document the fields that comments said.
    fn take_fields(&mut self) {
        for (key, value) in self.fields.drain(..) {
            let Some(document) = &mut self.drafts.document else { continue };
            let name = key.strip_prefix("meta::").unwrap_or(key);
            if name == "title" {
                document.title = Some(value.to_owned());
            } else {
                document.fields.set(name.into(), FieldValue::Text(value.to_owned()));
            }
        }
    }

    /// Adds the sentence to the document.
    fn end_sentence(&mut self) {
        self.take_fields();
        self.is_below_mark = false;
        let sentence = std::mem::take(&mut self.sentence);
        let Some(document) = self.drafts.document.as_mut().filter(|_| !sentence.words.is_empty()) else { return };
        self.is_in_head = false;
        let begins_paragraph = std::mem::take(&mut self.begins_paragraph);
        let text = &mut document.text;
        if !text.is_empty() {
            text.push_str(if begins_paragraph { "\n\n" } else { "\n" });
        }
        let start = text.len();
        match sentence.text {
            Some(said) => text.push_str(said),
            None => text.push_str(&sentence.joined()),
        }
        if let Some(annotations) = &mut self.drafts.annotations {
            let n_before = annotations.len();
            if !annotate(annotations, text, start, &sentence.words) {
                // The text says something else than its tokens, which count here.
                annotations.truncate(n_before);
                text.truncate(start);
                text.push_str(&sentence.joined());
                annotate(annotations, text, start, &sentence.words);
            }
        }
    }

    /// Leaves out the document that is being read, unless that has happened already.
    fn lose(&mut self, fault: Fault) {
        self.drafts.lose(fault);
        (self.sentence, self.is_below_mark) = (Sentence::default(), false);
        self.fields.clear();
    }
}

/// Adds the words of the sentence that begins at `start`; `false` if one of them is not there.
fn annotate(annotations: &mut Annotations, text: &str, start: usize, words: &[Word<'_>]) -> bool {
    let mut finder = Finder::new(text, start);
    let mut span = Span::new(start, start);
    let mut is_further_word = false;
    for word in words {
        if !word.form.is_empty() {
            let Some(found) = finder.next(word.form) else { return false };
            span = found;
            is_further_word = false;
        }
        // The line of a range says nothing but where its words are.
        if !word.is_range {
            annotations.push(span, is_further_word, word.values);
            is_further_word = true;
        }
    }
    true
}

#[cfg(test)]
mod tests;
