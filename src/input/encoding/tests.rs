//! Encodings: the order of evidence, and what comes out.

use super::*;
use crate::input::file_encoding::detect;

fn detected(bytes: &[u8]) -> Result<(&'static str, Evidence), Problem> {
    detect(bytes, None, Reach::All).map(|d| (d.encoding.name(), d.evidence))
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

fn utf32(text: &str, to_bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
    text.chars().flat_map(|c| to_bytes(c.into())).collect()
}

#[test]
fn utf_8_and_byte_order_marks_are_certain() {
    assert_eq!(detected("naïve".as_bytes()).unwrap(), ("UTF-8", Evidence::Proof));
    assert_eq!(detected(b"").unwrap(), ("UTF-8", Evidence::Proof));
    assert_eq!(detected("\u{feff}a".as_bytes()).unwrap(), ("UTF-8", Evidence::Mark));
    assert_eq!(detected(&[0xff, 0xfe, b'a', 0]).unwrap(), ("UTF-16LE", Evidence::Mark));
    assert_eq!(detected(&[0xfe, 0xff, 0, b'a']).unwrap(), ("UTF-16BE", Evidence::Mark));
    assert_eq!(detected(&utf32("\u{feff}aé", u32::to_le_bytes)).unwrap(), ("UTF-32LE", Evidence::Mark));
    assert_eq!(detected(&utf32("\u{feff}aé", u32::to_be_bytes)).unwrap(), ("UTF-32BE", Evidence::Mark));
}

#[test]
fn utf_16_and_utf_32_are_known_without_a_mark_in_both_orders_and_many_scripts() {
    for text in ["Plain words.\r\n", "Слово и дело.\n", "第一行。\n第二行。\n"] {
        let guess = |name| (name, Evidence::Guess);
        assert_eq!(detected(&utf16(text, u16::to_le_bytes)).unwrap(), guess("UTF-16LE"), "{text}");
        assert_eq!(detected(&utf16(text, u16::to_be_bytes)).unwrap(), guess("UTF-16BE"), "{text}");
        assert_eq!(detected(&utf32(text, u32::to_le_bytes)).unwrap(), guess("UTF-32LE"), "{text}");
        assert_eq!(detected(&utf32(text, u32::to_be_bytes)).unwrap(), guess("UTF-32BE"), "{text}");
    }
}

#[test]
fn binary_data_is_not_text_and_utf_7_is_named() {
    for bytes in [&b"\x7fELF\x02\x01\x01\0\0\0\0\0"[..], b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"text\0with\x01nul"] {
        assert!(matches!(detected(bytes), Err(Problem::Binary)), "{bytes:?}");
    }
    assert!(matches!(detected(b"+/v8-a +AOk-"), Err(Problem::Encoding("UTF-7"))));
}

#[test]
fn a_mark_comes_before_the_user_and_the_user_before_all_else() {
    let told = Encoding::named("cp437");
    let by = |bytes: &[u8]| detect(bytes, told, Reach::All).map(|d| (d.encoding.name(), d.evidence)).unwrap();
    assert_eq!(by("\u{feff}é".as_bytes()), ("UTF-8", Evidence::Mark));
    assert_eq!(by("é".as_bytes()), ("IBM437", Evidence::Told));
    assert_eq!(by(b"%PDF-"), ("IBM437", Evidence::Told));
}

#[test]
fn escapes_come_before_utf_8() {
    assert_eq!(detected(b"\x1b$BF|K\\8l\x1b(B\n").unwrap(), ("ISO-2022-JP", Evidence::Escapes));
    assert_eq!(detected(b"\x1b$)C\n\x0eGQ1[\x0f\n").unwrap(), ("ISO-2022-KR", Evidence::Escapes));
    assert_eq!(detected(b"x ~{VPND~}\n").unwrap(), ("HZ-GB-2312", Evidence::Escapes));
    assert_eq!(detected(b"\x1b[1mbold\x1b(B\x1b[m").unwrap(), ("UTF-8", Evidence::Proof));
}

#[test]
fn what_a_text_says_of_itself_counts_if_its_bytes_bear_it_out() {
    let page = |label: &str| [b"<meta charset=", label.as_bytes(), b"><p>\x8f\xe0\xa8\xa2\xa5\xe2</p>"].concat();
    assert_eq!(detected(&page("cp866")).unwrap(), ("IBM866", Evidence::Declared));
    assert_eq!(detected(&page("cp855")).unwrap(), ("IBM855", Evidence::Declared));
    // Its first bytes are no character of GBK.
    let belied = detect(b"<meta charset=gbk>caf\xe9, th\xe9, \xff", None, Reach::All).unwrap();
    assert_eq!((belied.evidence, belied.belied), (Evidence::Guess, Encoding::named("gbk")));
    assert_eq!(detected("<meta charset=latin1>é".as_bytes()).unwrap(), ("UTF-8", Evidence::Proof));
    assert_eq!(detected(b"<meta charset=utf-16>caf\xe9").unwrap(), ("windows-1252", Evidence::Guess));
}

#[test]
fn a_mail_names_the_character_set_of_its_letters() {
    let mail = |charset: &str, encoding: &str| {
        let head = format!(
            "From: a\nTo: b\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}"
        );
        [head.as_bytes(), b"\n\n\xe3\xc1\xd0\xcc\xd1.\n"].concat()
    };
    assert_eq!(detected(&mail("koi8-r", "8bit")).unwrap(), ("KOI8-R", Evidence::Declared));
    assert_eq!(detected(&mail("us-ascii", "base64")).unwrap().1, Evidence::Guess);
    // The character set of a page that stands in the mail is not that of the mail.
    let page = [&mail("koi8-r", "8bit")[..], b"<meta charset=iso-8859-5>\n"].concat();
    assert_eq!(detected(&page).unwrap(), ("KOI8-R", Evidence::Declared));
}

#[test]
fn other_encodings_are_guessed() {
    let russian = encoding_rs::WINDOWS_1251.encode("Съешь же ещё этих мягких французских булок").0;
    assert_eq!(detected(&russian).unwrap(), ("windows-1251", Evidence::Guess));
    let french = b"Un caf\xe9 tr\xe8s serr\xe9, s'il vous pla\xeet";
    assert_eq!(detected(french).unwrap(), ("windows-1252", Evidence::Guess));
}

#[test]
fn utf_8_with_a_bad_byte_stays_utf_8_and_the_loss_is_counted() {
    let mut bytes = "ein großes Übermaß an schönen Wörtern: ".as_bytes().to_vec();
    let at = bytes.len() as u64;
    bytes.extend_from_slice(b"\xff end");
    assert_eq!(detected(&bytes).unwrap(), ("UTF-8", Evidence::Proof));
    let decoded = decode(&bytes, Encoding::UTF_8);
    assert_eq!((decoded.n_lost, decoded.first_lost_at), (1, Some(at)));
    assert!(decoded.text.ends_with("\u{fffd} end"));
}

#[test]
fn a_head_that_ends_inside_a_character_is_utf_8() {
    let text = "aß".as_bytes();
    let found = detect(&text[..2], None, Reach::Head).unwrap();
    assert!(found.encoding.is_utf8());
}

#[test]
fn decoding_in_pieces_gives_what_decoding_at_once_gives() {
    let bytes = encoding_rs::SHIFT_JIS.encode("日本語のテキストとASCIIの混在").0;
    let encoding = Encoding::web(encoding_rs::SHIFT_JIS);
    let whole = decode(&bytes, encoding).text.into_owned();
    for n in 1..bytes.len() {
        let mut decoder = encoding.decoder();
        let mut text = String::new();
        decode_chunk(&mut decoder, &bytes[..n], &mut text, Reach::Head);
        decode_chunk(&mut decoder, &bytes[n..], &mut text, Reach::All);
        assert_eq!(text, whole, "cut at {n}");
    }
}

#[test]
fn a_sample_is_the_first_words_beyond_ascii() {
    assert_eq!(sample("plain"), "");
    assert_eq!(sample("Un café serré"), "…café serré");
    assert_eq!(sample("Съешь же ещё\nэтих мягких французских булок"), "Съешь же ещё этих мягких…");
    assert_eq!(sample("日本語のテキスト".repeat(9).as_str()).chars().count(), SAMPLE_CHARS + 1);
    assert_eq!(sample(&format!("{}é", "a".repeat(99))), format!("…{}é", "a".repeat(15)));
}
