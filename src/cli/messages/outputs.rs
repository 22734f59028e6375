//! Messages on outputs: what is no output of a kind, why one is left as it was, what one lacks, what would be written.

use std::path::Path;

use textmill::error::{Error, TargetProblem};
use textmill::render::{FormatKind, MOST_ROWS, OutputFormat, grouped, shortened};
use textmill::table::Misfit;

use super::command_line::refused;
use super::message::{MOST_SHOWN, Message, Weight, flag, nearest};
use crate::cli::findings::MissingInputs;

/// Where the columns are that a table for the eye leaves out, behind their number.
pub(crate) const MORE_COLUMNS: &str = " in files; --columns all";

/// An output is not written.
pub(super) fn refused_target(target: &str, problem: &TargetProblem) -> Message {
    let message = |path: &str, what: String| Message::new(Weight::Failure, path, what);
    match problem {
        TargetProblem::IsInput => message(target, problem.to_string())
            .hint("-o FILE names another file, --exclude PATTERN leaves this one out"),
        TargetProblem::IsOutput => message(target, problem.to_string()).hint("give one of the two a name of its own"),
        TargetProblem::InInputFolder(folder) => {
            let folder = folder.to_string_lossy();
            message(target, format!("lies in the folder {folder}, which is read, so that the next run would read it"))
                .hint("-o names a place outside of it; --exclude PATTERN leaves a file of this name out")
        }
        TargetProblem::UnlistedInput => message(target, problem.to_string())
            .hint("take it out of the folder, or run the command of the record yourself"),
        TargetProblem::NoContent(why) if target.is_empty() => message("", why.clone()),
        TargetProblem::NoContent(why) if has_content(Path::new(target)) => {
            message("", format!("{why}; {target} was left as it was"))
        }
        TargetProblem::NoContent(why) => message("", format!("{why}; {target} was not written")),
        _ => message(target, problem.to_string()),
    }
}

/// A file is there, or a folder with something in it that is not hidden.
fn has_content(target: &Path) -> bool {
    match target.read_dir() {
        Ok(entries) => entries.flatten().any(|entry| !entry.file_name().to_string_lossy().starts_with('.')),
        Err(_) => target.exists(),
    }
}

/// An output was written, and lacks something.
pub(crate) fn written_without(target: &str, missing: &MissingInputs) -> Option<Message> {
    let counted = |n: u64, name: &str| match n {
        0 => None,
        1 => Some(format!("1 {name}")),
        n => Some(format!("{} {name}s", grouped(n))),
    };
    let unread: Vec<String> =
        counted(missing.n_inputs(), "input").into_iter().chain(counted(missing.n_records, "record")).collect();
    let unread = (!unread.is_empty()).then(|| format!("{} that could not be read", unread.join(" and ")));
    let unsplit =
        counted(missing.n_unsplit, "document").map(|documents| format!("{documents} that could not be split"));
    let parts: Vec<String> = unread.into_iter().chain(unsplit).collect();
    let what = format!("was written without {}", parts.join(", and without "));
    (!parts.is_empty()).then(|| Message::new(Weight::Failure, target, what))
}

/// Files have other names than what they hold, since some file system would take two of them for one.
pub(crate) fn numbered_names(n_files: u64, text: &str, path: &Path) -> Message {
    let (files, have, their) = if n_files == 1 { ("file", "has", "its") } else { ("files", "have", "their") };
    let (n_files, text, path) = (grouped(n_files), shortened(text, MOST_SHOWN), path.display());
    let what = format!(
        "{n_files} {files} {have} a number behind {their} name, because another one is called the same; \
         the first is {path}, for {text:?}"
    );
    Message::new(Weight::Warning, "", what)
}

/// How files are called that are compressed, which outputs never are.
const COMPRESSED: [&str; 5] = ["gz", "zst", "bz2", "xz", "zip"];

/// The name of the output tells no format.
pub(crate) fn unknown_suffix(path: &Path) -> Message {
    let suffix = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    let known = suffixes();
    let message =
        Message::new(Weight::Failure, path.to_string_lossy(), format!("the suffix {suffix:?} tells no format"));
    let message = match COMPRESSED.contains(&&*suffix.to_ascii_lowercase()) {
        true => message.hint("outputs are not compressed; -f csv | gzip > FILE does that"),
        false => message.hint_if_any(nearest(&suffix, &known)),
    };
    message.hint(format!("the suffixes are {}", known.join(", "))).hint("-f FORMAT writes it, whatever the name")
}

/// The suffixes of all formats, each once.
fn suffixes() -> Vec<String> {
    let mut suffixes: Vec<String> = Vec::new();
    for suffix in OutputFormat::all().flat_map(OutputFormat::suffixes) {
        if !suffixes.iter().any(|known| known == suffix) {
            suffixes.push((*suffix).to_owned());
        }
    }
    suffixes
}

/// A text is one file.
pub(crate) fn text_is_one_file(what: &str) -> Message {
    Message::new(Weight::Failure, "--output", format!("names a folder, and {what} is one file"))
        .hint("-o FILE names a file, such as out.txt")
}

