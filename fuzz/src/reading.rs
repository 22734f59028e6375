//! Reads bytes as the program does: from a file, with threads.

use std::cell::RefCell;
use std::io::{Seek, Write};
use std::num::NonZero;
use std::sync::OnceLock;

use tempfile::NamedTempFile;
use textmill::diagnostics;
use textmill::document::Document;
use textmill::input::{Corpus, InputOptions, Job};
use textmill::pool::Pool;

thread_local! {
    /// Written anew for each input: making a file costs more than reading it.
    static FILE: RefCell<Option<NamedTempFile>> = const { RefCell::new(None) };
}

/// The documents of a file with these bytes, read by `n_threads`, and what was found wrong with it.
pub(super) fn read(bytes: &[u8], options: &InputOptions, n_threads: usize) -> (Vec<Document>, Vec<String>) {
    FILE.with_borrow_mut(|file| {
        let file = file.get_or_insert_with(|| NamedTempFile::with_prefix("fuzz").expect("a temporary file"));
        file.rewind().expect("a file");
        file.write_all(bytes).expect("room for a few bytes");
        file.as_file().set_len(bytes.len() as u64).expect("a file");
        let found = diagnostics::Collected::default();
        let corpus = Corpus::open(&[file.path().to_owned()], options.clone(), &found).expect("the options are good");
        let job = Job { pool: pool(n_threads), diagnostics: &found };
        let mut documents = Vec::new();
        let sink = |document| {
            documents.push(document);
            Ok(())
        };
        corpus.run(&job, || (), |(), document| document, sink).expect("the sink never fails");
        (documents, found.lines())
    })
}

/// Two or more threads: a pool of one is the thread that made it.
fn pool(n_threads: usize) -> &'static Pool {
    static POOLS: [OnceLock<Pool>; 2] = [const { OnceLock::new() }; 2];
    POOLS[n_threads - 2].get_or_init(|| Pool::new(NonZero::new(n_threads)).expect("two or three threads"))
}
