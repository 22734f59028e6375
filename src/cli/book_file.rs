//! The one file of a book: made aside, then put in its place, or copied to where a stream is wanted.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use textmill::error::Error;
use textmill::render::{Book, BookFormat, Layout};
use textmill::table::{Cell, Column, TableIdx};

use super::atomic_file::{AtomicFile, TEMPORARY_PREFIX, not_written};
use super::destination::Destination;
use super::run_files::RunFiles;
use super::signals::Listed;

/// A book on its way to its place.
pub(crate) struct BookFile {
    book: Box<dyn Book>,
    place: Place,
    name: String,
    /// None if it is copied to standard output.
    path: Option<PathBuf>,
}

enum Place {
    /// A regular file, made beside its target.
    File(Box<AtomicFile>),
    /// A stream that the finished book is copied to.
    Stream { destination: Box<Destination>, file: NamedTempFile, _listed: Listed },
}

impl BookFile {
    /// A book that will be the file at `path`.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if the run reads or writes it already, [`Error::Write`] if it cannot be written, or if this build
    /// leaves the format out.
    pub(crate) fn create(path: &Path, format: BookFormat, layout: Layout, files: &RunFiles) -> Result<Self, Error> {
        let file = AtomicFile::create(path, files)?;
        let name = file.target().to_owned();
        let book = format.create(file.path(), layout).map_err(|source| not_written(name.clone(), source))?;
        Ok(Self { book, place: Place::File(Box::new(file)), name, path: Some(path.to_owned()) })
    }

    /// A book that will be copied to `destination`.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if no temporary file can be made, or if this build leaves the format out.
    pub(crate) fn for_stream(
        destination: Destination,
        format: BookFormat,
        layout: Layout,
        files: &RunFiles,
    ) -> Result<Self, Error> {
        let (name, path) = (destination.name().to_owned(), destination.path().map(Path::to_owned));
        let create = || {
            let make = || tempfile::Builder::new().prefix(TEMPORARY_PREFIX).tempfile();
            let (file, listed) = files.temporaries().make(make, |file| file.path())?;
            Ok((format.create(file.path(), layout)?, file, listed))
        };
        let (book, file, _listed) = create().map_err(|source| not_written(name.clone(), source))?;
        Ok(Self { book, place: Place::Stream { destination: Box::new(destination), file, _listed }, name, path })
    }

    /// The name that messages give it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The file, unless it is standard output.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Opens a table.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the format cannot hold it or the disk refuses.
    pub(crate) fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        self.book.table(unit, columns).map_err(|source| not_written(self.name.clone(), source))
    }

    /// Takes one row.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the format cannot hold it or the disk refuses.
    pub(crate) fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.book.row(table, cells).map_err(|source| not_written(self.name.clone(), source))
    }

    /// Leaves everything as it was.
    pub(crate) fn discard(self) {
        if let Place::Stream { destination, .. } = self.place {
            destination.discard();
        }
    }

    /// Completes the book and puts it in its place.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if nothing was read, [`Error::Write`] if the disk refuses.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let Self { book, place, name, .. } = self;
        book.finish().map_err(|source| not_written(name, source))?;
        match place {
            Place::File(file) => file.commit(),
            Place::Stream { mut destination, file, _listed } => {
                // A library may have put another file in the place of ours, so it is opened anew.
                destination.write(|out| io::copy(&mut File::open(file.path())?, out).map(|_| ()))?;
                destination.commit()
            }
        }
    }
}
