//! The tables of a run on their way to files: definitions are noted, cells made fit, long tables cut.

use std::path::{Path, PathBuf};

use textmill::error::Error;
use textmill::render::{BookFormat, Format, Header, MOST_ROWS};
use textmill::table::{Cell, Column, Output, PreparedRows, Preparer, TableIdx};

use super::arguments::OutputArgs;
use super::book_file::BookFile;
use super::cells::{Cells, Guard, Overlong, Purpose};
use super::chosen_format::ChosenFormat;
use super::definitions::{Definitions, Place};
use super::destination::{Destination, PlaceKind};
use super::folder::{Existing, Folder, FolderOptions};
use super::messages::{self, Failure};
use super::numbered_files::{NextFiles, NumberedFiles};
use super::output::{Files, is_folder, told_width, width_of};
use super::provenance::Provenance;
use super::session::Session;
use super::sink::{Part, Sink};
use super::text_files::TextFiles;

/// The tables of a run on their way to files.
pub(crate) struct Target {
    /// The name of the file or folder; empty if there is none.
    name: String,
    sink: Sink,
    cells: Cells,
    definitions: Definitions,
    /// Where definitions are written, if the user wants to read them.
    definitions_place: Option<Place>,
    provenance: Option<Provenance>,
    /// The files that are written.
    outputs: Vec<PathBuf>,
    portions: Portions,
    tables: Vec<Table>,
}

/// How tables are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Portions {
    /// The most rows of a file or sheet, beside the header.
    most_rows: Option<u64>,
    numbering: Numbering,
}

/// Which parts of a table have a number behind their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbering {
    /// All, since the user asked for several files.
    All,
    /// All but the first, which mostly is the only one.
    FromSecond,
}

/// A table that is being written.
struct Table {
    unit: String,
    /// None if the table has but one part.
    columns: Vec<Column>,
    /// The part that rows go to, counted from 1, and its place in the sink.
    number: usize,
    part_idx: TableIdx,
    n_rows: u64,
}

impl Target {
    /// Opens what the arguments name.
    ///
    /// # Errors
    ///
    /// If it cannot be written or is an input, or the flags do not go together.
    pub(crate) fn open(args: &OutputArgs, files: Files, purpose: Purpose, session: &Session) -> Result<Self, Failure> {
        // A list of columns is one table, whatever the rows would have been.
        let files = match files {
            _ if args.list_columns => Files::AsNamed,
            Files::AsNamed if args.rows_per_file.is_some() => Files::Folder("--rows-per-file"),
            files => files,
        };
        if files == Files::Nothing {
            return Ok(Self::new("", Sink::Nothing, Cells::exact(), None, Portions::WHOLE));
        }
        let purpose = if args.excel { Purpose::Spreadsheet } else { purpose };
        let mut target = match (args.path(), files) {
            (Some(path), Files::Folder(flag)) if args.named_book()?.is_none() => {
                Self::open_folder(path, flag, args, purpose, session)
            }
            (Some(path), _) if is_folder(path) => Self::open_folder(path, "-o", args, purpose, session),
            (None, Files::Folder(flag)) => Err(messages::needs_folder(flag).into()),
            (path, _) => Self::open_single(path, args, purpose, session),
        }?;
        if args.provenance {
            let path = args.path().ok_or_else(messages::provenance_needs_file)?;
            target.provenance = Some(Provenance::open(path, session)?);
        }
        Ok(target)
    }

    /// The one place that something else than rows can be written to; none if it is a folder or book.
    pub(crate) fn into_destination(self) -> Option<Destination> {
        self.sink.into_destination()
    }

    /// The files of texts, if each row is one.
    pub(crate) fn text_files(&mut self) -> Option<&mut TextFiles> {
        if let Sink::Texts(files) = &mut self.sink { Some(files) } else { None }
    }

