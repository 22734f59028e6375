//! Lines of JSON that common programs write and that are none: half a surrogate pair in a text, and numbers that are not
//! finite.
//!
//! A text that was cut in the middle of an emoji has the first half of its escapes only, and Python and JavaScript programs
//! write `NaN` and `Infinity` as they are. Neither is reason to lose a record.

/// How much of a line was put right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Repairs {
    /// Halves of surrogate pairs, which became U+FFFD.
    pub(super) n_lone_surrogates: u64,
    /// Numbers that are not finite, which became null.
    pub(super) n_not_finite: u64,
}

impl Repairs {
    /// Adds those of another line.
    pub(super) fn add(&mut self, other: Self) {
        self.n_lone_surrogates += other.n_lone_surrogates;
        self.n_not_finite += other.n_not_finite;
    }

    /// A sentence for each kind that there was, as it goes on behind the name of the file.
    pub(super) fn warnings(self) -> Vec<String> {
        let said = |count: u64, one: &str, several: &str, becomes: &str| {
            (count > 0).then(|| format!("{count} {} {becomes}", if count == 1 { one } else { several }))
        };
        let halves = said(
            self.n_lone_surrogates,
            "escape that is half a character is",
            "escapes that are half a character each are",
            "read as U+FFFD",
        );
        let numbers = said(
            self.n_not_finite,
            "number that is NaN or infinite is",
            "numbers that are NaN or infinite are",
            "read as null",
        );
        halves.into_iter().chain(numbers).collect()
    }
}

/// The line with what is wrong put right, and how much that was; `None` if there is nothing of the kind in it. It is for lines
/// that could not be parsed; other mistakes in them stay as they are.
pub(super) fn repaired(line: &str) -> Option<(String, Repairs)> {
    let mut scan = Scan { line, at: 0, taken: 0, out: String::new(), repairs: Repairs::default() };
    while let Some(&byte) = line.as_bytes().get(scan.at) {
        match byte {
            b'"' => scan.string(),
            b'-' | b'I' | b'N' => scan.number(),
            _ => scan.at += 1,
        }
    }
    if scan.repairs == Repairs::default() {
        return None;
    }
    scan.out.push_str(line.get(scan.taken..)?);
    Some((scan.out, scan.repairs))
}

/// The lines of `text` with those put right that `is_wrong` says yes to, where they can be; all lines keep their places.
pub(super) fn repaired_lines(text: &str, mut is_wrong: impl FnMut(&str) -> bool) -> (String, Repairs) {
    let (mut lines, mut all) = (String::with_capacity(text.len()), Repairs::default());
    for line in text.split_inclusive('\n') {
        match repaired(line).filter(|_| is_wrong(line)) {
            Some((line, repairs)) => {
                lines.push_str(&line);
                all.add(repairs);
            }
            None => lines.push_str(line),
        }
    }
    (lines, all)
}

const NOT_FINITE: [&str; 3] = ["NaN", "Infinity", "-Infinity"];

/// The length of an escape of a UTF-16 unit, as in `\ud83d`.
const UNIT_BYTES: usize = 6;

/// A line that has been copied as far as `taken` and read as far as `at`.
struct Scan<'l> {
    line: &'l str,
    at: usize,
    taken: usize,
    out: String,
    repairs: Repairs,
}

impl Scan<'_> {
    /// Goes through a string, from one quote to behind the other.
    fn string(&mut self) {
        self.at += 1;
        while let Some(n_before) = self.rest().and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
            self.at += n_before;
            if self.byte(self.at) == Some(b'"') {
                self.at += 1;
                return;
            }
            match (unit(self.line, self.at), unit(self.line, self.at + UNIT_BYTES)) {
                (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => self.at += 2 * UNIT_BYTES,
                (Some(0xd800..=0xdfff), _) => {
                    self.replace(UNIT_BYTES, "\\ufffd");
                    self.repairs.n_lone_surrogates += 1;
                }
                // An escape is ASCII; where it is none, the parser will say so.
                _ => self.at += 2,
            }
        }
        self.at = self.line.len();
    }

    /// Goes over what may be a number that is not finite.
    fn number(&mut self) {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.' | 0x80..);
        let bytes = self.line.as_bytes();
        let n_bytes = bytes.iter().skip(self.at).take_while(|&&byte| is_part(byte)).count();
        let is_begun = self.at.checked_sub(1).and_then(|before| self.byte(before)).is_some_and(is_part);
        let token = self.line.get(self.at..self.at + n_bytes).unwrap_or_default();
        if !is_begun && NOT_FINITE.contains(&token) {
            self.replace(n_bytes, "null");
            self.repairs.n_not_finite += 1;
        } else {
            self.at += n_bytes.max(1);
        }
    }

    /// Takes `text` for the next `n_bytes`, which are whole characters.
    fn replace(&mut self, n_bytes: usize, text: &str) {
        self.out.push_str(self.line.get(self.taken..self.at).unwrap_or_default());
        self.out.push_str(text);
        self.at += n_bytes;
        self.taken = self.at;
    }

    fn rest(&self) -> Option<&[u8]> {
        self.line.as_bytes().get(self.at..)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.line.as_bytes().get(at).copied()
    }
}

