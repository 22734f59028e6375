//! Johab: a Korean syllable is 16 bits, a one and three letters of five bits each. Everything else is the Korean
//! standard set in another place.

use encoding_rs::EUC_KR;

use super::decoded::Step;

/// The place of a letter that is missing.
const FILLER: u8 = 0;
/// The place of bits that stand for no letter.
const NONE: u8 = 0xff;

/// Places of letters in Unicode's order, counted from one, by their five bits.
fn leading(bits: u8) -> u8 {
    match bits {
        1 => FILLER,
        2..=20 => bits - 1,
        _ => NONE,
    }
}

fn medial(bits: u8) -> u8 {
    match bits {
        2 => FILLER,
        3..=7 => bits - 2,
        10..=15 => bits - 4,
        18..=23 => bits - 6,
        26..=29 => bits - 8,
        _ => NONE,
    }
}

fn trailing(bits: u8) -> u8 {
    match bits {
        1 => FILLER,
        2..=17 => bits - 1,
        19..=29 => bits - 2,
        _ => NONE,
    }
}

/// Single letters, as Unicode's compatibility letters are numbered from U+3131 on.
const LONE_LEADING: [u8; 19] = [0, 1, 3, 6, 7, 8, 16, 17, 18, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29];
const LONE_TRAILING: [u8; 27] =
    [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 25, 26, 27, 28, 29];

/// Decodes the whole characters of `bytes` onto `text`.
pub(super) fn decode(bytes: &[u8], text: &mut String) -> Step {
    let mut step = Step::default();
    text.reserve(bytes.len());
    while let Some((&first, behind)) = bytes.get(step.n_read..).and_then(<[u8]>::split_first) {
        if first.is_ascii() {
            text.push(char::from(first));
            step.n_read += 1;
            continue;
        }
        let Some(&second) = behind.first() else { return step };
        let c = of_pair(first, second);
        text.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
        step.n_lost += u64::from(c.is_none());
        // A byte of ASCII behind one that means nothing is itself.
        step.n_read += if c.is_none() && second.is_ascii() { 1 } else { 2 };
    }
    step
}

fn of_pair(first: u8, second: u8) -> Option<char> {
    if first < 0xd8 { syllable(first, second) } else { of_set(first, second) }
}

fn syllable(first: u8, second: u8) -> Option<char> {
    let bits = u16::from_be_bytes([first, second]);
    let five = |shift: u16| (bits >> shift & 0x1f) as u8;
    let (leading, medial, trailing) = (leading(five(10)), medial(five(5)), trailing(five(0)));
    let letter = |number: u32| char::from_u32(0x3131 + number);
    let lone =
        |table: &[u8], place: u8| table.get(usize::from(place) - 1).and_then(|&number| letter(u32::from(number)));
    match (leading, medial, trailing) {
        (NONE, ..) | (_, NONE, _) | (.., NONE) => None,
        (FILLER, FILLER, FILLER) => char::from_u32(0x3164),
        (leading, FILLER, FILLER) => lone(&LONE_LEADING, leading),
        (FILLER, medial, FILLER) => letter(0x1e + u32::from(medial) - 1),
        (FILLER, FILLER, trailing) => lone(&LONE_TRAILING, trailing),
        (FILLER, ..) | (_, FILLER, _) => None,
        (leading, medial, trailing) => {
            let (leading, medial) = (u32::from(leading) - 1, u32::from(medial) - 1);
            char::from_u32(0xac00 + (leading * 21 + medial) * 28 + u32::from(trailing))
        }
    }
}

/// Signs and Hanja: each first byte holds two rows of the standard set.
fn of_set(first: u8, second: u8) -> Option<char> {
    let rows = match first {
        0xd9..=0xde => 2 * (first - 0xd9),
        0xe0..=0xf9 => 2 * (first - 0xe0) + 0x29,
        _ => return None,
    };
    let cell = match second {
        0x31..=0x7e => second - 0x31,
        0x91..=0xfe => second - 0x43,
        _ => return None,
    };
    let (row, cell) = if cell < 94 { (rows, cell) } else { (rows + 1, cell - 94) };
    // The row of single letters, which are syllables here.
    if row == 3 && cell < 51 {
        return None;
    }
    let bytes = [0xa1 + row, 0xa1 + cell];
    let text = EUC_KR.decode_without_bom_handling_and_without_replacement(&bytes)?;
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, u64) {
        let mut text = String::new();
        let step = decode(bytes, &mut text);
        (text, step.n_lost)
    }

    #[test]
    fn syllables_letters_signs_and_hanja_are_read() {
        let bytes = b"\x88a\xd3\xbd\xd0e\x8bi \x88A\x84a\x84D \xd93\xd92\xe02\xe01\xf9\xfe\xda\xd4";
        assert_eq!(decoded(bytes), ("가힣한글 ㄱㅏㄳ 。、佳伽詰\u{3164}".to_owned(), 0));
    }

    #[test]
    fn what_is_no_character_is_lost_and_ascii_behind_it_is_kept() {
        assert_eq!(decoded(b"\x80a"), ("\u{fffd}a".to_owned(), 1));
        assert_eq!(decoded(b"\xff\xff."), ("\u{fffd}.".to_owned(), 1));
    }
}
