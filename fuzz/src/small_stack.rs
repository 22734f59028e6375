//! No reader needs a stack that grows with what it reads: whatever is repeated, a thread with a small one reads it.

use std::num::NonZero;
use std::thread;

use tempfile::NamedTempFile;
use textmill::diagnostics;
use textmill::input::{Corpus, Format, InputOptions, Job};
use textmill::pool::Pool;
use textmill::split::{By, Rule, cut};
use textmill::text::{PatternSyntax, compile_pattern};

/// What a thread is given. The main thread has eight megabytes, and workers two. Less would not do for the levels that parsers of
/// YAML, TOML and JSON do go down, in a debug build.
const STACK_BYTES: usize = 1 << 20;

/// So long is what is made of the bytes at most.
const MOST_BYTES: usize = 32 << 10;

/// The first byte says how often the first half of the others is repeated before the second, and as what all is read.
pub(super) fn holds(bytes: &[u8]) {
    let Some((&choice, bytes)) = bytes.split_first() else { return };
    let (first, second) = bytes.split_at(bytes.len() / 2);
    let n_times = (1_usize << (choice % 16)).min(MOST_BYTES / first.len().max(1));
    let deep = [&*first.repeat(n_times), second].concat();
    let reads = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || read(&deep, usize::from(choice >> 4)));
    reads.expect("a thread").join().expect("it reads without a panic");
}

/// Reads the bytes in some format, and their text as whatever else a text can be.
fn read(bytes: &[u8], choice: usize) {
    let mut file = NamedTempFile::with_prefix("fuzz").expect("a temporary file");
    std::io::Write::write_all(&mut file, bytes).expect("room for a few bytes");
    let pool = Pool::new(NonZero::new(1)).expect("the thread itself");
    let format = Format::readable().nth(choice % Format::readable().count());
    let found = diagnostics::Collected::default();
    let options = InputOptions { format, ..InputOptions::default() };
    let corpus = Corpus::open(&[file.path().to_owned()], options, &found).expect("the options are good");
    let job = Job { pool: &pool, diagnostics: &found };
    corpus.run(&job, || (), |(), document| drop(document), |()| Ok(())).expect("the sink never fails");
    let text = String::from_utf8_lossy(bytes);
    _ = cut(&text, &[By::Mail, By::Entry, By::Heading, By::Sentence][choice % 4]);
    _ = Rule::parse(&text);
    _ = compile_pattern(&text, PatternSyntax::Lines);
}
