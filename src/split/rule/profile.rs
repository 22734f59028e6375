//! The profiles: rules for exports that many people have, as files of the kind that [`Rule::parse`] reads.

use std::sync::LazyLock;

use super::Rule;
use crate::split::entry::{Evidence, Page, Proposal};

/// The profiles by name, each with whether a page shows by itself that it is one.
const PROFILES: [(&str, Telling, &str); 7] = [
    ("news-digest", Telling::No, include_str!("profiles/news-digest.toml")),
    ("nexis", Telling::Yes, include_str!("profiles/nexis.toml")),
    ("factiva", Telling::Yes, include_str!("profiles/factiva.toml")),
    ("gutenberg", Telling::No, include_str!("profiles/gutenberg.toml")),
    ("mbox", Telling::Yes, include_str!("profiles/mbox.toml")),
    ("mail-digest", Telling::Yes, include_str!("profiles/mail-digest.toml")),
    ("subtitles", Telling::Yes, include_str!("profiles/subtitles.toml")),
];

/// Whether a page can be told to be of a profile without being asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Telling {
    Yes,
    No,
}

static RULES: LazyLock<Vec<(Telling, Rule)>> = LazyLock::new(|| {
    let read = |(_, telling, toml): &(&str, Telling, &str)| Some((*telling, Rule::parse(toml).ok()?));
    // A test reads them all, so none is left out.
    PROFILES.iter().filter_map(read).collect()
});

impl Rule {
    /// The profile called `name`.
    pub fn named(name: &str) -> Option<&'static Self> {
        RULES.iter().map(|(_, rule)| rule).find(|rule| rule.name == name)
    }

    /// The names of the profiles, in the order of the documentation.
    pub fn names() -> impl Iterator<Item = &'static str> {
        PROFILES.iter().map(|(name, ..)| *name)
    }
}

/// The layouts that the profiles with telling signs of their own suggest.
pub(in crate::split) fn candidates(page: &Page<'_>) -> Vec<Proposal> {
    let telling = telling().filter_map(|rule| {
        let proposal = rule.find(page).ok()?;
        (proposal.doubt.is_some() || rule.fit.check(page, &proposal).is_ok()).then_some(proposal)
    });
    telling.collect()
}

/// The profile that a proposal comes from, if any.
pub(in crate::split) fn of_proposal(proposal: &Proposal) -> Option<&'static Rule> {
    match &proposal.layout.evidence {
        Evidence::Patterns(name) => Rule::named(name),
        _ => None,
    }
}

/// Those whose pages show by themselves what they are.
pub(super) fn telling() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(|(telling, _)| *telling == Telling::Yes).map(|(_, rule)| rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_can_be_read_and_has_the_name_of_its_file() {
        for (name, _, toml) in PROFILES {
            let rule = Rule::parse(toml).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(rule.name(), name);
        }
        assert_eq!(RULES.len(), PROFILES.len());
    }
}
