//! All that was counted over some documents: a partial result that merges in any order.

use std::io;

use super::counts::Counts;
use super::groups::Groups;
use super::sightings::Sightings;
use super::tally::Tally;
use super::unreadable::Unreadable;
use super::variant::Spellings;
use crate::error::PartialProblem;
use crate::partial::{Reader, Stored, Writer};

/// Integers, and the words that they count.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    pub(super) counts: Counts,
    pub(super) tally: Tally,
    pub(super) spellings: Spellings,
    pub(super) groups: Groups,
    pub(super) sightings: Sightings,
    pub(super) unreadable: Unreadable,
}

impl Counted {
    /// Both together, where each counts other documents.
    pub(super) fn merged(mut self, other: Self) -> Self {
        self.counts += &other.counts;
        self.sightings.absorb(&other.sightings);
        self.unreadable.absorb(other.unreadable);
        Self {
            counts: self.counts,
            tally: self.tally.merged(other.tally),
            spellings: Spellings::merged([self.spellings, other.spellings].into_iter()),
            groups: self.groups.merged(other.groups),
            sightings: self.sightings,
            unreadable: self.unreadable,
        }
    }

    /// How much memory the words and what is counted with them take.
    pub(super) fn n_bytes(&self) -> u64 {
        let Self { tally, spellings, groups, sightings, .. } = self;
        tally.vocabulary.n_bytes()
            + tally.contexts.n_bytes()
            + spellings.n_bytes()
            + groups.n_bytes()
            + sightings.n_bytes()
    }
}

impl Stored for Counted {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        let Self { counts, tally, spellings, groups, sightings, unreadable } = self;
        let all: [&dyn Stored; 6] = [counts, tally, spellings, groups, sightings, unreadable];
        all.into_iter().try_for_each(|counted| counted.write(to))
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        let Self { counts, tally, spellings, groups, sightings, unreadable } = self;
        let all: [&mut dyn Stored; 6] = [counts, tally, spellings, groups, sightings, unreadable];
        all.into_iter().try_for_each(|counted| counted.read(from))
    }
}
