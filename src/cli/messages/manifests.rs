//! Words about manifests that are read, and about the sources that are put together again from them.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};

use super::{Message, Weight, absent, in_words};

/// How many names a message gives as examples.
const N_EXAMPLES: usize = 3;

/// A manifest that the system does not let us read.
pub(crate) fn unreadable_manifest(path: &Path, error: &io::Error) -> Message {
    let what = format!("the manifest cannot be read: {}", in_words(error));
    Message::new(Weight::Failure, path.to_string_lossy(), what).hints(absent::hints(path, error))
}

/// Something that no manifest can be.
pub(crate) fn manifest_is_no_file(path: &Path, metadata: &Metadata) -> Message {
    if metadata.is_dir() {
        return Message::new(Weight::Failure, path.to_string_lossy(), "is a folder, and a manifest is a file")
            .hint("split -o DIR/ writes it as manifest.csv into the folder");
    }
    Message::new(Weight::Failure, path.to_string_lossy(), "is no regular file, as a manifest is")
        .hint("- reads the manifest from standard input")
}

/// Sources that are not called below the folder as the manifest calls them.
pub(crate) fn renamed(sources: &[(String, PathBuf)]) -> Message {
    let shown: Vec<String> = sources
        .iter()
        .take(N_EXAMPLES)
        .map(|(source, place)| format!("{source:?} as {:?}", place.to_string_lossy()))
        .collect();
    let more = match sources.len().saturating_sub(N_EXAMPLES) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let what =
        format!("names that lead out of the folder, or that are no safe ones, are changed: {}{more}", shown.join(", "));
    Message::new(Weight::Warning, "", what)
}
