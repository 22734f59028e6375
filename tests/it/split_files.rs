//! `textmill split -o DIR/`, its manifest, `--verify` and `--rebuild`.

use crate::harness::{Workdir, assert_no_leftovers, csv_records, done, failed};

/// The files that a manifest names, in its order, put together.
fn rebuilt(workdir: &Workdir, folder: &str) -> String {
    let rows = csv_records(&workdir.read(&format!("{folder}/manifest.csv")));
    rows.iter().map(|row| workdir.read(&format!("{folder}/{}", row[10]))).collect()
}

#[test]
fn every_segment_becomes_a_file_and_all_of_them_are_the_source() {
    let workdir = Workdir::with_samples("digests");
    assert_eq!(workdir.run("split digests/notices.txt -o out/"), done(""));
    let names = workdir.names("out");
    assert_eq!((names.len(), names[0].as_str()), (8, "manifest.csv"));
    assert_eq!(names[1], "notices-0001-Water-barrel,-free-to-anybody-with-a-van.txt");
    assert_eq!(rebuilt(&workdir, "out"), workdir.read("digests/notices.txt"));
    let ended = workdir.run("split --verify out/manifest.csv --columns id,in_source,in_file");
    let told = "textmill: 7 segments of 1 document, all as the manifest says\n".to_owned();
    assert_eq!((ended.status, &*ended.stdout, ended.stderr), (0, "id,in_source,in_file\n", told));
}

#[test]
fn line_ends_marks_and_front_matter_come_back_byte_for_byte() {
    let source = "\u{feff}---\r\ntitle: x\r\n---\r\none\r\n\r\ntwo\n\nthree";
    let workdir = Workdir::with(&[("a.md", source)]);
    assert_eq!(workdir.run("split a.md --by paragraph -o out/").status, 0);
    assert_eq!(rebuilt(&workdir, "out"), source);
    let manifest = csv_records(&workdir.read("out/manifest.csv"));
    let places: Vec<String> = manifest.iter().map(|row| row[3..9].join(" ")).collect();
    assert_eq!(places, ["bytes 0 0 30 1 5", "bytes 30 30 35 6 7", "bytes 35 35 40 8 8"]);
}

#[test]
fn a_text_that_is_not_its_source_is_verified_as_the_text_that_it_is() {
    let workdir = Workdir::with(&[("a.csv", "id,text\nx,One. Two.\ny,three.\n"), ("b.txt", "one\rtwo.\r")]);
    assert_eq!(workdir.run("split a.csv b.txt --by sentence -o out/").status, 0);
    let manifest = csv_records(&workdir.read("out/manifest.csv"));
    assert!(manifest.iter().all(|row| row[3] == "text"), "{manifest:?}");
    assert_eq!(workdir.run("split --verify out/manifest.csv").status, 0);
    workdir.write("a.csv", "id,text\nx,One. 2.\ny,three.\n");
    let ended = workdir.run("split --verify out/manifest.csv --columns id,in_source --no-header");
    assert_eq!((ended.status, ended.stdout.lines().next()), (1, Some("x#2,changed")));
}

#[test]
fn what_is_missing_changed_or_moved_is_named() {
    #[track_caller]
    fn check(change: impl Fn(&Workdir), expected: &str) {
        let workdir = Workdir::with(&[("a.txt", "One one.\n\nTwo two.\n\nThree three.\n")]);
        assert_eq!(workdir.run("split a.txt --by paragraph -o out/").status, 0);
        change(&workdir);
        let columns = "id,start,end,in_source,found_at,in_file";
        let ended = workdir.run(&format!("split --verify out/manifest.csv --no-header --columns {columns}"));
        assert_eq!((ended.status, &*ended.stdout), (1, expected), "{}", ended.stderr);
    }
    check(
        |w| w.write("a.txt", "One one.\n\nTwo 2.\n\nThree three.\n"),
        "a.txt#2,10,20,changed,,same\na.txt#3,20,33,moved,18,same\n",
    );
    check(
        |w| w.write("a.txt", "New\n\nThree three.\nOne one.\n\nTwo two.\n\n"),
        "a.txt#1,0,10,moved,18,same\na.txt#2,10,20,moved,28,same\na.txt#3,20,33,moved,5,same\n",
    );
    check(|w| w.write("a.txt", "One one.\n\nTwo two.\n\nThree three.\nMore"), ",33,37,unlisted,,\n");
    check(|w| w.write("out/a-0002.txt", "else"), "a.txt#2,10,20,same,,changed\n");
    check(|w| std::fs::remove_file(w.path("out/a-0001.txt")).unwrap(), "a.txt#1,0,10,same,,missing\n");
    check(
        |w| std::fs::remove_file(w.path("a.txt")).unwrap(),
        "a.txt#1,0,10,missing,,same\na.txt#2,10,20,missing,,same\na.txt#3,20,33,missing,,same\n",
    );
}

