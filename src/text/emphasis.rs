//! Underscores that stand around words for emphasis, as in plain texts of Project Gutenberg: `_Pequod_`.
//!
//! UAX #29 takes an underscore for a letter, so that `_Pequod_` is another word than `Pequod`. A pair of them around words is
//! no part of any; inside of a word, and doubled, they are: `user_name`, `__init__`.

/// The places of the underscores of `text` that are in pairs around words of one paragraph, ascending.
///
/// Cost: O(length of the text), most of it a search for underscores.
pub fn emphasis_marks(text: &str) -> Vec<usize> {
    let mut marks = Vec::new();
    let mut open: Option<usize> = None;
    for at in memchr::memchr_iter(b'_', text.as_bytes()) {
        let (before, behind) = (text[..at].chars().next_back(), text[at + 1..].chars().next());
        if joins_word(before) && joins_word(behind) || before == Some('_') || behind == Some('_') {
            continue;
        }
        let opened = open.filter(|&open| !holds_break(&text[open..at]));
        let is_closing = before.is_some_and(|c| !c.is_whitespace()) && !joins_word(behind);
        match opened {
            Some(start) if is_closing && text[start..at].contains(char::is_alphanumeric) => {
                marks.extend([start, at]);
                open = None;
            }
            _ => {
                let is_opening = behind.is_some_and(|c| !c.is_whitespace()) && !joins_word(before);
                open = if is_opening { Some(at) } else { opened };
            }
        }
    }
    marks
}

fn joins_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// `true` if a blank line stands in `text`.
fn holds_break(text: &str) -> bool {
    text.match_indices('\n').any(|(at, _)| text[at + 1..].trim_start_matches([' ', '\t']).starts_with('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let marks = emphasis_marks(text);
        let left: String = text.char_indices().filter(|(at, _)| !marks.contains(at)).map(|(_, c)| c).collect();
        assert_eq!(left, expected);
    }

    #[test]
    fn pairs_around_words_and_phrases_are_emphasis() {
        check(
            "The _Argo_ sailed, _all\nhands on deck_, and _Argo_'s crew.",
            "The Argo sailed, all\nhands on deck, and Argo's crew.",
        );
        check("“_Non!_”—_je vous en prie_—(_sic_) _É_.", "“Non!”—je vous en prie—(sic) É.");
        check("_One_ _two_", "One two");
    }

    #[test]
    fn underscores_of_names_are_letters() {
        for text in ["user_name, __init__ and _private", "a_b_c", "fill in ____ here", "_", "_ a _", "x_ _y", "_._"] {
            check(text, text);
        }
        check("call _user_name_ now", "call user_name now");
    }

    #[test]
    fn a_pair_ends_with_its_paragraph() {
        check("_one\n \ntwo_", "_one\n \ntwo_");
        check("_never closed\n\n_closed_", "_never closed\n\nclosed");
    }
}
