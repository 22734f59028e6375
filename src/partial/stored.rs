//! What can be written into a file of partial results and read again.

use std::io;

use super::bytes::{Reader, Writer, damaged};
use crate::error::PartialProblem;
use crate::input::DocumentPlace;

/// What a partial result is made of.
pub(crate) trait Stored {
    /// Writes all of it.
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()>;

    /// Reads it into what holds nothing yet.
    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem>;
}

impl Stored for DocumentPlace {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        to.numbers([u64::from(self.input_idx), self.record_number])?;
        to.text(&self.path)
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        (self.input_idx, self.record_number) = (small(from.number()?)?, from.number()?);
        self.path = from.text()?;
        Ok(())
    }
}

/// A number that was one of 32 bits.
pub(crate) fn small(number: u64) -> Result<u32, PartialProblem> {
    u32::try_from(number).map_err(|_| damaged("a number is too large"))
}
