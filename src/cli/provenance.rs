//! How an output came about, so that it can be made again: versions, arguments, inputs with their hashes, definitions.
//!
//! `--provenance` writes it beside the output, and `textmill rerun` reads it. What a file of defaults said is part of it, so
//! that another file, or none, makes no difference. Paths are kept as they were given, so a record
//! holds where the run was started, or wherever the same files lie.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use textmill::diagnostics::Diagnostics;
use textmill::error::{Error, InputError, Problem};
use textmill::input::ContentHash;
use textmill::text::UNICODE_VERSION;
use toml::Table;

use super::config::Defaults;
use super::console::Console;
use super::definitions::Definitions;
use super::destination::Destination;
use super::run_files::RunFiles;
use super::session::Session;

/// A record that is going to be written.
pub(crate) struct Provenance {
    destination: Destination,
    files: RunFiles,
    defaults: Defaults,
}

/// A file of a record, with what it held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordedFile {
    pub(crate) path: PathBuf,
    /// None if it could not be read twice, as standard input cannot.
    pub(crate) xxh3: Option<String>,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) versions: [String; 2],
    pub(crate) arguments: Vec<String>,
    /// What the run took from a file of defaults.
    pub(crate) defaults: Table,
    pub(crate) inputs: Vec<RecordedFile>,
    pub(crate) outputs: Vec<RecordedFile>,
}

impl Provenance {
    /// Opens the file of the record for an output: `FILE.provenance.json`, or `provenance.json` in a folder.
    ///
    /// # Errors
    ///
    /// If it cannot be written or is an input.
    pub(crate) fn open(output: &Path, session: &Session) -> Result<Self, Error> {
        let path = if output.is_dir() {
            output.join("provenance.json")
        } else {
            let mut name = output.as_os_str().to_owned();
            name.push(".provenance.json");
            PathBuf::from(name)
        };
        let destination = Destination::open(Some(&path), session)?;
        Ok(Self { destination, files: session.files().clone(), defaults: session.defaults().clone() })
    }

    /// Writes the record when the outputs are in place, and tells of files whose hash it lacks, unless the run has failed
    /// already, mostly by the same ones.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the system refuses.
    pub(crate) fn write(
        mut self,
        definitions: &Definitions,
        outputs: &[PathBuf],
        console: &Console,
    ) -> Result<(), Error> {
        let [textmill, unicode] = versions();
        let arguments: Vec<String> =
            std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
        // A folder stands for the files that were found in it, and one that is named twice is one.
        let inputs: BTreeSet<PathBuf> = self.files.inputs().into_iter().filter(|path| !path.is_dir()).collect();
        let mut unread = Vec::new();
        let mut described = |path: &Path| {
            let (file, error) = described(path);
            unread.extend(error);
            file
        };
        let record = json!({
            "textmill": textmill,
            "unicode": unicode,
            "arguments": arguments,
            "defaults": self.defaults.iter().map(|(name, value)| (name.clone(), json!(value))).collect::<Value>(),
            "settings": definitions.settings().map(|[name, value]| json!({"name": name, "value": value})).collect::<Value>(),
            "columns": definitions.described_columns().map(|[table, name, kind, definition]| {
                json!({"table": table, "name": name, "kind": kind, "definition": definition})
            }).collect::<Value>(),
            "inputs": inputs.iter().map(|path| described(path)).collect::<Value>(),
            "outputs": outputs.iter().map(|path| described(path)).collect::<Value>(),
        });
        if console.n_failures() == 0 {
            unread.into_iter().for_each(|error| console.report(error.into()));
        }
        self.destination.write(|out| {
            serde_json::to_writer_pretty(&mut *out, &record)?;
            out.write_all(b"\n")
        })?;
        self.destination.commit()
    }
}

impl Record {
    /// Reads a record; `None` if the text is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let record: Value = serde_json::from_str(text).ok()?;
        let string = |name: &str| record[name].as_str().map(str::to_owned);
        let files = |name: &str| record[name].as_array()?.iter().map(recorded).collect::<Option<Vec<_>>>();
        let arguments = record["arguments"].as_array()?.iter().map(|argument| argument.as_str().map(str::to_owned));
        Some(Self {
            versions: [string("textmill")?, string("unicode")?],
            arguments: arguments.collect::<Option<_>>()?,
            defaults: serde_json::from_value(record.get("defaults").cloned().unwrap_or_else(|| json!({}))).ok()?,
            inputs: files("inputs")?,
            outputs: files("outputs")?,
        })
    }
}

impl RecordedFile {
    /// Whether the file holds now what it held then.
    pub(crate) fn is_same_now(&self) -> bool {
        self.xxh3.is_some() && hash_of(&self.path) == self.xxh3
    }
}

/// The versions that numbers depend on: the program's, and that of Unicode.
pub(crate) fn versions() -> [String; 2] {
    let (major, minor, patch) = UNICODE_VERSION;
    [env!("CARGO_PKG_VERSION").to_owned(), format!("{major}.{minor}.{patch}")]
}

/// A file of a record, without its hash if it has none, as a pipe; and why, if it should have one.
fn described(path: &Path) -> (Value, Option<InputError>) {
    let (content, error) = match ContentHash::of_file(path) {
        Ok(content) => (Some(content), None),
        Err(error) if path == Path::new("-") || error.kind() == io::ErrorKind::InvalidInput && !path.is_dir() => {
            (None, None)
        }
        Err(error) => (None, Some(InputError::new(path.to_string_lossy(), Problem::Open(error)))),
    };
    let file = json!({
        "path": path.to_string_lossy(),
        "bytes": content.map(|content| content.n_bytes),
        "xxh3_128": content.map(|content| content.digits()),
    });
    (file, error)
}

fn recorded(file: &Value) -> Option<RecordedFile> {
    Some(RecordedFile { path: file["path"].as_str()?.into(), xxh3: file["xxh3_128"].as_str().map(str::to_owned) })
}

fn hash_of(path: &Path) -> Option<String> {
    ContentHash::of_file(path).ok().map(|content| content.digits())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_that_is_missing_is_told_of_files_alone() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("a.txt");
        std::fs::write(&file, "text").unwrap();
        let check = |path: &Path, has_hash: bool, is_told: bool| {
            let (described, error) = described(path);
            assert_eq!((described["xxh3_128"].is_string(), error.is_some()), (has_hash, is_told), "{path:?}");
        };
        check(&file, true, false);
        check(&place.path().join("gone.txt"), false, true);
        check(Path::new("-"), false, false);
        // Folders are not asked for, so one that comes was not seen to be one.
        check(place.path(), false, true);
    }

    #[test]
    fn what_is_no_record_is_none() {
        for text in
            ["", "{}", "[1]", "{\"textmill\":\"1\",\"unicode\":\"17\",\"arguments\":[1],\"inputs\":[],\"outputs\":[]}"]
        {
            assert_eq!(Record::parse(text), None, "{text}");
        }
        let text = "{\"textmill\":\"1\",\"unicode\":\"17\",\"arguments\":[\"stats\"],\"outputs\":[],\
                    \"inputs\":[{\"path\":\"-\",\"bytes\":null,\"xxh3_128\":null}]}";
        let record = Record::parse(text).expect("a record");
        assert!(record.defaults.is_empty());
        assert_eq!((record.arguments, record.inputs[0].is_same_now()), (vec!["stats".to_owned()], false));
    }
}
