//! Tags with more attributes than anybody writes, found before the parser sees them.

/// Where a tag begins that may have more than `limit` attributes, `None` if there is none.
///
/// What is a tag depends on what stands before it: in a script or a comment, `<b` is none, and only the parser knows where
/// these end. So every `<` before a letter is taken for the beginning of a tag, one inside of another too, and all that
/// may be open are followed at once. There are never more than one for each [`State`], since of two in the same
/// state the one with fewer attributes cannot matter.
///
/// Cost: one pass, between tags and in quotes as fast as memory can be searched; a tag in which another one may begin is passed
/// over twice.
pub(super) fn crowded_tag(html: &[u8], limit: usize) -> Option<usize> {
    // An attribute and what parts it from the next are two bytes at least.
    if html.len() < 2 * limit {
        return None;
    }
    let mut tags = Tags::default();
    let mut at = 0;
    while let Some(byte) = tags.skip(html, &mut at) {
        if byte == b'<' && begins_tag(&html[at + 1..]) {
            if tags.are_closed()
                && let Some(end) = end_of_lone_tag(html, at, limit)
            {
                at = end;
                continue;
            }
            tags.step(byte);
            tags.open(at);
        } else {
            tags.step(byte);
        }
        if tags.most > limit {
            return tags.crowded(limit);
        }
        at += 1;
    }
    None
}

/// The place behind the tag that begins at `start`, if it ends before another one may begin and has no more attributes than
/// `limit`, as nearly all tags do; the end of the page for one that does not end.
fn end_of_lone_tag(html: &[u8], start: usize, limit: usize) -> Option<usize> {
    let (mut state, mut n_attributes, mut at) = (State::TagName, 0, start + 1);
    loop {
        let rest = html.get(at..)?;
        let next = match state {
            State::DoubleQuoted => memchr::memchr2(b'<', b'"', rest),
            State::SingleQuoted => memchr::memchr2(b'<', b'\'', rest),
            _ => Some(0).filter(|_| !rest.is_empty()),
        };
        let Some(n_before) = next else { return Some(html.len()) };
        at += n_before;
        if html[at] == b'<' && begins_tag(&html[at + 1..]) {
            return None;
        }
        let Some((next, begins_attribute)) = state.step(html[at]) else { return Some(at + 1) };
        n_attributes += usize::from(begins_attribute);
        if n_attributes > limit {
            return None;
        }
        state = next;
        at += 1;
    }
}

fn begins_tag(rest: &[u8]) -> bool {
    match rest {
        [b'/', letter, ..] | [letter, ..] => letter.is_ascii_alphabetic(),
        [] => false,
    }
}

/// Where the tokenizer may be within a tag, by the HTML Standard, section 13.2.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    Value,
    DoubleQuoted,
    SingleQuoted,
}

const STATES: [State; 8] = [
    State::TagName,
    State::BeforeName,
    State::Name,
    State::AfterName,
    State::BeforeValue,
    State::Value,
    State::DoubleQuoted,
    State::SingleQuoted,
];

/// A tag that may be open.
#[derive(Clone, Copy, Debug)]
struct Tag {
    start: usize,
    n_attributes: usize,
}

/// The tags that may be open, one for each state.
#[derive(Default)]
struct Tags {
    open: [Option<Tag>; STATES.len()],
    most: usize,
}

impl Tags {
    fn open(&mut self, start: usize) {
        self.open[State::TagName as usize].get_or_insert(Tag { start, n_attributes: 0 });
    }

    fn are_closed(&self) -> bool {
        self.open.iter().all(Option::is_none)
    }

    /// Goes on to the next byte that changes anything, and gives it.
    fn skip(&self, html: &[u8], at: &mut usize) -> Option<u8> {
        let rest = &html[*at..];
        let [between @ .., double, single] = &self.open;
        let next = match (between.iter().any(Option::is_some), double, single) {
            (true, _, _) => Some(0).filter(|_| !rest.is_empty()),
            (false, None, None) => memchr::memchr(b'<', rest),
            (false, Some(_), None) => memchr::memchr2(b'<', b'"', rest),
            (false, None, Some(_)) => memchr::memchr2(b'<', b'\'', rest),
            (false, Some(_), Some(_)) => memchr::memchr3(b'<', b'"', b'\'', rest),
        };
        *at += next?;
        Some(html[*at])
    }

