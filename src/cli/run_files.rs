//! The files of a run: those that it reads and those that it writes, kept apart.
//!
//! Whatever opens a file for reading registers it here, and whatever opens one for writing asks here first, so that no
//! output is a file that is read, that another output goes to, or that the next run would read because it lies in a folder
//! of inputs. An output is put in its place only if something was read that it could have been made of.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use textmill::error::{Error, TargetProblem};
use textmill::input::{Corpus, ListedFolders, ReadOutcome};

use super::identity::Identity;
use super::signals::Temporaries;

/// What the run reads and writes so far. Clones speak of the same run.
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

/// What a file is to the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileRole {
    /// Results depend on what it holds.
    Input,
    /// It says how to run, or is added to by each run, as an index.
    Beside,
}

/// What a corpus is to the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CorpusRole {
    /// What results are about.
    Input,
    /// One of two that are compared, as it was named.
    Side(String),
    /// What the input is compared with, as it was named. An output may well be added to it.
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
    /// Where temporary files are listed.
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
    /// Whether the file in this place is read, or the place itself is, by a link that would be replaced.
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
    /// Whose files they are.
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
mod tests {
    #![cfg(unix)]

    use std::fs;

    use tempfile::TempDir;
    use textmill::diagnostics::Collected;
    use textmill::input::InputOptions;

    use super::*;

    /// A folder with a corpus of one text, and the files of a run that reads it.
    fn reading() -> (TempDir, RunFiles) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        fs::write(folder.path().join("in/a.txt"), "one").unwrap();
        let files = RunFiles::default();
        let corpus = Corpus::open(&[folder.path().join("in")], InputOptions::default(), &Collected::default()).unwrap();
        files.read_corpus(&corpus, CorpusRole::Input);
        (folder, files)
    }

    #[track_caller]
    fn check(files: &RunFiles, place: &Path, expected: Option<&str>) {
        let problem = match files.check(place, "out") {
            Ok(()) => None,
            Err(Error::Target { target, problem }) if target == "out" => Some(problem.to_string()),
            Err(other) => panic!("{other}"),
        };
        let begins = |problem: &String| problem.starts_with(expected.unwrap_or("nothing is wrong"));
        assert_eq!(problem.as_ref().is_some_and(begins), expected.is_some(), "{}: {problem:?}", place.display());
        assert_eq!(problem.is_some(), expected.is_some(), "{}: {problem:?}", place.display());
    }

    const INPUT: Option<&str> = Some("is both an input and the output");
    const OUTPUT: Option<&str> = Some("is the place of two outputs");
    const IN_FOLDER: Option<&str> = Some("lies in the folder");

    #[test]
    fn what_is_read_is_found_by_any_name() {
        let (folder, files) = reading();
        let path = |name: &str| folder.path().join(name);
        check(&files, &path("in/a.txt"), INPUT);
        check(&files, &path("in/../in/a.txt"), INPUT);
        fs::hard_link(path("in/a.txt"), path("hard.csv")).unwrap();
        check(&files, &path("hard.csv"), INPUT);
        check(&files, &path("other.csv"), None);
        fs::write(path("other.csv"), "two").unwrap();
        check(&files, &path("other.csv"), None);
        // Files may be registered at any time.
        files.read([&*path("other.csv")], FileRole::Beside);
        check(&files, &path("other.csv"), INPUT);
        assert_eq!(files.inputs(), [path("in/a.txt")]);
    }

    #[test]
    fn a_link_that_is_read_is_not_replaced() {
        let (folder, files) = reading();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("real"), "x").unwrap();
        std::os::unix::fs::symlink(path("real"), path("link.csv")).unwrap();
        check(&files, &path("link.csv"), None);
        files.read([&*path("link.csv")], FileRole::Input);
        check(&files, &path("link.csv"), INPUT);
        check(&files, &path("real"), INPUT);
    }

    #[test]
    fn a_place_is_for_one_output_until_it_is_given_up() {
        let (folder, files) = reading();
        let path = |name: &str| folder.path().join(name);
        let claim = files.claim(&path("out.csv"), "out").unwrap();
        check(&files, &path("in/../out.csv"), OUTPUT);
        drop(claim);
        check(&files, &path("out.csv"), None);
        files.claim(&path("out.csv"), "out").unwrap().keep();
        check(&files, &path("out.csv"), OUTPUT);
    }

    #[test]
    fn an_output_in_a_folder_that_is_read_is_refused_also_in_new_folders() {
        let (folder, files) = reading();
        let path = |name: &str| folder.path().join(name);
        check(&files, &path("in/out.csv"), IN_FOLDER);
        check(&files, &path("in/new/deep/out.csv"), IN_FOLDER);
        check(&files, &path("in/.hidden.csv"), None);
        // What was there and was not listed is ignored by the next run, too; what the run has made is not.
        fs::create_dir(path("in/old")).unwrap();
        check(&files, &path("in/old/out.csv"), None);
        files.temporaries().make_folder(&path("in/made/deep")).unwrap();
        check(&files, &path("in/made/deep/out.csv"), IN_FOLDER);
    }

    #[test]
    fn an_output_may_be_added_to_a_reference() {
        let (folder, files) = reading();
        let archive = folder.path().join("archive");
        fs::create_dir(&archive).unwrap();
        let corpus =
            Corpus::open(std::slice::from_ref(&archive), InputOptions::default(), &Collected::default()).unwrap();
        files.read_corpus(&corpus, CorpusRole::Reference("archive".to_owned()));
        check(&files, &archive.join("out.csv"), None);
    }
}
