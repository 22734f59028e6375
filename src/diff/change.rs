//! What can become of a document from one corpus to another.

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Paired, and neither text, title nor any field differs.
    Same,
    /// Paired, and something differs.
    Changed,
    /// Found by its content in another folder, under the same name.
    Moved,
    /// Found by its content under another name.
    Renamed,
    /// One of several old documents that a new one contains.
    Merged,
    /// One of several new documents that an old one contains.
    Split,
    /// In the new corpus alone.
    Added,
    /// In the old corpus alone.
    Removed,
    /// There on both sides, but one of them cannot be read.
    Unknown,
}

impl Change {
    /// Every change, in the order of summaries.
    pub const ALL: [Self; 9] = [
        Self::Same,
        Self::Changed,
        Self::Moved,
        Self::Renamed,
        Self::Merged,
        Self::Split,
        Self::Added,
        Self::Removed,
        Self::Unknown,
    ];

    /// The word for it in rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Renamed => "renamed",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Unknown => "unknown",
        }
    }

    /// The change of a document that was found by its content: whether its name, the part of its id after the last
    /// slash, is the same.
    pub(super) fn of_ids(old: &str, new: &str) -> Self {
        if name_of(old) == name_of(new) { Self::Moved } else { Self::Renamed }
    }
}

/// The part of an id after its last slash.
pub(super) fn name_of(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, expected: Change) {
        assert_eq!(Change::of_ids(old, new), expected, "{old} and {new}");
    }

    #[test]
    fn a_document_is_moved_if_its_name_is_the_same_and_renamed_otherwise() {
        check("a/b.txt", "c/b.txt", Change::Moved);
        check("b.txt", "c/d/b.txt", Change::Moved);
        check("a/b.txt", "a/c.txt", Change::Renamed);
        check("a/b.txt", "c/d.txt", Change::Renamed);
        check("12", "13", Change::Renamed);
    }
}
