//! What the pages of a Parquet file unpack to, told before any is unpacked.
//!
//! The crate takes the sizes in the heads of pages as they are, and unpacks gzip and Brotli to their ends whatever the heads say.
//! A few kilobytes may stand for gigabytes. So all heads of a row group are read first, which are some dozen bytes for each
//! megabyte, and a page that may unpack to more than it says is unpacked to nowhere.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use parquet::basic::Compression;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};

use super::reader::Fault;
use super::thrift::{INTEGER, LIST, STOP, STRUCT, Thrift};

/// Heads have statistics, and so a text or two in them.
const MOST_HEAD_BYTES: u64 = 16 << 20;

/// So much is read at first, which is enough for nearly every head.
const FIRST_HEAD_BYTES: u64 = 4 << 10;

/// The most that a byte of gzip can stand for (RFC 1951: a match of 258 bytes in two bits).
const GZIP_RATIO: u64 = 1_032;

/// So many values in lists may be in a row group whatever they take.
const MOST_FREE_VALUES: u64 = 32 << 20;

/// Beyond that a value in a list takes a bit at least.
const VALUES_PER_BYTE: u64 = 8;

/// The head of a page, as far as it is of interest.
#[derive(Debug, Default, PartialEq)]
struct Head {
    /// `true` for the values that others name.
    is_dictionary: bool,
    n_unpacked: u64,
    n_packed: u64,
    n_values: u64,
    /// The bytes of levels before the values, which are not packed with them.
    n_levels: u64,
    /// The bytes of the head itself.
    n_bytes: u64,
}

/// Refuses a row group whose pages, one of each column at a time, unpack to more than `max_bytes`.
///
/// # Errors
///
/// [`Fault::TooLong`], and [`Fault::Malformed`] if the heads are not what they say.
pub(super) fn check_group(file: &mut File, group: &RowGroupMetaData, max_bytes: u64) -> Result<(), Fault> {
    let mut n_bytes = 0_u64;
    // Without rows there need not be pages where they are said to be.
    for column in group.columns().iter().filter(|_| group.num_rows() > 0) {
        n_bytes = n_bytes.saturating_add(check_column(file, column, max_bytes)?);
        if n_bytes > max_bytes {
            return Err(Fault::TooLong { limit_bytes: max_bytes });
        }
    }
    Ok(())
}

/// The bytes that the pages of a column take in memory.
fn check_column(file: &mut File, column: &ColumnChunkMetaData, max_bytes: u64) -> Result<u64, Fault> {
    let start = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
    let start = u64::try_from(start).map_err(|_| damaged())?;
    let end = u64::try_from(column.compressed_size()).ok().and_then(|length| start.checked_add(length));
    let end = end.ok_or_else(damaged)?;
    let (mut at, mut longest, mut dictionary, mut all, mut n_values) = (start, 0, 0, 0_u64, 0_u64);
    while at < end {
        let head = read_head(file, at, end)?;
        let body_at = at + head.n_bytes;
        at = body_at.checked_add(head.n_packed).ok_or_else(damaged)?;
        if head.n_unpacked > max_bytes {
            return Err(Fault::TooLong { limit_bytes: max_bytes });
        }
        check_page(file, body_at, &head, column.compression(), max_bytes)?;
        if head.is_dictionary {
            dictionary = head.n_unpacked;
        } else {
            longest = head.n_unpacked.max(longest);
            n_values = n_values.saturating_add(head.n_values);
        }
        all = all.saturating_add(head.n_unpacked);
    }
    let is_repeated = column.column_descr().max_rep_level() > 0;
    if is_repeated && n_values > MOST_FREE_VALUES && n_values / VALUES_PER_BYTE > all {
        return Err(Fault::TooLong { limit_bytes: max_bytes });
    }
    Ok(longest + dictionary)
}

