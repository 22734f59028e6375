//! Edits that texts are read with if the user asks for them: underscores of emphasis off, words whole that line ends part.
//!
//! They are made where a document leaves its reader, whatever its format, so that every verb sees the same text. Offsets go
//! on to lead to the source ([`Document::edit`]).

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use super::options::{Emphasis, InputOptions};
use crate::diagnostics::{Diagnostics, Finding};
use crate::document::{Document, Edit, Span};
use crate::text::{emphasis_marks, rejoined};
use crate::vocabulary::KnownWords;

/// The words that a corpus is read with where line ends part them, and how many were made whole.
#[derive(Debug, Default)]
pub(super) struct Rejoining {
    words: OnceLock<Arc<KnownWords>>,
    n_joined: AtomicU64,
}

/// No words, for inputs whose documents nobody sees.
pub(super) static NOTHING: Rejoining = Rejoining { words: OnceLock::new(), n_joined: AtomicU64::new(0) };

impl Rejoining {
    /// `true` once the words of the corpus are known.
    pub(super) fn has_words(&self) -> bool {
        self.words.get().is_some()
    }

    /// Takes the words of the corpus, unless they are known.
    pub(super) fn learn(&self, words: &Arc<KnownWords>) {
        // Two threads may have counted; they saw the same.
        _ = self.words.set(Arc::clone(words));
    }

    /// Edits the text of a document as the options say. Before its words are known, nothing is joined.
    pub(super) fn edit(&self, document: &mut Document, options: &InputOptions) {
        // The tokens of an annotation stand where they stand.
        if document.given.is_some() {
            return;
        }
        let mut edits = Vec::new();
        if options.emphasis == Emphasis::Plain {
            let marks = emphasis_marks(&document.text).into_iter();
            edits.extend(marks.map(|at| Edit { span: Span::new(at, at + 1), with: String::new() }));
        }
        if let Some(words) = self.words.get() {
            let n_marks = edits.len();
            edits.extend(rejoined(&document.text, &**words));
            // An edit that joins ends with a line end in the text, one that moves the line end ends with a blank.
            let joins = |edit: &&Edit| edit.span.of(&document.text).contains('\n');
            let n_joined = edits[n_marks..].iter().filter(joins).count() as u64;
            self.n_joined.fetch_add(n_joined, Ordering::Relaxed);
            edits.sort_by_key(|edit| edit.span);
        }
        document.edit(&edits);
    }

    /// Reports how many words were joined since the last report.
    pub(super) fn report(&self, diagnostics: &dyn Diagnostics) {
        let n_joined = self.n_joined.swap(0, Ordering::Relaxed);
        if n_joined > 0 {
            let words = if n_joined == 1 { "word that a line end had" } else { "words that line ends had" };
            diagnostics.report(Finding::summary(format!("{n_joined} {words} parted rejoined (--dehyphenate)")));
        }
    }
}
