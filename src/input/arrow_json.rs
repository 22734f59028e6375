//! Rows of Arrow batches as JSON Lines.
//!
//! A batch is gone through row by row, each column by a writer for its type that is chosen once, and bytes are appended
//! without values in between. Before that it is cut into pieces by what its rows will take as text, since a dictionary or a
//! view may name one long text a thousand times.

use std::collections::VecDeque;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int16Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, GenericListArray, GenericListViewArray, OffsetSizeTrait, RecordBatch, RunArray};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, Field, Fields};

use super::arrow_scalars::{Values, scalars};
use super::reader::{Fault, MOST_LEVELS};
use super::table::{MOST_PIECE_BYTES, MOST_PIECE_ROWS, Oddity, Piece, Tally, distinct_names, end_row, name_key};
use crate::text::push_json_string;

/// What the batches of a table have in common.
#[derive(Debug)]
pub(super) struct Shape {
    fields: Fields,
    /// The names of the columns, each another one.
    pub(super) names: Vec<String>,
    /// What was odd about values.
    pub(super) tally: Arc<Tally>,
    max_row_bytes: u64,
}

impl Shape {
    /// The shape of batches with these columns; a row as text has `max_row_bytes` at most.
    ///
    /// # Errors
    ///
    /// [`Fault::TooDeep`], and [`Fault::Malformed`] if there is a type that is not read.
    pub(super) fn new(fields: Fields, max_row_bytes: u64) -> Result<Arc<Self>, Fault> {
        fields.iter().try_for_each(|field| check_type(field, field.data_type(), MOST_LEVELS))?;
        let names = distinct_names(fields.iter().map(|field| field.name().clone()));
        Ok(Arc::new(Self { fields, names, tally: Tally::shared(), max_row_bytes }))
    }

    /// Adds the rows of a batch to `pieces`.
    pub(super) fn add_pieces(self: &Arc<Self>, batch: &RecordBatch, pieces: &mut VecDeque<Piece>) {
        let mut from = 0;
        while from < batch.num_rows() {
            let rows = batch.slice(from, (batch.num_rows() - from).min(MOST_PIECE_ROWS));
            from += rows.num_rows();
            self.add_light(rows, pieces);
        }
    }

    /// Adds rows, halved until they are light enough or one.
    fn add_light(self: &Arc<Self>, rows: RecordBatch, pieces: &mut VecDeque<Piece>) {
        let n_rows = rows.num_rows();
        if n_rows > 1 && rows.columns().iter().map(|column| weight(column)).sum::<usize>() > MOST_PIECE_BYTES {
            let half = n_rows / 2;
            self.add_light(rows.slice(0, half), pieces);
            self.add_light(rows.slice(half, n_rows - half), pieces);
        } else {
            let shape = Arc::clone(self);
            pieces.push_back(Piece { n_records: n_rows as u64, lines: Box::new(move || shape.lines(&rows)) });
        }
    }

    fn lines(&self, rows: &RecordBatch) -> Result<Vec<u8>, Fault> {
        let mut keys = Vec::with_capacity(self.names.len());
        let mut columns = Vec::with_capacity(self.names.len());
        for ((field, name), array) in self.fields.iter().zip(&self.names).zip(rows.columns()) {
            keys.push(name_key(name, keys.is_empty()));
            columns.push(Nullable::new(field, array, &self.tally)?);
        }
        let expected = rows.columns().iter().map(|column| weight(column)).sum::<usize>();
        let mut out = Vec::with_capacity(expected.min(MOST_PIECE_BYTES) * 9 / 8 + 1_024);
        for row in 0..rows.num_rows() {
            let start = out.len();
            out.push(b'{');
            for (key, column) in keys.iter().zip(&columns) {
                out.extend_from_slice(key);
                column.push(row, &mut out);
            }
            end_row(&mut out, start, self.max_row_bytes);
        }
        Ok(out)
    }
}

fn check_type(column: &Field, data_type: &DataType, n_levels: usize) -> Result<(), Fault> {
    let Some(n_levels) = n_levels.checked_sub(1) else { return Err(Fault::TooDeep { limit: MOST_LEVELS }) };
    match data_type {
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::FixedSizeList(item, _)
        | DataType::ListView(item)
        | DataType::LargeListView(item)
        | DataType::Map(item, _) => check_type(column, item.data_type(), n_levels),
        DataType::RunEndEncoded(_, values) => check_type(column, values.data_type(), n_levels),
        DataType::Struct(fields) => fields.iter().try_for_each(|field| check_type(column, field.data_type(), n_levels)),
        DataType::Dictionary(_, values) => check_type(column, values, n_levels),
        DataType::Union(..) => {
            let name = column.name();
            Err(Fault::Malformed(format!("its column {name:?} holds values of a union of types, which is not read")))
        }
        _ => Ok(()),
    }
}

