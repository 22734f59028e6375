//! Rows to bytes: one small file per format. Opens nothing and knows no verb.
//!
//! A [`Renderer`] writes one table to a stream. A [`Book`] holds all tables of a run in one file, which it must seek in or
//! open by name, so it is given an empty file of its own: the only one that rendering ever opens. Files get every byte of a
//! cell; only the table for a terminal shortens, rounds and groups, and shows what a terminal would act on.

mod book;
mod delimited;
mod ellipsis;
mod expanded;
mod format;
mod html;
mod jsonl;
mod markdown;
mod number;
#[cfg(feature = "parquet")]
mod parquet;
mod plain_text;
pub mod plot;
mod printable;
pub mod report;
#[cfg(feature = "parquet")]
mod row_spool;
mod spreadsheet;
#[cfg(feature = "sqlite")]
mod sqlite;
mod terminal_table;
#[cfg(any(feature = "xlsx", feature = "sqlite"))]
mod unique_names;
mod widths;
#[cfg(feature = "xlsx")]
mod xlsx;

use std::io::{self, Write};

use crate::table::{Cell, Column, PreparedRows};

pub use book::Book;
pub use ellipsis::shortened;
pub use format::{BookFormat, FormatKind, OutputFormat, RowFormat, TableFormat};
pub use number::{grouped, rounded, shortest};
pub use printable::{Breaks, printable};
pub use spreadsheet::{LONGEST_CELL, MOST_ROWS, cell_prefix};

/// Writes one table in one format: the header, then each row, then the end.
pub trait Renderer {
    /// Takes the columns. Comes first, once.
    ///
    /// # Errors
    ///
    /// What `out` returns.
    fn header(&mut self, columns: &[Column], out: &mut dyn Write) -> io::Result<()>;

    /// Takes one row: as many cells as there are columns.
    ///
    /// # Errors
    ///
    /// What `out` returns.
    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()>;

    /// Writes what is still held back. Comes last, once.
    ///
    /// # Errors
    ///
    /// What `out` returns.
    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()>;

    /// Takes the bytes of rows that a renderer of [`rows`](Self::rows) made.
    ///
    /// # Errors
    ///
    /// What `out` returns.
    fn rendered(&mut self, rows: &PreparedRows, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&rows.bytes)
    }

    /// How many bytes are held back until more of the table is known.
    fn n_held_bytes(&self) -> usize {
        0
    }

    /// Writes what is held back, for whoever needs the memory.
    ///
    /// # Errors
    ///
    /// What `out` returns.
    fn release(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }

    /// What renders single rows on any thread, if the bytes of a row depend on nothing but the row. Asked for after the
    /// header.
    fn rows(&self) -> Option<Box<dyn RowRenderer>> {
        None
    }
}

/// Renders rows wherever they are, in any order.
pub trait RowRenderer: Send + Sync {
    /// Appends the bytes of one row.
    fn row(&self, cells: &[Cell<'_>], out: &mut Vec<u8>);
}

/// What a user may choose about a table beside its format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Whether the names of the columns are written.
    pub header: Header,
    /// The columns of the terminal; `None` if lines may be as long as they need.
    pub width: Option<u16>,
    /// How delimited tables are laid out.
    pub dialect: Dialect,
    /// Whether the cells of delimited tables are guarded.
    pub guarding: Guarding,
    /// The columns of a table for the eye.
    pub columns: ShownColumns,
    /// The emphasis of what was found in a table for the eye.
    pub emphasis: Emphasis,
}

/// The columns of a table for the eye.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShownColumns {
    /// All of them.
    #[default]
    All,
    /// The main ones that fit. Below the rows stands how many more there are, and behind that number this text.
    Main {
        /// Where the others are.
        elsewhere: &'static str,
    },
}

/// The emphasis of what was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// None: the place in the line shows it.
    #[default]
    None,
    /// Color, by the codes of ECMA-48.
    Color,
}

/// Whether the cells of a table are guarded, so that its header must say so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Guarding {
    /// They are what they are.
    #[default]
    None,
    /// They come guarded, and a table with a guarded cell is marked ([`crate::table::is_marked`]).
    Marked,
}

/// How delimited tables are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// UTF-8 alone, with LF line ends.
    #[default]
    Plain,
    /// As Excel takes it for UTF-8 at a double click: with a byte order mark and CRLF line ends.
    Excel,
}

/// Whether the names of the columns are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Header {
    /// They are the first line.
    #[default]
    Shown,
    /// The first line is the first row.
    Hidden,
}

#[cfg(test)]
pub(crate) mod rendered {
    //! What a renderer makes of a table, for the tests of the formats.

    use super::{Cell, Column, Layout, RowFormat};

    pub(crate) fn rendered(format: RowFormat, layout: Layout, columns: &[Column], rows: &[Vec<Cell<'_>>]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut renderer = format.renderer(layout);
        renderer.header(columns, &mut out).expect("a vector takes all");
        for row in rows {
            renderer.row(row, &mut out).expect("a vector takes all");
        }
        renderer.finish(&mut out).expect("a vector takes all");
        out
    }
}
