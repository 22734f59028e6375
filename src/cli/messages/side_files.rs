//! Messages on files that are read beside the documents: lists, rules, the file of defaults, and records of runs with the
//! runs that are made again from them.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::str::Utf8Chunk;

use textmill::error::SideFileProblem;
use textmill::input::SideFile;
use textmill::render::{grouped, shortened};
use textmill::split::Rule;
use textmill::text::StopList;

use super::errors::{WITHOUT_IGNORE_RULES, hints_of_absent};
use super::message::{MOST_SHOWN, Message, Weight, in_words, listed, nearest};

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
            SideFileProblem::Open(error) => message.hints(hints_of_absent(path, error)),
            _ => message,
        },
    }
}

/// The file of `--rule` is something else.
pub(crate) fn no_rule(path: &Path, why: &str) -> Message {
    Message::new(Weight::Failure, path.to_string_lossy(), format!("is no rule: {why}"))
        .hint("docs/split.md explains the keys of a rule, --learn writes one")
}

/// The file of defaults is no TOML.
pub(crate) fn no_settings(path: &Path, why: &str) -> Message {
    in_config(path, format!("cannot be read: {}", why.trim_end()))
        .hint("--no-config does without textmill.toml, --config FILE names another one")
}

/// The file of defaults has a table for no verb.
pub(crate) fn unknown_verb_in_config(path: &Path, name: &str, verbs: &[String]) -> Message {
    in_config(path, format!("[{name}] is no verb"))
        .hint_if_any(nearest(name, verbs))
        .hint(format!("tables are called as verbs: {}", listed(verbs)))
}

/// The file of defaults names a flag that there is not.
pub(crate) fn unknown_flag_in_config(path: &Path, key: &str, known: &[String]) -> Message {
    in_config(path, format!("there is no flag --{key}"))
        .hint_if_any(nearest(key, known))
        .hint("keys are called as flags without the hyphens in front, such as text-field; --help lists them")
}

/// The file of defaults gives a flag something that it cannot take.
pub(crate) fn wrong_value_in_config(path: &Path, key: &str, is_switch: bool) -> Message {
    let hint = if is_switch { "true or false is needed" } else { "a text, a number, or a list of them is needed" };
    in_config(path, format!("{key} has a value of the wrong kind")).hint(hint)
}

/// The file of defaults was found by chance, and sets a flag that it may not.
pub(crate) fn not_from_found_config(path: &Path, key: &str, effect: &str) -> Message {
    in_config(path, format!("{key} {effect}, which a file that was not named may not do"))
        .hint("give it on the command line, or name the file by --config; --no-config does without the file")
}

/// A record of a run sets a flag that it may not.
pub(crate) fn not_from_record(path: &Path, key: &str, effect: &str) -> Message {
    in_config(path, format!("the default {key} {effect}, which a record may do by its command line alone"))
        .hint("run the command of the record yourself, with the flag")
}

/// What the file of defaults says was taken by no flag.
pub(crate) fn wrong_config(path: &Path, error: &clap::Error) -> Message {
    let complaint = error.to_string();
    let first = complaint.lines().next().unwrap_or_default();
    in_config(path, first.strip_prefix("error: ").unwrap_or(first).to_owned()).hint("--no-config does without the file")
}

/// What was taken from the file of defaults.
pub(crate) fn defaults_taken(path: &Path, taken: &str) -> Message {
    Message::new(Weight::Summary, path.to_string_lossy(), format!("defaults: {taken}"))
}

fn in_config(path: &Path, what: String) -> Message {
    Message::new(Weight::Failure, path.to_string_lossy(), what)
}

/// How much of a command is shown, in columns.
const MOST_OF_COMMAND: usize = 2_000;

/// Characters of arguments that no shell changes.
const PLAIN: &[u8] = b"_-./:=,+%@^";

/// Why an output of a record is not made.
#[derive(Debug)]
pub(crate) enum RefusedOutput {
    Unresolved(io::Error),
    Outside,
    Hidden,
    NotAFile,
    WithoutHash,
    OtherContent,
    IsRecord,
}

/// What became of an output that is not what the record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChangedOutput {
    /// The file that was there stays.
    Kept,
    Written,
}

/// The file is something else.
pub(crate) fn no_record(path: &Path) -> Message {
    Message::new(Weight::Failure, path.to_string_lossy(), "is no record of a run")
        .hint("--provenance writes one beside the output of any verb")
}

/// A record that `rerun` will not read.
pub(crate) fn long_record() -> String {
    "is longer than the records that rerun reads, since there are so many inputs".to_owned()
}

/// The command that is going to be run.
pub(crate) fn reruns(arguments: &[OsString]) -> Message {
    let mut line = "textmill".to_owned();
    for argument in arguments {
        line.push(' ');
        line += &quoted(argument);
        if line.len() > 4 * MOST_OF_COMMAND {
            break;
        }
    }
    Message::new(Weight::Summary, "", format!("runs {}", shortened(&line, MOST_OF_COMMAND)))
}

/// The command of a record is none.
pub(crate) fn wrong_command(path: &Path, error: &clap::Error) -> Message {
    let complaint = error.to_string();
    let first = complaint.lines().next().unwrap_or_default();
    let why = first.strip_prefix("error: ").unwrap_or(first);
    of_record(path, format!("its command cannot be run: {why}"))
}

/// The command writes to standard output, or nothing.
pub(crate) fn makes_no_output(path: &Path) -> Message {
    of_record(path, "its command names no file with --output, so it makes no output again".to_owned())
}