/// About how many bytes the rows of an array take as text. Cost: a look at each text of a view, else none.
fn weight(array: &dyn Array) -> usize {
    let n_rows = array.len();
    match array.data_type() {
        DataType::Utf8View => array.as_string_view().lengths().map(|length| length as usize + 3).sum(),
        DataType::BinaryView => array.as_binary_view().lengths().map(|length| length as usize + 3).sum(),
        DataType::Utf8 => spread(array.as_string::<i32>().value_offsets()) + 3 * n_rows,
        DataType::LargeUtf8 => spread(array.as_string::<i64>().value_offsets()) + 3 * n_rows,
        DataType::Binary => spread(array.as_binary::<i32>().value_offsets()) + 3 * n_rows,
        DataType::LargeBinary => spread(array.as_binary::<i64>().value_offsets()) + 3 * n_rows,
        DataType::FixedSizeBinary(n_bytes) => n_rows.saturating_mul(usize::try_from(*n_bytes).unwrap_or(0)),
        DataType::List(_) => weight_within(array.as_list::<i32>().value_offsets(), array.as_list::<i32>().values()),
        DataType::LargeList(_) => {
            weight_within(array.as_list::<i64>().value_offsets(), array.as_list::<i64>().values())
        }
        DataType::Map(..) => weight_within(array.as_map().value_offsets(), array.as_map().entries()),
        DataType::FixedSizeList(..) => {
            let lists = array.as_fixed_size_list();
            let n_items = usize::try_from(lists.value_length()).unwrap_or(0);
            weight_part(lists.values(), lists.offset() * n_items, n_rows * n_items)
        }
        DataType::ListView(_) => {
            weight_of_sizes(array.as_list_view::<i32>().sizes(), array.as_list_view::<i32>().values())
        }
        DataType::LargeListView(_) => {
            weight_of_sizes(array.as_list_view::<i64>().sizes(), array.as_list_view::<i64>().values())
        }
        DataType::Struct(_) => array.as_struct().columns().iter().map(|column| weight(column)).sum(),
        DataType::Dictionary(..) => {
            let values = array.as_any_dictionary().values();
            (weight(values) / values.len().max(1) + 1).saturating_mul(n_rows)
        }
        _ => 8 * n_rows,
    }
}

fn spread<O: OffsetSizeTrait>(offsets: &[O]) -> usize {
    offsets.last().zip(offsets.first()).map_or(0, |(last, first)| last.as_usize() - first.as_usize())
}

fn weight_within<O: OffsetSizeTrait>(offsets: &[O], items: &dyn Array) -> usize {
    let first = offsets.first().map_or(0, |first| first.as_usize());
    weight_part(items, first, spread(offsets)) + 2 * offsets.len()
}

fn weight_part(items: &dyn Array, first: usize, n_items: usize) -> usize {
    if first.checked_add(n_items).is_some_and(|end| end <= items.len()) {
        weight(&items.slice(first, n_items))
    } else {
        0
    }
}

/// Lists that may share their items weigh as many items as they have, each of the mean weight.
fn weight_of_sizes<O: OffsetSizeTrait>(sizes: &[O], items: &dyn Array) -> usize {
    let n_items: usize = sizes.iter().map(|size| size.as_usize()).fold(0, usize::saturating_add);
    (weight(items) / items.len().max(1) + 1).saturating_mul(n_items)
}

/// The values of any column.
struct Nullable<'a> {
    nulls: Option<NullBuffer>,
    values: Box<dyn Values + 'a>,
}

impl<'a> Nullable<'a> {
    fn new(field: &'a Field, array: &'a dyn Array, tally: &'a Tally) -> Result<Self, Fault> {
        Ok(Self { nulls: array.nulls().cloned(), values: values(field, array, tally)? })
    }
}

impl Values for Nullable<'_> {
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        match &self.nulls {
            Some(nulls) if nulls.is_null(row) => out.extend_from_slice(b"null"),
            _ => self.values.push(row, out),
        }
    }
}

/// The name of Arrow's extension for UUIDs, and of the key that it stands under.
pub(super) const UUID_EXTENSION: (&str, &str) = ("ARROW:extension:name", "arrow.uuid");

