//! A few ranges of a text, of which there is nearly always one.

use std::ops::Deref;

use crate::document::Span;

/// Ranges in ascending order, read as a slice. One alone takes no memory of its own: a long text has a hundred thousand
/// sentences, and a list for each of them would be a twentieth of the time that it takes to write them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranges(Few);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Few {
    #[default]
    None,
    One(Span),
    Many(Vec<Span>),
}

impl Deref for Ranges {
    type Target = [Span];

    fn deref(&self) -> &[Span] {
        match &self.0 {
            Few::None => &[],
            Few::One(one) => std::slice::from_ref(one),
            Few::Many(many) => many,
        }
    }
}

impl FromIterator<Span> for Ranges {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut spans = spans.into_iter();
        let Some(first) = spans.next() else { return Self(Few::None) };
        let Some(second) = spans.next() else { return Self(Few::One(first)) };
        Self(Few::Many([first, second].into_iter().chain(spans).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_that_were_collected() {
        for n in 0..4 {
            let spans: Vec<Span> = (0..n).map(|at| Span::new(2 * at, 2 * at + 1)).collect();
            assert_eq!(*spans.iter().copied().collect::<Ranges>(), *spans);
        }
    }
}
