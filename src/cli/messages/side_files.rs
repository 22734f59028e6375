//! What is wrong with a file that is read beside the documents.

use std::path::Path;

use textmill::error::SideFileProblem;
use textmill::input::SideFile;
use textmill::render::grouped;
use textmill::split::Rule;
use textmill::text::StopList;

use super::{Message, Weight, absent, in_words, listed, nearest};

/// A file of this kind cannot be read.
pub(crate) fn unreadable(file: SideFile, path: &Path, problem: &SideFileProblem) -> Message {
    let why = match problem {
        SideFileProblem::Open(error) | SideFileProblem::Read(error) => in_words(error),
        other => other.to_string(),
    };
    let subject = match file {
        SideFile::PathList => "the list of inputs ",
        SideFile::StopList => "the list of words to stop ",
        SideFile::Rule => "the rule ",
        SideFile::Settings | SideFile::Record | SideFile::Table | SideFile::Manifest | SideFile::IgnoreRules => "",
    };
    let message = Message::new(Weight::Failure, path.to_string_lossy(), format!("{subject}cannot be read: {why}"));
    match file {
        SideFile::Settings => message.hint("--no-config does without textmill.toml, --config FILE names another one"),
        SideFile::StopList => {
            let languages = StopList::languages().collect::<Vec<_>>().join(", ");
            message.hint(format!("the languages with a list are {languages}; anything else is the name of a file"))
        }
        SideFile::Rule => {
            let names: Vec<String> = Rule::names().map(str::to_owned).collect();
            message
                .hint_if_any(nearest(&path.to_string_lossy(), &names))
                .hint(format!("the profiles are {}; anything else is the name of a file", names.join(", ")))
        }
        SideFile::IgnoreRules => message.hint(WITHOUT_IGNORE_RULES),
        SideFile::PathList | SideFile::Record | SideFile::Table | SideFile::Manifest => match problem {
            SideFileProblem::Open(error) => message.hints(absent::hints(path, error)),
            _ => message,
        },
    }
}

/// What the rules of these files leave out of a folder.
pub(super) fn ignored(folder: &str, [n_files, n_folders]: [u64; 2], rules: &[String]) -> Message {
    let counted = |n: u64, one: &str| format!("{} {one}{}", grouped(n), if n == 1 { "" } else { "s" });
    let both = [(n_files, "file"), (n_folders, "folder")].into_iter().filter(|(n, _)| *n > 0);
    let both: Vec<String> = both.map(|(n, one)| counted(n, one)).collect();
    let them = if n_files + n_folders == 1 { "it" } else { "them" };
    let what =
        format!("{} ignored by {} (--no-ignore reads {them}, -v names {them})", both.join(" and "), listed(rules));
    Message::new(Weight::Summary, folder, what)
}

/// What to try where rules for folders cannot be applied.
pub(super) const WITHOUT_IGNORE_RULES: &str = "--no-ignore reads the folder without such rules";
