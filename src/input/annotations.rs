//! Tokens that an input brings along, with lemma and part of speech: where they are in the text of their document.

use super::options::{AnnotatedTokens, InputOptions, TokenAttribute};
use super::reader::Parsed;
use crate::document::{Forms, GivenTokens, Span};

/// The tokens of a document, in the order of its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Annotations {
    /// The tokens.
    pub(super) tokens: Vec<Token>,
    /// All values of all tokens, one behind the other: a text of many tokens would be as many small strings.
    values: String,
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Token {
    /// Where it is in the text.
    pub(super) span: Span,
    /// It is a further word of the same stretch of text, such as the article in a contracted preposition.
    pub(super) is_further_word: bool,
    lemma: Span,
    upos: Span,
    xpos: Span,
}

/// What an input says of a token; empty where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct TokenValues<'a> {
    /// The form that a dictionary has.
    pub(super) lemma: &'a str,
    /// The part of speech, by the universal tags.
    pub(super) upos: &'a str,
    /// The part of speech, by the tags of a language or of a tagger.
    pub(super) xpos: &'a str,
}

impl Annotations {
    /// Adds a token.
    pub(super) fn push(&mut self, span: Span, is_further_word: bool, values: TokenValues<'_>) {
        let [lemma, upos, xpos] = [values.lemma, values.upos, values.xpos].map(|value| self.keep(value));
        self.tokens.push(Token { span, is_further_word, lemma, upos, xpos });
    }

    /// Number of tokens so far.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Leaves the first `n` tokens.
    pub(super) fn truncate(&mut self, n: usize) {
        self.tokens.truncate(n);
    }

    /// Makes the text of `document`, which has these tokens, that of the attribute asked for, and gives it the tokens if it shall
    /// carry them: those of its surface as forms, else the syntactic words, of which each has an attribute of its own.
    pub(super) fn finish(self, document: &mut Parsed, options: &InputOptions) {
        let given = match options.attribute {
            TokenAttribute::Form => {
                let on_surface = self.tokens.iter().filter(|token| !token.is_further_word && !token.span.is_empty());
                GivenTokens { spans: on_surface.map(|token| token.span).collect(), forms: None }
            }
            attribute => {
                let (mut spans, mut of_forms) = (Vec::new(), Vec::new());
                let text = self.attribute_text(&document.text, attribute, &mut |span, of_form| {
                    spans.push(span);
                    of_forms.push(of_form);
                });
                let forms = Forms { text: std::mem::replace(&mut document.text, text), spans: of_forms };
                GivenTokens { spans, forms: Some(forms) }
            }
        };
        document.given = (options.annotated_tokens == AnnotatedTokens::Carried).then(|| Box::new(given));
    }

    /// The text of a document with an attribute of each token in its place: tokens have blanks between them, and lines and
    /// paragraphs end where they do in `text`. A token without the attribute is left out; `place` is called with the places of
    /// the others, there and in `text`.
    fn attribute_text(&self, text: &str, attribute: TokenAttribute, place: &mut dyn FnMut(Span, Span)) -> String {
        let mut out = String::with_capacity(text.len());
        let mut end = 0;
        for token in &self.tokens {
            let values = self.values(token);
            let value = match attribute {
                TokenAttribute::Form => token.span.of(text),
                TokenAttribute::Lemma => values.lemma,
                TokenAttribute::Pos if values.upos.is_empty() => values.xpos,
                TokenAttribute::Pos => values.upos,
                TokenAttribute::Xpos => values.xpos,
            };
            let between = text.get(end..token.span.start.max(end)).unwrap_or_default();
            let n_line_ends = between.matches('\n').count();
            match n_line_ends {
                0 if out.is_empty() || out.ends_with('\n') || value.is_empty() => {}
                0 => out.push(' '),
                n => out.extend(std::iter::repeat_n('\n', n)),
            }
            out.push_str(value);
            if !value.is_empty() {
                place(Span::new(out.len() - value.len(), out.len()), token.span);
            }
            end = token.span.end.max(end);
        }
        out.push('\n');
        out
    }

    /// The lemma and parts of speech of a token of this document.
    pub(super) fn values(&self, token: &Token) -> TokenValues<'_> {
        let value = |span: Span| self.values.get(span.start..span.end).unwrap_or_default();
        TokenValues { lemma: value(token.lemma), upos: value(token.upos), xpos: value(token.xpos) }
    }

    fn keep(&mut self, value: &str) -> Span {
        let start = self.values.len();
        self.values.push_str(value);
        Span::new(start, self.values.len())
    }
}

/// Where the words of a text are, found one behind the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Finder<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Finder<'t> {
    /// A search that begins at `at`.
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    /// The next place of `form`, behind which the search goes on. Nothing but white space, or a little that no token has, may be
    /// passed over.
    pub(super) fn next(&mut self, form: &str) -> Option<Span> {
        /// So many bytes are passed over; more, and a text that is not its tokens' would take the square of its length.
        const MOST_PASSED: usize = 64;
        let rest = self.text.get(self.at..)?;
        let blank = rest.len() - rest.trim_start().len();
        let ink = rest.get(blank..)?;
        let found = if ink.starts_with(form) { 0 } else { beginning(ink, form.len() + MOST_PASSED).find(form)? };
        let start = self.at + blank + found;
        self.at = start + form.len();
        Some(Span::new(start, self.at))
    }
}

/// The first `n_bytes` of `text`, or a few less.
fn beginning(text: &str, n_bytes: usize) -> &str {
    (n_bytes.saturating_sub(3)..=n_bytes).rev().find_map(|end| text.get(..end)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_with_their_tokens() {
        let mut annotations = Annotations::default();
        let values = [("be", "AUX", "VBZ"), ("", "", ""), ("one", "", "CD")];
        let values = values.map(|(lemma, upos, xpos)| TokenValues { lemma, upos, xpos });
        for (at, values) in values.into_iter().enumerate() {
            annotations.push(Span::new(at, at + 1), false, values);
        }
        let found: Vec<_> = annotations.tokens.iter().map(|token| annotations.values(token)).collect();
        assert_eq!(found, values);
    }

    #[test]
    fn words_are_found_in_order_and_not_far_away() {
        let text = "One, two \u{e9} three".to_owned() + &" ".repeat(9) + &"x".repeat(100) + "four";
        let mut finder = Finder::new(&text, 0);
        let found =
            ["One", "two", "\u{e9}", "no", "three", "four"].map(|form| finder.next(form).map(|span| span.of(&text)));
        assert_eq!(found, [Some("One"), Some("two"), Some("\u{e9}"), None, Some("three"), None]);
    }
}
