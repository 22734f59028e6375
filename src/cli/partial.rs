//! `--partial` and `--merge`: what several machines made of their shares, one file each, put together.

use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use textmill::dedupe::{self, Partials};
use textmill::error::{Error, PartialProblem};
use textmill::input::{Corpus, InputOptions, NamedBy, Shard, open_side_file};
use textmill::stats::{self, Partial};

use super::arguments::InputArgs;
use super::destination::Destination;
use super::inputs::require_openable;
use super::messages::{self, Failure};
use super::run_files::FileRole;
use super::session::Session;

/// Whether rows are written, or what they are made of.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Many machines")]
pub(crate) struct PartialArgs {
    /// Write a partial result to FILE, for --merge
    ///
    /// It holds the counts or signatures that the rows are made of. The other flags are the same on all machines; each
    /// machine reads another --shard K/N.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "format", "list_columns", "dry_run"])]
    partial: Option<PathBuf>,
    /// Merge partial results, and write the rows of all documents
    ///
    /// The inputs are files that --partial wrote, in any order; the rows are those of one run over all documents. The other
    /// flags are those that the files were written with; flags that concern rows alone may differ. With --partial FILE
    /// the files become one, to be merged again.
    #[arg(long, conflicts_with_all = ["shard", "list_columns", "dry_run"])]
    merge: bool,
}

impl PartialArgs {
    /// Whether the inputs are partial results.
    pub(crate) fn merges(&self) -> bool {
        self.merge
    }

    /// The file that shall be written instead of rows.
    pub(crate) fn target(&self) -> Option<&Path> {
        self.partial.as_deref()
    }
}

/// The files to merge, which are registered with those of the run.
///
/// # Errors
///
/// If none is named, or one cannot be opened.
pub(crate) fn inputs(input: &InputArgs, session: &Session) -> Result<Vec<PathBuf>, Failure> {
    let paths = input.paths()?;
    require_openable(&paths, session)?;
    session.files().read(paths.iter().chain(&input.files_from).map(PathBuf::as_path), FileRole::Input);
    Ok(paths)
}

/// Counts a corpus into a file.
///
/// # Errors
///
/// If the file cannot be written or is an input, and as [`Partial::count`].
pub(crate) fn count(
    target: &Path,
    corpus: &Corpus,
    options: &stats::Options,
    session: &Session,
) -> Result<(), Failure> {
    write(target, session, |name, out| write_counts(&Partial::count(corpus, options, &session.job())?, name, out))
}

/// Merges counts into one file.
///
/// # Errors
///
/// If the file cannot be written or is one of the others, and as [`merged`].
pub(crate) fn merge(
    target: &Path,
    paths: &[PathBuf],
    options: &stats::Options,
    session: &Session,
) -> Result<(), Failure> {
    write(target, session, |name, out| write_counts(&merged(paths, options)?, name, out))
}

/// What these files hold together. One is read after the other, so memory is bounded by the whole and one of them.
///
/// # Errors
///
/// [`Error::Partial`] for a file that cannot be merged with those before it.
pub(crate) fn merged(paths: &[PathBuf], options: &stats::Options) -> Result<Partial, Failure> {
    let mut merged: Option<Partial> = None;
    for path in paths {
        let (name, mut file) = open(path)?;
        let partial = Partial::read(&name, &mut file, options)?;
        let all = match merged.take() {
            Some(others) => others.merge(partial).map_err(|problem| Error::Partial { name, problem })?,
            None => partial,
        };
        all.check_memory(options)?;
        merged = Some(all);
    }
    merged.ok_or_else(|| messages::no_input().into())
}

/// Writes the documents of a corpus, with all that they are looked for by, into a file.
///
/// # Errors
///
/// If the file cannot be written or is an input, and as [`dedupe::write_partial`].
pub(crate) fn sign(
    target: &Path,
    corpus: &Corpus,
    options: &dedupe::Options,
    session: &Session,
) -> Result<(), Failure> {
    write(target, session, |name, out| Ok(dedupe::write_partial(corpus, options, &session.job(), name, out)?))
}

/// Brings such files together in one.
///
/// # Errors
///
/// If the file cannot be written or is one of the others, and as [`opened`].
pub(crate) fn join(
    target: &Path,
    paths: &[PathBuf],
    options: &dedupe::Options,
    session: &Session,
) -> Result<(), Failure> {
    write(target, session, |name, out| Ok(opened(paths, options)?.write(name, out)?))
}

/// The documents of these files. All are open at a time, since they are read side by side.
///
/// # Errors
///
/// [`Error::Partial`] for a file that cannot be read beside those before it.
pub(crate) fn opened(paths: &[PathBuf], options: &dedupe::Options) -> Result<Partials<'static>, Failure> {
    let files = paths.iter().map(|path| open(path)).collect::<Result<Vec<_>, Error>>()?;
    Ok(Partials::open(files, options)?)
}

/// Opens the target before any work is done, lets `make` write to what messages call by this name, and puts it in place.
fn write(
    target: &Path,
    session: &Session,
    make: impl FnOnce(&str, &mut dyn Write) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let target = Some(target).filter(|path| path.as_os_str() != "-");
    let mut destination = Destination::open(target, session)?;
    let name = destination.name().to_owned();
    let mut made = Ok(());
    destination.write(|out| {
        made = make(&name, out);
        Ok(())
    })?;
    made?;
    Ok(destination.commit()?)
}

fn write_counts(partial: &Partial, name: &str, out: &mut dyn Write) -> Result<(), Failure> {
    Ok(partial.write(out).map_err(|source| Error::Write { target: name.to_owned(), source })?)
}

/// The name of a file in messages, and its bytes. They are read in blocks of bounded length, and what is held of them is
/// bounded by `--memory`, so the file itself may have any length.
fn open(path: &Path) -> Result<(String, Box<dyn Read>), Error> {
    let name = path.to_string_lossy().into_owned();
    match open_side_file(path, NamedBy::User) {
        Ok(file) => Ok((name, Box::new(BufReader::new(file)))),
        Err(problem) => Err(Error::Partial { name, problem: PartialProblem::Failed(problem.into()) }),
    }
}

/// Which share of the documents is read.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Many machines")]
pub(crate) struct ShardArgs {
    /// Read only the K-th of N shards of the documents, such as 2/4
    ///
    /// Each document belongs to one shard, by the hash of its path, or of its path and number for a record. A file of one
    /// document that belongs to another shard is not opened; a file of records is read, and the records of others passed over.
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
}

impl ShardArgs {
    /// `true` if only a shard is read.
    pub(crate) fn is_given(self) -> bool {
        self.shard.is_some()
    }

    /// Reads only the shard, if there is one.
    pub(crate) fn adjust(self, reading: &mut InputOptions) {
        reading.shard = self.shard;
    }
}
