//! Which file a path or handle really is, so that no input is ever written over.

use std::collections::HashMap;
use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};

use super::messages::{self, Failure};

/// The files that are read: those the user named, and the list or table that came with them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inputs {
    by_identity: HashMap<Identity, PathBuf>,
    folders: Vec<(PathBuf, PathBuf)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Identity {
    device: u64,
    number: u64,
}

impl Inputs {
    /// Looks at what `paths` name; `-` is standard input. What cannot be looked at cannot be read either, and is told
    /// when it is read.
    pub(crate) fn of<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Self {
        let mut inputs = Self::default();
        for path in paths {
            let found = if path == Path::new("-") { of_stdin() } else { path.metadata().ok() };
            let Some(metadata) = found else { continue };
            if metadata.is_dir() {
                inputs.folders.extend(path.canonicalize().map(|real| (real, path.to_owned())));
            } else if let Some(identity) = identity(&metadata) {
                inputs.by_identity.insert(identity, path.to_owned());
            }
        }
        inputs
    }

    /// The same without the folders, for a user who chose among their files.
    pub(crate) fn without_folders(mut self) -> Self {
        self.folders.clear();
        self
    }

    /// Whether a file is one of the inputs.
    pub(crate) fn contains(&self, metadata: &Metadata) -> bool {
        identity(metadata).is_some_and(|identity| self.by_identity.contains_key(&identity))
    }

    /// Refuses standard output that is redirected onto an input.
    ///
    /// # Errors
    ///
    /// The input's name.
    pub(crate) fn refuse_stdout(&self) -> Result<(), Failure> {
        let input = of_stdout().and_then(|metadata| identity(&metadata)).and_then(|id| self.by_identity.get(&id));
        input.map_or(Ok(()), |path| Err(messages::same_file(path).into()))
    }

    /// Refuses a file that is an input.
    ///
    /// # Errors
    ///
    /// The file's name.
    pub(crate) fn refuse(&self, target: &Path) -> Result<(), Failure> {
        match target.metadata() {
            Ok(metadata) if self.contains(&metadata) => Err(messages::same_file(target).into()),
            _ => Ok(()),
        }
    }

    /// Refuses a file that exists inside a folder that is read: it would be read as an input and replaced.
    ///
    /// # Errors
    ///
    /// The file's name and the folder's.
    pub(crate) fn refuse_inside(&self, target: &Path) -> Result<(), Failure> {
        let Ok(real) = target.canonicalize() else { return Ok(()) };
        if !real.is_file() {
            return Ok(());
        }
        let folder = self.folders.iter().find(|(folder, _)| real.starts_with(folder));
        folder.map_or(Ok(()), |(_, as_named)| Err(messages::inside_input(target, as_named).into()))
    }
}

/// The identity of a regular file; nothing else can be written over.
#[cfg(unix)]
fn identity(metadata: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    metadata.is_file().then(|| Identity { device: metadata.dev(), number: metadata.ino() })
}

#[cfg(not(unix))]
fn identity(_metadata: &Metadata) -> Option<Identity> {
    // Without file numbers only the system's own locks stand in the way: it refuses to replace a file that is open.
    None
}

fn of_stdin() -> Option<Metadata> {
    of_handle(&std::io::stdin())
}

fn of_stdout() -> Option<Metadata> {
    of_handle(&std::io::stdout())
}

#[cfg(unix)]
fn of_handle(handle: &impl std::os::fd::AsFd) -> Option<Metadata> {
    File::from(handle.as_fd().try_clone_to_owned().ok()?).metadata().ok()
}

#[cfg(windows)]
fn of_handle(handle: &impl std::os::windows::io::AsHandle) -> Option<Metadata> {
    File::from(handle.as_handle().try_clone_to_owned().ok()?).metadata().ok()
}
