//! Apache Parquet: typed columns in row groups, compressed with zstd.
//!
//! Texts are UTF-8 strings, whole numbers 64-bit integers with a sign, real numbers doubles; an empty cell is a null. A row
//! group holds at most [`MOST_GROUP_ROWS`] rows and about [`MOST_GROUP_BYTES`], which is also what is held in memory.
//!
//! The values of a field of JSON records may all be numbers or booleans, which is known of the last one at the end. Until each
//! such column has had a text, rows wait in a [`RowSpool`]; then, or at the end, the columns have their types for good.

mod values;

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use self::values::{ValueType, Values};
use super::Renderer;
use super::row_spool::RowSpool;
use crate::table::{Cell, Column, Kind, Seen};

/// The most rows of a row group: enough for columns to compress well, and what readers take at once.
const MOST_GROUP_ROWS: usize = 1 << 17;

/// The size of the texts and numbers at which a row group ends.
const MOST_GROUP_BYTES: usize = 16 << 20;

/// Writes a Parquet file.
#[derive(Default)]
pub(super) struct Parquet {
    /// There while the types of columns are not known.
    waiting: Option<Waiting>,
    writer: Option<SerializedFileWriter<Vec<u8>>>,
    columns: Vec<Values>,
    n_rows: usize,
    n_bytes: usize,
}

/// Rows of which some columns have no type yet.
struct Waiting {
    columns: Vec<Column>,
    /// What each column has had so far.
    seen: Vec<Seen>,
    rows: RowSpool,
}

