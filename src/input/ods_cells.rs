//! The rows of the sheets in the XML of an OpenDocument spreadsheet.
//!
//! A cell or row that is there many times is written once with a number, mostly to fill a sheet with nothing. So rows are
//! handed out as they are written, and those without anything are only counted.

use std::collections::HashSet;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::reader::{Fault, MOST_LEVELS};
use super::sheet_rows::CellValue;

/// As many rows as a sheet has in any program.
const MOST_ROWS: u32 = 1 << 20;

/// Elements that hold no cell and no text of one: notes, drawings, what was deleted, copies of other files.
const SKIPPED: [&str; 9] = [
    "annotation",
    "annotation-end",
    "dde-links",
    "forms",
    "frame",
    "ruby-text",
    "shapes",
    "tracked-changes",
    "table-source",
];

/// What is met on the way through a spreadsheet.
pub(super) enum Met<'m> {
    /// A sheet begins.
    Sheet { name: &'m str, is_visible: bool },
    /// Equal rows that have something in them, and the number of the first, from zero on.
    Rows { first: u32, n_rows: u32, cells: &'m [HeldCell] },
}

/// Equal cells beside each other.
pub(super) struct HeldCell {
    /// The column of the first, from zero on.
    pub(super) column: u32,
    /// How many there are.
    pub(super) n_columns: u32,
    value: Held,
}

/// What a cell holds, on its own.
enum Held {
    Text(String),
    Number(f64),
    Boolean(bool),
    /// A part of a day.
    Time(f64),
    Error,
}

impl HeldCell {
    /// What the cells hold.
    pub(super) fn value(&self) -> CellValue<'_> {
        match &self.value {
            Held::Text(text) => CellValue::Text(text),
            Held::Number(number) => CellValue::Number(*number),
            Held::Boolean(value) => CellValue::Boolean(*value),
            Held::Time(days) => CellValue::Moment { days: *days, is_from_1904: false },
            Held::Error => CellValue::Error,
        }
    }
}

/// Takes what is met; `false` if nothing more is wanted.
pub(super) type TakeMet<'t> = &'t mut dyn FnMut(Met<'_>) -> Result<bool, Fault>;

/// Goes through the XML of a spreadsheet.
///
/// # Errors
///
/// [`Fault::Malformed`] for what is no XML, or ends before its end, and what `take` says.
pub(super) fn walk(source: impl BufRead, take: TakeMet<'_>) -> Result<(), Fault> {
    let mut reader = Reader::from_reader(source);
    reader.config_mut().expand_empty_elements = true;
    let (mut walk, mut buffer, mut has_root) = (Walk::default(), Vec::new(), false);
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| damaged(&error.to_string()))?;
        let goes_on = match event {
            Event::Start(element) => {
                has_root = true;
                walk.start(&element, take)?
            }
            Event::End(element) => walk.end(element.local_name().as_ref(), take)?,
            Event::Text(text) => {
                walk.text(&text.xml10_content());
                true
            }
            Event::CData(text) => {
                walk.text(&text.xml10_content());
                true
            }
            Event::GeneralRef(entity) => {
                let resolved = entity.resolve_char_ref().map_err(|error| damaged(&error.to_string()))?;
                let name: &str = entity.as_ref();
                walk.text(&resolved.map_or_else(|| predefined(name).to_owned(), String::from));
                true
            }
            Event::Eof if walk.depth == 0 && has_root => false,
            Event::Eof => return Err(damaged("it ends inside of an element")),
            _ => true,
        };
        if !goes_on {
            return Ok(());
        }
    }
}

fn damaged(what: &str) -> Fault {
    Fault::Malformed(format!("it cannot be read as a spreadsheet: {what}"))
}

/// What one of XML's own entities means; others are left as they are written, since no spreadsheet declares any.
fn predefined(name: &str) -> &str {
    quick_xml::escape::resolve_xml_entity(name).unwrap_or("\u{fffd}")
}

