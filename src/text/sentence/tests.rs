//! What a sentence is, by example and by law.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(language: Language, sentences: &[&str]) {
    check_text(language, &sentences.join(" "), sentences);
}

#[track_caller]
fn check_text(language: Language, text: &str, expected: &[&str]) {
    let found: Vec<&str> = sentences_in(text, language).iter().map(|span| span.of(text)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_line_end_inside_a_paragraph_ends_no_sentence_and_a_blank_line_does() {
    let text = "One is\nwrapped. Two!\n\nA heading\n\nThree?";
    check_text(Language::Any, text, &["One is\nwrapped.", "Two!", "A heading", "Three?"]);
}

#[test]
fn segments_without_letters_or_numbers_are_no_sentences() {
    check_text(Language::Any, "… \n\n* * *\n\nEnd.", &["End."]);
    check_text(Language::Any, "", &[]);
}

/// What must hold in the language and where none is given.
#[track_caller]
fn check_anywhere(language: Language, sentences: &[&str]) {
    check(language, sentences);
    check(Language::Any, sentences);
}

#[test]
fn no_sentence_ends_behind_titles_initials_and_common_abbreviations_of_english() {
    let both = |sentences: &[&str]| check_anywhere(Language::English, sentences);
    both(&["Dr. Ada Brown met Mr. Green at St. Mary’s.", "They talked."]);
    both(&["J. K. Stone and B. Lake wrote it, cf. Green et al. (2003), vol. 2.", "It sold well."]);
    both(&["See Fig. 3 and pp. 10–12, i.e. The Plan (No. 5).", "It is short."]);
    both(&["The U.S. Senate met at 5 p.m. Monday.", "On Jan. 5 it rested."]);
    both(&["Tea, milk etc. are sold by Grove Inc. and others.", "The firm is new."]);
}

#[test]
fn a_sentence_ends_behind_an_abbreviation_if_a_word_follows_that_begins_sentences() {
    let both = |sentences: &[&str]| check_anywhere(Language::English, sentences);
    both(&["He lives in the U.S.", "She does not."]);
    both(&["They left at 5 p.m.", "“Nobody knew,” he said."]);
    both(&["It was vitamin C.", "The pills were red."]);
}

#[test]
fn marks_inside_names_numbers_and_addresses_end_nothing() {
    let both = |sentences: &[&str]| check_anywhere(Language::English, sentences);
    both(&["Use .NET 4.8 or Node.js from http://a.example/?Q=1&R=Two now.", "Done."]);
    both(&["Pi is 3.14.", "Version 2.0.1 Beta is out!"]);
    both(&["The Yahoo!Page is gone.", "Bye."]);
}

#[test]
fn labels_belong_to_what_follows_them() {
    check_text(
        Language::Any,
        "1. Open the door.\n\n2.1. Go in.\n\n(a) Sit.\n\nb. Wait.",
        &["1. Open the door.", "2.1. Go in.", "(a) Sit.", "b. Wait."],
    );
    check(Language::Any, &["She is 30.", "The others are older."]);
    check(Language::Any, &["It was in 1990.", "Nobody came."]);
}

#[test]
fn quotes_brackets_and_notes_behind_a_mark_belong_to_its_sentence() {
    let both = |sentences: &[&str]| check_anywhere(Language::English, sentences);
    both(&["“We go.”", "“No!”", "(They stayed.)", "So it was.[3][note 4]", "Then it rained."]);
    both(&["“Why?” he asked.", "‘Stop!’ she cried.", "Wait!"]);
    both(&["(See Green Jr.) Grove is a town."]);
    both(&["He came.", "1987 was dry."]);
}

#[test]
fn ellipses_end_a_sentence_before_a_space_and_a_capital() {
    check(Language::Any, &["Well… maybe so...", "Or not…", "Who knows?!", "She... did."]);
    check_text(Language::Any, "Wait…what? He said…No.", &["Wait…what?", "He said…No."]);
}

#[test]
fn german_has_ordinals_and_spaced_abbreviations() {
    let german = Language::German;
    check_anywhere(german, &["Am 3. Juni kam Dr. Braun, d. h. um 9.30 Uhr.", "Er ging am 19. März."]);
    check_anywhere(german, &["Vgl. Abb. 4, S. 12 ff. und Nr. 7 usw.", "Das ist z.B. Holz."]);
    check_anywhere(german, &["„Ja.“", "Er ging.", "»Nein!« rief sie.", "Im 20. Jahrhundert war es so."]);
    check(german, &["König Ludwig XIV. Bourbon war beim 5. Treffen.", "Der 6. Gast war 30.", "Er schwieg."]);
}

#[test]
fn abbreviations_written_apart_are_those_written_together() {
    check(Language::German, &["Es gibt viele, z. B. Die Brücke.", "Er ging u. a. Der Bruder kam."]);
    check(Language::Russian, &["Там были лодки, сети и т. д.", "Москва далеко, и т. п. там нет."]);
}

#[test]
fn a_sentence_ends_behind_what_closes_a_list_if_a_capital_follows() {
    check_anywhere(Language::English, &["They sold tea, milk etc.", "Grove was closed."]);
    check(Language::Spanish, &["Venden cerezas, pepinos, etc.", "Cacín crece cada vez más."]);
    check(Language::English, &["They sold tea, etc. in Grove."]);
}

#[test]
fn who_writes_without_capitals_ends_sentences_without_them() {
    check_anywhere(Language::English, &["where did you grow up?", "by the sea?", "i did!", "then go there"]);
    check_anywhere(Language::English, &["Where? there!", "He saw it."]);
    check_anywhere(Language::English, &["she said “why?” and left."]);
}

#[test]
fn backticks_are_quotes_as_in_tex() {
    check(Language::Any, &["They sang ``Where is love?``.", "It was late."]);
    check(Language::Any, &["Call `stop.`", "Then wait."]);
}

#[test]
fn french_has_titles_eras_and_elided_words() {
    let french = Language::French;
    check_anywhere(french, &["M. Dupont et Mme. Leroy sont venus.", "Ils ont vu le t. 3, p. 4."]);
    check_anywhere(french, &["Du pain, du sel, etc.", "L’eau manquait vers 50 av. J.-C. dans la ville."]);
    check_anywhere(french, &["« Viens ! »", "Elle partit.", "« Où ? » demanda-t-il."]);
}

#[test]
fn spanish_and_italian_have_titles_and_countries() {
    check_anywhere(
        Language::Spanish,
        &["El Sr. Gómez y la Dra. Ruiz viven en EE. UU. desde enero.", "¿Por qué?", "¡No sé!"],
    );
    check(Language::Spanish, &["Dijo que no.", "Luego se fue a la pág. 5 del libro."]);
    check_anywhere(
        Language::Italian,
        &["Il sig. Rossi e il dott. Bianchi sono qui.", "Pane, sale ecc.", "Non c’è altro."],
    );
}

#[test]
fn russian_has_initials_years_and_units() {
    let russian = Language::Russian;
    check_anywhere(russian, &["А. С. Иванов жил на ул. Садовой, т.е. рядом.", "Он уехал в 1990 г. из города."]);
    check_anywhere(russian, &["Стоит 5 тыс. руб. за штуку и т. д.", "Это дорого.", "См. рис. 4."]);
    check_anywhere(russian, &["«Да!» — сказал он.", "Она ушла."]);
}

#[test]
fn persian_and_arabic_have_their_own_marks_and_initials() {
    check_anywhere(Language::Persian, &["آیا او آمد؟", "بله!", "او آمد.", "د. احمدی و م. کریمی رفتند."]);
    check_anywhere(Language::Arabic, &["هل جاء د. أحمد؟", "نعم، جاء.", "ثم ذهب."]);
    check_text(Language::Any, "یہ ایک ہے۔ یہ دو ہے۔", &["یہ ایک ہے۔", "یہ دو ہے۔"]);
}

#[test]
fn chinese_and_japanese_sentences_follow_each_other_without_a_space() {
    let chinese = "他来了。《书》很好！“走吧。”她说：「好？」J. K. 林来了……是吗？1.开始。";
    let expected = ["他来了。", "《书》很好！", "“走吧。”", "她说：「好？」", "J. K. 林来了……是吗？", "1.开始。"];
    check_text(Language::Chinese, chinese, &expected);
    check_text(Language::Any, chinese, &expected);
    let japanese = "雨が降った。「行こう。」と彼は言った。本当？はい！";
    check_text(Language::Japanese, japanese, &["雨が降った。", "「行こう。」", "と彼は言った。", "本当？", "はい！"]);
}

#[test]
fn devanagari_ends_sentences_with_a_danda() {
    check_text(Language::Any, "वह आया। वह गया॥ क्यों?", &["वह आया।", "वह गया॥", "क्यों?"]);
}

#[test]
fn a_false_end_costs_no_more_in_a_long_sentence() {
    // Looking at the whole sentence so far at each of its marks would take minutes here.
    for lead in [" ", "(", "\u{2028}", "e.g. X ", "a\u{301}", "!", "’"] {
        let text = format!("{}{}", lead.repeat(100_000), "e.g. A ".repeat(20_000));
        assert!(n_sentences(&text, Language::English) >= 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4 * ProptestConfig::default().cases))]

    #[test]
    fn sentences_are_trimmed_in_order_and_hold_every_letter_and_number(
        text in "([.!?…。؟]|[\"')(”“»«\\[\\]0-9]|Dr|St|etc|The|z\\.B|[a-cA-C]|[ \n\u{2029}]|\n\n|\\PC|.){0,40}",
        language in proptest::sample::select(&Language::ALL[..])
    ) {
        let mut at = 0;
        for span in sentences_in(&text, language) {
            prop_assert!(!text[at..span.start].contains(char::is_alphanumeric));
            let sentence = span.of(&text);
            prop_assert!(sentence.contains(char::is_alphanumeric));
            prop_assert_eq!(sentence, sentence.trim());
            at = span.end;
        }
        prop_assert!(!text[at..].contains(char::is_alphanumeric));
    }

    #[test]
    fn the_ways_to_ask_agree(text in "([.!?]|[a-cA-C]|[ \n]){0,40}") {
        let found = sentences(&text);
        prop_assert_eq!(n_sentences(&text, Language::Any), found.len());
        let cover: String = uax29_segments(&text).map(|span| span.of(&text).to_owned()).collect();
        prop_assert_eq!(cover, text);
    }
}
