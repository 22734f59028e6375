//! Layouts of digest pages as they are met, each with the titles that are to come out of it: languages, scripts, kinds
//! of boundary, and pages that lack something.

use super::super::cut;
use crate::document::Markup;

#[track_caller]
fn check(page: &str, titles: &[&str]) {
    check_values(page, titles, &[], &[]);
}

/// Titles, and dates and links where they are given.
#[track_caller]
fn check_values(page: &str, titles: &[&str], dates: &[&str], links: &[&str]) {
    let found = cut(page, &Markup::default()).unwrap_or_else(|why| panic!("{why}"));
    let shown = |idx: usize| -> Vec<&str> {
        found.segments.iter().map(|segment| segment.further[idx].as_deref().unwrap_or_default()).collect()
    };
    let found_titles: Vec<String> =
        found.segments.iter().map(|segment| segment.title_of(page).unwrap_or_default().into_owned()).collect();
    assert_eq!(found_titles, titles, "{}", found.layout.as_ref().map(ToString::to_string).unwrap_or_default());
    assert!(found.segments.iter().all(|segment| !segment.text_of(page).is_empty()), "an entry has no text");
    if !dates.is_empty() {
        assert_eq!(shown(0), dates);
    }
    if !links.is_empty() {
        assert_eq!(shown(1), links);
    }
    assert_eq!(found.segments.last().map(|segment| segment.span.end), Some(page.len()));
}

#[test]
fn italian_with_arrows_and_dates_below_headlines() {
    let page = "Notizie dal porto\n\nRiapre il ponte\n\n12 giugno 2023\n\nI lavori sono durati due anni.\n\nLeggi tutto »\n\n\
        Chiusa la stazione\n\n14 giugno 2023\n\nUn guasto ferma i treni.\n\nLeggi tutto »\n\n\
        Cresce il museo\n\n15 giugno 2023\n\nTre sale nuove.\n\nLeggi tutto »\n";
    check_values(
        page,
        &["Riapre il ponte", "Chiusa la stazione", "Cresce il museo"],
        &["2023-06-12", "2023-06-14", "2023-06-15"],
        &["", "", ""],
    );
}

#[test]
fn dutch_with_addresses_below_each_teaser() {
    let page = "De brug is open\n\nDe werken duurden twee jaar.\n\nLees meer: https://example.org/brug\n\n\
        Het station is dicht\n\nEen storing legt alle treinen stil.\n\nLees meer: https://example.org/station\n";
    check_values(
        page,
        &["De brug is open", "Het station is dicht"],
        &[],
        &["https://example.org/brug", "https://example.org/station"],
    );
}

#[test]
fn alerts_that_end_with_nothing_but_an_address() {
    let page = "Bridge reopens\nThe works took two years and cost more than planned.\nhttps://example.org/a\n\n\
        Station closed\nA fault at the junction stops all of the trains.\nhttps://example.org/b\n\n\
        Museum grows\nThree rooms were added, and a fourth one is to come.\nhttps://example.org/c\n";
    check_values(
        page,
        &["Bridge reopens", "Station closed", "Museum grows"],
        &[],
        &["https://example.org/a", "https://example.org/b", "https://example.org/c"],
    );
}

#[test]
fn polish_with_a_missing_last_marker() {
    let page = "Most otwarty\n\nPrace trwały dwa lata.\n\nCzytaj więcej\n\nDworzec zamknięty\n\nPociągi jadą objazdem.\n\n\
        Czytaj więcej\n\nMuzeum rośnie\n\nDodano trzy sale.\n";
    check(page, &["Most otwarty", "Dworzec zamknięty", "Muzeum rośnie"]);
}

#[test]
fn arabic_from_right_to_left() {
    let page = "الجسر يفتح من جديد\n\nاستمرت الأعمال عامين.\n\nاقرأ المزيد\n\nالمحطة مغلقة\n\nعطل يوقف القطارات.\n\n\
        اقرأ المزيد\n";
    check(page, &["الجسر يفتح من جديد", "المحطة مغلقة"]);
}

#[test]
fn hebrew_with_separators() {
    let page = "הגשר נפתח\n\nהעבודות נמשכו שנתיים.\n\n---\n\nהתחנה סגורה\n\nתקלה עצרה את הרכבות.\n\n---\n\n\
        המוזיאון גדל\n\nנוספו שלושה אולמות.\n";
    check(page, &["הגשר נפתח", "התחנה סגורה", "המוזיאון גדל"]);
}

