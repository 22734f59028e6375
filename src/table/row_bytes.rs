//! The cells of a row as bytes, for rows that wait on disk.

use std::io::{self, Read, Write};

use super::Cell;

/// Writes a cell.
///
/// # Errors
///
/// Those of `to`.
pub(crate) fn write_cell(cell: &Cell<'_>, to: &mut impl Write) -> io::Result<()> {
    let (tag, number) = match cell {
        Cell::Empty => return to.write_all(b"e"),
        Cell::Integer(value) => (b'i', *value),
        Cell::Real(value) => (b'r', value.to_bits()),
        Cell::Text(text) => (b't', text.len() as u64),
        Cell::Json(json) => (b'j', json.len() as u64),
    };
    to.write_all(&[tag])?;
    to.write_all(&number.to_le_bytes())?;
    match cell {
        Cell::Text(text) | Cell::Json(text) => to.write_all(text.as_bytes()),
        _ => Ok(()),
    }
}

/// Reads a cell that [`write_cell`] wrote.
///
/// # Errors
///
/// Those of `from`, and one for bytes that are no cell.
pub(crate) fn read_cell(from: &mut impl Read) -> io::Result<Cell<'static>> {
    let mut tag = [0];
    from.read_exact(&mut tag)?;
    if tag == *b"e" {
        return Ok(Cell::Empty);
    }
    let number = read_number(from)?;
    let mut text = || {
        let mut bytes = Vec::new();
        from.take(number).read_to_end(&mut bytes)?;
        String::from_utf8(bytes).map_err(io::Error::other)
    };
    Ok(match tag {
        [b'i'] => Cell::Integer(number),
        [b'r'] => Cell::Real(f64::from_bits(number)),
        [b't'] => Cell::text(text()?),
        _ => Cell::Json(text()?.into()),
    })
}

/// Reads a number of eight bytes, the least significant first.
///
/// # Errors
///
/// Those of `from`.
pub(crate) fn read_number(from: &mut impl Read) -> io::Result<u64> {
    let mut number = [0; 8];
    from.read_exact(&mut number)?;
    Ok(u64::from_le_bytes(number))
}
