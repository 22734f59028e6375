//! `textmill split`: every page of the sample corpus falls into its entries without a flag.

use serde_json::Value;

use crate::harness::{Workdir, done, json_records};

/// A page, the number of its entries, its own heading, and the first title.
struct Page(&'static str, usize, &'static str, &'static str);

const PAGES: &[Page] = &[
    Page(
        "town-news.txt",
        10,
        "Harrowmere Weekly: the town in ten short pieces",
        "Forty boxes for the swifts of Harrowmere",
    ),
    Page("river-watch.txt", 8, "On the river: a year of small reports", "Volunteers wade for a day and find a bicycle"),
    Page("kulturwoche.de.txt", 6, "Die Kulturwoche in Oberwinkel", "Sieben Geigen und ein Gewitter"),
    Page("nouvelles.fr.txt", 7, "Les brèves de Saint-Aubrac-des-Prés", "Le facteur prend la rivière"),
    Page("agenda.es.txt", 7, "Agenda de Villarroble del Río", "Taller de cestas con mimbre viejo"),
    Page("akhbar.fa.txt", 6, "خبرهای کوتاه روستا", "کتابخانهٔ سیار روز چهارشنبه می\u{200c}آید"),
    Page("science-notes.md", 7, "Science notes", "Why do onions make us cry?"),
    Page("notices.txt", 7, "Notice board of the Fenwick Road allotments", "Water barrel, free to anybody with a van"),
    Page("library-news.html", 7, "News from the libraries", "Borrow a tomato, return a tomato"),
];

/// Phrases that end or part entries; the text of an entry never has one as a line.
const MARKERS: &[&str] =
    &["Read more", "Continue reading →", "Continue reading", "Weiterlesen", "Lire la suite", "ادامه مطلب", "* * *"];

fn text<'r>(record: &'r Value, column: &str) -> &'r str {
    record[column].as_str().unwrap_or_default()
}

#[track_caller]
fn check_page(records: &[&Value], page: &Page, n_source_bytes: u64) {
    let Page(name, n_entries, page_title, first_title) = page;
    assert_eq!((records.len(), text(records[0], "title")), (*n_entries, *first_title), "{name}");
    for record in records {
        assert_eq!(text(record, "page_title"), *page_title, "{name}");
        assert!(!text(record, "title").is_empty() && !text(record, "text").is_empty(), "{record}");
        let lines = || text(record, "text").lines().chain([text(record, "title")]);
        assert!(!lines().any(|line| MARKERS.contains(&line.trim())), "{record}");
    }
    for (before, after) in records.iter().zip(&records[1..]) {
        assert_eq!(before["end"], after["start"], "{name}");
    }
    // The text of a page of HTML is not its source, and front matter is no text.
    if name.ends_with(".txt") {
        let last = &records[records.len() - 1];
        assert_eq!((records[0]["start"].as_u64(), last["end"].as_u64()), (Some(0), Some(n_source_bytes)), "{name}");
    }
}

#[test]
fn every_sample_page_falls_into_its_entries_without_a_flag() {
    let workdir = Workdir::with_samples("digests");
    let ended = workdir.run("split digests -f jsonl");
    let told = "textmill: warning: science-notes.md: 59 bytes before the first entry are in no segment's text\n";
    assert_eq!((ended.status, &*ended.stderr), (0, told));
    let records = json_records(&ended.stdout);
    for page in PAGES {
        let source = format!("digests/{}", page.0);
        let own: Vec<&Value> = records.iter().filter(|record| text(record, "source") == source).collect();
        check_page(&own, page, workdir.path(&source).metadata().unwrap().len());
    }
    assert_eq!(records.len(), PAGES.iter().map(|page| page.1).sum::<usize>());
}

#[test]
fn an_entry_reads_as_a_person_would_read_it() {
    let workdir = Workdir::with_samples("digests");
    let expected = "\
id,title,text,marker,start,end
digests/kulturwoche.de.txt#6,Kino ohne Strom,\"9. Juni 2024

Zwölf Fahrräder treiben den Projektor an. Tritt jemand langsamer, wird das Bild dunkler; tritt keiner \
mehr, ist der Film zu Ende. Gezeigt wird aus Vorsicht ein kurzer.\",Weiterlesen,1357,1571
";
    let found = workdir.run("split digests/kulturwoche.de.txt --columns id,title,text,marker,start,end").stdout;
    let (head, last) = (found.lines().next().unwrap(), found.find("digests/kulturwoche.de.txt#6").unwrap());
    assert_eq!(format!("{head}\n{}", &found[last..]), expected);
}

#[test]
fn the_other_ways_to_split_need_one_flag() {
    let workdir = Workdir::with(&[("a.md", "# One\n\nFirst. Second!\n\n# Two\n\nThird; fourth\n")]);
    let texts = |flags: &str| workdir.run(&format!("split a.md --columns title,text --no-header {flags}"));
    assert_eq!(texts("--by heading"), done("One,First. Second!\nTwo,Third; fourth\n"));
    assert_eq!(texts("--by line"), done(",# One\n,First. Second!\n,# Two\n,Third; fourth\n"));
    assert_eq!(texts("--at ^#.T"), done(",\"# One\n\nFirst. Second!\"\n,\"# Two\n\nThird; fourth\"\n"));
    assert_eq!(texts("--on ;").stdout.lines().last(), Some(",fourth"));
    assert_eq!(texts("--by sentence").status, 0);
}

