//! One file for each segment in a folder, and the manifest of them all.
//!
//! Files are written in a hidden folder beside their places and moved there when all are written; the manifest comes last.
//! Up to a thousand stand in the folder itself, more in numbered subfolders of a thousand, which move as a whole. The
//! files are not forced to disk one by one, which would take a hundred times as long: after a failure of power
//! `--verify` tells which are whole.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use textmill::error::Error;
use textmill::table::{Cell, Column, Output, TableIdx};
use textmill::text::FileNames;

use super::arguments::OutputArgs;
use super::atomic_file::{Existing, TEMPORARY_PREFIX, path_not_written, sync_folder};
use super::messages::Failure;
use super::run_files::RunFiles;
use super::session::Session;
use super::signals::Listed;
use super::split_manifest::ManifestFile;

/// So many files stand in one folder.
const MOST_FILES: usize = 1_000;

/// The folder of segments, and the file of their manifest in it.
#[derive(Clone, Copy)]
pub(crate) struct SegmentPlace<'p> {
    pub(crate) folder: &'p Path,
    pub(crate) manifest: &'p Path,
    pub(crate) args: &'p OutputArgs,
}

/// Opens the folder, lets `verb` write the table of a manifest, and puts files and manifest in place.
///
/// # Errors
///
/// If the folder cannot be written or has files of an earlier run, and what `verb` returns; nothing was changed then.
pub(crate) fn write<T>(
    SegmentPlace { folder, manifest, args }: SegmentPlace<'_>,
    session: &Session,
    verb: impl FnOnce(&mut dyn Output) -> Result<T, Error>,
) -> Result<T, Failure> {
    let existing = args.existing();
    let permitted = session.permissions().folder_of(folder).map_err(|source| path_not_written(folder, source))?;
    let (staging, listed) = staging(&permitted, session).map_err(|source| path_not_written(folder, source))?;
    let mut files = SegmentFiles {
        folder: permitted.into_owned(),
        existing,
        run_files: session.files().clone(),
        staging,
        listed,
        manifest: ManifestFile::create(manifest, args, session)?,
        names: FileNames::default(),
        n_files: 0,
        held: Vec::new(),
    };
    let value = verb(&mut files)?;
    files.finish(session)?;
    Ok(value)
}

struct SegmentFiles {
    folder: PathBuf,
    existing: Existing,
    run_files: RunFiles,
    /// Removed with all that is left in it when dropped.
    staging: TempDir,
    /// Behind the folder, so that it is listed until it is gone.
    listed: Listed,
    manifest: ManifestFile,
    /// The names in the current subfolder.
    names: FileNames,
    n_files: usize,
    /// Rows of the first files with their names, while it is open whether there will be subfolders.
    held: Vec<(Vec<Cell<'static>>, String)>,
}

impl Output for SegmentFiles {
    fn table(&mut self, _: &str, _: &[Column]) -> Result<TableIdx, Error> {
        Ok(0)
    }

    /// Takes a row of a manifest: the first cells name the segment, the last one is its bytes.
    fn row(&mut self, _: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let [id, _, title, .., content] = cells else { return Ok(()) };
        if self.n_files.is_multiple_of(MOST_FILES) {
            self.names = FileNames::default();
            self.n_files += 1;
            self.listed
                .while_there(|| fs::create_dir(self.staging.path().join(self.subfolder())))
                .map_err(|source| path_not_written(&self.folder, source))?;
        } else {
            self.n_files += 1;
        }
        let name = self.names.name(&readable_name(text(id), text(title)), "txt");
        let place = self.staging.path().join(self.subfolder()).join(&name);
        let put = || {
            let mut file = OpenOptions::new().write(true).create_new(true).open(&place)?;
            file.write_all(text(content).as_bytes())
        };
        self.listed.while_there(put).map_err(|source| path_not_written(&self.folder.join(&name), source))?;
        if self.n_files <= MOST_FILES {
            self.held.push((cells[..cells.len() - 1].iter().map(owned).chain([Cell::Empty]).collect(), name));
            return Ok(());
        }
        self.release(1)?;
        self.manifest.row(cells, Some(&format!("{}/{name}", self.subfolder())))
    }
}

impl SegmentFiles {
    /// The subfolder of the file that was counted last.
    fn subfolder(&self) -> String {
        numbered(self.n_files.div_ceil(MOST_FILES))
    }

    /// Writes the rows held back: `subfolder` is the number of theirs, 0 if there are none.
    fn release(&mut self, subfolder: usize) -> Result<(), Error> {
        for (cells, name) in std::mem::take(&mut self.held) {
            let file = if subfolder == 0 { name } else { format!("{}/{name}", numbered(subfolder)) };
            self.manifest.row(&cells, Some(&file))?;
        }
        Ok(())
    }

