//! `--per word` against a reference corpus: the words of both, by how surely their frequencies differ.

use super::Options;
use super::compared::ComparedWord;
use super::note::{NOTE, note};
use super::totals::{Table, Totals};
use super::unit::Unit;
use crate::error::Error;
use crate::measure::keyness::{Comparison, KEYNESS_MEASURES, OfComparison};
use crate::measure::{Measure, Undefined, per_million};
use crate::table::{Cell, Column, Kind, Output, TableIdx};

const FREQUENCIES: [Column; 7] = [
    Column::text("word", "the type: a distinct token, {fold}; words of the reference corpus alone are rows too").main(),
    Column::integer("frequency", "a: tokens of the type in the corpus").main(),
    Column::integer("reference_frequency", "b: tokens of the type in the reference corpus").main(),
    Column::integer("document_frequency", "documents of the corpus that have a token of the type"),
    Column::integer(
        "reference_document_frequency",
        "documents of the reference corpus that have a token of the type; empty if a word list does not say it",
    ),
    Column::real("per_million", "relative frequency: a * 1,000,000 / c, where c are the tokens of the corpus"),
    Column::real(
        "reference_per_million",
        "relative frequency in the reference corpus: b * 1,000,000 / d, where d are the tokens of the reference corpus",
    ),
];

const DIRECTION: Column = Column::text(
    "direction",
    "positive if the word is relatively more frequent in the corpus (a / c > b / d), negative if in the reference \
     corpus, none if in neither",
)
.main();

/// The main measures: how sure the difference is, and how large.
const MAIN: [&str; 2] = ["g2", "log_ratio"];

/// Writes a row for each word of either corpus.
#[derive(Debug)]
pub(super) struct KeynessTable<'o> {
    options: &'o Options,
    table: TableIdx,
}

/// What rows are told of both sides.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    n_tokens: [u64; 2],
    /// Whether the reference knows how many documents a word has.
    knows_documents: bool,
}

impl<'o> KeynessTable<'o> {
    /// Opens the table.
    pub(super) fn open(options: &'o Options, output: &mut dyn Output) -> Result<Self, Error> {
        let mut columns = FREQUENCIES.to_vec();
        columns[0].definition = columns[0].definition.replace("{fold}", &options.fold.describe()).into();
        columns.extend(measures().map(|measure| {
            let column = real(measure.name, measure.describe());
            if MAIN.contains(&measure.name) { column.main() } else { column }
        }));
        columns.extend([real("p_adjusted", adjusted_definition(options)).main(), DIRECTION, NOTE]);
        let table = output.table(Unit::Word.name(), &columns)?;
        Ok(Self { options, table })
    }

    fn cells<'v>(&self, word: &ComparedWord<'v>, sizes: Sizes, p_adjusted: Option<f64>) -> Vec<Cell<'v>> {
        let (target, reference, n_tokens) = (word.target, word.reference, sizes.n_tokens);
        let mut cells = vec![
            Cell::text(word.word),
            Cell::Integer(target.n_tokens),
            Cell::Integer(reference.n_tokens),
            Cell::Integer(target.n_documents),
            if sizes.knows_documents { Cell::Integer(reference.n_documents) } else { Cell::Empty },
            Cell::real(per_million(target.n_tokens, n_tokens[0])),
            Cell::real(per_million(reference.n_tokens, n_tokens[1])),
        ];
        let mut gaps: Vec<(Undefined, &str)> = Vec::new();
        for measure in measures() {
            let is_wanted = self.options.columns.wants(measure.name);
            let value = is_wanted.then(|| word.comparison.and_then(|comparison| finite(measure, &comparison)));
            if let Some(Err(reason)) = value {
                gaps.push((reason, measure.name));
            }
            cells.push(Cell::real(value.and_then(Result::ok)));
        }
        cells.push(Cell::real(p_adjusted));
        cells.push(word.direction(n_tokens).map_or(Cell::Empty, |direction| Cell::text(direction.name())));
        cells.push(match word.comparison {
            // One reason for all of them needs no list.
            Err(reason) => Cell::text(format!("keyness: {reason}")),
            Ok(_) => note(gaps),
        });
        cells
    }

    /// The corrected probabilities of all words, of which the first ones are shown. All or none are defined.
    fn adjusted(&self, words: &[ComparedWord<'_>]) -> Vec<f64> {
        if !self.options.columns.wants("p_adjusted") {
            return Vec::new();
        }
        let probabilities: Vec<f64> = words.iter().filter_map(ComparedWord::probability).collect();
        match self.options.correction {
            Some(correction) => correction.adjust(&probabilities),
            None => probabilities,
        }
    }
}

