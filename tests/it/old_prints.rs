//! Printed, scanned and historical texts: words that line ends part, underscores of emphasis, running heads, the long s.

use std::fmt::Write;

use crate::harness::{Workdir, done};

const JOINED_3: &str = "textmill: 3 words that line ends had parted rejoined (--dehyphenate)\n";

/// A scan, and a text that has its words whole.
fn scans() -> Workdir {
    Workdir::with(&[
        ("in/scan.txt", "The gov-\r\nernment met a well-\r\nknown man, for exam¬\r\nple. The end-\r\nThe rest.\r\n"),
        ("in/whole.txt", "A government of well-known men; the end.\n"),
    ])
}

#[test]
fn words_are_rejoined_by_what_the_corpus_has_elsewhere() {
    let workdir = scans();
    let ended = workdir.run("stats in --per word --columns word,frequency --dehyphenate");
    let expected = "word,frequency\nthe,4\nend,2\ngovernment,2\nknown,2\nwell,2\na,2\n";
    let lines = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    for line in lines(expected) {
        assert!(lines(&ended.stdout).contains(&line), "{line}: {}", ended.stdout);
    }
    assert!(ended.stdout.contains("\nexample,1\n") && !ended.stdout.contains("ernment\n"), "{}", ended.stdout);
    assert_eq!(ended.stderr, JOINED_3);
    for line in ["stats in --per word --dehyphenate", "export in --dehyphenate", "dedupe in --per marked --dehyphenate"]
    {
        assert_eq!(workdir.run(&format!("{line} -j 1")), workdir.run(&format!("{line} -j 3")), "{line}");
    }
}

#[test]
fn every_verb_and_format_reads_the_rejoined_text() {
    let workdir = scans();
    let joined = "The government\nmet a well-known\nman, for example.\nThe end-\nThe rest.\n";
    let exported = workdir.run("export in/scan.txt in/whole.txt --dehyphenate -f jsonl --columns text");
    let first = format!("{{\"text\":\"{}\"}}", joined.replace('\n', "\\n"));
    assert_eq!(exported.stdout.lines().next(), Some(first.as_str()));
    let piped = workdir.pipe("export - --dehyphenate -f text", "The gov-\nernment met; a government.\n");
    assert_eq!(piped.stdout, "The government\nmet; a government.\n");
    workdir.write("in.csv", "text\n\"The gov-\nernment\"\nA government\n");
    let records = workdir.run("export in.csv --dehyphenate --columns text --no-header -q");
    assert_eq!(records, done("The government\nA government\n"));
    workdir.write("page.html", "<p>The government met.</p><pre>The gov-\nernment</pre>");
    let page = workdir.run("stats page.html --per word --columns word,frequency --dehyphenate -q");
    assert!(page.stdout.contains("government,2\n"), "{}", page.stdout);
    let split = workdir.run("split in/scan.txt --by sentence --dehyphenate --columns text,start,end -q");
    assert!(
        split.stdout.starts_with("text,start,end\n\"The government\nmet a wellknown\nman, for example."),
        "{}",
        split.stdout
    );
    workdir.write("old.txt", "The gov-\nernment met.\n");
    workdir.write("new.txt", "The government\nmet.\n");
    assert_eq!(workdir.run("diff old.txt new.txt --dehyphenate -q"), done(""));
    let pairs = workdir.run("dedupe old.txt new.txt --dehyphenate --per pair --columns relation --no-header -q");
    assert_eq!(pairs.stdout, "exact\n");
}

#[test]
fn offsets_of_rejoined_words_are_those_of_the_source() {
    let workdir = scans();
    let source = workdir.read("in/scan.txt");
    let hits = workdir.run(
        "stats in/scan.txt --per hit --match government|example|man --columns hit,start,end --no-header --dehyphenate -q",
    );
    let found: Vec<String> = hits
        .stdout
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            format!("{} {:?}", cells[0], &source[cells[1].parse().unwrap()..cells[2].parse().unwrap()])
        })
        .collect();
    assert_eq!(found, ["government \"gov-\\r\\nernment\"", "man \"man\"", "example \"exam¬\\r\\nple\""]);
    assert_eq!(workdir.run("split in/scan.txt --by sentence --dehyphenate -o parts/ -q"), done(""));
    let verified = workdir.run("split --verify parts/manifest.csv");
    assert_eq!(verified.status, 0, "{verified:?}");
    assert_eq!(workdir.run("split --rebuild parts/manifest.csv -o back/ -q").status, 0);
    assert_eq!(workdir.read("back/in/scan.txt"), source);
}

#[test]
fn a_share_of_a_corpus_does_not_know_its_words() {
    let workdir = scans();
    for line in
        ["stats in --shard 1/2 --partial x", "stats in --partial x", "dedupe in --index x", "dedupe in --shard 1/2"]
    {
        let ended = workdir.run(&format!("{line} --dehyphenate"));
        assert_eq!((ended.status, &*ended.stdout), (2, ""), "{line}");
        assert!(
            ended.stderr.contains("--dehyphenate: needs the words of the whole corpus"),
            "{line}: {}",
            ended.stderr
        );
    }
}

