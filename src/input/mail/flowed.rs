//! Paragraphs that were broken into lines for sending (RFC 3676, format=flowed), put together again.

/// How the paragraphs of a text were broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breaks {
    /// Lines are lines.
    Fixed,
    /// A line that ends in a blank goes on in the next.
    Flowed,
    /// As [`Breaks::Flowed`], and the blank was added.
    FlowedWithoutSpace,
}

/// `text`, whose lines end in LF, with the broken paragraphs joined. Quotes keep their marks, once for each paragraph.
pub(super) fn joined(text: &str, breaks: Breaks) -> String {
    let mut whole = String::with_capacity(text.len());
    // The depth of the paragraph that is open.
    let mut open: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        let unquoted = content.trim_start_matches('>');
        let depth = content.len() - unquoted.len();
        let said = unquoted.strip_prefix(' ').unwrap_or(unquoted);
        // The mark of a signature ends in a blank and ends the paragraph before it.
        let is_signature = said == "-- ";
        if open == Some(depth) && !is_signature {
            // It goes on.
        } else {
            if open.is_some() {
                end_line(&mut whole);
            }
            whole.extend(std::iter::repeat_n('>', depth));
            if depth > 0 && !said.is_empty() {
                whole.push(' ');
            }
        }
        let goes_on = said.ends_with(' ') && !is_signature;
        open = goes_on.then_some(depth);
        let kept = if goes_on && breaks == Breaks::FlowedWithoutSpace { said.strip_suffix(' ') } else { None };
        whole.push_str(kept.unwrap_or(said));
        if !goes_on && line.ends_with('\n') {
            whole.push('\n');
        }
    }
    whole
}

fn end_line(whole: &mut String) {
    whole.truncate(whole.trim_end_matches(' ').len());
    whole.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(joined(text, Breaks::Flowed), expected, "{text:?}");
    }

    #[test]
    fn lines_that_end_in_a_blank_go_on() {
        check("one \ntwo\nthree\n", "one two\nthree\n");
        check(" From here \non.\n\n  indented\n", "From here on.\n\n indented\n");
        check("one \n-- \nname", "one\n-- \nname");
        check("cut off ", "cut off ");
    }

    #[test]
    fn a_quote_goes_on_in_a_quote_of_its_depth() {
        check("> one \n> two\n>> deep \n> three \nfour\n", "> one two\n>> deep\n> three\nfour\n");
        check(">\n", ">\n");
    }

    #[test]
    fn a_blank_that_was_added_is_taken_out() {
        assert_eq!(joined("日本 \n語\n", Breaks::FlowedWithoutSpace), "日本語\n");
    }
}
