//! Groups of spellings, each around its most frequent one.
//!
//! Spellings are taken by falling frequency. Each is compared with the leaders so far that share a key with it, joins
//! the one it is most like, or becomes a leader itself. A spelling is compared with leaders only, so likeness does not
//! drift from link to link; and only within a key, at most [`MAX_COMPARED`] times, so the cost is linear in the
//! spellings. At the end groups of acronyms are joined to the names that they stand for.

use std::collections::{BTreeSet, HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::acronym::{initials, is_acronym, letters};
use super::likeness::{Candidate, Reason, likeness};
use super::name::without_possessive;
use super::skeleton::Keys;
use super::spellings::Spellings;

/// The most leaders under one key that a spelling is compared with: the most frequent ones.
const MAX_COMPARED: usize = 64;

/// Acronyms of two letters stand for too many names, unless brackets say which.
const MIN_INITIALS: usize = 3;

/// A spelling in its group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) text: String,
    pub(super) frequency: u64,
    /// Letters that differ from the spelling that the evidence names.
    pub(super) distance: Option<u64>,
    pub(super) evidence: String,
}

/// The groups of at least two spellings, the most frequent label first. The first member of each is its label.
pub(super) fn groups(spellings: &Spellings) -> Vec<Vec<Member>> {
    let mut grouping = Grouping::of(candidates(spellings));
    grouping.join_acronyms(spellings);
    grouping.join_alternatives(spellings);
    grouping.into_groups()
}

/// Every spelling, by falling frequency. Of equally frequent names the one whose rarest word is more frequent comes first,
/// since a slip in one word makes that word rare.
fn candidates(spellings: &Spellings) -> Vec<Candidate> {
    let words = spellings.words();
    let n_words: HashMap<&str, u64> = words.iter().map(|(word, n)| (&**word, *n)).collect();
    // A word that is no name is counted in lower case.
    let n_of = |word: &str| n_words.get(word).or_else(|| n_words.get(&*word.to_lowercase())).copied().unwrap_or(0);
    let rarest = |name: &str| name.split([' ', '-']).map(without_possessive).map(n_of).min().unwrap_or(0);
    let mut ordered: Vec<(Candidate, u64)> = words
        .iter()
        .cloned()
        .chain(spellings.names())
        .map(|(text, frequency)| {
            let (is_name, keys) = (text.starts_with(char::is_uppercase), Keys::of(&text));
            let n_rarest = rarest(&text);
            (Candidate { text, frequency, is_name, keys }, n_rarest)
        })
        .filter(|(candidate, _)| !candidate.keys.plain.is_empty())
        .collect();
    ordered.sort_by(|(a, a_rarest), (b, b_rarest)| {
        let by_frequency = b.frequency.cmp(&a.frequency).then(b_rarest.cmp(a_rarest));
        by_frequency.then_with(|| a.text.cmp(&b.text))
    });
    ordered.into_iter().map(|(candidate, _)| candidate).collect()
}

/// Candidates by falling frequency, and what each was put to.
#[derive(Debug)]
struct Grouping {
    candidates: Vec<Candidate>,
    links: Vec<Link>,
    /// The letters of acronyms that have their name.
    explained: HashSet<String>,
}

/// What a spelling was put to.
#[derive(Clone, Copy, Debug)]
enum Link {
    /// Nothing: it leads a group.
    Leads,
    LikeLeader {
        leader: usize,
        reason: Reason,
        distance: u64,
    },
    /// The group joined that of `leader`: one is an acronym of the name that the evidence gives.
    Stands {
        leader: usize,
        acronym: usize,
        name: usize,
        is_explained: bool,
    },
    /// The group joined that of `leader`: both are acronyms, written with a slash between them, and their names have
    /// the word in common.
    Alternates {
        leader: usize,
        acronyms: (usize, usize),
        word: usize,
    },
}

impl Grouping {
    fn of(candidates: Vec<Candidate>) -> Self {
        let mut leaders: HashMap<u64, Vec<usize>> = HashMap::new();
        let mut links = Vec::with_capacity(candidates.len());
        for (idx, candidate) in candidates.iter().enumerate() {
            let keys = hashed_keys(candidate);
            let known = keys.iter().filter_map(|key| leaders.get(key)).flatten();
            let likely = known.filter_map(|&leader| {
                let (reason, distance) = likeness(candidate, &candidates[leader])?;
                Some((reason, distance, leader))
            });
            let link = match likely.min() {
                Some((reason, distance, leader)) => Link::LikeLeader { leader, reason, distance },
                None => {
                    for key in keys {
                        let known = leaders.entry(key).or_default();
                        if known.len() < MAX_COMPARED {
                            known.push(idx);
                        }
                    }
                    Link::Leads
                }
            };
            links.push(link);
        }
        Self { candidates, links, explained: HashSet::new() }
    }

