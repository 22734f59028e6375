//! The files of a run: those that it reads and those that it writes, kept apart.
//!
//! Code that opens a file for reading registers it here, and code that opens one for writing asks here first, so that no
//! output is a file that is read, that another output goes to, or that the next run would read because it lies in a folder
//! of inputs. An output is put in its place only if something was read that it could have been made of.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use textmill::error::{Error, TargetProblem};
use textmill::input::{Corpus, ListedFolders, ReadOutcome, ReadingFlag};

use super::signals::Temporaries;

/// The files that a run has read and written so far. Clones are of the same run.
#[derive(Clone, Debug, Default)]
pub(crate) struct RunFiles {
    state: Arc<Mutex<State>>,
    temporaries: Temporaries,
}

#[derive(Debug, Default)]
struct State {
    /// The files that are read, as they were named or found; `-` is standard input.
    read: Vec<(PathBuf, FileRole)>,
    /// The first of them that have been looked at, by what they are and by how they are called.
    by_identity: HashMap<Identity, usize>,
    by_name: HashMap<OsString, Vec<usize>>,
    n_identified: usize,
    n_named: usize,
    folders: Vec<ListedFolders>,
    corpora: Vec<(CorpusRole, ReadOutcome)>,
    claims: Vec<Place>,
    /// The first output that was put in its place.
    written: Option<String>,
}

/// Role of a file in the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileRole {
    /// Results depend on what it holds.
    Input,
    /// It says how to run, or is added to by each run, as an index.
    Beside,
}

/// Role of a corpus in the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CorpusRole {
    /// Results are about it.
    Input,
    /// It is one of two that are compared; the name is as it was given.
    Side(String),
    /// The input is compared with it; the name is as it was given. An output may well be added to it.
    Reference(String),
}

/// A place for a file, whether one is there or not.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// A name in a folder, and the file that is there now.
    Name { folder: Identity, name: OsString, file: Option<Identity> },
    /// A stream that leads to a file.
    Stream(Identity),
}

/// A place that an output will have. Dropped before the output is there, it is free again.
#[derive(Debug)]
pub(crate) struct Claim {
    files: RunFiles,
    place: Option<Place>,
}

impl RunFiles {
    /// The list of temporary files.
    pub(crate) fn temporaries(&self) -> &Temporaries {
        &self.temporaries
    }

