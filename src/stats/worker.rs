//! All that a worker thread does with a document: its language, its counts, its groups.

use super::groups::Groups;
use super::languages::Languages;
use super::scanner::{Scanned, Scanner};
use crate::document::Document;

/// A worker's state.
#[derive(Debug)]
pub(super) struct Worker {
    pub(super) languages: Languages,
    pub(super) scanner: Scanner,
    pub(super) groups: Groups,
}

impl Worker {
    /// Counts a document, or a part of one. A part belongs to no group until its document is complete.
    pub(super) fn scan(&mut self, mut document: Document) -> Scanned {
        self.languages.name_in(&mut document);
        let scanned = self.scanner.scan(document);
        if let Scanned::Whole(document, numbers) = &scanned {
            self.groups.add(document, numbers.counts, || self.scanner.document_types());
        }
        scanned
    }
}
