//! `--partial` and `--merge`: what several machines counted, one file each, put together.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use textmill::error::{Error, PartialProblem};
use textmill::input::Corpus;
use textmill::stats::{Options, Partial};

use super::identity::Inputs;
use super::messages::{self, Failure};
use super::output;
use super::session::Session;

/// Whether rows are written, or what they are made of.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct PartialArgs {
    /// Write to FILE what was counted, instead of rows, to be merged with that of other machines
    ///
    /// The other flags are those of the run that shall be shared out, and the same for all machines; each counts another
    /// --shard K/N.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "format", "plot", "against", "list_columns", "dry_run"])]
    partial: Option<PathBuf>,
    /// Merge the inputs, which are files that --partial wrote, and write the rows of all their documents
    ///
    /// The rows are those of one run over all documents, whatever the order of the files. The other flags are those that the
    /// files were counted with; --top, --min, --stop, --sort, --against and --correction may be new. With --partial FILE the
    /// files become one, to be merged again.
    #[arg(long, conflicts_with_all = ["shard", "plot", "list_columns", "dry_run"])]
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

/// Counts a corpus into a file.
///
/// # Errors
///
/// If the file cannot be written or is an input, and as [`Partial::count`].
pub(crate) fn count(
    target: &Path,
    corpus: &Corpus,
    options: &Options,
    inputs: &Inputs,
    session: &Session,
) -> Result<(), Failure> {
    write(target, inputs, session, || Ok(Partial::count(corpus, options, &session.job())?))
}

/// Merges files into one.
///
/// # Errors
///
/// If the file cannot be written or is one of the others, and as [`merged`].
pub(crate) fn merge(target: &Path, paths: &[PathBuf], options: &Options, session: &Session) -> Result<(), Failure> {
    write(target, &inputs(paths), session, || merged(paths, options))
}

/// What must not be written over.
pub(crate) fn inputs(paths: &[PathBuf]) -> Inputs {
    Inputs::of(paths.iter().map(PathBuf::as_path))
}

/// What these files hold together. One is read after the other, so memory is bounded by the whole and one of them.
///
/// # Errors
///
/// [`Error::Partial`] for a file that cannot be merged with those before it.
pub(crate) fn merged(paths: &[PathBuf], options: &Options) -> Result<Partial, Failure> {
    let mut merged: Option<Partial> = None;
    for path in paths {
        let name = path.to_string_lossy();
        let of_file = |problem| Error::Partial { name: name.clone().into_owned(), problem };
        let mut file = open(path).map_err(|error| of_file(PartialProblem::Failed(error)))?;
        let partial = Partial::read(&name, &mut file, options)?;
        let all = match merged.take() {
            Some(others) => others.merge(partial).map_err(of_file)?,
            None => partial,
        };
        all.check_memory(options)?;
        merged = Some(all);
    }
    merged.ok_or_else(|| messages::no_input().into())
}

fn write(
    target: &Path,
    inputs: &Inputs,
    session: &Session,
    make: impl FnOnce() -> Result<Partial, Failure>,
) -> Result<(), Failure> {
    let target = Some(target).filter(|path| path.as_os_str() != "-");
    let mut destination = output::destination(target, inputs, session)?;
    let partial = make()?;
    destination.write(|out| partial.write(out))?;
    Ok(destination.commit()?)
}

fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(BufReader::new(File::open(path)?)))
}
