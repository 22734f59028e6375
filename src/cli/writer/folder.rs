//! One file per table in a folder: a few units, or a part for each of a million values.
//!
//! Every part is written in a hidden folder beside its place and moved there when all are whole. Parts are buffered and
//! appended to, so that only one file is open at a time, however many parts there are. No two parts share a file: a name
//! that another part has already gets a number, and that is reported.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use textmill::error::Error;
use textmill::render::{Layout, Renderer, RowFormat};
use textmill::table::{Cell, Column, TableIdx};
use textmill::text::FileNames;

use super::place::{Part, TablePlace};
use crate::cli::atomic_file::{Existing, TEMPORARY_PREFIX, path_not_written, sync_folder};
use crate::cli::run_files::RunFiles;
use crate::cli::signals::Listed;

/// All parts together hold no more than this before they are appended to their files.
const MOST_BUFFERED_BYTES: usize = 32 << 20;

/// A folder that gets one file per table.
pub(crate) struct Folder {
    path: PathBuf,
    format: RowFormat,
    layout: Layout,
    existing: Existing,
    files: RunFiles,
    /// Removed with all that is left in it when dropped.
    staging: TempDir,
    /// Behind the folder, so that it is listed until it is gone.
    listed: Listed,
    names: FileNames,
    parts: Vec<FilePart>,
    n_buffered_bytes: usize,
}

struct FilePart {
    name: String,
    /// None if the part is complete.
    renderer: Option<Box<dyn Renderer>>,
    buffer: Vec<u8>,
}

impl FilePart {
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
    pub(crate) fn create(
        path: &Path,
        format: RowFormat,
        layout: Layout,
        existing: Existing,
        files: &RunFiles,
    ) -> Result<Self, Error> {
        let failed = |source| path_not_written(path, source);
        let temporaries = files.temporaries();
        let place = temporaries.permissions().folder_of(path).map_err(failed)?;
        temporaries.make_folder(&place).map_err(failed)?;
        let make = || tempfile::Builder::new().prefix(TEMPORARY_PREFIX).tempdir_in(&place);
        let (staging, listed) = temporaries.make(make, TempDir::path).map_err(failed)?;
        Ok(Self {
            path: place.to_path_buf(),
            format,
            layout,
            existing,
            files: files.clone(),
            staging,
            listed,
            names: FileNames::default(),
            parts: Vec::new(),
            n_buffered_bytes: 0,
        })
    }

    /// Takes a whole file, whose name is made from `unit`.
    fn file(&mut self, unit: &str, bytes: &[u8]) -> Result<TableIdx, Error> {
        let (name, place) = self.place_for(unit)?;
        self.parts.push(FilePart { name, renderer: None, buffer: Vec::new() });
        let idx = self.parts.len() - 1;
        let write = || self.staged(idx).and_then(|mut file| file.write_all(bytes));
        self.listed.while_there(write).map_err(|source| path_not_written(&place, source))?;
        Ok(idx)
    }

    fn path_of(&self, idx: TableIdx) -> PathBuf {
        self.path.join(&self.parts[idx].name)
    }

    /// A name for a file that is called `unit`, and its path, which is free.
    fn place_for(&mut self, unit: &str) -> Result<(String, PathBuf), Error> {
        let name = self.names.name(unit, self.format.suffix());
        let place = self.path.join(&name);
        self.files.check(&place, &place.to_string_lossy())?;
        if self.existing == Existing::Kept && place.symlink_metadata().is_ok() {
            return Err(path_not_written(&place, io::ErrorKind::AlreadyExists.into()));
        }
        Ok((name, place))
    }

