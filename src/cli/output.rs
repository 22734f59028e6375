//! Opens what `-o` and `-f` name, and lets a verb write its tables there.

use std::path::{Path, PathBuf};

use textmill::error::Error;
use textmill::render::{Format, Header, Layout, Renderer};
use textmill::table::{Cell, Column, Output, Selected, Selection, TableIdx};

use super::arguments::{OutputArgs, OutputFormat};
use super::cells::{Cells, Guard, Spreadsheet};
use super::definitions::{Definitions, Place};
use super::destination::Destination;
use super::folder::{Existing, Folder, FolderOptions};
use super::identity::Inputs;
use super::messages::{self, Failure};
use super::session::Session;

/// The width of a terminal that does not tell.
const USUAL_WIDTH: u16 = 80;

/// What the output is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Another program or verb: cells are byte-true.
    Data,
    /// Perhaps a spreadsheet: its limits are told, and formulas guarded in the formats that it opens.
    Spreadsheet(Guard),
}

/// Whether a verb makes so many tables that they need a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Files {
    /// One file, or a folder if the user names one.
    AsNamed,
    /// A folder, whatever its name looks like, because this flag makes several files.
    Folder(&'static str),
    /// Nothing at all: the answer is the exit code.
    Nothing,
}

/// Opens the output before any work is done, lets `verb` write to it, and puts it in place.
///
/// # Errors
///
/// If the output cannot be written or is an input, and what `verb` returns; the old output is untouched then.
pub(crate) fn write<T>(
    args: &OutputArgs,
    files: Files,
    purpose: Purpose,
    inputs: &Inputs,
    session: &Session,
    verb: impl FnOnce(&mut dyn Output) -> Result<T, Error>,
) -> Result<T, Failure> {
    let mut output = open(args, files, purpose, inputs, session)?;
    let value = verb(output.rows())?;
    output.finish(session)?;
    Ok(value)
}

/// Opens the output, for a verb that does not know yet what it will write.
///
/// # Errors
///
/// If the output cannot be written or is an input, or the columns make no sense.
pub(crate) fn open(
    args: &OutputArgs,
    files: Files,
    purpose: Purpose,
    inputs: &Inputs,
    session: &Session,
) -> Result<RowOutput, Failure> {
    let selection = args.selection()?;
    let target = Target::open(args, files, purpose, inputs, session)?;
    let has_suffix_of_table = args.path().and_then(Format::of_path).is_some();
    Ok(RowOutput { target: Selected::new(target, selection), has_suffix_of_table })
}

impl OutputArgs {
    /// The columns that the user wants, for verbs that save work when a column is not wanted.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if the columns make no sense.
    pub(crate) fn selection(&self) -> Result<Selection, Error> {
        Selection::parse(&self.columns)
    }

    /// The file or folder, unless it is standard output.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| !matches!(path.to_str(), Some("-" | "/dev/stdout" | "/dev/fd/1")))
    }

    /// Whether there is a folder for several tables.
    pub(crate) fn names_folder(&self) -> bool {
        self.path().is_some_and(is_folder)
    }

    fn header(&self) -> Header {
        if self.no_header { Header::Hidden } else { Header::Shown }
    }

    fn chosen_format(&self) -> Result<Option<Format>, Error> {
        let Some(format) = self.format else { return Ok(None) };
        match format {
            OutputFormat::Table => Ok(Some(Format::Table)),
            OutputFormat::Csv => Ok(Some(Format::Csv)),
            OutputFormat::Tsv => Ok(Some(Format::Tsv)),
            OutputFormat::Jsonl => Ok(Some(Format::Jsonl)),
            OutputFormat::Markdown => Ok(Some(Format::Markdown)),
            OutputFormat::Report => Err(messages::report_is_no_table()),
            OutputFormat::Unified | OutputFormat::SideBySide => Err(messages::text_is_no_table()),
        }
    }
}

/// An opened output.
pub(crate) struct RowOutput {
    target: Selected<Target>,
    has_suffix_of_table: bool,
}

impl RowOutput {
    /// Where rows go, with the columns that the user chose.
    pub(crate) fn rows(&mut self) -> &mut dyn Output {
        &mut self.target
    }

    /// Whether the name of the output says that it is a table.
    pub(crate) fn has_suffix_of_table(&self) -> bool {
        self.has_suffix_of_table
    }

