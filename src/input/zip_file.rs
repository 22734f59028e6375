//! ZIP files, the one reader of all of them: archives of documents, and documents that are packed in parts.
//!
//! The crates for ZIP read directories whole, into memory, or not at all. Here a damaged directory gives the members before the
//! damage, members of one name stay apart, and many threads read from one file.

mod directory;
mod entry;
mod member;

#[cfg(any(feature = "office", feature = "sheets"))]
use std::io::Read;
#[cfg(any(feature = "office", feature = "sheets"))]
use std::ops::ControlFlow;

pub(super) use self::directory::read_directory;
#[cfg(feature = "sheets")]
pub(super) use self::entry::MAGIC;
pub(super) use self::entry::{Content, MemberFault, ZipEntry};
pub(super) use self::member::open_member;
#[cfg(any(feature = "office", feature = "sheets"))]
use super::positioned::Positioned;
#[cfg(any(feature = "office", feature = "sheets"))]
use super::reader::Fault;

/// The most members of an archive.
pub(super) const MOST_MEMBERS: usize = 1_000_000;

/// A ZIP file that is itself a document, whose members are its parts.
#[cfg(any(feature = "office", feature = "sheets"))]
pub(super) struct ZipFile<P> {
    source: P,
    entries: Vec<ZipEntry>,
}

#[cfg(any(feature = "office", feature = "sheets"))]
impl<'p, P: Positioned + Clone + Send + 'p> ZipFile<P> {
    /// Reads the directory. Cost: one pass over it.
    ///
    /// # Errors
    ///
    /// [`Fault::Malformed`] if the directory is missing or damaged, or names too many members.
    pub(super) fn open(source: P) -> Result<Self, Fault> {
        let mut entries = Vec::new();
        read_directory(&source, &mut |entry| {
            entries.push(entry);
            if entries.len() > MOST_MEMBERS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if entries.len() > MOST_MEMBERS {
            return Err(Fault::malformed(format!("it has more than {MOST_MEMBERS} members")));
        }
        Ok(Self { source, entries })
    }

    /// All members, in the order of the directory.
    pub(super) fn entries(&self) -> &[ZipEntry] {
        &self.entries
    }

    /// A reader of the bytes of a member, as [`open_member`].
    ///
    /// # Errors
    ///
    /// As [`open_member`].
    pub(super) fn open_member(&self, entry: &ZipEntry) -> Result<Box<dyn Read + Send + 'p>, MemberFault> {
        open_member(&self.source, entry)
    }

    /// `true` if two members share bytes, which no program writes.
    pub(super) fn has_overlaps(&self) -> bool {
        let extent = |entry: &ZipEntry| (entry.head_start, entry.head_start.saturating_add(entry.n_packed_bytes));
        let mut extents: Vec<_> = self.entries.iter().map(extent).collect();
        extents.sort_unstable();
        extents.windows(2).any(|pair| matches!(pair, [(start, end), (next, _)] if start == next || end > next))
    }
}

#[cfg(feature = "office")]
impl ZipFile<&[u8]> {
    /// The bytes of a member in one step; none if it takes more than that, or more than `most_bytes`.
    pub(super) fn inflated(&self, entry: &ZipEntry, most_bytes: u64) -> Option<Vec<u8>> {
        member::inflated(self.source, entry, most_bytes)
    }
}
