//! An index of the documents seen by earlier runs, so that a run costs what its own documents cost.
//!
//! The index is one file ([`store`]) that is whole after any crash and has one user at a time. It holds every document
//! with its text ([`stored`]), the keys by which others find it ([`postings`]), and what became of it ([`fates`]). A run reads its own documents, asks for those that share a key with one of them
//! ([`neighborhood`]), and searches both together as if they were one corpus, the earlier ones first; pairs of earlier
//! documents are known already. What it finds is added in one transaction.
//!
//! So the clusters are those of one run over all documents in the order in which they came. What an earlier run has put
//! out cannot be taken back: documents whose fate changes are told.

mod containments;
mod directory;
mod fates;
mod neighborhood;
mod newcomer;
mod parameters;
mod postings;
mod sealed;
mod seen;
mod store;
mod stored;
mod tables;
mod update;

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::keep::Keep;
use super::options::{Linkage, Options, Search, Unit};
use super::passages::Strip;
use crate::document::Document;
use crate::error::{Error, IndexConflict, IndexProblem, OptionProblem};
use crate::similarity::ContainedPair;

use containments::Containments;
use directory::Key;
use fates::Fates;
use parameters::Parameters;
use postings::Postings;
use sealed::damaged;
use store::{Changes, Store};
use stored::Documents;

pub(super) use neighborhood::Neighborhood;
pub(super) use newcomer::Newcomer;
pub(super) use seen::Seen;
pub(super) use stored::date_of;
pub(super) use update::Update;

const PARAMETERS_KEY: Key = Key { table: tables::PARAMETERS, number: 0, place: 0 };

/// The documents seen by earlier runs, open for this one.
pub struct Index {
    path: PathBuf,
    store: Store,
    fates: Fates,
    contained: Containments,
    /// What this run adds.
    pending: Option<Changes>,
    origin: Origin,
}

