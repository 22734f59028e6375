//! One row for each related pair, with all that their shingle sets say and the passages that they share.
//!
//! Documents that are equal are each paired with the first of them only: m copies give m − 1 rows, not m (m − 1) / 2.
//! For the same reason other pairs name the first of those that are equal, and not its copies.

use std::sync::Arc;

use rayon::prelude::*;

use super::duplicates::{Duplicates, equal_relation};
use super::gathered::Gathered;
use super::options::{self, Options, Relation, Sizes};
use crate::document::Document;
use crate::error::Error;
use crate::input::Job;
use crate::similarity::{ContainedPair, Overlap, WordHasher, aligned_share, overlaps, shared_passages};
use crate::table::{Cell, Column, Output, TableIdx, TextLook};

/// How many shared passages a row shows.
const N_PASSAGES: usize = 3;

/// How many rows with the same first document are made in one go.
const MAX_GROUP: usize = 16;

/// What stands between shared passages.
const GAP: &str = " … ";

const COLUMNS: [Column; 14] = [
    Column::text("id_a", "the id of the document that comes first in the input").main().looking(TextLook::Name),
    Column::text("source_a", "where that document's bytes came from; - is standard input")
        .minor()
        .looking(TextLook::Name),
    Column::text("id_b", "the id of the other document").main().looking(TextLook::Name),
    Column::text("source_b", "where that document's bytes came from; - is standard input")
        .minor()
        .looking(TextLook::Name),
    Column::text("relation", "how the two are related: exact, normalized, near, contained or similar").main(),
    Column::real("jaccard", "resemblance, |A ∩ B| / |A ∪ B| of the shingle sets (Broder 1997); empty without words")
        .main(),
    Column::real("containment_a_in_b", "|A ∩ B| / |A| of the shingle sets (Broder 1997); empty without words"),
    Column::real("containment_b_in_a", "|A ∩ B| / |B| of the shingle sets (Broder 1997); empty without words"),
    Column::integer("shared_shingles", "different shingles, n-grams of normalized words, that both documents have"),
    Column::integer("shingles_a", "different shingles of the first document"),
    Column::integer("shingles_b", "different shingles of the other document"),
    Column::real(
        "alignment",
        "for similar documents, the share of words that stand in the same order in both, 2 M / (m + n); else empty",
    ),
    Column::integer(
        "longest_shared",
        "words of the longest passage that both documents have, at least a shingle long; empty if there is none",
    ),
    Column::text(
        "shared",
        "the three longest passages that both documents have, as the first one has them, in its order, parted by …",
    ),
];

/// A row before its documents are read.
#[derive(Clone, Copy)]
struct Pair {
    a: u32,
    b: u32,
    relation: Relation,
    overlap: Overlap,
}

/// Pairs in input order of the first document, then of the other.
pub(super) fn write(
    gathered: &Gathered,
    duplicates: &Duplicates,
    contained: &[ContainedPair],
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<(), Error> {
    let pairs = job.pool.workers().install(|| pairs(gathered, duplicates, contained, options))?;
    let table = output.table("pair", &COLUMNS)?;
    let groups: Vec<&[Pair]> = pairs.chunk_by(|x, y| x.a == y.a).flat_map(|pairs| pairs.chunks(MAX_GROUP)).collect();
    // Passages of long texts are long, so that few rows with them wait to be written.
    let n_at_once = if options.passages == options::Passages::Find { 8 * job.pool.n_threads() } else { 1 << 10 };
    for groups in groups.chunks(n_at_once) {
        let rows = || groups.par_iter().map(|pairs| rows(gathered, pairs, options)).collect::<Result<Vec<_>, Error>>();
        let rows = job.pool.workers().install(rows)?;
        rows.into_iter().flatten().try_for_each(|row| row.write(output, table))?;
    }
    Ok(())
}

/// What a row shows.
struct Row {
    pair: Pair,
    a: Arc<Document>,
    b: Document,
    alignment: Cell<'static>,
    longest: Cell<'static>,
    shared: Cell<'static>,
}

/// The rows of pairs that have the first document in common. Texts are read where something is shown of them.
fn rows(gathered: &Gathered, pairs: &[Pair], options: &Options) -> Result<Vec<Row>, Error> {
    let shows_passages = options.passages == options::Passages::Find;
    let needs_texts = shows_passages || pairs.iter().any(|pair| pair.relation == Relation::Similar);
    let document = |number| if needs_texts { gathered.document(number) } else { gathered.head(number) };
    let mut a = document(pairs[0].a)?;
    let text_a = std::mem::take(&mut a.text);
    let a = Arc::new(a);
    let row = |pair: &Pair| {
        let mut b = document(pair.b)?;
        let text_b = std::mem::take(&mut b.text);
        let alignment = if pair.relation == Relation::Similar { alignment(&text_a, &text_b) } else { Cell::Empty };
        let [longest, shared] = shared_cells(&text_a, &text_b, options);
        Ok(Row { pair: *pair, a: Arc::clone(&a), b, alignment, longest, shared })
    };
    pairs.iter().map(row).collect()
}

impl Row {
    fn write(self, output: &mut dyn Output, table: TableIdx) -> Result<(), Error> {
        let Self { pair: Pair { relation, overlap, .. }, a, b, alignment, longest, shared } = self;
        let cells = [
            Cell::text(&a.id),
            Cell::text(&a.source),
            Cell::text(&b.id),
            Cell::text(&b.source),
            Cell::text(relation.name()),
            Cell::real(overlap.jaccard()),
            Cell::real(overlap.containment_a_in_b()),
            Cell::real(overlap.containment_b_in_a()),
            Cell::Integer(overlap.n_shared.into()),
            Cell::Integer(overlap.n_a.into()),
            Cell::Integer(overlap.n_b.into()),
            alignment,
            longest,
            shared,
        ];
        output.row(table, &cells)
    }
}

fn shared_cells(a: &str, b: &str, options: &Options) -> [Cell<'static>; 2] {
    if options.passages == options::Passages::Skip {
        return [Cell::Empty, Cell::Empty];
    }
    let mut passages = shared_passages(a, b, options.shingle_words);
    let Some(longest) = passages.first().map(|passage| passage.n_words) else { return [Cell::Empty, Cell::Empty] };
    passages.truncate(N_PASSAGES);
    passages.sort_by_key(|passage| passage.span);
    let shared: Vec<&str> = passages.iter().map(|passage| passage.span.of(a)).collect();
    [Cell::Integer(longest as u64), Cell::text(shared.join(GAP))]
}

fn alignment(a: &str, b: &str) -> Cell<'static> {
    let words = |text| {
        let mut words = Vec::new();
        WordHasher::default().hashes_into(text, &mut words);
        words
    };
    Cell::real(aligned_share(&words(a), &words(b)))
}

