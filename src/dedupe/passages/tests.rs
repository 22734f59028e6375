//! The search in memory: against a search that looks at everything, and on texts whose passages are known.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;

use proptest::prelude::*;

use super::cuts::remains;
use super::*;
use crate::text;

fn options(min_documents: u32, min_words: usize) -> PassageOptions {
    PassageOptions { min_documents: NonZero::new(min_documents).unwrap(), min_words: NonZero::new(min_words).unwrap() }
}

fn find<T: AsRef<str> + Sync>(texts: &[T], options: &PassageOptions, n_table_bytes: u64) -> Reused {
    let text = |document: u32| Ok(texts[document as usize].as_ref().to_owned());
    let sizes = Sizes { n_words_at_most: n_table_bytes, memory_bytes: n_table_bytes };
    Reused::find(texts.len() as u32, text, options, sizes).unwrap()
}

/// What is left of each text, and what was cut.
fn stripped<T: AsRef<str> + Sync>(texts: &[T], options: &PassageOptions) -> Vec<(String, Vec<String>)> {
    let reused = find(texts, options, 1 << 12);
    let of_document = |(document, text): (u32, &T)| {
        let text = text.as_ref();
        let cuts = reused.cuts(document, text);
        (remains(text, &cuts), cuts.iter().map(|cut| cut.span.of(text).to_owned()).collect())
    };
    (0..).zip(texts).map(of_document).collect()
}

#[track_caller]
fn check_left(texts: &[&str], options: &PassageOptions, expected: &[&str]) {
    let left: Vec<String> = stripped(texts, options).into_iter().map(|(left, _)| left).collect();
    assert_eq!(left, expected, "{texts:?}");
}

#[test]
fn paragraphs_of_enough_documents_are_cut_however_short() {
    check_left(
        &["Read more\n\nOne story.\n", "Another one.\n\nread MORE …\n", "A third.\n\n“Read more”\n\nIt goes on.\n"],
        &options(3, 20),
        &["One story.\n", "Another one.\n", "A third.\n\nIt goes on.\n"],
    );
    check_left(
        &["Read more\n\nRead more", "Read more\n\nc", "d"],
        &options(3, 20),
        &["Read more\n\nRead more", "Read more\n\nc", "d"],
    );
}

#[test]
fn a_notice_inside_paragraphs_is_one_run_whatever_some_texts_have_behind_it() {
    let texts = [
        "The mill burned. All rights are reserved. The owner said so.",
        "All rights are reserved. The fire brigade came.",
        "A flood came. All rights are reserved. The river rose.",
        "All rights are reserved. Nobody was hurt.",
        "It rained. All rights are reserved. Trains were late.",
        "It snowed, and all rights are reserved! Buses were late.",
        "ALL RIGHTS ARE RESERVED. Ships were late.",
    ];
    let left = [
        "The mill burned. The owner said so.",
        "The fire brigade came.",
        "A flood came. The river rose.",
        "Nobody was hurt.",
        "It rained. Trains were late.",
        "It snowed, and Buses were late.",
        "Ships were late.",
    ];
    check_left(&texts, &options(3, 4), &left);
}

#[test]
fn the_end_of_a_stretch_is_in_all_documents_that_have_its_words() {
    let reused = find(&["b b a a a a", "b b a a a a b a a a b", "b a a a a\n\na b a a b a"], &options(2, 5), 1 << 12);
    let expected = Passage {
        kind: Kind::Run,
        n_words: 5,
        spread: Spread { n_documents: 3, n_places: 3 },
        n_own_places: 3,
        first: (0, 1),
    };
    assert_eq!(reused.passages, [expected]);
}

#[test]
fn runs_do_not_go_across_paragraphs() {
    let texts = ["a b c\n\nd e f 1", "a b c\n\nd e f 2", "0 a b c\n\nd e f 3"];
    check_left(&texts, &options(3, 4), &texts);
    check_left(&texts, &options(3, 3), &["1", "2", "0\n\n3"]);
}

#[test]
fn characters_are_words_where_a_script_does_not_part_them() {
    let texts =
        ["今日新聞。未經許可不得轉載。河水上漲", "火災。未經許可不得轉載。", "大雪紛飛，未經許可不得轉載。路斷"];
    check_left(&texts, &options(3, 8), &["今日新聞。河水上漲", "火災。", "大雪紛飛，路斷"]);
}

#[test]
fn a_text_that_repeats_itself_without_end_is_done_in_time() {
    let texts = ["so ".repeat(20_000) + "x", "so ".repeat(15_000) + "y", "so ".repeat(10_000) + "z"];
    let left: Vec<String> = stripped(&texts, &options(3, 20)).into_iter().map(|(left, _)| left).collect();
    assert_eq!(left, ["x", "y", "z"]);
}

