//! The list of all measures.
//!
//! What is shown unless something else is asked for stands in `basic`, with further counts; formulas come from the tables
//! of `crate::measure` through `tabled`, and a new one there is a new column here by itself.

mod basic;
mod formula;
mod measure;
mod tabled;

pub(super) use measure::{Measure, Scope, Shown};

impl Measure {
    /// All of them, in the order of the columns. Each name stands once.
    pub(super) fn all() -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for measure in basic::measures().into_iter().chain(tabled::measures()) {
            // What is always shown may stand in a table too, and has its place already.
            if all.iter().all(|known| known.name != measure.name) {
                all.push(measure);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests;
