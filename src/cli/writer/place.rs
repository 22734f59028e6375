//! What the places of tables have in common, be they files, a folder or a book.

use std::path::PathBuf;

use textmill::error::Error;
use textmill::render::{Layout, RowFormat, RowRenderer};
use textmill::table::{Cell, Column, PreparedRows, TableIdx};

use crate::cli::destination::Destination;

/// A place of tables. Their parts are numbered in order of opening.
pub(crate) trait TablePlace {
    /// Opens a part of a table.
    ///
    /// # Errors
    ///
    /// If there is no room for a second table, and [`Error::Write`].
    fn open(&mut self, part: Part<'_>, columns: &[Column]) -> Result<TableIdx, Error>;

    /// Takes one row.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if it cannot be written.
    fn row(&mut self, idx: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error>;

    /// Renders rows of a part on any thread, if its format and place allow it.
    fn row_renderer(&self, _: TableIdx) -> Option<Box<dyn RowRenderer>> {
        None
    }

    /// Takes the bytes of rows that the renderer of a part made.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if they cannot be written.
    fn rendered(&mut self, _: TableIdx, _: &PreparedRows) -> Result<(), Error> {
        Ok(())
    }

    /// Whether a table can have several parts.
    fn can_go_on(&self) -> bool {
        false
    }

    /// The name of an opened part in messages.
    fn name(&self, idx: TableIdx) -> String;

    /// The file of an opened part, if it is one.
    fn path(&self, idx: TableIdx) -> Option<PathBuf>;

    /// `true` if each row becomes a file, which is named before.
    fn rows_are_files(&self) -> bool {
        false
    }

    /// Names the file of the next row.
    fn name_next(&mut self, _: String) {}

    /// The file of the row that was written last, if rows are files.
    fn last_row_file(&self) -> Option<PathBuf> {
        None
    }

    /// Number of files that have a number behind their names because another one is called the same, and the first of them:
    /// the name that was taken, and its path.
    fn numbered(&self) -> Option<(u64, &str, PathBuf)> {
        None
    }

    /// Completes everything and puts it in place.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the system refuses.
    fn finish(self: Box<Self>) -> Result<(), Error>;

    /// Leaves everything as it was, and what streams have not written yet unwritten.
    fn discard(self: Box<Self>) {}

    /// The one file, for what is no table.
    fn into_destination(self: Box<Self>) -> Option<Destination> {
        None
    }
}

/// Which part of a table is opened: tables that are too long for a file or sheet go on in the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part<'t> {
    /// What one row is.
    pub(crate) unit: &'t str,
    /// Behind the name, if there is a number.
    pub(crate) number: Option<usize>,
    /// Whether the table was begun in another part.
    pub(crate) is_continuation: bool,
}

impl Part<'_> {
    /// The name of the part among those of other tables.
    pub(crate) fn name(self) -> String {
        self.number.map_or_else(|| self.unit.to_owned(), |number| format!("{}-{number:04}", self.unit))
    }
}

/// No place: headers are made, if a format is given, and rows are dropped.
pub(crate) struct Nowhere(pub(crate) Option<(RowFormat, Layout)>);

impl TablePlace for Nowhere {
    fn open(&mut self, part: Part<'_>, columns: &[Column]) -> Result<TableIdx, Error> {
        let Some((format, layout)) = self.0 else { return Ok(0) };
        let made = format.renderer(layout).header(columns, &mut Vec::new());
        made.map_err(|source| Error::Write { target: part.name(), source })?;
        Ok(0)
    }

    fn row(&mut self, _: TableIdx, _: &[Cell<'_>]) -> Result<(), Error> {
        Ok(())
    }

    fn name(&self, _: TableIdx) -> String {
        String::new()
    }

    fn path(&self, _: TableIdx) -> Option<PathBuf> {
        None
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        Ok(())
    }
}
