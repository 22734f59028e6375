//! The words of a report: their table, and the curves that only the frequencies of all words give.

use std::num::NonZero;

use textmill::error::Error;
use textmill::measure::diversity::{Spectrum, expected_growth, zipf};
use textmill::render::report::{Axis, Block, Curve, Picture, Scale};
use textmill::render::{grouped, rounded};
use textmill::table::{Cell, Column, place_of};
use textmill::text::StopList;

use super::sheet::{Sheet, integer_at, text_at};

/// Words whose places are drawn.
const N_TRACKED: usize = 24;

/// Points of Zipf's curve, which has one for each rank otherwise.
const N_RANKS: usize = 240;

/// Which words the table shows.
#[derive(Clone, Debug, Default)]
pub(super) struct ShownWords {
    /// Words with fewer tokens are left out.
    pub(super) min_frequency: u64,
    /// So many words are shown at most.
    pub(super) top: Option<NonZero<usize>>,
    /// Words of this list are left out.
    pub(super) stop: StopList,
    /// Which words have a row at all.
    pub(super) coverage: Coverage,
}

/// Whether every word of the corpus comes with a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Coverage {
    /// Every one, so that there are curves.
    #[default]
    Whole,
    /// Some were left out.
    Cut,
}

/// Takes the rows of words.
pub(super) struct Words {
    shown: ShownWords,
    sheet: Sheet,
    word: Option<usize>,
    frequency: Option<usize>,
    direction: Option<usize>,
    /// Of every word of the corpus.
    frequencies: Vec<u64>,
    tracked: Vec<String>,
    /// Words that say nothing of what a text is about.
    function_words: StopList,
}

impl Words {
    /// A table of words, or of keyness if the columns are about two corpora.
    pub(super) fn new(columns: &[Column], shown: ShownWords) -> Self {
        let direction = place_of(columns, "direction");
        let caption = match direction {
            None => "Words, the most frequent first",
            Some(_) => "Words by how surely their frequencies differ from those of the reference (G2)",
        };
        let mut function_words = StopList::default();
        StopList::languages().filter_map(StopList::of_language).for_each(|list| function_words.extend(list));
        Self {
            shown,
            sheet: Sheet::new(caption, columns),
            word: place_of(columns, "word"),
            frequency: place_of(columns, "frequency"),
            direction,
            frequencies: Vec::new(),
            tracked: Vec::new(),
            function_words,
        }
    }

    /// Takes the next word, in the order of the table.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        let (word, frequency) = (text_at(cells, self.word), integer_at(cells, self.frequency));
        self.frequencies.extend(Some(frequency).filter(|&frequency| frequency > 0));
        let is_full = self.shown.top.is_some_and(|top| self.sheet.n_rows() >= top.get() as u64);
        let is_rare = frequency < self.shown.min_frequency && !self.compares();
        if is_full || is_rare || self.shown.stop.contains(word) {
            return Ok(());
        }
        if self.is_telling(word, cells) {
            self.tracked.push(word.to_owned());
        }
        self.sheet.row(cells)
    }

    /// Whether the words of two corpora are compared.
    pub(super) fn compares(&self) -> bool {
        self.direction.is_some()
    }

    /// The words whose places are worth drawing.
    pub(super) fn tracked(&self) -> &[String] {
        &self.tracked
    }

    /// The first words that are no function words; of compared ones those that the corpus has more of.
    fn is_telling(&self, word: &str, cells: &[Cell<'_>]) -> bool {
        let is_here = !self.compares() || text_at(cells, self.direction) == "positive";
        self.tracked.len() < N_TRACKED
            && is_here
            && word.chars().any(char::is_alphabetic)
            && !self.function_words.contains(word)
    }

    /// The curves, unless some words got no row, where words are, then the table.
    pub(super) fn into_blocks(mut self, places: Option<Block>) -> Vec<Block> {
        let mut blocks = Vec::new();
        if self.shown.coverage == Coverage::Whole {
            self.frequencies.sort_unstable_by(|a, b| b.cmp(a));
            blocks.extend(curves(&self.frequencies));
        }
        blocks.extend(places);
        blocks.push(self.sheet.into_block());
        blocks
    }
}

