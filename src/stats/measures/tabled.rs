//! The measures of the tables in `crate::measure`, each with what it is computed from.

use super::formula::{Formula, Lengths};
use super::measure::{Measure, Scope, Shown, Value};
use crate::measure::Measure as Tabled;
use crate::measure::diversity::SPECTRUM_MEASURES;
use crate::measure::quality::QUALITY_MEASURES;
use crate::measure::readability::{self, READABILITY_FORMULAS};
use crate::measure::summary::SUMMARY_MEASURES;
use crate::stats::family::Family;
use crate::stats::needs::Needs;
use crate::stats::sequences::Sequences;
use crate::table::Kind;

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
