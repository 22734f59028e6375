//! Which language a text is in, guessed from its letters and its sequences of three letters.
//!
//! The guess is that of the crate `whatlang` (69 languages), made from the beginning of the text. Without the feature
//! `language` no language is known.

/// How much of a text is looked at. More costs time and hardly changes a reliable guess.
pub const LANGUAGE_SAMPLE_BYTES: usize = 2048;

/// Whether this build can guess languages.
pub const KNOWS_LANGUAGES: bool = cfg!(feature = "language");

/// The language of `text` by its code in ISO 639-1, as web pages name it; `None` if the guess is not reliable, as for
/// texts of a few words.
///
/// Only the first [`LANGUAGE_SAMPLE_BYTES`] are looked at. Cost: up to about 0.3 ms.
#[cfg(feature = "language")]
pub fn language_of(text: &str) -> Option<&'static str> {
    let end = (0..=text.len().min(LANGUAGE_SAMPLE_BYTES)).rev().find(|&end| text.is_char_boundary(end))?;
    let guess = whatlang::detect(&text[..end])?;
    guess.is_reliable().then(|| short_code(guess.lang().code()))
}

/// Nothing is known without the feature `language`.
#[cfg(not(feature = "language"))]
pub fn language_of(_text: &str) -> Option<&'static str> {
    None
}

/// Codes of ISO 639-3 with those of ISO 639-1 for the same language.
#[cfg(feature = "language")]
#[rustfmt::skip]
const SHORT_CODES: [(&str, &str); 70] = [
    ("afr", "af"), ("aka", "ak"), ("amh", "am"), ("ara", "ar"), ("aze", "az"), ("bel", "be"), ("ben", "bn"),
    ("bul", "bg"), ("cat", "ca"), ("ces", "cs"), ("cmn", "zh"), ("cym", "cy"), ("dan", "da"), ("deu", "de"),
    ("ell", "el"), ("eng", "en"), ("epo", "eo"), ("est", "et"), ("fin", "fi"), ("fra", "fr"), ("guj", "gu"),
    ("heb", "he"), ("hin", "hi"), ("hrv", "hr"), ("hun", "hu"), ("hye", "hy"), ("ind", "id"), ("ita", "it"),
    ("jav", "jv"), ("jpn", "ja"), ("kan", "kn"), ("kat", "ka"), ("khm", "km"), ("kor", "ko"), ("lat", "la"),
    ("lav", "lv"), ("lit", "lt"), ("mal", "ml"), ("mar", "mr"), ("mkd", "mk"), ("mya", "my"), ("nep", "ne"),
    ("nld", "nl"), ("nob", "nb"), ("ori", "or"), ("pan", "pa"), ("pes", "fa"), ("pol", "pl"), ("por", "pt"),
    ("ron", "ro"), ("rus", "ru"), ("sin", "si"), ("slk", "sk"), ("slv", "sl"), ("sna", "sn"), ("spa", "es"),
    ("srp", "sr"), ("swe", "sv"), ("tam", "ta"), ("tel", "te"), ("tgl", "tl"), ("tha", "th"), ("tuk", "tk"),
    ("tur", "tr"), ("ukr", "uk"), ("urd", "ur"), ("uzb", "uz"), ("vie", "vi"), ("yid", "yi"), ("zul", "zu"),
];

/// The short code, or the long one for a language that has no short one.
#[cfg(feature = "language")]
fn short_code(code: &'static str) -> &'static str {
    SHORT_CODES.binary_search_by_key(&code, |&(long, _)| long).map_or(code, |at| SHORT_CODES[at].1)
}

#[cfg(all(test, feature = "language"))]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(language_of(text), expected, "{text:?}");
    }

    #[test]
    fn a_sentence_or_two_tell_their_language() {
        check("The ferry leaves the harbour at nine, and the mill on the river is closed in winter.", Some("en"));
        check("Die Fähre verlässt den Hafen um neun, und die Mühle am Fluss ist im Winter geschlossen.", Some("de"));
        check("Η μυλόπετρα γυρίζει όλη τη μέρα δίπλα στο ποτάμι.", Some("el"));
        check("渡轮九点离开港口，河边的磨坊冬天关闭。", Some("zh"));
        check("渡し船は九時に港を出て、川の水車は冬には閉まっています。", Some("ja"));
    }

    #[test]
    fn a_few_words_tell_nothing() {
        check("", None);
        check("1 2 3", None);
        check("ok", None);
    }

    #[test]
    fn a_long_text_is_sampled_at_its_beginning() {
        let beginning = "渡轮九点离开港口，河边的磨坊冬天关闭。".repeat(50);
        assert!(beginning.len() > LANGUAGE_SAMPLE_BYTES);
        check(&format!("{beginning}{}", "The ferry leaves the harbour at nine. ".repeat(500)), Some("zh"));
    }

    #[test]
    fn every_language_has_a_short_code() {
        assert!(SHORT_CODES.is_sorted());
        for language in whatlang::Lang::all() {
            assert_eq!(short_code(language.code()).len(), 2, "{language}");
        }
    }
}
