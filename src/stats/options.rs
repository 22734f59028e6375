//! What to count, and how.

use std::num::NonZero;
use std::str::FromStr;

use super::family::Family;
use super::grouping::Grouping;
use super::languages::Languages;
use super::runs::Within;
use super::search::{Pattern, Terms};
use super::unit::Unit;
use crate::error::OptionProblem;
use crate::measure::diversity::TtrThreshold;
use crate::measure::keyness::Correction;
use crate::table::{Output, Selection};
use crate::text::{LANGUAGE_SAMPLE_BYTES, StopList, Tokenization, WordPattern};
use crate::vocabulary::{CollocationSpan, Fold, Folder};

/// Tokens in a window of the moving-average type-token ratio, unless said otherwise.
pub const DEFAULT_WINDOW: NonZero<usize> = NonZero::new(50).expect("50 is not zero");

/// Words on each side of a hit, unless said otherwise.
pub const DEFAULT_CONTEXT: usize = 8;

/// What to count, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// What one row is. Each unit gets a table of its own, in this order.
    pub units: Vec<Unit>,
    /// The columns that will be shown. All columns are sent; those not named here may be left empty to save work.
    pub columns: Selection,
    /// Families of measures that are columns beside the usual ones. Measures that `columns` names are columns anyway.
    pub families: Vec<Family>,
    /// What a token is.
    pub tokens: Tokenization,
    /// The language of documents that name none in their field `language`, as a code of ISO 639-1 or a tag that begins
    /// with one. Ends of sentences, syllables and readability depend on it.
    pub language: Option<String>,
    /// What makes two tokens the same type.
    pub fold: Fold,
    /// Where the language of a document is taken from, which then is a field of it. Grouping by language guesses it in
    /// any case.
    pub languages: Languages,
    /// Tokens in a window of the moving-average type-token ratio.
    pub window: NonZero<usize>,
    /// The type-token ratio at which a factor of MTLD ends.
    pub mtld_threshold: TtrThreshold,
    /// Words and n-grams with fewer tokens get no row; against a reference corpus, words with fewer tokens in both. All
    /// words still count in the measures.
    pub min_frequency: u64,
    /// How many words, n-grams of each length or collocations get a row, the first in their order, which against
    /// a reference corpus is that of G2; `None` for all.
    pub top: Option<NonZero<usize>>,
    /// Words of this list get no row. They are counted, and keep their places in n-grams and spans.
    pub stop: StopList,
    /// Whether rows about words say how evenly they are spread.
    pub dispersion: Dispersion,
    /// Over what they are spread.
    pub parts: Parts,
    /// Tokens in an n-gram.
    pub lengths: NgramLengths,
    /// Where n-grams and the spans of collocations end.
    pub within: Within,
    /// Which words are collocations.
    pub collocation: CollocationOptions,
    /// What is a hit; without it each occurrence of a term is one.
    pub pattern: Option<Pattern>,
    /// The terms to count, and to find where there is no pattern.
    pub terms: Option<Terms>,
    /// The types whose tokens are hits where there is neither.
    pub types: Vec<String>,
    /// Words on each side of a hit.
    pub n_context: usize,
    /// How probabilities are corrected for the number of words; `None` for not at all.
    pub correction: Option<Correction>,
    /// How much memory the tables of words, and of what is counted with them, may take in bytes; `None` for any amount.
    pub memory_bytes: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            units: vec![Unit::Corpus],
            columns: Selection::default(),
            families: Vec::new(),
            tokens: Tokenization::default(),
            language: None,
            fold: Fold::default(),
            languages: Languages::default(),
            window: DEFAULT_WINDOW,
            mtld_threshold: TtrThreshold::default(),
            min_frequency: 1,
            top: None,
            stop: StopList::default(),
            dispersion: Dispersion::default(),
            parts: Parts::default(),
            lengths: NgramLengths::default(),
            within: Within::default(),
            collocation: CollocationOptions::default(),
            pattern: None,
            terms: None,
            types: Vec::new(),
            n_context: DEFAULT_CONTEXT,
            correction: Some(Correction::BenjaminiHochberg),
            memory_bytes: None,
        }
    }
}

