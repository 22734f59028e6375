//! One file per table in a folder: a few units, or a part for each of a million values.
//!
//! Every part is written in a hidden folder beside its place and moved there when all are whole. Parts are buffered and
//! appended to, so that only one file is open at a time, however many parts there are. No two parts share a file: a name
//! that another part has already gets a number, and that is reported.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{TempDir, TempPath};
use textmill::error::Error;
use textmill::render::{Layout, Renderer, RowFormat};
use textmill::table::{Cell, Column, TableIdx};
use textmill::text::FileNames;

use super::atomic_file::{TEMPORARY_PREFIX, not_written, sync_folder};
use super::run_files::RunFiles;
use super::signals::Listed;

/// All parts together hold no more than this before they are appended to their files.
const MOST_BUFFERED_BYTES: usize = 32 << 20;

/// What happens to a file that has the name of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// It stays, and the run ends.
    Kept,
    /// It is replaced, unless it is an input.
    Replaced,
}

/// How the files of a folder are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FolderOptions {
    pub(crate) format: RowFormat,
    pub(crate) layout: Layout,
    pub(crate) existing: Existing,
}

/// A folder that gets one file per table.
pub(crate) struct Folder {
    path: PathBuf,
    options: FolderOptions,
    files: RunFiles,
    /// Removed with all that is left in it when dropped.
    staging: TempDir,
    /// Behind the folder, so that it is listed until it is gone.
    listed: Listed,
    names: FileNames,
    parts: Vec<Part>,
    n_buffered_bytes: usize,
}

struct Part {
    name: String,
    /// None if the part is complete.
    renderer: Option<Box<dyn Renderer>>,
    buffer: Vec<u8>,
}

impl Part {
    /// How much memory its rows take.
    fn n_bytes(&self) -> usize {
        self.buffer.len() + self.renderer.as_ref().map_or(0, |renderer| renderer.n_held_bytes())
    }
}

impl Folder {
    /// Opens the folder, which is made if need be.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if nothing can or may be written there.
    pub(crate) fn create(path: &Path, options: FolderOptions, files: &RunFiles) -> Result<Self, Error> {
        let failed = |source| failure(path, source);
        let temporaries = files.temporaries();
        let place = temporaries.permissions().folder_of(path).map_err(failed)?;
        temporaries.make_folder(&place).map_err(failed)?;
        let make = || tempfile::Builder::new().prefix(TEMPORARY_PREFIX).tempdir_in(&place);
        let (staging, listed) = temporaries.make(make, TempDir::path).map_err(failed)?;
        Ok(Self {
            path: place.to_path_buf(),
            options,
            files: files.clone(),
            staging,
            listed,
            names: FileNames::default(),
            parts: Vec::new(),
            n_buffered_bytes: 0,
        })
    }

    /// Opens the file for a table; its name is made from `unit`.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if there is a file of this name that must stay, [`Error::Target`] if it is read or would be.
    pub(crate) fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        let (name, place) = self.place_for(unit)?;
        let mut renderer = self.options.format.renderer(self.options.layout);
        let mut buffer = Vec::new();
        renderer.header(columns, &mut buffer).map_err(|source| failure(&place, source))?;
        self.n_buffered_bytes += buffer.len() + renderer.n_held_bytes();
        self.parts.push(Part { name, renderer: Some(renderer), buffer });
        Ok(self.parts.len() - 1)
    }

    /// Takes a whole file, whose name is made from `unit`.
    ///
    /// # Errors
    ///
    /// As [`table`](Self::table), and if the disk refuses.
    pub(crate) fn file(&mut self, unit: &str, bytes: &[u8]) -> Result<TableIdx, Error> {
        let (name, place) = self.place_for(unit)?;
        self.parts.push(Part { name, renderer: None, buffer: Vec::new() });
        let idx = self.parts.len() - 1;
        let write = || self.staged(idx).and_then(|mut file| file.write_all(bytes));
        self.listed.while_there(write).map_err(|source| failure(&place, source))?;
        Ok(idx)
    }

    /// Number of files that have a number behind their names because another one is called the same, and the first of them:
    /// the name that was taken, and its path.
    pub(crate) fn numbered(&self) -> Option<(u64, &str, PathBuf)> {
        let (n_names, text, name) = self.names.numbered()?;
        Some((n_names, text, self.path.join(name)))
    }

    /// The folder itself, for messages.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Layout of its files.
    pub(crate) fn layout(&self) -> Layout {
        self.options.layout
    }

    /// The path of a table's file, for messages.
    pub(crate) fn path_of(&self, table: TableIdx) -> PathBuf {
        self.path.join(&self.parts[table].name)
    }

    /// Takes one row.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the disk refuses.
    pub(crate) fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let part = &mut self.parts[table];
        let n_before = part.n_bytes();
        let Some(renderer) = &mut part.renderer else { return Ok(()) };
        renderer.row(cells, &mut part.buffer).map_err(|source| failure(&self.path, source))?;
        self.n_buffered_bytes = (self.n_buffered_bytes + part.n_bytes()).saturating_sub(n_before);
        if self.n_buffered_bytes > MOST_BUFFERED_BYTES { self.append_all() } else { Ok(()) }
    }

    /// Completes all files, then puts each in its place.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if nothing was read that they could be made of, [`Error::Write`] if the disk refuses. Files that
    /// are in their places by then are whole.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        self.files.require_content(&self.path.to_string_lossy())?;
        for part in &mut self.parts {
            let Some(renderer) = &mut part.renderer else { continue };
            renderer.finish(&mut part.buffer).map_err(|source| failure(&self.path, source))?;
        }
        self.append_all()?;
        for idx in 0..self.parts.len() {
            let sync = || self.staged(idx).and_then(|file| file.sync_all());
            self.listed.while_there(sync).map_err(|source| failure(&self.path, source))?;
        }
        for (idx, part) in self.parts.iter().enumerate() {
            let place = self.path.join(&part.name);
            self.listed.while_there(|| self.put(idx, &place)).map_err(|source| failure(&place, source))?;
        }
        sync_folder(&self.path);
        self.files.temporaries().keep_folder(&self.path);
        self.files.wrote(&self.path.to_string_lossy());
        Ok(())
    }

    /// A name for a file that is called `unit`, and its path, which is free.
    fn place_for(&mut self, unit: &str) -> Result<(String, PathBuf), Error> {
        let name = self.names.name(unit, self.options.format.suffix());
        let place = self.path.join(&name);
        self.files.check(&place, &place.to_string_lossy())?;
        if self.options.existing == Existing::Kept && place.symlink_metadata().is_ok() {
            return Err(failure(&place, io::ErrorKind::AlreadyExists.into()));
        }
        Ok((name, place))
    }

    fn append_all(&mut self) -> Result<(), Error> {
        for idx in 0..self.parts.len() {
            let mut buffer = std::mem::take(&mut self.parts[idx].buffer);
            let released = self.parts[idx].renderer.as_mut().map_or(Ok(()), |renderer| renderer.release(&mut buffer));
            released.map_err(|source| failure(&self.path_of(idx), source))?;
            if !buffer.is_empty() {
                let append = || self.staged(idx).and_then(|mut file| file.write_all(&buffer));
                let written = self.listed.while_there(append);
                written.map_err(|source| failure(&self.path_of(idx), source))?;
            }
        }
        self.n_buffered_bytes = 0;
        Ok(())
    }

    fn staged(&self, idx: usize) -> io::Result<File> {
        OpenOptions::new().append(true).create(true).open(self.staged_path(idx))
    }

    fn staged_path(&self, idx: usize) -> PathBuf {
        self.staging.path().join(idx.to_string())
    }

    /// A file that came into being since the table was opened is noticed here. A link is replaced, never followed.
    fn put(&self, idx: usize, place: &Path) -> io::Result<()> {
        let staged = TempPath::try_from_path(self.staged_path(idx))?;
        match self.options.existing {
            Existing::Kept => staged.persist_noclobber(place).map_err(|error| error.error),
            Existing::Replaced => staged.persist(place).map_err(|error| error.error),
        }
    }
}

