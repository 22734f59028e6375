//! Mailboxes cut anywhere, and their messages.

use proptest::prelude::*;

use super::*;
use crate::input::cut::tests::blocks;

fn options(max_document_bytes: u64) -> InputOptions {
    InputOptions { max_document_bytes, ..InputOptions::default() }
}

/// What [`read_messages`] says of each message: its number, and its text or what is wrong.
fn read(blocks: &[(Vec<u8>, u64)], max_document_bytes: u64) -> Vec<(u64, String)> {
    let (mut found, mut first_number) = (Vec::new(), 1);
    for (block, n_messages) in blocks.iter().filter(|(_, n_messages)| *n_messages > 0) {
        let mut last = first_number;
        read_messages(block, first_number, &options(max_document_bytes), &mut |number, reading| {
            last = number + 1;
            found.push((
                number,
                match reading {
                    Ok(Reading::Document(parsed)) => parsed.text,
                    Ok(Reading::Warning(warning) | Reading::Repeated(_, warning) | Reading::Note(warning)) => warning,
                    Err(fault) => format!("{fault:?}"),
                },
            ));
        });
        assert!(last - first_number <= (*n_messages).max(1), "{last} {first_number} {n_messages}");
        first_number += n_messages;
    }
    found
}

#[track_caller]
fn check(mailbox: &str, expected: &[&str]) {
    let found = read(&[(mailbox.as_bytes().to_vec(), 9)], 1 << 20);
    assert_eq!(found.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), expected, "{mailbox:?}");
    for step in 1..mailbox.len().min(40) {
        assert_eq!(
            read(&blocks(mailbox.as_bytes(), step, &mut MailCut::new(&options(1 << 20))), 1 << 20),
            found,
            "{step}: {mailbox:?}"
        );
    }
}

const OPENING: &str = "From a@example.org Mon May  6 10:00:00 2024\n";

#[test]
fn a_message_begins_with_its_sign_a_date_and_a_header() {
    check(&format!("{OPENING}Subject: x\n\ny\n\n{OPENING}>From b 10:00 2023\nTo: b\n\nz\n"), &["y", "z"]);
    check(
        "From - Fri Jul 08 12:08:34 2011\r\nA: b\r\n\r\none\r\n\r\nFrom 17@xxx Mon May 06 10:00:00 +0000 2024\r\nA: b\r\n\r\ntwo",
        &["one", "two"],
    );
    check(&format!("\u{feff}{OPENING}Subject: x\n\n"), &[""]);
}

#[test]
fn a_bare_address_and_date_above_a_header_need_no_blank_line() {
    for opening in [
        OPENING,
        "From a at example.org  Mon May  6 10:00:00 2024\r\n",
        "From - Fri Jul 08 12:08:34 2011\n",
        "From MAILER-DAEMON Mon May 06 10:00:00 +0000 2024\n",
        "From 17@xxx Mon May 6 10:00 CEST 2024\n",
    ] {
        check(&format!("{OPENING}Subject: x\n\ny\n{opening}Subject: z\n\nw\n"), &["y", "w"]);
        check(
            &format!("{OPENING}A: b\r\n\r\ny\r\n{opening}no header\n"),
            &[&format!("y\n{}no header", opening.replace('\r', ""))],
        );
    }
    for line in [
        "From Monday, 6 May 2024 at 10:00 on",
        "From a@example.org on Mon May 6 10:00:00 2024",
        "From a@example.org Mon May 6 10:00:00 2024 on it rained",
        "From us Mon May 6 10:00:00 2024",
        "From a@example.org Mon May 6 2024",
    ] {
        let text = format!("y\n{line}\nNote: a lot.");
        check(&format!("{OPENING}A: b\n\n{text}\n"), &[&text]);
    }
}