/// Where the way through the XML has led.
#[derive(Default)]
struct Walk {
    depth: usize,
    /// The depth of the element that is skipped.
    skipped_at: Option<usize>,
    /// The style that is being read, and those whose sheets are not shown.
    style: String,
    hidden_styles: HashSet<String>,
    /// The depth of the sheet at hand.
    sheet_at: Option<usize>,
    row: u32,
    n_rows: u32,
    column: u32,
    cells: Vec<HeldCell>,
    cell: Option<OpenCell>,
}

/// A cell whose text is coming.
#[derive(Default)]
struct OpenCell {
    kind: String,
    value: String,
    is_error: bool,
    is_logical: bool,
    n_columns: u32,
    text: String,
    n_paragraphs: usize,
    /// The depth of the paragraph at hand.
    paragraph_at: Option<usize>,
    /// A blank that is nothing unless something follows.
    has_blank: bool,
}

impl Walk {
    fn start(&mut self, element: &BytesStart<'_>, take: TakeMet<'_>) -> Result<bool, Fault> {
        self.depth += 1;
        if self.depth > MOST_LEVELS {
            return Err(Fault::TooDeep { limit: MOST_LEVELS });
        }
        let name = element.local_name();
        let name: &str = name.as_ref();
        if self.skipped_at.is_some() {
            return Ok(true);
        }
        // A table within a cell is none of the sheet.
        if SKIPPED.contains(&name) || name == "table" && self.sheet_at.is_some() {
            self.skipped_at = Some(self.depth);
            return Ok(true);
        }
        match name {
            "style" => self.style = attribute(element, "name").unwrap_or_default(),
            "table-properties" if attribute(element, "display").as_deref() == Some("false") => {
                self.hidden_styles.insert(self.style.clone());
            }
            "table" => {
                (self.sheet_at, self.row) = (Some(self.depth), 0);
                let style = attribute(element, "style-name").unwrap_or_default();
                let name = attribute(element, "name").unwrap_or_default();
                return take(Met::Sheet { name: &name, is_visible: !self.hidden_styles.contains(&style) });
            }
            "table-row" if self.sheet_at.is_some() => {
                self.n_rows = number(element, "number-rows-repeated");
                (self.column, self.cell) = (0, None);
                self.cells.clear();
            }
            "table-cell" | "covered-table-cell" if self.sheet_at.is_some() => self.cell = Some(OpenCell::of(element)),
            _ => {
                if let Some(cell) = &mut self.cell {
                    cell.start(name, element, self.depth);
                }
            }
        }
        Ok(true)
    }

    fn end(&mut self, name: &str, take: TakeMet<'_>) -> Result<bool, Fault> {
        let depth = self.depth;
        self.depth = self.depth.saturating_sub(1);
        if let Some(skipped_at) = self.skipped_at {
            if skipped_at == depth {
                self.skipped_at = None;
            }
            return Ok(true);
        }
        match name {
            "table" if self.sheet_at == Some(depth) => self.sheet_at = None,
            "table-row" if self.sheet_at.is_some() => return self.end_row(take),
            "table-cell" | "covered-table-cell" => self.end_cell(),
            _ => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| cell.paragraph_at == Some(depth)) {
                    cell.paragraph_at = None;
                }
            }
        }
        Ok(true)
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let (column, n_columns) = (self.column, cell.n_columns);
        self.column = column.saturating_add(n_columns);
        if let Some(value) = cell.held() {
            self.cells.push(HeldCell { column, n_columns, value });
        }
    }

    fn end_row(&mut self, take: TakeMet<'_>) -> Result<bool, Fault> {
        let (first, n_rows) = (self.row, self.n_rows);
        self.row = first.saturating_add(n_rows);
        if self.cells.is_empty() {
            return Ok(true);
        }
        if self.row > MOST_ROWS {
            return Err(damaged("it has cells behind the last row that a sheet can have"));
        }
        take(Met::Rows { first, n_rows, cells: &self.cells })
    }

    fn text(&mut self, text: &str) {
        if self.skipped_at.is_none()
            && let Some(cell) = self.cell.as_mut().filter(|cell| cell.paragraph_at.is_some())
        {
            text.chars().for_each(|c| cell.push(c));
        }
    }
}

