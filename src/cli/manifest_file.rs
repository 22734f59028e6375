//! The manifest of a split on its way to a file of its own.
//!
//! A manifest is not what `--columns` chooses from, and stands beside rows or files; it is put in place behind them, so that
//! one that is there speaks of segments that are there.

use std::path::Path;

use textmill::error::Error;
use textmill::render::{Layout, Renderer, RowFormat, TableFormat};
use textmill::split::{MANIFEST_COLUMNS, MANIFEST_UNIT};
use textmill::table::{Cell, Column, Output, PreparedRows, Preparer, TableIdx};

use super::arguments::OutputArgs;
use super::cells::{Cells, Guard, Overlong, Purpose};
use super::destination::Destination;
use super::session::Session;

/// The column that says where a segment's bytes went. It stands in the place of the bytes.
const FILE: Column = Column::text("file", "the file that the segment went to, below the folder of the manifest");

/// The columns of a manifest in a file.
pub(crate) fn columns() -> Vec<Column> {
    let n_others = MANIFEST_COLUMNS.len() - 1;
    MANIFEST_COLUMNS.into_iter().take(n_others).chain([FILE]).collect()
}

/// A manifest that is being written.
pub(crate) struct ManifestFile {
    destination: Destination,
    renderer: Box<dyn Renderer>,
    cells: Cells,
}

impl ManifestFile {
    /// Opens the file at `path`; its suffix tells the format.
    ///
    /// # Errors
    ///
    /// If it is an input or cannot be written.
    pub(crate) fn create(path: &Path, args: &OutputArgs, session: &Session) -> Result<Self, Error> {
        let mut destination = Destination::open(Some(path), session)?;
        let format = match TableFormat::of_path(path) {
            Some(TableFormat::Rows(format)) => format,
            Some(TableFormat::Book(_)) | None => RowFormat::CSV,
        };
        let guard = Guard::of(Purpose::Data, TableFormat::Rows(format), destination.kind(), args);
        let mut renderer = format.renderer(guard.marked(Layout::default(), destination.kind()));
        let columns = columns();
        destination.write(|out| renderer.header(&columns, out))?;
        Ok(Self { destination, renderer, cells: Cells::for_spreadsheet(guard, Overlong::Unasked) })
    }

    /// Takes a row of a manifest, and the file that its segment went to.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the system refuses.
    pub(crate) fn row(&mut self, cells: &[Cell<'_>], file: Option<&str>) -> Result<(), Error> {
        let mut cells: Vec<Cell<'_>> = cells[..MANIFEST_COLUMNS.len() - 1].to_vec();
        cells.push(file.map_or(Cell::Empty, Cell::text));
        let cells = self.cells.row(0, &cells);
        self.destination.write(|out| self.renderer.row(&cells, out))
    }

    /// Puts the manifest in its place, and reports how many of its cells were guarded.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the system refuses.
    pub(crate) fn finish(mut self, session: &Session) -> Result<(), Error> {
        self.destination.write(|out| self.renderer.finish(out))?;
        let name = self.destination.name().to_owned();
        self.destination.commit()?;
        self.cells.report(&name, session.console());
        Ok(())
    }
}

/// Rows on their way to the output, and the manifest beside them.
pub(crate) struct BesideRows<'o> {
    rows: &'o mut dyn Output,
    manifest: ManifestFile,
}

/// No table of an output has this number.
const MANIFEST: TableIdx = TableIdx::MAX;

impl<'o> BesideRows<'o> {
    /// Opens the manifest at `place`.
    ///
    /// # Errors
    ///
    /// If it is an input or cannot be written.
    pub(crate) fn open(
        place: &Path,
        rows: &'o mut dyn Output,
        args: &OutputArgs,
        session: &Session,
    ) -> Result<Self, Error> {
        Ok(Self { rows, manifest: ManifestFile::create(place, args, session)? })
    }

    /// The manifest, to be put in its place when the rows are in theirs.
    pub(crate) fn into_manifest(self) -> ManifestFile {
        self.manifest
    }
}

impl Output for BesideRows<'_> {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        if unit == MANIFEST_UNIT { Ok(MANIFEST) } else { self.rows.table(unit, columns) }
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.rows.setting(name, value);
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        if table == MANIFEST { self.manifest.row(cells, None) } else { self.rows.row(table, cells) }
    }

    fn preparer(&self, table: TableIdx) -> Option<Box<dyn Preparer>> {
        if table == MANIFEST { None } else { self.rows.preparer(table) }
    }

    fn prepared(&mut self, table: TableIdx, rows: PreparedRows) -> Result<(), Error> {
        self.rows.prepared(table, rows)
    }
}