/// Origin of the file of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// It was there, or is there for good.
    Kept,
    /// This run made it, and takes it away again unless it is committed.
    Made,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in `path`, a new one if there is no file; nobody else can, until it is dropped.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] if the file is no index, is damaged, was made by other rules than `options` or is in use;
    /// [`Error::Option`] if the options ask for what an index cannot give.
    pub fn open(path: &Path, options: &Options) -> Result<Self, Error> {
        refuse_unfit(options)?;
        let failed = |problem| Error::Index { path: path.to_owned(), problem };
        let is_there = path.try_exists().map_err(|error| failed(IndexProblem::Failed(error)))?;
        let origin = if is_there { Origin::Kept } else { make(path, &Parameters::of(options)).map_err(failed)? };
        Self::of_file(path, origin, &Parameters::of(options)).map_err(failed)
    }

    fn of_file(path: &Path, origin: Origin, asked: &Parameters) -> Result<Self, IndexProblem> {
        let file = OpenOptions::new().read(true).write(true).open(path).map_err(IndexProblem::Failed)?;
        let metadata = file.metadata().map_err(IndexProblem::Failed)?;
        if !metadata.is_file() {
            return Err(IndexProblem::Foreign);
        }
        let store = Store::open(file)?;
        // Whoever had made it may have taken it away just before it could be locked.
        if !path.metadata().is_ok_and(|now| is_same(&metadata, &now)) {
            return Err(IndexProblem::Busy);
        }
        let stored = store.get(PARAMETERS_KEY)?.ok_or_else(damaged)?;
        let stored = Parameters::decode(&String::from_utf8_lossy(&stored));
        if let Some(problem) = stored.difference(asked) {
            return Err(problem);
        }
        let fates = Fates::load(&store)?;
        let contained = Containments::load(&store, fates.len())?;
        Ok(Self { path: path.to_owned(), store, fates, contained, pending: None, origin })
    }

    /// Makes what [`dedupe_beside`](super::dedupe_beside) has found part of the index, on disk for good. An index that
    /// is dropped instead stays as it was, and a new one is taken away.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] if the file cannot be written; it is as it was then.
    pub fn commit(mut self) -> Result<(), Error> {
        if let Some(pending) = self.pending.take() {
            self.store.commit(pending).map_err(|problem| self.failed(problem))?;
        }
        self.origin = Origin::Kept;
        Ok(())
    }

    /// What of the index these documents have to do with.
    pub(super) fn neighborhood(&self, newcomers: &[Newcomer]) -> Result<Neighborhood, Error> {
        Postings::of(&self.store)
            .and_then(|postings| Neighborhood::of(newcomers, &postings, &self.fates, &self.contained))
            .map_err(|problem| self.failed(problem))
    }

    /// Reads documents seen before, which is quickest in their order.
    pub(super) fn documents(&self) -> impl FnMut(u32) -> Result<Document, Error> + '_ {
        let mut documents = Documents::of(&self.store);
        move |number| documents.read(number).map_err(|problem| self.failed(problem))
    }

    /// The first document of the cluster of a document.
    pub(super) fn leader(&self, number: u32) -> u32 {
        self.fates.leader(number)
    }

    /// Whether a document was kept when the last run ended.
    pub(super) fn is_kept(&self, number: u32) -> bool {
        self.fates.is_kept(number)
    }

    /// The containments known among documents of a neighborhood, which has both ends of a pair or none.
    pub(super) fn contained_among(&self, neighborhood: &Neighborhood) -> impl Iterator<Item = ContainedPair> {
        let is_member = |pair: &ContainedPair| neighborhood.members.binary_search(&pair.inner).is_ok();
        self.contained.iter().filter(is_member)
    }

    fn failed(&self, problem: IndexProblem) -> Error {
        Error::Index { path: self.path.clone(), problem }
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        // It is still locked, so it is nobody else's by now.
        if self.origin == Origin::Made {
            _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// An open file cannot be taken away there.
#[cfg(not(unix))]
fn is_same(_one: &Metadata, _other: &Metadata) -> bool {
    true
}

/// Earlier runs have put out what they kept. Choices that later documents would turn over cannot be kept up.
fn refuse_unfit(options: &Options) -> Result<(), OptionProblem> {
    let conflict = match options.unit {
        _ if !matches!(options.keep, Keep::First) => IndexConflict::Keep,
        _ if options.linkage == Linkage::Complete => IndexConflict::Linkage,
        _ if options.search == Search::AllPairs => IndexConflict::AllPairs,
        Unit::Pair => IndexConflict::Pairs,
        Unit::Threshold => IndexConflict::Thresholds,
        Unit::Passage => IndexConflict::Passages,
        Unit::Document if options.strip != Strip::Nothing => IndexConflict::Strip,
        Unit::Document | Unit::Marked | Unit::Cluster => return Ok(()),
    };
    Err(OptionProblem::WithIndex(conflict))
}

/// Makes an index without documents, beside its place and then in it, so that nobody meets a half-made one.
fn make(path: &Path, parameters: &Parameters) -> Result<Origin, IndexProblem> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".textmill-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder).map_err(|error| IndexProblem::Failed(without_path(&error)))?;
    let mut store = Store::create(file.reopen().map_err(IndexProblem::Failed)?)?;
    let mut changes = store.changes();
    store.put(&mut changes, PARAMETERS_KEY, parameters.encode().as_bytes())?;
    store.commit(changes)?;
    let origin = match file.persist_noclobber(path) {
        Ok(_) => Origin::Made,
        // Another process was quicker; which of the two may use it is settled by opening it.
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Origin::Kept,
        Err(error) => return Err(IndexProblem::Failed(error.error)),
    };
    // The name must last as long as what will be written under it. Not every file system can promise that.
    if let Ok(folder) = File::open(folder) {
        _ = folder.sync_all();
    }
    Ok(origin)
}

/// The name of a temporary file says nothing to a user.
fn without_path(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}
