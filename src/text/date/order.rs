//! The order of day and month in a column of dates, by those of its dates that can be read in one way only.

use super::moment::Moment;
use crate::diagnostics::Finding;
use crate::document::DateOrder;

/// The dates of a column, as far as they say which of two numbers is the day. Evidence of parts adds up to that of the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderEvidence {
    /// The first date whose first number can only be the day.
    day_first: Option<String>,
    /// The first date whose first number can only be the month.
    month_first: Option<String>,
    n_doubtful: u64,
    n_values: u64,
}

impl OrderEvidence {
    /// Adds a value of the column.
    pub fn add(&mut self, value: &str) {
        self.n_values += 1;
        match in_each_order(value) {
            [Some(_), None] => _ = self.day_first.get_or_insert_with(|| value.to_owned()),
            [None, Some(_)] => _ = self.month_first.get_or_insert_with(|| value.to_owned()),
            [by_day, by_month] if by_day != by_month => self.n_doubtful += 1,
            _ => {}
        }
    }

    /// Adds the values of a later part of the column.
    pub fn absorb(&mut self, later: Self) {
        self.day_first = self.day_first.take().or(later.day_first);
        self.month_first = self.month_first.take().or(later.month_first);
        self.n_doubtful += later.n_doubtful;
        self.n_values += later.n_values;
    }

    /// The order that all dates allow, if one of them proves it.
    pub fn order(&self) -> DateOrder {
        match (&self.day_first, &self.month_first) {
            (Some(_), None) => DateOrder::DayFirst,
            (None, Some(_)) => DateOrder::MonthFirst,
            _ => DateOrder::Unknown,
        }
    }

    /// A date that proves the order, if that is needed: there are dates that can be read in two ways.
    pub fn proof(&self) -> Option<&str> {
        let proof = match self.order() {
            DateOrder::Unknown => None,
            DateOrder::DayFirst => self.day_first.as_deref(),
            DateOrder::MonthFirst => self.month_first.as_deref(),
        };
        proof.filter(|_| self.n_doubtful > 0)
    }

    /// The report of the order that is proven, if it decides about a date.
    pub fn finding(&self) -> Option<Finding> {
        let proof = self.proof()?;
        let (first, other) = if self.order() == DateOrder::DayFirst { ("day", "month") } else { ("month", "day") };
        Some(Finding::summary(format!(
            "dates such as 3/4/2024 are read with the {first} first, which {proof:?} proves (--date-order {other} reads them otherwise)"
        )))
    }

    /// Number of values without one that depends on the order; none if there is such a value.
    pub fn n_plain(&self) -> Option<u64> {
        let is_plain = self.day_first.is_none() && self.month_first.is_none() && self.n_doubtful == 0;
        is_plain.then_some(self.n_values)
    }
}

/// The dates that a value is with the day first and with the month first.
pub fn in_each_order(value: &str) -> [Option<Moment>; 2] {
    [DateOrder::DayFirst, DateOrder::MonthFirst].map(|order| Moment::parse(value, order).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(values: &[&str], order: DateOrder, proof: Option<&str>) {
        for cut in 0..=values.len() {
            let mut evidence = OrderEvidence::default();
            let mut later = OrderEvidence::default();
            values[..cut].iter().for_each(|value| evidence.add(value));
            values[cut..].iter().for_each(|value| later.add(value));
            evidence.absorb(later);
            assert_eq!((evidence.order(), evidence.proof()), (order, proof), "{values:?}");
        }
    }

    #[test]
    fn a_date_that_can_be_read_in_one_way_proves_the_order_of_its_column() {
        check(&["3/4/2024", "25/4/2024", "1/2/2024", "13/1/2024"], DateOrder::DayFirst, Some("25/4/2024"));
        check(&["4/25/24", "3/4/24"], DateOrder::MonthFirst, Some("4/25/24"));
        check(&["25-4-2024 10:00", "3-4-2024"], DateOrder::DayFirst, Some("25-4-2024 10:00"));
    }

    #[test]
    fn nothing_is_proven_without_such_a_date_or_by_two_that_contradict() {
        check(&["3/4/2024", "5/5/2024"], DateOrder::Unknown, None);
        check(&["25/4/2024", "4/25/2024", "3/4/2024"], DateOrder::Unknown, None);
        check(&["2024-03-04", "5.3.2024", "soon", "31/31/2024"], DateOrder::Unknown, None);
        check(&["25/4/2024"], DateOrder::DayFirst, None);
    }

    #[test]
    fn dates_of_other_forms_say_nothing_about_the_order() {
        let mut evidence = OrderEvidence::default();
        ["2024-03-04", "5.3.2024", "5 March 2024", "1712345678", "5/5/2024"]
            .iter()
            .for_each(|value| evidence.add(value));
        assert_eq!(evidence.n_plain(), Some(5));
        evidence.add("3/4/2024");
        assert_eq!(evidence.n_plain(), None);
    }
}
