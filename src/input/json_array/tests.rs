//! JSON of every shape, cut anywhere.

use proptest::prelude::*;

use super::super::cut::MOST_RECORDS;
use super::*;

/// The lines of all records of `json`, read in steps, and what is wrong.
fn read(json: &str, path: &str, step: usize) -> (String, Option<Fault>) {
    let path = JsonPath::parse(path).unwrap();
    let mut cut = JsonCut::new(&path);
    let lifted: Vec<_> = path.is_nested().then(|| path.clone()).into_iter().collect();
    let (mut all, mut buffer, mut rest) = (String::new(), Vec::new(), json.as_bytes());
    loop {
        let (next, after) = rest.split_at(step.min(rest.len()));
        buffer.extend_from_slice(next);
        rest = after;
        loop {
            let (end, n_records) = cut.last_end(&buffer, rest.is_empty(), MOST_RECORDS);
            if end == 0 {
                break;
            }
            cut.taken(end);
            let block: Vec<u8> = buffer.drain(..end).collect();
            if n_records > 0 {
                match lines(std::str::from_utf8(&block).unwrap(), &path.name, &lifted) {
                    Ok(lines) => {
                        let lines = String::from_utf8(lines).unwrap();
                        assert_eq!(lines.matches('\n').count() as u64, n_records, "{lines}");
                        all += &lines;
                    }
                    Err(fault) => return (all, Some(fault)),
                }
            }
        }
        if rest.is_empty() {
            return (all, cut.fault());
        }
    }
}

#[track_caller]
fn check(json: &str, path: &str, expected: &[&str]) {
    for step in [1, 2, 7, json.len().max(1)] {
        let (lines, fault) = read(json, path, step);
        assert_eq!(
            (lines.lines().collect::<Vec<_>>(), fault),
            (expected.to_vec(), None),
            "{json:?} in steps of {step}"
        );
    }
}

#[test]
fn an_array_of_objects_has_an_object_for_each_record() {
    check("[{\"text\":\"a\"}, {\"text\":\"]},{\\\"\"}]", "text", &["{\"text\":\"a\"}", "{\"text\":\"]},{\\\"\"}"]);
    check("[\n  {\n    \"text\": \"a\",\r\n    \"n\": [1, 2]\n  }\n]\n", "text", &["{\"text\": \"a\",\"n\": [1, 2]}"]);
    check(" [ ] ", "text", &[]);
    check("[{}]", "text", &["{}"]);
    check("[{\"a\":1}][{\"a\":2},\n{\"a\":3}]", "text", &["{\"a\":1}", "{\"a\":2}", "{\"a\":3}"]);
}

#[test]
fn objects_may_follow_each_other_over_many_lines() {
    check("{\n\"a\": 1\n}\n{\n\"a\": 2\n}\n", "text", &["{\"a\": 1}", "{\"a\": 2}"]);
    check("{\"a\":1}{\"a\":{\"b\":[]}}[{\"a\":3}]", "text", &["{\"a\":1}", "{\"a\":{\"b\":[]}}", "{\"a\":3}"]);
}

#[test]
fn an_array_within_an_object_is_found_by_its_path() {
    let json = "{\"meta\": {\"articles\": [0], \"x\": \"}]\"}, \"arti\\u0063les\": [{\"body\":\"a\"},\n{\"body\":\"b\"}], \"n\": 2}\n";
    check(json, "articles[].body", &["{\"body\":\"a\"}", "{\"body\":\"b\"}"]);
    let json = "{\"a\":{\"b\":{\"c\":[{\"t\":1}]},\"c\":[2]},\"b\":{\"c\":[3]}}";
    check(json, "a.b.c[].t", &["{\"t\":1}"]);
    check("{\"a\":[{\"t\":1}]} [{\"t\":2}] {\"a\":[{\"t\":3}]}", "a[].t", &["{\"t\":1}", "{\"t\":2}", "{\"t\":3}"]);
    check("{\"a\":[{\"t\":1}]}\n{\"a\":[]}\n{\"a\":[{\"t\":2}]}", "a[].t", &["{\"t\":1}", "{\"t\":2}"]);
}

#[test]
fn texts_in_an_array_are_records() {
    check("[\"a\", \"b\\\"\"]", "text", &["{\"text\":\"a\"}", "{\"text\":\"b\\\"\"}"]);
    check("{\"lines\":[\"a\"]}", "lines[]", &["{\"text\":\"a\"}"]);
}

