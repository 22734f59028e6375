//! One row for each kept document, with the columns of its input.

use super::clusters::Clusters;
use super::gathered::Gathered;
use crate::diagnostics::Diagnostics;
use crate::error::Error;
use crate::table::Output;

pub(super) fn write(
    gathered: &Gathered,
    clusters: &Clusters,
    diagnostics: &dyn Diagnostics,
    output: &mut dyn Output,
) -> Result<(), Error> {
    let columns = gathered.columns.handed_on(&[], diagnostics);
    let table = output.table("document", &columns)?;
    let kept = (0..gathered.n_documents()).filter(|&d| clusters.is_kept(d) && !gathered.is_reference(d));
    for number in kept {
        let document = gathered.document(number)?;
        output.row(table, &gathered.columns.row(&document, []))?;
    }
    Ok(())
}
