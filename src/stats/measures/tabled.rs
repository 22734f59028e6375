//! The measures of the tables in `crate::measure`, each with what it is computed from.

use super::{Measure, Scope, Shown, Value};
use crate::measure::diversity::{OfSpectrum, SPECTRUM_MEASURES};
use crate::measure::quality::{OfQuality, QUALITY_MEASURES};
use crate::measure::readability::{self, READABILITY_FORMULAS};
use crate::measure::summary::{OfHistogram, SUMMARY_MEASURES};
use crate::measure::{Measure as Tabled, Undefined};
use crate::stats::counts::Numbers;
use crate::stats::family::Family;
use crate::stats::needs::Needs;
use crate::stats::sequences::Sequences;
use crate::table::Kind;

/// A formula with what it is a formula of.
#[derive(Clone, Copy, Debug)]
pub(in crate::stats) enum Formula {
    Spectrum(OfSpectrum),
    /// The place among the measures of sequences, which the workers compute.
    Sequence(usize),
    Readability(&'static readability::Formula),
    Quality(OfQuality),
    Lengths(Lengths, OfHistogram),
}

/// What has a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::stats) enum Lengths {
    Words,
    Sentences,
    Paragraphs,
    Documents,
}

/// Why a row about several documents has no value: a text that runs on from document to document is no text.
const PER_DOCUMENT: Undefined = Undefined::Because("per document only (average the rows of --per document)");

/// The same for Heaps' law, of which there is another fit.
const PER_DOCUMENT_HEAPS: Undefined =
    Undefined::Because("per document only (heaps_beta_expected and the like are of several)");

/// The measures, in the order of the columns.
pub(super) fn measures() -> Vec<Measure> {
    let lengths = Lengths::ALL.into_iter().flat_map(of_lengths);
    let spectra = SPECTRUM_MEASURES.iter().flat_map(|family| family.iter());
    let spectra =
        spectra.map(|tabled| measure(tabled, Family::Diversity, Needs::SPECTRUM, Formula::Spectrum(tabled.compute)));
    let sequences = Sequences::all().map(|(place, tabled)| Measure {
        scope: Scope::One,
        ..measure(tabled, Family::Diversity, Needs::SEQUENCES, Formula::Sequence(place))
    });
    let formulas = READABILITY_FORMULAS.iter().flat_map(|family| family.iter()).map(of_readability);
    lengths.chain(spectra).chain(sequences).chain(formulas).chain(of_quality()).collect()
}

impl Formula {
    /// The value, or the reason why there is none.
    pub(super) fn value(self, numbers: &Numbers) -> Result<f64, Undefined> {
        let counts = &numbers.counts;
        match self {
            Self::Spectrum(compute) => compute(&numbers.distinct.spectrum),
            Self::Sequence(place) => {
                numbers.sequences.get(place).copied().flatten().unwrap_or_else(|| Err(per_document(place)))
            }
            Self::Readability(formula) => counts.reading.value(formula, counts.tokens, counts.sentences),
            Self::Quality(compute) => compute(&counts.quality.counts(counts.tokens, numbers.distinct.types)),
            Self::Lengths(lengths, compute) => {
                let histogram = match lengths {
                    Lengths::Words => &counts.lengths.words,
                    Lengths::Sentences => &counts.lengths.sentences,
                    Lengths::Paragraphs => &counts.lengths.paragraphs,
                    Lengths::Documents => &counts.lengths.documents,
                };
                compute(histogram).map_err(|reason| lengths.named(reason))
            }
        }
    }
}

impl Lengths {
    const ALL: [Self; 4] = [Self::Words, Self::Sentences, Self::Paragraphs, Self::Documents];

    /// Singular, plural, unit, work.
    fn facts(self) -> (&'static str, &'static str, &'static str, Needs) {
        match self {
            Self::Words => ("word", "tokens", "characters", Needs::WORD_LENGTHS),
            Self::Sentences => ("sentence", "sentences", "tokens", Needs::SENTENCE_LENGTHS),
            Self::Paragraphs => ("paragraph", "paragraphs", "tokens", Needs::PARAGRAPH_LENGTHS),
            Self::Documents => ("document", "documents", "tokens", Needs::DOCUMENT_LENGTHS),
        }
    }

    /// The reason with the name of what there is too little of.
    fn named(self, reason: Undefined) -> Undefined {
        match reason {
            Undefined::TooFew { least, .. } => Undefined::TooFew { least, what: self.facts().1 },
            other => other,
        }
    }
}

/// Why rows about several documents lack the measure of sequences in this place.
fn per_document(place: usize) -> Undefined {
    let is_heaps = Sequences::all().any(|(known, measure)| known == place && measure.name.starts_with("heaps_"));
    if is_heaps { PER_DOCUMENT_HEAPS } else { PER_DOCUMENT }
}

fn of_lengths(lengths: Lengths) -> impl Iterator<Item = Measure> {
    let (singular, plural, unit, needs) = lengths.facts();
    let summaries = SUMMARY_MEASURES.iter().flat_map(|family| family.iter());
    summaries.map(move |tabled| Measure {
        name: format!("{singular}_length_{}", tabled.name).into(),
        definition: format!("length of {plural}, {}", tabled.definition).into(),
        unit,
        scope: if lengths == Lengths::Documents { Scope::Several } else { Scope::Any },
        ..measure(tabled, Family::Lengths, needs, Formula::Lengths(lengths, tabled.compute))
    })
}

fn of_readability(formula: &'static readability::Formula) -> Measure {
    let needs = match formula.needs {
        readability::Needs::Letters => Needs::READING,
        readability::Needs::Syllables => Needs::SYLLABLES,
    };
    let definition = format!("{}, for {}", formula.measure.definition, formula.languages.join(", "));
    Measure {
        definition: definition.into(),
        ..measure(&formula.measure, Family::Readability, needs, Formula::Readability(formula))
    }
}

/// What each table of text quality counts, in the order of the tables.
const QUALITY_NEEDS: [Needs; 6] = [
    Needs::QUALITY_CHARACTERS,
    Needs::QUALITY_WORDS,
    Needs::QUALITY_LINES,
    Needs::QUALITY_BLOCKS,
    Needs::QUALITY_PASSAGES,
    Needs::QUALITY_NGRAMS,
];

fn of_quality() -> impl Iterator<Item = Measure> {
    QUALITY_MEASURES.iter().zip(QUALITY_NEEDS).flat_map(|(family, needs)| {
        family.iter().map(move |tabled| measure(tabled, Family::Quality, needs, Formula::Quality(tabled.compute)))
    })
}

fn measure<F>(tabled: &Tabled<F>, family: Family, needs: Needs, formula: Formula) -> Measure {
    Measure {
        name: tabled.name.into(),
        kind: Kind::Real,
        family,
        shown: Shown::OnDemand,
        scope: Scope::Any,
        needs,
        definition: tabled.definition.into(),
        formula: tabled.formula,
        unit: tabled.unit,
        reference: tabled.reference,
        value: Value::Tabled(formula),
    }
}
