//! One row for each passage, the most widespread first.

use super::cuts::Cut;
use super::{Kind, Reused};
use crate::document::{Document, Span};
use crate::error::Error;
use crate::table::{Cell, Column, Output, TableIdx, TextLook};

const COLUMNS: [Column; 9] = [
    Column::integer("passage", "the passage's number, counted from one, the most widespread first").main(),
    Column::text(
        "kind",
        "paragraph, if it is equal to a whole paragraph of each of its documents; run, if it is part of a longer one; head, \
         if it is a line with a page number that stands there again and again with other numbers",
    ).main(),
    Column::text("text", "the passage as it is first written in the input").main(),
    Column::integer("words", "how many words it has; case and punctuation make no difference between words").main(),
    Column::integer("documents", "how many of the kept documents have it").main(),
    Column::integer("occurrences", "how often the kept documents have it").main(),
    Column::real(
        "share",
        "the share of all words of the kept documents that are cut as this passage; of passages that overlap a word \
         counts for one",
    ),
    Column::text("id", "the id of the first document from which it is cut").looking(TextLook::Name),
    Column::integer("start", "the first byte of the passage in that document's text"),
];

/// Writes the passages of documents, which `document` loads.
pub(crate) fn write(
    reused: &Reused,
    document: impl Fn(u32) -> Result<Document, Error>,
    output: &mut dyn Output,
) -> Result<(), Error> {
    let table = output.table("passage", &COLUMNS)?;
    let firsts = Firsts::read(reused, document)?;
    firsts.write(reused, table, output)
}

/// Where each passage is first written, and how.
struct Firsts {
    by_passage: Vec<First>,
    ids: Vec<String>,
}

#[derive(Clone, Default)]
struct First {
    text: String,
    start: usize,
    /// Which of the ids.
    id: usize,
}

impl Firsts {
    /// Reads each document once that is the first of some passage.
    fn read(reused: &Reused, document: impl Fn(u32) -> Result<Document, Error>) -> Result<Self, Error> {
        let mut firsts = Self { by_passage: vec![First::default(); reused.passages.len()], ids: Vec::new() };
        let mut by_document: Vec<(u32, u32)> =
            reused.passages.iter().zip(0..).map(|(passage, number)| (passage.first.0, number)).collect();
        by_document.sort_unstable();
        for of_document in by_document.chunk_by(|a, b| a.0 == b.0) {
            let number = of_document[0].0;
            let Document { id, text, .. } = document(number)?;
            // A passage that stands here several times is written as it is the first time.
            let cuts = reused.cuts(number, &text);
            for Cut { span, passage } in cuts.into_iter().rev() {
                if reused.passages[passage as usize].first.0 == number {
                    let span = trimmed(&text, span);
                    firsts.by_passage[passage as usize] =
                        First { text: span.of(&text).to_owned(), start: span.start, id: firsts.ids.len() };
                }
            }
            firsts.ids.push(id);
        }
        Ok(firsts)
    }

    fn write(&self, reused: &Reused, table: TableIdx, output: &mut dyn Output) -> Result<(), Error> {
        for (number, (passage, first)) in (1..).zip(reused.passages.iter().zip(&self.by_passage)) {
            let n_cut = u64::from(passage.n_words) * passage.n_own_places;
            let cells = [
                Cell::Integer(number),
                Cell::text(passage.kind.name()),
                Cell::text(&first.text),
                Cell::Integer(passage.n_words.into()),
                Cell::Integer(passage.spread.n_documents.into()),
                Cell::Integer(passage.spread.n_places),
                Cell::real(Some(n_cut as f64 / reused.n_words as f64)),
                self.ids.get(first.id).map_or(Cell::Empty, Cell::text),
                Cell::Integer(first.start as u64),
            ];
            output.row(table, &cells)?;
        }
        Ok(())
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Run => "run",
            Self::Head => "head",
        }
    }
}

fn trimmed(text: &str, span: Span) -> Span {
    let part = span.of(text);
    let end = span.start + part.trim_end().len();
    Span::new(end - part.trim().len(), end)
}
