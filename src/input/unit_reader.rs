//! What reads the units of a corpus, and what it hands out.

use super::meta::Beside;
use super::options::InputOptions;
use super::row::RowShape;
use super::source::Source;
use super::table::TablePieces;
use super::text_edits::{self, Rejoining};
use super::wanted_fields::{self, WantedFields};
use crate::diagnostics::Finding;
use crate::document::{DateOrder, Document};
use crate::error::{InputError, Problem};
use crate::similarity::WordHasher;
use crate::table::Cell;

/// What a unit holds, one by one.
pub(super) enum Item<'r> {
    Document(Document),
    /// What the document of a record would give, for a reader that was asked for rows.
    Row(&'r [Cell<'r>]),
    Finding(Finding),
    /// The id of a document that the joined table does not know.
    WithoutRow(String),
    /// A table, by the place of its source, that has been read to its end.
    EndOfTable(usize, Box<dyn TablePieces>),
    /// The place of a source that is not as small as it seemed, whose documents belong here.
    Long(usize),
}

/// Reads units; each worker has one.
pub(super) struct UnitReader<'c> {
    pub(super) sources: &'c [Source],
    pub(super) options: &'c InputOptions,
    /// What documents get from beside them; `None` for documents as their inputs have them.
    pub(super) beside: Option<Beside<'c>>,
    /// The rows that records become, if nobody needs their documents.
    pub(super) shape: Option<&'c RowShape>,
    /// Where records leave word of the fields that they have.
    pub(super) wanted: &'c WantedFields,
    /// What joins the words that line ends part.
    pub(super) rejoining: &'c Rejoining,
    /// The order of day and month in the fields of documents.
    pub(super) date_order: DateOrder,
}

impl<'c> UnitReader<'c> {
    /// A reader of documents as their inputs have them, before anything is known of the whole corpus.
    pub(super) fn ahead(sources: &'c [Source], options: &'c InputOptions) -> Self {
        let (wanted, rejoining, date_order) = (&wanted_fields::NOTHING, &text_edits::NOTHING, options.date_order);
        Self { sources, options, beside: None, shape: None, wanted, rejoining, date_order }
    }
}

impl UnitReader<'_> {
    /// Adds what comes from beside the document, and hands it out.
    pub(super) fn pass_on(&self, mut document: Document, source: &Source, take: &mut dyn FnMut(Item<'_>)) {
        self.rejoining.edit(&mut document, self.options);
        if let Some(limit) = self.options.max_words.filter(|&limit| has_more_words(&document.text, limit)) {
            return take(Item::Finding(InputError::new(&document.id, Problem::TooManyWords { limit }).into()));
        }
        document.facts.source_idx = source.idx;
        document.facts.date_order = self.date_order;
        if let Some(beside) = self.beside
            && !beside.add_to(&mut document, source)
            && document.extent.is_first()
        {
            take(Item::WithoutRow(document.id.clone()));
        }
        take(Item::Document(document));
    }
}

/// `true` if a text has more than `limit` words. They are counted only where its length leaves room for so many.
fn has_more_words(text: &str, limit: u64) -> bool {
    // Two words have at least one byte between them, or are characters of three bytes.
    if (text.len() as u64).div_ceil(2) <= limit {
        return false;
    }
    let mut n_words = 0;
    WordHasher::default().for_each(text, |_, _| n_words += 1);
    n_words > limit
}

/// Hands findings to `take`.
pub(super) fn hand_out(findings: Vec<Finding>, take: &mut dyn FnMut(Item<'_>)) {
    findings.into_iter().map(Item::Finding).for_each(take);
}
