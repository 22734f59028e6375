//! What there is to tell of comparisons.

use textmill::diff::{SentenceSummary, TextSummary};
use textmill::render::grouped;

use super::{Message, Weight};

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

/// There are more arguments than two, and git did not write them.
pub(crate) fn two_inputs_only(third: &std::path::Path) -> Message {
    Message::new(Weight::Failure, third.display().to_string(), "is one input too many")
        .hint("`textmill diff OLD NEW` compares two; folders and tables hold many documents")
}

/// A text is one file.
pub(crate) fn no_folder_for_text() -> Message {
    Message::new(Weight::Failure, "--output", "names a folder, and a difference as text is one file")
        .hint("-o FILE names a file, --per line or -f csv writes rows")
}

/// How many documents of two corpora had which change.
pub(crate) fn compared(counts: &[(&str, u64)]) -> Message {
    let counts: Vec<String> = counts.iter().map(|(change, n)| format!("{} {change}", grouped(*n))).collect();
    Message::new(Weight::Summary, "", if counts.is_empty() { "no documents".to_owned() } else { counts.join(", ") })
}
