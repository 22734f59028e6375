//! Dialects: what is told from the first rows, and that tables in order are read as they are.

use proptest::prelude::*;

use super::*;

fn dialect(text: &str, format_delimiter: u8) -> Dialect {
    Dialect::of(text.as_bytes(), true, format_delimiter, Told::default())
}

#[track_caller]
fn check(text: &str, format_delimiter: u8, delimiter: u8, quoting: Quoting) {
    let found = dialect(text, format_delimiter);
    assert_eq!((char::from(found.delimiter), found.quoting), (char::from(delimiter), quoting), "{text:?}");
}

#[test]
fn a_table_in_order_is_read_as_its_suffix_says() {
    check("id,text\n1,\"a, b\nc\"\n2,\"x\"\"y\"\n", b',', b',', Quoting::Doubled);
    check("id\ttext\n1\t\"a\tb\"\n", b'\t', b'\t', Quoting::Doubled);
    check("id,\"a;b\",c|d\n1,x;y,z\n", b',', b',', Quoting::Doubled);
    check("text\n\"a, b\"\n", b',', b',', Quoting::Doubled);
    check("", b',', b',', Quoting::Doubled);
}

#[test]
fn another_delimiter_is_seen_in_the_header() {
    check("id;text\na;x, y\n", b',', b';', Quoting::Doubled);
    check("id|text|year\n1|The heron, waits|2020\n", b',', b'|', Quoting::Doubled);
    check("id,text\n1,a\n", b'\t', b',', Quoting::Doubled);
    check("a;b\n", b',', b';', Quoting::Doubled);
}

#[test]
fn the_delimiter_is_the_one_that_makes_records_of_one_length() {
    check("id;text;size, in m\n1;a;2,5\n2;b, c, d;3\n3;c;4\n", b',', b';', Quoting::Doubled);
    check("name; or title\nA\nB, C\nD\n", b',', b',', Quoting::Doubled);
}

#[test]
fn a_few_records_out_of_order_change_no_delimiter() {
    check("id,text,a;b\n1,x,y\n2,x,y,z\n3,x\n4,x;y,z\n", b',', b',', Quoting::Doubled);
}

#[test]
fn text_behind_a_closing_quote_makes_letters_of_quotes() {
    let text = "id\ttext\tyear\n1\t\"Wait\" said the heron\t2020\n2\t\"What a day for pike\t2021\n3\tThird\t2022\n";
    check(text, b'\t', b'\t', Quoting::None);
    assert_eq!(dialect(text, b'\t').proof_line, Some(2));
    assert!(dialect(text, b'\t').note().is_some_and(|note| note.contains("line 2")));
    check("id,text,year\n1,\"The heron waits,2020\n2,The pike is gone,2021\n3,Third,2022\n", b',', b',', Quoting::None);
}

#[test]
fn whole_cells_in_letters_among_others_prove_no_quoting() {
    check("id\ttext\n1\t\"Done\"\n2\t\"Done\" they say\n3\tx\n4\ty\n5\t\"z\n", b'\t', b'\t', Quoting::None);
}

#[test]
fn one_wrong_quote_does_not_undo_the_quoting_of_a_table() {
    check("\"id\",\"text\"\n\"1\",\"She said \"no\" twice\"\n\"2\",\"x\"\n", b',', b',', Quoting::Doubled);
    check("id,text\n1,\"Hello\"\n2,\"She said \"no\" twice\"\n3,\"Bye\"\n", b',', b',', Quoting::Doubled);
    check("id,text\n1,\"a, b\"\n2,\"c, d\"\n3,\"no\" and\n4,\"e\"\"f\"\n", b',', b',', Quoting::Doubled);
}

#[test]
fn quotes_behind_backslashes_are_seen() {
    let text = "id,text,year\n1,\"She said \\\"wait, heron\\\" twice\",2020\n2,The pike is gone,2021\n";
    check(text, b',', b',', Quoting::Backslashed);
    let told = Told { quote: Some(Quote::Double), ..Told::default() };
    assert_eq!(Dialect::of(text.as_bytes(), true, b',', told).quoting, Quoting::Backslashed);
    check("id,text\n1,x\n2,She said \\\"wait\\\" twice\n", b',', b',', Quoting::Backslashed);
    assert_eq!(dialect("id,text\n1,x\n2,5\\\"\n", b',').proof_line, Some(3));
    check("id,text\n1,\"x\ny\"\n2,She said \\\"wait\\\" twice\n", b',', b',', Quoting::Backslashed);
    check("id;text;n\n1;\"x\\\"\ny\";1\n2;z;2\n", b',', b';', Quoting::Backslashed);
    check("id,text\n1,\"a \\\"\"b\\\"\"\"\n", b',', b',', Quoting::Doubled);
    check("id,text\n1,a \\\"b\\\" \"c\"\n", b',', b',', Quoting::Doubled);
    check("id,path\n1,\"C:\\\"\n2,\"a, \"\"b\"\"\"\n", b',', b',', Quoting::Doubled);
}