impl Options {
    /// Tells the choices that the numbers depend on, those of these units.
    pub(super) fn describe(&self, units: &[Unit], output: &mut dyn Output) {
        let mut tell = |name: &str, value: &str| output.setting(name, value);
        tell("tokens", &self.tokens.describe());
        tell("fold", &self.fold.describe());
        tell("language", &self.described_language());
        tell("window", &self.window.to_string());
        tell("mtld_threshold", &self.mtld_threshold.get().to_string());
        tell("logarithm", "natural, unless the definition of a column says otherwise");
        let has = |wanted: &[Unit]| units.iter().any(|unit| wanted.contains(unit));
        if has(&[Unit::Word, Unit::Ngram, Unit::Collocation]) {
            tell("min", &self.min_frequency.to_string());
            tell("top", &self.top.map_or_else(|| "all".to_owned(), |top| top.to_string()));
            tell("stop", &format!("{} words", self.stop.len()));
        }
        if has(&[Unit::Word]) {
            tell("parts", &self.parts.describe());
        }
        if has(&[Unit::Ngram]) {
            let lengths: Vec<String> = self.lengths.iter().map(|n| n.to_string()).collect();
            tell("length", &lengths.join(", "));
        }
        if has(&[Unit::Ngram, Unit::Collocation]) {
            tell("within", self.within.describe());
        }
        if has(&[Unit::Collocation]) {
            let CollocationOptions { nodes, span, min_frequency } = &self.collocation;
            tell("node", &if nodes.is_empty() { "every word".to_owned() } else { nodes.join(", ") });
            tell("span", &format!("{} words before, {} after", span.left, span.right));
            tell(
                "joint_min",
                &min_frequency.map_or_else(|| "5, or 1 where no pair has it".to_owned(), |min| min.to_string()),
            );
        }
        if has(&[Unit::Hit]) {
            tell("context", &format!("{} words", self.n_context));
        }
        if let Some(terms) = &self.terms {
            tell("terms", &format!("{} labels, {} spellings and patterns", terms.labels().len(), terms.n_rows()));
        }
    }

    /// Fields whose dates documents are grouped by.
    pub fn date_fields(&self) -> Vec<String> {
        let fields = self.groupings().filter_map(Grouping::date_field);
        fields.map(str::to_owned).collect()
    }

    fn groupings(&self) -> impl Iterator<Item = &Grouping> {
        self.units.iter().filter_map(Unit::grouping).chain(self.parts.grouping())
    }

    /// Where languages come from: a grouping by language needs them all.
    pub(super) fn languages(&self) -> Languages {
        let is_needed = self.groupings().any(Grouping::is_by_language);
        if is_needed { Languages::Guessed } else { self.languages }
    }

    fn described_language(&self) -> String {
        let otherwise = match (self.languages(), &self.language) {
            (Languages::Guessed, _) => format!("guessed from {LANGUAGE_SAMPLE_BYTES} bytes"),
            (Languages::AsRead, Some(code)) => code.clone(),
            (Languages::AsRead, None) => "not known".to_owned(),
        };
        format!("as the record says, otherwise {otherwise}")
    }
}

/// Whether rows about words have columns of dispersion.
///
/// They cost memory for each type of each document, so they are not there unless asked for. Columns that are asked for
/// by name are there in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dispersion {
    /// They are not.
    #[default]
    Hidden,
    /// They are.
    Shown,
}

/// The parts over which words are spread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Parts {
    /// Each document is one.
    #[default]
    Documents,
    /// Each group of documents is one; so are together those that have no value to be grouped by.
    Groups(Grouping),
}

impl FromStr for Parts {
    type Err = OptionProblem;

