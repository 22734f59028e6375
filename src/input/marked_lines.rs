//! Text whose documents begin with marks on lines of their own: where a block of it may end, and the documents of a block.
//!
//! The cutter and the reader of a format take the same lines by the same marks.

use std::sync::Arc;

use super::annotations::Annotations;
use super::cut::Cut;
use super::options::InputOptions;
use super::reader::{Fault, MarkedBlock, Parsed, Reading};

/// The place of a line among documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinePlace {
    /// In a document, or behind the last one.
    Within,
    /// Before a document, if one begins with the next line that is not of this kind.
    Before,
    /// A document begins here, or with the lines before it that were [`LinePlace::Before`].
    Begins,
}

/// The marks of a format.
pub(super) trait Marks {
    /// A line as its reader sees it.
    type Line<'l>;

    /// Takes the next line, without its line end.
    fn take<'l>(&mut self, line: &'l str) -> (LinePlace, Self::Line<'l>);

    /// `true` if the next line says nothing about documents, as far as its first byte tells: most lines are tokens.
    fn passes(&self, first: u8) -> bool;

    /// Context from the lines so far, for a reader that begins with the next one.
    fn head(&self) -> &str;
}

/// No line that says something about documents is longer.
const MOST_MARK_BYTES: usize = 1 << 20;

/// Cuts before lines where documents begin.
#[derive(Debug)]
pub(super) struct MarkCut<M> {
    marks: M,
    /// Beginning of the next line, and how far its end was looked for.
    n_seen: usize,
    n_searched: usize,
    /// Beginning of the lines that may be the first of a document.
    before_at: Option<usize>,
    /// The beginning of this line has been looked at, and the rest says nothing.
    is_in_line: bool,
    /// A document began that has not ended.
    is_open: bool,
    /// Nothing has been taken so far.
    is_first: bool,
    last_end: usize,
    n_documents: u64,
    /// Of what begins at the buffer's first byte, and of what begins at `last_end`.
    head: Arc<str>,
    next_head: Arc<str>,
}

impl<M: Marks> MarkCut<M> {
    /// A cutter that stands at the beginning of a file.
    pub(super) fn new(marks: M) -> Self {
        let nothing: Arc<str> = Arc::from("");
        Self {
            marks,
            n_seen: 0,
            n_searched: 0,
            before_at: None,
            is_in_line: false,
            is_open: false,
            is_first: true,
            last_end: 0,
            n_documents: 0,
            next_head: Arc::clone(&nothing),
            head: nothing,
        }
    }

    /// Takes the line up to `end`, which is behind its line end.
    fn line(&mut self, buffer: &[u8], end: usize) {
        let start = self.n_seen;
        (self.n_seen, self.n_searched) = (end, end);
        let line = &buffer[start..end];
        if std::mem::take(&mut self.is_in_line) {
            return;
        }
        if line.first().is_some_and(|&first| self.marks.passes(first)) {
            self.before_at = None;
            return;
        }
        match self.marks.take(without_end(&String::from_utf8_lossy(line))).0 {
            LinePlace::Within => self.before_at = None,
            LinePlace::Before => _ = self.before_at.get_or_insert(start),
            LinePlace::Begins => {
                let start = self.before_at.take().unwrap_or(start);
                if self.is_open {
                    self.n_documents += 1;
                    self.last_end = start;
                    if *self.next_head != *self.marks.head() {
                        self.next_head = Arc::from(self.marks.head());
                    }
                }
                self.is_open = true;
            }
        }
    }
}

/// A line without what ends it.
pub(super) fn without_end(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

impl<M: Marks> Cut for MarkCut<M> {
    fn last_end(&mut self, buffer: &[u8], is_at_end: bool, most_records: u64) -> (usize, u64) {
        while self.n_documents < most_records {
            match memchr::memchr(b'\n', &buffer[self.n_searched..]) {
                Some(at) => self.line(buffer, self.n_searched + at + 1),
                None if is_at_end && self.n_seen < buffer.len() => self.line(buffer, buffer.len()),
                None => {
                    self.n_searched = buffer.len();
                    break;
                }
            }
        }
        if is_at_end && self.n_seen == buffer.len() && self.last_end < buffer.len() && self.n_documents < most_records {
            // A file without any document counts as one, so that its reader says so.
            self.n_documents += u64::from(self.is_open || self.is_first);
            (self.is_open, self.before_at, self.last_end) = (false, None, buffer.len());
        }
        (self.last_end, self.n_documents)
    }

    fn taken(&mut self, n_bytes: usize) {
        (self.n_seen, self.n_searched) = (self.n_seen - n_bytes, self.n_searched - n_bytes);
        self.before_at = self.before_at.map(|at| at - n_bytes);
        (self.last_end, self.n_documents, self.is_first) = (0, 0, false);
        self.head = Arc::clone(&self.next_head);
    }

    fn give_up(&mut self, buffer: &[u8]) -> Option<usize> {
        if buffer.len() - self.n_seen > MOST_MARK_BYTES {
            // Of a line that is no mark, its beginning tells all.
            if !std::mem::replace(&mut self.is_in_line, true) {
                self.marks.take(&String::from_utf8_lossy(&buffer[self.n_seen..]));
            }
            (self.n_seen, self.before_at) = (buffer.len(), None);
        }
        self.is_open = true;
        let n_bytes = self.before_at.unwrap_or(self.n_seen);
        self.taken(n_bytes);
        Some(n_bytes)
    }

    fn head(&self) -> Arc<str> {
        Arc::clone(&self.head)
    }
}

/// The documents of a block, which come one after the other.
pub(super) struct Drafts<'o> {
    options: &'o InputOptions,
    take: &'o mut dyn FnMut(u64, Result<Reading, Fault>),
    first_number: u64,
    n_documents: u64,
    /// The document that is being read, unless it is lost.
    pub(super) document: Option<Parsed>,
    /// Its tokens, if they are asked for.
    pub(super) annotations: Option<Annotations>,
}

