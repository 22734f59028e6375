//! What single verbs tell of their work: of duplicates, of differences, of segments and their manifests.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};

use textmill::dedupe::{Relation, Summary};
use textmill::diff::{SentenceSummary, TextSummary};
use textmill::error::Error;
use textmill::render::grouped;
use textmill::split::{Rebuilding, Verification};

use super::command_line::refused;
use super::errors::hints_of_absent;
use super::message::{Message, Weight, in_words};

/// How many documents a run kept, and why it removed the others.
pub(crate) fn deduped(summary: &Summary) -> Message {
    let documents = if summary.n_documents == 1 { "document" } else { "documents" };
    let mut what = format!("{} {documents}, {} kept", grouped(summary.n_documents), grouped(summary.n_kept));
    let removed = [
        (summary.n_exact, Relation::Exact.name()),
        (summary.n_normalized, Relation::Normalized.name()),
        (summary.n_near, Relation::Near.name()),
        (summary.n_contained, Relation::Contained.name()),
        (summary.n_similar, Relation::Similar.name()),
        (summary.n_chained, "chained"),
    ];
    for (n_documents, relation) in removed.into_iter().filter(|(n_documents, _)| *n_documents > 0) {
        what += &format!(", {} {relation}", grouped(n_documents));
    }
    let message = Message::new(Weight::Summary, "", what);
    if summary.n_removed() > summary.n_kept {
        return message
            .hint("more than half would be removed; --per pair shows what is alike, --threshold J is stricter");
    }
    message
}

/// The time for one difference was up.
pub(crate) fn diff_cut_short(n_seconds: u64) -> Message {
    let what = format!("stopped looking for a smaller difference after {n_seconds} seconds");
    Message::new(Weight::Warning, "", what).hint("--timeout SECONDS gives it more time")
}

/// Lines and words are rows for two documents only.
pub(crate) fn only_for_two_documents() -> Message {
    let what = "patches, two columns and rows per line, word or sentence are for two documents, and these are corpora";
    Message::new(Weight::Failure, "", what).hint("--per document writes one row for each document")
}

/// How many lines of two documents changed.
pub(crate) fn lines_changed(summary: &TextSummary) -> Message {
    parts_changed(["line", "lines"], summary)
}

/// How many words of two documents changed.
pub(crate) fn words_changed(summary: &TextSummary) -> Message {
    parts_changed(["word", "words"], summary)
}

fn parts_changed(names: [&str; 2], summary: &TextSummary) -> Message {
    let TextSummary { n_removed, n_added, n_moved, n_moved_blocks } = *summary;
    let name = names[usize::from(n_removed != 1)];
    let mut what = format!("{} {name} removed, {} added", grouped(n_removed as u64), grouped(n_added as u64));
    if n_moved > 0 {
        let blocks = if n_moved_blocks == 1 { "block" } else { "blocks" };
        what +=
            &format!("; of these {} moved, in {} {blocks}", grouped(n_moved as u64), grouped(n_moved_blocks as u64));
    }
    Message::new(Weight::Note, "", what)
}

/// How many sentences of two documents had which change.
pub(crate) fn sentences_changed(summary: &SentenceSummary) -> Message {
    let counts = [
        (summary.n_same, "same"),
        (summary.n_changed, "changed"),
        (summary.n_moved, "moved"),
        (summary.n_merged, "merged"),
        (summary.n_split, "split"),
        (summary.n_removed, "removed"),
        (summary.n_added, "added"),
    ];
    let told: Vec<String> = counts.iter().map(|(n, name)| format!("{} {name}", grouped(*n as u64))).collect();
    Message::new(Weight::Note, "", format!("sentences: {}", told.join(", ")))
}

/// git asked for something that is no text; the patch goes on without it.
pub(crate) fn not_compared(name: &str, why: &str) -> Message {
    Message::new(Weight::Warning, name, format!("not compared: {why}"))
}

/// How many documents of two corpora had which change.
pub(crate) fn compared(counts: &[(&str, u64)]) -> Message {
    let counts: Vec<String> = counts.iter().map(|(change, n)| format!("{} {change}", grouped(*n))).collect();
    Message::new(Weight::Summary, "", if counts.is_empty() { "no documents".to_owned() } else { counts.join(", ") })
}

/// Rules say where entries are, and nothing of lines or sentences.
pub(crate) fn rules_find_entries() -> Error {
    refused("by", "goes without --rule, --learn and --explain, unless it is entry: these are about entries").into()
}

/// A folder of segments has one manifest, in its place.
pub(crate) fn manifest_is_in_folder() -> Error {
    refused("manifest", "goes with a single output; a folder has its manifest.csv already").into()
}

/// How many documents each part got.
pub(crate) fn assigned(parts: &[(String, u64)]) -> Message {
    let shown: Vec<String> = parts.iter().map(|(name, n)| format!("{name} {}", grouped(*n))).collect();
    Message::new(Weight::Summary, "", format!("documents: {}", shown.join(", ")))
}

/// How many segments are as their manifest says.
pub(crate) fn verified(found: &Verification) -> Message {
    let (segments, documents) = (grouped(found.n_segments), grouped(found.n_documents));
    let what = match found.n_differences {
        0 => "all as the manifest says".to_owned(),
        1 => "1 difference".to_owned(),
        n => format!("{} differences", grouped(n)),
    };
    let plural = |n: u64| if n == 1 { "" } else { "s" };
    let (of_segments, of_documents) = (plural(found.n_segments), plural(found.n_documents));
    Message::new(
        Weight::Summary,
        "",
        format!("{segments} segment{of_segments} of {documents} document{of_documents}, {what}"),
    )
}

/// Where a manifest says that a source was a pipe.
pub(crate) fn source_was_a_pipe() -> Message {
    Message::new(Weight::Warning, "-", "was standard input, which cannot be read again; only files are compared")
        .hint("give the text again as INPUT, with - for a pipe")
}

/// How many names a message gives as examples.
const N_EXAMPLES: usize = 3;

/// A manifest that the system does not let us read.
pub(crate) fn unreadable_manifest(path: &Path, error: &io::Error) -> Message {
    let what = format!("the manifest cannot be read: {}", in_words(error));
    Message::new(Weight::Failure, path.to_string_lossy(), what).hints(hints_of_absent(path, error))
}

/// Something that no manifest can be.
pub(crate) fn manifest_is_no_file(path: &Path, metadata: &Metadata) -> Message {
    if metadata.is_dir() {
        return Message::new(Weight::Failure, path.to_string_lossy(), "is a folder, and a manifest is a file")
            .hint("split -o DIR/ writes it as manifest.csv into the folder");
    }
    Message::new(Weight::Failure, path.to_string_lossy(), "is no regular file, as a manifest is")
        .hint("- reads the manifest from standard input")
}

/// What a rebuilding wrote.
pub(crate) fn rebuilt(done: &Rebuilding) -> Message {
    let (n, failed) = (grouped(done.n_rebuilt), grouped(done.n_failed));
    Message::new(Weight::Summary, "", format!("sources: {n} put together again, {failed} not"))
}

/// Sources that are not called below the folder as the manifest calls them.
pub(crate) fn renamed(sources: &[(String, PathBuf)]) -> Message {
    let shown: Vec<String> = sources
        .iter()
        .take(N_EXAMPLES)
        .map(|(source, place)| format!("{source:?} as {:?}", place.to_string_lossy()))
        .collect();
    let more = match sources.len().saturating_sub(N_EXAMPLES) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let what =
        format!("names that lead out of the folder, or that are no safe ones, are changed: {}{more}", shown.join(", "));
    Message::new(Weight::Warning, "", what)
}