    /// Puts everything in place, `beside` what stands beside it, and reports what there is to report about it.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if nothing was read that it could be made of, [`Error::Write`] if the system refuses, and what
    /// `beside` returns.
    pub(crate) fn finish(
        mut self,
        session: &Session,
        beside: impl FnOnce() -> Result<Option<PathBuf>, Error>,
    ) -> Result<(), Error> {
        if let Err(error) = session.files().require_content(&self.name) {
            self.sink.discard();
            return Err(error);
        }
        let definitions = self.write_definitions()?;
        if let Some((n_files, text, path)) = self.sink.folder().and_then(Folder::numbered) {
            session.console().tell(&messages::numbered_names(n_files, text, &path));
        }
        self.sink.finish()?;
        self.cells.report("", session.console());
        if let Some((destination, guard)) = definitions {
            self.outputs.extend(destination.path().map(Path::to_owned));
            self.definitions.write(destination, guard)?;
        }
        self.outputs.extend(beside()?);
        self.provenance
            .map_or(Ok(()), |provenance| provenance.write(&self.definitions, &self.outputs, session.console()))
    }

    fn new(
        name: impl Into<String>,
        sink: Sink,
        cells: Cells,
        definitions_place: Option<Place>,
        portions: Portions,
    ) -> Self {
        Self {
            name: name.into(),
            portions: if sink.can_go_on() { portions } else { Portions::WHOLE },
            sink,
            cells,
            definitions: Definitions::default(),
            definitions_place,
            provenance: None,
            outputs: Vec::new(),
            tables: Vec::new(),
        }
    }

    fn open_single(
        path: Option<&Path>,
        args: &OutputArgs,
        purpose: Purpose,
        session: &Session,
    ) -> Result<Self, Failure> {
        let destination = Destination::open(path, session)?;
        let is_table_wanted = destination.is_terminal() && !args.excel;
        let usual = ChosenFormat::Stream(if is_table_wanted { Format::Table } else { Format::Csv });
        let format = args.chosen_format(usual)?;
        if destination.is_terminal() && !format.is_text() {
            return Err(messages::binary_at_terminal(format.name()).into());
        }
        // Definitions are there to be read, so they are not cut to the width.
        let width = if args.list_columns { None } else { width_of(&destination) };
        let guard = Guard::of(purpose, format, destination.kind(), args);
        let layout = guard.marked(args.layout(width), destination.kind());
        let cells = match format {
            ChosenFormat::Stream(Format::Table) => Cells::exact(),
            _ if destination.is_terminal() => Cells::printable(guard),
            format => cells(purpose, format, guard),
        };
        let place = match path {
            _ if args.list_columns => Some(Place::InsteadOfRows),
            Some(path) if args.definitions => Some(match format {
                ChosenFormat::Stream(_) => beside(path, args, session)?,
                ChosenFormat::Book(_) => Place::InFolder,
            }),
            None if args.definitions => return Err(messages::definitions_need_file().into()),
            _ => None,
        };
        let portions = Portions::of(args, format);
        let is_file = destination.is_file();
        let sink = match (format, path) {
            (ChosenFormat::Stream(format), path) => {
                let next = path.filter(|_| destination.is_file());
                let next = next.map(|path| NextFiles { path: path.to_owned(), files: session.files().clone() });
                Sink::Files(NumberedFiles::new(destination, format, layout, next))
            }
            (ChosenFormat::Book(format), Some(path)) if destination.is_file() => {
                drop(destination);
                Sink::Book(BookFile::create(path, format, layout, session.files())?)
            }
            (ChosenFormat::Book(format), _) => {
                Sink::Book(BookFile::for_stream(destination, format, layout, session.files())?)
            }
        };
        let name = path.filter(|_| is_file).unwrap_or(Path::new("")).to_string_lossy();
        Ok(Self::new(name, sink, cells, place, portions))
    }

