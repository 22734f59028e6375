//! In how many documents each part of a stretch is: the tree of all that stretches repeat, with counts.
//!
//! The suffixes of all stretches, in order, make a tree whose inner nodes are the word sequences that go on in more than
//! one way (Abouelhoda, Kurtz and Ohlebusch 2004, "Replacing suffix trees with enhanced suffix arrays"). A node is in as many
//! documents as its suffixes; a document with two of them is counted twice, and once less where the two meet in the
//! tree (Hui 1992, "Color set size problem"). Cost: a sort of the suffixes, and a binary search for each place.

use std::num::NonZero;

use super::material::Candidates;
use super::suffixes::{shared_prefixes, suffix_order};

/// No node: below it there is nothing long enough.
const NONE: u32 = u32::MAX;

/// How often a sequence of words is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spread {
    pub(super) n_documents: u32,
    pub(super) n_places: u64,
}

/// What begins at a word of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) n_words: u32,
    pub(super) n_documents: u32,
}

/// What is asked of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Least {
    pub(super) documents: NonZero<u32>,
    pub(super) words: NonZero<usize>,
}

/// The tree, from nodes of the least number of words on.
#[derive(Debug)]
pub(super) struct Repeats {
    least: Least,
    nodes: Vec<Node>,
    /// By place in all stretches, each with a symbol of its own behind it, the inner node above its suffix.
    parents: Vec<u32>,
    /// Where each stretch begins there.
    starts: Vec<u32>,
    /// By stretch.
    whole: Vec<Spread>,
    lengths: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    n_words: u32,
    spread: Spread,
    parent: u32,
    /// How many documents a run on this path must be in.
    least: u32,
    /// The longest run on the path to this node.
    run: u32,
}

impl Repeats {
    /// The tree of these stretches; `n_words` is how many different words there are.
    pub(super) fn of(stretches: &Candidates, n_words: u32, n_documents: u32, least: Least) -> Self {
        let mut symbols = Vec::new();
        let (mut starts, mut lengths, mut owners) = (Vec::new(), Vec::new(), Vec::new());
        for (end_symbol, (stretch, words)) in (n_words..).zip((0_u32..).zip(stretches.sequences.iter())) {
            starts.push(symbols.len() as u32);
            lengths.push(words.len() as u32);
            symbols.extend_from_slice(words);
            symbols.push(end_symbol);
            owners.resize(symbols.len(), stretch);
        }
        let order = suffix_order(&symbols);
        let shared = shared_prefixes(&symbols, &order);
        drop(symbols);
        let places = DocumentsOf::new(stretches);
        let mut growing = Growing::new(least, n_documents, &places, order.len());
        for (&at, &n_shared) in order.iter().zip(&shared) {
            growing.push(at, owners[at as usize], n_shared);
        }
        let (nodes, parents) = growing.finish();
        let whole = (0..lengths.len() as u32).map(|stretch| places.spread(stretch)).collect();
        Self { least, nodes, parents, starts, whole, lengths }
    }

    /// The longest run that begins at word `at` of a stretch: it is in as many documents as asked for, and in half as
    /// many as have its first words, the least number of them, and it ends before words that fewer have.
    pub(super) fn run(&self, stretch: u32, at: u32) -> Option<Run> {
        let n_words = self.lengths[stretch as usize] - at;
        let n_documents = self.whole[stretch as usize].n_documents;
        let parent = self.parents[(self.starts[stretch as usize] + at) as usize];
        let above = self.nodes.get(parent as usize);
        let least = above.map_or(self.least.documents.get(), |node| node.least);
        // Others may have the rest of the stretch as well, and the node above it counts them all.
        let is_own = above.is_none_or(|node| node.n_words < n_words);
        if is_own && n_documents >= least && n_words as usize >= self.least.words.get() {
            return Some(Run { n_words, n_documents });
        }
        let node = self.nodes.get(above?.run as usize)?;
        Some(Run { n_words: node.n_words, n_documents: node.spread.n_documents })
    }

    /// How often the `n_words` words from `at` of a stretch are there, in all stretches.
    pub(super) fn spread(&self, stretch: u32, at: u32, n_words: u32) -> Spread {
        let mut found = self.whole[stretch as usize];
        let mut above = self.parents[(self.starts[stretch as usize] + at) as usize];
        while let Some(node) = self.nodes.get(above as usize).filter(|node| node.n_words >= n_words) {
            found = node.spread;
            above = node.parent;
        }
        found
    }
}

/// The documents of each stretch, each once, and how many places it has.
struct DocumentsOf {
    documents: Vec<u32>,
    ends: Vec<usize>,
    n_places: Vec<u64>,
}

