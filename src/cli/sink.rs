//! Targets of the tables of a run: a file, a folder of files, a file for each row, a book, or nothing.

use std::path::{Path, PathBuf};

use textmill::error::Error;
use textmill::render::{Layout, RowFormat, RowRenderer};
use textmill::table::{Cell, Column, PreparedRows, TableIdx};

use super::book_file::BookFile;
use super::destination::Destination;
use super::folder::Folder;
use super::messages;
use super::numbered_files::NumberedFiles;
use super::text_files::TextFiles;

/// Where tables go. They are numbered in order of opening.
pub(crate) enum Sink {
    Files(NumberedFiles),
    Folder(Box<Folder>),
    Texts(Box<TextFiles>),
    Book(BookFile),
    /// Headers are made and rows go nowhere.
    Trial(RowFormat, Layout),
    Nothing,
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
    fn name(self) -> String {
        self.number.map_or_else(|| self.unit.to_owned(), |number| format!("{}-{number:04}", self.unit))
    }
}

impl Sink {
    /// Whether a table can have several parts.
    pub(crate) fn can_go_on(&self) -> bool {
        match self {
            Self::Files(files) => files.can_go_on(),
            Self::Folder(_) | Self::Book(_) => true,
            Self::Texts(_) | Self::Trial(..) | Self::Nothing => false,
        }
    }

    /// Opens a part of a table.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there is no room for a second table, and [`Error::Write`].
    pub(crate) fn open(&mut self, part: Part<'_>, columns: &[Column]) -> Result<TableIdx, Error> {
        match self {
            Self::Files(files) if files.has_table() && !part.is_continuation => {
                Err(messages::one_table_only(part.unit))
            }
            Self::Files(files) => files.begin(columns),
            Self::Folder(folder) => folder.table(&part.name(), columns),
            Self::Texts(files) => files.table(columns),
            Self::Book(book) => book.table(&part.name(), columns),
            Self::Trial(format, layout) => {
                let refused = |source| Error::Write { target: part.name(), source };
                format.renderer(*layout).header(columns, &mut Vec::new()).map_err(refused)?;
                Ok(0)
            }
            Self::Nothing => Ok(0),
        }
    }

    /// What messages call an opened part.
    pub(crate) fn name(&self, idx: TableIdx) -> String {
        match self {
            Self::Files(files) => files.name(idx).to_owned(),
            Self::Folder(folder) => folder.path_of(idx).to_string_lossy().into_owned(),
            Self::Texts(files) => files.folder().path().to_string_lossy().into_owned(),
            Self::Book(book) => book.name().to_owned(),
            Self::Trial(..) | Self::Nothing => String::new(),
        }
    }

    /// The file of an opened part, if it is one.
    pub(crate) fn path(&self, idx: TableIdx) -> Option<PathBuf> {
        match self {
            Self::Files(files) => files.path(idx).map(Path::to_owned),
            Self::Folder(folder) => Some(folder.path_of(idx)),
            Self::Book(book) => book.path().map(Path::to_owned),
            // Each row has its own.
            Self::Texts(_) | Self::Trial(..) | Self::Nothing => None,
        }
    }

    /// Takes one row.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if it cannot be written.
    pub(crate) fn row(&mut self, idx: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        match self {
            Self::Files(files) => files.row(idx, cells),
            Self::Folder(folder) => folder.row(idx, cells),
            Self::Texts(files) => files.row(idx, cells),
            Self::Book(book) => book.row(idx, cells),
            Self::Trial(..) | Self::Nothing => Ok(()),
        }
    }

    /// What renders rows of a part on any thread, if its format and place allow it.
    pub(crate) fn row_renderer(&self, idx: TableIdx) -> Option<Box<dyn RowRenderer>> {
        match self {
            Self::Files(files) => files.row_renderer(idx),
            Self::Folder(_) | Self::Texts(_) | Self::Book(_) | Self::Trial(..) | Self::Nothing => None,
        }
    }

    /// Takes the bytes of rows that the renderer of a part made.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if they cannot be written.
    pub(crate) fn rendered(&mut self, idx: TableIdx, rows: &PreparedRows) -> Result<(), Error> {
        match self {
            Self::Files(files) => files.rendered(idx, rows),
            Self::Folder(_) | Self::Texts(_) | Self::Book(_) | Self::Trial(..) | Self::Nothing => Ok(()),
        }
    }

    /// Completes everything and puts it in place.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the system refuses.
    pub(crate) fn finish(self) -> Result<(), Error> {
        match self {
            Self::Files(files) => files.finish(),
            Self::Folder(folder) => folder.finish(),
            Self::Texts(files) => files.finish(),
            Self::Book(book) => book.finish(),
            Self::Trial(..) | Self::Nothing => Ok(()),
        }
    }

    /// The one file, for what is no table.
    pub(crate) fn into_destination(self) -> Option<Destination> {
        match self {
            Self::Files(files) => Some(files.into_destination()),
            Self::Folder(_) | Self::Texts(_) | Self::Book(_) | Self::Trial(..) | Self::Nothing => None,
        }
    }

    /// Leaves everything as it was, and what streams have not written yet unwritten.
    pub(crate) fn discard(self) {
        match self {
            Self::Files(files) => files.discard(),
            Self::Book(book) => book.discard(),
            Self::Folder(_) | Self::Texts(_) | Self::Trial(..) | Self::Nothing => {}
        }
    }

    /// The folder with a file for each table or row.
    pub(crate) fn folder(&self) -> Option<&Folder> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Texts(files) => Some(files.folder()),
            Self::Files(_) | Self::Book(_) | Self::Trial(..) | Self::Nothing => None,
        }
    }
}