    fn finish(mut self, session: &Session) -> Result<(), Error> {
        self.run_files.require_content(&self.folder.to_string_lossy())?;
        self.release(0)?;
        let staged = if self.n_files <= MOST_FILES {
            self.staging.path().join(numbered(1))
        } else {
            self.staging.path().to_owned()
        };
        if self.n_files > 0 {
            let names = names(&staged).map_err(|source| path_not_written(&self.folder, source))?;
            self.refuse_existing(&staged, &names)?;
            for name in &names {
                let target = self.folder.join(name);
                let put = || self.put(&staged.join(name), &target);
                self.listed.while_there(put).map_err(|source| path_not_written(&target, source))?;
            }
            // Empty by now, it goes without being opened, which may fail. What stays goes with the hidden folder.
            _ = fs::remove_dir(&staged);
        }
        sync_folder(&self.folder);
        self.run_files.temporaries().keep_folder(&self.folder);
        self.run_files.wrote(&self.folder.to_string_lossy());
        self.manifest.finish(session)
    }

    /// Looks at every place before anything is moved, so that the folder is left as it was if one is taken.
    fn refuse_existing(&self, staged: &Path, names: &[PathBuf]) -> Result<(), Error> {
        for name in names {
            let place = self.folder.join(name);
            self.run_files.check(&place, &place.to_string_lossy())?;
            let Ok(metadata) = place.symlink_metadata() else { continue };
            if metadata.is_dir() && staged.join(name).is_dir() && self.existing == Existing::Replaced {
                let inner = self::names(&staged.join(name)).map_err(|source| path_not_written(&place, source))?;
                let inner: Vec<PathBuf> = inner.iter().map(|inner| name.join(inner)).collect();
                self.refuse_existing(staged, &inner)?;
                continue;
            }
            if self.existing == Existing::Kept {
                return Err(path_not_written(&place, io::ErrorKind::AlreadyExists.into()));
            }
        }
        Ok(())
    }

    /// Moves a file or a subfolder. Into a subfolder that is there already its files move one by one.
    fn put(&self, staged: &Path, target: &Path) -> io::Result<()> {
        if !staged.is_dir() {
            return self.existing.put(staged, target);
        }
        // A link to a folder is no folder of ours to write through.
        if target.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
            for name in names(staged)? {
                self.put(&staged.join(&name), &target.join(&name))?;
            }
            return Ok(());
        }
        fs::rename(staged, target)
    }
}

fn staging(folder: &Path, session: &Session) -> io::Result<(TempDir, Listed)> {
    let temporaries = session.files().temporaries();
    temporaries.make_folder(folder)?;
    let make = || tempfile::Builder::new().prefix(TEMPORARY_PREFIX).tempdir_in(folder);
    temporaries.make(make, TempDir::path)
}

/// What a person would call the file: the document's name, the number of the segment, its title.
fn readable_name(id: &str, title: &str) -> String {
    let (document, number) = id.rsplit_once('#').unwrap_or((id, "1"));
    let name = document.rsplit('/').next().unwrap_or(document);
    // A record of a file is called by both: news.jsonl#3 is news-3.
    let (file, record) = name.split_once('#').map_or((name, None), |(file, record)| (file, Some(record)));
    let stem = Path::new(file).file_stem().map_or(file.into(), |stem| stem.to_string_lossy());
    let words = title.split_whitespace().map(str::to_owned);
    let parts = record.map(str::to_owned).into_iter().chain([format!("{number:0>4}")]).chain(words);
    parts.fold(stem.into_owned(), |name, part| name + "-" + &part)
}

fn numbered(subfolder: usize) -> String {
    format!("{subfolder:04}")
}

fn names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names = folder.read_dir()?.map(|entry| Ok(entry?.file_name().into())).collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

fn text<'c>(cell: &'c Cell<'_>) -> &'c str {
    match cell {
        Cell::Text(text) | Cell::Json(text) => text,
        Cell::Empty | Cell::Integer(_) | Cell::Real(_) => "",
    }
}

fn owned(cell: &Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Empty => Cell::Empty,
        Cell::Text(text) => Cell::text(text.clone().into_owned()),
        Cell::Json(json) => Cell::Json(json.clone().into_owned().into()),
        Cell::Integer(value) => Cell::Integer(*value),
        Cell::Real(value) => Cell::Real(*value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_document_number_and_title() {
        let cases = [
            ("digests/notices.txt#4", "Potato day", "notices-0004-Potato-day"),
            ("news.jsonl#3#1", "", "news-3-0001"),
            ("stdin#12", "a\nb", "stdin-0012-a-b"),
            ("book", "", "book-0001"),
        ];
        for (id, title, expected) in cases {
            assert_eq!(readable_name(id, title), expected);
        }
    }
}
