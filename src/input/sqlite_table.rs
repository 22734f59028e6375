//! `SQLite` databases: the rows of one table, in the order of their keys.
//!
//! A database is opened for reading alone, as a file that nobody changes, and nothing in its schema is trusted: no views, no
//! virtual tables, no functions but harmless ones. Changes that another program has not put into the file yet would be
//! missed, so a database with such is refused.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row, params_from_iter};

use super::options::InputOptions;
use super::reader::Fault;
use super::row_spool::RowSpool;
use super::sheet_choice::{SheetChoice, choose};
use super::table::{
    MOST_PIECE_BYTES, MOST_PIECE_ROWS, Oddity, Piece, TablePieces, Tally, distinct_names, end_row, name_key, push_bytes,
};

/// What every database begins with.
pub(super) const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Names of the table of documents, if there are several tables.
const USUAL_NAMES: [&str; 6] = ["document", "documents", "rows", "records", "texts", "data"];

/// The names by which a key can be asked for, unless a column has that name.
const KEY_NAMES: [&str; 3] = ["rowid", "_rowid_", "oid"];

/// Files beside a database with what is not in it yet.
const CHANGES: [&str; 2] = ["-wal", "-journal"];

/// The column of numbers from one on that our own databases begin with.
const OWN_KEY: &str = "row";

/// A table that is read.
struct SqliteTable {
    connection: Connection,
    query: Query,
    last_key: Option<i64>,
    has_ended: bool,
}

/// How the rows of a table are asked for and written.
struct Query {
    /// The expressions of the columns, and where they are from.
    columns: String,
    from: String,
    key: &'static str,
    names: Vec<String>,
    /// The names as they stand in objects.
    keys: Vec<Vec<u8>>,
    is_boolean: Vec<bool>,
    tally: Arc<Tally>,
    max_row_bytes: u64,
}

/// A column of a table.
struct Column {
    name: String,
    declared: String,
    is_key: bool,
}

/// The rows of the table that the options name, or of the only one, of the database at `path`.
///
/// # Errors
///
/// A fault if it is no database, damaged, being changed, or has no such table.
pub(super) fn open(path: &Path, options: &InputOptions) -> Result<Box<dyn TablePieces>, Fault> {
    check_file(path)?;
    let connection = connect(path, options).map_err(|error| damaged(&error))?;
    let table = table_name(&connection, options.sheet.as_deref())?;
    let mut columns = columns(&connection, &table).map_err(|error| damaged(&error))?;
    if has_own_key(&connection, &table, &columns).map_err(|error| damaged(&error))? {
        columns.remove(0);
    }
    let taken: HashSet<String> = columns.iter().map(|column| column.name.to_ascii_lowercase()).collect();
    let free_key = KEY_NAMES.into_iter().find(|name| !taken.contains(*name));
    let names = distinct_names(columns.iter().map(|column| column.name.clone()));
    let sources: Vec<String> = columns.iter().map(|column| quoted(&column.name)).collect();
    let query = Query {
        columns: sources.iter().map(|source| format!(", {source}")).collect(),
        from: quoted(&table),
        key: free_key.unwrap_or_default(),
        keys: names.iter().enumerate().map(|(idx, name)| name_key(name, idx == 0)).collect(),
        is_boolean: columns.iter().map(|column| column.declared.to_ascii_uppercase().starts_with("BOOL")).collect(),
        names,
        tally: Tally::shared(),
        max_row_bytes: options.max_document_bytes,
    };
    if free_key.is_some() && has_keys(&connection, &query) {
        return Ok(Box::new(SqliteTable { connection, query, last_key: None, has_ended: false }));
    }
    set_aside(&connection, query)
}

impl TablePieces for SqliteTable {
    fn names(&self) -> &[String] {
        &self.query.names
    }

    fn next_piece(&mut self) -> Option<Result<Piece, Fault>> {
        if self.has_ended {
            return None;
        }
        let read = self.read_piece();
        self.has_ended = !matches!(read, Ok(Some(_)));
        read.transpose()
    }

    fn take_warnings(&mut self) -> Vec<String> {
        self.query.tally.take_warnings()
    }
}

