//! Files in the encoding of the program uuencode, as parts of a mail or in the middle of a text, the way before there were
//! parts.

/// The bytes between a line `begin 644 name` and a line `end`; `None` without the first.
pub(super) fn bytes(sent: &[u8]) -> Option<Vec<u8>> {
    let mut lines = sent.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    lines.find(|line| name(line).is_some())?;
    let mut bytes = Vec::new();
    for line in lines.take_while(|line| *line != b"end") {
        let [count, letters @ ..] = line else { continue };
        let end = bytes.len() + n_bytes(*count);
        for group in letters.chunks(4) {
            let mut bits = 0_u32;
            for place in 0..4 {
                bits = bits << 6 | u32::from(group.get(place).unwrap_or(&b' ').wrapping_sub(b' ') & 0x3f);
            }
            let [_, three @ ..] = bits.to_be_bytes();
            bytes.extend(three);
        }
        bytes.truncate(end);
    }
    Some(bytes)
}

/// `text` without the files in it, and their names in order. Cost: two passes at most.
pub(super) fn taken_out(text: &str) -> (String, Vec<String>) {
    let (mut kept, mut names) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some(line) = rest.split_inclusive('\n').next() {
        let file = name(line.trim_ascii_end().as_bytes()).and_then(|name| Some((name, end_of_file(rest, line.len())?)));
        let end = match file {
            Some((name, end)) => {
                names.push(String::from_utf8_lossy(name).into_owned());
                end
            }
            None => {
                kept.push_str(line);
                line.len()
            }
        };
        rest = rest.get(end..).unwrap_or_default();
    }
    (kept, names)
}

/// The name of the file that a line begins: three octal digits before it.
fn name(line: &[u8]) -> Option<&[u8]> {
    match line.strip_prefix(b"begin ")? {
        [a, b, c, b' ', name @ ..]
            if !name.is_empty() && [a, b, c].iter().all(|digit| (b'0'..=b'7').contains(digit)) =>
        {
            Some(name)
        }
        _ => None,
    }
}

/// Where the file ends whose lines begin at `start`, if that is what they are. No such line looks like the beginning of
/// another file, so that no line is looked at for two.
fn end_of_file(text: &str, start: usize) -> Option<usize> {
    let mut end = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        end += line.len();
        let said = line.trim_end_matches(['\n', '\r']).as_bytes();
        match said {
            b"end" => return Some(end),
            [] => {}
            [count, letters @ ..] => {
                let n_letters = n_bytes(*count).div_ceil(3) * 4;
                // Blanks at the end may be lost on the way, and some programs add a letter.
                let is_data =
                    (b' '..=b'`').contains(count) && letters.iter().all(|letter| (b' '..=b'`').contains(letter));
                if !is_data || letters.len() > n_letters + 2 {
                    return None;
                }
            }
        }
    }
    None
}

fn n_bytes(count: u8) -> usize {
    usize::from(count.wrapping_sub(b' ') & 0x3f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_a_file_are_read() {
        assert_eq!(bytes(b"x\nbegin 644 a.txt\n%:&5L;&\\\n`\nend\n").as_deref(), Some(&b"hello"[..]));
        assert_eq!(bytes(b"no beginning"), None);
    }

    #[test]
    fn files_in_a_text_are_taken_out_and_named() {
        let text = "See below.\n\nbegin 644 a b.txt\n%:&5L;&\\\n`\nend\nRegards\nbegin 600 c\n`\nend";
        assert_eq!(taken_out(text), ("See below.\n\nRegards\n".to_owned(), vec!["a b.txt".to_owned(), "c".to_owned()]));
    }

    #[test]
    fn what_only_begins_like_a_file_stays() {
        for text in
            ["begin 644 a\nand so on\nend\n", "begin 644 a\n%:&5L;&\\\n", "begin 999 x\nend\n", "begin 644 \nend\n", ""]
        {
            assert_eq!(taken_out(text), (text.to_owned(), Vec::new()));
        }
        let many = "begin 644 a\n".repeat(100_000);
        assert_eq!(taken_out(&many).0.len(), many.len());
    }
}
