//! A table of terms: labels, and the spellings or patterns that are counted under each.

use std::collections::HashMap;

use regex::Regex;

use super::literals::{Literal, Literals};
use super::pattern::Case;
use crate::document::{Document, Fields};
use crate::error::{Error, OptionProblem, PatternError, TermsProblem};
use crate::input::{Corpus, Job, SideFile};
use crate::text::{PatternSyntax, Patterns};

/// The columns that may hold the label; the second is what `--per variant` writes.
const LABEL_FIELDS: [&str; 2] = ["label", "proposed_label"];
const VARIANT_FIELD: &str = "variant";
const PATTERN_FIELD: &str = "pattern";

/// How a term may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// These very words: diacritics, hyphens and spaces as written. Any white space stands for any other that is no
    /// blank line, and a straight apostrophe for a curly one.
    Literal(String),
    /// A regular expression whose matches begin and end where a word does.
    Pattern(String),
}

impl Spelling {
    /// As it was written in the table.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Literal(text) | Self::Pattern(text) => text,
        }
    }
}

/// Where a record of a table stands, its label and its spelling.
type Row = (String, String, Spelling);

/// Labels and their spellings, ready to be looked for.
#[derive(Clone, Debug)]
pub struct Terms {
    labels: Vec<String>,
    rows: Vec<(u32, Spelling)>,
    ignores_case: bool,
    /// The rows with literal spellings, by the folded first word of each.
    by_first_word: HashMap<String, Literals>,
    patterns: Vec<(u32, Regex)>,
}

impl Terms {
    /// Terms from pairs of label and spelling. [`Case::Smart`] ignores case, since a spelling is usually a name.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there are none, a label or spelling is blank, or a pattern is none.
    pub fn new(rows: impl IntoIterator<Item = (String, Spelling)>, case: Case) -> Result<Self, Error> {
        let rows: Vec<Row> = rows.into_iter().map(|(label, spelling)| (String::new(), label, spelling)).collect();
        Self::build(rows, case)
    }

    fn build(rows: Vec<Row>, case: Case) -> Result<Self, Error> {
        let ignores_case = case != Case::Exact;
        let mut patterns = Patterns::of(rows.len());
        let mut terms = Self {
            labels: Vec::new(),
            rows: Vec::new(),
            ignores_case,
            by_first_word: HashMap::new(),
            patterns: Vec::new(),
        };
        let mut label_idxs: HashMap<String, u32> = HashMap::new();
        for (place, label, spelling) in rows {
            if label.trim().is_empty() || !spelling.as_str().contains(char::is_alphanumeric) {
                let spelling = spelling.as_str().to_owned();
                return Err(refused(TermsProblem::Blank { label, spelling }));
            }
            let label_idx = *label_idxs.entry(label).or_insert_with_key(|label| {
                terms.labels.push(label.clone());
                terms.labels.len() as u32 - 1
            });
            let added = terms.add(label_idx, spelling, &mut patterns);
            added.map_err(|problem| refused(TermsProblem::Pattern { row: place, problem }))?;
        }
        terms.by_first_word.values_mut().for_each(Literals::sort);
        if terms.rows.is_empty() { Err(refused(TermsProblem::Empty)) } else { Ok(terms) }
    }

    /// Terms from records with a field `label` (or `proposed_label`) and a field `variant` or `pattern`.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if a record lacks them or the table cannot be read, and as [`Self::new`].
    pub fn read(table: &Corpus, case: Case, job: &Job<'_>) -> Result<Self, Error> {
        let (mut rows, mut allowance) = (Vec::new(), SideFile::Table.allowance());
        table.run(
            job,
            || (),
            |(), document: Document| (document.id, document.fields),
            |(id, fields)| {
                allowance.take(&fields).map_err(|problem| refused(TermsProblem::Unreadable(problem)))?;
                let (label, spelling) = row(&fields).ok_or_else(|| refused(incomplete(&id, &fields)))?;
                rows.push((id, label, spelling));
                Ok(())
            },
        )?;
        Self::build(rows, case)
    }

    /// The labels, in order of their first row.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// How many spellings and patterns there are.
    pub(in crate::stats) fn n_rows(&self) -> usize {
        self.rows.len()
    }

    /// Whether capitals count in none of them.
    pub(in crate::stats) fn ignores_case(&self) -> bool {
        self.ignores_case
    }

    /// The spelling of a row.
    pub(in crate::stats) fn spelling(&self, row: u32) -> &Spelling {
        &self.rows[row as usize].1
    }

    /// The label of a row, by its place among the labels.
    pub(in crate::stats) fn label_idx(&self, row: u32) -> u32 {
        self.rows[row as usize].0
    }

