//! What a web server sent: the status, the fields, and the content without the encodings in which it was sent.

use std::borrow::Cow;
use std::io::Read;

use crate::input::compression::Compression;
use crate::input::mail::Fields;
use crate::input::reader::Fault;

/// An answer of a web server as it was recorded.
pub(super) struct Answer<'r> {
    /// The status, 200 for a page that is there.
    pub(super) status: u16,
    /// The fields.
    pub(super) fields: Fields<'r>,
    content: &'r [u8],
}

impl<'r> Answer<'r> {
    /// Reads `record`; `None` if it begins with no status.
    pub(super) fn of(record: &'r [u8]) -> Option<Self> {
        let line_end = memchr::memchr(b'\n', record).map_or(record.len(), |at| at + 1);
        let (line, rest) = record.split_at(line_end);
        let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        if !words.next()?.starts_with(b"HTTP/") {
            return None;
        }
        let status = str::from_utf8(words.next()?).ok()?.parse().ok()?;
        let (fields, at) = Fields::read(rest);
        Some(Self { status, fields, content: rest.get(at..).unwrap_or_default() })
    }

    /// The content. Archives often hold it decoded already and keep the fields, so that what does not look encoded is not
    /// decoded.
    ///
    /// # Errors
    ///
    /// [`Fault::TooLong`] if it expands to more than `limit` bytes, [`Fault::Malformed`] if it is damaged or in an
    /// encoding that is not read.
    pub(super) fn content(&self, limit: u64) -> Result<Cow<'r, [u8]>, Fault> {
        let chunked = self.fields.text("Transfer-Encoding").is_some_and(|value| has_token(&value, "chunked"));
        let mut content = match dechunked(self.content).filter(|_| chunked) {
            Some(content) => Cow::Owned(content),
            None => Cow::Borrowed(self.content),
        };
        let encodings = self.fields.text("Content-Encoding").unwrap_or_default();
        for encoding in encodings.split(',').map(str::trim).rev().take(MOST_ENCODINGS) {
            if let Some(decoded) = decoded(&content, encoding, limit)? {
                content = Cow::Owned(decoded);
            }
        }
        Ok(content)
    }
}

/// No server encodes more often.
const MOST_ENCODINGS: usize = 4;

fn has_token(value: &str, token: &str) -> bool {
    value.split(',').any(|part| part.trim().eq_ignore_ascii_case(token))
}

/// The content of chunks (RFC 9112, section 7.1); `None` if they are none. A chunk that is cut off is taken as far as it is
/// there.
fn dechunked(mut sent: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::with_capacity(sent.len());
    loop {
        let line_end = memchr::memchr(b'\n', sent.get(..MOST_SIZE_BYTES).unwrap_or(sent))?;
        let (size, rest) = sent.split_at(line_end + 1);
        let size = size.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
        let n_bytes = usize::from_str_radix(str::from_utf8(size).ok()?, 16).ok()?;
        let chunk = rest.get(..n_bytes).unwrap_or(rest);
        content.extend_from_slice(chunk);
        let after = rest.get(chunk.len()..).unwrap_or_default();
        let after = after.strip_prefix(b"\r").unwrap_or(after);
        sent = after.strip_prefix(b"\n").unwrap_or(after);
        if n_bytes == 0 || sent.is_empty() {
            return Some(content);
        }
    }
}

/// The line with the size of a chunk is no longer than this.
const MOST_SIZE_BYTES: usize = 1 << 10;

/// `None` if `content` is not in this encoding.
fn decoded(content: &[u8], encoding: &str, limit: u64) -> Result<Option<Vec<u8>>, Fault> {
    let is = |names: &[&str]| names.iter().any(|name| encoding.eq_ignore_ascii_case(name));
    if is(&["gzip", "x-gzip"]) {
        if !content.starts_with(&[0x1f, 0x8b]) {
            return Ok(None);
        }
        return inflated(flate2::read::MultiGzDecoder::new(content), limit).map(Some);
    }
    if is(&["deflate"]) {
        let is_zlib = matches!(content, [first, second, ..] if first & 0x0f == 8
            && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31));
        if is_zlib {
            return inflated(flate2::read::ZlibDecoder::new(content), limit).map(Some);
        }
        // Some servers leave the head of the stream out; a page that is not encoded begins with an angle bracket or a blank.
        let is_plain = content.first().is_none_or(|byte| *byte == b'<' || byte.is_ascii_whitespace());
        return if is_plain { Ok(None) } else { inflated(flate2::read::DeflateDecoder::new(content), limit).map(Some) };
    }
    if is(&["zstd"]) && content.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let decoder = Compression::Zstd.reader(content);
        let decoder =
            decoder.map_err(|_| Fault::Malformed("its content is encoded as zstd, which is not read".to_owned()))?;
        return inflated(decoder, limit).map(Some);
    }
    if is(&["", "identity", "none", "utf-8", "8bit"]) || looks_like_text(content) {
        return Ok(None);
    }
    #[cfg(feature = "html")]
    if is(&["br"]) {
        if content.first().is_some_and(|byte| byte & 0x7f == LARGE_WINDOW) {
            return Err(Fault::Malformed(
                "its content asks for more memory to be decompressed than pages may".to_owned(),
            ));
        }
        return inflated(brotli_decompressor::Decompressor::new(content, BUFFER_BYTES), limit).map(Some);
    }
    Err(Fault::Malformed(format!(
        "its content is encoded as {encoding:?}, which is not read; warcio and other programs write it decoded"
    )))
}

