//! Base64 (RFC 4648): written with padding, read leniently, as mail programs do.
//!
//! The crates that decode it stop at the first letter that is none, and at padding that another group follows.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes in Base64. Cost: one pass.
pub fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place) & 63) as usize;
            text.push(if place <= group.len() { char::from(DIGITS[digit]) } else { '=' });
        }
    }
    text
}

/// The bytes behind Base64. Padding ends a group, after which another may begin; letters that are none are passed over.
/// Cost: one pass.
pub fn base64_decoded(sent: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(sent.len() / 4 * 3 + 3);
    let (mut group, mut n_letters) = (0_u32, 0);
    for &letter in sent {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                push_group(group, n_letters, &mut bytes);
                (group, n_letters) = (0, 0);
                continue;
            }
            _ => continue,
        };
        group = group << 6 | u32::from(value);
        n_letters += 1;
        if n_letters == 4 {
            push_group(group, 4, &mut bytes);
            (group, n_letters) = (0, 0);
        }
    }
    push_group(group, n_letters, &mut bytes);
    bytes
}

/// Appends the whole bytes of a group of `n_letters` letters of six bits.
fn push_group(group: u32, n_letters: usize, bytes: &mut Vec<u8>) {
    let [_, first, second, third] = (group << (6 * (4 - n_letters))).to_be_bytes();
    bytes.extend([first, second, third].iter().take(n_letters * 6 / 8));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_rest_of_one_or_two_bytes_is_filled_up() {
        let written = ["", "f", "fo", "foo", "foob"].map(|bytes| base64(bytes.as_bytes()));
        assert_eq!(written, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
        assert_eq!(base64(&[0xff, 0xfe, 0xfb]), "//77");
    }

    #[test]
    fn letters_are_read_whatever_stands_between_them() {
        for sent in ["R3LDvMOf\r\nZQ==\r\n", "R3LDvMOfZQ==", "R3LD!vMO*fZQ"] {
            assert_eq!(base64_decoded(sent.as_bytes()), "Grüße".as_bytes(), "{sent:?}");
        }
        assert_eq!(base64_decoded(b"R3LDvMOfZQ==Lg=="), "Grüße.".as_bytes());
        assert_eq!(base64_decoded(b"__77"), [0xff, 0xfe, 0xfb]);
        assert!(["", "=", "A"].iter().all(|sent| base64_decoded(sent.as_bytes()).is_empty()));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bytes: Vec<u8>) {
            prop_assert_eq!(base64_decoded(base64(&bytes).as_bytes()), bytes);
        }
    }
}
