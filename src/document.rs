//! A text with an id, and what is known about where it came from.
//!
//! Documents are what the input layer makes and every verb takes. They own their text; nothing here reads files.

mod edit;
mod offsets;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::choice::Choice;

pub use edit::Edit;
pub use offsets::{Offsets, Replaced, Span};

/// One text of a corpus.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Names the document in every output. It comes from the data: the relative path of a file, with `#` and the
    /// ordinal of the record for a record inside a file, or the record's own id.
    pub id: String,
    /// Where the bytes came from, as a person would write it: a path, or `-` for standard input.
    pub source: String,
    /// The document's heading, where the input names one.
    pub title: Option<String>,
    /// The text itself, lines ended by LF alone where it came from a text file.
    pub text: String,
    /// Further fields of the document's record, in their order. They survive every verb.
    pub fields: Fields,
    /// What the input layer learned while reading.
    pub facts: Facts,
    /// What the markup of a web page says about the text; none for other inputs. Boxed, since most have none.
    pub markup: Option<Box<Markup>>,
    /// The tokens that the annotation of a corpus gives, if they were asked for. Boxed, since most have none.
    pub given: Option<Box<GivenTokens>>,
    /// Whether this is the whole document or one part of a very long one.
    pub extent: Extent,
}

impl Document {
    /// What the markup says about the text, empty if there is none.
    pub fn markup(&self) -> &Markup {
        static NONE: Markup = Markup { paths: Vec::new(), elements: Vec::new(), links: Vec::new() };
        self.markup.as_deref().unwrap_or(&NONE)
    }

    /// The tokens that its annotation gives, empty if there are none.
    pub fn given_spans(&self) -> &[Span] {
        self.given.as_deref().map_or(&[], |given| &given.spans)
    }

    /// What the source has for `span` of the text: its own bytes where [`Facts::basis`] says that they are known, with the
    /// CRs that line ends lost and, at the beginning, what stands before the text; else the text that was read, before it
    /// was edited.
    ///
    /// Cost: none where the text is the source, else a copy.
    pub fn source_text(&self, span: Span) -> Cow<'_, str> {
        let offsets = &self.facts.offsets;
        let (lead, crlf_at) = match &self.facts.basis {
            Basis::Bytes { lead } if span.start == 0 => (lead.as_str(), &*offsets.crlf_at),
            Basis::Bytes { .. } => ("", &*offsets.crlf_at),
            Basis::Text => ("", &[][..]),
        };
        let place = |at: usize| crlf_at.partition_point(|&lf| lf < at as u64);
        let crlf_at = &crlf_at[place(span.start)..place(span.end)];
        let replaced = offsets.replaced_in(span);
        // What the source has for a part belongs to the range that holds its beginning.
        let start = offsets.past_replaced(span.start).min(span.end);
        if lead.is_empty() && crlf_at.is_empty() && replaced.is_empty() {
            return Cow::Borrowed(&self.text[start..span.end]);
        }
        let mut whole = String::with_capacity(lead.len() + span.len() + crlf_at.len());
        whole.push_str(lead);
        let mut crlf_at = crlf_at.iter().peekable();
        let mut push = |part: Span, whole: &mut String| {
            let mut at = part.start;
            // An offset into a text that is in memory fits.
            while let Some(&lf) = crlf_at.next_if(|&&lf| lf < part.end as u64) {
                whole.push_str(&self.text[at..lf as usize]);
                whole.push('\r');
                at = lf as usize;
            }
            whole.push_str(&self.text[at..part.end]);
        };
        let mut at = start;
        for part in replaced {
            push(Span::new(at, part.span().start), &mut whole);
            whole.push_str(&part.source);
            at = part.span().end.min(span.end);
        }
        push(Span::new(at, span.end), &mut whole);
        Cow::Owned(whole)
    }

    /// Where [`Self::source_text`] of `span` begins and ends in the source.
    pub fn source_range(&self, span: Span) -> (u64, u64) {
        let offsets = &self.facts.offsets;
        let start = match self.facts.basis {
            Basis::Bytes { .. } if span.start == 0 => 0,
            Basis::Text if span.start == 0 => offsets.lead,
            _ => offsets.to_source(span.start),
        };
        (start, offsets.to_source(span.end))
    }
}

