//! Time passes: whatever has fallen due is settled, in the order in which it fell due.

use super::policy::is_over;
use super::{Commitment, Draft, Kind, Request, RequestStatus, Running, RunningStatus, Transition};
use crate::value::Date;

/// Something that falls due: the first day on which it holds, and what it is.
#[derive(Clone, Copy)]
struct Due {
    day: Date,
    transition: Transition,
    after: Commitment,
}

impl Draft<'_> {
    /// Moves the record to today. Doing it in one step or day by day comes to the same.
    pub(super) fn elapse(&mut self) {
        let Some(today) = self.facts.today else { return };
        // Ends: each step takes away its own reason, and a commitment that was taken over has no
        // successor. Three steps are the most.
        while let Some(due) = self.first_due(today) {
            if !self.reasons.is_empty() || !self.done.push(due.transition) {
                break;
            }
            self.after = due.after;
        }
    }

    /// What fell due first. On the same day requests come first, of these an increase whose term
    /// ends before one whose window is over; then a takeover before an expiry.
    fn first_due(&mut self, today: Date) -> Option<Due> {
        let due = [
            self.unanswered(Kind::Commitment, today),
            self.unanswered(Kind::Recommitment, today),
            self.increase_over(today),
            self.unreached(today),
            self.takeover(today),
            self.term_over(today),
        ];
        due.into_iter().flatten().min_by_key(|due| due.day)
    }

    /// A request that was not answered in time.
    fn unanswered(&self, kind: Kind, today: Date) -> Option<Due> {
        let request = self.after.with_status(kind, RequestStatus::Requested)?;
        // Rule: commitment.request.expires
        let window = self.facts.policy.answer_window_days;
        let day = after_window(self.after.requested_on?, window, today)?;
        Some(self.ended(day, kind, request.now(RequestStatus::Expired)))
    }

    /// An accepted increase on the day after the term that it would increase.
    fn increase_over(&self, today: Date) -> Option<Due> {
        let request = self.after.with_status(Kind::Commitment, RequestStatus::Accepted)?;
        let running = self.after.running.filter(|one| one.status != RunningStatus::Other)?;
        // Rule: commitment.increase.ends
        let end = running.end.filter(|end| request.end == Some(*end))?;
        let day = end.next_day().filter(|day| today >= *day)?;
        Some(self.ended(day, Kind::Commitment, request.now(RequestStatus::Expired)))
    }

    /// An accepted commitment request whose quantities were not reached in time. What an earlier
    /// split moved into the commitment stays there.
    fn unreached(&self, today: Date) -> Option<Due> {
        let request = self.after.with_status(Kind::Commitment, RequestStatus::Accepted)?;
        // Rule: commitment.request.noncompliant
        let window = self.facts.policy.compliance_window_days;
        let day = after_window(self.after.accepted_on?, window, today)?;
        let request = request.now(RequestStatus::Noncompliant);
        let after = Commitment { request: Some(request), ..self.after };
        Some(Due { day, transition: Transition::RequestNoncompliant, after })
    }

    fn ended(&self, day: Date, kind: Kind, request: Request) -> Due {
        let mut after = self.after;
        after.set_request(kind, Some(request));
        Due { day, transition: Transition::RequestExpired(kind), after }
    }

    /// The day after the old term, when a recommitment is accepted by then: it becomes the
    /// commitment, whatever is owned, and whatever became of the old one.
    fn takeover(&mut self, today: Date) -> Option<Due> {
        let request = self.after.with_status(Kind::Recommitment, RequestStatus::Accepted)?;
        let day = match self.after.running.and_then(|running| running.end) {
            Some(end) => end.next_day()?,
            None => request.start?,
        };
        if today < day {
            return None;
        }
        let end = match shown_end(&request, day) {
            Some(end) => end,
            None => {
                let end = self.facts.policy.recommitment_end(day);
                self.day(end)?
            }
        };
        // Rule: commitment.recommitment.takes-over
        let running = Running {
            status: RunningStatus::Committed,
            start: Some(day),
            end: Some(end),
            quantities: request.quantities,
        };
        let after = Commitment { running: Some(running), recommitment: None, ..self.after };
        Some(Due { day, transition: Transition::TakenOver, after })
    }

    /// A commitment on the day after its last one, and nothing that follows.
    fn term_over(&self, today: Date) -> Option<Due> {
        let running = self.after.committed()?;
        // Rule: commitment.term.over
        let day = running.end?.next_day().filter(|day| today >= *day)?;
        let running = Running { status: RunningStatus::Expired, ..*running };
        let after = Commitment { running: Some(running), ..self.after };
        Some(Due { day, transition: Transition::CommitmentExpired, after })
    }
}

/// The end that an accepted recommitment shows, if what it shows is the term that starts then.
fn shown_end(request: &Request, start: Date) -> Option<Date> {
    request.end.filter(|end| request.start == Some(start) && *end >= start)
}

/// The day after a window, if that is today or earlier.
fn after_window(from: Date, window_days: u16, today: Date) -> Option<Date> {
    let day = from.add_days(i64::from(window_days).saturating_add(1));
    is_over(from, window_days, today).then_some(day)
}