/// The first seven bits of a Brotli stream whose window may be up to a gigabyte, which no browser takes (RFC 7932 has 16 MiB).
#[cfg(feature = "html")]
const LARGE_WINDOW: u8 = 0x11;

/// So many bytes are decompressed at a time.
#[cfg(feature = "html")]
const BUFFER_BYTES: usize = 4 << 10;

/// What is not decoded is still text, if an archive holds it decoded and keeps the field.
fn looks_like_text(content: &[u8]) -> bool {
    const SEEN_BYTES: usize = 512;
    let seen = content.get(..SEEN_BYTES).unwrap_or(content);
    let n_control = seen.iter().filter(|&&byte| byte < 0x20 && !byte.is_ascii_whitespace()).count();
    n_control == 0 && str::from_utf8(seen).map_or_else(|error| error.valid_up_to() + 4 > seen.len(), |_| true)
}

fn inflated(decoder: impl Read, limit: u64) -> Result<Vec<u8>, Fault> {
    let mut content = Vec::new();
    let read = decoder.take(limit.saturating_add(1)).read_to_end(&mut content);
    if content.len() as u64 > limit {
        return Err(Fault::TooLong { limit_bytes: limit });
    }
    // Servers and archives cut pages off; what came is read if it is anything.
    match read {
        Err(error) if content.is_empty() => {
            Err(Fault::Malformed(format!("its content cannot be decompressed: {error}")))
        }
        _ => Ok(content),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[track_caller]
    fn check(fields: &str, content: &[u8], expected: Result<&str, Fault>) {
        let record = [format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n").as_bytes(), content].concat();
        let answer = Answer::of(&record).unwrap();
        assert_eq!(answer.status, 200);
        let content = answer.content(1_000).map(|content| String::from_utf8(content.into_owned()).unwrap());
        assert_eq!(content, expected.map(str::to_owned), "{fields:?}");
    }

    #[test]
    fn content_is_read_whatever_its_encoding() {
        check("A: b", b"plain", Ok("plain"));
        check("Transfer-Encoding: chunked", b"3\r\none\r\n4;x=y\r\n two\r\n0\r\n\r\n", Ok("one two"));
        check("Content-Encoding: gzip", &gzip("page"), Ok("page"));
        check("Content-Encoding: deflate", &zlib("page"), Ok("page"));
        check("Content-Encoding: deflate", &zlib("page")[2..], Ok("page"));
        let chunk = gzip("page");
        let chunks = [format!("{:x}\r\n", chunk.len()).as_bytes(), &chunk, b"\r\n0\r\n\r\n"].concat();
        check("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", &chunks, Ok("page"));
    }

    #[cfg(feature = "html")]
    #[test]
    fn brotli_is_read_as_far_as_a_page_may_go() {
        // By the reference encoder, as it comes with Node.js.
        check("Content-Encoding: br", b"\x8b\x01\x80page\x03", Ok("page"));
        check("Content-Encoding: BR, identity", b"\x8b\x01\x80page\x03", Ok("page"));
        // The letter x, 5,000 times.
        let long = b"\x1b\x87\x13\xf8\x25\xf0\xe2\xb1\x40\x20\x68\x01\x00";
        let found =
            Answer { status: 200, fields: Fields::read(b"Content-Encoding: br\n\n").0, content: long }.content(1_000);
        assert_eq!(found, Err(Fault::TooLong { limit_bytes: 1_000 }));
        let wide = "its content asks for more memory to be decompressed than pages may".to_owned();
        check("Content-Encoding: br", b"\x11\x1e\x00\x00", Err(Fault::Malformed(wide)));
    }

    #[test]
    fn content_that_is_decoded_already_is_not_decoded_again() {
        check("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", b"<p>page", Ok("<p>page"));
        check("Content-Encoding: br", b"<p>page", Ok("<p>page"));
        check("Content-Encoding: deflate", b"<p>page", Ok("<p>page"));
    }

    #[test]
    fn content_that_cannot_be_read_is_told() {
        let unknown =
            "its content is encoded as \"x-own\", which is not read; warcio and other programs write it decoded";
        check("Content-Encoding: x-own", b"\x0b\x02\x80page\x03", Err(Fault::Malformed(unknown.to_owned())));
        check("Content-Encoding: gzip", &gzip(&"x".repeat(5_000)), Err(Fault::TooLong { limit_bytes: 1_000 }));
        check("Content-Encoding: gzip", &gzip("a page that is cut off")[..25], Ok("a page that is"));
        check("Transfer-Encoding: chunked", b"9\r\ncut", Ok("cut"));
        assert!(Answer::of(b"no status").is_none());
        assert!(Answer::of(b"").is_none());
    }
}
