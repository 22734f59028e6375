//! What is known of a format before one of its files is opened.

use std::fmt;

use crate::input::reading_flag::ReadingFlag;

/// A format of inputs, a row of the table.
#[derive(Clone, Copy)]
pub struct Format(pub(super) &'static Description);

/// What the program knows of a format, but for its reader.
pub(in crate::input) struct Description {
    /// The name that a user may say.
    pub(super) name: &'static str,
    /// The name in a sentence, with its article.
    pub(super) about: &'static str,
    /// The suffixes of its files, lower case, the usual one first.
    pub(super) suffixes: &'static [&'static str],
    /// First bytes that a file of the format must have, any of them; empty if it may begin with any.
    pub(super) signatures: &'static [Signature],
    /// `true` if the first bytes, which have a signature, are of this format and no other one that has the same signature.
    pub(super) is_it: fn(&[u8]) -> bool,
    /// `true` for the first characters of a text in this format, where a text has no telling name.
    pub(super) begins: Option<fn(&str) -> bool>,
    /// Number of documents in a file.
    pub(super) holds: Holds,
    /// Names of the fields that documents may have.
    pub(super) fields: FieldNames,
    /// The flags on reading that make a difference to files of the format.
    pub(super) flags: &'static [ReadingFlag],
}

/// Names of the fields of a format's documents, which tables need before the first row.
#[derive(Clone, Copy, Debug)]
pub(in crate::input) enum FieldNames {
    /// These.
    Fixed(&'static [&'static str]),
    /// Those of each file: to know them it must be read.
    Own,
}

/// Bytes at a place near the beginning of a file.
#[derive(Clone, Copy, Debug)]
pub(in crate::input) struct Signature {
    pub(super) at: usize,
    pub(super) bytes: &'static [u8],
}

/// Number of documents in a file of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Holds {
    /// A file is a document.
    One,
    /// A file has any number of documents, each called by its place or an id of its own.
    Many,
}

impl Description {
    /// A format of which nothing special is known.
    pub(super) const USUAL: Self = Self {
        name: "",
        about: "",
        suffixes: &[],
        signatures: &[],
        is_it: |_| true,
        begins: None,
        holds: Holds::One,
        fields: FieldNames::Own,
        flags: &[],
    };
}

impl Format {
    /// The format's name.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The format in a sentence: `a web page`.
    pub fn about(self) -> &'static str {
        self.0.about
    }

    /// The suffixes of its files, the usual one first.
    pub fn suffixes(self) -> &'static [&'static str] {
        self.0.suffixes
    }

    /// `true` if one input of this format holds many documents.
    pub fn has_records(self) -> bool {
        self.0.holds == Holds::Many
    }

    /// `true` if its files say something about each token.
    pub(in crate::input) fn is_annotated(self) -> bool {
        self.uses(ReadingFlag::Attribute)
    }

    /// `true` if a flag makes a difference to files of this format.
    pub(in crate::input) fn uses(self, flag: ReadingFlag) -> bool {
        self.0.flags.contains(&flag)
    }

    /// Names of the fields of documents.
    pub(in crate::input) fn field_names(self) -> FieldNames {
        self.0.fields
    }

    /// `true` if the first bytes are those that files of this format have.
    pub(in crate::input) fn has_signature(self, head: &[u8]) -> bool {
        let has =
            |signature: &Signature| head.get(signature.at..).is_some_and(|rest| rest.starts_with(signature.bytes));
        self.0.signatures.iter().any(has)
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        // A name stands once in the table.
        self.0.name == other.0.name
    }
}

impl Eq for Format {}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}
