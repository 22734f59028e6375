//! The strings of JSON (RFC 8259): what stands between their quotes, and the text that it means.
//!
//! Most of a text means itself, so it is copied in long runs. A run ends at a quote, a backslash or a control character,
//! which are looked for in many bytes at once.

use std::borrow::Cow;

/// How many bytes at the beginning of `bytes` mean themselves between quotes. Cost: linear, 8 bytes a step for a short run,
/// then 32.
fn json_plain_len(bytes: &[u8]) -> usize {
    let near = &bytes[..bytes.len().min(MOST_NEAR_BYTES)];
    let n_near = plain_len_by_words(near);
    if n_near < MOST_NEAR_BYTES {
        return n_near;
    }
    let (chunks, _) = bytes[n_near..].as_chunks::<LANE_BYTES>();
    let is_plain = |chunk: &&[u8; LANE_BYTES]| !chunk.iter().fold(false, |any, &byte| any | is_special(byte));
    let n_plain = n_near + LANE_BYTES * chunks.iter().take_while(is_plain).count();
    n_plain + plain_len_by_words(&bytes[n_plain..])
}

/// The same for the inside of a string that was written as JSON and goes on behind it: all up to a quote or backslash is
/// looked at, since a control character, which would be a mistake, is not expected. Cost: linear, and a third of that above
/// for long runs.
pub fn json_written_len(bytes: &[u8]) -> usize {
    let near = &bytes[..bytes.len().min(MOST_NEAR_BYTES)];
    let n_near = plain_len_by_words(near);
    if n_near < MOST_NEAR_BYTES {
        return n_near;
    }
    let far = &bytes[n_near..];
    let run = &far[..memchr::memchr2(b'"', b'\\', far).unwrap_or(far.len())];
    let has_mistake = run.iter().fold(false, |any, &byte| any | (byte < 0x20));
    let first_mistake = || run.iter().position(|&byte| byte < 0x20);
    n_near + if has_mistake { first_mistake() } else { None }.unwrap_or(run.len())
}

/// The length of the string at the beginning of `bytes`, its quotes included, and `true` if there are escapes in it; `None` if it
/// does not end, or if there is something in it that is no string. `run_len` says how many bytes from a place on are plain.
pub fn json_string_len(bytes: &[u8], run_len: impl Fn(&[u8]) -> usize) -> Option<(usize, bool)> {
    let (mut at, mut has_escapes) = (1, false);
    loop {
        at += run_len(bytes.get(at..)?);
        match bytes.get(at)? {
            b'"' => return Some((at + 1, has_escapes)),
            b'\\' => (at, has_escapes) = (at + 2, true),
            _ => return None,
        }
    }
}

/// Most strings are shorter than this, and for them wider steps would be wasted.
const MOST_NEAR_BYTES: usize = 24;

/// As many bytes as a compiler makes one or two vectors of.
const LANE_BYTES: usize = 32;

fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn plain_len_by_words(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(chunk) = bytes[at..].first_chunk() {
        let special = special_bytes(u64::from_le_bytes(*chunk));
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += size_of::<u64>();
    }
    let rest = &bytes[at..];
    at + rest.iter().position(|&byte| is_special(byte)).unwrap_or(rest.len())
}

/// Appends `text` as a JSON string, quotes included: control characters escaped, and nothing else that need not be.
pub fn push_json_string(text: &str, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    out.push(b'"');
    loop {
        let (plain, special) = rest.split_at(json_plain_len(rest));
        out.extend_from_slice(plain);
        let Some((&byte, after)) = special.split_first() else { break };
        let short = match byte {
            b'"' | b'\\' => byte,
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0c => b'f',
            _ => b'u',
        };
        out.extend_from_slice(&[b'\\', short]);
        if short == b'u' {
            out.extend_from_slice(&[b'0', b'0', hex_digit(byte >> 4), hex_digit(byte & 0xf)]);
        }
        rest = after;
    }
    out.push(b'"');
}

