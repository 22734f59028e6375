//! Places in a text, and the places in its source that they lead to.

/// A byte range in a text, end exclusive. Both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range from `start` to `end`, end exclusive.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the range holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The part of `text` that the range names.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// The same range in a text that has `by` more bytes in front.
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }
}

/// Maps byte offsets in a document's text to byte offsets in its source.
///
/// The map is exact for UTF-8 text files, whatever their line ends and byte order mark. For other encodings, and for
/// text that is not the source's own bytes (a CSV cell, the text of a web page), an offset stays an offset in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offsets {
    /// Bytes of the source before the text: a byte order mark or front matter.
    pub lead: u64,
    /// Offsets in the text of each LF that had a CR before it, ascending.
    pub crlf_at: Vec<u64>,
    /// Parts of the text that were edited, ascending.
    pub replaced: Box<[Replaced]>,
}

/// A part of a text in whose place the source has something else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Its first byte in the text.
    pub(super) at: u64,
    /// Its length in the text.
    pub(super) n_bytes: u64,
    /// What the source has.
    pub(super) source: String,
    /// How many more bytes the source has than the text, up to the end of this part.
    pub(super) n_more: i64,
}

impl Replaced {
    fn end(&self) -> u64 {
        self.at + self.n_bytes
    }

    /// The part as a range of the text.
    pub(super) fn span(&self) -> Span {
        // An offset into a text that is in memory fits.
        Span::new(self.at as usize, self.end() as usize)
    }
}

impl Offsets {
    /// The source offset for offset `at` of the text. Cost: binary searches over CR LF line ends and replaced parts.
    ///
    /// An offset at an LF that was CR LF maps to its CR, so that ranges which meet in the text meet in the source. What was
    /// taken out of the text belongs to what is before it, and within a replaced part there are only its two ends.
    pub fn to_source(&self, at: usize) -> u64 {
        let at = at as u64;
        let n_crlf = self.crlf_at.partition_point(|&lf| lf < at) as u64;
        let n_done = self.replaced.partition_point(|part| part.end() <= at);
        let n_more = n_done.checked_sub(1).map_or(0, |last| self.replaced[last].n_more);
        let in_source = |at: u64| (self.lead + at + n_crlf).saturating_add_signed(n_more);
        match self.replaced.get(n_done).filter(|part| part.at < at) {
            Some(part) => in_source(part.at) + part.source.len() as u64,
            None => in_source(at),
        }
    }

    /// `at`, or the end of the replaced part that it is inside of.
    pub(super) fn past_replaced(&self, at: usize) -> usize {
        let idx = self.replaced.partition_point(|part| part.end() <= at as u64);
        self.replaced.get(idx).filter(|part| part.at < at as u64).map_or(at, |part| part.span().end)
    }

    /// The replaced parts that belong to `span` of the text.
    pub(super) fn replaced_in(&self, span: Span) -> &[Replaced] {
        let (start, end) = (span.start as u64, span.end as u64);
        let first = self
            .replaced
            .partition_point(|part| part.at < start || (part.at == start && part.n_bytes == 0 && start > 0));
        let last = self.replaced.partition_point(|part| part.at < end || (part.at == end && part.n_bytes == 0));
        &self.replaced[first..last.max(first)]
    }
}
