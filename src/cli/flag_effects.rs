//! What each flag can bring about, for files that nobody named on the command line.
//!
//! A `textmill.toml` that lies in the folder and a record of a run may have come with somebody else's texts. They may change
//! numbers, which is told, and nothing else. This table is the one place that says which flags do that. A flag that is not in
//! it is refused from both, and a test fails until it is.

use clap::{Arg, ValueHint};
use textmill::split::Rule;
use textmill::text::StopList;

use super::arguments::OutputArgs;
use super::messages::{self, Failure};

/// What a flag can bring about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Effect {
    /// Other numbers, rows or looks: how texts are read, what is counted, compared and shown.
    Numbers,
    /// A file is read that the value names.
    Reads,
    /// The same, unless the value is the name of something built in.
    ReadsUnless(fn(&str) -> bool),
    /// Files are read that are left alone otherwise.
    ReadsMore,
    /// A file is written that the value names.
    Writes,
    /// Files are written beside the output, in another format, or over others.
    WritesMore,
    /// A message is silenced, a limit lifted or a guard taken off.
    Weakens,
    /// Something else is done than the command says.
    ChangesTask,
}

use Effect::{ChangesTask, Numbers, Reads, ReadsMore, ReadsUnless, Weakens, Writes, WritesMore};

/// The flags of all verbs by their ids, which are the same for flags of one name.
const EFFECTS: &[(Effect, &[&str])] = &[
    (Numbers, &["from", "text_field", "id_field", "title_field", "delimiter", "encoding", "strict"]),
    (Numbers, &["glob", "exclude", "fields_from_path", "meta_key"]),
    (Numbers, &["quote", "no_header_in", "date_order", "sheet", "xml_text", "xml_document", "attribute"]),
    (Numbers, &["per_chapter", "plain_markdown", "code_cells", "captions", "ruby", "no_running_heads"]),
    (Numbers, &["dehyphenate", "plain_emphasis"]),
    (Numbers, &["columns", "no_header", "conditions", "sample", "seed", "types"]),
    (Numbers, &["threads", "verbose", "color", "progress", "no_pager"]),
    // Of split.
    (Numbers, &["by", "at", "on", "between", "size", "overlap", "parts", "into", "exact", "stratify", "together"]),
    // Of stats.
    (
        Numbers,
        &["per", "measures", "tokens", "language", "fold", "window", "mtld_threshold", "top", "min", "correction"],
    ),
    (
        Numbers,
        &["dispersion", "n", "within", "node", "span", "pattern", "wildcards", "words", "case", "context", "sort"],
    ),
    // Of dedupe and diff.
    (Numbers, &["relation", "threshold", "containment", "alignment", "shingle", "ignore_facts", "keep", "linkage"]),
    (Numbers, &["min_documents", "min_words", "ignore", "min_moved", "key", "no_renames", "min_jaccard", "unified"]),
    (Reads, &["files_from", "meta", "terms", "against", "archive", "verify", "config"]),
    (ReadsUnless(is_stop_list), &["stop"]),
    (ReadsUnless(is_profile), &["rule"]),
    // Hidden files and those behind links or rules hold what nobody meant to be read.
    (ReadsMore, &["hidden", "no_ignore", "follow"]),
    (Writes, &["output", "partial", "index", "manifest"]),
    // Which cells are guarded depends on the format.
    (WritesMore, &["format", "definitions", "provenance", "excel", "rows_per_file", "file_per", "force", "rebuild"]),
    // The last ones lift a bound of memory or time.
    (Weakens, &["quiet", "raw", "unguard", "no_config", "max_document", "memory", "timeout", "all_pairs"]),
    (ChangesTask, &["dry_run", "list_columns", "learn", "explain", "merge", "shard", "plot"]),
    (ChangesTask, &["check", "strip", "no_add"]),
];

impl Effect {
    /// The effect of a flag; `None` if nobody has said yet.
    pub(crate) fn of(flag: &Arg) -> Option<Self> {
        let id = flag.get_id().as_str();
        EFFECTS.iter().find(|(_, ids)| ids.contains(&id)).map(|(effect, _)| *effect)
    }

    /// Whether the flag may have this value in a file that nobody named.
    pub(crate) fn is_harmless(self, value: &str) -> bool {
        match self {
            Self::Numbers => true,
            Self::ReadsUnless(is_built_in) => is_built_in(value),
            _ => false,
        }
    }

    /// What the flag would bring about, as the end of a sentence.
    pub(crate) fn described(self) -> &'static str {
        match self {
            Self::Numbers => "changes numbers",
            Self::Reads | Self::ReadsUnless(_) => "names a file to read",
            Self::ReadsMore => "has more files read",
            Self::Writes => "names a file to write",
            Self::WritesMore => "says what is written, and over what",
            Self::Weakens => "silences a message, or takes off a limit or guard",
            Self::ChangesTask => "has something else done than the command says",
        }
    }
}