#[test]
fn many_documents_with_much_in_common_are_looked_at_once_each() {
    let texts: Vec<String> =
        (0..3_000).map(|n| format!("{} {n}", "we have all of this in common ".repeat(20))).collect();
    let reused = find(&texts, &options(3, 20), 1 << 12);
    assert_eq!(reused.passages.len(), 1);
    assert_eq!(reused.passages[0].spread, Spread { n_documents: 3_000, n_places: 3_000 });
}

/// Paragraphs as words, by document.
type Words<'t> = Vec<Vec<Vec<&'t str>>>;

/// A search that counts every sequence of words there is.
struct Everything<'t> {
    texts: Words<'t>,
    options: PassageOptions,
    /// Documents and places of each sequence within a paragraph.
    spreads: BTreeMap<&'t [&'t str], (BTreeSet<usize>, u64)>,
    /// Documents and places of each whole paragraph.
    wholes: BTreeMap<&'t [&'t str], (BTreeSet<usize>, u64)>,
}

/// Kind, words, documents, occurrences, own places.
type Row = (Kind, String, u32, u64, u64);

impl<'t> Everything<'t> {
    fn of(texts: &'t Words<'t>, options: PassageOptions) -> Self {
        let mut all = Self { texts: texts.clone(), options, spreads: BTreeMap::new(), wholes: BTreeMap::new() };
        for (document, paragraphs) in texts.iter().enumerate() {
            for paragraph in paragraphs {
                let add = |counts: &mut BTreeMap<_, (BTreeSet<usize>, u64)>, words| {
                    let entry = counts.entry(words).or_default();
                    entry.0.insert(document);
                    entry.1 += 1;
                };
                add(&mut all.wholes, &paragraph[..]);
                for start in 0..paragraph.len() {
                    (start + 1..=paragraph.len()).for_each(|end| add(&mut all.spreads, &paragraph[start..end]));
                }
            }
        }
        all
    }

    fn n_documents(&self, words: &[&str]) -> usize {
        self.spreads.get(words).map_or(0, |(documents, _)| documents.len())
    }

    fn longest(&self, words: &[&str]) -> Option<usize> {
        let least_words = self.options.min_words.get();
        let n_first = self.n_documents(words.get(..least_words)?);
        let least = (self.options.min_documents.get() as usize).max(n_first.div_ceil(2));
        (least_words..=words.len()).rev().find(|&n_words| self.n_documents(&words[..n_words]) >= least)
    }

    /// Runs of a paragraph, chosen one by one among all that there are.
    fn runs(&self, paragraph: &[&str]) -> Vec<Range<usize>> {
        let longest: Vec<Option<usize>> = (0..paragraph.len()).map(|at| self.longest(&paragraph[at..])).collect();
        let mut taken: Vec<Range<usize>> = Vec::new();
        loop {
            let free = |at: usize| !taken.iter().any(|taken| taken.contains(&at));
            let candidate = |at: usize| {
                let longest = longest[at]?;
                let n_words = (at..at + longest).take_while(|&word| free(word)).count();
                let n_documents = self.n_documents(&paragraph[at..at + longest]);
                (n_words >= self.options.min_words.get()).then_some((
                    n_words * n_documents,
                    std::cmp::Reverse(at),
                    at..at + n_words,
                ))
            };
            let best = (0..paragraph.len()).filter_map(candidate).max_by_key(|(score, at, _)| (*score, *at));
            let Some((_, _, run)) = best else { break };
            taken.push(run);
        }
        taken.sort_unstable_by_key(|run| run.start);
        taken
    }

    fn is_passage(&self, paragraph: &[&str]) -> bool {
        let (n_words, n_documents) = (paragraph.len(), self.wholes[paragraph].0.len());
        let (least_words, least) = (self.options.min_words.get(), self.options.min_documents.get() as usize);
        let is_everyones = n_words * n_documents >= least_words * least || 2 * n_documents >= self.texts.len();
        n_documents >= least && (n_words >= least_words || is_everyones)
    }

    fn rows(&self) -> BTreeSet<Row> {
        let mut own: BTreeMap<(Kind, &[&str]), u64> = BTreeMap::new();
        for paragraph in self.texts.iter().flatten() {
            if self.is_passage(paragraph) {
                *own.entry((Kind::Paragraph, &paragraph[..])).or_default() += 1;
                continue;
            }
            for run in self.runs(paragraph) {
                *own.entry((Kind::Run, &paragraph[run])).or_default() += 1;
            }
        }
        let row = |((kind, words), n_own): ((Kind, &[&str]), u64)| {
            let counts = if kind == Kind::Paragraph { &self.wholes } else { &self.spreads };
            let (documents, n_places) = &counts[words];
            (kind, words.join(" "), documents.len() as u32, *n_places, n_own)
        };
        own.into_iter().map(row).collect()
    }
}