#[test]
fn a_field_within_a_field_becomes_one_of_the_record() {
    check("[{\"user\":{\"text\":\"a\"}}]", "user.text", &["{\"user\":{\"text\":\"a\"},\"user.text\":\"a\"}"]);
    check(
        "[{\"user.text\":\"a\",\"user\":{\"text\":\"b\"}}]",
        "user.text",
        &["{\"user.text\":\"a\",\"user\":{\"text\":\"b\"}}"],
    );
    check("{\"d\":[{\"u\":[{\"t\":\"x\"}]}]}", "d[].u[0].t", &["{\"u\":[{\"t\":\"x\"}],\"u[0].t\":\"x\"}"]);
}

#[test]
fn a_line_end_within_a_string_is_meant_as_one() {
    check("[{\"text\":\"a\nb\"}]", "text", &["{\"text\":\"a\\nb\"}"]);
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for (json, path, line) in [
        ("[\n{\"a\":1},\n{\"a\":", "text", 3),
        ("[{\"a\":1}", "text", 1),
        ("[", "text", 1),
        ("{\"a\":\"\n", "text", 1),
        ("[{\"a\":1},\n\n,{\"a\":2}]", "text", 3),
        ("[{\"a\":1}]\nand so on", "text", 2),
        ("\n\nhello", "text", 3),
        ("[{\"a\":1}}]", "text", 1),
        ("\n[{\"a\":1}]", "a[].b", 2),
        ("{\"a\":[{\"t\":1}", "a[].t", 1),
        ("[{\"a\":1}\n{\"a\":2}]", "text", 2),
    ] {
        for step in [1, 5, 100] {
            let (_, fault) = read(json, path, step);
            assert!(matches!(fault, Some(Fault::MalformedAt(at, _)) if at == line), "{json:?}: {fault:?}");
        }
    }
    assert!(matches!(read("[[1]]", "text", 9).1, Some(Fault::Malformed(_))));
    assert!(matches!(read("[1]", "text", 9).1, Some(Fault::Malformed(told)) if told.contains("is 1,")));
    let missing = read("{\"b\":[{}]}", "a[].t", 9);
    assert_eq!(missing, (String::new(), Some(Fault::Malformed("it has no array at \"a\"".to_owned()))));
}

#[test]
fn a_block_has_so_many_records_at_most_and_depth_has_no_limit() {
    let json = format!("[{}{{}}]", "{},".repeat(9_999));
    assert_eq!(read(&json, "text", json.len()).0.lines().count(), 10_000);
    let deep = format!("[{{\"a\":{}{}}}]", "[".repeat(200_000), "]".repeat(200_000));
    assert_eq!(read(&deep, "text", deep.len()).1, None);
}

#[test]
fn json_is_told_from_json_lines_and_from_prose() {
    for head in
        ["[{\"a\":1}]", "[\n  {\n    \"a\"  : 1", "{\n  \"a\": 1\n}", "{ \"a\": {\n\"b\": 1}}", "[{\"a\":\"cut of"]
    {
        assert!(looks_like_json(head), "{head:?}");
    }
    for head in
        ["{\"a\":1}\n{\"a\":2}\n", "{\"a\": \"cut of", "[1] a note", "[x]", "{x}", "{\n x\n}", "", "text", "[", "{"]
    {
        assert!(!looks_like_json(head), "{head:?}");
    }
}

proptest! {
    #[test]
    fn records_are_those_of_a_json_library(
        records in prop::collection::vec(r#"\{ ?("[ab]": ?(1|"[\[\],{}]?"|"\\\\"|"\\"é"|\[1, ?\{"a":2\}\]|\{\}), ?){0,2}"c":\n?"x"\n?\}"#, 0..6),
        shape in 0..3,
        step in 1_usize..20,
    ) {
        let (json, path) = match shape {
            0 => (format!("[{}]", records.join(", ")), "text"),
            1 => (records.join("\n"), "text"),
            _ => (format!("{{\"x\":[{{}}],\"d\":[{}],\"y\":\"d\"}}", records.join(",")), "d[].text"),
        };
        let (lines, fault) = read(&json, path, step);
        prop_assert_eq!(fault, None);
        let parse = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
        let found: Vec<_> = lines.lines().map(parse).collect();
        prop_assert_eq!(found, records.iter().map(|record| parse(record)).collect::<Vec<_>>());
    }

    #[test]
    fn any_bytes_are_read_or_refused(json in r#"[\[\]{}",:a\\ \n]{0,40}"#, step in 1_usize..9) {
        for path in ["text", "a[].a", "a.a[]"] {
            _ = read(&json, path, step);
        }
    }
}
