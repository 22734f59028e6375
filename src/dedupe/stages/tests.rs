//! The stages, run as an engine runs them, against one run over all documents.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use proptest::prelude::*;

use super::*;
use crate::dedupe::{CHAINED, Facts, Options, Relation, Unit, dedupe};
use crate::diagnostics;
use crate::document::Document;
use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::pool::Pool;
use crate::table::Collected;

type Pairs = Vec<(String, String)>;
/// The document kept for each one that is given up, and the relation.
type Fates = BTreeMap<String, (String, String)>;

/// An engine: brings rows with an equal key together, in partitions, in an order of its own.
fn together<R: Clone, K: Hash>(rows: &[R], n_partitions: u64, key: impl Fn(&R) -> K) -> Vec<Vec<R>> {
    let mut partitions = vec![Vec::new(); n_partitions as usize];
    for row in rows.iter().rev() {
        let mut hasher = DefaultHasher::new();
        key(row).hash(&mut hasher);
        partitions[(hasher.finish() % n_partitions) as usize].push(row.clone());
    }
    partitions
}

fn pairs(pair: impl FnOnce(&mut dyn FnMut(&str, &str) -> Result<(), Error>) -> Result<(), Error>) -> Pairs {
    let mut found = Vec::new();
    pair(&mut |a: &str, b: &str| {
        found.push((a.to_owned(), b.to_owned()));
        Ok(())
    })
    .unwrap();
    found
}

/// Contracted in two steps.
fn components(edges: &Pairs, n_partitions: u64) -> HashMap<String, String> {
    let contracted = |edges: &Pairs| {
        let mut forest = Forest::default();
        edges.iter().for_each(|(a, b)| forest.push(a, b).unwrap());
        pairs(|take| forest.contract(take))
    };
    let parts = together(edges, n_partitions, |pair| pair.clone());
    let stars: Pairs = parts.iter().flat_map(contracted).collect();
    contracted(&stars).into_iter().map(|(first, member)| (member, first)).collect()
}

struct Engine<'e> {
    texts: BTreeMap<String, String>,
    options: &'e Options,
    n_partitions: u64,
}

