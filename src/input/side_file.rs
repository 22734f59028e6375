//! Files that are read beside the documents: settings, rules, lists of words, of paths and of fields, records of runs.
//!
//! Each kind has a limit, so that a file of any length, and a device without an end, costs no more than that. What a
//! path may lead to depends on who named it ([`NamedBy`]).

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::bytes::read_limited;
use super::regular_file::{open_regular, special_kind};
use crate::document::Fields;
use crate::error::{Problem, SideFileProblem};

/// What a row is counted as beside its own bytes.
const ROW_BYTES: u64 = 64;

/// Who named a file, and so what it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedBy {
    /// The person at the command line. What they name is read as `cat` reads it: a file, the other end of a shell's
    /// `<(command)`, `/dev/stdin`, a named pipe, for whose writer the run waits.
    User,
    /// Nobody: it lies in a folder, or something that came with the texts names it. It must be a regular file, and is
    /// opened without waiting, so that a pipe or device in its place holds up nothing.
    Chance,
}

/// The kinds of files that are read beside the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SideFile {
    /// Defaults of flags, of which there are some hundred.
    Settings,
    /// A rule of `split`: some hundred lines at most.
    Rule,
    /// `.gitignore` and `.ignore`.
    IgnoreRules,
    /// Words to leave out. A set of words takes some ten times its file in memory; a million words fit.
    StopList,
    /// A record of a run. Each input takes some 170 bytes of it, so one of 400,000 files can be run again.
    Record,
    /// Names of inputs: four million of them at 60 bytes each.
    PathList,
    /// A table that is held in memory: terms, a list of words with frequencies, fields for documents. Four million rows of 60
    /// bytes fit.
    Table,
    /// Where segments came from: some 250 bytes for each.
    Manifest,
}

/// The rows of a table that is held in memory, counted against the limit of its kind.
///
/// A table may be compressed or a pipe, so its length is known only when it has been read, and a row costs memory however
/// short it is.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    limit_bytes: u64,
    n_bytes: u64,
}

impl SideFile {
    /// The most bytes that a file of this kind may have.
    pub fn limit_bytes(self) -> u64 {
        match self {
            Self::Settings | Self::Rule | Self::IgnoreRules => 1 << 20,
            Self::StopList => 16 << 20,
            Self::Record => 64 << 20,
            Self::PathList => 256 << 20,
            Self::Table => 512 << 20,
            Self::Manifest => 1 << 30,
        }
    }

    /// The bytes of the file at `path`. Where the user names a list or a rule, `-` is standard input.
    ///
    /// # Errors
    ///
    /// If it cannot be opened or read, is none that may be read, or is longer than the limit.
    pub fn read(self, path: &Path, named_by: NamedBy) -> Result<Vec<u8>, SideFileProblem> {
        let may_be_stdin = matches!(self, Self::PathList | Self::StopList | Self::Rule);
        let (mut file, expected_bytes) = match named_by {
            NamedBy::User if may_be_stdin && is_stdin(path) => stdin(),
            _ => open(path, named_by)?,
        };
        let mut bytes = Vec::new();
        let n_bytes = match read_limited(&mut file, expected_bytes, self.limit_bytes(), &mut bytes) {
            Ok(read) => read.len(),
            Err(problem) => return Err(problem.into()),
        };
        bytes.truncate(n_bytes);
        Ok(bytes)
    }

    /// The text of the file at `path`, which is in UTF-8.
    ///
    /// # Errors
    ///
    /// As [`Self::read`], and [`SideFileProblem::NotUtf8`].
    pub fn read_text(self, path: &Path, named_by: NamedBy) -> Result<String, SideFileProblem> {
        String::from_utf8(self.read(path, named_by)?).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            SideFileProblem::NotUtf8 { line: valid.iter().filter(|&&byte| byte == b'\n').count() as u64 + 1 }
        })
    }

    /// Nothing read so far of a table of this kind.
    pub fn allowance(self) -> Allowance {
        Allowance { limit_bytes: self.limit_bytes(), n_bytes: 0 }
    }
}

impl Allowance {
    /// Counts the fields of one more row.
    ///
    /// # Errors
    ///
    /// [`SideFileProblem::TooLong`] if there are too many.
    pub fn take(&mut self, fields: &Fields) -> Result<(), SideFileProblem> {
        let n_bytes: usize = fields.iter().map(|(_, value)| value.as_text().len()).sum();
        self.n_bytes = self.n_bytes.saturating_add(n_bytes as u64 + ROW_BYTES);
        if self.n_bytes > self.limit_bytes {
            return Err(SideFileProblem::TooLong { limit_bytes: self.limit_bytes });
        }
        Ok(())
    }
}

