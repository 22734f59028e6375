//! The names that encodings have in browsers, in Python, in iconv, and as numbers of code pages.

use super::code_pages;
use super::kind::{ByteOrder, Encoding, Kind, Region};

/// Names without blanks and signs, and what they stand for: another name of the list, of a code page, or of the WHATWG.
const ALIASES: [(&str, &str); 68] = [
    ("utf8sig", "utf-8"),
    ("utf8mb4", "utf-8"),
    ("cesu8", "utf-8"),
    ("u8", "utf-8"),
    ("utf16", "utf-16le"),
    ("u16", "utf-16le"),
    ("utf16le", "utf-16le"),
    ("ucs2", "utf-16le"),
    ("utf16be", "utf-16be"),
    ("ascii", "windows-1252"),
    ("latin7", "iso-8859-13"),
    ("latin8", "iso-8859-14"),
    ("latin9", "iso-8859-15"),
    ("latin0", "iso-8859-15"),
    ("latin10", "iso-8859-16"),
    ("greek8", "iso-8859-7"),
    ("hebrew8", "iso-8859-8-i"),
    ("tis620", "windows-874"),
    ("thai", "windows-874"),
    ("koi8ru", "koi8-u"),
    ("sjis", "shift_jis"),
    ("mskanji", "shift_jis"),
    ("shiftjis", "shift_jis"),
    ("eucjp", "euc-jp"),
    ("ujis", "euc-jp"),
    ("euckr", "euc-kr"),
    ("uhc", "euc-kr"),
    ("euccn", "gbk"),
    ("eucgb2312cn", "gbk"),
    ("gb2312", "gbk"),
    ("hkscs", "big5"),
    ("big5hkscs", "big5"),
    ("macroman", "macintosh"),
    ("mac", "macintosh"),
    ("maccyrillic", "x-mac-cyrillic"),
    ("macukraine", "x-mac-cyrillic"),
    ("macukrainian", "x-mac-cyrillic"),
    ("maclatin2", "x-mac-ce"),
    ("maccentraleurope", "x-mac-ce"),
    ("maccenteuro", "x-mac-ce"),
    ("macce", "x-mac-ce"),
    ("maccroatian", "x-mac-croatian"),
    ("macgreek", "x-mac-greek"),
    ("maciceland", "x-mac-icelandic"),
    ("macicelandic", "x-mac-icelandic"),
    ("macromania", "x-mac-romanian"),
    ("macromanian", "x-mac-romanian"),
    ("macturkish", "x-mac-turkish"),
    ("roman8", "hp-roman8"),
    ("r8", "hp-roman8"),
    ("hproman8", "hp-roman8"),
    ("koi8t", "KOI8-T"),
    ("kz1048", "KZ-1048"),
    ("strk10482002", "KZ-1048"),
    ("rk1048", "KZ-1048"),
    ("pt154", "PTCP154"),
    ("csptcp154", "PTCP154"),
    ("cyrillicasian", "PTCP154"),
    ("isoceltic", "iso-8859-14"),
    ("isoir199", "iso-8859-14"),
    ("csiso885914", "iso-8859-14"),
    ("csiso885913", "iso-8859-13"),
    ("isoir226", "iso-8859-16"),
    ("csiso885916", "iso-8859-16"),
    ("cnbig5", "big5"),
    ("iso10646ucs2", "utf-16le"),
    ("cspc850multilingual", "IBM850"),
    ("extendedunixcodepackedformatforjapanese", "euc-jp"),
];

/// Prefixes of the numbers of code pages.
const NUMBERED: [&str; 9] = ["", "cp", "xcp", "ibm", "csibm", "oem", "dos", "windows", "ms"];

