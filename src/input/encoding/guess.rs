//! The encoding of bytes that nothing tells: as browsers guess it, and beyond the encodings that they know, by how
//! often letters are in the languages that have others.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_KR, WINDOWS_1252};

use super::alphabets::Script;
use super::decoded::Reach;
use super::johab;
use super::kind::{Encoding, Kind};
use super::letters::{Sample, Score};
use super::single_bytes::Table;

/// Bytes of a long input that are looked at to tell its encoding.
pub(in crate::input) const SNIFF_BYTES: usize = 64 << 10;

/// The least mean of logarithms that a text has in the encoding that it is in. Bytes by chance have far less.
const MIN_MEAN: f64 = -4.4;
/// The same where browsers' guess is an encoding of several bytes, which is rarely wrong.
const MIN_MEAN_AGAINST_PAIRS: f64 = -3.6;
/// So many bytes beyond ASCII are few.
const FEW_BYTES: usize = 6;
/// The same for few bytes beyond ASCII.
const MIN_MEAN_OF_FEW: f64 = -2.8;
/// A better score must be better by this logarithm of odds, and by that of how rare its encoding is.
const MIN_GAIN: f64 = 6.0;
/// The gain in the mean that it takes as well between encodings that browsers' guess tells apart, which looks at pairs
/// of letters.
const MIN_GAIN_IN_MEAN: f64 = 1.0;
/// The same for Latin scripts, of which few letters count.
const MIN_GAIN_IN_MEAN_OF_LATIN: f64 = 2.0;
/// ASCII letters for each sign beyond ASCII in a text of Latin letters.
const LETTERS_A_SIGN: usize = 10;
/// Fewer characters beyond ASCII may be Korean by chance.
const MIN_SYLLABLES: usize = 6;
/// Bytes before the first one beyond ASCII that are looked at in a long text.
const BYTES_BEFORE: usize = 1 << 10;

/// The encoding that `bytes` are most likely in, which are not UTF-8.
pub(super) fn guess(bytes: &[u8], reach: Reach) -> Encoding {
    let (bytes, reach) = telling(bytes, reach);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, reach == Reach::All);
    let usual = detector.guess(None, Utf8Detection::Deny);
    if usual.is_single_byte() && are_signs(bytes) {
        return Encoding::web(WINDOWS_1252);
    }
    let usual = Encoding::web(usual);
    if is_johab(bytes, reach) {
        return Encoding(Kind::Johab);
    }
    let sample = Sample::of(bytes);
    let Some((table, best)) = sample.best() else { return usual };
    let is_better = match sample.score(usual) {
        Some((of_usual, score)) => is_better((table, best), (of_usual, score)),
        // Of Vietnamese there are no frequencies here.
        None if usual.name() == "windows-1258" && best.n_bytes < 9 => false,
        None => best.mean() > if best.n_bytes > FEW_BYTES { MIN_MEAN_AGAINST_PAIRS } else { MIN_MEAN_OF_FEW },
    };
    if is_better { table.encoding } else { usual }
}

/// `true` for a text in ASCII but for a few signs of windows-1252 that are no letters and stand in no word, such as `½` and `¢`. As
/// letters of another encoding they would be words of their own among all those of ASCII letters.
fn are_signs(bytes: &[u8]) -> bool {
    let n_letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let places = bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii());
    let (mut beyond, mut stand_apart) = (Vec::new(), true);
    for (at, &byte) in places {
        beyond.push(byte);
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let is_in_word =
            before.is_some_and(u8::is_ascii_alphabetic) || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        stand_apart &= !is_in_word;
    }
    let (signs, _) = WINDOWS_1252.decode_without_bom_handling(&beyond);
    stand_apart
        && n_letters >= LETTERS_A_SIGN * beyond.len()
        && !signs.chars().any(|c| c.is_alphabetic() || c.is_control())
}

