//! Corpora as a user names them: what is named can be opened, or the run ends before anything is written.

use std::path::{Path, PathBuf};

use textmill::diagnostics::{Diagnostics, Finding};
use textmill::input::{Corpus, InputOptions, try_open};

use super::messages::{self, Failure};
use super::run_files::{CorpusRole, FileRole};
use super::session::Session;

/// Opens what was named, and registers it with the files of the run.
///
/// # Errors
///
/// As [`require_openable`] and [`Corpus::open`].
pub(crate) fn open(
    named: &[PathBuf],
    options: InputOptions,
    role: CorpusRole,
    session: &Session,
) -> Result<Corpus, Failure> {
    require_openable(named, session)?;
    let corpus = Corpus::open(named, options, session.console())?;
    session.files().read(named.iter().map(PathBuf::as_path), FileRole::Input);
    session.files().read_corpus(&corpus, role);
    Ok(corpus)
}

/// Ends the run if one of these paths cannot be opened; all such are reported.
///
/// Files that are found in folders and in lists are not named by themselves: one that cannot be read is reported when its
/// turn comes, and the others go on.
///
/// # Errors
///
/// The last of those that cannot be opened.
pub(crate) fn require_openable<'p>(
    named: impl IntoIterator<Item = &'p (impl AsRef<Path> + 'p)>,
    session: &Session,
) -> Result<(), Failure> {
    let mut errors = named.into_iter().filter_map(|path| try_open(path.as_ref()).err()).map(Finding::Failed);
    let Some(mut last) = errors.next() else { return Ok(()) };
    for next in errors {
        session.console().report(std::mem::replace(&mut last, next));
    }
    Err(messages::of_finding(&last).into())
}
