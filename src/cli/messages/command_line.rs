//! What is wrong with a command line: complaints of clap in our voice, flags that are refused or make no difference, and
//! options by the names of their flags.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use textmill::error::{Error, IndexConflict, OptionProblem, PatternError, PatternProblem, PatternRole, TermsProblem};
use textmill::input::ReadingFlag;
use textmill::render::{Breaks, printable};
use textmill::stats::Unit;

use super::super::synonyms;
use super::message::{Message, Weight, flag, listed, nearest};

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
        return no_such_verb(typed, command);
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
fn no_such_verb(typed: &str, command: &Command) -> String {
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

/// Nothing to read: no input was named and standard input is a terminal.
pub(crate) fn no_input() -> Message {
    Message::new(Weight::Failure, "", "no input was given")
        .hint("name files or folders, or - to type the text; textmill --help shows examples")
}

/// A flag that cannot be used as given, or not beside others.
pub(crate) fn refused(name: &str, why: impl Into<String>) -> Message {
    let flag = flag(name);
    let hint = help_on(&flag);
    Message::new(Weight::Failure, flag, why).hint(hint)
}

/// A flag that makes no difference.
pub(crate) fn unused(flag: &str, purpose: &str) -> Message {
    Message::new(Weight::Failure, flag, "makes no difference here").hint(format!("it is for {purpose}"))
}

/// A flag that the units of `stats` do not use.
pub(crate) fn not_of_unit(flag: &str, units: &[Unit], by: &[&str]) -> Message {
    let units: Vec<&str> = units.iter().map(Unit::name).collect();
    let by: Vec<&str> = by.iter().map(|unit| if *unit == "group" { "FIELD" } else { *unit }).collect();
    Message::new(Weight::Failure, flag, format!("makes no difference to rows per {}", units.join(", ")))
        .hint_if_any(units.iter().find_map(|unit| synonyms::of_unit(unit, &[])))
        .hint(format!("it is for --per {}", by.join(", ")))
}

/// Standard input can be read once.
pub(crate) fn stdin_against_itself(option: &str) -> Error {
    refused(option, "names standard input, which is already one of the inputs").into()
}

/// Standard input can be read once.
pub(crate) fn standard_input_twice() -> Message {
    Message::new(Weight::Failure, "-", "standard input cannot be both sides")
        .hint("name a file or folder for one of them")
}

/// There are more arguments than two, and git did not write them.
pub(crate) fn two_inputs_only(third: &std::path::Path) -> Message {
    Message::new(Weight::Failure, third.display().to_string(), "is one input too many")
        .hint("`textmill diff OLD NEW` compares two; folders and tables hold many documents")
}

/// A flag on reading was accepted and made no difference.
pub(crate) fn unused_flag(unused: ReadingFlag) -> Message {
    let what = format!("has no effect: {}", unused.why_unused());
    let message = Message::new(Weight::Warning, flag(unused.name()), what);
    let hint = (unused == ReadingFlag::Meta).then(|| "--meta-key COLUMN names the column with ids or paths".to_owned());
    message.hint_if_any(hint)
}

/// Where to read about a flag.
fn help_on(flag: &str) -> String {
    if flag.starts_with("--") && !flag.contains(' ') {
        format!("--help explains {flag}")
    } else {
        "--help shows examples and all flags".to_owned()
    }
}

/// A value of a flag by the name that it had in the version before.
pub(crate) fn renamed_value(flag: &str, former: &str, name: &str) -> Message {
    Message::new(Weight::Warning, flag, format!("{former} is called {name} now"))
        .hint("this version reads the old name, the next one does not")
}

/// A flag that has another name.
pub(crate) fn renamed_flag(flag: &str, name: &str) -> Message {
    Message::new(Weight::Warning, flag, format!("is now {name}"))
        .hint("this version reads the old name, the next one does not")
}

/// A flag that the next version will not have, because another one does more.
pub(crate) fn definitions_go() -> Message {
    Message::new(Weight::Warning, "--definitions", "goes with the next version")
        .hint("--provenance writes a record that holds them")
}

/// A condition with the name that cells had in the version before.
pub(crate) fn renamed_cells(flag: &str, former: &str, name: &str) -> Message {
    Message::new(Weight::Warning, flag, format!("the rows have {name}, not {former}"))
}

/// What is wrong with an option, and what to try.
pub(super) fn of_option(problem: &OptionProblem) -> Message {
    let flag = flag_of(problem);
    Message::new(Weight::Failure, flag, option_wording(problem))
        .hint(option_hint(problem).map_or_else(|| help_on(flag), str::to_owned))
}

/// The same for an engine, whose parameters have the names of flags.
#[cfg(feature = "worker")]
pub(super) fn of_parameter(problem: &OptionProblem) -> Message {
    let parameter = flag_of(problem).trim_start_matches('-').replace('-', "_");
    Message::new(Weight::Failure, "", format!("{parameter}: {problem}"))
}

/// The flag that the option is here; that of a choice among several has its value.
fn flag_of(problem: &OptionProblem) -> &'static str {
    use OptionProblem as P;
    match problem {
        P::FoldStep(_) | P::FoldsNoneAndMore => "--fold",
        P::Tokens(_) | P::TokensNotGiven | P::TokensOfVariants => "--tokens",
        P::Pattern { role, .. } => match role {
            PatternRole::Tokens => "--tokens",
            PatternRole::Match => "--match",
            PatternRole::At => "--at",
            PatternRole::On => "--on",
            PatternRole::Between => "--between",
            PatternRole::Where => "--where",
            PatternRole::Glob => "--glob",
            PatternRole::Exclude => "--exclude",
            PatternRole::Keep => "--keep",
            _ => "",
        },
        P::NoUnit | P::FolderLevel(_) | P::NothingToFind | P::NoTerms { .. } => "--per",
        P::PartsField { .. } => "--dispersion",
        P::Share(_) | P::PartTwice(_) | P::NoShare => "--parts",
        P::NgramLengths { .. } => "--length",
        P::Span { .. } => "--span",
        P::Ratio => "--mtld-threshold",
        P::Terms(_) => "--terms",
        P::AgainstWithoutWords | P::WordList(_) => "--against",
        P::Language(_) | P::LanguageGuess => "--language",
        P::EmptySize | P::SizeBelowCharacter { .. } => "--size",
        P::Overlap => "--overlap",
        P::NothingToLearn => "--learn",
        P::Rule(_) => "--rule",
        P::TooManyThreads { .. } | P::NoThread(_) => "--threads",
        P::Threshold { .. } => "--threshold",
        P::MetaTable { .. } | P::MetaRow { .. } => "--meta",
        P::ShardNumber { .. } | P::Shard(_) => "--shard",
        P::Condition(_) => "--where",
        P::SortKey(_) => "--sort",
        P::ColumnType(_) | P::TypeTwice(_) => "--types",
        P::ColumnName(_) | P::ColumnTwice(_) => "--columns",
        P::Key(_) => "--key",
        P::Keep | P::KeepDate(_) => "--keep",
        P::NoRelation => "--relation",
        P::NoPartial => "--merge",
        P::WithIndex(conflict) => match conflict {
            IndexConflict::Keep => "--keep",
            IndexConflict::Linkage => "--linkage",
            IndexConflict::AllPairs => "--all-pairs",
            IndexConflict::Pairs => "--per pair",
            IndexConflict::Thresholds => "--per threshold",
            IndexConflict::Passages => "--per passage",
            IndexConflict::Strip => "--strip",
            _ => "--index",
        },
        // Nothing that a flag can bring about.
        _ => "",
    }
}

