//! Every message of the program, in one voice: `textmill: PATH: what is wrong`, causes below, then what to try.
//!
//! Messages are lower case and without a full stop. Hints name the flag that helps.

mod absent;
mod differences;
mod fields;
mod folded;
mod formats;
mod hints;
mod manifests;
mod options;
mod partials;
mod plans;
mod records;
mod settings;
mod side_files;
#[cfg(feature = "worker")]
mod stages;
mod targets;
mod usage;

use std::error::Error as _;
use std::io;
use std::path::Path;

use textmill::dedupe::{Relation, Summary};
use textmill::diagnostics::Finding;
use textmill::error::{Error, IndexProblem, InputError, OptionProblem};
use textmill::render::{FormatKind, MOST_ROWS, OutputFormat, grouped, shortened};
use textmill::split::{Rebuilding, Verification};
use textmill::stats::Unit;
use textmill::table::Misfit;

use super::synonyms;

pub(crate) use differences::{
    compared, diff_cut_short, lines_changed, no_folder_for_text, not_compared, only_for_two_documents,
    sentences_changed, two_inputs_only, words_changed,
};
pub(crate) use fields::unused_flag;
pub(crate) use folded::folded;
pub(crate) use formats::unknown_suffix;
pub(crate) use manifests::{manifest_is_no_file, renamed, unreadable_manifest};
pub(crate) use options::{definitions_go, renamed_cells, renamed_value};
pub(crate) use plans::{would_read, would_write, would_write_beside};
pub(crate) use records::{
    ChangedOutput, RefusedOutput, changed_input, changed_output, further_output, lists_no_output, long_record,
    makes_no_output, missing_output, no_provenance, no_record, other_versions, reads_stream, record_is_input,
    refused_output, reruns, same_outputs, writes_further, wrong_command,
};
pub(crate) use settings::{
    defaults_taken, no_settings, not_from_found_config, not_from_record, unknown_flag_in_config,
    unknown_verb_in_config, wrong_config, wrong_value_in_config,
};
pub(crate) use side_files::unreadable;
#[cfg(feature = "worker")]
pub(crate) use stages::of_worker;
pub(crate) use targets::{MORE_COLUMNS, numbered_names, written_without};
pub(crate) use usage::usage;

/// How many names a hint lists before it says that there are more.
const MOST_NAMES: usize = 20;

/// How much of a text from outside a message shows, in columns.
const MOST_SHOWN: usize = 40;

/// How alike two names must be for the one to be a slip of the other (Jaro-Winkler, as clap uses for flags).
const LIKENESS: f64 = 0.75;

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Failure,
    Warning,
    /// What came of the run, in one line.
    Summary,
    Note,
}

/// One thing to tell on stderr.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) weight: Weight,
    /// What it is about, empty if it is about the whole run.
    pub(crate) path: String,
    pub(crate) what: String,
    pub(crate) causes: Vec<String>,
    pub(crate) hints: Vec<String>,
}

/// Why the run ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The reader of our output has gone away, which is a normal end.
    ClosedPipe,
    /// Something to tell.
    Told(Message),
}

