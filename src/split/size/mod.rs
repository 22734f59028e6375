//! Cutting into segments of a bounded size.
//!
//! A [`Size`] says how much a segment may have and in which [`Unit`]. Each segment takes as much as fits up to the best
//! kind of boundary that there is before its limit: a heading, else a paragraph, a sentence, a word, a character as readers
//! see it. What overlaps is counted with the segment that repeats it, so no segment is above its limit.

mod cutter;
mod ruler;

use crate::choice::choices;
use crate::error::OptionProblem;

pub(super) use cutter::pieces;

/// The most that a segment may have, and how much of the segment before it repeats.
///
/// White space around a segment's text is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    limit: usize,
    unit: Unit,
    overlap: usize,
}

/// What sizes are counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// The words of UAX #29 ([`words`](crate::text::words)), as every statistic counts them. None is ever cut.
    #[default]
    Token,
    /// Runs of characters that are not white space, as `wc -w` counts them. None is ever cut.
    Word,
    /// Unicode code points, as most limits on the length of a text are meant.
    Character,
    /// Bytes of UTF-8.
    Byte,
}

choices!(Unit {
    Token = "tokens": "Words of UAX #29",
    Word = "words": "Runs of characters that are not white space",
    Character = "characters": "Unicode code points",
    Byte = "bytes": "Bytes of UTF-8",
});

/// A character takes up to so many bytes, and none is ever cut.
const FEWEST_BYTES: usize = 4;

impl Size {
    /// At most `limit` units a segment, of which up to `overlap` are repeated from the segment before.
    ///
    /// # Errors
    ///
    /// [`OptionProblem`] if nothing could be cut so: a limit of nothing, of fewer bytes than a character may have, or one
    /// that the overlap takes up.
    pub fn new(limit: usize, unit: Unit, overlap: usize) -> Result<Self, OptionProblem> {
        if limit == 0 {
            return Err(OptionProblem::EmptySize);
        }
        if unit == Unit::Byte && limit < FEWEST_BYTES {
            return Err(OptionProblem::SizeBelowCharacter { fewest: FEWEST_BYTES });
        }
        if overlap >= limit {
            return Err(OptionProblem::Overlap);
        }
        Ok(Self { limit, unit, overlap })
    }

    /// Whether segments repeat the end of the one before.
    pub fn overlaps(self) -> bool {
        self.overlap > 0
    }
}
