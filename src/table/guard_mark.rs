//! The mark in the header of a delimited table that says that its cells are guarded: the first name that needs no quotes
//! stands in quotes, and the other names that need none do not.
//!
//! To every reader of CSV the header is the same with and without the mark. Other programs put quotes around all names or
//! around those that need them, so a table of theirs has no mark, and none of its cells that begin with an apostrophe is
//! taken for a guarded one. A table with one such name at most has no place for the mark.

/// How a name stands in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameQuotes {
    /// Whether a reader would take some of its bytes for more than text.
    pub needed: bool,
    /// Whether it stands in quotes.
    pub given: bool,
}

/// Whether a reader would take some of the bytes of a cell for more than text. Looks at many bytes at once, without a branch
/// for each.
#[inline]
pub fn needs_quotes(text: &[u8], delimiter: u8) -> bool {
    let is_special = |byte: u8| byte == delimiter || byte == b'"' || byte == b'\n' || byte == b'\r';
    let (chunks, rest) = text.as_chunks::<LANE_BYTES>();
    let any = |bytes: &[u8]| bytes.iter().fold(false, |any, &byte| any | is_special(byte));
    chunks.iter().any(|chunk| any(chunk)) || any(rest)
}

/// As many bytes as a compiler makes one vector of.
const LANE_BYTES: usize = 16;

/// The place of the name that carries the mark among names of which is known whether they need quotes; `None` if there is
/// no place for it.
pub fn mark_place(needed: impl IntoIterator<Item = bool>) -> Option<usize> {
    let mut free = needed.into_iter().enumerate().filter(|(_, needed)| !needed);
    let (place, _) = free.next()?;
    free.next().map(|_| place)
}

/// Whether the names of a header carry the mark.
pub fn is_marked(names: &[NameQuotes]) -> bool {
    mark_place(names.iter().map(|name| name.needed)).is_some_and(|place| {
        let mut names = names.iter().enumerate();
        names.all(|(idx, name)| name.given == (name.needed || idx == place))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of a header as they stand there.
    fn names(header: &[&str]) -> Vec<NameQuotes> {
        let quotes = |name: &&str| {
            let bare = name.trim_matches('"');
            NameQuotes { needed: needs_quotes(bare.as_bytes(), b','), given: name.starts_with('"') }
        };
        header.iter().map(quotes).collect()
    }

    #[test]
    fn one_name_in_needless_quotes_is_a_mark_if_others_have_none() {
        assert!(is_marked(&names(&["\"id\"", "text"])));
        assert!(is_marked(&names(&["\"a,b\"", "\"id\"", "text"])));
        assert!(is_marked(&names(&["\"\"", "text", "\"a,b\""])));
    }

    #[test]
    fn headers_of_other_programs_have_no_mark() {
        for header in [
            &["id", "text"][..],
            &["\"id\"", "\"text\""],
            &["id", "\"text\""],
            &["\"a,b\"", "id", "text"],
            &["\"id\"", "\"a,b\""],
            &["\"id\""],
            &["id"],
            &[],
        ] {
            assert!(!is_marked(&names(header)), "{header:?}");
        }
    }
}
