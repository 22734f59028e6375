//! Numbers and texts as bytes, in blocks with a checksum each.
//!
//! A reader verifies a block before anything of it is decoded, so damage is told for what it is. Numbers take seven bits
//! a byte (LEB128), since most are small. An empty block is the end: what is cut short has none.

use std::io::{self, Read, Write};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::error::PartialProblem;

/// The most bytes of a block, so that a length that is damaged never takes much memory.
const BLOCK_BYTES: usize = 64 << 10;

/// Writes blocks.
pub(crate) struct Writer<'w> {
    to: &'w mut dyn Write,
    block: Vec<u8>,
    /// The seed of the next block's checksum. Each has its own, so that no block can stand for another.
    seed: u64,
}

impl<'w> Writer<'w> {
    /// A writer whose first checksum has this seed.
    pub(crate) fn new(to: &'w mut dyn Write, seed: u64) -> Self {
        Self { to, block: Vec::with_capacity(BLOCK_BYTES), seed }
    }

    /// Writes a number.
    pub(crate) fn number(&mut self, mut number: u64) -> io::Result<()> {
        while number >= 0x80 {
            self.raw(&[number as u8 | 0x80])?;
            number >>= 7;
        }
        self.raw(&[number as u8])
    }

    /// Writes numbers whose count the reader knows.
    pub(crate) fn numbers(&mut self, numbers: impl IntoIterator<Item = u64>) -> io::Result<()> {
        numbers.into_iter().try_for_each(|number| self.number(number))
    }

    /// Writes a text.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.number(text.len() as u64)?;
        self.raw(text.as_bytes())
    }

    /// Writes a text as how much it has in common with the beginning of `last`, and the rest.
    pub(crate) fn text_after(&mut self, last: &str, text: &str) -> io::Result<()> {
        let equal = last.chars().zip(text.chars()).take_while(|(a, b)| a == b);
        let n_common = equal.map(|(c, _)| c.len_utf8()).sum::<usize>();
        self.number(n_common as u64)?;
        self.text(&text[n_common..])
    }

    /// Writes bytes whose count the reader knows.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.raw(bytes)
    }

    /// Writes hashes: of these no byte can be saved.
    pub(crate) fn keys(&mut self, keys: &[u32]) -> io::Result<()> {
        self.number(keys.len() as u64)?;
        keys.iter().try_for_each(|key| self.raw(&key.to_le_bytes()))
    }

    /// Writes what is left, and the end.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if !self.block.is_empty() {
            self.end_block()?;
        }
        self.end_block()
    }

    fn raw(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let (now, rest) = bytes.split_at(bytes.len().min(BLOCK_BYTES - self.block.len()));
            self.block.extend_from_slice(now);
            bytes = rest;
            if self.block.len() == BLOCK_BYTES {
                self.end_block()?;
            }
        }
        Ok(())
    }

    fn end_block(&mut self) -> io::Result<()> {
        self.to.write_all(&(self.block.len() as u32).to_le_bytes())?;
        self.to.write_all(&xxh3_64_with_seed(&self.block, self.seed).to_le_bytes())?;
        self.to.write_all(&self.block)?;
        self.seed = self.seed.wrapping_add(1);
        self.block.clear();
        Ok(())
    }
}

/// Reads blocks.
pub(crate) struct Reader<'r> {
    from: Box<dyn Read + 'r>,
    block: Vec<u8>,
    /// How much of the block has been read.
    at: usize,
    seed: u64,
}

impl<'r> Reader<'r> {
    /// A reader of what a writer with the same seed wrote.
    pub(crate) fn new(from: impl Read + 'r, seed: u64) -> Self {
        Self { from: Box::new(from), block: Vec::new(), at: 0, seed }
    }

