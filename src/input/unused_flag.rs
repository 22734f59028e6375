//! Flags on reading that a run was given, and why one of them was of no use.
//!
//! A flag that no format of the run uses would be accepted and do nothing, so it is reported. What does not depend on formats
//! notes its use itself.

use super::dialect::HeaderRow;
use super::format::Format;
use super::options::{
    Captions, Guards, InputOptions, Losses, MarkdownText, NotebookCells, Ruby, RunningHeads, TokenAttribute,
};
use super::reading_flag::ReadingFlag;
use crate::document::DateOrder;

impl ReadingFlag {
    /// The reason why it made no difference, as in `has no effect: …`.
    pub fn why_unused(self) -> String {
        match self {
            Self::TextField | Self::IdField | Self::TitleField => "no input is made of records".to_owned(),
            Self::Encoding | Self::Strict => "no input is a text whose encoding can be chosen".to_owned(),
            Self::DateOrder => "no dates of fields are read".to_owned(),
            Self::Meta => "no row of the table names a document".to_owned(),
            _ => {
                let formats: Vec<&str> =
                    Format::readable().filter(|format| format.uses(self)).map(Format::about).collect();
                let (last, others) = formats.split_last().map_or(("", &[][..]), |(last, others)| (*last, others));
                let or = if others.is_empty() { "" } else { " or " };
                format!("no input is {}{or}{last}", others.join(", "))
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
            Self::DateOrder => options.date_order != DateOrder::Unknown,
            Self::Meta => options.meta.is_some(),
        }
    }
}

#[cfg(test)]
mod tests;
