//! What there is to tell of the file of defaults.

use std::path::Path;

use super::{Message, Weight, listed, nearest};

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
