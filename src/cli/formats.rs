//! `textmill formats`: the formats of inputs, out of the one table that has them.

use std::io::{self, IsTerminal, Write};

use clap::Args;
use textmill::error::Error;
use textmill::input::Format as InputFormat;
use textmill::render::{Format, Layout};
use textmill::table::{Cell, Column};

use super::destination::Destination;
use super::exit::ExitCode;
use super::messages::Failure;

/// List the formats that inputs may be in
///
/// A table at a terminal, CSV otherwise. The name is what --from takes; without it, suffixes and first bytes tell the format
/// of each file.
#[derive(Args, Debug)]
pub(crate) struct FormatsArgs {}

/// Writes the formats to standard output.
pub(crate) fn run(_: &FormatsArgs) -> Result<ExitCode, Failure> {
    let columns = [
        Column::text("format", "the name, as --from takes it"),
        Column::text("suffixes", "the suffixes of its files, also in front of that of a compression"),
        Column::text("documents", "one: a file is a document; many: a file holds any number"),
        Column::text("is", "what a file of the format is"),
        Column::text("read", "yes, or what to do with such a file"),
    ];
    let format = if io::stdout().is_terminal() { Format::Table } else { Format::Csv };
    let width = terminal_size::terminal_size().map(|(width, _)| width.0);
    let mut renderer = format.renderer(Layout { width, ..Layout::default() });
    let mut bytes = Vec::new();
    renderer.header(&columns, &mut bytes).map_err(in_memory)?;
    for format in InputFormat::all() {
        let suffixes = format.suffixes().join(" ");
        let n_documents = if format.has_records() { "many" } else { "one" };
        let read = format.advice().unwrap_or_else(|| "yes".to_owned());
        let cells = [format.name(), &suffixes, n_documents, format.about(), &read].map(Cell::text);
        renderer.row(&cells, &mut bytes).map_err(in_memory)?;
    }
    renderer.finish(&mut bytes).map_err(in_memory)?;
    let mut stdout = Destination::stdout()?;
    stdout.write(|out: &mut dyn Write| out.write_all(&bytes))?;
    stdout.commit()?;
    Ok(ExitCode::Done)
}

fn in_memory(source: io::Error) -> Failure {
    Error::Write { target: "standard output".to_owned(), source }.into()
}
