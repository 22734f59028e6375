//! A file that is old or new, never half: written beside its target, then put in its place.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, PersistError, TempPath};
use textmill::error::Error;

use super::run_files::{Claim, RunFiles, parent};
use super::signals::Listed;

const BUFFER_BYTES: usize = 128 << 10;

/// Begins the names of our temporary files. A name with a dot in front is hidden, so no later run reads it by mistake.
pub(crate) const TEMPORARY_PREFIX: &str = ".textmill-";

/// What happens to a file that stands where another one is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// It stays, and the run ends.
    Kept,
    /// It is replaced, unless it is an input.
    Replaced,
}

impl Existing {
    /// What `--force` says.
    pub(crate) fn of(is_forced: bool) -> Self {
        if is_forced { Self::Replaced } else { Self::Kept }
    }

    /// Puts a file in its place. One that came into being meanwhile is noticed here; a link is replaced, never followed.
    ///
    /// # Errors
    ///
    /// If there is a file that must stay, or the disk refuses.
    pub(crate) fn put(self, staged: &Path, place: &Path) -> io::Result<()> {
        let staged = TempPath::try_from_path(staged)?;
        match self {
            Self::Kept => staged.persist_noclobber(place).map_err(|error| error.error),
            Self::Replaced => staged.persist(place).map_err(|error| error.error),
        }
    }
}

/// A new content for a file. Dropped before [`commit`](Self::commit), it leaves everything as it was.
#[derive(Debug)]
pub(crate) struct AtomicFile {
    file: BufWriter<NamedTempFile>,
    /// The name that messages give it.
    target: String,
    place: PathBuf,
    old_permissions: Option<Permissions>,
    claim: Claim,
    /// Behind the file, so that it is listed until it is gone.
    listed: Listed,
}

impl AtomicFile {
    /// Opens a temporary file beside `target`; if that is a symbolic link, beside the file it leads to.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if it is read or written by the run already, [`Error::Write`] if it cannot be written, now rather
    /// than after the work, or may not be.
    pub(crate) fn create(target: &Path, files: &RunFiles) -> Result<Self, Error> {
        let name = target.to_string_lossy().into_owned();
        let failed = |source| Error::Write { target: name.clone(), source };
        let claim = files.claim(&behind_links(target).map_err(failed)?, &name)?;
        let permitted = files.temporaries().permissions().place_of(target).map_err(failed)?;
        let place = behind_links(&permitted).map_err(failed)?;
        let old_permissions = old_permissions(&place).map_err(failed)?;
        Self::beside(place, name, old_permissions, claim)
    }

    /// Opens a temporary file beside `place`, which gets the file itself: a link that stands there is replaced, not followed.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub(crate) fn in_place_of(place: &Path, files: &RunFiles) -> Result<Self, Error> {
        let name = place.to_string_lossy().into_owned();
        let claim = files.claim(place, &name)?;
        Self::beside(place.to_owned(), name, None, claim)
    }

    fn beside(place: PathBuf, name: String, old_permissions: Option<Permissions>, claim: Claim) -> Result<Self, Error> {
        let failed = |source| Error::Write { target: name.clone(), source };
        let make = || new_file_beside().tempfile_in(parent(&place));
        let made = claim.files().temporaries().make(make, |file| file.path());
        let (file, listed) = made.map_err(|error| failed(without_path(&error)))?;
        let file = BufWriter::with_capacity(BUFFER_BYTES, file);
        Ok(Self { file, target: name, place, old_permissions, claim, listed })
    }

    /// Where the new content is now, for a library that opens it by its name.
    pub(crate) fn path(&self) -> &Path {
        self.file.get_ref().path()
    }

    /// Puts the new content in place, on disk for good.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if nothing was read that it could be made of, [`Error::Write`] if the disk refuses; the target is
    /// the old one then.
    pub(crate) fn commit(self) -> Result<(), Error> {
        self.put(|file, place| file.persist(place).map(drop))
    }

    /// Like [`commit`](Self::commit), but leaves what has come to be at the place meanwhile if it must stay.
    ///
    /// # Errors
    ///
    /// As [`commit`](Self::commit), also if there is something that must stay.
    pub(crate) fn commit_over(self, existing: Existing) -> Result<(), Error> {
        match existing {
            Existing::Kept => self.put(|file, place| file.persist_noclobber(place).map(drop)),
            Existing::Replaced => self.commit(),
        }
    }

    fn put(self, persist: impl FnOnce(NamedTempFile, &Path) -> Result<(), PersistError>) -> Result<(), Error> {
        self.claim.files().require_content(&self.target)?;
        let Self { listed, claim, old_permissions, place, target, file } = self;
        put(file, &place, old_permissions, &listed, persist).map_err(|source| not_written(target.clone(), source))?;
        claim.files().wrote(&target);
        claim.keep();
        Ok(())
    }
}

