//! How inputs are found and read.

use std::path::PathBuf;
#[cfg(feature = "pdf")]
use std::sync::Arc;

use regex::Regex;

use super::dialect::{HeaderRow, Quote};
use super::encoding::Encoding;
use super::format::Format;
use super::json_array;
use super::json_path::JsonPath;
#[cfg(feature = "pdf")]
use super::pdf::program::PdfProgram;
use super::reader::Fault;
use super::shard::{RecordPlaces, Shard};
use super::xml::XmlPath;
use crate::choice::choices;
use crate::document::DateOrder;
use crate::error::Problem;
use crate::table::PartNames;

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
    /// The sign that opens and closes cells of CSV; `None` tells it from the first rows.
    pub quote: Option<Quote>,
    /// The first record of CSV.
    pub header_row: HeaderRow,
    /// Which tables have the formula guard taken off their cells.
    pub guards: Guards,
    /// The sheet of a workbook or the table of a database that is read, by its name or its number from one on; `None` takes
    /// the first that has something in it.
    pub sheet: Option<String>,
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
    /// The elements and attributes of XML whose text is read; without them only known kinds of XML are.
    pub xml_text: Option<XmlPath>,
    /// The elements of XML that are a document each; without them a file is one. It needs [`Self::xml_text`].
    pub xml_document: Option<XmlPath>,
    /// The order of day and month in the dates of fields, where both are numbers.
    pub date_order: DateOrder,
    /// Fields that a verb reads dates from.
    pub date_fields: Vec<String>,
    /// The evidence for the order of day and month in them, where that is not known.
    pub date_evidence: DateEvidence,
    /// The way in which web pages, mails, mailboxes and subtitles are read.
    pub composites: Composites,
    /// The attribute of annotated tokens that a text is made of.
    pub attribute: TokenAttribute,
    /// The tokens that annotated corpora give.
    pub annotated_tokens: AnnotatedTokens,
    /// The documents that an electronic book is.
    pub per_chapter: bool,
    /// The text of a Markdown file.
    pub markdown: MarkdownText,
    /// The cells of a notebook that are read.
    pub notebook_cells: NotebookCells,
    /// The program whose children read PDF; without one it is not read.
    #[cfg(feature = "pdf")]
    pub pdf_program: Option<Arc<PdfProgram>>,
    /// The running heads and page numbers of PDF.
    pub running_heads: RunningHeads,
    /// Words that the end of a line parts.
    pub line_hyphens: LineHyphens,
    /// Underscores around words that are emphasized.
    pub emphasis: Emphasis,
    /// The captions of pictures in the articles of web pages.
    pub captions: Captions,
    /// The readings above words of Chinese and Japanese in web pages.
    pub ruby: Ruby,
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
            quote: None,
            header_row: HeaderRow::Names,
            guards: Guards::AsMarked,
            sheet: None,
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
            xml_text: None,
            xml_document: None,
            date_order: DateOrder::Unknown,
            date_fields: Vec::new(),
            date_evidence: DateEvidence::Inputs,
            composites: Composites::Read,
            attribute: TokenAttribute::Form,
            annotated_tokens: AnnotatedTokens::Dropped,
            per_chapter: false,
            markdown: MarkdownText::AsWritten,
            notebook_cells: NotebookCells::Prose,
            #[cfg(feature = "pdf")]
            pdf_program: None,
            running_heads: RunningHeads::Keep,
            line_hyphens: LineHyphens::Kept,
            emphasis: Emphasis::AsWritten,
            captions: Captions::Drop,
            ruby: Ruby::Drop,
            max_words: None,
            long_texts: LongTexts::Whole,
            lengths: Lengths::Asked,
            shard: None,
        }
    }
}

impl InputOptions {
    /// `true` if a document needs tokens that its input gives.
    pub(super) fn wants_tokens(&self) -> bool {
        self.attribute != TokenAttribute::Form || self.annotated_tokens == AnnotatedTokens::Carried
    }

