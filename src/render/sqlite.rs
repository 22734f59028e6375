//! `SQLite` databases: a table for each table, and full-text search (FTS5) of those that hold texts.
//!
//! Every table begins with `row`, the number of the row from 1 on, which is its key. A table with a column `text` gets a
//! second one with `_search` behind its name, whose words are folded by case and diacritics:
//!
//! ```sql
//! SELECT document.id FROM document_search JOIN document ON document.row = document_search.rowid
//!  WHERE document_search MATCH 'river AND storm' ORDER BY rank;
//! ```
//!
//! Numbers and booleans of JSON records are numbers, `true` and `false` being 1 and 0; an integer of more than 64 bits, or a
//! number with more digits than a double keeps, stays text. A column of fields gets its type when all its values are
//! known: while they come it has none, so that nothing is converted, and in the end one that would have left them as they
//! are.
//!
//! The file is private until it is finished and put in place whole, so no journal is kept and nothing is synced here. Cost:
//! about a microsecond a row and column of a dozen; the search index takes some three times as long as the texts.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};

use super::Book;
use super::unique_names::UniqueNames;
use crate::table::{Cell, Column, Kind, Part, Scalar, Seen, TableIdx, scalar};

const KEY: &str = "row";

/// The columns that full-text search covers, as far as a table has them; without the first there is no search.
const SEARCHED: [Part; 2] = [Part::Text, Part::Title];

/// Writes a database.
pub(super) struct Sqlite {
    connection: Connection,
    names: UniqueNames,
    tables: Vec<Table>,
}

struct Table {
    name: String,
    columns: Vec<TableColumn>,
    insert: String,
    /// The names of the columns to search, if there are any.
    searched: Vec<String>,
}

struct TableColumn {
    name: String,
    kind: Kind,
    /// What a column of any kind has had so far.
    seen: Seen,
}

impl Sqlite {
    /// A database in the empty file at `path`.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let connection = Connection::open(path).map_err(io::Error::other)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; BEGIN",
            )
            .map_err(io::Error::other)?;
        Ok(Self { connection, names: UniqueNames::default(), tables: Vec::new() })
    }

    /// Declares the columns of fields by what they hold. No value changes: every one is as the declared type has it, so that only
    /// the text of the schema is another one (SQLite, "Making Other Kinds Of Table Schema Changes").
    fn declare(&self, table: &Table) -> rusqlite::Result<()> {
        if table.columns.iter().all(|column| column.kind != Kind::Any) {
            return Ok(());
        }
        let sql = definition(&table.name, &table.columns);
        self.connection.execute_batch("PRAGMA writable_schema = ON")?;
        let update = "UPDATE sqlite_schema SET sql = ?1 WHERE type = 'table' AND name = ?2";
        self.connection.execute(update, [&sql, &table.name])?;
        self.connection.execute_batch("PRAGMA writable_schema = RESET")
    }

    fn index(&self, table: &Table, search_name: &str) -> rusqlite::Result<()> {
        let (name, search) = (quoted(&table.name), quoted(search_name));
        let columns: Vec<String> = table.searched.iter().map(|column| quoted(column)).collect();
        self.connection.execute_batch(&format!(
            "CREATE VIRTUAL TABLE {search} USING fts5({}, content={name}, content_rowid={KEY}, \
             tokenize=\"unicode61 remove_diacritics 2\");
             INSERT INTO {search}({search}) VALUES ('rebuild');",
            columns.join(", ")
        ))
    }
}

