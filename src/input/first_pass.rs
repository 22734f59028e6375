//! A pass over all documents before they are read for a verb, for what must be known of the whole corpus first: the words
//! that line ends may part, the order of day and month in its dates.
//!
//! What is wrong with an input is reported when it is read for its documents.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::sync::OnceLock;

use super::Job;
use super::meta::MetaTable;
use super::options::InputOptions;
use super::ordered::ordered;
use super::schema::set_aside_unless_file;
use super::source::Source;
use super::text_edits;
use super::unit_documents::{Item, UnitReader};
use super::units::{Drawn, InputUnit, Units};
use super::wanted_fields::WantedFields;
use super::workers::Workers;
use crate::diagnostics::Finding;
use crate::document::{DateOrder, Document, FieldValue};
use crate::error::Error;
use crate::text::OrderEvidence;

/// A column of dates in which none of so many values depends on the order of day and month is taken to have none that does.
const MOST_PLAIN_DATES: u64 = 1_000;

/// The inputs of a corpus, how they are read, and the table that is joined.
pub(super) type Inputs<'c> = (&'c [Source], &'c InputOptions, Option<&'c MetaTable>);

/// Reads all documents, has `visit` collect from those of each unit of input, and hands the collections to `deliver` in input
/// order until that breaks off. The inputs can be read again afterwards.
///
/// # Errors
///
/// [`Error::Spool`] if an input that can be read once cannot be set aside.
pub(super) fn for_each_unit<T: Default + Send>(
    (sources, options, meta): Inputs<'_>,
    job: &Job<'_>,
    visit: impl Fn(&mut T, &Document) + Sync,
    mut deliver: impl FnMut(T) -> ControlFlow<()>,
) -> Result<(), Error> {
    sources.iter().try_for_each(set_aside_unless_file)?;
    let (wanted, rejoining, date_order) = (WantedFields::default(), &text_edits::NOTHING, options.date_order);
    let reader = UnitReader { sources, options, meta, shape: None, wanted: &wanted, rejoining, date_order };
    let states: Workers<()> = Workers::default();
    // The items of long files come from units of their own.
    let work = |unit: InputUnit| {
        let mut state = states.take(|| ());
        let (mut found, mut long) = (T::default(), Vec::new());
        reader.read(unit.body, &mut state.buffers, &mut |item| match item {
            Item::Document(document) => visit(&mut found, &document),
            Item::Long(source_idx) => long.push(source_idx),
            Item::Row(_) | Item::Finding(_) | Item::WithoutRow(_) | Item::EndOfTable(..) => {}
        });
        states.give_back(state);
        (found, long)
    };
    let is_done = Cell::new(false);
    let mut take = |found| is_done.set(is_done.get() || deliver(found).is_break());
    let units = Units::new(sources, options, Drawn::All, None).take_while(|_| !is_done.get());
    ordered(job.pool, units, work, |(found, long)| {
        take(found);
        long.into_iter().try_for_each(|idx| {
            let units = Units::of_long(sources, idx, options).take_while(|_| !is_done.get());
            ordered(job.pool, units, work, |(found, _)| {
                take(found);
                Ok(())
            })
        })
    })?;
    let failed = |source| Error::Spool { directory: std::env::temp_dir(), source };
    sources.iter().try_for_each(|source| source.rewind().map_err(failed))
}

/// The order of day and month in the dates of the corpus, unless it is known or nobody asks for it: where a date can be read in
/// one way only, all are read so. Reported if it decides about a date.
///
/// Cost: a pass over all documents, or over those with the first thousand dates if none of them depends on the order.
///
/// # Errors
///
/// [`Error::Spool`] if an input that can be read once cannot be set aside.
pub(super) fn date_order(known: &OnceLock<DateOrder>, inputs: Inputs<'_>, job: &Job<'_>) -> Result<DateOrder, Error> {
    let (_, options, _) = inputs;
    if options.date_order != DateOrder::Unknown || options.date_fields.is_empty() {
        return Ok(options.date_order);
    }
    if let Some(order) = known.get() {
        return Ok(*order);
    }
    let mut evidence = OrderEvidence::default();
    let visit = |found: &mut OrderEvidence, document: &Document| {
        let values = options.date_fields.iter().filter_map(|field| document.fields.get(field));
        values.map(FieldValue::as_text).filter(|value| !value.is_empty()).for_each(|value| found.add(value));
    };
    for_each_unit(inputs, job, visit, |found| {
        evidence.absorb(found);
        let is_plain = evidence.n_plain().is_some_and(|n_values| n_values >= MOST_PLAIN_DATES);
        if is_plain { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    let order = *known.get_or_init(|| evidence.order());
    if let Some(proof) = evidence.proof() {
        let (first, other) = if order == DateOrder::DayFirst { ("day", "month") } else { ("month", "day") };
        let message = format!(
            "dates such as 3/4/2024 are read with the {first} first, which {proof:?} proves (--date-order {other} reads them otherwise)"
        );
        job.diagnostics.report(Finding::summary(message));
    }
    Ok(order)
}
