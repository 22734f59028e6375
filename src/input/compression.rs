//! Compressed inputs, told by their first bytes, never by their names.

use std::io::{self, BufReader, Chain, Cursor, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use crate::error::Problem;

/// How many bytes [`Compression::of`] wants to see.
const MAGIC_BYTES: usize = 6;

const BUFFER_BYTES: usize = 128 << 10;

/// A compression that can be told from its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

/// A reader whose first bytes have been looked at, from the beginning.
pub(super) type PutBack<R> = Chain<Cursor<Vec<u8>>, R>;

impl Compression {
    /// The compression of data that begins with `head`.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            // A skippable frame may come before the first real one.
            [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31 | 0x17, ..] => Some(Self::Bzip2),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            _ => None,
        }
    }

    /// The compression of what `reader` gives, and all that it gives, the first bytes as well.
    pub(super) fn peek<R: Read>(mut reader: R) -> io::Result<(Option<Self>, PutBack<R>)> {
        let mut head = Vec::with_capacity(MAGIC_BYTES);
        reader.by_ref().take(MAGIC_BYTES as u64).read_to_end(&mut head)?;
        Ok((Self::of(&head), Cursor::new(head).chain(reader)))
    }

    /// `file_name` without the suffix of a compression.
    pub(super) fn strip_suffix(file_name: &str) -> &str {
        match file_name.rsplit_once('.') {
            Some((stem, suffix)) if is_suffix(suffix) => stem,
            _ => file_name,
        }
    }

    /// A reader of what `inner` holds compressed, through all its members or frames.
    pub(super) fn reader<'r>(self, inner: impl Read + Send + 'r) -> Result<Box<dyn Read + Send + 'r>, Problem> {
        let inner = BufReader::with_capacity(BUFFER_BYTES, inner);
        match self {
            Self::Gzip => Ok(Box::new(flate2::bufread::MultiGzDecoder::new(inner))),
            Self::Zstd => Ok(Box::new(ZstdFrames { source: inner, frame: FrameDecoder::new() })),
            #[cfg(feature = "bzip2")]
            Self::Bzip2 => Ok(Box::new(Bzip2Streams::new(inner))),
            #[cfg(not(feature = "bzip2"))]
            Self::Bzip2 => Err(Problem::Compression("bzip2")),
            #[cfg(feature = "xz")]
            Self::Xz => Ok(Box::new(lzma_rust2::XzReader::new_mem_limit(inner, true, XZ_MEMORY_KIB))),
            #[cfg(not(feature = "xz"))]
            Self::Xz => Err(Problem::Compression("xz")),
        }
    }
}

/// The most memory an xz file may ask for: the dictionary of its strongest preset, and some.
#[cfg(feature = "xz")]
const XZ_MEMORY_KIB: u32 = 96 << 10;

fn is_suffix(suffix: &str) -> bool {
    ["gz", "zst", "bz2", "xz"].iter().any(|known| known.eq_ignore_ascii_case(suffix))
}

/// A bzip2 stream of nothing, behind its first four bytes.
#[cfg(feature = "bzip2")]
const EMPTY_BZIP2: [u8; 10] = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90, 0, 0, 0, 0];

/// So many streams may be as short as they like.
#[cfg(feature = "bzip2")]
const MAX_SHORT_STREAMS: u64 = 10_000;

/// The least mean length of more streams. A decoder clears megabytes for each of them.
#[cfg(feature = "bzip2")]
const MIN_STREAM_BYTES: u64 = 100;

/// Reads stream after stream, and passes over empty ones without a decoder.
#[cfg(feature = "bzip2")]
struct Bzip2Streams<R> {
    state: Bzip2State<R>,
    n_streams: u64,
    n_bytes: u64,
}

#[cfg(feature = "bzip2")]
enum Bzip2State<R> {
    Between(R),
    Within(bzip2::bufread::BzDecoder<R>),
    /// An error has been told.
    Broken,
}

#[cfg(feature = "bzip2")]
impl<R: io::BufRead> Bzip2Streams<R> {
    fn new(source: R) -> Self {
        Self { state: Bzip2State::Between(source), n_streams: 0, n_bytes: 0 }
    }

    /// Goes on to the next stream that holds data; `false` at the end of the source.
    fn enter_stream(&mut self, mut source: R) -> io::Result<bool> {
        while let Some([b'B', b'Z', b'h', b'1'..=b'9', rest @ ..]) = source.fill_buf()?.first_chunk::<14>()
            && rest == &EMPTY_BZIP2
        {
            source.consume(14);
        }
        if source.fill_buf()?.is_empty() {
            self.state = Bzip2State::Between(source);
            return Ok(false);
        }
        if self.n_streams > MAX_SHORT_STREAMS && self.n_bytes / self.n_streams < MIN_STREAM_BYTES {
            let what =
                format!("more than {MAX_SHORT_STREAMS} streams of bzip2 with less than {MIN_STREAM_BYTES} bytes");
            return Err(io::Error::other(what));
        }
        self.n_streams += 1;
        self.state = Bzip2State::Within(bzip2::bufread::BzDecoder::new(source));
        Ok(true)
    }
}

