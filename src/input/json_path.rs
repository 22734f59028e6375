//! Fields inside of fields: `user.text`, `choices[0].message`, and `articles[].body`, where each element of an array is a record.
//!
//! A dot goes into an object and a number in brackets into an array; empty brackets, once, say that the elements of an array
//! are the records. A backslash makes a dot, a bracket or a backslash a part of a name. Values are found in JSON as it is
//! written, without a tree and without the stack, so nesting has no limit and what is found is what is written.

use std::borrow::Cow;

use memchr::memchr2;

use crate::text::{json_string_len, json_unescaped};

/// Where a field of a record is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct JsonPath {
    /// The names that lead from the whole to the array of records; empty if the records are the whole.
    pub(super) array: Vec<String>,
    /// `true` if the elements of an array are the records: that of [`Self::array`].
    pub(super) is_in_array: bool,
    /// The steps from a record to the field.
    pub(super) steps: Vec<Step>,
    /// The steps as they were said, by which the field is called.
    pub(super) name: String,
}

/// A step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To the value of a name in an object.
    Name(String),
    /// To an element of an array, counted from zero.
    Element(usize),
}

impl JsonPath {
    /// The path that `said` says.
    ///
    /// # Errors
    ///
    /// What is wrong with it, as the end of a sentence.
    pub(super) fn parse(said: &str) -> Result<Self, &'static str> {
        let mut path = Self::default();
        let mut rest = said;
        let mut rest_of_record = said;
        loop {
            let (name, after) = name(rest);
            let at_start = std::ptr::eq(rest, said);
            if !(name.is_empty() && at_start && after.starts_with('[')) {
                path.steps.push(Step::Name(name.into_owned()));
            }
            rest = after;
            while let Some(inside) = rest.strip_prefix('[') {
                let (number, after) = inside.split_once(']').ok_or("has a bracket that is not closed")?;
                rest = after;
                if number.is_empty() {
                    path.begin_record()?;
                    rest_of_record = rest.strip_prefix('.').unwrap_or(rest);
                } else {
                    path.steps
                        .push(Step::Element(number.parse().map_err(|_| "has brackets around what is no number")?));
                }
            }
            match rest.strip_prefix('.') {
                Some(after) => rest = after,
                None if rest.is_empty() => break,
                None => return Err("has something behind a bracket that is no dot"),
            }
        }
        if path.steps.iter().any(|step| *step == Step::Name(String::new())) && !said.is_empty() {
            return Err("has a name that is empty");
        }
        path.name = rest_of_record.to_owned();
        Ok(path)
    }

    fn begin_record(&mut self) -> Result<(), &'static str> {
        if self.is_in_array {
            return Err("has empty brackets twice, and records can be elements of one array only");
        }
        self.is_in_array = true;
        for step in std::mem::take(&mut self.steps) {
            match step {
                Step::Name(name) => self.array.push(name),
                Step::Element(_) => return Err("has a number in brackets before the empty ones"),
            }
        }
        Ok(())
    }

    /// `true` if the field is not simply one of the record.
    pub(super) fn is_nested(&self) -> bool {
        self.steps.len() > 1
    }

    /// The value at the end of the steps in the record `json`, as it is written; `None` if they do not lead to one, or what
    /// they lead through is no JSON.
    pub(super) fn find<'j>(&self, json: &'j str) -> Option<&'j str> {
        let mut value = json;
        for step in &self.steps {
            let mut scan = Scan { json: value, at: 0 };
            value = match step {
                Step::Name(name) => scan.named(name)?,
                Step::Element(idx) => scan.element(*idx)?,
            };
        }
        Some(value)
    }
}

/// The name at the beginning of a path, and what is behind it.
fn name(path: &str) -> (Cow<'_, str>, &str) {
    let mut name = Cow::Borrowed("");
    let mut rest = path;
    loop {
        let end = rest.find(['.', '[', '\\']).unwrap_or(rest.len());
        let (plain, after) = rest.split_at(end);
        name += plain;
        let Some(escaped) = after.strip_prefix('\\') else { return (name, after) };
        let mut characters = escaped.chars();
        match characters.next() {
            Some(c @ ('.' | '[' | ']' | '\\')) => {
                name.to_mut().push(c);
                rest = characters.as_str();
            }
            // A backslash before anything else is one.
            _ => {
                name.to_mut().push('\\');
                rest = escaped;
            }
        }
    }
}

/// JSON that is gone through as far as `at`. Every step is `None` where it is no JSON.
struct Scan<'j> {
    json: &'j str,
    at: usize,
}

impl<'j> Scan<'j> {
    /// The last value of that name in the object at hand.
    fn named(&mut self, wanted: &str) -> Option<&'j str> {
        let mut found = None;
        self.skip_blanks();
        self.expect(b'{')?;
        self.skip_blanks();
        while self.next()? != b'}' {
            let name = self.value()?;
            let name = json_unescaped(name.strip_prefix('"')?.strip_suffix('"')?)?;
            self.skip_blanks();
            self.expect(b':')?;
            self.skip_blanks();
            let value = self.value()?;
            if name == wanted {
                found = Some(value);
            }
            self.skip_comma()?;
        }
        found
    }

    fn element(&mut self, idx: usize) -> Option<&'j str> {
        self.skip_blanks();
        self.expect(b'[')?;
        self.skip_blanks();
        let mut n_before = 0;
        while self.next()? != b']' {
            let value = self.value()?;
            if n_before == idx {
                return Some(value);
            }
            n_before += 1;
            self.skip_comma()?;
        }
        None
    }

    /// Goes to the next entry or the closing bracket.
    fn skip_comma(&mut self) -> Option<()> {
        self.skip_blanks();
        if self.next()? == b',' {
            self.at += 1;
            self.skip_blanks();
        }
        Some(())
    }

    fn value(&mut self) -> Option<&'j str> {
        let start = self.at;
        self.at += value_len(self.json.as_bytes().get(start..)?)?;
        self.json.get(start..self.at)
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    fn next(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while self.next().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }
}

