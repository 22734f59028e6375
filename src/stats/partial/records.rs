//! Fields and rows of single documents as bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::super::record::Record;
use super::super::search::Hit;
use crate::document::FieldValue;
use crate::error::PartialProblem;
use crate::input::{DocumentPlace, FieldOrigin, FieldPlace, SeenField};
use crate::partial::{Reader, Stored, Writer, small};
use crate::table::Cell;

/// The fields of documents, each with the place where it was seen first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    first: BTreeMap<Arc<str>, FieldPlace>,
}

impl Fields {
    /// Those that a corpus has.
    pub(super) fn of(seen: Vec<SeenField>) -> Self {
        Self { first: seen.into_iter().map(|field| (field.name, field.first)).collect() }
    }

    /// Adds those of other documents.
    pub(super) fn absorb(&mut self, other: Self) {
        for (name, place) in other.first {
            match self.first.get_mut(&name) {
                Some(known) if *known <= place => {}
                Some(known) => *known = place,
                None => _ = self.first.insert(name, place),
            }
        }
    }

    /// Their names in the order of a corpus that has all the documents.
    pub(super) fn names(&self) -> Vec<Arc<str>> {
        let mut sorted: Vec<(&FieldPlace, &Arc<str>)> = self.first.iter().map(|(name, place)| (place, name)).collect();
        sorted.sort();
        sorted.into_iter().map(|(_, name)| Arc::clone(name)).collect()
    }
}

impl Stored for Fields {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        to.number(self.first.len() as u64)?;
        for (name, FieldPlace { origin, source, idx }) in &self.first {
            to.text(name)?;
            to.numbers([*origin as u64, u64::from(*idx)])?;
            source.write(to)?;
        }
        Ok(())
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        for _ in 0..from.number()? {
            let name = from.text()?;
            let origin = FieldOrigin::ALL[from.place(FieldOrigin::ALL.len())?];
            let (idx, mut source) = (small(from.number()?)?, DocumentPlace::default());
            source.read(from)?;
            self.first.insert(name.into(), FieldPlace { origin, source, idx });
        }
        Ok(())
    }
}

/// Records are written in order, each after what it has in common with the one before.
impl Stored for Vec<Record> {
    fn write(&self, to: &mut Writer<'_>) -> io::Result<()> {
        let mut sorted: Vec<&Record> = self.iter().collect();
        sorted.sort_by(|a, b| a.order().cmp(&b.order()));
        let names: BTreeSet<&str> =
            sorted.iter().flat_map(|record| record.fields.iter().map(|(name, _)| &**name)).collect();
        let places: BTreeMap<&str, u64> = names.iter().copied().zip(0..).collect();
        to.number(names.len() as u64)?;
        names.into_iter().try_for_each(|name| to.text(name))?;
        to.number(sorted.len() as u64)?;
        let nothing = Record::default();
        let mut last = &nothing;
        for record in sorted {
            write_record(record, last, &places, to)?;
            last = record;
        }
        Ok(())
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), PartialProblem> {
        let mut names: Vec<Arc<str>> = Vec::new();
        for _ in 0..from.number()? {
            names.push(from.text()?.into());
        }
        let mut last = Names::default();
        for _ in 0..from.number()? {
            self.push(read_record(&mut last, &names, from)?);
        }
        Ok(())
    }
}

/// The names of the record before.
#[derive(Default)]
struct Names {
    path: String,
    id: String,
    source: String,
}

fn write_record(record: &Record, last: &Record, places: &BTreeMap<&str, u64>, to: &mut Writer<'_>) -> io::Result<()> {
    let DocumentPlace { input_idx, path, record_number } = &record.place;
    to.numbers([u64::from(*input_idx), *record_number, record.n_tokens])?;
    to.text_after(&last.place.path, path)?;
    to.text_after(&last.id, &record.id)?;
    to.text_after(&last.source, &record.source)?;
    match &record.title {
        Some(title) => {
            to.number(1)?;
            to.text(title)?;
        }
        None => to.number(0)?,
    }
    to.number(record.fields.iter().count() as u64)?;
    for (name, value) in record.fields.iter() {
        let (kind, text) = match value {
            FieldValue::Text(text) => (0, text),
            FieldValue::Json(json) => (1, json),
        };
        to.numbers([places.get(&**name).copied().unwrap_or_default(), kind])?;
        to.text(text)?;
    }
    to.number(record.measures.len() as u64)?;
    record.measures.iter().try_for_each(|cell| write_cell(cell, to))?;
    to.number(record.hits.len() as u64)?;
    record.hits.iter().try_for_each(|hit| write_hit(hit, to))
}