    /// The field that the user named for texts, where records without one are read as well.
    pub(super) fn asked_text_field(&self) -> Option<&str> {
        let field = Some(self.text_name()).filter(|field| self.texts == Texts::Optional && !field.is_empty());
        field.filter(|field| *field != Self::default().text_field)
    }

    /// The name of the field of a record that holds its text: of `articles[].body`, which says that the elements of `articles`
    /// are the records, it is `body`.
    pub(super) fn text_name(&self) -> &str {
        match self.text_field.rsplit_once("[]") {
            Some((_, "")) => "text",
            Some((_, name)) => name.strip_prefix('.').unwrap_or(name),
            None => &self.text_field,
        }
    }

    /// The names that the user gave for id, title and text.
    pub(crate) fn part_names(&self) -> PartNames {
        let usual = Self::default();
        let given = |name: &str, usual: &str| (!name.is_empty() && name != usual).then(|| name.to_owned());
        PartNames {
            id: given(&self.id_field, &usual.id_field),
            title: given(&self.title_field, &usual.title_field),
            text: given(self.text_name(), &usual.text_field),
        }
    }

    /// The way to the records of JSON that is no JSON Lines, and to their texts.
    ///
    /// # Errors
    ///
    /// [`Problem::Malformed`] for a way that is none.
    pub(super) fn text_path(&self) -> Result<JsonPath, Problem> {
        let said =
            |why: &str| Problem::Malformed(format!("is read by the text field {:?}, which {why}", self.text_field));
        JsonPath::parse(&self.text_field).map_err(said)
    }

    /// The fields inside of fields that become fields of the record.
    pub(super) fn lifted_fields(&self) -> Vec<JsonPath> {
        let named = [&self.text_field, &self.id_field, &self.title_field];
        let paths = named.into_iter().filter(|name| name.contains(['.', '[']));
        paths.filter_map(|name| JsonPath::parse(name).ok()).filter(JsonPath::is_nested).collect()
    }

    /// JSON Lines of which each record has the fields that are inside of fields; `None` if there are none to lift.
    pub(super) fn with_lifted_fields(&self, text: &str) -> Option<String> {
        let lifted = self.lifted_fields();
        if lifted.is_empty() {
            return None;
        }
        let mut out = Vec::with_capacity(text.len() + text.len() / 2);
        for line in text.lines() {
            if line.trim_start().starts_with('{') {
                json_array::push_record(line, &lifted, &mut out);
            } else {
                out.extend_from_slice(line.as_bytes());
            }
            out.push(b'\n');
        }
        String::from_utf8(out).ok()
    }

    /// The JSON Lines of a block of other JSON.
    ///
    /// # Errors
    ///
    /// [`Fault::Malformed`] for an element that is neither an object nor a text.
    pub(super) fn json_lines(&self, block: &str) -> Result<String, Fault> {
        let lines = json_array::lines(block, self.text_name(), &self.lifted_fields())?;
        String::from_utf8(lines).map_err(|error| Fault::Malformed(error.to_string()))
    }

    /// Tells which records of the source with this id are to be read.
    pub(super) fn record_places(&self, source_id: &str) -> RecordPlaces {
        RecordPlaces::new(self.shard, source_id)
    }

    /// `true` if texts are edited when their reader has them.
    pub(super) fn edits_texts(&self) -> bool {
        self.line_hyphens == LineHyphens::Rejoined || self.emphasis == Emphasis::Plain
    }