/// A report is one page.
pub(crate) fn report_is_one_file() -> Message {
    Message::new(Weight::Failure, "--output", "names a folder, and a report is one file")
        .hint("-o report.html names a file")
}

/// Documents that stand in one file.
pub(crate) fn one_file(format: &str) -> Message {
    Message::new(Weight::Failure, "--output", format!("names a folder, and {format} is one file"))
        .hint("-o FILE names a file")
}

/// A book is one file.
pub(crate) fn book_is_no_folder(format: &str) -> Message {
    Message::new(Weight::Failure, "--output", format!("names a folder, and {format} holds all tables in one file"))
        .hint(format!("-o FILE.{format} names the file"))
}

/// A verb that makes files wants a folder for them.
pub(crate) fn needs_folder(flag: &str) -> Message {
    Message::new(Weight::Failure, flag, "makes several files and needs a folder for them")
        .hint("-o DIR/ names the folder; it is made if need be")
}

/// Why one file or stream cannot take a second table.
pub(crate) fn one_table_only(unit: &str) -> Error {
    refused("output", format!("one file holds one table, and {unit:?} is a second one; -o DIR/ takes several")).into()
}

/// Nobody can read it there, and a terminal might act on it.
pub(crate) fn binary_at_terminal(format: &str) -> Message {
    Message::new(Weight::Failure, "", format!("refusing to write {format} to a terminal"))
        .hint("-o FILE writes it to a file")
}

/// Byte order mark and CRLF are for text with delimiters.
pub(crate) fn excel_is_delimited(format: &str) -> Error {
    refused("excel", format!("is about csv and tsv, and {format} needs no such flag")).into()
}

/// A flag about tables, where a text is written.
pub(crate) fn not_for_text(flag: &str, what: &str) -> Message {
    Message::new(Weight::Failure, flag, format!("is for tables, and {what} is none"))
}

/// A flag about rows, where there are none.
pub(crate) fn no_rows(flag: &str, format: &str) -> Message {
    Message::new(Weight::Failure, flag, format!("is about rows, and {format} is made of documents"))
        .hint(format!("textmill export ... {flag} ... -f jsonl | textmill export -f {format}"))
}

/// A report chooses what it shows.
pub(crate) fn only_for_tables(option: &str) -> Message {
    Message::new(Weight::Failure, flag(option), "is for tables, and a report chooses what it shows")
        .hint("-f csv or another format writes a table, whatever the name of the file")
}

/// A format that is not made of rows, so only one verb writes it.
pub(crate) fn no_table(format: OutputFormat) -> Error {
    match format.kind() {
        FormatKind::Page => report_is_no_table(),
        FormatKind::Difference => {
            refused("format", "unified and side-by-side are formats of `diff` for two documents").into()
        }
        FormatKind::Documents | FormatKind::Matrix | FormatKind::Table(_) | FormatKind::Unbuilt(_) => {
            documents_only(format.name())
        }
    }
}

/// A format of documents, asked of a verb that makes rows.
fn documents_only(format: &str) -> Error {
    refused("format", format!("{format} is made of documents, not rows: add `-f jsonl | textmill export -f {format}`"))
        .into()
}

/// A report is no table, so only the verbs that have one write it.
fn report_is_no_table() -> Error {
    refused("format", "report is a page of stats, dedupe and diff; -f markdown writes a table to be read").into()
}

/// Definitions stand beside a file, and there is none.
pub(crate) fn definitions_need_file() -> Error {
    refused("definitions", "stand beside the output, which must be a file or folder").into()
}

/// A record stands beside a file, and there is none.
pub(crate) fn provenance_needs_file() -> Error {
    refused("provenance", "stands beside the output, which must be a file or folder").into()
}

/// A text is one file.
pub(crate) fn no_folder_for_text() -> Message {
    Message::new(Weight::Failure, "--output", "names a folder, and a difference as text is one file")
        .hint("-o FILE names a file, --per line or -f csv writes rows")
}

/// `--provenance` where there are no tables.
pub(crate) fn no_provenance(what: &str) -> Error {
    refused("provenance", format!("records how tables came about, and {what} is none")).into()
}

/// Cells were changed so that a spreadsheet does not run them.
pub(crate) fn guarded(n_cells: u64) -> String {
    let cells = if n_cells == 1 { "cell" } else { "cells" };
    format!(
        "guarded {} {cells} that a spreadsheet would run as formulas, with an apostrophe in front; \
         --raw leaves them as they are",
        grouped(n_cells)
    )
}

/// Texts that a spreadsheet will cut off.
pub(crate) fn long_cells(n_cells: u64, (row, column): (u64, &str), limit: usize) -> String {
    let cells = if n_cells == 1 { "cell is" } else { "cells are" };
    format!(
        "{} {cells} longer than the {} UTF-16 units that a spreadsheet holds, the first in row {row}, column {column:?}",
        grouped(n_cells),
        grouped(limit as u64)
    )
}

