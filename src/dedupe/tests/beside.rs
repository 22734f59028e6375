//! Runs beside an index: day by day the same clusters as all at once.

use super::*;
use crate::error::{Error, IndexConflict, IndexProblem, OptionProblem};

/// Runs in a folder of their own.
struct Days {
    folder: tempfile::TempDir,
    options: Options,
}

impl Days {
    fn new(options: Options) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), options }
    }

    fn open(&self) -> Result<Index, Error> {
        Index::open(&self.folder.path().join("seen"), &self.options)
    }

    /// One run, and whether what it found is made part of the index.
    fn run(&self, documents: Vec<Document>, ends: impl Fn(Index)) -> (CollectedTable, Summary, Vec<String>) {
        let pool = Pool::new(NonZero::new(2)).unwrap();
        let diagnostics = diagnostics::Collected::default();
        let job = Job { pool: &pool, diagnostics: &diagnostics };
        let (mut output, mut index) = (Collected::default(), self.open().unwrap());
        let corpus = Corpus::from_documents(documents);
        let summary = dedupe_beside(&corpus, &mut index, &self.options, &job, &mut output).unwrap();
        ends(index);
        let lines = diagnostics.lines().into_iter().filter(|line| !line.starts_with("note: "));
        (output.tables.remove(0), summary, lines.collect())
    }

    fn add(&self, documents: Vec<Document>) -> (CollectedTable, Summary, Vec<String>) {
        self.run(documents, |index| index.commit().unwrap())
    }
}

const MARKS: [&str; 4] = ["id", "kept", "kept_id", "relation"];

fn marks(table: &CollectedTable) -> BTreeSet<String> {
    rows(table, &MARKS).into_iter().collect()
}

/// Adds `texts` day by day, and compares with one run over all: what the rows of all days together say is kept, and what
/// the index says of every document in the end.
#[track_caller]
fn check_days(texts: &[String], days: &[usize], options: Options) {
    let all = documents(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let expected = run(all.clone(), &options).0;
    let beside = Days::new(options);
    let (mut rest, mut kept) = (&all[..], BTreeSet::new());
    for &n_documents in days.iter().chain([&usize::MAX]) {
        let (day, later) = rest.split_at(n_documents.min(rest.len()));
        for row in rows(&beside.add(day.to_vec()).0, &["kept", "id"]) {
            match row.split_once(' ').unwrap() {
                ("yes", id) => _ = kept.insert(id.to_owned()),
                (_, id) => _ = kept.remove(id),
            }
        }
        rest = later;
    }
    let expected_kept = rows(&expected, &["kept", "id"]);
    let expected_kept: BTreeSet<String> =
        expected_kept.iter().filter_map(|row| row.strip_prefix("yes ")).map(str::to_owned).collect();
    assert_eq!(kept, expected_kept);
    assert_eq!(marks(&beside.add(all).0), marks(&expected));
}

fn all_relations(threshold: f64, linkage: Linkage) -> Options {
    let relations = Relation::ALL.into_iter().collect();
    Options { relations, linkage, ..at(threshold, Unit::Marked) }
}

#[test]
fn days_give_the_clusters_of_one_run() {
    for seed in 1..5 {
        check_days(&edited_texts(160, seed), &[40, 1, 60, 0, 9], per(Unit::Marked));
        check_days(&edited_texts(160, seed), &[80, 20, 20], all_relations(0.6, Linkage::Connected));
        check_days(&edited_texts(160, seed), &[10, 90], all_relations(0.7, Linkage::Star));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 20))]

    #[test]
    fn days_of_any_length_give_the_clusters_of_one_run(seed: u64, days in prop::collection::vec(0usize..25, 0..6)) {
        check_days(&edited_texts(60, seed), &days, per(Unit::Marked));
    }
}