#[test]
fn pieces_of_a_long_message_open_nothing_that_the_whole_does_not() {
    let line = "From May 2024, 10:00 on: words.\nNote: more\n";
    for end in ["\n", "\r\n"] {
        let long = line.repeat(60).replace('\n', end);
        let mailbox = format!("{OPENING}A: b\n\none\n\n{OPENING}A: b\n\nx{end}{long}\n{OPENING}A: b\n\ntwo\n");
        for step in 1..60 {
            let found = read(&blocks(mailbox.as_bytes(), step, &mut MailCut::new(&options(500))), 500);
            let texts: Vec<(u64, &str)> = found.iter().map(|(number, text)| (*number, text.as_str())).collect();
            assert_eq!(texts, [(1, "one"), (2, "TooLong { limit_bytes: 500 }"), (3, "two")], "{step} {end:?}");
        }
    }
}

#[test]
fn sentences_that_begin_so_open_nothing() {
    for line in [
        "From here on it rained.\nNote: a lot.",
        "From 1984 on it rained.\nNote: a lot",
        "From May 2024, 10:00\nno header",
    ] {
        check(&format!("{OPENING}A: b\n\nx\n\n{line}\n"), &[&format!("x\n\n{line}")]);
    }
    assert!(!is_mailbox(b"From 1984 on it rained.\nNote: a lot.\n"));
    assert!(is_mailbox(format!("{OPENING}Subject: x\n").as_bytes()));
}

#[test]
fn quoted_lines_lose_one_mark() {
    check(&format!("{OPENING}A: b\n\n>From x\n>>From y\n> From z\n"), &["From x\n>From y\n> From z"]);
}

#[test]
fn a_message_without_a_date_has_that_of_its_opening() {
    for (opening, expected) in [
        ("From a at example.org  Mon May  6 10:00:00 2024", "2024-05-06T10:00:00"),
        ("From 17@xxx Mon May 06 10:00:00 +0000 2024", "2024-05-06T10:00:00Z"),
        ("From - Fri Jul 08 12:08:34 2011", "2011-07-08T12:08:34"),
    ] {
        let mut dates = Vec::new();
        let mailbox = format!("{opening}\nSubject: x\n\ny\n");
        read_messages(mailbox.as_bytes(), 1, &options(1 << 20), &mut |_, reading| {
            if let Ok(Reading::Document(parsed)) = reading {
                dates.extend(parsed.fields.get("date").map(|date| date.as_text().to_owned()));
            }
        });
        assert_eq!(dates, [expected]);
    }
}

#[test]
fn what_stands_before_the_first_message_is_told() {
    check(
        &format!("A list.\n\n{OPENING}A: b\n\nx\n"),
        &["9 bytes stand before the first message and are passed over", "x"],
    );
    let lead = "words\n".repeat(100);
    let found =
        read(&blocks(format!("{lead}\n{OPENING}A: b\n\nx\n").as_bytes(), 90, &mut MailCut::new(&options(200))), 200);
    assert!(
        found[0].1.ends_with("before the first message and are passed over")
            && found.last() == Some(&(2, "x".to_owned()))
    );
    check("no mailbox\n", &["11 bytes stand before the first message and are passed over"]);
    check("", &[]);
}

#[test]
fn a_message_that_is_too_long_costs_itself_alone_and_no_memory() {
    let long = "From here on: words, words.\n".repeat(200);
    let mailbox = format!("{OPENING}A: b\n\none\n\n{OPENING}A: b\n\n{long}\n{OPENING}A: b\n\ntwo\n");
    for step in [1, 7, 100, 1_000] {
        let blocks = blocks(mailbox.as_bytes(), step, &mut MailCut::new(&options(500)));
        assert_eq!(blocks.iter().flat_map(|(block, _)| block.clone()).collect::<Vec<_>>(), mailbox.as_bytes());
        assert!(blocks.iter().all(|(block, _)| block.len() <= 500 + 2 * step.max(LONGEST_LINE_BYTES)), "{step}");
        let found = read(&blocks, 500);
        let texts: Vec<(u64, &str)> = found.iter().map(|(number, text)| (*number, text.as_str())).collect();
        assert_eq!(texts, [(1, "one"), (2, "TooLong { limit_bytes: 500 }"), (3, "two")], "{step}");
    }
}