impl SqliteTable {
    fn read_piece(&mut self) -> Result<Option<Piece>, Fault> {
        let sql = self.query.select(&self.query.columns, self.last_key, MOST_PIECE_ROWS);
        let mut statement = self.connection.prepare_cached(&sql).map_err(|error| damaged(&error))?;
        let mut rows = statement.query(params_from_iter(self.last_key)).map_err(|error| damaged(&error))?;
        let (mut lines, mut n_records) = (Vec::new(), 0);
        while lines.len() < MOST_PIECE_BYTES {
            match rows.next() {
                Ok(None) => break,
                Ok(Some(row)) => {
                    self.last_key = Some(row.get(0).map_err(|error| damaged(&error))?);
                    self.query.push_row(row, 1, &mut lines)?;
                    n_records += 1;
                }
                // The key of the row can be asked for without its values.
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::TooBig) => {
                    let (sql, last) = (self.query.select("", self.last_key, 1), params_from_iter(self.last_key));
                    let key = self.connection.query_row(&sql, last, |row| row.get(0));
                    self.last_key = Some(key.map_err(|error| damaged(&error))?);
                    lines.push(b'\n');
                    n_records += 1;
                    break;
                }
                Err(error) => return Err(damaged(&error)),
            }
        }
        Ok((n_records > 0).then(|| Piece { n_records, lines: Box::new(move || Ok(lines)) }))
    }
}

impl Query {
    /// The question for the next rows, those behind a key, which stands before the columns.
    fn select(&self, columns: &str, last_key: Option<i64>, most_rows: usize) -> String {
        let Self { from, key, .. } = self;
        let after = if last_key.is_some() { format!("WHERE {key} > ?1") } else { String::new() };
        format!("SELECT {key}{columns} FROM {from} {after} ORDER BY {key} LIMIT {most_rows}")
    }

    /// Appends a row whose values begin at `first`.
    fn push_row(&self, row: &Row<'_>, first: usize, out: &mut Vec<u8>) -> Result<(), Fault> {
        let start = out.len();
        out.push(b'{');
        for (idx, (key, is_boolean)) in self.keys.iter().zip(&self.is_boolean).enumerate() {
            out.extend_from_slice(key);
            let value = row.get_ref(first + idx).map_err(|error| damaged(&error))?;
            push_value(value, *is_boolean, &self.tally, out);
        }
        end_row(out, start, self.max_row_bytes);
        Ok(())
    }
}

/// The rows of a table without keys that can be asked for.
fn set_aside(connection: &Connection, query: Query) -> Result<Box<dyn TablePieces>, Fault> {
    let mut spool = RowSpool::new();
    let Query { columns, from, .. } = &query;
    let sql = format!("SELECT NULL{columns} FROM {from}");
    let mut statement = connection.prepare(&sql).map_err(|error| damaged(&error))?;
    let mut rows = statement.query([]).map_err(|error| damaged(&error))?;
    let mut line = Vec::new();
    while let Some(row) = rows.next().map_err(|error| damaged(&error))? {
        line.clear();
        query.push_row(row, 1, &mut line)?;
        spool.row(|out| out.extend_from_slice(&line))?;
    }
    spool.into_table(query.names, query.tally, Vec::new())
}

fn push_value(value: ValueRef<'_>, is_boolean: bool, tally: &Tally, out: &mut Vec<u8>) {
    match value {
        ValueRef::Null => out.extend_from_slice(b"null"),
        ValueRef::Integer(number @ (0 | 1)) if is_boolean => {
            out.extend_from_slice(if number == 1 { b"true" } else { b"false" });
        }
        // Writing numbers to a vector cannot fail.
        ValueRef::Integer(number) => _ = serde_json::to_writer(out, &number),
        ValueRef::Real(number) if number.is_finite() => _ = serde_json::to_writer(out, &number),
        ValueRef::Real(_) => {
            tally.add(Oddity::NotFinite);
            out.extend_from_slice(b"null");
        }
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => push_bytes(bytes, tally, out),
    }
}

/// Refuses what is no database, and one that is being changed.
fn check_file(path: &Path) -> Result<(), Fault> {
    let mut start = Vec::new();
    File::open(path)?.take(MAGIC.len() as u64).read_to_end(&mut start)?;
    if start != MAGIC {
        return Err(Fault::Malformed("it is no SQLite database".to_owned()));
    }
    for suffix in CHANGES {
        let mut beside = path.as_os_str().to_owned();
        beside.push(suffix);
        if std::fs::metadata(PathBuf::from(beside)).is_ok_and(|about| about.len() > 0) {
            return Err(Fault::NoText(
                "has changes beside it (-wal or -journal) that are not in it yet; close the program that has it open",
            ));
        }
    }
    Ok(())
}

