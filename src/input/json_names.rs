//! The names in JSON Lines, for whoever asks only which there are.
//!
//! Nearly every record has the names of the one before it. So a line is gone through from name to name, over what stands
//! between them without understanding it, and is read as a record only if a name is new or something looks odd. Names are
//! those of lines that [`json_record::read`] takes, and of no others. Cost: a fraction of reading.

use memchr::memchr2;

use super::encoding::{self, Encoding};
use super::json_record;
use super::json_repair;
use super::names::Names;
use crate::text::{json_string_len, json_written_len};

/// Adds the names of the records in `bytes`, which are UTF-8 as far as they are anything, in order of first appearance.
/// Lines that are no objects are left to [`records`](super::jsonl::records) to complain about.
pub(super) fn add_names(bytes: &[u8], names: &mut Names) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let (line, behind) = rest.split_at(memchr::memchr(b'\n', rest).unwrap_or(rest.len()));
        if (Line { bytes: line, at: 0 }).has_only(names).is_none() {
            add_names_of_record(line, names);
        }
        rest = behind.get(1..).unwrap_or_default();
    }
}

fn add_names_of_record(line: &[u8], names: &mut Names) {
    let line = encoding::decode(line, Encoding::UTF_8).text;
    let mut entries = Vec::new();
    let mended = json_record::read(&line, &mut entries).err().and_then(|_| json_repair::repaired(&line));
    if let Some((mended, _)) = &mended {
        // What is wrong with it beyond repair is reported when it is read.
        _ = json_record::read(mended, &mut entries);
    }
    entries.iter().for_each(|(name, _)| _ = names.add(name));
}

/// A line that probably is an object, gone through as far as `at`. Every step is `None` if it is not.
struct Line<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Line<'_> {
    /// Goes to the end of the line if `names` are all that there are in it.
    fn has_only(&mut self, names: &Names) -> Option<()> {
        self.skip_blanks();
        self.expect(b'{')?;
        for idx in 0.. {
            self.skip_blanks();
            self.expect(b'"')?;
            self.skip_name(idx, names)?;
            self.skip_blanks();
            self.expect(b':')?;
            self.skip_blanks();
            self.skip_value()?;
            self.skip_blanks();
            match self.next()? {
                b',' => self.at += 1,
                b'}' => break,
                _ => return None,
            }
        }
        self.at += 1;
        self.skip_blanks();
        self.next().is_none().then_some(())
    }

    /// Goes behind the quote at the end of a name that is known. One with an escape in it counts as new.
    fn skip_name(&mut self, idx: usize, names: &Names) -> Option<()> {
        let rest = &self.bytes[self.at..];
        // What a name means is what is written only if there is no backslash in it.
        let is_as_written = |name: &[u8]| !name.contains(&b'\\');
        let is_usual = |name: &&str| {
            let name = name.as_bytes();
            rest.get(name.len()) == Some(&b'"') && rest.starts_with(name) && is_as_written(name)
        };
        if let Some(name) = names.at(idx).filter(is_usual) {
            self.at += name.len() + 1;
            return Some(());
        }
        let end = memchr2(b'"', b'\\', rest)?;
        let name = str::from_utf8(&rest[..end]).ok().filter(|_| rest[end] == b'"')?;
        self.at += end + 1;
        names.has(name).then_some(())
    }

    fn skip_value(&mut self) -> Option<()> {
        match self.next()? {
            b'"' => self.skip_string(),
            b'{' | b'[' => self.skip_nested(),
            _ => {
                let is_inside = |byte: &&u8| !matches!(byte, b',' | b'}');
                self.at += self.bytes[self.at..].iter().take_while(is_inside).count();
                Some(())
            }
        }
    }

    /// Goes behind the bracket that closes the one at hand.
    fn skip_nested(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            let byte = self.next()?;
            if byte == b'"' {
                self.skip_string()?;
                continue;
            }
            self.at += 1;
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 1 => return Some(()),
                b'}' | b']' => depth -= 1,
                _ => {}
            }
        }
    }

    /// Goes behind the string at hand.
    fn skip_string(&mut self) -> Option<()> {
        let (n_bytes, _) = json_string_len(&self.bytes[self.at..], json_written_len)?;
        self.at += n_bytes;
        Some(())
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    fn next(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.next(), Some(b' ' | b'\t' | b'\r')) {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &[u8]) -> Vec<String> {
        let mut names = Names::default();
        add_names(text, &mut names);
        names.iter().map(|name| name.to_string()).collect()
    }

    /// The names as the records themselves have them.
    fn read(text: &[u8]) -> Vec<String> {
        let mut names = Names::default();
        text.split(|&byte| byte == b'\n').for_each(|line| add_names_of_record(line, &mut names));
        names.iter().map(|name| name.to_string()).collect()
    }

    #[test]
    fn names_come_in_order_of_first_appearance() {
        let text = b"{\"b\":1,\"a\":2}\nnot json\n{\"a\":1,\"c\":{\"d\":1},\"b\":1}\n";
        assert_eq!(found(text), ["b", "a", "c"]);
    }

    #[test]
    fn a_line_that_is_no_record_adds_no_name() {
        let text = b"{\"a\":1}\n{\"a\":1,\"b\":}\n{\"a\":\"\n{\"c\":1}\n{\"d\":\"\xff\"}";
        assert_eq!(found(text), ["a", "c", "d"]);
    }

    #[test]
    fn a_name_is_what_its_escapes_mean() {
        let text = br#"{"\\n":1}
{"\n":1}
{"\u0061":1}
{"a":1}"#;
        assert_eq!(found(text), ["\\n", "\n", "a"]);
    }

    #[test]
    fn a_record_with_the_names_of_the_one_before_is_not_read() {
        let mut names = Names::default();
        add_names(b"{\"id\":1,\"text\":\"\"}", &mut names);
        for line in [
            "{\"id\":1,\"text\":\"a \\\"b\\\" {\"}\r\n",
            "{\"text\":[\"]\",{\"x\":1}] , \"id\" : null }\n",
            "{\"id\":-1.5e3}",
        ] {
            let line = line.trim_end_matches('\n');
            let mut scanned = Line { bytes: line.as_bytes(), at: 0 };
            assert_eq!(scanned.has_only(&names), Some(()), "{line}");
            assert_eq!(scanned.at, line.len(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn names_are_those_of_the_records(
            text in r#"((\{ ?)?("(a|b|c|\\n|\\\\n|é|d\n)" ?: ?(1|"x"|"\\"|"\\\\"|"}é"|"\n"|\[1,"]"\]|\{"a":\{\}\}|\[|null|"),?){0,4}\}?\r?\n?){0,6}"#,
        ) {
            prop_assert_eq!(found(text.as_bytes()), read(text.as_bytes()));
        }
    }
}
