//! The field that holds the text of records: the one that the user named, else `text`, else the only one with a usual name.
//!
//! It is decided once for an input, by the header of a table or the first records of JSON, and reported where it was guessed.

use std::sync::Arc;

use super::cut::{Cut, MOST_RECORDS};
use super::encoding::{self, Encoding};
use super::json_array::JsonCut;
use super::json_names;
use super::names::Names;
use super::options::{InputOptions, Texts};
use crate::diagnostics::{Finding, Kind};
use crate::error::Problem;

/// The first records of JSON are looked for in so many bytes: in few, which nearly always do, and in more if need be.
const HEAD_BYTES: [usize; 3] = [4 << 10, 64 << 10, 1 << 20];

/// So many bytes of JSON tell which field holds the text.
pub(super) const MOST_HEAD_BYTES: usize = HEAD_BYTES[2];

/// The field that holds the text of the records of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TextField {
    pub(super) name: Arc<str>,
    evidence: Evidence,
}

/// Evidence for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Evidence {
    /// The records have it, and it was named or is the usual one.
    There,
    /// It is the only one with a usual name.
    Guess,
    /// The records do not have it, as far as they have been seen.
    None,
}

impl TextField {
    /// The field that is asked for, whatever records have.
    pub(super) fn asked(options: &InputOptions) -> Self {
        Self { name: options.text_name().into(), evidence: Evidence::None }
    }

    /// A field that was taken although nothing names it.
    pub(super) fn guessed(name: &str) -> Self {
        Self { name: name.into(), evidence: Evidence::Guess }
    }

    /// The field among `names`.
    pub(super) fn among<'n>(names: impl IntoIterator<Item = &'n str>, options: &InputOptions) -> Self {
        let (wanted, names) = (options.text_name(), names.into_iter().collect::<Vec<_>>());
        if names.contains(&wanted) {
            return Self { name: wanted.into(), evidence: Evidence::There };
        }
        match guessed_text(names) {
            TextGuess::Field(name) if may_be_guessed(options) => Self::guessed(name),
            _ => Self::asked(options),
        }
    }

    /// The field of the rows of a table with these columns.
    ///
    /// # Errors
    ///
    /// [`Problem::NoTextField`] if no column holds the text and one is required.
    pub(super) fn of_table(names: &[String], options: &InputOptions) -> Result<Self, Problem> {
        Self::among(names.iter().map(String::as_str), options).required(names, options)
    }

    /// The field, unless there must be one and is not.
    ///
    /// # Errors
    ///
    /// [`Problem::NoTextField`].
    pub(super) fn required(self, names: &[String], options: &InputOptions) -> Result<Self, Problem> {
        if self.evidence == Evidence::None && options.texts == Texts::Required && !names.is_empty() {
            return Err(missing(&self.name, names.to_vec()));
        }
        Ok(self)
    }

    /// The field of the records of JSON Lines that begin with `head`, and end with it if it `is_whole`.
    pub(super) fn of_json_lines(head: &[u8], is_whole: bool, options: &InputOptions) -> Self {
        if !may_be_guessed(options) {
            return Self::asked(options);
        }
        let cut = &head[..head.len().min(MOST_HEAD_BYTES)];
        let is_whole = is_whole && cut.len() == head.len();
        let end = if is_whole { cut.len() } else { memchr::memrchr(b'\n', cut).map_or(0, |at| at + 1) };
        let mut names = Names::default();
        for line in cut[..end].split_inclusive(|&byte| byte == b'\n') {
            json_names::add_names(line, &mut names);
            if names.has(options.text_name()) {
                break;
            }
        }
        Self::among(names.iter().map(|name| &**name), options)
    }

    /// The field of the records of other JSON.
    ///
    /// # Errors
    ///
    /// [`Problem::Malformed`] for a way to the records that is none.
    pub(super) fn of_json(head: &[u8], is_whole: bool, options: &InputOptions) -> Result<Self, Problem> {
        let mut found = Self::asked(options);
        if !may_be_guessed(options) {
            return Ok(found);
        }
        for n_bytes in HEAD_BYTES {
            let cut = &head[..head.len().min(n_bytes)];
            let is_all = cut.len() == head.len();
            let names = names_of_json(cut, is_whole && is_all, options)?;
            found = Self::among(names.iter().map(|name| &**name), options);
            if found.evidence == Evidence::There || is_all {
                break;
            }
        }
        Ok(found)
    }

    /// The report of a guess about the input that is shown so.
    pub(super) fn finding(&self, shown: &str) -> Option<Finding> {
        let message = || format!("the text is taken from the field {:?}; --text-field names another one", self.name);
        (self.evidence == Evidence::Guess).then(|| Finding::repeated(Kind::GuessedTextField, shown, message()))
    }
}

/// The names in the first records of JSON that is no JSON Lines.
fn names_of_json(head: &[u8], is_whole: bool, options: &InputOptions) -> Result<Names, Problem> {
    let (mut cut, mut rest, mut names) = (JsonCut::new(&options.text_path()?), head, Names::default());
    loop {
        let (end, n_records) = cut.last_end(rest, is_whole, MOST_RECORDS);
        if end == 0 {
            return Ok(names);
        }
        cut.taken(end);
        let block;
        (block, rest) = rest.split_at(end);
        if n_records > 0 {
            // What is wrong with records is reported when they are read.
            let lines = options.json_lines(&encoding::decode(block, Encoding::UTF_8).text).unwrap_or_default();
            json_names::add_names(lines.as_bytes(), &mut names);
            return Ok(names);
        }
    }
}

