//! Every day of eight years, twice: with a leap day every four years, and around the year 2100,
//! which has none.
//!
//! Goal: no date of a commitment is a day off, at no leap day, end of month or turn of a year.
//! Method: a calendar that only counts, written here, beside the one of the library.

use std::collections::BTreeMap;

use customer_core::commitment::{
    self, Commitment, Facts, Input, Policy, Request, RequestStatus, RunningStatus, Transition,
};
use customer_core::value::{Date, Owned, Quantities, Quantity};

/// Days in a row: year, month and day of each, and where each stands.
struct Calendar {
    days: Vec<(i32, u8, u8)>,
    number: BTreeMap<(i32, u8, u8), usize>,
}

impl Calendar {
    fn new(first: i32, last: i32) -> Self {
        let mut days = Vec::new();
        for year in first..=last {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let february = if leap { 29 } else { 28 };
            let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            for (month, length) in (1..).zip(months) {
                days.extend((1..=length).map(|day| (year, month, day)));
            }
        }
        let number = days.iter().copied().zip(0..).collect();
        Self { days, number }
    }

    /// The number of the day so many years later; 29 February becomes 1 March where there is none.
    fn years_after(&self, day: usize, years: i32) -> usize {
        let (year, month, day) = self.days[day];
        let there = self.number.get(&(year + years, month, day));
        *there.unwrap_or_else(|| &self.number[&(year + years, 3, 1)])
    }

    fn date(&self, day: usize) -> Date {
        let (year, month, day) = self.days[day];
        Date::new(year, month, day).unwrap()
    }
}

/// Every day of eight years, and enough days behind them.
fn each(mut then: impl FnMut(&Calendar, usize)) {
    let mut days = 0;
    for first in [2023, 2096] {
        let calendar = Calendar::new(first, first + 18);
        let end = calendar.number[&(first + 8, 1, 1)];
        (0..end).for_each(|day| then(&calendar, day));
        days += end;
    }
    assert_eq!(days, 2_922 + 2_921);
}

const LICENSES: Quantities = Quantities::new(Some(Quantity::of(10)), None);

/// A customer who was asked on that day.
fn asked(on: Date, coterm: Option<Date>) -> Commitment {
    let status = RequestStatus::Requested;
    let request = Some(Request { status, start: None, end: None, quantities: LICENSES });
    Commitment { request, requested_on: Some(on), coterm, ..Commitment::NONE }
}

fn apply(record: &Commitment, input: Input, today: Date) -> (Commitment, Vec<Transition>) {
    let owned = Owned { license: 10, consumables: 0 };
    let facts = Facts { today: Some(today), owned: Some(owned), policy: Policy::documented() };
    let outcome = commitment::apply(record, &input, &facts).unwrap();
    (outcome.after, outcome.decision.transitions.iter().collect())
}

#[test]
fn days_are_counted_and_written_as_in_a_calendar() {
    each(|calendar, day| {
        let (date, (year, month, number)) = (calendar.date(day), calendar.days[day]);
        assert_eq!((date.year(), date.month(), date.day()), (year, month, number));
        assert_eq!(date.to_string(), format!("{year:04}-{month:02}-{number:02}"));
        assert_eq!(Date::parse(&date.to_string()), Ok(date));
        assert_eq!(date.next_day(), Some(calendar.date(day + 1)));
        let first = calendar.date(0);
        assert_eq!(first.add_days(i64::try_from(day).unwrap()), date);
        assert_eq!(usize::try_from(first.days_until(date)), Ok(day));
        for years in 1..=8 {
            assert_eq!(date.add_years(years), calendar.date(calendar.years_after(day, years)));
        }
        assert!(Date::new(year, 2, 30).is_err() && Date::new(year, month, 32).is_err());
    });
}

/// Without an anniversary the acceptance makes one, and the term is three years from it.
#[test]
fn a_term_is_three_years_less_a_day() {
    each(|calendar, day| {
        let today = calendar.date(day);
        let (after, _) = apply(&asked(today, None), Input::Accepted, today);
        let running = after.running.unwrap();
        let end = calendar.years_after(day, 3) - 1;
        assert_eq!(running.status, RunningStatus::Committed);
        assert_eq!((running.start, running.end), (Some(today), Some(calendar.date(end))));
        assert_eq!(after.coterm, Some(calendar.date(calendar.years_after(day, 1))));
        // It holds on its last day, and not on the next.
        assert_eq!(apply(&after, Input::Elapsed, calendar.date(end)).0.running, after.running);
        let (over, told) = apply(&after, Input::Elapsed, calendar.date(end + 1));
        assert_eq!(over.running.unwrap().status, RunningStatus::Expired);
        assert!(told.contains(&Transition::CommitmentExpired), "{told:?}");
    });
}

/// Up to thirty days before the anniversary the term runs three years from it, else two.
#[test]
fn a_term_ends_the_day_before_an_anniversary() {
    each(|calendar, day| {
        for ahead in (0..=33).chain([60, 364, 365]) {
            let (today, coterm) = (calendar.date(day), day + ahead);
            let asked = asked(today, Some(calendar.date(coterm)));
            let (after, _) = apply(&asked, Input::Accepted, today);
            let years = if ahead <= 30 { 3 } else { 2 };
            let end = calendar.date(calendar.years_after(coterm, years) - 1);
            let running = after.running.unwrap();
            assert_eq!((running.start, running.end), (Some(today), Some(end)), "{ahead} days");
        }
    });
}

/// An answer counts until day 7, and licenses until day 30 after the acceptance.
#[test]
fn windows_close_behind_their_last_day() {
    each(|calendar, day| {
        let today = calendar.date(day);
        let waits = asked(today, None);
        assert_eq!(apply(&waits, Input::Elapsed, calendar.date(day + 7)).0, waits);
        let (after, told) = apply(&waits, Input::Elapsed, calendar.date(day + 8));
        assert_eq!(after.request.unwrap().status, RequestStatus::Expired);
        assert_eq!(told.len(), 1);
        let owned = Some(Owned::NOTHING);
        let owns_nothing = Facts { today: Some(today), owned, policy: Policy::documented() };
        let accepted = commitment::apply(&waits, &Input::Accepted, &owns_nothing).unwrap().after;
        assert_eq!(accepted.request.unwrap().status, RequestStatus::Accepted);
        let (same, _) = apply(&accepted, Input::Elapsed, calendar.date(day + 30));
        assert_eq!(same, accepted);
        let (late, _) = apply(&accepted, Input::Elapsed, calendar.date(day + 31));
        assert_eq!(late.request.unwrap().status, RequestStatus::Noncompliant);
    });
}