/// Unpacks a page to nowhere, if it may come to more than it says.
fn check_page(file: &mut File, at: u64, head: &Head, compression: Compression, max_bytes: u64) -> Result<(), Fault> {
    let is_doubtful = match compression {
        Compression::GZIP(_) => head.n_packed.saturating_mul(GZIP_RATIO) > max_bytes,
        Compression::BROTLI(_) => true,
        // The others are given room for what the head says.
        _ => false,
    };
    if !is_doubtful {
        return Ok(());
    }
    file.seek(SeekFrom::Start(at.saturating_add(head.n_levels)))?;
    let packed = std::io::BufReader::new((&*file).take(head.n_packed.saturating_sub(head.n_levels)));
    let limit = max_bytes.saturating_add(1);
    // What is no gzip here is none to the crate either, which says so.
    let n_bytes = match compression {
        Compression::GZIP(_) => count(flate2::bufread::MultiGzDecoder::new(packed).take(limit)),
        _ => count(brotli::Decompressor::new(packed, 4_096).take(limit)),
    };
    if n_bytes > max_bytes { Err(Fault::TooLong { limit_bytes: max_bytes }) } else { Ok(()) }
}

fn count(mut unpacked: impl Read) -> u64 {
    let (mut buffer, mut n_bytes) = ([0; 16 << 10], 0);
    while let Ok(n_read @ 1..) = unpacked.read(&mut buffer) {
        n_bytes += n_read as u64;
    }
    n_bytes
}

fn read_head(file: &mut File, at: u64, end: u64) -> Result<Head, Fault> {
    let mut most = FIRST_HEAD_BYTES;
    loop {
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(at))?;
        (&*file).take(most.min(end - at)).read_to_end(&mut bytes)?;
        let mut thrift = Thrift::new(&bytes);
        if let Some(head) = head_of(&mut thrift) {
            return Ok(Head { n_bytes: thrift.at as u64, ..head });
        }
        if (bytes.len() as u64) < most || most >= MOST_HEAD_BYTES {
            return Err(damaged());
        }
        most *= 16;
    }
}

fn damaged() -> Fault {
    Fault::Malformed("it cannot be read as Parquet: the head of a page is not what it should be".to_owned())
}

/// The head of a page; `None` if it is none, or not whole.
fn head_of(thrift: &mut Thrift<'_>) -> Option<Head> {
    const DICTIONARY_PAGE: i64 = 2;
    let (mut head, mut field) = (Head::default(), 0);
    loop {
        let kind = thrift.field(&mut field)?;
        match (field, kind) {
            (_, STOP) => return Some(head),
            (1, INTEGER) => head.is_dictionary = thrift.integer()? == DICTIONARY_PAGE,
            (2, INTEGER) => head.n_unpacked = u64::try_from(thrift.integer()?).ok()?,
            (3, INTEGER) => head.n_packed = u64::try_from(thrift.integer()?).ok()?,
            // The heads of a page of data, of a dictionary and of a page of the second version begin alike.
            (5 | 7, STRUCT) => kind_of_page(thrift, &mut head, &[])?,
            (8, STRUCT) => kind_of_page(thrift, &mut head, &[5, 6])?,
            (_, kind) => thrift.skip(kind)?,
        }
    }
}

/// Reads the part of a head that only its kind of page has; the fields `levels` say how long levels are.
fn kind_of_page(thrift: &mut Thrift<'_>, head: &mut Head, levels: &[i64]) -> Option<()> {
    let mut field = 0;
    loop {
        match (thrift.field(&mut field)?, field) {
            (STOP, _) => return Some(()),
            (INTEGER, 1) => head.n_values = u64::try_from(thrift.integer()?).ok()?,
            (INTEGER, number) if levels.contains(&number) => {
                head.n_levels = head.n_levels.checked_add(u64::try_from(thrift.integer()?).ok()?)?;
            }
            (kind, _) => thrift.skip(kind)?,
        }
    }
}

/// How deep the schema nests at the beginning of the footer of a file; `None` if there is none.
///
/// The crate goes down it with the stack, and would end the program where that ends.
pub(super) fn schema_depth(footer: &[u8]) -> Option<usize> {
    let (mut thrift, mut field, mut deepest) = (Thrift::new(footer), 0, None);
    loop {
        match (thrift.field(&mut field)?, field) {
            (STOP, _) => return deepest,
            // Which of two the crate would take is not asked.
            (LIST, 2) => deepest = Some(depth(&mut thrift)?).max(deepest),
            (kind, _) => thrift.skip(kind)?,
        }
    }
}

