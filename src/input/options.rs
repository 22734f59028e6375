//! How inputs are found and read.

use std::path::PathBuf;

use regex::Regex;

use super::encoding::Encoding;
use super::format::Format;
use super::shard::Shard;

/// How inputs are found and read. [`Default`] reads what a user expects without flags.
#[derive(Clone, Debug)]
pub struct InputOptions {
    /// The format of every input; `None` tells it from the suffix and the first bytes.
    pub format: Option<Format>,
    /// The field of a record that holds its text.
    pub text_field: String,
    /// The field of a record that holds its id, if it has one.
    pub id_field: String,
    /// The field of a record that holds its title, if it has one.
    pub title_field: String,
    /// The field of a record that says where it came from first, as other verbs write it.
    pub source_field: String,
    /// What separates the cells of CSV; `None` tells it from the header.
    pub delimiter: Option<u8>,
    /// Which tables have the formula guard taken off their cells.
    pub guards: Guards,
    /// The encoding of every input; `None` tells it from the bytes.
    pub encoding: Option<Encoding>,
    /// What becomes of bytes that mean nothing in the encoding.
    pub losses: Losses,
    /// What becomes of records without a text.
    pub texts: Texts,
    /// What becomes of folders that are named.
    pub folders: Folders,
    /// Names of files to take from folders; empty takes all.
    pub globs: Vec<String>,
    /// Names of files to leave out of folders.
    pub excludes: Vec<String>,
    /// Hidden files in folders.
    pub hidden: Hidden,
    /// Files in folders that `.gitignore` and `.ignore` files name.
    pub ignored: Ignored,
    /// Symbolic links in folders.
    pub links: Links,
    /// Named groups become fields; matched against the path below the folder, with `/` between levels.
    pub fields_from_path: Option<Regex>,
    /// A table with further fields for each document.
    pub meta: Option<PathBuf>,
    /// The column of the table that names the document; `None` looks for `id`, `path`, `source`, `file`.
    pub meta_key: Option<String>,
    /// The most bytes that one document may have, and that one compressed record may expand to.
    pub max_document_bytes: u64,
    /// The most words that one document may have, as documents are compared by them; `None` for any number.
    pub max_words: Option<u64>,
    /// How texts longer than a block are handed out.
    pub long_texts: LongTexts,
    /// Whether the lengths of files in folders are asked for while they are listed.
    pub lengths: Lengths,
    /// The shard whose documents are read; `None` for all documents.
    pub shard: Option<Shard>,
}

impl Default for InputOptions {
    fn default() -> Self {
        Self {
            format: None,
            text_field: "text".to_owned(),
            id_field: "id".to_owned(),
            title_field: "title".to_owned(),
            source_field: "source".to_owned(),
            delimiter: None,
            guards: Guards::AsMarked,
            encoding: None,
            losses: Losses::Warn,
            texts: Texts::Required,
            folders: Folders::Listed,
            globs: Vec::new(),
            excludes: Vec::new(),
            hidden: Hidden::Skip,
            ignored: Ignored::Skip,
            links: Links::Skip,
            fields_from_path: None,
            meta: None,
            meta_key: None,
            max_document_bytes: 256 << 20,
            max_words: None,
            long_texts: LongTexts::Whole,
            lengths: Lengths::Asked,
            shard: None,
        }
    }
}

impl InputOptions {
    /// The field that the user named for texts, where records without one are read as well.
    pub(super) fn asked_text_field(&self) -> Option<&str> {
        let field = Some(&*self.text_field).filter(|field| self.texts == Texts::Optional && !field.is_empty());
        field.filter(|field| *field != Self::default().text_field)
    }

    /// The choices that what is read depends on, as names and values; those that find files are left to what they find.
    pub(super) fn described(&self) -> Vec<(&'static str, String)> {
        let or_told = |value: Option<String>| value.unwrap_or_else(|| "as told by each input".to_owned());
        let unguarded = (self.guards == Guards::Removed).then(|| ("unguard", "yes".to_owned()));
        let described = vec![
            ("from", or_told(self.format.map(|format| format.name().to_owned()))),
            ("text-field", self.text_field.clone()),
            ("id-field", self.id_field.clone()),
            ("title-field", self.title_field.clone()),
            ("delimiter", or_told(self.delimiter.map(|byte| char::from(byte).to_string()))),
            ("encoding", or_told(self.encoding.map(|encoding| encoding.name().to_owned()))),
            ("strict", if self.losses == Losses::Refuse { "yes" } else { "no" }.to_owned()),
            ("fields-from-path", self.fields_from_path.as_ref().map_or("none".to_owned(), ToString::to_string)),
            ("meta", self.meta.as_ref().map_or("none".to_owned(), |path| path.to_string_lossy().into_owned())),
            ("max-document", self.max_document_bytes.to_string()),
        ];
        described.into_iter().chain(unguarded).collect()
    }
}

/// What becomes of bytes that mean nothing in an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Losses {
    /// They become U+FFFD, and a warning names the file.
    Warn,
    /// The input fails.
    Refuse,
}

/// Which delimited tables have the formula guard taken off their cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guards {
    /// Those whose header says that they are guarded.
    AsMarked,
    /// All.
    Removed,
}

/// What becomes of records without a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// They fail.
    Required,
    /// Their text is empty: any table will do.
    Optional,
}

/// What becomes of folders among the paths that are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folders {
    /// Their files are read.
    Listed,
    /// They are failed inputs: what names them may name files only.
    Refused,
}

/// Whether files whose names begin with a dot are taken from folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// They are left out.
    Skip,
    /// They are read.
    Take,
}

/// Whether files that `.gitignore` and `.ignore` files name are taken from folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ignored {
    /// They are left out.
    Skip,
    /// They are read.
    Take,
}

/// Whether symbolic links in folders are followed. A link given by the user always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// They are left out.
    Skip,
    /// They are followed; loops are found and named.
    Follow,
}

/// Whether the lengths of files in folders are asked for while they are listed.
///
/// They tell how to share the work, and how far it is. To ask costs a third as much as to read a small file, so who opens
/// every file anyway need not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lengths {
    /// They are.
    Asked,
    /// Those of files of records alone; others count as empty until they are opened.
    Unasked,
}

/// How texts longer than a block are handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongTexts {
    /// Whole, up to [`InputOptions::max_document_bytes`].
    Whole,
    /// In consecutive parts ([`crate::document::Extent::Part`]), so that memory stays bounded whatever their length
    /// and all threads work on one text.
    Parts,
}
