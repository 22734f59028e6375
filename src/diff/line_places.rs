//! Where the lines of a text begin, without a number for each of them.
//!
//! Of a long text that hardly changed few lines are ever looked at. Marks stand at some of them, and from a mark to the
//! lines behind it it is not far.

use std::ops::Range;

use crate::document::Span;

/// Lines that are nobody's own get a mark for about so many bytes.
const BYTES_PER_MARK: usize = 1 << 10;

/// How many lines there may be from one mark to the next where lines are known one by one.
const LINES_PER_MARK: usize = 8;

/// The beginnings of lines, by their numbers from zero.
#[derive(Clone, Debug, Default)]
pub(super) struct LinePlaces {
    /// In order. No mark means that the first line begins at zero.
    marks: Vec<Mark>,
    n_lines: usize,
    n_bytes: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    line: usize,
    at: usize,
}

impl LinePlaces {
    /// How many lines have been taken in.
    pub(super) fn n_lines(&self) -> usize {
        self.n_lines
    }

    /// Takes in the next lines, all of `text`. Cost: one pass that looks at whole vectors of bytes.
    pub(super) fn push(&mut self, text: &str) {
        self.mark();
        let bytes = text.as_bytes();
        let mut start = 0;
        while start < bytes.len() {
            let reach = &bytes[start..bytes.len().min(start + BYTES_PER_MARK)];
            // A block ends with a line, so that a mark can stand behind it.
            let n_bytes = match memchr::memrchr(b'\n', reach) {
                Some(at) => at + 1,
                None => memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len() - start, |at| at + 1),
            };
            let block = &bytes[start..start + n_bytes];
            let is_ended = block.ends_with(b"\n");
            self.n_lines += memchr::memchr_iter(b'\n', block).count() + usize::from(!is_ended);
            self.n_bytes += n_bytes;
            self.mark();
            start += n_bytes;
        }
    }

    /// Takes in the next lines by their lengths.
    pub(super) fn push_lines(&mut self, lengths: impl Iterator<Item = usize>) {
        self.mark();
        for (idx, n_bytes) in lengths.enumerate() {
            if idx % LINES_PER_MARK == 0 {
                self.mark();
            }
            self.n_lines += 1;
            self.n_bytes += n_bytes;
        }
    }

    fn mark(&mut self) {
        let mark = Mark { line: self.n_lines, at: self.n_bytes };
        if self.marks.last() != Some(&mark) {
            self.marks.push(mark);
        }
    }

    /// The bytes of the lines in `range`, which is not empty.
    pub(super) fn span(&self, text: &str, range: Range<usize>) -> Span {
        let start = self.start_of(text, range.start);
        if range.len() > LINES_PER_MARK {
            return Span::new(start, self.start_of(text, range.end));
        }
        let end = memchr::memchr_iter(b'\n', &text.as_bytes()[start..]).nth(range.len() - 1);
        Span::new(start, end.map_or(self.n_bytes, |end| start + end + 1))
    }

    /// Where the line numbered `line` begins in `text`, or where the text ends. Cost: a search among the marks, and a
    /// walk from there.
    pub(super) fn start_of(&self, text: &str, line: usize) -> usize {
        if line >= self.n_lines {
            return self.n_bytes;
        }
        let before = self.marks.partition_point(|mark| mark.line <= line).checked_sub(1);
        let mark = before.map_or(Mark { line: 0, at: 0 }, |idx| self.marks[idx]);
        match line - mark.line {
            0 => mark.at,
            n => memchr::memchr_iter(b'\n', &text.as_bytes()[mark.at..])
                .nth(n - 1)
                .map_or(self.n_bytes, |end| mark.at + end + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text;

    #[test]
    fn a_long_text_has_few_marks_and_a_long_line_none() {
        let mut places = LinePlaces::default();
        let text = "line\n".repeat(100_000) + &"x".repeat(100_000);
        places.push(&text);
        assert!(places.marks.len() < 600);
        assert_eq!((places.n_lines(), places.start_of(&text, 54_321)), (100_001, 5 * 54_321));
        assert_eq!(places.start_of(&text, 100_001), text.len());
    }

    proptest! {
        #[test]
        fn lines_begin_where_they_do_however_they_were_taken_in(
            parts in prop::collection::vec(("((|a|bcdef{0,300})\n){0,40}", any::<bool>()), 0..6), end in "x{0,3}"
        ) {
            let mut parts = parts;
            parts.push((end, false));
            let mut places = LinePlaces::default();
            for (part, by_line) in &parts {
                if *by_line {
                    places.push_lines(part.split_inclusive('\n').map(str::len));
                } else {
                    places.push(part);
                }
            }
            let whole: String = parts.iter().map(|(part, _)| part.as_str()).collect();
            let starts: Vec<usize> = text::lines(&whole).map(|span| span.start).collect();
            prop_assert_eq!(places.n_lines(), starts.len());
            for (line, start) in starts.into_iter().enumerate() {
                prop_assert_eq!(places.start_of(&whole, line), start);
                for n_lines in [1, 2, 20] {
                    let end = (line + n_lines).min(places.n_lines());
                    prop_assert_eq!(places.span(&whole, line..end), Span::new(start, places.start_of(&whole, end)));
                }
            }
            prop_assert_eq!(places.start_of(&whole, places.n_lines()), whole.len());
        }
    }
}
