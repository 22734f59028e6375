//! Words that people try as a verb or unit, each with the command that does it here.

/// Verbs of other programs, and names of what a verb does.
const VERBS: &[(&[&str], &str)] = &[
    (&["kwic", "concordance", "concord", "search", "find", "grep", "query"], "textmill stats INPUT --match PATTERN"),
    (&["words", "wordlist", "word-list", "vocabulary", "types"], "textmill stats INPUT --per word"),
    (&["keywords", "keyness", "keyword"], "textmill stats INPUT --against REFERENCE"),
    (&["collocations", "collocates", "collocation"], "textmill stats INPUT --node WORD"),
    (&["ngrams", "ngram", "n-grams", "clusters", "bigrams"], "textmill stats INPUT -n 2"),
    (&["count", "wc", "statistics", "measure", "measures", "describe", "readability"], "textmill stats INPUT"),
    (&["frequency", "frequencies", "freq"], "textmill stats INPUT --per word"),
    (&["timeline", "trend", "trends"], "textmill stats INPUT --per date:month"),
    (&["duplicates", "dups", "dedup", "deduplicate", "similar", "near-duplicates"], "textmill dedupe INPUT"),
    (&["compare", "cmp", "changes"], "textmill diff OLD NEW"),
    (&["convert", "cat", "extract", "text", "csv", "read", "import"], "textmill export INPUT -o FILE"),
    (&["segment", "chunk", "sentences", "entries", "cut", "tokenize", "sample"], "textmill split INPUT"),
];

/// Names of units of `stats` in other programs.
const UNITS: &[(&[&str], &str)] = &[
    (&["kwic", "concordance", "concordances", "hits", "line"], "--per hit --match PATTERN is a concordance"),
    (&["keyword", "keywords", "keyness"], "--per word --against REFERENCE compares words with those of a reference"),
    (
        &[
            "wordlist",
            "word-list",
            "words",
            "vocabulary",
            "type",
            "types",
            "token",
            "tokens",
            "frequency",
            "frequencies",
        ],
        "--per word is the word list, with frequencies",
    ),
    (&["collocate", "collocates", "collocations", "cooccurrence"], "--per collocation --node WORD has the collocates"),
    (
        &["ngrams", "n-gram", "n-grams", "bigram", "bigrams", "trigram", "cluster", "clusters"],
        "--per ngram -n 2-3 has n-grams",
    ),
    (&["documents", "doc", "docs", "file", "files", "text", "texts"], "--per document has a row for each document"),
    (&["spelling", "spellings", "variants", "names"], "--per variant proposes spellings of one name"),
];

/// The spans of time that dates are grouped by.
const SPANS: [&str; 6] = ["year", "quarter", "month", "week", "day", "decade"];

/// The command that does what a verb of this name would.
pub(crate) fn of_verb(name: &str) -> Option<&'static str> {
    of(VERBS, name)
}

/// What to ask for instead of a unit of this name, where documents have these fields.
pub(crate) fn of_unit(name: &str, fields: &[String]) -> Option<String> {
    let lower = name.to_lowercase();
    if SPANS.contains(&lower.as_str()) {
        let field = fields.iter().find(|field| field.to_lowercase().contains("date"));
        let field = field.map_or("FIELD", String::as_str);
        return Some(format!("--per {field}:{lower} groups documents by the {lower} of a date"));
    }
    of(UNITS, &lower).map(str::to_owned)
}

fn of(table: &[(&[&str], &'static str)], name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    table.iter().find(|(names, _)| names.contains(&lower.as_str())).map(|(_, command)| *command)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::ffi::OsString;

    use textmill::stats::Unit;

    use super::super::definition;
    use super::*;

    #[test]
    fn each_command_that_is_proposed_can_be_given() {
        for (_, command) in VERBS {
            let words = command.split(' ').map(OsString::from);
            assert!(definition().try_get_matches_from(words).is_ok(), "{command}");
        }
        for (_, hint) in UNITS {
            let flags = hint
                .split(' ')
                .take_while(|word| word.starts_with('-') || !["is", "has", "compares", "proposes"].contains(word));
            let line = ["textmill", "stats", "x"].into_iter().chain(flags);
            assert!(definition().try_get_matches_from(line).is_ok(), "{hint}");
        }
    }

    #[test]
    fn no_name_is_proposed_for_twice_or_is_one_already() {
        let command = definition();
        let verbs: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        let units: Vec<&str> = Unit::NAMED.iter().map(Unit::name).collect();
        for (table, known) in [(VERBS, verbs), (UNITS, units)] {
            let names: Vec<&str> = table.iter().flat_map(|(names, _)| names.iter().copied()).collect();
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
            assert!(names.iter().all(|name| !known.contains(name)), "{names:?} {known:?}");
        }
    }

    #[test]
    fn a_span_of_time_is_that_of_a_date() {
        assert_eq!(
            of_unit("year", &["x".to_owned(), "pub_date".to_owned()]).as_deref(),
            Some("--per pub_date:year groups documents by the year of a date")
        );
        assert!(of_unit("Month", &[]).is_some_and(|hint| hint.starts_with("--per FIELD:month ")));
        assert_eq!((of_unit("zzz", &[]), of_verb("Kwic")), (None, Some("textmill stats INPUT --match PATTERN")));
    }
}
