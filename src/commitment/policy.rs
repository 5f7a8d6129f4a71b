//! The readings as numbers: what a deployment has chosen.

use super::terms::{
    ANNIVERSARY, ANSWER_WINDOW, COMPLIANCE_WINDOW, COTERM_WINDOW, FULL_TERM, LEAST_CONSUMABLES,
    LEAST_LICENSES, RECOMMITMENT_WINDOW, RENEWAL_WINDOW, REST_TERM, Term,
};
use crate::value::{Date, Offer, Quantity};

/// How open points are read. A preset is complete; every number can be set by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a deployment chooses each")]
pub struct Policy {
    /// Days to answer a request; the last of them still counts.
    pub answer_window_days: u16,
    /// Days to reach the quantities; the last of them still counts.
    pub compliance_window_days: u16,
    /// Days up to the end of the term in which a recommitment may be asked for; `None` for any.
    pub recommitment_window_days: Option<u16>,
    /// Days up to the anniversary in which an acceptance counts for the year after it.
    pub coterm_window_days: u16,
    /// Days before the anniversary from which on its renewal may be processed.
    pub renewal_window_days: u16,
    /// Years of a term that starts afresh or is accepted close to the anniversary.
    pub full_term_years: u16,
    /// Years of a term from an anniversary that is not close.
    pub rest_term_years: u16,
    /// Years from one anniversary to the next.
    pub anniversary_years: u16,
    /// The fewest licences.
    pub least_licenses: Quantity,
    /// The fewest consumables.
    pub least_consumables: Quantity,
}

impl Policy {
    /// What the current pages say.
    #[must_use]
    pub const fn documented() -> Self {
        Self {
            answer_window_days: ANSWER_WINDOW.amount,
            compliance_window_days: COMPLIANCE_WINDOW.amount,
            recommitment_window_days: None,
            coterm_window_days: COTERM_WINDOW.amount,
            renewal_window_days: RENEWAL_WINDOW.amount,
            full_term_years: FULL_TERM.amount,
            rest_term_years: REST_TERM.amount,
            anniversary_years: ANNIVERSARY.amount,
            least_licenses: pieces(&LEAST_LICENSES),
            least_consumables: pieces(&LEAST_CONSUMABLES),
        }
    }

    /// What public clients rely on: the same, and the last days of a term for a recommitment.
    #[must_use]
    pub const fn observed() -> Self {
        Self { recommitment_window_days: Some(RECOMMITMENT_WINDOW.amount), ..Self::documented() }
    }

    /// The fewest of an offer that can be committed to.
    #[must_use]
    pub const fn least(&self, offer: Offer) -> Quantity {
        match offer {
            Offer::License => self.least_licenses,
            Offer::Consumables => self.least_consumables,
        }
    }

    /// Last day of a commitment accepted on this day; `None` when no calendar has it. An
    /// anniversary that has passed counts as the next one.
    #[must_use]
    pub fn term_end(&self, accepted: Date, coterm: Option<Date>) -> Option<Date> {
        // Rule: commitment.term.end
        let (from, years) = match coterm {
            None => (accepted, self.full_term_years),
            // Rule: commitment.term.anniversary-ahead
            Some(day) => match anniversary_from(day, accepted)? {
                day if closes(accepted, day, self.coterm_window_days) => {
                    (day, self.full_term_years)
                }
                day => (day, self.rest_term_years),
            },
        };
        // A term of no years is no longer than its first day.
        last_day(from, years).map(|end| end.max(accepted))
    }

    /// Last day of a recommitment that starts on this day; `None` when no calendar has it.
    #[must_use]
    pub fn recommitment_end(&self, start: Date) -> Option<Date> {
        last_day(start, self.full_term_years).map(|end| end.max(start))
    }

    /// The anniversary after this one; `None` when no calendar has it.
    #[must_use]
    pub fn next_anniversary(&self, day: Date) -> Option<Date> {
        years_after(day, i32::from(self.anniversary_years))
    }
}

/// The first anniversary of `day` that is not before `from`.
fn anniversary_from(day: Date, from: Date) -> Option<Date> {
    let years = from.year().saturating_sub(day.year()).max(0);
    let same_year = years_after(day, years).filter(|found| *found >= from);
    same_year.or_else(|| years_after(day, years.saturating_add(1)))
}

/// The same day so many years later; `None` when no calendar has it.
fn years_after(day: Date, years: i32) -> Option<Date> {
    (day.year().saturating_add(years) <= Date::MAX.year()).then(|| day.add_years(years))
}

/// The last day of so many years that begin on `day`; `None` when no calendar has it.
fn last_day(day: Date, years: u16) -> Option<Date> {
    let years = i32::from(years);
    match years_after(day, years) {
        Some(next) => Some(next.add_days(-1)),
        // The day after the last one would be the first of the year 10000, which no calendar has.
        None => {
            let next = (day.year().saturating_add(years), day.month(), day.day());
            (next == (Date::MAX.year().saturating_add(1), 1, 1)).then_some(Date::MAX)
        }
    }
}

/// Whether a window of so many days that opened on `from` is over: its last day still counts.
pub(super) fn is_over(from: Date, window_days: u16, today: Date) -> bool {
    from.days_until(today) > i64::from(window_days)
}

/// Whether today is one of the so many days up to `day`, that day itself included.
pub(super) fn closes(today: Date, day: Date, window_days: u16) -> bool {
    (0..=i64::from(window_days)).contains(&today.days_until(day))
}

const fn pieces(term: &Term) -> Quantity {
    Quantity::of(term.amount)
}
