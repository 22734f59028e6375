//! One row for each threshold, with what it would remove, so that a threshold is chosen and not guessed.

use std::num::NonZero;

use super::duplicates::Duplicates;
use super::gathered::Gathered;
use super::options::{LOWEST_HUNDREDTHS, Options};
use crate::error::Error;
use crate::similarity::{Components, NearPair, shared_passages};
use crate::table::{Cell, Column, Output, TextLook};

/// From one threshold of the curve to the next, up to 1.
const STEP_HUNDREDTHS: u32 = 5;

const COLUMNS: [Column; 8] = [
    Column::real("threshold", "the least Jaccard coefficient of near-duplicates").main(),
    Column::integer("clusters", "clusters of two documents or more, those of equal documents included").main(),
    Column::integer("removed", "documents removed, all but one of each cluster").main(),
    Column::integer("pairs", "near pairs of different texts at this threshold").main(),
    Column::text("borderline_id_a", "the first document of the pair with the lowest Jaccard that still counts")
        .main()
        .looking(TextLook::Name),
    Column::text("borderline_id_b", "the other document of that pair").looking(TextLook::Name),
    Column::real("borderline_jaccard", "the Jaccard coefficient of that pair").main(),
    Column::text("borderline_shared", "the longest passage that the two share, as the first one has it"),
];

/// Thresholds ascend. `duplicates` has all pairs from the lowest one on.
pub(super) fn write(
    gathered: &Gathered,
    duplicates: &Duplicates,
    options: &Options,
    output: &mut dyn Output,
) -> Result<(), Error> {
    let mut by_jaccard: Vec<&NearPair> = duplicates.near.iter().collect();
    by_jaccard.sort_by(|x, y| jaccard(y).total_cmp(&jaccard(x)).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut components = Components::new(gathered.n_documents());
    for document in 0..gathered.n_documents() {
        let representative = duplicates.representative(document);
        if duplicates.equality(document, representative, gathered, options.relations).is_some() {
            components.join(document, representative);
        }
    }
    let mut rows = Vec::new();
    let mut n_pairs = 0;
    for hundredths in (LOWEST_HUNDREDTHS..=100).rev().step_by(STEP_HUNDREDTHS as usize) {
        let threshold = f64::from(hundredths) / 100.0;
        while let Some(pair) = by_jaccard.get(n_pairs).filter(|pair| jaccard(pair) >= threshold) {
            components.join(pair.a, pair.b);
            n_pairs += 1;
        }
        let borderline = n_pairs.checked_sub(1).map(|idx| by_jaccard[idx]);
        rows.push((threshold, n_pairs, counts(components.clone(), gathered), borderline));
    }
    let table = output.table("threshold", &COLUMNS)?;
    for (threshold, n_pairs, (n_clusters, n_removed), borderline) in rows.into_iter().rev() {
        let mut cells = vec![
            Cell::Real(threshold),
            Cell::Integer(n_clusters),
            Cell::Integer(n_removed),
            Cell::Integer(n_pairs as u64),
        ];
        match borderline {
            Some(pair) => cells.extend(borderline_cells(pair, gathered, options.shingle_words)?),
            None => cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]),
        }
        output.row(table, &cells)?;
    }
    Ok(())
}

fn jaccard(pair: &NearPair) -> f64 {
    pair.overlap.jaccard().unwrap_or(0.0)
}

/// How many clusters there are, and how many documents all but one of each are. Documents of the reference count as one
/// that is kept, wherever they are.
fn counts(components: Components, gathered: &Gathered) -> (u64, u64) {
    let firsts = components.into_firsts();
    let mut sizes = vec![0_u64; firsts.len()];
    for (&first, document) in firsts.iter().zip(0..) {
        sizes[first as usize] += u64::from(!gathered.is_reference(document));
    }
    let removed = sizes.iter().zip(0..).map(
        |(&size, first)| {
            if gathered.is_reference(first) { size } else { size.saturating_sub(1) }
        },
    );
    removed.fold((0, 0), |(n_clusters, n_removed), removed| (n_clusters + u64::from(removed > 0), n_removed + removed))
}

fn borderline_cells(
    pair: &NearPair,
    gathered: &Gathered,
    n_words: NonZero<usize>,
) -> Result<[Cell<'static>; 4], Error> {
    let (a, b) = (gathered.document(pair.a)?, gathered.document(pair.b)?);
    let passages = shared_passages(&a.text, &b.text, n_words);
    let shared = passages.first().map_or(Cell::Empty, |passage| Cell::text(passage.span.of(&a.text).to_owned()));
    Ok([Cell::text(a.id), Cell::text(b.id), Cell::real(pair.overlap.jaccard()), shared])
}
