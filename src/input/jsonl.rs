//! JSON Lines: one object, one document.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::csv_table::RecordSource;
use super::names::Names;
use super::options::InputOptions;
use super::record::{RecordBuilder, Role};
use crate::diagnostics::Finding;
use crate::document::{Document, FieldValue};
use crate::error::{InputError, Place, Problem};

/// Hands every line of `text` that is not blank to `take` as a document or a finding. Records are numbered by line,
/// so that a record keeps its id whatever stands in the lines before it.
pub(super) fn documents(
    text: &str,
    source: RecordSource<'_>,
    options: &InputOptions,
    mut take: impl FnMut(Result<Document, Finding>),
) {
    let (mut roles, mut places) = (Roles::default(), options.record_places(source.id));
    for (number, line) in (source.first_number..).zip(text.lines()) {
        if line.trim().is_empty() || !places.takes(number) {
            continue;
        }
        let failed = |problem| InputError::at(source.shown, Place::Line(number), problem).into();
        match parse(line) {
            Ok(record) => {
                if let Some(name) = record.repeated_name() {
                    let message = format!("line {number} names {name:?} twice; the last value is kept");
                    take(Err(Finding::warning(source.shown, message)));
                }
                take(document(record, &mut roles, source, number, options).map_err(failed));
            }
            Err(problem) => take(Err(failed(problem))),
        }
    }
}

/// Names of `text`'s records in order of first appearance, added to `names`. Lines that are no objects are left to
/// [`documents`] to complain about.
pub(super) fn add_names(text: &str, names: &mut Names) {
    for record in text.lines().filter_map(|line| parse(line).ok()) {
        for (idx, (name, _)) in record.0.iter().enumerate() {
            if !names.has_at(idx, name) {
                names.add(name);
            }
        }
    }
}

/// The names and values of an object, values as they are written.
struct RawRecord<'t>(Vec<(Cow<'t, str>, &'t RawValue)>);

impl RawRecord<'_> {
    fn repeated_name(&self) -> Option<&str> {
        let mut seen = HashSet::with_capacity(self.0.len());
        self.0.iter().map(|(name, _)| &**name).find(|name| !seen.insert(*name))
    }
}

fn parse(line: &str) -> Result<RawRecord<'_>, Problem> {
    serde_json::from_str(line).map_err(|error| Problem::Json(message(&error)))
}

/// serde_json counts lines and columns within what it was given, which is always one line.
fn message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let bare = message.split(" at line ").next().unwrap_or_default();
    format!("{bare}, column {}", error.column())
}

fn document(
    record: RawRecord<'_>,
    roles: &mut Roles,
    source: RecordSource<'_>,
    number: u64,
    options: &InputOptions,
) -> Result<Document, Problem> {
    let mut builder = RecordBuilder::new(source.id, source.shown, number);
    for (idx, (name, value)) in record.0.into_iter().enumerate() {
        builder.set(roles.of(idx, &name, options), field_value(value)?)?;
    }
    builder.finish(options)
}

fn field_value(value: &RawValue) -> Result<FieldValue, Problem> {
    let json = value.get();
    if json.starts_with('"') {
        if let Some(text) = unescaped(json) {
            return Ok(FieldValue::Text(text));
        }
        let text = serde_json::from_str(json).map_err(|error| Problem::Json(message(&error)))?;
        return Ok(FieldValue::Text(text));
    }
    Ok(FieldValue::Json(json.to_owned()))
}

/// What a string says that serde_json has found to be one, in one piece of memory; `None` if it has an escape of a code
/// point or is no such string. Most texts have line ends and quotes to unescape and nothing else.
fn unescaped(json: &str) -> Option<String> {
    let mut rest = json.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(rest.len());
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        text.push(match rest.as_bytes().get(at + 1)? {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            &byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            _ => return None,
        });
        rest = &rest[at + 2..];
    }
    text.push_str(rest);
    Some(text)
}

/// Remembers the roles of names, so that a name is allocated once per block and not once per record.
#[derive(Default)]
struct Roles {
    in_order: Vec<(Arc<str>, Role)>,
    places: HashMap<Arc<str>, usize>,
}

impl Roles {
    fn of(&mut self, hint_idx: usize, name: &str, options: &InputOptions) -> &Role {
        let is_hint = self.in_order.get(hint_idx).is_some_and(|(known, _)| **known == *name);
        let idx = if is_hint { Some(hint_idx) } else { self.places.get(name).copied() };
        let idx = idx.unwrap_or_else(|| {
            let known: Arc<str> = name.into();
            self.places.insert(Arc::clone(&known), self.in_order.len());
            self.in_order.push((known, Role::of(name, options)));
            self.in_order.len() - 1
        });
        &self.in_order[idx].1
    }
}