    /// The label of a spelling's group. Links lead to more frequent spellings, so this ends.
    fn label(&self, idx: usize) -> usize {
        match self.links[idx] {
            Link::Leads => idx,
            Link::LikeLeader { leader, .. } | Link::Stands { leader, .. } | Link::Alternates { leader, .. } => {
                self.label(leader)
            }
        }
    }

    /// Joins acronyms to names: first those that brackets explain, then those whose letters are a name's initials.
    fn join_acronyms(&mut self, spellings: &Spellings) {
        let idxs = self.idxs();
        for (name, acronym) in spellings.explained() {
            if let (Some(&acronym), Some(&name)) = (idxs.get(&acronym), idxs.get(&name)) {
                self.join(acronym, name, true);
            }
        }
        let mut by_initials: HashMap<String, usize> = HashMap::new();
        for (idx, candidate) in self.candidates.iter().enumerate().filter(|(_, c)| c.text.contains([' ', '-'])) {
            for initials in initials(&candidate.text) {
                by_initials.entry(initials).or_insert(idx);
            }
        }
        for acronym in 0..self.candidates.len() {
            let text = &self.candidates[acronym].text;
            let letters = letters(text);
            if is_acronym(text)
                && letters.chars().count() >= MIN_INITIALS
                && let Some(&name) = by_initials.get(&letters)
            {
                self.join(acronym, name, false);
            }
        }
    }

    /// Joins acronyms that are written with a slash between them, if their names share a word that is always
    /// capitalized. Alone a slash also joins what only belongs together.
    fn join_alternatives(&mut self, spellings: &Spellings) {
        let idxs = self.idxs();
        let mut words_of: HashMap<usize, BTreeSet<usize>> = HashMap::new();
        for (idx, candidate) in self.candidates.iter().enumerate() {
            let of_word = |word: &str| idxs.get(word).filter(|&&word| self.candidates[word].is_name).copied();
            let words = head_words(&candidate.text).filter_map(of_word).map(|word| self.label(word));
            words_of.entry(self.label(idx)).or_default().extend(words.filter(|&word| word != idx));
        }
        for (a, b) in spellings.alternatives() {
            let (Some(&a), Some(&b)) = (idxs.get(&a), idxs.get(&b)) else { continue };
            let (of_a, of_b) = (self.label(a), self.label(b));
            let none = BTreeSet::new();
            let mut words = [of_a, of_b].map(|label| words_of.get(&label).unwrap_or(&none));
            words.sort_by_key(|words| words.len());
            let Some(&word) = words[0].intersection(words[1]).next().filter(|_| of_a != of_b) else { continue };
            let (leader, joins) = (of_a.min(of_b), of_a.max(of_b));
            self.links[joins] = Link::Alternates { leader, acronyms: (a, b), word };
            let joined = words_of.remove(&joins).unwrap_or_default();
            words_of.entry(leader).or_default().extend(joined);
        }
    }

    /// Where each spelling is.
    fn idxs(&self) -> HashMap<String, usize> {
        self.candidates.iter().enumerate().map(|(idx, candidate)| (candidate.text.clone(), idx)).collect()
    }

    /// Puts the group of the acronym and that of the name together, unless the acronym stands for a name already.
    fn join(&mut self, acronym: usize, name: usize, is_explained: bool) {
        let (of_acronym, of_name) = (self.label(acronym), self.label(name));
        if of_acronym == of_name || !self.explained.insert(letters(&self.candidates[acronym].text)) {
            return;
        }
        // The smaller place is the more frequent spelling.
        let (leader, joins) = (of_acronym.min(of_name), of_acronym.max(of_name));
        self.links[joins] = Link::Stands { leader, acronym, name, is_explained };
    }

    fn into_groups(self) -> Vec<Vec<Member>> {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); self.candidates.len()];
        for idx in 0..self.candidates.len() {
            members[self.label(idx)].push(idx);
        }
        // Places ascend by falling frequency, and so do groups by that of their label.
        let groups = members.into_iter().filter(|group| group.len() > 1);
        groups.map(|group| group.into_iter().map(|idx| self.member(idx)).collect()).collect()
    }

    fn member(&self, idx: usize) -> Member {
        let text = |idx: usize| &self.candidates[idx].text;
        let (distance, evidence) = match self.links[idx] {
            Link::Leads => (Some(0), "most frequent spelling".to_owned()),
            Link::LikeLeader { leader, reason, distance } => {
                (Some(distance), format!("{} {}", reason.describe(), text(leader)))
            }
            Link::Stands { acronym, name, is_explained, .. } => {
                let how = if is_explained { "explained in brackets" } else { "same initials" };
                (None, format!("{} stands for {}: {how}", text(acronym), text(name)))
            }
            Link::Alternates { acronyms: (a, b), word, .. } => {
                (None, format!("written {}/{}, and both are names with {}", text(a), text(b), text(word)))
            }
        };
        Member { text: text(idx).clone(), frequency: self.candidates[idx].frequency, distance, evidence }
    }
}

