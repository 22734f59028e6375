//! The pairs that a search for duplicates finds are those that a look at all of them finds.

use std::collections::{BTreeSet, HashSet};
use std::num::NonZero;
use std::sync::OnceLock;

use textmill::dedupe::{Facts, Options, Passages, Relation, Search, Unit, dedupe};
use textmill::diagnostics;
use textmill::document::Document;
use textmill::input::{Corpus, Job};
use textmill::pool::Pool;
use textmill::similarity::Threshold;
use textmill::table::Collected;

/// More documents only take longer.
const MOST_DOCUMENTS: usize = 40;
const THRESHOLDS: [f64; 4] = [0.5, 2.0 / 3.0, 0.8, 0.95];
const SHINGLE_WORDS: usize = 3;

type Pairs = BTreeSet<(usize, usize)>;

/// The first byte chooses the threshold; then each byte is a word, and 0xff or a line end parts two documents.
pub(super) fn holds(bytes: &[u8]) {
    let Some((&choice, bytes)) = bytes.split_first() else { return };
    let threshold = THRESHOLDS[usize::from(choice) % THRESHOLDS.len()];
    let documents: Vec<&[u8]> =
        bytes.split(|byte| matches!(byte, b'\n' | 0xff)).filter(|text| !text.is_empty()).take(MOST_DOCUMENTS).collect();
    let expected = looked_at(&documents, threshold);
    assert_eq!(searched(&documents, threshold, Search::AllPairs), expected);
    // Sketches may miss a pair; they never make one up.
    assert!(searched(&documents, threshold, Search::Sketches).is_subset(&expected));
}

fn looked_at(documents: &[&[u8]], threshold: f64) -> Pairs {
    let sets: Vec<HashSet<&[u8]>> =
        documents.iter().map(|text| text.windows(text.len().min(SHINGLE_WORDS)).collect()).collect();
    let is_near = |a: usize, b: usize| {
        let n_shared = sets[a].intersection(&sets[b]).count();
        let n_all = sets[a].len() + sets[b].len() - n_shared;
        // No quotient of such small numbers is nearer to a threshold without being it.
        n_shared as f64 > threshold.mul_add(n_all as f64, -1e-9)
    };
    (0..sets.len()).flat_map(|b| (0..b).map(move |a| (a, b))).filter(|&(a, b)| is_near(a, b)).collect()
}

/// Equal documents are said to equal the first of them; the pairs that follow from that are added here.
fn searched(documents: &[&[u8]], threshold: f64, search: Search) -> Pairs {
    let mut output = Collected::default();
    let job = Job { pool: pool(), diagnostics: &diagnostics::Collected::default() };
    let corpus = Corpus::from_documents(documents.iter().enumerate().map(document).collect());
    dedupe(&corpus, None, &options(threshold, search), &job, &mut output).expect("a temporary folder");
    let table = &output.tables[0];
    let number = |id: String| id.parse::<usize>().expect("the ids are numbers");
    let pairs = table.column("id_a").into_iter().map(number).zip(table.column("id_b").into_iter().map(number));
    let (mut equals, mut near) = ((0..documents.len()).collect::<Vec<_>>(), Pairs::new());
    for ((a, b), relation) in pairs.zip(table.column("relation")) {
        if relation == "near" {
            near.insert((a, b));
        } else {
            equals[b] = equals[a];
        }
    }
    let is_pair = |a: usize, b: usize| {
        let (first, second) = (equals[a].min(equals[b]), equals[a].max(equals[b]));
        first == second || near.contains(&(first, second))
    };
    (0..documents.len()).flat_map(|b| (0..b).map(move |a| (a, b))).filter(|&(a, b)| is_pair(a, b)).collect()
}

fn document((number, text): (usize, &&[u8])) -> Document {
    let words: Vec<String> = text.iter().map(|byte| format!("w{byte}")).collect();
    Document { id: number.to_string(), text: words.join(" "), ..Document::default() }
}

fn options(threshold: f64, search: Search) -> Options {
    Options {
        relations: [Relation::Exact, Relation::Near].into_iter().collect(),
        threshold: Threshold::new(threshold).expect("between 0 and 1"),
        shingle_words: NonZero::new(SHINGLE_WORDS).expect("more than none"),
        facts: Facts::MayDiffer,
        search,
        passages: Passages::Skip,
        unit: Unit::Pair,
        ..Options::default()
    }
}

fn pool() -> &'static Pool {
    static POOL: OnceLock<Pool> = OnceLock::new();
    POOL.get_or_init(|| Pool::new(NonZero::new(2)).expect("two threads"))
}