#[test]
fn chinese_with_dates_of_its_own() {
    let page = "大桥重新开放\n\n2024年5月3日\n\n工程历时两年。\n\n阅读全文\n\n车站关闭\n\n2024年5月4日\n\n列车改道行驶。\n\n阅读全文\n";
    check_values(page, &["大桥重新开放", "车站关闭"], &["2024-05-03", "2024-05-04"], &["", ""]);
}

#[test]
fn korean_and_hindi_with_their_own_phrases() {
    check(
        "다리가 다시 열렸다\n\n공사는 이 년 걸렸다.\n\n더 보기\n\n역이 닫혔다\n\n열차가 우회한다.\n\n더 보기\n",
        &["다리가 다시 열렸다", "역이 닫혔다"],
    );
    check("पुल फिर खुला\n\nकाम दो साल चला।\n\nऔर पढ़ें\n\nस्टेशन बंद\n\nगाड़ियाँ रुकी हैं।\n\nऔर पढ़ें\n", &["पुल फिर खुला", "स्टेशन बंद"]);
}

#[test]
fn markdown_headings_that_are_links() {
    let page = "# Harbour weekly\n\n## [Ferry late](https://example.org/ferry)\n\nFog again.\n\n\
        ## [Crane new](/crane)\n\nNinety tonnes.\n";
    check_values(page, &["Ferry late", "Crane new"], &[], &["https://example.org/ferry", "/crane"]);
}

#[test]
fn a_markdown_list_of_links_with_teasers() {
    let page = "# What we read\n\n- [Ferry late](https://example.org/a) – Fog again, says the harbour master.\n\
        - [Crane new](https://example.org/b) – Ninety tonnes on one hook.\n\
        - [Quay closed](https://example.org/c) – Divers found cracks.\n";
    check_values(
        page,
        &["Ferry late", "Crane new", "Quay closed"],
        &[],
        &["https://example.org/a", "https://example.org/b", "https://example.org/c"],
    );
}

#[test]
fn a_list_with_bold_titles_and_wrapped_teasers() {
    let page = "In brief\n\n* **Ferry late.** Fog again, says the\n  harbour master.\n* **Crane new:** Ninety tonnes\n  on one hook.\n\
        * **Quay closed.** Divers found cracks.\n\n© 2024 The Gazette\n";
    check(page, &["Ferry late", "Crane new", "Quay closed"]);
}

#[test]
fn a_list_whose_items_have_a_line_for_the_title() {
    let page = "Press review\n\n• Ferry late\n  Fog again, says the harbour master.\n\n• Crane new\n  Ninety tonnes on one hook.\n\n\
        • Quay closed\n  Divers found cracks.\n";
    check(page, &["Ferry late", "Crane new", "Quay closed"]);
}

#[test]
fn numbered_entries_with_bold_titles() {
    let page =
        "Review\n\n1. **Ferry late** Fog again.\n\n2. **Crane new** Ninety tonnes.\n\n3. **Quay closed** Cracks.\n";
    check(page, &["Ferry late", "Crane new", "Quay closed"]);
}

#[test]
fn a_diary_whose_entries_open_with_a_date() {
    let page = "Notes of the warden\n\n3 May 2021\n\nTwo herons on the weir, and the water is low for the time of year.\n\n\
        5 May 2021\n\nRain at last. The path by the mill is under water again.\n\n\
        9 May 2021\n\nThe swifts are back, eleven of them over the church.\n";
    check_values(
        page,
        &["3 May 2021", "5 May 2021", "9 May 2021"],
        &["2021-05-03", "2021-05-05", "2021-05-09"],
        &["", "", ""],
    );
}

#[test]
fn brief_news_with_a_date_before_each() {
    let page = "Kurz gemeldet\n\n03.05.2021 – Die Brücke ist wieder offen, die Arbeiten dauerten zwei Jahre.\n\n\
        05.05.2021 – Der Bahnhof bleibt bis zum Abend zu, eine Störung hält alle Züge auf.\n\n\
        09.05.2021 – Das Museum wächst um drei Säle, ein vierter soll folgen.\n";
    check_values(page, &["", "", ""], &["2021-05-03", "2021-05-05", "2021-05-09"], &[]);
}

#[test]
fn headlines_with_dates_below_and_no_marker() {
    let teaser = "was told to the council on Monday evening, and the debate about the costs went on until midnight.";
    let page = format!(
        "Bridge reopens\n3 mai 2021\n\nThat the bridge is safe {teaser}\n\nStation closed\n5 mai 2021\n\nThat no train runs \
         {teaser}\n\nMuseum grows\n9 mai 2021\n\nThat three rooms are ready {teaser}\n"
    );
    let found = cut(&page, &Markup::default()).unwrap_or_else(|why| panic!("{why}"));
    let dates: Vec<_> = found.segments.iter().map(|segment| segment.further[0].as_deref()).collect();
    assert_eq!(dates, [Some("2021-05-03"), Some("2021-05-05"), Some("2021-05-09")]);
}