    /// Registers files that are read; `-` is standard input.
    pub(crate) fn read<'p>(&self, paths: impl IntoIterator<Item = &'p Path>, role: FileRole) {
        self.lock().read.extend(paths.into_iter().map(|path| (path.to_owned(), role)));
    }

    /// Registers all that is read of a corpus.
    pub(crate) fn read_corpus(&self, corpus: &Corpus, role: CorpusRole) {
        self.read(corpus.file_paths(), FileRole::Input);
        let mut state = self.lock();
        let folders = corpus.listed_folders();
        if !folders.is_empty() && !matches!(role, CorpusRole::Reference(_)) {
            state.folders.push(folders);
        }
        state.corpora.push((role, corpus.outcome().clone()));
    }

    /// The files that results depend on, as they were named or found.
    pub(crate) fn inputs(&self) -> Vec<PathBuf> {
        let state = self.lock();
        let inputs = state.read.iter().filter(|(_, role)| *role == FileRole::Input);
        inputs.map(|(path, _)| path.clone()).collect()
    }

    /// Refuses an output that must not be at `place`. Links are for the caller to follow or to replace.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if it is read, is an output already, or would be read by the next run; messages call it `target`.
    pub(crate) fn check(&self, place: &Path, target: &str) -> Result<(), Error> {
        let refused = |problem| Err(Error::Target { target: target.to_owned(), problem });
        let found = Place::of(place);
        let mut state = self.lock();
        if found.as_ref().is_some_and(|found| state.reads(found)) {
            return refused(TargetProblem::IsInput);
        }
        if found.is_some_and(|found| state.claims.iter().any(|claim| claim.is_same_as(&found))) {
            return refused(TargetProblem::IsOutput);
        }
        if state.folders.is_empty() {
            return Ok(());
        }
        let (folder, below) = self.existing_folder(place);
        let taking = state.folders.iter().find_map(|folders| folders.taking(&folder, &below));
        taking.map_or(Ok(()), |folder| refused(TargetProblem::InInputFolder(folder.to_owned())))
    }

    /// The same, and keeps the place for this output.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check).
    pub(crate) fn claim(&self, place: &Path, target: &str) -> Result<Claim, Error> {
        self.refuse_unlisted()?;
        self.check(place, target)?;
        let place = Place::of(place);
        self.lock().claims.extend(place.clone());
        Ok(Claim { files: self.clone(), place })
    }

    /// In a rerun, refuses outputs of inputs that the record does not list.
    fn refuse_unlisted(&self) -> Result<(), Error> {
        let inputs = self.inputs();
        let unlisted = self.temporaries.permissions().unlisted(&inputs);
        unlisted.map_or(Ok(()), |path| {
            Err(Error::Target { target: path.to_string_lossy().into_owned(), problem: TargetProblem::UnlistedInput })
        })
    }

    /// Claims an output that is written as it comes, such as standard output, and may lead to the file `file` all the same.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if that file is read, under the name that it has then, or is an output already.
    pub(crate) fn claim_stream(&self, file: Option<Identity>, target: &str) -> Result<(), Error> {
        self.refuse_unlisted()?;
        let Some(file) = file else { return Ok(()) };
        let mut state = self.lock();
        if let Some(input) = state.find(file) {
            let target = input.to_string_lossy().into_owned();
            return Err(Error::Target { target, problem: TargetProblem::IsInput });
        }
        let place = Place::Stream(file);
        if state.claims.iter().any(|claim| claim.is_same_as(&place)) {
            return Err(Error::Target { target: target.to_owned(), problem: TargetProblem::IsOutput });
        }
        state.claims.push(place);
        Ok(())
    }

    /// Refuses to put an output in its place that nothing was read for.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if a corpus of the run was read and gave nothing. `target` is empty for standard output.
    pub(crate) fn require_content(&self, target: &str) -> Result<(), Error> {
        let why = match self.lock().corpora.iter().find(|(_, outcome)| outcome.is_nothing()) {
            None => return Ok(()),
            Some((CorpusRole::Input, _)) => "no documents were read".to_owned(),
            Some((CorpusRole::Side(name) | CorpusRole::Reference(name), _)) => {
                format!("no documents were read from {name}")
            }
        };
        Err(Error::Target { target: target.to_owned(), problem: TargetProblem::NoContent(why) })
    }

    /// The flags on reading that made no difference to any input.
    pub(crate) fn unused_flags(&self) -> Vec<ReadingFlag> {
        ReadOutcome::unused_flags(self.lock().corpora.iter().map(|(_, outcome)| outcome))
    }

    /// Notes that an output is in its place.
    pub(crate) fn wrote(&self, target: &str) {
        self.lock().written.get_or_insert_with(|| target.to_owned());
    }

    /// The first output that was put in its place.
    pub(crate) fn written(&self) -> Option<String> {
        self.lock().written.clone()
    }

    /// The innermost folder above `place` that was there before the run, and the way from it to `place`.
    fn existing_folder(&self, place: &Path) -> (PathBuf, PathBuf) {
        let mut below: PathBuf = place.file_name().map(PathBuf::from).unwrap_or_default();
        let mut folder = parent(place);
        loop {
            let is_new = folder.canonicalize().map_or(true, |folder| self.temporaries.has_made(&folder));
            match (is_new, folder.file_name()) {
                (true, Some(name)) => below = Path::new(name).join(below),
                _ => return (folder.to_owned(), below),
            }
            folder = parent(folder);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// `true` if the file in this place is read, or the place itself, which may be a link that would be replaced.
    fn reads(&mut self, place: &Place) -> bool {
        let Place::Name { folder, name, file } = place else { return false };
        if file.is_some_and(|file| self.find(file).is_some()) {
            return true;
        }
        for (idx, (path, _)) in self.read.iter().enumerate().skip(self.n_named) {
            self.by_name.entry(path.file_name().unwrap_or_default().to_owned()).or_default().push(idx);
        }
        self.n_named = self.read.len();
        let namesakes = self.by_name.get(name).into_iter().flatten();
        namesakes.map(|&idx| parent(&self.read[idx].0)).any(|other| of_folder(other) == Some(*folder))
    }

    /// The file that is read and is this one. What cannot be looked at cannot be read either, and is reported when it is.
    fn find(&mut self, wanted: Identity) -> Option<&Path> {
        for (idx, (path, _)) in self.read.iter().enumerate().skip(self.n_identified) {
            let is_stdin = path == Path::new("-");
            let of_path = || path.metadata().ok().and_then(|metadata| Identity::of(&metadata));
            if let Some(identity) = if is_stdin { Identity::of_stdin() } else { of_path() } {
                self.by_identity.entry(identity).or_insert(idx);
            }
        }
        self.n_identified = self.read.len();
        self.by_identity.get(&wanted).map(|&idx| self.read[idx].0.as_path())
    }
}

impl Place {
    fn of(path: &Path) -> Option<Self> {
        let file = path.symlink_metadata().ok().and_then(|metadata| Identity::of(&metadata));
        Some(Self::Name { folder: of_folder(parent(path))?, name: path.file_name()?.to_owned(), file })
    }

    fn is_same_as(&self, other: &Self) -> bool {
        let has_same_name = match (self, other) {
            (Self::Name { folder, name, .. }, Self::Name { folder: others, name: other, .. }) => {
                (folder, name) == (others, other)
            }
            _ => false,
        };
        has_same_name || self.file().is_some_and(|file| Some(file) == other.file())
    }

    fn file(&self) -> Option<Identity> {
        match self {
            Self::Name { file, .. } => *file,
            Self::Stream(file) => Some(*file),
        }
    }
}

impl Claim {
    /// The files of the run.
    pub(crate) fn files(&self) -> &RunFiles {
        &self.files
    }

    /// The output is in its place, which stays taken.
    pub(crate) fn keep(mut self) {
        self.place = None;
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(place) = self.place.take() {
            self.files.lock().claims.retain(|claim| *claim != place);
        }
    }
}

/// The folder of a file; the current one if the path has none.
pub(crate) fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn of_folder(folder: &Path) -> Option<Identity> {
    folder.metadata().ok().and_then(|metadata| Identity::of(&metadata))
}

#[cfg(test)]
mod tests;

/// The file itself: two names with the same identity are links to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identity {
    device: u64,
    number: u64,
}

