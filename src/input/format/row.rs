//! A row of the table of formats: what is known of a format, and the way in which it is read.

use super::description::Description;
use crate::error::Unread;
use crate::input::cut::Cut;
use crate::input::options::InputOptions;
use crate::input::reader::{Fault, MarkedBlock, Reading};
use crate::input::table::TableReader;

/// A format and its reader.
pub(super) struct Row {
    /// What is known of the format.
    pub(super) format: Description,
    /// The reader.
    pub(super) reader: Reader,
}

/// The reader of a format whose bytes are no text: all bytes of a file, decompressed if it was packed whole.
pub(in crate::input) type BytesReader = fn(&[u8], &InputOptions, &mut dyn FnMut(Reading)) -> Result<(), Fault>;

/// The reader of a format that is text with a structure: the decoded text of a file, its line ends as they were.
pub(in crate::input) type TextReader = fn(&str, &InputOptions, &mut dyn FnMut(Reading)) -> Result<(), Fault>;

/// The ways in which documents are read, one for each format.
#[derive(Clone, Copy)]
pub(in crate::input) enum Reader {
    /// The text of the file is the text of the document.
    Prose(Prose),
    /// Markup, of which a reader sees a part.
    Page,
    /// Each record is a document, and records are read block by block.
    Records(Records),
    /// The documents are read out of the decoded text of the whole file.
    Text(TextReader),
    /// The documents are read out of the bytes of the whole file.
    Bytes(BytesReader),
    /// The documents are read out of blocks of bytes, which are not decoded before.
    Blocks(Blocks),
    /// The documents are read out of blocks of decoded text, cut where documents begin.
    Marked(Marked),
    /// The rows of a table are records.
    #[cfg_attr(not(feature = "tables"), expect(dead_code))]
    Table(TableReader),
    /// Its members are inputs of their own.
    Archive,
    /// There is none, for this reason.
    Unread(Unread),
}

/// Files that are a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Prose {
    /// As it is.
    Text,
    /// Its first heading is a title.
    Markdown,
}

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Records {
    /// A JSON object on each line.
    JsonLines,
    /// JSON objects in sequence or in an array.
    Json,
    /// Cells with this between them, unless the header says otherwise.
    Delimited(u8),
}

/// The tree of a web page takes about so many times as much as the page.
const PAGE_TIMES: u64 = 6;

impl Reader {
    /// Bytes that are held for each byte of a file while it is read, about.
    pub(in crate::input) fn n_times_held(self) -> u64 {
        if matches!(self, Self::Page) { PAGE_TIMES } else { 1 }
    }

    /// `true` if the reader sees all of the file at once and makes documents of it itself.
    pub(in crate::input) fn parses_whole(self) -> bool {
        matches!(self, Self::Text(_) | Self::Bytes(_))
    }

    /// `true` if the bytes must be a text in some encoding.
    pub(in crate::input) fn reads_text(self) -> bool {
        matches!(self, Self::Prose(_) | Self::Page | Self::Records(_) | Self::Text(_) | Self::Marked(_))
    }
}

/// A format whose files are read block by block, each of whole records, as they may be of any length.
#[derive(Clone, Copy)]
pub(in crate::input) struct Blocks {
    /// Makes what finds the ends of records.
    pub(in crate::input) cut: fn(&InputOptions) -> Box<dyn Cut + Send>,
    /// The reader of a block.
    pub(in crate::input) read: BlockReader,
}

/// The reader of a block, whose first record has this number. It hands over what it reads with the number of its record.
pub(in crate::input) type BlockReader = fn(&[u8], u64, &InputOptions, &mut dyn FnMut(u64, Result<Reading, Fault>));

/// A format that is text with marks where documents begin, whose files are read block by block, each of whole documents.
#[derive(Clone, Copy)]
pub(in crate::input) struct Marked {
    /// Makes what finds the ends of documents.
    pub(in crate::input) cut: fn(&InputOptions) -> Box<dyn Cut + Send>,
    /// The reader of a block.
    pub(in crate::input) read: MarkedReader,
}

/// The reader of a block of text. It hands over what it reads with the number of its document; one that is damaged has a number,
/// too.
pub(in crate::input) type MarkedReader =
    fn(&MarkedBlock<'_>, &InputOptions, &mut dyn FnMut(u64, Result<Reading, Fault>));
