//! `textmill diff` of two corpora: rows per document, field, change, keyword and measure; moves; what is no text.

use crate::harness::{Ended, Workdir};

const ARTICLE: &str = "\
The harbour office of Little Wessing has bought a second crane, which will lift boats of up to nine tonnes from spring. \
Until now owners had to ask the yard at Sandby for help. The crane was made in 1987 and has been overhauled twice.\n";

const TEASER: &str = "\
The harbour office of Little Wessing has bought a second crane, which will lift boats of up to nine tonnes from spring.\n";

#[track_caller]
fn check(workdir: &Workdir, line: &str, stdout: &str, stderr: &str) {
    let status = 1;
    assert_eq!(workdir.run(line), Ended { status, stdout: stdout.to_owned(), stderr: stderr.to_owned() });
}

#[test]
fn documents_that_moved_are_found_by_their_content() {
    let workdir = Workdir::with(&[
        ("old/2023/crane.txt", ARTICLE),
        ("old/notes.txt", "nothing new\n"),
        ("new/2024/crane.txt", &ARTICLE.replace("twice", "three times")),
        ("new/notes.txt", "nothing new\n"),
    ]);
    let columns = "--columns change,old_id,new_id,words_added,words_removed";
    let moved = "change,old_id,new_id,words_added,words_removed\n\
                 moved,2023/crane.txt,2024/crane.txt,2,1\nsame,notes.txt,notes.txt,0,0\n";
    check(&workdir, &format!("diff old new {columns}"), moved, "textmill: 1 same, 1 moved\n");
    let unmoved = "change,old_id,new_id,words_added,words_removed\n\
                   removed,2023/crane.txt,,0,45\nadded,,2024/crane.txt,46,0\nsame,notes.txt,notes.txt,0,0\n";
    check(&workdir, &format!("diff old new --no-renames {columns}"), unmoved, "textmill: 1 same, 1 added, 1 removed\n");
}

#[test]
fn an_article_replaced_by_its_teaser_is_said_to_contain_it() {
    let workdir = Workdir::with(&[("old/crane.txt", ARTICLE), ("new/crane.txt", TEASER)]);
    let expected = "change,new_in_old,note\nchanged,1,the new text is contained in the old one\n";
    check(&workdir, "diff old new --columns change,new_in_old,note", expected, "textmill: 1 changed\n");
}

#[test]
fn records_of_tables_are_compared_field_by_field_on_a_key() {
    let workdir = Workdir::with(&[
        ("old.csv", "day,town,mayor,boats\nMon,Kiel,Ada,4\nTue,Kiel,Ada,5\nMon,Ulm,Bo,1\n"),
        ("new.csv", "boats,town,day,mayor\n5,Kiel,Tue,Cy\n4,Kiel,Mon,Ada\n7,Ulm,Wed,Bo\n"),
    ]);
    let expected = "id,change,field,old,new\n\"Mon, Ulm\",removed,,,\n\"Tue, Kiel\",changed,mayor,Ada,Cy\n\
                    \"Wed, Ulm\",added,,,\n";
    let summary = "textmill: 1 same, 1 changed, 1 added, 1 removed\n";
    check(&workdir, "diff old.csv new.csv --key day,town --per field", expected, summary);
    let ended = workdir.run("diff old.csv new.csv --key day,street");
    let refused = "textmill: --key: names the field \"street\", and no document of one side has all fields of the key\nhint: --help explains --key\n";
    assert_eq!((ended.status, &*ended.stderr), (2, refused));
}

#[test]
fn a_key_that_occurs_twice_is_named_with_both_places() {
    let workdir = Workdir::with(&[
        ("old.jsonl", "{\"id\": \"x\", \"text\": \"1\"}\n\n{\"id\": \"x\", \"text\": \"2\"}\n"),
        ("new.csv", "id,text\ny,3\nx,1\n"),
    ]);
    let expected = "id,change\nx,same\nx,removed\ny,added\n";
    let told = "textmill: warning: old.jsonl#3: has the same id as old.jsonl#1: \"x\"; they are paired in order\n\
                textmill: 1 same, 1 added, 1 removed\n";
    check(&workdir, "diff old.jsonl new.csv --columns id,change", expected, told);
}

#[test]
fn what_is_no_text_has_a_row_with_a_reason() {
    let workdir = Workdir::new();
    for folder in ["old", "new"] {
        std::fs::create_dir(workdir.path(folder)).expect("a folder can be made");
        std::fs::write(workdir.path(folder).join("same.png"), b"\x89PNG\x00\x00").expect("a file can be written");
        std::fs::write(workdir.path(folder).join("b.png"), format!("\x00\x01{folder}")).expect("a file can be written");
        workdir.write(&format!("{folder}/long.txt"), &folder.repeat(100));
    }
    let expected = "id,change,note\n\
                    b.png,changed,\"is a picture, which is not read: there is no text in it\"\n\
                    long.txt,changed,\"is longer than 64 bytes, the most that one document may have here\"\n\
                    same.png,same,\n";
    let line = "diff old new --max-document 64 --columns id,change,note";
    check(&workdir, line, expected, "textmill: 1 same, 2 changed\n");
}

#[test]
fn of_a_file_that_cannot_be_read_nothing_is_known() {
    let files = [("old/a.txt", "cafe\n"), ("new/a.txt", "cafe\n"), ("old/b.txt", "tea\n"), ("new/b.txt", "tea\n")];
    let workdir = Workdir::with(&files);
    std::fs::write(workdir.path("new/a.txt"), b"caf\xe9\n").expect("a file can be written");
    let ended = workdir.run("diff old new --strict --encoding utf-8 --columns id,change,note --no-header");
    assert_eq!((ended.status, &*ended.stdout), (2, "a.txt,unknown,the new file cannot be read\nb.txt,same,\n"));
}

#[test]
fn a_folder_is_the_same_as_the_table_made_of_it() {
    let workdir = Workdir::with(&[("texts/a.txt", "one\n"), ("texts/b/c.txt", "two\n")]);
    assert_eq!(workdir.run("export texts -o texts.jsonl").status, 0);
    let ended = workdir.run("diff texts texts.jsonl --columns change,id --no-header");
    assert_eq!((ended.status, &*ended.stdout), (0, "same,a.txt\nsame,b/c.txt\n"));
}

#[test]
fn changes_can_be_counted_and_wholes_compared() {
    let workdir = Workdir::with(&[("old/a.txt", "one boat\n"), ("new/a.txt", "one boat and one more boat\n")]);
    let changes = workdir.run("diff old new --per change");
    assert!(changes.stdout.starts_with("change,documents,words_added,words_removed\nsame,0,0,0\nchanged,1,4,0\n"));
    let measures = workdir.run("diff old new --per corpus --columns measure,old,new,difference,percent");
    assert_eq!(measures.status, 0);
    assert!(measures.stdout.contains("\ntokens,2,6,4,200\n"), "{}", measures.stdout);
    let keywords = workdir.run("diff old new --per keyword --columns word,frequency,reference_frequency");
    assert!(keywords.stdout.contains("\nboat,2,1\n"), "{}", keywords.stdout);
}