/// How deep a list of the elements of a schema nests. They come from the outside in, each with the number of those below it.
fn depth(thrift: &mut Thrift<'_>) -> Option<usize> {
    let (n_elements, _) = thrift.list()?;
    // How many are still to come, for each level.
    let (mut missing, mut deepest) = (Vec::<u64>::new(), 0);
    for _ in 0..n_elements {
        let n_below = n_below(thrift)?;
        while missing.pop_if(|n_missing| *n_missing == 0).is_some() {}
        if let Some(n_missing) = missing.last_mut() {
            *n_missing -= 1;
        }
        if n_below > 0 {
            missing.push(n_below);
        }
        deepest = deepest.max(missing.len());
    }
    Some(deepest)
}

fn n_below(thrift: &mut Thrift<'_>) -> Option<u64> {
    let (mut n_below, mut field) = (0, 0);
    loop {
        match (thrift.field(&mut field)?, field) {
            (STOP, _) => return Some(n_below),
            (INTEGER, 5) => n_below = u64::try_from(thrift.integer()?).ok()?,
            (kind, _) => thrift.skip(kind)?,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_head_is_read_whatever_else_is_in_it() {
        // A page of data of 100 bytes, 50 of them packed, of 7 values, with a text among its statistics.
        let kind_of_page = [0x15, 14, 0x15, 0, 0x15, 6, 0x15, 6, 0x1c, 0x18, 3, b'a', b'b', b'c', 0, 0];
        let bytes = [&[0x15, 0, 0x15, 0xc8, 1, 0x15, 100, 0x2c][..], &kind_of_page, &[0]].concat();
        let mut thrift = Thrift::new(&bytes);
        let head = head_of(&mut thrift).unwrap();
        assert_eq!(head, Head { n_unpacked: 100, n_packed: 50, n_values: 7, ..Head::default() });
        assert_eq!(thrift.at, bytes.len());
        for cut in 0..bytes.len() {
            assert_eq!(head_of(&mut Thrift::new(&bytes[..cut])), None);
        }
    }

    #[test]
    fn the_depth_of_a_schema_is_told_without_going_down() {
        let element = |n_below: u8| [0x48, 1, b'g', 0x15, 2 * n_below, 0];
        let leaf = [0x15, 2, 0x38, 1, b'x', 0];
        let footer = |elements: &[[u8; 6]]| {
            let head =
                [&[0x15, 2, 0x19][..], &[0xfc, elements.len() as u8 | 0x80, (elements.len() >> 7) as u8]].concat();
            [&head[..], &elements.concat(), &[0]].concat()
        };
        assert_eq!(schema_depth(&footer(&[element(2), leaf, element(2), element(1), leaf, leaf])), Some(3));
        assert_eq!(schema_depth(&footer(&[element(1), leaf, leaf])), Some(1));
        let deep = vec![element(1); 10_000];
        assert_eq!(schema_depth(&footer(&deep)), Some(10_000));
        assert_eq!(schema_depth(&footer(&deep)[..9_000]), None);
    }

    #[test]
    fn levels_stand_before_what_is_packed() {
        let kind_of_page = [0x15, 14, 0x15, 0, 0x15, 14, 0x15, 0, 0x15, 8, 0x15, 4, 0];
        let bytes = [&[0x15, 6, 0x15, 100, 0x15, 100, 0x5c][..], &kind_of_page, &[0]].concat();
        let head = head_of(&mut Thrift::new(&bytes)).unwrap();
        assert_eq!((head.n_values, head.n_levels), (7, 6));
    }

    #[test]
    fn a_page_that_unpacks_to_more_than_it_says_is_refused() {
        let mut packed = flate2::write::GzEncoder::new(b"level".to_vec(), flate2::Compression::best());
        packed.write_all(&vec![0; 1 << 20]).unwrap();
        let packed = packed.finish().unwrap();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&packed).unwrap();
        let head = Head { n_unpacked: 10, n_packed: packed.len() as u64, n_levels: 5, ..Head::default() };
        for (max_bytes, is_long) in [(1 << 20, false), ((1 << 20) - 1, true)] {
            let checked = check_page(&mut file, 0, &head, Compression::GZIP(Default::default()), max_bytes);
            assert_eq!(checked.is_err(), is_long, "{max_bytes}");
        }
    }
}