impl Book for Sqlite {
    fn table(&mut self, unit: &str, columns: &[Column]) -> io::Result<TableIdx> {
        let name = self.names.name(table_name(unit), numbered);
        // Names of columns differ by more than their case, too.
        let mut names = UniqueNames::default();
        names.name(KEY.to_owned(), numbered);
        let (mut own, mut searched) = (Vec::new(), Vec::new());
        for column in columns {
            let name = names.name(without_nul(&column.name), numbered);
            if column.kind == Kind::Text && SEARCHED.iter().any(|&part| column.holds(part)) {
                searched.push(name.clone());
            }
            own.push(TableColumn { name, kind: column.kind, seen: Seen::default() });
        }
        self.connection.execute_batch(&untyped(&name, &own)).map_err(io::Error::other)?;
        if !columns.iter().any(|column| column.kind == Kind::Text && column.holds(SEARCHED[0])) {
            searched.clear();
        }
        let insert = format!("INSERT INTO {} VALUES (NULL{})", quoted(&name), ", ?".repeat(columns.len()));
        self.tables.push(Table { name, columns: own, insert, searched });
        self.connection.set_prepared_statement_cache_capacity(self.tables.len() + 1);
        Ok(self.tables.len() - 1)
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> io::Result<()> {
        let Table { columns, insert, .. } = &mut self.tables[table];
        let any = columns.iter_mut().zip(cells).filter(|(column, _)| column.kind == Kind::Any);
        any.for_each(|(column, cell)| column.seen.add(cell));
        let mut statement = self.connection.prepare_cached(insert).map_err(io::Error::other)?;
        statement.execute(params_from_iter(cells.iter().map(Value))).map_err(io::Error::other)?;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        for table in &self.tables {
            self.declare(table).map_err(io::Error::other)?;
        }
        for table in self.tables.iter().filter(|table| !table.searched.is_empty()) {
            let search_name = self.names.name(format!("{}_search", table.name), numbered);
            self.index(table, &search_name).map_err(io::Error::other)?;
        }
        self.connection.execute_batch("COMMIT").map_err(io::Error::other)?;
        self.connection.close().map_err(|(_, error)| io::Error::other(error))
    }
}

/// A cell as `SQLite` takes it.
struct Value<'c>(&'c Cell<'c>);

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Cell::Empty => ToSqlOutput::Borrowed(ValueRef::Null),
            cell => match (scalar(cell), cell) {
                (Some(Scalar::Boolean(value)), _) => ToSqlOutput::Borrowed(ValueRef::Integer(value.into())),
                (Some(Scalar::Integer(value)), _) => ToSqlOutput::Borrowed(ValueRef::Integer(value)),
                (Some(Scalar::Real(value)), _) => ToSqlOutput::Borrowed(ValueRef::Real(value)),
                (None, Cell::Text(text) | Cell::Json(text)) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
                // SQLite's integers have a sign; what is larger stays exact as text.
                (None, Cell::Integer(value)) => ToSqlOutput::Owned(value.to_string().into()),
                (None, Cell::Real(_) | Cell::Empty) => ToSqlOutput::Borrowed(ValueRef::Null),
            },
        })
    }
}

/// The table as it is while its rows come.
fn untyped(name: &str, columns: &[TableColumn]) -> String {
    let of_any = |column: &TableColumn| if column.kind == Kind::Any { "" } else { declared(column) };
    create(name, columns, of_any)
}

/// The table as it is when all its rows are there.
fn definition(name: &str, columns: &[TableColumn]) -> String {
    create(name, columns, declared)
}

fn create(name: &str, columns: &[TableColumn], type_of: impl Fn(&TableColumn) -> &'static str) -> String {
    let mut sql = format!("CREATE TABLE {} ({KEY} INTEGER PRIMARY KEY", quoted(name));
    for column in columns {
        // Writing to a string cannot fail.
        _ = write!(sql, ", {}", quoted(&column.name));
        match type_of(column) {
            "" => {}
            declared => _ = write!(sql, " {declared}"),
        }
    }
    sql + ")"
}

/// The type that a column is declared with: none for numbers and texts together, which would be taken for each other.
fn declared(column: &TableColumn) -> &'static str {
    let Seen { texts, booleans, integers, reals, .. } = column.seen;
    match column.kind {
        Kind::Text => "TEXT",
        Kind::Integer => "INTEGER",
        Kind::Real => "REAL",
        Kind::Any => match (texts, booleans, integers, reals) {
            (true, true, ..) | (true, _, true, _) | (true, .., true) => "",
            (true, ..) | (false, false, false, false) => "TEXT",
            (_, true, false, false) => "BOOLEAN",
            (.., true, false) => "INTEGER",
            (_, false, false, true) => "REAL",
            _ => "NUMERIC",
        },
    }
}

/// The name of a table of rows of this unit; `SQLite` keeps names that begin with `sqlite_` for itself.
fn table_name(unit: &str) -> String {
    match without_nul(unit) {
        name if name.is_empty() => "unnamed".to_owned(),
        name if name.to_ascii_lowercase().starts_with("sqlite_") => format!("_{name}"),
        name => name,
    }
}

fn numbered(name: &str, number: u32) -> String {
    format!("{name}_{number}")
}