/// Zipf's curve and the growth of the vocabulary, of frequencies that fall.
fn curves(frequencies: &[u64]) -> Vec<Block> {
    if frequencies.len() < 2 {
        return Vec::new();
    }
    let spectrum = Spectrum::of_frequencies(frequencies.iter().copied());
    let axis = |name: &str, scale| Axis { name: name.to_owned(), scale };
    let exponent = zipf(&spectrum).map(|fit| format!(" The exponent of Zipf's law is {}.", rounded(fit.exponent)));
    let zipf_caption = format!(
        "Frequency of each word by its rank, both logarithmic: a straight fall is Zipf's law.{}",
        exponent.unwrap_or_default()
    );
    let zipf_curve = Curve {
        x: axis("rank", Scale::Logarithmic),
        y: axis("tokens", Scale::Logarithmic),
        points: ranks(frequencies.len()).map(|rank| (rank as f64, frequencies[rank - 1] as f64)).collect(),
    };
    let growth = expected_growth(&spectrum);
    let growth_caption = format!(
        "Growth of the vocabulary: the number of types expected among so many tokens drawn at random (Baayen 2001, ch. 2), \
         up to the {} types of the corpus.",
        grouped(spectrum.n_types())
    );
    let from_nothing = std::iter::once((0.0, 0.0));
    let growth_curve = Curve {
        x: axis("tokens", Scale::Linear),
        y: axis("types", Scale::Linear),
        points: from_nothing.chain(growth.into_iter().map(|(n, types)| (n as f64, types))).collect(),
    };
    let pictures = [Picture::curve(&zipf_caption, &zipf_curve), Picture::curve(&growth_caption, &growth_curve)];
    pictures.map(Block::Picture).into()
}

/// Ranks from 1 to the last one, equally spaced on a logarithmic axis, each once.
fn ranks(n_ranks: usize) -> impl Iterator<Item = usize> {
    let last = n_ranks as f64;
    let mut ranks: Vec<usize> =
        (0..=N_RANKS).map(|step| last.powf(step as f64 / N_RANKS as f64).round() as usize).collect();
    ranks.dedup();
    ranks.into_iter().map(move |rank| rank.clamp(1, n_ranks))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 2] = [Column::text("word", ""), Column::integer("frequency", "")];

    fn words(shown: ShownWords, rows: &[(&'static str, u64)]) -> Words {
        let mut words = Words::new(&COLUMNS, shown);
        for &(word, frequency) in rows {
            words.row(&[Cell::text(word), Cell::Integer(frequency)]).unwrap();
        }
        words
    }

    #[test]
    fn the_table_is_cut_and_the_curves_are_not() {
        let rows = [("the", 9), ("mill", 4), ("weir", 2), ("lock", 1)];
        let shown = |min_frequency, top: usize, stop: &str| ShownWords {
            min_frequency,
            top: NonZero::new(top),
            stop: StopList::parse(stop),
            coverage: Coverage::Whole,
        };
        for (shown, n_rows) in
            [(shown(1, 0, ""), 4), (shown(2, 0, ""), 3), (shown(1, 2, ""), 2), (shown(1, 0, "the"), 3)]
        {
            let words = words(shown, &rows);
            assert_eq!((words.sheet.n_rows(), words.frequencies.len()), (n_rows, 4));
        }
    }

    #[test]
    fn words_that_say_nothing_are_not_tracked() {
        let words = words(ShownWords::default(), &[("the", 9), ("1912", 5), ("mill", 4), ("und", 2), ("weir", 1)]);
        assert_eq!(words.tracked(), ["mill", "weir"]);
    }

    #[test]
    fn ranks_reach_from_the_first_word_to_the_last() {
        for n_ranks in [1, 2, 3, 100, 123_456] {
            let found: Vec<usize> = ranks(n_ranks).collect();
            assert!(found.is_sorted_by(|a, b| a < b), "{found:?}");
            assert_eq!((found[0], *found.last().unwrap()), (1, n_ranks));
        }
    }
}
