//! An index of the documents seen by earlier runs, so that a run costs what its own documents cost.
//!
//! The index is one file, an embedded store ([redb](https://docs.rs/redb)) that is whole after any crash and has one user
//! at a time. It holds every document with its text, the keys by which others find it ([`postings`]), and what became of
//! it ([`fates`]). A run reads its own documents, asks for those that share a key with one of them
//! ([`neighborhood`]), and searches both together as if they were one corpus, the earlier ones first; pairs of earlier
//! documents are known already. What it finds is added in one transaction.
//!
//! So the clusters are those of one run over all documents in the order in which they came. What an earlier run has put
//! out cannot be taken back: documents whose fate changes are told.

mod fates;
mod neighborhood;
mod newcomer;
mod parameters;
mod postings;
mod sealed;
mod seen;
mod stored;
mod update;

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use redb::{Database, DatabaseError, ReadableDatabase, ReadableTable, StorageError, TableDefinition, WriteTransaction};

use super::keep::Keep;
use super::options::{Linkage, Options, Search, Unit};
use super::passages::Strip;
use crate::document::Document;
use crate::error::{Error, IndexProblem};
use crate::similarity::{ContainedPair, Overlap};

use fates::Fates;
use parameters::Parameters;
use postings::Postings;
use stored::Documents;

pub(super) use neighborhood::Neighborhood;
pub(super) use newcomer::Newcomer;
pub(super) use seen::Seen;
pub(super) use update::Update;

/// The parameters, under their only key.
const PARAMETERS: TableDefinition<(), &str> = TableDefinition::new("parameters");

/// By inner and outer document: shared shingles, those of the inner one, those of the outer one.
const CONTAINED: TableDefinition<(u32, u32), (u32, u32, u32)> = TableDefinition::new("contained");

/// Memory for pages of the file.
const CACHE_BYTES: usize = 64 << 20;

/// The documents seen by earlier runs, open for this one.
pub struct Index {
    // Dropped in this order: a store that goes waits for whoever still uses it.
    /// What this run adds.
    pending: Option<WriteTransaction>,
    postings: Postings,
    documents: Documents,
    database: Database,
    path: PathBuf,
    fates: Fates,
    contained: Vec<ContainedPair>,
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
        let is_new = !path.try_exists().map_err(|error| failed(IndexProblem::Failed(error)))?;
        if is_new {
            make(path, &Parameters::of(options)).map_err(failed)?;
        }
        let database = open_store(path).map_err(failed)?;
        let stored = stored_parameters(&database).map_err(failed)?;
        if let Some(problem) = stored.difference(&Parameters::of(options)) {
            return Err(failed(problem));
        }
        Self::of_store(path, database).map_err(|error| failed(problem(error)))
    }

    fn of_store(path: &Path, database: Database) -> Result<Self, redb::Error> {
        let reading = database.begin_read()?;
        let mut contained = Vec::new();
        let fates = Fates::load(&reading)?;
        if let Ok(table) = reading.open_table(CONTAINED) {
            for row in table.iter()? {
                let (pair, overlap) = row?;
                let ((inner, outer), (n_shared, n_a, n_b)) = (pair.value(), overlap.value());
                contained.push(ContainedPair { inner, outer, overlap: Overlap { n_shared, n_a, n_b } });
            }
        }
        let (postings, documents) = (Postings::of(&reading)?, Documents::of(&reading)?);
        Ok(Self { path: path.to_owned(), database, fates, contained, postings, documents, pending: None })
    }

    /// Makes what [`dedupe_beside`](super::dedupe_beside) has found part of the index, on disk for good. An index that
    /// is dropped instead stays as it was.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] if the file cannot be written; it is as it was then.
    pub fn commit(mut self) -> Result<(), Error> {
        match self.pending.take() {
            Some(pending) => pending.commit().map_err(|error| self.failed(error.into())),
            None => Ok(()),
        }
    }

    /// What of the index these documents have to do with.
    pub(super) fn neighborhood(&self, newcomers: &[Newcomer]) -> Result<Neighborhood, Error> {
        Neighborhood::of(newcomers, &self.postings, &self.fates, &self.contained).map_err(|error| self.failed(error))
    }

    /// A document seen before.
    pub(super) fn document(&self, number: u32) -> Result<Document, Error> {
        self.documents.read(number).map_err(|error| self.failed(error))
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
        let is_member = |pair: &&ContainedPair| neighborhood.members.binary_search(&pair.inner).is_ok();
        self.contained.iter().filter(is_member).copied()
    }

    /// Sets aside what [`commit`](Self::commit) will make part of the index.
    pub(super) fn prepare(&mut self, update: &Update<'_>) -> Result<(), Error> {
        let writing = self.database.begin_write().map_err(|error| self.failed(error.into()))?;
        update.write(&writing, &mut self.fates, &self.path)?;
        self.pending = Some(writing);
        Ok(())
    }

    fn failed(&self, error: redb::Error) -> Error {
        Error::Index { path: self.path.clone(), problem: problem(error) }
    }
}