impl Engine<'_> {
    fn text(&self, id: &str) -> &str {
        &self.texts[id]
    }

    fn fates(&self) -> Fates {
        let mut signer = Signer::new(self.options);
        let signatures: Vec<(String, Signature)> =
            self.texts.iter().map(|(id, text)| (id.clone(), signer.sign(text))).collect();
        let equal = self.equal(&signatures);
        let copies: HashSet<&String> = equal.iter().map(|(_, copy, _)| copy).collect();
        let firsts: Vec<_> = signatures.iter().filter(|(id, _)| !copies.contains(id)).cloned().collect();
        let groups = components(&self.near(&firsts), self.n_partitions);
        let kept: Vec<_> =
            firsts.iter().filter(|(id, _)| groups.get(id).is_none_or(|first| first == id)).cloned().collect();
        let absorbed: HashMap<String, String> = self.absorbed(&kept).into_iter().collect();
        let mut verifier = Verifier::new(self.options);
        let mut fates = Fates::new();
        for (id, _) in &firsts {
            let root = groups.get(id).unwrap_or(id);
            let kept = absorbed.get(root).unwrap_or(root);
            if kept != id {
                let relation = verifier.relation(self.text(id), self.text(kept)).map_or(CHAINED, Relation::name);
                fates.insert(id.clone(), (kept.clone(), relation.to_owned()));
            }
        }
        for (first, copy, relation) in equal {
            let fate = fates.get(&first).cloned().unwrap_or((first, relation.name().to_owned()));
            fates.insert(copy, fate);
        }
        fates
    }

    fn equal(&self, signatures: &[(String, Signature)]) -> Vec<(String, String, Relation)> {
        let mut verifier = Verifier::new(self.options);
        let mut found = Vec::new();
        for part in together(signatures, self.n_partitions, |(_, signature)| signature.content) {
            let mut candidates = EqualCandidates::default();
            part.iter().for_each(|(id, signature)| candidates.push(signature.content, id).unwrap());
            for (a, b) in pairs(|take| candidates.propose(take)) {
                let relation = verifier.equality(self.text(&a), self.text(&b));
                found.extend(relation.map(|relation| (a, b, relation)));
            }
        }
        found
    }

    fn near(&self, firsts: &[(String, Signature)]) -> Pairs {
        let keys: Vec<(u64, String)> = firsts
            .iter()
            .flat_map(|(id, s)| Signature::near_keys(&s.band_keys, &s.small_keys).map(|key| (key, id.clone())))
            .collect();
        let (mut proposed, mut crowded) = (BTreeSet::new(), Pairs::new());
        for part in together(&keys, self.n_partitions, |(key, _)| *key) {
            let mut candidates = NearCandidates::default();
            part.iter().for_each(|(key, id)| candidates.push(*key, id).unwrap());
            let take = |a: &str, b: &str, what| {
                let pair = (a.to_owned(), b.to_owned());
                match what {
                    Proposed::Pair => _ = proposed.insert(pair),
                    Proposed::Crowd => crowded.push(pair),
                }
                Ok::<_, Error>(())
            };
            candidates.propose(take).unwrap();
        }
        let mut verifier = Verifier::new(self.options);
        let mut near: Pairs =
            proposed.into_iter().filter(|(a, b)| verifier.are_near(self.text(a), self.text(b))).collect();
        let members: Pairs = components(&crowded, self.n_partitions).into_iter().collect();
        for part in together(&members, self.n_partitions, |(_, crowd)| crowd.clone()) {
            let mut crowd = Crowd::new(self.options).unwrap();
            part.iter().for_each(|(id, group)| crowd.push(group, id, self.text(id)).unwrap());
            near.extend(pairs(|take| crowd.connect(take)));
        }
        near
    }

    fn absorbed(&self, kept: &[(String, Signature)]) -> Pairs {
        let key = |(id, s): &(String, Signature)| {
            s.passage_keys.iter().map(|&key| (key, id.clone(), s.n_passage_keys)).collect::<Vec<_>>()
        };
        let keys: Vec<(u32, String, u16)> = kept.iter().flat_map(key).collect();
        let mut counts = Vec::new();
        for part in together(&keys, self.n_partitions, |(key, _, _)| *key) {
            let mut candidates = ContainedCandidates::default();
            part.iter().for_each(|(key, id, n)| candidates.push(*key, id, (*n).into()).unwrap());
            let take = |a: &str, b: &str, n_shared, n_needed| {
                counts.push((a.to_owned(), b.to_owned(), n_shared, n_needed));
                Ok::<_, Error>(())
            };
            candidates.propose(take).unwrap();
        }
        let mut verifier = Verifier::new(self.options);
        let mut absorption = Absorption::default();
        for part in together(&counts, self.n_partitions, |(a, b, _, _)| (a.clone(), b.clone())) {
            let mut tally = Tally::default();
            part.iter().for_each(|(a, b, n_shared, n_needed)| tally.push(a, b, *n_shared, *n_needed).unwrap());
            for (a, b) in pairs(|take| tally.propose(take)) {
                if let Some(Containment { inner, overlap }) = verifier.containment(self.text(&a), self.text(&b)) {
                    let (inner, outer) = if inner == Inner::First { (&a, &b) } else { (&b, &a) };
                    absorption.push(inner, outer, overlap).unwrap();
                }
            }
        }
        pairs(|take| absorption.decide(take))
    }
}

/// What one run says.
fn one_run(texts: &BTreeMap<String, String>, options: &Options) -> Fates {
    let document =
        |(id, text): (&String, &String)| Document { id: id.clone(), text: text.clone(), ..Document::default() };
    let corpus = Corpus::from_documents(texts.iter().map(document).collect());
    let pool = Pool::new(std::num::NonZero::new(1)).unwrap();
    let job = Job { pool: &pool, diagnostics: &diagnostics::Collected::default() };
    let mut output = Collected::default();
    dedupe(&corpus, None, &Options { unit: Unit::Marked, ..options.clone() }, &job, &mut output).unwrap();
    let columns = ["id", "kept", "kept_id", "relation"].map(|name| output.tables[0].column(name));
    let rows = (0..columns[0].len()).filter(|&row| columns[1][row] == "no");
    rows.map(|row| (columns[0][row].clone(), (columns[2][row].clone(), columns[3][row].clone()))).collect()
}

fn numbered(texts: impl IntoIterator<Item = String>) -> BTreeMap<String, String> {
    (0..).zip(texts).map(|(number, text)| (format!("{number:04}"), text)).collect()
}

