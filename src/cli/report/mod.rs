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

use std::path::Path;

use textmill::error::Error;
use textmill::render::grouped;
use textmill::render::report::{Fact, Figure, Page};
use textmill::text::UNICODE_VERSION;

use super::arguments::{OutputArgs, OutputFormat};
use super::destination::Destination;
use super::messages::{self, Failure};
use super::session::Session;

pub(crate) use dedupe::DedupeReport;
pub(crate) use diff::{DiffReport, Sides, of_documents};
pub(crate) use stats::StatsReport;

/// Whether the output is to be a report: by its format, or else by its name.
pub(crate) fn is_asked(args: &OutputArgs) -> bool {
    let is_page = |path: &Path| {
        path.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("html") || suffix.eq_ignore_ascii_case("htm"))
    };
    match args.format {
        Some(format) => format == OutputFormat::Report,
        None => !args.list_columns && args.path().is_some_and(is_page) && !args.names_folder(),
    }
}

/// Opens the file of a report before any work is done.
///
/// # Errors
///
/// If it is an input or cannot be written, or an option asks for what only tables have.
pub(crate) fn open(args: &OutputArgs, session: &Session) -> Result<Destination, Failure> {
    let of_tables = [
        ("columns", !args.columns.is_empty()),
        ("no-header", args.no_header),
        ("list-columns", args.list_columns),
        ("definitions", args.definitions),
    ];
    if let Some((name, _)) = of_tables.iter().find(|(_, is_given)| *is_given) {
        return Err(messages::only_for_tables(name).into());
    }
    if args.names_folder() {
        return Err(messages::report_is_one_file().into());
    }
    args.refuse_provenance("a report")?;
    Ok(Destination::open(args.path(), session)?)
}

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
