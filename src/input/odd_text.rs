//! Texts that are there and are no texts to speak of: nothing but white space, or with characters that steer a machine.

use super::options::{Emphasis, InputOptions, Texts};
use crate::diagnostics::Kind;
use crate::text::emphasized;

/// What a user should hear of the text of a document, if one is wanted. Cost: one pass, many bytes at once.
pub(super) fn odd_text(text: &str, options: &InputOptions) -> Option<(Kind, String)> {
    if options.texts != Texts::Required {
        return None;
    }
    if text.trim().is_empty() {
        return Some((Kind::Empty, "has no text".to_owned()));
    }
    control_characters(text)
}

/// A finding about underscores of emphasis, which are parts of words unless the user asks for other ones. The beginning of a
/// text shows whether it has them.
pub(super) fn emphasis(text: &str, options: &InputOptions) -> Option<(Kind, String)> {
    if options.emphasis == Emphasis::Plain || options.texts != Texts::Required {
        return None;
    }
    let beginning = match text.as_bytes().get(..HEAD_BYTES) {
        Some(head) => &text[..memchr::memrchr(b'\n', head).unwrap_or(0)],
        None => text,
    };
    let first = emphasized(beginning)?;
    let message = format!(
        "has words between underscores, such as {}, which makes other words of them; --plain-emphasis takes the underscores off",
        shortened(first)
    );
    Some((Kind::Emphasis, message))
}

/// Bytes that are searched for emphasis.
const HEAD_BYTES: usize = 64 << 10;

/// The phrase on one line, or its beginning if it is long.
fn shortened(phrase: &str) -> String {
    let (begin, rest) = match phrase.char_indices().nth(40) {
        Some((end, _)) => (&phrase[..end], "…"),
        None => (phrase, ""),
    };
    format!("{}{rest}", begin.replace('\n', " "))
}

/// A finding about the control characters of a text, or of a part of a long one.
pub(super) fn control_characters(text: &str) -> Option<(Kind, String)> {
    let n_control = n_control_characters(text);
    let first = || text.bytes().find(|byte| is_control(*byte)).unwrap_or_default();
    (n_control > 0).then(|| {
        let characters = if n_control == 1 {
            "1 control character,".to_owned()
        } else {
            format!("{n_control} control characters, the first")
        };
        (Kind::ControlCharacters, format!("has {characters} U+{:04X}", first()))
    })
}

/// Number of control characters of ASCII but for those that every text may have: tabs, line ends and form feeds.
fn n_control_characters(text: &str) -> u64 {
    let count = |chunk: &[u8]| chunk.iter().filter(|byte| is_control(**byte)).count() as u64;
    text.as_bytes().chunks(CHUNK_BYTES).filter(|chunk| has_control(chunk)).map(count).sum()
}

/// `true` if any byte is a control character, as [`is_control`] has it. Nearly all chunks have none, and greatest and least
/// values are what processors find in many bytes at once.
fn has_control(chunk: &[u8]) -> bool {
    let (mut most, mut least, mut least_of_delete) = (0, u8::MAX, u8::MAX);
    for &byte in chunk {
        // Bytes below a tab wrap around to the greatest values, those below a space and above a line end to the least.
        most = most.max(byte.wrapping_sub(0x09));
        least = least.min(byte.wrapping_sub(0x0e));
        least_of_delete = least_of_delete.min(byte ^ 0x7f);
    }
    most >= 0xf7 || least < 0x12 || least_of_delete == 0
}

/// So many bytes are looked at together.
const CHUNK_BYTES: usize = 4096;

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !(0x09..=0x0d).contains(&byte)) || byte == 0x7f
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let found = odd_text(text, &InputOptions::default()).map(|(_, message)| message);
        assert_eq!(found.as_deref(), expected, "{text:?}");
    }

    #[test]
    fn white_space_alone_is_no_text() {
        check("", Some("has no text"));
        check(" \n\u{a0}\n", Some("has no text"));
        check(".", None);
    }

    #[test]
    fn characters_that_steer_a_machine_are_counted_and_those_of_every_text_are_not() {
        check("one\ttwo\r\nthree\u{c}four\u{85}", None);
        check("a\0b", Some("has 1 control character, U+0000"));
        let many = format!("{}\u{7}\u{1b}[0m", "x".repeat(200)).repeat(2);
        check(&many, Some("has 4 control characters, the first U+0007"));
    }

    #[test]
    fn a_chunk_has_control_characters_if_one_of_its_bytes_is_one() {
        for byte in 0..=u8::MAX {
            assert_eq!(has_control(&[b'a', byte, b' ']), is_control(byte), "{byte:#x}");
        }
    }

    #[test]
    fn words_between_underscores_are_reported_unless_they_are_taken_off() {
        let text = "The _Argo_ sailed. ".repeat(6);
        let (_, message) = emphasis(&text, &InputOptions::default()).unwrap();
        assert!(message.starts_with("has words between underscores, such as _Argo_, "), "{message}");
        let plain = InputOptions { emphasis: Emphasis::Plain, ..InputOptions::default() };
        assert_eq!(emphasis(&text, &plain), None);
        assert_eq!(emphasis("The Argo sailed.", &InputOptions::default()), None);
    }

    #[test]
    fn a_table_of_which_no_text_is_wanted_has_no_odd_one() {
        let options = InputOptions { texts: Texts::Optional, ..InputOptions::default() };
        assert_eq!(odd_text("", &options), None);
    }
}
