//! What a report of `dedupe` shows: how much is there more than once, and every cluster with its texts side by side.

use std::num::NonZero;

use textmill::dedupe::{Relation, Summary};
use textmill::error::Error;
use textmill::render::grouped;
use textmill::render::report::{Block, Comparison, Page, Picture, Section, bins};
use textmill::table::{Cell, Column, Output, TableIdx, place_of};

use super::duplicate_texts::Member;
use super::sheet::{Sheet, integer_at, text_at};
use super::{fact, figure, maker};

/// Of a cluster so many duplicates are shown beside the kept document.
const MAX_COMPARED: u64 = 8;

const COLUMNS: [Column; 7] = [
    Column::integer("cluster", "the cluster's number, counted from one in the order of the kept documents"),
    Column::integer("documents", "documents of the cluster, the kept one included"),
    Column::text("kept_id", "the id of the document that is kept"),
    Column::text("title", "the heading of the kept document, where the input names one"),
    Column::text("relations", "how the others are related to the kept one, and how many are"),
    Column::real(
        "lowest_jaccard",
        "the lowest resemblance of a document of the cluster with the kept one, |A ∩ B| / |A ∪ B| of their shingle sets \
         (Broder 1997); empty for documents without words",
    ),
    Column::text("ids", "the ids of the others"),
];

/// Takes rows of clusters with their texts, and makes a page of them. Memory: the texts of one cluster at most.
pub(crate) struct DedupeReport {
    inputs: String,
    shingle_words: NonZero<usize>,
    columns: Vec<Column>,
    sheet: Sheet,
    open: Option<Cluster>,
    sizes: Vec<u64>,
}

/// The cluster whose rows are coming.
#[derive(Default)]
struct Cluster {
    number: u64,
    title: String,
    kept: Member,
    n_documents: u64,
    lowest: Option<f64>,
    /// In the order of their first document.
    relations: Vec<(String, u64)>,
    ids: Vec<String>,
    comparisons: Vec<Comparison>,
}

impl DedupeReport {
    /// A report on `inputs` without clusters.
    pub(crate) fn new(inputs: String, shingle_words: NonZero<usize>) -> Self {
        let sheet = Sheet::new("Clusters, in the order of the kept documents", &COLUMNS).comparing();
        Self { inputs, shingle_words, columns: Vec::new(), sheet, open: None, sizes: Vec::new() }
    }

    /// The page.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if the last cluster cannot be set aside.
    pub(crate) fn into_page(mut self, summary: &Summary, settings: &[(&str, String)]) -> Result<Page, Error> {
        self.close()?;
        let n_removed = summary.n_removed();
        let figures = vec![
            figure(summary.n_documents, "documents"),
            figure(summary.n_kept, "kept"),
            figure(n_removed, "removed"),
            figure(summary.n_clusters, "clusters"),
        ];
        let mut sections = vec![Section::new("Overview", vec![Block::Figures(figures), reasons(summary)])];
        if !self.sizes.is_empty() {
            let sizes = Block::Picture(sizes_picture(self.sizes));
            sections.push(Section::new("Clusters", vec![sizes, self.sheet.into_block()]));
        }
        let facts = settings.iter().map(|(name, value)| fact(name, value.clone(), "")).chain([maker()]).collect();
        sections.push(Section::new("How duplicates were found", vec![Block::Facts(facts)]));
        let (n_documents, n_removed) = (grouped(summary.n_documents), grouped(n_removed));
        let lead = format!("Duplicates of documents that are kept: {n_removed} of {n_documents}.");
        Ok(Page { title: format!("Duplicates in {}", self.inputs), lead, sections })
    }

    fn close(&mut self) -> Result<(), Error> {
        let Some(cluster) = self.open.take() else { return Ok(()) };
        self.sizes.push(cluster.n_documents);
        let relations: Vec<String> =
            cluster.relations.iter().map(|(name, n)| format!("{} {name}", grouped(*n))).collect();
        let cells = [
            Cell::Integer(cluster.number),
            Cell::Integer(cluster.n_documents),
            Cell::text(&cluster.kept.id),
            if cluster.title.is_empty() { Cell::Empty } else { Cell::text(&cluster.title) },
            Cell::text(relations.join(", ")),
            Cell::real(cluster.lowest),
            Cell::text(cluster.ids.join(", ")),
        ];
        let mut comparisons = cluster.comparisons;
        if cluster.n_documents > MAX_COMPARED + 1 {
            let heading = format!("… and {} more", grouped(cluster.n_documents - MAX_COMPARED - 1));
            comparisons.push(Comparison { heading, panes: Vec::new() });
        }
        self.sheet.compared_row(&cells, &comparisons)
    }

