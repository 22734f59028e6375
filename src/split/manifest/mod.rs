//! The manifest: one row for each segment, from which its source can be put together again and checked.
//!
//! [`Manifest`] makes the rows; [`verify`] reads them back and says what differs, [`rebuild`] makes the sources of them. Offsets, lines and hashes are those of
//! the source's bytes where these can be told from the text, else of the text that was read ([`Basis`]); the column
//! `basis` says which.

mod entry;
mod rebuild;
mod verify;

use xxhash_rust::xxh3::xxh3_128;

use super::segment::{Cut, Segment};
use crate::document::{Basis, Document, Span};
use crate::error::Error;
use crate::table::{Cell, Column, Output, TableIdx, TextLook};

pub use entry::{Listing, SegmentFolder};
pub use rebuild::{Rebuilding, rebuild};
pub use verify::{COLUMNS as VERIFY_COLUMNS, VERIFY_UNIT, Verification, verify};

/// What the table is called.
pub const MANIFEST_UNIT: &str = "manifest";

/// The columns of a manifest. The last one holds the bytes of the segment, for outputs that write a file of them; an output
/// that does not leaves it out.
pub const MANIFEST_COLUMNS: [Column; 11] = [
    Column::text("id", "the document's id, #, and the number of the segment in it, counted from 1")
        .main()
        .looking(TextLook::Name),
    Column::text(
        "source",
        "where the document's bytes came from, a byte that is no UTF-8 as \\xNN; - is standard input",
    )
    .minor()
    .looking(TextLook::Name),
    Column::text("title", "the segment's heading, on one line").main(),
    Column::text(
        "basis",
        "what offsets, lines and hash are of: bytes of the source, or the text that was read from it",
    ),
    Column::integer("start", "first byte of the segment").main(),
    Column::integer("fresh", "first byte of the segment that no segment before it has"),
    Column::integer("end", "one past the last byte of the segment").main(),
    Column::integer("first_line", "the line in which the segment begins, counted from 1").main(),
    Column::integer("last_line", "the line in which the segment ends").main(),
    Column::text("xxh3_128", "XXH3, 128 bits, of the segment's bytes from start to end, as hexadecimal number"),
    Column::text("content", "the segment's bytes from start to end"),
];

/// What is to be known of each segment of one document, worked out beside the cut, on any thread.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    places: Vec<Place>,
}

#[derive(Debug)]
struct Place {
    first_line: u64,
    last_line: u64,
    hash: u128,
}

impl Manifest {
    /// Counts lines and hashes. Cost: one pass over the text for each.
    pub(super) fn of(document: &Document, cut: &Cut) -> Self {
        let lead = if let Basis::Bytes { lead } = &document.facts.basis { lead.as_str() } else { "" };
        let mut n_ends = n_line_ends(lead);
        let place = |segment: &Segment| {
            let n_repeated = segment.overlap.map_or(0, |overlap| n_line_ends(overlap.of(&document.text)));
            let whole = document.source_text(covered(segment));
            let first_line = if segment.span.start == 0 { 1 } else { n_ends - n_repeated + 1 };
            n_ends += n_line_ends(segment.span.of(&document.text));
            // A line end is part of the line that it ends.
            let last_line = n_ends + u64::from(!whole.ends_with('\n'));
            Place { first_line, last_line: last_line.max(first_line), hash: xxh3_128(whole.as_bytes()) }
        };
        Self { places: cut.segments.iter().map(place).collect() }
    }

    /// Sends one row for each segment.
    pub(super) fn write(
        &self,
        output: &mut dyn Output,
        table: TableIdx,
        document: &Document,
        cut: &Cut,
    ) -> Result<(), Error> {
        let basis = if document.facts.basis == Basis::Text { "text" } else { "bytes" };
        for (idx, (segment, place)) in cut.segments.iter().zip(&self.places).enumerate() {
            let (start, end) = document.source_range(covered(segment));
            let (fresh, _) = document.source_range(segment.span);
            output.row(
                table,
                &[
                    Cell::text(format!("{}#{}", document.id, idx + 1)),
                    Cell::text(&document.source),
                    segment.title_of(&document.text).map_or(Cell::Empty, Cell::Text),
                    Cell::text(basis),
                    Cell::Integer(start),
                    Cell::Integer(fresh),
                    Cell::Integer(end),
                    Cell::Integer(place.first_line),
                    Cell::Integer(place.last_line),
                    Cell::text(format!("{:032x}", place.hash)),
                    Cell::Text(document.source_text(covered(segment))),
                ],
            )?;
        }
        Ok(())
    }
}

/// All that a segment covers, what it repeats of the segment before included.
fn covered(segment: &Segment) -> Span {
    Span::new(segment.start(), segment.span.end)
}

fn n_line_ends(text: &str) -> u64 {
    memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64
}