fn found_rows(texts: &[String], reused: &Reused) -> BTreeSet<Row> {
    let row = |passage: &Passage| {
        let (document, word) = (passage.first.0 as usize, passage.first.1 as usize);
        let words: Vec<&str> = texts[document].split_whitespace().skip(word).take(passage.n_words as usize).collect();
        let Spread { n_documents, n_places } = passage.spread;
        (passage.kind, words.join(" "), n_documents, n_places, passage.n_own_places)
    };
    reused.passages.iter().map(row).collect()
}

fn words_of(texts: &[String]) -> Words<'_> {
    let paragraphs = |text| text::paragraphs(text).map(|span: crate::document::Span| span.of(text));
    texts.iter().map(|text| paragraphs(text).map(|p| p.split_whitespace().collect()).collect()).collect()
}

/// Few words, so that much is repeated.
fn corpora() -> impl Strategy<Value = Vec<String>> {
    let paragraph = prop_oneof!["[ab]( [ab]){0,12}", "[a-d]( [a-d]){0,12}", Just("a b c d a b c".to_owned())];
    let text = proptest::collection::vec(paragraph, 0..5).prop_map(|paragraphs| paragraphs.join("\n\n"));
    proptest::collection::vec(text, 0..8)
}

proptest! {
    #[test]
    fn the_search_finds_what_a_look_at_everything_finds(
        texts in corpora(), min_documents in 2u32..5, min_words in 1usize..6, n_bits in 0u32..20,
    ) {
        let options = options(min_documents, min_words);
        let reused = find(&texts, &options, 1 << n_bits);
        let words = words_of(&texts);
        prop_assert_eq!(found_rows(&texts, &reused), Everything::of(&words, options).rows());
    }

    #[test]
    fn the_size_of_the_tables_makes_no_difference(texts in corpora(), min_words in 1usize..6) {
        let options = options(2, min_words);
        let (small, large) = (find(&texts, &options, 0), find(&texts, &options, 1 << 12));
        prop_assert_eq!(small.passages, large.passages);
        prop_assert_eq!(small.chosen, large.chosen);
    }

    #[test]
    fn what_is_cut_and_what_remains_is_the_text_and_paragraphs_stay_apart(
        texts in proptest::collection::vec("([ab][ .\n]{1,2}|é |\n\n|中|。|[“”(]|㍿){0,40}", 2..6), min_words in 1usize..5,
    ) {
        let reused = find(&texts, &options(2, min_words), 1 << 12);
        for (document, text) in (0..).zip(&texts) {
            let cuts = reused.cuts(document, text);
            prop_assert!(cuts.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{:?}", cuts);
            let mut back = remains(text, &cuts);
            cuts.iter().for_each(|cut| back.insert_str(cut.span.start, cut.span.of(text)));
            prop_assert_eq!(&back, text);
            let n_cut_words: usize = cuts.iter().map(|cut| Wording::of(cut.span.of(text)).hashes.len()).sum();
            let left = Wording::of(&remains(text, &cuts));
            let whole = Wording::of(text).narrow(text);
            prop_assert_eq!(n_cut_words + left.hashes.len(), whole.hashes.len());
            let is_gone = |p: &&wording::Paragraph| !p.words.is_empty() && p.words.clone().all(|word| {
                cuts.iter().any(|cut| cut.span.start <= whole.spans[word].start && whole.spans[word].end <= cut.span.end)
            });
            let n_gone = whole.paragraphs.iter().filter(is_gone).count();
            prop_assert_eq!(left.paragraphs.len() + n_gone, whole.paragraphs.len());
        }
    }

    #[test]
    fn nothing_is_cut_that_fewer_documents_have(texts in corpora(), min_documents in 2u32..5, min_words in 1usize..6) {
        let stripped = stripped(&texts, &options(min_documents, min_words));
        let with_blanks: Vec<String> = texts.iter().map(|text| format!(" {} ", text.replace("\n\n", " | "))).collect();
        for cut in stripped.iter().flat_map(|(_, cuts)| cuts) {
            let words = format!(" {} ", cut.split_whitespace().collect::<Vec<_>>().join(" "));
            let n_documents = with_blanks.iter().filter(|text| text.contains(&words)).count();
            prop_assert!(n_documents >= min_documents as usize, "{words:?} in {n_documents}");
        }
    }
}