#[track_caller]
fn check(texts: impl IntoIterator<Item = String>, options: &Options) -> Fates {
    let texts = numbered(texts);
    let expected = one_run(&texts, options);
    for n_partitions in [1, 5] {
        assert_eq!(Engine { texts: texts.clone(), options, n_partitions }.fates(), expected);
    }
    expected
}

fn window(first: usize, n_words: usize) -> String {
    (first..first + n_words).map(|n| format!("w{}", n * n % 977)).collect::<Vec<_>>().join(" ")
}

#[test]
fn stages_find_every_relation_as_one_run_does() {
    let article = window(0, 200);
    let texts = [
        article.clone(),
        window(0, 200),
        article.to_uppercase(),
        format!("{article} and a last word"),
        window(40, 30),
        format!("{} with {}", window(40, 30), window(700, 3)),
        "too short".to_owned(),
        String::new(),
        " ".to_owned(),
        String::new(),
        "Too short!".to_owned(),
    ];
    let fates = check(texts, &Options::default());
    let told: BTreeSet<&str> = fates.values().map(|(_, relation)| relation.as_str()).collect();
    assert_eq!(told, BTreeSet::from(["contained", "exact", "near", "normalized"]), "{fates:?}");
}

#[test]
fn a_crowd_is_connected_as_in_one_run() {
    // Chains of near pages: enough for crowds, and the last pages are far from the first.
    let pages = (0..600).map(|n| format!("{} {}", window(n / 20, 120), window(400 + n, 2)));
    let options = Options { facts: Facts::MayDiffer, ..Options::default() };
    let fates = check(pages, &options);
    assert!(fates.len() > 500 && fates.values().any(|(_, relation)| relation == CHAINED), "{}", fates.len());
}

#[test]
fn relations_that_are_not_asked_for_are_not_found() {
    let texts = || [window(0, 60), window(0, 60).to_uppercase(), window(0, 60), window(0, 57), window(10, 30)];
    for relations in [
        &[Relation::Exact][..],
        &[Relation::Normalized],
        &[Relation::Near],
        &[Relation::Contained],
        &[Relation::Exact, Relation::Contained],
    ] {
        let options = Options { relations: relations.iter().copied().collect(), ..Options::default() };
        check(texts(), &options);
    }
}

/// Texts that are windows of one long text, some in capitals, some with a number.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let text = (0usize..40, 0usize..60, 0u8..4, 0u8..6).prop_map(|(first, n_words, form, number)| {
        let text = window(first, n_words);
        match form {
            0 => text.to_uppercase(),
            1 => format!("{text} {number} {text} {number}"),
            _ => text,
        }
    });
    prop::collection::vec(text, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn stages_say_what_one_run_says(texts in texts(), hundredths in 30u8..=100) {
        let threshold = crate::similarity::Threshold::new(f64::from(hundredths) / 100.0).unwrap();
        check(texts, &Options { threshold, ..Options::default() });
    }

    #[test]
    fn rounds_of_stars_lead_to_the_forest(edges in prop::collection::vec((0u8..60, 0u8..60), 0..80)) {
        let name = |n: &u8| format!("{n:02}");
        let edges: Pairs = edges.iter().filter(|(a, b)| a != b).map(|(a, b)| (name(a), name(b))).collect();
        let mut stars: BTreeSet<(String, String)> = edges.iter().cloned().collect();
        loop {
            let both: Pairs =
                stars.iter().flat_map(|(a, b)| [(a.clone(), b.clone()), (b.clone(), a.clone())]).collect();
            let round = |rows: &Pairs, small: bool| -> BTreeSet<(String, String)> {
                let parts = together(rows, 3, |(document, _)| document.clone());
                parts.iter().flat_map(|part| {
                    let mut stars = Stars::default();
                    part.iter().for_each(|(document, neighbor)| stars.push(document, neighbor).unwrap());
                    pairs(|take| if small { stars.small(take) } else { stars.large(take) })
                }).collect()
            };
            let large = round(&both, false);
            let down: Pairs = large.into_iter().map(|(first, member)| (member, first)).collect();
            let next = round(&down, true);
            if next == stars {
                break;
            }
            stars = next;
        }
        let expected = components(&edges, 1).into_iter().filter(|(member, first)| member != first);
        prop_assert_eq!(stars, expected.map(|(member, first)| (first, member)).collect());
    }
}