impl Encoding {
    /// The encoding with this label: one of the WHATWG Encoding Standard ("utf-8", "latin1", "windows-1251",
    /// "shift_jis"), of Python ("mac_greek", "cp437", "utf_8_sig") or of iconv ("IBM850", "MACCYRILLIC"), or a number
    /// of a code page ("852"). Case, blanks and signs between letters do not matter.
    pub fn named(label: &str) -> Option<Self> {
        let exact = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).map(Self::web);
        if let Some(exact) = exact.filter(|found| found.name() != "ISO-2022-JP") {
            return Some(exact);
        }
        if !label.is_ascii() || label.len() > 60 {
            return None;
        }
        let key: String = label.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let aliased = ALIASES.iter().find(|(alias, _)| *alias == key).map(|(_, name)| *name);
        let by_name = |name: &str| Self::page(name).or_else(|| web(name));
        aliased
            .and_then(by_name)
            .or_else(|| own(&key))
            .or_else(|| numbered(&key))
            .or_else(|| part_of_iso_8859(&key))
            .or_else(|| web(&label.trim().replace(['_', ' '], "-")))
            .or_else(|| web(&key))
            .or_else(|| {
                code_pages::PAGES.iter().find_map(|page| is_called(page.name, &key).then(|| Self::page(page.name))?)
            })
    }

    /// The encoding with this number among the code pages of Windows, DOS and old Macs.
    pub(in crate::input) fn of_code_page(number: u32) -> Option<Self> {
        let name = match number {
            874 | 1162 => "windows-874",
            932 | 943 => "shift_jis",
            936 | 1386 => "gbk",
            949 => "euc-kr",
            950 | 951 => "big5",
            866 => "ibm866",
            819 => "windows-1252",
            1200 => "utf-16le",
            1201 => "utf-16be",
            1250..=1258 => return web(&format!("windows-{number}")),
            10_000 => "macintosh",
            10_006 => "x-mac-greek",
            10_007 | 10_017 => "x-mac-cyrillic",
            10_010 => "x-mac-romanian",
            10_029 => "x-mac-ce",
            10_079 => "x-mac-icelandic",
            10_081 => "x-mac-turkish",
            10_082 => "x-mac-croatian",
            20_127 => "windows-1252",
            20_866 | 878 => "koi8-r",
            21_866 | 1168 => "koi8-u",
            20_932 | 51_932 => "euc-jp",
            20_936 | 51_936 => "gbk",
            51_949 => "euc-kr",
            28_591..=28_606 => return web(&format!("iso-8859-{}", number - 28_590)),
            38_598 => "iso-8859-8-i",
            54_936 => "gb18030",
            65_001 => "utf-8",
            1361 => return own("johab"),
            12_000 => return own("utf32le"),
            12_001 => return own("utf32be"),
            50_220..=50_222 => return own("iso2022jp"),
            50_225 => return own("iso2022kr"),
            50_227 => return own("iso2022cn"),
            52_936 => return own("hz"),
            154 => "PTCP154",
            _ => return Self::page(&format!("IBM{number:03}")),
        };
        web(name).or_else(|| Self::page(name))
    }
}

fn web(label: &str) -> Option<Encoding> {
    encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).map(Encoding::web)
}

/// Those that have a decoder of their own here.
fn own(key: &str) -> Option<Encoding> {
    let kind = match key {
        "utf32" | "utf32le" | "u32" | "ucs4" | "ucs4le" => Kind::Utf32(ByteOrder::Little),
        "utf32be" | "ucs4be" => Kind::Utf32(ByteOrder::Big),
        "johab" | "cp1361" | "ms1361" => Kind::Johab,
        "hz" | "hzgb2312" | "hzgb" => Kind::Hz,
        "iso2022kr" | "csiso2022kr" => Kind::Iso2022(Region::Korea),
        "iso2022cn" | "iso2022cnext" => Kind::Iso2022(Region::China),
        _ if key.starts_with("iso2022jp") || key == "csiso2022jp" => Kind::Iso2022(Region::Japan),
        _ => return None,
    };
    Some(Encoding(kind))
}

fn numbered(key: &str) -> Option<Encoding> {
    let digits = NUMBERED.iter().find_map(|prefix| key.strip_prefix(prefix).filter(|rest| is_number(rest)))?;
    digits.parse().ok().and_then(Encoding::of_code_page)
}