fn failure(path: &Path, source: io::Error) -> Error {
    not_written(path.to_string_lossy().into_owned(), source)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 1] = [Column::text("a", "")];

    fn opened(path: &Path, existing: Existing) -> Folder {
        let options = FolderOptions { format: RowFormat::CSV, layout: Layout::default(), existing };
        Folder::create(path, options, &RunFiles::default()).expect("the folder can be made")
    }

    #[test]
    fn parts_beyond_the_buffer_are_appended_and_whole() {
        let place = tempfile::tempdir().unwrap();
        let mut folder = opened(place.path(), Existing::Kept);
        let tables = ["x", "y"].map(|unit| folder.table(unit, &COLUMNS).unwrap());
        let long = "z".repeat(MOST_BUFFERED_BYTES / 4);
        for _ in 0..6 {
            for table in tables {
                folder.row(table, &[Cell::text(long.as_str())]).unwrap();
                assert!(folder.n_buffered_bytes <= MOST_BUFFERED_BYTES);
            }
        }
        folder.finish().unwrap();
        for name in ["x.csv", "y.csv"] {
            let written = std::fs::read_to_string(place.path().join(name)).unwrap();
            assert_eq!(written.len(), 2 + 6 * (long.len() + 1));
        }
        assert_eq!(place.path().read_dir().unwrap().count(), 2);
    }

    #[test]
    fn a_file_that_is_there_stays_unless_it_may_be_replaced() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("x.csv"), "old").unwrap();
        let error = opened(place.path(), Existing::Kept).table("x", &COLUMNS).unwrap_err();
        assert!(matches!(error, Error::Write { source, .. } if source.kind() == io::ErrorKind::AlreadyExists));
        let mut folder = opened(place.path(), Existing::Replaced);
        folder.table("x", &COLUMNS).unwrap();
        folder.finish().unwrap();
        assert_eq!(std::fs::read(place.path().join("x.csv")).unwrap(), b"a\n");
    }

    #[test]
    fn whole_files_with_one_name_stay_apart_and_are_counted() {
        let place = tempfile::tempdir().unwrap();
        let mut folder = opened(place.path(), Existing::Kept);
        assert!(folder.numbered().is_none());
        for (unit, text) in [("a/b", "1"), ("A:b", "2"), ("c", "3"), ("a/b", "4")] {
            folder.file(unit, text.as_bytes()).unwrap();
        }
        assert_eq!(folder.numbered(), Some((2, "A:b", place.path().join("A_b-2.csv"))));
        folder.finish().unwrap();
        let read = |name: &str| std::fs::read_to_string(place.path().join(name)).unwrap();
        assert_eq!(["a_b.csv", "A_b-2.csv", "c.csv", "a_b-3.csv"].map(read), ["1", "2", "3", "4"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_replaced_and_never_followed() {
        let place = tempfile::tempdir().unwrap();
        let outside = place.path().join("outside");
        std::fs::write(&outside, "precious").unwrap();
        let inside = place.path().join("in");
        std::fs::create_dir(&inside).unwrap();
        std::os::unix::fs::symlink(&outside, inside.join("x.csv")).unwrap();
        let mut folder = opened(&inside, Existing::Replaced);
        folder.table("x", &COLUMNS).unwrap();
        folder.finish().unwrap();
        assert_eq!(std::fs::read(&outside).unwrap(), b"precious");
        assert!(!inside.join("x.csv").is_symlink());
    }
}
