//! The names and values of a JSON object on one line, as they are written.
//!
//! Nearly every line is plain: strings, numbers, and now and then an array. [`read`] goes through such a line once and finds
//! what serde_json would find. Where it is in doubt, a mistake above all, serde_json reads the line again and has the word.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::text::{json_string_len, json_unescaped, json_written_len};

/// A name, and its value as it is written.
pub(super) type Entry<'t> = (Cow<'t, str>, Written<'t>);

/// A value as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written<'t> {
    /// What stands between the quotes of a string that means itself.
    Plain(&'t str),
    /// A string with its quotes, which may have escapes in it.
    String(&'t str),
    /// Any other value.
    Json(&'t str),
}

/// Puts what the object in `line` holds into `entries`, in its order.
///
/// # Errors
///
/// What serde_json says if it is no object.
pub(super) fn read<'t>(line: &'t str, entries: &mut Vec<Entry<'t>>) -> Result<(), serde_json::Error> {
    entries.clear();
    if (Plain { line, at: 0 }).object(entries).is_none() {
        entries.clear();
        let object: Object<'_> = serde_json::from_str(line)?;
        entries.extend(object.0.into_iter().map(|(name, value)| (name, written(value.get()))));
    }
    Ok(())
}

fn written(json: &str) -> Written<'_> {
    if json.starts_with('"') { Written::String(json) } else { Written::Json(json) }
}

/// A plain line, read as far as `at`. Every step is `None` if the line is not that plain.
struct Plain<'t> {
    line: &'t str,
    at: usize,
}

impl<'t> Plain<'t> {
    fn object(mut self, entries: &mut Vec<Entry<'t>>) -> Option<()> {
        self.skip_blanks();
        self.expect(b'{')?;
        self.skip_blanks();
        if self.next() == Some(b'}') {
            self.at += 1;
        } else {
            self.entries(entries)?;
        }
        self.skip_blanks();
        (self.at == self.line.len()).then_some(())
    }

    /// All entries and the brace behind them.
    fn entries(&mut self, entries: &mut Vec<Entry<'t>>) -> Option<()> {
        loop {
            let name = match self.string()? {
                Written::Plain(name) => Cow::Borrowed(name),
                Written::String(name) | Written::Json(name) => json_unescaped(&name[1..name.len() - 1])?,
            };
            self.skip_blanks();
            self.expect(b':')?;
            self.skip_blanks();
            entries.push((name, self.value()?));
            self.skip_blanks();
            match self.next()? {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Some(());
                }
                _ => return None,
            }
            self.skip_blanks();
        }
    }

    fn value(&mut self) -> Option<Written<'t>> {
        match self.next()? {
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number().map(Written::Json),
            b't' => self.word("true").map(Written::Json),
            b'f' => self.word("false").map(Written::Json),
            b'n' => self.word("null").map(Written::Json),
            b'[' | b'{' => {
                let mut values = serde_json::Deserializer::from_str(&self.line[self.at..]).into_iter::<&RawValue>();
                let value = values.next()?.ok()?.get();
                self.at += value.len();
                Some(Written::Json(value))
            }
            _ => None,
        }
    }

    /// A string. Whether its escapes mean something is seen when they are read.
    fn string(&mut self) -> Option<Written<'t>> {
        let rest = self.line.get(self.at..).filter(|rest| rest.starts_with('"'))?;
        let (n_bytes, has_escapes) = json_string_len(rest.as_bytes(), json_written_len)?;
        self.at += n_bytes;
        let string = &rest[..n_bytes];
        Some(if has_escapes { Written::String(string) } else { Written::Plain(&string[1..n_bytes - 1]) })
    }

    fn number(&mut self) -> Option<&'t str> {
        let start = self.at;
        self.at += usize::from(self.next() == Some(b'-'));
        let first = self.next();
        let n_digits = self.digits()?;
        if first == Some(b'0') && n_digits > 1 {
            return None;
        }
        if self.next() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.next(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.next(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Some(&self.line[start..self.at])
    }

    /// How many digits there are, at least one.
    fn digits(&mut self) -> Option<usize> {
        let n_digits = self.line.as_bytes()[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += n_digits;
        (n_digits > 0).then_some(n_digits)
    }

    fn word(&mut self, word: &str) -> Option<&'t str> {
        let found = self.line.get(self.at..self.at + word.len()).filter(|found| *found == word)?;
        self.at += word.len();
        Some(found)
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    fn next(&self) -> Option<u8> {
        self.line.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.next(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }
}

/// The names and values of an object as serde_json finds them.
struct Object<'t>(Vec<(Cow<'t, str>, &'t RawValue)>);

impl<'de: 't, 't> Deserialize<'de> for Object<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor).map(Object)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
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
    use proptest::prelude::*;

    use super::*;

    fn plain(line: &str) -> Option<Vec<Entry<'_>>> {
        let mut entries = Vec::new();
        (Plain { line, at: 0 }).object(&mut entries).map(|()| entries)
    }

    /// What `entries` say, strings as texts; `None` if one of them has an escape that is none.
    fn said(entries: Vec<Entry<'_>>) -> Option<Vec<(String, String)>> {
        let value = |value| match value {
            Written::Plain(text) => Some(format!("text {text}")),
            Written::String(json) => Some(format!("text {}", serde_json::from_str::<String>(json).ok()?)),
            Written::Json(json) => Some(format!("json {json}")),
        };
        entries.into_iter().map(|(name, written)| Some((name.into_owned(), value(written)?))).collect()
    }

    fn theirs(line: &str) -> Option<Vec<(String, String)>> {
        let object: Object<'_> = serde_json::from_str(line).ok()?;
        said(object.0.into_iter().map(|(name, value)| (name, written(value.get()))).collect())
    }

    #[test]
    fn usual_lines_are_plain() {
        for line in [
            "{}",
            r#"{"zero": 0, "year": 2024, "n": -1.50e+3, "t": true, "f":false,"none" : null}"#,
            "\t{ \"tags\" : [\"x\", {\"y\": \"}\"}] ,\"te\\u00e9xt\":\"a \\\"b\\\" \\\\\" } \r",
        ] {
            assert!(plain(line).is_some(), "{line}");
            assert_eq!(plain(line).and_then(said), theirs(line), "{line}");
        }
    }

    #[test]
    fn what_is_no_object_is_told_by_serde_json() {
        for line in [
            "",
            "[1]",
            r#"{"a":01}"#,
            r#"{"a":-}"#,
            r#"{"a":1.}"#,
            r#"{"a":1e+}"#,
            r#"{"a":1,}"#,
            r#"{"a":1}x"#,
            r#"{"a":nul}"#,
            "{\"a\":\"\u{1}\"}",
        ] {
            assert_eq!(plain(line), None, "{line}");
            assert!(read(line, &mut Vec::new()).is_err(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_line_holds_what_serde_json_finds(
            line in r#"\{( ?"(a|b\\n|é)" ?: ?(1|-0\.5e3|01|"x"|"\\q"|"\\ud800"|"é\\"|\[1,\{\}\]|\[|null|tru|\{"a":2\}),?){0,4}\} ?x?"#,
        ) {
            // Escapes in values are looked at when they are read.
            if let Some(said) = plain(&line).and_then(said) {
                prop_assert_eq!(Some(said), theirs(&line));
            }
        }
    }
}
