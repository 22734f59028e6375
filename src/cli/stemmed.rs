//! Names for files of texts: those of the documents, without the suffix that they get anyway.

use textmill::error::Error;
use textmill::table::{Cell, Column, Output, TableIdx};

/// An [`Output`] whose tables are called by their names without a suffix of texts.
pub(crate) struct Stemmed<'o> {
    inner: &'o mut dyn Output,
}

impl<'o> Stemmed<'o> {
    pub(crate) fn new(inner: &'o mut dyn Output) -> Self {
        Self { inner }
    }
}

impl Output for Stemmed<'_> {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        let suffixes = [".txt", ".md", ".html", ".htm"];
        let stem = suffixes.iter().find_map(|suffix| unit.strip_suffix(suffix));
        self.inner.table(stem.unwrap_or(unit), columns)
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.inner.setting(name, value);
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.inner.row(table, cells)
    }
}