/// The words of a name before what follows on "of" and the like; none if it is no name of several words.
fn head_words(name: &str) -> impl Iterator<Item = &str> {
    let is_head = |word: &&str| word.contains(char::is_uppercase) || word.contains('-');
    let words = name.contains([' ', '-']).then(|| name.split(' ').take_while(is_head));
    words.into_iter().flatten().flat_map(|word| word.split('-')).map(without_possessive)
}

/// The keys under which a spelling is looked for, as numbers. Two keys that share a number only cost a comparison.
fn hashed_keys(candidate: &Candidate) -> Vec<u64> {
    const PLAIN: u64 = 1;
    const SINGLE: u64 = 2;
    const SKELETON: u64 = 3;
    let keys = &candidate.keys;
    let mut all =
        vec![xxh3_64_with_seed(keys.plain.as_bytes(), PLAIN), xxh3_64_with_seed(keys.single.as_bytes(), SINGLE)];
    if candidate.is_name {
        let skeletons = keys.neighborhood();
        all.extend(skeletons.iter().map(|skeleton| xxh3_64_with_seed(skeleton.as_bytes(), SKELETON)));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Spellings {
        let mut spellings = Spellings::default();
        spellings.read(text);
        spellings
    }

    /// Each group as its spellings, the label first.
    #[track_caller]
    fn check(text: &str, expected: &[&[&str]]) {
        let found = groups(&read(text));
        let found: Vec<Vec<&str>> =
            found.iter().map(|g| g.iter().map(|member| member.text.as_str()).collect()).collect();
        assert_eq!(found, expected);
    }

    fn evidence(text: &str, variant: &str) -> (Option<u64>, String) {
        let member = groups(&read(text)).into_iter().flatten().find(|member| member.text == variant).unwrap();
        (member.distance, member.evidence)
    }

    #[test]
    fn rare_spellings_are_put_to_the_frequent_one() {
        check("Brakwater, Brackwater, Brackwater. Brackwatter; Lindle", &[&["Brackwater", "Brackwatter", "Brakwater"]]);
        check("the mill and the mills and the weir", &[]);
    }

    #[test]
    fn equally_frequent_names_are_led_by_the_one_of_known_words() {
        check(
            "the Lindel Mill, the Lindle Mill; Lindle, Lindle, Lindle",
            &[&["Lindle", "Lindel"], &["Lindle Mill", "Lindel Mill"]],
        );
    }

    #[test]
    fn spellings_are_like_their_label_and_not_like_each_other_only() {
        // Each differs from the next by one letter, the last from the first by three.
        let found =
            groups(&read("Morandal, Morandal, Morandal, Morandal, Morandal, Morandal; Morandel; Merendel; Merindel"));
        assert!(found.iter().flatten().all(|member| member.distance <= Some(2)), "{found:?}");
    }

    #[test]
    fn acronyms_join_the_names_that_they_stand_for() {
        let text = "the Lindle Mill Watch (LMW) and LMW; or L.M.W. of Lindel Mill Watch, Weir Mill";
        let found = groups(&read(text)).into_iter().find(|group| group[0].text == "LMW").unwrap();
        let members: BTreeSet<&str> = found.iter().map(|member| member.text.as_str()).collect();
        assert_eq!(members, ["LMW", "Lindle Mill Watch", "L.M.W", "Lindel Mill Watch"].into());
        assert_eq!(evidence(text, "LMW"), (Some(0), "most frequent spelling".to_owned()));
    }

    #[test]
    fn two_letters_stand_for_a_name_in_brackets_only() {
        check("the Lindle Mill; LM", &[]);
        check("the Lindle Mill (LM); LM", &[&["LM", "Lindle Mill"]]);
        let (distance, evidence) = evidence("the Lindle Mill (LM); LM", "Lindle Mill");
        assert_eq!((distance, evidence.as_str()), (None, "LM stands for Lindle Mill: explained in brackets"));
    }

    #[test]
    fn acronyms_around_a_slash_are_one_if_their_names_share_a_word() {
        let names = "Lindle Mill Watch (LMW), People’s Lindel Watch (PLW), Lindle, Lindle, Lindle.";
        let label_of = |text: &str, spelling: &str| {
            let groups = groups(&read(text));
            let group = groups.iter().find(|group| group.iter().any(|member| member.text == spelling)).unwrap();
            group[0].text.clone()
        };
        let (one, apart) = (format!("{names} LMW/PLW, LMW"), format!("{names} LMW, LMW and PLW"));
        assert_eq!((label_of(&one, "LMW").as_str(), label_of(&one, "PLW").as_str()), ("LMW", "LMW"));
        assert_eq!((label_of(&apart, "LMW").as_str(), label_of(&apart, "PLW").as_str()), ("LMW", "PLW"));
        assert_eq!(evidence(&one, "PLW").1, "written LMW/PLW, and both are names with Lindle");
        let other = "Weir Works Group (WWG), Mill Works Office (MWO), WWG/MWO; works";
        assert_eq!(label_of(other, "MWO"), "MWO");
    }
}
