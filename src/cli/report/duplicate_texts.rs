//! A duplicate and the document that was kept for it, side by side.

use std::num::NonZero;

use textmill::document::Span;
use textmill::render::report::{Comparison, Pane, Piece};
use textmill::render::rounded;
use textmill::similarity::shared_passages;

use super::excerpt::excerpt;

/// A document of a cluster.
#[derive(Clone, Debug, Default)]
pub(super) struct Member {
    pub(super) id: String,
    /// Empty for the kept one.
    pub(super) relation: String,
    pub(super) jaccard: Option<f64>,
    pub(super) containment: Option<f64>,
    pub(super) text: String,
}

impl Member {
    /// Both texts with the passages marked that they share, runs of `n_words` words or more. Of documents with the same
    /// text it is there once.
    pub(super) fn beside(&self, kept: &Self, n_words: NonZero<usize>) -> Comparison {
        let heading = self.heading();
        if self.text == kept.text {
            let pane = Pane { label: "both".to_owned(), pieces: excerpt(&kept.text, &[], Piece::Shared) };
            return Comparison { heading, panes: vec![pane] };
        }
        let pane = |own: &Self, other: &Self, role: &str| {
            let mut shared: Vec<Span> =
                shared_passages(&own.text, &other.text, n_words).iter().map(|passage| passage.span).collect();
            shared.sort_unstable();
            Pane { label: format!("{role}: {}", own.id), pieces: excerpt(&own.text, &shared, Piece::Shared) }
        };
        Comparison { heading, panes: vec![pane(kept, self, "kept"), pane(self, kept, &self.relation)] }
    }

    fn heading(&self) -> String {
        let score = |name: &str, value: Option<f64>| {
            value.map_or_else(String::new, |value| format!(", {name} {}", rounded(value)))
        };
        let (jaccard, containment) = (score("Jaccard", self.jaccard), score("containment", self.containment));
        format!("{}: {}{jaccard}{containment}", self.id, self.relation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: &str, relation: &str, text: &str) -> Member {
        let (id, relation, text) = (id.to_owned(), relation.to_owned(), text.to_owned());
        Member { id, relation, jaccard: Some(0.5), containment: None, text }
    }

    #[test]
    fn shared_passages_are_marked_on_both_sides() {
        let kept = member("a", "", "x one two three y");
        let comparison = member("b", "near", "One two, three! z").beside(&kept, NonZero::new(3).unwrap());
        assert_eq!(comparison.heading, "b: near, Jaccard 0.5000");
        let shared: Vec<(&str, &str)> = comparison
            .panes
            .iter()
            .flat_map(|pane| {
                pane.pieces.iter().filter(|(piece, _)| *piece == Piece::Shared).map(|(_, text)| text.as_str())
            })
            .zip(["", ""])
            .collect();
        assert_eq!(shared, [("one two three", ""), ("One two, three", "")]);
        assert_eq!(comparison.panes.iter().map(|pane| pane.label.as_str()).collect::<Vec<_>>(), ["kept: a", "near: b"]);
    }

    #[test]
    fn equal_texts_are_shown_once() {
        let kept = member("a", "", "same");
        let panes = member("b", "exact", "same").beside(&kept, NonZero::new(5).unwrap()).panes;
        assert_eq!(panes, [Pane { label: "both".to_owned(), pieces: vec![(Piece::Plain, "same".to_owned())] }]);
    }
}
