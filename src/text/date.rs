//! Dates and moments as records and front matter write them.
//!
//! Forms that mean different days in different countries, such as 03/04/2024, are read only by an order that the user
//! names or that other dates beside it give away.

mod calendar;
mod clock;
mod find;
mod moment;
mod months;
mod numbers;
mod order;
mod words;

use crate::document::{DateOrder, Document, FieldValue};

pub use self::calendar::{Date, DateFault, civil};
pub use self::moment::{Moment, Precision};
pub use self::order::{OrderEvidence, in_each_order};

/// Longer texts are no dates. The longest that programs write has a zone spelled out.
const MAX_BYTES: usize = 100;

impl Date {
    /// The date of [`Moment::parse`] without an order of days and months: what may be two dates is none.
    ///
    /// `None` if it is no date, or no day of the calendar. Cost: O(length).
    pub fn parse(text: &str) -> Option<Self> {
        Moment::parse(text, DateOrder::Unknown).ok().map(Moment::date)
    }
}

impl Moment {
    /// Reads a moment: ISO 8601 (`2024-03-05T10:00:00+01:00`, `20240305`, `2024-03`, `2024`, `2024-W10-2`, `2024-065`,
    /// also with `/` or `.`), day before month with dots (`5.3.2024`), `2024年3月5日`, the words of RFC 2822, of Twitter
    /// and of programs (`Tue, 05 Mar 2024 10:00:00 +0100`, `Tue Mar 05 10:00:00 +0000 2024`), months by their names in
    /// eleven languages (`March 5th, 2024`, `5 de marzo de 2024`), and seconds or milliseconds since 1970 (10 or 13
    /// digits). `5/3/2024` is read if `order` says how, or if only one reading is possible.
    ///
    /// What follows a date and is no time is not looked at. Cost: O(length).
    ///
    /// # Errors
    ///
    /// [`DateFault`], if it is none of these.
    pub fn parse(text: &str, order: DateOrder) -> Result<Self, DateFault> {
        let text = text.trim();
        if text.is_empty() || text.len() > MAX_BYTES {
            return Err(DateFault::NoDate);
        }
        if let Some(moment) = numbers::run_of_digits(text) {
            return moment;
        }
        let moment = match numbers::read(text, order)? {
            Some((date, rest)) => {
                let (clock, offset) = clock::behind_date(rest)?;
                Self { date, clock, offset }
            }
            None => words::read(text)?.ok_or(DateFault::NoDate)?,
        };
        if moment.date.is_possible() { Ok(moment) } else { Err(DateFault::Impossible) }
    }

    /// The moment that a field of a document names; `None` if there is no such field, or it is empty.
    ///
    /// # Errors
    ///
    /// As [`Self::parse`].
    pub fn of_field(document: &Document, field: &str) -> Option<Result<Self, DateFault>> {
        let value = document.fields.get(field).map(FieldValue::as_text).filter(|value| !value.trim().is_empty())?;
        Some(Self::parse(value, document.facts.date_order))
    }
}

#[cfg(test)]
mod tests;
