//! Letters outside ASCII in header fields: encoded words (RFC 2047).

use memchr::memmem;

use super::transfer::push_quoted;
use crate::input::encoding::decode_labelled;
use crate::text::base64_decoded;

/// No encoded word is looked at further than this: the standard allows 75 bytes, programs write whole subjects.
const LONGEST_WORD_BYTES: usize = 4 << 10;
const LONGEST_CHARSET_BYTES: usize = 64;

/// `value` with its encoded words decoded. Words that follow each other in one character set are decoded together, since
/// many programs cut them inside a character. Cost: one pass, and a bounded search for each `=?`.
pub(super) fn decoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut pending = Pending::default();
    let mut rest = value;
    while let Some(at) = memmem::find(rest.as_bytes(), b"=?") {
        let (before, from) = rest.split_at(at);
        let Some((word, after)) = Word::read(from) else {
            pending.flush(&mut text);
            text.push_str(before);
            text.push_str("=?");
            rest = from.get(2..).unwrap_or_default();
            continue;
        };
        // Blanks between two encoded words only keep them apart.
        if pending.charset.is_none() || !before.trim().is_empty() {
            pending.flush(&mut text);
            text.push_str(before);
        }
        pending.push(&word, &mut text);
        rest = after;
    }
    pending.flush(&mut text);
    text.push_str(rest);
    text
}

struct Word<'v> {
    charset: &'v str,
    sent: Sent,
}

enum Sent {
    /// What the character set makes letters of.
    Bytes(Vec<u8>),
    /// Letters, since there were some outside ASCII where none may be.
    Text(String),
}

impl<'v> Word<'v> {
    /// The encoded word at the beginning of `from`, and what follows.
    fn read(from: &'v str) -> Option<(Self, &'v str)> {
        let inner = from.strip_prefix("=?")?;
        let window = inner.as_bytes().get(..LONGEST_CHARSET_BYTES).unwrap_or(inner.as_bytes());
        let end = memchr::memchr(b'?', window)?;
        let (charset, inner) = (inner.get(..end)?, inner.get(end + 1..)?);
        let [kind, b'?', sent @ ..] = inner.as_bytes() else { return None };
        let end = memmem::find(sent.get(..LONGEST_WORD_BYTES).unwrap_or(sent), b"?=")?;
        let (sent, after) = (sent.get(..end)?, inner.get(end + 4..)?);
        // A language may follow the character set (RFC 2231, section 5).
        let charset = charset.split_once('*').map_or(charset, |(charset, _)| charset);
        let sent = match kind {
            b'b' | b'B' => Sent::Bytes(base64_decoded(sent)),
            b'q' | b'Q' if sent.is_ascii() => Sent::Bytes(quoted(sent)),
            b'q' | b'Q' => Sent::Text(quoted_text(str::from_utf8(sent).ok()?, charset)),
            _ => return None,
        };
        Some((Self { charset, sent }, after))
    }
}

fn quoted(sent: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = sent.iter().map(|&byte| if byte == b'_' { b' ' } else { byte }).collect();
    let mut bytes = Vec::with_capacity(spaced.len());
    push_quoted(&spaced, &mut bytes);
    bytes
}

/// What a word means whose letters are partly there as they are.
fn quoted_text(sent: &str, charset: &str) -> String {
    let mut text = String::with_capacity(sent.len());
    for run in sent.split_inclusive(|c: char| !c.is_ascii()) {
        let letters = run.trim_end_matches(|c: char| !c.is_ascii());
        text.push_str(&decode_labelled(&quoted(letters.as_bytes()), Some(charset)).text);
        text.push_str(run.get(letters.len()..).unwrap_or_default());
    }
    text
}

/// Bytes of words whose characters may go on in the next word.
#[derive(Default)]
struct Pending<'v> {
    charset: Option<&'v str>,
    bytes: Vec<u8>,
}

impl<'v> Pending<'v> {
    fn push(&mut self, word: &Word<'v>, text: &mut String) {
        if !self.charset.is_some_and(|charset| charset.eq_ignore_ascii_case(word.charset)) {
            self.flush(text);
            self.charset = Some(word.charset);
        }
        match &word.sent {
            Sent::Bytes(bytes) => self.bytes.extend_from_slice(bytes),
            Sent::Text(letters) => {
                self.flush(text);
                text.push_str(letters);
                self.charset = Some(word.charset);
            }
        }
    }

    fn flush(&mut self, text: &mut String) {
        if let Some(charset) = self.charset.take() {
            text.push_str(&decode_labelled(&self.bytes, Some(charset)).text);
            self.bytes.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: &str) {
        assert_eq!(decoded(value), expected, "{value:?}");
    }

    #[test]
    fn encoded_words_are_read_and_blanks_between_them_fall_away() {
        check("=?ISO-8859-1?Q?J=F6rg_Weber?= <j@example.org>", "Jörg Weber <j@example.org>");
        check("a =?utf-8?b?w7w=?= =?utf-8?q?=C3=9F?= b", "a üß b");
        check("=?utf-8?q?a?= and =?koi8-r?q?=C1?=", "a and а");
        check("=?utf-8*de?q?=C3=BC?=", "ü");
    }

    #[test]
    fn letters_outside_ascii_in_a_word_are_not_decoded_twice() {
        check("=?iso-8859-1?Q?Die_Fr\u{f6}sche_=FC?=", "Die Frösche ü");
        check("=?utf-8?Q?\u{f6}?= =?utf-8?Q?=C3=BC?= x", "öü x");
    }

    #[test]
    fn a_character_may_be_cut_between_two_words() {
        check("=?UTF-8?B?w7zD?=\n =?utf-8?B?nw==?=", "üß");
    }

    #[test]
    fn what_is_no_encoded_word_stays() {
        for value in ["", "=?", "a =?b?", "=?utf-8?x?a?=", "=?utf-8?q?open", "1 =? 2", "=?=?utf-8"] {
            check(value, value);
        }
        let many = "=?u?q?a".repeat(10_000);
        assert!(decoded(&many) == many);
    }
}