/// The UTF-16 unit whose escape stands at `at`.
fn unit(line: &str, at: usize) -> Option<u16> {
    let digits = line.get(at..at + UNIT_BYTES)?.strip_prefix("\\u")?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str, n_lone_surrogates: u64, n_not_finite: u64) {
        let repairs = Repairs { n_lone_surrogates, n_not_finite };
        assert_eq!(repaired(line), Some((expected.to_owned(), repairs)));
    }

    #[test]
    fn half_a_surrogate_pair_is_a_replacement_character() {
        check(r#"{"text":"one \ud83d two"}"#, r#"{"text":"one \ufffd two"}"#, 1, 0);
        check(r#"{"text":"\uDE00\ud83d\ud83d\ude00"}"#, r#"{"text":"\ufffd\ufffd\ud83d\ude00"}"#, 2, 0);
        check(r#"{"\ud83d":"é\ud83d"#, r#"{"\ufffd":"é\ufffd"#, 2, 0);
    }

    #[test]
    fn numbers_that_are_not_finite_are_null() {
        check(r#"{"a":NaN,"b":[Infinity, -Infinity],"c":-1}"#, r#"{"a":null,"b":[null, null],"c":-1}"#, 0, 3);
    }

    #[test]
    fn what_only_looks_so_stays_as_it_is() {
        for line in [
            r#"{"a":"NaN \\ud83d Infinity"}"#,
            r#"{"a":"\ud83d\ude00"}"#,
            r#"{"a":NaNs,"b":--Infinity,"c":1NaN,"d":"\ud8"#,
            r#"{"a":"\u+d80"}"#,
            "{\"a\":\"\\é\\",
            "",
            "Né",
        ] {
            assert_eq!(repaired(line), None, "{line}");
        }
    }

    #[test]
    fn lines_that_are_right_stay_as_they_are() {
        let text = "{\"a\":NaN}\r\n\n[\"\\ud83d\"]\nNaN";
        let (lines, repairs) = repaired_lines(text, |line| line.starts_with(['{', 'N']));
        assert_eq!(lines, "{\"a\":null}\r\n\n[\"\\ud83d\"]\nnull");
        assert_eq!(repairs, Repairs { n_lone_surrogates: 0, n_not_finite: 2 });
    }

    #[test]
    fn what_was_put_right_is_said_once_for_each_kind() {
        let mut all = Repairs { n_lone_surrogates: 1, n_not_finite: 0 };
        all.add(Repairs { n_lone_surrogates: 0, n_not_finite: 2 });
        let expected = [
            "1 escape that is half a character is read as U+FFFD",
            "2 numbers that are NaN or infinite are read as null",
        ];
        assert_eq!(all.warnings(), expected);
        assert!(Repairs::default().warnings().is_empty());
    }

    proptest! {
        #[test]
        fn a_record_with_these_mistakes_alone_can_be_parsed_afterwards(
            line in r#"\{("(a|\\ud83d|\\udE00|\\\\|é|\\"){0,4}":(NaN|-?Infinity|1|"(NaN|\\ud83d|\\udE00|\\n|語){0,4}"),){0,4}"z":\[NaN\]\}"#,
        ) {
            let (repaired, _) = repaired(&line).unwrap();
            prop_assert!(serde_json::from_str::<serde_json::Value>(&repaired).is_ok(), "{}", repaired);
        }

        #[test]
        fn no_text_is_too_odd(line in "[\"\\\\ud8NaInfity-é]{0,40}") {
            let _ = repaired(&line);
        }
    }
}
