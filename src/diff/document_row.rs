//! One row per document: what became of it from the old corpus to the new one.

use std::borrow::Cow;

use super::amounts::{Amounts, amounts};
use super::change::Change;
use super::corpora_options::{MIN_CONTAINED_WORDS, SHINGLE_WORDS};
use super::deadline::{Completeness, Deadline};
use super::field_changes::field_changes;
use super::ignore::Granularity;
use super::options::Options;
use super::shelf::Origin;
use crate::document::Document;
use crate::similarity::{Overlap, ShingleSet, Threshold};
use crate::table::{Cell, Column, TextLook};

/// A pair of documents, or a document of one side.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The key by which it was paired, if that is not the id.
    pub(super) key: Option<String>,
    /// Which of the documents with its key it is, from zero.
    pub(super) occurrence: u32,
    pub(super) change: Change,
    pub(super) old: Option<Origin>,
    pub(super) new: Option<Origin>,
    pub(super) measured: Measured,
    /// Names of the title and fields that differ, with commas between them.
    pub(super) fields: Option<Box<str>>,
    pub(super) note: Option<Cow<'static, str>>,
}

/// What was measured of the texts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Measured {
    /// They are equal, or overlooking what is to be overlooked makes them so.
    Equal,
    /// They differ.
    Pair(Amounts, Overlap),
    /// There is only one.
    Alone(Amounts),
    /// There is no text on one side or both.
    Nothing,
}

impl Row {
    /// A row that knows no more than names.
    pub(super) fn bare(change: Change, old: Option<Origin>, new: Option<Origin>) -> Self {
        Self { key: None, occurrence: 0, change, old, new, measured: Measured::Nothing, fields: None, note: None }
    }

    /// Two files with the same bytes.
    pub(super) fn of_identical(old: Origin, new: Origin) -> Self {
        Self { measured: Measured::Equal, ..Self::bare(Change::Same, Some(old), Some(new)) }
    }

    /// Compares a pair; `found` is its change if it is the same or changed otherwise.
    pub(super) fn of_pair(
        (old, old_origin): (&Document, Origin),
        (new, new_origin): (&Document, Origin),
        found: Option<Change>,
        options: &Options,
    ) -> Self {
        let is_equal = options.ignore.is_same(&old.text, &new.text, options.granularity);
        let measured = if is_equal { Measured::Equal } else { of_texts(&old.text, &new.text, options) };
        let fields: Vec<&str> = field_changes(old, new, options.ignore).iter().map(|change| change.name).collect();
        let change = if is_equal && fields.is_empty() { Change::Same } else { Change::Changed };
        Self {
            measured,
            fields: (!fields.is_empty()).then(|| fields.join(", ").into()),
            note: measured.containment_note(),
            ..Self::bare(found.unwrap_or(change), Some(old_origin), Some(new_origin))
        }
    }

    /// A document of the old corpus alone.
    pub(super) fn of_removed(old: &str, origin: Origin, options: &Options) -> Self {
        let measured = Measured::Alone(of_amounts(old, "", options));
        Self { measured, ..Self::bare(Change::Removed, Some(origin), None) }
    }

    /// A document of the new corpus alone.
    pub(super) fn of_added(new: &str, origin: Origin, options: &Options) -> Self {
        let measured = Measured::Alone(of_amounts("", new, options));
        Self { measured, ..Self::bare(Change::Added, None, Some(origin)) }
    }

    /// What rows are called and ordered by: the key, or the id, that of the new document if there is one.
    pub(super) fn id(&self) -> &str {
        let of_origin = || self.new.as_ref().or(self.old.as_ref()).map_or("", |origin| &*origin.id);
        self.key.as_deref().unwrap_or_else(of_origin)
    }

    /// What rows are ordered by. Several documents that were merged into one, or came out of one, have other sides.
    pub(super) fn order(&self) -> impl Ord + '_ {
        (self.id(), self.occurrence, self.old.as_ref().map(|old| &*old.id))
    }

    /// The same row for documents that need not be read again.
    pub(super) fn without_places(mut self) -> Self {
        for origin in [&mut self.old, &mut self.new].into_iter().flatten() {
            origin.place = None;
        }
        self
    }

    /// Whether there was no text to compare.
    pub(super) fn is_without_text(&self) -> bool {
        self.measured == Measured::Nothing
    }

    /// Whether the comparison of the texts met its deadline.
    pub(super) fn is_cut_short(&self) -> bool {
        self.measured.amounts().is_some_and(|amounts| amounts.completeness == Completeness::CutShort)
    }

    /// The cells for [`document_columns`].
    pub(super) fn cells(&self, granularity: Granularity) -> [Cell<'_>; 18] {
        let amounts = self.measured.amounts();
        let overlap = self.measured.overlap();
        let is_equal = self.measured == Measured::Equal;
        let share = |of_overlap: fn(Overlap) -> Option<f64>| {
            Cell::real(if is_equal { Some(1.0) } else { overlap.and_then(of_overlap) })
        };
        let similarity = overlap.and(amounts).map(|amounts| amounts.similarity());
        let count = |n: Option<u64>| n.or(is_equal.then_some(0)).map_or(Cell::Empty, Cell::Integer);
        let lines = |n: Option<u64>| if granularity == Granularity::Words { Cell::Empty } else { count(n) };
        let words = |n: Option<u64>, is_there: bool| n.filter(|_| is_there).map_or(Cell::Empty, Cell::Integer);
        let (old, new) = (self.old.as_ref(), self.new.as_ref());
        [
            Cell::text(self.id()),
            Cell::text(self.change.name()),
            Cell::real(if is_equal { Some(1.0) } else { similarity }),
            share(Overlap::jaccard),
            share(Overlap::containment_a_in_b),
            share(Overlap::containment_b_in_a),
            count(amounts.map(|amounts| amounts.words.n_added())),
            count(amounts.map(|amounts| amounts.words.n_removed())),
            lines(amounts.and_then(|amounts| amounts.lines).map(|lines| lines.n_added())),
            lines(amounts.and_then(|amounts| amounts.lines).map(|lines| lines.n_removed())),
            text_cell(self.fields.as_deref()),
            words(amounts.map(|amounts| amounts.words.n_old), old.is_some()),
            words(amounts.map(|amounts| amounts.words.n_new), new.is_some()),
            text_cell(old.map(|old| &*old.id)),
            text_cell(new.map(|new| &*new.id)),
            text_cell(old.map(|old| &*old.source)),
            text_cell(new.map(|new| &*new.source)),
            text_cell(self.note.as_deref()),
        ]
    }
}

