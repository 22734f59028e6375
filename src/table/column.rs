//! Columns of a table, and the cells of its rows.

use std::borrow::Cow;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The header.
    pub name: Cow<'static, str>,
    /// What its cells hold.
    pub kind: Kind,
    /// What the number or text is, in one sentence without full stop: formula, unit, reference.
    pub definition: Cow<'static, str>,
    /// The part of a document that it holds; without one, its name says so.
    pub part: Option<Part>,
    /// The relation of rows that have the same cell in it, if it tells one.
    pub rows_of: Option<RowsOf>,
    /// Its importance where there is no room for all columns.
    pub rank: Rank,
    /// The look of its texts at a terminal.
    pub look: TextLook,
}

/// The relation of rows that have the same cell in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsOf {
    /// They are a group, of which each has first rows of its own.
    Group,
    /// They are one item, which is shown whole or not at all.
    Item,
}

/// Importance of a column where there is no room for all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// At a terminal these stand alone, on a page they come first.
    Main,
    /// For files and pages.
    #[default]
    Further,
    /// For files: on a page they say nothing that is not seen there.
    Minor,
}

/// The look of texts in a column of a terminal: their alignment, and the end at which they are cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextLook {
    /// Left-aligned and cut at the end.
    #[default]
    Plain,
    /// A name that both ends identify, such as an id: cut in the middle.
    Name,
    /// The words before a hit: right-aligned and cut at the beginning, so that the last ones stand next to it.
    Before,
    /// A hit: in color.
    Hit,
    /// The words after a hit.
    After,
}

/// The part of a document that a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its id.
    Id,
    /// Where its bytes came from.
    Source,
    /// Its heading.
    Title,
    /// Its text.
    Text,
    /// Something that a verb finds in it and that a field of the document may say as well, such as a date.
    Found,
    /// A field, whatever its name.
    Field,
}

impl Part {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Id => Some("id"),
            Self::Source => Some("source"),
            Self::Title => Some("title"),
            Self::Text => Some("text"),
            Self::Found | Self::Field => None,
        }
    }
}

/// What the cells of a column hold, which decides how they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text: left-aligned, shortened at a terminal.
    Text,
    /// A whole number: right-aligned, grouped at a terminal.
    Integer,
    /// A real number: right-aligned, rounded at a terminal, exact in files.
    Real,
    /// The values of a field of records, each of the type that it has there: shown as text, and typed by formats that can.
    Any,
}

impl Kind {
    /// Whether all cells are numbers.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Real)
    }
}

impl Column {
    /// A column of texts.
    pub const fn text(name: &'static str, definition: &'static str) -> Self {
        Self::new(name, Kind::Text, definition)
    }

    /// A column of whole numbers.
    pub const fn integer(name: &'static str, definition: &'static str) -> Self {
        Self::new(name, Kind::Integer, definition)
    }

    /// A column of real numbers.
    pub const fn real(name: &'static str, definition: &'static str) -> Self {
        Self::new(name, Kind::Real, definition)
    }

    /// A column whose name or definition is made at run time.
    pub fn of(name: impl Into<Cow<'static, str>>, kind: Kind, definition: impl Into<Cow<'static, str>>) -> Self {
        let (rank, look) = (Rank::Further, TextLook::Plain);
        Self { name: name.into(), kind, definition: definition.into(), part: None, rows_of: None, rank, look }
    }

    /// The same column, as one that holds this part of a document.
    #[must_use]
    pub const fn holding(mut self, part: Part) -> Self {
        self.part = Some(part);
        self
    }

    /// The same column, as one whose equal cells say this of their rows.
    #[must_use]
    pub const fn grouping(mut self, rows_of: RowsOf) -> Self {
        self.rows_of = Some(rows_of);
        self
    }

    /// The same column, as one of the main ones.
    #[must_use]
    pub const fn main(mut self) -> Self {
        self.rank = Rank::Main;
        self
    }

    /// The same column, as one for files alone.
    #[must_use]
    pub const fn minor(mut self) -> Self {
        self.rank = Rank::Minor;
        self
    }

    /// The same column with this look at a terminal.
    #[must_use]
    pub const fn looking(mut self, look: TextLook) -> Self {
        self.look = look;
        self
    }

    /// Whether it holds this part of a document.
    pub fn holds(&self, part: Part) -> bool {
        self.part.map_or_else(|| part.name().is_some_and(|name| self.name == name), |held| held == part)
    }

    const fn new(name: &'static str, kind: Kind, definition: &'static str) -> Self {
        let (rank, look) = (Rank::Further, TextLook::Plain);
        let definition = Cow::Borrowed(definition);
        Self { name: Cow::Borrowed(name), kind, definition, part: None, rows_of: None, rank, look }
    }
}

/// The place of the column of this name: one that is called so, else the one that holds the part of a document that is mostly
/// called so. `text` is the text, whatever its field is called.
pub fn place_of(columns: &[Column], name: &str) -> Option<usize> {
    let part = [Part::Id, Part::Source, Part::Title, Part::Text].into_iter().find(|part| part.name() == Some(name));
    let holds = |column: &Column| part.is_some_and(|part| column.holds(part));
    columns.iter().position(|column| column.name == name).or_else(|| columns.iter().position(holds))
}

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// No value: not known, or not defined for this row.
    Empty,
    /// Text, byte-true.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(u64),
    /// A real number, always finite.
    Real(f64),
    /// A JSON value that is not a string, as it was written.
    Json(Cow<'a, str>),
}

impl<'a> Cell<'a> {
    /// A text cell that borrows or owns.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// The same cell, whose text is that of this one.
    pub fn borrowed(&self) -> Cell<'_> {
        match self {
            Cell::Empty => Cell::Empty,
            Cell::Text(text) => Cell::Text(Cow::Borrowed(text)),
            Cell::Integer(value) => Cell::Integer(*value),
            Cell::Real(value) => Cell::Real(*value),
            Cell::Json(json) => Cell::Json(Cow::Borrowed(json)),
        }
    }

    /// The cell with text of its own.
    pub fn owned(&self) -> Cell<'static> {
        match self {
            Cell::Empty => Cell::Empty,
            Cell::Text(text) => Cell::Text(Cow::Owned(text.clone().into_owned())),
            Cell::Integer(value) => Cell::Integer(*value),
            Cell::Real(value) => Cell::Real(*value),
            Cell::Json(json) => Cell::Json(Cow::Owned(json.clone().into_owned())),
        }
    }

    /// A real cell, or an empty one if the value is not a finite number.
    pub fn real(value: Option<f64>) -> Self {
        value.filter(|v| v.is_finite()).map_or(Self::Empty, Self::Real)
    }
}
