//! Counts by group: a partial result that merges in any order.
//!
//! Every worker keeps the groups of the documents that it counted. A group has a vocabulary of its own, since its types
//! are not the sum of its documents' types; memory is some 60 bytes for each type of each group, once for each thread.
//! Groups of one document each therefore hold about as much as the texts themselves.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::Arc;

use super::counts::{Counts, Distinct, Numbers};
use super::grouping::Grouping;
use super::needs::WithSpectrum;
use super::stored::{read_words, write_words};
use crate::document::Document;
use crate::error::PartialProblem;
use crate::partial::{Reader, Stored, Writer};
use crate::vocabulary::{Frequency, Vocabulary};

/// The documents counted so far, by their values of some groupings.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    groupings: Arc<[Grouping]>,
    with_spectrum: WithSpectrum,
    /// For each grouping, its groups by value.
    groups: Vec<HashMap<String, Group>>,
    /// How much memory the vocabularies of all groups take.
    n_bytes: u64,
}

/// The counted documents of one group.
#[derive(Clone, Debug, Default)]
struct Group {
    counts: Counts,
    vocabulary: Vocabulary,
}

impl Groups {
    /// No documents yet.
    pub(super) fn new(groupings: Arc<[Grouping]>, with_spectrum: WithSpectrum) -> Self {
        let groups = groupings.iter().map(|_| HashMap::new()).collect();
        Self { groupings, with_spectrum, groups, n_bytes: 0 }
    }

    /// Adds a document with its types, which may be left out if no one asks for them.
    ///
    /// Cost for each grouping: one look-up for each type of the document.
    pub(super) fn add<'t, T>(&mut self, document: &Document, counts: &Counts, types: impl Fn() -> T)
    where
        T: Iterator<Item = (&'t str, Frequency)>,
    {
        for (grouping, groups) in self.groupings.iter().zip(&mut self.groups) {
            let value = grouping.value(document).unwrap_or_default();
            if !groups.contains_key(&*value) {
                groups.insert(value.clone().into_owned(), Group::default());
            }
            let Some(group) = groups.get_mut(&*value) else { continue };
            group.counts += counts;
            let n_before = group.vocabulary.n_bytes();
            for (word, frequency) in types() {
                let id = group.vocabulary.intern(word);
                group.vocabulary.add(id, frequency);
            }
            self.n_bytes += group.vocabulary.n_bytes() - n_before;
        }
    }

    /// How much memory the vocabularies of all groups take.
    pub(super) fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    /// Both together.
    pub(super) fn merged(mut self, other: Self) -> Self {
        for (groups, others) in self.groups.iter_mut().zip(other.groups) {
            for (value, other) in others {
                let group = groups.entry(value).or_default();
                self.n_bytes -= group.vocabulary.n_bytes();
                group.counts += &other.counts;
                group.vocabulary = std::mem::take(&mut group.vocabulary).merged(other.vocabulary);
                self.n_bytes += group.vocabulary.n_bytes();
            }
        }
        self
    }

    /// The numbers of each group of a grouping, by value in code point order.
    pub(super) fn of(&self, grouping: &Grouping) -> BTreeMap<&str, Numbers> {
        let groups = self.groupings.iter().zip(&self.groups).filter(|(known, _)| *known == grouping);
        groups
            .flat_map(|(_, groups)| groups.iter())
            .map(|(value, group)| (&**value, group.numbers(self.with_spectrum)))
            .collect()
    }

    /// How many tokens each group of a grouping has, and its types if they were given, in no particular order.
    pub(super) fn vocabularies(&self, grouping: &Grouping) -> impl Iterator<Item = (u64, &Vocabulary)> {
        let groups = self.groupings.iter().zip(&self.groups).find(|(known, _)| *known == grouping);
        groups.into_iter().flat_map(|(_, groups)| groups.values()).map(|group| (group.counts.tokens, &group.vocabulary))
    }
}

impl Stored for Groups {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        for groups in &self.groups {
            to.number(groups.len() as u64)?;
            let sorted: BTreeMap<&String, &Group> = groups.iter().collect();
            for (value, group) in sorted {
                to.text(value)?;
                group.counts.write(to)?;
                write_words(&group.vocabulary, to)?;
            }
        }
        Ok(())
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        for groups in &mut self.groups {
            for _ in 0..from.number()? {
                let (value, mut group) = (from.text()?, Group::default());
                group.counts.read(from)?;
                group.vocabulary = read_words(from)?;
                self.n_bytes += group.vocabulary.n_bytes();
                groups.insert(value, group);
            }
        }
        Ok(())
    }
}

impl Group {
    fn numbers(&self, with_spectrum: WithSpectrum) -> Numbers {
        let distinct = Distinct::of(&self.vocabulary, with_spectrum);
        Numbers { counts: self.counts.clone(), distinct, sequences: Vec::new() }
    }
}
