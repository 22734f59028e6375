//! The pieces of the Rich Text Format: groups, control words and bytes of text.

/// A piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'r> {
    /// A group begins.
    Open,
    /// The innermost group ends.
    Close,
    /// A control word, with its number if it has one.
    Word(&'r [u8], Option<i32>),
    /// A control symbol: a backslash and one byte that is no letter.
    Symbol(u8),
    /// A byte of text by its number.
    Byte(u8),
    /// Bytes of text as they are.
    Text(&'r [u8]),
}

/// The pieces of a file.
#[derive(Debug)]
pub(super) struct Tokens<'r> {
    bytes: &'r [u8],
    at: usize,
}

impl<'r> Tokens<'r> {
    /// The pieces of `bytes`.
    pub(super) fn new(bytes: &'r [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The line that is being read, from one.
    pub(super) fn line(&self) -> u64 {
        let before = self.bytes.get(..self.at).unwrap_or_default();
        memchr::memchr_iter(b'\n', before).count() as u64 + 1
    }

    /// Goes past bytes that are no text.
    pub(super) fn skip_bytes(&mut self, n_bytes: usize) {
        self.at = self.at.saturating_add(n_bytes).min(self.bytes.len());
    }

    /// Where the bytes of text end that begin here.
    fn text_end(&self) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let is_special = |byte: &u8| matches!(byte, b'\\' | b'{' | b'}' | b'\r' | b'\n' | b'\t' | 0);
        self.at + rest.iter().position(is_special).unwrap_or(rest.len())
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn control(&mut self) -> Option<Token<'r>> {
        let start = self.at + 1;
        let first = self.byte(start)?;
        if !first.is_ascii_alphabetic() {
            self.at = start + 1;
            if first != b'\'' {
                return Some(Token::Symbol(first));
            }
            let digits = self.bytes.get(start + 1..start + 3).and_then(|digits| std::str::from_utf8(digits).ok());
            let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else {
                return Some(Token::Symbol(first));
            };
            self.at = start + 3;
            return Some(Token::Byte(byte));
        }
        let rest = self.bytes.get(start..).unwrap_or_default();
        let n_letters = rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
        let mut end = start + n_letters;
        let is_negative = self.byte(end) == Some(b'-') && self.byte(end + 1).is_some_and(|byte| byte.is_ascii_digit());
        if is_negative {
            end += 1;
        }
        let mut number = None;
        while let Some(digit) = self.byte(end).filter(u8::is_ascii_digit) {
            let so_far = number.unwrap_or(0_i32);
            number = Some(so_far.saturating_mul(10).saturating_add(i32::from(digit - b'0')));
            end += 1;
        }
        // One space belongs to the word.
        self.at = if self.byte(end) == Some(b' ') { end + 1 } else { end };
        let number = number.map(|number| if is_negative { -number } else { number });
        Some(Token::Word(rest.get(..n_letters).unwrap_or_default(), number))
    }
}

impl<'r> Iterator for Tokens<'r> {
    type Item = Token<'r>;

    fn next(&mut self) -> Option<Token<'r>> {
        loop {
            let single = match self.byte(self.at)? {
                b'\\' => return self.control(),
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\r' | b'\n' | 0 => {
                    self.at += 1;
                    continue;
                }
                b'\t' => Token::Word(b"tab", None),
                _ => {
                    let end = self.text_end();
                    let text = self.bytes.get(self.at..end).unwrap_or_default();
                    self.at = end;
                    return Some(Token::Text(text));
                }
            };
            self.at += 1;
            return Some(single);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_their_number_and_one_space() {
        let tokens: Vec<_> = Tokens::new(b"{\\b0  a\\u-12?\\'e9\r\n\\~\\tab-x\\'zz}\\").collect();
        let expected = [
            Token::Open,
            Token::Word(b"b", Some(0)),
            Token::Text(b" a"),
            Token::Word(b"u", Some(-12)),
            Token::Text(b"?"),
            Token::Byte(0xE9),
            Token::Symbol(b'~'),
            Token::Word(b"tab", None),
            Token::Text(b"-x"),
            Token::Symbol(b'\''),
            Token::Text(b"zz"),
            Token::Close,
        ];
        assert_eq!(tokens, expected);
    }

    #[test]
    fn bytes_that_are_no_text_are_passed_by_and_lines_counted() {
        let mut tokens = Tokens::new(b"\\bin3 }}}\n\\par");
        assert_eq!(tokens.next(), Some(Token::Word(b"bin", Some(3))));
        tokens.skip_bytes(3);
        assert_eq!(tokens.next(), Some(Token::Word(b"par", None)));
        assert_eq!(tokens.line(), 2);
        tokens.skip_bytes(usize::MAX);
        assert_eq!(tokens.next(), None);
    }
}
