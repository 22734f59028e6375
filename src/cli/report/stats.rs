//! What a report of `stats` shows: the corpus, its words, its documents, and where the words are.

use std::collections::HashMap;

use textmill::diagnostics::{Diagnostics, Finding};
use textmill::error::Error;
use textmill::input::{Corpus, Job};
use textmill::render::report::{Block, Fact, Figure, Page, Picture, Section, Track, bins};
use textmill::render::{grouped, rounded};
use textmill::stats::{self, Languages, Options, Unit};
use textmill::table::{Cell, Column, Output, Selection, TableIdx, place_of};
use textmill::text::StopList;

use super::super::session::Session;
use super::sheet::{Sheet, integer_at, text_at};
use super::vocabulary::{Coverage, ShownWords, Words};
use super::{fact, maker};

/// The numbers that stand first.
const FIGURES: [&str; 6] = ["documents", "tokens", "types", "hapax", "sentences", "mean_document_length"];

/// Instead of a picture of where words are.
const READ_ONCE: &str =
    "Where words are is not shown, because it takes a second reading, and standard input or a pipe has only one.";

/// Takes what `stats` sends, and makes a page of it.
pub(crate) struct StatsReport {
    shown: ShownWords,
    /// By table, in the order of their opening.
    parts: Vec<Part>,
    settings: Vec<(String, String)>,
    /// Where words are, or why that is not shown.
    places: Option<Block>,
}

/// The rows of one unit.
enum Part {
    Corpus { columns: Vec<Column>, facts: Vec<Fact> },
    Documents { sheet: Sheet, tokens: Option<usize>, lengths: Vec<u64> },
    Words(Words),
    Other { unit: String, sheet: Sheet },
}

impl StatsReport {
    /// A report without rows, and the options that give it all of them: the usual units come before those that the user
    /// named. All words get a row, since the curves need them, unless another unit is cut as they are. Of compared words
    /// the rare ones are left out before their probabilities are corrected, which depends on it.
    pub(crate) fn new(options: &Options, compares: bool) -> (Self, Options) {
        let usual = [Unit::Corpus, Unit::Document, Unit::Word];
        let named = options.units.iter().filter(|unit| !usual.contains(unit)).cloned();
        let units: Vec<Unit> = usual.iter().cloned().chain(named).collect();
        let is_for_words_alone = units.len() == usual.len();
        let (top, stop, min_frequency) = (options.top, options.stop.clone(), options.min_frequency);
        let mut options = Options { units, ..options.clone() };
        if is_for_words_alone {
            (options.top, options.stop) = (None, StopList::default());
            options.min_frequency = if compares { min_frequency } else { 1 };
        }
        let is_whole = options.top.is_none() && options.stop.is_empty() && options.min_frequency <= 1;
        let coverage = if is_whole { Coverage::Whole } else { Coverage::Cut };
        let shown = ShownWords { min_frequency, top, stop, coverage };
        (Self { shown, parts: Vec::new(), settings: Vec::new(), places: None }, options)
    }

    /// Reads the corpus a second time if that can be, to find where the words are that the first reading showed to be
    /// worth it.
    pub(crate) fn find_places(
        &mut self,
        corpus: &Corpus,
        options: &Options,
        n_tokens: u64,
        session: &Session,
    ) -> Result<(), Error> {
        let Some((words, compares)) = self.parts.iter().find_map(|part| match part {
            Part::Words(words) => Some((words.tracked(), words.compares())),
            _ => None,
        }) else {
            return Ok(());
        };
        if words.is_empty() {
            return Ok(());
        }
        if !corpus.can_be_read_again() {
            self.places = Some(Block::Text(READ_ONCE.to_owned()));
            return Ok(());
        }
        let options = Options {
            units: vec![Unit::Hit],
            columns: Selection::parse(&["label", "corpus_position"].map(str::to_owned))?,
            families: Vec::new(),
            languages: Languages::AsRead,
            pattern: None,
            terms: None,
            types: words.to_vec(),
            n_context: 0,
            ..options.clone()
        };
        let mut places = Places::new(words, n_tokens);
        let again = SecondReading { told: session.console(), n_failed_before: session.console().n_failures() };
        let job = Job { diagnostics: &again, ..session.job() };
        stats::stats(corpus, &options, &job, &mut places)?;
        let which = if compares { "most characteristic of the corpus" } else { "most frequent" };
        let caption = format!(
            "Where in the corpus words are, from its first token on the left to its last on the right: of the words that are \
             on no stop list, those {which}."
        );
        self.places = Some(Block::Picture(Picture::barcodes(&caption, &places.tracks)));
        Ok(())
    }

    /// The page.
    pub(crate) fn into_page(self) -> Page {
        let of = |name: &str| self.settings.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let title = format!("Statistics of {}", of("inputs").unwrap_or("a corpus"));
        let size = |name: &str| of(name).and_then(|n| n.parse().ok()).map_or_else(String::new, grouped);
        let mut lead = format!("{} documents with {} tokens", size("corpus_documents"), size("corpus_tokens"));
        if let Some(reference) = of("against") {
            lead += &format!(", compared with {reference}");
        }
        let mut places = self.places;
        let mut sections: Vec<Section> = self.parts.into_iter().map(|part| part.into_section(&mut places)).collect();
        let settings = self.settings.iter().map(|(name, value)| fact(name, value.clone(), ""));
        let facts = settings.chain([maker()]).collect();
        sections.push(Section::new("How it was counted", vec![Block::Facts(facts)]));
        Page { title, lead: lead + ".", sections }
    }
}

