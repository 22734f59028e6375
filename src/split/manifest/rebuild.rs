//! Sources put together again from the files of their segments.
//!
//! The files of a document, in the order of the manifest and without what they repeat of each other, are its source byte
//! for byte if each has its hash and they follow each other without gap. Nothing else is written: a source that cannot be
//! had so is named with the reason.

use std::collections::{HashMap, HashSet};

use super::entry::{Content, Entry, Listed, Listing, SegmentFolder};
use crate::error::{Error, InputError, Problem};
use crate::input::Job;

/// What became of the sources of a manifest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilding {
    /// Sources that were put together.
    pub n_rebuilt: u64,
    /// Those that cannot be.
    pub n_failed: u64,
}

/// Puts the sources of a manifest together from the files in `folder`, and hands each to `put` with its name.
///
/// One source is held in memory at a time, of as many bytes as the folder's limit. One that cannot be rebuilt is a failed input, and the others go on.
///
/// # Errors
///
/// Whatever `put` returns.
pub fn rebuild<P>(listing: &Listing, folder: SegmentFolder<'_>, job: &Job<'_>, mut put: P) -> Result<Rebuilding, Error>
where
    P: FnMut(&str, &[u8]) -> Result<(), Error>,
{
    let mut n_documents: HashMap<&str, usize> = HashMap::new();
    for listed in &listing.documents {
        *n_documents.entry(&listed.source).or_default() += 1;
    }
    let mut told: HashSet<&str> = HashSet::new();
    let (mut whole, mut buffer) = (Vec::new(), Vec::new());
    let mut done = Rebuilding::default();
    for listed in &listing.documents {
        let assembled = match n_documents.get(listed.source.as_str()) {
            Some(1) => assemble(listed, folder, &mut whole, &mut buffer),
            _ => Err("it held several documents, and the manifest has them apart".to_owned()),
        };
        match assembled {
            Ok(()) => {
                put(&listed.source, &whole)?;
                done.n_rebuilt += 1;
            }
            // The documents of one source fail together.
            Err(why) if told.insert(&listed.source) => {
                job.diagnostics.report(InputError::new(&listed.source, Problem::Unbuilt(why)).into());
                done.n_failed += 1;
            }
            Err(_) => {}
        }
    }
    Ok(done)
}

/// Writes the bytes of all segments of a document to `whole`. Cost: the bytes of its files.
///
/// # Errors
///
/// Why the source is not known from them.
fn assemble(
    listed: &Listed,
    folder: SegmentFolder<'_>,
    whole: &mut Vec<u8>,
    buffer: &mut Vec<u8>,
) -> Result<(), String> {
    whole.clear();
    for entry in &listed.entries {
        if !entry.is_of_bytes {
            return Err("its segments have the text that was read from it, not its bytes".to_owned());
        }
        if entry.fresh != whole.len() {
            return Err(format!("the segment {:?} does not follow the one before it", entry.id));
        }
        if entry.end as u64 > folder.most_bytes {
            return Err(format!("it has more than {} bytes, the most that a source may have here", folder.most_bytes));
        }
        let bytes = match entry.content(folder, buffer) {
            Content::Same(bytes) => bytes,
            content => return Err(why_not(entry, &content)),
        };
        let fresh = bytes.get(entry.fresh - entry.start..).filter(|fresh| fresh.len() == entry.end - entry.fresh);
        whole.extend(fresh.ok_or_else(|| format!("the segment {:?} is not as long as its file", entry.id))?);
    }
    Ok(())
}

/// Why the bytes of a segment are not to be had from its file.
fn why_not(entry: &Entry, content: &Content<'_>) -> String {
    let Entry { id, file, .. } = entry;
    match content {
        Content::Nowhere | Content::Same(_) => format!("the segment {id:?} has no file of its own"),
        Content::Missing => format!("the file of the segment {id:?} is missing"),
        Content::Changed => format!("the file of the segment {id:?} was changed"),
        Content::Refused(problem) => {
            format!("the file {:?} of the segment {id:?} is refused: it {problem}", file.as_deref().unwrap_or_default())
        }
    }
}
