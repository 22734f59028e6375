//! Records of runs, with which an output can be made again: versions, arguments, inputs with their hashes, definitions.
//!
//! `--provenance` writes one beside the output, and `textmill rerun` reads it. What a file of defaults said is part of it, so
//! that another file, or none, makes no difference. Paths are kept as they were given, so a record holds where the run was
//! started, or wherever the same files lie. It may have come with somebody else's texts, so no more of it is held than is
//! needed.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::{fmt, io};

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use textmill::diagnostics::{Diagnostics, Finding};
use textmill::error::{Error, InputError, Problem};
use textmill::input::{ContentHash, SideFile};
use textmill::text::UNICODE_VERSION;
use toml::Table;

use super::config::Defaults;
use super::console::Console;
use super::definitions::RunDefinitions;
use super::destination::Destination;
use super::messages;
use super::run_files::RunFiles;
use super::session::Session;

/// The longest arguments and defaults in bytes: a few times what operating systems hand to a program.
const MOST_COMMAND_BYTES: usize = 8 << 20;

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
    pub(crate) arguments: Vec<OsString>,
    /// What the run took from a file of defaults.
    pub(crate) defaults: Table,
    pub(crate) inputs: Vec<RecordedFile>,
    pub(crate) outputs: Vec<RecordedFile>,
}

impl Record {
    /// Reads a record; `None` if the text is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let record: Object<'_> = serde_json::from_str(text).ok()?;
        let arguments = record.get("arguments").filter(|raw| raw.get().len() <= MOST_COMMAND_BYTES)?;
        let arguments: Vec<Name> = serde_json::from_str(arguments.get()).ok()?;
        let defaults = match record.get("defaults") {
            Some(defaults) if defaults.get().len() <= MOST_COMMAND_BYTES => {
                serde_json::from_str(defaults.get()).ok()?
            }
            Some(_) => return None,
            None => Table::new(),
        };
        let files = |name: &str| serde_json::from_str(record.get(name)?.get()).ok().map(|Files(files)| files);
        Some(Self {
            versions: [record.text("textmill")?, record.text("unicode")?],
            arguments: arguments.into_iter().map(|Name(name)| name).collect(),
            defaults,
            inputs: files("inputs")?,
            outputs: files("outputs")?,
        })
    }
}

/// The keys that are read; others are skipped.
const KEYS: [&str; 9] =
    ["textmill", "unicode", "arguments", "defaults", "inputs", "outputs", "path", "xxh3_128", BYTES_KEY];

/// The values of the keys that are read, as they are written.
struct Object<'t>([Option<&'t RawValue>; KEYS.len()]);

impl<'t> Object<'t> {
    fn get(&self, key: &str) -> Option<&'t RawValue> {
        self.0[KEYS.iter().position(|known| *known == key)?]
    }

    fn text(&self, key: &str) -> Option<String> {
        serde_json::from_str(self.get(key)?.get()).ok()
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfKeys;
        impl<'de> Visitor<'de> for OfKeys {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut object = Object([None; KEYS.len()]);
                while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                    match KEYS.iter().position(|known| **known == *key) {
                        Some(idx) => object.0[idx] = Some(map.next_value()?),
                        None => _ = map.next_value::<IgnoredAny>()?,
                    }
                }
                Ok(object)
            }
        }
        deserializer.deserialize_map(OfKeys)
    }
}

/// A list of files, each of which is read before the next.
struct Files(Vec<RecordedFile>);

impl<'de> Deserialize<'de> for Files {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EachFile;
        impl<'de> Visitor<'de> for EachFile {
            type Value = Files;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of files")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Files, A::Error> {
                let mut files = Vec::new();
                while let Some(file) = list.next_element::<Object<'de>>()? {
                    let path = file.get("path").and_then(|raw| serde_json::from_str(raw.get()).ok());
                    let Some(Name(path)) = path else { return Err(serde::de::Error::missing_field("path")) };
                    files.push(RecordedFile { path: path.into(), xxh3: file.text("xxh3_128") });
                }
                Ok(Files(files))
            }
        }
        deserializer.deserialize_seq(EachFile)
    }
}

/// A name as `name_to_json` writes it.
struct Name(OsString);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        let text = |text: &str| serde_json::from_str::<String>(text).ok();
        let of_bytes = || {
            let object: Object<'_> = serde_json::from_str(raw.get()).ok()?;
            name_of_digits(&object.text(BYTES_KEY)?)
        };
        let name = text(raw.get()).map(OsString::from).or_else(of_bytes);
        name.map(Name).ok_or_else(|| serde::de::Error::custom("no name"))
    }
}

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
        let arguments: Vec<Value> = std::env::args_os().skip(1).map(|name| name_to_json(&name)).collect();
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
        "path": name_to_json(path.as_os_str()),
        "bytes": content.map(|content| content.n_bytes),
        "xxh3_128": content.map(|content| content.digits()),
    });
    (file, error)
}