    fn step(&mut self, byte: u8) {
        let mut open = [None; STATES.len()];
        for (state, tag) in STATES.into_iter().zip(self.open) {
            let Some(mut tag) = tag else { continue };
            let Some((next, begins_attribute)) = state.step(byte) else { continue };
            tag.n_attributes += usize::from(begins_attribute);
            self.most = self.most.max(tag.n_attributes);
            let place: &mut Option<Tag> = &mut open[next as usize];
            if place.is_none_or(|other| other.n_attributes < tag.n_attributes) {
                *place = Some(tag);
            }
        }
        self.open = open;
    }

    fn crowded(&self, limit: usize) -> Option<usize> {
        self.open.iter().flatten().find(|tag| tag.n_attributes > limit).map(|tag| tag.start)
    }
}

impl State {
    /// The state behind `byte`, and `true` if an attribute begins with it; `None` if the tag ends.
    fn step(self, byte: u8) -> Option<(Self, bool)> {
        let is_space = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c);
        let next = match (self, byte) {
            (Self::DoubleQuoted, b'"') | (Self::SingleQuoted, b'\'') => Self::BeforeName,
            (Self::DoubleQuoted | Self::SingleQuoted, _) => self,
            (_, b'>') => return None,
            (Self::BeforeValue, b'"') => Self::DoubleQuoted,
            (Self::BeforeValue, b'\'') => Self::SingleQuoted,
            (Self::BeforeValue, _) if is_space => self,
            (Self::BeforeValue, _) => Self::Value,
            (Self::Value, _) => {
                if is_space {
                    Self::BeforeName
                } else {
                    self
                }
            }
            (_, b'/') => Self::BeforeName,
            (Self::Name | Self::AfterName, b'=') => Self::BeforeValue,
            (Self::Name | Self::AfterName, _) if is_space => Self::AfterName,
            (_, _) if is_space => Self::BeforeName,
            (Self::TagName | Self::Name, _) => self,
            (Self::BeforeName | Self::AfterName, _) => return Some((Self::Name, true)),
        };
        Some((next, false))
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Document as Dom;
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(html: &str, limit: usize, expected: Option<usize>) {
        assert_eq!(crowded_tag(html.as_bytes(), limit), expected, "{html:?}");
    }

    #[test]
    fn attributes_are_counted_in_the_tag_that_they_are_in() {
        check("x <p a b=1 c='>' d=\"x\"e>y", 4, Some(2));
        check("x <p a b=1 c='>' d=\"x\"e>y", 5, None);
        check("<p a b><p a b><p a/b><br/>", 2, None);
        check("</p a = b c>  ", 1, Some(0));
        check("a < b c d e f g, </ a b c d e", 1, None);
        check("<p title='a b c d e f g'>", 1, None);
    }

    #[test]
    fn a_tag_that_only_a_comment_or_script_may_hold_counts_where_it_may_be_one() {
        check("<!-- <b x='--><b a b c d e'> -->", 3, Some(14));
        check("<script>a<b && c<d && e</script>", 9, None);
        check("<script>a<b; c d e f g</script>", 3, Some(9));
    }

    /// The most attributes that an element of the page has.
    fn most_attributes(html: &str) -> usize {
        let dom = Dom::from(html);
        dom.select("*").nodes().iter().map(|node| node.attrs().len()).max().unwrap_or_default()
    }

    /// As [`crowded_tag`] has it without a short way for tags that stand alone.
    fn by_all_states(html: &[u8], limit: usize) -> Option<usize> {
        let mut tags = Tags::default();
        for (at, &byte) in html.iter().enumerate().filter(|_| html.len() >= 2 * limit) {
            tags.step(byte);
            if byte == b'<' && begins_tag(&html[at + 1..]) {
                tags.open(at);
            }
            if tags.most > limit {
                return tags.crowded(limit);
            }
        }
        None
    }

    proptest! {
        #[test]
        fn no_tag_of_the_parser_has_more_attributes_than_are_seen(pieces in prop::collection::vec(prop::sample::select(vec![
            "<p", "<b ", "</b ", ">", " ", "/", "=", "'", "\"", "a", "b ", "c=", "d='", "e=\"", " f", "<!--", "-->", "<script>",
            "</script>", "<svg>", "<style>", "</style>", "<textarea>", "</textarea ", "<title>", "<![CDATA[", "]]>", "\n", "<",
            "g1 ", "h2=x ", "i3", "<plaintext>",
        ]), 0..60), limit in 1_usize..5) {
            let html = pieces.concat();
            prop_assert_eq!(crowded_tag(html.as_bytes(), limit), by_all_states(html.as_bytes(), limit), "{}", html);
            if crowded_tag(html.as_bytes(), limit).is_none() {
                // Attributes that are there twice are counted here, and dropped by the parser.
                prop_assert!(most_attributes(&html) <= limit, "{}", html);
            }
        }
    }
}
