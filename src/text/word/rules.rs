//! The rules of words, one after the other, as UAX #29 section 4.1.1 writes them: the exact machine, without haste.
//!
//! The rules look back across no boundary. So a segment can be found from its start alone, which lets the block kernel
//! hand over at any boundary and take over again at any later one.

use super::property::Property::{self, *};

/// A stretch between two boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// One past its last byte.
    pub(super) end: usize,
    /// Whether it holds a letter or a number.
    pub(super) is_word: bool,
}

/// The segment of `text` that begins at `start`, which must be a boundary before the end of the text.
///
/// Costs one look at each character of the segment, and one more at those that a rule looks ahead to.
pub(super) fn segment(text: &[u8], start: usize) -> Segment {
    let (first, length) = Property::of(text, start);
    let mut end = start + length;
    let mut left = Left { before: None, effective: first, last: first };
    let mut is_word = first.is_alphanumeric();
    while end < text.len() {
        let (next, length) = Property::of(text, end);
        if !left.joins(next, || following(text, end + length)) {
            break;
        }
        left.push(next);
        is_word |= next.is_alphanumeric();
        end += length;
    }
    Segment { end, is_word }
}

/// What the rules know of the segment so far.
struct Left {
    /// The character before `effective`, both without what rule WB4 passes over.
    before: Option<Property>,
    /// The last character that rule WB4 does not pass over.
    effective: Property,
    /// The last character.
    last: Property,
}

impl Left {
    fn push(&mut self, next: Property) {
        if !next.attaches() {
            self.before = Some(self.effective);
            self.effective = next;
        }
        self.last = next;
    }

    /// Whether there is no boundary before `next`, which `following` follows.
    fn joins(&self, next: Property, following: impl FnOnce() -> Property) -> bool {
        if self.last.is_newline() || next.is_newline() {
            return (self.last, next) == (CarriageReturn, LineFeed); // WB3, WB3a, WB3b
        }
        if self.last == Joiner && next.is_pictograph() || (self.last, next) == (Space, Space) {
            return true; // WB3c, WB3d
        }
        if next.attaches() {
            return true; // WB4
        }
        let before = self.before.unwrap_or(Other);
        match (self.effective, next) {
            (a, b) if is_chain(a) && is_chain(b) => true, // WB5, WB8, WB9, WB10, WB13a, WB13b
            (a, ExtendNumLet) if a.is_katakana() => true, // WB13a
            (ExtendNumLet, b) if b.is_katakana() => true, // WB13b
            (a, b) if a.is_katakana() && b.is_katakana() => true, // WB13
            (Hebrew, SingleQuote) => true,                // WB7a
            (a, b) if a.is_letter() && is_mid_letter(b) => following().is_letter(), // WB6
            (a, b) if is_mid_letter(a) && b.is_letter() => before.is_letter(), // WB7
            (Hebrew, DoubleQuote) => following() == Hebrew, // WB7b
            (DoubleQuote, Hebrew) => before == Hebrew,    // WB7c
            (a, b) if is_mid_number(a) && b.is_numeric() => before.is_numeric(), // WB11
            (a, b) if a.is_numeric() && is_mid_number(b) => following().is_numeric(), // WB12
            // WB15, WB16: a segment begins at a boundary, so a pair is complete if something came before the last.
            (RegionalIndicator, RegionalIndicator) => before != RegionalIndicator,
            _ => false, // WB999
        }
    }
}

/// Letters, numbers and `ExtendNumLet`, which all join each other.
fn is_chain(property: Property) -> bool {
    property.is_letter() || property.is_numeric() || property == ExtendNumLet
}

fn is_mid_letter(property: Property) -> bool {
    matches!(property, MidLetter | MidNumLet | SingleQuote)
}

fn is_mid_number(property: Property) -> bool {
    matches!(property, MidNum | MidNumLet | SingleQuote)
}

/// The first character from `at` on that rule WB4 does not pass over.
fn following(text: &[u8], mut at: usize) -> Property {
    while at < text.len() {
        let (property, length) = Property::of(text, at);
        if !property.attaches() {
            return property;
        }
        at += length;
    }
    Other
}
