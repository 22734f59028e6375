//! What is told of a comparison beside its rows.

use super::document_row::Row;
use super::options::Options;
use crate::diagnostics::Finding;
use crate::input::Job;

/// Says so if nothing could be paired by key, and which comparisons were cut short.
pub(super) fn of_rows(rows: &[Row], has_pairs: bool, options: &Options, job: &Job<'_>) {
    let warn = |path: &str, message: String| job.diagnostics.report(Finding::warning(path, message));
    let has_both = rows.iter().any(|row| row.old.is_some()) && rows.iter().any(|row| row.new.is_some());
    if has_both && !has_pairs {
        warn("", "no document id of one corpus occurs in the other; only equal or similar texts are paired".to_owned());
    }
    for row in rows.iter().filter(|row| row.is_cut_short()) {
        let seconds = options.timeout.as_secs_f64();
        warn(row.id(), format!("the comparison was cut short after {seconds} s; less may have changed than is said"));
    }
}
