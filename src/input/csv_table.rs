//! CSV and TSV: one record, one document.
//!
//! A stray quote inside a cell is text. What cannot be read without losing a cell is an error for that record alone.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::csv_record::{QuoteFault, Quoting, RawCell, Records};
use super::dialect::{Dialect, HeaderRow, Told, delimiter_line};
use super::line_count::LineCount;
use super::options::{Guards, InputOptions};
use super::record::{Record, RecordSource, Role, Value};
use super::text_field::{TextField, may_be_guessed};
use crate::diagnostics::{Finding, Kind};
use crate::document::Document;
use crate::error::{InputError, Place, Problem};
use crate::table::{NameQuotes, is_marked, needs_quotes};
use crate::text::unguard;

/// What the first record says about all others.
#[derive(Clone, Debug)]
pub(super) struct Header {
    dialect: Dialect,
    roles: Vec<Role>,
    /// The column with the texts.
    text: TextField,
    /// The lines before the first record.
    lines: LineCount,
    /// Whether cells come with a formula guard that is none of theirs.
    is_guarded: bool,
}

impl Header {
    /// Reads the header at the beginning of `bytes`, a byte order mark taken off; they are all of the table if `is_whole`. Also
    /// returns how many bytes it takes.
    ///
    /// A column without a name is called `column_N`; of two with one name the second gets a `_2` behind it.
    ///
    /// # Errors
    ///
    /// [`Problem::NoTextField`] if no column holds the text and one is required.
    pub(super) fn read(
        bytes: &[u8],
        is_whole: bool,
        format_delimiter: u8,
        options: &InputOptions,
    ) -> Result<(Self, usize), Problem> {
        let told = Told { delimiter: options.delimiter, quote: options.quote };
        let dialect = Dialect::of(bytes, is_whole, format_delimiter, told);
        let table = &bytes[dialect.n_skipped..];
        let (mut records, mut cells) = (Records::new(table, dialect.delimiter, dialect.quoting), Vec::new());
        records.read(&mut cells);
        let has_names = options.header_row == HeaderRow::Names;
        let is_marked = || has_names && carries_mark(&cells, table, &dialect);
        let is_guarded = options.guards == Guards::Removed || is_marked();
        let written = cells.iter().map(|cell| if has_names { cell.lossy(table) } else { Cow::Borrowed("") });
        let names = unique_names(written.map(|name| if is_guarded { unguarded(name) } else { name }));
        let text = text_field(&names, options)?;
        let roles = names.iter().map(|name| Role::of(name, &text.name, options)).collect();
        let n_bytes = dialect.n_skipped + if has_names { records.at() } else { 0 };
        let lines = LineCount::after(&bytes[..n_bytes]);
        Ok((Self { dialect, roles, text, lines, is_guarded }, n_bytes))
    }

    /// How the table is written.
    pub(super) fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// The lines before the first record.
    pub(super) fn lines(&self) -> LineCount {
        self.lines
    }

    /// The column with the texts.
    pub(super) fn text(&self) -> &TextField {
        &self.text
    }

    /// What a user may want to hear of the table that is shown so.
    pub(super) fn findings(&self, shown: &str, options: &InputOptions) -> Vec<Finding> {
        let notes = self.notes(options).into_iter().map(|note| Finding::note(shown, note));
        self.text.finding(shown).into_iter().chain(notes).collect()
    }

    fn notes(&self, options: &InputOptions) -> Vec<String> {
        let has_names = options.header_row == HeaderRow::Names;
        let data = (has_names && looks_like_data(self.names(options).iter().map(String::as_str))).then(|| {
            "its first record names the columns and looks like data; --no-header-in reads it as all others".to_owned()
        });
        self.dialect.note().into_iter().chain(data).collect()
    }

    /// The names of the columns that become fields, in order.
    pub(super) fn field_names(&self) -> impl Iterator<Item = &std::sync::Arc<str>> {
        self.roles.iter().filter_map(|role| if let Role::Field(name) = role { Some(name) } else { None })
    }

    /// The names of all columns, in order.
    pub(super) fn names(&self, options: &InputOptions) -> Vec<String> {
        let name = |role: &Role| match role {
            Role::Id => options.id_field.clone(),
            Role::Source => options.source_field.clone(),
            Role::Title => options.title_field.clone(),
            Role::Text => self.text.name.to_string(),
            Role::Field(name) => name.to_string(),
        };
        self.roles.iter().map(name).collect()
    }
}