/// The part of `bytes` that is looked at: of a long text that around its first byte beyond ASCII, since a guess costs many times what
/// a search does.
fn telling(bytes: &[u8], reach: Reach) -> (&[u8], Reach) {
    if bytes.len() <= SNIFF_BYTES {
        return (bytes, reach);
    }
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
    let from = bytes.get(first.saturating_sub(BYTES_BEFORE)..).unwrap_or_default();
    match from.get(..SNIFF_BYTES) {
        Some(cut) => (cut, Reach::Head),
        None => (from, reach),
    }
}

/// Whether a text reads so much better in one encoding than in browsers' guess that the guess is wrong.
fn is_better((table, best): (&Table, Score), (of_usual, usual): (&Table, Score)) -> bool {
    let (gain, gain_in_mean) = (best.sum - usual.sum, best.mean() - usual.mean());
    let is_told_apart = table.is_told_by_browsers() && of_usual.is_told_by_browsers();
    let is_enough = match of_usual.script {
        _ if !is_told_apart => gain > MIN_GAIN,
        Script::Latin => gain > MIN_GAIN && gain_in_mean > MIN_GAIN_IN_MEAN_OF_LATIN,
        _ => gain > MIN_GAIN && gain_in_mean > MIN_GAIN_IN_MEAN,
    };
    is_enough && best.mean() > MIN_MEAN
}

/// Whether all of `bytes` decode as Johab, most of it to syllables, and nearly all of these such as Korean has words
/// with.
fn is_johab(bytes: &[u8], reach: Reach) -> bool {
    let mut text = String::new();
    let step = johab::decode(bytes, &mut text);
    if step.n_lost > 0 || (reach == Reach::All && step.n_read < bytes.len()) {
        return false;
    }
    let (mut n_beyond, mut n_syllables, mut n_usual) = (0, 0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        n_beyond += 1;
        n_syllables += usize::from(('가'..='힣').contains(&c));
        n_usual += usize::from(is_usual(c));
    }
    n_syllables >= MIN_SYLLABLES && 10 * n_syllables >= 6 * n_beyond && 20 * n_usual >= 19 * n_syllables
}

