//! Tables of data told apart from tables that only lay out a page.

use std::collections::HashSet;

use dom_query::{NodeId, NodeRef};

/// Cells of data are shorter than these letters on average.
const LONG_CELL: usize = 200;

/// What has been seen of an open table.
#[derive(Default)]
struct Table {
    n_rows: usize,
    n_cells: usize,
    n_letters: usize,
    /// `true` if it says that it is one of data: by a heading of a column or a row, or by a caption.
    is_told: bool,
    /// `true` if it holds what no table of data does: another table, headings, preformatted text.
    holds_page: bool,
}

/// The tables below `root` whose rows are to be read as rows: cells beside each other, in few words.
///
/// Cost: one pass.
pub(super) fn data_tables(root: &NodeRef<'_>) -> HashSet<NodeId> {
    let mut found = HashSet::new();
    let mut open: Vec<Table> = Vec::new();
    let mut stack = vec![(*root, false)];
    while let Some((node, is_left)) = stack.pop() {
        if node.is_text() {
            if let Some(table) = open.last_mut() {
                table.n_letters += node.text().chars().filter(|c| !c.is_whitespace()).count();
            }
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        if is_left {
            if open.pop().is_some_and(|table| table.is_data()) {
                found.insert(node.id);
            }
            continue;
        }
        if &*name == "table" {
            if let Some(outer) = open.last_mut() {
                outer.holds_page = true;
            }
            open.push(Table { holds_page: is_presentation(&node), ..Table::default() });
            stack.push((node, true));
        } else if let Some(table) = open.last_mut() {
            table.take(&name);
        }
        stack.extend(node.children_it(true).map(|child| (child, false)));
    }
    found
}

fn is_presentation(table: &NodeRef<'_>) -> bool {
    table.attr("role").is_some_and(|role| matches!(role.trim(), "presentation" | "none"))
}

impl Table {
    fn take(&mut self, name: &str) {
        match name {
            "tr" => self.n_rows += 1,
            "td" => self.n_cells += 1,
            "th" => {
                self.n_cells += 1;
                self.is_told = true;
            }
            "caption" | "thead" => self.is_told = true,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre" | "article" | "form" | "hr" => self.holds_page = true,
            _ => {}
        }
    }

    fn is_data(&self) -> bool {
        let is_short = self.n_letters < LONG_CELL * self.n_cells;
        let is_wide = self.n_cells * 2 >= self.n_rows * 3;
        !self.holds_page && is_short && (self.is_told || is_wide)
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Document as Dom;

    use super::*;

    fn n_data_tables(html: &str) -> usize {
        data_tables(&Dom::from(html).root()).len()
    }

    #[test]
    fn short_cells_beside_each_other_are_data() {
        assert_eq!(n_data_tables("<table><tr><td>a<td>b<tr><td>c<td>d</table>"), 1);
        assert_eq!(n_data_tables("<table><tr><th>a<tr><td>c</table>"), 1);
    }

    #[test]
    fn frames_around_other_things_are_layout() {
        assert_eq!(n_data_tables("<table><tr><td>a</table>"), 0);
        assert_eq!(n_data_tables("<table role=presentation><tr><td>a<td>b</table>"), 0);
        assert_eq!(n_data_tables("<table><tr><td>a<td><h2>b</h2>c</table>"), 0);
        assert_eq!(n_data_tables(&format!("<table><tr><td>a<td>{}</table>", "word ".repeat(200))), 0);
        assert_eq!(n_data_tables("<table><tr><td>a<td><table><tr><td>b<td>c</table></table>"), 1);
    }
}