#[test]
fn a_run_can_be_repeated_and_says_the_same() {
    let texts = edited_texts(100, 5);
    let all = documents(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let beside = Days::new(Options::default());
    beside.add(all[..60].to_vec());
    let first = beside.add(all[60..].to_vec());
    let again = beside.add(all[60..].to_vec());
    assert_eq!((&again.0.rows, again.1), (&first.0.rows, first.1));
    assert!(first.1.n_kept > 0 && first.1.n_removed() > 0);
}

#[test]
fn a_run_that_ends_early_leaves_the_index_as_it_was() {
    let texts = edited_texts(100, 6);
    let all = documents(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let beside = Days::new(Options::default());
    beside.add(all[..60].to_vec());
    let lost = beside.run(all[60..].to_vec(), drop);
    let first = beside.add(all[60..].to_vec());
    assert_eq!((&lost.0.rows, lost.1), (&first.0.rows, first.1));
}

#[test]
fn equal_texts_elsewhere_are_duplicates_and_the_row_names_the_one_seen_first() {
    let beside = Days::new(per(Unit::Cluster));
    let mut today = documents(&["the same words"]);
    beside.add(today.clone());
    today[0].source = "elsewhere".to_owned();
    today[0].id = "a".to_owned();
    let (table, summary, _) = beside.add(today);
    assert_eq!(rows(&table, &["id", "kept", "source", "relation"]), ["1 yes in ", "a no elsewhere exact"]);
    assert_eq!((summary.n_documents, summary.n_kept), (1, 0));
}

/// So many words of their own.
fn story(n: usize) -> String {
    (0..n).map(|idx| "abcdefghijklmnopqrstuvwxyz".repeat(idx / 26 + 1)[idx % 26..].to_owned() + " ").collect()
}

#[test]
fn a_teaser_that_an_earlier_run_kept_is_told_of_when_its_article_comes() {
    let beside = Days::new(per(Unit::Marked));
    let all = documents(&[&story(30), &story(90)]);
    assert_eq!(beside.add(all[..1].to_vec()).1.n_kept, 1);
    let (table, summary, findings) = beside.add(all[1..].to_vec());
    assert_eq!(rows(&table, &MARKS), ["1 no 2 contained", "2 yes 2 "]);
    assert_eq!((summary.n_documents, summary.n_kept, summary.n_contained), (1, 1, 0));
    let told = "warning: 1: was kept by an earlier run, and is given up for \"2\" now; such documents: 1";
    assert_eq!(findings, [told]);
}

#[track_caller]
fn check_refused(change: impl Fn(&mut Options), expected: IndexConflict) {
    let mut options = Options::default();
    change(&mut options);
    let refused = Days::new(options).open().err();
    let is_expected =
        matches!(refused, Some(Error::Option(OptionProblem::WithIndex(conflict))) if conflict == expected);
    assert!(is_expected, "{expected:?}: {refused:?}");
}

#[test]
fn what_later_documents_could_turn_over_is_refused() {
    check_refused(|options| options.keep = Keep::Longest, IndexConflict::Keep);
    check_refused(|options| options.linkage = Linkage::Complete, IndexConflict::Linkage);
    check_refused(|options| options.search = Search::AllPairs, IndexConflict::AllPairs);
    check_refused(|options| options.unit = Unit::Pair, IndexConflict::Pairs);
    check_refused(|options| options.unit = Unit::Threshold, IndexConflict::Thresholds);
}

#[track_caller]
fn check_problem(beside: &Days, is_expected: impl Fn(&IndexProblem) -> bool) {
    match beside.open() {
        Err(Error::Index { problem, .. }) => assert!(is_expected(&problem), "{problem:?}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_index_has_one_user_and_one_set_of_rules() {
    let mut beside = Days::new(Options::default());
    let open = beside.open().unwrap();
    check_problem(&beside, |problem| matches!(problem, IndexProblem::Busy));
    open.commit().unwrap();
    beside.options = at(0.9, Unit::Document);
    check_problem(&beside, |problem| matches!(problem, IndexProblem::Differs { .. }));
}

#[test]
fn a_new_index_is_taken_away_unless_it_is_committed() {
    let beside = Days::new(Options::default());
    let path = beside.folder.path().join("seen");
    drop(beside.open().unwrap());
    assert!(!path.exists());
    beside.open().unwrap().commit().unwrap();
    drop(beside.open().unwrap());
    assert!(path.exists());
}

#[test]
fn what_is_no_index_is_called_so() {
    let beside = Days::new(Options::default());
    let path = beside.folder.path().join("seen");
    for bytes in [&b""[..], b"some text", &[7; 10_000]] {
        std::fs::write(&path, bytes).unwrap();
        check_problem(&beside, |problem| matches!(problem, IndexProblem::Foreign));
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn an_index_that_is_cut_off_is_called_damaged() {
    let beside = Days::new(Options::default());
    beside.add(documents(&["some text", "another one"]));
    let path = beside.folder.path().join("seen");
    let bytes = std::fs::read(&path).unwrap();
    for n_bytes in [100, 4_096, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(&path, &bytes[..n_bytes]).unwrap();
        check_problem(&beside, |problem| matches!(problem, IndexProblem::Damaged(_)));
    }
}

#[test]
fn a_flipped_bit_anywhere_makes_an_error_or_no_difference() {
    let texts = edited_texts(60, 9);
    let all = documents(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let beside = Days::new(per(Unit::Marked));
    beside.add(all[..30].to_vec());
    beside.add(all[30..50].to_vec());
    let expected = marks(&beside.run(all[50..].to_vec(), drop).0);
    let path = beside.folder.path().join("seen");
    let whole = std::fs::read(&path).unwrap();
    let (pool, diagnostics) = (Pool::new(NonZero::new(2)).unwrap(), diagnostics::Collected::default());
    let job = Job { pool: &pool, diagnostics: &diagnostics };
    let mut n_refused = 0;
    for at in (0..whole.len()).step_by(whole.len() / 300) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        std::fs::write(&path, &flipped).unwrap();
        let mut output = Collected::default();
        let found = beside.open().and_then(|mut index| {
            let corpus = Corpus::from_documents(all[50..].to_vec());
            dedupe_beside(&corpus, &mut index, &beside.options, &job, &mut output)
        });
        match found {
            Ok(_) => assert_eq!(marks(&output.tables.remove(0)), expected, "at {at}"),
            Err(Error::Index { problem: IndexProblem::Damaged(_) | IndexProblem::Foreign, .. }) => n_refused += 1,
            Err(other) => panic!("at {at}: {other}"),
        }
    }
    assert!(n_refused > 50, "{n_refused}");
}