    /// The one place that something else than rows can be written to; none if it is a folder.
    pub(crate) fn into_destination(self) -> Option<Destination> {
        match self.target.into_inner().sink {
            Sink::Single { destination, .. } => Some(destination),
            Sink::Folder(_) | Sink::Nothing => None,
        }
    }

    /// Puts the output in place and tells what there is to tell about it.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the system refuses.
    pub(crate) fn finish(self, session: &Session) -> Result<(), Error> {
        self.target.into_inner().finish(session)
    }
}

/// The tables of a run on their way to files.
struct Target {
    sink: Sink,
    cells: Cells,
    definitions: Option<(Definitions, Place)>,
}

enum Sink {
    Single { destination: Destination, renderer: Box<dyn Renderer>, n_tables: usize },
    Folder(Box<Folder>),
    Nothing,
}

impl Target {
    fn open(
        args: &OutputArgs,
        files: Files,
        purpose: Purpose,
        inputs: &Inputs,
        session: &Session,
    ) -> Result<Self, Failure> {
        // A list of columns is one table, whatever the rows would have been.
        let files = if args.list_columns { Files::AsNamed } else { files };
        if files == Files::Nothing {
            return Ok(Self { sink: Sink::Nothing, cells: Cells::Exact, definitions: None });
        }
        match (args.path(), files) {
            (Some(path), Files::Folder(flag)) => Self::open_folder(path, flag, args, purpose, inputs, session),
            (Some(path), _) if is_folder(path) => Self::open_folder(path, "-o", args, purpose, inputs, session),
            (None, Files::Folder(flag)) => Err(messages::needs_folder(flag).into()),
            (path, _) => Self::open_single(path, args, purpose, inputs, session),
        }
    }

    fn open_single(
        path: Option<&Path>,
        args: &OutputArgs,
        purpose: Purpose,
        inputs: &Inputs,
        session: &Session,
    ) -> Result<Self, Failure> {
        let destination = destination(path, inputs, session)?;
        let by_place = if destination.is_terminal() { Format::Table } else { Format::Csv };
        let format = args.chosen_format()?.or_else(|| path.and_then(Format::of_path)).unwrap_or(by_place);
        // Definitions are there to be read, so they are not cut to the width.
        let width = if args.list_columns { None } else { width_of(&destination) };
        let cells = match (purpose, format) {
            (_, Format::Table) => Cells::Exact,
            _ if destination.is_terminal() => Cells::Printable,
            (purpose, format) => cells(purpose, format),
        };
        let renderer = format.renderer(Layout { header: args.header(), width });
        let place = match path {
            _ if args.list_columns => Some(Place::InsteadOfRows),
            Some(path) if args.definitions => Some(Place::Beside(beside(path, inputs, session)?)),
            None if args.definitions => return Err(messages::definitions_need_file().into()),
            _ => None,
        };
        let definitions = place.map(|place| (Definitions::default(), place));
        Ok(Self { sink: Sink::Single { destination, renderer, n_tables: 0 }, cells, definitions })
    }

    fn open_folder(
        path: &Path,
        flag: &str,
        args: &OutputArgs,
        purpose: Purpose,
        inputs: &Inputs,
        session: &Session,
    ) -> Result<Self, Failure> {
        if path.exists() && !path.is_dir() {
            return Err(messages::needs_folder(flag).into());
        }
        let format = args.chosen_format()?.unwrap_or(Format::Csv);
        let options = FolderOptions {
            format,
            layout: Layout { header: args.header(), width: told_width() },
            existing: if args.force { Existing::Replaced } else { Existing::Kept },
            inputs: inputs.clone(),
        };
        let folder = Folder::create(path, options, session.temporaries())?;
        let place = match (args.list_columns, args.definitions) {
            (true, _) => Some(Place::InsteadOfRows),
            (_, true) => Some(Place::InFolder),
            _ => None,
        };
        let definitions = place.map(|place| (Definitions::default(), place));
        Ok(Self { sink: Sink::Folder(Box::new(folder)), cells: cells(purpose, format), definitions })
    }

