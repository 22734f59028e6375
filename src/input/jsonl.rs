//! JSON Lines: one object, one document.

use std::collections::HashMap;
use std::sync::Arc;

use super::json_record::{self, Entry, Written};
use super::json_repair;
use super::options::InputOptions;
use super::record::{Record, RecordSource, Role, Value};
use crate::diagnostics::{Finding, Kind};
use crate::error::{InputError, Problem};
use crate::text::json_unescaped;

/// What becomes of a line that is no JSON and could be put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Damage {
    /// Reading ends before it, so that the caller can mend the rest.
    Stop,
    /// It is reported as any other.
    Report,
}

/// The line before which reading ended.
pub(super) struct Stop {
    /// Its offset in the text.
    pub(super) at: usize,
    /// Its number.
    pub(super) number: u64,
}

/// Hands every line of `text` that is not blank to `take` as a record, or what is wrong with it. Records are numbered by
/// line, so that a record keeps its id whatever stands in the lines before it.
pub(super) fn records<'t>(
    text: &'t str,
    source: RecordSource<'_>,
    options: &InputOptions,
    damage: Damage,
    mut take: impl FnMut(Result<Record<'t, '_>, Finding>),
) -> Option<Stop> {
    let (mut roles, mut places) = (Roles::new(source.text_name, options), options.record_places(source.id));
    let (mut entries, mut values) = (Vec::new(), Vec::new());
    for (number, line) in (source.first_number..).zip(lines(text)) {
        if line.trim_start().is_empty() || !places.takes(number) {
            continue;
        }
        let place = source.place_of(number);
        let read = json_record::read(line, &mut entries).map_err(|error| Problem::Json(message(&error)));
        let read = read.and_then(|()| {
            values.clear();
            if let Some(name) = roles.take_names(&entries, &mut values) {
                let message = format!("names {name:?} twice; the last value is kept");
                take(Err(Finding::repeated_at(Kind::RepeatedName, source.shown, place, message)));
            }
            // The places of the roles are there, the values are not yet.
            values.iter_mut().zip(&entries).try_for_each(|((_, value), (_, written))| {
                *value = value_of(*written)?;
                Ok(())
            })
        });
        match read {
            Ok(()) => {
                let reach = number..number + 1;
                take(Ok(Record { number, place, reach, roles: &roles.all, values: &mut values }));
            }
            Err(_) if damage == Damage::Stop && json_repair::repaired(line).is_some() => {
                return Some(Stop { at: line.as_ptr().addr() - text.as_ptr().addr(), number });
            }
            Err(problem) => take(Err(InputError::at(source.shown, place, problem).into())),
        }
    }
    None
}

/// `true` if a line is not read as it is.
pub(super) fn is_damaged(line: &str) -> bool {
    let mut entries = Vec::new();
    json_record::read(line, &mut entries).is_err() || entries.iter().any(|(_, written)| value_of(*written).is_err())
}

/// serde_json counts lines and columns within what it was given, which is always one line.
fn message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let bare = message.split(" at line ").next().unwrap_or_default();
    format!("{bare}, column {}", error.column())
}

fn value_of(written: Written<'_>) -> Result<Value<'_>, Problem> {
    let json = match written {
        Written::Plain(text) => return Ok(Value::Text(text.into())),
        Written::Json(json) => return Ok(Value::Json(json)),
        Written::String(json) => json,
    };
    if let Some(text) = json_unescaped(&json[1..json.len() - 1]) {
        return Ok(Value::Text(text));
    }
    let text: String = serde_json::from_str(json).map_err(|error| Problem::Json(message(&error)))?;
    Ok(Value::Text(text.into()))
}

/// The lines of `text` without their ends, LF or CR LF, as [`str::lines`] finds them, but many bytes at once.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', rest.as_bytes());
        let line = &rest[..end.unwrap_or(rest.len())];
        rest = &rest[end.map_or(rest.len(), |end| end + 1)..];
        Some(if end.is_some() { line.strip_suffix('\r').unwrap_or(line) } else { line })
    })
}

/// The roles of the names in one block, so that a name is looked at once per block and not once per record.
struct Roles<'o> {
    text_name: &'o str,
    options: &'o InputOptions,
    all: Vec<Role>,
    names: Vec<Arc<str>>,
    places: HashMap<Arc<str>, usize>,
    /// The number of the last record that had each name.
    last_records: Vec<u64>,
    n_records: u64,
}

impl<'o> Roles<'o> {
    fn new(text_name: &'o str, options: &'o InputOptions) -> Self {
        let (all, names, places) = (Vec::new(), Vec::new(), HashMap::new());
        Self { text_name, options, all, names, places, last_records: Vec::new(), n_records: 0 }
    }

    /// Puts the places of the roles of a record's names into `values`; returns the first name that is there twice.
    fn take_names<'e>(&mut self, entries: &'e [Entry<'_>], values: &mut Vec<(usize, Value<'_>)>) -> Option<&'e str> {
        self.n_records += 1;
        let mut repeated = None;
        for (idx, (name, _)) in entries.iter().enumerate() {
            let place = self.place(idx, name);
            if std::mem::replace(&mut self.last_records[place], self.n_records) == self.n_records {
                repeated = repeated.or(Some(&**name));
            }
            values.push((place, Value::Json("null")));
        }
        repeated
    }

    /// The place of a name's role; records mostly have the same names in the same order.
    fn place(&mut self, hint_idx: usize, name: &str) -> usize {
        if self.names.get(hint_idx).is_some_and(|known| **known == *name) {
            return hint_idx;
        }
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        let known: Arc<str> = name.into();
        self.places.insert(Arc::clone(&known), self.all.len());
        self.names.push(known);
        self.all.push(Role::of(name, self.text_name, self.options));
        self.last_records.push(0);
        self.all.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::super::line_count::LineCount;
    use super::super::record::Counted;
    use super::*;
    use crate::document::Document;
    use crate::input::json_names::add_names;
    use crate::input::names::Names;

    fn read(text: &str) -> (Vec<Document>, Vec<String>) {
        let source = RecordSource {
            id: "a.jsonl",
            shown: "in/a.jsonl",
            text_name: "text",
            first_number: 1,
            counted: Counted::Lines,
            lines: LineCount::NONE,
        };
        let (mut found, mut findings) = (Vec::new(), Vec::new());
        let options = InputOptions::default();
        records(text, source, &options, Damage::Report, |record| {
            let document = record.and_then(|record| {
                let place = record.place;
                record.into_document(source, &options).map_err(|p| InputError::at(source.shown, place, p).into())
            });
            match document {
                Ok(document) => found.push(document),
                Err(finding) => findings.push(format!("{finding:?}")),
            }
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
    fn a_record_of_very_many_names_does_not_take_the_square_of_their_number() {
        let pairs =
            |numbers: &mut dyn Iterator<Item = usize>| numbers.map(|n| format!(",\"k{n}\":{n}")).collect::<String>();
        let (up, down) = (pairs(&mut (0..50_000)), pairs(&mut (0..50_000).rev()));
        let text = format!("{{\"text\":\"a\"{up}}}\n{{\"text\":\"b\"{down}}}\n");
        let (found, findings) = read(&text);
        assert_eq!((found.len(), findings.len()), (2, 0));
        assert_eq!(found[1].fields.get("k49999").unwrap().as_text(), "49999");
        let mut names = Names::default();
        add_names(text.as_bytes(), &mut names);
        assert_eq!(names.iter().count(), 50_001);
    }
}
