//! What to try when something cannot be used: the flag that helps, or where to read of it.

use std::io;
use std::path::Path;

use textmill::error::{IndexProblem, Problem, Unread};

use super::super::permissions::Unlisted;
use super::{absent, listed, nearest, side_files};

/// Where to read about a flag.
pub(super) fn of_flag(flag: &str) -> String {
    if flag.starts_with("--") && !flag.contains(' ') {
        format!("--help explains {flag}")
    } else {
        "--help shows examples and all flags".to_owned()
    }
}

/// What to try when an index cannot be used.
pub(super) fn of_index(problem: &IndexProblem) -> Option<&'static str> {
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

/// What to try when the input `path` cannot be used.
pub(super) fn of_problem(path: &str, problem: &Problem) -> Vec<String> {
    let hint = match problem {
        Problem::Open(error) => return absent::hints(Path::new(path), error),
        Problem::Read(_) => "it may have been cut off on its way; fetch or copy it again",
        Problem::Compression(_) => "the released programs do, and so does `cargo install textmill --features full`",
        Problem::IgnoreRules(_) => side_files::WITHOUT_IGNORE_RULES,
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

/// What to try when something cannot be written.
pub(super) fn of_write(error: &io::Error) -> Option<String> {
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