impl Table for KeynessTable<'_> {
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let Some(reference) = totals.reference else { return Ok(()) };
        let n_tokens = [totals.numbers.counts.tokens, reference.n_tokens];
        let sizes = Sizes { n_tokens, knows_documents: reference.knows_documents };
        let words = totals.job.pool.workers().install(|| {
            ComparedWord::all(totals.vocabulary, &reference.vocabulary, n_tokens, self.options.min_frequency)
        });
        let adjusted = self.adjusted(&words);
        let n_shown = self.options.top.map_or(usize::MAX, std::num::NonZero::get);
        for (place, word) in words.iter().enumerate().take(n_shown) {
            output.row(self.table, &self.cells(word, sizes, adjusted.get(place).copied()))?;
        }
        Ok(())
    }
}

fn measures() -> impl Iterator<Item = &'static Measure<OfComparison>> {
    KEYNESS_MEASURES.iter().flat_map(|family| family.iter())
}

/// The value, which is never infinite, whatever the measure lets through.
fn finite(measure: &Measure<OfComparison>, comparison: &Comparison) -> Result<f64, Undefined> {
    let value = (measure.compute)(comparison)?;
    if value.is_finite() { Ok(value) } else { Err(Undefined::Because("not finite")) }
}

fn real(name: &'static str, definition: String) -> Column {
    Column::of(name, Kind::Real, definition)
}

