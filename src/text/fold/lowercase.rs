//! Lower case, without a look at each character where few of them change.

use std::ops::Range;
use std::sync::LazyLock;

/// Appends `text` in lower case to `out` (Unicode's full mapping, without the locale's tailoring).
///
/// Cost: about a nanosecond per character that stays, which are copied in runs, and a few per character that changes.
pub fn lowercase_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return;
    }
    let mut rest = text;
    while let Some(changed) = first_changed(rest) {
        out.push_str(&rest[..changed.start]);
        out.extend(rest[changed.clone()].chars().flat_map(char::to_lowercase));
        rest = &rest[changed.end..];
    }
    out.push_str(rest);
}

/// Whether lower case leaves `text` as it is.
pub(super) fn is_lowercase(text: &str) -> bool {
    let may_change = |byte: u8| byte.is_ascii_uppercase() | (byte >= 0x80);
    !text.bytes().any(may_change) || first_changed(text).is_none()
}

/// The lower case of a letter, the first character of it if there are several.
pub(in crate::text) fn lowercase(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

/// The first character of `text` that has another lower case.
fn first_changed(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let two_bytes = &*CHANGED_OF_TWO_BYTES;
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        let length = match lead {
            0x00..=0x7f => 1,
            0x80..=0xdf => 2,
            0xe0..=0xef => 3,
            _ => 4,
        };
        let is_changed = match lead {
            0x00..=0x7f => lead.is_ascii_uppercase(),
            0x80..=0xdf => {
                let code = usize::from(lead & 0x1f) << 6 | usize::from(bytes[at + 1] & 0x3f);
                two_bytes[code >> 6] >> (code & 63) & 1 == 1
            }
            // No letter from U+0800 to U+0FFF, and from U+3000 to U+9FFF, has case.
            0xe0 | 0xe3..=0xe9 => false,
            _ => text[at..].chars().next().is_some_and(changes),
        };
        if is_changed {
            return Some(at..at + length);
        }
        at += length;
    }
    None
}

/// For each code point below U+0800, a bit that says whether its lower case is another.
static CHANGED_OF_TWO_BYTES: LazyLock<[u64; 32]> = LazyLock::new(|| {
    let mut bits = [0; 32];
    for c in '\0'..'\u{800}' {
        bits[c as usize >> 6] |= u64::from(changes(c)) << (c as usize & 63);
    }
    bits
});

fn changes(c: char) -> bool {
    !c.to_lowercase().eq([c])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_case_follows_unicode_beyond_ascii() {
        let mut out = "x".to_owned();
        lowercase_into("ÀB", &mut out);
        lowercase_into("CD", &mut out);
        assert_eq!(out, "xàbcd");
    }

    #[test]
    fn every_character_has_the_lower_case_of_the_standard_mapping() {
        let mut out = String::new();
        for c in '\0'..=char::MAX {
            let text = format!("é{c}");
            out.clear();
            lowercase_into(&text, &mut out);
            assert!(out.chars().skip(1).eq(c.to_lowercase()), "{c:?}");
            assert_eq!(is_lowercase(&text), !changes(c), "{c:?}");
        }
    }
}
