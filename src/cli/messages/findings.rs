//! What a run has to tell while it goes on, and one line for all findings of a kind that every record or file may have.

use std::error::Error as _;

use textmill::diagnostics::{Examples, Finding, Kind};
use textmill::error::{InputError, Problem};
use textmill::render::grouped;

use super::errors::{hints_of_problem, with_names};
use super::message::{Message, Weight, flag, listed};
use crate::cli::findings::{About, Fold};

/// What a run has to tell while it goes on.
pub(crate) fn of_finding(finding: &Finding) -> Message {
    match finding {
        Finding::Failed(error) => of_input_error(error),
        Finding::Warning { path, message } => Message::new(Weight::Warning, path, message),
        Finding::Repeated { path, place, message, .. } => {
            let place = place.map(|place| format!(" (at {place})")).unwrap_or_default();
            Message::new(Weight::Warning, path, format!("{message}{place}"))
        }
        Finding::Counted { kind, what, documents } => counted(*kind, what, documents),
        Finding::UnknownField { path, option, name, known } => unused_field(path, option, name, known),
        Finding::Ignored { path, n_files, n_folders, rules } => ignored(path, [*n_files, *n_folders], rules),
        Finding::Summary { message } => Message::new(Weight::Summary, "", message),
        Finding::Note { path, message } => Message::new(Weight::Note, path, message),
    }
}

fn of_input_error(error: &InputError) -> Message {
    let what = error.to_string();
    let mut message = Message::new(Weight::Failure, &error.path, what.clone());
    let mut cause = error.problem.source();
    while let Some(source) = cause {
        // Most problems tell their cause in their own words already.
        let text = source.to_string();
        if !what.contains(&text) {
            message.causes.push(text);
        }
        cause = source.source();
    }
    message.hints = hints_of_problem(&error.path, &error.problem);
    message
}

/// The message for findings of one kind. A single finding keeps its own message.
pub(crate) fn folded(fold: &Fold) -> Message {
    let (first, Fold { predicate, examples, .. }) = (of_finding(&fold.first), fold);
    if examples.n() == 1 {
        return first;
    }
    let n = grouped(examples.n());
    let of = match fold.about {
        About::Records => "records",
        About::Inputs => "inputs",
    };
    let what = match (fold.first.kind(), &fold.first) {
        (_, Finding::Failed(InputError { problem: Problem::NoTextField { wanted, .. }, .. })) => {
            format!("no field {wanted:?} in {n} {of}: {examples}")
        }
        (Some(Kind::NoText(_)), _) => format!("each of {n} {of} {predicate}: {examples}"),
        (Some(Kind::Empty), _) => format!("each of {n} documents {predicate}: {examples}"),
        _ => format!("each of {n} {of} {predicate}: {examples}; the first: {}", first.what),
    };
    let message = Message { path: String::new(), what, causes: Vec::new(), ..first };
    if examples.are_all() { message } else { message.hint("-v names each of them") }
}

/// The message for documents that were counted while they were read.
fn counted(kind: Kind, what: &str, documents: &Examples) -> Message {
    let have = if documents.n() == 1 { "document has" } else { "documents have" };
    let what = format!("{} {have} {what}: {documents}", grouped(documents.n()));
    let hint =
        (kind == Kind::AmbiguousDate).then(|| "--date-order day or month says which number comes first".to_owned());
    Message::new(Weight::Warning, "", what).hint_if_any(hint)
}

/// The run went on without the field.
fn unused_field(path: &str, option: &str, name: &str, known: &[String]) -> Message {
    let what = format!("no record has a field {name:?}, which {} names", flag(option));
    with_names(Message::new(Weight::Warning, path, what), name, known)
}

/// What the rules of these files leave out of a folder.
fn ignored(folder: &str, [n_files, n_folders]: [u64; 2], rules: &[String]) -> Message {
    let counted = |n: u64, one: &str| format!("{} {one}{}", grouped(n), if n == 1 { "" } else { "s" });
    let both = [(n_files, "file"), (n_folders, "folder")].into_iter().filter(|(n, _)| *n > 0);
    let both: Vec<String> = both.map(|(n, one)| counted(n, one)).collect();
    let them = if n_files + n_folders == 1 { "it" } else { "them" };
    let what =
        format!("{} ignored by {} (--no-ignore reads {them}, -v names {them})", both.join(" and "), listed(rules));
    Message::new(Weight::Summary, folder, what)
}

#[cfg(test)]
mod tests {
    use std::io;

    use textmill::error::Place;

    use super::*;
    use crate::cli::findings::FoldedFindings;

    #[test]
    fn a_cause_that_the_message_tells_already_is_not_told_again() {
        let error = InputError::new("a.txt", Problem::Open(io::Error::other("the disk is on fire")));
        let message = of_finding(&Finding::Failed(error));
        assert_eq!(message.what, "cannot be opened: the disk is on fire");
        assert_eq!(message.causes, Vec::<String>::new());
    }

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
            &["no field \"body\" in 1,390 records: a.jsonl#1, a.jsonl#2, a.jsonl#3, …"],
        );
        check((1..=2).map(no_field).collect(), &["no field \"body\" in 2 records: a.jsonl#1, a.jsonl#2"]);
        check(vec![no_field(7)], &["has no field \"body\" to take the text from (at line 7)"]);
    }

    #[test]
    fn the_fields_that_there_are_stand_in_a_message_once() {
        for n_records in [1, 2, 1_390] {
            let mut folds = FoldedFindings::default();
            (1..=n_records).map(no_field).for_each(|finding| assert!(folds.take(finding).is_none()));
            let message = folded(&folds.drain().next().unwrap());
            let all = [&[message.what], &*message.hints].concat().join("\n");
            assert_eq!(all.matches("id, text").count(), 1, "{all}");
        }
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

    #[test]
    fn a_field_that_no_record_has_is_answered_with_the_nearest_name() {
        let warning = unused_field("a.csv", "id-field", "dat", &["body", "date"].map(str::to_owned));
        assert_eq!(warning.what, "no record has a field \"dat\", which --id-field names");
        assert_eq!(warning.hints[0], "did you mean \"date\"?");
    }
}