impl Measured {
    /// How much the texts differ, unless they are equal.
    pub(super) fn amounts(&self) -> Option<&Amounts> {
        match self {
            Self::Pair(amounts, _) | Self::Alone(amounts) => Some(amounts),
            Self::Equal | Self::Nothing => None,
        }
    }

    /// What the shingle sets of two different texts share.
    pub(super) fn overlap(&self) -> Option<Overlap> {
        match self {
            Self::Pair(_, overlap) => Some(*overlap),
            _ => None,
        }
    }

    /// Says so if one text has become part of the other, as an article and its teaser, unless they are near anyway.
    fn containment_note(&self) -> Option<Cow<'static, str>> {
        let Self::Pair(amounts, overlap) = self else { return None };
        let threshold = Threshold::default();
        let is_part = |part: u32, n_words: u64| {
            threshold.is_reached_by(overlap.n_shared.into(), part.into()) && n_words >= MIN_CONTAINED_WORDS
        };
        if overlap.reaches(threshold) {
            None
        } else if is_part(overlap.n_b, amounts.words.n_new) {
            Some("the new text is contained in the old one".into())
        } else if is_part(overlap.n_a, amounts.words.n_old) {
            Some("the old text is contained in the new one".into())
        } else {
            None
        }
    }
}

fn text_cell(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Empty, Cell::text)
}

fn of_texts(old: &str, new: &str, options: &Options) -> Measured {
    let [old_set, new_set] = [old, new].map(|text| ShingleSet::of_text(text, SHINGLE_WORDS));
    Measured::Pair(of_amounts(old, new, options), Overlap::of(&old_set, &new_set))
}

/// Words and lines are counted as they are compared, so that nothing counts that is overlooked.
fn of_amounts(old: &str, new: &str, options: &Options) -> Amounts {
    let form = |text| {
        if options.ignore.is_nothing() { Cow::Borrowed(text) } else { options.ignore.text(text, Granularity::Lines) }
    };
    amounts(&form(old), &form(new), options.granularity, Deadline::after(options.timeout))
}

/// The columns of the table with unit `document`.
pub fn document_columns() -> [Column; 18] {
    [
        Column::text("id", "the document's id, or its key if others were named; of a pair that of the new document")
            .main()
            .looking(TextLook::Name),
        Column::text(
            "change",
            "same; changed (text, title or fields differ); by content: moved (same name in another folder), renamed \
             (another name), merged (one of several old documents that a new one contains), split (one of several new \
             documents that an old one contains); added (in the new corpus alone); removed (in the old one alone); \
             unknown (one side cannot be read)",
        )
        .main(),
        Column::real(
            "similarity",
            "2c / (m + n) for c words in common, in the same order, among m old and n new ones; from 0 to 1, and 1 if \
             there is no word (Ratcliff and Metzener 1988, on words)",
        )
        .main(),
        Column::real("jaccard", "resemblance, |A ∩ B| / |A ∪ B| of the sets of five-word shingles (Broder 1997)")
            .minor(),
        Column::real("old_in_new", "containment of the old text, |A ∩ B| / |A| of its shingles (Broder 1997)").minor(),
        Column::real("new_in_old", "containment of the new text, |A ∩ B| / |B| of its shingles (Broder 1997)").minor(),
        Column::integer("words_added", "words of the new text without a counterpart in the old one"),
        Column::integer("words_removed", "words of the old text without a counterpart in the new one"),
        Column::integer("lines_added", "lines of the new text without a counterpart; empty if words are compared"),
        Column::integer("lines_removed", "lines of the old text without a counterpart; empty if words are compared"),
        Column::text("fields", "the title and the fields that differ, with commas between their names").main(),
        Column::integer(
            "old_tokens",
            "words of the old text (UAX #29 segments with a letter or a number); empty if the texts are equal",
        ),
        Column::integer(
            "new_tokens",
            "words of the new text (UAX #29 segments with a letter or a number); empty if the texts are equal",
        ),
        Column::text("old_id", "the id of the old document").main().looking(TextLook::Name),
        Column::text("new_id", "the id of the new document").main().looking(TextLook::Name),
        Column::text("old_source", "where the old document's bytes came from; - is standard input")
            .minor()
            .looking(TextLook::Name),
        Column::text("new_source", "where the new document's bytes came from; - is standard input")
            .minor()
            .looking(TextLook::Name),
        Column::text("note", "why no texts were compared, or that one text is contained in the other").main(),
    ]
}