/// The command names a further file to write.
pub(crate) fn writes_further(path: &Path, flag: &str) -> Message {
    of_record(path, format!("its command names a file to write with {flag}, which a record does not list"))
        .hint(YOURSELF)
}

/// The command names something to read that is no file.
pub(crate) fn reads_stream(path: &Path, stream: &Path) -> Message {
    let stream = stream.to_string_lossy();
    of_record(path, format!("its command reads {stream:?}, which is neither a regular file nor a folder"))
        .hint("standard input and pipes are not kept; name files, so that a run can be made again")
}

/// A record without outputs.
pub(crate) fn lists_no_output(path: &Path) -> Message {
    of_record(path, "lists no output, so there is nothing to make again".to_owned()).hint(YOURSELF)
}

/// An output that is not made.
pub(crate) fn refused_output(path: &Path, why: RefusedOutput) -> Message {
    let why = match why {
        RefusedOutput::Unresolved(error) => format!("cannot be an output of the record: {}", in_words(&error)),
        RefusedOutput::Outside => "is not below the folder of the record, and rerun writes nowhere else".to_owned(),
        RefusedOutput::Hidden => "is a hidden file or in a hidden folder, where rerun writes nothing".to_owned(),
        RefusedOutput::NotAFile => "is no regular file, so it cannot be an output of the record".to_owned(),
        RefusedOutput::WithoutHash => "has no hash in the record, so nobody knows what it was".to_owned(),
        RefusedOutput::IsRecord => "is the record itself".to_owned(),
        RefusedOutput::OtherContent => {
            return Message::new(Weight::Failure, path.to_string_lossy(), "is there, and is not what the record says")
                .hint("rerun --force replaces it");
        }
    };
    Message::new(Weight::Failure, path.to_string_lossy(), why)
        .hint("start from the folder of the first run, with the record beside its output; or run its command yourself")
}

/// The record would be read as an input.
pub(crate) fn record_is_input(path: &Path) -> Message {
    of_record(path, "lists itself among the inputs".to_owned())
}

/// A file that the command made beside those that the record lists.
pub(crate) fn further_output(path: &Path) -> Message {
    let what = "would be written, and the record does not list it among the outputs";
    Message::new(Weight::Failure, path.to_string_lossy(), what).hint(YOURSELF)
}

/// A file that the command did not make.
pub(crate) fn missing_output(path: &Path) -> Message {
    Message::new(Weight::Failure, path.to_string_lossy(), "is not written by the command of the record").hint(YOURSELF)
}

/// A record by another program than this.
pub(crate) fn other_versions([textmill, unicode]: &[String; 2]) -> String {
    let [textmill, unicode] = [textmill, unicode].map(|version| shortened(version, MOST_SHOWN));
    format!("was written by textmill {textmill} with Unicode {unicode}; another version may count otherwise")
}

/// Figures of other texts would be other figures.
pub(crate) fn changed_input(path: &Path) -> Message {
    let message =
        Message::new(Weight::Failure, path.to_string_lossy(), "is not what it was when the record was written");
    if path == Path::new("-") {
        return message.hint("standard input is not kept; name files, so that a run can be made again");
    }
    message.hint("start from the folder of the first run, or take the command from the record")
}

/// The same run gave something else.
pub(crate) fn changed_output(path: &Path, outcome: ChangedOutput) -> Message {
    let message =
        Message::new(Weight::Failure, path.to_string_lossy(), "is not the same as when the record was written");
    message.hint(match outcome {
        ChangedOutput::Written => "it was written anew; another version of textmill may be the reason",
        ChangedOutput::Kept => {
            "the file that is there was kept, --force replaces it; another version of textmill may be the reason"
        }
    })
}

/// The same run gave the same.
pub(crate) fn same_outputs(n_files: usize) -> Message {
    let files = if n_files == 1 { "1 file".to_owned() } else { format!("{} files", grouped(n_files as u64)) };
    Message::new(Weight::Summary, "", format!("{files} made again, byte for byte the same"))
}

/// What to try if `rerun` must not do it.
const YOURSELF: &str = "look at the command of the record, and run it yourself";

fn of_record(path: &Path, what: String) -> Message {
    Message::new(Weight::Failure, path.to_string_lossy(), what)
}

/// An argument as bash would read it, on one line whatever is in it.
fn quoted(argument: &OsStr) -> String {
    let bytes = argument.as_encoded_bytes();
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || PLAIN.contains(byte);
    if !bytes.is_empty() && bytes.iter().all(is_plain) {
        return argument.to_string_lossy().into_owned();
    }
    match argument.to_str() {
        Some(text) if !text.contains(char::is_control) => format!("'{}'", text.replace('\'', "'\\''")),
        _ => format!("$'{}'", bytes.utf8_chunks().map(|chunk| escaped(&chunk)).collect::<String>()),
    }
}

fn escaped(chunk: &Utf8Chunk<'_>) -> String {
    let mut text = String::new();
    for c in chunk.valid().chars() {
        match c {
            '\'' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            c if c.is_control() => text += &format!("\\u{:04x}", u32::from(c)),
            c => text.push(c),
        }
    }
    text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let shown = |arguments: &[&str]| reruns(&arguments.iter().map(OsString::from).collect::<Vec<_>>()).what;
        assert_eq!(shown(&["stats", "in/a.txt", "--per=word"]), "runs textmill stats in/a.txt --per=word");
        assert_eq!(shown(&["export", "it's", "", "a\nb"]), "runs textmill export 'it'\\''s' '' $'a\\nb'");
        assert!(shown(&["x"; 100_000]).len() < 3_000);
    }
}
