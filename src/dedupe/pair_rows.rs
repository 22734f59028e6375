//! One row for each related pair, with all that their shingle sets say.
//!
//! Documents that are equal are each paired with the first of them only: m copies give m − 1 rows, not m (m − 1) / 2.
//! For the same reason near pairs name the first of those that are equal, and not its copies.

use super::duplicates::{Duplicates, exact_relation};
use super::gathered::Gathered;
use super::options::{Options, Relation};
use crate::document::Document;
use crate::error::Error;
use crate::input::Job;
use crate::similarity::{Overlap, overlaps};
use crate::table::{Cell, Column, Output, TableIdx};

const COLUMNS: [Column; 11] = [
    Column::text("id_a", "the id of the document that comes first in the input"),
    Column::text("source_a", "where that document's bytes came from; - is standard input"),
    Column::text("id_b", "the id of the other document"),
    Column::text("source_b", "where that document's bytes came from; - is standard input"),
    Column::text("relation", "how the two are related: exact, normalised or near"),
    Column::real("jaccard", "resemblance, |A ∩ B| / |A ∪ B| of the shingle sets (Broder 1997); empty without words"),
    Column::real("containment_a_in_b", "|A ∩ B| / |A| of the shingle sets (Broder 1997); empty without words"),
    Column::real("containment_b_in_a", "|A ∩ B| / |B| of the shingle sets (Broder 1997); empty without words"),
    Column::integer("shared_shingles", "different shingles, n-grams of normalised words, that both documents have"),
    Column::integer("shingles_a", "different shingles of the first document"),
    Column::integer("shingles_b", "different shingles of the other document"),
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
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<(), Error> {
    let pairs = job.pool.workers().install(|| pairs(gathered, duplicates, options))?;
    let table = output.table("pair", &COLUMNS)?;
    for pairs in pairs.chunk_by(|x, y| x.a == y.a) {
        let a = gathered.document(pairs[0].a)?;
        for pair in pairs {
            write_row(output, table, &a, &gathered.document(pair.b)?, pair)?;
        }
    }
    Ok(())
}

fn write_row(output: &mut dyn Output, table: TableIdx, a: &Document, b: &Document, pair: &Pair) -> Result<(), Error> {
    let overlap = pair.overlap;
    output.row(
        table,
        &[
            Cell::text(&a.id),
            Cell::text(&a.source),
            Cell::text(&b.id),
            Cell::text(&b.source),
            Cell::text(pair.relation.name()),
            Cell::real(overlap.jaccard()),
            Cell::real(overlap.containment_a_in_b()),
            Cell::real(overlap.containment_b_in_a()),
            Cell::Integer(overlap.n_shared.into()),
            Cell::Integer(overlap.n_a.into()),
            Cell::Integer(overlap.n_b.into()),
        ],
    )
}

fn pairs(gathered: &Gathered, duplicates: &Duplicates, options: &Options) -> Result<Vec<Pair>, Error> {
    let mut pairs: Vec<Pair> = duplicates
        .near()
        .iter()
        .map(|near| Pair { a: near.a, b: near.b, relation: Relation::Near, overlap: near.overlap })
        .collect();
    let equal = equal_pairs(gathered, duplicates, options);
    let mut firsts: Vec<u32> = equal.iter().map(|&(a, _, _)| a).collect();
    firsts.sort_unstable();
    firsts.dedup();
    // Equal sets share all they have: one look at the first tells the numbers of the others.
    let with_themselves: Vec<(u32, u32)> = firsts.iter().map(|&first| (first, first)).collect();
    let sizes = overlaps(&with_themselves, gathered)?;
    pairs.extend(equal.into_iter().filter_map(|(a, b, relation)| {
        let idx = firsts.binary_search(&a).ok()?;
        Some(Pair { a, b, relation, overlap: sizes[idx] })
    }));
    pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
    Ok(pairs)
}

/// Exact pairs and normalised ones, under the relation that was asked for.
fn equal_pairs(gathered: &Gathered, duplicates: &Duplicates, options: &Options) -> Vec<(u32, u32, Relation)> {
    let exact = duplicates.exact.iter().map(|&(a, b)| (a, b, exact_relation(a, gathered, options.relations)));
    let normalized =
        duplicates.normalized.iter().map(|&(a, b)| (a, b, options.relations.reported(Relation::Normalized)));
    exact.chain(normalized).filter_map(|(a, b, relation)| Some((a, b, relation?))).collect()
}