impl Renderer for Parquet {
    fn header(&mut self, columns: &[Column], out: &mut dyn Write) -> io::Result<()> {
        let seen = vec![Seen::default(); columns.len()];
        let waiting = Waiting { columns: columns.to_vec(), seen, rows: RowSpool::new(columns.len()) };
        if waiting.is_settled() {
            return self.begin(waiting, out);
        }
        self.waiting = Some(waiting);
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
        let Some(waiting) = &mut self.waiting else { return self.write_row(cells, out) };
        waiting.push(cells)?;
        if waiting.is_settled() { self.begin_if_waiting(out) } else { Ok(()) }
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.begin_if_waiting(out)?;
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
    fn begin_if_waiting(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.waiting.take().map_or(Ok(()), |waiting| self.begin(waiting, out))
    }

    /// Begins the file with the types that are known now, and writes the rows that waited for them.
    fn begin(&mut self, waiting: Waiting, out: &mut dyn Write) -> io::Result<()> {
        let typed: Vec<(&Column, ValueType)> = waiting
            .columns
            .iter()
            .zip(&waiting.seen)
            .map(|(column, seen)| (column, value_type(column, *seen)))
            .collect();
        let fields = typed.iter().map(|(column, value_type)| field(&column.name, *value_type));
        let fields = fields.collect::<Result<_, _>>().map_err(io::Error::other)?;
        let schema = Type::group_type_builder("rows").with_fields(fields).build().map_err(io::Error::other)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!("textmill version ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties));
        self.writer = Some(writer.map_err(io::Error::other)?);
        self.columns = typed.into_iter().map(|(column, value_type)| Values::new(&column.name, value_type)).collect();
        self.drain(out)?;
        waiting.rows.for_each(|cells| self.write_row(cells, out))
    }

    fn write_row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
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

impl Waiting {
    fn push(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.seen.iter_mut().zip(cells).for_each(|(seen, cell)| seen.add(cell));
        self.rows.push(cells)
    }

    /// Whether no further row can change the type of a column.
    fn is_settled(&self) -> bool {
        let mut columns = self.columns.iter().zip(&self.seen);
        columns.all(|(column, seen)| column.kind != Kind::Any || is_mixed(*seen))
    }
}

/// Whether the values of a field are of several types, so that only their texts have one.
fn is_mixed(seen: Seen) -> bool {
    let has_numbers = seen.integers || seen.reals;
    seen.texts || seen.booleans && has_numbers || seen.large_integers && seen.reals
}

/// The type of a column whose cells are those that were seen.
fn value_type(column: &Column, seen: Seen) -> ValueType {
    match column.kind {
        Kind::Text => ValueType::Text,
        Kind::Integer => ValueType::Integer,
        Kind::Real => ValueType::Real,
        Kind::Any if is_mixed(seen) => ValueType::Text,
        Kind::Any if seen.booleans => ValueType::Boolean,
        Kind::Any if seen.reals => ValueType::Real,
        Kind::Any if seen.integers => ValueType::Integer,
        Kind::Any => ValueType::Text,
    }
}

fn field(name: &str, value_type: ValueType) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match value_type {
        ValueType::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        ValueType::Boolean => (Physical::BOOLEAN, None),
        ValueType::Integer => (Physical::INT64, None),
        ValueType::Real => (Physical::DOUBLE, None),
    };
    let field =
        Type::primitive_type_builder(name, physical).with_logical_type(logical).with_repetition(Repetition::OPTIONAL);
    field.build().map(Arc::new)
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::super::rendered::rendered;
    use super::super::{Layout, RowFormat};
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
        let (n_groups, rows) = read_back(&rendered(RowFormat::PARQUET, Layout::default(), &COLUMNS, &rows));
        let expected = ["{t: \"é\0\", i: 7, r: 0.5}", "{t: null, i: null, r: null}", "{t: \"[1]\", i: -3, r: 2.0}"];
        assert_eq!((n_groups, rows), (1, expected.map(str::to_owned).to_vec()));
    }

    #[test]
    fn large_tables_have_several_row_groups() {
        let text = "x".repeat(MOST_GROUP_BYTES / 3);
        let rows: Vec<_> = (0..7).map(|n| vec![Cell::text(text.as_str()), Cell::Integer(n), Cell::Empty]).collect();
        let (n_groups, back) = read_back(&rendered(RowFormat::PARQUET, Layout::default(), &COLUMNS, &rows));
        assert_eq!((n_groups, back.len()), (3, 7));
    }

    #[test]
    fn a_table_without_rows_is_a_file_with_columns() {
        assert_eq!(read_back(&rendered(RowFormat::PARQUET, Layout::default(), &COLUMNS, &[])), (0, Vec::new()));
    }

    #[test]
    fn a_value_that_does_not_fit_is_named_with_its_column() {
        let mut renderer = Parquet::default();
        renderer.header(&COLUMNS, &mut Vec::new()).expect("a vector takes all");
        let error = renderer.row(&[Cell::Empty, Cell::Integer(u64::MAX), Cell::Empty], &mut Vec::new());
        let told = error.expect_err("it is too large").to_string();
        assert_eq!(told, "18446744073709551615 does not fit the numbers of the column \"i\"");
    }

    /// A column of fields with these values, and its physical type.
    #[track_caller]
    fn check_any(json: &[&str], physical: Physical, expected: &[&str]) {
        let column = Column::of("v", Kind::Any, "");
        let cell = |json: &&str| match *json {
            "" => Cell::Empty,
            json => json
                .strip_prefix('\'')
                .map_or_else(|| Cell::Json(json.to_owned().into()), |text| Cell::text(text.to_owned())),
        };
        let rows: Vec<_> = json.iter().map(|json| vec![cell(json)]).collect();
        let bytes = rendered(RowFormat::PARQUET, Layout::default(), &[column], &rows);
        let mut file = tempfile::tempfile().expect("a temporary file");
        file.write_all(&bytes).expect("there is room");
        let reader = SerializedFileReader::new(file).expect("a Parquet file");
        let found = reader.metadata().file_metadata().schema_descr().column(0).physical_type();
        assert_eq!(
            (found, read_back(&bytes).1),
            (physical, expected.iter().map(|row| format!("{{v: {row}}}")).collect())
        );
    }

    #[test]
    fn the_values_of_a_field_are_typed_if_all_are_of_one_type() {
        check_any(&["9", "", "200"], Physical::INT64, &["9", "null", "200"]);
        check_any(&["0.5", "10"], Physical::DOUBLE, &["0.5", "10.0"]);
        check_any(&["true", "false"], Physical::BOOLEAN, &["true", "false"]);
        check_any(&["", ""], Physical::BYTE_ARRAY, &["null", "null"]);
        check_any(&["9", "'x", "1.50"], Physical::BYTE_ARRAY, &["\"9\"", "\"x\"", "\"1.50\""]);
        check_any(&["9", "true"], Physical::BYTE_ARRAY, &["\"9\"", "\"true\""]);
        check_any(&["0.5", "9007199254740993"], Physical::BYTE_ARRAY, &["\"0.5\"", "\"9007199254740993\""]);
        check_any(&["1", "18446744073709551616"], Physical::BYTE_ARRAY, &["\"1\"", "\"18446744073709551616\""]);
    }

    #[test]
    fn a_text_in_the_last_row_makes_its_column_texts_in_all_row_groups() {
        let any = Column::of("v", Kind::Any, "");
        let text = "x".repeat(MOST_GROUP_BYTES / 2);
        let mut rows = vec![vec![Cell::text(text.as_str()), Cell::Json("7".into())]; 5];
        rows.push(vec![Cell::text("y"), Cell::text("seven")]);
        let columns = [Column::text("t", ""), any];
        let (n_groups, back) = read_back(&rendered(RowFormat::PARQUET, Layout::default(), &columns, &rows));
        assert_eq!((n_groups, back.len()), (3, 6));
        assert!(back[0].ends_with("v: \"7\"}") && back[5].ends_with("v: \"seven\"}"), "{}", back[5]);
    }
}