    fn open_folder(
        path: &Path,
        flag: &str,
        args: &OutputArgs,
        purpose: Purpose,
        session: &Session,
    ) -> Result<Self, Failure> {
        let usual = ChosenFormat::Stream(Format::Csv);
        let format = match args.format_in_folder(usual)? {
            ChosenFormat::Stream(format) => format,
            ChosenFormat::Book(format) => return Err(messages::book_is_no_folder(format.name()).into()),
        };
        if path.exists() && !path.is_dir() {
            return Err(messages::needs_folder(flag).into());
        }
        let guard = Guard::of(purpose, ChosenFormat::Stream(format), PlaceKind::File, args);
        let options = FolderOptions {
            format,
            layout: guard.marked(args.layout(told_width()), PlaceKind::File),
            existing: if args.force { Existing::Replaced } else { Existing::Kept },
        };
        let folder = Folder::create(path, options, session.files())?;
        // A flag that makes several files says which rows share one.
        let sink = match format {
            Format::Text if flag == "-o" && !args.list_columns => Sink::Texts(Box::new(TextFiles::new(folder))),
            _ => Sink::Folder(Box::new(folder)),
        };
        let place = match (args.list_columns, args.definitions) {
            (true, _) => Some(Place::InsteadOfRows),
            (_, true) => Some(Place::InFolder),
            _ => None,
        };
        let format = ChosenFormat::Stream(format);
        let cells = cells(purpose, format, guard);
        Ok(Self::new(path.to_string_lossy(), sink, cells, place, Portions::of(args, format)))
    }

    /// Writes the definitions where they belong; returns the file to write when the rows are in place.
    fn write_definitions(&mut self) -> Result<Option<(Destination, Guard)>, Error> {
        let (unit, rows): (_, Vec<_>) = match self.definitions_place.take() {
            None => return Ok(None),
            Some(Place::Beside(destination, guard)) => return Ok(Some((destination, guard))),
            Some(Place::InsteadOfRows) => ("columns", self.definitions.column_rows().map(|row| owned(&row)).collect()),
            Some(Place::InFolder) => ("definitions", self.definitions.rows().map(|row| owned(&row)).collect()),
        };
        let table = self.table(unit, &Definitions::columns())?;
        rows.iter().try_for_each(|row| self.row(table, row))?;
        Ok(None)
    }

    /// Opens a part of a table; returns its place in the sink.
    fn open_part(&mut self, unit: &str, columns: &[Column], number: usize) -> Result<TableIdx, Error> {
        let is_numbered = number > 1 || self.portions.numbering == Numbering::All;
        let part = Part { unit, number: is_numbered.then_some(number), is_continuation: number > 1 };
        let part_idx = self.sink.open(part, columns)?;
        let name = self.sink.name(part_idx);
        self.cells.opened(&name, columns);
        if !matches!(self.sink, Sink::Texts(_))
            && let Some(file) = self.sink.path(part_idx)
        {
            self.note_output(file);
        }
        Ok(part_idx)
    }

    /// Remembers a file that is written, for the record of the run.
    fn note_output(&mut self, file: PathBuf) {
        if self.provenance.is_some() && self.outputs.last() != Some(&file) {
            self.outputs.push(file);
        }
    }

    /// Goes on with a table in another file or sheet.
    fn go_on(&mut self, table: TableIdx) -> Result<(), Error> {
        let (unit, columns) = (self.tables[table].unit.clone(), self.tables[table].columns.clone());
        let number = self.tables[table].number + 1;
        let part_idx = self.open_part(&unit, &columns, number)?;
        if self.portions.numbering == Numbering::FromSecond {
            self.cells.goes_on(self.tables[table].part_idx, part_idx);
        }
        self.tables[table] = Table { unit, columns, number, part_idx, n_rows: 0 };
        Ok(())
    }
}

