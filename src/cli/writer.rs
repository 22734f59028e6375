//! The tables of a run on their way to files, a folder or a book: definitions are noted, cells made fit, long tables cut.

mod book;
mod files;
mod folder;
mod place;

use std::path::{Path, PathBuf};

use textmill::error::Error;
use textmill::render::{Emphasis, Layout, TableFormat};
use textmill::table::{Cell, Column, Output, PreparedRows, Preparer, TableIdx};

use book::BookFile;
use files::Files;
use folder::{Folder, TextFiles};
use place::{Nowhere, Part, TablePlace};

use super::cells::{Cells, Guard};
use super::definitions::{DefinitionsPlace, RunDefinitions};
use super::destination::Destination;
use super::messages;
use super::output_plan::{Definitions, Numbering, OutputPlan, Place, Portions, TablePlan};
use super::record::Provenance;
use super::screen::{Color, Viewer, color};
use super::session::Session;

/// The tables of a run on their way to files.
pub(crate) struct Writer {
    /// The name of the file or folder; empty if there is none.
    name: String,
    place: Box<dyn TablePlace>,
    cells: Cells,
    definitions: RunDefinitions,
    /// Where definitions are written, if the user wants to read them.
    definitions_place: Option<DefinitionsPlace>,
    provenance: Option<Provenance>,
    /// The files that are written.
    outputs: Vec<PathBuf>,
    portions: Portions,
    tables: Vec<Table>,
}

/// A table that is being written.
struct Table {
    unit: String,
    /// None if the table has but one part.
    columns: Vec<Column>,
    /// The part that rows go to, counted from 1, and its place among all.
    number: usize,
    part_idx: TableIdx,
    n_rows: u64,
}

impl Writer {
    /// Opens the place of the tables of a plan.
    ///
    /// # Errors
    ///
    /// If it cannot be written or is an input.
    pub(crate) fn open(plan: &OutputPlan, session: &Session) -> Result<Self, Error> {
        let Some(tables) = plan.tables().filter(|_| plan.place != Place::Nowhere) else {
            return Ok(Self::of(Box::new(Nowhere(None))));
        };
        let (name, place) = place_of(&plan.place, tables, session)?;
        let definitions_place = match &tables.definitions {
            Some(Definitions::InsteadOfRows) => Some(DefinitionsPlace::InsteadOfRows),
            Some(Definitions::AmongTables) => Some(DefinitionsPlace::InFolder),
            Some(Definitions::Beside(path, guard)) => {
                Some(DefinitionsPlace::Beside(Destination::open(Some(path), session)?, *guard))
            }
            None => None,
        };
        Ok(Self {
            name,
            portions: if place.can_go_on() { tables.portions } else { Portions::WHOLE },
            cells: tables.cells(),
            definitions_place,
            provenance: plan.record.as_deref().map(|path| Provenance::open(path, session)).transpose()?,
            ..Self::of(place)
        })
    }

    /// Takes the tables of a plan, makes their headers, and writes nothing.
    pub(crate) fn trial(plan: &OutputPlan) -> Self {
        let header = plan.tables().and_then(|tables| match tables.format {
            TableFormat::Rows(format) => Some((format, tables.layout)),
            TableFormat::Book(_) => None,
        });
        Self::of(Box::new(Nowhere(header)))
    }

    fn of(place: Box<dyn TablePlace>) -> Self {
        Self {
            name: String::new(),
            place,
            cells: Cells::exact(),
            definitions: RunDefinitions::default(),
            definitions_place: None,
            provenance: None,
            outputs: Vec::new(),
            portions: Portions::WHOLE,
            tables: Vec::new(),
        }
    }

    /// The one place that something else than rows can be written to; none if it is a folder or book.
    pub(crate) fn into_destination(self) -> Option<Destination> {
        self.place.into_destination()
    }

    /// `true` if each row becomes a file, which is named before.
    pub(crate) fn rows_are_files(&self) -> bool {
        self.place.rows_are_files()
    }

