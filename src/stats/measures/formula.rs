//! The formulas of the tables in `crate::measure`, each with the counts that it is of.

use crate::measure::Undefined;
use crate::measure::diversity::OfSpectrum;
use crate::measure::quality::OfQuality;
use crate::measure::readability;
use crate::measure::summary::OfHistogram;
use crate::stats::counts::Numbers;
use crate::stats::needs::Needs;
use crate::stats::sequences::Sequences;

/// A formula with what it is a formula of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Formula {
    Spectrum(OfSpectrum),
    /// The place among the measures of sequences, which the workers compute.
    Sequence(usize),
    Readability(&'static readability::Formula),
    Quality(OfQuality),
    Lengths(Lengths, OfHistogram),
}

/// What has a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lengths {
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
    pub(super) const ALL: [Self; 4] = [Self::Words, Self::Sentences, Self::Paragraphs, Self::Documents];

    /// Singular, plural, unit, work.
    pub(super) fn facts(self) -> (&'static str, &'static str, &'static str, Needs) {
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
