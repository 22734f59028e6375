//! A text with parts of it replaced, which still knows what its source has there.

use super::Document;
use super::offsets::{Replaced, Span};

/// A part of a text and what shall stand in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The part; an empty one is a place.
    pub span: Span,
    /// What stands there afterwards.
    pub with: String,
}

impl Document {
    /// Replaces parts of the text. `edits` ascend and do not overlap. Places of the markup move along, and offsets and
    /// [`Document::source_text`] go on to be those of the source. A text can be edited once.
    ///
    /// Cost: O(length of the text), none without edits.
    pub fn edit(&mut self, edits: &[Edit]) {
        if edits.is_empty() {
            return;
        }
        let old = std::mem::take(&mut self.text);
        let mut crlf_at = std::mem::take(&mut self.facts.offsets.crlf_at).into_iter().peekable();
        let mut text = String::with_capacity(old.len());
        let (mut replaced, mut kept_crlf) = (Vec::with_capacity(edits.len()), Vec::new());
        let (mut done, mut n_more) = (0, 0_i64);
        for Edit { span, with } in edits {
            text.push_str(&old[done..span.start]);
            while let Some(lf) = crlf_at.next_if(|&lf| lf < span.start as u64) {
                kept_crlf.push(text.len() as u64 - (span.start as u64 - lf));
            }
            let mut source = String::with_capacity(span.len());
            let mut at = span.start;
            while let Some(lf) = crlf_at.next_if(|&lf| lf < span.end as u64) {
                source.push_str(&old[at..lf as usize]);
                source.push('\r');
                at = lf as usize;
            }
            source.push_str(&old[at..span.end]);
            n_more += source.len() as i64 - with.len() as i64;
            replaced.push(Replaced { at: text.len() as u64, n_bytes: with.len() as u64, source, n_more });
            text.push_str(with);
            done = span.end;
        }
        kept_crlf.extend(crlf_at.map(|lf| lf - done as u64 + text.len() as u64));
        text.push_str(&old[done..]);
        self.text = text;
        self.facts.offsets.crlf_at = kept_crlf;
        self.facts.offsets.replaced = replaced.into();
        self.move_markup(edits);
    }

    fn move_markup(&mut self, edits: &[Edit]) {
        let Some(markup) = &mut self.markup else { return };
        let mut n_more = 0;
        // Past each edit, and how much later everything behind it stands now.
        let moves: Vec<(usize, isize)> = edits
            .iter()
            .map(|Edit { span, with }| {
                n_more += with.len() as isize - span.len() as isize;
                (span.end, n_more)
            })
            .collect();
        let moved = |at: usize| {
            let n_done = moves.partition_point(|&(end, _)| end <= at);
            let n_more = n_done.checked_sub(1).map_or(0, |last| moves[last].1);
            // Inside of a part that was replaced its beginning is what is left.
            let at = edits.get(n_done).map_or(at, |edit| at.min(edit.span.start));
            at.saturating_add_signed(n_more)
        };
        for element in &mut markup.elements {
            element.span = Span::new(moved(element.span.start), moved(element.span.end));
        }
        markup.links.iter_mut().for_each(|link| link.at = moved(link.at));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Basis, Element, Facts, Link, Markup, Offsets};
    use super::*;

    fn edited(text: &str, lead: &str, crlf_at: &[u64], edits: &[(usize, usize, &str)]) -> Document {
        let offsets = Offsets { lead: lead.len() as u64, crlf_at: crlf_at.to_vec(), ..Offsets::default() };
        let facts = Facts { offsets, basis: Basis::Bytes { lead: lead.to_owned() }, ..Facts::default() };
        let mut document = Document { text: text.to_owned(), facts, ..Document::default() };
        let edits: Vec<Edit> = edits
            .iter()
            .map(|&(start, end, with)| Edit { span: Span::new(start, end), with: with.to_owned() })
            .collect();
        document.edit(&edits);
        document
    }

    #[test]
    fn parts_of_an_edited_text_put_together_are_the_source_byte_for_byte() {
        let source = "\u{feff}_a_ gov-\r\nernment met\r\nx_";
        let text = "_a_ gov-\nernment met\nx_";
        let edits = [(0, 1, ""), (2, 3, ""), (7, 9, ""), (16, 17, "\n"), (text.len() - 1, text.len(), "")];
        let document = edited(text, "\u{feff}", &[8, 20], &edits);
        assert_eq!(document.text, "a government\nmet\nx");
        for at in 0..=document.text.len() {
            let parts = [Span::new(0, at), Span::new(at, document.text.len())];
            let ranges = parts.map(|part| document.source_range(part));
            let shown: Vec<_> = parts.iter().map(|&part| document.source_text(part).into_owned()).collect();
            assert_eq!((ranges[0].0, ranges[1].1), (0, source.len() as u64), "{at}");
            if at > 0 {
                assert_eq!((shown.concat().as_str(), ranges[0].1), (source, ranges[1].0), "{at}");
            }
        }
        let word = Span::new(2, 12);
        assert_eq!((word.of(&document.text), &*document.source_text(word)), ("government", "gov-\r\nernment"));
        let (start, end) = document.source_range(word);
        assert_eq!(&source[start as usize..end as usize], "gov-\r\nernment");
    }

    #[test]
    fn a_range_may_begin_or_end_inside_of_a_replaced_part() {
        let document = edited("ab cd", "", &[], &[(2, 3, "\n\n7\n\n")]);
        assert_eq!(document.text, "ab\n\n7\n\ncd");
        let (first, second) = (Span::new(0, 4), Span::new(4, document.text.len()));
        assert_eq!((&*document.source_text(first), &*document.source_text(second)), ("ab ", "cd"));
        assert_eq!((document.source_range(first), document.source_range(second)), ((0, 3), (3, 5)));
    }

    #[test]
    fn places_of_the_markup_move_along() {
        let elements =
            vec![Element { span: Span::new(0, 3), path_idx: 0 }, Element { span: Span::new(4, 11), path_idx: 0 }];
        let links = vec![Link { at: 8, target: "x".to_owned() }];
        let markup = Some(Box::new(Markup { paths: vec!["p".to_owned()], elements, links }));
        let mut document = Document { text: "_a_ to-\nday".to_owned(), markup, ..Document::default() };
        let edit = |start, end| Edit { span: Span::new(start, end), with: String::new() };
        document.edit(&[edit(0, 1), edit(2, 3), edit(6, 8)]);
        let spans: Vec<&str> = document.markup().elements.iter().map(|e| e.span.of(&document.text)).collect();
        assert_eq!((spans, document.markup().links[0].at), (vec!["a", "today"], 4));
    }
}
