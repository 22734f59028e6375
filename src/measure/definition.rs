//! What a measure is called, what it means, and how it is computed.
//!
//! Each family of measures is a constant table of these. Columns, help and documentation are made from the tables, so
//! that a formula and its words cannot come apart.

/// One measure. `F` is the function that computes it, which differs by family in what it takes.
#[derive(Clone, Copy, Debug)]
pub struct Measure<F> {
    /// Its name, as a column: unique in its family.
    pub name: &'static str,
    /// What it is, in a few words without full stop, with the choices that were made.
    pub definition: &'static str,
    /// The formula, in the symbols of the family.
    pub formula: &'static str,
    /// Unit or range of the value.
    pub unit: &'static str,
    /// Author and year of the definition.
    pub reference: &'static str,
    /// Computes the value.
    pub compute: F,
}

impl<F> Measure<F> {
    /// The measure called `name`. Cost: linear in the number of measures.
    pub fn find<'m>(measures: &'m [Self], name: &str) -> Option<&'m Self> {
        measures.iter().find(|measure| measure.name == name)
    }

    /// All of it in one sentence without full stop: definition, formula, unit, reference.
    pub fn describe(&self) -> String {
        format!("{}: {}; {} ({})", self.definition, self.formula, self.unit, self.reference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_describes_itself() {
        let measures = [Measure {
            name: "ttr",
            definition: "type-token ratio",
            formula: "V / N",
            unit: "0 to 1",
            reference: "Johnson 1944",
            compute: (),
        }];
        let found = Measure::find(&measures, "ttr").unwrap();
        assert_eq!(found.describe(), "type-token ratio: V / N; 0 to 1 (Johnson 1944)");
        assert!(Measure::find(&measures, "TTR").is_none());
    }
}
