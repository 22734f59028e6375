//! `textmill rerun`: an output made again from the record that `--provenance` wrote.
//!
//! A record may have come with somebody else's texts. Its command is shown, reads the inputs that it lists and writes the
//! outputs that it lists, in the folder of the record and nowhere else: into a hidden folder first ([`outputs`]), and in
//! place when they are all there.

mod command;
mod outputs;

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args};
use outputs::{Outputs, Staging, hash_of};
use textmill::diagnostics::{Diagnostics, Finding};
use textmill::error::Error;
use textmill::input::{NamedBy, SideFile};

use super::atomic_file::Existing;
use super::messages::{self, Failure};
use super::permissions::Restriction;
use super::record::{Record, RecordedFile, versions};
use super::run_files::FileRole;
use super::session::Session;

const EXAMPLES: &str = "\
Examples:
  A table with its record, and the same table once more:
    textmill stats corpus/ --per word -o words.csv --provenance
    textmill rerun words.csv.provenance.json";

/// Make an output again from its record, and report whether it is the same
///
/// The inputs must hold what they held then. The command of the record is shown, and writes the files that the record lists:
/// below the folder of the record, and only where there is no other file yet. The exit code is 2 if they are not the same
/// byte for byte. Paths are taken from the current directory. What a textmill.toml said then holds, not what one says now.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct RerunArgs {
    /// The record: FILE.provenance.json, or provenance.json in a folder
    #[arg(value_name = "RECORD")]
    record: PathBuf,
    /// Replace outputs that are there and are not what the record says, and those that come out otherwise now
    #[arg(long)]
    force: bool,
}

/// A run that is made again: what it was given, and where its outputs go.
pub(crate) struct Rerun {
    record: PathBuf,
    matches: ArgMatches,
    outputs: Outputs,
    staging: Staging,
}

/// Reads the record, whose command is one of `definition`, and restricts what its run may read and write.
///
/// # Errors
///
/// If it is no record, its inputs are not what they were, or its outputs must not be made.
pub(crate) fn prepare(args: &RerunArgs, definition: &clap::Command, session: &Session) -> Result<Rerun, Failure> {
    session.files().read([&*args.record], FileRole::Beside);
    let text = SideFile::Record.read_text(&args.record, NamedBy::Chance);
    let text = text.map_err(|problem| messages::unreadable(SideFile::Record, &args.record, &problem))?;
    let record = Record::parse(&text).ok_or_else(|| messages::no_record(&args.record))?;
    session.console().tell(&messages::reruns(&record.arguments));
    if record.versions != versions() {
        let finding = Finding::warning(args.record.to_string_lossy(), messages::other_versions(&record.versions));
        session.console().report(finding);
    }
    let matches = command::parsed(&args.record, &record, definition)?;
    let place = args.record.canonicalize().map_err(|source| unusable(&args.record, source))?;
    let folder = place.parent().ok_or_else(|| messages::no_record(&args.record))?;
    let inputs = unchanged(&record.inputs)?;
    if inputs.contains(&place) {
        return Err(messages::record_is_input(&args.record).into());
    }
    let existing = Existing::of(args.force);
    let outputs = Outputs::of(&args.record, &record, folder, existing)?;
    outputs.refuse_others(&place, &inputs)?;
    let staging =
        Staging::in_folder(folder, session.files().temporaries()).map_err(|source| unusable(folder, source))?;
    session.permissions().restrict(Restriction {
        folder: folder.to_owned(),
        staging: staging.path().to_owned(),
        outputs: outputs.below_folder(),
        inputs,
    });
    Ok(Rerun { record: args.record.clone(), matches, outputs, staging })
}

impl Rerun {
    /// The command of the record, as `parse` understands what it was given.
    ///
    /// # Errors
    ///
    /// If it cannot be understood.
    pub(crate) fn command<C>(&self, parse: impl Fn(&ArgMatches) -> Result<C, clap::Error>) -> Result<C, Failure> {
        parse(&self.matches).map_err(|error| messages::wrong_command(&self.record, &error).into())
    }

    /// Puts the outputs in place when the run is done.
    ///
    /// # Errors
    ///
    /// If they are not those that the record lists.
    pub(crate) fn finish(self, session: &Session) -> Result<(), Failure> {
        self.outputs.put_in_place(&self.staging)?;
        session.console().tell(&messages::same_outputs(self.outputs.n_files()));
        Ok(())
    }
}

/// The inputs without links, each read once.
///
/// # Errors
///
/// The first one that does not hold what it held.
fn unchanged(inputs: &[RecordedFile]) -> Result<HashSet<PathBuf>, Failure> {
    let mut hashes: HashMap<PathBuf, Option<String>> = HashMap::new();
    for input in inputs {
        let changed = || messages::changed_input(&input.path);
        let real = input.path.canonicalize().map_err(|_| changed())?;
        let now = hashes.entry(real).or_insert_with_key(|real| hash_of(real));
        if now.is_none() || *now != input.xxh3 {
            return Err(changed().into());
        }
    }
    Ok(hashes.into_keys().collect())
}

fn unusable(path: &Path, source: io::Error) -> Error {
    Error::Path { path: path.to_owned(), source }
}