impl Message {
    fn new(weight: Weight, path: impl Into<String>, what: impl Into<String>) -> Self {
        Self { weight, path: path.into(), what: what.into(), causes: Vec::new(), hints: Vec::new() }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    fn hints(mut self, hints: Vec<String>) -> Self {
        self.hints.extend(hints);
        self
    }

    fn hint_if_any(mut self, hint: Option<String>) -> Self {
        self.hints.extend(hint);
        self
    }
}

impl std::fmt::Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Message {}

impl From<Message> for Error {
    /// A refusal of an output, which the library hands back as it is.
    fn from(message: Message) -> Self {
        Self::Output(Box::new(message))
    }
}

impl From<OptionProblem> for Failure {
    fn from(problem: OptionProblem) -> Self {
        Error::from(problem).into()
    }
}

impl From<Message> for Failure {
    fn from(message: Message) -> Self {
        Self::Told(message)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        if error.is_closed_pipe() { Self::ClosedPipe } else { Self::Told(of_error(&error)) }
    }
}

/// What ended the run.
pub(crate) fn of_error(error: &Error) -> Message {
    let failure = |path: &str, what: String| Message::new(Weight::Failure, path, what);
    match error {
        Error::Option(problem) => options::of(problem),
        Error::Output(refusal) => {
            refusal.downcast_ref::<Message>().cloned().unwrap_or_else(|| failure("", refusal.to_string()))
        }
        Error::UnknownColumn { option, name, known } => failure(&flag(option), format!("there is no column {name:?}"))
            .hint_if_any(nearest(name, known))
            .hint(format!("the columns are {}", listed(known))),
        Error::UnknownField { option, name, known } => fields::unknown(option, name, known),
        Error::UnknownUnit { name, units, fields } => failure("--per", error.to_string())
            .hint_if_any(synonyms::of_unit(name, fields).or_else(|| nearest(name, &[&units[..], fields].concat())))
            .hint(format!(
                "the units are {}, and path:N, FIELD:month, language; the fields are {}",
                listed(units),
                listed(fields)
            )),
        Error::Path { path, source } => {
            failure(&path.to_string_lossy(), source.to_string()).hints(absent::hints(path, source))
        }
        Error::Write { target, source } => {
            failure(target, format!("cannot be written: {}", in_words(source))).hint_if_any(hints::of_write(source))
        }
        Error::Target { target, problem } => targets::refused(target, problem),
        Error::Memory { .. } => failure("", error.to_string())
            .hint("--memory SIZE allows more; fewer units at once, or --files-from in portions, need less"),
        Error::Index { path, problem } => {
            let what = match problem {
                IndexProblem::Differs { option, stored, asked } => {
                    format!("was made with {} {stored}, and {asked} is asked for", flag(option))
                }
                _ => problem.to_string(),
            };
            failure(&path.to_string_lossy(), what).hint_if_any(hints::of_index(problem).map(str::to_owned))
        }
        Error::Partial { name, problem } => {
            failure(name, partials::wording(problem)).hint_if_any(partials::hint(problem).map(str::to_owned))
        }
        Error::TooLong { path, .. } => {
            failure(&path.to_string_lossy(), error.to_string()).hint("--max-document SIZE allows more")
        }
        Error::Spool { .. } => failure("", error.to_string()).hint("TMPDIR names a folder for temporary files"),
        _ => failure("", error.to_string()),
    }
}

/// What a run has to tell while it goes on.
pub(crate) fn of_finding(finding: &Finding) -> Message {
    match finding {
        Finding::Failed(error) => of_input_error(error),
        Finding::Warning { path, message } => Message::new(Weight::Warning, path, message),
        Finding::Repeated { path, place, message, .. } => {
            let place = place.map(|place| format!(" (at {place})")).unwrap_or_default();
            Message::new(Weight::Warning, path, format!("{message}{place}"))
        }
        Finding::Counted { kind, what, documents } => folded::counted(*kind, what, documents),
        Finding::UnknownField { path, option, name, known } => fields::unused(path, option, name, known),
        Finding::Ignored { path, n_files, n_folders, rules } => {
            side_files::ignored(path, [*n_files, *n_folders], rules)
        }
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
    message.hints = hints::of_problem(&error.path, &error.problem);
    message
}

/// The commonest errors in words for people; the standard library speaks of entities.
fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AlreadyExists => "it exists already".to_owned(),
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

/// A flag that cannot be used as given, or not beside others.
pub(crate) fn refused(name: &str, why: impl Into<String>) -> Message {
    let flag = flag(name);
    let hint = hints::of_flag(&flag);
    Message::new(Weight::Failure, flag, why).hint(hint)
}

/// Nothing to read: no input was named and standard input is a terminal.
pub(crate) fn no_input() -> Message {
    Message::new(Weight::Failure, "", "no input was given")
        .hint("name files or folders, or - to type the text; textmill --help shows examples")
}

/// The file of `--rule` is something else.
pub(crate) fn no_rule(path: &Path, why: &str) -> Message {
    Message::new(Weight::Failure, path.to_string_lossy(), format!("is no rule: {why}"))
        .hint("docs/split.md explains the keys of a rule, --learn writes one")
}

/// A text is one file.
pub(crate) fn text_is_one_file(what: &str) -> Message {
    Message::new(Weight::Failure, "--output", format!("names a folder, and {what} is one file"))
        .hint("-o FILE names a file, such as out.txt")
}

/// A flag about tables, where a text is written.
pub(crate) fn not_for_text(flag: &str, what: &str) -> Message {
    Message::new(Weight::Failure, flag, format!("is for tables, and {what} is none"))
}

/// A verb that makes files wants a folder for them.
pub(crate) fn needs_folder(flag: &str) -> Message {
    Message::new(Weight::Failure, flag, "makes several files and needs a folder for them")
        .hint("-o DIR/ names the folder; it is made if need be")
}

/// Cells were changed so that a spreadsheet does not run them.
pub(crate) fn guarded(n_cells: u64) -> String {
    let cells = if n_cells == 1 { "cell" } else { "cells" };
    format!(
        "guarded {} {cells} that a spreadsheet would run as formulas, with an apostrophe in front; \
         --raw leaves them as they are",
        grouped(n_cells)
    )
}

/// Texts that a spreadsheet will cut off.
pub(crate) fn long_cells(n_cells: u64, (row, column): (u64, &str), limit: usize) -> String {
    let cells = if n_cells == 1 { "cell is" } else { "cells are" };
    format!(
        "{} {cells} longer than the {} UTF-16 units that a spreadsheet holds, the first in row {row}, column {column:?}",
        grouped(n_cells),
        grouped(limit as u64)
    )
}

/// Texts that were cut off, because a workbook cannot hold more.
pub(crate) fn cut_cells(n_cells: u64, (row, column): (u64, &str), limit: usize) -> String {
    let cells = if n_cells == 1 { "cell" } else { "cells" };
    format!(
        "cut {} {cells} to the {} UTF-16 units that a spreadsheet holds, the first in row {row}, column {column:?}",
        grouped(n_cells),
        grouped(limit as u64)
    )
}

/// Where the rows are that a sheet does not hold.
pub(crate) fn goes_on(file: &str, next: &str) -> String {
    let place = if file == next { "another sheet" } else { next };
    format!("a spreadsheet holds {} rows; the table goes on in {place}", grouped(MOST_ROWS))
}

/// Rows that a spreadsheet will leave out.
pub(crate) fn many_rows(n_rows: u64, limit: u64) -> String {
    format!("has {} rows, and a spreadsheet holds {}", grouped(n_rows), grouped(limit))
}

/// Why one file or stream cannot take a second table.
pub(crate) fn one_table_only(unit: &str) -> Error {
    refused("output", format!("one file holds one table, and {unit:?} is a second one; -o DIR/ takes several")).into()
}

/// Cells that are not what `--types` says.
pub(crate) fn misfits(misfit: &Misfit) -> String {
    let (cells, are) = if misfit.n_cells == 1 { ("cell", "is") } else { ("cells", "are") };
    format!(
        "{} {cells} of the column {:?} {are} empty now, since no {} can be read there; the first was {:?}, in row {}",
        grouped(misfit.n_cells),
        misfit.column,
        misfit.wanted,
        shortened(&misfit.first, MOST_SHOWN),
        grouped(misfit.first_row)
    )
}

/// Byte order mark and CRLF are for text with delimiters.
pub(crate) fn excel_is_delimited(format: &str) -> Error {
    refused("excel", format!("is about csv and tsv, and {format} needs no such flag")).into()
}

/// Nobody can read it there, and a terminal might act on it.
pub(crate) fn binary_at_terminal(format: &str) -> Message {
    Message::new(Weight::Failure, "", format!("{format} is nothing to look at")).hint("-o FILE writes it to a file")
}

/// A book is one file.
pub(crate) fn book_is_no_folder(format: &str) -> Message {
    Message::new(Weight::Failure, "--output", format!("names a folder, and {format} holds all tables in one file"))
        .hint(format!("-o FILE.{format} names the file"))
}

/// Standard input can be read once.
pub(crate) fn stdin_against_itself(option: &str) -> Error {
    refused(option, "names standard input, which is already one of the inputs").into()
}

/// Definitions stand beside a file, and there is none.
pub(crate) fn definitions_need_file() -> Error {
    refused("definitions", "stand beside the output, which must be a file or folder").into()
}

/// A record stands beside a file, and there is none.
pub(crate) fn provenance_needs_file() -> Error {
    refused("provenance", "stands beside the output, which must be a file or folder").into()
}

/// A format that is not made of rows, so only one verb writes it.
pub(crate) fn no_table(format: OutputFormat) -> Error {
    match format.kind() {
        FormatKind::Page => report_is_no_table(),
        FormatKind::Difference => {
            refused("format", "unified and side-by-side are formats of `diff` for two documents").into()
        }
        FormatKind::Documents | FormatKind::Matrix | FormatKind::Table(_) | FormatKind::Unbuilt(_) => {
            documents_only(format.name())
        }
    }
}

/// A format of documents, asked of a verb that makes rows.
fn documents_only(format: &str) -> Error {
    refused("format", format!("{format} is made of documents, not rows: add `-f jsonl | textmill export -f {format}`"))
        .into()
}

/// A flag that the units of `stats` do not use.
pub(crate) fn not_of_unit(flag: &str, units: &[Unit], by: &[&str]) -> Message {
    let units: Vec<&str> = units.iter().map(Unit::name).collect();
    let by: Vec<&str> = by.iter().map(|unit| if *unit == "group" { "FIELD" } else { *unit }).collect();
    Message::new(Weight::Failure, flag, format!("makes no difference to rows per {}", units.join(", ")))
        .hint_if_any(units.iter().find_map(|unit| synonyms::of_unit(unit, &[])))
        .hint(format!("it is for --per {}", by.join(", ")))
}

/// A flag that makes no difference.
pub(crate) fn unused(flag: &str, purpose: &str) -> Message {
    Message::new(Weight::Failure, flag, "makes no difference here").hint(format!("it is for {purpose}"))
}

/// A flag about rows, where there are none.
pub(crate) fn no_rows(flag: &str, format: &str) -> Message {
    Message::new(Weight::Failure, flag, format!("is about rows, and {format} is made of documents"))
        .hint(format!("textmill export ... {flag} ... -f jsonl | textmill export -f {format}"))
}

/// A report is no table, so only the verbs that have one write it.
pub(crate) fn report_is_no_table() -> Error {
    refused("format", "report is a page of stats, dedupe and diff; -f markdown writes a table to be read").into()
}

/// A report chooses what it shows.
pub(crate) fn only_for_tables(option: &str) -> Message {
    Message::new(Weight::Failure, flag(option), "is for tables, and a report chooses what it shows")
        .hint("-f csv or another format writes a table, whatever the name of the file")
}

/// A report is one page.
pub(crate) fn report_is_one_file() -> Message {
    Message::new(Weight::Failure, "--output", "names a folder, and a report is one file")
        .hint("-o report.html names a file")
}

/// How many documents a run kept, and why it removed the others.
pub(crate) fn deduped(summary: &Summary) -> Message {
    let documents = if summary.n_documents == 1 { "document" } else { "documents" };
    let mut what = format!("{} {documents}, {} kept", grouped(summary.n_documents), grouped(summary.n_kept));
    let removed = [
        (summary.n_exact, Relation::Exact.name()),
        (summary.n_normalized, Relation::Normalized.name()),
        (summary.n_near, Relation::Near.name()),
        (summary.n_contained, Relation::Contained.name()),
        (summary.n_similar, Relation::Similar.name()),
        (summary.n_chained, "chained"),
    ];
    for (n_documents, relation) in removed.into_iter().filter(|(n_documents, _)| *n_documents > 0) {
        what += &format!(", {} {relation}", grouped(n_documents));
    }
    let message = Message::new(Weight::Summary, "", what);
    if summary.n_removed() > summary.n_kept {
        return message
            .hint("more than half would be removed; --per pair shows what is alike, --threshold J is stricter");
    }
    message
}

/// How many segments are as their manifest says.
pub(crate) fn verified(found: &Verification) -> Message {
    let (segments, documents) = (grouped(found.n_segments), grouped(found.n_documents));
    let what = match found.n_differences {
        0 => "all as the manifest says".to_owned(),
        1 => "1 difference".to_owned(),
        n => format!("{} differences", grouped(n)),
    };
    let plural = |n: u64| if n == 1 { "" } else { "s" };
    let (of_segments, of_documents) = (plural(found.n_segments), plural(found.n_documents));
    Message::new(
        Weight::Summary,
        "",
        format!("{segments} segment{of_segments} of {documents} document{of_documents}, {what}"),
    )
}

/// Where a manifest says that a source was a pipe.
pub(crate) fn source_was_a_pipe() -> Message {
    Message::new(Weight::Warning, "-", "was standard input, which cannot be read again; only files are compared")
        .hint("give the text again as INPUT, with - for a pipe")
}

/// What a rebuilding wrote.
pub(crate) fn rebuilt(done: &Rebuilding) -> Message {
    let (n, failed) = (grouped(done.n_rebuilt), grouped(done.n_failed));
    Message::new(Weight::Summary, "", format!("sources: {n} put together again, {failed} not"))
}

/// Rules say where entries are, and nothing of lines or sentences.
pub(crate) fn rules_find_entries() -> Error {
    refused("by", "goes without --rule, --learn and --explain, unless it is entry: these are about entries").into()
}

/// A folder of segments has one manifest, in its place.
pub(crate) fn manifest_is_in_folder() -> Error {
    refused("manifest", "goes with a single output; a folder has its manifest.csv already").into()
}

/// How many documents each part got.
pub(crate) fn assigned(parts: &[(String, u64)]) -> Message {
    let shown: Vec<String> = parts.iter().map(|(name, n)| format!("{name} {}", grouped(*n))).collect();
    Message::new(Weight::Summary, "", format!("documents: {}", shown.join(", ")))
}

/// Standard input can be read once.
pub(crate) fn standard_input_twice() -> Message {
    Message::new(Weight::Failure, "-", "standard input cannot be both sides")
        .hint("name a file or folder for one of them")
}

/// Documents that stand in one file.
pub(crate) fn one_file(format: &str) -> Message {
    Message::new(Weight::Failure, "--output", format!("names a folder, and {format} is one file"))
        .hint("-o FILE names a file")
}

/// There is no such verb.
pub(crate) fn unknown_verb(name: &str, verbs: &[String]) -> Message {
    Message::new(Weight::Failure, "", format!("there is no verb {name:?}"))
        .hint_if_any(nearest(name, verbs))
        .hint(format!("the verbs are {}", listed(verbs)))
}

/// A name that `help` is asked for and does not know.
pub(crate) fn unknown_help(name: &str, known: &[String]) -> Message {
    Message::new(Weight::Failure, "", format!("there is no verb or topic {name:?}"))
        .hint_if_any(nearest(name, known))
        .hint(format!("help knows {}", listed(known)))
}

fn flag(name: &str) -> String {
    if name.starts_with('-') || name.contains(' ') { name.to_owned() } else { format!("--{name}") }
}

fn nearest(name: &str, known: &[String]) -> Option<String> {
    let lower = name.to_lowercase();
    // In a short name one slip changes so much that the two look unlike.
    let is_slip = |candidate: &str| candidate.len() > 2 && strsim::osa_distance(&lower, candidate) == 1;
    let likeness = |candidate: &String| {
        let candidate = candidate.to_lowercase();
        if is_slip(&candidate) { 1.0 } else { strsim::jaro_winkler(&lower, &candidate) }
    };
    let best = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) >= LIKENESS).then(|| format!("did you mean {best:?}?"))
}

