//! Punctuation: the characters of the general category P.

mod table;

/// How many characters of `text` are punctuation: general category P (Pc, Pd, Ps, Pe, Pi, Pf, Po) of Unicode.
///
/// Symbols (category S) such as `$ + < = > ^ | ~` and the backquote are none. Cost: a pass over whole vectors for
/// ASCII; two loads for each other character, which is the cheapest exact way that we know: a table of masks, 2.7 kB.
pub fn n_punctuation(text: &str) -> usize {
    let n_ascii = text.bytes().filter(|&byte| is_ascii_punctuation(byte)).count();
    if text.is_ascii() {
        n_ascii
    } else {
        n_ascii + text.chars().filter(|&c| !c.is_ascii() && is_punctuation(c)).count()
    }
}

/// Whether `c` is punctuation: general category P of Unicode. Cost: two loads.
pub fn is_punctuation(c: char) -> bool {
    let code = c as usize;
    let block = table::BLOCK_OF.get(code >> 7).or(table::BLOCK_OF.last()).copied().unwrap_or_default();
    table::BLOCKS[usize::from(block)] >> (code & 127) & 1 == 1
}

/// All of ASCII's punctuation but its symbols, without branches.
fn is_ascii_punctuation(byte: u8) -> bool {
    let is_symbol = (byte == b'$')
        | (byte == b'+')
        | (b'<'..=b'>').contains(&byte)
        | (byte == b'^')
        | (byte == b'`')
        | (byte == b'|')
        | (byte == b'~');
    byte.is_ascii_punctuation() & !is_symbol
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    #[test]
    fn ascii_has_the_same_punctuation_by_both_ways() {
        for byte in 0..0x80 {
            assert_eq!(is_ascii_punctuation(byte), is_punctuation(char::from(byte)), "{}", char::from(byte));
        }
    }

    #[test]
    fn the_table_holds_all_punctuation_that_another_table_knows() {
        let known = Regex::new(r"^\p{P}$").unwrap();
        let mut buffer = [0; 4];
        // The other table may be of an older version, which is why it decides nothing about characters new to it.
        let assigned = Regex::new(r"^\P{Cn}$").unwrap();
        let mut n = 0;
        for c in '\0'..=char::MAX {
            let text: &str = c.encode_utf8(&mut buffer);
            if known.is_match(text) {
                n += 1;
                assert!(is_punctuation(c), "{c:?}");
            } else if is_punctuation(c) {
                assert!(!assigned.is_match(text), "{c:?}");
            }
        }
        assert!(n > 800, "{n}");
    }

    #[test]
    fn marks_are_counted_in_every_script_and_symbols_are_not() {
        for (text, n) in
            [("", 0), ("“Well,” he said: 1 + 1 = $2…", 5), ("他来了。《书》！", 4), ("a_b-c", 2), ("؟،", 2)]
        {
            assert_eq!(n_punctuation(text), n, "{text}");
        }
    }
}