/// Whether a syllable is one of the 2,350 of 11,172 that the Korean standard set has.
fn is_usual(syllable: char) -> bool {
    let mut utf8 = [0; 4];
    let (bytes, ..) = EUC_KR.encode(syllable.encode_utf8(&mut utf8));
    ('가'..='힣').contains(&syllable) && matches!(&*bytes, [0xb0..=0xc8, 0xa1..=0xfe])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of a text, each character of which must be in the encoding.
    fn encoded(text: &str, label: &str) -> Vec<u8> {
        let byte_of = |c: char| match Encoding::named(label).unwrap().0 {
            Kind::Page(page) => (0x80..=0xff).find(|&byte| page.upper(byte) == Some(c)).unwrap(),
            Kind::Web(web) => web.encode(c.encode_utf8(&mut [0; 4])).0[0],
            _ => unreachable!(),
        };
        text.chars().map(|c| if c.is_ascii() { c as u8 } else { byte_of(c) }).collect()
    }

    #[track_caller]
    fn check(text: &str, labels: &[&str]) {
        for label in labels {
            let bytes = encoded(text, label);
            let mut said = String::new();
            guess(&bytes, Reach::All).decoder().decode(&bytes, &mut said, Reach::All);
            assert_eq!(said, text, "{label}");
        }
    }

    #[test]
    fn signs_in_a_text_of_ascii_letters_are_no_word_of_another_script() {
        check("They lowered the toll at the bridge by 2½¢ from the first of the month on.", &["windows-1252"]);
        check(
            "At 5° the ±0.5 mm of § 3 (£2¼) still hold for the weir, for the mill and for all of its gates.",
            &["windows-1252"],
        );
        check("Wisła płynie dalej niż Warta, a Łaba jeszcze dalej.", &["iso-8859-2", "windows-1250"]);
        check("The sign at the old harbor said Пристань, which means landing stage.", &["windows-1251"]);
    }

    #[test]
    fn cyrillic_is_told_apart_in_all_its_encodings() {
        let text = "Съешь же ещё этих мягких французских булок, да выпей чаю. Широкая электрификация южных губерний.";
        check(text, &["windows-1251", "koi8-r", "ibm866", "iso-8859-5", "x-mac-cyrillic", "cp855"]);
    }

    #[test]
    fn greek_hebrew_and_arabic_are_told_apart_in_all_their_encodings() {
        let greek = "Ο ποταμός είναι βαθύς και το νερό κρύο. Το πρωί οι ψαράδες βγαίνουν με τις βάρκες τους.";
        check(greek, &["windows-1253", "iso-8859-7", "cp737", "cp869", "mac-greek"]);
        check("הנהר עמוק והמים קרים. בבוקר יוצאים הדייגים בסירות שלהם.", &["windows-1255", "cp862"]);
        check("النهر عميق والماء بارد. في الصباح يخرج الصيادون في قواربهم.", &["windows-1256", "iso-8859-6", "cp720"]);
    }

    #[test]
    fn the_words_around_tell_the_languages_of_latin_letters_apart() {
        let german = "Die Mühle läuft, der Müller schläft. Größere Flüsse führen mehr Wasser über das Wehr.";
        check(german, &["windows-1252", "cp850", "cp437", "macintosh"]);
        let polish = "Rzeka jest głęboka, a woda zimna. Rano rybacy wypływają swoimi łodziami, żeby łowić ryby.";
        check(polish, &["windows-1250", "iso-8859-2", "cp852", "mac-latin2"]);
        let turkish =
            "Irmak derin, su soğuktur. Balıkçılar sabahları kayıklarıyla balık tutmaya çıkarlar, akşam dönerler.";
        check(turkish, &["windows-1254", "cp857", "mac-turkish"]);
        let lithuanian = "Upė gili, o vanduo šaltas. Rytą žvejai išplaukia valtimis žvejoti ir grįžta tik vėlų vakarą.";
        check(lithuanian, &["windows-1257", "cp775"]);
        check("L’été, la rivière est peu profonde : on la traverse à pied.", &["windows-1252", "macintosh"]);
    }

    #[test]
    fn a_frame_of_lines_does_not_make_another_encoding_of_a_text() {
        let text = "╔══════════╗\n║ Übersicht ║\n╚══════════╝\nGrüße aus dem schönen Lübeck, für alle Gäste\n";
        check(text, &["cp437", "cp850"]);
    }

    #[test]
    fn english_with_a_name_or_signs_stays_what_browsers_take_it_for() {
        for text in ["It isn’t “new”… – see § 4 © 2024", "We thank Étienne and José for the patch.", "from £5 to £20"]
        {
            check(text, &["windows-1252"]);
        }
    }

    #[test]
    fn johab_is_korean_by_its_usual_syllables() {
        // By Python: "강은 깊고 물은 차갑다. 아침에".encode("johab").
        let bytes =
            b"\x88\x77\xb7\x65 \x8b\xbc\x89\xa1 \xa2\x89\xb7\x65 \xc0\x61\x88\x73\x94\x61. \xb4\x61\xc3\xb1\xb5\x41";
        assert_eq!(guess(bytes, Reach::All), Encoding(Kind::Johab));
        assert_eq!(guess(&bytes[..bytes.len() - 1], Reach::Head), Encoding(Kind::Johab));
    }

    #[test]
    fn any_bytes_have_a_guess() {
        for n in 0..4096_u32 {
            let bytes: Vec<u8> = (0..n % 97).map(|idx| (n * 7919 + idx * idx * 31) as u8 | 0x80).collect();
            guess(&bytes, if n % 2 == 0 { Reach::All } else { Reach::Head });
        }
    }
}
