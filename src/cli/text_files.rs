//! `-f text -o FOLDER/`: each row becomes a file of its own, which holds its text. [`named_rows`](super::named_rows) names
//! it.

use std::io;
use std::path::PathBuf;

use textmill::error::Error;
use textmill::render::{Renderer, RowFormat};
use textmill::table::{Cell, Column, TableIdx};

use super::folder::Folder;

/// A folder that gets one file per row.
pub(crate) struct TextFiles {
    folder: Folder,
    /// One for each table, since each has its text in a column of its own.
    renderers: Vec<Box<dyn Renderer>>,
    next_name: String,
    /// The part of the folder that was written last.
    last_idx: Option<usize>,
}

impl TextFiles {
    /// Files in `folder`.
    pub(crate) fn new(folder: Folder) -> Self {
        Self { folder, renderers: Vec::new(), next_name: String::new(), last_idx: None }
    }

    /// The folder that they go to.
    pub(crate) fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Puts all of them in their places.
    ///
    /// # Errors
    ///
    /// As [`Folder::finish`].
    pub(crate) fn finish(self) -> Result<(), Error> {
        self.folder.finish()
    }

    /// Opens a table, whose rows will be files.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if it has no texts.
    pub(crate) fn table(&mut self, columns: &[Column]) -> Result<TableIdx, Error> {
        let mut renderer = RowFormat::TEXT.renderer(self.folder.layout());
        renderer.header(columns, &mut Vec::new()).map_err(|source| self.failure(source))?;
        self.renderers.push(renderer);
        Ok(self.renderers.len() - 1)
    }

    /// Names the next row.
    pub(crate) fn name_next(&mut self, name: String) {
        self.next_name = name;
    }

    /// Writes the text of a row.
    ///
    /// # Errors
    ///
    /// As [`Folder::file`].
    pub(crate) fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let mut bytes = Vec::new();
        let rendered = self.renderers[table].row(cells, &mut bytes);
        rendered.map_err(|source| self.failure(source))?;
        self.last_idx = Some(self.folder.file(&self.next_name, &bytes)?);
        Ok(())
    }

    /// The path of the file that was written last.
    pub(crate) fn last_path(&self) -> Option<PathBuf> {
        self.last_idx.map(|idx| self.folder.path_of(idx))
    }

    fn failure(&self, source: io::Error) -> Error {
        Error::Write { target: self.folder.path().to_string_lossy().into_owned(), source }
    }
}