#[cfg(feature = "bzip2")]
impl<R: io::BufRead> Read for Bzip2Streams<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, Bzip2State::Broken) {
                Bzip2State::Broken => return Err(io::Error::other("the stream is broken")),
                Bzip2State::Between(source) => {
                    if !self.enter_stream(source)? {
                        return Ok(0);
                    }
                }
                Bzip2State::Within(mut decoder) => {
                    let n_read = decoder.read(buffer)?;
                    if n_read > 0 || buffer.is_empty() {
                        self.state = Bzip2State::Within(decoder);
                        return Ok(n_read);
                    }
                    self.n_bytes += decoder.total_in();
                    self.state = Bzip2State::Between(decoder.into_inner());
                }
            }
        }
    }
}

/// Reads frame after frame, which ruzstd's own reader does not.
struct ZstdFrames<R> {
    source: R,
    frame: FrameDecoder,
}

impl<R: io::BufRead> ZstdFrames<R> {
    /// Goes on to the next frame that holds data; `false` at the end of the source.
    fn enter_frame(&mut self) -> io::Result<bool> {
        self.check_sum()?;
        while !self.source.fill_buf()?.is_empty() {
            match self.frame.init(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut self.source.by_ref().take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }

    /// Holds the sum at the end of the last frame, if it has one, against what was read; the decoder leaves that to us.
    fn check_sum(&self) -> io::Result<()> {
        match (self.frame.get_checksum_from_data(), self.frame.get_calculated_checksum()) {
            (Some(told), Some(found)) if told != found => Err(io::Error::other("the checksum is wrong")),
            _ => Ok(()),
        }
    }
}

impl<R: io::BufRead> Read for ZstdFrames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.frame.can_collect() == 0 {
            if !self.frame.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.frame.decode_blocks(&mut self.source, one).map_err(io::Error::other)?;
            } else if !self.enter_frame()? {
                return Ok(0);
            }
        }
        self.frame.read(buffer)
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

    fn zstd(text: &str) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
    }

    fn read(bytes: &[u8]) -> io::Result<String> {
        let compression = Compression::of(bytes).expect("the sample is compressed");
        let mut text = String::new();
        compression.reader(bytes).unwrap().read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn all_members_of_a_gzip_file_are_read() {
        let members = [gzip("one\n"), gzip(""), gzip("two\n")].concat();
        assert_eq!(read(&members).unwrap(), "one\ntwo\n");
    }

    #[test]
    fn all_frames_of_a_zstd_file_are_read_and_skippable_ones_are_skipped() {
        let skippable = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9];
        let frames = [&skippable[..], &zstd("one\n"), &zstd(""), &skippable, &zstd("two\n")].concat();
        assert_eq!(read(&frames).unwrap(), "one\ntwo\n");
    }

    #[test]
    fn a_file_cut_short_is_an_error_and_not_a_shorter_text() {
        for whole in [gzip("some text, long enough"), zstd("some text, long enough")] {
            assert!(read(&whole[..whole.len() - 3]).is_err());
        }
    }

    #[test]
    fn a_zstd_frame_that_differs_from_its_checksum_is_an_error() {
        // As the program zstd writes it: a header, one block as it is, the checksum.
        let parts = [&[0x28, 0xb5, 0x2f, 0xfd, 4, 0x58, 0x69, 0, 0][..], b"one two three", &[0x63, 0xca, 0x16, 0xcb]];
        let mut frame = parts.concat();
        assert_eq!(read(&frame).unwrap(), "one two three");
        frame[10] ^= 0x10;
        assert_eq!(read(&frame).unwrap_err().to_string(), "the checksum is wrong");
    }

    #[cfg(feature = "bzip2")]
    fn bzip2(text: &str) -> Vec<u8> {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[cfg(feature = "bzip2")]
    #[test]
    fn bzip2_streams_one_after_the_other_are_read() {
        let streams = [bzip2("one\n"), bzip2(""), bzip2("two\n"), bzip2("")].concat();
        assert_eq!(read(&streams).unwrap(), "one\ntwo\n");
        for cut in [&streams[..streams.len() - 1], &streams[..10], &[&streams[..], b"BZh9"].concat()] {
            assert!(read(cut).is_err(), "{} bytes", cut.len());
        }
    }

    #[test]
    fn members_of_nothing_are_passed_over_however_many_there_are() {
        let skippable = vec![0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0];
        let kinds = [
            (gzip(""), gzip("x")),
            (zstd(""), zstd("x")),
            (skippable, zstd("x")),
            #[cfg(feature = "bzip2")]
            (bzip2(""), bzip2("x")),
        ];
        for (nothing, last) in kinds {
            assert_eq!(read(&[nothing.repeat(20_000), last].concat()).unwrap(), "x");
        }
    }

    #[cfg(feature = "bzip2")]
    #[test]
    fn very_many_streams_of_a_byte_are_refused() {
        let text = read(&bzip2("x").repeat(1_000)).unwrap();
        assert_eq!(text.len(), 1_000);
        let refused = read(&bzip2("x").repeat(20_000)).unwrap_err().to_string();
        assert_eq!(refused, "more than 10000 streams of bzip2 with less than 100 bytes");
    }

    #[test]
    fn plain_text_is_not_taken_for_compressed() {
        for text in ["", "B", "BZ", "BZh is a word", "Plain"] {
            assert_eq!(Compression::of(text.as_bytes()), None, "{text:?}");
        }
    }
}
