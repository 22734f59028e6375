//! Databases of every kind, and what is left of them when they are damaged.

use super::super::table::all_lines;
use super::*;

/// A database that `sql` makes.
fn database(sql: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a 100%?#.db");
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    (folder, path)
}

fn read(path: &Path, sheet: Option<&str>) -> Result<(String, Vec<String>), Fault> {
    let options = InputOptions { sheet: sheet.map(str::to_owned), ..InputOptions::default() };
    let mut table = open(path, &options)?;
    Ok((all_lines(table.as_mut())?, table.take_warnings()))
}

#[track_caller]
fn check(sql: &str, sheet: Option<&str>, expected: &str) {
    let (_folder, path) = database(sql);
    assert_eq!(read(&path, sheet).map(|(lines, _)| lines), Ok(expected.to_owned()), "{sql}");
}

#[track_caller]
fn check_refused(sql: &str, sheet: Option<&str>, expected: &str) {
    let (_folder, path) = database(sql);
    let fault = read(&path, sheet).unwrap_err();
    assert!(matches!(&fault, Fault::Malformed(told) if told.contains(expected)), "{fault:?}");
}

#[test]
fn values_keep_their_types() {
    let (_folder, path) = database(
        "CREATE TABLE t (id INTEGER, text TEXT, r REAL, is_it BOOLEAN, b BLOB, x); \
         INSERT INTO t VALUES (9223372036854775807, 'a \"b\"', 0.5, 1, x'c3a9', NULL), (-1, '', 5, 0, x'ff', 9e999), \
         (NULL, 'x', 1e300, 2, NULL, 'y')",
    );
    let expected = "{\"id\":9223372036854775807,\"text\":\"a \\\"b\\\"\",\"r\":0.5,\"is_it\":true,\"b\":\"é\",\"x\":null}\n\
                    {\"id\":-1,\"text\":\"\",\"r\":5.0,\"is_it\":false,\"b\":\"/w==\",\"x\":null}\n\
                    {\"id\":null,\"text\":\"x\",\"r\":1e+300,\"is_it\":2,\"b\":null,\"x\":\"y\"}\n";
    let (lines, warnings) = read(&path, None).unwrap();
    assert_eq!(lines, expected);
    assert_eq!(warnings.len(), 2, "{warnings:?}");
}

#[test]
fn our_own_database_comes_back_without_the_numbers_of_its_rows() {
    let sql = "CREATE TABLE document (row INTEGER PRIMARY KEY, id TEXT, text TEXT); \
               CREATE TABLE word (row INTEGER PRIMARY KEY, type TEXT); \
               INSERT INTO document (id, text) VALUES ('a', 'x'), ('b', 'y'); \
               CREATE VIRTUAL TABLE document_search USING fts5(text, content=\"document\", content_rowid=row);";
    check(sql, None, "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"y\"}\n");
    check(sql, Some("word"), "");
    check("CREATE TABLE t (row INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (7, 1)", None, "{\"row\":7,\"a\":1}\n");
}

#[test]
fn one_of_several_tables_must_be_named() {
    let sql = "CREATE TABLE a (x); CREATE TABLE b (y); INSERT INTO b VALUES (1); CREATE VIEW v AS SELECT * FROM b; \
               CREATE VIRTUAL TABLE f USING fts5(z)";
    check(sql, Some("b"), "{\"y\":1}\n");
    check(sql, Some("2"), "{\"y\":1}\n");
    check_refused(sql, None, "it has 2 tables, of which --sheet names the one to read: \"a\", \"b\"");
    check_refused(sql, Some("c"), "no table called \"c\", but \"a\", \"b\"");
    check_refused(sql, Some("v"), "\"v\" is a view");
    check_refused(sql, Some("f"), "\"f\" is a virtual");
    check_refused("SELECT 1; CREATE TABLE a (x); DROP TABLE a", None, "no table");
}

#[test]
fn tables_without_keys_and_with_their_names_taken_are_read() {
    check(
        "CREATE TABLE t (k TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES ('b'), ('a')",
        None,
        "{\"k\":\"a\"}\n{\"k\":\"b\"}\n",
    );
    check(
        "CREATE TABLE t (rowid, oid TEXT, _rowid_); INSERT INTO t VALUES (2, 'x', 3)",
        None,
        "{\"rowid\":2,\"oid\":\"x\",\"_rowid_\":3}\n",
    );
    check(
        "CREATE TABLE \"q\"\"t\" (\"a\"\"b\", \"\"); INSERT INTO \"q\"\"t\" VALUES (1, 2)",
        None,
        "{\"a\\\"b\":1,\"column 2\":2}\n",
    );
}

#[test]
fn long_tables_come_in_pieces_in_the_order_of_their_keys() {
    let sql = "CREATE TABLE t (n INTEGER PRIMARY KEY, text); WITH RECURSIVE c(n) AS (SELECT -5000 UNION ALL SELECT n + 1 FROM c \
               WHERE n < 5000) INSERT INTO t SELECT n, printf('%.*c', abs(n), 'x') FROM c";
    let (_folder, path) = database(sql);
    let (lines, _) = read(&path, None).unwrap();
    let numbers: Vec<i64> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["n"].as_i64().unwrap())
        .collect();
    assert!(numbers.iter().copied().eq(-5_000..=5_000), "{}", numbers.len());
}

#[test]
fn a_database_with_changes_beside_it_is_refused() {
    let (folder, path) = database("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    std::fs::write(folder.path().join("a 100%?#.db-wal"), "x").unwrap();
    assert!(matches!(read(&path, None), Err(Fault::NoText(_))));
}

#[test]
fn what_is_damaged_is_refused_or_read() {
    let (folder, path) = database("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'one'), (2, hex(zeroblob(20000)))");
    let whole = std::fs::read(&path).unwrap();
    let damaged_path = folder.path().join("b.db");
    for part in 0..20 {
        std::fs::write(&damaged_path, &whole[..whole.len() * part / 20]).unwrap();
        assert!(read(&damaged_path, None).is_err(), "{part}/20");
    }
    for at in (0..whole.len()).step_by(997).chain(0..100) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1 << (at % 8);
        std::fs::write(&damaged_path, damaged).unwrap();
        // It may be a value like any other.
        _ = read(&damaged_path, None);
    }
    std::fs::write(&damaged_path, "no database").unwrap();
    assert!(read(&damaged_path, None).is_err());
}