/// `iso88592`, `88592`, `latin2`, `l2`, `iso885911987`, `csisolatin2`.
fn part_of_iso_8859(key: &str) -> Option<Encoding> {
    let part = key.strip_prefix("iso").unwrap_or(key).strip_prefix("8859").filter(|rest| is_number(rest));
    if let Some(part) = part {
        let part = if part.len() > 4 { &part[..part.len() - 4] } else { part };
        return web(&format!("iso-8859-{part}"));
    }
    ["latin", "l", "isolatin"].iter().find_map(|prefix| web(&format!("latin{}", key.strip_prefix(prefix)?)))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_called(name: &str, key: &str) -> bool {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).eq(key.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(label: &str, expected: Option<&str>) {
        assert_eq!(Encoding::named(label).map(Encoding::name), expected, "{label}");
    }

    #[test]
    fn names_of_browsers_python_and_iconv_are_known_however_they_are_written() {
        for (labels, name) in [
            (&["utf-8", "UTF8", "utf_8", "utf_8_sig", "cp65001", "CESU-8"][..], "UTF-8"),
            (
                &[
                    "latin1",
                    "ISO-8859-1",
                    "latin-1",
                    "LATIN_1",
                    "iso8859_1",
                    "iso_8859_1",
                    "ISO8859-1",
                    "cp1252",
                    "1252",
                    "Windows_1252",
                ],
                "windows-1252",
            ),
            (&["iso8859_2", "latin-2", "L2", "ISO_8859-2:1987", "28592", "iso8859-2"], "ISO-8859-2"),
            (&["iso8859_15", "latin9", "latin-9", "ISO8859-15"], "ISO-8859-15"),
            (&["cp437", "IBM437", "437", "ibm-437", "CP_437", "csIBM437", "dos437"], "IBM437"),
            (&["mac_roman", "macintosh", "MacRoman", "MACINTOSH", "x-mac-roman"], "macintosh"),
            (&["mac_cyrillic", "MacCyrillic", "x-mac-cyrillic", "10007", "x-mac-ukrainian"], "x-mac-cyrillic"),
            (&["mac_latin2", "mac_centeuro", "MACCENTRALEUROPE", "x-mac-ce", "10029"], "x-mac-ce"),
            (&["mac_greek", "MACGREEK"], "x-mac-greek"),
            (&["shift_jis", "SJIS", "shift-jis", "cp932", "932", "ms_kanji"], "Shift_JIS"),
            (&["euc_jp", "EUC-JP", "eucJP"], "EUC-JP"),
            (&["euc_kr", "cp949", "uhc", "KS_C_5601-1987"], "EUC-KR"),
            (&["gb2312", "gbk", "cp936", "EUC-CN"], "GBK"),
            (&["big5", "cp950", "big5hkscs", "Big5-HKSCS"], "Big5"),
            (&["johab", "cp1361", "JOHAB"], "Johab"),
            (&["iso2022_jp", "ISO-2022-JP", "iso2022_jp_2", "csISO2022JP"], "ISO-2022-JP"),
            (&["iso2022_kr", "ISO-2022-KR"], "ISO-2022-KR"),
            (&["hz", "HZ-GB-2312", "hz_gb"], "HZ-GB-2312"),
            (&["utf_16", "UTF-16LE", "utf_16_le", "UCS-2", "1200"], "UTF-16LE"),
            (&["UTF16-BE", "utf_16_be"], "UTF-16BE"),
            (&["utf_32", "UTF-32LE", "utf-32-le", "UCS-4"], "UTF-32LE"),
            (&["koi8_r", "KOI8-R", "cp878"], "KOI8-R"),
            (&["tis-620", "tis620", "cp874", "windows-874"], "windows-874"),
            (&["kz1048", "KZ_1048", "rk1048"], "KZ-1048"),
            (&["hp_roman8", "HP-ROMAN8", "roman8"], "hp-roman8"),
            (&["koi8_t", "KOI8-T"], "KOI8-T"),
        ] {
            for label in labels {
                check(label, Some(name));
            }
        }
    }

    #[test]
    fn every_name_that_is_shown_names_its_encoding() {
        let pages = code_pages::PAGES.iter().map(|page| page.name);
        let others = ["UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "ISO-2022-JP", "ISO-2022-KR"];
        let web = ["windows-1252", "IBM866", "x-mac-cyrillic", "GBK", "gb18030", "EUC-JP", "ISO-8859-8-I"];
        for name in pages.chain(others).chain(web).chain(["ISO-2022-CN", "HZ-GB-2312", "Johab"]) {
            check(name, Some(name));
        }
    }

    #[test]
    fn what_is_no_encoding_has_none() {
        for label in ["", "utf-7", "utf-9", "8", "cp", "cp99999", "ibm037", "latin11", "klingon", "é", "replacement"] {
            check(label, None);
        }
    }
}
