//! The columns of CoNLL-U: which one holds what, and what a line says.

use super::super::annotations::TokenValues;

/// The places of the columns that are read.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    n_columns: usize,
    id: Option<usize>,
    form: Option<usize>,
    lemma: Option<usize>,
    upos: Option<usize>,
    xpos: Option<usize>,
    misc: Option<usize>,
}

/// A line of a sentence.
pub(super) enum Row<'t> {
    /// A word with its number.
    Word { number: u32, word: Word<'t> },
    /// The form that the following words up to a number have together.
    Range { end: u32, word: Word<'t> },
    /// A word that is not in the text.
    Empty,
}

/// A word, or the form of several.
pub(super) struct Word<'t> {
    pub(super) form: &'t str,
    pub(super) values: TokenValues<'t>,
    /// White space follows it.
    pub(super) is_apart: bool,
    pub(super) is_range: bool,
}

impl Default for Columns {
    fn default() -> Self {
        let [id, form, lemma, upos, xpos, misc] = [0, 1, 2, 3, 4, 9].map(Some);
        Self { n_columns: 10, id, form, lemma, upos, xpos, misc }
    }
}

impl Columns {
    /// The columns with these names, white space between them.
    pub(super) fn named(names: &str) -> Self {
        let place = |name: &str| names.split_whitespace().position(|found| found == name);
        Self {
            n_columns: names.split_whitespace().count(),
            id: place("ID"),
            form: place("FORM"),
            lemma: place("LEMMA"),
            upos: place("UPOS"),
            xpos: place("XPOS"),
            misc: place("MISC"),
        }
    }

    /// True if lines of words begin with numbers, so that none begins with the sign of a comment.
    pub(super) fn have_numbers(&self) -> bool {
        self.id == Some(0)
    }

    /// Reads a line of a sentence.
    pub(super) fn row<'t>(&self, line: &'t str) -> Result<Row<'t>, String> {
        let (mut id, mut form, mut misc) = ("", "", "");
        let mut values = TokenValues::default();
        let mut n_columns = 0;
        for (idx, cell) in line.split('\t').enumerate() {
            n_columns += 1;
            let idx = Some(idx);
            if idx == self.id {
                id = cell;
            } else if idx == self.form {
                form = cell;
            } else if idx == self.misc {
                misc = cell;
            } else if idx == self.lemma {
                values.lemma = cell;
            } else if idx == self.upos {
                values.upos = said(cell);
            } else if idx == self.xpos {
                values.xpos = said(cell);
            }
        }
        if n_columns != self.n_columns {
            return Err(format!("there are {n_columns} columns between tabs, and there should be {}", self.n_columns));
        }
        // The underscore is a lemma if it is a form.
        values.lemma = if form == "_" { values.lemma } else { said(values.lemma) };
        if form.is_empty() {
            return Err("the word is empty".to_owned());
        }
        let is_apart = !misc.split('|').any(|value| value == "SpaceAfter=No");
        let word = Word { form, values, is_apart, is_range: false };
        let is_missing = || format!("{id:?} is no number of a word");
        if self.id.is_none() {
            return Ok(Row::Word { number: u32::MAX, word });
        }
        if let Some((start, end)) = id.split_once('-') {
            let numbers = start.parse::<u32>().ok().zip(end.parse::<u32>().ok());
            let (_, end) = numbers.filter(|(start, end)| start <= end).ok_or_else(is_missing)?;
            return Ok(Row::Range { end, word: Word { is_range: true, ..word } });
        }
        if let Some((before, number)) = id.split_once('.') {
            before.parse::<u32>().ok().zip(number.parse::<u32>().ok()).ok_or_else(is_missing)?;
            return Ok(Row::Empty);
        }
        Ok(Row::Word { number: id.parse().map_err(|_| is_missing())?, word })
    }
}

/// A value; the underscore says that there is none.
fn said(cell: &str) -> &str {
    if cell == "_" { "" } else { cell }
}
