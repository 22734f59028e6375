//! Layouts of whole pages. Each page says what is to come out of it.

mod layouts;

use proptest::prelude::*;

use super::shape::work;
use super::{Cut, Evidence, Side};
use crate::document::{Element, Link, Markup, Span};
use crate::text::lines;

fn cut(page: &str) -> Option<Cut> {
    super::cut(page, &Markup::default()).ok()
}

/// Title, text and marker of one entry; an empty string stands for none.
type Row<'a> = (&'a str, &'a str, &'a str);

#[track_caller]
fn check(page: &str, page_title: &str, expected: &[Row<'_>]) -> Cut {
    let found = cut(page).expect("the page has entries");
    let rows: Vec<(String, String, &str)> = found
        .segments
        .iter()
        .map(|segment| {
            let title = segment.title_of(page).unwrap_or_default();
            let marker = segment.marker.map_or("", |span| span.of(page));
            (title.into_owned(), segment.text_of(page).into_owned(), marker)
        })
        .collect();
    let rows: Vec<Row<'_>> = rows.iter().map(|(title, text, marker)| (&**title, &**text, *marker)).collect();
    assert_eq!(rows, expected);
    assert_eq!(found.page_title_of(page).unwrap_or_default(), page_title);
    found
}

#[track_caller]
fn check_refused(page: &str) {
    if let Some(found) = cut(page) {
        panic!("cut as {}", found.layout.expect("entries have a layout"));
    }
}

#[test]
fn a_line_below_each_teaser_parts_entries_and_the_page_heading_is_no_headline() {
    let page = "Harbour News\n\nFerry timetable changes\n\nFrom Monday the ferry leaves ten minutes earlier.\n\nRead more\n\n\
        New crane arrives\n\nThe crane lifts ninety tonnes and came by sea.\n\nRead more\n\n\
        Quay closed for repairs\n\nDivers found cracks below the water line.\n\nRead more\n";
    let found = check(
        page,
        "Harbour News",
        &[
            ("Ferry timetable changes", "From Monday the ferry leaves ten minutes earlier.", "Read more"),
            ("New crane arrives", "The crane lifts ninety tonnes and came by sea.", "Read more"),
            ("Quay closed for repairs", "Divers found cracks below the water line.", "Read more"),
        ],
    );
    let layout = found.layout.expect("entries have a layout");
    assert_eq!(layout.evidence, Evidence::Marker { line: "Read more".to_owned(), side: Side::End });
    assert_eq!(layout.to_string(), "3 entries, each ended by \"Read more\"");
    assert_eq!((found.lead, found.tail), (vec![], None));
}

#[test]
fn german_markers_may_differ_in_case_arrows_and_spaces() {
    let page = "Brücke wird saniert\n\nDie Arbeiten dauern bis zum Herbst.\n\nWeiterlesen »  \n\n\
        Markt zieht um\n\nDer Platz wird neu gepflastert.\n\n» weiterlesen …\n\n\
        Bad öffnet früher\n\nDas Wasser ist schon warm.\n\n  WEITERLESEN\n";
    check(
        page,
        "",
        &[
            ("Brücke wird saniert", "Die Arbeiten dauern bis zum Herbst.", "Weiterlesen »"),
            ("Markt zieht um", "Der Platz wird neu gepflastert.", "» weiterlesen …"),
            ("Bad öffnet früher", "Das Wasser ist schon warm.", "WEITERLESEN"),
        ],
    );
}

#[test]
fn a_missing_last_marker_still_gives_the_last_entry() {
    let page = "Le pont rouvre\n\nLes travaux sont finis depuis mardi.\n\nLire la suite\n\n\
        La gare fermée\n\nUne panne bloque les trains du matin.\n\nLire la suite\n\n\
        Le musée agrandi\n\nTrois salles accueillent la collection.";
    check(
        page,
        "",
        &[
            ("Le pont rouvre", "Les travaux sont finis depuis mardi.", "Lire la suite"),
            ("La gare fermée", "Une panne bloque les trains du matin.", "Lire la suite"),
            ("Le musée agrandi", "Trois salles accueillent la collection.", ""),
        ],
    );
}

#[test]
fn a_footer_is_in_no_text_and_is_accounted_for() {
    let page = "Diario\n\nAbre el puente\n\nLas obras duraron dos años.\n\nLeer más\n\n\
        Cierra la estación\n\nUna avería detuvo los trenes.\n\nLeer más\n\n© 2024 Diario\n\nContacto\n";
    let found = check(
        page,
        "Diario",
        &[
            ("Abre el puente", "Las obras duraron dos años.", "Leer más"),
            ("Cierra la estación", "Una avería detuvo los trenes.", "Leer más"),
        ],
    );
    assert_eq!(found.tail.map(|span| span.of(page)), Some("© 2024 Diario\n\nContacto"));
    assert_eq!(found.segments[1].span.end, page.len());
}

#[test]
fn headline_and_teaser_need_no_blank_line_between_them() {
    let page = "Новости\n\nМост открыт\nРаботы закончены в срок.\nЧитать далее\n\n\
        Вокзал закрыт\nПоезда идут в обход.\nЧитать далее\n\nМузей растёт\nОткрылись три зала.\nЧитать далее\n";
    let rows = [
        ("Мост открыт", "Работы закончены в срок.", "Читать далее"),
        ("Вокзал закрыт", "Поезда идут в обход.", "Читать далее"),
        ("Музей растёт", "Открылись три зала.", "Читать далее"),
    ];
    check(page, "Новости", &rows);
    check(&page.replace("\n\n", "\n"), "Новости", &rows);
}

#[test]
fn a_headline_above_a_hard_wrapped_teaser_is_its_first_line() {
    let page = "Bridge reopens\nThe works took two years and cost\nmore than the council had planned.\nMore...\n\n\
        Station closed\nA fault at the junction stops all\ntrains until the evening.\nMore...\n";
    check(
        page,
        "",
        &[
            ("Bridge reopens", "The works took two years and cost\nmore than the council had planned.", "More..."),
            ("Station closed", "A fault at the junction stops all\ntrains until the evening.", "More..."),
        ],
    );
    let untitled = "The works took two years and cost\nmore than the council had planned.\n\nMore\n\n\
        A fault at the junction stops all\ntrains until the evening comes.\n\nMore\n";
    let titles: Vec<_> = cut(untitled).expect("two entries").segments.iter().map(|s| s.title).collect();
    assert_eq!(titles, [None, None]);
}

#[test]
fn right_to_left_pages_are_cut_alike() {
    check(
        "پل بازگشایی شد\n\nکار تعمیر پل پس از دو سال پایان یافت.\n\nادامه مطلب ...\n\n\
         ایستگاه بسته شد\n\nقطارها از مسیر دیگر می‌روند.\n\nادامه مطلب ...\n",
        "",
        &[
            ("پل بازگشایی شد", "کار تعمیر پل پس از دو سال پایان یافت.", "ادامه مطلب ..."),
            ("ایستگاه بسته شد", "قطارها از مسیر دیگر می‌روند.", "ادامه مطلب ..."),
        ],
    );
    check(
        "افتتاح الجسر\n\nانتهت الأعمال بعد عامين.\n\nاقرأ المزيد\n\nإغلاق المحطة\n\nتوقفت القطارات صباحا.\n\nاقرأ المزيد",
        "",
        &[
            ("افتتاح الجسر", "انتهت الأعمال بعد عامين.", "اقرأ المزيد"),
            ("إغلاق المحطة", "توقفت القطارات صباحا.", "اقرأ المزيد"),
        ],
    );
}

#[test]
fn chinese_and_japanese_pages_are_cut_alike() {
    check(
        "市报\n\n大桥重新开放\n\n工程历时两年，比计划晚了三个月。\n\n阅读全文\n\n车站关闭\n\n列车改走另一条线路。\n\n阅读全文\n",
        "市报",
        &[
            ("大桥重新开放", "工程历时两年，比计划晚了三个月。", "阅读全文"),
            ("车站关闭", "列车改走另一条线路。", "阅读全文"),
        ],
    );
    check(
        "橋が再開\n\n工事は二年かかった。\n\n続きを読む\n\n駅が閉鎖\n\n列車は迂回する。\n\n続きを読む\n",
        "",
        &[("橋が再開", "工事は二年かかった。", "続きを読む"), ("駅が閉鎖", "列車は迂回する。", "続きを読む")],
    );
}

#[test]
fn a_marker_phrase_inside_a_sentence_is_text() {
    let page = "Library campaign\n\nThe city wants children to\nread more than last year.\n\nRead more\n\n\
        Slogan chosen\n\n“Read more” is printed on every tram.\n\nRead more\n";
    check(
        page,
        "",
        &[
            ("Library campaign", "The city wants children to\nread more than last year.", "Read more"),
            ("Slogan chosen", "“Read more” is printed on every tram.", "Read more"),
        ],
    );
}

#[test]
fn a_line_in_no_list_is_a_marker_if_it_recurs_below_headline_and_text() {
    let story =
        |n: &str| format!("Story {n} of today\n\nWhat happened in place {n} is told here.\n\nOpen the leaf\n\n");
    let page = ["one", "two", "three"].map(story).concat();
    let found = cut(&page).expect("three entries");
    let layout = found.layout.expect("entries have a layout");
    assert_eq!(layout.evidence, Evidence::Marker { line: "Open the leaf".to_owned(), side: Side::End });
    assert_eq!(layout.n_entries, 3);
    let two = page.find("Story three").expect("the third story");
    check_refused(&page[..two]);
}

#[test]
fn a_recurring_line_above_each_headline_begins_entries() {
    let story = |n: &str| format!("From our desk\n\nStory {n}\n\nWhat happened in place {n} is told here.\n\n");
    let page = format!("Gazette\n\n{}", ["one", "two", "three"].map(story).concat());
    check(
        &page,
        "Gazette",
        &[
            ("Story one", "What happened in place one is told here.", "From our desk"),
            ("Story two", "What happened in place two is told here.", "From our desk"),
            ("Story three", "What happened in place three is told here.", "From our desk"),
        ],
    );
}

#[test]
fn lines_that_always_follow_the_marker_go_with_it() {
    let page = "Bridge reopens\n\nThe works took two years.\n\nRead more\n\nShare\n\nPrint\n\n\
        Station closed\n\nA fault stops all trains.\n\nRead more\n\nShare\n\nPrint\n";
    check(
        page,
        "",
        &[
            ("Bridge reopens", "The works took two years.", "Read more\n\nShare\n\nPrint"),
            ("Station closed", "A fault stops all trains.", "Read more\n\nShare\n\nPrint"),
        ],
    );
}

#[test]
fn a_marker_may_name_the_headline() {
    let page = "Bridge reopens\n\nThe works took two years.\n\nContinue reading “Bridge reopens” →\n\n\
        Station closed\n\nRead more of this in a sentence.\n\nContinue reading “Station closed” →\n";
    check(
        page,
        "",
        &[
            ("Bridge reopens", "The works took two years.", "Continue reading “Bridge reopens” →"),
            ("Station closed", "Read more of this in a sentence.", "Continue reading “Station closed” →"),
        ],
    );
}

#[test]
fn a_marker_that_stands_twice_ends_one_entry() {
    let page = "Bridge reopens\n\nThe works took two years.\n\nRead more\n\nRead more\n\n\
        Station closed\n\nA fault stops all trains.\n\nRead more\n";
    check(
        page,
        "",
        &[
            ("Bridge reopens", "The works took two years.", "Read more\n\nRead more"),
            ("Station closed", "A fault stops all trains.", "Read more"),
        ],
    );
}

#[test]
fn a_marker_at_the_top_ends_no_entry() {
    check_refused("Read more\n[3]\n\nThe works took two years and were paid for by the port.\n");
}

/// The headline above the second date would begin where that above the first does.
#[test]
fn two_dated_lines_in_one_paragraph_have_one_headline() {
    let dated = |n: usize| format!("Harbour news {n}\n2024-05-0{n}: a crane\n2024-06-0{n}: a ferry\n\n");
    let page: String = (1..5).map(dated).collect();
    let found = super::dated::headlines_above_dates(&super::page::Page::new(&page, &Markup::default()));
    let starts: Vec<usize> = found.expect("a layout").plan.entries.iter().map(|entry| entry.lines.start).collect();
    assert_eq!(starts, [0, 3, 6, 9]);
}

#[test]
fn dates_stay_in_the_text_and_never_become_a_title() {
    let below = "News\n\nBridge reopens\n\n12 June 2023\n\nThe works took two years.\n\nRead more\n\n\
        Station closed\n\n14 June 2023\n\nA fault stops all trains.\n\nRead more\n";
    check(
        below,
        "News",
        &[
            ("Bridge reopens", "12 June 2023\n\nThe works took two years.", "Read more"),
            ("Station closed", "14 June 2023\n\nA fault stops all trains.", "Read more"),
        ],
    );
    let above = "News\n\n12.06.2023\n\nBridge reopens\n\nThe works took two years.\n\nRead more\n\n\
        14.06.2023\n\nStation closed\n\nA fault stops all trains.\n\nRead more\n";
    check(
        above,
        "News",
        &[
            ("Bridge reopens", "12.06.2023\n\nThe works took two years.", "Read more"),
            ("Station closed", "14.06.2023\n\nA fault stops all trains.", "Read more"),
        ],
    );
}

#[test]
fn separators_part_entries_whatever_the_sign() {
    for sign in ["---", "* * *", "====", "____", "•••", "— — —"] {
        let page = format!(
            "Morning notes\n\n{sign}\n\nBridge reopens\n\nThe works took two years.\n\n{sign}\n\n\
             Station closed\n\nA fault stops all trains.\n\n{sign}\n\nMuseum grows\n\nThree rooms were added.\n"
        );
        check(
            &page,
            "Morning notes",
            &[
                ("Bridge reopens", "The works took two years.", sign),
                ("Station closed", "A fault stops all trains.", sign),
                ("Museum grows", "Three rooms were added.", ""),
            ],
        );
    }
}

#[test]
fn headings_of_one_level_part_entries() {
    let page = "# Harbour News\n\nAll that floats.\n\n## Ferry late\n\nFog again.\n\n## Crane new\n\nNinety tonnes.\n\n\
        # Inland\n\n## Canal dry\n\nNo rain.\n";
    let found = check(
        page,
        "Harbour News",
        &[
            ("Ferry late", "Fog again.", ""),
            ("Crane new", "Ninety tonnes.", ""),
            ("Canal dry", "# Inland\n\nNo rain.", ""),
        ],
    );
    assert_eq!(found.layout.map(|layout| layout.evidence), Some(Evidence::Heading(2)));
    assert_eq!(found.lead.iter().map(|span| span.of(page)).collect::<Vec<_>>(), ["All that floats."]);
}

#[test]
fn web_pages_with_headings_and_links_are_cut_at_their_markers() {
    let page = "# Gazette\n\n- Home\n\n- Contact\n\n## Bridge reopens\n\nThe works took two years.\n\nRead more\n\n\
        ## Station closed\n\nA fault stops all trains.\n\nRead more\n\n## Museum grows\n\nThree rooms.\n\nRead more\n";
    check(
        page,
        "Gazette",
        &[
            ("Bridge reopens", "The works took two years.", "Read more"),
            ("Station closed", "A fault stops all trains.", "Read more"),
            ("Museum grows", "Three rooms.", "Read more"),
        ],
    );
}

#[test]
fn ascending_numbers_part_entries_in_every_style() {
    let styles = [("1.", "2."), ("1)", "2)"), ("[1]", "[2]"), ("(1)", "(2)"), ("۱.", "۲."), ("7.", "8.")];
    for (one, two) in styles {
        let page = format!(
            "Press review\n\n{one} Bridge reopens\n\nThe works took two years.\n\n\
             {two} Station closed\nA fault stops 3. class trains.\n"
        );
        check(
            &page,
            "Press review",
            &[
                ("Bridge reopens", "The works took two years.", one),
                ("Station closed", "A fault stops 3. class trains.", two),
            ],
        );
    }
}

#[test]
fn a_number_before_the_first_one_and_lists_inside_entries_do_not_disturb_the_count() {
    let page = "12. March\n\n1. Bridge reopens\n\nThe works took two years.\n\n\
        2. Station closed\n\nTake instead\n1. a bus\n2. a tram\n\n3. Museum grows\n\nThree rooms were added.\n";
    check(
        page,
        "12. March",
        &[
            ("Bridge reopens", "The works took two years.", "1."),
            ("Station closed", "Take instead\n1. a bus\n2. a tram", "2."),
            ("Museum grows", "Three rooms were added.", "3."),
        ],
    );
}

#[test]
fn headlines_that_alternate_with_text_are_enough() {
    let teaser = "was told to the council on Monday evening, and the debate about the costs went on until midnight.";
    let page = format!(
        "Local news\n\nBridge reopens\n\nThat the bridge is safe {teaser}\n\nStation closed\n\n3 May 2022\n\n\
         That no train will run {teaser}\n\nMuseum grows\n\nThat three rooms are ready {teaser}\n\nImprint\n\nContact\n"
    );
    let found = check(
        &page,
        "Local news",
        &[
            ("Bridge reopens", &format!("That the bridge is safe {teaser}"), ""),
            ("Station closed", &format!("3 May 2022\n\nThat no train will run {teaser}"), ""),
            ("Museum grows", &format!("That three rooms are ready {teaser}"), ""),
        ],
    );
    assert_eq!(found.tail.map(|span| span.of(page.as_str())), Some("Imprint\n\nContact"));
}

#[test]
fn one_known_phrase_below_a_headline_and_a_text_is_enough_for_one_entry() {
    let page = "Bridge reopens\n\nThe works took two years.\n\nRead more\n";
    let found = check(page, "", &[("Bridge reopens", "The works took two years.", "Read more")]);
    assert_eq!(found.layout.map(|layout| layout.to_string()).as_deref(), Some("1 entry, ended by \"Read more\""));
    let framed = format!("Town news\n\n{page}\n© The Gazette\n");
    check(&framed, "Town news", &[("Bridge reopens", "The works took two years.", "Read more")]);
    check_refused("Bridge reopens\n\nThe works took two years.\n\nMore\n");
    check_refused("Bridge reopens\n\nThe works took two years.\n\nRead more\n\nAnd so it went on.\n");
    check_refused("The works took two years.\n\nRead more\n");
}

#[test]
fn a_known_phrase_on_top_of_a_page_ends_no_entry() {
    check_refused("Read more\nA\n\n# ");
    check_refused("Continue reading\n\nFerry late\n\nFog again, says the master.\n");
}

#[test]
fn prose_is_refused() {
    let sentence = "She went on for a while about the weather, and nobody in the room had the heart to interrupt her. ";
    let paragraph = format!("{}\n\n", sentence.repeat(4));
    let speech = format!("Fellow citizens\n\n{}", paragraph.repeat(12));
    let chapter = |n: usize| format!("CHAPTER {n}\n\n{}", paragraph.repeat(9 + n));
    let scenes = format!("{paragraph}* * *\n\n{paragraph}* * *\n\n{paragraph}");
    let refrain = "When the wind blows low\nand the boats lie still,\nwe sing again\nO my harbour\n\n".repeat(6);
    let links = format!("{}Read more\n\nAnother story\n\nRead more\n", paragraph.repeat(40));
    let steps = format!("{}1. Go.\n2. Come back.\n\n{}", paragraph.repeat(20), paragraph.repeat(20));
    let manual =
        format!("# tool\n\n> Does much.\n\n{}", format!("- Do it:\n\n`tool {}`\n\n", "option ".repeat(30)).repeat(9));
    check_refused(&manual);
    check_refused(&speech);
    check_refused(&(1..6).map(chapter).collect::<String>());
    check_refused(&scenes);
    check_refused(&refrain);
    check_refused(&links);
    check_refused(&steps);
}

#[test]
fn hostile_pages_are_refused_without_harm() {
    check_refused("");
    check_refused(&"\n".repeat(100_000));
    check_refused(&"Read more\n\n".repeat(10_000));
    check_refused(&"word\n\n".repeat(10_000));
    check_refused(&"word ".repeat(100_000));
    check_refused(&"---\n".repeat(10_000));
    check_refused(&"# \n#\n".repeat(10_000));
    check_refused(&(1..10_000).map(|n| format!("{n}. \n")).collect::<String>());
}

/// Lines looked at for a page of `n_entries`, as `entry` writes each.
fn work_for_each(n_entries: usize, entry: impl Fn(usize) -> String) -> usize {
    let page: String = (1..=n_entries).map(entry).collect();
    work::take();
    assert_eq!(cut(&page).map(|found| found.segments.len()), Some(n_entries));
    work::take()
}

#[test]
fn work_grows_with_the_page_for_every_kind_of_boundary() {
    #[track_caller]
    fn check(entry: impl Fn(usize) -> String) {
        let (small, big) = (work_for_each(200, &entry), work_for_each(2_000, &entry));
        assert!(big <= 11 * small, "{small} lines looked at for 200 entries, {big} for 2,000");
    }
    let said = "is what the master says, and he has said so for as long as anybody can remember here.";
    check(|n| format!("Headline {n:05}\n\nThat {n:05} {said}\n\n* * *\n\n"));
    check(|n| format!("## Headline {n:05}\n\nThat {n:05} {said}\n\n"));
    check(|n| format!("{n}. Headline\n\nThat {n:05} {said}\n\n"));
    check(|n| format!("2021-05-{:02}\n\nThat {n:05} {said}\n\n", n % 28 + 1));
    check(|n| format!("- **Headline {n:05}** That {said}\n"));
    check(|n| format!("Headline of {n:05}\n\nThat {n:05} {said}\n\n"));
    check(|n| format!("{n}\n00:00:01,000 --> 00:00:02,000\nThat {n}.\n\n"));
}

/// Lines looked at for a page of `n_entries`, whose teasers have `n_lines` each.
fn work_for(n_entries: usize, n_lines: usize) -> usize {
    let teaser = "Yes.\n".repeat(n_lines);
    let page: String = (0..n_entries).map(|n| format!("Headline of entry {n}\n\n{teaser}\nRead more\n\n")).collect();
    work::take();
    assert_eq!(cut(&page).map(|found| found.segments.len()), Some(n_entries));
    work::take()
}

#[test]
fn work_grows_with_the_page_and_not_faster() {
    let (small, big) = (work_for(500, 2), work_for(5_000, 2));
    assert!(big <= 11 * small, "{small} lines looked at for 500 entries, {big} for 5,000");
}

#[test]
fn a_page_of_long_entries_costs_one_look_at_a_line() {
    assert!(work_for(1_000, 45) <= 50_000);
}

#[test]
fn one_endless_region_costs_no_more_than_its_lines() {
    let body = "This is a sentence of the text.\n\nHeadline inside\n\n".repeat(4_000);
    let page =
        format!("{body}Read more\n\nText here ends.\n\nTitle\n\nRead more\n\nText here ends.\n\nTitle\n\nRead more\n");
    work::take();
    let _ = cut(&page);
    assert!(work::take() <= 40 * 8_000);
}

/// Text made of what the detectors look for.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\n",
        "\n\n",
        " ",
        "Read more\n\n",
        "[Read more](a.html)\n\n",
        "https://example.org/a\n",
        "# ",
        "## [Two](b)\n\n",
        "---\n\n",
        "1. ",
        "2. **Bold** ",
        "- [Label](c) – ",
        "- **Bold.** ",
        "* item\n",
        "3 May 2021\n\n",
        "2021-05-04 – ",
        "One headline\n\n",
        "A teaser that says what happened, and how it all came about in the end.\n\n",
        "© us\n",
        "字字字。\n\n",
        "From a@b Mon May  6 10:00:00 2024\nSubject: x\n\n",
        ">From a\n",
        "\n\n1\n00:01.000 --> 00:02.000\nword\n",
        "1 of 2 DOCUMENTS\n\nLENGTH: 5 words\n\n",
        "LOAD-DATE: May 5, 2024\n\n",
        "Document ABC0002026010123xyz\n\n",
        "(c) us\n",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn entries_put_together_give_the_page_back(text in texts(), blocks in prop::collection::vec((0_usize..40, 0_usize..6), 0..12)) {
        let starts: Vec<usize> = lines(&text).map(|line| line.start).chain([text.len()]).collect();
        let at = |line: usize| starts[line.min(starts.len() - 1)];
        let element = |&(line, n_lines): &(usize, usize)| {
            Element { span: Span::new(at(line), at(line + n_lines)), path_idx: n_lines % 2 }
        };
        let markup = Markup {
            paths: vec!["article".to_owned(), "div".to_owned()],
            elements: blocks.iter().map(element).collect(),
            links: vec![Link { at: at(3), target: "/a".to_owned() }],
        };
        let Ok(found) = super::cut(&text, &markup) else { return Ok(()) };
        let whole: String = found.segments.iter().map(|segment| segment.span.of(&text)).collect();
        prop_assert_eq!(&whole, &text);
        for segment in &found.segments {
            let mut shown: Vec<Span> = segment.text.iter().copied().chain(segment.title).chain(segment.marker).collect();
            shown.sort_unstable();
            prop_assert!(shown.windows(2).all(|pair| pair[0].end <= pair[1].start), "{:?}", found.layout);
            let is_inside = |span: &Span| segment.span.start <= span.start && span.end <= segment.span.end;
            prop_assert!(shown.iter().all(is_inside), "{:?}", found.layout);
        }
    }
}
