//! What was seen on a page, as rows: every boundary that may part its entries, how much it explains, and what came of it.

use super::page::Page;
use super::proposal::Proposal;
use super::{best, dissect, proposals};
use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::split::rule::Rule;
use crate::table::{Cell, Column, Output, TextLook};
use crate::text::on_one_line;

/// What one row is.
const UNIT: &str = "boundary";

const COLUMNS: [Column; 13] = [
    Column::text("id", "the document's id").main().looking(TextLook::Name),
    Column::text("source", "where the document's bytes came from; - is standard input").minor().looking(TextLook::Name),
    Column::text(
        "kind",
        "the kind of boundary: marker, separator, heading, number, date, bullet, headline, block, pattern",
    ).main(),
    Column::text("boundary", "what was seen, in words").main(),
    Column::integer("entries", "the entries that it would part").main(),
    Column::integer("complete", "those that have a title and a text; a number or date can stand for the title"),
    Column::integer(
        "score",
        "the weight of such evidence times the entries that have something to say; the highest is chosen",
    ),
    Column::real(
        "confidence",
        "how sure it is: weight / 100, at most 1, times (complete + 1) / (entries + 2), Laplace's rule of succession",
    ).main(),
    Column::text(
        "verdict",
        "chosen, weaker than the one chosen, or why it is not believed; with a rule whether the page fits it, and if not, \
         why",
    ).main(),
    Column::text("first_title", "the title of the first entry"),
    Column::text("last_title", "the title of the last entry"),
    Column::integer("before", "bytes of text before the first entry, the page's heading included"),
    Column::integer("after", "bytes of text behind the last entry"),
];

/// Sends one row for everything that may part the entries of each document, the strongest first, doubtful ones last. A
/// document in which nothing repeats has one row that says so.
///
/// With a rule the first row says what the rule finds, and whether the page fits it; what else the page repeats follows
/// only if it does not.
///
/// # Errors
///
/// Whatever `output` or reading the corpus returns.
pub fn explain(corpus: &Corpus, rule: Option<&Rule>, job: &Job<'_>, output: &mut dyn Output) -> Result<(), Error> {
    let table = output.table(UNIT, &COLUMNS)?;
    corpus.run(
        job,
        || (),
        |(), document| {
            let page = Page::new(&document.text, document.markup());
            let rows = match rule {
                Some(rule) => by_rule(&page, rule),
                None => by_itself(&page, "chosen"),
            };
            (document, rows)
        },
        |(document, rows)| {
            for row in rows {
                let own = [Cell::text(&document.id), Cell::text(&document.source)];
                output.row(table, &own.into_iter().chain(row).collect::<Vec<_>>())?;
            }
            Ok(())
        },
    )?;
    Ok(())
}

type Row = Vec<Cell<'static>>;

/// The place of the verdict among the cells of a row.
const VERDICT: usize = 6;

fn by_rule(page: &Page<'_>, rule: &Rule) -> Vec<Row> {
    let (found, fits) = rule.look(page);
    let verdict = match &fits {
        Ok(()) => format!("fits the rule {:?}", rule.name()),
        Err(why) => format!("does not fit the rule {:?}: {why}", rule.name()),
    };
    let first = match found {
        Some(proposal) => row(page, &proposal, verdict),
        None => {
            let mut row = vec![Cell::Empty; COLUMNS.len() - 2];
            row[0] = Cell::text(rule.kind());
            row[VERDICT] = Cell::text(verdict);
            row
        }
    };
    let others = if fits.is_ok() { Vec::new() } else { by_itself(page, "chosen without the rule") };
    [first].into_iter().chain(others).collect()
}

/// What the page repeats by itself.
fn by_itself(page: &Page<'_>, chosen_verdict: &str) -> Vec<Row> {
    let proposals = proposals(page);
    if proposals.is_empty() {
        let mut row = vec![Cell::Empty; COLUMNS.len() - 2];
        row[VERDICT] = Cell::text("nothing repeats");
        return vec![row];
    }
    let chosen = best(&proposals);
    let is_chosen = |proposal: &Proposal| chosen.is_some_and(|chosen| std::ptr::eq(chosen, proposal));
    let mut ordered: Vec<&Proposal> = proposals.iter().collect();
    ordered.sort_by_key(|p| (!is_chosen(p), p.doubt.is_some(), std::cmp::Reverse(p.layout.score)));
    let verdict = |proposal: &Proposal| match &proposal.doubt {
        _ if is_chosen(proposal) => chosen_verdict.to_owned(),
        Some(doubt) => doubt.to_string(),
        None => "weaker".to_owned(),
    };
    ordered.into_iter().map(|proposal| row(page, proposal, verdict(proposal))).collect()
}

fn row(page: &Page<'_>, proposal: &Proposal, verdict: String) -> Row {
    let (layout, plan) = (&proposal.layout, &proposal.plan);
    let n_bytes = |lines| page.span(lines).map_or(0, |span| span.len() as u64);
    let title = |entry: Option<&super::Entry>| {
        let span = entry.and_then(|entry| dissect::dissect(page, entry).title);
        span.map_or(Cell::Empty, |span| Cell::text(on_one_line(span.of(page.text))))
    };
    vec![
        Cell::text(proposal.boundary.kind()),
        Cell::text(layout.evidence.to_string()),
        Cell::Integer(layout.n_entries as u64),
        Cell::Integer(layout.n_complete as u64),
        Cell::Integer(layout.score as u64),
        Cell::real(Some(layout.confidence())),
        Cell::text(verdict),
        title(plan.entries.first()),
        title(plan.entries.last()),
        Cell::Integer(n_bytes(&plan.lead)),
        Cell::Integer(n_bytes(&plan.tail)),
    ]
}