/// A NUL would end the statement.
fn without_nul(name: &str) -> String {
    name.replace('\0', "_")
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes one table with one row and opens the database again.
    fn database(unit: &str, columns: &[Column], row: &[Cell<'_>]) -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.sqlite");
        let mut book: Box<dyn Book> = Box::new(Sqlite::create(&path).expect("the folder is there"));
        let table = book.table(unit, columns).expect("a table can be made");
        book.row(table, row).expect("a row fits");
        book.finish().expect("it fits");
        let connection = Connection::open(path).expect("it was written");
        (folder, connection)
    }

    #[track_caller]
    fn check(connection: &Connection, query: &str, expected: &str) {
        let found: String = connection.query_row(query, [], |row| row.get(0)).expect("there is an answer");
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn cells_keep_their_types() {
        let columns = [Column::text("t", ""), Column::integer("i", ""), Column::real("r", ""), Column::text("e", "")];
        let row = [Cell::text("5\0é"), Cell::Integer(7), Cell::Real(0.5), Cell::Empty];
        let (_folder, connection) = database("document", &columns, &row);
        check(
            &connection,
            "SELECT typeof(t) || typeof(i) || typeof(r) || typeof(e) FROM document",
            "textintegerrealnull",
        );
        let text: String = connection.query_row("SELECT t FROM document", [], |row| row.get(0)).expect("a row");
        assert_eq!(text, "5\0é");
    }

    #[test]
    fn texts_are_found_by_their_words_without_accents_or_case() {
        let columns = [Column::text("id", ""), Column::text("title", ""), Column::text("text", "")];
        let row = [Cell::text("d1"), Cell::text("A Storm"), Cell::text("over Ålesund")];
        let (_folder, connection) = database("document", &columns, &row);
        let query = |words: &str| {
            format!(
                "SELECT document.id FROM document_search JOIN document ON document.row = document_search.rowid \
                 WHERE document_search MATCH '{words}'"
            )
        };
        check(&connection, &query("alesund AND storm"), "d1");
        check(&connection, "SELECT count(*) || '' FROM document_search WHERE document_search MATCH 'bergen'", "0");
    }

    #[test]
    fn hostile_names_are_only_names() {
        let columns = [Column::text("Row", ""), Column::text("a\"); DROP TABLE x; --", ""), Column::text("ROW", "")];
        let row = [Cell::text("1"), Cell::text("2"), Cell::text("3")];
        let (_folder, connection) = database("sqlite_\"x", &columns, &row);
        check(
            &connection,
            "SELECT \"Row_2\" || \"a\"\"); DROP TABLE x; --\" || \"ROW_3\" FROM \"_sqlite_\"\"x\"",
            "123",
        );
    }

    #[test]
    fn integers_past_the_largest_stay_exact() {
        let (_folder, connection) = database("t", &[Column::text("n", "")], &[Cell::Integer(u64::MAX)]);
        check(&connection, "SELECT n FROM t", "18446744073709551615");
    }

    fn rows_of(json: &[&str]) -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.sqlite");
        let mut book: Box<dyn Book> = Box::new(Sqlite::create(&path).expect("the folder is there"));
        let column = Column::of("v", Kind::Any, "");
        let table = book.table("document", &[column]).expect("a table can be made");
        for json in json {
            let cell = match json.strip_prefix('\'') {
                Some(text) => Cell::text(text),
                None => Cell::Json((*json).into()),
            };
            book.row(table, &[cell]).expect("a row fits");
        }
        book.finish().expect("it fits");
        let connection = Connection::open(path).expect("it was written");
        (folder, connection)
    }

    #[test]
    fn numbers_of_json_compare_as_numbers() {
        let (_folder, connection) = rows_of(&["9", "50", "200", "-7"]);
        check(&connection, "SELECT group_concat(v) FROM (SELECT v FROM document WHERE v > 10 ORDER BY v)", "50,200");
        check(&connection, "SELECT max(v) || min(v) FROM document", "200-7");
    }

    /// The types of the values and that of their column, for values of JSON, or texts behind an apostrophe.
    #[track_caller]
    fn check_types(json: &[&str], types: &str, declared: &str) {
        let (_folder, connection) = rows_of(json);
        check(&connection, "SELECT group_concat(typeof(v)) FROM document", types);
        check(&connection, "SELECT type FROM pragma_table_info('document') WHERE name = 'v'", declared);
        check(&connection, "SELECT group_concat(integrity_check) FROM pragma_integrity_check", "ok");
    }

    #[test]
    fn a_column_of_fields_is_declared_by_what_it_holds_and_no_value_is_converted() {
        check_types(&["'2020", "'007"], "text,text", "TEXT");
        check_types(&["true", "false"], "integer,integer", "BOOLEAN");
        check_types(&["1", "true"], "integer,integer", "INTEGER");
        check_types(&["0.5", "2.0"], "real,real", "REAL");
        check_types(&["1", "0.5", "2.0"], "integer,real,real", "NUMERIC");
        check_types(&["1", "'007", "true"], "integer,text,integer", "");
        check_types(&["1", "[1]"], "integer,text", "");
        check_types(&["18446744073709551616", "1"], "text,integer", "");
        check_types(&["0.1000000000000000000001"], "text", "TEXT");
    }

    #[test]
    fn texts_of_a_field_still_equal_numbers_as_columns_of_texts_do() {
        let (_folder, connection) = rows_of(&["'2020", "'2021"]);
        check(&connection, "SELECT v FROM document WHERE v = 2020", "2020");
    }
}
