//! The measures: for each its column, the work it needs, and how it is made from counts.
//!
//! A new measure is one more entry of [`MEASURES`]; columns, help and skipping of work follow from it.

use std::num::NonZero;

use super::counts::Numbers;
use super::needs::Needs;
use crate::measure::{moving_average_type_token_ratio, ratio, type_token_ratio};
use crate::table::{Cell, Column};

/// One measure.
#[derive(Debug)]
pub(super) struct Measure {
    /// `{window}` and `{fold}` in its definition stand for the options' values.
    pub(super) column: Column,
    pub(super) needs: Needs,
    pub(super) scope: Scope,
    pub(super) value: fn(&Numbers, NonZero<usize>) -> Result<Cell<'static>, Missing>,
}

/// Which rows a measure is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// One document or several.
    Any,
    /// Several documents; of one it would say nothing.
    Several,
}

/// Why a measure has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    Documents,
    Paragraphs,
    Sentences,
    Tokens,
    /// No document is as long as the window.
    Windows,
}

impl Missing {
    /// The reason in a few words, for a row about `n_documents` documents.
    pub(super) fn reason(self, n_documents: u64, window: NonZero<usize>) -> String {
        match self {
            Self::Documents => "no documents".to_owned(),
            Self::Paragraphs => "no paragraphs".to_owned(),
            Self::Sentences => "no sentences".to_owned(),
            Self::Tokens => "no tokens".to_owned(),
            Self::Windows if n_documents == 1 => format!("fewer than {window} tokens"),
            Self::Windows => format!("no document has {window} tokens"),
        }
    }
}

/// Every measure, in the order of the columns.
pub(super) const MEASURES: &[Measure] = &[
    several(Column::integer("documents", "number of documents"), Needs::NONE, |n, _| integer(n.counts.documents)),
    any(
        Column::integer("bytes", "bytes in the source, after decompression and before decoding"),
        Needs::NONE,
        |n, _| integer(n.counts.bytes),
    ),
    any(Column::integer("characters", "Unicode scalar values of the text"), Needs::CHARACTERS, |n, _| {
        integer(n.counts.characters)
    }),
    any(Column::integer("lines", "lines of the text, the last with or without a line end"), Needs::LINES, |n, _| {
        integer(n.counts.lines)
    }),
    any(Column::integer("crlf_lines", "line ends that are CR LF in the source"), Needs::NONE, |n, _| {
        integer(n.counts.crlf_lines)
    }),
    any(Column::integer("paragraphs", "runs of lines without a blank line between them"), Needs::PARAGRAPHS, |n, _| {
        integer(n.counts.paragraphs)
    }),
    any(
        Column::integer(
            "sentences",
            "sentence segments with a letter or number, after Unicode Standard Annex #29, inside paragraphs",
        ),
        Needs::SENTENCES,
        |n, _| integer(n.counts.sentences),
    ),
    any(
        Column::integer("tokens", "word segments with a letter or number, after Unicode Standard Annex #29"),
        Needs::TOKENS,
        |n, _| integer(n.counts.tokens),
    ),
    any(Column::integer("types", "distinct tokens, {fold}"), Needs::TYPES, |n, _| integer(n.distinct.types)),
    any(Column::integer("hapax", "types with one token (hapax legomena)"), Needs::TYPES, |n, _| {
        integer(n.distinct.hapax)
    }),
    any(
        Column::real("ttr", "type-token ratio: types / tokens (Johnson 1944); falls as texts grow"),
        Needs::TYPES,
        |n, _| real(type_token_ratio(n.distinct.types, n.counts.tokens), Missing::Tokens),
    ),
    any(
        Column::real(
            "mattr",
            "moving-average type-token ratio: mean of types / {window} over all windows of {window} consecutive \
             tokens of a document (Covington & McFall 2010)",
        ),
        Needs::WINDOWS,
        |n, window| real(moving_average_type_token_ratio(n.counts.windows, window), missing_windows(n)),
    ),
    any(Column::real("mean_word_length", "characters of tokens / tokens"), Needs::TOKEN_CHARACTERS, |n, _| {
        real(ratio(n.counts.token_characters, n.counts.tokens), Missing::Tokens)
    }),
    any(Column::real("mean_sentence_length", "tokens / sentences"), Needs::TOKENS.or(Needs::SENTENCES), |n, _| {
        real(ratio(n.counts.tokens, n.counts.sentences), Missing::Sentences)
    }),
    any(Column::real("mean_paragraph_length", "tokens / paragraphs"), Needs::TOKENS.or(Needs::PARAGRAPHS), |n, _| {
        real(ratio(n.counts.tokens, n.counts.paragraphs), Missing::Paragraphs)
    }),
    several(Column::real("mean_document_length", "tokens / documents"), Needs::TOKENS, |n, _| {
        real(ratio(n.counts.tokens, n.counts.documents), Missing::Documents)
    }),
];

const fn any(
    column: Column,
    needs: Needs,
    value: fn(&Numbers, NonZero<usize>) -> Result<Cell<'static>, Missing>,
) -> Measure {
    Measure { column, needs, scope: Scope::Any, value }
}

const fn several(
    column: Column,
    needs: Needs,
    value: fn(&Numbers, NonZero<usize>) -> Result<Cell<'static>, Missing>,
) -> Measure {
    Measure { column, needs, scope: Scope::Several, value }
}

fn integer(value: u64) -> Result<Cell<'static>, Missing> {
    Ok(Cell::Integer(value))
}

fn real(value: Option<f64>, missing: Missing) -> Result<Cell<'static>, Missing> {
    value.map(Cell::Real).ok_or(missing)
}

fn missing_windows(numbers: &Numbers) -> Missing {
    if numbers.counts.tokens == 0 { Missing::Tokens } else { Missing::Windows }
}
