//! What a record of a run says. It may have come with somebody else's texts, so no more of it is held than is needed.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use toml::Table;

use super::recorded_name::{self, BYTES_KEY};

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

/// A name as [`recorded_name`] writes it.
struct Name(OsString);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        let text = |text: &str| serde_json::from_str::<String>(text).ok();
        let of_bytes = || {
            let object: Object<'_> = serde_json::from_str(raw.get()).ok()?;
            recorded_name::from_digits(&object.text(BYTES_KEY)?)
        };
        let name = text(raw.get()).map(OsString::from).or_else(of_bytes);
        name.map(Name).ok_or_else(|| serde::de::Error::custom("no name"))
    }
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
            let arguments: Vec<_> = names.iter().map(|name| recorded_name::to_json(name)).collect();
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
}
