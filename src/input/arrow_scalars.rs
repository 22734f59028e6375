//! The values of Arrow columns without parts, as JSON.
//!
//! Numbers are numbers with all their digits, dates and times are ISO texts, and bytes are text if they are UTF-8.

use arrow_array::types::{
    ArrowPrimitiveType, ByteArrayType, ByteViewType, Date32Type, Date64Type, Decimal32Type, Decimal64Type,
    Decimal128Type, Decimal256Type, DecimalType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, IntervalDayTimeType, IntervalMonthDayNanoType, IntervalYearMonthType, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{
    Array, BooleanArray, FixedSizeBinaryArray, GenericByteArray, GenericByteViewArray, PrimitiveArray, types,
};
use arrow_schema::{DataType, IntervalUnit, TimeUnit};
use serde::Serialize;

use super::iso_time::{self, Ticks};
use super::table::{Oddity, Tally, push_bytes};

/// The values of a column, of which none that is asked for is null.
pub(super) trait Values {
    /// Appends the value of a row.
    fn push(&self, row: usize, out: &mut Vec<u8>);
}

/// The values of a column that are made by a function of the row.
struct Made<F>(F);

impl<F: Fn(usize, &mut Vec<u8>)> Values for Made<F> {
    fn push(&self, row: usize, out: &mut Vec<u8>) {
        (self.0)(row, out);
    }
}

fn made<'a>(push: impl Fn(usize, &mut Vec<u8>) + 'a) -> Box<dyn Values + 'a> {
    Box::new(Made(push))
}

/// The values of a column without parts; `None` if it is of another type. Bytes are those of UUIDs if `is_uuid`.
pub(super) fn scalars<'a>(array: &'a dyn Array, is_uuid: bool, tally: &'a Tally) -> Option<Box<dyn Values + 'a>> {
    Some(match array.data_type() {
        DataType::Boolean => {
            let array = typed::<BooleanArray>(array)?;
            made(move |row, out| out.extend_from_slice(if array.value(row) { b"true" } else { b"false" }))
        }
        DataType::Int8 => whole::<Int8Type>(array)?,
        DataType::Int16 => whole::<Int16Type>(array)?,
        DataType::Int32 => whole::<Int32Type>(array)?,
        DataType::Int64 => whole::<Int64Type>(array)?,
        DataType::UInt8 => whole::<UInt8Type>(array)?,
        DataType::UInt16 => whole::<UInt16Type>(array)?,
        DataType::UInt32 => whole::<UInt32Type>(array)?,
        DataType::UInt64 => whole::<UInt64Type>(array)?,
        DataType::Float16 => {
            let array = typed::<PrimitiveArray<Float16Type>>(array)?;
            made(move |row, out| push_real(array.value(row).to_f32(), f32::is_finite, tally, out))
        }
        DataType::Float32 => {
            let array = typed::<PrimitiveArray<Float32Type>>(array)?;
            made(move |row, out| push_real(array.value(row), f32::is_finite, tally, out))
        }
        DataType::Float64 => {
            let array = typed::<PrimitiveArray<Float64Type>>(array)?;
            made(move |row, out| push_real(array.value(row), f64::is_finite, tally, out))
        }
        DataType::Decimal32(..) => decimal::<Decimal32Type>(array)?,
        DataType::Decimal64(..) => decimal::<Decimal64Type>(array)?,
        DataType::Decimal128(..) => decimal::<Decimal128Type>(array)?,
        DataType::Decimal256(..) => decimal::<Decimal256Type>(array)?,
        DataType::Utf8 => text::<types::Utf8Type>(array, tally)?,
        DataType::LargeUtf8 => text::<types::LargeUtf8Type>(array, tally)?,
        DataType::Binary => text::<types::BinaryType>(array, tally)?,
        DataType::LargeBinary => text::<types::LargeBinaryType>(array, tally)?,
        DataType::Utf8View => view::<types::StringViewType>(array, tally)?,
        DataType::BinaryView => view::<types::BinaryViewType>(array, tally)?,
        DataType::FixedSizeBinary(_) => {
            let array = typed::<FixedSizeBinaryArray>(array)?;
            made(move |row, out| match array.value(row).try_into() {
                Ok(bytes) if is_uuid => push_uuid(u128::from_be_bytes(bytes), out),
                _ => push_bytes(array.value(row), tally, out),
            })
        }
        _ => times(array)?,
    })
}

