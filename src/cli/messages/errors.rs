//! What ended a run, or cost it an input: errors of the library in our words, with what to try.

use std::io;
use std::path::Path;

use textmill::error::{Error, IndexProblem, OptionProblem, PartialProblem, Problem, Unread};
#[cfg(feature = "worker")]
use textmill::worker::WorkerError;

use super::super::permissions::Unlisted;
use super::super::synonyms;
use super::command_line::of_option;
#[cfg(feature = "worker")]
use super::command_line::of_parameter;
use super::message::{Message, Weight, flag, in_words, listed, nearest};
use super::outputs::refused_target;

/// Why the run ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The reader of our output has gone away, which is a normal end.
    ClosedPipe,
    /// Something to tell.
    Told(Message),
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
fn of_error(error: &Error) -> Message {
    let failure = |path: &str, what: String| Message::new(Weight::Failure, path, what);
    match error {
        Error::Option(problem) => of_option(problem),
        Error::Output(refusal) => {
            refusal.downcast_ref::<Message>().cloned().unwrap_or_else(|| failure("", refusal.to_string()))
        }
        Error::UnknownColumn { option, name, known } => failure(&flag(option), format!("there is no column {name:?}"))
            .hint_if_any(nearest(name, known))
            .hint(format!("the columns are {}", listed(known))),
        Error::UnknownField { option, name, known } => unknown_field(option, name, known),
        Error::UnknownUnit { name, units, fields } => failure("--per", error.to_string())
            .hint_if_any(synonyms::of_unit(name, fields).or_else(|| nearest(name, &[&units[..], fields].concat())))
            .hint(format!(
                "the units are {}, and path:N, FIELD:month, language; the fields are {}",
                listed(units),
                listed(fields)
            )),
        Error::Path { path, source } => {
            failure(&path.to_string_lossy(), source.to_string()).hints(hints_of_absent(path, source))
        }
        Error::Write { target, source } => {
            failure(target, format!("cannot be written: {}", in_words(source))).hint_if_any(hint_of_write(source))
        }
        Error::Target { target, problem } => refused_target(target, problem),
        Error::Memory { .. } => failure("", error.to_string())
            .hint("--memory SIZE allows more; fewer units at once, or --files-from in portions, need less"),
        Error::Index { path, problem } => {
            let what = match problem {
                IndexProblem::Differs { option, stored, asked } => {
                    format!("was made with {} {stored}, and {asked} is asked for", flag(option))
                }
                _ => problem.to_string(),
            };
            failure(&path.to_string_lossy(), what).hint_if_any(hint_of_index(problem).map(str::to_owned))
        }
        Error::Partial { name, problem } => {
            failure(name, partial_wording(problem)).hint_if_any(partial_hint(problem).map(str::to_owned))
        }
        Error::TooLong { path, .. } => {
            failure(&path.to_string_lossy(), error.to_string()).hint("--max-document SIZE allows more")
        }
        Error::Spool { .. } => failure("", error.to_string()).hint("TMPDIR names a folder for temporary files"),
        _ => failure("", error.to_string()),
    }
}

/// The run cannot do without the field.
fn unknown_field(option: &str, name: &str, known: &[String]) -> Message {
    with_names(Message::new(Weight::Failure, flag(option), format!("no document has a field {name:?}")), name, known)
}

pub(super) fn with_names(message: Message, name: &str, known: &[String]) -> Message {
    message.hint_if_any(nearest(name, known)).hint(format!("the fields are {}", listed(known)))
}

/// What ended a stage.
#[cfg(feature = "worker")]
pub(crate) fn of_worker(operation: &str, error: &WorkerError) -> Message {
    let message = match error {
        WorkerError::Verb(Error::Option(problem)) => of_parameter(problem),
        WorkerError::Verb(error) => of_error(error),
        _ => Message::new(Weight::Failure, "", error.to_string()),
    };
    let hint = match error {
        WorkerError::Input(_) => Some("this is for engines; the Python package textmill calls it"),
        WorkerError::CutShort => Some("what sends the stream ended early; its own log says why"),
        WorkerError::Differs { what: "version", .. } => Some("install the same version of textmill on all machines"),
        WorkerError::Differs { .. } => Some("sign the documents anew"),
        _ => None,
    };
    let path = format!("worker {operation}");
    Message { path, ..message }.hint_if_any(hint.map(str::to_owned))
}

/// What is wrong with a partial result, by the names of flags.
fn partial_wording(problem: &PartialProblem) -> String {
    match problem {
        PartialProblem::Differs { option, stored, asked } => {
            format!("was made with {} {stored:?}, not {asked:?}", flag(option))
        }
        PartialProblem::LacksUnit { unit, counted } => {
            format!("has no counts for --per {unit}, only for {}", counted.join(", "))
        }
        _ => problem.to_string(),
    }
}