fn values<'a>(field: &'a Field, array: &'a dyn Array, tally: &'a Tally) -> Result<Box<dyn Values + 'a>, Fault> {
    let is_uuid = field.metadata().get(UUID_EXTENSION.0).is_some_and(|name| name == UUID_EXTENSION.1);
    if let Some(values) = scalars(array, is_uuid, tally) {
        return Ok(values);
    }
    Ok(match field.data_type() {
        DataType::Null => Box::new(Nulls),
        DataType::List(item) => list(item, array.as_list_opt::<i32>(), tally)?,
        DataType::LargeList(item) => list(item, array.as_list_opt::<i64>(), tally)?,
        DataType::ListView(item) => list_view(item, array.as_list_view_opt::<i32>(), tally)?,
        DataType::LargeListView(item) => list_view(item, array.as_list_view_opt::<i64>(), tally)?,
        DataType::FixedSizeList(item, _) => {
            let lists = array.as_fixed_size_list_opt().ok_or_else(|| mismatch(field))?;
            let n_items = usize::try_from(lists.value_length()).unwrap_or(0);
            let items = Nullable::new(item, lists.values(), tally)?;
            Box::new(Lists { items, bounds: move |row| (row * n_items, (row + 1) * n_items) })
        }
        DataType::Struct(fields) => {
            let parts = array.as_struct_opt().ok_or_else(|| mismatch(field))?;
            Box::new(Structs::new(fields, parts.columns(), tally)?)
        }
        DataType::Map(entries, _) => map(entries, array, tally)?,
        DataType::Dictionary(_, _) => dictionary(field, array, tally)?,
        DataType::RunEndEncoded(ends, values) => match ends.data_type() {
            DataType::Int16 => runs(values, array.as_any().downcast_ref::<RunArray<Int16Type>>(), tally)?,
            DataType::Int32 => runs(values, array.as_any().downcast_ref::<RunArray<Int32Type>>(), tally)?,
            _ => runs(values, array.as_any().downcast_ref::<RunArray<Int64Type>>(), tally)?,
        },
        _ => return Err(mismatch(field)),
    })
}

fn mismatch(field: &Field) -> Fault {
    let (name, data_type) = (field.name(), field.data_type());
    Fault::Malformed(format!("its column {name:?} is of the type {data_type}, which is not read"))
}

struct Nulls;

impl Values for Nulls {
    fn push(&self, _: usize, out: &mut Vec<u8>) {
        out.extend_from_slice(b"null");
    }
}

/// Lists whose items begin and end where `bounds` says.
struct Lists<'a, F> {
    items: Nullable<'a>,
    bounds: F,
}

impl<F: Fn(usize) -> (usize, usize)> Values for Lists<'_, F> {
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        let (start, end) = (self.bounds)(row);
        out.push(b'[');
        for item in start..end {
            if item > start {
                out.push(b',');
            }
            self.items.push(item, out);
        }
        out.push(b']');
    }
}

fn list<'a, O: OffsetSizeTrait>(
    item: &'a Field,
    lists: Option<&'a GenericListArray<O>>,
    tally: &'a Tally,
) -> Result<Box<dyn Values + 'a>, Fault> {
    let lists = lists.ok_or_else(|| mismatch(item))?;
    let items = Nullable::new(item, lists.values(), tally)?;
    let offsets = lists.value_offsets();
    Ok(Box::new(Lists { items, bounds: |row| bounds(offsets, row) }))
}

fn list_view<'a, O: OffsetSizeTrait>(
    item: &'a Field,
    lists: Option<&'a GenericListViewArray<O>>,
    tally: &'a Tally,
) -> Result<Box<dyn Values + 'a>, Fault> {
    let lists = lists.ok_or_else(|| mismatch(item))?;
    let items = Nullable::new(item, lists.values(), tally)?;
    let bounds = |row: usize| {
        let start = lists.value_offset(row).as_usize();
        (start, start + lists.value_size(row).as_usize())
    };
    Ok(Box::new(Lists { items, bounds }))
}

fn bounds<O: OffsetSizeTrait>(offsets: &[O], row: usize) -> (usize, usize) {
    match offsets.get(row..row + 2) {
        Some([start, end]) => (start.as_usize(), end.as_usize()),
        _ => (0, 0),
    }
}

struct Structs<'a> {
    parts: Vec<(Vec<u8>, Nullable<'a>)>,
}

