//! One row for each document of a cluster of two or more: who is kept, who is not, and why. Read down one cluster, the
//! rows tell where and when a story was printed.

use super::clusters::{Clusters, Removed};
use super::gathered::Gathered;
use super::index::date_of;
use super::options::{ClusterTexts, Relation};
use crate::document::Document;
use crate::error::Error;
use crate::similarity::Overlap;
use crate::table::{Cell, Column, DocumentColumns, Output, TableIdx, TextLook};

/// The relation of documents that only a chain of pairs leads to the kept one.
pub const CHAINED: &str = "chained";

const COLUMNS: [Column; 11] = [
    Column::integer("cluster", "the cluster's number, counted from one in the order of the kept documents").main(),
    Column::text("kept", "yes for the one document of the cluster that is kept, no for the others").main(),
    Column::text("id", "the document's id").main().looking(TextLook::Name),
    Column::text("source", "where the document's bytes came from; - is standard input").minor().looking(TextLook::Name),
    Column::text("title", "the document's heading, where the input names one"),
    Column::text("date", "the field date of the document's record, where it has one").main(),
    Column::text(
        "relation",
        "how the document is related to the kept one: exact, normalized, near, contained, similar, or chained where only \
         a chain of pairs leads there; empty for the kept one",
    ).main(),
    Column::real(
        "jaccard",
        "resemblance with the kept document, |A ∩ B| / |A ∪ B| of their shingle sets (Broder 1997); empty for the kept \
         one and for documents without words",
    ).main(),
    Column::real(
        "containment",
        "how much of the document the kept one has, |A ∩ B| / |A| of their shingle sets (Broder 1997), A being the \
         document's; empty for the kept one and for documents without words",
    ),
    Column::text("kept_id", "the id of the document kept for the cluster").looking(TextLook::Name),
    Column::real(
        "lowest_jaccard",
        "the lowest resemblance of a document of the cluster with the kept one; empty for documents without words",
    ),
];

/// The kept document of a cluster first, the others in input order.
pub(super) fn write(
    gathered: &Gathered,
    clusters: &Clusters,
    texts: ClusterTexts,
    output: &mut dyn Output,
) -> Result<(), Error> {
    let [_, _, _, text] = DocumentColumns::base();
    let columns = match texts {
        ClusterTexts::LeftOut => COLUMNS.to_vec(),
        ClusterTexts::Shown => COLUMNS.into_iter().chain([text]).collect(),
    };
    let document = |number| match texts {
        ClusterTexts::LeftOut => gathered.head(number),
        ClusterTexts::Shown => gathered.document(number),
    };
    let table = output.table("cluster", &columns)?;
    for (number, members) in (1..).zip(clusters.each()) {
        let kept = document(members[0].kept)?;
        let lowest = members.iter().filter_map(jaccard).min_by(f64::total_cmp);
        let cluster = Cluster { number, kept: &kept, lowest, texts };
        cluster.write(&kept, None, table, output)?;
        for removed in members {
            cluster.write(&document(removed.document)?, Some(removed), table, output)?;
        }
    }
    Ok(())
}

fn jaccard(removed: &Removed) -> Option<f64> {
    removed.overlap.and_then(Overlap::jaccard)
}

/// What all rows of a cluster say.
struct Cluster<'d> {
    number: u64,
    kept: &'d Document,
    lowest: Option<f64>,
    texts: ClusterTexts,
}

impl Cluster<'_> {
    fn write(
        &self,
        document: &Document,
        removed: Option<&Removed>,
        table: TableIdx,
        output: &mut dyn Output,
    ) -> Result<(), Error> {
        let relation = |removed: &Removed| Cell::text(removed.relation.map_or(CHAINED, Relation::name));
        let mut cells = vec![
            Cell::Integer(self.number),
            Cell::text(if removed.is_none() { "yes" } else { "no" }),
            Cell::text(&document.id),
            Cell::text(&document.source),
            document.title.as_deref().map_or(Cell::Empty, Cell::text),
            date_of(document).map_or(Cell::Empty, Cell::text),
            removed.map_or(Cell::Empty, relation),
            Cell::real(removed.and_then(jaccard)),
            Cell::real(removed.and_then(|removed| removed.overlap?.containment_a_in_b())),
            Cell::text(&self.kept.id),
            Cell::real(self.lowest),
        ];
        if self.texts == ClusterTexts::Shown {
            cells.push(Cell::text(&document.text));
        }
        output.row(table, &cells)
    }
}
