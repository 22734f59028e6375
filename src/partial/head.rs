//! The two lines that a file of partial results begins with: what it is, and JSON about it.
//!
//! ```text
//! textmill partial 1
//! {"verb":"stats",...}
//! blocks (see `bytes`), the last one empty
//! ```
//!
//! The seed of the first block's checksum is the hash of the second line, so that the two belong together.

use std::io::{self, Read, Write};

use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64;

use super::bytes::damaged;
use crate::error::PartialProblem;

/// The first line, with the version of the format.
const MAGIC: &[u8] = b"textmill partial 1\n";

/// How the first line of any version begins.
const KIND: &[u8] = b"textmill partial ";

/// The longest line of JSON: a million shards have about half of it.
const MOST_HEAD_BYTES: u64 = 64 << 20;

/// Writes the lines, the second of them with the name of the verb in it; gives back the seed for the blocks.
pub(crate) fn write_head(verb: &str, mut about: Value, to: &mut dyn Write) -> io::Result<u64> {
    about["verb"] = verb.into();
    let line = format!("{about}\n");
    to.write_all(MAGIC)?;
    to.write_all(line.as_bytes())?;
    Ok(xxh3_64(line.as_bytes()))
}

/// Reads what [`write_head`] wrote for the same verb: the JSON, and the seed.
pub(crate) fn read_head(verb: &str, from: &mut dyn Read) -> Result<(Value, u64), PartialProblem> {
    read_magic(from)?;
    let (mut line, mut byte) = (Vec::new(), [0]);
    while line.last() != Some(&b'\n') {
        if line.len() as u64 == MOST_HEAD_BYTES {
            return Err(damaged("its second line is too long"));
        }
        match from.read(&mut byte) {
            Ok(0) => return Err(PartialProblem::CutShort),
            Ok(_) => line.push(byte[0]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(PartialProblem::Failed(error)),
        }
    }
    let about: Value = serde_json::from_slice(&line).map_err(|_| bad_line())?;
    match about["verb"].as_str() {
        Some(found) if found == verb => Ok((about, xxh3_64(&line))),
        Some(found) => Err(PartialProblem::OfVerb(found.to_owned())),
        None => Err(bad_line()),
    }
}

/// What is told of a second line that nobody wrote so.
pub(crate) fn bad_line() -> PartialProblem {
    damaged("its second line is not what was written")
}

fn read_magic(from: &mut dyn Read) -> Result<(), PartialProblem> {
    let mut magic = Vec::new();
    from.take(MAGIC.len() as u64).read_to_end(&mut magic).map_err(PartialProblem::Failed)?;
    if magic == MAGIC {
        return Ok(());
    }
    let is_cut = MAGIC.starts_with(&magic) && !magic.is_empty();
    Err(match magic.strip_prefix(KIND) {
        _ if is_cut => PartialProblem::CutShort,
        Some(_) => PartialProblem::Apart("was written in another version of the format".to_owned()),
        None => PartialProblem::Foreign,
    })
}
