//! What the bytes beyond ASCII are in the encodings of single bytes that a text may be in, and how likely they are
//! where they stand.

use std::sync::LazyLock;

use super::alphabets::{ALPHABETS, Alphabet, Script};
use super::kind::{Encoding, Kind};

/// Encodings that a text may be in, with the script of the languages that have it and the logarithm of how rare it is.
const CANDIDATES: [(&str, Script, f64); 43] = [
    ("windows-1252", Script::Latin, 0.0),
    ("windows-1250", Script::Latin, 0.0),
    ("ISO-8859-2", Script::Latin, 0.0),
    ("windows-1254", Script::Latin, 0.0),
    ("windows-1257", Script::Latin, 0.0),
    ("ISO-8859-13", Script::Latin, -0.5),
    ("ISO-8859-3", Script::Latin, -2.0),
    ("ISO-8859-4", Script::Latin, -6.0),
    ("ISO-8859-16", Script::Latin, -2.0),
    ("IBM850", Script::Latin, -1.0),
    ("IBM437", Script::Latin, -1.5),
    ("macintosh", Script::Latin, -1.5),
    ("IBM852", Script::Latin, -1.0),
    ("x-mac-ce", Script::Latin, -2.5),
    ("IBM857", Script::Latin, -2.0),
    ("x-mac-turkish", Script::Latin, -3.0),
    ("IBM775", Script::Latin, -2.0),
    ("IBM860", Script::Latin, -3.0),
    ("IBM861", Script::Latin, -3.0),
    ("IBM863", Script::Latin, -3.0),
    ("IBM865", Script::Latin, -2.0),
    ("x-mac-icelandic", Script::Latin, -3.0),
    ("x-mac-romanian", Script::Latin, -3.0),
    ("windows-1251", Script::Cyrillic, 0.0),
    ("KOI8-U", Script::Cyrillic, 0.0),
    ("KOI8-R", Script::Cyrillic, 0.0),
    ("IBM866", Script::Cyrillic, 0.0),
    ("ISO-8859-5", Script::Cyrillic, -1.0),
    ("x-mac-cyrillic", Script::Cyrillic, -1.0),
    ("IBM855", Script::Cyrillic, -1.0),
    ("IBM1125", Script::Cyrillic, -2.0),
    ("KZ-1048", Script::Cyrillic, -2.0),
    ("PTCP154", Script::Cyrillic, -3.0),
    ("windows-1253", Script::Greek, 0.0),
    ("ISO-8859-7", Script::Greek, 0.0),
    ("IBM737", Script::Greek, -1.0),
    ("IBM869", Script::Greek, -1.0),
    ("x-mac-greek", Script::Greek, -2.0),
    ("windows-1255", Script::Hebrew, 0.0),
    ("IBM862", Script::Hebrew, -1.0),
    ("windows-1256", Script::Arabic, 0.0),
    ("ISO-8859-6", Script::Arabic, 0.0),
    ("IBM720", Script::Arabic, -1.0),
];

/// Places of an alphabet with letters that a language cannot do without.
const COMMON_PLACES: usize = 7;

/// The score of a letter that the language does not have.
const FOREIGN: f64 = -8.0;
/// The score of a letter of another script.
const OUTLANDISH: f64 = -10.0;
/// The score of a byte that means nothing, or of a control character.
const NOTHING: f64 = -14.0;
/// A capital where a word begins.
const CAPITAL: f64 = -2.5;
/// A capital beside another one.
const CAPITAL_AMONG_CAPITALS: f64 = -1.2;
/// A capital behind a small letter.
const CAPITAL_INSIDE: f64 = -6.0;
/// A letter of another script than Latin beside one of ASCII.
const BESIDE_ASCII: f64 = -2.5;
/// A letter beyond ASCII behind another one, in a Latin script.
const BESIDE_ANOTHER: f64 = -2.5;
/// A letter that is a word.
const ALONE: f64 = -3.0;
/// The same in a Latin script, where it is more often one of two letters.
const ALONE_IN_LATIN: f64 = -1.0;
/// A letter beside a digit.
const BESIDE_DIGIT: f64 = -4.0;
/// The same letter for the third time.
const THRICE: f64 = -8.0;
/// A sign between two letters, which hold together what would be a word.
const SIGN_INSIDE: f64 = -4.5;