impl<'o> Drafts<'o> {
    /// No document so far, of a block that begins with the document of this number.
    pub(super) fn new(
        first_number: u64,
        options: &'o InputOptions,
        take: &'o mut dyn FnMut(u64, Result<Reading, Fault>),
    ) -> Self {
        Self { options, take, first_number, n_documents: 0, document: None, annotations: None }
    }

    /// Begins the next document, behind the one that is being read.
    pub(super) fn begin(&mut self) {
        self.hand_over();
        self.n_documents += 1;
        self.document = Some(Parsed::default());
        self.annotations = self.options.wants_tokens().then(Annotations::default);
    }

    /// Hands over the document that is being read, if there is one.
    pub(super) fn hand_over(&mut self) {
        let Some(mut document) = self.document.take() else { return };
        if let Some(annotations) = self.annotations.take() {
            annotations.finish(&mut document, self.options);
        }
        let number = self.number();
        (self.take)(number, Ok(Reading::Document(document)));
    }

    /// Leaves out the document that is being read, unless that has happened already.
    pub(super) fn lose(&mut self, fault: Fault) {
        if self.document.take().is_some() {
            self.fail(fault);
        }
    }

    /// Reports what is wrong with the document that is being read, or was last.
    pub(super) fn fail(&mut self, fault: Fault) {
        let number = self.number();
        (self.take)(number, Err(fault));
    }

    /// Hands over the last document of `block`; a file without any has the fault that it is `nothing`.
    pub(super) fn finish(mut self, block: &MarkedBlock<'_>, nothing: &'static str) {
        self.hand_over();
        if self.n_documents == 0 && block.is_whole() {
            self.fail(Fault::NoText(nothing));
        }
    }

    fn number(&self) -> u64 {
        self.first_number + self.n_documents.saturating_sub(1)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::input::cut::tests::{CutBlock, cut_in_steps};
    use crate::input::format::MarkedReader;
    use crate::input::options::AnnotatedTokens;

    /// All that `read` says of blocks: the numbers, and documents with their tokens or faults with their lines.
    fn found(blocks: &[MarkedBlock<'_>], options: &InputOptions, read: MarkedReader) -> Vec<String> {
        let mut found = Vec::new();
        for block in blocks {
            read(block, options, &mut |number, reading| found.push(format!("{number} {reading:?}")));
        }
        found
    }

    /// As [`check_blocks_with`], with the tokens that documents give.
    #[track_caller]
    pub(in crate::input) fn check_blocks(source: &str, step: usize, cut: MakeCut, read: MarkedReader) {
        let options = InputOptions { annotated_tokens: AnnotatedTokens::Carried, ..InputOptions::default() };
        check_blocks_with(source, step, &options, cut, read);
    }

    type MakeCut = fn(&InputOptions) -> Box<dyn Cut + Send>;

    /// Asserts that a file read in blocks, that are cut while `step` bytes come at a time, is what it is as a whole.
    #[track_caller]
    pub(in crate::input) fn check_blocks_with(
        source: &str,
        step: usize,
        options: &InputOptions,
        cut: MakeCut,
        read: MarkedReader,
    ) {
        let blocks = cut_in_steps(source.as_bytes(), step, cut(options).as_mut());
        let bytes: Vec<u8> = blocks.iter().flat_map(|block| block.bytes.clone()).collect();
        assert_eq!(String::from_utf8_lossy(&bytes), source);
        let (mut first_number, mut first_line, mut marked) = (1, 1, Vec::new());
        for (idx, CutBlock { bytes, n_records, head }) in blocks.iter().enumerate() {
            let text = str::from_utf8(bytes).expect("characters are whole");
            let is_last = idx + 1 == blocks.len();
            assert!(*n_records > 0, "{source:?}: a block without a document");
            marked.push(MarkedBlock { head, text, first_number, first_line, is_last });
            first_number += n_records;
            first_line += text.matches('\n').count() as u64;
        }
        let whole = if source.is_empty() { Vec::new() } else { vec![MarkedBlock::whole(source)] };
        let (found, expected) = (found(&marked, options, read), found(&whole, options, read));
        assert_eq!(found, expected, "{source:?} in steps of {step}: {blocks:?}");
    }

    #[test]
    fn a_line_that_never_ends_is_looked_at_once() {
        struct Counting(u64);
        impl Marks for Counting {
            type Line<'l> = ();
            fn take(&mut self, line: &str) -> (LinePlace, ()) {
                self.0 += line.len() as u64;
                (LinePlace::Within, ())
            }
            fn passes(&self, _: u8) -> bool {
                false
            }
            fn head(&self) -> &str {
                ""
            }
        }
        let mut cut = MarkCut::new(Counting(0));
        let buffer = vec![b'a'; 1000];
        for n_bytes in 0..1000 {
            assert_eq!(cut.last_end(&buffer[..n_bytes], false, 9), (0, 0));
            assert_eq!((cut.n_searched, cut.marks.0), (n_bytes, 0));
        }
        assert_eq!((cut.last_end(&buffer, true, 9), cut.marks.0), ((1000, 1), 1000));
    }
}
