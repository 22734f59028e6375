//! Marker lines as pages write them: known phrases, and what two spellings of one line have in common.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::lowercase_into;

/// Lines that end a teaser, in the spelling that [`marker_key`] gives. Sorted by language, not by letter: the list is
/// short enough to read through.
const PHRASES: &[&str] = &[
    // English
    "read more",
    "continue reading",
    "more",
    "read on",
    "full story",
    "full article",
    "read full story",
    "read full article",
    "read the full story",
    "read the full article",
    "read article",
    "read the rest",
    "read the rest of this entry",
    "learn more",
    "find out more",
    "view more",
    "see more",
    "show more",
    "keep reading",
    "details",
    "view article",
    "read the article",
    "read story",
    "more details",
    // German
    "weiterlesen",
    "mehr lesen",
    "mehr",
    "weiter",
    "mehr erfahren",
    "zum artikel",
    "artikel lesen",
    "lesen sie mehr",
    "ganzen artikel lesen",
    "mehr dazu",
    "jetzt lesen",
    // French
    "lire la suite",
    "en savoir plus",
    "lire plus",
    "lire l'article",
    "voir plus",
    "la suite",
    "lire",
    // Spanish, Catalan, Portuguese, Italian, Romanian
    "leer más",
    "seguir leyendo",
    "más información",
    "ver más",
    "leer mas",
    "continuar leyendo",
    "leer noticia",
    "llegir més",
    "llegeix més",
    "ler mais",
    "leia mais",
    "saiba mais",
    "continuar lendo",
    "continue lendo",
    "continuar a ler",
    "leggi tutto",
    "leggi di più",
    "continua a leggere",
    "leggi l'articolo",
    "continua",
    "citește mai mult",
    "mai mult",
    "citește mai departe",
    // Dutch, Swedish, Danish, Norwegian, Finnish, Estonian
    "lees meer",
    "lees verder",
    "meer lezen",
    "läs mer",
    "läs vidare",
    "læs mere",
    "læs videre",
    "les mer",
    "les videre",
    "lue lisää",
    "loe edasi",
    "loe rohkem",
    "loe lähemalt",
    // Slavic languages
    "читать далее",
    "читать дальше",
    "подробнее",
    "далее",
    "читать полностью",
    "узнать больше",
    "читати далі",
    "докладніше",
    "детальніше",
    "czytaj więcej",
    "czytaj dalej",
    "więcej",
    "celý článek",
    "číst dál",
    "číst dále",
    "více",
    "čítať ďalej",
    "viac",
    "pročitaj više",
    "opširnije",
    "preberi več",
    "прочети повече",
    "опширније",
    // Other European languages
    "tovább",
    "bővebben",
    "részletek",
    "διαβάστε περισσότερα",
    "περισσότερα",
    "skaityti daugiau",
    "plačiau",
    "lasīt vairāk",
    "lexo më shumë",
    "irakurri gehiago",
    "ler máis",
    // Turkish, Azerbaijani
    "devamını oku",
    "devamı",
    "daha fazla",
    "daha fazla oku",
    "ətraflı",
    "davamını oxu",
    // Persian, Arabic, Urdu, Hebrew
    "ادامه مطلب",
    "بیشتر بخوانید",
    "ادامه",
    "مشروح خبر",
    "بیشتر",
    "اقرأ المزيد",
    "المزيد",
    "إقرأ المزيد",
    "قراءة المزيد",
    "تابع القراءة",
    "مزید پڑھیں",
    "קרא עוד",
    "המשך קריאה",
    // South and South-East Asia
    "और पढ़ें",
    "आगे पढ़ें",
    "আরও পড়ুন",
    "baca selengkapnya",
    "selengkapnya",
    "baca selanjutnya",
    "đọc thêm",
    "xem thêm",
    "xem tiếp",
    "อ่านต่อ",
    "อ่านเพิ่มเติม",
    // East Asia
    "阅读全文",
    "阅读更多",
    "查看更多",
    "更多",
    "閱讀全文",
    "閱讀更多",
    "繼續閱讀",
    "続きを読む",
    "もっと見る",
    "詳細を見る",
    "もっと読む",
    "더 보기",
    "더보기",
    "자세히 보기",
    "계속 읽기",
];

