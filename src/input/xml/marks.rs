//! The markup of XML as far as it is at hand: tags and declarations, without the checks of a reader.
//!
//! It stands beside the loop over elements for those who cannot or need not read: a cutter has the beginning of a file only, and what a
//! reader leaves out is passed over many bytes at once.

/// A piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark<'b> {
    /// Inside of a start tag, without the slash of an empty element.
    Start { tag: &'b [u8], is_empty: bool },
    /// An end tag.
    End,
    /// A document type declaration with all in it.
    Doctype(&'b [u8]),
    /// A comment, a section of character data, a processing instruction.
    Other,
}

/// The first whole piece of markup at or behind `from`, and where it begins and ends; `None` if there is none so far.
pub(super) fn next_mark(buffer: &[u8], from: usize) -> Option<(usize, usize, Mark<'_>)> {
    let start = from + memchr::memchr(b'<', buffer.get(from..)?)?;
    let rest = &buffer[start..];
    let until = |opening: usize, sign: &[u8]| {
        memchr::memmem::find(rest.get(opening..)?, sign).map(|at| opening + at + sign.len())
    };
    let (n_bytes, mark) = match rest.get(1)? {
        b'!' if rest.starts_with(b"<!--") => (until(4, b"-->")?, Mark::Other),
        b'!' if rest.starts_with(b"<![CDATA[") => (until(9, b"]]>")?, Mark::Other),
        // A comment and character data are distinguished by their first bytes.
        b'!' if rest.len() < b"<![CDATA[".len() => return None,
        b'!' => {
            let n_bytes = declaration_len(rest)?;
            (n_bytes, Mark::Doctype(&rest[..n_bytes]))
        }
        b'?' => (until(2, b"?>")?, Mark::Other),
        b'/' => (until(2, b">")?, Mark::End),
        _ => {
            let end = end_outside_quotes(rest)?;
            let inner = &rest[1..end];
            let tag = inner.strip_suffix(b"/").unwrap_or(inner);
            (end + 1, Mark::Start { tag, is_empty: tag.len() < inner.len() })
        }
    };
    Some((start, start + n_bytes, mark))
}

/// How many bytes stand before the end tag of an element whose beginning has just been read; none if the markup is broken, or if
/// more than `most_levels` elements are open within it.
#[cfg(feature = "office")]
pub(super) fn inner_len(rest: &[u8], most_levels: usize) -> Option<usize> {
    let (mut from, mut n_open) = (0, 0_usize);
    loop {
        let (start, end, mark) = next_mark(rest, from)?;
        match mark {
            Mark::End if n_open == 0 => return Some(start),
            Mark::End => n_open -= 1,
            Mark::Start { is_empty: false, .. } if n_open == most_levels => return None,
            Mark::Start { is_empty: false, .. } => n_open += 1,
            Mark::Doctype(_) => return None,
            Mark::Start { .. } | Mark::Other => {}
        }
        from = end;
    }
}

/// Place of the `>` that ends the tag at the beginning of `bytes`. Values of attributes may have one in them.
fn end_outside_quotes(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        let sign = bytes[at];
        if sign == b'>' {
            return Some(at);
        }
        at += 1;
        at += memchr::memchr(sign, bytes.get(at..)?)? + 1;
    }
}

/// The length of the declaration at the beginning of `bytes`, with the declarations inside of it.
fn declaration_len(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut depth) = (0, 0_usize);
    while at < bytes.len() {
        let rest = &bytes[at..];
        let skipped = |sign: &[u8], n_opening: usize| {
            memchr::memmem::find(rest.get(n_opening..)?, sign).map(|found| n_opening + found + sign.len())
        };
        match rest[0] {
            b'<' if rest.starts_with(b"<!--") => at += skipped(b"-->", 4)?,
            b'<' if rest.starts_with(b"<?") => at += skipped(b"?>", 2)?,
            quote @ (b'"' | b'\'') => at += skipped(&[quote], 1)?,
            b'<' => (at, depth) = (at + 1, depth + 1),
            b'>' if depth <= 1 => return Some(at + 1),
            b'>' => (at, depth) = (at + 1, depth - 1),
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marks of a text as they are, those that are not whole left out.
    fn marks(text: &str) -> Vec<String> {
        let (mut found, mut from) = (Vec::new(), 0);
        while let Some((start, end, mark)) = next_mark(text.as_bytes(), from) {
            let kind = match mark {
                Mark::Start { tag, is_empty } => format!("start {} {is_empty}", String::from_utf8_lossy(tag)),
                Mark::End => "end".to_owned(),
                Mark::Doctype(_) => "doctype".to_owned(),
                Mark::Other => "other".to_owned(),
            };
            found.push(format!("{kind}: {}", &text[start..end]));
            from = end;
        }
        found
    }

    #[cfg(feature = "office")]
    #[test]
    fn an_element_ends_where_its_own_end_is() {
        for inner in
            ["", "a", "<b/>", "<b><b a='</a>' c=\">\"/></b>", "<!-- </a> -->", "<![CDATA[</a>]]>", "<?x </a>?>x"]
        {
            assert_eq!(inner_len(format!("{inner}</a>rest").as_bytes(), 2), Some(inner.len()), "{inner}");
            for cut in 0..inner.len() {
                assert_eq!(inner_len(&inner.as_bytes()[..cut], 2), None, "{inner}");
            }
        }
        assert_eq!(inner_len(b"<b><b><b></b></b></b></a>", 2), None);
        assert_eq!(inner_len(b"<!DOCTYPE x></a>", 2), None);
    }

    #[test]
    fn signs_in_values_comments_and_character_data_end_nothing() {
        let source = "<?xml v='1'?><!DOCTYPE a [<!-- don't > --><!ENTITY b \"<c>\"><?p >?>]><a b='>' c=\"/>\">x > y<!-- <d> -->\
                      <![CDATA[<e>]]]]><f g=\"1\"/></a>";
        let expected = [
            "other: <?xml v='1'?>",
            "doctype: <!DOCTYPE a [<!-- don't > --><!ENTITY b \"<c>\"><?p >?>]>",
            "start a b='>' c=\"/>\" false: <a b='>' c=\"/>\">",
            "other: <!-- <d> -->",
            "other: <![CDATA[<e>]]]]>",
            "start f g=\"1\" true: <f g=\"1\"/>",
            "end: </a>",
        ];
        assert_eq!(marks(source), expected);
        for end in 0..source.len() {
            let found = marks(&source[..end]);
            assert_eq!(found, expected[..found.len()], "{end}");
        }
    }
}
