//! The files that a run may read and write: all that its user names or, in a rerun, those that the record lists.
//!
//! Everything that opens a file for writing asks here for its place. In a rerun that is a hidden folder beside the record:
//! whatever the recorded command writes is looked at there, and compared with the record, before anything lands where it
//! belongs.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The longest path that is resolved: longer than any that a system opens.
const LONGEST_PATH_BYTES: usize = 32 << 10;

/// What a run may read and write. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Permissions(Arc<OnceLock<Restriction>>);

/// The files of a record.
#[derive(Debug)]
pub(crate) struct Restriction {
    /// The folder of the record, without links.
    pub(crate) folder: PathBuf,
    /// The folder in which `folder/x` is written as `x`.
    pub(crate) staging: PathBuf,
    /// The files that may be written, below the folder.
    pub(crate) outputs: BTreeSet<PathBuf>,
    /// The files that may be read into them, without links.
    pub(crate) inputs: HashSet<PathBuf>,
}

/// A file that the record does not list.
#[derive(Debug, thiserror::Error)]
#[error("the record does not list it")]
pub(crate) struct Unlisted;

impl Permissions {
    /// From now on, only these files. It cannot be undone.
    pub(crate) fn restrict(&self, restriction: Restriction) {
        // A rerun cannot begin another one, so there is none before.
        _ = self.0.set(restriction);
    }

    /// Where the new content of the file `target` is written.
    ///
    /// # Errors
    ///
    /// [`Unlisted`], and whatever making a folder says.
    pub(crate) fn place_of<'t>(&self, target: &'t Path) -> io::Result<Cow<'t, Path>> {
        let Some(restriction) = self.0.get() else { return Ok(target.into()) };
        let below = restriction.below(target)?;
        if !restriction.outputs.contains(&below) {
            return Err(io::Error::other(Unlisted));
        }
        let place = restriction.staging.join(below);
        place.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        Ok(place.into())
    }

    /// Where the files of the folder `target` are written.
    ///
    /// # Errors
    ///
    /// [`Unlisted`] if no file below it is listed.
    pub(crate) fn folder_of<'t>(&self, target: &'t Path) -> io::Result<Cow<'t, Path>> {
        let Some(restriction) = self.0.get() else { return Ok(target.into()) };
        let below = restriction.below(target)?;
        if !restriction.outputs.iter().any(|output| output.starts_with(&below)) {
            return Err(io::Error::other(Unlisted));
        }
        Ok(restriction.staging.join(below).into())
    }

    /// The first of these inputs that the record does not list: what it says about the outputs would be of other inputs.
    pub(crate) fn unlisted<'p>(&self, inputs: &'p [PathBuf]) -> Option<&'p PathBuf> {
        let restriction = self.0.get()?;
        let is_listed = |path: &Path| path.canonicalize().is_ok_and(|real| restriction.inputs.contains(&real));
        inputs.iter().find(|path| !path.is_dir() && !is_listed(path))
    }
}

impl Restriction {
    fn below(&self, target: &Path) -> io::Result<PathBuf> {
        let place = resolved(target)?;
        place.strip_prefix(&self.folder).map(Path::to_owned).map_err(|_| io::Error::other(Unlisted))
    }
}

/// `path` from the root on and without links, whether its last parts are there or not.
///
/// # Errors
///
/// If it cannot be looked at, or what is not there has no plain name.
pub(crate) fn resolved(path: &Path) -> io::Result<PathBuf> {
    if path.as_os_str().len() > LONGEST_PATH_BYTES {
        return Err(io::Error::other("the path is too long"));
    }
    let path = std::path::absolute(path)?;
    for folder in path.ancestors() {
        match folder.canonicalize() {
            Ok(real) => {
                let rest = path.strip_prefix(folder).unwrap_or(&path);
                if rest.as_os_str().is_empty() {
                    // To join nothing would end the path like a folder's.
                    return Ok(real);
                }
                let is_plain = rest.components().all(|part| matches!(part, Component::Normal(_)));
                return if is_plain {
                    Ok(real.join(rest))
                } else {
                    Err(io::Error::other("the path leads up from nowhere"))
                };
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            // A link that leads nowhere could lead anywhere tomorrow.
            Err(_) if folder.symlink_metadata().is_ok() => return Err(io::Error::other("a link in it leads nowhere")),
            Err(_) => {}
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restricted(folder: &Path) -> Permissions {
        let permissions = Permissions::default();
        permissions.restrict(Restriction {
            folder: folder.to_owned(),
            staging: folder.join(".staging"),
            outputs: ["a.csv", "parts/b.csv"].map(PathBuf::from).into(),
            inputs: HashSet::new(),
        });
        permissions
    }

    #[test]
    fn without_a_record_every_place_is_itself() {
        let permissions = Permissions::default();
        assert_eq!(permissions.place_of(Path::new("../x")).unwrap(), Path::new("../x"));
        assert_eq!(permissions.folder_of(Path::new("/")).unwrap(), Path::new("/"));
    }

    #[test]
    fn listed_files_are_written_aside_and_others_not_at_all() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().canonicalize().unwrap();
        std::fs::create_dir(folder.join("parts")).unwrap();
        let permissions = restricted(&folder);
        let staged = |name: &str| permissions.place_of(&folder.join(name)).ok().map(Cow::into_owned);
        assert_eq!(staged("a.csv"), Some(folder.join(".staging/a.csv")));
        assert_eq!(staged("./parts/../a.csv"), Some(folder.join(".staging/a.csv")));
        assert_eq!(staged("parts/b.csv"), Some(folder.join(".staging/parts/b.csv")));
        for name in ["b.csv", "parts", "", "../a.csv", "a.csv/b", "/etc/passwd", "none/../../a.csv"] {
            assert_eq!(staged(name), None, "{name}");
        }
        let error = permissions.place_of(Path::new("/dev/full")).unwrap_err();
        assert!(error.get_ref().is_some_and(|inner| inner.is::<Unlisted>()));
        let staged = |name: &str| permissions.folder_of(&folder.join(name)).ok().map(Cow::into_owned);
        assert_eq!(staged("parts/"), Some(folder.join(".staging/parts")));
        assert_eq!(staged("."), Some(folder.join(".staging")));
        assert_eq!(staged("part"), None);
        assert_eq!(staged(".."), None);
    }

    #[test]
    fn what_is_there_and_what_is_not_are_resolved_alike() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().canonicalize().unwrap();
        std::fs::write(folder.join("a.csv"), "").unwrap();
        for name in ["a.csv", "b.csv", "new/b.csv"] {
            let resolved = resolved(&place.path().join(name)).unwrap();
            assert_eq!(resolved.as_os_str(), folder.join(name).as_os_str());
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_seen_through() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().canonicalize().unwrap();
        let link = |target: &str, name: &str| std::os::unix::fs::symlink(target, folder.join(name)).unwrap();
        link(".", "here");
        link("..", "up");
        link("nowhere", "broken");
        let permissions = restricted(&folder);
        assert!(permissions.place_of(&folder.join("here/a.csv")).is_ok());
        for name in ["up/a.csv", "broken", "broken/a.csv"] {
            assert!(permissions.place_of(&folder.join(name)).is_err(), "{name}");
        }
        link("a.csv", "c.csv");
        assert!(permissions.place_of(&folder.join("c.csv")).is_err());
        std::fs::write(folder.join("a.csv"), "").unwrap();
        assert!(permissions.place_of(&folder.join("c.csv")).is_ok());
    }
}