    /// Reads a number.
    pub(crate) fn number(&mut self) -> Result<u64, PartialProblem> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let [byte] = *self.raw(1)? else { return Err(PartialProblem::CutShort) };
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(damaged("a number has too many bytes"))
    }

    /// Reads a number below `limit`, as a place in a list of so many.
    pub(crate) fn place(&mut self, limit: usize) -> Result<usize, PartialProblem> {
        let number = self.number()?;
        usize::try_from(number).ok().filter(|&place| place < limit).ok_or_else(|| damaged("a place is not in its list"))
    }

    /// Reads as many numbers as there are places.
    pub(crate) fn numbers<'n>(&mut self, places: impl IntoIterator<Item = &'n mut u64>) -> Result<(), PartialProblem> {
        places.into_iter().try_for_each(|place| {
            *place = self.number()?;
            Ok(())
        })
    }

    /// Reads a text.
    pub(crate) fn text(&mut self) -> Result<String, PartialProblem> {
        let mut text = String::new();
        self.rest_of_text(&mut text)?;
        Ok(text)
    }

    /// Reads a text behind `last`, which becomes it.
    pub(crate) fn text_after(&mut self, last: &mut String) -> Result<(), PartialProblem> {
        let n_common = self.place(last.len() + 1)?;
        if !last.is_char_boundary(n_common) {
            return Err(damaged("a text is cut inside a character"));
        }
        last.truncate(n_common);
        self.rest_of_text(last)
    }

    /// Reads as many bytes as are asked for.
    pub(crate) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], PartialProblem> {
        let (mut bytes, mut n_done) = ([0; N], 0);
        while n_done < N {
            let piece = self.raw(N - n_done)?;
            bytes[n_done..n_done + piece.len()].copy_from_slice(piece);
            n_done += piece.len();
        }
        Ok(bytes)
    }

    /// Reads hashes.
    pub(crate) fn keys(&mut self) -> Result<Vec<u32>, PartialProblem> {
        let mut keys = Vec::new();
        for _ in 0..self.number()? {
            keys.push(u32::from_le_bytes(self.bytes()?));
        }
        Ok(keys)
    }

    /// Makes sure that all has been read.
    pub(crate) fn finish(mut self) -> Result<(), PartialProblem> {
        if self.at < self.block.len() {
            return Err(damaged("more is there than belongs to it"));
        }
        let mut beyond = [0];
        let is_ended = self.next_block()? == 0 && self.from.read(&mut beyond).map_err(PartialProblem::Failed)? == 0;
        if is_ended { Ok(()) } else { Err(damaged("more is there than belongs to it")) }
    }

    fn rest_of_text(&mut self, text: &mut String) -> Result<(), PartialProblem> {
        let (mut n_left, mut bytes) = (self.number()?, Vec::new());
        while n_left > 0 {
            // A piece is never longer than a block, whatever the length says.
            let piece = self.raw(usize::try_from(n_left).unwrap_or(usize::MAX))?;
            n_left -= piece.len() as u64;
            bytes.extend_from_slice(piece);
        }
        text.push_str(str::from_utf8(&bytes).map_err(|_| damaged("a text is not in UTF-8"))?);
        Ok(())
    }

    /// The next bytes: at least one, at most so many.
    fn raw(&mut self, most: usize) -> Result<&[u8], PartialProblem> {
        if self.at == self.block.len() && self.next_block()? == 0 {
            return Err(damaged("it ends before all is there"));
        }
        let start = self.at;
        self.at = self.block.len().min(start.saturating_add(most));
        Ok(&self.block[start..self.at])
    }

    fn next_block(&mut self) -> Result<usize, PartialProblem> {
        let (mut length, mut checksum) = ([0; 4], [0; 8]);
        self.fill(&mut length)?;
        self.fill(&mut checksum)?;
        let n_bytes = u32::from_le_bytes(length) as usize;
        if n_bytes > BLOCK_BYTES {
            return Err(damaged("a block is too long"));
        }
        let mut block = std::mem::take(&mut self.block);
        block.resize(n_bytes, 0);
        self.fill(&mut block)?;
        if xxh3_64_with_seed(&block, self.seed) != u64::from_le_bytes(checksum) {
            return Err(damaged("a checksum is wrong"));
        }
        (self.block, self.at, self.seed) = (block, 0, self.seed.wrapping_add(1));
        Ok(n_bytes)
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), PartialProblem> {
        self.from.read_exact(bytes).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => PartialProblem::CutShort,
            _ => PartialProblem::Failed(error),
        })
    }
}

/// What is told of bytes that nobody wrote so.
pub(crate) fn damaged(what: &'static str) -> PartialProblem {
    PartialProblem::Damaged(what)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(numbers: &[u64], texts: &[String]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut writer = Writer::new(&mut bytes, 7);
        let mut last = "";
        writer.numbers(numbers.iter().copied()).unwrap();
        for text in texts {
            writer.text(text).unwrap();
            writer.text_after(last, text).unwrap();
            last = text;
        }
        writer.finish().unwrap();
        bytes
    }

    fn read(mut bytes: &[u8], n_numbers: usize, n_texts: usize) -> Result<(Vec<u64>, Vec<String>), PartialProblem> {
        let mut reader = Reader::new(&mut bytes, 7);
        let (mut numbers, mut texts, mut last) = (vec![0; n_numbers], Vec::new(), String::new());
        reader.numbers(&mut numbers)?;
        for _ in 0..n_texts {
            texts.push(reader.text()?);
            reader.text_after(&mut last)?;
            assert_eq!(texts.last(), Some(&last));
        }
        reader.finish()?;
        Ok((numbers, texts))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_written_is_read_again(
            numbers in proptest::collection::vec(any::<u64>(), 0..9),
            texts in proptest::collection::vec("[aé水\0]{0,4}", 0..9),
        ) {
            let bytes = written(&numbers, &texts);
            prop_assert_eq!(read(&bytes, numbers.len(), texts.len()).unwrap(), (numbers, texts));
        }

        #[test]
        fn no_byte_can_change_or_be_missing(at in any::<proptest::sample::Index>(), change in 1_u8..) {
            let texts = ["a".repeat(BLOCK_BYTES), "b".to_owned()];
            let bytes = written(&[300], &texts);
            let at = at.index(bytes.len());
            let mut changed = bytes.clone();
            changed[at] ^= change;
            prop_assert!(read(&changed, 1, 2).is_err());
            prop_assert!(matches!(read(&bytes[..at], 1, 2), Err(PartialProblem::CutShort)));
        }
    }

    #[test]
    fn blocks_that_changed_places_or_follow_the_end_are_damage() {
        let bytes = written(&[], &["a".repeat(3 * BLOCK_BYTES)]);
        let block = 12 + BLOCK_BYTES;
        let turned = [&bytes[block..2 * block], &bytes[..block], &bytes[2 * block..]].concat();
        assert!(matches!(read(&turned, 0, 1), Err(PartialProblem::Damaged(_))));
        assert!(matches!(read(&[&bytes[..], b"\n"].concat(), 0, 1), Err(PartialProblem::Damaged(_))));
        assert!(matches!(read(&written(&[1, 2], &[]), 1, 0), Err(PartialProblem::Damaged(_))));
    }
}