#[test]
fn many_segments_are_spread_over_subfolders() {
    let lines: String = (0..2_001).map(|n| format!("line {n}\n")).collect();
    let workdir = Workdir::with(&[("a.txt", &lines)]);
    assert_eq!(workdir.run("split a.txt --by line -o out/"), done(""));
    assert_eq!(workdir.names("out"), ["0001", "0002", "0003", "manifest.csv"]);
    assert_eq!(workdir.names("out/0002").len(), 1_000);
    assert_eq!(rebuilt(&workdir, "out"), lines);
    assert_eq!(workdir.run("split --verify out/manifest.csv").status, 0);
    assert_eq!(workdir.run("split a.txt --by line -o out/ --force"), done(""));
    assert_eq!(workdir.run("split --verify out/manifest.csv").status, 0);
}

#[test]
fn a_folder_with_other_files_is_left_as_it_was() {
    let workdir = Workdir::with(&[("a.txt", "one\ntwo\n"), ("out/a-0002.txt", "mine")]);
    let ended = workdir.run("split a.txt --by line -o out/");
    assert_eq!(ended.status, 2);
    assert_eq!(
        ended.stderr,
        "textmill: out/a-0002.txt: cannot be written: it exists already\nhint: --force replaces it\n"
    );
    assert_eq!(
        (workdir.names("out"), workdir.read("out/a-0002.txt")),
        (vec!["a-0002.txt".to_owned()], "mine".to_owned())
    );
    assert_eq!(workdir.run("split a.txt --by line -o out/ --force").status, 0);
    assert_eq!(workdir.read("out/a-0002.txt"), "two\n");
    let again = workdir.run("split a.txt --by line -o out/");
    assert_eq!(
        (again.status, again.stderr.lines().next()),
        (2, Some("textmill: out/manifest.csv: cannot be written: it exists already"))
    );
    assert_no_leftovers(&workdir.path("out"));
}

#[test]
fn titles_that_are_paths_stay_in_the_folder() {
    let titles = ["../../up", "/etc/passwd", "CON", "a\u{7}b", "😀 long title ", "same", "SAME"];
    let page: String = titles.iter().map(|title| format!("# {title}\n\ntext\n\n")).collect();
    let workdir = Workdir::with(&[("in/a.md", &page), ("in/b.md", &format!("# {}\n", "ä".repeat(300)))]);
    assert_eq!(workdir.run("split in --by heading -o out/").status, 0);
    assert_eq!((workdir.names("out").len(), workdir.names("").len()), (9, 2));
    assert!(workdir.names("out").iter().all(|name| name.starts_with(['a', 'b', 'm']) && name.len() < 120));
    assert_eq!(workdir.run("split --verify out/manifest.csv").status, 0);
}