fn listed(names: &[String]) -> String {
    let shown = names[..names.len().min(MOST_NAMES)].join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 if names.is_empty() => "none".to_owned(),
        0 => shown,
        n_more => format!("{shown} and {n_more} more"),
    }
}

#[cfg(test)]
mod tests {
    use textmill::error::Problem;

    use super::*;

    #[test]
    fn an_unknown_column_has_its_nearest_name_and_all_names_as_hints() {
        let known = ["id", "source", "title", "text"].map(str::to_owned).to_vec();
        let message = of_error(&Error::UnknownColumn { option: "columns", name: "titel".to_owned(), known });
        assert_eq!(message.what, "there is no column \"titel\"");
        assert_eq!(message.hints, ["did you mean \"title\"?", "the columns are id, source, title, text"]);
    }

    #[test]
    fn one_slip_in_a_short_name_is_seen() {
        let known = ["id", "zip", "date"].map(str::to_owned);
        assert_eq!(nearest("zpi", &known).as_deref(), Some("did you mean \"zip\"?"));
    }

    #[test]
    fn a_name_like_no_other_has_no_nearest_one() {
        assert_eq!(nearest("zzz", &["id".to_owned(), "text".to_owned()]), None);
        assert_eq!(nearest("id", &[]), None);
    }

    #[test]
    fn a_long_list_of_names_is_cut() {
        let names: Vec<String> = (0..23).map(|n| n.to_string()).collect();
        assert!(listed(&names).ends_with("18, 19 and 3 more"));
    }

    #[test]
    fn a_cause_that_the_message_tells_already_is_not_told_again() {
        let error = InputError::new("a.txt", Problem::Open(io::Error::other("the disk is on fire")));
        let message = of_finding(&Finding::Failed(error));
        assert_eq!(message.what, "cannot be opened: the disk is on fire");
        assert_eq!(message.causes, Vec::<String>::new());
    }

    #[test]
    fn options_are_named_as_flags() {
        assert_eq!(of_error(&Error::from(refused("columns", "wrong"))).path, "--columns");
    }
}
