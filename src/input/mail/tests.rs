//! Mails as documents.

use proptest::prelude::*;

use super::*;

fn read(mail: &[u8]) -> (Result<(), Fault>, Vec<Parsed>, Vec<String>) {
    let (mut documents, mut warnings) = (Vec::new(), Vec::new());
    let end = read_mail(mail, &InputOptions::default(), &mut |reading| match reading {
        Reading::Document(parsed) => documents.push(parsed),
        Reading::Warning(warning) | Reading::Repeated(_, warning) | Reading::Note(warning) => warnings.push(warning),
    });
    (end, documents, warnings)
}

/// The document and the warnings of a mail that is read.
#[track_caller]
fn one(mail: &[u8]) -> (Parsed, Vec<String>) {
    let (end, mut documents, warnings) = read(mail);
    assert_eq!((end, documents.len()), (Ok(()), 1));
    (documents.remove(0), warnings)
}

fn field<'p>(parsed: &'p Parsed, name: &str) -> &'p str {
    parsed.fields.get(name).map_or("", FieldValue::as_text)
}

#[test]
fn headers_become_fields_and_the_subject_the_title() {
    let mail = b"From: =?ISO-8859-1?Q?J=F6rg?= <j@example.org>\r\nTo: A <a@example.org>,\r\n B\r\nSubject: Fog\r\n\
        Date: Mon, 6 May 2024 10:00:00 +0200\r\nMessage-ID: <1@example.org>\r\nList-Id: Weather <w.example.org>\r\n\
        Content-Language: en\r\n\r\n\r\n  None.\r\nAt all.\r\n\r\n";
    let (parsed, warnings) = one(mail);
    assert_eq!(
        (parsed.title.as_deref(), parsed.text.as_str(), parsed.id.as_deref()),
        (Some("Fog"), "  None.\nAt all.", None)
    );
    let fields: Vec<String> = parsed.fields.iter().map(|(name, value)| format!("{name}={}", value.as_text())).collect();
    let expected = [
        "date=2024-05-06T10:00:00+02:00",
        "from=Jörg <j@example.org>",
        "to=A <a@example.org>, B",
        "message_id=<1@example.org>",
        "list_id=Weather <w.example.org>",
        "language=en",
    ];
    assert_eq!((fields, warnings), (expected.map(str::to_owned).to_vec(), Vec::new()));
}

#[test]
fn a_date_that_is_not_understood_stays_as_it_is() {
    assert_eq!(field(&one(b"Date: the other day\nFrom: a\n\nx").0, "date"), "the other day");
}

#[test]
fn a_mail_that_is_a_web_page_is_read_as_its_text() {
    let (parsed, _) = one(b"From: a\nContent-Type: TEXT/HTML; charset=iso-8859-1\n\n<p>\xfc</p>");
    assert_eq!(parsed.text, "ü");
}

#[test]
fn a_flowed_text_is_joined() {
    let (parsed, _) = one(b"From: a\r\nContent-Type: text/plain; format=flowed\r\n\r\nOne \r\ntwo.\r\n> q \r\n> r\r\n");
    assert_eq!(parsed.text, "One two.\n> q r");
}

#[test]
fn a_mail_without_a_text_part_is_an_empty_document_and_told() {
    let (parsed, warnings) = one(b"From: a\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nMIAG");
    assert_eq!((parsed.text.as_str(), field(&parsed, "attachments")), ("", "smime.p7m"));
    assert_eq!(warnings, ["has no text part, only attachments (smime.p7m)"]);
    // An empty mail has nothing to tell.
    assert_eq!(one(b"From: a\nSubject: come\n\n").1, Vec::<String>::new());
}

#[test]
fn what_cannot_be_decoded_is_told() {
    let (parsed, warnings) = one(b"From: a\nContent-Type: text/plain; charset=utf-8\n\n\xc3\xbca\xffb\xff");
    assert_eq!(parsed.text, "üa\u{fffd}b\u{fffd}");
    assert_eq!(warnings, ["2 byte sequences are not valid UTF-8; each became U+FFFD"]);
    let (_, warnings) = one(b"From: a\nContent-Type: text/plain; charset=x-klingon\n\nab");
    assert_eq!(warnings, ["names the character set \"x-klingon\", which is unknown or wrong; read as UTF-8"]);
}

#[test]
fn what_programs_put_around_a_mail_is_no_part_of_it() {
    for around in [
        &b"\xef\xbb\xbfFrom: a\nTo: b\n\nx\n"[..],
        b"From a@example.org Mon May  6 10:00:00 2024\nFrom: a\nTo: b\n\nx",
        b"18\nFrom: a\nTo: b\n\nx\n\n<?xml version=\"1.0\"?>",
        b"\r\nFrom: a\r\nTo: b\r\n\r\nx\r\n",
    ] {
        let (parsed, _) = one(around);
        assert_eq!((field(&parsed, "to"), parsed.text.as_str()), ("b", "x"));
        assert!(is_mail(around));
    }
}

#[test]
fn what_is_no_mail_is_refused() {
    for bytes in [&b""[..], b"\n", b"a text\n", b"note: a text\n\nmore", b"123\n"] {
        assert!(matches!(read(bytes).0, Err(Fault::Malformed(_))), "{bytes:?}");
        assert!(!is_mail(bytes));
    }
    assert!(matches!(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").0, Err(Fault::NoText(_))));
    assert!(matches!(read(b"!BDN....").0, Err(Fault::NoText(_))));
    assert!(!is_mail(b"From here on: it rained.\nTo: b\n"));
}

#[test]
fn a_mail_longer_than_a_document_may_be_is_refused() {
    let options = InputOptions { max_document_bytes: 10, ..InputOptions::default() };
    let end = read_mail(b"From: a\n\nlong", &options, &mut |_| {});
    assert_eq!(end, Err(Fault::TooLong { limit_bytes: 10 }));
}

#[test]
fn a_damaged_mail_is_read_or_refused_and_never_ends_the_program() {
    let mail = include_bytes!("../../../tests/samples/python.eml");
    let whole = one(mail).0.text;
    assert!(whole.contains("Grüße"));
    for n in 0..=20 {
        let _ = read(&mail[..mail.len() * n / 20]);
    }
    for at in 0..mail.len() {
        let mut mutant = mail.to_vec();
        mutant[at] ^= 1 << (at % 8);
        let _ = read(&mutant);
    }
}

proptest! {
    #[test]
    fn no_mail_is_too_broken_to_be_read(pieces in prop::collection::vec(prop_oneof![
        prop::sample::select(vec![
            "From: a", "Subject: =?utf-8?B?", "?=", "Content-Type: multipart/mixed; boundary=B", "--B", "--B--", "\n", "\n\n",
            "Content-Type: text/html; charset=utf-7", "Content-Transfer-Encoding: base64", "Content-Type: message/rfc822",
            "Content-Transfer-Encoding: quoted-printable", "=C3", "=", "R3Lf", "<p>", "</", "&#x", ">From ", "é", "+AGE-",
            "Content-Transfer-Encoding: x-uuencode", "begin 644 a", "end", "Content-Type: text/plain; format=flowed", " \n> ",
        ]).prop_map(|piece| piece.as_bytes().to_vec()),
        any::<Vec<u8>>(),
    ], 0..30)) {
        let mail = pieces.concat();
        let (end, documents, _) = read(&mail);
        prop_assert_eq!(end.is_ok(), documents.len() == 1);
    }
}
