//! A partial result as a file: a line that says what it is, a line of JSON that a person can read, then blocks of numbers.
//!
//! ```text
//! textmill partial 1
//! {"parameters":{"choices":{...},"fingerprint":"...","per":["word"],"reading":{...}},"shares":{...}}
//! blocks (see `bytes`), the last one empty: fields, counts, words, ..., records
//! ```
//!
//! The seed of the first block's checksum is the hash of the line above it, so that the two belong together.

use std::io::{self, Read, Write};

use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::super::Options;
use super::super::task::Task;
use super::bytes::{Reader, Writer};
use super::parameters::Parameters;
use super::shares::Shares;
use super::stored::Stored;
use super::{Fields, Partial, Told};
use crate::error::{Error, PartialProblem};

/// The first line, with the version of the format.
const MAGIC: &[u8] = b"textmill partial 1\n";

/// How the first line of any version begins.
const KIND: &[u8] = b"textmill partial ";

/// The longest line of JSON: a million shards have about half of it.
const MOST_HEAD_BYTES: u64 = 64 << 20;

/// What a partial result is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) parameters: Parameters,
    pub(super) shares: Shares,
}

impl Header {
    /// That of both together.
    pub(super) fn merged(&self, other: &Self) -> Result<Self, PartialProblem> {
        self.parameters.check_same(&other.parameters)?;
        Ok(Self { parameters: self.parameters.clone(), shares: self.shares.merged(&other.shares)? })
    }

    fn line(&self) -> String {
        let line = json!({"parameters": self.parameters.to_json(), "shares": self.shares.to_json()});
        format!("{line}\n")
    }

    fn parse(line: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(line).ok()?;
        let parameters = Parameters::from_json(&value["parameters"])?;
        Some(Self { parameters, shares: Shares::from_json(&value["shares"])? })
    }
}

impl Partial {
    /// Writes all of it. The same shares give the same bytes, in whatever order they were merged.
    ///
    /// # Errors
    ///
    /// Whatever `to` says.
    pub fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        let line = self.header.line();
        to.write_all(MAGIC)?;
        to.write_all(line.as_bytes())?;
        let mut writer = Writer::new(to, xxh3_64(line.as_bytes()));
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
        let (header, seed) = read_header(from).map_err(of_file)?;
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

/// The header, and the hash of its line.
fn read_header(from: &mut dyn Read) -> Result<(Header, u64), PartialProblem> {
    let mut magic = Vec::new();
    from.take(MAGIC.len() as u64).read_to_end(&mut magic).map_err(PartialProblem::Failed)?;
    if magic != MAGIC {
        let is_cut = MAGIC.starts_with(&magic) && !magic.is_empty();
        return Err(match magic.strip_prefix(KIND) {
            _ if is_cut => PartialProblem::CutShort,
            Some(_) => PartialProblem::Apart("was written in another version of the format".to_owned()),
            None => PartialProblem::Foreign,
        });
    }
    let (mut line, mut byte) = (Vec::new(), [0]);
    while line.last() != Some(&b'\n') {
        if line.len() as u64 == MOST_HEAD_BYTES {
            return Err(PartialProblem::Damaged("its second line is too long"));
        }
        match from.read(&mut byte) {
            Ok(0) => return Err(PartialProblem::CutShort),
            Ok(_) => line.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(PartialProblem::Failed(error)),
        }
    }
    let header = Header::parse(&line).ok_or(PartialProblem::Damaged("its second line is not what was written"))?;
    Ok((header, xxh3_64(&line)))
}