#[test]
fn sizes_count_tokens() {
    let workdir = Workdir::with(&[("a.txt", "one two three. four five six seven")]);
    let expected = "text\none two three.\nfour five six\nseven\n";
    assert_eq!(workdir.run("split a.txt --size 3 --columns text"), done(expected));
}

#[test]
fn sizes_count_words_characters_and_bytes_too() {
    let workdir = Workdir::with(&[("a.txt", "one two-three four. five")]);
    let texts = |flags: &str| workdir.run(&format!("split a.txt --columns text --no-header {flags}")).stdout;
    assert_eq!(texts("--size 3words"), "one two-three four.\nfive\n");
    assert_eq!(texts("--size 14characters"), "one two-three\nfour. five\n");
    assert_eq!(texts("--size 14b --overlap 6"), "one two-three\nthree four.\nfour. five\n");
    let refused = workdir.run("split a.txt --size 14pages");
    assert!(refused.status == 2 && refused.stderr.contains("\"pages\" is no unit"), "{}", refused.stderr);
    assert_eq!(workdir.run("split a.txt --size 5 --overlap 5").status, 2);
    assert_eq!(workdir.run("split a.txt --overlap 5").status, 2);
}

#[test]
fn text_between_two_patterns_is_cut_out_and_the_rest_is_told() {
    let workdir = Workdir::with(&[("a.txt", "head\nBEGIN 1\none\nEND\nnoise\nBEGIN 2\ntwo\nEND\nfoot\nBEGIN 3\nx\n")]);
    let ended = workdir.run("split a.txt --between ^BEGIN.*$ ^END$ --columns text,marker,start,end --no-header");
    assert_eq!(ended.stdout, "one,BEGIN 1,0,27\ntwo,BEGIN 2,27,48\nx,BEGIN 3,48,58\n");
    let expected = "textmill: warning: a.txt: 4 bytes before the first entry are in no segment's text\n\
                    textmill: warning: a.txt: 9 bytes between the segments are in no segment's text\n\
                    textmill: warning: a.txt: nothing closes the last segment, which \"BEGIN 3\" opens; it goes to the end\n";
    assert_eq!(ended.stderr, expected);
}

#[test]
fn a_mail_is_read_by_the_character_set_that_it_names() {
    let head = b"From: a@example.org\nSubject: Weir\nContent-Type: text/plain; charset=iso-8859-5; format=flowed; delsp=yes\n\n";
    let mail = [head, &b"\xb2\xde\xd4 \n\xd0.\n"[..]].concat();
    let workdir = Workdir::with(&[]);
    std::fs::write(workdir.path("a.eml"), &mail).unwrap();
    let expected = "title,text\nWeir,Вода.\n";
    assert_eq!(workdir.run("split a.eml --by mail --columns title,text"), done(expected));
}

#[test]
fn the_cues_of_subtitles_are_read_without_markup_and_kept_with_it() {
    let srt = "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>Fog</i>\non the river.\n\n2\n00:00:03,000 --> 00:00:04,000\nA & b\n";
    let workdir = Workdir::with(&[("a.srt", srt)]);
    let ended = workdir.run("split a.srt -f jsonl --columns text -q");
    assert_eq!(ended.stdout, "{\"text\":\"Fog\\non the river.\"}\n{\"text\":\"A & b\"}\n");
    assert_eq!(workdir.run("split a.srt -o out/ -q").status, 0);
    let files = ["out/a-0001.txt", "out/a-0002.txt"].map(|file| workdir.read(file));
    assert_eq!(files.concat(), srt);
}

#[test]
fn the_messages_of_a_mailbox_have_their_headers_as_columns() {
    let mailbox = "From a Mon May  6 10:00:00 2024\nFrom: =?utf-8?Q?Ad=C3=A4?=\nSubject: Fog\nDate: 6 May 2024\n\nNone.\n\n\
        From b Tue May  7 10:00:00 2024\nFrom: Ben\nTo: Ada\nContent-Transfer-Encoding: base64\n\nQWgu\n";
    let workdir = Workdir::with(&[("a.mbox", mailbox)]);
    let expected = "title,text,date,from,to\nFog,None.,2024-05-06,Adä,\n,Ah.,2024-05-07,Ben,Ada\n";
    assert_eq!(workdir.run("split a.mbox --by mail --columns title,text,date,from,to"), done(expected));
    assert_eq!(workdir.run("split a.mbox --rule mbox --columns title,text,date,from,to"), done(expected));
    assert_eq!(workdir.run("split a.mbox --by mail -o out/ -q").status, 0);
    let files = ["out/a-0001-Fog.txt", "out/a-0002.txt"].map(|file| workdir.read(file));
    assert_eq!(files.concat(), mailbox);
}

#[test]
fn a_page_in_which_nothing_repeats_is_named_and_the_others_are_split() {
    let workdir = Workdir::with_samples("digests");
    workdir.write("plain.txt", "Only one sentence.\n");
    let ended = workdir.run("split plain.txt digests/notices.txt --columns title --no-header");
    assert_eq!((ended.status, ended.stdout.lines().count()), (2, 7));
    let expected = "textmill: plain.txt: no boundary found: no marker line, separator, heading, number, date, list or \
                    headline repeats as in a page of entries\nhint: --by paragraph or --at REGEX says where to split, \
                    --explain shows what was seen\n";
    assert_eq!(ended.stderr, expected);
}