/// Opens a file that is read part by part, by a reader that bounds what it holds, as partial results are. Where the user
/// names it, `-` is standard input.
///
/// # Errors
///
/// If it cannot be opened, or is none that may be read.
pub fn open_side_file(path: &Path, named_by: NamedBy) -> Result<Box<dyn Read + Send>, SideFileProblem> {
    let (file, _) = if named_by == NamedBy::User && is_stdin(path) { stdin() } else { open(path, named_by)? };
    Ok(file)
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

fn stdin() -> (Box<dyn Read + Send>, u64) {
    (Box::new(io::stdin()), 0)
}

/// The file, and the bytes that it will probably have.
fn open(path: &Path, named_by: NamedBy) -> Result<(Box<dyn Read + Send>, u64), SideFileProblem> {
    if named_by == NamedBy::Chance {
        let (file, metadata) = open_regular(path)?;
        return Ok((Box::new(file), metadata.len()));
    }
    let file = File::open(path).map_err(SideFileProblem::Open)?;
    let metadata = file.metadata().map_err(SideFileProblem::Open)?;
    match special_kind(&metadata) {
        Some(kind) if metadata.is_dir() => Err(SideFileProblem::Special(kind)),
        _ => Ok((Box::new(file), metadata.len())),
    }
}

impl From<Problem> for SideFileProblem {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Open(error) => Self::Open(error),
            Problem::Special(kind) => Self::Special(kind),
            Problem::TooLong { limit_bytes } => Self::TooLong { limit_bytes },
            Problem::Read(error) => Self::Read(error),
            other => Self::Read(io::Error::other(other.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::FieldValue;

    #[test]
    fn a_text_is_read_and_the_line_that_is_not_utf8_named() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("words.txt");
        std::fs::write(&path, "the\nof\n").unwrap();
        for named_by in [NamedBy::User, NamedBy::Chance] {
            assert_eq!(SideFile::StopList.read_text(&path, named_by).unwrap(), "the\nof\n");
        }
        std::fs::write(&path, b"the\nof\n\xff\n").unwrap();
        let problem = SideFile::StopList.read_text(&path, NamedBy::User).unwrap_err();
        assert!(matches!(problem, SideFileProblem::NotUtf8 { line: 3 }), "{problem:?}");
    }

    #[test]
    fn a_file_of_the_limit_is_read_and_one_byte_more_refused() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("textmill.toml");
        let limit_bytes = SideFile::Settings.limit_bytes();
        let file = File::create(&path).unwrap();
        file.set_len(limit_bytes).unwrap();
        assert_eq!(SideFile::Settings.read(&path, NamedBy::Chance).unwrap().len() as u64, limit_bytes);
        file.set_len(limit_bytes + 1).unwrap();
        for named_by in [NamedBy::User, NamedBy::Chance] {
            let problem = SideFile::Settings.read(&path, named_by).unwrap_err();
            assert!(matches!(problem, SideFileProblem::TooLong { .. }), "{problem:?}");
        }
    }

    #[test]
    fn a_table_is_bounded_by_what_its_rows_hold() {
        let fields = |text: &str| {
            let value = FieldValue::Text(text.to_owned());
            [(Arc::from("word"), value)].into_iter().collect::<Fields>()
        };
        let limit_bytes = SideFile::Settings.limit_bytes();
        for (text, n_rows) in
            [("", limit_bytes / ROW_BYTES), ("x".repeat(1000).as_str(), limit_bytes / (ROW_BYTES + 1000))]
        {
            let (mut allowance, fields) = (SideFile::Settings.allowance(), fields(text));
            assert!((0..n_rows).all(|_| allowance.take(&fields).is_ok()));
            assert!(allowance.take(&fields).is_err());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_device_or_folder_found_by_chance_is_refused_and_a_device_that_the_user_named_is_bounded() {
        let special = |path: &str, named_by| match SideFile::Settings.read(Path::new(path), named_by) {
            Err(SideFileProblem::Special(kind)) => kind,
            other => panic!("{path}: {other:?}"),
        };
        assert_eq!(special("/dev/zero", NamedBy::Chance), "a device");
        assert_eq!(special("/", NamedBy::Chance), "a folder");
        assert_eq!(special("/", NamedBy::User), "a folder");
        assert!(SideFile::Settings.read(Path::new("/dev/null"), NamedBy::User).unwrap().is_empty());
        let endless = SideFile::Settings.read(Path::new("/dev/zero"), NamedBy::User);
        assert!(matches!(endless, Err(SideFileProblem::TooLong { .. })));
    }
}
