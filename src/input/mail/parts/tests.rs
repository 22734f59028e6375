//! The parts of mails, held against those that mail-parser finds, and in numbers that only an attacker writes.

use mail_parser::{MessageParser, PartType};
use proptest::prelude::*;

use super::*;

fn shown(mail: &str) -> Vec<(Form, String)> {
    let text = |part: &TextPart| part.decoded(mail.as_bytes(), Origin::DecodedFile).text.trim().to_owned();
    parts(mail.as_bytes()).texts.iter().map(|part| (part.form, text(part))).collect()
}

fn attachments(mail: &str) -> Vec<String> {
    parts(mail.as_bytes()).attachments
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
    check(&multipart("mixed", "B", &["No fields.\n\nx".to_owned()]), &[(Form::Plain, "No fields.\n\nx")]);
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
    assert_eq!(attachments(&multipart("mixed", "B", &parts)), ["inner", "a.txt", "text/plain"]);
    let digest = multipart("digest", "B", &["\nSubject: inner\n\nx".to_owned(), "\n\nx".to_owned()]);
    check(&digest, &[]);
    assert_eq!(attachments(&digest), ["inner", "message/rfc822"]);
}

#[test]
fn what_is_not_read_is_named_once_and_further_forms_of_a_text_are_not() {
    let picture = "Content-Type: image/png; name=\"=?utf-8?q?caf=C3=A9=2Epng?=\"\n\nx".to_owned();
    let related = multipart("related", "R", &[html("rich"), picture, "Content-Type: IMAGE/GIF\n\nx".to_owned()]);
    let invitation = "Content-Type: text/calendar\n\nBEGIN:".to_owned();
    let forms = multipart("alternative", "A", &[plain("bare"), related, invitation.clone()]);
    let tnef = "Content-Type: application/ms-tnef; name=winmail.dat\n\nx".to_owned();
    let mail = multipart("mixed", "M", &[forms, tnef, invitation]);
    check(&mail, &[(Form::Plain, "bare")]);
    assert_eq!(attachments(&mail), ["café.png", "image/gif", "winmail.dat", "text/calendar"]);
}

#[test]
fn an_empty_plain_text_beside_a_web_page_is_no_choice() {
    let encoded = "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n=20\n".to_owned();
    for empty in [plain(" \n"), encoded] {
        check(&multipart("alternative", "B", &[empty, html("rich")]), &[(Form::Html, "rich")]);
    }
}

#[test]
fn bytes_as_sent_are_read_by_the_character_set_of_their_part() {
    let head = |charset: &str| format!("--B\nContent-Type: text/plain; charset={charset}\n\n").into_bytes();
    let mail = [
        b"Content-Type: multipart/mixed; boundary=B\n\n".to_vec(),
        head("iso-8859-1"),
        b"Gr\xfc\xdfe\n".to_vec(),
        head("koi8-r"),
        b"\xc1\n".to_vec(),
        b"--B\nContent-Type: text/html\n\n<meta charset=koi8-r>\xc1\n--B--\n".to_vec(),
    ];
    let mail = mail.concat();
    let texts: Vec<String> =
        parts(&mail).texts.iter().map(|part| part.decoded(&mail, Origin::Sent).text.into_owned()).collect();
    assert_eq!(texts, ["Grüße", "а", "<meta charset=koi8-r>а"]);
}

#[test]
fn letters_that_were_decoded_with_the_file_are_not_decoded_twice() {
    let check = |charset: &str, encoding: &str, body: &str, expected: &str| {
        let kind = format!("Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n");
        check(&format!("{kind}{body}"), &[(Form::Plain, expected)]);
    };
    check("koi8-r", "8bit", "Туман.", "Туман.");
    check("koi8-r", "quoted-printable", "Туман =C1=\n.", "Туман а.");
    check("iso-8859-1", "quoted-printable", "Gr=FC\u{df}e", "Grüße");
    check("koi8-r", "quoted-printable", "Grüße=2E", "Grüße.");
    check("iso-2022-jp", "7bit", "\u{1b}$B$\"\u{1b}(B", "あ");
}

#[test]
fn an_outer_boundary_ends_inner_parts_and_a_missing_one_leaves_a_text() {
    let inner = "Content-Type: multipart/mixed; boundary=C\n\n--C\n\none";
    check(&multipart("mixed", "B", &[inner.to_owned(), plain("two")]), &[(Form::Plain, "one"), (Form::Plain, "two")]);
    let missing = "Content-Type: multipart/mixed; boundary=nowhere\n\ntext";
    check(&multipart("mixed", "B", &[missing.to_owned()]), &[(Form::Other, "text")]);
    check(
        "Content-Type: multipart/mixed; boundary=B\n--B\n\nno blank line\n--B--\n",
        &[(Form::Plain, "no blank line")],
    );
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
    const N_LEVELS: usize = 30_000;
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
