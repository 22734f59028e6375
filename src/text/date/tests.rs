//! Dates as people and programs write them.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, expected: Result<&str, DateFault>) {
    check_in(text, DateOrder::Unknown, expected);
}

#[track_caller]
fn check_in(text: &str, order: DateOrder, expected: Result<&str, DateFault>) {
    let found = Moment::parse(text, order).map(|moment| moment.to_string());
    assert_eq!(found.as_deref().map_err(|fault| *fault), expected, "{text:?}");
}

#[test]
fn common_forms_of_a_day_are_read() {
    let numbers =
        ["2024-03-05", "20240305", "2024/3/5", "2024.03.05", "5.3.2024", "05. 03. 2024", "2024-W10-2", "2024-065"];
    let words =
        ["5 March 2024", "March 5th, 2024", " Mar. 5, 2024 ", "Tuesday, 5 MARCH 2024", "2024 March 5", "05-Mar-2024"];
    let others =
        ["5. März 2024", "le 5 mars 2024", "mar. 5 mars 2024", "5 de marzo de 2024", "5 марта 2024 г.", "5-Mar-24"];
    let ideographs = ["2024年3月5日", "2024년 3월 5일"];
    for text in numbers.into_iter().chain(words).chain(others).chain(ideographs) {
        check(text, Ok("2024-03-05"));
    }
    check("3 Sept 2024", Ok("2024-09-03"));
    check("1er août 2024", Ok("2024-08-01"));
    check("mar. 5 nov. 2024", Ok("2024-11-05"));
    check("2024-02-29", Ok("2024-02-29"));
}

#[test]
fn a_month_or_a_year_alone_is_read() {
    check("2024-03", Ok("2024-03"));
    check("May 2024", Ok("2024-05"));
    check("2024年3月", Ok("2024-03"));
    check("1848", Ok("1848"));
}

#[test]
fn times_and_zones_are_read_as_programs_write_them() {
    for (text, expected) in [
        ("2024-03-05T10:00:00Z", "2024-03-05T10:00:00Z"),
        ("2024-03-05 23:59:59+02:00", "2024-03-05T23:59:59+02:00"),
        ("2024-03-05T10:00:00.250-0530", "2024-03-05T10:00:00.25-05:30"),
        ("20240305T1000", "2024-03-05T10:00"),
        ("20240305T100030Z", "2024-03-05T10:00:30Z"),
        ("20240305100030", "2024-03-05T10:00:30"),
        ("2024-03-05 9:05 pm", "2024-03-05T21:05"),
        ("5.3.2024, 12:30 a.m.", "2024-03-05T00:30"),
        ("Tue, 05 Mar 2024 10:00:00 GMT", "2024-03-05T10:00:00Z"),
        ("Tue, 5 Mar 24 10:00 EST", "2024-03-05T10:00-05:00"),
        ("Tue, 05 Mar 2024 10:00:00 +0100 (CET)", "2024-03-05T10:00:00+01:00"),
        ("Wed Oct 10 20:19:24 +0000 2018", "2018-10-10T20:19:24Z"),
        ("Mon May  6 10:00:00 2024", "2024-05-06T10:00:00"),
        ("Mon May  6 10:00:00 CEST 2024", "2024-05-06T10:00:00+02:00"),
        ("Tue Mar 05 2024 10:00:00 GMT+0100 (Central European Standard Time)", "2024-03-05T10:00:00+01:00"),
        ("05/Mar/2024:10:00:00 +0100", "2024-03-05T10:00:00+01:00"),
        ("1709632800", "2024-03-05T10:00:00Z"),
        ("1709632800.5", "2024-03-05T10:00:00.5Z"),
        ("1709632800123", "2024-03-05T10:00:00.123Z"),
    ] {
        check(text, Ok(expected));
    }
    check("2024-03-05Z", Ok("2024-03-05"));
    check("2024-03-05, in the morning", Ok("2024-03-05"));
}