fn typed<A: 'static>(array: &dyn Array) -> Option<&A> {
    array.as_any().downcast_ref()
}

fn whole<T: ArrowPrimitiveType<Native: Serialize>>(array: &dyn Array) -> Option<Box<dyn Values + '_>> {
    let array = typed::<PrimitiveArray<T>>(array)?;
    // Writing numbers to a vector cannot fail, here and below.
    Some(made(move |row, out| _ = serde_json::to_writer(out, &array.value(row))))
}

fn push_real<R: Serialize + Copy>(value: R, is_finite: fn(R) -> bool, tally: &Tally, out: &mut Vec<u8>) {
    if is_finite(value) {
        _ = serde_json::to_writer(out, &value);
    } else {
        tally.add(Oddity::NotFinite);
        out.extend_from_slice(b"null");
    }
}

fn decimal<T: DecimalType>(array: &dyn Array) -> Option<Box<dyn Values + '_>> {
    let array = typed::<PrimitiveArray<T>>(array)?;
    let scale = array.scale();
    Some(made(move |row, out| push_decimal(&format!("{:?}", array.value(row)), scale, out)))
}

/// Appends whole `digits`, maybe with a sign, times ten to the power of `-scale`.
fn push_decimal(digits: &str, scale: i8, out: &mut Vec<u8>) {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let n_decimals = usize::try_from(scale).unwrap_or(0);
    out.extend_from_slice(sign.as_bytes());
    let n_missing = (n_decimals + 1).saturating_sub(digits.len());
    let digits = [&"0".repeat(n_missing), digits].concat();
    let (before, behind) = digits.split_at(digits.len() - n_decimals);
    out.extend_from_slice(before.as_bytes());
    if scale < 0 && before != "0" {
        out.extend(std::iter::repeat_n(b'0', usize::from(scale.unsigned_abs())));
    }
    if !behind.is_empty() {
        out.push(b'.');
        out.extend_from_slice(behind.as_bytes());
    }
}

fn text<'a, T: ByteArrayType<Native: AsRef<[u8]>>>(
    array: &'a dyn Array,
    tally: &'a Tally,
) -> Option<Box<dyn Values + 'a>> {
    let array = typed::<GenericByteArray<T>>(array)?;
    Some(made(move |row, out| push_bytes(array.value(row).as_ref(), tally, out)))
}

fn view<'a, T: ByteViewType<Native: AsRef<[u8]>>>(
    array: &'a dyn Array,
    tally: &'a Tally,
) -> Option<Box<dyn Values + 'a>> {
    let array = typed::<GenericByteViewArray<T>>(array)?;
    Some(made(move |row, out| push_bytes(array.value(row).as_ref(), tally, out)))
}

fn push_uuid(value: u128, out: &mut Vec<u8>) {
    let digits = format!("{value:032x}");
    out.push(b'"');
    for (idx, digit) in digits.bytes().enumerate() {
        if matches!(idx, 8 | 12 | 16 | 20) {
            out.push(b'-');
        }
        out.push(digit);
    }
    out.push(b'"');
}

/// The values of a column of dates, times and lengths of time.
fn times(array: &dyn Array) -> Option<Box<dyn Values + '_>> {
    Some(match array.data_type() {
        DataType::Date32 => ticks::<Date32Type>(array, iso_time::push_date)?,
        // Milliseconds, which ought to be those of whole days.
        DataType::Date64 => ticks::<Date64Type>(array, |millis, out| {
            if millis % 86_400_000 == 0 {
                iso_time::push_date(millis / 86_400_000, out);
            } else {
                iso_time::push_moment(millis, Ticks::Millis, out);
            }
        })?,
        DataType::Time32(unit) | DataType::Time64(unit) => {
            let ticks = ticks_of(*unit);
            by_unit(array, Part::TimeOfDay, *unit, move |value, out| iso_time::push_time(value, ticks, out))?
        }
        DataType::Duration(unit) => {
            let ticks = ticks_of(*unit);
            by_unit(array, Part::Duration, *unit, move |value, out| iso_time::push_seconds(value, ticks, out))?
        }
        DataType::Timestamp(unit, zone) => {
            // With a zone the numbers are those of UTC, without one those of a clock somewhere.
            let (ticks, mark) = (ticks_of(*unit), if zone.is_some() { "Z" } else { "" });
            by_unit(array, Part::Moment, *unit, move |value, out| {
                iso_time::push_moment(value, ticks, out);
                out.extend_from_slice(mark.as_bytes());
            })?
        }
        DataType::Interval(unit) => intervals(array, *unit)?,
        _ => return None,
    })
}