    fn member(&self, cells: &[Cell<'_>]) -> Member {
        let text = |name: &str| text_at(cells, place_of(&self.columns, name)).to_owned();
        let (jaccard, containment) = (self.real(cells, "jaccard"), self.real(cells, "containment"));
        Member { id: text("id"), relation: text("relation"), jaccard, containment, text: text("text") }
    }

    fn real(&self, cells: &[Cell<'_>], name: &str) -> Option<f64> {
        match place_of(&self.columns, name).and_then(|place| cells.get(place)) {
            Some(Cell::Real(value)) => Some(*value),
            _ => None,
        }
    }
}

impl Output for DedupeReport {
    fn table(&mut self, _: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        self.columns = columns.to_vec();
        Ok(0)
    }

    fn row(&mut self, _: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let number = integer_at(cells, place_of(&self.columns, "cluster"));
        let member = self.member(cells);
        if let Some(open) = &mut self.open
            && open.number == number
        {
            open.add(member, self.shingle_words);
            return Ok(());
        }
        self.close()?;
        let title = text_at(cells, place_of(&self.columns, "title")).to_owned();
        let lowest = self.real(cells, "lowest_jaccard");
        self.open = Some(Cluster { number, title, kept: member, n_documents: 1, lowest, ..Cluster::default() });
        Ok(())
    }
}

impl Cluster {
    fn add(&mut self, member: Member, shingle_words: NonZero<usize>) {
        self.n_documents += 1;
        match self.relations.iter_mut().find(|(name, _)| *name == member.relation) {
            Some((_, n)) => *n += 1,
            None => self.relations.push((member.relation.clone(), 1)),
        }
        if self.n_documents <= MAX_COMPARED + 1 {
            self.comparisons.push(member.beside(&self.kept, shingle_words));
            self.ids.push(member.id);
        } else if self.n_documents == MAX_COMPARED + 2 {
            self.ids.push("…".to_owned());
        }
    }
}

/// Why documents were removed.
fn reasons(summary: &Summary) -> Block {
    let reasons = [
        (Relation::Exact.name(), summary.n_exact, "the same text as the kept document, byte for byte"),
        (
            Relation::Normalized.name(),
            summary.n_normalized,
            "the same but for case, white space, punctuation and compatibility forms",
        ),
        (Relation::Near.name(), summary.n_near, "a Jaccard coefficient of the shingle sets from the threshold on"),
        (Relation::Contained.name(), summary.n_contained, "most shingles are in the kept document: teasers, excerpts"),
        (Relation::Similar.name(), summary.n_similar, "most words stand in the same order in both"),
        ("chained", summary.n_chained, "only a chain of pairs leads to the kept document"),
    ];
    let fact = |(name, n, definition): (&str, u64, &str)| fact(name, grouped(n), definition);
    Block::Facts(reasons.into_iter().filter(|(_, n, _)| *n > 0).map(fact).collect())
}

fn sizes_picture(sizes: Vec<u64>) -> Picture {
    let label = |first: u64, last: u64| {
        if first == last { grouped(first) } else { format!("{}–{}", grouped(first), grouped(last)) }
    };
    // No cluster has fewer than two documents.
    let bins = bins(sizes).into_iter().filter(|bin| bin.last >= 2);
    let bars: Vec<(String, u64)> = bins.map(|bin| (label(bin.first.max(2), bin.last), bin.n_values)).collect();
    Picture::bars("How many clusters have how many documents", &["documents", "clusters"], &bars)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE: NonZero<usize> = NonZero::new(5).unwrap();

    fn fed(n_members: u64) -> Cluster {
        let mut cluster = Cluster { number: 1, n_documents: 1, ..Cluster::default() };
        for n in 0..n_members {
            let member = Member {
                id: n.to_string(),
                relation: ["exact", "near"][n as usize % 2].to_owned(),
                ..Member::default()
            };
            cluster.add(member, FIVE);
        }
        cluster
    }

    #[test]
    fn relations_are_counted_in_the_order_of_their_first_document() {
        let cluster = fed(3);
        assert_eq!(cluster.relations, [("exact".to_owned(), 2), ("near".to_owned(), 1)]);
        assert_eq!((cluster.comparisons.len(), cluster.ids.len()), (3, 3));
    }

    #[test]
    fn of_a_large_cluster_the_first_documents_are_shown() {
        let cluster = fed(30);
        assert_eq!(cluster.comparisons.len() as u64, MAX_COMPARED);
        assert_eq!(cluster.ids.last().unwrap(), "…");
        assert_eq!((cluster.n_documents, cluster.ids.len() as u64), (31, MAX_COMPARED + 1));
    }
}
