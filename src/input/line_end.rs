//! Every line end becomes LF, and every CR that falls away is remembered.

/// The CRs that a text had.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Unified {
    /// The offset in the new text of each LF that was CR LF.
    pub(super) crlf_at: Vec<u64>,
    /// Lone CRs that became LF. Where they were is not kept, since they take one byte as LF does.
    pub(super) n_lone_cr: u64,
}

/// Turns each CR LF and each lone CR of `text` into LF.
///
/// Cost: two passes, and one where there is no CR; no memory.
pub(super) fn unify_line_ends(text: &mut String) -> Unified {
    let mut ends = Unified::default();
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return ends;
    }
    // In place: a copy would be as long as the text, and clearing its memory takes as long as reading a file.
    let mut bytes = std::mem::take(text).into_bytes();
    let (mut n_kept, mut at) = (0, 0);
    while let Some(n_before) = memchr::memchr(b'\r', &bytes[at..]) {
        let cr = at + n_before;
        bytes.copy_within(at..cr, n_kept);
        n_kept += n_before;
        at = cr + 1;
        if bytes.get(at) == Some(&b'\n') {
            ends.crlf_at.push(n_kept as u64);
            at += 1;
        } else {
            ends.n_lone_cr += 1;
        }
        bytes[n_kept] = b'\n';
        n_kept += 1;
    }
    bytes.copy_within(at.., n_kept);
    bytes.truncate(n_kept + bytes.len() - at);
    *text = String::from_utf8(bytes).expect("bytes of ASCII were taken out of UTF-8");
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Offsets;

    #[test]
    fn offsets_lead_back_to_the_source_whatever_the_line_ends() {
        let source = "one\r\ntwo\n\r\nthr\ree\r\n\r";
        let mut text = source.to_owned();
        let ends = unify_line_ends(&mut text);
        assert_eq!(ends.n_lone_cr, 2);
        let offsets = Offsets { lead: 3, crlf_at: ends.crlf_at, ..Offsets::default() };
        assert_eq!(text, "one\ntwo\n\nthr\nee\n\n");
        for (at, c) in text.char_indices() {
            let in_source = usize::try_from(offsets.to_source(at)).unwrap() - 3;
            let found = &source[in_source..];
            assert!(found.starts_with(c) || (c == '\n' && found.starts_with('\r')), "{at}");
        }
        assert_eq!(offsets.to_source(text.len()), source.len() as u64 + 3);
    }

    #[test]
    fn text_without_cr_is_left_alone() {
        for text in ["", "a\nb", "\n"] {
            let mut unified = text.to_owned();
            assert_eq!(unify_line_ends(&mut unified), Unified::default());
            assert_eq!(unified, text);
        }
    }
}