/// What helps against a problem, if anything does.
fn partial_hint(problem: &PartialProblem) -> Option<&'static str> {
    match problem {
        PartialProblem::Foreign => Some("--merge takes the files that --partial wrote, and nothing else"),
        PartialProblem::OfVerb(_) => Some("merge it by the verb that wrote it"),
        PartialProblem::CutShort | PartialProblem::Damaged(_) => Some("make it again, or take a copy of the file"),
        PartialProblem::OtherVersion { .. } => Some("make all shards with the same version of textmill"),
        PartialProblem::Differs { .. } => {
            Some("give the flags that all shards were made with; those about rows alone may be new")
        }
        PartialProblem::LacksUnit { .. } | PartialProblem::LacksGroups(_) | PartialProblem::LacksColumns => {
            Some("what --merge shall write must be counted: give --per to --partial as well")
        }
        PartialProblem::DateOrder { first: "day", .. } => Some("make all shards again with --date-order day"),
        PartialProblem::DateOrder { .. } => Some("make all shards again with --date-order month"),
        PartialProblem::Repeated(_) => Some("give each shard once"),
        // dedupe reads all of them side by side, and an array job may have made a thousand.
        #[cfg(unix)]
        PartialProblem::Failed(error) if error.raw_os_error() == Some(libc::EMFILE) => {
            Some("merge them in groups first, with --merge --partial FILE, or let more files be open: ulimit -n")
        }
        PartialProblem::Apart(_) => Some("merge the shards of one corpus, all made from the same inputs"),
        _ => None,
    }
}

/// What to try when an index cannot be used.
fn hint_of_index(problem: &IndexProblem) -> Option<&'static str> {
    match problem {
        IndexProblem::Busy => Some("an index has one user at a time; try again when the other run has ended"),
        IndexProblem::Foreign => Some("--index FILE names another file; a new index is made if there is none"),
        IndexProblem::Damaged(_) => Some("make it anew from the documents, or take a copy of it"),
        IndexProblem::Differs { .. } => {
            Some("give the same options as when it was made, or make another index with --index FILE")
        }
        IndexProblem::OtherVersion { .. } => Some("another version made it; make it anew from the documents"),
        IndexProblem::Failed(_) => Some("an index lies in a folder that exists, in a file that can be written"),
        _ => None,
    }
}

/// What to try when something cannot be written.
fn hint_of_write(error: &io::Error) -> Option<String> {
    match error.kind() {
        _ if error.get_ref().is_some_and(|inner| inner.is::<Unlisted>()) => {
            Some("look at the command of the record, and run it yourself".to_owned())
        }
        io::ErrorKind::AlreadyExists => Some("--force replaces it".to_owned()),
        io::ErrorKind::NotFound => Some("the folder of the file must exist".to_owned()),
        io::ErrorKind::Unsupported => {
            Some("the released programs do, and so does `cargo install textmill --features full`".to_owned())
        }
        _ => None,
    }
}

/// What to try when the input `path` cannot be used.
pub(super) fn hints_of_problem(path: &str, problem: &Problem) -> Vec<String> {
    let hint = match problem {
        Problem::Open(error) => return hints_of_absent(Path::new(path), error),
        Problem::Read(_) => "it may have been cut off on its way; fetch or copy it again",
        Problem::Compression(_) => "the released programs do, and so does `cargo install textmill --features full`",
        Problem::IgnoreRules(_) => WITHOUT_IGNORE_RULES,
        Problem::TooDeep { .. }
        | Problem::TooManyAttributes { .. }
        | Problem::TooManyNodes { .. }
        | Problem::Tangled => "--from text reads the page with its markup, --exclude PATTERN leaves it out",
        Problem::FrontMatter(_) => {
            "in YAML, quotes hold a value with a colon in it; without the first line --- all is text"
        }
        Problem::Special("a folder") => "what is named here must be a file",
        Problem::Refused(_) => "split -o DIR/ writes regular files below the folder of the manifest",
        Problem::Special(_) => "standard input can be a pipe or device: give - and redirect it",
        Problem::Unread { unread: unread @ (Unread::Documents(_) | Unread::Feature(_)), .. } => {
            return vec![unread.advice()];
        }
        Problem::Unread { .. } => "--exclude PATTERN leaves such files out",
        Problem::NoTokens { .. } => "--attribute and --tokens given read CoNLL-U and vertical text",
        Problem::OtherFormat { .. } => "without --from, first bytes and suffixes tell the format of each file",
        Problem::Binary => "--exclude PATTERN skips such files, --encoding NAME reads them as text",
        Problem::Encoding(_) => "iconv turns the file into UTF-8",
        Problem::Undecodable { .. } => "--encoding NAME names another encoding; without --strict losses are only told",
        Problem::Json(_) | Problem::Csv(_) => "--from FORMAT says what the file is, --delimiter CHAR how its cells end",
        Problem::TooLong { .. } | Problem::TooManyWords { .. } => "--max-document SIZE allows longer documents",
        Problem::NoBoundary(_) => "--by paragraph or --at REGEX says where to split, --explain shows what was seen",
        Problem::TooManySegments { .. } => "--by line, sentence or paragraph writes as many as there are",
        Problem::Unfit(_) => {
            "--explain shows what the page repeats; a rule can be changed, or learned again with --learn"
        }
        Problem::Unbuilt(_) => "segments of files in UTF-8 that were split with -o DIR/ can be put together again",
        Problem::NoTextField { wanted, found, likely } => {
            let flag = if likely.is_empty() { "FIELD".to_owned() } else { likely.join(" or --text-field ") };
            let names = format!("--text-field {flag} names the field with the text; the fields are {}", listed(found));
            return nearest(wanted, found).into_iter().chain([names]).collect();
        }
        _ => return Vec::new(),
    };
    vec![hint.to_owned()]
}