/// What is wrong, where flags say it better than the library, which knows none.
fn option_wording(problem: &OptionProblem) -> String {
    match problem {
        OptionProblem::TokensOfVariants => {
            "cannot be chosen for --per variant, which finds names by words of UAX #29".to_owned()
        }
        OptionProblem::Overlap => "must be smaller than --size, or nothing new would fit".to_owned(),
        _ => problem.to_string(),
    }
}

fn option_hint(problem: &OptionProblem) -> Option<&'static str> {
    match problem {
        OptionProblem::Pattern { problem: PatternProblem::Regex(problem), .. }
        | OptionProblem::Terms(TermsProblem::Pattern { problem, .. }) => match problem {
            PatternError::Syntax(_) => Some(
                r"a backslash makes a sign stand for itself, as in \( or \.; quotes keep the shell from changing it",
            ),
            _ => Some(r"a smaller number in {}, or a class of fewer letters than \w and \p{L}, takes less"),
        },
        OptionProblem::NothingToFind => Some("--match PATTERN or --terms FILE says what to look for"),
        OptionProblem::NoTerms { .. } => {
            Some("--terms FILE names a table with the columns label and variant; --per variant proposes one")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use clap::Arg;

    use super::super::super::definition;
    use super::*;

    #[track_caller]
    fn check_usage(line: &[&str], expected: &str) {
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
        check_usage(&["textmill", "stats", "--by", "x"], "hint: it is a flag of split");
        check_usage(&["textmill", "stats", "--zzz"], "");
    }

    #[test]
    fn a_slip_has_the_flag_that_was_meant() {
        check_usage(&["textmill", "stats", "--measure"], "hint: a similar argument exists: '--measures'");
    }

    #[track_caller]
    fn check(problem: &OptionProblem, path: &str, hint: &str) {
        let message = of_option(problem);
        assert_eq!((&*message.path, &*message.hints.join("; ")), (path, hint));
        let flag = path.split(' ').next().unwrap_or_default().trim_start_matches('-');
        let has = |verb: &clap::Command| verb.get_arguments().any(|argument| argument.get_long() == Some(flag));
        assert!(definition().get_subcommands().any(has), "no verb has --{flag}");
    }

    #[test]
    fn a_problem_has_its_flag_and_a_hint_of_its_kind() {
        let pattern = |role, problem| OptionProblem::Pattern { role, problem };
        let syntax = PatternError::Syntax("unclosed group".to_owned());
        let backslash =
            r"a backslash makes a sign stand for itself, as in \( or \.; quotes keep the shell from changing it";
        check(&pattern(PatternRole::At, syntax.clone().into()), "--at", backslash);
        let row = TermsProblem::Pattern { row: "terms.csv#2".to_owned(), problem: syntax };
        check(&OptionProblem::Terms(row), "--terms", backslash);
        let smaller = r"a smaller number in {}, or a class of fewer letters than \w and \p{L}, takes less";
        check(&pattern(PatternRole::Where, PatternError::TooLarge { limit_mib: 10 }.into()), "--where", smaller);
        check(&pattern(PatternRole::Glob, PatternProblem::Glob("none".to_owned())), "--glob", "--help explains --glob");
        check(&OptionProblem::NothingToFind, "--per", "--match PATTERN or --terms FILE says what to look for");
        let all = "--help shows examples and all flags";
        check(&OptionProblem::WithIndex(IndexConflict::Pairs), "--per pair", all);
    }

    #[cfg(feature = "worker")]
    #[test]
    fn an_engine_reads_the_name_of_its_parameter() {
        let message = of_parameter(&OptionProblem::Ratio);
        assert_eq!(message.what, "mtld_threshold: a ratio is a number between 0 and 1, such as 0.72");
        assert_eq!((&*message.path, message.hints.len()), ("", 0));
    }
}
