//! How an output came about, so that it can be made again: versions, arguments, inputs with their hashes, definitions.
//!
//! `--provenance` writes it beside the output, and `textmill rerun` reads it ([`super::record`]). What a file of defaults said
//! is part of it, so that another file, or none, makes no difference. Paths are kept as they were given, so a record holds
//! where the run was started, or wherever the same files lie.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use textmill::diagnostics::{Diagnostics, Finding};
use textmill::error::{Error, InputError, Problem};
use textmill::input::{ContentHash, SideFile};
use textmill::text::UNICODE_VERSION;

use super::config::Defaults;
use super::console::Console;
use super::definitions::RunDefinitions;
use super::destination::Destination;
use super::messages;
use super::recorded_name;
use super::run_files::RunFiles;
use super::session::Session;

/// A record that is going to be written.
pub(crate) struct Provenance {
    destination: Destination,
    files: RunFiles,
    defaults: Defaults,
}

impl Provenance {
    /// Opens the file of the record.
    ///
    /// # Errors
    ///
    /// If it cannot be written or is an input.
    pub(crate) fn open(path: &Path, session: &Session) -> Result<Self, Error> {
        let destination = Destination::open(Some(path), session)?;
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
        definitions: &RunDefinitions,
        outputs: &[PathBuf],
        console: &Console,
    ) -> Result<(), Error> {
        let [textmill, unicode] = versions();
        let arguments: Vec<Value> = std::env::args_os().skip(1).map(|name| recorded_name::to_json(&name)).collect();
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
        let text = format!("{record:#}\n");
        if text.len() as u64 > SideFile::Record.limit_bytes() {
            console.report(Finding::warning(self.destination.name(), messages::long_record()));
        }
        self.destination.write(|out| out.write_all(text.as_bytes()))?;
        self.destination.commit()
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
        "path": recorded_name::to_json(path.as_os_str()),
        "bytes": content.map(|content| content.n_bytes),
        "xxh3_128": content.map(|content| content.digits()),
    });
    (file, error)
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
}
