//! The outcome of reading a corpus: whether a single document came of it.
//!
//! A folder of a disk that is not mounted, and a folder in which no file can be opened, give no documents without the system's
//! ever saying so. An empty pipe, a table without records and the shard of a small corpus give none rightly.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::format::Format;
use super::reading_flag::ReadingFlag;
use crate::diagnostics::Finding;

/// The outcome of reading a corpus. Clones are of the same corpus, while it is read and afterwards.
#[derive(Clone, Debug)]
pub struct ReadOutcome(Arc<Flags>);

#[derive(Debug)]
struct Flags {
    emptiness: Emptiness,
    was_read: AtomicBool,
    has_documents: AtomicBool,
    has_failures: AtomicBool,
    /// The flags that were given for inputs of some kinds.
    given: Vec<ReadingFlag>,
    /// Flags whose use does not depend on formats.
    used: Mutex<Vec<ReadingFlag>>,
    /// The formats of the inputs that were read, each once.
    formats: Mutex<Vec<Format>>,
}

impl ReadOutcome {
    /// The outcome of inputs that are not yet read.
    pub(super) fn new(emptiness: Emptiness, given: Vec<ReadingFlag>) -> Self {
        Self(Arc::new(Flags {
            emptiness,
            given,
            used: <_>::default(),
            formats: <_>::default(),
            was_read: <_>::default(),
            has_documents: <_>::default(),
            has_failures: <_>::default(),
        }))
    }

    /// `true` if the inputs were read, not one document came of them, and that is not what they hold.
    pub fn is_nothing(&self) -> bool {
        let is = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        let Flags { emptiness, was_read, has_documents, has_failures, .. } = &*self.0;
        is(was_read) && !is(has_documents) && (is(has_failures) || *emptiness == Emptiness::Fault)
    }

    /// The flags that were given and that made no difference to any input of these corpora. Nobody knows before one was read.
    pub fn unused_flags<'o>(outcomes: impl IntoIterator<Item = &'o Self>) -> Vec<ReadingFlag> {
        let (mut given, mut used, mut formats): (Vec<ReadingFlag>, Vec<ReadingFlag>, Vec<Format>) = <_>::default();
        for outcome in outcomes {
            given.extend(&outcome.0.given);
            used.extend(&*outcome.0.used.lock().unwrap_or_else(PoisonError::into_inner));
            formats.extend(&*outcome.0.formats.lock().unwrap_or_else(PoisonError::into_inner));
        }
        let is_used = |flag: &ReadingFlag| used.contains(flag) || formats.iter().any(|format| format.uses(*flag));
        let is_unused = |flag: &ReadingFlag| given.contains(flag) && !is_used(flag);
        ReadingFlag::ALL.into_iter().filter(|flag| !formats.is_empty() && is_unused(flag)).collect()
    }

    /// Notes the formats that were read.
    pub(super) fn add_formats(&self, found: impl IntoIterator<Item = Format>) {
        if self.0.given.is_empty() {
            return;
        }
        let mut formats = self.0.formats.lock().unwrap_or_else(PoisonError::into_inner);
        for format in found {
            if !formats.contains(&format) {
                formats.push(format);
            }
        }
    }

    /// Notes that a flag made a difference.
    pub(super) fn add_use(&self, flag: ReadingFlag) {
        self.0.used.lock().unwrap_or_else(PoisonError::into_inner).push(flag);
    }

    /// Notes that the inputs are being read.
    pub(super) fn begin(&self) {
        self.0.was_read.store(true, Ordering::Relaxed);
    }

    /// Notes that a document was read.
    pub(super) fn add_document(&self) {
        // Written once, since all threads may look at it at the same time.
        if !self.0.has_documents.load(Ordering::Relaxed) {
            self.0.has_documents.store(true, Ordering::Relaxed);
        }
    }

    /// Notes that an input or record could not be read, if that is what was found.
    pub(super) fn note(&self, finding: &Finding) {
        if matches!(finding, Finding::Failed(_)) {
            self.add_failure();
        }
    }

    /// `true` if an input or record could not be read.
    pub(super) fn has_failures(&self) -> bool {
        self.0.has_failures.load(Ordering::Relaxed)
    }

    /// Notes that an input or record could not be read.
    pub(super) fn add_failure(&self) {
        self.0.has_failures.store(true, Ordering::Relaxed);
    }
}

/// Emptiness of inputs from which no documents came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Emptiness {
    /// They may hold none: a pipe, a table or a shard is among them.
    Possible,
    /// Each of them would be a document, or there are none.
    Fault,
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;
    use std::path::PathBuf;

    use crate::diagnostics::Collected;
    use crate::input::{Corpus, InputOptions, Job, Shard};
    use crate::pool::Pool;

    /// Checks whether nothing was read of a folder with these files, before and after it was read.
    #[track_caller]
    fn check(files: &[(&str, &[u8])], shard: Option<&str>, expected: bool) {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let options =
            InputOptions { shard: shard.map(|shard| shard.parse::<Shard>().unwrap()), ..InputOptions::default() };
        let (pool, diagnostics) = (Pool::new(NonZero::new(1)).unwrap(), Collected::default());
        let corpus = Corpus::open(&[PathBuf::from(folder.path())], options, &diagnostics).unwrap();
        assert!(!corpus.outcome().is_nothing(), "it has not been read yet");
        let job = Job { pool: &pool, diagnostics: &diagnostics };
        corpus.run(&job, || (), |(), _| (), |()| Ok(())).unwrap();
        assert_eq!(corpus.outcome().is_nothing(), expected, "{files:?}: {:?}", diagnostics.lines());
    }

    #[test]
    fn nothing_was_read_where_there_are_no_files_or_none_is_a_text() {
        check(&[], None, true);
        check(&[("a.png", b"\0\x01")], None, true);
        check(&[("a.jsonl", b"{")], None, true);
        check(&[("a.jsonl", b"{"), ("b.txt", b"one")], None, false);
    }

    #[test]
    fn empty_texts_are_documents_and_empty_tables_hold_none_rightly() {
        check(&[("a.txt", b"")], None, false);
        check(&[("a.jsonl", b"")], None, false);
        check(&[("a.csv", b"id,text\n"), ("b.png", b"\0\x01")], None, false);
    }

    #[test]
    fn a_shard_may_have_no_documents_but_not_a_corpus_of_shards() {
        for shard in ["1/2", "2/2"] {
            check(&[("a.txt", b"one")], Some(shard), false);
            check(&[], Some(shard), true);
        }
    }
}