/// A sign of a measure beside a digit, where it belongs.
const MEASURE_BESIDE_DIGIT: f64 = 2.5;
/// An apostrophe between two letters, where it belongs.
const APOSTROPHE_INSIDE: f64 = 2.5;
/// A part of a frame beside its like.
const FRAME_BESIDE_SAME: f64 = 3.5;
/// A small letter before a capital.
const BEFORE_CAPITAL: f64 = -3.0;
/// A kind of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Small,
    Capital,
    /// A letter of a script without capitals.
    Plain,
    Sign,
    /// A sign that stands beside numbers.
    Measure,
    Apostrophe,
    Frame,
    Nothing,
}

/// What the bytes beyond ASCII are in an encoding.
pub(super) struct Table {
    pub(super) encoding: Encoding,
    pub(super) script: Script,
    /// The logarithm of how rare the encoding is.
    pub(super) rarity: f64,
    /// Places of the languages that have the encoding, each with the logarithms of how often it has which character.
    pub(super) languages: Vec<(usize, [f64; 128])>,
    chars: [char; 128],
    classes: [Class; 128],
}

/// The tables of all encodings, the commoner first.
pub(super) static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let known = CANDIDATES.iter().filter_map(|(name, script, rarity)| Some((Encoding::named(name)?, *script, *rarity)));
    known.map(|(encoding, script, rarity)| Table::of(encoding, script, rarity)).collect()
});

impl Table {
    /// True for an encoding that browsers' guess tells from others of its kind.
    pub(super) fn is_told_by_browsers(&self) -> bool {
        matches!(self.encoding.0, Kind::Web(_)) && !self.encoding.name().contains("mac")
    }

    fn of(encoding: Encoding, script: Script, rarity: f64) -> Self {
        let mut chars = ['\u{fffd}'; 128];
        match encoding.0 {
            Kind::Page(page) => {
                for (byte, c) in (0x80..=0xff).zip(&mut chars) {
                    *c = page.upper(byte).unwrap_or('\u{fffd}');
                }
            }
            Kind::Web(web) => {
                for (byte, c) in (0x80_u8..=0xff).zip(&mut chars) {
                    let text = web.decode_without_bom_handling_and_without_replacement(std::slice::from_ref(&byte));
                    *c = text.and_then(|text| text.chars().next()).unwrap_or('\u{fffd}');
                }
            }
            _ => {}
        }
        let mut table = Self { encoding, script, rarity, languages: Vec::new(), chars, classes: chars.map(class) };
        let languages = ALPHABETS.iter().enumerate().filter(|(_, alphabet)| alphabet.script == script);
        let spoken = languages.filter(|(_, alphabet)| table.has_letters_of(alphabet));
        table.languages = spoken.map(|(idx, alphabet)| (idx, chars.map(|c| frequency(c, alphabet)))).collect();
        table
    }

    /// True if all letters are there that the language cannot do without.
    fn has_letters_of(&self, alphabet: &Alphabet) -> bool {
        let mut letters = alphabet.letters.iter().take(COMMON_PLACES).flat_map(|letters| letters.chars());
        // Who has no Ukrainian i writes that of ASCII.
        letters.all(|letter| letter == 'і' || self.chars.contains(&letter))
    }

    fn class(&self, byte: u8) -> Class {
        match byte {
            b'a'..=b'z' => Class::Small,
            b'A'..=b'Z' => Class::Capital,
            _ if byte.is_ascii() => Class::Sign,
            _ => self.classes.get(usize::from(byte & 0x7f)).copied().unwrap_or(Class::Nothing),
        }
    }

