//! The parts of mails, held against those that mail-parser finds, and in numbers that only an attacker writes.

use mail_parser::{MessageParser, PartType};
use proptest::prelude::*;

use super::*;

fn shown(mail: &str) -> Vec<(Form, String)> {
    text_parts(mail).iter().map(|part| (part.form, part.decoded(mail).trim().to_owned())).collect()
}

#[track_caller]
fn check(mail: &str, expected: &[(Form, &str)]) {
    let expected: Vec<(Form, String)> = expected.iter().map(|(form, text)| (*form, (*text).to_owned())).collect();
    assert_eq!(shown(mail), expected, "{mail:?}");
}

fn multipart(subtype: &str, boundary: &str, parts: &[String]) -> String {
    let parts: String = parts.iter().map(|part| format!("--{boundary}\n{part}\n")).collect();
    format!("Content-Type: multipart/{subtype}; boundary={boundary}\n\npreamble\n{parts}--{boundary}--\nepilogue\n")
}

fn plain(text: &str) -> String {
    format!("Content-Type: text/plain\n\n{text}")
}

fn html(text: &str) -> String {
    format!("Content-Type: text/html\n\n{text}")
}

#[test]
fn parts_in_order_are_read_and_what_stands_around_them_is_not() {
    check(
        &multipart("mixed", "B", &[plain("one"), "\nbare".to_owned(), html("two")]),
        &[(Form::Plain, "one"), (Form::Plain, "bare"), (Form::Html, "two")],
    );
    check("Subject: x\n\nalone", &[(Form::Plain, "alone")]);
    check("Subject: x", &[(Form::Plain, "")]);
}

#[test]
fn of_alternatives_the_plain_one_is_read_wherever_it_is() {
    let related = multipart("related", "R", &[html("rich"), "Content-Type: image/png\n\nx".to_owned()]);
    check(&multipart("alternative", "B", &[plain("one"), related.clone()]), &[(Form::Plain, "one")]);
    let mixed = multipart("mixed", "M", &[plain("inner"), html("shown")]);
    check(&multipart("alternative", "B", &[html("rich"), mixed]), &[(Form::Plain, "inner"), (Form::Html, "shown")]);
    check(&multipart("alternative", "B", &[related]), &[(Form::Html, "rich")]);
    let calendar = "Content-Type: text/calendar\n\nBEGIN:".to_owned();
    check(&multipart("alternative", "B", &[calendar, html("rich")]), &[(Form::Html, "rich")]);
}

#[test]
fn attachments_are_no_text() {
    let mail = "Content-Type: message/rfc822\n\nSubject: inner\n\nnot this";
    let named = "Content-Type: text/plain; name=a.txt\n\nnor this";
    let attached = "Content-Disposition: attachment\n\nnor this";
    let parts = [plain("this"), mail.to_owned(), named.to_owned(), attached.to_owned()];
    check(&multipart("mixed", "B", &parts), &[(Form::Plain, "this")]);
    check(&multipart("digest", "B", &["\nSubject: inner\n\nx".to_owned()]), &[]);
}

#[test]
fn an_outer_boundary_ends_inner_parts_and_a_missing_one_leaves_a_text() {
    let inner = "Content-Type: multipart/mixed; boundary=C\n\n--C\n\none";
    check(&multipart("mixed", "B", &[inner.to_owned(), plain("two")]), &[(Form::Plain, "one"), (Form::Plain, "two")]);
    let missing = "Content-Type: multipart/mixed; boundary=nowhere\n\ntext";
    check(&multipart("mixed", "B", &[missing.to_owned()]), &[(Form::Other, "text")]);
    let same = "Content-Type: multipart/mixed; boundary=B\n\n--B\n\ndeep\n--B--";
    check(
        &multipart("mixed", "B", &[same.to_owned(), plain("after")]),
        &[(Form::Plain, "deep"), (Form::Plain, "after")],
    );
    check(
        "Content-Type: multipart/mixed; boundary=B\n\n--B\n\na\n--Bee\nb\n--B  \n\nc",
        &[(Form::Plain, "a\n--Bee\nb"), (Form::Plain, "c")],
    );
}

#[test]
fn hundreds_of_thousands_of_parts_in_each_other_take_neither_stack_nor_long() {
    const N_LEVELS: usize = 100_000;
    let announced = |n: usize| format!("--B{n}\nContent-Type: multipart/alternative; boundary=B{}\n\n", n + 1);
    let deep: String = (0..N_LEVELS).map(announced).collect();
    let deep = format!("Content-Type: multipart/mixed; boundary=B0\n\n{deep}--B{N_LEVELS}\n\nin the middle");
    let mails = "Content-Type: message/rfc822\n\n".repeat(N_LEVELS);
    let unfound = "--B\nContent-Type: multipart/mixed; boundary=nowhere\n\nx\n".repeat(N_LEVELS);
    let unfound = format!("Content-Type: multipart/mixed; boundary=B\n\n{unfound}");
    let read = move || [deep, mails, unfound].map(|mail| shown(&mail).len());
    // The stack of a thread that parsers with a call for each level overflow.
    let thread = std::thread::Builder::new().stack_size(128 << 10).spawn(read).unwrap();
    assert_eq!(thread.join().unwrap(), [1, 0, N_LEVELS]);
}

/// The texts that mail-parser finds, which reads mails that are well made as we do.
fn reference(mail: &str) -> Vec<String> {
    let parsed = MessageParser::default().parse(mail.as_bytes()).unwrap();
    let parts = parsed.text_body.iter().map(|&idx| &parsed.parts[idx as usize]);
    let texts = parts.filter_map(|part| match &part.body {
        PartType::Text(text) | PartType::Html(text) => Some(text.trim().to_owned()),
        _ => None,
    });
    texts.collect()
}

/// A mail of parts in parts, each multipart with a boundary of its own.
fn part() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-z]{1,9}".prop_map(|text| plain(&text)),
        "[a-z]{1,9}".prop_map(|text| html(&text)),
        "[a-z]{1,9}".prop_map(|text| format!("\n{text}")),
        "[a-z]{1,9}".prop_map(|text| format!("Content-Disposition: attachment\n\n{text}")),
        Just("Content-Transfer-Encoding: base64\nContent-Type: text/plain; charset=utf-8\n\nR3LDvMOfZQ==".to_owned()),
        Just("Content-Type: image/png\n\nx".to_owned()),
        Just("Content-Type: message/rfc822\n\nSubject: inner\n\ntext".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        (any::<u64>(), prop::collection::vec(inner, 1..4))
            .prop_map(|(boundary, parts)| multipart("mixed", &format!("b{boundary:020}"), &parts))
    })
}

proptest! {
    #[test]
    fn parts_are_those_that_mail_parser_finds(part in part()) {
        let mail = format!("Subject: x\n{part}");
        let found: Vec<String> = shown(&mail).into_iter().map(|(_, text)| text).collect();
        prop_assert_eq!(found, reference(&mail));
    }
}