fn connect(path: &Path, options: &InputOptions) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri(path), flags)?;
    let longest = i32::try_from(options.max_document_bytes).unwrap_or(i32::MAX);
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, longest)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0")?;
    Ok(connection)
}

/// The address of a database that nobody changes.
fn uri(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    let path = if path.is_absolute() { path.to_owned() } else { Path::new(".").join(path) };
    let shown = path.to_string_lossy();
    let shown = if cfg!(windows) { format!("/{}", shown.replace('\\', "/")) } else { shown.into_owned() };
    for c in shown.chars() {
        match c {
            '%' => uri.push_str("%25"),
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            c => uri.push(c),
        }
    }
    uri + "?mode=ro&immutable=1"
}

/// The name of the table that `asked` names, or of the one that has the documents.
fn table_name(connection: &Connection, asked: Option<&str>) -> Result<String, Fault> {
    let tables = tables(connection).map_err(|error| damaged(&error))?;
    let plain: Vec<_> = tables.iter().filter(|table| table.kind == "table").map(|table| &table.choice).collect();
    if let Some(asked) = asked {
        let other = tables.iter().find(|table| table.choice.name == asked && table.kind != "table");
        if let Some(Table { kind, .. }) = other {
            return Err(Fault::Malformed(format!("its {asked:?} is a {kind}, and only tables are read")));
        }
        return choose(plain, Some(asked), "table").map(|(choice, _)| choice.name.clone());
    }
    let usual = || plain.iter().find(|choice| USUAL_NAMES.contains(&&*choice.name.to_ascii_lowercase()));
    match &*plain {
        [] => Err(Fault::Malformed("it has no table".to_owned())),
        [only] => Ok(only.name.clone()),
        several => usual().map(|choice| choice.name.clone()).ok_or_else(|| {
            let names: Vec<_> = several.iter().take(12).map(|choice| format!("{:?}", choice.name)).collect();
            let (n_tables, names) = (several.len(), names.join(", "));
            Fault::Malformed(format!("it has {n_tables} tables, of which --sheet names the one to read: {names}"))
        }),
    }
}

struct Table {
    choice: SheetChoice,
    /// `table`, `view`, `virtual` or `shadow`.
    kind: String,
}

fn tables(connection: &Connection) -> rusqlite::Result<Vec<Table>> {
    let sql = "SELECT l.name, l.type FROM pragma_table_list AS l JOIN main.sqlite_schema AS s ON s.name = l.name \
               WHERE l.schema = 'main' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.rowid";
    let mut statement = connection.prepare(sql)?;
    let tables = statement.query_map([], |row| {
        let choice = SheetChoice { name: row.get(0)?, is_visible: true, has_cells: true };
        Ok(Table { choice, kind: row.get(1)? })
    })?;
    tables.collect()
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Column>> {
    // Hidden columns are those of virtual tables.
    let sql = "SELECT name, type, pk FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid";
    let mut statement = connection.prepare(sql)?;
    let columns = statement.query_map([table], |row| {
        Ok(Column { name: row.get(0)?, declared: row.get(1)?, is_key: row.get::<_, i64>(2)? == 1 })
    })?;
    columns.collect()
}

/// `true` if the first column is the key of our own databases: it says nothing but the place of the row.
fn has_own_key(connection: &Connection, table: &str, columns: &[Column]) -> rusqlite::Result<bool> {
    let Some(first) = columns.first() else { return Ok(false) };
    if columns.len() < 2 || first.name != OWN_KEY || first.declared != "INTEGER" || !first.is_key {
        return Ok(false);
    }
    let sql = format!("SELECT coalesce(min({OWN_KEY}) = 1 AND max({OWN_KEY}) = count(*), 1) FROM {}", quoted(table));
    connection.query_row(&sql, [], |row| row.get(0))
}

/// `false` for a table that was made without keys of rows.
fn has_keys(connection: &Connection, query: &Query) -> bool {
    connection.prepare(&format!("SELECT {} FROM {}", query.key, query.from)).is_ok()
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn damaged(error: &rusqlite::Error) -> Fault {
    Fault::Malformed(format!("it cannot be read as a SQLite database: {error}"))
}

#[cfg(test)]
mod tests;