/// The length of the value at the beginning of `bytes`, as its brackets and quotes tell it; `None` if it does not end.
pub(super) fn value_len(bytes: &[u8]) -> Option<usize> {
    match bytes.first()? {
        b'"' => string_len(bytes),
        b'{' | b'[' => {
            let (mut at, mut depth) = (0, 0_usize);
            loop {
                match bytes.get(at)? {
                    b'"' => {
                        at += string_len(bytes.get(at..)?)?;
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' if depth == 1 => return Some(at + 1),
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
                at += 1;
            }
        }
        _ => {
            let is_end = |byte: &u8| matches!(byte, b',' | b']' | b'}' | b':') || byte.is_ascii_whitespace();
            Some(bytes.iter().position(is_end).unwrap_or(bytes.len())).filter(|&n_bytes| n_bytes > 0)
        }
    }
}

/// The length of the string at the beginning of `bytes`, in which a control character is meant as such.
fn string_len(bytes: &[u8]) -> Option<usize> {
    json_string_len(bytes, |rest| memchr2(b'"', b'\\', rest).unwrap_or(rest.len())).map(|(n_bytes, _)| n_bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(path: &str, json: &str, expected: Option<&str>) {
        assert_eq!(JsonPath::parse(path).unwrap().find(json), expected, "{path} in {json}");
    }

    #[test]
    fn steps_lead_into_objects_and_arrays() {
        let json =
            r#"{"user": {"na\u006de" : "x", "text":"a \"}\" b"}, "c":[ {"t": [1, 2]} , 7 ], "d.e": null, "user2":0}"#;
        check("user.text", json, Some(r#""a \"}\" b""#));
        check("user.name", json, Some("\"x\""));
        check("c[0].t", json, Some("[1, 2]"));
        check("c[0].t[1]", json, Some("2"));
        check("c[1]", json, Some("7"));
        check("c[2]", json, None);
        check("d\\.e", json, Some("null"));
        check("d.e", json, None);
        check("user.text.more", json, None);
        check("user2", json, Some("0"));
    }

    #[test]
    fn of_two_values_of_a_name_the_last_counts() {
        check("a.b", r#"{"a":{"b":1,"b":2}}"#, Some("2"));
    }

    #[test]
    fn empty_brackets_say_where_the_records_are() {
        let path = JsonPath::parse("data.articles[].body.text").unwrap();
        assert_eq!(path.array, ["data", "articles"]);
        assert_eq!((path.is_in_array, path.is_nested(), &*path.name), (true, true, "body.text"));
        let path = JsonPath::parse("[].body").unwrap();
        assert_eq!((path.array.len(), path.is_in_array, &*path.name), (0, true, "body"));
        let path = JsonPath::parse("text").unwrap();
        assert_eq!((path.is_in_array, path.is_nested(), &*path.name), (false, false, "text"));
        let path = JsonPath::parse("articles[]").unwrap();
        assert_eq!((path.is_in_array, path.steps.len(), &*path.name), (true, 0, ""));
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for path in ["a[", "a[x]", "a[].b[]", "a[0].b[].c", "a[0]b", "a..b", "a."] {
            assert!(JsonPath::parse(path).is_err(), "{path}");
        }
    }

    #[test]
    fn what_is_no_json_has_no_value() {
        for json in ["", "{", "{\"a\"", "{\"a\":", "{\"a\":\"", "{a:1}", "[1]", "{\"b\":[}", "{\"a\":\"\\"] {
            check("a.b", json, None);
        }
        let deep = format!("{{\"deep\":{}{},\"a\":1}}", "[".repeat(100_000), "]".repeat(100_000));
        check("a", &deep, Some("1"));
    }

    proptest! {
        #[test]
        fn values_are_those_of_a_json_library(
            json in r#"\{("(a|b|\\u0061)": ?(1|"x"|"\\""|\[1,\{"a":2\}\]|\{"a":\[3\],"b":"]"\}),){0,3}"b":\{"a":4\}\}"#,
            path in r"[ab](\.[ab]|\[[01]\]){0,2}",
        ) {
            let mut expected: Option<serde_json::Value> = serde_json::from_str(&json).ok();
            let parsed = JsonPath::parse(&path).unwrap();
            for step in &parsed.steps {
                expected = expected.and_then(|value| match step {
                    Step::Name(name) => value.get(name).cloned(),
                    Step::Element(idx) => value.get(idx).cloned(),
                });
            }
            let found = parsed.find(&json).map(|found| serde_json::from_str(found).unwrap());
            prop_assert_eq!(found, expected);
        }
    }
}