    /// Writes the definitions where they belong; returns the file to write when the rows are in place.
    fn write_definitions(&mut self) -> Result<Option<(Definitions, Destination)>, Error> {
        let Some((definitions, place)) = self.definitions.take() else { return Ok(None) };
        let (unit, rows): (_, Vec<_>) = match place {
            Place::Beside(destination) => return Ok(Some((definitions, destination))),
            Place::InsteadOfRows => ("columns", definitions.column_rows().collect()),
            Place::InFolder => ("definitions", definitions.rows().collect()),
        };
        let table = self.table(unit, &Definitions::columns())?;
        rows.iter().try_for_each(|row| self.row(table, row))?;
        Ok(None)
    }

    fn finish(mut self, session: &Session) -> Result<(), Error> {
        let beside = self.write_definitions()?;
        match self.sink {
            Sink::Single { mut destination, mut renderer, n_tables } => {
                if n_tables > 0 {
                    destination.write(|out| renderer.finish(out))?;
                }
                destination.commit()?;
            }
            Sink::Folder(folder) => folder.finish()?,
            Sink::Nothing => {}
        }
        self.cells.report(session.console());
        beside.map_or(Ok(()), |(definitions, destination)| definitions.write(destination))
    }
}

impl Output for Target {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        let columns = self.cells.columns(columns);
        if let Some((definitions, place)) = &mut self.definitions {
            let table = definitions.add_table(unit, &columns);
            if let Place::InsteadOfRows = place {
                return Ok(table);
            }
        }
        match &mut self.sink {
            Sink::Single { n_tables, .. } if *n_tables > 0 => Err(messages::one_table_only(unit)),
            Sink::Single { destination, renderer, n_tables } => {
                *n_tables += 1;
                self.cells.opened(destination.name(), &columns);
                destination.write(|out| renderer.header(&columns, out)).map(|()| 0)
            }
            Sink::Folder(folder) => {
                let table = folder.table(unit, &columns)?;
                self.cells.opened(&folder.path_of(table).to_string_lossy(), &columns);
                Ok(table)
            }
            Sink::Nothing => Ok(0),
        }
    }

    fn setting(&mut self, name: &str, value: &str) {
        if let Some((definitions, _)) = &mut self.definitions {
            definitions.add_setting(name, value);
        }
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        if let Some((_, Place::InsteadOfRows)) = self.definitions {
            return Ok(());
        }
        let cells = self.cells.row(table, cells);
        match &mut self.sink {
            Sink::Single { destination, renderer, .. } => destination.write(|out| renderer.row(&cells, out)),
            Sink::Folder(folder) => folder.row(table, &cells),
            Sink::Nothing => Ok(()),
        }
    }
}

/// Opens the one place that results go to, unless it is an input.
///
/// # Errors
///
/// If it is an input or cannot be written.
pub(crate) fn destination(path: Option<&Path>, inputs: &Inputs, session: &Session) -> Result<Destination, Failure> {
    match path {
        None => {
            inputs.refuse_stdout()?;
            Ok(Destination::stdout()?)
        }
        Some(path) => {
            inputs.refuse(path)?;
            Ok(Destination::file(path, session.temporaries())?)
        }
    }
}

/// How wide lines may be; `None` if the place has no width of its own and none is told.
pub(crate) fn width_of(destination: &Destination) -> Option<u16> {
    if destination.is_terminal() { Some(terminal_width()) } else { told_width() }
}

/// Opens the file for the definitions of the rows at `path`: `results.csv` has them in `results.csv.definitions.csv`.
fn beside(path: &Path, inputs: &Inputs, session: &Session) -> Result<Destination, Failure> {
    let mut name = path.as_os_str().to_owned();
    name.push(".definitions.csv");
    destination(Some(&PathBuf::from(name)), inputs, session)
}

fn cells(purpose: Purpose, format: Format) -> Cells {
    match (purpose, format) {
        (Purpose::Spreadsheet(guard), Format::Csv | Format::Tsv) => Cells::Spreadsheet(Spreadsheet::new(guard)),
        _ => Cells::Exact,
    }
}

/// An existing folder, or a name that ends like one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}

/// The width that the environment tells, which a user or a test may set.
fn told_width() -> Option<u16> {
    std::env::var("COLUMNS").ok()?.parse().ok().filter(|&width| width > 0)
}

fn terminal_width() -> u16 {
    let measured = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0);
    told_width().or_else(measured).unwrap_or(USUAL_WIDTH)
}
