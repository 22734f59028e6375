//! What clap says of a command line, in our voice.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use textmill::render::{Breaks, printable};

use super::super::synonyms;
use super::nearest;

/// The last line of clap's complaints.
const MORE: &str = "For more information, try '--help'.";

/// The last line of ours.
const OUR_MORE: &str = "hint: --help shows examples and all flags";

/// How clap begins to tell that a flag which nobody knows may be a text; it is not if another verb has the flag.
const AS_TEXT: &str = "tip: to pass '";

/// A complaint of clap about the arguments of `command`. What the user typed is shown so that no terminal acts on it.
pub(crate) fn usage(error: &clap::Error, command: &Command) -> String {
    if let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(typed))) =
        (error.kind(), error.get(ContextKind::InvalidSubcommand))
    {
        return unknown_verb(typed, command);
    }
    let verbs = verbs_with_flag(error, command);
    let complaint = printable(&error.to_string(), Breaks::Kept).into_owned();
    let is_needless = |line: &&str| !verbs.is_empty() && line.trim_start().starts_with(AS_TEXT);
    let lines = complaint.lines().filter(|line| !is_needless(line)).map(|line| match line.trim_start() {
        tip if tip.starts_with("tip: ") => tip.replacen("tip: ", "hint: ", 1),
        MORE if verbs.is_empty() => OUR_MORE.to_owned(),
        MORE => format!("hint: it is a flag of {}\n{OUR_MORE}", verbs.join(", ")),
        _ => line.replacen("error: ", "textmill: ", usize::from(line.starts_with("error: "))),
    });
    // Where a line was left out, one blank line is enough.
    lines.map(|line| line + "\n").collect::<String>().replace("\n\n\n", "\n\n")
}

/// A verb that there is not, with the command that does what it says, or the verb with the nearest name.
fn unknown_verb(typed: &str, command: &Command) -> String {
    let verbs: Vec<String> =
        command.get_subcommands().filter(|verb| !verb.is_hide_set()).map(|verb| verb.get_name().to_owned()).collect();
    let hint = match synonyms::of_verb(typed) {
        Some(command) => command.to_owned(),
        None => nearest(typed, &verbs).unwrap_or_else(|| format!("the verbs are {}", verbs.join(", "))),
    };
    format!("textmill: there is no verb \"{}\"\nhint: {hint}\n", printable(typed, Breaks::Shown))
}

/// The verbs that have the flag which the one that was typed has not.
fn verbs_with_flag(error: &clap::Error, command: &Command) -> Vec<String> {
    let (ErrorKind::UnknownArgument, Some(ContextValue::String(typed))) =
        (error.kind(), error.get(ContextKind::InvalidArg))
    else {
        return Vec::new();
    };
    let Some(name) = typed.strip_prefix("--") else { return Vec::new() };
    let has = |verb: &&Command| verb.get_arguments().any(|flag| flag.get_long() == Some(name));
    command.get_subcommands().filter(has).map(|verb| verb.get_name().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use clap::Arg;

    use super::*;

    #[track_caller]
    fn check(line: &[&str], expected: &str) {
        let flag = |name: &'static str| Arg::new(name).long(name);
        let verbs = [Command::new("split").arg(flag("by")), Command::new("stats").arg(flag("measures"))];
        let command = Command::new("textmill").subcommands(verbs);
        let error = command.clone().try_get_matches_from(line).expect_err("the line is wrong");
        let told = usage(&error, &command);
        assert!(told.starts_with("textmill: unexpected argument '"), "{told}");
        assert!(told.lines().any(|line| line == expected), "{told}");
        assert!(told.ends_with("hint: --help shows examples and all flags\n"), "{told}");
    }

    #[test]
    fn a_flag_of_another_verb_is_told_to_be_one() {
        check(&["textmill", "stats", "--by", "x"], "hint: it is a flag of split");
        check(&["textmill", "stats", "--zzz"], "");
    }

    #[test]
    fn a_slip_has_the_flag_that_was_meant() {
        check(&["textmill", "stats", "--measure"], "hint: a similar argument exists: '--measures'");
    }
}