#[test]
fn tables_go_to_a_folder_if_a_format_is_named() {
    let workdir = Workdir::with(&[("a.txt", "one two three four five six")]);
    assert_eq!(workdir.run("split a.txt --size 4 --overlap 2 -o out/ -f csv --columns text,start,fresh"), done(""));
    assert_eq!(workdir.names("out"), ["manifest.csv", "segment.csv"]);
    let rows = "text,start,fresh\none two three four,0,0\nthree four five six,8,19\n";
    assert_eq!(workdir.read("out/segment.csv"), rows);
    let manifest = csv_records(&workdir.read("out/manifest.csv"));
    assert_eq!(manifest[1][4..7], ["8", "19", "27"]);
    assert_eq!(workdir.run("split --verify out/manifest.csv").status, 0);
    let beside = workdir.run("split a.txt --by line --columns id --manifest m.csv");
    assert_eq!(beside, done("id\na.txt#1\n"));
    assert_eq!(workdir.run("split --verify m.csv").status, 0);
    assert_eq!(workdir.run("split a.txt --by line -o o/ --manifest m.csv").status, 2);
}

#[test]
fn sources_are_put_together_again_byte_for_byte() {
    let sources = [
        ("in/a.md", "\u{feff}---\r\ntitle: x\r\n---\r\none two three four\r\n\r\nfive\n\nsix"),
        ("in/b/a.txt", "seven eight nine ten eleven twelve\n\n\n"),
    ];
    let workdir = Workdir::with(&sources);
    assert_eq!(workdir.run("split in --size 3 --overlap 1 -o out/").status, 0);
    std::fs::remove_dir_all(workdir.path("in")).unwrap();
    let ended = workdir.run("split --rebuild out/manifest.csv -o again/");
    assert_eq!((ended.status, &*ended.stderr), (0, "textmill: sources: 2 put together again, 0 not\n"));
    for (name, text) in sources {
        assert_eq!(workdir.read(&format!("again/{name}")), text);
    }
    let refused = "textmill: again/in/a.md: cannot be written: it exists already\nhint: --force replaces it\n";
    assert_eq!(workdir.run("split --rebuild out/manifest.csv -o again/"), failed(refused));
    assert_eq!(workdir.run("split --rebuild out/manifest.csv -o again/ --force").status, 0);
    assert_eq!(workdir.run("split --rebuild out/manifest.csv -o again.txt").status, 2);
}

#[test]
fn sources_that_cannot_be_put_together_are_named_with_the_reason() {
    let files =
        [("a.txt", "one\ntwo\n"), ("b.txt", "three\n"), ("c.csv", "text\nfour\nfive\n"), ("d.txt", "six\rseven\r")];
    let workdir = Workdir::with(&files);
    assert_eq!(workdir.run("split a.txt b.txt c.csv d.txt --by line -o out/").status, 0);
    std::fs::remove_file(workdir.path("out/a-0002.txt")).unwrap();
    let ended = workdir.run("split --rebuild out/manifest.csv -o again/");
    let why = |source: &str, why: &str| format!("textmill: {source}: cannot be put together again: {why}\n");
    let expected = [
        why("a.txt", "the file of the segment \"a.txt#2\" is missing"),
        why("c.csv", "it held several documents, and the manifest has them apart"),
        why("d.txt", "its segments have the text that was read from it, not its bytes"),
        "textmill: sources: 1 put together again, 3 not\n".to_owned(),
    ];
    let told: String = ended.stderr.split_inclusive('\n').filter(|line| !line.starts_with("hint: ")).collect();
    assert_eq!((ended.status, told), (2, expected.concat()));
    assert_eq!((workdir.names("again"), workdir.read("again/b.txt")), (vec!["b.txt".to_owned()], "three\n".to_owned()));
    workdir.write("out/b-0001.txt", "3\n");
    let ended = workdir.run("split --rebuild out/manifest.csv -o more/");
    assert!(ended.stderr.contains("the file of the segment \"b.txt#1\" was changed"), "{}", ended.stderr);
}

#[test]
fn a_manifest_that_is_none_is_refused() {
    let workdir = Workdir::with(&[("m.csv", "id,source,start\na#1,a.txt,0\n")]);
    let ended = workdir.run("split --verify m.csv");
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.contains("a row of a manifest has a number in the column \"fresh\""), "{}", ended.stderr);
}
