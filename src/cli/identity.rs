//! Which file a path or handle really is, so that no input is ever written over.

use std::collections::HashMap;
use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use textmill::input::Corpus;

use super::messages::{self, Failure};

/// The files that are read: those the user named, those found in folders, the list or table that came with them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inputs {
    paths: Vec<PathBuf>,
    by_identity: OnceLock<HashMap<Identity, PathBuf>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Identity {
    device: u64,
    number: u64,
}

impl Inputs {
    /// Remembers what `paths` name; `-` is standard input. They are looked at when there is something to compare.
    pub(crate) fn of<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Self {
        Self { paths: paths.into_iter().map(Path::to_owned).collect(), by_identity: OnceLock::new() }
    }

    /// These and the files of another corpus.
    pub(crate) fn and(mut self, corpus: &Corpus) -> Self {
        self.paths.extend(corpus.file_paths().map(Path::to_owned));
        self
    }

    /// These and a file that is read beside them.
    pub(crate) fn beside(mut self, path: &Option<PathBuf>) -> Self {
        self.paths.extend(path.clone());
        self
    }

    /// The files, as they were named or found.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.paths.iter().map(PathBuf::as_path)
    }

    /// Whether a file is one of the inputs.
    pub(crate) fn contains(&self, metadata: &Metadata) -> bool {
        self.find(metadata).is_some()
    }

    /// Refuses standard output that is redirected onto an input.
    ///
    /// # Errors
    ///
    /// The input's name.
    pub(crate) fn refuse_stdout(&self) -> Result<(), Failure> {
        of_stdout()
            .and_then(|metadata| self.find(&metadata))
            .map_or(Ok(()), |path| Err(messages::same_file(path).into()))
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

    /// What cannot be looked at cannot be read either, and is told when it is read.
    fn find(&self, metadata: &Metadata) -> Option<&PathBuf> {
        let wanted = identity(metadata)?;
        let by_identity = self.by_identity.get_or_init(|| {
            let found = self.paths.iter().filter_map(|path| {
                let metadata = if path == Path::new("-") { of_stdin() } else { path.metadata().ok() };
                metadata.and_then(|metadata| identity(&metadata)).map(|identity| (identity, path.clone()))
            });
            found.collect()
        });
        by_identity.get(&wanted)
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
