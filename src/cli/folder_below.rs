//! A folder that files are put into at places which came from outside: step by step, through no link, and never half.
//!
//! The folder itself is the user's and may be a link. Of what lies in it nothing is trusted: a link that was planted there is neither
//! followed nor, where a file belongs, written through.

use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use textmill::error::Error;

use super::atomic_file::{AtomicFile, Existing, path_not_written};
use super::run_files::RunFiles;

/// An opened folder.
pub(crate) struct FolderBelow<'f> {
    path: PathBuf,
    /// The same without links.
    real_path: PathBuf,
    existing: Existing,
    files: &'f RunFiles,
}

impl<'f> FolderBelow<'f> {
    /// Opens the folder, which is made if need be. None of `inputs` is ever replaced.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if it is none.
    pub(crate) fn open(path: &Path, existing: Existing, files: &'f RunFiles) -> Result<Self, Error> {
        let open = || {
            let place = files.temporaries().permissions().folder_of(path)?;
            files.temporaries().make_folder(&place)?;
            let real_path = place.canonicalize()?;
            Ok((place.into_owned(), real_path))
        };
        let (path, real_path) = open().map_err(|source| path_not_written(path, source))?;
        Ok(Self { path, real_path, existing, files })
    }

    /// Puts a file of these bytes at `place`, a relative path of ordinary parts, and makes its folders if need be.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if there is something that must stay, a link on the way, or the disk refuses.
    pub(crate) fn put(&self, place: &Path, bytes: &[u8]) -> Result<(), Error> {
        let failed = |source| path_not_written(&self.path.join(place), source);
        let folder = self.folder_of(place).map_err(failed)?;
        let target = folder.join(place.file_name().unwrap_or_default());
        self.refuse(&target).map_err(failed)?;
        let mut file = AtomicFile::in_place_of(&target, self.files)?;
        if !folder.canonicalize().map_err(failed)?.starts_with(&self.real_path) {
            return Err(failed(io::Error::other("a link leads out of the folder")));
        }
        file.write_all(bytes).map_err(failed)?;
        file.commit_over(self.existing)
    }

    /// The folder of a place, made step by step.
    fn folder_of(&self, place: &Path) -> io::Result<PathBuf> {
        let mut folder = self.path.clone();
        for part in place.parent().unwrap_or(Path::new("")).components() {
            let Component::Normal(name) = part else { return Err(io::Error::other("it leads out of the folder")) };
            folder.push(name);
            if folder.symlink_metadata().is_err() {
                // Listed, so that a run that fails before a file is in it takes it away.
                self.files.temporaries().make_folder(&folder)?;
            }
            let metadata = folder.symlink_metadata()?;
            if metadata.is_symlink() {
                return Err(io::Error::other(format!("{name:?} is a symbolic link, and none is followed here")));
            }
            if !metadata.is_dir() {
                return Err(io::ErrorKind::NotADirectory.into());
            }
        }
        Ok(folder)
    }

    fn refuse(&self, target: &Path) -> io::Result<()> {
        let Ok(metadata) = target.symlink_metadata() else { return Ok(()) };
        match self.existing {
            Existing::Kept => Err(io::ErrorKind::AlreadyExists.into()),
            Existing::Replaced if metadata.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Existing::Replaced => Ok(()),
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    /// A folder `in` beside a folder `outside` that has a file.
    fn folders() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["in", "outside"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("outside/precious"), "mine").unwrap();
        folder
    }

    fn put(folder: &Path, existing: Existing, place: &str) -> Result<(), String> {
        let files = RunFiles::default();
        let below = FolderBelow::open(&folder.join("in"), existing, &files).unwrap();
        below.put(Path::new(place), b"text").map_err(|error| error.to_string())
    }

    #[test]
    fn files_and_their_folders_are_made_and_nothing_is_left_behind() {
        let folder = folders();
        put(folder.path(), Existing::Kept, "a/b/c.txt").unwrap();
        assert_eq!(fs::read(folder.path().join("in/a/b/c.txt")).unwrap(), b"text");
        assert!(put(folder.path(), Existing::Kept, "a/b/c.txt").is_err());
        assert!(put(folder.path(), Existing::Replaced, "a/b").unwrap_err().contains("directory"));
        assert_eq!(folder.path().join("in/a/b").read_dir().unwrap().count(), 1);
    }

    #[test]
    fn folders_made_for_a_file_that_could_not_be_written_are_taken_away() {
        let folder = folders();
        let files = RunFiles::default();
        let below = FolderBelow::open(&folder.path().join("in"), Existing::Kept, &files).unwrap();
        let too_long = "n".repeat(5000);
        assert!(below.put(&Path::new("a/b").join(too_long), b"text").is_err());
        below.put(Path::new("c/d.txt"), b"text").unwrap();
        files.temporaries().remove_folders();
        let left: Vec<_> =
            folder.path().join("in").read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["c"]);
    }

    #[test]
    fn a_link_on_the_way_is_not_followed() {
        let folder = folders();
        symlink("../outside", folder.path().join("in/d")).unwrap();
        for existing in [Existing::Kept, Existing::Replaced] {
            let error = put(folder.path(), existing, "d/x.txt").unwrap_err();
            assert!(error.contains("is a symbolic link"), "{error}");
            assert!(put(folder.path(), existing, "../outside/x.txt").is_err());
        }
        assert_eq!(folder.path().join("outside").read_dir().unwrap().count(), 1);
    }

    #[test]
    fn a_link_in_the_place_of_a_file_is_replaced_and_what_it_leads_to_stays() {
        let folder = folders();
        symlink("../outside/precious", folder.path().join("in/x.txt")).unwrap();
        symlink("../outside/new", folder.path().join("in/y.txt")).unwrap();
        assert!(
            put(folder.path(), Existing::Kept, "x.txt").is_err()
                && put(folder.path(), Existing::Kept, "y.txt").is_err()
        );
        put(folder.path(), Existing::Replaced, "x.txt").unwrap();
        assert_eq!(fs::read(folder.path().join("outside/precious")).unwrap(), b"mine");
        assert!(!folder.path().join("in/x.txt").is_symlink() && !folder.path().join("outside/new").exists());
    }
}
