//! CSV and TSV: one record, one document.
//!
//! A stray quote inside a cell is text. What cannot be read without losing a cell is an error for that record alone.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use csv::{ByteRecord, StringRecord};

use super::csv_record::{RawCell, Records};
use super::options::{Guards, InputOptions};
use super::record::{Record, RecordSource, Role, Value};
use crate::diagnostics::Finding;
use crate::document::Document;
use crate::error::{InputError, Place, Problem};
use crate::table::{NameQuotes, is_marked, needs_quotes};
use crate::text::unguard;

/// What the first record says about all others.
#[derive(Clone, Debug)]
pub(super) struct Header {
    delimiter: u8,
    roles: Vec<Role>,
    /// Whether cells come with a formula guard that is none of theirs.
    is_guarded: bool,
}

impl Header {
    /// Reads the header at the beginning of `bytes`; also returns how many bytes it takes.
    ///
    /// A column without a name is called `column_N`; of two with one name the second gets a `_2` behind it.
    ///
    /// # Errors
    ///
    /// [`Problem::NoTextField`] if no column holds the text and one is required.
    pub(super) fn read(bytes: &[u8], format_delimiter: u8, options: &InputOptions) -> Result<(Self, usize), Problem> {
        let delimiter = options.delimiter.unwrap_or_else(|| told_delimiter(bytes, format_delimiter));
        let (mut reader, mut record) = (reader(bytes, delimiter), ByteRecord::new());
        // Bytes and flexible lengths leave nothing that could fail.
        let _ = reader.read_byte_record(&mut record);
        let is_guarded = options.guards == Guards::Removed || carries_mark(bytes, delimiter);
        let names = record.iter().map(String::from_utf8_lossy);
        let names = unique_names(names.map(|name| if is_guarded { unguarded(name) } else { name }));
        let roles: Vec<Role> = names.iter().map(|name| Role::of(name, options)).collect();
        let has_text = roles.contains(&Role::Text);
        if !has_text && options.texts == super::options::Texts::Required && !names.is_empty() {
            return Err(Problem::NoTextField { wanted: options.text_field.clone(), found: names });
        }
        let n_bytes = usize::try_from(reader.position().byte()).map_or(bytes.len(), |at| at - BLANK_LINE.len());
        Ok((Self { delimiter, roles, is_guarded }, n_bytes))
    }

    /// What separates the cells.
    pub(super) fn delimiter(&self) -> u8 {
        self.delimiter
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
            Role::Text => options.text_field.clone(),
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
    let (mut records, mut cells) = (Records::new(text.as_bytes(), header.delimiter), Vec::new());
    let (roles, mut values) = (&header.roles, Vec::with_capacity(header.roles.len()));
    let (mut numbers, mut places) = (source.first_number.., options.record_places(source.id));
    while records.read(&mut cells) {
        let Some(number) = numbers.next().filter(|&number| places.takes(number)) else { continue };
        let place = Place::Record(number);
        if cells.len() > roles.len() {
            let problem = Problem::Csv(lengths(&cells, header));
            take(Err(InputError::at(source.shown, place, problem).into()));
        } else {
            if cells.len() < roles.len() {
                let message = format!("record {number} has {}; the missing ones are empty", lengths(&cells, header));
                take(Err(Finding::warning(source.shown, message)));
            }
            let texts = cells.iter().map(|cell| cell.of(text)).chain(std::iter::repeat(Cow::Borrowed("")));
            let texts = texts.map(|text| if header.is_guarded { unguarded(text) } else { text });
            values.clear();
            values.extend(texts.take(roles.len()).map(Value::Text).enumerate());
            take(Ok(Record { number, place, roles, values: &mut values }));
        }
    }
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
    let first_line = head.lines().next().unwrap_or_default();
    let names: Vec<&str> = first_line.split(char::from(delimiter)).collect();
    // The name that carries the mark of guarded cells stands in quotes.
    let bare = |name: &str| name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name).to_owned();
    let is_plain = || !first_line.contains('"') || carries_mark(first_line.as_bytes(), delimiter);
    let is_header = names.len() > 1 && names.iter().all(|name| is_plain_name(&bare(name))) && is_plain();
    if !is_header || !head.contains('\n') {
        return false;
    }
    let (mut reader, mut record) = (reader(head.as_bytes(), delimiter), StringRecord::new());
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

/// The delimiter of a header: what the format says, unless the header has none of it and has another one.
fn told_delimiter(bytes: &[u8], format_delimiter: u8) -> u8 {
    let first_line = bytes.split(|&b| b == b'\n').next().unwrap_or_default();
    let others = [b',', b';', b'\t'];
    if first_line.contains(&format_delimiter) {
        return format_delimiter;
    }
    others.into_iter().find(|other| first_line.contains(other)).unwrap_or(format_delimiter)
}

/// The text of a cell without the guard that it got in front.
fn unguarded(cell: Cow<'_, str>) -> Cow<'_, str> {
    match cell {
        Cow::Borrowed(text) => Cow::Borrowed(unguard(text)),
        Cow::Owned(text) if unguard(&text).len() < text.len() => Cow::Owned(unguard(&text).to_owned()),
        Cow::Owned(text) => Cow::Owned(text),
    }
}

/// Whether the header in front of `bytes` says that cells are guarded.
fn carries_mark(bytes: &[u8], delimiter: u8) -> bool {
    let mut cells = Vec::new();
    Records::new(bytes, delimiter).read(&mut cells);
    let quotes = |cell: &RawCell| {
        let needed = cell.text_of(bytes).is_none_or(|name| needs_quotes(name, delimiter));
        NameQuotes { needed, given: cell.is_quoted(bytes) }
    };
    is_marked(&cells.iter().map(quotes).collect::<Vec<_>>())
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

/// A blank line in front, which is no record: the reader would take U+FEFF at its very beginning for a byte order mark,
/// and ours may begin in the middle of a file.
const BLANK_LINE: &[u8] = b"\n";

fn reader(bytes: &[u8], delimiter: u8) -> csv::Reader<std::io::Chain<&'static [u8], &[u8]>> {
    let input = std::io::Read::chain(BLANK_LINE, bytes);
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(input)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::options::Texts;

    fn read(text: &str, options: &InputOptions) -> (Vec<Document>, Vec<String>) {
        let (header, n_bytes) = Header::read(text.as_bytes(), b',', options).unwrap();
        let source = RecordSource { id: "t.csv", shown: "in/t.csv", first_number: 1 };
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
        let error = Header::read(b"word,frequency\n", b',', &InputOptions::default()).unwrap_err();
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