/// What to try where rules for folders cannot be applied.
pub(super) const WITHOUT_IGNORE_RULES: &str = "--no-ignore reads the folder without such rules";

/// In a folder of more entries nothing is searched, so that a long list of absent files costs little.
const MOST_ENTRIES: usize = 1_000;

/// What to try when `path` gave `error`.
pub(super) fn hints_of_absent(path: &Path, error: &io::Error) -> Vec<String> {
    let shown = path.to_string_lossy();
    let is_url =
        ["http://", "https://", "ftp://", "s3://", "gs://", "hf://"].iter().any(|start| shown.starts_with(start));
    let hint = match error.kind() {
        _ if is_url => format!("textmill reads files and does not download: curl -sL {shown:?} | textmill VERB -"),
        io::ErrorKind::NotFound if shown.contains(['*', '?', '[']) => {
            "the shell found no file for this pattern; a folder and --glob PATTERN look below it".to_owned()
        }
        io::ErrorKind::NotFound => nearby(path),
        io::ErrorKind::PermissionDenied => {
            "permission denied; check the permissions of the file and of its folders".to_owned()
        }
        _ => return Vec::new(),
    };
    vec![hint]
}

fn nearby(path: &Path) -> String {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let Ok(entries) = folder.read_dir() else {
        return format!("there is no folder {folder:?}");
    };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.take(MOST_ENTRIES + 1).collect();
    // Sorted, so that the name that is proposed does not depend on the order of the folder.
    names.sort_unstable();
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    let found = if names.len() > MOST_ENTRIES { None } else { nearest(&wanted, &names) };
    found.unwrap_or_else(|| {
        "paths begin at the working folder; textmill VERB --help says what an input can be".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::super::command_line::refused;
    use super::*;

    #[test]
    fn an_unknown_column_has_its_nearest_name_and_all_names_as_hints() {
        let known = ["id", "source", "title", "text"].map(str::to_owned).to_vec();
        let message = of_error(&Error::UnknownColumn { option: "columns", name: "titel".to_owned(), known });
        assert_eq!(message.what, "there is no column \"titel\"");
        assert_eq!(message.hints, ["did you mean \"title\"?", "the columns are id, source, title, text"]);
    }

    #[test]
    fn a_field_that_is_not_there_is_answered_with_the_nearest_name() {
        let failure = unknown_field("text-field", "bodi", &["body", "date"].map(str::to_owned));
        assert_eq!((&*failure.path, &*failure.what), ("--text-field", "no document has a field \"bodi\""));
        assert_eq!(failure.hints, ["did you mean \"body\"?", "the fields are body, date"]);
    }

    #[test]
    fn options_are_named_as_flags() {
        assert_eq!(of_error(&Error::from(refused("columns", "wrong"))).path, "--columns");
    }

    #[track_caller]
    fn check(name: &str, expected: &str) {
        let folder = TempDir::new().expect("a temporary folder");
        fs::write(folder.path().join("letters.txt"), "").expect("it can be written");
        let path = folder.path().join(name);
        let error = fs::File::open(&path).expect_err("it is not there");
        let told = hints_of_absent(&path, &error);
        assert!(matches!(&told[..], [hint] if hint.contains(expected)), "{told:?}");
    }

    #[test]
    fn a_file_that_is_not_there_has_its_nearest_name() {
        check("leters.txt", "did you mean \"letters.txt\"?");
        check("zzz", "paths begin at the working folder");
    }

    #[test]
    fn a_pattern_that_the_shell_left_is_told_to_be_one() {
        check("*.md", "--glob PATTERN");
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        check("news/letters.txt", "there is no folder");
    }

    #[cfg(unix)]
    #[test]
    fn more_files_than_may_be_open_are_merged_in_groups() {
        let failed = |code| partial_hint(&PartialProblem::Failed(io::Error::from_raw_os_error(code)));
        assert!(failed(libc::EMFILE).is_some_and(|hint| hint.starts_with("merge them in groups")));
        assert_eq!(failed(libc::EIO), None);
    }
}
