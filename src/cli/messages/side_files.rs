//! What is wrong with a file that is read beside the documents.

use std::path::Path;

use textmill::error::SideFileProblem;
use textmill::input::SideFile;
use textmill::split::Rule;
use textmill::text::StopList;

use super::{Message, Weight, absent, in_words, nearest};

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

/// What to try where rules for folders cannot be applied.
const WITHOUT_IGNORE_RULES: &str = "--no-ignore reads the folder without such rules";