/// The problem of records that have these fields and not the one `wanted`.
pub(super) fn missing(wanted: &str, found: Vec<String>) -> Problem {
    let likely = match guessed_text(found.iter().map(String::as_str)) {
        TextGuess::Field(name) => vec![name.to_owned()],
        TextGuess::Several(names) => names.into_iter().map(str::to_owned).collect(),
        TextGuess::Unknown => Vec::new(),
    };
    Problem::NoTextField { wanted: wanted.to_owned(), found, likely }
}

/// Whether the user left it open which field holds the text, and there must be one.
pub(super) fn may_be_guessed(options: &InputOptions) -> bool {
    options.text_name() == InputOptions::default().text_name() && options.texts == Texts::Required
}

/// Names that fields with texts often have, `text` being what is looked for first.
const USUAL_NAMES: [&str; 5] = ["text", "content", "body", "article", "Text"];

/// The field that is taken for the text where the user named none.
#[derive(Clone, Debug, PartialEq, Eq)]
enum TextGuess<'n> {
    /// It is there under the name that is expected, or under the only usual one.
    Field(&'n str),
    /// There are several that it could be.
    Several(Vec<&'n str>),
    /// None of the fields has a usual name.
    Unknown,
}

/// A guess at the field among `names` that holds the text. It is `text` if there is one, else the only one with a usual name.
fn guessed_text<'n>(names: impl IntoIterator<Item = &'n str>) -> TextGuess<'n> {
    let mut usual: Vec<&str> = names.into_iter().filter(|name| USUAL_NAMES.contains(name)).collect();
    usual.sort_by_key(|name| USUAL_NAMES.iter().position(|usual| usual == name));
    usual.dedup();
    match usual[..] {
        [] => TextGuess::Unknown,
        [only] => TextGuess::Field(only),
        ["text", ..] => TextGuess::Field("text"),
        _ => TextGuess::Several(usual),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_only_usual_name_is_the_text() {
        assert_eq!(guessed_text(["id", "body", "year"]), TextGuess::Field("body"));
        assert_eq!(guessed_text(["id", "Text"]), TextGuess::Field("Text"));
    }

    #[test]
    fn the_expected_name_goes_before_all_others() {
        assert_eq!(guessed_text(["content", "text"]), TextGuess::Field("text"));
    }

    #[test]
    fn of_two_usual_names_neither_is_guessed() {
        assert_eq!(guessed_text(["body", "id", "content"]), TextGuess::Several(vec!["content", "body"]));
    }

    fn of_lines(head: &str, is_whole: bool) -> TextField {
        TextField::of_json_lines(head.as_bytes(), is_whole, &InputOptions::default())
    }

    #[test]
    fn the_first_records_tell_the_field_for_all() {
        assert_eq!(of_lines("{\"id\":1}\n{\"id\":2,\"body\":\"a\"}\n", false), TextField::guessed("body"));
        assert_eq!(&*of_lines("{\"body\":\"a\"}\n{\"text\":\"b\"}\n", false).name, "text");
        let several = of_lines("{\"body\":\"a\"}\n{\"content\":\"b\"}\n", false);
        assert_eq!((&*several.name, several.evidence), ("text", Evidence::None));
        assert!(of_lines("{\"id\":1}\n{\"body\":\"cut of", false).evidence != Evidence::Guess);
        assert!(of_lines("{\"body\":\"without a line end\"}", true).evidence == Evidence::Guess);
    }

    #[test]
    fn other_json_is_looked_at_as_far_as_its_first_records() {
        let of =
            |json: &str, is_whole| TextField::of_json(json.as_bytes(), is_whole, &InputOptions::default()).unwrap();
        assert_eq!(of("[\n {\"id\": 1, \"article\": \"a\"}\n]", true), TextField::guessed("article"));
        assert_eq!(of("{\"Text\": \"a\"}\n{\"Text\": ", false), TextField::guessed("Text"));
        let long = format!("[{{\"body\": \"{}\"}}, {{", "x".repeat(100 << 10));
        assert_eq!(of(&long, false), TextField::guessed("body"));
        assert!(of("[\"one\", \"two\"]", true).evidence != Evidence::Guess);
    }

    #[test]
    fn a_field_that_was_named_or_is_not_required_is_not_guessed() {
        let names = ["id", "body"].map(str::to_owned);
        let asked = InputOptions { text_field: "main".to_owned(), ..InputOptions::default() };
        let problem = TextField::of_table(&names, &asked).unwrap_err();
        assert!(matches!(problem, Problem::NoTextField { likely, .. } if likely == ["body"]));
        let any = InputOptions { texts: Texts::Optional, ..InputOptions::default() };
        assert_eq!(TextField::of_table(&names, &any).unwrap(), TextField::asked(&any));
    }

    #[test]
    fn other_names_are_no_guess() {
        assert_eq!(guessed_text(["id", "TEXT", "content_type"]), TextGuess::Unknown);
        assert_eq!(guessed_text([]), TextGuess::Unknown);
    }
}