/// What the inside of a JSON string means; `None` if an escape in it is none. Copies only if there is an escape.
pub fn json_unescaped(inside: &str) -> Option<Cow<'_, str>> {
    let Some(first) = memchr::memchr(b'\\', inside.as_bytes()) else { return Some(Cow::Borrowed(inside)) };
    let mut text = String::with_capacity(inside.len());
    text.push_str(&inside[..first]);
    let mut rest = &inside[first..];
    while let Some(escape) = rest.as_bytes().get(1) {
        let (means, n_bytes) = match escape {
            b'n' => ('\n', 2),
            b't' => ('\t', 2),
            b'r' => ('\r', 2),
            b'b' => ('\u{8}', 2),
            b'f' => ('\u{c}', 2),
            b'"' | b'\\' | b'/' => (char::from(*escape), 2),
            b'u' => code_point(rest)?,
            _ => return None,
        };
        text.push(means);
        rest = &rest[n_bytes..];
        let next = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
        text.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    rest.is_empty().then_some(Cow::Owned(text))
}

/// The character of `\uXXXX`, or of two such that are a surrogate pair, at the beginning of `rest`, and their length.
fn code_point(rest: &str) -> Option<(char, usize)> {
    let first = code_unit(rest)?;
    if !(0xd800..0xdc00).contains(&first) {
        return Some((char::from_u32(first)?, 6));
    }
    let second = code_unit(rest.get(6..)?).filter(|unit| (0xdc00..0xe000).contains(unit))?;
    Some((char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))?, 12))
}

fn code_unit(rest: &str) -> Option<u32> {
    let digits = rest.strip_prefix("\\u")?.get(..4)?;
    // The conversion would take a sign, too.
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

fn hex_digit(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'a' + value - 10 }
}

/// The highest bit of the first byte of `word` that is a quote, a backslash or below a blank; the bits above may say
/// anything then. After Mycroft's test for a zero byte: subtracting borrows from the bytes above only.
fn special_bytes(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = ONES << 7;
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & HIGHS;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    below(word, 0x20) | equal(b'"') | equal(b'\\')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_escape_that_is_none_gives_no_text() {
        for inside in [r"\x", r"\u12", r"\u+123", r"\ud800", r"\ud800\u0041", r"\udc00", r"\uééé", "a\\"] {
            assert_eq!(json_unescaped(inside), None, "{inside}");
            assert!(serde_json::from_str::<String>(&format!("\"{inside}\"")).is_err(), "{inside}");
        }
    }

    #[test]
    fn a_text_without_escapes_is_not_copied() {
        assert!(matches!(json_unescaped("naïve"), Some(Cow::Borrowed("naïve"))));
    }

    proptest! {
        #[test]
        fn strings_are_those_of_a_json_library(text in "[a-z\"\\\\\n\u{0}-\u{1f}\u{7f}é語😀]{0,40}|.{0,60}") {
            let mut written = Vec::new();
            push_json_string(&text, &mut written);
            prop_assert_eq!(String::from_utf8_lossy(&written), serde_json::to_string(&text).unwrap());
            let inside = std::str::from_utf8(&written[1..written.len() - 1]).unwrap();
            prop_assert_eq!(json_unescaped(inside).map(Cow::into_owned), Some(text));
        }

        #[test]
        fn escapes_mean_what_a_json_library_says(
            inside in r#"([a-zé ]{0,9}|\\[nrtbf/"u\\]|\\u[0-9a-fD]{4}|\\ud83d\\ude00|\\x){0,6}"#,
        ) {
            let expected: Option<String> = serde_json::from_str(&format!("\"{inside}\"")).ok();
            prop_assert_eq!(json_unescaped(&inside).map(Cow::into_owned), expected);
        }

        #[test]
        fn what_is_plain_ends_at_the_first_byte_that_is_not(bytes in prop::collection::vec(prop_oneof![20 => 0x20..0x7f_u8, 1 => any::<u8>()], 0..150)) {
            let plain = |byte: &u8| *byte >= 0x20 && *byte != b'"' && *byte != b'\\';
            let n_plain = bytes.iter().take_while(|byte| plain(byte)).count();
            prop_assert_eq!((json_plain_len(&bytes), json_written_len(&bytes)), (n_plain, n_plain));
        }
    }
}