#[test]
fn days_that_follow_each_other_are_no_numbers() {
    let teaser = "was told to the council on Monday evening, and the debate about the costs went on until midnight.";
    let entry = |(day, title): (usize, &str)| format!("{title}\n\n{day}. Mai 2021\n\nThat it is safe {teaser}\n\n");
    let page: String = (3..).zip(["Brücke offen", "Bahnhof zu", "Museum wächst"]).map(entry).collect();
    let dates = ["2021-05-03", "2021-05-04", "2021-05-05"];
    check_values(&page, &["Brücke offen", "Bahnhof zu", "Museum wächst"], &dates, &[]);
}

#[test]
fn a_marker_inside_a_text_and_two_phrases_on_one_page() {
    let page = "Library campaign\n\nThe city wants children to\nread more than last year.\n\nRead more\n\n\
        Slogan chosen\n\n“Continue reading” is on every tram.\n\nContinue reading\n";
    check(page, &["Library campaign", "Slogan chosen"]);
}

#[test]
fn markers_in_markdown_links() {
    let page = "Ferry late\n\nFog again.\n\n[Read more →](https://example.org/a)\n\nCrane new\n\nNinety tonnes.\n\n\
        [Read more →](https://example.org/b)\n";
    check_values(page, &["Ferry late", "Crane new"], &[], &["https://example.org/a", "https://example.org/b"]);
}

#[test]
fn unicode_rules_and_lines_without_blanks_between() {
    let page =
        "Ferry late\nFog again.\n━━━━━━━━\nCrane new\nNinety tonnes.\n━━━━━━━━\nQuay closed\nDivers found cracks.\n";
    check(page, &["Ferry late", "Crane new", "Quay closed"]);
}

#[test]
fn a_mailing_lists_digest() {
    let rule = "-".repeat(30);
    let page = format!(
        "Rivers Digest    Volume 3 : Issue 12\n\nTopics of today:\n   Weir\n   Boats\n\n{}\n\nDate: Mon, 6 May 2024 10:00:00 \
         +0000\nFrom: Ada <ada@example.org>\nSubject: Weir\n\nThe weir holds.\n\n{rule}\n\nDate: Tue, 7 May 2024 09:00:00 \
         +0000\nFrom: Ben <ben@example.org>\nSubject: Re: Boats\n\nNo boats today.\n\n{rule}\n\nEnd of Rivers Digest\n\
         ********************\n",
        "-".repeat(70)
    );
    check_values(&page, &["Weir", "Re: Boats"], &["2024-05-06", "2024-05-07"], &[]);
}

#[test]
fn a_mailbox_with_a_quoted_line() {
    let page = "From ada@example.org Mon May  6 10:00:00 2024\nFrom: Ada\nSubject: Weir\n holds\nDate: Mon, 6 May 2024 \
        10:00:00 +0000\n\n>From the mill on it is dry.\n\nFrom ben@example.org Tue May  7 09:00:00 2024\nFrom: Ben\n\
        Subject: Boats\n\nNone today.\n";
    check_values(page, &["Weir holds", "Boats"], &["2024-05-06", "2024-05-07"], &[]);
    let found = cut(page, &Markup::default()).unwrap();
    assert_eq!(found.segments[0].text_of(page), "From the mill on it is dry.");
}

#[test]
fn subtitles_of_both_kinds() {
    let srt = "1\n00:00:01,000 --> 00:00:04,000\nThe ferry\nis late.\n\n2\n00:00:05,000 --> 00:00:06,500\nFog again.\n";
    check(srt, &["", ""]);
    let vtt = "WEBVTT\n\n00:01.000 --> 00:04.000 align:start\nThe ferry is late.\n\nNOTE not spoken\n\n\
        intro\n00:05.000 --> 00:06.500\nFog again.\n";
    check(vtt, &["", ""]);
    let found = cut(vtt, &Markup::default()).unwrap();
    assert_eq!(found.segments[0].text_of(vtt), "The ferry is late.");
    assert_eq!(found.segments[1].marker.map(|span| span.of(vtt)), Some("intro\n00:05.000 --> 00:06.500"));
}

#[test]
fn one_entry_only_below_the_heading_of_the_page() {
    check("Harbour News\n\nFerry late\n\nFog again, says the master.\n\nContinue reading →\n", &["Ferry late"]);
}