    /// Names the file of the next row.
    pub(crate) fn name_next(&mut self, name: String) {
        self.place.name_next(name);
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
            self.place.discard();
            return Err(error);
        }
        let definitions = self.write_definitions()?;
        if let Some((n_files, text, path)) = self.place.numbered() {
            session.console().tell(&messages::numbered_names(n_files, text, &path));
        }
        self.place.finish()?;
        self.cells.report("", session.console());
        if let Some((destination, guard)) = definitions {
            self.outputs.extend(destination.path().map(Path::to_owned));
            self.definitions.write(destination, guard)?;
        }
        self.outputs.extend(beside()?);
        self.provenance
            .map_or(Ok(()), |provenance| provenance.write(&self.definitions, &self.outputs, session.console()))
    }

    /// Writes the definitions where they belong; returns the file to write when the rows are in place.
    fn write_definitions(&mut self) -> Result<Option<(Destination, Guard)>, Error> {
        let (unit, rows): (_, Vec<_>) = match self.definitions_place.take() {
            None => return Ok(None),
            Some(DefinitionsPlace::Beside(destination, guard)) => return Ok(Some((destination, guard))),
            Some(DefinitionsPlace::InsteadOfRows) => {
                ("columns", self.definitions.column_rows().map(|row| owned(&row)).collect())
            }
            Some(DefinitionsPlace::InFolder) => {
                ("definitions", self.definitions.rows().map(|row| owned(&row)).collect())
            }
        };
        let table = self.table(unit, &RunDefinitions::columns())?;
        rows.iter().try_for_each(|row| self.row(table, row))?;
        Ok(None)
    }

    /// Opens a part of a table; returns its place among all.
    fn open_part(&mut self, unit: &str, columns: &[Column], number: usize) -> Result<TableIdx, Error> {
        let is_numbered = number > 1 || self.portions.numbering == Numbering::All;
        let part = Part { unit, number: is_numbered.then_some(number), is_continuation: number > 1 };
        let part_idx = self.place.open(part, columns)?;
        let name = self.place.name(part_idx);
        self.cells.opened(&name, columns);
        if let Some(file) = self.place.path(part_idx) {
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

impl Output for Writer {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        // There may be a table for each of a million values, so nothing is kept of them that nobody asked for.
        if self.definitions_place.is_some() || self.provenance.is_some() {
            let table = self.definitions.add_table(unit, columns);
            if let Some(DefinitionsPlace::InsteadOfRows) = self.definitions_place {
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
        if let Some(DefinitionsPlace::InsteadOfRows) = self.definitions_place {
            return Ok(());
        }
        if self.portions.most_rows == Some(self.tables[table].n_rows) {
            self.go_on(table)?;
        }
        self.tables[table].n_rows += 1;
        let part_idx = self.tables[table].part_idx;
        let cells = self.cells.row(part_idx, cells);
        self.place.row(part_idx, &cells)?;
        if let Some(file) = self.place.last_row_file() {
            self.note_output(file);
        }
        Ok(())
    }

    fn preparer(&self, table: TableIdx) -> Option<Box<dyn Preparer>> {
        let is_listed = matches!(self.definitions_place, Some(DefinitionsPlace::InsteadOfRows));
        let is_whole = self.portions.most_rows.is_none() && !is_listed;
        let renderer = is_whole.then(|| self.place.row_renderer(self.tables[table].part_idx))?;
        self.cells.preparer(renderer?)
    }

    fn prepared(&mut self, table: TableIdx, rows: PreparedRows) -> Result<(), Error> {
        let part_idx = self.tables[table].part_idx;
        self.cells.prepared(part_idx, &rows);
        self.place.rendered(part_idx, &rows)
    }
}

/// Opens the place of tables; also its name if it is a file or folder.
fn place_of(place: &Place, tables: &TablePlan, session: &Session) -> Result<(String, Box<dyn TablePlace>), Error> {
    if let (Place::Folder(path), TableFormat::Rows(format)) = (place, tables.format) {
        let folder = Folder::create(path, format, tables.layout, tables.existing, session.files())?;
        let name = path.to_string_lossy().into_owned();
        return Ok((name, if tables.rows_are_files { Box::new(TextFiles::new(folder)) } else { Box::new(folder) }));
    }
    let destination = Destination::open(place.file(), session)?;
    let name = if destination.is_file() { destination.name().to_owned() } else { String::new() };
    let place: Box<dyn TablePlace> = match tables.format {
        TableFormat::Book(format) => Box::new(BookFile::create(destination, format, tables.layout, session.files())?),
        TableFormat::Rows(format) => {
            let viewer = Viewer::of(destination.is_terminal());
            let emphasis = if color(session.color(), viewer) == Color::On { Emphasis::Color } else { Emphasis::None };
            let layout = Layout { emphasis, ..tables.layout };
            Box::new(Files::new(destination, format, layout, session.files()))
        }
    };
    Ok((name, place))
}

fn owned(row: &[Cell<'_>]) -> Vec<Cell<'static>> {
    row.iter().map(Cell::owned).collect()
}
