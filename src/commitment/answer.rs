//! The customer answers: accepts or declines.

use super::policy::is_over;
use super::{Draft, Kind, Place, Request, RequestStatus, Running, Transition, rules};
use crate::value::Date;

impl Draft<'_> {
    /// The customer accepts the request that waits.
    pub(super) fn accept(&mut self) {
        let waiting = self.check_answer();
        let Some((kind, request)) = waiting else { return };
        let bound = self.after.committed().copied();
        // A term that is over is not increased, and was not followed by anything on the day after
        // it, even if no `elapsed` has been processed since.
        let over = |running: Running| {
            running.end.zip(self.facts.today).is_some_and(|(end, day)| day > end)
        };
        match (kind, bound) {
            (Kind::Recommitment, None) => self.refuse(&rules::RECOMMITMENT_IN_TIME, Place::Event),
            (Kind::Recommitment, Some(old)) => {
                if over(old) {
                    self.refuse(&rules::RECOMMITMENT_IN_TIME, Place::Event);
                }
                // Its days follow from the old term, whatever day it is.
                self.follow(request, &old);
            }
            (Kind::Commitment, Some(old)) if over(old) => {
                self.refuse(&rules::INCREASE_IN_TIME, Place::Event);
            }
            // Rule: commitment.increase.keeps-term
            (Kind::Commitment, Some(old)) => self.agree(request, old.start, old.end),
            (Kind::Commitment, None) => self.begin(request),
        }
    }

    /// The customer declines the request that waits.
    pub(super) fn decline(&mut self) {
        if let Some((kind, request)) = self.check_answer() {
            self.after.set_request(kind, Some(request.now(RequestStatus::Declined)));
            self.done.push(Transition::Declined(kind));
        }
    }

    /// What both answers need: a request that waits, and that has not waited too long. One whose
    /// beginning is unknown has not.
    fn check_answer(&mut self) -> Option<(Kind, Request)> {
        let waiting = self.after.first(RequestStatus::Requested);
        let window = self.facts.policy.answer_window_days;
        // Rule: commitment.date.unknown
        let since = self.after.requested_on.zip(self.facts.today);
        if waiting.is_none() {
            self.refuse(&rules::ANSWER_NEEDS_REQUEST, Place::Event);
        } else if since.is_some_and(|(from, today)| is_over(from, window, today)) {
            self.refuse(&rules::ANSWER_WINDOW, Place::Event);
        }
        waiting
    }

    /// An accepted request for a new term.
    fn begin(&mut self, request: Request) {
        let Some(today) = self.facts.today else { return };
        let coterm = self.after.coterm;
        let end = self.facts.policy.term_end(today, coterm);
        // Without an anniversary this day becomes the one from which they are counted.
        let coterm = coterm.or_else(|| self.facts.policy.next_anniversary(today));
        let Some((end, coterm)) = self.day(end.zip(coterm)) else { return };
        self.after.coterm = Some(coterm);
        self.agree(request, Some(today), Some(end));
    }

    /// An accepted commitment request waits for orders, with the dates that it will have. What is
    /// owned already counts at once, as if it had been ordered now.
    fn agree(&mut self, request: Request, start: Option<Date>, end: Option<Date>) {
        let end = not_before(start, end);
        let status = RequestStatus::Accepted;
        self.after.request = Some(Request { status, start, end, ..request });
        self.after.accepted_on = self.facts.today;
        self.done.push(Transition::Accepted(Kind::Commitment));
        // Rule: commitment.answer.owned-counts
        self.order();
    }

    /// An accepted recommitment waits for the day after the old term.
    fn follow(&mut self, request: Request, old: &Running) {
        let dates = match old.end {
            None => None,
            Some(end) => {
                let next = end.next_day();
                let dates =
                    next.and_then(|day| Some((day, self.facts.policy.recommitment_end(day)?)));
                let Some(dates) = self.day(dates) else { return };
                Some(dates)
            }
        };
        let (start, end) = dates.unzip();
        let status = RequestStatus::Accepted;
        self.after.recommitment = Some(Request { status, start, end, ..request });
        self.done.push(Transition::Accepted(Kind::Recommitment));
    }
}

/// An end that does not lie before its start, whatever is stored.
pub(super) fn not_before(start: Option<Date>, end: Option<Date>) -> Option<Date> {
    end.map(|end| start.map_or(end, |start| end.max(start)))
}
