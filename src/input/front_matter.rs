//! Front matter: fields in YAML or TOML between two marker lines before a text.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::document::{FieldValue, Fields};
use crate::error::Problem;

/// Front matter longer than this is taken for text.
pub(super) const MAX_BYTES: usize = 64 << 10;

/// The most levels of YAML. The parser calls itself for each, in a debug build with some twenty kilobytes of stack.
const MAX_YAML_DEPTH: usize = 32;

/// The fields before a text, and how many bytes they and their markers take.
#[derive(Debug, Default, PartialEq)]
pub(super) struct FrontMatter {
    pub(super) fields: Fields,
    pub(super) n_bytes: usize,
}

/// Reads front matter at the beginning of `text`: YAML between `---` lines, of which the last may be `...`, or TOML between
/// `+++` lines.
///
/// Text without it, or whose first rule is followed by no list of fields, has none.
///
/// # Errors
///
/// [`Problem::FrontMatter`] if it looks like fields but cannot be parsed; the text should then be taken as it stands.
pub(super) fn read(text: &str) -> Result<FrontMatter, Problem> {
    let Some((marker, source, n_bytes)) = delimited(text) else { return Ok(FrontMatter::default()) };
    let parsed = match marker {
        "---" => yaml(source),
        _ => toml(source),
    };
    match parsed {
        Ok(Value::Object(values)) => Ok(FrontMatter { fields: fields(values, source), n_bytes }),
        Ok(_) => Ok(FrontMatter::default()),
        Err(_) if !looks_like_fields(source) => Ok(FrontMatter::default()),
        Err(message) => Err(Problem::FrontMatter(message)),
    }
}

/// The marker, what stands between the two marker lines, and the length of all of it.
fn delimited(text: &str) -> Option<(&'static str, &str, usize)> {
    let marker = ["---", "+++"].into_iter().find(|marker| text.starts_with(marker))?;
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == marker)?;
    let mut end = first.len();
    for line in lines {
        let line_end = line.trim_end();
        if line_end == marker || (line_end == "..." && marker == "---") {
            return Some((marker, &text[first.len()..end], end + line.len()));
        }
        end += line.len();
        if end > MAX_BYTES {
            return None;
        }
    }
    None
}

/// YAML with its scalars as they are written: `no` is a language, `01234` a number of a shelf, `1.10` a version.
///
/// The parser gives a text as it is written where a text is asked for, so that the shape is found out first.
fn yaml(source: &str) -> Result<Value, String> {
    let options = || serde_saphyr::options! { budget: serde_saphyr::budget! { max_depth: MAX_YAML_DEPTH } };
    let failed = |error: serde_saphyr::Error| one_line(&error.to_string());
    let shape: Value = serde_saphyr::from_str_with_options(source, options()).map_err(failed)?;
    let mut read = Err(String::new());
    let as_written = serde_saphyr::with_deserializer_from_str_with_options(source, options(), |deserializer| {
        read = AsWritten(&shape).deserialize(deserializer).map_err(|error| one_line(&error.to_string()));
        Ok(())
    });
    as_written.map_err(failed)?;
    read
}

/// Asks for a value of this shape with its scalars as texts. What is nothing stays nothing.
struct AsWritten<'s>(&'s Value);

impl<'de> DeserializeSeed<'de> for AsWritten<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.0 {
            Value::Null => IgnoredAny::deserialize(deserializer).map(|_| Value::Null),
            Value::Array(_) => deserializer.deserialize_seq(self),
            Value::Object(_) => deserializer.deserialize_map(self),
            _ => String::deserialize(deserializer).map(Value::String),
        }
    }
}

impl<'de> Visitor<'de> for AsWritten<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what was there at first sight")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut read = Vec::new();
        for shape in self.0.as_array().into_iter().flatten() {
            read.extend(items.next_element_seed(AsWritten(shape))?);
        }
        Ok(Value::Array(read))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut read = serde_json::Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let shape = self.0.get(&name).unwrap_or(&Value::Null);
            read.insert(name, entries.next_value_seed(AsWritten(shape))?);
        }
        Ok(Value::Object(read))
    }
}

