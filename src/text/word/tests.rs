//! Words are those of UAX #29, whatever path finds them and wherever in a block they stand.
//!
//! The crate unicode-segmentation is the reference, and Unicode's own test is the law.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::block::{self, BLOCK, Planes};
use super::property::Property::{self, *};
use super::*;

/// Unicode's cases: segments parted by tabs, each as code points.
const CASES: &str = include_str!("break_cases.tsv");

/// Those that this processor can run.
fn kernels() -> Vec<Kernel> {
    #[cfg(target_arch = "x86_64")]
    let vectors = [avx2::Avx2::detect().map(Kernel::Avx2), avx512::Avx512::detect().map(Kernel::Avx512)];
    #[cfg(target_arch = "aarch64")]
    let vectors = [neon::Neon::detect().map(Kernel::Neon)];
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    let vectors = [None];
    [Some(Kernel::Portable)].into_iter().chain(vectors).flatten().collect()
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

fn planes_by(kernel: Kernel, block: &[u8; BLOCK]) -> Planes {
    match kernel {
        Kernel::Portable => portable::planes(block),
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2(avx2) => avx2.planes(block),
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512(avx512) => avx512.planes(block),
        #[cfg(target_arch = "aarch64")]
        Kernel::Neon(neon) => neon.planes(block),
    }
}

/// The planes one character after the other, of those that end in the first block of `text`.
fn planes_by_character(text: &str) -> [u64; 8] {
    let mut planes = [0; 8];
    for (at, c) in text.char_indices().take_while(|(at, c)| at + c.len_utf8() <= BLOCK) {
        let kind = match property(c) {
            SingleQuote => MidNumLet as u8,
            DoubleQuote | Space | CarriageReturn | LineFeed | Newline if c.is_ascii() => 0,
            property => property as u8,
        };
        let all_bytes = ((1 << c.len_utf8()) - 1) << at;
        for (bit, plane) in planes.iter_mut().enumerate() {
            *plane |= if kind >> bit & 1 == 1 { all_bytes } else { 0 };
        }
    }
    planes
}

/// Every kernel sees what is there in the block that begins at every `step`th character of `text`.
#[track_caller]
fn check_planes(text: &str, step: usize) {
    for (start, _) in text.char_indices().step_by(step) {
        let Some(block) = text.as_bytes()[start..].first_chunk() else { break };
        let whole = block::below(block::n_whole(block));
        let expected = planes_by_character(&text[start..]);
        for kernel in kernels() {
            let Planes { letter, numeric, lone, extend, mid_letter, mid_number, special, second, .. } =
                planes_by(kernel, block);
            let found = [letter, numeric, lone, extend, mid_letter, mid_number, special, second];
            assert_eq!(found.map(|plane| plane & whole), expected, "{kernel:?}: {block:x?}");
        }
    }
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
    if !reference_errs(text) {
        let words = text.unicode_word_indices();
        let reference: Vec<Span> = words.map(|(start, word)| Span::new(start, start + word.len())).collect();
        assert_eq!(expected, reference, "by the rules: {text:?}");
    }
    for kernel in kernels() {
        assert_eq!(by(kernel, text), expected, "by {kernel:?}: {text:?}");
        assert_eq!(n_by(kernel, text), expected.len(), "counted by {kernel:?}: {text:?}");
    }
}

/// Whether rule WB3c joins what the reference gets wrong in `text`: the few pictographs that are letters, where it
/// forgets the letter and parts it from what follows, against rules WB5, WB6, WB9 and WB13a; and pictographs after a
/// mid, which it then joins to the letter or number before, although rules WB6, WB7b and WB12 want one behind it.
fn reference_errs(text: &str) -> bool {
    text.match_indices('\u{200d}').any(|(at, joiner)| {
        let next = text[at + joiner.len()..].chars().next().map_or(Other, property);
        let before = text[..at].chars().rev().map(property).find(|property| !property.attaches());
        let is_after_mid = matches!(before, Some(MidLetter | MidNum | MidNumLet | SingleQuote | DoubleQuote));
        next == LetterPictograph || next == Pictograph && is_after_mid
    })
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
                for kernel in kernels() {
                    assert_eq!(by(kernel, &text), expected, "{kernel:?}: {text:?}");
                }
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
        assert!(reference_errs(text));
        assert_eq!(by_rules(text), [Span::new(0, expected)]);
        check_everywhere(text);
    }
}

#[test]
fn a_joined_pictograph_does_not_make_a_mid_part_of_a_word() {
    for text in ["a\u{b7}\u{200d}❤", "1.\u{301}\u{200d}™", "a'\u{200d}❤ "] {
        assert!(reference_errs(text));
        assert_eq!(by_rules(text), [Span::new(0, 1)]);
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
    if !reference_errs(&text) {
        let words = text.unicode_word_indices();
        let reference = words.map(|(start, word)| Span::new(start, start + word.len()));
        assert!(by_rules(&text).into_iter().eq(reference), "{c:?} in {text:?}");
    }
}

#[test]
fn every_character_holds_in_a_block_with_its_neighbors() {
    for separator in ["", " ", "a"] {
        let text: String = ('\0'..=char::MAX).flat_map(|c| [c.to_string(), separator.to_owned()]).collect();
        let expected = by_rules(&text);
        for kernel in kernels() {
            assert!(by(kernel, &text) == expected, "{kernel:?}, {separator:?}");
        }
    }
}

#[test]
fn every_kernel_sees_the_same_in_every_character() {
    let characters: String = ('\0'..=char::MAX).collect();
    check_planes(&characters, 13);
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
    #[test]
    fn any_text_of_troublesome_characters_holds(text in troublesome()) {
        check(&text);
    }

    #[test]
    fn every_kernel_sees_the_same_in_any_block(text in troublesome()) {
        check_planes(&text, 1);
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
