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

/// The first word or phrase between underscores of emphasis, if there are so many that they are no chance: five pairs, to which
/// at least three quarters of all underscores belong. Programs and tables have others, inside of names.
///
/// Cost: a search for underscores, and [`emphasis_marks`] if there are ten.
pub fn emphasized(text: &str) -> Option<&str> {
    let n_underscores = memchr::memchr_iter(b'_', text.as_bytes()).count();
    if n_underscores < LEAST_MARKS {
        return None;
    }
    let marks = emphasis_marks(text);
    let is_usual = marks.len() >= LEAST_MARKS && marks.len() * 4 >= n_underscores * 3;
    marks.first_chunk().filter(|_| is_usual).map(|&[start, end]| &text[start..=end])
}

/// Five pairs.
const LEAST_MARKS: usize = 10;

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
    fn emphasis_is_usual_where_most_underscores_belong_to_it() {
        let prose = "He read _Moby Dick_ again. ".repeat(5);
        assert_eq!(emphasized(&prose), Some("_Moby Dick_"));
        assert_eq!(emphasized(&"He read _Moby Dick_ again. ".repeat(4)), None);
        let program = "let user_name = self.user_name; // see _name_\n".repeat(50);
        assert_eq!(emphasized(&program), None);
        assert_eq!(emphasized(&"| a_b | __init__ | ____ |\n".repeat(50)), None);
    }

    #[test]
    fn a_pair_ends_with_its_paragraph() {
        check("_one\n \ntwo_", "_one\n \ntwo_");
        check("_never closed\n\n_closed_", "_never closed\n\nclosed");
    }
}
