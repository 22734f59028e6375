//! The one file of a book: made aside, then put in its place, or copied to where a stream is wanted.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use textmill::error::Error;
use textmill::render::{Book, BookFormat, Layout};
use textmill::table::{Cell, Column, TableIdx};

use super::place::{Part, TablePlace};
use crate::cli::atomic_file::{TEMPORARY_PREFIX, not_written};
use crate::cli::destination::Destination;
use crate::cli::run_files::RunFiles;
use crate::cli::signals::Listed;

/// A book on its way to its place.
pub(crate) struct BookFile {
    book: Box<dyn Book>,
    destination: Destination,
    /// The finished book is copied from here to a stream. A regular file is made where it will be put in place.
    copied: Option<(NamedTempFile, Listed)>,
}

impl BookFile {
    /// A book that will be at `destination`.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if no temporary file can be made, or if this build leaves the format out.
    pub(crate) fn create(
        destination: Destination,
        format: BookFormat,
        layout: Layout,
        files: &RunFiles,
    ) -> Result<Self, Error> {
        let create = || match destination.temporary_path() {
            Some(path) => Ok((format.create(path, layout)?, None)),
            None => {
                let make = || tempfile::Builder::new().prefix(TEMPORARY_PREFIX).tempfile();
                let (file, listed) = files.temporaries().make(make, |file| file.path())?;
                Ok((format.create(file.path(), layout)?, Some((file, listed))))
            }
        };
        let (book, copied) = create().map_err(|source| not_written(destination.name().to_owned(), source))?;
        Ok(Self { book, destination, copied })
    }
}

impl TablePlace for BookFile {
    fn open(&mut self, part: Part<'_>, columns: &[Column]) -> Result<TableIdx, Error> {
        let opened = self.book.table(&part.name(), columns);
        opened.map_err(|source| not_written(self.destination.name().to_owned(), source))
    }

    fn row(&mut self, idx: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let taken = self.book.row(idx, cells);
        taken.map_err(|source| not_written(self.destination.name().to_owned(), source))
    }

    fn can_go_on(&self) -> bool {
        true
    }

    fn name(&self, _: TableIdx) -> String {
        self.destination.name().to_owned()
    }

    fn path(&self, _: TableIdx) -> Option<PathBuf> {
        self.destination.path().map(Path::to_owned)
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        let Self { book, mut destination, copied } = *self;
        book.finish().map_err(|source| not_written(destination.name().to_owned(), source))?;
        if let Some((file, _listed)) = copied {
            // A library may have put another file in the place of ours, so it is opened anew.
            destination.write(|out| io::copy(&mut File::open(file.path())?, out).map(|_| ()))?;
        }
        destination.commit()
    }

    fn discard(self: Box<Self>) {
        self.destination.discard();
    }
}
