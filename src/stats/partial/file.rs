//! A partial result as a file: a line that says what it is, a line of JSON that a person can read, then blocks of numbers.
//!
//! ```text
//! textmill partial 1
//! {"parameters":{"choices":{...},"fingerprint":"...","per":["word"],"reading":{...}},"shares":{...},"verb":"stats"}
//! blocks: fields, counts, words, ..., records
//! ```

use std::io::{self, Read, Write};

use super::super::Options;
use super::super::task::Task;
use super::Partial;
use super::parameters::{Header, Parameters};
use super::records::Fields;
use crate::error::{Error, PartialProblem};
use crate::partial::{Reader, Stored, Told, Writer, bad_line, read_head, write_head};

/// The verb, as the head of a file names it.
const VERB: &str = "stats";

impl Partial {
    /// Writes all of it. The same shares give the same bytes, in whatever order they were merged.
    ///
    /// # Errors
    ///
    /// Whatever `to` says.
    pub fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        let seed = write_head(VERB, self.header.to_json(), to)?;
        let mut writer = Writer::new(to, seed);
        let all: [&dyn Stored; 4] = [&self.fields, &self.counted, &self.told, &self.records];
        all.into_iter().try_for_each(|part| part.write(&mut writer))?;
        writer.finish()
    }

    /// Reads what [`Self::write`] wrote, for these options; memory is bounded by the result. `name` is for messages.
    ///
    /// # Errors
    ///
    /// [`Error::Partial`] if it is something else, damaged, or was counted by other options; as [`super::finish`].
    pub fn read(name: &str, from: &mut dyn Read, options: &Options) -> Result<Self, Error> {
        let of_file = |problem| Error::Partial { name: name.to_owned(), problem };
        let (about, seed) = read_head(VERB, from).map_err(of_file)?;
        let header = Header::from_json(&about).ok_or_else(|| of_file(bad_line()))?;
        header.parameters.check(&Parameters::of(&Task::new(options)?, Vec::new())).map_err(of_file)?;
        // What was counted decides what is there to read, even if less is asked for.
        let task = header.parameters.task(options)?;
        let mut partial = Self {
            header,
            fields: Fields::default(),
            counted: task.nothing(),
            records: Vec::new(),
            told: Told::default(),
        };
        partial.fill(Reader::new(from, seed)).map_err(of_file)?;
        Ok(partial)
    }

    fn fill(&mut self, mut from: Reader<'_>) -> Result<(), PartialProblem> {
        let all: [&mut dyn Stored; 4] = [&mut self.fields, &mut self.counted, &mut self.told, &mut self.records];
        all.into_iter().try_for_each(|part| part.read(&mut from))?;
        from.finish()
    }
}
