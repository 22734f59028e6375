//! Long inputs in blocks: cut at the end of a record or a line, with memory bounded by the longest record.
//!
//! Blocks are cut on the thread that draws units, one after the other; they are parsed on the workers, which give
//! their memory back.

use std::io::{ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::block::{Block, Spares};
use super::compression::Compression;
use super::encoding::{self, Decoder, Detected, Reach, SNIFF_BYTES};
use super::file_encoding;
use super::options::InputOptions;
use super::source::Source;
use crate::error::Problem;

const READ_BYTES: usize = 256 << 10;

/// The bytes of a long input, decompressed and, unless they are UTF-8 already, decoded to UTF-8.
pub(super) struct Stream {
    reader: Box<dyn Read + Send>,
    n_raw: Arc<AtomicU64>,
    /// What has been read and not yet taken.
    buffer: Block,
    is_at_end: bool,
    decoder: Option<Decoder>,
    detected: Option<Detected>,
    n_lost: u64,
    /// Source bytes read since they were last asked for.
    n_source_bytes: u64,
}

impl Stream {
    /// Opens `source` and looks at its first bytes.
    ///
    /// # Errors
    ///
    /// Whatever opening, reading and decompressing say.
    pub(super) fn open(source: &Source) -> Result<Self, Problem> {
        let n_raw = Arc::new(AtomicU64::new(0));
        let counted = Counted { inner: source.open()?, n_bytes: Arc::clone(&n_raw) };
        let (compression, whole) = Compression::peek(counted).map_err(Problem::Read)?;
        let reader: Box<dyn Read + Send> = match compression {
            Some(compression) => compression.reader(whole)?,
            None => Box::new(whole),
        };
        let mut stream = Self {
            reader,
            n_raw,
            buffer: Block::new(Spares::default()),
            is_at_end: false,
            decoder: None,
            detected: None,
            n_lost: 0,
            n_source_bytes: 0,
        };
        stream.fill(SNIFF_BYTES)?;
        Ok(stream)
    }

    /// A stream that is at its end, for an input that is not read as a stream.
    pub(super) fn ended() -> Self {
        Self {
            reader: Box::new(std::io::empty()),
            n_raw: Arc::default(),
            buffer: Block::new(Spares::default()),
            is_at_end: true,
            decoder: None,
            detected: None,
            n_lost: 0,
            n_source_bytes: 0,
        }
    }

    /// What has been read and not yet taken.
    pub(super) fn buffer(&self) -> &[u8] {
        &self.buffer
    }

    /// Whether the buffer holds the rest of the input.
    pub(super) fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// Tells the encoding, takes the byte order mark off, and decodes from here on. Before this the buffer holds the
    /// bytes as they are in the source.
    ///
    /// # Errors
    ///
    /// [`Problem::Binary`] and [`Problem::Encoding`].
    pub(super) fn start_decoding(&mut self, options: &InputOptions) -> Result<Detected, Problem> {
        let reach = if self.is_at_end { Reach::All } else { Reach::Head };
        let detected = file_encoding::detect(&self.buffer, options.encoding, reach)?;
        self.detected = Some(detected);
        drop(self.take(detected.bom_bytes));
        if !detected.encoding.is_utf8() {
            let mut decoder = detected.encoding.decoder();
            let mut text = String::new();
            self.n_lost += encoding::decode_chunk(&mut decoder, &self.buffer, &mut text, reach);
            drop(self.take(self.buffer.len()));
            self.buffer.push(text.as_bytes());
            self.decoder = Some(decoder);
        }
        Ok(detected)
    }

    /// Reads on until the buffer holds `n_bytes` or the input ends.
    ///
    /// # Errors
    ///
    /// [`Problem::Read`].
    pub(super) fn fill(&mut self, n_bytes: usize) -> Result<(), Problem> {
        while self.buffer.len() < n_bytes && !self.is_at_end {
            match self.decoder.take() {
                None => {
                    let n_wanted = (n_bytes - self.buffer.len()).max(READ_BYTES);
                    self.is_at_end = self.read(n_wanted)? < n_wanted;
                }
                Some(mut decoder) => {
                    let mut raw = Vec::new();
                    let n_read =
                        self.reader.by_ref().take(READ_BYTES as u64).read_to_end(&mut raw).map_err(Problem::Read)?;
                    self.n_source_bytes += n_read as u64;
                    self.is_at_end = n_read < READ_BYTES;
                    let mut text = String::new();
                    let reach = if self.is_at_end { Reach::All } else { Reach::Head };
                    self.n_lost += encoding::decode_chunk(&mut decoder, &raw, &mut text, reach);
                    self.buffer.push(text.as_bytes());
                    self.decoder = Some(decoder);
                }
            }
        }
        Ok(())
    }

    /// Takes the first `n_bytes` of the buffer.
    pub(super) fn take(&mut self, n_bytes: usize) -> Block {
        self.buffer.split_off_front(n_bytes)
    }

    /// Reads `n_wanted` bytes into the buffer, or less at the end of the input, and returns how many.
    fn read(&mut self, n_wanted: usize) -> Result<usize, Problem> {
        let mut n_read = 0;
        while n_read < n_wanted {
            match self.reader.read(self.buffer.room(n_wanted - n_read)) {
                Ok(0) => break,
                Ok(n) => {
                    self.buffer.filled(n);
                    n_read += n;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Problem::Read(error)),
            }
        }
        self.n_source_bytes += n_read as u64;
        Ok(n_read)
    }

    /// Bytes of the source, after decompression, read since the last call.
    pub(super) fn take_n_source_bytes(&mut self) -> u64 {
        std::mem::take(&mut self.n_source_bytes)
    }

    /// Bytes of the source as they lie on disk, read since the last call.
    pub(super) fn take_n_raw(&mut self) -> u64 {
        self.n_raw.swap(0, Ordering::Relaxed)
    }

    /// Sequences that meant nothing in the encoding since the last call; UTF-8 is checked by the workers.
    pub(super) fn take_n_lost(&mut self) -> u64 {
        std::mem::take(&mut self.n_lost)
    }
}

/// Counts what is read, for the progress bar.
struct Counted {
    inner: Box<dyn Read + Send>,
    n_bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n_read = self.inner.read(buffer)?;
        self.n_bytes.fetch_add(n_read as u64, Ordering::Relaxed);
        Ok(n_read)
    }
}
