//! What decoding gives, of all bytes of an input or of some.

use std::borrow::Cow;

use encoding_rs::DecoderResult;

/// The part of an input that the bytes at hand are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Reach {
    All,
    Head,
}

/// Text and what it cost to get it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::input) struct Decoded<'b> {
    pub(in crate::input) text: Cow<'b, str>,
    /// Sequences that meant nothing and became U+FFFD.
    pub(in crate::input) n_lost: u64,
    /// Where the first of them was, for UTF-8.
    pub(in crate::input) first_lost_at: Option<u64>,
    /// Characters of UTF-8 that were written as two halves and have been joined.
    pub(in crate::input) n_joined: u64,
}

/// The way that a decoder came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    /// Bytes that are done with. What is left is the beginning of a longer unit.
    pub(super) n_read: usize,
    /// Sequences that meant nothing and became U+FFFD.
    pub(super) n_lost: u64,
}

/// Decodes all of `bytes` in an encoding that browsers know.
pub(super) fn decode_web(decoder: &mut encoding_rs::Decoder, mut bytes: &[u8], text: &mut String, reach: Reach) -> u64 {
    let mut n_lost = 0;
    loop {
        let wanted = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
        text.reserve(wanted.max(16));
        let (result, n_read) = decoder.decode_to_string_without_replacement(bytes, text, reach == Reach::All);
        bytes = bytes.get(n_read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return n_lost,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                n_lost += 1;
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}