    /// The logarithm of how likely a character of this class stands between those around it.
    pub(super) fn place(&self, [second_before, before, byte, behind]: [u8; 4]) -> f64 {
        let [past, prior, class, next] = [second_before, before, byte, behind].map(|byte| self.class(byte));
        let is_letter = |class: Class| matches!(class, Class::Small | Class::Capital | Class::Plain);
        let is_beside_digit = before.is_ascii_digit() || behind.is_ascii_digit();
        if !is_letter(class) {
            let is_inside = is_letter(prior) && is_letter(next);
            return match class {
                Class::Apostrophe if is_inside => APOSTROPHE_INSIDE,
                Class::Apostrophe | Class::Nothing => 0.0,
                Class::Frame if is_letter(prior) || is_letter(next) => -7.0,
                Class::Frame if before == byte || behind == byte => FRAME_BESIDE_SAME,
                Class::Frame => 0.0,
                Class::Measure if is_beside_digit => MEASURE_BESIDE_DIGIT,
                _ if is_inside => SIGN_INSIDE,
                _ => 0.0,
            };
        }
        let mut sum = match class {
            Class::Capital if prior == Class::Small => CAPITAL_INSIDE,
            Class::Capital if prior == Class::Capital => CAPITAL_AMONG_CAPITALS,
            Class::Capital if next == Class::Capital => CAPITAL_AMONG_CAPITALS,
            Class::Capital => CAPITAL,
            Class::Small if prior == Class::Capital && past == Class::Capital => CAPITAL,
            Class::Small if next == Class::Capital => BEFORE_CAPITAL,
            _ => 0.0,
        };
        if is_beside_digit {
            sum += BESIDE_DIGIT;
        }
        if second_before == before && before == byte {
            sum += THRICE;
        }
        let (ascii_before, ascii_behind) = (before.is_ascii_alphabetic(), behind.is_ascii_alphabetic());
        if self.script == Script::Latin {
            sum += if !before.is_ascii() && is_letter(prior) { BESIDE_ANOTHER } else { 0.0 };
            sum += if is_letter(prior) || is_letter(next) { 0.0 } else { ALONE_IN_LATIN };
        } else {
            sum += if is_letter(prior) || is_letter(next) { 0.0 } else { ALONE };
            sum += BESIDE_ASCII * (f64::from(u8::from(ascii_before)) + f64::from(u8::from(ascii_behind)));
        }
        sum
    }
}

/// The logarithm of how often a character is in a language.
fn frequency(c: char, alphabet: &Alphabet) -> f64 {
    match class(c) {
        Class::Nothing => return NOTHING,
        Class::Frame => return -5.0,
        Class::Apostrophe => return -4.0,
        Class::Sign | Class::Measure => return sign(c),
        _ => {}
    }
    let place = |c: char| alphabet.letters.iter().position(|letters| letters.contains(c));
    match place(c).or_else(|| place(small(c))) {
        Some(place) => -(place as f64 + 1.0) * std::f64::consts::LN_2,
        None if script(c) == Some(alphabet.script) => FOREIGN,
        None => OUTLANDISH,
    }
}

fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn sign(c: char) -> f64 {
    match c {
        '\u{a0}' | '«' | '»' | '“' | '”' | '„' | '‘' | '–' | '—' | '…' | '№' => -4.5,
        '°' | '§' | '©' | '®' | '€' | '•' | '·' | '™' | '£' | '²' | '½' | '\u{ad}' => -6.0,
        _ => -8.0,
    }
}

fn class(c: char) -> Class {
    match c {
        '’' | '´' => Class::Apostrophe,
        '£' | '€' | '§' | '°' | '²' | '³' | '½' | '±' | '№' => Class::Measure,
        '─'..='╿' => Class::Frame,
        '\u{fffd}' => Class::Nothing,
        _ if c.is_control() => Class::Nothing,
        'ª' | 'º' | 'µ' => Class::Sign,
        _ if c.is_lowercase() => Class::Small,
        _ if c.is_uppercase() => Class::Capital,
        _ if c.is_alphabetic() => Class::Plain,
        _ => Class::Sign,
    }
}

fn script(c: char) -> Option<Script> {
    Some(match c {
        'À'..='ɏ' => Script::Latin,
        'Ͱ'..='Ͽ' => Script::Greek,
        'Ѐ'..='ԯ' => Script::Cyrillic,
        '\u{590}'..='\u{5ff}' => Script::Hebrew,
        '\u{600}'..='\u{6ff}' => Script::Arabic,
        _ => return None,
    })
}