impl<'a> Structs<'a> {
    fn new(fields: &'a Fields, columns: &'a [ArrayRef], tally: &'a Tally) -> Result<Self, Fault> {
        let mut parts = Vec::with_capacity(columns.len());
        for (field, column) in fields.iter().zip(columns) {
            parts.push((name_key(field.name(), parts.is_empty()), Nullable::new(field, column, tally)?));
        }
        Ok(Self { parts })
    }
}

impl Values for Structs<'_> {
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        out.push(b'{');
        for (key, part) in &self.parts {
            out.extend_from_slice(key);
            part.push(row, out);
        }
        out.push(b'}');
    }
}

/// Maps as objects; a key that is no text is a name all the same, as it would be written.
struct Maps<'a> {
    offsets: &'a [i32],
    keys: Nullable<'a>,
    values: Nullable<'a>,
}

fn map<'a>(entries: &'a Field, array: &'a dyn Array, tally: &'a Tally) -> Result<Box<dyn Values + 'a>, Fault> {
    let maps = array.as_map_opt().ok_or_else(|| mismatch(entries))?;
    let DataType::Struct(fields) = entries.data_type() else { return Err(mismatch(entries)) };
    let [key, value] = &**fields else { return Err(mismatch(entries)) };
    let keys = Nullable::new(key, maps.keys(), tally)?;
    Ok(Box::new(Maps { offsets: maps.value_offsets(), keys, values: Nullable::new(value, maps.values(), tally)? }))
}

impl Values for Maps<'_> {
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        let (start, end) = bounds(self.offsets, row);
        out.push(b'{');
        for item in start..end {
            if item > start {
                out.push(b',');
            }
            let at = out.len();
            self.keys.push(item, out);
            if out.get(at) != Some(&b'"') {
                let written = String::from_utf8_lossy(&out.split_off(at)).into_owned();
                push_json_string(&written, out);
            }
            out.push(b':');
            self.values.push(item, out);
        }
        out.push(b'}');
    }
}

/// Values that are named by their places among others.
struct Named<'a, F> {
    places: F,
    values: Nullable<'a>,
    n_values: usize,
    tally: &'a Tally,
}

impl<F: Fn(usize) -> usize> Values for Named<'_, F> {
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        let place = (self.places)(row);
        if place < self.n_values {
            self.values.push(place, out);
        } else {
            self.tally.add(Oddity::Unknown);
            out.extend_from_slice(b"null");
        }
    }
}

fn dictionary<'a>(field: &'a Field, array: &'a dyn Array, tally: &'a Tally) -> Result<Box<dyn Values + 'a>, Fault> {
    let DataType::Dictionary(_, value_type) = field.data_type() else { return Err(mismatch(field)) };
    let array = array.as_any_dictionary_opt().ok_or_else(|| mismatch(field))?;
    let n_values = array.values().len();
    // Without values all keys are null, and there are no places.
    let places = if n_values == 0 { Vec::new() } else { array.normalized_keys() };
    // Values without parts need no field, and values with parts have fields of their own.
    let nulls = array.values().nulls().cloned();
    let values = match scalars(array.values(), false, tally) {
        Some(values) => values,
        None => nested_values(value_type, array.values(), tally)?,
    };
    let places = move |row: usize| places.get(row).copied().unwrap_or(usize::MAX);
    Ok(Box::new(Named { places, values: Nullable { nulls, values }, n_values, tally }))
}

/// The values of a dictionary that have parts.
fn nested_values<'a>(
    value_type: &'a DataType,
    array: &'a ArrayRef,
    tally: &'a Tally,
) -> Result<Box<dyn Values + 'a>, Fault> {
    match value_type {
        DataType::Null => Ok(Box::new(Nulls)),
        DataType::Struct(fields) => Ok(Box::new(Structs::new(fields, array.as_struct().columns(), tally)?)),
        DataType::List(item) => list(item, array.as_list_opt::<i32>(), tally),
        DataType::LargeList(item) => list(item, array.as_list_opt::<i64>(), tally),
        _ => {
            Err(Fault::Malformed(format!("it has a dictionary of values of the type {value_type}, which is not read")))
        }
    }
}

fn runs<'a, R: arrow_array::types::RunEndIndexType>(
    field: &'a Field,
    array: Option<&'a RunArray<R>>,
    tally: &'a Tally,
) -> Result<Box<dyn Values + 'a>, Fault> {
    let array = array.ok_or_else(|| mismatch(field))?;
    let values = Nullable::new(field, array.values(), tally)?;
    let places = |row| array.get_physical_index(row);
    Ok(Box::new(Named { places, values, n_values: array.values().len(), tally }))
}
