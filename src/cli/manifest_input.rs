//! A manifest that `--verify` or `--rebuild` reads.

use std::path::{Path, PathBuf};

use textmill::input::{Folders, InputOptions, Texts};
use textmill::split::{Listing, SegmentFolder};

use super::arguments::InputArgs;
use super::corpora;
use super::messages::{self, Failure};
use super::run_files::{CorpusRole, FileRole};
use super::session::Session;

/// The rows of a manifest and where its files are.
pub(crate) struct ManifestInput {
    pub(crate) listing: Listing,
    path: PathBuf,
    most_bytes: u64,
}

impl ManifestInput {
    /// Reads the manifest at `path`: a regular file, or the standard input or pipe that the user names.
    ///
    /// # Errors
    ///
    /// If it is something else or cannot be read, and [`textmill::error::Error::TooLong`].
    pub(crate) fn read(path: &Path, input: &InputArgs, session: &Session) -> Result<Self, Failure> {
        if !is_stream(path) {
            match path.metadata() {
                Err(error) => return Err(messages::unreadable_manifest(path, &error).into()),
                Ok(metadata) if metadata.is_file() => {}
                Ok(metadata) => return Err(messages::manifest_is_no_file(path, &metadata).into()),
            }
        }
        let asked = input.reading.options()?;
        let most_bytes = asked.max_document_bytes;
        let options = InputOptions {
            texts: Texts::Optional,
            folders: Folders::Refused,
            guards: asked.guards,
            max_document_bytes: most_bytes,
            ..InputOptions::default()
        };
        let role = CorpusRole::Reference(path.to_string_lossy().into_owned());
        let corpus = corpora::open(&[path.to_owned()], options, role, session)?;
        let listing = Listing::read(&corpus, path, most_bytes, &session.job())?;
        let read = Self { listing, path: path.to_owned(), most_bytes };
        let segments: Vec<PathBuf> = read.listing.files(read.folder().path).collect();
        session.files().read(segments.iter().map(PathBuf::as_path), FileRole::Input);
        Ok(read)
    }

    /// The folder of the manifest, which those of its segments lie in.
    pub(crate) fn folder(&self) -> SegmentFolder<'_> {
        SegmentFolder { path: self.path.parent().unwrap_or(Path::new("")), most_bytes: self.most_bytes }
    }
}

/// Whether a path names standard input or a descriptor that is open already, so that whoever wrote it down meant a pipe.
pub(crate) fn is_stream(path: &Path) -> bool {
    path == Path::new("-") || ["/dev/stdin", "/dev/fd", "/proc/self/fd"].iter().any(|stream| path.starts_with(stream))
}
