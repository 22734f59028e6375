//! `textmill formats`: the formats of inputs and outputs, from the two tables that have them.

use std::io::{self, IsTerminal, Write};

use clap::Args;
use textmill::error::Error;
use textmill::input::Format as InputFormat;
use textmill::render::{FormatKind, Layout, OutputFormat, RowFormat};
use textmill::table::{Cell, Column};

use super::destination::Destination;
use super::messages::Failure;
use super::process::ExitCode;
use super::screen;

/// List the formats of inputs and outputs
///
/// A table at a terminal, CSV otherwise. The name is what --from takes for inputs and --format for outputs; without them, suffixes
/// and first bytes decide for each input, and the suffix for the output.
#[derive(Args, Debug)]
pub(crate) struct FormatsArgs {}

/// Writes the formats to standard output: those of inputs, each with the verbs that write it, then those of outputs alone.
pub(crate) fn run(_: &FormatsArgs) -> Result<ExitCode, Failure> {
    let columns = [
        Column::text("format", "the name, as --from and --format take it"),
        Column::text("suffixes", "the suffixes of its files, of inputs also in front of that of a compression"),
        Column::text("documents", "one: an input is a document; many: an input holds any number"),
        Column::text("is", "what a file of the format is"),
        Column::text("read", "yes, no, or what to do with such a file"),
        Column::text("written", "the verbs that write it: all, no, or their names"),
    ];
    let format = if io::stdout().is_terminal() { RowFormat::TABLE } else { RowFormat::CSV };
    let width = screen::width();
    let mut renderer = format.renderer(Layout { width, ..Layout::default() });
    let mut bytes = Vec::new();
    renderer.header(&columns, &mut bytes).map_err(in_memory)?;
    for format in InputFormat::all() {
        let suffixes = format.suffixes().join(" ");
        let n_documents = if format.has_records() { "many" } else { "one" };
        let read = format.advice().unwrap_or_else(|| "yes".to_owned());
        let written = OutputFormat::all().find(|output| output.name() == format.name()).map_or("no".to_owned(), verbs);
        let cells = [format.name(), &suffixes, n_documents, format.about(), &read, &written].map(Cell::text);
        renderer.row(&cells, &mut bytes).map_err(in_memory)?;
    }
    for format in OutputFormat::all().filter(|format| InputFormat::all().all(|input| input.name() != format.name())) {
        let (suffixes, written) = (format.suffixes().join(" "), verbs(format));
        let [name, suffixes, about, written] = [format.name(), &suffixes, format.about(), &written].map(Cell::text);
        let cells = [name, suffixes, Cell::Empty, about, Cell::text("no"), written];
        renderer.row(&cells, &mut bytes).map_err(in_memory)?;
    }
    renderer.finish(&mut bytes).map_err(in_memory)?;
    let mut stdout = Destination::stdout()?;
    stdout.write(|out: &mut dyn Write| out.write_all(&bytes))?;
    stdout.commit()?;
    Ok(ExitCode::Done)
}

/// The verbs that write a format.
fn verbs(format: OutputFormat) -> String {
    match (format.kind(), format.verbs()) {
        (FormatKind::Unbuilt(feature), _) => format!("with the feature {feature}"),
        (_, None) => "all".to_owned(),
        (_, Some(verbs)) => verbs.join(", "),
    }
}

fn in_memory(source: io::Error) -> Failure {
    Error::Write { target: "standard output".to_owned(), source }.into()
}