fn pairs(
    gathered: &Gathered,
    duplicates: &Duplicates,
    contained: &[ContainedPair],
    options: &Options,
) -> Result<Vec<Pair>, Error> {
    let near = |pair: &crate::similarity::NearPair| Pair {
        a: pair.a,
        b: pair.b,
        relation: Relation::Near,
        overlap: pair.overlap,
    };
    let mut pairs: Vec<Pair> = duplicates.near.iter().map(near).collect();
    let only_contained = contained.iter().filter(|pair| duplicates.near_pair(pair.inner, pair.outer).is_none());
    pairs.extend(only_contained.map(contained_pair));
    pairs.extend(similar_pairs(gathered, duplicates, contained)?);
    pairs.extend(equal_pairs(gathered, duplicates, options)?);
    pairs.retain(|pair| !gathered.is_reference(pair.b));
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    Ok(pairs)
}

fn contained_pair(pair: &ContainedPair) -> Pair {
    let is_first = pair.inner < pair.outer;
    Pair {
        a: pair.inner.min(pair.outer),
        b: pair.inner.max(pair.outer),
        relation: Relation::Contained,
        overlap: if is_first { pair.overlap } else { pair.overlap.turned() },
    }
}

/// The similar pairs that have no stronger relation. They were found by shorter shingles, so their overlaps are counted here.
fn similar_pairs(
    gathered: &Gathered,
    duplicates: &Duplicates,
    contained: &[ContainedPair],
) -> Result<Vec<Pair>, Error> {
    let mut known: Vec<(u32, u32)> =
        contained.iter().map(|pair| (pair.inner.min(pair.outer), pair.inner.max(pair.outer))).collect();
    known.sort_unstable();
    let similar: Vec<(u32, u32)> = duplicates.similar.iter().map(|pair| (pair.a, pair.b)).collect();
    let similar: Vec<(u32, u32)> = similar.into_iter().filter(|pair| known.binary_search(pair).is_err()).collect();
    let overlaps = overlaps(&similar, gathered)?;
    let pair = |((a, b), overlap)| Pair { a, b, relation: Relation::Similar, overlap };
    Ok(similar.into_iter().zip(overlaps).map(pair).collect())
}

/// Exact pairs and normalized ones, under the relation that was asked for. Equal sets share all they have, so one look at
/// the first tells the numbers of the others.
fn equal_pairs(gathered: &Gathered, duplicates: &Duplicates, options: &Options) -> Result<Vec<Pair>, Error> {
    let under = |strongest| {
        move |&(a, b): &(u32, u32)| Some((a, b, equal_relation(gathered.n_words(a), strongest, options.relations)?))
    };
    let exact = duplicates.exact.iter().filter_map(under(Relation::Exact));
    let equal: Vec<(u32, u32, Relation)> =
        exact.chain(duplicates.normalized.iter().filter_map(under(Relation::Normalized))).collect();
    if options.sizes == Sizes::Skip {
        // A set stands for all sets of its kind: of one shingle, or of none.
        let overlap = |document| {
            let n = gathered.n_words(document).min(1);
            Overlap { n_shared: n, n_a: n, n_b: n }
        };
        return Ok(equal.into_iter().map(|(a, b, relation)| Pair { a, b, relation, overlap: overlap(a) }).collect());
    }
    let mut firsts: Vec<u32> = equal.iter().map(|&(a, _, _)| a).collect();
    firsts.sort_unstable();
    firsts.dedup();
    let with_themselves: Vec<(u32, u32)> = firsts.iter().map(|&first| (first, first)).collect();
    let sizes = overlaps(&with_themselves, gathered)?;
    let pair = |(a, b, relation)| {
        let idx = firsts.binary_search(&a).ok()?;
        Some(Pair { a, b, relation, overlap: sizes[idx] })
    };
    Ok(equal.into_iter().filter_map(pair).collect())
}
