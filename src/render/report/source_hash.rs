//! The hashes by which a Content-Security-Policy allows an inline script or style: SHA-256 (FIPS 180-4) in Base64.

use sha2::{Digest, Sha256};

/// What a policy says of an inline source: `'sha256-…'`.
pub(super) fn source_hash(source: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(source)))
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place) & 63) as usize;
            text.push(if place <= group.len() { char::from(DIGITS[digit]) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of FIPS 180-4 and of NIST's test vectors, and lengths around the padding.
    #[test]
    fn digests_are_those_of_the_standard() {
        let long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
        let cases = [
            ("", "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"),
            ("abc", "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='"),
            (long, "'sha256-JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE='"),
        ];
        for (message, expected) in cases {
            assert_eq!(source_hash(message), expected);
        }
        let of_64 = "'sha256-/+BU/nrgy23GXDr5th1SCfQ5hR20PQulmXM33xVGaOs='";
        assert_ne!(source_hash(&"a".repeat(55)), source_hash(&"a".repeat(56)));
        assert_eq!(source_hash(&"a".repeat(64)), of_64);
    }

    #[test]
    fn a_rest_of_one_or_two_bytes_is_filled_up() {
        assert_eq!([base64(b"f"), base64(b"fo"), base64(b"foo")], ["Zg==", "Zm8=", "Zm9v"]);
    }
}