fn read_record(last: &mut Names, names: &[Arc<str>], from: &mut Reader<'_>) -> Result<Record, PartialProblem> {
    let (input_idx, record_number) = (small(from.number()?)?, from.number()?);
    let mut record = Record { n_tokens: from.number()?, ..Record::default() };
    from.text_after(&mut last.path)?;
    from.text_after(&mut last.id)?;
    from.text_after(&mut last.source)?;
    record.place = DocumentPlace { input_idx, path: last.path.clone(), record_number };
    (record.id, record.source) = (last.id.clone(), last.source.clone());
    if from.place(2)? == 1 {
        record.title = Some(from.text()?);
    }
    for _ in 0..from.number()? {
        let name = names[from.place(names.len())?].clone();
        let value = match from.place(2)? {
            0 => FieldValue::Text(from.text()?),
            _ => FieldValue::Json(from.text()?),
        };
        record.fields.set(name, value);
    }
    for _ in 0..from.number()? {
        record.measures.push(read_cell(from)?);
    }
    for _ in 0..from.number()? {
        record.hits.push(read_hit(from)?);
    }
    Ok(record)
}

/// A real number is its bits, turned round so that the zeros of short fractions need no bytes.
fn write_cell(cell: &Cell<'_>, to: &mut Writer<'_>) -> io::Result<()> {
    match cell {
        Cell::Empty => to.number(0),
        Cell::Integer(value) => to.numbers([1, *value]),
        Cell::Real(value) => to.numbers([2, value.to_bits().swap_bytes()]),
        Cell::Text(text) => {
            to.number(3)?;
            to.text(text)
        }
        Cell::Json(json) => {
            to.number(4)?;
            to.text(json)
        }
    }
}

fn read_cell(from: &mut Reader<'_>) -> Result<Cell<'static>, PartialProblem> {
    Ok(match from.place(5)? {
        0 => Cell::Empty,
        1 => Cell::Integer(from.number()?),
        2 => Cell::real(Some(f64::from_bits(from.number()?.swap_bytes()))),
        3 => Cell::text(from.text()?),
        _ => Cell::Json(from.text()?.into()),
    })
}

fn write_hit(hit: &Hit, to: &mut Writer<'_>) -> io::Result<()> {
    let Hit { start, end, position, label_idx, left, hit, right } = hit;
    // Zero is no label.
    to.numbers([*start, *end, *position, label_idx.map_or(0, |idx| u64::from(idx) + 1)])?;
    [left, hit, right].into_iter().try_for_each(|text| to.text(text))
}

fn read_hit(from: &mut Reader<'_>) -> Result<Hit, PartialProblem> {
    let (start, end, position) = (from.number()?, from.number()?, from.number()?);
    let label_idx = from.number()?.checked_sub(1).map(small).transpose()?;
    Ok(Hit { start, end, position, label_idx, left: from.text()?, hit: from.text()?, right: from.text()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(name: &str, path: &str, idx: u32) -> SeenField {
        let source = DocumentPlace { path: path.to_owned(), ..DocumentPlace::default() };
        SeenField { name: name.into(), first: FieldPlace { origin: FieldOrigin::Record, source, idx } }
    }

    #[test]
    fn fields_of_shards_stand_in_the_order_of_the_whole_corpus() {
        // Only the first shard has a.txt; both read the records of b.jsonl.
        let first = || Fields::of(vec![seen("y", "a.txt", 0), seen("x", "b.jsonl", 0)]);
        let second = || Fields::of(vec![seen("x", "b.jsonl", 0), seen("y", "b.jsonl", 1), seen("b", "c.txt", 0)]);
        for (mut one, other) in [(first(), second()), (second(), first())] {
            one.absorb(other);
            assert!(one.names().iter().map(|name| &**name).eq(["y", "x", "b"]));
        }
    }
}
