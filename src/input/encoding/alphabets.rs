//! How often letters beyond ASCII are in the languages of the encodings of single bytes.
//!
//! Counted over translations of messages of programs. Of the letters of a language beyond ASCII, those in the first
//! string are about one in two, those in the second one in four, and so on.

/// The letters that a language has beyond ASCII.
#[derive(Debug)]
pub(super) struct Alphabet {
    pub(super) script: Script,
    /// The letters in lower case by how often they are: of all, those at place `n` are about one in two to the power of
    /// `n` + 1.
    pub(super) letters: &'static [&'static str],
    /// For each letter from a to z in the words that have others, a digit to the base of 36: one in two to the power of
    /// its half.
    pub(super) ascii: &'static str,
}

/// A script that has encodings of single bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Hebrew,
    Arabic,
}

/// All languages.
pub(super) const ALPHABETS: [Alphabet; 35] = [
    // Russian.
    Alphabet {
        script: Script::Cyrillic,
        letters: &["", "", "ео", "аинрст", "вдклмпу", "бзйцыья", "гжчю", "фхшщэ", "", "ё", "ъ"],
        ascii: "",
    },
    // Ukrainian.
    Alphabet {
        script: Script::Cyrillic,
        letters: &["", "", "о", "авеинрті", "бдзклпсу", "мцчья", "гжйю", "хшщєї", "ф", "", "ґ"],
        ascii: "",
    },
    // Belarusian.
    Alphabet {
        script: Script::Cyrillic,
        letters: &["", "", "а", "кнры", "вделмопстуцьяі", "бгзэў", "йчшю", "жх", "ф", "ё", "", "и"],
        ascii: "",
    },
    // Bulgarian.
    Alphabet {
        script: Script::Cyrillic,
        letters: &["", "", "аеи", "норт", "бвдзклпс", "муцъя", "гжйч", "шщ", "фх", "", "ью"],
        ascii: "",
    },
    // Serbian.
    Alphabet {
        script: Script::Cyrillic,
        letters: &["", "", "аеи", "норст", "вдзклмпуј", "б", "гцчшњ", "жфхљћ", "ђ", "", "џ"],
        ascii: "",
    },
    // Macedonian.
    Alphabet {
        script: Script::Cyrillic,
        letters: &["", "", "аеио", "нрст", "вдклмп", "бгзуј", "цчш", "жфњ", "ќ", "х", "ѓѕљ", "џ"],
        ascii: "",
    },
    // Kazakh.
    Alphabet {
        script: Script::Cyrillic,
        letters: &["", "", "а", "делнртыі", "бзкмосқң", "гжийушғұө", "пяүә", "ъ", "вфх", "ц", "чщьэюёһ"],
        ascii: "",
    },
    // Greek.
    Alphabet {
        script: Script::Greek,
        letters: &["", "", "αε", "ηινορστ", "ίγδκλμπςυ", "άέήθχωό", "φύ", "βζξώ", "", "ψ", "ΐΰϊϋ"],
        ascii: "",
    },
    // Hebrew.
    Alphabet {
        script: Script::Hebrew,
        letters: &[
            "",
            "",
            "\u{5d5}\u{5d9}",
            "\u{5d0}\u{5d4}\u{5dc}\u{5de}\u{5e8}\u{5e9}\u{5ea}",
            "\u{5d1}\u{5d3}\u{5d7}\u{5dd}\u{5e0}\u{5e1}\u{5e2}\u{5e4}\u{5e7}",
            "\u{5d6}\u{5d8}\u{5db}\u{5df}",
            "\u{5d2}\u{5da}\u{5e6}",
            "",
            "",
            "\u{5e3}\u{5e5}",
        ],
        ascii: "",
    },
    // Arabic.
    Alphabet {
        script: Script::Arabic,
        letters: &[
            "",
            "",
            "\u{627}\u{644}",
            "\u{629}\u{62a}\u{631}\u{645}\u{64a}",
            "\u{62d}\u{62f}\u{633}\u{635}\u{639}\u{641}\u{646}\u{647}\u{648}",
            "\u{623}\u{625}\u{628}\u{62c}\u{62e}\u{630}\u{642}\u{643}",
            "\u{634}\u{636}\u{637}\u{63a}\u{649}",
            "\u{621}\u{626}\u{62b}\u{632}",
            "\u{624}\u{638}",
            "\u{622}",
            "\u{640}",
        ],
        ascii: "",
    },
    // Persian.
    Alphabet {
        script: Script::Arabic,
        letters: &[
            "",
            "",
            "\u{627}\u{6cc}",
            "\u{62a}\u{62f}\u{631}\u{646}\u{647}\u{648}",
            "\u{628}\u{633}\u{634}\u{645}\u{6a9}",
            "\u{62c}\u{62e}\u{632}\u{641}\u{644}\u{67e}",
            "\u{62d}\u{635}\u{637}\u{639}\u{642}\u{6af}",
            "\u{622}\u{630}",
            "\u{62b}\u{636}\u{638}\u{63a}\u{686}",
            "\u{698}",
            "\u{621}\u{626}",
            "\u{624}",
        ],
        ascii: "",
    },
    // German.
    Alphabet { script: Script::Latin, letters: &["öü", "ä", "", "", "", "ß"], ascii: "cc9c58889od8d6gfo8989ccooa" },
    // French.
    Alphabet {
        script: Script::Latin,
        letters: &["é", "", "", "àèê", "", "âû", "î", "ô", "ùœ", "", "æçëïü"],
        ascii: "8e9a6ccd7fo9a899g687acoili",
    },
    // Spanish.
    Alphabet {
        script: Script::Latin,
        letters: &["á", "ó", "í", "éñú", "", "", "", "", "", "", "ü"],
        ascii: "6c7a8e9o6moaa699f989adofoi",
    },
    // Italian.
    Alphabet {
        script: Script::Latin,
        letters: &["è", "à", "ò", "é", "ù", "ì", "", "", "", "", "î"],
        ascii: "8fah7eba5kkabbc7k7a698kkkh",
    },
    // Portuguese.
    Alphabet {
        script: Script::Latin,
        letters: &["", "áã", "ç", "éêíó", "õú", "", "à", "âô", "", "", "ü"],
        ascii: "7e9a7cah7hoaa759l8799aoeoh",
    },
    // Dutch.
    Alphabet {
        script: Script::Latin,
        letters: &["é", "ë", "ï", "ü", "", "", "", "", "", "", "áèóö"],
        ascii: "agd85g8d7g9ab677g7eaedgegg",
    },
    // Swedish.
    Alphabet {
        script: Script::Latin,
        letters: &["ä", "åö", "", "", "", "", "", "", "", "", "é"],
        ascii: "8di9798c9ea7c6bbo687eamjmo",
    },
    // Danish.
    Alphabet { script: Script::Latin, letters: &["æ", "åø", "", "", "é"], ascii: "bbj86a8f8cb8c7abj688b9jjjj" },
    // Norwegian.
    Alphabet {
        script: Script::Latin,
        letters: &["å", "ø", "", "æ", "", "é", "", "", "", "", "òô"],
        ascii: "dfk85a9eag98c7a7k678dakkgk",
    },
    // Finnish.
    Alphabet {
        script: Script::Latin,
        letters: &["ä", "", "ö", "", "", "", "", "", "", "", "å"],
        ascii: "done8moa6c8797ebob75aaoo7o",
    },
    // Icelandic.
    Alphabet {
        script: Script::Latin,
        letters: &["ð", "", "áþ", "íóöú", "æé", "ý"],
        ascii: "6dnc8b9e6d97a8cen7878anjbn",
    },
    // Polish.
    Alphabet {
        script: Script::Latin,
        letters: &["", "ł", "óąćęż", "ńś", "", "ź"],
        ascii: "7ca98jcf8bacb87ao9889o8o98",
    },
    // Czech.
    Alphabet {
        script: Script::Latin,
        letters: &["", "áí", "ř", "éýěž", "čšů", "ú", "", "ň", "ó", "ď", "ť"],
        ascii: "8cca7hlbad99a679o897a8okba",
    },
    // Slovak.
    Alphabet {
        script: Script::Latin,
        letters: &["", "á", "éíúýž", "čšť", "ľ", "óô", "ďň", "", "", "", "äĺŕ"],
        ascii: "7ac97fdd9daba669o799a8oiba",
    },
    // Hungarian.
    Alphabet {
        script: Script::Latin,
        letters: &["", "áé", "ö", "íóő", "ü", "úű"],
        ascii: "8cfb6cbbab87a99co976eaomc8",
    },
    // Croatian.
    Alphabet { script: Script::Latin, letters: &["", "čšž", "ćđ"], ascii: "6fja6lbd699ba779l7a9aallld" },
    // Romanian with commas.
    Alphabet {
        script: Script::Latin, letters: &["ă", "ț", "îș", "", "", "â"], ascii: "6d8a6dah6noac89ao7979dohoc"
    },
    // Romanian with cedillas.
    Alphabet {
        script: Script::Latin, letters: &["ă", "ţ", "îş", "", "", "â"], ascii: "6d8a6dah6noac89ao7979dohoc"
    },
    // Turkish.
    Alphabet {
        script: Script::Latin,
        letters: &["ı", "", "çüş", "öğ", "", "", "İ", "", "", "", "âî"],
        ascii: "6cd87dcg7o97a7bfo799afoo9b",
    },
    // Lithuanian.
    Alphabet {
        script: Script::Latin,
        letters: &["", "ėš", "ąįų", "ūž", "ę", "č"],
        ascii: "6eha8jdo5c89a988o8879cooei",
    },
    // Latvian.
    Alphabet {
        script: Script::Latin,
        letters: &["", "āē", "īš", "ū", "ļņ", "ž", "ģķ", "", "", "", "č"],
        ascii: "6bda8gdm7aa89aa9o9778booob",
    },
    // Estonian.
    Alphabet {
        script: Script::Latin,
        letters: &["", "äõü", "ö", "", "", "", "", "", "", "ž", "š"],
        ascii: "7do96gbb7c88989doa7789oooo",
    },
    // Esperanto.
    Alphabet {
        script: Script::Latin,
        letters: &["", "ĉĝŭ", "ŝ", "", "ĵ", "", "", "", "", "", "ĥ"],
        ascii: "4cjd9dcj6ae9a67aja978fjjjh",
    },
    // English.
    Alphabet {
        script: Script::Latin,
        letters: &["", "", "", "", "", "", "", "áçéíóöü", "ßàâãäåèêëïñôøú", "æìîðòõùûýćčłœšž"],
        ascii: "7ca96cba8je9b87aj887adcicl",
    },
];
