//! `textmill dedupe`: the pairs and figures that the sample corpus states, and what scripts ask for.

use crate::harness::{Workdir, csv_records, done};

/// Two documents with what they share: Jaccard coefficient and containment both ways.
type Pair = (String, String, [f64; 3]);

fn truth(workdir: &Workdir) -> Vec<Pair> {
    let row = |cells: Vec<String>| {
        let figures = [9, 10, 11].map(|idx| cells[idx].parse().unwrap());
        (cells[1].clone(), cells[2].clone(), figures)
    };
    csv_records(&workdir.read("pairs/truth.csv")).into_iter().map(row).collect()
}

fn reported(workdir: &Workdir, threshold: f64) -> Vec<Pair> {
    let columns = "id_a,id_b,jaccard,containment_a_in_b,containment_b_in_a";
    let choice = "--relation exact,normalized,near --ignore-facts";
    let line = format!("dedupe pairs --glob *.txt --per pair -q {choice} --threshold {threshold} --columns {columns}");
    let ended = workdir.run(&line);
    assert_eq!((ended.status, &*ended.stderr), (0, ""));
    let row = |cells: Vec<String>| {
        let figures = [2, 3, 4].map(|idx| cells[idx].parse().unwrap());
        (cells[0].clone(), cells[1].clone(), figures)
    };
    csv_records(&ended.stdout).into_iter().map(row).collect()
}

#[test]
fn exactly_the_pairs_from_the_threshold_on_are_reported_with_the_stated_figures() {
    let workdir = Workdir::with_samples("pairs");
    let truth = truth(&workdir);
    assert_eq!(truth.len(), 15);
    for threshold in [0.15, 0.3, 0.48, 0.5, 0.6, 0.75, 0.8, 0.9, 1.0] {
        let expected: Vec<&Pair> = truth.iter().filter(|pair| pair.2[0] >= threshold).collect();
        let found = reported(&workdir, threshold);
        assert_eq!(found.len(), expected.len(), "at {threshold}: {found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!((&found.0, &found.1), (&expected.0, &expected.1), "at {threshold}");
            let is_close = found.2.iter().zip(expected.2).all(|(a, b)| (a - b).abs() <= 1e-6);
            assert!(is_close, "{found:?}, not {expected:?}");
        }
    }
}

#[test]
fn exactly_the_pairs_are_contained_whose_stated_containment_says_so() {
    let workdir = Workdir::with_samples("pairs");
    let is_contained = |pair: &&Pair| pair.2[0] < 0.8 && pair.2[1].max(pair.2[2]) >= 0.8;
    let expected: Vec<(String, String)> =
        truth(&workdir).iter().filter(is_contained).map(|pair| (pair.0.clone(), pair.1.clone())).collect();
    assert_eq!(expected.len(), 5);
    let ended = workdir.run("dedupe pairs --glob *.txt --per pair -q -f csv --columns id_a,id_b,relation");
    let rows = csv_records(&ended.stdout).into_iter().filter(|row| row[2] == "contained");
    assert_eq!(rows.map(|row| (row[0].clone(), row[1].clone())).collect::<Vec<_>>(), expected);
}

const FIVE: &[(&str, &str)] = &[
    ("1.txt", "The ferry leaves at nine o'clock from the eastern pier."),
    ("2.txt", "The ferry leaves at nine o'clock from the eastern pier."),
    ("3.txt", "THE FERRY leaves at nine o’clock, from the eastern pier!"),
    ("4.txt", "The ferry leaves at nine o'clock from the eastern pier, it says."),
    ("5.txt", "Nothing of the kind is said here."),
];

#[test]
fn relations_are_chosen() {
    let workdir = Workdir::with(FIVE);
    let kept = |relation: &str| {
        let line = format!("dedupe . -q --columns id --no-header {relation}");
        workdir.run(&line).stdout.replace(".txt\n", " ")
    };
    assert_eq!(kept("--threshold 0.7"), "1 5 ");
    assert_eq!(kept("--relation exact"), "1 3 4 5 ");
    assert_eq!(kept("--relation exact,normalized"), "1 4 5 ");
    assert_eq!(kept("--relation normalized"), "1 4 5 ");
    assert_eq!(kept("--relation near --threshold 0.7"), "1 5 ");
}

#[test]
fn clusters_name_the_kept_document_first() {
    let workdir = Workdir::with(FIVE);
    let expected = "\
cluster,kept,id,relation,kept_id
1,yes,1.txt,,1.txt
1,no,2.txt,exact,1.txt
1,no,3.txt,normalized,1.txt
1,no,4.txt,near,1.txt
";
    let line = "dedupe . --per cluster --threshold 0.7 -q --columns cluster,kept,id,relation,kept_id";
    assert_eq!(workdir.run(line), done(expected));
}

