//! `textmill split --verify`: whether sources and files are still what a manifest says.

use std::path::{Path, PathBuf};

use textmill::input::{Corpus, InputOptions, Job, Texts};
use textmill::split;

use super::arguments::{InputArgs, OutputArgs};
use super::corpora;
use super::exit::ExitCode;
use super::messages::{self, Failure};
use super::output::{self, Files, Purpose};
use super::run_files::{CorpusRole, FileRole};
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
    let sources = if input.inputs.is_empty() && input.files_from.is_none() {
        named_sources(&listed, input, &job, session)?
    } else {
        input.open(output_args, session, |_| {})?
    };
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let found = output::write(output_args, Files::AsNamed, Purpose::Data, session, |output| {
        let found = split::verify(&listed, &sources, folder, &job, output)?;
        // What is no manifest says nothing of segments.
        let is_left = found.n_segments == 0 && session.console().n_failures() > 0;
        if is_left { Err(output_args.left("no segment could be verified")) } else { Ok(found) }
    })?;
    session.console().tell(&messages::verified(&found));
    Ok(if found.n_differences > 0 { ExitCode::Yes } else { ExitCode::Done })
}

/// The rows of a manifest as documents without texts. The files that it names are registered with those of the run.
pub(crate) fn listed(manifest: &Path, session: &Session) -> Result<Corpus, Failure> {
    let options = InputOptions { texts: Texts::Optional, ..InputOptions::default() };
    let role = CorpusRole::Reference(manifest.to_string_lossy().into_owned());
    let listed = corpora::open(&[manifest.to_owned()], options, role, session)?;
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let files = split::segment_files(&listed, &session.job())?;
    let files: Vec<PathBuf> = files.into_iter().map(|file| folder.join(file)).collect();
    session.files().read(files.iter().map(PathBuf::as_path), FileRole::Input);
    Ok(listed)
}

/// The sources that are still there; those that are not are what the comparison shall find missing.
fn named_sources(listed: &Corpus, input: &InputArgs, job: &Job<'_>, session: &Session) -> Result<Corpus, Failure> {
    let sources = split::sources(listed, job)?;
    if sources.iter().any(|source| source == "-") {
        session.console().tell(&messages::source_was_a_pipe());
    }
    let paths: Vec<PathBuf> =
        sources.into_iter().filter(|source| source != "-").map(PathBuf::from).filter(|path| path.exists()).collect();
    if paths.is_empty() {
        return Ok(Corpus::from_documents(Vec::new()));
    }
    let corpus = Corpus::open(&paths, input.reading.options()?, session.console())?;
    input.reading.register(session);
    session.files().read_corpus(&corpus, CorpusRole::Input);
    Ok(corpus)
}
