//! Sources put together again from the files of their segments.
//!
//! The files of a document, in the order of the manifest and without what they repeat of each other, are its source byte
//! for byte if each has its hash and they follow each other without gap. Nothing else is written: a source that cannot be
//! had so is named with the reason.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::entry::{Content, Listed};
use super::verify::read;
use crate::error::{Error, InputError, Problem};
use crate::input::{Corpus, Job};

/// What became of the sources of a manifest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilding {
    /// Sources that were put together.
    pub n_rebuilt: u64,
    /// Those that cannot be.
    pub n_failed: u64,
}

/// Puts the sources of `manifest` together from the files below `folder`, and hands each to `put` with its name.
///
/// One source is held in memory at a time. One that cannot be rebuilt is a failed input, and the others go on.
///
/// # Errors
///
/// Whatever reading the manifest and `put` return.
pub fn rebuild<P>(manifest: &Corpus, folder: &Path, job: &Job<'_>, mut put: P) -> Result<Rebuilding, Error>
where
    P: FnMut(&str, &[u8]) -> Result<(), Error>,
{
    let listing = read(manifest, job)?;
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
fn assemble(listed: &Listed, folder: &Path, whole: &mut Vec<u8>, buffer: &mut Vec<u8>) -> Result<(), String> {
    whole.clear();
    for entry in &listed.entries {
        if !entry.is_of_bytes {
            return Err("its segments have the text that was read from it, not its bytes".to_owned());
        }
        if entry.fresh != whole.len() {
            return Err(format!("the segment {:?} does not follow the one before it", entry.id));
        }
        let bytes = match entry.content(folder, buffer) {
            Content::Same(bytes) => bytes,
            Content::Nowhere => return Err(format!("the segment {:?} has no file of its own", entry.id)),
            Content::Missing => return Err(format!("the file of the segment {:?} is missing", entry.id)),
            Content::Changed => return Err(format!("the file of the segment {:?} was changed", entry.id)),
        };
        let fresh = bytes.get(entry.fresh - entry.start..).filter(|fresh| fresh.len() == entry.end - entry.fresh);
        whole.extend(fresh.ok_or_else(|| format!("the segment {:?} is not as long as its file", entry.id))?);
    }
    Ok(())
}
