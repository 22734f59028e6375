//! The hashes by which a Content-Security-Policy allows an inline script or style: SHA-256 (FIPS 180-4) in Base64.

use sha2::{Digest, Sha256};

use crate::text::base64;

/// What a policy says of an inline source: `'sha256-…'`.
pub(super) fn source_hash(source: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(source)))
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
}
