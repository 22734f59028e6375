//! When a page does not fit a rule.

use crate::split::entry::{Page, Proposal};

/// What a rule demands of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// The page contains one of these texts, if there are any. They are looked for before anything else is done.
    pub(super) contains: Vec<String>,
    /// So many entries at least.
    pub(super) n_entries: usize,
    /// So many of a hundred entries have a title and a text.
    pub(super) titled_percent: usize,
    /// No entry has more filled lines, nor what stands before the first or behind the last one.
    pub(super) n_lines: Option<usize>,
}

impl Default for Fit {
    fn default() -> Self {
        Self { contains: Vec::new(), n_entries: 1, titled_percent: 0, n_lines: None }
    }
}

impl Fit {
    /// Whether the text can be one of the rule's pages at all.
    pub(super) fn check_text(&self, text: &str) -> Result<(), String> {
        if self.contains.is_empty() || self.contains.iter().any(|wanted| text.contains(wanted)) {
            return Ok(());
        }
        Err(format!("it does not contain {}", quoted(&self.contains)))
    }

    /// Whether what was found on a page is what the rule knows.
    pub(super) fn check(&self, page: &Page<'_>, found: &Proposal) -> Result<(), String> {
        let (n_entries, n_complete) = (found.layout.n_entries, found.layout.n_complete);
        if n_entries < self.n_entries.max(1) {
            return Err(format!("it has {n_entries} entries, and the rule wants {} at least", self.n_entries.max(1)));
        }
        if 100 * n_complete < self.titled_percent * n_entries {
            let of = self.titled_percent;
            return Err(format!(
                "only {n_complete} of {n_entries} entries have a title and a text; the rule wants {of} %"
            ));
        }
        let Some(limit) = self.n_lines else { return Ok(()) };
        let plan = &found.plan;
        if let Some(idx) = plan.entries.iter().position(|entry| entry.lines.len() > limit) {
            let (number, lines) = (idx + 1, &plan.entries[idx].lines);
            let line_number = 1 + page.text[..page.lines[lines.start].start].matches('\n').count();
            let n_lines = lines.len();
            return Err(format!("entry {number}, at line {line_number}, has {n_lines} lines; the rule allows {limit}"));
        }
        for (lines, place) in [(&plan.lead, "before the first entry"), (&plan.tail, "behind the last entry")] {
            if lines.len() > limit {
                return Err(format!("it has {} lines {place}; the rule allows {limit}", lines.len()));
            }
        }
        Ok(())
    }
}

/// Lines as messages name them.
pub(super) fn quoted(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line:?}")).collect::<Vec<_>>().join(" or ")
}
