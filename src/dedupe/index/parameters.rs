//! The rules by which an index was made. Under other rules its keys mean nothing, and its clusters are others.

use std::hash::Hasher as _;

use xxhash_rust::xxh3::Xxh3;

use super::super::fingerprint::{Fingerprint, Fingerprinter};
use super::super::options::{Facts, Linkage, Options, Relation};
use crate::error::IndexProblem;

/// The layout of the file.
const FORMAT: &str = "1";

/// A text of everything that words are made of, and of enough of it for every kind of key.
const SAMPLE: &str = "The ferry's 12 passengers — Ünal, O’Neill & co. — left at 9:45 for St. Mary’s ﬁne old harbour; \
    «die Straße» 東京タワー สวัสดี and ½ of E=mc² were read aloud, twice, before anyone had asked for the long way round.";

/// Names of options begin so, in the file as well.
const OPTION: &str = "--";
const RELATION: &str = "--relation";

/// Named values, in a fixed order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// What of `options` an index depends on.
    pub(super) fn of(options: &Options) -> Self {
        let asked = Relation::ALL.into_iter().filter(|&relation| options.relations.contains(relation));
        let relations: Vec<&str> = asked.map(Relation::name).collect();
        let named = [
            ("format", FORMAT.to_owned()),
            (RELATION, relations.join(",")),
            ("--shingle", options.shingle_words.to_string()),
            ("--threshold", options.threshold.value().to_string()),
            ("--containment", options.containment.value().to_string()),
            ("--alignment", options.alignment.value().to_string()),
            ("--ignore-facts", if options.facts == Facts::MayDiffer { "on" } else { "off" }.to_owned()),
            ("--linkage", if options.linkage == Linkage::Star { "star" } else { "connected" }.to_owned()),
            // Last, since options that differ make other fingerprints, too.
            ("fingerprints", fingerprints(options)),
        ];
        Self(named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// The parameters as a value of the store.
    pub(super) fn encode(&self) -> String {
        self.0.iter().map(|(name, value)| format!("{name} {value}\n")).collect()
    }

    /// The parameters of a value that [`encode`](Self::encode) wrote.
    pub(super) fn decode(text: &str) -> Self {
        let pairs = text.lines().filter_map(|line| line.split_once(' '));
        let value = |name, value| if name == RELATION { current(value) } else { value.to_owned() };
        Self(pairs.map(|(name, written)| (name.to_owned(), value(name, written))).collect())
    }

    /// What is wrong if an index made with these is asked for `asked`: the first value that differs.
    pub(super) fn difference(&self, asked: &Self) -> Option<IndexProblem> {
        let value = |of: &Self, wanted: &str| {
            let found = of.0.iter().find(|(name, _)| name == wanted);
            found.map_or_else(|| "none".to_owned(), |(_, value)| value.clone())
        };
        let (name, asked) = asked.0.iter().find(|(name, asked)| value(self, name) != *asked)?;
        let (stored, asked) = (value(self, name), asked.clone());
        Some(match name.strip_prefix(OPTION) {
            Some(option) => IndexProblem::Differs { option: option.to_owned(), stored, asked },
            None => IndexProblem::OtherVersion { of: name.clone(), stored, asked },
        })
    }
}

/// Names of relations as they are now: an index may be older than a change of names.
fn current(names: &str) -> String {
    let name = |name: &str| name.parse().map_or_else(|_| name.to_owned(), |relation: Relation| relation.to_string());
    names.split(',').map(name).collect::<Vec<_>>().join(",")
}

/// A hash of the keys of a sample text. Whatever changes the words of texts, their hashes or their sketches changes it, so
/// no version has to be raised by hand.
fn fingerprints(options: &Options) -> String {
    let Fingerprint { exact, normalized, n_words, band_keys, small_keys, passage_keys, loose_keys } =
        Fingerprinter::new(options).of(SAMPLE);
    let mut hasher = Xxh3::new();
    hasher.write(&exact.to_le_bytes());
    hasher.write(&normalized.to_le_bytes());
    hasher.write(&n_words.to_le_bytes());
    for keys in [band_keys, small_keys, passage_keys, loose_keys] {
        hasher.write(&(keys.len() as u64).to_le_bytes());
        keys.iter().for_each(|key| hasher.write(&key.to_le_bytes()));
    }
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity::Threshold;

    #[track_caller]
    fn check(change: impl Fn(&mut Options), expected: &str) {
        let stored = Parameters::decode(&Parameters::of(&Options::default()).encode());
        let mut options = Options::default();
        change(&mut options);
        let told = stored.difference(&Parameters::of(&options)).map(|problem| problem.to_string());
        assert_eq!(told.as_deref(), Some(expected));
    }

    #[test]
    fn the_first_difference_is_named() {
        check(|options| options.facts = Facts::MayDiffer, "was made with ignore-facts off, and on is asked for");
        check(
            |options| options.containment = Threshold::new(0.9).unwrap(),
            "was made with containment 0.8, and 0.9 is asked for",
        );
        check(|options| options.linkage = Linkage::Star, "was made with linkage connected, and star is asked for");
    }

    #[test]
    fn an_index_with_a_former_name_of_a_relation_is_the_same() {
        let parameters = Parameters::of(&Options::default());
        let former = parameters.encode().replace("normalized", "normalised");
        assert_ne!(former, parameters.encode());
        assert_eq!(Parameters::decode(&former), parameters);
    }

    #[test]
    fn equal_options_do_not_differ_and_other_sketches_do() {
        let parameters = Parameters::of(&Options::default());
        assert_eq!(Parameters::decode(&parameters.encode()), parameters);
        assert!(parameters.difference(&parameters).is_none());
        let loose = Options { threshold: Threshold::new(0.5).unwrap(), ..Options::default() };
        assert_ne!(fingerprints(&Options::default()), fingerprints(&loose));
    }
}
