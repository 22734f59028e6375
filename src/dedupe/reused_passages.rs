//! The passages that the kept documents have in common: listed, or cut out of their texts.
//!
//! Only kept documents count. A story that ran three times would otherwise be nothing but passages of three documents,
//! and nothing would be left of it.

use super::clusters::Clusters;
use super::gathered::Gathered;
use super::options::{Options, Unit};
use super::passages::{Reused, Sizes, Stripped, write_passages, write_stripped};
use crate::diagnostics::Finding;
use crate::error::Error;
use crate::input::Job;
use crate::table::Output;

/// Writes rows of passages, or of documents without them.
pub(super) fn write(
    gathered: &Gathered,
    clusters: &Clusters,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<(), Error> {
    let kept: Vec<u32> =
        (0..gathered.n_documents()).filter(|&d| clusters.is_kept(d) && !gathered.is_reference(d)).collect();
    let n_kept = kept.len() as u32;
    let sizes = Sizes {
        n_words_at_most: kept.iter().map(|&document| u64::from(gathered.n_words(document))).sum(),
        // The sketches have the other half.
        memory_bytes: options.memory_bytes / 2,
    };
    let text = |number: u32| gathered.text(kept[number as usize]);
    let reused = job.pool.workers().install(|| Reused::find(n_kept, text, &options.passage, sizes))?;
    let document = |number: u32| gathered.document(kept[number as usize]);
    if options.unit == Unit::Passage {
        return write_passages(&reused, document, output);
    }
    let stripped =
        write_stripped(&reused, n_kept, document, &gathered.columns, options.strip, job.diagnostics, output)?;
    tell(stripped, job);
    Ok(())
}

fn tell(stripped: Stripped, job: &Job<'_>) {
    let Stripped { n_cuts, n_documents, n_emptied } = stripped;
    let documents = |n: u64| if n == 1 { "document" } else { "documents" };
    let places = if n_cuts == 1 { "place" } else { "places" };
    let message = format!("passages were cut at {n_cuts} {places} of {n_documents} {}", documents(n_documents));
    job.diagnostics.report(Finding::note("", message));
    if n_emptied > 0 {
        let (has, its) = if n_emptied == 1 { ("has", "its") } else { ("have", "their") };
        let message = format!("{n_emptied} {} {has} no text left without {its} passages", documents(n_emptied));
        job.diagnostics.report(Finding::warning("", message));
    }
}
