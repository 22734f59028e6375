//! Words are those of UAX #29, whatever path finds them and wherever in a block they stand.
//!
//! The crate unicode-segmentation is the reference, and Unicode's own test is the law.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::block::BLOCK;
use super::property::Property;
use super::*;

/// Unicode's cases: segments parted by tabs, each as code points.
const CASES: &str = include_str!("break_cases.tsv");

fn kernels() -> Vec<Kernel> {
    vec![Kernel::Portable, Kernel::best()]
}

/// The words by the rules alone.
fn by_rules(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let segment = rules::segment(text.as_bytes(), start);
        if segment.is_word {
            found.push(Span::new(start, segment.end));
        }
        start = segment.end;
    }
    found
}

fn by(kernel: Kernel, text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    kernel.advance(&mut Segmenter::default(), text.as_bytes(), text.len(), &mut Each(|word| found.push(word)));
    found
}

fn n_by(kernel: Kernel, text: &str) -> usize {
    let mut count = Count(0);
    kernel.advance(&mut Segmenter::default(), text.as_bytes(), text.len(), &mut count);
    count.0
}

/// Every path gives the words that the reference gives.
#[track_caller]
fn check(text: &str) {
    let expected = by_rules(text);
    if !has_joined_letter_pictograph(text) {
        let words = text.unicode_word_indices();
        let reference: Vec<Span> = words.map(|(start, word)| Span::new(start, start + word.len())).collect();
        assert_eq!(expected, reference, "by the rules: {text:?}");
    }
    for kernel in kernels() {
        assert_eq!(by(kernel, text), expected, "by {kernel:?}: {text:?}");
        assert_eq!(n_by(kernel, text), expected.len(), "counted by {kernel:?}: {text:?}");
    }
}

/// Whether rule WB3c holds in `text` for one of the few pictographs that are letters. There the reference forgets the
/// letter and parts it from what follows, against rules WB5, WB6, WB9 and WB13a.
fn has_joined_letter_pictograph(text: &str) -> bool {
    text.split('\u{200d}').skip(1).any(|rest| rest.starts_with(|c| property(c) == Property::LetterPictograph))
}

fn property(c: char) -> Property {
    Property::of(c.encode_utf8(&mut [0; 4]).as_bytes(), 0).0
}

/// As [`check`], with the text at every place in a block, behind all that a word could go on from.
#[track_caller]
fn check_everywhere(text: &str) {
    for filler in [" ", "a", "語", "_", "é", "a."] {
        for n in 0..=BLOCK_PLACES {
            check(&format!("{}{text}", filler.repeat(n)));
        }
    }
}

/// Past a block, so that every place in it occurs.
const BLOCK_PLACES: usize = 66;

fn cases() -> impl Iterator<Item = Vec<String>> {
    let decode = |code_point: &str| char::from_u32(u32::from_str_radix(code_point, 16).unwrap()).unwrap();
    let lines = CASES.lines().filter(|line| !line.starts_with('#'));
    lines.map(move |line| line.split('\t').map(|segment| segment.split(' ').map(decode).collect()).collect())
}

#[test]
fn every_case_of_unicode_holds() {
    let mut n_cases = 0;
    for segments in cases() {
        let text = segments.concat();
        let mut start = 0;
        for segment in &segments {
            let end = start + segment.len();
            assert_eq!(rules::segment(text.as_bytes(), start).end, end, "{text:?} from {start}");
            start = end;
        }
        n_cases += 1;
    }
    assert_eq!(n_cases, 1944);
}

#[test]
fn every_case_of_unicode_holds_across_the_border_of_a_block() {
    for text in cases().map(|segments| segments.concat()) {
        for filler in ["-", "a"] {
            for n in BLOCK - text.len()..=BLOCK {
                let text = format!("{}{text}{filler}", filler.repeat(n));
                let expected = by_rules(&text);
                assert_eq!(by(Kernel::Portable, &text), expected, "{text:?}");
                assert_eq!(by(Kernel::best(), &text), expected, "{text:?}");
            }
        }
    }
}

#[test]
fn hard_texts_hold_at_every_place_of_a_block() {
    let texts = [
        "",
        "a",
        "can't 'tis o'' a''b a.b. a..b 3.14 3,14;15 3.a a:b 3:4 1'000 -5",
        "_ __ _a_ a_1 _'_ 1_000",
        "don’t ‘quoted’ l’ami a·b 1·2 “word”—dash… naïve café",
        "e\u{301}te\u{301} '\u{301}a a'\u{301}b a\u{ad}b",
        " \u{93e}a  \u{93e}\u{93e} \n\u{93e}a -\u{300}a क्षि हिन्दी",
        "می\u{200c}خواهم ٣٫١٤ ١٢٬٣ كِتَابٌ",
        "日本語カタカナひらがな、漢字。ー ﾊﾟ アa1ア_ア 中\u{fe00}文",
        "א\" א\"ב א'ב א' ב צה\"ל ג'ירפה",
        "🇩🇪🇫🇷🇩 👩\u{200d}👩\u{200d}👧 a\u{200d}❤ a\u{200d}Ⓜ ❤\u{fe0f}a ℹ\u{200d}ℹ",
        "\r\n\r\u{301}\n\u{85}\u{2028}a",
        "แมวกินปลา 한국어 조선 말 m² x₁ 𐐀𐐁 𝒳₂ 𠀀𠀁 𑄇\u{11107}",
    ];
    for text in texts {
        check_everywhere(text);
    }
}

