//! One row for each document, kept or not, with the columns of its input and what became of it.

use std::collections::HashMap;

use super::cluster_rows::CHAINED;
use super::clusters::{Clusters, Removed};
use super::gathered::Gathered;
use super::index::date_of;
use super::options::Relation;
use crate::diagnostics::Diagnostics;
use crate::error::Error;
use crate::table::{Cell, Column, Output, TextLook};

const COLUMNS: [Column; 6] = [
    Column::integer(
        "cluster",
        "the number of the document's cluster, counted from one in the order of the kept documents; empty if it has none",
    ).main(),
    Column::text("kept", "yes, or no if another document is kept for this one").main(),
    Column::text("kept_id", "the id of the document kept: this one, or the one it was given up for").looking(TextLook::Name),
    Column::text("relation", "how the document is related to the kept one; empty for the kept one").main(),
    Column::integer("copies", "for a kept document, how many others were given up for it"),
    Column::text(
        "also_in",
        "for a kept document, where the others came from: their sources, with the field date where they have one",
    ),
];

pub(super) fn write(
    gathered: &Gathered,
    clusters: &Clusters,
    diagnostics: &dyn Diagnostics,
    output: &mut dyn Output,
) -> Result<(), Error> {
    let columns = gathered.columns.handed_on(&COLUMNS, diagnostics);
    let table = output.table("document", &columns)?;
    let numbers: HashMap<u32, (u64, &[Removed])> =
        (1..).zip(clusters.each()).map(|(number, members)| (members[0].kept, (number, members))).collect();
    let removed: HashMap<u32, &Removed> =
        clusters.removed().iter().map(|removed| (removed.document, removed)).collect();
    for number in (0..gathered.n_documents()).filter(|&document| !gathered.is_reference(document)) {
        let document = gathered.document(number)?;
        let mark = match removed.get(&number) {
            Some(removed) => of_removed(removed, numbers.get(&removed.kept), gathered)?,
            None => of_kept(&document.id, numbers.get(&number), gathered)?,
        };
        output.row(table, &gathered.columns.row(&document, mark))?;
    }
    Ok(())
}

fn of_removed(
    removed: &Removed,
    cluster: Option<&(u64, &[Removed])>,
    gathered: &Gathered,
) -> Result<[Cell<'static>; 6], Error> {
    Ok([
        cluster.map_or(Cell::Empty, |(number, _)| Cell::Integer(*number)),
        Cell::text("no"),
        Cell::text(gathered.head(removed.kept)?.id),
        Cell::text(removed.relation.map_or(CHAINED, Relation::name)),
        Cell::Empty,
        Cell::Empty,
    ])
}

fn of_kept<'i>(id: &'i str, cluster: Option<&(u64, &[Removed])>, gathered: &Gathered) -> Result<[Cell<'i>; 6], Error> {
    let (number, copies, also_in) = match cluster {
        Some((number, members)) => {
            let places =
                members.iter().map(|removed| place(removed.document, gathered)).collect::<Result<Vec<_>, _>>()?;
            (Cell::Integer(*number), members.len(), Cell::text(places.join("; ")))
        }
        None => (Cell::Empty, 0, Cell::Empty),
    };
    Ok([number, Cell::text("yes"), Cell::text(id), Cell::Empty, Cell::Integer(copies as u64), also_in])
}

/// Where a document ran, and when if it says so.
fn place(number: u32, gathered: &Gathered) -> Result<String, Error> {
    let document = gathered.head(number)?;
    Ok(date_of(&document).map_or_else(|| document.source.clone(), |date| format!("{} ({date})", document.source)))
}