impl Identity {
    /// The identity of a regular file or folder; nothing else can be written over.
    #[cfg(unix)]
    pub(crate) fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let can_be_replaced = metadata.is_file() || metadata.is_dir();
        can_be_replaced.then(|| Self { device: metadata.dev(), number: metadata.ino() })
    }

    #[cfg(not(unix))]
    pub(crate) fn of(_metadata: &Metadata) -> Option<Self> {
        // Without file numbers only the system's own locks stand in the way: it refuses to replace a file that is open.
        None
    }

    /// The file that standard input comes from.
    pub(crate) fn of_stdin() -> Option<Self> {
        Self::of(&of_handle(&std::io::stdin())?)
    }

    /// The file that standard output goes to.
    pub(crate) fn of_stdout() -> Option<Self> {
        Self::of(&of_handle(&std::io::stdout())?)
    }
}

#[cfg(unix)]
fn of_handle(handle: &impl std::os::fd::AsFd) -> Option<Metadata> {
    File::from(handle.as_fd().try_clone_to_owned().ok()?).metadata().ok()
}

#[cfg(windows)]
fn of_handle(handle: &impl std::os::windows::io::AsHandle) -> Option<Metadata> {
    File::from(handle.as_handle().try_clone_to_owned().ok()?).metadata().ok()
}