/// Earlier runs have put out what they kept. Choices that later documents would turn over cannot be kept up.
fn refuse_unfit(options: &Options) -> Result<(), Error> {
    let refused = |what: &str, why: &str| Err(Error::option(what, format!("does not go with an index: {why}")));
    if !matches!(options.keep, Keep::First) {
        return refused("keep", "the first document is kept, because earlier runs have put theirs out");
    }
    if options.linkage == Linkage::Complete {
        return refused("linkage", "a cluster of which every document is in a pair with every other one is read whole");
    }
    if options.search == Search::AllPairs {
        return refused("all-pairs", "only documents that share a sketch are read again");
    }
    match options.unit {
        Unit::Pair => refused("per pair", "copies and pairs of earlier runs are not in it; rows of clusters are"),
        Unit::Threshold => refused("curve", "an index has one threshold"),
        Unit::Passage => refused("per passage", "passages are those of all kept documents"),
        Unit::Document if options.strip != Strip::Nothing => {
            refused("strip", "passages are those of all kept documents, and earlier ones have been put out")
        }
        Unit::Document | Unit::Marked | Unit::Cluster => Ok(()),
    }
}

/// Makes an index without documents, beside its place and then in it, so that nobody meets a half-made one.
fn make(path: &Path, parameters: &Parameters) -> Result<(), IndexProblem> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".textmill-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder).map_err(|error| IndexProblem::Failed(without_path(&error)))?;
    let fill = |file: File| -> Result<(), redb::Error> {
        let database = Database::builder().create_file(file)?;
        let writing = database.begin_write()?;
        writing.open_table(PARAMETERS)?.insert((), &*parameters.encode())?;
        writing.commit()?;
        Ok(())
    };
    fill(file.reopen().map_err(IndexProblem::Failed)?).map_err(problem)?;
    match file.persist_noclobber(path) {
        // Another process was quicker; which of the two may use it is settled by opening it.
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(IndexProblem::Failed(error.error));
        }
        _ => {}
    }
    // The name must last as long as what will be written under it. Not every file system can promise that.
    if let Ok(folder) = File::open(folder) {
        _ = folder.sync_all();
    }
    Ok(())
}

/// The name of a temporary file says nothing to a user.
fn without_path(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

fn open_store(path: &Path) -> Result<Database, IndexProblem> {
    let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(IndexProblem::Failed)?;
    let metadata = file.metadata().map_err(IndexProblem::Failed)?;
    if !metadata.is_file() || metadata.len() == 0 {
        return Err(IndexProblem::Foreign);
    }
    refuse_cut_off(&mut file, metadata.len())?;
    match Database::builder().set_cache_size(CACHE_BYTES).create_file(file) {
        Ok(database) => Ok(database),
        Err(DatabaseError::DatabaseAlreadyOpen) => Err(IndexProblem::Busy),
        Err(DatabaseError::Storage(StorageError::Io(error))) if error.kind() == io::ErrorKind::InvalidData => {
            Err(IndexProblem::Foreign)
        }
        Err(error) => Err(problem(error.into())),
    }
}

/// A copy that is not whole is the damage that happens; the store would meet it with a panic. Its header has the size of
/// a page and, in pages, what a region begins with, what else it has at most, how many regions are full, and what else
/// the last one has (redb, docs/design.md).
fn refuse_cut_off(file: &mut File, n_bytes: u64) -> Result<(), IndexProblem> {
    const MAGIC: &[u8] = b"redb\x1a\x0a\xa9\x0d\x0a";
    const LAYOUT_AT: usize = 12;
    let mut header = [0; LAYOUT_AT + 20];
    file.read_exact(&mut header).map_err(|_| IndexProblem::Foreign)?;
    file.rewind().map_err(IndexProblem::Failed)?;
    if !header.starts_with(MAGIC) {
        return Err(IndexProblem::Foreign);
    }
    let number = |idx: usize| {
        let at = LAYOUT_AT + 4 * idx;
        u128::from(u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]))
    };
    let [page_bytes, n_first, n_most, n_full, n_last] = [0, 1, 2, 3, 4].map(number);
    let n_pages = 1 + n_full * (n_first + n_most) + if n_last > 0 { n_first + n_last } else { 0 };
    if u128::from(n_bytes) < n_pages * page_bytes {
        return Err(IndexProblem::Damaged("its end is missing".to_owned()));
    }
    Ok(())
}

/// A store without parameters was made by another program.
fn stored_parameters(database: &Database) -> Result<Parameters, IndexProblem> {
    let read = || -> Result<Option<Parameters>, redb::Error> {
        let table = database.begin_read()?.open_table(PARAMETERS)?;
        Ok(table.get(())?.map(|text| Parameters::decode(text.value())))
    };
    match read() {
        Ok(Some(parameters)) => Ok(parameters),
        Ok(None) | Err(redb::Error::TableDoesNotExist(_) | redb::Error::TableTypeMismatch { .. }) => {
            Err(IndexProblem::Foreign)
        }
        Err(error) => Err(problem(error)),
    }
}

fn problem(error: redb::Error) -> IndexProblem {
    match error {
        redb::Error::Corrupted(what) => IndexProblem::Damaged(what),
        redb::Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            IndexProblem::Damaged("it ends too early".to_owned())
        }
        redb::Error::Io(error) => IndexProblem::Failed(error),
        other => IndexProblem::Failed(io::Error::other(other)),
    }
}
