//! Messages on fields that a user named and no document has.

use textmill::input::ReadingFlag;

use super::{Message, Weight, flag, listed, nearest};

/// The run cannot do without the field.
pub(super) fn unknown(option: &str, name: &str, known: &[String]) -> Message {
    with_names(Message::new(Weight::Failure, flag(option), format!("no document has a field {name:?}")), name, known)
}

/// The run went on without the field.
pub(super) fn unused(path: &str, option: &str, name: &str, known: &[String]) -> Message {
    let what = format!("no record has a field {name:?}, which {} names", flag(option));
    with_names(Message::new(Weight::Warning, path, what), name, known)
}

/// A flag on reading was accepted and made no difference.
pub(crate) fn unused_flag(unused: ReadingFlag) -> Message {
    let what = format!("has no effect: {}", unused.why_unused());
    let message = Message::new(Weight::Warning, flag(unused.name()), what);
    let hint = (unused == ReadingFlag::Meta).then(|| "--meta-key COLUMN names the column with ids or paths".to_owned());
    message.hint_if_any(hint)
}

fn with_names(message: Message, name: &str, known: &[String]) -> Message {
    message.hint_if_any(nearest(name, known)).hint(format!("the fields are {}", listed(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_is_not_there_is_answered_with_the_nearest_name() {
        let known = ["body", "date"].map(str::to_owned);
        let (failure, warning) = (unknown("text-field", "bodi", &known), unused("a.csv", "id-field", "dat", &known));
        assert_eq!((&*failure.path, &*failure.what), ("--text-field", "no document has a field \"bodi\""));
        assert_eq!(failure.hints, ["did you mean \"body\"?", "the fields are body, date"]);
        assert_eq!(warning.what, "no record has a field \"dat\", which --id-field names");
        assert_eq!(warning.hints[0], "did you mean \"date\"?");
    }
}