/// Texts that were cut off, because a workbook cannot hold more.
pub(crate) fn cut_cells(n_cells: u64, (row, column): (u64, &str), limit: usize) -> String {
    let cells = if n_cells == 1 { "cell" } else { "cells" };
    format!(
        "cut {} {cells} to the {} UTF-16 units that a spreadsheet holds, the first in row {row}, column {column:?}",
        grouped(n_cells),
        grouped(limit as u64)
    )
}

/// Where the rows are that a sheet does not hold.
pub(crate) fn goes_on(file: &str, next: &str) -> String {
    let place = if file == next { "another sheet" } else { next };
    format!("a spreadsheet holds {} rows; the table goes on in {place}", grouped(MOST_ROWS))
}

/// Rows that a spreadsheet will leave out.
pub(crate) fn many_rows(n_rows: u64, limit: u64) -> String {
    format!("has {} rows, and a spreadsheet holds {}", grouped(n_rows), grouped(limit))
}

/// Cells that are not what `--types` says.
pub(crate) fn misfits(misfit: &Misfit) -> String {
    let (cells, are) = if misfit.n_cells == 1 { ("cell", "is") } else { ("cells", "are") };
    format!(
        "{} {cells} of the column {:?} {are} empty now, since no {} can be read there; the first was {:?}, in row {}",
        grouped(misfit.n_cells),
        misfit.column,
        misfit.wanted,
        shortened(&misfit.first, MOST_SHOWN),
        grouped(misfit.first_row)
    )
}

/// What would be read; `is_all` says that it is files only.
pub(crate) fn would_read(n_files: usize, n_bytes: u64, is_all: bool) -> Message {
    let files = match n_files {
        0 => None,
        1 => Some(format!("1 file, {} bytes", grouped(n_bytes))),
        _ => Some(format!("{} files, {} bytes", grouped(n_files as u64), grouped(n_bytes))),
    };
    let stream = (!is_all).then(|| "standard input".to_owned());
    let inputs: Vec<String> = files.into_iter().chain(stream).collect();
    let inputs = if inputs.is_empty() { "nothing".to_owned() } else { inputs.join(", and ") };
    Message::new(Weight::Summary, "", format!("would read {inputs}"))
}

/// What would be written; `note` says more of it, or nothing.
pub(crate) fn would_write(target: &Path, format: &str, note: &str) -> Message {
    let comma = if note.is_empty() { "" } else { ", " };
    Message::new(Weight::Summary, "", format!("would write {} as {format}{comma}{note}", target.display()))
}

/// A further file that would be written.
pub(crate) fn would_write_beside(path: &Path) -> Message {
    Message::new(Weight::Summary, "", format!("would write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use textmill::error::{InputError, Place, Problem};

    use super::*;

    #[track_caller]
    fn check(errors: &[InputError], expected: Option<&str>) {
        let mut missing = MissingInputs::default();
        errors.iter().for_each(|error| missing.add(error));
        let message = written_without("out.csv", &missing);
        assert_eq!(message.map(|message| format!("{} {}", message.path, message.what)).as_deref(), expected);
    }

    #[test]
    fn an_output_says_how_much_it_lacks() {
        let input = |name: &str| InputError::new(name, Problem::Binary);
        let record = |number| InputError::at("a.csv", Place::Record(number), Problem::Binary);
        let unsplit = || InputError::new("a", Problem::NoBoundary(String::new()));
        check(&[], None);
        check(&[input("a")], Some("out.csv was written without 1 input that could not be read"));
        check(
            &[input("a"), input("b"), record(1), record(7)],
            Some("out.csv was written without 2 inputs and 2 records that could not be read"),
        );
        check(&[unsplit()], Some("out.csv was written without 1 document that could not be split"));
        let both = "out.csv was written without 1 record that could not be read, and without 2 documents that could not \
                    be split";
        check(&[record(1), unsplit(), unsplit()], Some(both));
    }

    #[test]
    fn what_was_not_written_is_left_or_was_not_there() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().to_string_lossy().into_owned();
        let none = TargetProblem::NoContent("no documents were read".to_owned());
        assert_eq!(refused_target("", &none).what, "no documents were read");
        assert_eq!(refused_target(&folder, &none).what, format!("no documents were read; {folder} was not written"));
        std::fs::write(place.path().join("a.csv"), "").unwrap();
        for name in [folder.clone(), format!("{folder}/a.csv")] {
            assert_eq!(refused_target(&name, &none).what, format!("no documents were read; {name} was left as it was"));
        }
    }

    #[track_caller]
    fn check_suffix(path: &str, first_hint: &str) {
        let message = unknown_suffix(Path::new(path));
        assert!(message.hints[0].starts_with(first_hint), "{path}: {:?}", message.hints);
    }

    #[test]
    fn a_suffix_that_tells_no_format_is_answered_with_the_nearest_one() {
        check_suffix("out.cvs", "did you mean \"csv\"?");
        check_suffix("out.json", "did you mean \"jsonl\"?");
        check_suffix("out.XLS", "did you mean \"xlsx\"?");
        check_suffix("out.csv.GZ", "outputs are not compressed");
        check_suffix("out.pdf", "the suffixes are txt, csv, tsv, tab, jsonl, ndjson, md");
    }
}
