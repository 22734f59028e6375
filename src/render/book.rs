//! Formats that hold all tables of a run in one file.
//!
//! A library opens such a file by its name, or seeks in it, so a stream will not do. Whoever wants a book hands over the
//! path of an empty file that nobody else knows, and puts it in place when the book is finished.

use std::io;
use std::path::Path;

#[cfg(not(all(feature = "xlsx", feature = "sqlite")))]
use super::unbuilt::unbuilt;
use super::{Layout, MOST_ROWS};
use crate::table::{Cell, Column, TableIdx};

/// Writes all tables of a run into one file.
pub trait Book {
    /// Opens the next table, whose rows are `unit`s. Rows of several tables may come in turns.
    ///
    /// # Errors
    ///
    /// If the file cannot be written, or the format cannot hold such a table.
    fn table(&mut self, unit: &str, columns: &[Column]) -> io::Result<TableIdx>;

    /// Takes one row: as many cells as its table has columns.
    ///
    /// # Errors
    ///
    /// If the file cannot be written, or the format cannot hold such a cell.
    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> io::Result<()>;

    /// Completes the file. Comes last.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// A way to write all tables of a run into one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookFormat {
    /// A workbook of Office Open XML, with a sheet for each table.
    Xlsx,
    /// An `SQLite` database, with full-text search of documents.
    Sqlite,
}

impl BookFormat {
    /// Every format.
    pub const ALL: [Self; 2] = [Self::Xlsx, Self::Sqlite];

    /// The name a user gives.
    pub fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Sqlite => "sqlite",
        }
    }

    /// All suffixes that its files may have, without the dot.
    pub fn suffixes(self) -> &'static [&'static str] {
        match self {
            Self::Xlsx => &["xlsx"],
            Self::Sqlite => &["sqlite", "sqlite3", "db"],
        }
    }

    /// The format of a file of this name, if its suffix tells.
    pub fn of_path(path: &Path) -> Option<Self> {
        let suffix = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|format| format.suffixes().contains(&suffix.as_str()))
    }

    /// The most rows that one table holds beside its header, if there is a limit.
    pub fn most_rows(self) -> Option<u64> {
        match self {
            Self::Xlsx => Some(MOST_ROWS - 1),
            Self::Sqlite => None,
        }
    }

    /// A book in the empty file at `path`.
    ///
    /// # Errors
    ///
    /// If the file cannot be opened, and [`io::ErrorKind::Unsupported`] if this build leaves the format out.
    pub fn create(self, path: &Path, layout: Layout) -> io::Result<Box<dyn Book>> {
        match self {
            #[cfg(feature = "xlsx")]
            Self::Xlsx => Ok(Box::new(super::xlsx::Xlsx::create(path, layout.header)?)),
            #[cfg(feature = "sqlite")]
            Self::Sqlite => Ok(Box::new(super::sqlite::Sqlite::create(path)?)),
            #[cfg(not(all(feature = "xlsx", feature = "sqlite")))]
            _ => {
                let _ = (path, layout);
                Err(unbuilt(self.name()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Option<BookFormat>) {
        assert_eq!(BookFormat::of_path(Path::new(path)), expected, "{path}");
    }

    #[test]
    fn a_suffix_names_the_format_in_any_case() {
        check("a/b.XLSX", Some(BookFormat::Xlsx));
        check("corpus.db", Some(BookFormat::Sqlite));
        check("corpus.csv", None);
        check("xlsx", None);
    }

    #[test]
    fn every_format_is_found_by_its_own_name() {
        for format in BookFormat::ALL {
            check(&format!("x.{}", format.name()), Some(format));
        }
    }
}
