//! What an archive names: files and other things, and where their bytes are.

use crate::input::reader::Fault;
use crate::input::zip_file::ZipEntry;

/// Where the bytes of a member are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Zip(ZipEntry),
    Tar { start: u64, n_bytes: u64 },
}

/// Something that an archive names.
pub(super) struct Entry {
    pub(super) written: String,
    pub(super) n_bytes: u64,
    pub(super) place: Place,
    pub(super) kind: EntryKind,
}

pub(super) enum EntryKind {
    File,
    /// A folder, a link, a device.
    NoFile,
    Refused(Fault),
}
