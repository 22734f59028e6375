//! The literal spellings that begin with one and the same word, as a list that a text is followed through.
//!
//! They are sorted by their characters, so that those which go on alike stand together. With each character of a text the
//! list narrows to those that go on with it, by binary search. However many spellings share a first word, following a
//! text through them costs its characters in common with any of them, times the logarithm of their number.

/// A literal spelling as it is compared.
#[derive(Clone, Debug)]
pub(super) struct Literal {
    pub(super) row: u32,
    /// Folded; one blank for any white space.
    pub(super) characters: Vec<char>,
    /// Characters before the first word, such as the dot of ".com".
    pub(super) n_lead: usize,
}

impl Literal {
    /// What stands before the first word.
    pub(super) fn lead(&self) -> &[char] {
        &self.characters[..self.n_lead]
    }

    /// The first word and what follows it.
    fn body(&self) -> &[char] {
        &self.characters[self.n_lead..]
    }
}

/// Literal spellings with the same first word. Sort them after the last one.
#[derive(Clone, Debug, Default)]
pub(super) struct Literals {
    sorted: Vec<Literal>,
}

impl Literals {
    /// Adds a spelling of a further row.
    pub(super) fn push(&mut self, literal: Literal) {
        self.sorted.push(literal);
    }

    /// Brings the spellings in the order that [`Self::follow`] needs. Of one that is listed twice the first row counts.
    pub(super) fn sort(&mut self) {
        self.sorted.sort_by(|a, b| (a.body(), a.lead(), a.row).cmp(&(b.body(), b.lead(), b.row)));
        self.sorted.dedup_by(|later, first| (later.body(), later.lead()) == (first.body(), first.lead()));
    }

    /// Begins before the first character of the first word.
    pub(super) fn follow(&self) -> Following<'_> {
        Following { rest: &self.sorted, n_characters: 0 }
    }
}

/// The spellings whose bodies begin with the characters seen so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Following<'l> {
    rest: &'l [Literal],
    n_characters: usize,
}

impl<'l> Following<'l> {
    /// Goes on by one character. Says whether any spelling does as well.
    pub(super) fn step(&mut self, c: char) -> bool {
        let (at, rest) = (self.n_characters, &self.rest[self.ended().len()..]);
        let start = rest.partition_point(|literal| literal.body()[at] < c);
        let end = start + rest[start..].partition_point(|literal| literal.body()[at] == c);
        self.rest = &rest[start..end];
        self.n_characters += 1;
        !self.rest.is_empty()
    }

    /// The spellings that end here, which differ by their leads. They stand before those that go on.
    pub(super) fn ended(&self) -> &'l [Literal] {
        let n_ended = self.rest.partition_point(|literal| literal.body().len() == self.n_characters);
        &self.rest[..n_ended]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(texts: &[&str]) -> Literals {
        let mut literals = Literals::default();
        for (row, text) in (0..).zip(texts) {
            let n_lead = text.chars().take_while(|c| !c.is_alphanumeric()).count();
            literals.push(Literal { row, characters: text.chars().collect(), n_lead });
        }
        literals.sort();
        literals
    }

    /// The rows that end at each character of `text`, as far as there are spellings that go on.
    fn ended(literals: &Literals, text: &str) -> Vec<Vec<u32>> {
        let mut following = literals.follow();
        let mut rows = Vec::new();
        for c in text.chars() {
            if !following.step(c) {
                break;
            }
            rows.push(following.ended().iter().map(|literal| literal.row).collect());
        }
        rows
    }

    #[test]
    fn spellings_end_where_their_last_character_is() {
        let literals = literals(&["ab", "abc", "a", "b", ".ab", "ab"]);
        assert_eq!(ended(&literals, "abcd"), [vec![2], vec![0, 4], vec![1]]);
        assert_eq!(ended(&literals, "bx"), [[3]]);
        assert!(ended(&literals, "x").is_empty());
    }

    #[test]
    fn each_character_leaves_only_those_that_go_on_with_it() {
        let texts: Vec<String> = (0..10_000).map(|n| format!("term {n:04}")).collect();
        let literals = literals(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let mut following = literals.follow();
        let left = "term 1234".chars().map(|c| {
            following.step(c);
            following.rest.len()
        });
        assert_eq!(left.collect::<Vec<_>>(), [10_000, 10_000, 10_000, 10_000, 10_000, 1_000, 100, 10, 1]);
    }
}