fn toml(source: &str) -> Result<Value, String> {
    let table: toml::Table = toml::from_str(source).map_err(|error| one_line(error.message()))?;
    Ok(json(toml::Value::Table(table)))
}

/// JSON has no dates, so TOML's become text.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
        toml::Value::Array(values) => values.into_iter().map(json).collect(),
        toml::Value::Table(values) => Value::Object(values.into_iter().map(|(k, v)| (k, json(v))).collect()),
    }
}

fn one_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().trim_end_matches(':').to_owned()
}

/// Whether every line that is not indented, blank or a comment begins like `name:` or `name =`.
fn looks_like_fields(source: &str) -> bool {
    let mut top = source.lines().filter(|line| !line.trim().is_empty() && !line.starts_with([' ', '\t', '#', '-']));
    let is_field = |line: &str| {
        let name = line.split([':', '=']).next().unwrap_or_default().trim_end();
        name.len() < line.len() && !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c))
    };
    source.contains([':', '=']) && top.all(is_field)
}

/// The values in the order in which their names stand in `source`; serde_json's own map would sort them.
fn fields(values: serde_json::Map<String, Value>, source: &str) -> Fields {
    let mut placed: Vec<(usize, String, Value)> =
        values.into_iter().map(|(name, value)| (place(&name, source), name, value)).collect();
    placed.sort_by_key(|(place, ..)| *place);
    placed.into_iter().map(|(_, name, value)| (Arc::from(name), field_value(value))).collect()
}

fn place(name: &str, source: &str) -> usize {
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let start = line.trim_start_matches(['"', '\'', '[']);
        if start.strip_prefix(name).is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphanumeric())) {
            return at;
        }
        at += line.len();
    }
    at
}

fn field_value(value: Value) -> FieldValue {
    match value {
        Value::String(text) => FieldValue::Text(text),
        other => FieldValue::Json(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let front = read(text).unwrap();
        front.fields.iter().map(|(name, value)| (name.to_string(), value.as_text().to_owned())).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)], rest: &str) {
        let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(pairs(text), expected);
        assert_eq!(&text[read(text).unwrap().n_bytes..], rest);
    }

    #[test]
    fn yaml_and_toml_are_read_in_their_order() {
        check(
            "---\ntitle: A b\ndate: 2024-05-01\nyear: 2024\n---\nText\n",
            &[("title", "A b"), ("date", "2024-05-01"), ("year", "2024")],
            "Text\n",
        );
        check("+++\r\nz = \"last\"\r\na = [1, 2]\r\n+++\r\nText", &[("z", "last"), ("a", "[1,2]")], "Text");
        check("+++\nday = 2024-05-01\n+++\n", &[("day", "2024-05-01")], "");
        check(
            "---\nlanguage: no\nshelf: 01234\nversion: 1.10\nopen: yes\nnone:\nyears: [2024, no]\nin: {a: 0x1F}\n...\nText",
            &[
                ("language", "no"),
                ("shelf", "01234"),
                ("version", "1.10"),
                ("open", "yes"),
                ("none", ""),
                ("years", "[\"2024\",\"no\"]"),
                ("in", "{\"a\":\"0x1F\"}"),
            ],
            "Text",
        );
        check("---\ntags:\n- one\n- two\n---\n", &[("tags", "[\"one\",\"two\"]")], "");
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        for text in
            ["---\nA scene.\n---\nMore", "---\n", "--- \nno end", "----\na: b\n----\n", "text\n---\na: b\n---\n"]
        {
            check(text, &[], text);
        }
    }

    #[test]
    fn fields_that_cannot_be_parsed_are_said() {
        assert!(matches!(read("---\ntitle: \"open\ndate: 1\n---\nText"), Err(Problem::FrontMatter(_))));
        assert!(matches!(read("+++\na = \n+++\n"), Err(Problem::FrontMatter(_))));
    }
}
