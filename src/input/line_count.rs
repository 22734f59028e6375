//! The line of a place in a text.

/// The lines that end in what has been passed so far. They end with LF, CR or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LineCount {
    n_ended: u64,
    /// An LF that comes next belongs to the line end before it.
    is_after_cr: bool,
}

impl LineCount {
    /// The count at the beginning of a text.
    pub(super) const NONE: Self = Self { n_ended: 0, is_after_cr: false };

    /// The count at the end of `bytes`, with which a text begins.
    pub(super) fn after(bytes: &[u8]) -> Self {
        let mut count = Self::default();
        count.pass(bytes);
        count
    }

    /// Goes on over `bytes`. Cost: two searches, many bytes at once.
    pub(super) fn pass(&mut self, bytes: &[u8]) {
        let Some(last) = bytes.last() else { return };
        let n_shared = u64::from(self.is_after_cr && bytes.first() == Some(&b'\n'));
        let is_lone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
        let n_cr = memchr::memchr_iter(b'\r', bytes).filter(is_lone).count() as u64;
        let n_lf = memchr::memchr_iter(b'\n', bytes).count() as u64;
        self.n_ended += n_cr + n_lf - n_shared;
        self.is_after_cr = *last == b'\r';
    }

    /// The number of the line that goes on here, counted from one.
    pub(super) fn line(self) -> u64 {
        self.n_ended + 1
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_kind_of_line_end_ends_one_line() {
        for (text, line) in [("", 1), ("a", 1), ("a\n", 2), ("a\r\nb", 2), ("a\rb\r", 3), ("\n\r\n\r", 4)] {
            assert_eq!(LineCount::after(text.as_bytes()).line(), line, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn a_text_in_pieces_has_the_lines_of_the_whole(text in "[a\r\n]{0,20}", at in 0_usize..21) {
            let (front, back) = text.as_bytes().split_at(at.min(text.len()));
            let mut count = LineCount::after(front);
            count.pass(back);
            prop_assert_eq!(count, LineCount::after(text.as_bytes()));
        }
    }
}