impl DocumentsOf {
    fn new(stretches: &Candidates) -> Self {
        let mut n_places = vec![0; stretches.sequences.len()];
        let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(stretches.places.len());
        for place in &stretches.places {
            n_places[place.sequence as usize] += 1;
            pairs.push((place.sequence, place.document));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let ends = (0..n_places.len() as u32).map(|stretch| pairs.partition_point(|pair| pair.0 <= stretch)).collect();
        Self { documents: pairs.into_iter().map(|(_, document)| document).collect(), ends, n_places }
    }

    fn of(&self, stretch: u32) -> &[u32] {
        let start = stretch.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        &self.documents[start..self.ends[stretch as usize]]
    }

    fn spread(&self, stretch: u32) -> Spread {
        Spread { n_documents: self.of(stretch).len() as u32, n_places: self.n_places[stretch as usize] }
    }
}

/// The tree while suffixes come in, in order.
struct Growing<'p> {
    least: Least,
    places: &'p DocumentsOf,
    nodes: Vec<Node>,
    parents: Vec<u32>,
    /// The nodes above the last suffix, from the root on.
    open: Vec<Open>,
    /// Nodes as they were closed, each before the one above it.
    closed: Vec<u32>,
    n_suffixes: u32,
    /// The last suffix, until it is known what is above it.
    waiting: Option<(u32, u32)>,
    /// By document, past its last suffix; zero if there was none.
    last_suffix: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Open {
    /// [`NONE`] for the root.
    node: u32,
    n_words: u32,
    first_suffix: u32,
    /// Documents of its suffixes, one less for each time that a document is there again.
    n_documents: i64,
    n_places: u64,
}

impl<'p> Growing<'p> {
    fn new(least: Least, n_documents: u32, places: &'p DocumentsOf, n_suffixes: usize) -> Self {
        let root = Open { node: NONE, n_words: 0, first_suffix: 0, n_documents: 0, n_places: 0 };
        Self {
            least,
            places,
            nodes: Vec::new(),
            parents: vec![NONE; n_suffixes],
            open: vec![root],
            closed: Vec::new(),
            n_suffixes: 0,
            waiting: None,
            last_suffix: vec![0; n_documents as usize],
        }
    }

    fn push(&mut self, at: u32, stretch: u32, n_shared: u32) {
        self.open_and_close(n_shared);
        self.waiting = Some((at, stretch));
        let places = self.places;
        for &document in places.of(stretch) {
            let last = std::mem::replace(&mut self.last_suffix[document as usize], self.n_suffixes + 1);
            if last > 0 {
                // Where the two meet: the deepest open node that began before the earlier one.
                let meeting = self.open.partition_point(|open| open.first_suffix < last) - 1;
                self.open[meeting].n_documents -= 1;
            }
        }
        self.n_suffixes += 1;
    }

    /// Makes the deepest open node the one that the last suffix and the next share.
    fn open_and_close(&mut self, n_shared: u32) {
        // What is shorter than the least run is all one root.
        let n_shared = if n_shared as usize >= self.least.words.get() { n_shared } else { 0 };
        if n_shared > self.deepest().n_words {
            self.open_node(n_shared, self.n_suffixes - 1);
        }
        if let Some((at, stretch)) = self.waiting.take() {
            let whole = self.places.spread(stretch);
            let deepest = self.deepest();
            deepest.n_documents += i64::from(whole.n_documents);
            deepest.n_places += whole.n_places;
            self.parents[at as usize] = deepest.node;
        }
        while self.deepest().n_words > n_shared {
            let Some(done) = self.open.pop() else { return };
            if n_shared > self.deepest().n_words {
                self.open_node(n_shared, done.first_suffix);
            }
            let above = self.deepest();
            above.n_documents += done.n_documents;
            above.n_places += done.n_places;
            let parent = above.node;
            let node = &mut self.nodes[done.node as usize];
            // No document is taken away more often than it was added.
            node.spread = Spread { n_documents: done.n_documents as u32, n_places: done.n_places };
            node.parent = parent;
            self.closed.push(done.node);
        }
    }

    fn deepest(&mut self) -> &mut Open {
        self.open.last_mut().expect("the root is never closed")
    }

    fn open_node(&mut self, n_words: u32, first_suffix: u32) {
        let node = self.nodes.len() as u32;
        self.nodes.push(Node { n_words, spread: Spread::default(), parent: NONE, least: 0, run: NONE });
        self.open.push(Open { node, n_words, first_suffix, n_documents: 0, n_places: 0 });
    }

    /// The nodes, and the one above each suffix.
    fn finish(mut self) -> (Vec<Node>, Vec<u32>) {
        self.open_and_close(0);
        let Self { least, mut nodes, parents, closed, .. } = self;
        for idx in closed.into_iter().rev() {
            let Node { spread: Spread { n_documents, .. }, parent, .. } = nodes[idx as usize];
            let (needed, longest) = match nodes.get(parent as usize) {
                Some(above) => (above.least, above.run),
                None => (least.documents.get().max(n_documents.div_ceil(2)), NONE),
            };
            let node = &mut nodes[idx as usize];
            node.least = needed;
            node.run = if n_documents >= needed { idx } else { longest };
        }
        (nodes, parents)
    }
}
