//! One line for all findings of a kind that every record or file of a corpus may have.

use textmill::diagnostics::{Finding, Kind};
use textmill::error::Problem;
use textmill::render::grouped;

use super::{Message, listed, of_finding};
use crate::cli::folded_findings::{About, Fold};

/// The message for findings of one kind. A single finding keeps its own message.
pub(crate) fn folded(fold: &Fold) -> Message {
    let first = of_finding(&fold.first);
    if fold.n == 1 {
        return first;
    }
    let n = grouped(fold.n);
    let of = match fold.about {
        About::Records => "records",
        About::Inputs => "inputs",
    };
    let more = if fold.n > fold.examples.len() as u64 { ", …" } else { "" };
    let examples = format!("{}{more}", fold.examples.join(", "));
    let what = match (fold.kind, &fold.first) {
        (Kind::NoTextField, Finding::Failed(error)) => match &error.problem {
            Problem::NoTextField { wanted, found, .. } => {
                format!("no field {wanted:?} in {n} {of}: {examples}; fields there: {}", listed(found))
            }
            _ => format!("no field for the text in {n} {of}: {examples}"),
        },
        (Kind::NoText(why), _) => format!("each of {n} {of} {why}: {examples}"),
        (Kind::Empty, _) => format!("each of {n} documents has no text: {examples}"),
        (kind, _) => format!("each of {n} {of} {}: {examples}; the first: {}", predicate(kind), first.what),
    };
    let message = Message { path: String::new(), what, causes: Vec::new(), ..first };
    if more.is_empty() { message } else { message.hint("-v names each of them") }
}

/// What all findings of a kind have in common.
fn predicate(kind: Kind) -> &'static str {
    match kind {
        Kind::NoTextField => "has no field for the text",
        Kind::GuessedTextField => "has its text in a field that was guessed",
        Kind::NoObject => "is no JSON object",
        Kind::NoCsvRecord => "is no usable CSV record",
        Kind::ShortRecord => "has fewer cells than the header",
        Kind::RepeatedName => "has a name twice",
        Kind::NoText(why) => why,
        Kind::Empty => "has no text",
        Kind::ControlCharacters => "has control characters",
        Kind::GuessedEncoding => "is in an encoding that was guessed",
        Kind::WrongEncoding => "names an encoding that it is not in",
        Kind::Undecodable => "has byte sequences that mean nothing in its encoding",
        Kind::JoinedHalves => "has characters written as two halves (CESU-8), which were joined",
        Kind::PassedOver => "was passed over, since it looks like binary data",
        Kind::NoTextPart => "is a mail without a text part",
    }
}

#[cfg(test)]
mod tests {
    use textmill::error::{InputError, Place};

    use super::*;
    use crate::cli::folded_findings::FoldedFindings;

    fn no_field(number: u64) -> Finding {
        let (wanted, found) = ("body".to_owned(), ["id", "text"].map(str::to_owned).to_vec());
        let problem = Problem::NoTextField { wanted, found, likely: Vec::new() };
        InputError::at("a.jsonl", Place::Line(number), problem).into()
    }

    #[track_caller]
    fn check(findings: Vec<Finding>, expected: &[&str]) {
        let mut folds = FoldedFindings::default();
        findings.into_iter().for_each(|finding| assert!(folds.take(finding).is_none()));
        let messages: Vec<_> = folds.drain().map(|fold| folded(&fold)).collect();
        assert_eq!(messages.iter().map(|message| &*message.what).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_field_that_many_records_lack_is_one_line_with_three_examples() {
        check(
            (1..=1_390).map(no_field).collect(),
            &["no field \"body\" in 1,390 records: a.jsonl#1, a.jsonl#2, a.jsonl#3, …; fields there: id, text"],
        );
        check(
            (1..=2).map(no_field).collect(),
            &["no field \"body\" in 2 records: a.jsonl#1, a.jsonl#2; fields there: id, text"],
        );
        check(vec![no_field(7)], &["has no field \"body\" to take the text from (at line 7)"]);
    }

    #[test]
    fn kinds_are_told_apart_in_the_order_in_which_they_were_found() {
        let guess = |path: &str| Finding::repeated(Kind::GuessedEncoding, path, "read as koi8-r");
        let empty = |path: &str| Finding::from(InputError::new(path, Problem::NoText("is a web page without text")));
        let expected = [
            "each of 2 inputs is in an encoding that was guessed: a, c; the first: read as koi8-r",
            "each of 4 inputs is a web page without text: b, d, e, …",
        ];
        check(vec![guess("a"), empty("b"), guess("c"), empty("d"), empty("e"), empty("f")], &expected);
    }

    #[test]
    fn blocks_of_one_input_count_once() {
        let lost = || Finding::repeated(Kind::Undecodable, "a.csv", "1 byte sequence is not valid Shift_JIS");
        check(vec![lost(), lost(), lost()], &["1 byte sequence is not valid Shift_JIS"]);
    }
}