    /// The choices that what is read depends on, as names and values; those that find files are left to what they find.
    pub(super) fn described(&self) -> Vec<(&'static str, String)> {
        let or_told = |value: Option<String>| value.unwrap_or_else(|| "as told by each input".to_owned());
        let unguarded = (self.guards == Guards::Removed).then(|| ("unguard", "yes".to_owned()));
        let attribute =
            (self.attribute != TokenAttribute::Form).then(|| ("attribute", format!("{:?}", self.attribute)));
        let plain = (self.emphasis == Emphasis::Plain).then(|| ("plain-emphasis", "yes".to_owned()));
        let described = vec![
            ("from", or_told(self.format.map(|format| format.name().to_owned()))),
            ("text-field", self.text_field.clone()),
            ("id-field", self.id_field.clone()),
            ("title-field", self.title_field.clone()),
            ("delimiter", or_told(self.delimiter.map(|byte| char::from(byte).to_string()))),
            ("encoding", or_told(self.encoding.map(|encoding| encoding.name().to_owned()))),
            ("strict", if self.losses == Losses::Refuse { "yes" } else { "no" }.to_owned()),
            ("fields-from-path", self.fields_from_path.as_ref().map_or("none".to_owned(), ToString::to_string)),
            ("date-order", self.date_order.name().to_owned()),
            ("meta", self.meta.as_ref().map_or("none".to_owned(), |path| path.to_string_lossy().into_owned())),
            ("max-document", self.max_document_bytes.to_string()),
        ];
        described.into_iter().chain(unguarded).chain(attribute).chain(plain).collect()
    }
}

/// The way in which web pages, mails, mailboxes and subtitles are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Composites {
    /// As their readers see them: of a page its article, each message as a document, subtitles as a text.
    #[default]
    Read,
    /// For who cuts them into entries, messages or cues: a page with all of its main part, any other file with its text as it
    /// was written.
    AsWritten,
}

/// The attribute of the tokens of an annotated corpus, CoNLL-U or vertical text, that takes the place of each token in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TokenAttribute {
    /// The token as it was written.
    #[default]
    Form,
    /// Its lemma.
    Lemma,
    /// Its universal part of speech, where there is one, else the other.
    Pos,
    /// Its part of speech in the tag set of its language.
    Xpos,
}

choices!(TokenAttribute {
    Form = "form": "",
    Lemma = "lemma": "",
    Pos = "pos": "",
    Xpos = "xpos": "",
});

/// The fate of the tokens that an annotated corpus gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnnotatedTokens {
    /// The text alone is read.
    #[default]
    Dropped,
    /// Documents carry them, and inputs that give none are refused.
    Carried,
}

/// The text of a Markdown file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkdownText {
    /// The file as it was written.
    #[default]
    AsWritten,
    /// What a reader sees, without markup.
    Plain,
}

/// The cells of a notebook that are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NotebookCells {
    /// Prose: Markdown, headings and raw text.
    #[default]
    Prose,
    /// Prose and the code between it.
    ProseAndCode,
}

/// The fate of what stands at the top or the bottom of every page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunningHeads {
    /// It is text as everything else.
    #[default]
    Keep,
    /// It is left out where at least three pages have it, whatever the numbers in it.
    Drop,
}

/// The words of a text that the ends of lines part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineHyphens {
    /// They stay in two parts, as they were written.
    #[default]
    Kept,
    /// They are made whole, by the evidence of the corpus ([`crate::text::rejoined`]). The corpus is read twice.
    Rejoined,
}

/// The underscores around emphasized words of plain texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// They are part of the text, and by UAX #29 of the words.
    #[default]
    AsWritten,
    /// They are taken off ([`crate::text::emphasis_marks`]).
    Plain,
}

/// Evidence for the order of day and month in dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateEvidence {
    /// All dates of the inputs, which are looked at before the first document is read.
    #[default]
    Inputs,
    /// What the verb sees for itself: the inputs may be a share of a corpus, or are all held in any case.
    Elsewhere,
}

/// The fate of the captions of pictures in an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Captions {
    /// They are no part of the text.
    #[default]
    Drop,
    /// They stand where they are on the page.
    Keep,
}

/// The fate of the readings above words of Chinese and Japanese.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ruby {
    /// The words stand alone.
    #[default]
    Drop,
    /// Each reading follows its word.
    Keep,
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
