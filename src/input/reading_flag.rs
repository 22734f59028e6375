//! Flags that say how inputs of some formats are read, and which of them a run had no use for.
//!
//! Each row of the table of formats lists the flags that its reader uses. A flag that no format of the run uses would be
//! accepted and do nothing, so it is reported.

use super::dialect::HeaderRow;
use super::format::Format;
use super::options::{
    Captions, Guards, InputOptions, Losses, MarkdownText, NotebookCells, Ruby, RunningHeads, TokenAttribute,
};

/// A flag that acts on the inputs of some formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingFlag {
    /// The field of records with the text.
    TextField,
    /// The field of records with the id.
    IdField,
    /// The field of records with the title.
    TitleField,
    /// The sheet or table that is read.
    Sheet,
    /// The elements of XML whose text is read.
    XmlText,
    /// The elements of XML that are documents.
    XmlDocument,
    /// The attribute of tokens that is read.
    Attribute,
    /// A document for each chapter.
    PerChapter,
    /// Markdown without markup.
    PlainMarkdown,
    /// The code of notebooks.
    CodeCells,
    /// Pages without their running heads.
    NoRunningHeads,
    /// Captions of pictures.
    Captions,
    /// Readings above words.
    Ruby,
    /// What separates cells.
    Delimiter,
    /// What quotes are.
    Quote,
    /// A table without names of columns.
    NoHeaderIn,
    /// Cells without their guard.
    Unguard,
    /// The encoding of texts.
    Encoding,
    /// No text with losses.
    Strict,
}

impl ReadingFlag {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 19] = [
        Self::TextField,
        Self::IdField,
        Self::TitleField,
        Self::Sheet,
        Self::XmlText,
        Self::XmlDocument,
        Self::Attribute,
        Self::PerChapter,
        Self::PlainMarkdown,
        Self::CodeCells,
        Self::NoRunningHeads,
        Self::Captions,
        Self::Ruby,
        Self::Delimiter,
        Self::Quote,
        Self::NoHeaderIn,
        Self::Unguard,
        Self::Encoding,
        Self::Strict,
    ];

    /// The name of the flag, without hyphens in front.
    pub fn name(self) -> &'static str {
        match self {
            Self::TextField => "text-field",
            Self::IdField => "id-field",
            Self::TitleField => "title-field",
            Self::Sheet => "sheet",
            Self::XmlText => "xml-text",
            Self::XmlDocument => "xml-document",
            Self::Attribute => "attribute",
            Self::PerChapter => "per-chapter",
            Self::PlainMarkdown => "plain-markdown",
            Self::CodeCells => "code-cells",
            Self::NoRunningHeads => "no-running-heads",
            Self::Captions => "captions",
            Self::Ruby => "ruby",
            Self::Delimiter => "delimiter",
            Self::Quote => "quote",
            Self::NoHeaderIn => "no-header-in",
            Self::Unguard => "unguard",
            Self::Encoding => "encoding",
            Self::Strict => "strict",
        }
    }

    /// The inputs that it acts on, as in `no input is …`.
    pub fn acts_on(self) -> String {
        match self {
            Self::TextField | Self::IdField | Self::TitleField => "made of records".to_owned(),
            Self::Encoding | Self::Strict => "a text whose encoding can be chosen".to_owned(),
            _ => {
                let formats: Vec<&str> =
                    Format::readable().filter(|format| format.uses(self)).map(Format::about).collect();
                match formats.split_last() {
                    Some((last, [])) => (*last).to_owned(),
                    Some((last, others)) => format!("{} or {last}", others.join(", ")),
                    None => String::new(),
                }
            }
        }
    }

    /// The flags that were given. One that its format alone takes, and all others refuse, is reported by the refusal.
    pub(super) fn given(options: &InputOptions) -> Vec<Self> {
        let given = Self::ALL.into_iter().filter(|flag| flag.is_given(options));
        given.filter(|flag| *flag != Self::Attribute).collect()
    }

    fn is_given(self, options: &InputOptions) -> bool {
        let usual = InputOptions::default();
        match self {
            Self::TextField => options.text_field != usual.text_field,
            Self::IdField => options.id_field != usual.id_field,
            Self::TitleField => options.title_field != usual.title_field,
            Self::Sheet => options.sheet.is_some(),
            Self::XmlText => options.xml_text.is_some(),
            Self::XmlDocument => options.xml_document.is_some(),
            Self::Attribute => options.attribute != TokenAttribute::Form,
            Self::PerChapter => options.per_chapter,
            Self::PlainMarkdown => options.markdown == MarkdownText::Plain,
            Self::CodeCells => options.notebook_cells == NotebookCells::ProseAndCode,
            Self::NoRunningHeads => options.running_heads == RunningHeads::Drop,
            Self::Captions => options.captions == Captions::Keep,
            Self::Ruby => options.ruby == Ruby::Keep,
            // A table that is joined is read by these as well.
            Self::Delimiter => options.delimiter.is_some() && options.meta.is_none(),
            Self::Quote => options.quote.is_some() && options.meta.is_none(),
            Self::NoHeaderIn => options.header_row == HeaderRow::Missing,
            Self::Unguard => options.guards == Guards::Removed && options.meta.is_none(),
            Self::Encoding => options.encoding.is_some() && options.meta.is_none(),
            Self::Strict => options.losses == Losses::Refuse,
        }
    }
}

#[cfg(test)]
mod tests;
