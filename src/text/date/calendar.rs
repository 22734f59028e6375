//! The proleptic Gregorian calendar: days since 1970-01-01 as years, months and days, and back.

/// Year, month and day of the date that is so many days after 1970-01-01.
///
/// Years are counted from March on, so that the leap day is the last of its year, in cycles of 400 years.
pub fn civil(days: i64) -> (i64, u8, u8) {
    const CYCLE_DAYS: i64 = 146_097;
    // Any number of days that a table can name is far from the ends of the range, but for one of nonsense.
    let days = days.saturating_add(719_468);
    let (cycle, day) = (days.div_euclid(CYCLE_DAYS), days.rem_euclid(CYCLE_DAYS));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, is_next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (400 * cycle + year + is_next_year, month as u8, day as u8)
}

/// Number of days in a month.
pub(super) fn days_in(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Number of days from 1970-01-01 to a date.
pub(super) fn days_since_epoch(year: u16, month: u8, day: u8) -> i32 {
    let before = i32::from(year) - 1;
    let leap_days = before / 4 - before / 100 + before / 400;
    let in_year: i32 = (1..month).map(|month| i32::from(days_in(year, month))).sum();
    before * 365 + leap_days + in_year + i32::from(day) - 1 - 719_162
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_follows_the_one_before_and_is_counted_back() {
        let (mut year, mut month, mut day) = civil(-200_000);
        for days in -199_999..200_000 {
            let this_year = u16::try_from(year).unwrap();
            (year, month, day) = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                (_, last) if last == days_in(this_year, month) => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
            assert_eq!(civil(days), (year, month, day));
            assert_eq!(i64::from(days_since_epoch(u16::try_from(year).unwrap(), month, day)), days);
        }
    }

    #[test]
    fn any_number_of_days_is_a_date() {
        assert_eq!(civil(-719_529), (-1, 12, 31));
        assert_eq!(civil(2_932_897), (10_000, 1, 1));
        assert!(civil(i64::MAX).0 > 0 && civil(i64::MIN).0 < 0);
    }
}
