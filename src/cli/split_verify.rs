//! `textmill split --verify`: whether sources and files are still what a manifest says.

use std::path::{Path, PathBuf};

use textmill::error::Error;
use textmill::input::{Corpus, InputOptions, Job, Texts};
use textmill::split;

use super::arguments::{InputArgs, OutputArgs};
use super::exit::ExitCode;
use super::identity::Inputs;
use super::inputs::Opened;
use super::messages::{self, Failure};
use super::output::{self, Files, Purpose};
use super::session::Session;

/// Runs the comparison; the answer is yes if something differs.
pub(crate) fn run(
    manifest: &Path,
    input: &InputArgs,
    output_args: &OutputArgs,
    session: &Session,
) -> Result<ExitCode, Failure> {
    let job = session.job();
    let listed = listed(manifest, session)?;
    let opened = if input.inputs.is_empty() && input.files_from.is_none() {
        named_sources(&listed, input, &job, session)?
    } else {
        input.open(output_args, session, |_| {})?
    };
    let inputs = opened.inputs.beside(&Some(manifest.to_owned()));
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let found = output::write(output_args, Files::AsNamed, Purpose::Data, &inputs, session, |output| {
        split::verify(&listed, &opened.corpus, folder, &job, output)
    })?;
    session.console().tell(&messages::verified(&found));
    Ok(if found.n_differences > 0 { ExitCode::Yes } else { ExitCode::Done })
}

/// The rows of a manifest as documents without texts.
pub(crate) fn listed(manifest: &Path, session: &Session) -> Result<Corpus, Error> {
    let options = InputOptions { texts: Texts::Optional, ..InputOptions::default() };
    Corpus::open(&[manifest.to_owned()], options, session.console())
}

/// The sources that are still there; those that are not are what the comparison shall find missing.
fn named_sources(listed: &Corpus, input: &InputArgs, job: &Job<'_>, session: &Session) -> Result<Opened, Failure> {
    let sources = split::sources(listed, job)?;
    if sources.iter().any(|source| source == "-") {
        session.console().tell(&messages::source_was_a_pipe());
    }
    let paths: Vec<PathBuf> =
        sources.into_iter().filter(|source| source != "-").map(PathBuf::from).filter(|path| path.exists()).collect();
    if paths.is_empty() {
        return Ok(Opened { corpus: Corpus::from_documents(Vec::new()), inputs: Inputs::default() });
    }
    let corpus = Corpus::open(&paths, input.reading.options()?, session.console())?;
    let inputs = input.reading.files(&corpus, paths.iter());
    Ok(Opened { corpus, inputs })
}