/// The most words that a phrase has.
const MAX_PHRASE_WORDS: usize = 6;

/// Whether `key` is a phrase that ends teasers in some language.
pub(super) fn is_known(key: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| PHRASES.iter().copied().collect());
    KNOWN.contains(key)
}

/// What follows a known phrase of several words in `key`: the headline in `Continue reading “Headline”`.
pub(super) fn named_behind_phrase(key: &str) -> Option<&str> {
    let ends = key.match_indices([' ', ':']).skip(1).take(MAX_PHRASE_WORDS).map(|(at, _)| at);
    let end = ends.filter(|&at| key[..at].contains(' ') && is_known(&key[..at])).last()?;
    let named = key[end..].trim_matches(|c: char| !c.is_alphanumeric() && !is_combining(c));
    Some(named).filter(|named| !named.is_empty())
}

/// The key of a line that is an address and nothing else. No other line has it.
pub(super) const ADDRESS_KEY: &str = "://";

/// What remains of `line` when all is taken away in which markers of one page differ: case, bullets and brackets
/// around, trailing dots and arrows, the address that a link goes to, runs of white space. Empty if it holds no letter
/// or number.
pub(super) fn marker_key(line: &str) -> String {
    let line = label(line);
    if line == ADDRESS_KEY {
        return line.to_owned();
    }
    let core = line.trim_matches(|c: char| !c.is_alphanumeric() && !is_combining(c));
    let mut key = String::with_capacity(core.len());
    for (idx, word) in core.split_whitespace().enumerate() {
        if idx > 0 {
            key.push(' ');
        }
        lowercase_into(word, &mut key);
    }
    if key.contains('’') { key.replace('’', "'") } else { key }
}

/// A line without the address of its link: `Read more` for `[Read more](a.html)` and for `Read more: https://a.org/b`.
fn label(line: &str) -> &str {
    if let Some((before, address)) = line.split_once("](")
        && let Some((_, label)) = before.split_once('[')
        && let Some((_, behind)) = address.split_once(')')
        && !behind.contains(char::is_alphanumeric)
    {
        return label;
    }
    match line.find("https://").or_else(|| line.find("http://")) {
        Some(at) if line[at..].contains(char::is_whitespace) => line,
        Some(at) if line[..at].contains(char::is_alphanumeric) => &line[..at],
        Some(_) => ADDRESS_KEY,
        None => line,
    }
}

/// Vowel signs of Indic and Thai scripts end words; they belong to the letter before them.
fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_marker_have_one_key() {
        for line in ["Read more", "READ  MORE…", "[Read more]", "» read more →", "- Read More »»", "Read more ..."]
        {
            assert_eq!(marker_key(line), "read more", "{line:?}");
        }
        assert_eq!(marker_key("Lire l’article >"), "lire l'article");
        assert_eq!(marker_key("* * *"), "");
        assert_eq!(marker_key("[Read more](a/b.html) »"), "read more");
        assert_eq!(marker_key("Read more: https://example.org/a"), "read more");
        assert_eq!(marker_key("<https://example.org/a>"), ADDRESS_KEY);
        assert_eq!(marker_key(ADDRESS_KEY), ADDRESS_KEY);
    }

    #[test]
    fn a_known_phrase_may_name_its_headline() {
        let named = |line: &str| named_behind_phrase(&marker_key(line)).map(str::to_owned);
        assert_eq!(named("Continue reading “Ferry late” →").as_deref(), Some("ferry late"));
        assert_eq!(named("Read more: Ferry late").as_deref(), Some("ferry late"));
        assert_eq!(named("More ferries"), None);
        assert_eq!(named("Read more"), None);
    }

    #[test]
    fn every_known_phrase_is_its_own_key_and_stands_once() {
        for (idx, phrase) in PHRASES.iter().enumerate() {
            assert_eq!(marker_key(phrase), *phrase);
            assert!(phrase.split(' ').count() <= MAX_PHRASE_WORDS);
            assert!(!PHRASES[..idx].contains(phrase), "{phrase:?} stands twice");
        }
    }
}
