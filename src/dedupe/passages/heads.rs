//! Running heads with page numbers: lines that are the same passage although their numbers differ.
//!
//! Where they stand is decided by [`numbered_lines`] and [`HeadCount`]: a line that begins or ends with a number is one if its
//! wording is that of at least three lines, in one document or in several, and sentences go on behind some of them. So
//! a heading such as `CHAPTER 7` is none, nor is a row of a table.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::repeats::Spread;
use crate::document::Span;
use crate::error::Error;
use crate::text::{HeadCount, NumberedLine, numbered_lines};

/// Documents that are looked at together before their lines are counted, in order.
const BATCH: u32 = 256;

/// Wordings that are counted; once there are so many, new ones are not, and their lines stay.
const MOST_WORDINGS: usize = 1 << 20;

/// The running heads of some documents.
#[derive(Debug, Default)]
pub(super) struct Heads {
    /// By number, in order of first sight.
    pub(super) spreads: Vec<Spread>,
    /// Where they stand, ascending.
    pub(super) places: Vec<HeadPlace>,
}

/// Where a running head stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HeadPlace {
    pub(super) document: u32,
    /// The line with its line end.
    pub(super) span: Span,
    /// The number of its wording.
    pub(super) head: u32,
}

impl Heads {
    /// The running heads of `n_documents` documents, which `text` loads.
    ///
    /// # Errors
    ///
    /// The first error of `text`.
    pub(super) fn find(n_documents: u32, text: &(impl Fn(u32) -> Result<String, Error> + Sync)) -> Result<Self, Error> {
        let mut counts: HashMap<String, HeadCount> = HashMap::new();
        for_each_line(n_documents, text, |_, line| {
            // A wording that parts no sentence is no head, however often it is there, so that tables take no room.
            if !counts.contains_key(&line.wording) && counts.len() < MOST_WORDINGS && line.is_in_sentence {
                counts.insert(line.wording.clone(), HeadCount::default());
            }
            if let Some(count) = counts.get_mut(&line.wording) {
                count.n_places += 1;
                count.n_in_sentence += u64::from(line.is_in_sentence);
            }
        })?;
        counts.retain(|_, count| count.is_running_head());
        let mut heads = Self::default();
        if counts.is_empty() {
            return Ok(heads);
        }
        let (mut numbers, mut last_document): (HashMap<String, u32>, HashMap<u32, u32>) = Default::default();
        for_each_line(n_documents, text, |document, line| {
            if !counts.contains_key(&line.wording) {
                return;
            }
            let head = *numbers.entry(line.wording.clone()).or_insert_with(|| {
                heads.spreads.push(Spread::default());
                heads.spreads.len() as u32 - 1
            });
            let spread = &mut heads.spreads[head as usize];
            spread.n_documents += u32::from(last_document.insert(head, document) != Some(document));
            spread.n_places += 1;
            heads.places.push(HeadPlace { document, span: line.span, head });
        })?;
        Ok(heads)
    }
}

/// Calls `take` with each numbered line of each document, in order.
fn for_each_line(
    n_documents: u32,
    text: &(impl Fn(u32) -> Result<String, Error> + Sync),
    mut take: impl FnMut(u32, &NumberedLine),
) -> Result<(), Error> {
    for start in (0..n_documents).step_by(BATCH as usize) {
        let batch = start..n_documents.min(start.saturating_add(BATCH));
        let lines: Vec<Vec<NumberedLine>> =
            batch.clone().into_par_iter().map(|d| Ok(numbered_lines(&text(d)?))).collect::<Result<_, Error>>()?;
        batch.zip(&lines).for_each(|(document, lines)| lines.iter().for_each(|line| take(document, line)));
    }
    Ok(())
}
