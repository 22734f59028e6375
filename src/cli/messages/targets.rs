//! Messages on outputs: why one is left as it was, and what one lacks.

use std::path::Path;

use textmill::error::TargetProblem;
use textmill::render::{grouped, shortened};

use super::{MOST_SHOWN, Message, Weight};
use crate::cli::findings::MissingInputs;

/// Where the columns are that a table for the eye leaves out, behind their number.
pub(crate) const MORE_COLUMNS: &str = " in files; --columns all";

/// An output is not written.
pub(super) fn refused(target: &str, problem: &TargetProblem) -> Message {
    let message = |path: &str, what: String| Message::new(Weight::Failure, path, what);
    match problem {
        TargetProblem::IsInput => message(target, problem.to_string())
            .hint("-o FILE names another file, --exclude PATTERN leaves this one out"),
        TargetProblem::IsOutput => message(target, problem.to_string()).hint("give one of the two a name of its own"),
        TargetProblem::InInputFolder(folder) => {
            let folder = folder.to_string_lossy();
            message(target, format!("lies in the folder {folder}, which is read, so that the next run would read it"))
                .hint("-o names a place outside of it; --exclude PATTERN leaves a file of this name out")
        }
        TargetProblem::UnlistedInput => message(target, problem.to_string())
            .hint("take it out of the folder, or run the command of the record yourself"),
        TargetProblem::NoContent(why) if target.is_empty() => message("", why.clone()),
        TargetProblem::NoContent(why) if has_content(Path::new(target)) => {
            message("", format!("{why}; {target} was left as it was"))
        }
        TargetProblem::NoContent(why) => message("", format!("{why}; {target} was not written")),
        _ => message(target, problem.to_string()),
    }
}

/// A file is there, or a folder with something in it that is not hidden.
fn has_content(target: &Path) -> bool {
    match target.read_dir() {
        Ok(entries) => entries.flatten().any(|entry| !entry.file_name().to_string_lossy().starts_with('.')),
        Err(_) => target.exists(),
    }
}

/// An output was written, and lacks something.
pub(crate) fn written_without(target: &str, missing: &MissingInputs) -> Option<Message> {
    let counted = |n: u64, name: &str| match n {
        0 => None,
        1 => Some(format!("1 {name}")),
        n => Some(format!("{} {name}s", grouped(n))),
    };
    let unread: Vec<String> =
        counted(missing.n_inputs(), "input").into_iter().chain(counted(missing.n_records, "record")).collect();
    let unread = (!unread.is_empty()).then(|| format!("{} that could not be read", unread.join(" and ")));
    let unsplit =
        counted(missing.n_unsplit, "document").map(|documents| format!("{documents} that could not be split"));
    let parts: Vec<String> = unread.into_iter().chain(unsplit).collect();
    let what = format!("was written without {}", parts.join(", and without "));
    (!parts.is_empty()).then(|| Message::new(Weight::Failure, target, what))
}

/// Files have other names than what they hold, since some file system would take two of them for one.
pub(crate) fn numbered_names(n_files: u64, text: &str, path: &Path) -> Message {
    let (files, have, their) = if n_files == 1 { ("file", "has", "its") } else { ("files", "have", "their") };
    let (n_files, text, path) = (grouped(n_files), shortened(text, MOST_SHOWN), path.display());
    let what = format!(
        "{n_files} {files} {have} a number behind {their} name, because another one is called the same; \
         the first is {path}, for {text:?}"
    );
    Message::new(Weight::Warning, "", what)
}

#[cfg(test)]
mod tests {
    use textmill::error::{InputError, Place, Problem};

    use super::*;

    #[track_caller]
    fn check(errors: &[InputError], expected: Option<&str>) {
        let mut missing = MissingInputs::default();
        errors.iter().for_each(|error| missing.add(error));
        let message = written_without("out.csv", &missing);
        assert_eq!(message.map(|message| format!("{} {}", message.path, message.what)).as_deref(), expected);
    }

    #[test]
    fn an_output_says_how_much_it_lacks() {
        let input = |name: &str| InputError::new(name, Problem::Binary);
        let record = |number| InputError::at("a.csv", Place::Record(number), Problem::Binary);
        let unsplit = || InputError::new("a", Problem::NoBoundary(String::new()));
        check(&[], None);
        check(&[input("a")], Some("out.csv was written without 1 input that could not be read"));
        check(
            &[input("a"), input("b"), record(1), record(7)],
            Some("out.csv was written without 2 inputs and 2 records that could not be read"),
        );
        check(&[unsplit()], Some("out.csv was written without 1 document that could not be split"));
        let both = "out.csv was written without 1 record that could not be read, and without 2 documents that could not \
                    be split";
        check(&[record(1), unsplit(), unsplit()], Some(both));
    }

    #[test]
    fn what_was_not_written_is_left_or_was_not_there() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().to_string_lossy().into_owned();
        let none = TargetProblem::NoContent("no documents were read".to_owned());
        assert_eq!(refused("", &none).what, "no documents were read");
        assert_eq!(refused(&folder, &none).what, format!("no documents were read; {folder} was not written"));
        std::fs::write(place.path().join("a.csv"), "").unwrap();
        for name in [folder.clone(), format!("{folder}/a.csv")] {
            assert_eq!(refused(&name, &none).what, format!("no documents were read; {name} was left as it was"));
        }
    }
}