/// The permissions of the file that is there, if one is.
fn old_permissions(place: &Path) -> io::Result<Option<Permissions>> {
    match OpenOptions::new().write(true).open(place) {
        Ok(old) => Ok(Some(old.metadata()?.permissions())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The file is gone or in its place when this returns.
fn put(
    file: BufWriter<NamedTempFile>,
    place: &Path,
    permissions: Option<Permissions>,
    listed: &Listed,
    persist: impl FnOnce(NamedTempFile, &Path) -> Result<(), PersistError>,
) -> io::Result<()> {
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    listed.while_there(|| persist(file, place)).map_err(|error| error.error)?;
    sync_folder(parent(place));
    Ok(())
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Why the file or folder `target` could not be written. No reader of a file can have gone away, so a broken pipe below it
/// is a failure like any other and not the normal end that it is for standard output.
pub(crate) fn not_written(target: String, source: io::Error) -> Error {
    let is_pipe = source.kind() == io::ErrorKind::BrokenPipe;
    Error::Write { target, source: if is_pipe { io::Error::other(source) } else { source } }
}

/// The same for what messages call by its path.
pub(crate) fn path_not_written(path: &Path, source: io::Error) -> Error {
    not_written(path.to_string_lossy().into_owned(), source)
}

/// Makes the names in a folder last. Not every file system can, and the files themselves are safe by then.
pub(crate) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        _ = folder.sync_all();
    }
}

/// Where a chain of links ends, whether a file is there or not.
///
/// # Errors
///
/// If there are too many of them.
pub(crate) fn behind_links(target: &Path) -> io::Result<PathBuf> {
    /// As many as Linux follows.
    const MOST_LINKS: usize = 40;
    let mut place = target.to_owned();
    for _ in 0..MOST_LINKS {
        match place.read_link() {
            Ok(next) => place = parent(&place).join(next),
            Err(_) => return Ok(place),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// A new file gets the permissions that the user's mask leaves, as if the shell had made it.
fn new_file_beside() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_PREFIX).suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// The name of a temporary file says nothing to a user, so only the kind of the error is kept.
fn without_path(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => error.kind().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a temporary folder")
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = folder.read_dir().expect("it is there");
        let mut names: Vec<_> =
            entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_old_content_stays_until_the_new_one_is_whole() {
        let folder = folder();
        let target = folder.path().join("a.csv");
        std::fs::write(&target, "old").unwrap();
        let mut file = AtomicFile::create(&target, &RunFiles::default()).unwrap();
        file.write_all(b"new").unwrap();
        file.flush().unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"old");
        file.commit().unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    #[test]
    fn a_dropped_file_leaves_no_trace() {
        let folder = folder();
        drop(AtomicFile::create(&folder.path().join("a.csv"), &RunFiles::default()).unwrap());
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_written_through_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder();
        let (target, link) = (folder.path().join("real.csv"), folder.path().join("link.csv"));
        std::fs::write(&target, "old").unwrap();
        std::fs::set_permissions(&target, Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("real.csv", &link).unwrap();
        let mut file = AtomicFile::create(&link, &RunFiles::default()).unwrap();
        file.write_all(b"new").unwrap();
        file.commit().unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read(&target).unwrap(), b"new");
        assert_eq!(target.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn a_missing_folder_is_an_error_at_once() {
        let folder = folder();
        let error = AtomicFile::create(&folder.path().join("none/a.csv"), &RunFiles::default()).unwrap_err();
        assert!(matches!(error, Error::Write { source, .. } if source.kind() == io::ErrorKind::NotFound));
    }
}
