//! `textmill split --verify`: whether sources and files are still what a manifest says.

use std::path::{Path, PathBuf};

use textmill::input::{Composites, Corpus, Folders, InputOptions, path_shown_as};
use textmill::split;

use super::arguments::{InputArgs, OutputArgs};
use super::dry_run;
use super::exit::ExitCode;
use super::manifest_input::{self, ManifestInput};
use super::messages::{self, Failure};
use super::output;
use super::output_plan::OutputPlan;
use super::run_files::FileRole;
use super::session::Session;

/// Runs the comparison; the answer is yes if something differs.
pub(crate) fn run(
    path: &Path,
    input: &InputArgs,
    output_args: &OutputArgs,
    plan: &OutputPlan,
    session: &Session,
) -> Result<ExitCode, Failure> {
    let manifest = ManifestInput::read(path, input, session)?;
    let sources = if input.inputs.is_empty() && input.files_from.is_none() {
        named_sources(&manifest, input, session)?
    } else {
        input.open(output_args, session, |_| {})?
    };
    if output_args.dry_run {
        return dry_run::tell(plan, &[&sources], session, |_| Ok(()));
    }
    let found = output::write(plan, session, |output| {
        let found = split::verify(&manifest.listing, &sources, manifest.folder(), &session.job(), output)?;
        // What is no manifest says nothing of segments.
        let is_left = found.n_segments == 0 && session.console().n_failures() > 0;
        if is_left { Err(output_args.left("no segment could be verified")) } else { Ok(found) }
    })?;
    session.console().tell(&messages::verified(&found));
    Ok(if found.n_differences > 0 { ExitCode::Yes } else { ExitCode::Done })
}

/// The sources that are still there; those that are not are what the comparison shall find missing. A manifest names files,
/// so a folder or device is refused, and a pipe is not waited for.
fn named_sources(manifest: &ManifestInput, input: &InputArgs, session: &Session) -> Result<Corpus, Failure> {
    let all =
        manifest.listing.sources().map(|source| if source == "-" { source.into() } else { path_shown_as(source) });
    let (streams, mut paths): (Vec<PathBuf>, Vec<PathBuf>) = all.partition(|path| manifest_input::is_stream(path));
    if !streams.is_empty() {
        session.console().tell(&messages::source_was_a_pipe());
    }
    paths.retain(|path| path.exists());
    if paths.is_empty() {
        return Ok(Corpus::from_documents(Vec::new()));
    }
    let options =
        InputOptions { folders: Folders::Refused, composites: Composites::AsWritten, ..input.reading.options()? };
    let corpus = Corpus::open(&paths, options, session.console())?;
    input.reading.register(session);
    // That one of them cannot be read is what the comparison finds, not a reason to leave it.
    session.files().read(corpus.file_paths(), FileRole::Input);
    Ok(corpus)
}