/// What numbers of ticks are of.
#[derive(Clone, Copy)]
enum Part {
    TimeOfDay,
    Duration,
    Moment,
}

fn by_unit<'a>(
    array: &'a dyn Array,
    part: Part,
    unit: TimeUnit,
    push: impl Fn(i64, &mut Vec<u8>) + 'a,
) -> Option<Box<dyn Values + 'a>> {
    match (part, unit) {
        (Part::TimeOfDay, TimeUnit::Second) => ticks::<types::Time32SecondType>(array, push),
        (Part::TimeOfDay, TimeUnit::Millisecond) => ticks::<types::Time32MillisecondType>(array, push),
        (Part::TimeOfDay, TimeUnit::Microsecond) => ticks::<types::Time64MicrosecondType>(array, push),
        (Part::TimeOfDay, TimeUnit::Nanosecond) => ticks::<types::Time64NanosecondType>(array, push),
        (Part::Duration, TimeUnit::Second) => ticks::<types::DurationSecondType>(array, push),
        (Part::Duration, TimeUnit::Millisecond) => ticks::<types::DurationMillisecondType>(array, push),
        (Part::Duration, TimeUnit::Microsecond) => ticks::<types::DurationMicrosecondType>(array, push),
        (Part::Duration, TimeUnit::Nanosecond) => ticks::<types::DurationNanosecondType>(array, push),
        (Part::Moment, TimeUnit::Second) => ticks::<types::TimestampSecondType>(array, push),
        (Part::Moment, TimeUnit::Millisecond) => ticks::<types::TimestampMillisecondType>(array, push),
        (Part::Moment, TimeUnit::Microsecond) => ticks::<types::TimestampMicrosecondType>(array, push),
        (Part::Moment, TimeUnit::Nanosecond) => ticks::<types::TimestampNanosecondType>(array, push),
    }
}

/// The values of a column as texts of JSON that `push` makes of its numbers.
fn ticks<'a, T: ArrowPrimitiveType<Native: Into<i64>>>(
    array: &'a dyn Array,
    push: impl Fn(i64, &mut Vec<u8>) + 'a,
) -> Option<Box<dyn Values + 'a>> {
    let array = typed::<PrimitiveArray<T>>(array)?;
    Some(made(move |row, out| {
        out.push(b'"');
        push(array.value(row).into(), out);
        out.push(b'"');
    }))
}

fn ticks_of(unit: TimeUnit) -> Ticks {
    match unit {
        TimeUnit::Second => Ticks::Seconds,
        TimeUnit::Millisecond => Ticks::Millis,
        TimeUnit::Microsecond => Ticks::Micros,
        TimeUnit::Nanosecond => Ticks::Nanos,
    }
}

fn intervals(array: &dyn Array, unit: IntervalUnit) -> Option<Box<dyn Values + '_>> {
    let quoted = |(months, days, nanos): (i64, i64, i64), out: &mut Vec<u8>| {
        out.push(b'"');
        iso_time::push_interval(months, days, nanos, out);
        out.push(b'"');
    };
    Some(match unit {
        IntervalUnit::YearMonth => {
            let array = typed::<PrimitiveArray<IntervalYearMonthType>>(array)?;
            made(move |row, out| quoted((array.value(row).into(), 0, 0), out))
        }
        IntervalUnit::DayTime => {
            let array = typed::<PrimitiveArray<IntervalDayTimeType>>(array)?;
            made(move |row, out| {
                let value = array.value(row);
                quoted((0, value.days.into(), i64::from(value.milliseconds) * 1_000_000), out);
            })
        }
        IntervalUnit::MonthDayNano => {
            let array = typed::<PrimitiveArray<IntervalMonthDayNanoType>>(array)?;
            made(move |row, out| {
                let value = array.value(row);
                quoted((value.months.into(), value.days.into(), value.nanoseconds), out);
            })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_all_their_digits() {
        for (digits, scale, expected) in [
            ("12345", 2, "123.45"),
            ("-5", 3, "-0.005"),
            ("0", 2, "0.00"),
            ("7", 0, "7"),
            ("7", -3, "7000"),
            ("0", -3, "0"),
            ("-99999999999999999999999999999999999999", 10, "-9999999999999999999999999999.9999999999"),
        ] {
            let mut out = Vec::new();
            push_decimal(digits, scale, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