/// The key of the bytes, in hexadecimal digits.
pub(crate) const BYTES_KEY: &str = "bytes_hex";

/// A name as it stands in a record.
pub(crate) fn name_to_json(name: &OsStr) -> Value {
    match (name.to_str(), bytes(name)) {
        (None, Some(bytes)) => {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            json!({ "shown": name.to_string_lossy(), BYTES_KEY: digits })
        }
        // Elsewhere names are UTF-8 but for halves of characters, which are shown as replaced.
        _ => json!(name.to_string_lossy()),
    }
}

/// The name with these bytes; `None` if the digits are none, or the system has no such names.
pub(crate) fn name_of_digits(digits: &str) -> Option<OsString> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) || !digits.len().is_multiple_of(2) {
        return None;
    }
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    of_bytes((0..digits.len()).step_by(2).map(byte).collect::<Option<_>>()?)
}

#[cfg(unix)]
fn bytes(name: &OsStr) -> Option<&[u8]> {
    Some(std::os::unix::ffi::OsStrExt::as_bytes(name))
}

#[cfg(unix)]
fn of_bytes(bytes: Vec<u8>) -> Option<OsString> {
    Some(std::os::unix::ffi::OsStringExt::from_vec(bytes))
}

#[cfg(not(unix))]
fn bytes(_name: &OsStr) -> Option<&[u8]> {
    None
}

#[cfg(not(unix))]
fn of_bytes(bytes: Vec<u8>) -> Option<OsString> {
    String::from_utf8(bytes).ok().map(OsString::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[cfg(unix)]
    proptest! {
        #[test]
        fn names_of_any_bytes_come_back_from_a_record(names in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..20), 0..5)) {
            let names: Vec<OsString> = names.into_iter().map(std::os::unix::ffi::OsStringExt::from_vec).collect();
            let arguments: Vec<_> = names.iter().map(|name| name_to_json(name)).collect();
            let files: Vec<_> = arguments.iter().map(|path| serde_json::json!({"xxh3_128": "0", "path": path})).collect();
            let text = serde_json::json!({
                "textmill": "1", "unicode": "17", "arguments": arguments, "inputs": files, "outputs": files
            });
            let record = Record::parse(&text.to_string()).expect("a record");
            let paths = |files: &[RecordedFile]| files.iter().map(|file| file.path.clone().into()).collect::<Vec<OsString>>();
            prop_assert_eq!(&paths(&record.inputs), &names);
            prop_assert_eq!(&paths(&record.outputs), &names);
            prop_assert_eq!(record.arguments, names);
        }
    }

    #[test]
    fn what_is_no_record_is_none() {
        let deep = format!("{{\"arguments\":{}}}", "[".repeat(100_000));
        for text in [
            "",
            "{}",
            "[1]",
            "{\"textmill\":\"1\",\"unicode\":\"17\",\"arguments\":[1],\"inputs\":[],\"outputs\":[]}",
            "{\"textmill\":\"1\",\"unicode\":\"17\",\"arguments\":[],\"inputs\":[{}],\"outputs\":[]}",
            &deep,
        ] {
            assert_eq!(Record::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_record_without_defaults_or_with_other_keys_is_read() {
        let text = "{\"textmill\":\"1\",\"unicode\":\"17\",\"arguments\":[\"stats\"],\"outputs\":[],\"more\":[[{}]],\
                    \"inputs\":[{\"path\":\"-\",\"bytes\":null,\"xxh3_128\":null}]}";
        let record = Record::parse(text).expect("a record");
        assert!(record.defaults.is_empty());
        let inputs = vec![RecordedFile { path: "-".into(), xxh3: None }];
        assert_eq!((record.arguments, record.inputs), (vec![OsString::from("stats")], inputs));
    }

    #[test]
    fn arguments_longer_than_any_system_takes_are_no_record() {
        let text = |argument: &str| {
            format!(
                "{{\"textmill\":\"1\",\"unicode\":\"17\",\"arguments\":[\"{argument}\"],\"inputs\":[],\"outputs\":[]}}"
            )
        };
        assert!(Record::parse(&text("stats")).is_some());
        assert!(Record::parse(&text(&"x".repeat(MOST_COMMAND_BYTES))).is_none());
    }

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
    fn a_name_in_utf8_is_a_string() {
        assert_eq!(name_to_json(OsStr::new("n/é\n.txt")), json!("n/é\n.txt"));
    }

    #[test]
    fn digits_that_are_none_are_no_name() {
        for digits in ["6", "6g", "é", "+1", "6 "] {
            assert_eq!(name_of_digits(digits), None, "{digits}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_name_of_any_bytes_comes_back() {
        let name = of_bytes(b"n/\xe9\xff.txt".to_vec()).unwrap();
        let written = name_to_json(&name);
        assert_eq!(written["shown"], "n/\u{fffd}\u{fffd}.txt");
        assert_eq!(name_of_digits(written[BYTES_KEY].as_str().unwrap()), Some(name));
    }
}
