//! Apache Parquet: typed columns in row groups, compressed with zstd.
//!
//! Texts are UTF-8 strings, whole numbers 64-bit integers with a sign, real numbers doubles; an empty cell is a null. A row
//! group holds at most [`MOST_GROUP_ROWS`] rows and about [`MOST_GROUP_BYTES`], which is also what is held in memory.

use std::io::{self, Write};
use std::iter;
use std::mem;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use super::{Renderer, shortest};
use crate::table::{Cell, Column, Kind};

/// The most rows of a row group: enough for columns to compress well, and what readers take at once.
const MOST_GROUP_ROWS: usize = 1 << 17;

/// The size of the texts and numbers at which a row group ends.
const MOST_GROUP_BYTES: usize = 16 << 20;

/// Writes a Parquet file.
#[derive(Default)]
pub(super) struct Parquet {
    writer: Option<SerializedFileWriter<Vec<u8>>>,
    columns: Vec<Values>,
    n_rows: usize,
    n_bytes: usize,
}

/// The values of one column of the row group that is being gathered.
struct Values {
    name: String,
    /// 1 for a value, 0 for a null.
    levels: Vec<i16>,
    typed: Typed,
}

enum Typed {
    /// Texts one after the other, with the end of each.
    Text {
        bytes: Vec<u8>,
        ends: Vec<usize>,
    },
    Integer(Vec<i64>),
    Real(Vec<f64>),
}

impl Renderer for Parquet {
    fn header(&mut self, columns: &[Column], out: &mut dyn Write) -> io::Result<()> {
        let fields = columns.iter().map(field).collect::<Result<_, _>>().map_err(io::Error::other)?;
        let schema = Type::group_type_builder("rows").with_fields(fields).build().map_err(io::Error::other)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!("textmill version ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties));
        self.writer = Some(writer.map_err(io::Error::other)?);
        self.columns = columns.iter().map(Values::new).collect();
        self.drain(out)
    }

    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
        for (values, cell) in self.columns.iter_mut().zip(cells) {
            self.n_bytes += values.push(cell)?;
        }
        self.n_rows += 1;
        if self.n_rows >= MOST_GROUP_ROWS || self.n_bytes >= MOST_GROUP_BYTES {
            self.end_group().map_err(io::Error::other)?;
            self.drain(out)?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.n_rows > 0 {
            self.end_group().map_err(io::Error::other)?;
        }
        if let Some(writer) = &mut self.writer {
            writer.finish().map_err(io::Error::other)?;
        }
        self.drain(out)
    }
}

impl Parquet {
    fn end_group(&mut self) -> Result<(), ParquetError> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        let mut group = writer.next_row_group()?;
        for values in &mut self.columns {
            values.write(&mut group)?;
        }
        group.close()?;
        (self.n_rows, self.n_bytes) = (0, 0);
        Ok(())
    }

    /// Hands over what the crate has written.
    fn drain(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        writer.flush()?;
        out.write_all(writer.inner())?;
        // It counts the bytes for itself, so it does not miss them.
        writer.inner_mut().clear();
        Ok(())
    }
}

impl Values {
    fn new(column: &Column) -> Self {
        let typed = match column.kind {
            Kind::Text => Typed::Text { bytes: Vec::new(), ends: Vec::new() },
            Kind::Integer => Typed::Integer(Vec::new()),
            Kind::Real => Typed::Real(Vec::new()),
        };
        Self { name: column.name.to_string(), levels: Vec::new(), typed }
    }

    /// Takes a cell; returns about how many bytes it takes.
    fn push(&mut self, cell: &Cell<'_>) -> io::Result<usize> {
        self.levels.push(i16::from(*cell != Cell::Empty));
        match (&mut self.typed, cell) {
            (_, Cell::Empty) => return Ok(mem::size_of::<i16>()),
            (Typed::Text { bytes, ends }, cell) => {
                let n_before = bytes.len();
                match cell {
                    Cell::Text(text) | Cell::Json(text) => bytes.extend_from_slice(text.as_bytes()),
                    Cell::Integer(value) => bytes.extend_from_slice(value.to_string().as_bytes()),
                    Cell::Real(value) => bytes.extend_from_slice(shortest(*value).as_bytes()),
                    Cell::Empty => {}
                }
                ends.push(bytes.len());
                return Ok(bytes.len() - n_before + mem::size_of::<usize>());
            }
            (Typed::Integer(values), Cell::Integer(value)) => match i64::try_from(*value) {
                Ok(value) => values.push(value),
                Err(_) => return Err(self.misfit(&value.to_string())),
            },
            (Typed::Integer(values), Cell::Real(value)) if *value == value.trunc() && value.abs() < 2_f64.powi(63) => {
                values.push(*value as i64);
            }
            (Typed::Real(values), Cell::Real(value)) => values.push(*value),
            (Typed::Real(values), Cell::Integer(value)) => values.push(*value as f64),
            (Typed::Integer(_), Cell::Real(value)) => return Err(self.misfit(&shortest(*value))),
            (Typed::Integer(_) | Typed::Real(_), Cell::Text(text) | Cell::Json(text)) => return Err(self.misfit(text)),
        }
        Ok(mem::size_of::<u64>())
    }

