//! Values as JSON inside a script element, which ends at the first `</script` whatever the JSON says.
//!
//! No `<` is written, so that no text can end the element or open a comment in it; the line separators U+2028 and U+2029
//! are escaped because older parsers of scripts take them for line ends.

use std::borrow::Cow;

use super::markup::{cut_off, visible};
use crate::render::shortest;
use crate::table::Cell;

/// Texts in cells are cut off after so many characters: a table is no place to read a document.
pub(super) const MAX_CELL_CHARS: usize = 300;

/// Adds a row as an array.
pub(super) fn push_row(cells: &[Cell<'_>], json: &mut String) {
    json.push('[');
    for (idx, cell) in cells.iter().enumerate() {
        if idx > 0 {
            json.push(',');
        }
        match cell {
            Cell::Empty => json.push_str("null"),
            Cell::Text(text) | Cell::Json(text) => push_string(&cut_off(text, MAX_CELL_CHARS), json),
            Cell::Integer(value) => json.push_str(&value.to_string()),
            Cell::Real(value) => json.push_str(&shortest(*value)),
        }
    }
    json.push(']');
}

/// Adds a text as a string.
pub(super) fn push_string(text: &str, json: &mut String) {
    let quoted = serde_json::Value::from(visible(text)).to_string();
    json.push_str(&guarded(&quoted));
}

fn guarded(json: &str) -> Cow<'_, str> {
    if !json.contains(['<', '\u{2028}', '\u{2029}']) {
        return Cow::Borrowed(json);
    }
    Cow::Owned(json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_row_keeps_its_types() {
        let mut json = String::new();
        push_row(&[Cell::Empty, Cell::text("a\"b"), Cell::Integer(7), Cell::Real(0.5), Cell::real(None)], &mut json);
        assert_eq!(json, r#"[null,"a\"b",7,0.5,null]"#);
    }

    #[test]
    fn nothing_that_a_parser_of_html_or_scripts_acts_on_is_written() {
        let mut json = String::new();
        push_string("</script><!-- \u{2028}\u{2029}\0", &mut json);
        assert_eq!(json, r#""\u003c/script>\u003c!-- \u2028\u2029␀""#);
    }

    proptest! {
        #[test]
        fn every_text_reads_back_and_opens_no_tag(text in "(\\PC|[<>&\"'\u{2028}\u{2029}\\\\]){0,40}") {
            let mut json = String::new();
            push_string(&text, &mut json);
            let acted_on = ['<', '\u{2028}', '\u{2029}'];
            prop_assert!(!json.contains(acted_on));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
