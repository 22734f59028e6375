//! A text with an id, and what is known about where it came from.
//!
//! Documents are what the input layer makes and every verb takes. They own their text; nothing here reads files.

use std::sync::Arc;

/// A byte range in a text, end exclusive. Both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range from `start` to `end`, end exclusive.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the range holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The part of `text` that the range names.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// The same range in a text that has `by` more bytes in front.
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }
}

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
    /// Whether this is the whole document or one part of a very long one.
    pub extent: Extent,
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
    /// Line ends that were CR LF in the source.
    pub n_crlf: u64,
    /// How a byte offset in the text maps to one in the source.
    pub offsets: Offsets,
}

/// Maps byte offsets in a document's text to byte offsets in its source.
///
/// The map is exact for UTF-8 text files, whatever their line ends and byte order mark. For other encodings, and for
/// text that is not the source's own bytes (a CSV cell, the text of a web page), an offset stays an offset in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offsets {
    /// Bytes of the source before the text: a byte order mark or front matter.
    pub lead: u64,
    /// Offsets in the text of each LF that had a CR before it, ascending.
    pub crlf_at: Vec<u64>,
}

impl Offsets {
    /// The source offset for offset `at` of the text. Cost: a binary search over the CR LF line ends.
    ///
    /// An offset at an LF that was CR LF maps to its CR, so that ranges which meet in the text meet in the source.
    pub fn to_source(&self, at: usize) -> u64 {
        let n_before = self.crlf_at.partition_point(|&lf| lf < at as u64) as u64;
        self.lead + at as u64 + n_before
    }
}

/// Named values of a record, in their order of appearance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(Vec<(Arc<str>, FieldValue)>);

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
    /// The value of the field called `name`. Cost: linear in the number of fields.
    pub fn get(&self, name: &str) -> Option<&FieldValue> {
        self.0.iter().find(|(key, _)| &**key == name).map(|(_, value)| value)
    }

    /// Sets a field, in its old place if the name is known, at the end otherwise.
    pub fn set(&mut self, name: Arc<str>, value: FieldValue) {
        match self.0.iter_mut().find(|(key, _)| *key == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// Removes a field and returns its value.
    pub fn take(&mut self, name: &str) -> Option<FieldValue> {
        let at = self.0.iter().position(|(key, _)| &**key == name)?;
        Some(self.0.remove(at).1)
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &FieldValue)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
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
