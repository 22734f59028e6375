//! `textmill split --rebuild`: the sources of a manifest, put together again from the files of their segments.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use textmill::input::path_shown_as;
use textmill::split;
use textmill::text::{PathsBelow, PlaceBelow};

use super::arguments::{InputArgs, OutputArgs};
use super::dry_run;
use super::exit::ExitCode;
use super::folder_below::FolderBelow;
use super::manifest_input::ManifestInput;
use super::messages::{self, Failure};
use super::output_plan::{OutputPlan, Place};
use super::session::Session;

/// The name of a source that was standard input.
const STDIN: &str = "stdin";

/// Writes each source below the folder of `-o`, by its own name as far as that is safe.
pub(crate) fn run(
    manifest: &Path,
    input: &InputArgs,
    output_args: &OutputArgs,
    plan: &OutputPlan,
    session: &Session,
) -> Result<ExitCode, Failure> {
    let manifest = ManifestInput::read(manifest, input, session)?;
    let places = places(&manifest);
    let (false, Place::Folder(target)) = (output_args.dry_run, &plan.place) else {
        return dry_run::tell(plan, &[], session, |_| Ok(()));
    };
    let existing = output_args.existing();
    let folder = FolderBelow::open(target, existing, session.files())?;
    let mut changed = Vec::new();
    let done = split::rebuild(&manifest.listing, manifest.folder(), &session.job(), |source, bytes| {
        let Some(place) = places.get(source) else { return Ok(()) };
        if place.is_changed {
            changed.push((source.to_owned(), place.path.clone()));
        }
        folder.put(&place.path, bytes)
    })?;
    if !changed.is_empty() {
        session.console().tell(&messages::renamed(&changed));
    }
    session.console().tell(&messages::rebuilt(&done));
    Ok(ExitCode::Done)
}

/// The place of every source below the folder, each its own.
fn places(manifest: &ManifestInput) -> HashMap<&str, PlaceBelow> {
    let sources: Vec<&str> = manifest.listing.sources().collect();
    let paths: Vec<PathBuf> = sources.iter().map(|source| path_of(source)).collect();
    sources.into_iter().zip(PathsBelow::of(paths.iter().map(PathBuf::as_path))).collect()
}

fn path_of(source: &str) -> PathBuf {
    if source == "-" { STDIN.into() } else { path_shown_as(source) }
}
