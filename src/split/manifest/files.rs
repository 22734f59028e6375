//! The files that a manifest names, for callers who must not write over them.

use crate::document::FieldValue;
use crate::error::Error;
use crate::input::{Corpus, Job};

/// The files of the segments, below the folder of the manifest, in its order.
///
/// # Errors
///
/// Those of reading the manifest.
pub fn segment_files(manifest: &Corpus, job: &Job<'_>) -> Result<Vec<String>, Error> {
    let mut files = Vec::new();
    manifest.run(
        job,
        || (),
        |(), row| row.fields.get("file").map(FieldValue::as_text).filter(|file| !file.is_empty()).map(str::to_owned),
        |file| {
            files.extend(file);
            Ok(())
        },
    )?;
    Ok(files)
}
