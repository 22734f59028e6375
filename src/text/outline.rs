//! All headings of a text, with their places.

use memchr::memmem;

use super::heading::heading;
use super::line::lines;
use crate::document::Span;

/// A heading and the lines that make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadingLines {
    /// The heading's line, and the underline if it has one, with their line ends.
    pub span: Span,
    /// 1 for the highest level to 6.
    pub level: u8,
    /// What the heading says, without marks.
    pub title: Span,
}

/// The Markdown headings of `text` in order: ATX (`## Title`) and setext (a line of its own above `===` or `---`).
///
/// Lines inside fenced code are no headings. A setext heading is narrower here than in CommonMark, because plain text
/// uses the same lines as rulers: its title is one line, opens its paragraph and ends in no full stop, and its
/// underline has three characters or more. Cost: linear in the text; hardly more than reading it where no heading can be.
pub fn headings(text: &str) -> Vec<HeadingLines> {
    let mut found = Vec::new();
    if !has_marks(text.as_bytes()) {
        return found;
    }
    let mut fence: Option<&str> = None;
    let mut opens_paragraph: Option<Span> = None;
    let mut blank_before = true;
    for span in lines(text) {
        let line = span.of(text).trim();
        let mark = fence_mark(line);
        let title_above = opens_paragraph.take();
        match (fence, mark) {
            (Some(open), Some(close)) if close.starts_with(open) && close.len() == line.len() => fence = None,
            (Some(_), _) => {}
            (None, Some(open)) => fence = Some(open),
            (None, None) => {
                if let Some(heading) = atx(text, span).or_else(|| setext(text, title_above?, span)) {
                    found.push(heading);
                } else if blank_before && !line.is_empty() && !line.ends_with(['.', '。']) {
                    opens_paragraph = Some(span);
                }
            }
        }
        blank_before = line.is_empty();
    }
    found
}

/// Whether there is anything that marks a heading: `#`, or an underline.
fn has_marks(text: &[u8]) -> bool {
    memchr::memchr(b'#', text).is_some()
        || ["===", "---"].iter().any(|line| memmem::find(text, line.as_bytes()).is_some())
}

/// The run of three or more backticks or tildes that opens `line`.
fn fence_mark(line: &str) -> Option<&str> {
    let first = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let mark = &line[..line.len() - line.trim_start_matches(first).len()];
    (mark.len() >= 3).then_some(mark)
}

fn atx(text: &str, span: Span) -> Option<HeadingLines> {
    let line = span.of(text);
    let found = heading(line)?;
    let start = span.start + line.find(found.title)?;
    Some(HeadingLines { span, level: found.level, title: Span::new(start, start + found.title.len()) })
}

fn setext(text: &str, above: Span, underline: Span) -> Option<HeadingLines> {
    let line = underline.of(text).trim();
    let level = match line.chars().next()? {
        '=' => 1,
        '-' => 2,
        _ => return None,
    };
    let first = &line[..1];
    if line.len() < 3 || !line.trim_start_matches(first).is_empty() {
        return None;
    }
    let title = above.of(text);
    if !title.chars().any(char::is_alphanumeric) {
        return None;
    }
    let start = above.start + (title.len() - title.trim_start().len());
    Some(HeadingLines {
        span: Span::new(above.start, underline.end),
        level,
        title: Span::new(start, start + title.trim().len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(u8, &str)]) {
        let found = headings(text);
        let found: Vec<(u8, &str)> = found.iter().map(|h| (h.level, h.title.of(text))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn headings_are_found_in_both_markdown_spellings() {
        check(
            "# One #\ntext\n\nTwo\n===\n\n  Three  \n-----\n###### Six",
            &[(1, "One"), (1, "Two"), (2, "Three"), (6, "Six")],
        );
    }

    #[test]
    fn rulers_below_blank_lines_sentences_and_long_paragraphs_are_no_underlines() {
        check("text\n\n---\nA sentence.\n---\n\none\ntwo\n---\n\n***\n---\n\nshort\n--\n", &[]);
    }

    #[test]
    fn fenced_code_holds_no_headings() {
        check("```sh\n# comment\n~~~\n# still\n```\n# after", &[(1, "after")]);
        check("~~~~\n# a\n~~~\n# b\n", &[]);
    }
}
