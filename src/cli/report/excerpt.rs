//! What is shown of a long text: its marked stretches, the ends of what lies between, and how much was left out.

use textmill::document::Span;
use textmill::render::grouped;
use textmill::render::report::Piece;

/// Characters before and after a marked stretch.
const N_AROUND: usize = 200;

/// Characters of a marked stretch.
const N_MARKED: usize = 1_600;

/// Characters of a text in all, about.
const MAX_CHARS: usize = 6_000;

/// The text in pieces, those of `marked` as `mark`. `marked` is ascending and without overlaps.
pub(super) fn excerpt(text: &str, marked: &[Span], mark: Piece) -> Vec<(Piece, String)> {
    let mut pieces = Vec::new();
    let (mut at, mut n_chars) = (0, 0);
    for span in marked {
        if n_chars >= MAX_CHARS {
            break;
        }
        let ends = if at == 0 { Ends::Last } else { Ends::Both };
        n_chars += push(&text[at..span.start], Piece::Plain, N_AROUND, ends, &mut pieces);
        n_chars += push(span.of(text), mark, N_MARKED, Ends::Both, &mut pieces);
        at = span.end;
    }
    // Without a mark the text is shown from its beginning.
    let most = if marked.is_empty() { MAX_CHARS } else { N_AROUND };
    push(&text[at..], Piece::Plain, most, Ends::First, &mut pieces);
    pieces
}

/// Which end of a stretch is shown if it is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    First,
    Last,
    Both,
}

/// Adds a stretch of at most `most` characters at each shown end; how many characters it has then.
fn push(text: &str, piece: Piece, most: usize, ends: Ends, pieces: &mut Vec<(Piece, String)>) -> usize {
    let n_chars = text.chars().count();
    let (n_first, n_last) = match ends {
        Ends::First => (most, 0),
        Ends::Last => (0, most),
        Ends::Both => (most, most),
    };
    if n_chars == 0 {
        return 0;
    }
    if n_chars <= n_first + n_last {
        pieces.push((piece, text.to_owned()));
        return n_chars;
    }
    let byte_at = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    let remark = format!("\n… {} characters …\n", grouped((n_chars - n_first - n_last) as u64));
    let shown = [
        (piece, text[..byte_at(n_first)].to_owned()),
        (Piece::Remark, remark),
        (piece, text[byte_at(n_chars - n_last)..].to_owned()),
    ];
    pieces.extend(shown.into_iter().filter(|(_, text)| !text.is_empty()));
    n_first + n_last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, marked: &[(usize, usize)]) -> Vec<(Piece, String)> {
        let spans: Vec<Span> = marked.iter().map(|&(start, end)| Span::new(start, end)).collect();
        excerpt(text, &spans, Piece::Shared)
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        let pieces = shown("one two three", &[(4, 7)]);
        let expected = [(Piece::Plain, "one "), (Piece::Shared, "two"), (Piece::Plain, " three")];
        assert_eq!(pieces, expected.map(|(piece, text)| (piece, text.to_owned())));
        assert_eq!(shown("all", &[]), [(Piece::Plain, "all".to_owned())]);
        assert_eq!(shown("", &[]), []);
    }

    #[test]
    fn of_a_long_text_the_marked_stretches_and_what_is_around_them_is_shown() {
        let text = "é".repeat(1_000) + &"s".repeat(10) + &"x".repeat(1_000) + &"t".repeat(10) + &"y".repeat(1_000);
        let pieces = shown(&text, &[(2_000, 2_010), (3_010, 3_020)]);
        let kinds: Vec<(Piece, usize)> = pieces.iter().map(|(piece, text)| (*piece, text.chars().count())).collect();
        let remark = |chars: &str| (Piece::Remark, format!("\n… {chars} characters …\n").chars().count());
        let (plain, marked) = ((Piece::Plain, N_AROUND), (Piece::Shared, 10));
        assert_eq!(kinds, [remark("800"), plain, marked, plain, remark("600"), plain, marked, plain, remark("800")]);
    }

    #[test]
    fn a_text_of_many_marks_ends_somewhere() {
        let text = "ab".repeat(100_000);
        let marked: Vec<(usize, usize)> = (0..100_000).map(|n| (2 * n, 2 * n + 1)).collect();
        let n_chars: usize = shown(&text, &marked).iter().map(|(_, text)| text.chars().count()).sum();
        assert!(n_chars < MAX_CHARS + 2 * N_MARKED + N_AROUND + 100, "{n_chars}");
    }
}
