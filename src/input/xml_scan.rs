//! The quick way past an element of XML: its markup is looked at, not read.

use memchr::{memchr, memchr3, memmem};

/// How many bytes stand before the end tag of an element whose beginning has just been read; none if the markup is broken, or if
/// more than `most_levels` elements are open within it.
pub(super) fn inner_len(rest: &[u8], most_levels: usize) -> Option<usize> {
    let mut at = 0;
    let mut n_open = 0_usize;
    loop {
        at += memchr(b'<', rest.get(at..)?)?;
        let markup = rest.get(at..)?;
        at += match markup.get(1)? {
            b'/' if n_open == 0 => return Some(at),
            b'/' => {
                n_open -= 1;
                memchr(b'>', markup)? + 1
            }
            b'!' if markup.starts_with(b"<!--") => past(markup, 4, b"-->")?,
            b'!' if markup.starts_with(b"<![CDATA[") => past(markup, 9, b"]]>")?,
            b'!' => return None,
            b'?' => past(markup, 2, b"?>")?,
            _ => {
                let len = tag_len(markup)?;
                if markup.get(len.checked_sub(2)?) != Some(&b'/') {
                    n_open += 1;
                    if n_open > most_levels {
                        return None;
                    }
                }
                len
            }
        };
    }
}

/// The length of markup that ends with `end`, which stands `start` bytes in at the earliest.
fn past(markup: &[u8], start: usize, end: &[u8]) -> Option<usize> {
    Some(start + memmem::find(markup.get(start..)?, end)? + end.len())
}

/// The length of a tag, in whose quotes its end is no end.
fn tag_len(markup: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr3(b'>', b'"', b'\'', markup.get(at..)?)?;
        match markup.get(at)? {
            b'>' => return Some(at + 1),
            &quote => at += 2 + memchr(quote, markup.get(at + 1..)?)?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