#[test]
fn both_sides_of_a_comparison_are_read_with_the_words_of_both() {
    let text = "A far-\noff land, far and off.\n";
    let files = [("old/a.txt", text), ("old/b.txt", "faroff faroff"), ("new/a.txt", text), ("new/c.txt", "x")];
    let workdir = Workdir::with(&files);
    let ended = workdir.run("diff old new --dehyphenate --columns id,status --no-header -q");
    assert!(ended.stdout.contains("a.txt,same\n") || !ended.stdout.contains("a.txt"), "{}", ended.stdout);
}

#[test]
fn underscores_of_emphasis_are_no_part_of_words() {
    let text = "The _Argo_ sailed. The Argo sank, _with all\nhands_. Its user_name is __init__.\n";
    let workdir = Workdir::with(&[("a.txt", text)]);
    let words = workdir.run("stats a.txt --per word --columns word,frequency --plain-emphasis");
    for line in ["argo,2", "with,1", "hands,1", "user_name,1", "__init__,1"] {
        assert!(words.stdout.lines().any(|found| found == line), "{line}: {}", words.stdout);
    }
    let written = workdir.run("stats a.txt --per word --columns word,frequency");
    assert!(written.stdout.contains("_argo_,1\n"), "{}", written.stdout);
    let hits = workdir.run("stats a.txt --per hit --match Argo --columns start,hit --no-header --plain-emphasis");
    assert_eq!(hits, done("5,Argo\n23,Argo\n"));
    assert_eq!(workdir.run("export a.txt -f text").stdout, text);
}

/// Sentences that go on over the end of a page, each page with other words.
fn page(number: usize) -> String {
    let mut page = String::new();
    for line in 0..8 {
        let word = number * 8 + line;
        let _ = writeln!(
            page,
            "the men of boat {}x went on over the grey water, and the wind of the {}y night",
            word,
            word * 7
        );
    }
    page + "was cold. They had seen nothing for a long time, but then they came to\n"
}

#[test]
fn running_heads_are_one_passage_whatever_their_numbers() {
    let mut book = String::new();
    for number in 11..=18 {
        let head = if number % 2 == 0 { format!("{number} THE COLD VOYAGE") } else { format!("The Night {number}") };
        let _ = write!(book, "{head}\n{}", page(number));
        if number % 3 == 0 {
            let _ = write!(book, "rest.\n\nCHAPTER {}\n\nIt was night when\n", number / 3);
        }
    }
    let plain: String = book
        .lines()
        .filter(|line| !line.contains("VOYAGE") && !line.starts_with("The Night"))
        .fold(String::new(), |text, line| text + line + "\n");
    let workdir = Workdir::with(&[("in/book.txt", &book)]);
    assert_eq!(workdir.run("dedupe in --strip -f text -q"), done(&plain));
    let passages =
        workdir.run("dedupe in --per passage --columns kind,text,words,documents,occurrences --no-header -q");
    assert_eq!(passages, done("head,12 THE COLD VOYAGE,4,1,4\nhead,The Night 11,3,1,4\n"));
}

#[test]
fn heads_of_pages_that_are_files_are_found_and_rows_of_numbers_stay() {
    let mut files: Vec<(String, String)> =
        (3..=6).map(|n| (format!("in/p{n}.txt"), format!("{}- {n} -\n", page(n)))).collect();
    files.push(("in/table.txt".to_owned(), "apples\n12\npears\n13\nplums\n14\n10 11\n12 13\n14 15\n".to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let workdir = Workdir::with(&files);
    let cut = workdir.run("dedupe in --strip --columns id,cut --no-header -q").stdout;
    let was_cut: Vec<bool> = cut.lines().map(|line| line.contains("passage")).collect();
    assert_eq!(was_cut, [true, true, true, true, false], "{cut}");
    let text = workdir.run("export in/p3.txt -f text").stdout;
    assert!(text.ends_with("- 3 -\n"), "{text}");
}

#[test]
fn the_long_s_is_a_round_one_where_that_is_asked_for() {
    let workdir = Workdir::with(&[("a.txt", "The houſe of Congreſs.\n"), ("b.txt", "The house of Congress.\n")]);
    let words = workdir.run("stats a.txt b.txt --per word --columns word,frequency --no-header --fold case,long-s");
    assert_eq!(words, done("congress,2\nhouse,2\nof,2\nthe,2\n"));
    assert_eq!(workdir.run("diff a.txt b.txt --ignore long-s -q"), done(""));
    assert_eq!(workdir.run("diff a.txt b.txt -q").status, 1);
    let pairs = workdir.run("dedupe a.txt b.txt --per pair --columns relation --no-header -q");
    assert_eq!(pairs, done("normalized\n"));
}
