//! Compound files: what older office programs keep documents in, Outlook its mails, and newer programs what has a password.

#[cfg(any(feature = "office", feature = "sheets"))]
use super::reader::Fault;

/// What a compound file begins with.
pub(super) const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The fault of a document that cannot be read without a password, whatever it is packed in.
#[cfg(any(feature = "office", feature = "sheets"))]
pub(super) const PASSWORD: Fault = Fault::NoText("is protected by a password; save it without one");

/// `true` if a compound file holds a newer document behind a password: it has a part of that name, written in UTF-16.
#[cfg(any(feature = "office", feature = "sheets"))]
pub(super) fn has_password(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0").is_some()
}
