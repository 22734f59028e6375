//! Split, count, dedupe, compare and export corpora of text documents.
//!
//! A *corpus* is an ordered set of *documents*, and a document is a text with an id. A [`Corpus`](input::Corpus) is opened
//! from files, folders and pipes; each verb is a function over it: [`split`](split::split), [`stats`](stats::stats),
//! [`dedupe`](dedupe::dedupe), [`diff_corpora`](diff::diff_corpora), [`export`](export::export). A verb sends rows to a
//! [`table::Output`] and says what it stumbled over to a [`diagnostics::Diagnostics`]; it prints nothing.
//!
//! ```
//! use textmill::document::Document;
//! use textmill::input::{Corpus, Job};
//! use textmill::pool::Pool;
//! use textmill::{diagnostics, stats, table};
//!
//! let text = "The mill turns. The river turns the mill.".to_owned();
//! let corpus = Corpus::from_documents(vec![Document { id: "mill.txt".to_owned(), text, ..Document::default() }]);
//!
//! let pool = Pool::new(None)?;
//! let job = Job { pool: &pool, diagnostics: &diagnostics::Collected::default() };
//! let options = stats::Options { units: vec![stats::Unit::Word], ..stats::Options::default() };
//! let mut output = table::Collected::default();
//! stats::stats(&corpus, &options, &job, &mut output)?;
//!
//! let words = &output.tables[0];
//! assert_eq!(words.column("word"), ["the", "mill", "turns", "river"]);
//! assert_eq!(words.column("frequency"), ["3", "2", "2", "1"]);
//! # Ok::<(), textmill::error::Error>(())
//! ```
//!
//! The same input gives the same rows, in the same order, for any number of threads.

pub mod choice;
pub mod dedupe;
pub mod diagnostics;
pub mod diff;
pub mod document;
pub mod error;
pub mod export;
pub mod input;
pub mod measure;
pub mod panics;
mod partial;
pub mod pool;
pub mod render;
pub mod similarity;
pub mod split;
pub mod stats;
pub mod table;
pub mod text;
pub mod vocabulary;
#[cfg(feature = "worker")]
pub mod worker;
