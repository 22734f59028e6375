//! Tables for reading, not for data: what textmill and other programs write for a person to look at. They are not counted.
//!
//! Each is recognized by something that no text begins with: the generator mark of textmill's pages, a frame of box-drawing
//! characters with columns, a rule below column names, or a Markdown file that is a single table in textmill's own layout. A
//! document that contains tables among other text is not one of them.

use crate::table::PAGE_MARK;

/// The mark stands in so many first bytes.
const MARK_BYTES: usize = 1 << 10;

/// The longest first line that is looked at.
const LONGEST_LINE_BYTES: usize = 16 << 10;

/// `true` if an input that begins with `head` is such a table.
pub(super) fn is_eye_table(head: &[u8]) -> bool {
    match head.first() {
        Some(b'<') => is_own_page(head),
        Some(b'|') => is_own_markdown(text_of(head)),
        Some(_) => has_rule(head) || is_framed(head),
        None => false,
    }
}

fn is_own_page(head: &[u8]) -> bool {
    let head = head.get(..MARK_BYTES).unwrap_or(head);
    head.starts_with(b"<!DOCTYPE html>\n") && memchr::memmem::find(head, PAGE_MARK.as_bytes()).is_some()
}

/// A first line of box drawings with a junction, and a second one that a frame begins and ends.
fn is_framed(head: &[u8]) -> bool {
    // All box drawings begin with this byte.
    if head.first() != Some(&0xe2) {
        return false;
    }
    let mut lines = text_of(head).lines();
    let (frame, names) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let is_drawing = |c: char| ('\u{2500}'..='\u{257f}').contains(&c);
    let is_frame = frame.chars().all(is_drawing) && frame.contains(['┬', '╤', '╥', '┳', '╦']);
    is_frame
        && frame.starts_with(['┌', '╭', '╔', '┏', '╒', '╓'])
        && names.starts_with(is_drawing)
        && names.ends_with(is_drawing)
}

/// Names of columns with two blanks or more between them, over a line that is as long and nothing but a rule.
fn has_rule(head: &[u8]) -> bool {
    let window = head.get(..LONGEST_LINE_BYTES).unwrap_or(head);
    let Some(end) = memchr::memchr(b'\n', window) else { return false };
    let (first, rest) = head.split_at(end);
    if !rest.starts_with("\n───".as_bytes()) {
        return false;
    }
    let (first, rule) = (text_of(first), text_of(rest).lines().nth(1).unwrap_or_default());
    let names: Vec<&str> = first.split("  ").map(str::trim).filter(|name| !name.is_empty()).collect();
    let is_name = |name: &str| !name.contains(' ') && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let is_as_long = rule.chars().count() >= first.trim_end().chars().count();
    names.len() > 1 && names.iter().all(|name| is_name(name)) && rule.chars().all(|c| c == '─') && is_as_long
}

/// Rows of as many cells each, with one blank around each, below a header of plain names.
fn is_own_markdown(head: &str) -> bool {
    let mut lines = head.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    let (Some(names), Some(kinds)) = (lines.next().and_then(cells), lines.next().and_then(cells)) else { return false };
    let is_plain = |name: &&str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let is_header = names.iter().all(is_plain) && kinds.iter().all(|kind| matches!(*kind, "---" | "--:"));
    is_header && names.len() == kinds.len() && lines.all(|line| cells(line).is_some_and(|row| row.len() == names.len()))
}

/// The cells of a row of Markdown, if there is nothing else on the line.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.strip_prefix("| ")?.strip_suffix(" |")?;
    let cells: Vec<&str> = inner.split(" | ").collect();
    let is_bare = |cell: &&str| !cell.replace("\\|", "").contains('|');
    cells.iter().all(is_bare).then_some(cells)
}

/// The first characters, as far as they are UTF-8.
fn text_of(head: &[u8]) -> &str {
    head.utf8_chunks().next().map(|chunk| chunk.valid()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &str, expected: bool) {
        assert_eq!(is_eye_table(head.as_bytes()), expected, "{head}");
    }

    #[test]
    fn pages_with_the_mark_of_textmill_are_tables_and_other_pages_with_tables_are_not() {
        check(&format!("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n{PAGE_MARK}\n"), true);
        check("<!DOCTYPE html>\n<html><head><title>textmill</title></head><body><table><tr><td>x", false);
        check(&format!("<!DOCTYPE html>\n<html><p>{}{PAGE_MARK}", "x".repeat(2_000)), false);
    }

    #[test]
    fn a_frame_with_columns_is_a_table_and_a_banner_is_not() {
        check("┌────┬───────┐\n│ id │ title │\n╞════╪═══════╡\n", true);
        check("╭──┬──╮\n│ a ┆ b │\n", true);
        check("╔══════╗\n║ News ║\n╚══════╝\n", false);
        check("┌────┬───────┐ as drawn by hand\n", false);
    }

    #[test]
    fn names_over_a_rule_are_a_table_and_a_heading_over_a_rule_is_not() {
        check("word  frequency\n───────────────\nthe          7\n", true);
        check("Contents\n────────\n", false);
        check("A day by the sea\n────────────────\n", false);
        check("Left  right\n───\n", false);
        check("word  frequency\n", false);
    }

    #[test]
    fn markdown_that_is_one_table_of_ours_is_a_table_and_a_document_with_tables_is_not() {
        check("| word | frequency |\n| --- | --: |\n| the | 7 |\n| a\\|b | 1 |\n|  |  |\n", true);
        check("| word | frequency |\n| --- | --: |\n", true);
        check("| word | frequency |\n| --- | --: |\n| the | 7 |\n\nMore of it below.\n", false);
        check("| Word | Frequency |\n| --- | --- |\n| the | 7 |\n", false);
        check("| word   | frequency |\n| ------ | --------: |\n| the | 7 |\n", false);
        check("# Words\n\n| word | n |\n| --- | --: |\n", false);
    }
}
