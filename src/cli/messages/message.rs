//! A message, and the words that many of them share: names, lists of names, errors of the system.

use std::io;

use textmill::error::Error;

/// How many names a hint lists before it says that there are more.
const MOST_NAMES: usize = 20;

/// How much of a text from outside a message shows, in columns.
pub(super) const MOST_SHOWN: usize = 40;

/// How alike two names must be for the one to be a slip of the other (Jaro-Winkler, as clap uses for flags).
const LIKENESS: f64 = 0.75;

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Failure,
    Warning,
    /// What came of the run, in one line.
    Summary,
    Note,
}

/// One thing to tell on stderr.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) weight: Weight,
    /// What it is about, empty if it is about the whole run.
    pub(crate) path: String,
    pub(crate) what: String,
    pub(crate) causes: Vec<String>,
    pub(crate) hints: Vec<String>,
}

impl Message {
    pub(super) fn new(weight: Weight, path: impl Into<String>, what: impl Into<String>) -> Self {
        Self { weight, path: path.into(), what: what.into(), causes: Vec::new(), hints: Vec::new() }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    pub(super) fn hints(mut self, hints: Vec<String>) -> Self {
        self.hints.extend(hints);
        self
    }

    pub(super) fn hint_if_any(mut self, hint: Option<String>) -> Self {
        self.hints.extend(hint);
        self
    }
}

impl std::fmt::Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Message {}

impl From<Message> for Error {
    /// A refusal of an output, which the library hands back as it is.
    fn from(message: Message) -> Self {
        Self::Output(Box::new(message))
    }
}

/// The commonest errors in words for people; the standard library speaks of entities.
pub(super) fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AlreadyExists => "it exists already".to_owned(),
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

pub(super) fn flag(name: &str) -> String {
    if name.starts_with('-') || name.contains(' ') { name.to_owned() } else { format!("--{name}") }
}

pub(super) fn nearest(name: &str, known: &[String]) -> Option<String> {
    let lower = name.to_lowercase();
    // In a short name one slip changes so much that the two look unlike.
    let is_slip = |candidate: &str| candidate.len() > 2 && strsim::osa_distance(&lower, candidate) == 1;
    let likeness = |candidate: &String| {
        let candidate = candidate.to_lowercase();
        if is_slip(&candidate) { 1.0 } else { strsim::jaro_winkler(&lower, &candidate) }
    };
    let best = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) >= LIKENESS).then(|| format!("did you mean {best:?}?"))
}

pub(super) fn listed(names: &[String]) -> String {
    let shown = names[..names.len().min(MOST_NAMES)].join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 if names.is_empty() => "none".to_owned(),
        0 => shown,
        n_more => format!("{shown} and {n_more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_in_a_short_name_is_seen() {
        let known = ["id", "zip", "date"].map(str::to_owned);
        assert_eq!(nearest("zpi", &known).as_deref(), Some("did you mean \"zip\"?"));
    }

    #[test]
    fn a_name_like_no_other_has_no_nearest_one() {
        assert_eq!(nearest("zzz", &["id".to_owned(), "text".to_owned()]), None);
        assert_eq!(nearest("id", &[]), None);
    }

    #[test]
    fn a_long_list_of_names_is_cut() {
        let names: Vec<String> = (0..23).map(|n| n.to_string()).collect();
        assert!(listed(&names).ends_with("18, 19 and 3 more"));
    }
}
