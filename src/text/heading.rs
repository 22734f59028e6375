//! Headings as Markdown writes them, which is also how the input layer writes the headings of web pages.

/// A heading line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading<'t> {
    /// 1 for the highest level to 6.
    pub level: u8,
    /// What the line says, without marks.
    pub title: &'t str,
}

/// Reads `line` as an ATX heading: one to six `#`, white space, a title, perhaps closing `#`.
pub fn heading(line: &str) -> Option<Heading<'_>> {
    let line = line.trim();
    let rest = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - rest.len()).ok().filter(|level| (1..=6).contains(level))?;
    if !rest.starts_with([' ', '\t']) {
        return None;
    }
    let title = rest.trim_end_matches('#').trim();
    (!title.is_empty()).then_some(Heading { level, title })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_needs_a_mark_a_space_and_a_title() {
        assert_eq!(heading("## Two ##\n"), Some(Heading { level: 2, title: "Two" }));
        assert_eq!(heading("# C# and F"), Some(Heading { level: 1, title: "C# and F" }));
        for line in ["#hashtag", "####### seven", "# ", "#", "text", ""] {
            assert_eq!(heading(line), None, "{line:?}");
        }
    }
}