impl Output for Target {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        // There may be a table for each of a million values, so nothing is kept of them that nobody asked for.
        if self.definitions_place.is_some() || self.provenance.is_some() {
            let table = self.definitions.add_table(unit, columns);
            if let Some(Place::InsteadOfRows) = self.definitions_place {
                return Ok(table);
            }
        }
        let columns = self.cells.columns(columns);
        let part_idx = self.open_part(unit, &columns, 1)?;
        let columns = if self.portions.most_rows.is_some() { columns } else { Vec::new() };
        self.tables.push(Table { unit: unit.to_owned(), columns, number: 1, part_idx, n_rows: 0 });
        Ok(self.tables.len() - 1)
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.definitions.add_setting(name, value);
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        if let Some(Place::InsteadOfRows) = self.definitions_place {
            return Ok(());
        }
        if self.portions.most_rows == Some(self.tables[table].n_rows) {
            self.go_on(table)?;
        }
        self.tables[table].n_rows += 1;
        let part_idx = self.tables[table].part_idx;
        let cells = self.cells.row(part_idx, cells);
        self.sink.row(part_idx, &cells)?;
        if let Some(file) = self.text_files().and_then(|files| files.last_path()) {
            self.note_output(file);
        }
        Ok(())
    }

    fn preparer(&self, table: TableIdx) -> Option<Box<dyn Preparer>> {
        let is_listed = matches!(self.definitions_place, Some(Place::InsteadOfRows));
        let is_whole = self.portions.most_rows.is_none() && !is_listed;
        let renderer = is_whole.then(|| self.sink.row_renderer(self.tables[table].part_idx))?;
        self.cells.preparer(renderer?)
    }

    fn prepared(&mut self, table: TableIdx, rows: PreparedRows) -> Result<(), Error> {
        let part_idx = self.tables[table].part_idx;
        self.cells.prepared(part_idx, &rows);
        self.sink.rendered(part_idx, &rows)
    }
}

impl Portions {
    /// Tables are as long as they are.
    const WHOLE: Self = Self { most_rows: None, numbering: Numbering::FromSecond };

    fn of(args: &OutputArgs, format: ChosenFormat) -> Self {
        let of_sheet = match (format, args.layout(None).header) {
            (ChosenFormat::Book(book), _) => book.most_rows(),
            (ChosenFormat::Stream(_), Header::Shown) if args.excel => Some(MOST_ROWS - 1),
            (ChosenFormat::Stream(_), Header::Hidden) if args.excel => Some(MOST_ROWS),
            (ChosenFormat::Stream(_), _) => None,
        };
        match args.rows_per_file {
            Some(asked) => {
                let asked = asked.get() as u64;
                Self { most_rows: Some(of_sheet.map_or(asked, |most| most.min(asked))), numbering: Numbering::All }
            }
            None => Self { most_rows: of_sheet, numbering: Numbering::FromSecond },
        }
    }
}

impl OutputArgs {
    /// The format of a book, if the output is one.
    fn named_book(&self) -> Result<Option<BookFormat>, Error> {
        match self.format_in_folder(ChosenFormat::Stream(Format::Csv))? {
            ChosenFormat::Book(format) => Ok(Some(format)),
            ChosenFormat::Stream(_) => Ok(None),
        }
    }
}

fn owned(row: &[Cell<'_>]) -> Vec<Cell<'static>> {
    row.iter().map(Cell::owned).collect()
}

/// Opens the file for the definitions of the rows at `path`: `results.csv` has them in `results.csv.definitions.csv`.
fn beside(path: &Path, args: &OutputArgs, session: &Session) -> Result<Place, Error> {
    let mut name = path.as_os_str().to_owned();
    name.push(".definitions.csv");
    let destination = Destination::open(Some(Path::new(&name)), session)?;
    let guard = Guard::of(Purpose::Data, ChosenFormat::Stream(Format::Csv), destination.kind(), args);
    Ok(Place::Beside(destination, guard))
}

/// What happens to cells on their way to a file or stream.
fn cells(purpose: Purpose, format: ChosenFormat, guard: Guard) -> Cells {
    let overlong = match (purpose, format) {
        (_, ChosenFormat::Book(BookFormat::Xlsx)) => Overlong::Cut,
        (Purpose::Spreadsheet, format) if format.is_delimited() => Overlong::Kept,
        _ => Overlong::Unasked,
    };
    Cells::for_spreadsheet(guard, overlong)
}
