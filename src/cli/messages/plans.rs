//! What `--dry-run` tells.

use std::path::Path;

use textmill::render::grouped;

use super::{Message, Weight};

/// What would be read; `is_all` says that it is files only.
pub(crate) fn would_read(n_files: usize, n_bytes: u64, is_all: bool) -> Message {
    let files = match n_files {
        0 => None,
        1 => Some(format!("1 file, {} bytes", grouped(n_bytes))),
        _ => Some(format!("{} files, {} bytes", grouped(n_files as u64), grouped(n_bytes))),
    };
    let stream = (!is_all).then(|| "standard input".to_owned());
    let inputs: Vec<String> = files.into_iter().chain(stream).collect();
    let inputs = if inputs.is_empty() { "nothing".to_owned() } else { inputs.join(", and ") };
    Message::new(Weight::Summary, "", format!("would read {inputs}"))
}

/// What would be written; `note` says more of it, or nothing.
pub(crate) fn would_write(target: &Path, format: &str, note: &str) -> Message {
    let comma = if note.is_empty() { "" } else { ", " };
    Message::new(Weight::Summary, "", format!("would write {} as {format}{comma}{note}", target.display()))
}

/// A further file that would be written.
pub(crate) fn would_write_beside(path: &Path) -> Message {
    Message::new(Weight::Summary, "", format!("would write {}", path.display()))
}
