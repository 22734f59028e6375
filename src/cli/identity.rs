//! The identity of files: one file is the same by all its names and handles.

use std::fs::{File, Metadata};

/// The file itself: two names with the same identity are links to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    device: u64,
    number: u64,
}

impl Identity {
    /// The identity of a regular file or folder; nothing else can be written over.
    #[cfg(unix)]
    pub(crate) fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let can_be_replaced = metadata.is_file() || metadata.is_dir();
        can_be_replaced.then(|| Self { device: metadata.dev(), number: metadata.ino() })
    }

    #[cfg(not(unix))]
    pub(crate) fn of(_metadata: &Metadata) -> Option<Self> {
        // Without file numbers only the system's own locks stand in the way: it refuses to replace a file that is open.
        None
    }

    /// The file that standard input comes from.
    pub(crate) fn of_stdin() -> Option<Self> {
        Self::of(&of_handle(&std::io::stdin())?)
    }

    /// The file that standard output goes to.
    pub(crate) fn of_stdout() -> Option<Self> {
        Self::of(&of_handle(&std::io::stdout())?)
    }
}

#[cfg(unix)]
fn of_handle(handle: &impl std::os::fd::AsFd) -> Option<Metadata> {
    File::from(handle.as_fd().try_clone_to_owned().ok()?).metadata().ok()
}

#[cfg(windows)]
fn of_handle(handle: &impl std::os::windows::io::AsHandle) -> Option<Metadata> {
    File::from(handle.as_handle().try_clone_to_owned().ok()?).metadata().ok()
}
