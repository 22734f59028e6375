//! What the table of a unit is written from: each document as it is counted, and what was counted over all of them.

use super::contexts::Contexts;
use super::counts::Numbers;
use super::groups::Groups;
use super::record::Record;
use super::reference::Reference;
use super::sightings::Sightings;
use super::unreadable::Unreadable;
use super::variant::Spellings;
use crate::error::Error;
use crate::input::Job;
use crate::table::Output;
use crate::vocabulary::Vocabulary;

/// The table of one unit. Called on the thread that started the run.
pub(super) trait Table {
    /// Takes what there is to tell of a document that is counted to its end. Documents come in input order.
    fn record(&mut self, record: &Record, output: &mut dyn Output) -> Result<(), Error> {
        let _ = (record, output);
        Ok(())
    }

    /// Takes what was counted over all documents.
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let _ = (totals, output);
        Ok(())
    }
}

/// What was counted over all documents.
pub(super) struct Totals<'t> {
    pub(super) numbers: Numbers,
    /// Empty unless a unit needed it.
    pub(super) vocabulary: &'t Vocabulary,
    /// Counted by the numbers of the vocabulary; empty unless a unit needed it.
    pub(super) contexts: &'t Contexts,
    /// Empty unless a unit needed it.
    pub(super) spellings: &'t Spellings,
    pub(super) groups: &'t Groups,
    /// Empty unless a unit needed them.
    pub(super) sightings: &'t Sightings,
    pub(super) unreadable: &'t Unreadable,
    /// The words to compare with, if there is such a corpus.
    pub(super) reference: Option<&'t Reference>,
    pub(super) job: &'t Job<'t>,
}
