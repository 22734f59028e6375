//! One row for each kept document, with the columns of its input.

use super::clusters::Clusters;
use super::gathered::Gathered;
use crate::error::Error;
use crate::table::{Column, DocumentColumns, Output};

pub(super) fn write(gathered: &Gathered, clusters: &Clusters, output: &mut dyn Output) -> Result<(), Error> {
    let mut columns: Vec<Column> = DocumentColumns::base().into();
    columns.extend(gathered.columns.field_columns(&columns));
    let table = output.table("document", &columns)?;
    let kept = (0..gathered.n_documents()).filter(|&d| clusters.is_kept(d) && !gathered.is_reference(d));
    for number in kept {
        let document = gathered.document(number)?;
        let mut cells = Vec::with_capacity(columns.len());
        cells.extend(DocumentColumns::base_cells(&document));
        cells.extend(gathered.columns.field_cells(&document.fields));
        output.row(table, &cells)?;
    }
    Ok(())
}