/// The tokens that the annotation of a document gives, in the order of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenTokens {
    /// Their places in the text. None is empty.
    pub spans: Vec<Span>,
    /// The forms, where the text is made of another attribute of the tokens.
    pub forms: Option<Forms>,
}

/// A text as it was written, for a document whose text is made of lemmas or parts of speech.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    /// The text.
    pub text: String,
    /// The place in it of each of [`GivenTokens::spans`]. Words that are written in one, as a preposition and its article, have the
    /// same place.
    pub spans: Vec<Span>,
}

/// The elements and links of a web page, by their places in its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup {
    /// The kinds of element, each as names and classes from the outside in: `main > article.post`.
    pub paths: Vec<String>,
    /// The elements that are set apart and hold text, in order of their ends.
    pub elements: Vec<Element>,
    /// The links that have something to read, in order.
    pub links: Vec<Link>,
}

/// An element of a web page that is set apart from what is around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    /// What it holds in the text of the document.
    pub span: Span,
    /// Its kind, as an index of [`Markup::paths`].
    pub path_idx: usize,
}

/// A link of a web page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where its label begins in the text of the document.
    pub at: usize,
    /// Where it leads, as the page writes it.
    pub target: String,
}

/// Whether a [`Document`] is complete.
///
/// Parts come only to a caller that asked for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// The whole document.
    #[default]
    Whole,
    /// One of several consecutive parts, cut at a line end; all share the document's id.
    Part {
        /// Zero-based place among the parts.
        idx: u32,
        /// Whether no part follows.
        last: bool,
    },
}

impl Extent {
    /// Whether the document begins here.
    pub fn is_first(self) -> bool {
        matches!(self, Self::Whole | Self::Part { idx: 0, .. })
    }

    /// Whether the document ends here.
    pub fn is_last(self) -> bool {
        matches!(self, Self::Whole | Self::Part { last: true, .. })
    }
}

/// What reading a document's bytes showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Bytes of the document in its source, after decompression and before decoding.
    pub n_bytes: u64,
    /// The number that tells the document apart from others of its source, from one: its line in JSON Lines, its record
    /// in a table. Zero if it is all that the source holds.
    pub record_number: u64,
    /// The place of the source among those of its corpus.
    pub source_idx: usize,
    /// Line ends that were CR LF in the source.
    pub n_crlf: u64,
    /// How a byte offset in the text maps to one in the source.
    pub offsets: Offsets,
    /// Whether the source's own bytes can be told from the text.
    pub basis: Basis,
    /// The order of day and month in its fields, where both are numbers.
    pub date_order: DateOrder,
}

/// Which of two numbers before a year is the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// Nobody knows: 3/4/2024 is no date, 23/4/2024 is one.
    #[default]
    Unknown,
    /// 3/4/2024 is the third of April.
    DayFirst,
    /// 3/4/2024 is the fourth of March.
    MonthFirst,
}

impl DateOrder {
    /// The name of the order: `day`, `month` or `unknown`.
    pub fn name(self) -> &'static str {
        Self::CHOICES.iter().find(|(order, ..)| *order == self).map_or("unknown", |(_, name, _)| name)
    }
}

impl Choice for DateOrder {
    const CHOICES: &'static [(Self, &'static str, &'static str)] =
        &[(Self::DayFirst, "day", ""), (Self::MonthFirst, "month", "")];
}

/// What the offsets and bytes of a document are those of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// The text that was read: the source is in another encoding, a web page, or a table of which the text is a cell.
    #[default]
    Text,
    /// The source, after decompression: its bytes are the text's but for the CRs that [`Offsets::crlf_at`] remembers.
    Bytes {
        /// What stands before the text: a byte order mark, front matter.
        lead: String,
    },
}

/// Named values of a record, in their order of appearance.
///
/// A few are searched one by one; many have an index, since a record may have as many as its writer likes.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    entries: Vec<(Arc<str>, FieldValue)>,
    /// The place of each name, from [`MOST_SEARCHED`] names on.
    places: HashMap<Arc<str>, usize>,
}

/// So many names are found as fast by looking at each.
const MOST_SEARCHED: usize = 32;

impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// Plain text.
    Text(String),
    /// A JSON number, boolean, null, array or object, exactly as it was written.
    Json(String),
}

impl FieldValue {
    /// The value as text: JSON `null` is empty, other JSON is its source.
    pub fn as_text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Json(json) if json == "null" => "",
            Self::Json(json) => json,
        }
    }
}

impl Fields {
    /// The value of the field called `name`.
    pub fn get(&self, name: &str) -> Option<&FieldValue> {
        self.place(name).map(|place| &self.entries[place].1)
    }

    /// Sets a field, in its old place if the name is known, at the end otherwise.
    pub fn set(&mut self, name: Arc<str>, value: FieldValue) {
        if let Some(place) = self.place(&name) {
            self.entries[place].1 = value;
            return;
        }
        if self.entries.len() >= MOST_SEARCHED {
            self.index();
            self.places.insert(Arc::clone(&name), self.entries.len());
        }
        self.entries.push((name, value));
    }

    /// Removes a field and returns its value. Cost: linear in the number of fields.
    pub fn take(&mut self, name: &str) -> Option<FieldValue> {
        let place = self.place(name)?;
        self.places.clear();
        let (_, value) = self.entries.remove(place);
        if self.entries.len() >= MOST_SEARCHED {
            self.index();
        }
        Some(value)
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &FieldValue)> {
        self.entries.iter().map(|(name, value)| (name, value))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn place(&self, name: &str) -> Option<usize> {
        if self.places.is_empty() {
            self.entries.iter().position(|(known, _)| **known == *name)
        } else {
            self.places.get(name).copied()
        }
    }

    /// Makes the index, unless there is one.
    fn index(&mut self) {
        if self.places.is_empty() {
            let names = self.entries.iter().enumerate();
            self.places = names.map(|(place, (name, _))| (Arc::clone(name), place)).collect();
        }
    }
}

impl FromIterator<(Arc<str>, FieldValue)> for Fields {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, FieldValue)>>(fields: I) -> Self {
        let mut all = Self::default();
        for (name, value) in fields {
            all.set(name, value);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_the_text_put_together_are_the_source_byte_for_byte() {
        let source = "---\ntitle: x\n---\none\r\ntwo\n\r\n";
        let offsets = Offsets { lead: 17, crlf_at: vec![3, 8], ..Offsets::default() };
        let facts = Facts { offsets, basis: Basis::Bytes { lead: source[..17].to_owned() }, ..Facts::default() };
        let document = Document { text: "one\ntwo\n\n".to_owned(), facts, ..Document::default() };
        for at in 0..=document.text.len() {
            let parts = [Span::new(0, at), Span::new(at, document.text.len())];
            let ranges = parts.map(|part| document.source_range(part));
            let shown: Vec<_> = parts.iter().map(|&part| document.source_text(part).into_owned()).collect();
            assert_eq!((ranges[0].0, ranges[1].1), (0, source.len() as u64), "{at}");
            if at > 0 {
                assert_eq!((shown.concat().as_str(), ranges[0].1), (source, ranges[1].0), "{at}");
            }
        }
    }

    #[test]
    fn many_fields_behave_as_few() {
        for n_fields in [3, MOST_SEARCHED - 1, MOST_SEARCHED, MOST_SEARCHED + 1, 500] {
            let name = |n: usize| Arc::from(format!("f{n}"));
            let mut fields: Fields = (0..n_fields).map(|n| (name(n), FieldValue::Json(n.to_string()))).collect();
            fields.set(name(1), FieldValue::Text("new".to_owned()));
            assert_eq!(fields.take("f0").map(|value| value.as_text().to_owned()).as_deref(), Some("0"));
            assert_eq!(fields.take("f0"), None);
            fields.set(name(n_fields), FieldValue::Json(n_fields.to_string()));
            let names: Vec<String> = fields.iter().map(|(name, _)| name.to_string()).collect();
            assert!(names.iter().cloned().eq((1..=n_fields).map(|n| format!("f{n}"))), "{n_fields}: {names:?}");
            for n in 2..=n_fields {
                assert_eq!(fields.get(&name(n)).map(FieldValue::as_text), Some(&*n.to_string()), "{n_fields}");
            }
        }
    }
}
