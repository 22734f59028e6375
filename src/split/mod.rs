//! `split`: documents into segments.
//!
//! The pure part is [`cut`]: a text and a [`By`] give a [`Cut`]. [`split`] runs it over a corpus and sends one row for
//! each segment, and a manifest from which the sources can be put together again. [`parts`] assigns whole documents to
//! parts instead. A document without the boundary asked for is a failed input, never one silent segment.

mod by;
mod entry;
mod mail;
mod manifest;
pub mod parts;
mod pattern;
mod plain;
mod ranges;
mod rows;
mod rule;
mod segment;
mod segment_table;
mod size;

#[cfg(test)]
mod tests;

pub use by::{By, NoBoundary, cut, cut_page};
pub use entry::{Boundary, Doubt, Evidence, Layout, Side, explain};
pub use manifest::{
    Listing, MANIFEST_COLUMNS, MANIFEST_UNIT, Rebuilding, SegmentFolder, VERIFY_COLUMNS, VERIFY_UNIT, Verification,
    rebuild, verify,
};
pub use ranges::Ranges;
pub use rule::{Learned, Rule, learn};
pub use segment::{Cut, Decoded, Quoting, Segment, SegmentWarning};
pub use segment_table::{COLUMNS, Options, Summary, Tables, UNIT, split};
pub use size::{Size, Unit};
