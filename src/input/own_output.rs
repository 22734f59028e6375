//! The file that standard output goes to: where the shell opened it in a folder that is read, it is no input.
//!
//! It would grow as fast as it is read. The walker of the crate `ignore` could pass it over as well, but it closes standard
//! output if the system refuses to say which file that is, and what is opened next would take its place. Elsewhere than on
//! Unix it has to do, since the numbers of files are not to be had there.

use ignore::DirEntry;

/// Device and number of that file, if it is a regular one and the system tells.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnOutput(Option<(u64, u64)>);

#[cfg(unix)]
impl OwnOutput {
    /// Looks at standard output, through a handle of its own.
    pub(super) fn new() -> Self {
        use std::os::fd::AsFd;
        use std::os::unix::fs::MetadataExt;

        let handle = std::io::stdout().as_fd().try_clone_to_owned();
        let metadata = handle.and_then(|handle| std::fs::File::from(handle).metadata());
        let regular = metadata.ok().filter(std::fs::Metadata::is_file);
        Self(regular.map(|metadata| (metadata.dev(), metadata.ino())))
    }

    /// Whether it is this entry of a folder.
    pub(super) fn is(self, entry: &DirEntry) -> bool {
        use std::os::unix::fs::MetadataExt;

        // The number is known without asking the system, and is another one for nearly all.
        self.0.is_some_and(|(device, number)| {
            entry.ino() == Some(number)
                && entry.metadata().is_ok_and(|metadata| (metadata.dev(), metadata.ino()) == (device, number))
        })
    }
}

#[cfg(not(unix))]
impl OwnOutput {
    /// None that could be told from others.
    pub(super) fn new() -> Self {
        Self(None)
    }

    /// Whether it is this entry of a folder.
    pub(super) fn is(self, _entry: &DirEntry) -> bool {
        self.0.is_some()
    }
}
