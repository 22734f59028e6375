//! The outputs that a record lists: checked before anything is run, made aside, compared, and put in place.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use textmill::error::{Error, TargetProblem};
use textmill::input::ContentHash;

use super::super::atomic_file::{Existing, TEMPORARY_PREFIX, path_not_written, sync_folder};
use super::super::messages::{self, ChangedOutput, Failure, RefusedOutput};
use super::super::permissions::resolved;
use super::super::record::Record;
use super::super::signals::{Listed, Temporaries};

/// The outputs of a record.
#[derive(Debug)]
pub(super) struct Outputs {
    /// The folder of the record, without links.
    folder: PathBuf,
    /// Each by its path below the folder.
    files: BTreeMap<PathBuf, Output>,
    /// For a file that is not what the record says, or not what comes out now.
    existing: Existing,
}

#[derive(Debug)]
struct Output {
    /// As the record calls it.
    named: PathBuf,
    xxh3: String,
}

/// A hidden folder in which outputs are made; removed with all that is left in it when dropped.
pub(super) struct Staging {
    folder: TempDir,
    /// Behind the folder, so that it is listed until it is gone.
    listed: Listed,
}

impl Staging {
    /// A new one in `folder`.
    ///
    /// # Errors
    ///
    /// If nothing can be written there.
    pub(super) fn in_folder(folder: &Path, temporaries: &Temporaries) -> io::Result<Self> {
        let make = || tempfile::Builder::new().prefix(TEMPORARY_PREFIX).tempdir_in(folder);
        let (folder, listed) = temporaries.make(make, TempDir::path)?;
        Ok(Self { folder, listed })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Outputs {
    /// The outputs of a record that lies in `folder`.
    ///
    /// # Errors
    ///
    /// If there are none, or one is not below the folder, is hidden, or is there and may not be replaced.
    pub(super) fn of(record_path: &Path, record: &Record, folder: &Path, existing: Existing) -> Result<Self, Failure> {
        let mut outputs = Self { folder: folder.to_owned(), files: BTreeMap::new(), existing };
        for file in &record.outputs {
            let refused = |why| Failure::from(messages::refused_output(&file.path, why));
            let place = resolved(&file.path).map_err(|error| refused(RefusedOutput::Unresolved(error)))?;
            let below = place.strip_prefix(folder).map_err(|_| refused(RefusedOutput::Outside))?;
            if below.as_os_str().is_empty() {
                return Err(refused(RefusedOutput::NotAFile));
            }
            if below.iter().any(is_hidden) {
                return Err(refused(RefusedOutput::Hidden));
            }
            let Some(xxh3) = file.xxh3.clone() else { return Err(refused(RefusedOutput::WithoutHash)) };
            outputs.check_existing(&place, &xxh3).map_err(refused)?;
            outputs.files.insert(below.to_owned(), Output { named: file.path.clone(), xxh3 });
        }
        if outputs.files.is_empty() { Err(messages::lists_no_output(record_path).into()) } else { Ok(outputs) }
    }

    fn check_existing(&self, place: &Path, xxh3: &str) -> Result<(), RefusedOutput> {
        let Ok(metadata) = place.symlink_metadata() else { return Ok(()) };
        if !metadata.is_file() {
            return Err(RefusedOutput::NotAFile);
        }
        if self.existing == Existing::Kept && hash_of(place).as_deref() != Some(xxh3) {
            return Err(RefusedOutput::OtherContent);
        }
        Ok(())
    }

    /// Refuses outputs that are the record at `record`, or one of the inputs.
    ///
    /// # Errors
    ///
    /// The first one.
    pub(super) fn refuse_others(&self, record: &Path, inputs: &HashSet<PathBuf>) -> Result<(), Failure> {
        for (below, output) in &self.files {
            let place = self.folder.join(below);
            if place == record {
                return Err(messages::refused_output(&output.named, RefusedOutput::IsRecord).into());
            }
            if inputs.contains(&place) {
                let target = output.named.to_string_lossy().into_owned();
                return Err(Error::Target { target, problem: TargetProblem::IsInput }.into());
            }
        }
        Ok(())
    }

    /// The paths below the folder.
    pub(super) fn below_folder(&self) -> BTreeSet<PathBuf> {
        self.files.keys().cloned().collect()
    }

    /// How many there are.
    pub(super) fn n_files(&self) -> usize {
        self.files.len()
    }

    /// Puts the files that were made in `staging` in place, if they are those that the record lists: where there is none, or if
    /// files may be replaced. What is in place and came out the same stays as it is.
    ///
    /// # Errors
    ///
    /// If other files were made, and if one of them is not what the record says.
    pub(super) fn put_in_place(&self, staging: &Staging) -> Result<(), Failure> {
        let made = staging.listed.while_there(|| files_below(staging.path()));
        let made = made.map_err(|source| path_not_written(&self.folder, source))?;
        if let Some(further) = made.iter().find(|file| !self.files.contains_key(*file)) {
            return Err(messages::further_output(&self.folder.join(further)).into());
        }
        if let Some((_, missing)) = self.files.iter().find(|(below, _)| !made.contains(*below)) {
            return Err(messages::missing_output(&missing.named).into());
        }
        let mut changed = None;
        for (below, output) in &self.files {
            let put = || self.put(&staging.path().join(below), &self.folder.join(below), output);
            let outcome = staging.listed.while_there(put);
            let outcome = outcome.map_err(|source| path_not_written(&output.named, source))?;
            changed = changed.or(outcome.map(|outcome| messages::changed_output(&output.named, outcome)));
        }
        changed.map_or(Ok(()), |message| Err(message.into()))
    }

    /// Puts one file in place; what became of it if it is not what the record says.
    fn put(&self, staged: &Path, place: &Path, output: &Output) -> io::Result<Option<ChangedOutput>> {
        let is_same = hash_of(staged).as_deref() == Some(&*output.xxh3);
        let old = place.symlink_metadata().ok();
        if let Some(old) = &old {
            if self.existing == Existing::Kept {
                return Ok((!is_same).then_some(ChangedOutput::Kept));
            }
            fs::set_permissions(staged, old.permissions())?;
        }
        let folder = place.parent().unwrap_or(place);
        fs::create_dir_all(folder)?;
        let existing = if old.is_some() { Existing::Replaced } else { Existing::Kept };
        existing.put(staged, place)?;
        sync_folder(folder);
        Ok((!is_same).then_some(ChangedOutput::Written))
    }
}

/// The files below a folder, by their paths below it.
fn files_below(folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let (mut found, mut pending) = (BTreeSet::new(), vec![folder.to_owned()]);
    while let Some(next) = pending.pop() {
        for entry in next.read_dir()? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                pending.push(entry.path());
            } else {
                let path = entry.path();
                found.insert(path.strip_prefix(folder).unwrap_or(&path).to_owned());
            }
        }
    }
    Ok(found)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// The hash of a regular file as a record has it; `None` if it cannot be read.
pub(super) fn hash_of(path: &Path) -> Option<String> {
    ContentHash::of_file(path).ok().map(|content| content.digits())
}
