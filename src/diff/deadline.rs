//! The time that a comparison may take, and whether that was enough.

use std::time::{Duration, Instant};

/// The moment after which a comparison stops looking for a better alignment.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// The moment that lies `timeout` ahead. One beyond what the clock can say never comes.
    pub fn after(timeout: Duration) -> Self {
        Self(Instant::now().checked_add(timeout))
    }

    /// The moment itself; `None` if it never comes.
    pub(super) fn moment(self) -> Option<Instant> {
        self.0
    }

    pub(super) fn completeness(self) -> Completeness {
        if self.leaves(Duration::ZERO) { Completeness::Whole } else { Completeness::CutShort }
    }

    /// Whether there is so much time left.
    pub(super) fn leaves(self, time: Duration) -> bool {
        let end = Instant::now().checked_add(time);
        self.0.is_none_or(|moment| end.is_some_and(|end| end <= moment))
    }
}

/// Whether a comparison had the time it wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Completeness {
    /// It had.
    #[default]
    Whole,
    /// The deadline passed: what is called unchanged is unchanged, but more may be.
    CutShort,
}
