//! Every line end becomes LF, and every CR that falls away is remembered.

/// Turns each CR LF and each lone CR of `text` into LF, and returns the offset in the new text of each LF that was
/// CR LF. A lone CR leaves no trace, since it takes one byte as LF does.
///
/// Cost: one pass, and none where there is no CR.
pub(super) fn unify_line_ends(text: &mut String) -> Vec<u64> {
    let mut crlf_at = Vec::new();
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return crlf_at;
    }
    let mut unified = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('\r') {
        unified.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('\n') {
            crlf_at.push(unified.len() as u64);
            rest = after;
        }
        unified.push('\n');
    }
    unified.push_str(rest);
    *text = unified;
    crlf_at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Offsets;

    #[test]
    fn offsets_lead_back_to_the_source_whatever_the_line_ends() {
        let source = "one\r\ntwo\n\r\nthr\ree\r\n\r";
        let mut text = source.to_owned();
        let offsets = Offsets { lead: 3, crlf_at: unify_line_ends(&mut text) };
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
            assert!(unify_line_ends(&mut unified).is_empty());
            assert_eq!(unified, text);
        }
    }
}