#[test]
fn what_is_told_is_not_looked_for() {
    let told = Told { delimiter: Some(b'^'), quote: Some(Quote::None) };
    let found = Dialect::of(b"a^b,c\n1^\"2\"\n", true, b',', told);
    assert_eq!((found.delimiter, found.quoting, found.proof_line), (b'^', Quoting::None, None));
    let told = Told { delimiter: None, quote: Some(Quote::Double) };
    assert_eq!(Dialect::of(b"a,b\n1,\"2\n", true, b',', told).quoting, Quoting::Doubled);
}

#[test]
fn a_line_that_names_the_delimiter_is_skipped() {
    for (line, delimiter) in [("sep=;\n", b';'), ("SEP=,\r\n", b','), ("\"sep=|\"\r", b'|'), ("sep=\t\n", b'\t')] {
        let found = dialect(&format!("{line}id;text\n"), b',');
        assert_eq!((found.delimiter, found.n_skipped), (delimiter, line.len()), "{line:?}");
    }
    for line in ["sep=;", "sep=;;\n", "sep=a\n", "sep=\n", "set=;\n", "sep=\"\n"] {
        assert_eq!(dialect(line, b',').n_skipped, 0, "{line:?}");
    }
    assert_eq!(dialect("sep=;\nid;text\n1;\"a\" b\n2;c\n", b',').proof_line, Some(3));
}

#[test]
fn a_cell_that_the_head_cuts_off_is_no_fault() {
    let open = format!("id,text\n1,\"{}", "a, b\n".repeat(HEAD_BYTES / 4));
    check(&open, b',', b',', Quoting::Doubled);
    let lone = format!("id,text\n1,\"{}", "line\n".repeat(HEAD_BYTES / 4));
    check(&lone, b',', b',', Quoting::Doubled);
}

#[test]
fn a_quote_that_would_swallow_all_records_of_the_head_is_a_letter() {
    let text = format!("id\ttext\n1\t\"a\n{}", "2\tb\n".repeat(HEAD_BYTES / 2));
    check(&text, b'\t', b'\t', Quoting::None);
    assert_eq!(dialect(&text, b'\t').proof_line, Some(2));
}

#[test]
fn only_the_head_decides() {
    let even = format!("id,text\n{}", "1,\"ab\"\n".repeat(HEAD_BYTES / 7 + 1));
    check(&format!("{even}{}", "2,\"a\" b\n".repeat(200_000)), b',', b',', Quoting::Doubled);
}

#[test]
fn a_head_of_many_quotes_takes_no_long_time() {
    for part in ["\"", ",\"", "\"a", "\\\"", ",\"\\\"a", "\n\"", "\"\"\"a,", "\"\n,"] {
        for format_delimiter in [b',', b'\t'] {
            dialect(&part.repeat(HEAD_BYTES / 16 / part.len()), format_delimiter);
        }
    }
}

#[test]
fn a_table_that_is_cut_or_has_a_bit_flipped_has_some_dialect() {
    let text = "sep=;\r\nid;\"text\"\r\n1;\"a; \"\"b\"\"\r\nc\"\r\n2;d \\\"e\\\"\r\n3;\"f\\\"g\"\r\n";
    for n_bytes in 0..=text.len() {
        dialect(&text[..n_bytes], b',');
    }
    for bit in 0..8 * text.len() {
        let mut bytes = text.as_bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let found = Dialect::of(&bytes, bit % 3 > 0, b',', Told::default());
        assert!(found.n_skipped < bytes.len());
    }
}

proptest! {
    #[test]
    fn no_bytes_are_too_odd(bytes in prop::collection::vec(prop::sample::select(b"ab,;\t|\"\\\n\r\xff=sep".to_vec()), 0..60)) {
        let found = Dialect::of(&bytes, true, b',', Told::default());
        prop_assert!(found.n_skipped <= bytes.len());
    }

    /// Quotes only where they are needed, doubled inside: what this program and most others write.
    #[test]
    fn a_table_that_is_well_formed_is_read_as_its_suffix_says(
        rows in prop::collection::vec(prop::collection::vec("[ab\",;|\\\\\t\n\r é'=]{0,6}", 3), 0..8),
        delimiter in prop::sample::select(vec![b',', b'\t']),
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(["id", "title", "text"]).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let bytes = writer.into_inner().unwrap();
        let found = Dialect::of(&bytes, true, delimiter, Told::default());
        prop_assert_eq!((found.delimiter, found.quoting, found.n_skipped), (delimiter, Quoting::Doubled, 0));
    }
}
