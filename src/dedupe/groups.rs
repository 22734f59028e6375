//! Which documents belong together by the pairs found, and which of them is kept.

use std::collections::{BTreeMap, HashSet};

use super::duplicates::Duplicates;
use super::gathered::Gathered;
use super::options::{Linkage, Options};
use crate::similarity::{Components, ContainedPair};

/// The kept document of each document.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    kept: Vec<u32>,
}

impl Groups {
    /// The groups that symmetric pairs make, linked as the options say.
    pub(super) fn of(duplicates: &Duplicates, gathered: &Gathered, options: &Options) -> Self {
        let nodes = Nodes::of(duplicates, gathered, options);
        let mut edges: Vec<(u32, u32)> =
            duplicates.near.iter().chain(&duplicates.similar).map(|pair| (pair.a, pair.b)).collect();
        let node = |document: u32| nodes.nodes[document as usize];
        edges.extend(gathered.seen().links().iter().map(|&(a, b)| (node(a), node(b))));
        let mut kept = match options.linkage {
            Linkage::Connected => connected(&nodes, &edges, gathered),
            Linkage::Star => star(&nodes, &edges, gathered),
            Linkage::Complete => complete(&nodes, &edges, gathered),
        };
        for document in 0..kept.len() {
            kept[document] = kept[nodes.nodes[document] as usize];
        }
        Self { kept }
    }

    /// The document that is kept for this one; itself if it is kept.
    pub(super) fn kept(&self, document: u32) -> u32 {
        self.kept[document as usize]
    }

    /// Whether the document is kept.
    pub(super) fn is_kept(&self, document: u32) -> bool {
        self.kept(document) == document
    }

    /// Gives up kept documents for those that contain them. A document goes only if one that stays has enough of it, so
    /// no chain of excerpts takes a text away; which are kept already is what the pairs must be about.
    pub(super) fn absorb(&mut self, pairs: &[ContainedPair], gathered: &Gathered) {
        let open: Vec<ContainedPair> = pairs.iter().filter(|pair| !gathered.is_fixed(pair.inner)).copied().collect();
        absorb(&mut self.kept, open, |document| gathered.priority(document));
        for document in 0..self.kept.len() {
            self.kept[document] = self.kept[self.kept[document] as usize];
        }
    }
}

/// Gives up the inner documents of pairs for outer ones that are kept themselves, the largest sets first; of several the one
/// that has most of it, then the one of the least `priority`. `kept` has the kept document of each.
pub(super) fn absorb<P: Ord>(kept: &mut [u32], mut pairs: Vec<ContainedPair>, priority: impl Fn(u32) -> P) {
    pairs.sort_by_key(|pair| (u32::MAX - pair.overlap.n_a, pair.inner));
    for pairs in pairs.chunk_by(|a, b| a.inner == b.inner) {
        let staying = pairs.iter().filter(|pair| kept[pair.outer as usize] == pair.outer);
        let best = staying.min_by_key(|pair| (u32::MAX - pair.overlap.n_shared, priority(pair.outer)));
        if let Some(best) = best {
            kept[best.inner as usize] = best.outer;
        }
    }
}

/// Equal documents taken together: a node is called by its representative.
struct Nodes {
    /// By document, its node.
    nodes: Vec<u32>,
    /// By node, the document of it that is rather kept.
    best: Vec<u32>,
}

impl Nodes {
    fn of(duplicates: &Duplicates, gathered: &Gathered, options: &Options) -> Self {
        let node = |document| {
            let representative = duplicates.representative(document);
            let equality = duplicates.equality(document, representative, gathered, options.relations);
            if equality.is_some() { representative } else { document }
        };
        let nodes: Vec<u32> = (0..gathered.n_documents()).map(node).collect();
        let mut best: Vec<u32> = (0..gathered.n_documents()).collect();
        for (&node, document) in nodes.iter().zip(0..) {
            let known = &mut best[node as usize];
            if gathered.priority(document) < gathered.priority(*known) {
                *known = document;
            }
        }
        Self { nodes, best }
    }

    /// The nodes, the one with the document that is rather kept first.
    fn by_priority(&self, gathered: &Gathered) -> Vec<u32> {
        let mut nodes: Vec<u32> = (0..).zip(&self.nodes).filter(|(d, node)| d == *node).map(|(d, _)| d).collect();
        nodes.sort_by_cached_key(|&node| gathered.priority(self.best[node as usize]));
        nodes
    }
}

/// By node, the kept document of its connected component.
fn connected(nodes: &Nodes, edges: &[(u32, u32)], gathered: &Gathered) -> Vec<u32> {
    let mut components = Components::new(gathered.n_documents());
    edges.iter().for_each(|&(a, b)| components.join(a, b));
    let firsts = components.into_firsts();
    let mut kept = nodes.best.clone();
    for (&first, &best) in firsts.iter().zip(&nodes.best) {
        let known = &mut kept[first as usize];
        if gathered.priority(best) < gathered.priority(*known) {
            *known = best;
        }
    }
    firsts.iter().map(|&first| kept[first as usize]).collect()
}

/// By node, the kept document that it is in a pair with. Who is rather kept chooses first.
fn star(nodes: &Nodes, edges: &[(u32, u32)], gathered: &Gathered) -> Vec<u32> {
    let neighbors = neighbors(edges);
    let mut kept: Vec<Option<u32>> = vec![None; nodes.best.len()];
    for node in nodes.by_priority(gathered) {
        if kept[node as usize].is_some() {
            continue;
        }
        let best = nodes.best[node as usize];
        kept[node as usize] = Some(best);
        for &neighbor in neighbors.get(&node).into_iter().flatten() {
            kept[neighbor as usize].get_or_insert(best);
        }
    }
    (0..).zip(kept).map(|(node, kept)| kept.unwrap_or(node)).collect()
}

/// By node, the kept document of its clique: a node joins the first one that has a pair with it from each member.
fn complete(nodes: &Nodes, edges: &[(u32, u32)], gathered: &Gathered) -> Vec<u32> {
    let neighbors = neighbors(edges);
    let are_pair: HashSet<(u32, u32)> = edges.iter().flat_map(|&(a, b)| [(a, b), (b, a)]).collect();
    let mut cliques: Vec<Vec<u32>> = Vec::new();
    let mut clique_of: Vec<Option<usize>> = vec![None; nodes.best.len()];
    for node in nodes.by_priority(gathered) {
        let near = neighbors.get(&node).into_iter().flatten();
        let mut open: Vec<usize> = near.filter_map(|&neighbor| clique_of[neighbor as usize]).collect();
        open.sort_unstable();
        open.dedup();
        let takes_it = |&idx: &usize| cliques[idx].iter().all(|&member| are_pair.contains(&(node, member)));
        let idx = open.into_iter().find(takes_it).unwrap_or(cliques.len());
        if idx == cliques.len() {
            cliques.push(Vec::new());
        }
        cliques[idx].push(node);
        clique_of[node as usize] = Some(idx);
    }
    let kept = |(node, idx): (u32, Option<usize>)| idx.map_or(node, |idx| nodes.best[cliques[idx][0] as usize]);
    (0..).zip(clique_of).map(kept).collect()
}

fn neighbors(edges: &[(u32, u32)]) -> BTreeMap<u32, Vec<u32>> {
    let mut neighbors: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &(a, b) in edges {
        neighbors.entry(a).or_default().push(b);
        neighbors.entry(b).or_default().push(a);
    }
    neighbors
}