fn adjusted_definition(options: &Options) -> String {
    match options.correction {
        None => "p_g2, not corrected for the number of words".to_owned(),
        Some(correction) => format!(
            "p_g2 corrected for the number of words by {}, over all words with at least {} tokens in one of the corpora",
            correction.full_name(),
            options.min_frequency
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use proptest::prelude::*;

    use super::super::{Against, stats, stats_against};
    use super::*;
    use crate::diagnostics;
    use crate::document::Document;
    use crate::input::{Corpus, Job};
    use crate::measure::keyness::Correction;
    use crate::pool::Pool;
    use crate::table::{Collected, CollectedTable, Selection};

    fn corpus(texts: &[&str]) -> Corpus {
        let document = |text: &&str| Document { text: (*text).to_owned(), ..Document::default() };
        Corpus::from_documents(texts.iter().map(document).collect())
    }

    fn options() -> Options {
        Options { units: vec![Unit::Word], ..Options::default() }
    }

    fn compared_on(n_threads: usize, target: &[&str], reference: &[&str], options: &Options) -> CollectedTable {
        let (pool, diagnostics) = (Pool::new(NonZero::new(n_threads)).unwrap(), diagnostics::Collected::default());
        let job = Job { pool: &pool, diagnostics: &diagnostics };
        let mut output = Collected::default();
        stats_against(&corpus(target), Against::Corpus(&corpus(reference)), options, &job, &mut output).unwrap();
        output.tables.remove(0)
    }

    fn compared(target: &[&str], reference: &[&str]) -> CollectedTable {
        compared_on(1, target, reference, &options())
    }

    fn times(word: &str, n: usize) -> String {
        format!("{word} ").repeat(n)
    }

    /// Compares the values of a word, relative to 1e-9.
    #[track_caller]
    fn check(table: &CollectedTable, word: &str, expected: &[(&str, f64)]) {
        let row = table.column("word").iter().position(|known| known == word).unwrap();
        for &(name, expected) in expected {
            let found: f64 = table.column(name)[row].parse().unwrap();
            assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{name} of {word}: {found}, not {expected}");
        }
    }

    /// Values of anyts 0.4.3 and association-measures 0.3.2 for 120 of 100,000 against 50 of 80,000.
    #[test]
    fn keyness_of_a_word_in_both_corpora_equals_the_reference_packages() {
        let target = times("mill", 120) + &times("other", 99_880);
        let reference = times("mill", 50) + &times("other", 79_950);
        let table = compared(&[&target], &[&reference]);
        let expected = [
            ("frequency", 120.0),
            ("reference_frequency", 50.0),
            ("per_million", 1200.0),
            ("reference_per_million", 625.0),
            ("g2", 16.190_671_411_6),
            ("g2_four", 16.205_379_433_9),
            ("chi2_yates", 14.970_094_304_8),
            ("bic", 4.089_959_281_7),
            ("percent_difference", 92.0),
            ("log_ratio", 0.941_106_310_9),
            ("relative_risk", 1.92),
            ("odds_ratio", 1.921_105_326_4),
        ];
        check(&table, "mill", &expected);
        assert_eq!(table.column("direction"), ["positive", "negative"]);
    }

    #[test]
    fn a_word_of_one_corpus_alone_is_a_row_and_what_is_not_defined_is_empty() {
        let target = times("mill", 5) + &times("other", 995);
        let table = compared(&[&target], &[&times("other", 1999), "weir"]);
        assert_eq!(table.column("word"), ["mill", "weir", "other"]);
        check(&table, "mill", &[("g2", 10.0 * 3_f64.ln()), ("log_ratio", 20_f64.log2())]);
        assert_eq!(table.column("percent_difference")[0], "");
        assert!(
            table.column("note")[0].starts_with("percent_difference, relative_risk: the word is not in the reference")
        );
        assert_eq!(table.column("direction"), ["positive", "negative", "negative"]);
        assert_eq!(table.column("frequency")[1], "0");
        assert_eq!(table.column("reference_document_frequency"), ["0", "1", "1"]);
        let numbers = table
            .rows
            .iter()
            .flatten()
            .filter_map(|cell| if let Cell::Real(value) = cell { Some(*value) } else { None });
        assert!(numbers.into_iter().all(f64::is_finite));
    }

    #[test]
    fn against_an_empty_corpus_nothing_is_defined_and_words_are_in_order() {
        for (target, reference, what) in [("b a", "", "reference"), ("", "b a", "target")] {
            let table = compared(&[target], &[reference]);
            assert_eq!(table.column("word"), ["a", "b"]);
            assert_eq!(table.column("g2").concat() + &table.column("p_adjusted").concat(), "");
            assert_eq!(table.column("direction").concat(), "");
            assert_eq!(table.column("note")[0], format!("keyness: no tokens in the {what} corpus"));
        }
        assert!(compared(&[], &[]).rows.is_empty());
    }

    #[test]
    fn probabilities_are_corrected_for_all_words_that_were_compared() {
        let target = times("mill", 30) + &times("weir", 2) + &times("other", 68);
        let reference = times("mill", 10) + &times("weir", 9) + &times("other", 81);
        let adjusted = |correction, min_frequency, top| {
            let options = Options { correction, min_frequency, top: NonZero::new(top), ..options() };
            let table = compared_on(1, &[&target], &[&reference], &options);
            let numbers = |name: &str| -> Vec<f64> { table.column(name).iter().map(|p| p.parse().unwrap()).collect() };
            (numbers("p_g2"), numbers("p_adjusted"))
        };
        let (p, uncorrected) = adjusted(None, 1, 3);
        assert_eq!(p, uncorrected);
        assert_eq!(adjusted(Some(Correction::Bonferroni), 1, 1).1, [p[0] * 3.0], "rows not shown count as well");
        assert_eq!(
            adjusted(Some(Correction::Bonferroni), 10, 1).1,
            [p[0] * 2.0],
            "words too rare to be compared do not"
        );
        assert_eq!(adjusted(Some(Correction::Holm), 1, 2).1, [p[0] * 3.0, p[1] * 2.0]);
        assert_eq!(adjusted(Some(Correction::BenjaminiHochberg), 1, 1).1, [p[0] * 3.0]);
    }

    #[test]
    fn only_wanted_measures_are_made_and_the_order_stays() {
        let columns = Selection::parse(&["word".to_owned(), "log_ratio".to_owned(), "note".to_owned()]).unwrap();
        let table = compared_on(1, &["a a b"], &["b b c"], &Options { columns, ..options() });
        assert_eq!(table.column("word"), compared(&["a a b"], &["b b c"]).column("word"));
        assert_eq!((table.column("g2").concat(), table.column("note").concat()), (String::new(), String::new()));
        assert!(table.column("log_ratio").iter().all(|value| !value.is_empty()));
    }

    #[test]
    fn a_reference_without_words_to_compare_is_refused() {
        let (pool, diagnostics) = (Pool::new(NonZero::new(1)).unwrap(), diagnostics::Collected::default());
        let job = Job { pool: &pool, diagnostics: &diagnostics };
        let run = |options| {
            stats_against(&corpus(&[]), Against::Corpus(&corpus(&[])), options, &job, &mut Collected::default())
        };
        assert!(matches!(
            run(&Options::default()),
            Err(Error::Option(crate::error::OptionProblem::AgainstWithoutWords))
        ));
    }

    proptest! {
        #[test]
        fn every_word_of_either_corpus_is_a_row_whatever_the_number_of_threads(
            target in proptest::collection::vec("[a-e ]{0,8}", 0..30),
            reference in proptest::collection::vec("[a-e ]{0,8}", 0..30),
        ) {
            let [target, reference]: [Vec<&str>; 2] = [&target, &reference].map(|texts| texts.iter().map(|t| &**t).collect());
            let table = compared(&target, &reference);
            for n_threads in [2, 8] {
                prop_assert_eq!(&compared_on(n_threads, &target, &reference, &options()).rows, &table.rows);
            }
            let (pool, diagnostics) = (Pool::new(NonZero::new(1)).unwrap(), diagnostics::Collected::default());
            let mut both = Collected::default();
            let job = Job { pool: &pool, diagnostics: &diagnostics };
            stats(&corpus(&[target, reference].concat()), &options(), &job, &mut both).unwrap();
            let sorted = |mut words: Vec<String>| { words.sort(); words };
            prop_assert_eq!(sorted(table.column("word")), sorted(both.tables[0].column("word")));
        }
    }
}
