//! The entries of a page, put together, are the page; what is shown of each lies inside it, and nothing of it twice.

use textmill::document::Span;
use textmill::split::{By, cut};

/// What pages of entries are made of.
const PIECES: [&str; 32] = [
    "\n",
    "\n\n",
    " ",
    "Read more\n\n",
    "[Read more](a.html)\n\n",
    "https://example.org/a\n",
    "# ",
    "## [Two](b)\n\n",
    "---\n\n",
    "1. ",
    "2. **Bold** ",
    "- [Label](c) – ",
    "* item\n",
    "3 May 2021\n\n",
    "2021-05-04 – ",
    "One headline\n\n",
    "A teaser that says what happened, and how it all came about in the end.\n\n",
    "© us\n",
    "字字字。\n\n",
    "From a@b Mon May  6 10:00:00 2024\nSubject: x\n\n",
    ">From a\n",
    "\n\n1\n00:01.000 --> 00:02.000\nword\n",
    "1 of 2 DOCUMENTS\n\nLENGTH: 5 words\n\n",
    "LOAD-DATE: May 5, 2024\n\n",
    "Document ABC0002026010123xyz\n\n",
    "(c) us\n",
    "\u{c}",
    "Title: ",
    "\r\n",
    "=====\n",
    "**",
    "\t",
];

/// The first byte says whether the others are the page or choose pieces of one.
pub(super) fn holds(bytes: &[u8]) {
    let Some((&choice, bytes)) = bytes.split_first() else { return };
    let text = if choice & 1 == 0 {
        String::from_utf8_lossy(bytes).into_owned()
    } else {
        bytes.iter().map(|&byte| PIECES[usize::from(byte) % PIECES.len()]).collect()
    };
    for by in [By::Entry, By::Heading, By::Mail, By::Sentence, By::Paragraph] {
        check(&text, &by);
    }
}

fn check(text: &str, by: &By) {
    let Ok(found) = cut(text, by) else { return };
    let whole: String = found.segments.iter().map(|segment| segment.span.of(text)).collect();
    assert!(found.segments.is_empty() && text.trim().is_empty() || whole == text, "{by:?} loses a part of the text");
    for segment in &found.segments {
        let mut shown: Vec<Span> = segment.text.iter().copied().chain(segment.title).chain(segment.marker).collect();
        shown.sort_unstable();
        assert!(shown.windows(2).all(|pair| pair[0].end <= pair[1].start), "{by:?} shows something twice");
        let is_inside = |span: &Span| segment.span.start <= span.start && span.end <= segment.span.end;
        assert!(shown.iter().all(is_inside), "{by:?} shows something of another segment");
        assert!(segment.title_of(text).is_none_or(|title| !title.contains('\n')), "a title has two lines");
    }
}
