//! Spans of time by which documents are grouped.

use crate::text::Date;

/// How exact a date is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum TimeSpan {
    Decade,
    Year,
    Quarter,
    Month,
    /// By ISO 8601.
    Week,
    Day,
}

impl TimeSpan {
    /// The span of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Decade, Self::Year, Self::Quarter, Self::Month, Self::Week, Self::Day]
            .into_iter()
            .find(|span| span.name() == name)
    }

    /// The name, as users write it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Decade => "decade",
            Self::Year => "year",
            Self::Quarter => "quarter",
            Self::Month => "month",
            Self::Week => "week",
            Self::Day => "day",
        }
    }

    /// The span that has the date, if the date is exact enough. Later ones come later in the order of code points.
    pub(super) fn of(self, date: Date) -> Option<String> {
        match self {
            Self::Decade => Some(date.decade()),
            Self::Year => Some(date.year()),
            Self::Quarter => date.quarter(),
            Self::Month => date.month(),
            Self::Week => date.week(),
            Self::Day => date.day(),
        }
    }

    /// The span behind one that is written as [`Self::of`] does; none behind the last of year 9999.
    pub(super) fn next(self, span: &str) -> Option<String> {
        let (year, rest) = span.split_once('-').unwrap_or((span, ""));
        let year = if self == Self::Decade { year.strip_suffix('s')? } else { year };
        let year: u16 = year.parse().ok().filter(|&year| year < 9999)?;
        let following = match self {
            Self::Decade | Self::Year => None,
            Self::Quarter => {
                let quarter = number(rest.strip_prefix('Q')?)? + 1;
                (quarter <= 4).then(|| format!("{year:04}-Q{quarter}"))
            }
            Self::Month => parsed(&format!("{year:04}-{:02}", number(rest)? + 1)),
            Self::Week => {
                let week = number(rest.strip_prefix('W')?)? + 1;
                // The 28th of December is always in the last week of its year.
                let last = Date::parse(&format!("{year:04}-12-28")).and_then(Date::week)?;
                Some(format!("{year:04}-W{week:02}")).filter(|next| *next <= last)
            }
            Self::Day => {
                let (month, day) = rest.split_once('-')?;
                let month = number(month)?;
                parsed(&format!("{year:04}-{month:02}-{:02}", number(day)? + 1))
                    .or_else(|| parsed(&format!("{year:04}-{:02}-01", month + 1)))
            }
        };
        let next_year = year + 1;
        following.or_else(|| {
            Some(match self {
                Self::Decade => format!("{:04}s", year.checked_add(10).filter(|&next| next <= 9999)?),
                Self::Year => format!("{next_year:04}"),
                Self::Quarter => format!("{next_year:04}-Q1"),
                Self::Month => format!("{next_year:04}-01"),
                Self::Week => format!("{next_year:04}-W01"),
                Self::Day => format!("{next_year:04}-01-01"),
            })
        })
    }
}

fn number(digits: &str) -> Option<u8> {
    digits.parse().ok().filter(|&number| number < 99)
}

/// The text, if it is a date.
fn parsed(date: &str) -> Option<String> {
    Date::parse(date).map(|_| date.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(name: &str, spans: &[&str]) {
        let span = TimeSpan::named(name).unwrap();
        for pair in spans.windows(2) {
            assert_eq!(span.next(pair[0]).as_deref(), Some(pair[1]));
        }
    }

    #[test]
    fn spans_follow_each_other_over_the_ends_of_months_and_years() {
        check("year", &["0999", "1000", "1001"]);
        check("decade", &["1990s", "2000s", "2010s"]);
        check("quarter", &["2023-Q3", "2023-Q4", "2024-Q1"]);
        check("month", &["2023-11", "2023-12", "2024-01"]);
        check("week", &["2020-W52", "2020-W53", "2021-W01", "2021-W02"]);
        check("week", &["2021-W52", "2022-W01"]);
        check("day", &["2024-02-28", "2024-02-29", "2024-03-01"]);
        check("day", &["2023-02-28", "2023-03-01"]);
        check("day", &["2023-12-31", "2024-01-01"]);
    }

    #[test]
    fn what_is_no_span_has_no_next_one() {
        for (name, span) in [("year", "9999"), ("year", ""), ("month", "2024"), ("week", "2024-01"), ("day", "2024-01")]
        {
            assert_eq!(TimeSpan::named(name).unwrap().next(span), None, "{name} {span:?}");
        }
    }

    proptest! {
        #[test]
        fn the_next_day_is_in_the_same_or_the_next_span(year in 1_u16..9998, month in 1_u8..=12, day in 1_u8..=28) {
            let of = |span: TimeSpan, day: &str| span.of(Date::parse(day).unwrap()).unwrap();
            let today = format!("{year:04}-{month:02}-{day:02}");
            let tomorrow = TimeSpan::Day.next(&today).unwrap();
            for span in [TimeSpan::Year, TimeSpan::Month, TimeSpan::Week, TimeSpan::Day] {
                let (now, then) = (of(span, &today), of(span, &tomorrow));
                prop_assert!(then == now || Some(&then) == span.next(&now).as_ref(), "{now} {then}");
                prop_assert!(now <= then);
            }
        }
    }
}
