//! One row for each document of a cluster of two or more: who is kept, who is not, and why.

use super::clusters::{Clusters, Removed};
use super::gathered::Gathered;
use super::options::Relation;
use crate::document::Document;
use crate::error::Error;
use crate::table::{Cell, Column, Output, TableIdx};

/// The relation of documents that only a chain of pairs leads to the kept one.
const CHAINED: &str = "chained";

const COLUMNS: [Column; 8] = [
    Column::integer("cluster", "the cluster's number, counted from one in the order of the kept documents"),
    Column::text("kept", "yes for the first document of the cluster in input order, no for the others"),
    Column::text("id", "the document's id"),
    Column::text("source", "where the document's bytes came from; - is standard input"),
    Column::text("title", "the document's heading, where the input names one"),
    Column::text(
        "relation",
        "how the document is related to the kept one: exact, normalised, near, or chained where only a chain of pairs \
         leads there; empty for the kept one",
    ),
    Column::real(
        "jaccard",
        "resemblance with the kept document, |A ∩ B| / |A ∪ B| of their shingle sets (Broder 1997); empty for the kept \
         one and for documents without words",
    ),
    Column::text("kept_id", "the id of the document kept for the cluster"),
];

/// The kept document of a cluster first, the others in input order.
pub(super) fn write(gathered: &Gathered, clusters: &Clusters, output: &mut dyn Output) -> Result<(), Error> {
    let table = output.table("cluster", &COLUMNS)?;
    let mut removed: Vec<&Removed> = clusters.removed().iter().collect();
    removed.sort_by_key(|removed| (removed.kept, removed.document));
    for (number, members) in (1..).zip(removed.chunk_by(|a, b| a.kept == b.kept)) {
        let kept = gathered.document(members[0].kept)?;
        write_row(output, table, number, &kept, &kept, None)?;
        for removed in members {
            write_row(output, table, number, &gathered.document(removed.document)?, &kept, Some(removed))?;
        }
    }
    Ok(())
}

fn write_row(
    output: &mut dyn Output,
    table: TableIdx,
    number: u64,
    document: &Document,
    kept: &Document,
    removed: Option<&Removed>,
) -> Result<(), Error> {
    let relation = |removed: &Removed| Cell::text(removed.relation.map_or(CHAINED, Relation::name));
    output.row(
        table,
        &[
            Cell::Integer(number),
            Cell::text(if removed.is_none() { "yes" } else { "no" }),
            Cell::text(&document.id),
            Cell::text(&document.source),
            document.title.as_deref().map_or(Cell::Empty, Cell::text),
            removed.map_or(Cell::Empty, relation),
            Cell::real(removed.and_then(|removed| removed.jaccard)),
            Cell::text(&kept.id),
        ],
    )
}