    /// The character as it is compared: with or without its case.
    pub(super) fn folded(&self, c: char) -> impl Iterator<Item = char> + use<> {
        let c = match c {
            '\u{2019}' | '\u{2bc}' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        let lower = c.to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c });
        let (lower, same) = if self.ignores_case { (Some(lower), None) } else { (None, Some(c)) };
        lower.into_iter().flatten().chain(same)
    }

    /// The literal spellings that begin with this word.
    pub(super) fn literals(&self, folded_word: &str) -> Option<&Literals> {
        self.by_first_word.get(folded_word)
    }

    /// The regular expressions, each with its row.
    pub(super) fn patterns(&self) -> impl Iterator<Item = (u32, &Regex)> {
        self.patterns.iter().map(|(row, regex)| (*row, regex))
    }

    fn add(&mut self, label_idx: u32, spelling: Spelling, patterns: &mut Patterns) -> Result<(), PatternError> {
        let row = self.rows.len() as u32;
        match &spelling {
            Spelling::Literal(text) => self.add_literal(row, text),
            Spelling::Pattern(pattern) => {
                let syntax = if self.ignores_case { PatternSyntax::AnyCase } else { PatternSyntax::Plain };
                self.patterns.push((row, patterns.compile(pattern, syntax)?));
            }
        }
        self.rows.push((label_idx, spelling));
        Ok(())
    }

    fn add_literal(&mut self, row: u32, text: &str) {
        let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let characters: Vec<char> = one_line.chars().flat_map(|c| self.folded(c)).collect();
        let n_lead = characters.iter().take_while(|&&c| !is_word_character(c)).count();
        let first_word = first_word(&characters[n_lead..]);
        self.by_first_word.entry(first_word).or_default().push(Literal { row, characters, n_lead });
    }
}

/// Whether `c` belongs to a word: a letter, a number, or a mark on one.
pub(super) fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c))
}

/// Whether `c` is of a script that sets no spaces between words, so that a term may begin and end anywhere: Chinese
/// and Japanese, Thai, Lao, Burmese, Khmer.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9d}' | '\u{20000}'..='\u{3ffff}'
    )
}

/// Where the search for a term begins: a whole word, or one character where words are not set apart.
fn first_word(characters: &[char]) -> String {
    match characters {
        [first, ..] if is_unspaced(*first) => first.to_string(),
        _ => characters.iter().take_while(|&&c| is_word_character(c) && !is_unspaced(c)).collect(),
    }
}

fn row(fields: &Fields) -> Option<(String, Spelling)> {
    let value = |name: &str| fields.get(name).map(|value| value.as_text().to_owned());
    let label = LABEL_FIELDS.into_iter().find_map(value)?;
    let filled = |name: &str| value(name).filter(|text| !text.is_empty());
    let spelling =
        filled(VARIANT_FIELD).map(Spelling::Literal).or_else(|| filled(PATTERN_FIELD).map(Spelling::Pattern));
    Some((label, spelling?))
}

fn incomplete(id: &str, fields: &Fields) -> TermsProblem {
    let columns = fields.iter().map(|(name, _)| name.to_string()).collect();
    TermsProblem::Incomplete { row: id.to_owned(), columns }
}

fn refused(problem: TermsProblem) -> Error {
    OptionProblem::Terms(problem).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(label: &str, text: &str) -> (String, Spelling) {
        (label.to_owned(), Spelling::Literal(text.to_owned()))
    }

    #[test]
    fn labels_come_once_in_order_of_their_first_row() {
        let terms = Terms::new([literal("b", "x"), literal("a", "y"), literal("b", "z")], Case::Smart).unwrap();
        assert_eq!(terms.labels(), ["b", "a"]);
        assert_eq!((terms.label_idx(2), terms.spelling(2)), (0, &Spelling::Literal("z".to_owned())));
    }

    #[test]
    fn tables_that_count_nothing_are_refused() {
        let check = |rows: Vec<(String, Spelling)>, expected: &str| {
            assert_eq!(Terms::new(rows, Case::Smart).unwrap_err().to_string(), expected);
        };
        check(vec![], "there are no terms in the table");
        check(vec![literal("a", "…")], "label \"a\" with spelling \"…\" has nothing to count");
        check(vec![literal(" ", "a")], "label \" \" with spelling \"a\" has nothing to count");
        let broken = [("a".to_owned(), Spelling::Pattern("(a".to_owned()))];
        assert!(Terms::new(broken, Case::Smart).unwrap_err().to_string().starts_with("regex parse error"));
    }

    #[test]
    fn a_search_begins_at_the_first_word() {
        let check = |text: &str, expected: &str| {
            assert_eq!(first_word(&text.chars().collect::<Vec<_>>()), expected);
        };
        check("l.r.w.s.", "l");
        check("река у", "река");
        check("水务局", "水");
    }
}
