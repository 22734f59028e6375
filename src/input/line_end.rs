//! CR LF becomes LF, and every CR that falls away is remembered.

/// Turns each CR LF of `text` into LF, in place, and returns the offset of each such LF in the new text.
///
/// A CR by itself stays: it ends no line here. Cost: one pass, and none where there is no CR.
pub(super) fn strip_cr(text: &mut String) -> Vec<u64> {
    let mut crlf_at = Vec::new();
    if !text.contains("\r\n") {
        return crlf_at;
    }
    let mut stripped = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("\r\n") {
        stripped.push_str(&rest[..at]);
        crlf_at.push(stripped.len() as u64);
        stripped.push('\n');
        rest = &rest[at + 2..];
    }
    stripped.push_str(rest);
    *text = stripped;
    crlf_at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Offsets;

    #[test]
    fn offsets_lead_back_to_the_source_whatever_the_line_ends() {
        let source = "one\r\ntwo\n\r\nthr\ree\r\n";
        let mut text = source.to_owned();
        let offsets = Offsets { lead: 3, crlf_at: strip_cr(&mut text) };
        assert_eq!(text, "one\ntwo\n\nthr\ree\n");
        for (at, c) in text.char_indices() {
            let in_source = usize::try_from(offsets.to_source(at)).unwrap() - 3;
            let found = &source[in_source..];
            assert!(found.starts_with(c) || (c == '\n' && found.starts_with("\r\n")), "{at}");
        }
        assert_eq!(offsets.to_source(text.len()), source.len() as u64 + 3);
    }

    #[test]
    fn text_without_cr_lf_is_left_alone() {
        for text in ["", "a\nb", "a\rb", "\r", "\n\r"] {
            let mut stripped = text.to_owned();
            assert!(strip_cr(&mut stripped).is_empty());
            assert_eq!(stripped, text);
        }
    }
}