/// Hands every record of `text`, which holds whole records and no header, to `take`, or what is wrong with it.
pub(super) fn records<'t>(
    text: &'t str,
    header: &Header,
    source: RecordSource<'_>,
    options: &InputOptions,
    mut take: impl FnMut(Result<Record<'t, '_>, Finding>),
) {
    let Dialect { delimiter, quoting, .. } = header.dialect;
    let (mut records, mut cells) = (Records::new(text.as_bytes(), delimiter, quoting), Vec::new());
    let (roles, mut values) = (&header.roles, Vec::with_capacity(header.roles.len()));
    let (mut numbers, mut places) = (source.first_number.., options.record_places(source.id));
    let mut lines = Lines { bytes: text.as_bytes(), at: 0, count: source.lines };
    while records.read(&mut cells) {
        let Some(number) = numbers.next().filter(|&number| places.takes(number)) else { continue };
        if let Some(fault) = records.take_fault() {
            take(Err(unquotable(fault, records.at(), &mut lines, source)));
        } else if cells.len() > roles.len() {
            let (place, problem) = (Place::Line(lines.of_record(&cells)), Problem::Csv(lengths(&cells, header)));
            take(Err(InputError::at(source.shown, place, problem).into()));
        } else {
            if cells.len() < roles.len() {
                let place = Place::Line(lines.of_record(&cells));
                let message = format!("has {}; the missing ones are empty", lengths(&cells, header));
                take(Err(Finding::repeated_at(Kind::ShortRecord, source.shown, place, message)));
            }
            let reach = cells.first().map_or(0, RawCell::start) as u64..records.at() as u64;
            let texts = cells.iter().map(|cell| cell.of(text)).chain(std::iter::repeat(Cow::Borrowed("")));
            let texts = texts.map(|text| if header.is_guarded { unguarded(text) } else { text });
            values.clear();
            values.extend(texts.take(roles.len()).map(Value::Text).enumerate());
            take(Ok(Record { number, place: Place::Record(number), reach, roles, values: &mut values }));
        }
    }
}

/// The lines of a block, as far as somebody asked for one. Nobody does where all is well.
struct Lines<'t> {
    bytes: &'t [u8],
    at: usize,
    count: LineCount,
}

impl Lines<'_> {
    /// The line of the place `at`, which lies behind all that were asked for.
    fn of(&mut self, at: usize) -> u64 {
        self.count.pass(&self.bytes[self.at..at]);
        self.at = at;
        self.count.line()
    }

    fn of_record(&mut self, cells: &[RawCell]) -> u64 {
        let start = cells.first().map_or(self.at, RawCell::start);
        self.of(start)
    }
}

/// What is wrong with a record that ends before `end`. It may have taken many lines for one cell, which are lost with it.
fn unquotable(fault: QuoteFault, end: usize, lines: &mut Lines<'_>, source: RecordSource<'_>) -> Finding {
    let first = lines.of(fault.at);
    let n_end = lines.bytes[..end].iter().rev().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let last = lines.of((end - n_end).max(fault.at));
    InputError::at(source.shown, Place::Line(first), Problem::Csv(fault.kind.message(first, last))).into()
}

/// Like [`records`], but makes documents of them.
pub(super) fn documents(
    text: &str,
    header: &Header,
    source: RecordSource<'_>,
    options: &InputOptions,
    mut take: impl FnMut(Result<Document, Finding>),
) {
    records(text, header, source, options, |record| {
        take(record.and_then(|record| {
            let place = record.place;
            record.into_document(source, options).map_err(|problem| InputError::at(source.shown, place, problem).into())
        }));
    });
}

fn lengths(cells: &[RawCell], header: &Header) -> String {
    format!("{} cells, the header {}", cells.len(), header.roles.len())
}

/// Whether `head` begins like a table that another verb wrote: a header of two or more plain lower-case names and a
/// first record with as many cells, or nothing behind the header.
pub(super) fn looks_like_table(head: &str, delimiter: u8) -> bool {
    let head = delimiter_line(head.as_bytes()).map_or(head, |(n_bytes, _)| &head[n_bytes..]);
    let first_line = head.lines().next().unwrap_or_default();
    let names: Vec<&str> = first_line.split(char::from(delimiter)).collect();
    // The name that carries the mark of guarded cells stands in quotes.
    let bare = |name: &str| name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name).to_owned();
    let is_plain = || !first_line.contains('"') || line_carries_mark(first_line.as_bytes(), delimiter);
    let is_header = names.len() > 1 && names.iter().all(|name| is_plain_name(&bare(name))) && is_plain();
    if !is_header || !head.contains('\n') {
        return false;
    }
    let mut table = csv::ReaderBuilder::new();
    let mut reader = table.has_headers(false).flexible(true).delimiter(delimiter).from_reader(head.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut read = || reader.read_record(&mut record).unwrap_or(false).then_some(record.len());
    read();
    match read() {
        Some(n_cells) => n_cells == names.len(),
        // A header alone is what a verb writes that found nothing; two words and a comma may be anything.
        None => names.len() > 2,
    }
}