#[test]
fn day_and_month_in_numbers_are_read_by_their_order() {
    check("03/04/2024", Err(DateFault::Ambiguous));
    check_in("03/04/2024", DateOrder::DayFirst, Ok("2024-04-03"));
    check_in("03/04/2024 10:00", DateOrder::MonthFirst, Ok("2024-03-04T10:00"));
    check_in("3/4/24", DateOrder::DayFirst, Ok("2024-04-03"));
    check_in("3-4-99", DateOrder::MonthFirst, Ok("1999-03-04"));
    check_in("23/4/2024", DateOrder::MonthFirst, Err(DateFault::Impossible));
    check_in("3.4.2024", DateOrder::MonthFirst, Ok("2024-04-03"));
    check("23/4/2024", Ok("2024-04-23"));
    check("4-23-2024", Ok("2024-04-23"));
    check("4/4/2024", Ok("2024-04-04"));
}

#[test]
fn what_is_no_date_and_what_no_calendar_has_are_told_apart() {
    for text in
        ["", "soon", "3/4/24", "20241", "2024-", "5.3.24", "12024-01-01", "２０２４", "2024-03-05-1", "Ma 2024", "1,5"]
    {
        check(text, Err(DateFault::NoDate));
    }
    let impossible =
        ["2023-02-29", "2024-13-01", "0000", "31 April 2024", "32/13/2024", "2024-03-05T25:00", "30.2.2024"];
    for text in
        impossible.into_iter().chain(["20241301", "2024-03-05T10:60", "2024-03-05T10:00+99:00", "13:00 pm, 5 May 2024"])
    {
        check(text, Err(DateFault::Impossible));
    }
    check(&format!("5 March 2024{}", " x".repeat(60)), Err(DateFault::NoDate));
}

#[test]
fn moments_compare_by_the_instant_and_say_how_exact_they_are() {
    let of = |text: &str| Moment::parse(text, DateOrder::Unknown).unwrap();
    assert_eq!(of("2024-03-05T10:00:00+01:00").instant(), of("2024-03-05T09:00:00Z").instant());
    assert_eq!(of("2024-03-05T24:00").instant(), of("2024-03-06").instant());
    let rising = ["2024", "2024-01", "2024-01-01", "2024-01-01T00:00", "2024-01-01T00:00:00", "2024-01-01T00:00:00.1"];
    assert!(rising.map(of).is_sorted_by(|a, b| a.rank() < b.rank()));
    let precisions =
        ["2024", "2024-01", "2024-01-01", "2024-01-01T10:00", "1709632800"].map(|text| of(text).precision());
    use Precision::{Day, Minute, Month, Second, Year};
    assert_eq!(precisions, [Year, Month, Day, Minute, Second]);
    assert_eq!(of("2024-03-05T10:00-03:30").offset(), Some(-210));
    assert!(of("0001-01-01T00:00+15:00").rank() < of("0001-01-01").rank());
    check("0001-W01-1", Ok("0001-01-01"));
    check("0001-W53-1", Err(DateFault::NoDate));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,20}|[0-9./: a-zTZ+年月日-]{0,24}") {
        for order in [DateOrder::Unknown, DateOrder::DayFirst, DateOrder::MonthFirst] {
            let _ = Moment::parse(&text, order).map(|moment| (moment.to_string(), moment.rank()));
        }
    }

    #[test]
    fn every_second_reads_as_it_is_written(seconds in 0_i64..9_999_999_999) {
        let moment = Moment::of_epoch(seconds, 0).unwrap();
        prop_assert_eq!(moment.instant(), seconds);
        prop_assert_eq!(Moment::parse(&moment.to_string(), DateOrder::Unknown), Ok(moment));
    }

    #[test]
    fn every_day_reads_as_it_is_written(year in 1_u16..=9999, month in 1_u8..=12, day in 1_u8..=31) {
        let text = format!("{year:04}-{month:02}-{day:02}");
        let found = Date::parse(&text).and_then(Date::day);
        prop_assert_eq!(found, (day <= calendar::days_in(year, month)).then_some(text));
    }
}