impl OpenCell {
    fn of(element: &BytesStart<'_>) -> Self {
        let mut cell = Self { n_columns: number(element, "number-columns-repeated"), ..Self::default() };
        for attribute in element.attributes().with_checks(false).flatten() {
            let value = || attribute.normalized_value(XmlVersion::Explicit1_0).unwrap_or_default().into_owned();
            let (key, local) = (attribute.key, attribute.key.local_name());
            let (key, local): (&str, &str) = (key.as_ref(), local.as_ref());
            match local {
                // Programs put a kind of their own beside the kind of the standard.
                "value-type" if key.starts_with("calcext:") => cell.is_error = value() == "error",
                "value-type" => cell.kind = value(),
                "value" | "date-value" | "time-value" | "boolean-value" | "string-value" => cell.value = value(),
                // Some programs have no other truth values.
                "formula" => cell.is_logical = matches!(&*value(), "of:=TRUE()" | "of:=FALSE()"),
                _ => {}
            }
        }
        cell
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>, depth: usize) {
        match name {
            "p" | "h" if self.paragraph_at.is_none() => {
                if self.n_paragraphs > 0 {
                    self.text.push('\n');
                }
                self.n_paragraphs += 1;
                (self.paragraph_at, self.has_blank) = (Some(depth), false);
            }
            _ if self.paragraph_at.is_none() => {}
            "s" => {
                self.push_blank();
                let n_blanks = number(element, "c").min(MOST_BLANKS);
                self.text.extend(std::iter::repeat_n(' ', n_blanks as usize));
            }
            "tab" => self.push_mark('\t'),
            "line-break" => self.push_mark('\n'),
            _ => {}
        }
    }

    /// White space counts once, and only between other things.
    fn push(&mut self, c: char) {
        if matches!(c, ' ' | '\t' | '\n' | '\r') {
            self.has_blank = !self.text.is_empty() && !self.text.ends_with(['\n', '\t', ' ']);
        } else {
            self.push_mark(c);
        }
    }

    fn push_mark(&mut self, c: char) {
        self.push_blank();
        self.text.push(c);
    }

    fn push_blank(&mut self) {
        if std::mem::take(&mut self.has_blank) {
            self.text.push(' ');
        }
    }

    /// What the cell holds, if anything.
    fn held(self) -> Option<Held> {
        if self.is_error {
            return Some(Held::Error);
        }
        let number = || self.value.trim().parse::<f64>().ok();
        let held = match &*self.kind {
            "float" | "percentage" | "currency" if self.is_logical => number().map(|value| Held::Boolean(value != 0.0)),
            "float" | "percentage" | "currency" => number().map(Held::Number),
            "boolean" => Some(Held::Boolean(self.value.trim() == "true")),
            "time" => Some(time_of_day(&self.value).map_or_else(|| Held::Text(self.value.clone()), Held::Time)),
            "date" => Some(Held::Text(self.value.clone())),
            // The text of a cell stands in its paragraphs, unless what is shown is another one.
            _ if self.kind == "string" && !self.value.is_empty() => Some(Held::Text(self.value.clone())),
            _ => None,
        };
        held.or((!self.text.is_empty()).then_some(Held::Text(self.text)))
    }
}

/// More blanks than this in a row are nothing that anybody has written.
const MOST_BLANKS: u32 = 1_000;

/// The part of a day that is over at a time of day, which is written as a length of time: `PT12H30M00S`.
fn time_of_day(value: &str) -> Option<f64> {
    let (hours, rest) = value.trim().strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds: f64 = rest.strip_suffix('S')?.replace(',', ".").parse().ok()?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds = f64::from(hours) * 3_600.0 + f64::from(minutes) * 60.0 + seconds;
    (0.0..86_400.0).contains(&seconds).then_some(seconds / 86_400.0)
}

fn attribute(element: &BytesStart<'_>, local_name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let attributes = attributes.with_checks(false).flatten();
    let mut values = attributes.filter(|attribute| attribute.key.local_name().as_ref() == local_name);
    values.next().and_then(|attribute| Some(attribute.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned()))
}

/// The number that an attribute says, one if there is none.
fn number(element: &BytesStart<'_>, local_name: &str) -> u32 {
    attribute(element, local_name).and_then(|number| number.trim().parse().ok()).unwrap_or(1)
}