    fn misfit(&self, value: &str) -> io::Error {
        io::Error::other(format!("{value} does not fit the numbers of the column {:?}", self.name))
    }

    /// Writes the column of a row group and begins the next.
    fn write(&mut self, group: &mut SerializedRowGroupWriter<'_, Vec<u8>>) -> Result<(), ParquetError> {
        let levels = mem::take(&mut self.levels);
        match &mut self.typed {
            Typed::Integer(values) => write_column::<Int64Type>(group, &mem::take(values), &levels),
            Typed::Real(values) => write_column::<DoubleType>(group, &mem::take(values), &levels),
            Typed::Text { bytes, ends } => {
                let all = ByteArray::from(mem::take(bytes));
                let ends = mem::take(ends);
                let starts = iter::once(0).chain(ends.iter().copied());
                let texts: Vec<_> = starts.zip(&ends).map(|(start, end)| all.slice(start, end - start)).collect();
                write_column::<ByteArrayType>(group, &texts, &levels)
            }
        }
    }
}

fn write_column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &[T::T],
    levels: &[i16],
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    column.typed::<T>().write_batch(values, Some(levels), None)?;
    column.close()
}

fn field(column: &Column) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer => (Physical::INT64, None),
        Kind::Real => (Physical::DOUBLE, None),
    };
    let field = Type::primitive_type_builder(&column.name, physical)
        .with_logical_type(logical)
        .with_repetition(Repetition::OPTIONAL);
    field.build().map(Arc::new)
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::super::rendered::rendered;
    use super::super::{Format, Layout};
    use super::*;

    const COLUMNS: [Column; 3] = [Column::text("t", ""), Column::integer("i", ""), Column::real("r", "")];

    /// What the crate's own reader makes of the rows, as JSON.
    fn read_back(bytes: &[u8]) -> (usize, Vec<String>) {
        let mut file = tempfile::tempfile().expect("a temporary file");
        file.write_all(bytes).expect("there is room");
        let reader = SerializedFileReader::new(file).expect("a Parquet file");
        let rows = reader.get_row_iter(None).expect("rows");
        (reader.num_row_groups(), rows.map(|row| row.expect("a row").to_string()).collect())
    }

    #[test]
    fn cells_keep_their_types_and_empty_ones_are_nulls() {
        let rows = [
            vec![Cell::text("é\0"), Cell::Integer(7), Cell::Real(0.5)],
            vec![Cell::Empty, Cell::Empty, Cell::Empty],
            vec![Cell::Json("[1]".into()), Cell::Real(-3.0), Cell::Integer(2)],
        ];
        let (n_groups, rows) = read_back(&rendered(Format::Parquet, Layout::default(), &COLUMNS, &rows));
        let expected = ["{t: \"é\0\", i: 7, r: 0.5}", "{t: null, i: null, r: null}", "{t: \"[1]\", i: -3, r: 2.0}"];
        assert_eq!((n_groups, rows), (1, expected.map(str::to_owned).to_vec()));
    }

    #[test]
    fn large_tables_have_several_row_groups() {
        let text = "x".repeat(MOST_GROUP_BYTES / 3);
        let rows: Vec<_> = (0..7).map(|n| vec![Cell::text(text.as_str()), Cell::Integer(n), Cell::Empty]).collect();
        let (n_groups, back) = read_back(&rendered(Format::Parquet, Layout::default(), &COLUMNS, &rows));
        assert_eq!((n_groups, back.len()), (3, 7));
    }

    #[test]
    fn a_table_without_rows_is_a_file_with_columns() {
        assert_eq!(read_back(&rendered(Format::Parquet, Layout::default(), &COLUMNS, &[])), (0, Vec::new()));
    }

    #[test]
    fn a_value_that_does_not_fit_is_named_with_its_column() {
        let mut renderer = Parquet::default();
        renderer.header(&COLUMNS, &mut Vec::new()).expect("a vector takes all");
        let error = renderer.row(&[Cell::Empty, Cell::Integer(u64::MAX), Cell::Empty], &mut Vec::new());
        let told = error.expect_err("it is too large").to_string();
        assert_eq!(told, "18446744073709551615 does not fit the numbers of the column \"i\"");
    }
}