fn is_plain_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// `true` if names of columns look like the cells of a record: one of them is a number, or longer than names are.
pub(super) fn looks_like_data<'n>(names: impl IntoIterator<Item = &'n str>) -> bool {
    let is_number = |name: &str| {
        name.bytes().any(|byte| byte.is_ascii_digit())
            && name.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-' | b'/' | b':' | b' '))
    };
    names.into_iter().any(|name| name.len() > LONGEST_NAME_BYTES || is_number(name))
}

/// A longer name of a column is rather the cell of a record.
const LONGEST_NAME_BYTES: usize = 120;

/// The column with the texts. That of a table without names is its only one, which nobody can ask for by a name.
fn text_field(names: &[String], options: &InputOptions) -> Result<TextField, Problem> {
    let found = TextField::of_table(names, options);
    match (options.header_row, names) {
        (HeaderRow::Missing, [only]) if may_be_guessed(options) => Ok(TextField::guessed(only)),
        _ => found,
    }
}

/// The text of a cell without the guard that it got in front.
fn unguarded(cell: Cow<'_, str>) -> Cow<'_, str> {
    match cell {
        Cow::Borrowed(text) => Cow::Borrowed(unguard(text)),
        Cow::Owned(text) if unguard(&text).len() < text.len() => Cow::Owned(unguard(&text).to_owned()),
        Cow::Owned(text) => Cow::Owned(text),
    }
}

/// Whether the header that has these cells says that cells are guarded.
fn carries_mark(cells: &[RawCell], bytes: &[u8], dialect: &Dialect) -> bool {
    let Dialect { delimiter, quoting, .. } = *dialect;
    let quotes = |cell: &RawCell| {
        let needed = cell.text_of(bytes).is_none_or(|name| needs_quotes(name, delimiter));
        NameQuotes { needed, given: cell.is_quoted(bytes, quoting) }
    };
    is_marked(&cells.iter().map(quotes).collect::<Vec<_>>())
}

/// Whether a line, as the header of a table that a verb wrote, says that cells are guarded.
fn line_carries_mark(line: &[u8], delimiter: u8) -> bool {
    let dialect = Dialect { delimiter, quoting: Quoting::Doubled, n_skipped: 0, proof_line: None };
    let mut cells = Vec::new();
    Records::new(line, delimiter, dialect.quoting).read(&mut cells);
    carries_mark(&cells, line, &dialect)
}

fn unique_names<'n>(header: impl IntoIterator<Item = Cow<'n, str>>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut taken = HashSet::new();
    let mut next_numbers: HashMap<String, usize> = HashMap::new();
    for (idx, name) in header.into_iter().enumerate() {
        let base = if name.trim().is_empty() { format!("column_{}", idx + 1) } else { name.trim().to_owned() };
        let mut unique = base.clone();
        while !taken.insert(unique.clone()) {
            let number = next_numbers.entry(base.clone()).or_insert(2);
            unique = format!("{base}_{number}");
            *number += 1;
        }
        names.push(unique);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::options::Texts;
    use super::super::record::Counted;
    use super::*;
    use crate::input::dialect::Quote;

    fn read(text: &str, options: &InputOptions) -> (Vec<Document>, Vec<String>) {
        let (header, n_bytes) = Header::read(text.as_bytes(), true, b',', options).unwrap();
        let (id, shown, counted, lines) = ("t.csv", "in/t.csv", Counted::Records, header.lines());
        let source = RecordSource { id, shown, text_name: &header.text().name, first_number: 1, counted, lines };
        let (mut found, mut findings) = (Vec::new(), Vec::new());
        documents(&text[n_bytes..], &header, source, options, |item| match item {
            Ok(document) => found.push(document),
            Err(finding) => findings.push(format!("{finding:?}")),
        });
        (found, findings)
    }

    #[test]
    fn columns_take_their_roles_and_the_rest_become_fields() {
        let (found, _) = read("date,text,title,id\n2024,\"a,\nb\",T,x\n2025,c,,\n", &InputOptions::default());
        assert_eq!(found[0].id, "x");
        assert_eq!(found[0].text, "a,\nb");
        assert_eq!(found[0].title.as_deref(), Some("T"));
        assert_eq!(found[0].fields.get("date").unwrap().as_text(), "2024");
        assert_eq!((&*found[1].id, &*found[1].source, &found[1].title), ("t.csv#2", "in/t.csv", &None));
    }

    #[test]
    fn a_record_with_too_many_cells_fails_alone_and_a_short_one_is_said() {
        let (found, findings) = read("id,text\na,1\nb,2,3\nc\n", &InputOptions::default());
        assert_eq!(found.iter().map(|d| &*d.id).collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(findings.len(), 2, "{findings:?}");
    }

    #[test]
    fn names_are_made_unique_and_nothing_is_lost() {
        let options = InputOptions { texts: Texts::Optional, ..InputOptions::default() };
        let (found, _) = read("a,a,,text\n1,2,3,4\n", &options);
        let names: Vec<String> = found[0].fields.iter().map(|(name, _)| name.to_string()).collect();
        assert_eq!(names, ["a", "a_2", "column_3"]);
    }

    #[test]
    fn another_delimiter_is_seen_in_the_header() {
        let (found, _) = read("id;text\na;x, y\n", &InputOptions::default());
        assert_eq!(found[0].text, "x, y");
    }

    #[test]
    fn a_byte_order_mark_inside_a_table_is_text() {
        let (found, _) = read("id,text\n\u{feff}a,b\n", &InputOptions::default());
        assert_eq!(found[0].id, "\u{feff}a");
    }

    #[test]
    fn a_stray_quote_is_text() {
        let (found, _) = read("id,text\na,5\" nails\nb,c\n", &InputOptions::default());
        assert_eq!(found[0].text, "5\" nails");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn records_whose_quotes_do_not_fit_are_named_by_the_line_of_the_cell() {
        let begin = "id,text\n1,\"a, b\"\n2,\"c\n, d\"\n";
        let (found, findings) =
            read(&format!("{begin}3,\"e, \"f\"\n4,\"g\nh\" i\n5,\"j, k\"\n"), &InputOptions::default());
        assert_eq!(found.iter().map(|document| &*document.id).collect::<Vec<_>>(), ["1", "2", "5"]);
        assert!(findings[0].contains("Line(5)") && !findings[0].contains("takes lines"), "{findings:?}");
        assert!(findings[1].contains("Line(6)") && findings[1].contains("takes lines 6 to 7"), "{findings:?}");
        let (found, findings) = read(&format!("{begin}3,x\n4,\"y, z\n5,zz\n"), &InputOptions::default());
        assert_eq!((found.len(), findings.len()), (3, 1), "{findings:?}");
        assert!(
            findings[0].contains("Line(6)")
                && findings[0].contains("never closed, and takes lines 6 to 7; --quote none"),
            "{findings:?}"
        );
    }

    #[test]
    fn what_is_said_of_records_names_their_lines() {
        let (_, findings) = read("id,text\r\n\r\na,\"1\r\n2\"\r\nb\r\n\r\nc,d,e\r\n", &InputOptions::default());
        assert!(
            findings[0].contains("Line(5)") && findings[0].contains("has 1 cells") && findings[1].contains("Line(7)"),
            "{findings:?}"
        );
    }

    #[test]
    fn quotes_are_letters_where_the_table_says_so_or_the_user() {
        let (found, findings) = read("id\ttext\n1\t\"Wait\" she said\n2\t\"b\n3\tc\n", &InputOptions::default());
        assert_eq!(found.iter().map(|document| &*document.text).collect::<Vec<_>>(), ["\"Wait\" she said", "\"b", "c"]);
        assert!(findings.is_empty(), "{findings:?}");
        let options = InputOptions { quote: Some(Quote::None), ..InputOptions::default() };
        assert_eq!(read("id,text\n1,\"b\"\n", &options).0[0].text, "\"b\"");
    }

    #[test]
    fn a_line_that_names_the_delimiter_is_no_header() {
        let (found, _) = read("sep=;\r\nid;text\r\n1;a, b\r\n", &InputOptions::default());
        assert_eq!((&*found[0].id, &*found[0].text), ("1", "a, b"));
    }

    #[test]
    fn a_table_without_names_calls_its_columns_by_their_places() {
        let mut options = InputOptions { header_row: HeaderRow::Missing, ..InputOptions::default() };
        assert_eq!(
            read("a b\nc\n", &options).0.iter().map(|document| &*document.text).collect::<Vec<_>>(),
            ["a b", "c"]
        );
        let error = Header::read(b"1,a\n", true, b',', &options).unwrap_err();
        assert!(matches!(error, Problem::NoTextField { found, .. } if found == ["column_1", "column_2"]));
        options.text_field = "column_2".to_owned();
        let (found, _) = read("1,a\n\n2,b\n", &options);
        assert_eq!((&*found[1].text, &*found[1].id), ("b", "t.csv#2"));
        assert_eq!(found[1].fields.get("column_1").unwrap().as_text(), "2");
    }

    #[test]
    fn the_only_column_with_a_usual_name_is_the_text() {
        let told = |header: &[u8], options: &InputOptions| {
            let header = Header::read(header, true, b',', options).ok()?.0;
            Some(header.findings("a.csv", options).iter().map(|finding| format!("{finding:?}")).collect::<Vec<_>>())
        };
        let options = InputOptions::default();
        assert_eq!(read("id,body\n1,x\n", &options).0[0].text, "x");
        assert!(told(b"id,body\n", &options).is_some_and(|told| told[0].contains("GuessedTextField")));
        assert_eq!(told(b"id,text,body\n", &options), Some(vec![]));
        assert!(told(b"text,1999\n", &options).is_some_and(|told| told[0].contains("--no-header-in")));
        assert_eq!(told(b"id,body,content\n", &options), None);
        let asked = InputOptions { text_field: "main".to_owned(), ..InputOptions::default() };
        assert_eq!(told(b"id,body\n", &asked), None);
    }

    #[test]
    fn names_that_are_numbers_or_very_long_look_like_data() {
        assert!(looks_like_data(["a", "2024-01-02"]) && looks_like_data(["x".repeat(200).as_str()]));
        assert!(!looks_like_data(["id", "text", "q1", ""]));
    }

    #[test]
    fn the_guard_comes_off_where_the_header_says_that_there_is_one() {
        let cells = "'=a,''=b\n'tis,\"'- c, d\"\n";
        let read = |header: &str, guards| {
            let (found, findings) =
                read(&format!("{header}\n{cells}"), &InputOptions { guards, ..InputOptions::default() });
            assert!(findings.is_empty(), "{findings:?}");
            found.into_iter().map(|document| format!("{}|{}", document.id, document.text)).collect::<Vec<_>>()
        };
        let (guarded, bare) = (["'=a|''=b", "'tis|'- c, d"], ["=a|'=b", "'tis|- c, d"]);
        assert_eq!(read("\"id\",text", Guards::AsMarked), bare);
        for header in ["id,text", "\"id\",\"text\"", "id,\"text\""] {
            assert_eq!(read(header, Guards::AsMarked), guarded, "{header}");
            assert_eq!(read(header, Guards::Removed), bare, "{header}");
        }
    }

    #[test]
    fn guarded_names_of_columns_are_as_they_were() {
        let options = InputOptions { texts: Texts::Optional, ..InputOptions::default() };
        let (found, _) = read("'=a,\"b\",c\n1,2,3\n", &options);
        assert!(found[0].fields.get("'=a").is_some());
        let (found, _) = read("\"'=a\",b\n1,2\n", &options);
        assert!(found[0].fields.get("=a").is_some());
    }

    #[test]
    fn a_marked_header_is_one_that_a_verb_wrote() {
        assert!(looks_like_table("\"id\",source,text\na,b,c\n", b','));
        assert!(!looks_like_table("\"id\",\"source\",\"text\"\na,b,c\n", b','));
        assert!(!looks_like_table("\"Well\",yes,no\na,b,c\n", b','));
    }

    #[test]
    fn a_table_without_text_names_the_columns_it_has() {
        let error = Header::read(b"word,frequency\n", true, b',', &InputOptions::default()).unwrap_err();
        assert!(matches!(error, Problem::NoTextField { found, .. } if found == ["word", "frequency"]));
    }

    #[test]
    fn a_header_of_very_many_equal_names_does_not_take_the_square_of_their_number() {
        let names = unique_names(vec![Cow::Borrowed("x"); 50_000]);
        assert_eq!((names[0].as_str(), names[1].as_str(), names[49_999].as_str()), ("x", "x_2", "x_50000"));
    }

    #[test]
    fn a_made_up_name_gives_way_to_one_that_is_there() {
        assert_eq!(unique_names(["x", "x_2", "x", "x_2"].map(Cow::Borrowed)), ["x", "x_2", "x_3", "x_2_2"]);
    }
}