#[test]
fn the_character_set_of_a_whole_mailbox_is_one_that_all_its_letters_have() {
    let message = |charset: &str, body: &[u8]| {
        let head = format!("{OPENING}To: b\nSubject: x\nContent-Type: text/plain; charset={charset}\n\n");
        [head.as_bytes(), body, b"\n\n"].concat()
    };
    let koi8 = message("koi8-r", b"\xc1\xc2");
    let check = |mailbox: Vec<u8>, expected| assert_eq!(charset_of_all(&mailbox).as_deref(), expected);
    check([koi8.clone(), message("utf-8", b"plain"), message("KOI8-R", b"\xc1")].concat(), Some("koi8-r"));
    check([koi8.clone(), message("iso-8859-1", b"\xfc")].concat(), None);
    check([koi8.clone(), message("", b"\xfc")].concat(), None);
    check(koi8[OPENING.len()..].to_vec(), Some("koi8-r"));
    check(message("koi8-r", b"plain"), None);
    check(b"Some text: \xfc\n".to_vec(), None);
}

#[test]
fn a_block_has_so_many_messages_at_most_however_short_they_are() {
    let mailbox = format!("{OPENING}A: b\n\n").repeat(10_000);
    let found = blocks(mailbox.as_bytes(), usize::MAX, &mut MailCut::new(&options(1 << 20)));
    assert_eq!(found.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [4_096, 4_096, 1_808]);
}

#[test]
fn mailboxes_of_programs_are_read() {
    let python = include_bytes!("../../../tests/samples/python.mbox");
    let texts = read(&blocks(python, 100, &mut MailCut::new(&options(1 << 20))), 1 << 20);
    assert_eq!(texts[0].1, "The bridge is open.\nFrom here on it is dry.");
    assert_eq!((texts.len(), texts[1].1.as_str()), (5, "Сегодня туман."));
    let git = include_bytes!("../../../tests/samples/git.mbox");
    let texts = read(&blocks(git, 100, &mut MailCut::new(&options(1 << 20))), 1 << 20);
    assert!(texts.len() == 2 && texts[0].1.starts_with("From the beginning on it has one line.\n---"));
}

#[test]
fn a_damaged_mailbox_is_read_and_never_ends_the_program() {
    let mailbox = include_bytes!("../../../tests/samples/python.mbox");
    for n in 0..=20 {
        let _ = read(&blocks(&mailbox[..mailbox.len() * n / 20], 64, &mut MailCut::new(&options(1 << 20))), 1 << 20);
    }
    for at in (0..mailbox.len()).step_by(7) {
        let mut mutant = mailbox.to_vec();
        mutant[at] ^= 1 << (at % 8);
        let _ = read(&[(mutant, 9)], 1 << 20);
    }
}

proptest! {
    #[test]
    fn blocks_hold_the_messages_of_the_whole(pieces in prop::collection::vec(prop_oneof![
        Just(OPENING.to_owned()), Just("\n".to_owned()), Just("\r\n".to_owned()), Just("From ".to_owned()),
        Just(">From a 10:00 2024\n".to_owned()), Just("Subject: x\n".to_owned()), "[a-z :\n]{0,9}",
    ], 0..40), step in 1_usize..90, max_document_bytes in prop_oneof![Just(1_u64 << 20), 20_u64..300]) {
        let mailbox = pieces.concat();
        let blocks = blocks(mailbox.as_bytes(), step, &mut MailCut::new(&options(max_document_bytes)));
        prop_assert_eq!(blocks.iter().flat_map(|(block, _)| block.clone()).collect::<Vec<_>>(), mailbox.as_bytes());
        let found = read(&blocks, max_document_bytes);
        if max_document_bytes > 1_000 {
            prop_assert_eq!(found, read(&[(mailbox.into_bytes(), 99)], max_document_bytes));
        }
    }
}
