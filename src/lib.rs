//! Split, count, dedupe, compare and export corpora of text documents.

pub mod dedupe;
pub mod diagnostics;
pub mod diff;
pub mod document;
pub mod error;
pub mod export;
pub mod input;
pub mod measure;
pub mod pool;
pub mod render;
pub mod similarity;
pub mod split;
pub mod stats;
pub mod table;
pub mod text;
pub mod vocabulary;
