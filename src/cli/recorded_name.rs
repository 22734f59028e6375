//! Names of files and arguments in a record. What is UTF-8 is a JSON string; any other name, as Unix allows, is an object
//! with its bytes and something to read.

use std::ffi::{OsStr, OsString};

use serde_json::{Value, json};

/// The key of the bytes, in hexadecimal digits.
pub(crate) const BYTES_KEY: &str = "bytes_hex";

/// A name as it stands in a record.
pub(crate) fn to_json(name: &OsStr) -> Value {
    match (name.to_str(), bytes(name)) {
        (None, Some(bytes)) => {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            json!({ "shown": name.to_string_lossy(), BYTES_KEY: digits })
        }
        // Elsewhere names are UTF-8 but for halves of characters, which are shown as replaced.
        _ => json!(name.to_string_lossy()),
    }
}

/// The name with these bytes; `None` if the digits are none, or the system has no such names.
pub(crate) fn from_digits(digits: &str) -> Option<OsString> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) || !digits.len().is_multiple_of(2) {
        return None;
    }
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    of_bytes((0..digits.len()).step_by(2).map(byte).collect::<Option<_>>()?)
}

#[cfg(unix)]
fn bytes(name: &OsStr) -> Option<&[u8]> {
    Some(std::os::unix::ffi::OsStrExt::as_bytes(name))
}

#[cfg(unix)]
fn of_bytes(bytes: Vec<u8>) -> Option<OsString> {
    Some(std::os::unix::ffi::OsStringExt::from_vec(bytes))
}

#[cfg(not(unix))]
fn bytes(_name: &OsStr) -> Option<&[u8]> {
    None
}

#[cfg(not(unix))]
fn of_bytes(bytes: Vec<u8>) -> Option<OsString> {
    String::from_utf8(bytes).ok().map(OsString::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_utf8_is_a_string() {
        assert_eq!(to_json(OsStr::new("n/é\n.txt")), json!("n/é\n.txt"));
    }

    #[test]
    fn digits_that_are_none_are_no_name() {
        for digits in ["6", "6g", "é", "+1", "6 "] {
            assert_eq!(from_digits(digits), None, "{digits}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_name_of_any_bytes_comes_back() {
        let name = of_bytes(b"n/\xe9\xff.txt".to_vec()).unwrap();
        let written = to_json(&name);
        assert_eq!(written["shown"], "n/\u{fffd}\u{fffd}.txt");
        assert_eq!(from_digits(written[BYTES_KEY].as_str().unwrap()), Some(name));
    }
}
