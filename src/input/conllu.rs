//! CoNLL-U, and CoNLL-U Plus with columns of its own: a document for each `# newdoc`, or one if there is none.
//!
//! The text of a sentence is its `# text`, or its forms put together by `SpaceAfter=No`. A sentence is a line, a paragraph is set
//! apart by a blank line.

mod columns;

use self::columns::{Columns, Row, Word};
use super::annotations::{Annotations, Finder, TokenValues};
use super::options::{InputOptions, TokenAttribute};
use super::reader::{Fault, Parsed, Reading};
use crate::document::{FieldValue, Span};

/// Reads the documents of a file.
pub(super) fn read(text: &str, options: &InputOptions, hand_over: &mut dyn FnMut(Reading)) -> Result<(), Fault> {
    if options.attribute == TokenAttribute::Form {
        return walk(text, Wish::Text, &mut |reading, _| hand_over(reading));
    }
    read_annotated(text, &mut |reading, annotations| match reading {
        Reading::Document(mut document) => {
            document.text = annotations.attribute_text(&document.text, options.attribute);
            hand_over(Reading::Document(document));
        }
        other => hand_over(other),
    })
}

/// As [`read`], with the words of each document: where they are in its text, lemma and parts of speech.
fn read_annotated(text: &str, hand_over: &mut dyn FnMut(Reading, Annotations)) -> Result<(), Fault> {
    walk(text, Wish::TextAndTokens, hand_over)
}

/// `true` if a text begins as such files do: with a comment that they have, or a word with its ten columns.
pub(super) fn begins(head: &str) -> bool {
    let line = head.lines().next().unwrap_or_default();
    let is_known = |key: &str| ["newdoc", "newdoc id", "sent_id", "text", "global.columns"].contains(&key);
    let is_word = || line.split('\t').count() == 10 && line.starts_with(|c: char| c.is_ascii_digit());
    comment(line).is_some_and(|(key, _)| is_known(key)) || is_word()
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Wish {
    #[default]
    Text,
    TextAndTokens,
}

fn walk(text: &str, wish: Wish, hand_over: &mut dyn FnMut(Reading, Annotations)) -> Result<(), Fault> {
    let mut walk = Walk { wish, ..Walk::default() };
    let mut n_sentences = 0_u64;
    for (number, line) in (1..).zip(text.split('\n')) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.trim_start().is_empty() {
            n_sentences += u64::from(walk.end_sentence());
        } else if line.starts_with('#') && (walk.sentence.words.is_empty() || walk.columns.have_numbers()) {
            walk.comment(line, hand_over);
        } else {
            let row = walk.columns.row(line).map_err(|message| Fault::MalformedAt(number, message))?;
            walk.sentence.push(row);
        }
    }
    n_sentences += u64::from(walk.end_sentence());
    if n_sentences == 0 {
        return Err(Fault::NoText("is CoNLL-U without a sentence"));
    }
    walk.end_document(hand_over);
    Ok(())
}

/// A comment's key and value: `# key = value`, or `# key`.
fn comment(line: &str) -> Option<(&str, &str)> {
    let comment = line.strip_prefix('#')?;
    let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
    Some((key.trim(), value.trim()))
}

#[derive(Default)]
struct Walk<'t> {
    wish: Wish,
    columns: Columns,
    document: Parsed,
    annotations: Annotations,
    sentence: Sentence<'t>,
    begins_paragraph: bool,
    /// A document began, and neither a paragraph nor a sentence in it.
    is_in_head: bool,
    has_document: bool,
}

/// The lines of a sentence.
#[derive(Default)]
struct Sentence<'t> {
    text: Option<&'t str>,
    words: Vec<Word<'t>>,
    /// The words so far that a line with a range stands for are those up to this number.
    range_end: u32,
}

impl<'t> Sentence<'t> {
    fn push(&mut self, row: Row<'t>) {
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

impl<'t> Walk<'t> {
    fn comment(&mut self, line: &'t str, hand_over: &mut dyn FnMut(Reading, Annotations)) {
        let Some((key, value)) = comment(line) else { return };
        match key {
            "newdoc" | "newdoc id" => {
                if self.has_document {
                    self.end_document(hand_over);
                }
                (self.has_document, self.is_in_head) = (true, true);
                self.document.id = (!value.is_empty()).then(|| value.to_owned());
            }
            "newpar" | "newpar id" => (self.begins_paragraph, self.is_in_head) = (true, false),
            "sent_id" => self.is_in_head = false,
            "text" => {
                self.sentence.text = Some(value);
                self.is_in_head = false;
            }
            "global.columns" => self.columns = Columns::named(value),
            _ if self.is_in_head && !value.is_empty() => {
                let name = key.strip_prefix("meta::").unwrap_or(key);
                if name == "title" {
                    self.document.title = Some(value.to_owned());
                } else {
                    self.document.fields.set(name.into(), FieldValue::Text(value.to_owned()));
                }
            }
            _ => {}
        }
    }

    /// Adds the sentence to the document; tells whether there is one.
    fn end_sentence(&mut self) -> bool {
        let sentence = std::mem::take(&mut self.sentence);
        if sentence.words.is_empty() {
            return false;
        }
        (self.has_document, self.is_in_head) = (true, false);
        let begins_paragraph = std::mem::take(&mut self.begins_paragraph);
        let text = &mut self.document.text;
        if !text.is_empty() {
            text.push_str(if begins_paragraph { "\n\n" } else { "\n" });
        }
        let start = text.len();
        match sentence.text {
            Some(said) => text.push_str(said),
            None => text.push_str(&sentence.joined()),
        }
        if self.wish == Wish::TextAndTokens {
            annotate(&mut self.annotations, &self.document.text, start, &sentence.words);
        }
        true
    }

    fn end_document(&mut self, hand_over: &mut dyn FnMut(Reading, Annotations)) {
        self.has_document = false;
        hand_over(Reading::Document(std::mem::take(&mut self.document)), std::mem::take(&mut self.annotations));
    }
}

/// Adds the words of the sentence that begins at `start`.
fn annotate(annotations: &mut Annotations, text: &str, start: usize, words: &[Word<'_>]) {
    let mut finder = Finder::new(text, start);
    let mut range: Option<Span> = None;
    let mut is_further_word = false;
    for word in words {
        if !word.form.is_empty() {
            range = finder.next(word.form);
            is_further_word = false;
            annotations.n_lost += u64::from(range.is_none());
        }
        // The line of a range says nothing but where its words are.
        if let Some(span) = range
            && !word.is_range
        {
            annotations.push(span, is_further_word, word.values);
            is_further_word = true;
        }
    }
}

#[cfg(test)]
mod tests;