#[test]
fn the_exit_code_answers_check() {
    let workdir = Workdir::with(FIVE);
    let ends = |line: &str| {
        let ended = workdir.run(line);
        (ended.status, ended.stdout)
    };
    assert_eq!(ends("dedupe 1.txt 2.txt --check"), (1, String::new()));
    assert_eq!(ends("dedupe 1.txt 5.txt --check"), (0, String::new()));
    assert_eq!(ends("dedupe 1.txt missing --check").0, 2);
    assert_eq!(ends("dedupe 1.txt 2.txt missing --check").0, 2);
    assert_eq!(
        ends("dedupe 1.txt 2.txt"),
        (0, "id,source,title,text\n1.txt,1.txt,,The ferry leaves at nine o'clock from the eastern pier.\n".to_owned())
    );
    assert_eq!(
        ends("dedupe 1.txt 2.txt --check --per pair --columns id_a,id_b"),
        (1, "id_a,id_b\n1.txt,2.txt\n".to_owned())
    );
}

#[test]
fn the_summary_goes_to_stderr_and_quiet_silences_it() {
    let workdir = Workdir::with(FIVE);
    let expected = "textmill: 5 documents, 2 kept, 1 exact, 1 normalized, 1 near\n\
                    hint: more than half would be removed; --per pair shows what is alike, --threshold J is stricter\n";
    assert_eq!(workdir.run("dedupe . --threshold 0.7").stderr, expected);
    assert_eq!(workdir.run("dedupe . --threshold 0.7 -q").stderr, "");
}

#[test]
fn what_another_folder_has_is_removed_and_the_choice_is_the_users() {
    let workdir = Workdir::with(FIVE);
    let kept = |line: &str| {
        let ended = workdir.run(&format!("dedupe {line} -q --threshold 0.7 --columns id --no-header"));
        (ended.status, ended.stdout.replace(".txt\n", " "))
    };
    assert_eq!(kept("3.txt 4.txt 5.txt --against 1.txt"), (0, "5 ".to_owned()));
    assert_eq!(kept(". --keep longest"), (0, "4 5 ".to_owned()));
    assert_eq!(kept(". --keep prefer:3.*"), (0, "3 5 ".to_owned()));
    assert_eq!(kept(". --linkage complete --all-pairs --memory 1K"), (0, "1 5 ".to_owned()));
    for line in
        ["dedupe . --keep best", "dedupe . --keep oldest:", "dedupe . --per marked --per pair", "dedupe - --archive -"]
    {
        assert_eq!(workdir.run(line).status, 2, "{line}");
    }
}

#[test]
fn marked_documents_are_all_there() {
    let workdir = Workdir::with(FIVE);
    let expected = "\
id,cluster,kept,kept_id,relation,copies,also_in
1.txt,1,yes,1.txt,,3,./2.txt; ./3.txt; ./4.txt
2.txt,1,no,1.txt,exact,,
3.txt,1,no,1.txt,normalized,,
4.txt,1,no,1.txt,near,,
5.txt,,yes,5.txt,,0,
";
    let line = "dedupe . --per marked --threshold 0.7 -q --columns id,cluster,kept,kept_id,relation,copies,also_in";
    assert_eq!(workdir.run(line), done(expected));
}

#[test]
fn a_document_with_more_words_than_can_be_compared_is_named_and_the_others_go_on() {
    let workdir = Workdir::new();
    // Letters alone are the densest words that there are; each takes the memory of a word.
    workdir.write("dense.txt", &"a ".repeat(400));
    workdir.write("long.txt", &"averylongword ".repeat(60));
    workdir.write("b.txt", "one two three");
    for flags in ["", " --partial p.tmp"] {
        let run = workdir.run(&format!("dedupe dense.txt long.txt b.txt --max-document 1K{flags}"));
        assert_eq!(run.status, 2);
        assert!(run.stderr.contains("dense.txt: has more than 256 words"), "{}", run.stderr);
        assert!(!run.stderr.contains("long.txt"), "{}", run.stderr);
    }
    let reference = workdir.run("dedupe b.txt --archive dense.txt --max-document 1K");
    assert!(reference.status == 2 && reference.stderr.contains("256 words"), "{}", reference.stderr);
    assert_eq!(workdir.run("stats dense.txt --max-document 1K").status, 0);
}

#[test]
fn the_former_name_of_a_relation_is_taken_with_a_warning() {
    let texts = [("in/a.txt", "The mill turns."), ("in/b.txt", "the mill TURNS")];
    let workdir = Workdir::with(&texts);
    workdir.write("old.toml", "[dedupe]\nrelation = [\"normalised\"]\n");
    let warning = "textmill: warning: --relation: normalised is called normalized now\n\
        hint: this version reads the old name, the next one does not\n";
    for source in ["--relation normalised", "--config old.toml"] {
        let ended = workdir.run(&format!("dedupe in {source} --per pair --only relation"));
        assert_eq!((ended.status, &*ended.stdout), (0, "relation\nnormalized\n"), "{}", ended.stderr);
        assert!(ended.stderr.starts_with(warning), "{source}: {}", ended.stderr);
    }
    let ended = workdir.run("dedupe in --per marked --where relation=normalised --only id");
    assert_eq!(ended.stdout, "id\n");
    let warning = "textmill: warning: --where: the rows have normalized, not normalised\n";
    assert!(ended.stderr.starts_with(warning), "{}", ended.stderr);
}
