//! The name of a document in the header of a patch.

use std::fmt::Write;

/// Writes `name` so that `patch` reads it back whole.
///
/// A name with control characters, quotes or backslashes is put in quotes with C escapes, as GNU diff and git do. After
/// a name with a space comes a tab, where `patch` expects a date: without it the name would end at the space.
pub fn patch_name(name: &str) -> String {
    if name.contains(|c: char| c.is_ascii_control() || c == '"' || c == '\\') {
        return quoted(name);
    }
    if name.contains(' ') { format!("{name}\t") } else { name.to_owned() }
}

fn quoted(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 2);
    out.push('"');
    for c in name.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_ascii_control() => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\{:03o}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::patch_name;

    #[test]
    fn names_that_patch_would_misread_are_quoted_or_ended_by_a_tab() {
        assert_eq!(patch_name("a/ü.txt"), "a/ü.txt");
        assert_eq!(patch_name("a b.txt"), "a b.txt\t");
        assert_eq!(patch_name("a\n+++ b"), r#""a\n+++ b""#);
        assert_eq!(patch_name("say \"hi\" \u{1b}"), r#""say \"hi\" \033""#);
    }
}
