//! What is wrong with options, by the names of their flags.

use textmill::error::{IndexConflict, OptionProblem, PatternError, PatternProblem, PatternRole, TermsProblem};

use super::{Message, Weight, hints};

/// What is wrong with an option, and what to try.
pub(super) fn of(problem: &OptionProblem) -> Message {
    let flag = flag(problem);
    Message::new(Weight::Failure, flag, wording(problem))
        .hint(hint(problem).map_or_else(|| hints::of_flag(flag), str::to_owned))
}

/// The same for an engine, whose parameters have the names of flags.
#[cfg(feature = "worker")]
pub(super) fn of_parameter(problem: &OptionProblem) -> Message {
    let parameter = flag(problem).trim_start_matches('-').replace('-', "_");
    Message::new(Weight::Failure, "", format!("{parameter}: {problem}"))
}

/// A value of a flag by the name that it had in the version before.
pub(crate) fn renamed_value(flag: &str, former: &str, name: &str) -> Message {
    Message::new(Weight::Warning, flag, format!("{former} is called {name} now"))
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

/// The flag that the option is here; that of a choice among several has its value.
fn flag(problem: &OptionProblem) -> &'static str {
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
fn wording(problem: &OptionProblem) -> String {
    match problem {
        OptionProblem::TokensOfVariants => {
            "cannot be chosen for --per variant, which finds names by words of UAX #29".to_owned()
        }
        OptionProblem::Overlap => "must be smaller than --size, or nothing new would fit".to_owned(),
        _ => problem.to_string(),
    }
}

fn hint(problem: &OptionProblem) -> Option<&'static str> {
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
    use super::super::super::definition;
    use super::*;

    #[track_caller]
    fn check(problem: &OptionProblem, path: &str, hint: &str) {
        let message = of(problem);
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
