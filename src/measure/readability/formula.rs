//! A readability formula, and the languages that it holds for.

use super::counts::{Needs, TextCounts};
use crate::measure::definition::Measure;
use crate::measure::undefined::Undefined;

/// A measure of readability.
pub type OfCounts = fn(&TextCounts) -> Result<f64, Undefined>;

/// A measure of readability with the languages that it holds for.
#[derive(Clone, Copy, Debug)]
pub struct Formula {
    /// The formula.
    pub measure: Measure<OfCounts>,
    /// Languages it was made or tested for, as ISO 639-1 codes.
    pub languages: &'static [&'static str],
    /// What it counts beside words and sentences. Syllables need rules for the language.
    pub needs: Needs,
}

impl Formula {
    /// Whether it was made or tested for a language, given by its ISO 639-1 code.
    pub fn holds_for(&self, language: &str) -> bool {
        self.languages.contains(&language)
    }

    /// The value for a text in a language.
    ///
    /// # Errors
    ///
    /// If the formula does not hold for the language, or the counts do not allow it.
    pub fn value(&self, counts: &TextCounts, language: &str) -> Result<f64, Undefined> {
        if self.holds_for(language) {
            (self.measure.compute)(counts)
        } else {
            Err(Undefined::Because("does not hold for the language"))
        }
    }
}