impl Output for StatsReport {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        self.parts.push(match unit {
            "corpus" => Part::Corpus { columns: columns.to_vec(), facts: Vec::new() },
            "document" => Part::Documents {
                sheet: Sheet::new("Documents, in the order of the corpus", columns),
                tokens: place_of(columns, "tokens"),
                lengths: Vec::new(),
            },
            "word" => Part::Words(Words::new(columns, self.shown.clone())),
            _ => Part::Other { unit: unit.to_owned(), sheet: Sheet::new(&format!("One row for each {unit}"), columns) },
        });
        Ok(self.parts.len() - 1)
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        match &mut self.parts[table] {
            Part::Corpus { columns, facts } => facts.extend(columns.iter().zip(cells).filter_map(measured)),
            Part::Documents { sheet, tokens, lengths } => {
                lengths.push(integer_at(cells, *tokens));
                sheet.row(cells)?;
            }
            Part::Words(words) => words.row(cells)?,
            Part::Other { sheet, .. } => sheet.row(cells)?,
        }
        Ok(())
    }
}

impl Part {
    /// The section of the rows; the words have their places with them.
    fn into_section(self, places: &mut Option<Block>) -> Section {
        match self {
            Self::Corpus { facts, .. } => Section::new("Overview", overview(facts)),
            Self::Documents { sheet, lengths, .. } => {
                Section::new("Documents", vec![Block::Picture(lengths_picture(lengths)), sheet.into_block()])
            }
            Self::Words(words) => {
                let heading = if words.compares() { "Words compared with the reference" } else { "Words" };
                Section::new(heading, words.into_blocks(places.take()))
            }
            Self::Other { unit, sheet } => Section::new(format!("By {unit}"), vec![sheet.into_block()]),
        }
    }
}

/// The few numbers that stand first, then all of them with their definitions.
fn overview(facts: Vec<Fact>) -> Vec<Block> {
    let named = |name: &&str| facts.iter().find(|fact| fact.name == *name);
    let figures = FIGURES.iter().filter_map(named).filter(|fact| !fact.value.is_empty());
    let figures = figures.map(|fact| Figure { value: fact.value.clone(), label: fact.name.replace('_', " ") });
    vec![Block::Figures(figures.collect()), Block::Facts(facts)]
}

/// A measure with its value; a note only if there is one.
pub(super) fn measured((column, cell): (&Column, &Cell<'_>)) -> Option<Fact> {
    let value = match cell {
        Cell::Empty if column.name == "note" => return None,
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Json(text) => text.to_string(),
        Cell::Integer(value) => grouped(*value),
        Cell::Real(value) => rounded(*value),
    };
    Some(fact(&column.name, value, &column.definition))
}

fn lengths_picture(lengths: Vec<u64>) -> Picture {
    let label = |first: u64, last: u64| {
        if first == last { grouped(first) } else { format!("{}–{}", grouped(first), grouped(last)) }
    };
    let bars: Vec<(String, u64)> =
        bins(lengths).into_iter().map(|bin| (label(bin.first, bin.last), bin.n_values)).collect();
    Picture::bars("How many documents have how many tokens", &["tokens", "documents"], &bars)
}

/// Takes hits and keeps where they are.
struct Places {
    tracks: Vec<Track>,
    idxs: HashMap<String, usize>,
    label: Option<usize>,
    position: Option<usize>,
}

impl Places {
    fn new(words: &[String], n_tokens: u64) -> Self {
        Self {
            tracks: words.iter().map(|word| Track::new(word, n_tokens)).collect(),
            idxs: words.iter().cloned().zip(0..).collect(),
            label: None,
            position: None,
        }
    }
}

impl Output for Places {
    fn table(&mut self, _: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        (self.label, self.position) = (place_of(columns, "label"), place_of(columns, "corpus_position"));
        Ok(0)
    }

    fn row(&mut self, _: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let track = self.idxs.get(text_at(cells, self.label)).and_then(|&idx| self.tracks.get_mut(idx));
        if let Some(track) = track {
            track.add(integer_at(cells, self.position));
        }
        Ok(())
    }
}

/// Takes the findings of a second reading. The first one had them as well, and they have been told; but if all inputs could be
/// read then and one cannot be now, that has to be told, since what it held is missing.
struct SecondReading<'s> {
    told: &'s dyn Diagnostics,
    n_failed_before: u64,
}

impl Diagnostics for SecondReading<'_> {
    fn report(&self, finding: Finding) {
        if self.n_failed_before == 0 && matches!(finding, Finding::Failed(_)) {
            self.told.report(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use textmill::diagnostics::Collected;
    use textmill::error::{InputError, Problem};

    use super::*;

    #[test]
    fn what_only_the_second_reading_fails_at_is_told() {
        let check = |n_failed_before: u64, expected: &[&str]| {
            let told = Collected::default();
            let again = SecondReading { told: &told, n_failed_before };
            again.report(Finding::warning("a.txt", "told before"));
            again.report(InputError::new("b.txt", Problem::Binary).into());
            assert_eq!(told.lines(), expected);
        };
        check(0, &["error: b.txt: looks like binary data, not text"]);
        check(1, &[]);
    }
}
