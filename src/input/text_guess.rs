//! The field that most likely holds the text of records that have none called `text`.

/// Names that fields with texts often have, `text` being what is looked for first.
const USUAL_NAMES: [&str; 5] = ["text", "content", "body", "article", "Text"];

/// The field that is taken for the text where the user named none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TextGuess<'n> {
    /// It is there under the name that is expected, or under the only usual one.
    Field(&'n str),
    /// There are several that it could be.
    Several(Vec<&'n str>),
    /// None of the fields has a usual name.
    Unknown,
}

/// A guess at the field among `names` that holds the text. It is `text` if there is one, else the only one with a usual name.
pub(super) fn guessed_text<'n>(names: impl IntoIterator<Item = &'n str>) -> TextGuess<'n> {
    let mut usual: Vec<&str> = names.into_iter().filter(|name| USUAL_NAMES.contains(name)).collect();
    usual.sort_by_key(|name| USUAL_NAMES.iter().position(|usual| usual == name));
    usual.dedup();
    match usual[..] {
        [] => TextGuess::Unknown,
        [only] => TextGuess::Field(only),
        ["text", ..] => TextGuess::Field("text"),
        _ => TextGuess::Several(usual),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_only_usual_name_is_the_text() {
        assert_eq!(guessed_text(["id", "body", "year"]), TextGuess::Field("body"));
        assert_eq!(guessed_text(["id", "Text"]), TextGuess::Field("Text"));
    }

    #[test]
    fn the_expected_name_goes_before_all_others() {
        assert_eq!(guessed_text(["content", "text"]), TextGuess::Field("text"));
    }

    #[test]
    fn of_two_usual_names_neither_is_guessed() {
        assert_eq!(guessed_text(["body", "id", "content"]), TextGuess::Several(vec!["content", "body"]));
    }

    #[test]
    fn other_names_are_no_guess() {
        assert_eq!(guessed_text(["id", "TEXT", "content_type"]), TextGuess::Unknown);
        assert_eq!(guessed_text([]), TextGuess::Unknown);
    }
}