    fn append_all(&mut self) -> Result<(), Error> {
        for idx in 0..self.parts.len() {
            let mut buffer = std::mem::take(&mut self.parts[idx].buffer);
            let released = self.parts[idx].renderer.as_mut().map_or(Ok(()), |renderer| renderer.release(&mut buffer));
            released.map_err(|source| path_not_written(&self.path_of(idx), source))?;
            if !buffer.is_empty() {
                let append = || self.staged(idx).and_then(|mut file| file.write_all(&buffer));
                let written = self.listed.while_there(append);
                written.map_err(|source| path_not_written(&self.path_of(idx), source))?;
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
}

impl TablePlace for Folder {
    /// Opens the file for a part, which is named after it.
    fn open(&mut self, part: Part<'_>, columns: &[Column]) -> Result<TableIdx, Error> {
        let (name, place) = self.place_for(&part.name())?;
        let mut renderer = self.format.renderer(self.layout);
        let mut buffer = Vec::new();
        renderer.header(columns, &mut buffer).map_err(|source| path_not_written(&place, source))?;
        self.n_buffered_bytes += buffer.len() + renderer.n_held_bytes();
        self.parts.push(FilePart { name, renderer: Some(renderer), buffer });
        Ok(self.parts.len() - 1)
    }

    fn row(&mut self, idx: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let part = &mut self.parts[idx];
        let n_before = part.n_bytes();
        let Some(renderer) = &mut part.renderer else { return Ok(()) };
        renderer.row(cells, &mut part.buffer).map_err(|source| path_not_written(&self.path, source))?;
        self.n_buffered_bytes = (self.n_buffered_bytes + part.n_bytes()).saturating_sub(n_before);
        if self.n_buffered_bytes > MOST_BUFFERED_BYTES { self.append_all() } else { Ok(()) }
    }

    fn can_go_on(&self) -> bool {
        true
    }

    fn name(&self, idx: TableIdx) -> String {
        self.path_of(idx).to_string_lossy().into_owned()
    }

    fn path(&self, idx: TableIdx) -> Option<PathBuf> {
        Some(self.path_of(idx))
    }

    fn numbered(&self) -> Option<(u64, &str, PathBuf)> {
        let (n_names, text, name) = self.names.numbered()?;
        Some((n_names, text, self.path.join(name)))
    }

    /// Completes all files, then puts each in its place. After an error, files that are in their places are whole.
    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.files.require_content(&self.path.to_string_lossy())?;
        for part in &mut self.parts {
            let Some(renderer) = &mut part.renderer else { continue };
            renderer.finish(&mut part.buffer).map_err(|source| path_not_written(&self.path, source))?;
        }
        self.append_all()?;
        for idx in 0..self.parts.len() {
            let sync = || self.staged(idx).and_then(|file| file.sync_all());
            self.listed.while_there(sync).map_err(|source| path_not_written(&self.path, source))?;
        }
        for (idx, part) in self.parts.iter().enumerate() {
            let place = self.path.join(&part.name);
            self.listed
                .while_there(|| self.existing.put(&self.staged_path(idx), &place))
                .map_err(|source| path_not_written(&place, source))?;
        }
        sync_folder(&self.path);
        self.files.temporaries().keep_folder(&self.path);
        self.files.wrote(&self.path.to_string_lossy());
        Ok(())
    }
}

/// `-f text -o FOLDER/`: a folder in which each row becomes a file of its own, which holds its text. Rows are named before
/// columns are chosen, since their ids need not be among them.
pub(crate) struct TextFiles {
    folder: Box<Folder>,
    /// One for each table, since each has its text in a column of its own.
    renderers: Vec<Box<dyn Renderer>>,
    next_name: String,
    /// The part of the folder that was written last.
    last_idx: Option<usize>,
}

impl TextFiles {
    /// Files in `folder`.
    pub(crate) fn new(folder: Folder) -> Self {
        Self { folder: Box::new(folder), renderers: Vec::new(), next_name: String::new(), last_idx: None }
    }
}

impl TablePlace for TextFiles {
    fn open(&mut self, _: Part<'_>, columns: &[Column]) -> Result<TableIdx, Error> {
        let mut renderer = RowFormat::TEXT.renderer(self.folder.layout);
        renderer.header(columns, &mut Vec::new()).map_err(|source| path_not_written(&self.folder.path, source))?;
        self.renderers.push(renderer);
        Ok(self.renderers.len() - 1)
    }

    fn row(&mut self, idx: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let mut bytes = Vec::new();
        let rendered = self.renderers[idx].row(cells, &mut bytes);
        rendered.map_err(|source| path_not_written(&self.folder.path, source))?;
        self.last_idx = Some(self.folder.file(&self.next_name, &bytes)?);
        Ok(())
    }

    fn name(&self, _: TableIdx) -> String {
        self.folder.path.to_string_lossy().into_owned()
    }

    /// None: each row has its own.
    fn path(&self, _: TableIdx) -> Option<PathBuf> {
        None
    }

    fn rows_are_files(&self) -> bool {
        true
    }

    fn name_next(&mut self, name: String) {
        self.next_name = name;
    }

    fn last_row_file(&self) -> Option<PathBuf> {
        self.last_idx.map(|idx| self.folder.path_of(idx))
    }

    fn numbered(&self) -> Option<(u64, &str, PathBuf)> {
        self.folder.numbered()
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        self.folder.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 1] = [Column::text("a", "")];

    fn opened(path: &Path, existing: Existing) -> Box<Folder> {
        let folder = Folder::create(path, RowFormat::CSV, Layout::default(), existing, &RunFiles::default());
        Box::new(folder.expect("the folder can be made"))
    }

    fn part(unit: &str) -> Part<'_> {
        Part { unit, number: None, is_continuation: false }
    }

    #[test]
    fn parts_beyond_the_buffer_are_appended_and_whole() {
        let place = tempfile::tempdir().unwrap();
        let mut folder = opened(place.path(), Existing::Kept);
        let tables = ["x", "y"].map(|unit| folder.open(part(unit), &COLUMNS).unwrap());
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
        let error = opened(place.path(), Existing::Kept).open(part("x"), &COLUMNS).unwrap_err();
        assert!(matches!(error, Error::Write { source, .. } if source.kind() == io::ErrorKind::AlreadyExists));
        let mut folder = opened(place.path(), Existing::Replaced);
        folder.open(part("x"), &COLUMNS).unwrap();
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
        folder.open(part("x"), &COLUMNS).unwrap();
        folder.finish().unwrap();
        assert_eq!(std::fs::read(&outside).unwrap(), b"precious");
        assert!(!inside.join("x.csv").is_symlink());
    }
}
