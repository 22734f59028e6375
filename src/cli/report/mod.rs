//! `-o report.html`: a page with tables, pictures and texts side by side, to look at and to send.
//!
//! A verb's rows are what its report is made of: `stats`, `dedupe` and `diff` run once, with the units that the report
//! needs, and what they send is sorted into sections here. How a page is written is in `textmill::render::report`.

mod dedupe;
mod diff;
mod duplicate_texts;
mod excerpt;
mod sheet;
mod stats;
mod vocabulary;

use textmill::error::Error;
use textmill::render::grouped;
use textmill::render::report::{Fact, Figure, Page};
use textmill::text::UNICODE_VERSION;

use super::destination::Destination;

pub(crate) use dedupe::DedupeReport;
pub(crate) use diff::{DiffReport, Sides, of_documents};
pub(crate) use stats::StatsReport;

/// Writes the page and puts it in place.
///
/// # Errors
///
/// [`Error::Write`] if the system refuses.
pub(crate) fn write(page: Page, destination: Destination) -> Result<(), Error> {
    destination.put(|out| page.write(out))
}

/// A number to be seen at once.
fn figure(n: u64, label: &str) -> Figure {
    Figure { value: grouped(n), label: label.to_owned() }
}

/// A setting or measure with its value.
fn fact(name: &str, value: impl Into<String>, definition: &str) -> Fact {
    Fact { name: name.to_owned(), value: value.into(), definition: definition.to_owned() }
}

/// What made the page; nothing of when and where, so that the same input gives the same page.
fn maker() -> Fact {
    let (major, minor, patch) = UNICODE_VERSION;
    let version = format!("{}, with the rules of Unicode {major}.{minor}.{patch}", env!("CARGO_PKG_VERSION"));
    fact("textmill", version, "")
}
