//! The rows of a document's segments.

use std::fmt::Write;

use super::by::By;
use super::plain::Plain;
use super::segment::{Cut, Segment};
use crate::document::Document;
use crate::table::{Cell, DocumentColumns, PreparedRows, Preparer};

/// So many ids are made at a time, in one piece of memory that is used again.
const ROWS_TOGETHER: usize = 256;

/// The segments of a document.
pub(super) enum Pieces {
    /// They are held.
    Cut(Box<Cut>),
    /// They are made again whenever they are asked for.
    Plain(Plain),
}

impl Pieces {
    /// What was cut, if it is held.
    pub(super) fn cut(&self) -> Option<&Cut> {
        if let Self::Cut(cut) = self { Some(cut) } else { None }
    }
}

/// The rows of a document's segments, made ready; `None` if they have more than `most_bytes`.
pub(super) fn prepared(
    preparer: &dyn Preparer,
    by: &By,
    fields: &DocumentColumns,
    document: &Document,
    pieces: &Pieces,
    most_bytes: usize,
) -> Option<PreparedRows> {
    let mut rows = PreparedRows::default();
    let whole = for_each(by, fields, document, pieces, |cells| {
        preparer.row(cells, &mut rows);
        if rows.bytes.len() > most_bytes { Err(TooMany) } else { Ok(()) }
    });
    whole.ok().map(|()| rows)
}

/// The rows have more bytes than they may.
struct TooMany;

/// Hands `take` the cells of one row for each segment.
///
/// # Errors
///
/// Whatever `take` returns.
pub(super) fn for_each<E>(
    by: &By,
    fields: &DocumentColumns,
    document: &Document,
    pieces: &Pieces,
    mut take: impl FnMut(&[Cell<'_>]) -> Result<(), E>,
) -> Result<(), E> {
    let page_title = pieces.cut().and_then(|cut| cut.page_title_of(&document.text));
    let page_title = page_title.or_else(|| document.title.as_deref().map(Into::into));
    let rows = Rows { by, n_further: by.columns().len(), fields, document, page_title: page_title.as_deref() };
    let mut ids = Ids::default();
    match pieces {
        Pieces::Cut(cut) => {
            let mut chunks = cut.segments.chunks(ROWS_TOGETHER).enumerate();
            chunks.try_for_each(|(idx, segments)| rows.send(segments, idx * ROWS_TOGETHER, &mut ids, &mut take))
        }
        Pieces::Plain(plain) => {
            let (mut n_before, mut outcome) = (0, Ok(()));
            let mut segments: Vec<Segment> = Vec::with_capacity(ROWS_TOGETHER);
            plain.for_each(&document.text, |segment| {
                if outcome.is_ok() {
                    segments.push(segment);
                    if segments.len() == ROWS_TOGETHER {
                        outcome = rows.send(&segments, n_before, &mut ids, &mut take);
                        n_before += segments.len();
                        segments.clear();
                    }
                }
            });
            outcome.and_then(|()| rows.send(&segments, n_before, &mut ids, &mut take))
        }
    }
}

/// What the rows of one document have in common.
struct Rows<'d> {
    by: &'d By,
    n_further: usize,
    fields: &'d DocumentColumns,
    document: &'d Document,
    page_title: Option<&'d str>,
}

impl Rows<'_> {
    /// Hands `take` the rows of some segments that follow each other, of which `n_before` stand before them.
    fn send<E>(
        &self,
        segments: &[Segment],
        n_before: usize,
        ids: &mut Ids,
        take: &mut impl FnMut(&[Cell<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { by, n_further, fields, document, page_title } = *self;
        let text = document.text.as_str();
        ids.fill(&document.id, n_before, segments.len());
        let mut cells: Vec<Cell<'_>> = Vec::new();
        for (segment, id) in segments.iter().zip(ids.iter()) {
            cells.clear();
            cells.extend([
                Cell::text(id),
                Cell::text(&document.source),
                segment.title_of(text).map_or(Cell::Empty, Cell::Text),
                Cell::Text(segment.text_of(text)),
                segment.marker.map_or(Cell::Empty, |marker| Cell::text(marker.of(text))),
                page_title.map_or(Cell::Empty, Cell::text),
                Cell::Integer(document.facts.offsets.to_source(segment.start())),
                Cell::Integer(document.facts.offsets.to_source(segment.span.end)),
            ]);
            if by.overlaps() {
                cells.push(Cell::Integer(document.facts.offsets.to_source(segment.span.start)));
            } else {
                cells.extend(further(segment).take(n_further));
            }
            cells.extend(fields.field_cells(&document.fields));
            take(&cells)?;
        }
        Ok(())
    }
}

/// The values of the columns that this kind of segment has beside those of all, then empty cells without end.
fn further(segment: &Segment) -> impl Iterator<Item = Cell<'_>> {
    let values = segment.further.iter().map(|value| value.as_deref().map_or(Cell::Empty, Cell::text));
    values.chain(std::iter::repeat(Cell::Empty))
}

/// The ids of some segments that follow each other.
#[derive(Debug, Default)]
struct Ids {
    text: String,
    /// Where each ends in the text.
    ends: Vec<usize>,
}

impl Ids {
    /// Makes the ids of `n` segments of a document, of which `n_before` stand before them.
    fn fill(&mut self, document_id: &str, n_before: usize, n: usize) {
        self.text.clear();
        self.ends.clear();
        for number in n_before + 1..=n_before + n {
            // Writing to a string cannot fail.
            _ = write!(self.text, "{document_id}#{number}");
            self.ends.push(self.text.len());
        }
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.text[start..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_go_on_where_the_ones_before_ended() {
        let mut ids = Ids::default();
        ids.fill("a", 0, 2);
        assert!(ids.iter().eq(["a#1", "a#2"]));
        ids.fill("b.txt", 2, 1);
        assert!(ids.iter().eq(["b.txt#3"]));
        ids.fill("b", 3, 0);
        assert_eq!(ids.iter().count(), 0);
    }
}