    /// Reads `document`, or what groups have in common.
    fn from_str(name: &str) -> Result<Self, OptionProblem> {
        if name == "document" { Ok(Self::Documents) } else { name.parse().map(Self::Groups) }
    }
}

impl Parts {
    /// What groups have in common, if the parts are groups.
    pub(super) fn grouping(&self) -> Option<&Grouping> {
        match self {
            Self::Documents => None,
            Self::Groups(grouping) => Some(grouping),
        }
    }

    /// The parts in words, for definitions.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Documents => "documents".to_owned(),
            Self::Groups(grouping) => format!("groups of documents by {}", grouping.name()),
        }
    }
}

/// The most words in an n-gram: every length has a table of its own, and sequences so long say nothing.
const LONGEST: usize = 100;

/// The lengths of n-grams: one or several in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NgramLengths {
    shortest: NonZero<usize>,
    longest: NonZero<usize>,
}

const NO_LENGTHS: OptionProblem = OptionProblem::NgramLengths { most: LONGEST };

impl FromStr for NgramLengths {
    type Err = OptionProblem;

    /// Reads `3` or `2-5`.
    fn from_str(text: &str) -> Result<Self, OptionProblem> {
        let (shortest, longest) = text.split_once('-').unwrap_or((text, text));
        let lengths = shortest.parse().ok().zip(longest.parse().ok());
        lengths.map_or(Err(NO_LENGTHS), |(shortest, longest)| Self::new(shortest, longest))
    }
}

impl NgramLengths {
    /// All lengths from `shortest` to `longest`.
    ///
    /// # Errors
    ///
    /// [`OptionProblem`] if there are none, or an n-gram would have more than 100 words.
    pub fn new(shortest: NonZero<usize>, longest: NonZero<usize>) -> Result<Self, OptionProblem> {
        if shortest <= longest && longest.get() <= LONGEST { Ok(Self { shortest, longest }) } else { Err(NO_LENGTHS) }
    }

    /// The lengths, ascending.
    pub fn iter(self) -> impl Iterator<Item = NonZero<usize>> {
        (self.shortest.get()..=self.longest.get()).filter_map(NonZero::new)
    }
}

/// Two words.
impl Default for NgramLengths {
    fn default() -> Self {
        let two = NonZero::<usize>::MIN.saturating_add(1);
        Self { shortest: two, longest: two }
    }
}

/// Which pairs of words are collocations.
#[derive(Clone, Debug)]
pub struct CollocationOptions {
    /// The words whose collocates are wanted, folded as tokens are, with `*` for any characters and `?` for one; all
    /// words if there are none.
    pub nodes: Vec<String>,
    /// How many tokens before and after a node can be its collocates.
    pub span: CollocationSpan,
    /// Pairs with fewer joint occurrences get no row. Usually it is five; in a corpus in which no pair reaches that, one.
    pub min_frequency: Option<u64>,
}

/// Five words on each side, five times.
impl Default for CollocationOptions {
    fn default() -> Self {
        Self { nodes: Vec::new(), span: CollocationSpan { left: 5, right: 5 }, min_frequency: None }
    }
}

impl CollocationOptions {
    /// The patterns of the nodes, folded.
    pub(super) fn patterns(&self, fold: Fold) -> Vec<WordPattern> {
        let mut folder = Folder::new(fold);
        self.nodes.iter().map(|node| WordPattern::new(folder.fold(node))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_a_range_upward() {
        let lengths =
            |text: &str| Some(text.parse::<NgramLengths>().ok()?.iter().map(NonZero::get).collect::<Vec<_>>());
        assert_eq!(lengths("3"), Some(vec![3]));
        assert_eq!(lengths("2-4"), Some(vec![2, 3, 4]));
        assert_eq!(NgramLengths::default(), "2".parse().unwrap());
        for text in ["", "0", "4-2", "2-", "-2", "two", "2-101"] {
            assert_eq!(lengths(text), None, "{text:?}");
        }
    }
}
