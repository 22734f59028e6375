//! One row per document: what became of it from the old corpus to the new one.

use super::alignment::{Completeness, Deadline};
use super::amounts::{Amounts, amounts};
use super::options::{Changes, Granularity, Options};
use super::parts::same_words;
use super::shown_changes::{CHANGES, shown_changes};
use crate::document::Document;
use crate::input::SpoolPlace;
use crate::table::{Cell, Column};

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Same,
    Changed,
    Added,
    Removed,
}

impl Change {
    fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}

/// A document of either corpus, or a pair of one of each.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) id: String,
    /// Which of the documents with this id it is, from zero.
    pub(super) occurrence: u32,
    pub(super) change: Change,
    pub(super) amounts: Amounts,
    old_source: Option<String>,
    new_source: Option<String>,
    pub(super) changes: ShownChanges,
}

/// The changes of a document, until its row is written.
#[derive(Clone, Debug, Default)]
pub(super) enum ShownChanges {
    /// Nobody wants them, or there are none.
    #[default]
    None,
    /// As they were made.
    Here(String),
    /// Set aside.
    Aside(SpoolPlace),
}

impl Row {
    /// Compares a pair. Equal texts are found by comparing their bytes, before any work on words.
    pub(super) fn of_pair(old: Document, new: Document, occurrence: u32, options: &Options) -> Self {
        let amounts = measure(&old.text, &new.text, options);
        let change = if is_same(&old.text, &new.text, options.granularity) { Change::Same } else { Change::Changed };
        let changes = match options.changes {
            Changes::Shown { n_context } if change == Change::Changed => {
                ShownChanges::Here(shown_changes(&old.text, &new.text, n_context, options))
            }
            _ => ShownChanges::None,
        };
        let (old_source, new_source) = (Some(old.source), Some(new.source));
        Self { id: new.id, occurrence, change, amounts, old_source, new_source, changes }
    }

    /// A document of the new corpus alone.
    pub(super) fn of_added(new: Document, occurrence: u32, options: &Options) -> Self {
        let amounts = measure("", &new.text, options);
        let new_source = Some(new.source);
        let (changes, old_source) = (ShownChanges::None, None);
        Self { id: new.id, occurrence, change: Change::Added, amounts, old_source, new_source, changes }
    }

    /// A document of the old corpus alone.
    pub(super) fn of_removed(old: Document, occurrence: u32, options: &Options) -> Self {
        let amounts = measure(&old.text, "", options);
        let old_source = Some(old.source);
        let (changes, new_source) = (ShownChanges::None, None);
        Self { id: old.id, occurrence, change: Change::Removed, amounts, old_source, new_source, changes }
    }

    /// The same row for the document numbered `occurrence` with its id. Only the first has the partner, if there is one.
    pub(super) fn at(self, occurrence: u32) -> Self {
        if occurrence == 0 || self.change == Change::Added {
            return Self { occurrence, ..self };
        }
        let (changes, old_source) = (ShownChanges::None, None);
        let amounts = self.amounts.without_old();
        Self { occurrence, change: Change::Added, amounts, old_source, changes, ..self }
    }

    /// Hands out the changes, to be set aside.
    pub(super) fn take_changes(&mut self) -> Option<String> {
        match std::mem::take(&mut self.changes) {
            ShownChanges::Here(changes) => Some(changes),
            other => {
                self.changes = other;
                None
            }
        }
    }

    /// The cells for [`document_columns`].
    pub(super) fn cells(&self) -> [Cell<'_>; 11] {
        let amounts = &self.amounts;
        let is_pair = matches!(self.change, Change::Same | Change::Changed);
        let lines = |n: Option<u64>| n.map_or(Cell::Empty, Cell::Integer);
        let source = |source: &Option<String>| source.clone().map_or(Cell::Empty, Cell::text);
        [
            Cell::text(&self.id),
            Cell::text(self.change.name()),
            Cell::real(is_pair.then(|| amounts.similarity())),
            Cell::Integer(amounts.words.n_added()),
            Cell::Integer(amounts.words.n_removed()),
            lines(amounts.lines.map(|lines| lines.n_added())),
            lines(amounts.lines.map(|lines| lines.n_removed())),
            if self.change == Change::Added { Cell::Empty } else { Cell::Integer(amounts.words.n_old) },
            if self.change == Change::Removed { Cell::Empty } else { Cell::Integer(amounts.words.n_new) },
            source(&self.old_source),
            source(&self.new_source),
        ]
    }
}

fn measure(old: &str, new: &str, options: &Options) -> Amounts {
    amounts(old, new, options.granularity, Deadline::after(options.timeout))
}

fn is_same(old: &str, new: &str, granularity: Granularity) -> bool {
    old == new || granularity == Granularity::Words && same_words(old, new)
}

/// The columns of the table with unit `document` for these options.
pub(super) fn columns(changes: Changes) -> Vec<Column> {
    let more = (changes != Changes::LeftOut).then_some(CHANGES);
    document_columns().into_iter().chain(more).collect()
}

/// The columns of the table with unit `document`.
pub fn document_columns() -> [Column; 11] {
    [
        Column::text("id", "the document's id, by which the two corpora are paired"),
        Column::text(
            "change",
            "same, changed (the texts differ), added (in the new corpus alone) or removed (in the old one alone)",
        ),
        Column::real(
            "similarity",
            "2c / (m + n) for c words in common, in the same order, among m old and n new ones; from 0 to 1, and 1 if \
             there is no word (Ratcliff and Metzener 1988, on words)",
        ),
        Column::integer("words_added", "words of the new text without a counterpart in the old one"),
        Column::integer("words_removed", "words of the old text without a counterpart in the new one"),
        Column::integer("lines_added", "lines of the new text without a counterpart; empty if words are compared"),
        Column::integer("lines_removed", "lines of the old text without a counterpart; empty if words are compared"),
        Column::integer("old_tokens", "words of the old text (UAX #29 segments with a letter or a number)"),
        Column::integer("new_tokens", "words of the new text (UAX #29 segments with a letter or a number)"),
        Column::text("old_source", "where the old document's bytes came from; - is standard input"),
        Column::text("new_source", "where the new document's bytes came from; - is standard input"),
    ]
}

/// How many documents had which change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents that are the same in both corpora.
    pub n_same: u64,
    /// Documents whose texts differ.
    pub n_changed: u64,
    /// Documents of the new corpus alone.
    pub n_added: u64,
    /// Documents of the old corpus alone.
    pub n_removed: u64,
    /// Documents whose comparison was cut short by its deadline.
    pub n_cut_short: u64,
}

impl Summary {
    /// Whether the corpora differ.
    pub fn differs(&self) -> bool {
        self.n_changed + self.n_added + self.n_removed > 0
    }

    pub(super) fn count(&mut self, row: &Row) {
        match row.change {
            Change::Same => self.n_same += 1,
            Change::Changed => self.n_changed += 1,
            Change::Added => self.n_added += 1,
            Change::Removed => self.n_removed += 1,
        }
        if row.amounts.completeness == Completeness::CutShort {
            self.n_cut_short += 1;
        }
    }
}
