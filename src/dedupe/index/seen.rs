//! The documents of an index that take part in a run. They are numbered before the new ones, in the order in which they
//! were seen.

use super::{Index, Neighborhood, Newcomer};
use crate::similarity::ContainedPair;

/// What an index knows of the first documents of a run.
#[derive(Debug, Default)]
pub(in super::super) struct Seen {
    /// Their numbers in the index, ascending.
    numbers: Vec<u32>,
    standings: Vec<Standing>,
    links: Vec<(u32, u32)>,
    contained: Vec<ContainedPair>,
    newcomers: Vec<Newcomer>,
}

/// How a document seen takes part.
#[derive(Clone, Copy, Debug)]
struct Standing {
    /// Whether this run has read it again.
    is_input: bool,
    was_kept: bool,
    is_changed: bool,
}

impl Seen {
    /// `newcomers` are the documents of this run that the index does not have.
    pub(in super::super) fn new(
        index: &Index,
        neighborhood: &Neighborhood,
        is_input: impl Fn(&u32) -> bool,
        newcomers: Vec<Newcomer>,
    ) -> Self {
        let numbers = neighborhood.members.clone();
        let place = |number: u32| numbers.binary_search(&number).ok().map(|place| place as u32);
        let standing =
            |number: &u32| Standing { is_input: is_input(number), was_kept: index.is_kept(*number), is_changed: false };
        let links = numbers.iter().filter_map(|&number| Some((place(index.leader(number))?, place(number)?)));
        let contained = index
            .contained_among(neighborhood)
            .filter_map(|pair| Some(ContainedPair { inner: place(pair.inner)?, outer: place(pair.outer)?, ..pair }));
        Self {
            standings: numbers.iter().map(standing).collect(),
            links: links.filter(|(leader, document)| leader != document).collect(),
            contained: contained.collect(),
            newcomers,
            numbers,
        }
    }

    /// By document, its number in the index.
    pub(in super::super) fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// The first document of a cluster, and another one of it.
    pub(in super::super) fn links(&self) -> &[(u32, u32)] {
        &self.links
    }

    /// Which of the first documents of clusters contain others.
    pub(in super::super) fn contained(&self) -> &[ContainedPair] {
        &self.contained
    }

    /// The documents that the index does not have, in input order.
    pub(super) fn newcomers(&self) -> &[Newcomer] {
        &self.newcomers
    }

    /// Whether the document was seen before, and there is nothing new about it.
    pub(in super::super) fn is_hidden(&self, document: u32) -> bool {
        self.standings.get(document as usize).is_some_and(|standing| !standing.is_input && !standing.is_changed)
    }

    /// Whether this run has read the document.
    pub(in super::super) fn is_input(&self, document: u32) -> bool {
        self.standings.get(document as usize).is_none_or(|standing| standing.is_input)
    }

    /// Notes which of the documents seen are kept now and were not, or the other way round.
    pub(in super::super) fn show_changed(&mut self, is_kept: impl Fn(u32) -> bool) {
        for (standing, document) in self.standings.iter_mut().zip(0..) {
            standing.is_changed = standing.was_kept != is_kept(document);
        }
    }

    /// The documents seen that are not kept any more, and those that are kept again.
    pub(in super::super) fn changed(&self) -> (Vec<u32>, Vec<u32>) {
        let changed = (0..).zip(&self.standings).filter(|(_, standing)| standing.is_changed);
        let (given_up, kept): (Vec<_>, Vec<_>) = changed.partition(|(_, standing)| standing.was_kept);
        let documents = |some: Vec<(u32, &Standing)>| some.into_iter().map(|(document, _)| document).collect();
        (documents(given_up), documents(kept))
    }
}