/// Whether the value of an argument is the path of a file or folder.
pub(crate) fn takes_path(argument: &Arg) -> bool {
    // What is parsed as a path has the hint without being given it.
    matches!(argument.get_value_hint(), ValueHint::AnyPath | ValueHint::FilePath | ValueHint::DirPath)
}

fn is_stop_list(name: &str) -> bool {
    StopList::languages().any(|language| language == name)
}

fn is_profile(name: &str) -> bool {
    Rule::named(name).is_some()
}

impl OutputArgs {
    /// Refuses the first flag on the command line that is not used. `uses` says of flags, by their ids, whether they are, and
    /// what they are for.
    ///
    /// # Errors
    ///
    /// That flag.
    pub(crate) fn refuse_unused(&self, uses: &[(&str, bool, &str)]) -> Result<(), Failure> {
        let is_unused = |&&(flag, is_used, _): &&(&str, bool, &str)| !is_used && self.is_given(flag);
        match uses.iter().find(is_unused) {
            Some((flag, _, purpose)) => Err(messages::unused(&shown(flag), purpose).into()),
            None => Ok(()),
        }
    }

    /// Whether the flag with this id stands on the command line.
    pub(crate) fn is_given(&self, flag: &str) -> bool {
        self.given.iter().any(|id| id == flag)
    }
}

/// The flag as a user types it.
pub(crate) fn shown(id: &str) -> String {
    match id {
        "pattern" => "--match".to_owned(),
        "n" => "-n".to_owned(),
        id => format!("--{}", id.replace('_', "-")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The flags of the program and of all verbs, with positional arguments.
    fn arguments() -> Vec<Arg> {
        let mut command = super::super::definition();
        command.build();
        let verbs: Vec<_> = command.get_subcommands().cloned().collect();
        let all = verbs.iter().chain([&command]).flat_map(clap::Command::get_arguments);
        all.filter(|argument| !["help", "version"].contains(&argument.get_id().as_str())).cloned().collect()
    }

    #[test]
    fn every_flag_is_classified_once_and_no_other_name_is() {
        let named: Vec<&str> = EFFECTS.iter().flat_map(|(_, ids)| *ids).copied().collect();
        let unique: BTreeSet<&str> = named.iter().copied().collect();
        assert_eq!(named.len(), unique.len(), "a flag is in the table twice");
        let arguments = arguments();
        let flags = arguments.iter().filter(|argument| !argument.is_positional());
        let flags: BTreeSet<&str> = flags.map(|flag| flag.get_id().as_str()).collect();
        assert_eq!(flags, unique, "left: the flags there are; right: those in the table");
    }

    #[test]
    fn a_flag_that_takes_a_path_reads_or_writes_and_no_other_does() {
        for flag in arguments().iter().filter(|argument| !argument.is_positional()) {
            let is_right = match Effect::of(flag) {
                Some(Reads | ReadsUnless(_) | Writes) => takes_path(flag),
                // A manifest names the files that --rebuild writes.
                Some(WritesMore) => takes_path(flag) == (flag.get_id() == "rebuild"),
                _ => !takes_path(flag),
            };
            assert!(is_right, "{}", flag.get_id());
        }
    }

    /// The flags named in code in the paragraph or table of docs/settings.md that begins so.
    fn documented(begin: &str) -> Vec<String> {
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/settings.md")).unwrap();
        let section =
            page.split_once(begin).expect("it is there").1.split("\n\n").next().unwrap_or_default().to_owned();
        let named = section.split('`').skip(1).step_by(2).filter(|code| !code.contains([' ', '.']));
        named.map(|name| name.replace('-', "_")).collect()
    }

    #[test]
    fn the_page_says_of_flags_what_holds() {
        let effect = |name: &str| {
            let aliases = [("where", "conditions"), ("match", "pattern")];
            let id = aliases.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, id)| id);
            EFFECTS.iter().find(|(_, ids)| ids.contains(&id)).map(|(effect, _)| *effect).expect(name)
        };
        let taken = documented("A file that merely lies in the folder");
        assert!(taken.len() > 5 && taken.iter().all(|name| matches!(effect(name), Numbers)), "{taken:?}");
        let refused = documented("| from a file that was found, never | such as |");
        assert!(refused.len() > 20 && refused.iter().all(|name| !matches!(effect(name), Numbers)), "{refused:?}");
    }

    #[test]
    fn what_is_built_in_is_no_file() {
        let (stop, rule) = (ReadsUnless(is_stop_list), ReadsUnless(is_profile));
        assert!(stop.is_harmless("en") && rule.is_harmless("nexis"));
        assert!(!stop.is_harmless("./en") && !rule.is_harmless("rule.toml") && !Reads.is_harmless("en"));
    }
}
