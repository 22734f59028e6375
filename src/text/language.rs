//! The languages for which rules of sentences or syllables are known.

/// A language, as far as the rules of this module differ between languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// No language in particular: what holds for all of them.
    #[default]
    Any,
    /// Arabic, `ar`.
    Arabic,
    /// Chinese, `zh`.
    Chinese,
    /// English, `en`.
    English,
    /// French, `fr`.
    French,
    /// German, `de`.
    German,
    /// Italian, `it`.
    Italian,
    /// Japanese, `ja`.
    Japanese,
    /// Persian, `fa`.
    Persian,
    /// Russian, `ru`.
    Russian,
    /// Spanish, `es`.
    Spanish,
}

impl Language {
    /// All of them, [`Language::Any`] first.
    pub const ALL: [Self; 11] = [
        Self::Any,
        Self::Arabic,
        Self::Chinese,
        Self::English,
        Self::French,
        Self::German,
        Self::Italian,
        Self::Japanese,
        Self::Persian,
        Self::Russian,
        Self::Spanish,
    ];

    /// The code of ISO 639-1; `und` (undetermined, ISO 639-2) for [`Language::Any`].
    pub fn code(self) -> &'static str {
        self.codes().0
    }

    /// The language that a tag of BCP 47 or a code of ISO 639 names, as `en`, `en-GB`, `zh_Hant` or `deu`.
    ///
    /// None for a language without rules of its own; [`Language::Any`] is then the one to take.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let code = tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| {
            let (two_letters, others) = language.codes();
            two_letters == code || others.contains(&code.as_str())
        })
    }

    /// The two-letter code, and those of three letters: ISO 639-3, ISO 639-2/B, and the main language in common use.
    fn codes(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Any => ("und", &[]),
            Self::Arabic => ("ar", &["ara", "arb"]),
            Self::Chinese => ("zh", &["zho", "chi", "cmn"]),
            Self::English => ("en", &["eng"]),
            Self::French => ("fr", &["fra", "fre"]),
            Self::German => ("de", &["deu", "ger"]),
            Self::Italian => ("it", &["ita"]),
            Self::Japanese => ("ja", &["jpn"]),
            Self::Persian => ("fa", &["fas", "per", "pes"]),
            Self::Russian => ("ru", &["rus"]),
            Self::Spanish => ("es", &["spa"]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_name_a_language_whatever_their_length_region_and_case() {
        for tag in ["de", "DE", "deu", "ger", "de-AT", "de_CH.UTF-8"] {
            assert_eq!(Language::from_tag(tag), Some(Language::German), "{tag}");
        }
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.code()), Some(language));
        }
        for tag in ["", "tlh", "d", "deutsch", "-de"] {
            assert_eq!(Language::from_tag(tag), None, "{tag}");
        }
    }
}