#[test]
fn a_pictograph_that_is_a_letter_goes_on_as_a_letter() {
    for (text, expected) in [("\u{200d}Ⓜb", 7), ("a\u{200d}ℹ1", 8)] {
        assert!(has_joined_letter_pictograph(text));
        assert_eq!(by_rules(text), [Span::new(0, expected)]);
        check_everywhere(text);
    }
}

#[test]
fn the_table_is_that_of_the_unicode_version_it_names() {
    assert_eq!(UNICODE_VERSION, unicode_segmentation::UNICODE_VERSION);
    for c in '\0'..=char::MAX {
        check_property(c, ["a", "a"]);
    }
    // A character with a wrong property gives other words in one of these. Past them there are ideographs and marks.
    for c in '\0'..'\u{20000}' {
        for around in [["1", "1"], ["ア", "ア"], ["א", "א"], ["_", "_"], [" ", ""], ["a\u{200d}", ""], ["🇩", "\u{93e}"]]
        {
            check_property(c, around);
        }
    }
}

#[track_caller]
fn check_property(c: char, [before, after]: [&str; 2]) {
    let text = format!("{before}{c}{after}");
    if !has_joined_letter_pictograph(&text) {
        let words = text.unicode_word_indices();
        let reference = words.map(|(start, word)| Span::new(start, start + word.len()));
        assert!(by_rules(&text).into_iter().eq(reference), "{c:?} in {text:?}");
    }
}

#[test]
fn every_character_holds_in_a_block_with_its_neighbours() {
    for separator in ["", " ", "a"] {
        let text: String = ('\0'..=char::MAX).flat_map(|c| [c.to_string(), separator.to_owned()]).collect();
        let expected = by_rules(&text);
        assert!(by(Kernel::Portable, &text) == expected, "portable, {separator:?}");
        assert!(by(Kernel::best(), &text) == expected, "{:?}, {separator:?}", Kernel::best());
    }
}

#[test]
fn words_come_in_batches_without_loss() {
    let text = "slow’s _ 3.5 漢字 ".repeat(1000) + &"x".repeat(3 * BATCH_BYTES) + &" _".repeat(BATCH_BYTES) + " end";
    let expected: Vec<(usize, &str)> = by_rules(&text).into_iter().map(|span| (span.start, span.of(&text))).collect();
    assert_eq!(words(&text).collect::<Vec<_>>(), expected);
    for n_taken in [0, 1, 500, expected.len()] {
        let mut rest = words(&text);
        assert_eq!(rest.by_ref().take(n_taken).count(), n_taken);
        assert_eq!(rest.count(), expected.len() - n_taken);
    }
    let mut spans = Vec::new();
    for_each_word(&text, |span| spans.push((span.start, span.of(&text))));
    assert_eq!(spans, expected);
    assert_eq!(n_words(&text), expected.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_of_troublesome_characters_holds(text in troublesome()) {
        check(&text);
    }

    #[test]
    fn any_text_holds(text in ".{0,200}") {
        check(&text);
    }
}

/// Characters of every property, with most of those that two rules name.
const TROUBLESOME: &str = concat!(
    "aaZ1 _ '\".,:;-\r\n\u{b}\u{85}\u{2028}éß²µ·\u{ad}\u{301}\u{308}\u{345}яё\u{483}Ω\u{387}את״׳עك\u{64b}\u{670}٣٫٬\u{600}",
    "\u{6dd}क\u{93e}\u{94d}ก\u{e34}한조ᄀ\u{200b}\u{200c}\u{200d}\u{200d}\u{200e}’‘“—…\u{202f}‿\u{2060}❤\u{fe0f}Ⓜℹ™",
    "\u{3000}\u{2003}、。：．，漢字〇々ひカー゛ﾞｶＡ１＿🇩🇫👩🏽🅰𐐀𝒳𠀀𑄇\u{1112d}\u{e0061}\u{e0100}\u{feff}\u{fffd}\u{10ffff}",
);

/// Texts of up to a few blocks, of single characters, of runs that reach over blocks, and of prose.
fn troublesome() -> impl Strategy<Value = String> {
    let character = || prop::sample::select(TROUBLESOME.chars().collect::<Vec<_>>());
    let prose = ["the cat's ", "3.14 and ", "Größe ", "слово ", "漢字です", "مَرْحَبًا ", "l’été ", "“—” "];
    let part = prop_oneof![
        8 => character().prop_map(String::from),
        1 => (character(), 1..70usize).prop_map(|(c, n)| c.to_string().repeat(n)),
        2 => prop::sample::select(prose.to_vec()).prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..90).prop_map(|parts| parts.concat())
}
