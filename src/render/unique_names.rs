//! Names that a format keeps apart only if they differ by more than their case.

use std::collections::HashSet;

/// Gives out names, each once.
#[derive(Debug, Default)]
pub(super) struct UniqueNames {
    taken: HashSet<String>,
}

impl UniqueNames {
    /// `name`, or if that is taken what `numbered` makes of it with the first number from 2 on that is free.
    pub(super) fn name(&mut self, name: String, numbered: impl Fn(&str, u32) -> String) -> String {
        if self.taken.insert(name.to_lowercase()) {
            return name;
        }
        let mut number = 2;
        loop {
            let candidate = numbered(&name, number);
            if self.taken.insert(candidate.to_lowercase()) {
                return candidate;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_by_case_only_are_numbered() {
        let mut names = UniqueNames::default();
        let given = ["Year", "year", "YEAR", "year_2"]
            .map(|name| names.name(name.to_owned(), |name, number| format!("{name}_{number}")));
        assert_eq!(given, ["Year", "year_2", "YEAR_3", "year_2_2"]);
    }
}
