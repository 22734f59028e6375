//! A member of a ZIP archive, and why it cannot be unpacked.

/// What most ZIP files begin with: the head of the first member.
pub(in crate::input) const MAGIC: &[u8] = b"PK\x03\x04";

/// A member as the directory of its archive names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::input) struct ZipEntry {
    /// The name as it is written, parts separated by `/`.
    pub(in crate::input) name: String,
    pub(in crate::input) content: Content,
    /// Length of the bytes when they are unpacked.
    pub(in crate::input) n_bytes: u64,
    /// Where the member's own head begins.
    pub(super) head_start: u64,
    /// How it is compressed.
    pub(super) method: u16,
    /// Its length in the archive.
    pub(super) n_packed_bytes: u64,
    /// The checksum of its bytes.
    pub(super) crc: u32,
}

/// The kind of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Content {
    /// A file.
    Plain,
    /// A file that needs a password.
    Encrypted,
    /// A folder, a link, a device.
    NoFile,
}

/// The reason why a member cannot be unpacked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::input) enum MemberFault {
    /// It is not what the directory says.
    #[error("{0}")]
    Damaged(String),
    /// It is packed in a way that is not read, of this name.
    #[error("is packed with {0}, which is not read")]
    Method(String),
}