impl<'de: 't, 't> Deserialize<'de> for RawRecord<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RecordVisitor).map(RawRecord)
    }
}

struct RecordVisitor;

impl<'de> Visitor<'de> for RecordVisitor {
    type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((Name(name), value)) = map.next_entry()? {
            entries.push((name, value));
        }
        Ok(entries)
    }
}

/// A name that borrows where it holds no escapes.
struct Name<'t>(Cow<'t, str>);

impl<'de: 't, 't> Deserialize<'de> for Name<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor).map(Name)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Document>, Vec<String>) {
        let source = RecordSource { id: "a.jsonl", shown: "in/a.jsonl", first_number: 1 };
        let (mut found, mut findings) = (Vec::new(), Vec::new());
        documents(text, source, &InputOptions::default(), |item| match item {
            Ok(document) => found.push(document),
            Err(finding) => findings.push(format!("{finding:?}")),
        });
        (found, findings)
    }

    #[test]
    fn values_that_are_no_strings_stay_as_they_are_written() {
        let (found, findings) = read(
            "{\"text\": \"a\\u00e9\", \"n\": 1.50, \"big\": 123456789012345678901234567890, \"tags\": [\"x\", {\"y\":1}], \"none\": null}\n",
        );
        assert_eq!(findings, Vec::<String>::new());
        assert_eq!(found[0].text, "aé");
        let values: Vec<&str> = found[0].fields.iter().map(|(_, value)| value.as_text()).collect();
        assert_eq!(values, ["1.50", "123456789012345678901234567890", "[\"x\", {\"y\":1}]", ""]);
    }

    #[test]
    fn a_bad_line_fails_alone_and_is_named_by_its_number() {
        let (found, findings) = read(
            "{\"text\":\"a\"}\n\n{\"text\": \n[1]\n{\"text\":\"\\ud800\"}\n{\"text\":7}\n{\"title\":\"b\"}\n{\"id\":9,\"text\":null}\r\n",
        );
        assert_eq!(found.iter().map(|d| &*d.id).collect::<Vec<_>>(), ["a.jsonl#1", "9"]);
        assert_eq!(findings.len(), 5, "{findings:#?}");
        for (finding, line) in findings.iter().zip([3, 4, 5, 6, 7]) {
            assert!(finding.contains(&format!("Line({line})")), "{finding}");
        }
    }

    #[test]
    fn a_name_given_twice_is_said() {
        let (found, findings) = read("{\"text\":\"a\",\"k\":1,\"k\":2}\n");
        assert_eq!(found[0].fields.get("k").unwrap().as_text(), "2");
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn nesting_of_any_depth_is_read_without_using_the_stack() {
        let deep = format!("{{\"text\":\"a\",\"deep\":{}{}}}\n", "[".repeat(100_000), "]".repeat(100_000));
        let (found, findings) = read(&deep);
        assert_eq!((found.len(), findings.len()), (1, 0), "{findings:?}");
    }

    #[test]
    fn strings_are_unescaped_as_json_says() {
        for json in [r#""""#, r#""a""#, r#""\"\\\/\b\f\n\r\t ü\n""#, r#""\\""#, r#""\\n""#] {
            assert_eq!(unescaped(json), serde_json::from_str(json).ok(), "{json}");
        }
        assert_eq!(unescaped(r#""\u00e9""#), None);
    }

    #[test]
    fn names_come_in_order_of_first_appearance() {
        let mut names = Names::default();
        add_names("{\"b\":1,\"a\":2}\nnot json\n{\"a\":1,\"c\":{\"d\":1},\"b\":1}\n", &mut names);
        assert!(names.iter().map(|name| &**name).eq(["b", "a", "c"]));
    }

    #[test]
    fn a_record_of_very_many_names_does_not_take_the_square_of_their_number() {
        let pairs =
            |numbers: &mut dyn Iterator<Item = usize>| numbers.map(|n| format!(",\"k{n}\":{n}")).collect::<String>();
        let (up, down) = (pairs(&mut (0..50_000)), pairs(&mut (0..50_000).rev()));
        let text = format!("{{\"text\":\"a\"{up}}}\n{{\"text\":\"b\"{down}}}\n");
        let (found, findings) = read(&text);
        assert_eq!((found.len(), findings.len()), (2, 0));
        assert_eq!(found[1].fields.get("k49999").unwrap().as_text(), "49999");
        let mut names = Names::default();
        add_names(&text, &mut names);
        assert_eq!(names.iter().count(), 50_001);
    }
}
