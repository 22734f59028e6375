//! All that a worker thread does with a document: its language, what is found in it, its counts, its groups.

use super::budget::Share;
use super::groups::Groups;
use super::languages::Languages;
use super::scanner::{Scanned, Scanner};
use super::search::{Found, Searcher};
use crate::document::Document;

/// A worker's state.
#[derive(Debug)]
pub(super) struct Worker<'s> {
    pub(super) languages: Languages,
    pub(super) searcher: Searcher<'s>,
    pub(super) scanner: Scanner,
    pub(super) groups: Groups,
    pub(super) share: Share<'s>,
}

impl Worker<'_> {
    /// Searches and counts a document, or a part of one. A part belongs to no group until its document is complete.
    pub(super) fn work(&mut self, mut document: Document) -> (Found, Scanned) {
        self.languages.name_in(&mut document);
        let found = self.searcher.search(&document);
        let scanned = self.scanner.scan(document);
        if let Scanned::Whole(document, numbers) = &scanned {
            self.groups.add(document, &numbers.counts, || self.scanner.document_types());
        }
        self.share.set(self.scanner.n_bytes() + self.groups.n_bytes());
        (found, scanned)
    }
}
