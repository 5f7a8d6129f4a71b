//! Time passes: whatever has fallen due is settled, in the order in which it fell due.

use super::policy::{Policy, is_over};
use super::{
    Commitment, Facts, Kind, Place, Refusal, Refusals, Request, RequestStatus, Running,
    RunningStatus, Transition, Transitions, rules,
};
use crate::value::Date;

/// Something that falls due: the first day on which it holds, and the record with it done.
#[derive(Clone, Copy)]
struct Due {
    day: Date,
    transition: Transition,
    after: Commitment,
}

/// Moves the record to today. Doing it in one step or day by day comes to the same.
pub(super) fn elapse(record: &mut Commitment, facts: &Facts) -> Result<Transitions, Refusals> {
    let Some(today) = facts.today else {
        let reason = Refusal { rule: &rules::EVENT_NEEDS_TODAY, at: Place::Today };
        return Err(Refusals::one(reason));
    };
    let mut done = Transitions::NONE;
    // Ends: each step takes away its own reason, and a commitment that was taken over has no
    // successor. Three steps are the most.
    while let Some(due) = first_due(record, &facts.policy, today) {
        if !done.push(due.transition) {
            break;
        }
        *record = due.after;
    }
    Ok(done)
}

/// What fell due first; on the same day requests come first and a takeover before an expiry.
fn first_due(record: &Commitment, policy: &Policy, today: Date) -> Option<Due> {
    let due = [
        unanswered(record, Kind::Commitment, policy, today),
        unanswered(record, Kind::Recommitment, policy, today),
        unreached(record, policy, today),
        takeover(record, policy, today),
        term_over(record, today),
    ];
    due.into_iter().flatten().min_by_key(|due| due.day)
}

/// A request that nobody answered in time.
fn unanswered(record: &Commitment, kind: Kind, policy: &Policy, today: Date) -> Option<Due> {
    let request = record.standing(kind, RequestStatus::Requested)?;
    let day = after_window(record.requested_on?, policy.answer_window_days, today)?;
    let mut after = *record;
    after.set_request(kind, Some(request.now(RequestStatus::Expired)));
    Some(Due { day, transition: Transition::RequestExpired(kind), after })
}

/// An accepted commitment request whose quantities were not reached in time. What an earlier
/// split moved into the commitment stays there.
fn unreached(record: &Commitment, policy: &Policy, today: Date) -> Option<Due> {
    let request = record.standing(Kind::Commitment, RequestStatus::Accepted)?;
    let day = after_window(record.accepted_on?, policy.compliance_window_days, today)?;
    let after = Commitment { request: Some(request.now(RequestStatus::Noncompliant)), ..*record };
    Some(Due { day, transition: Transition::RequestNoncompliant, after })
}

/// The day after the old term, when a recommitment is accepted by then: it becomes the
/// commitment, whatever is owned, and whatever became of the old one.
fn takeover(record: &Commitment, policy: &Policy, today: Date) -> Option<Due> {
    let request = record.standing(Kind::Recommitment, RequestStatus::Accepted)?;
    let day = match record.running.and_then(|running| running.end) {
        Some(end) => end.next_day()?,
        None => request.start?,
    };
    if today < day {
        return None;
    }
    let running = Running {
        status: RunningStatus::Committed,
        start: Some(day),
        end: shown_end(&request, day).or_else(|| Some(policy.recommitment_end(day))),
        quantities: request.quantities,
    };
    let after = Commitment { running: Some(running), recommitment: None, ..*record };
    Some(Due { day, transition: Transition::TakenOver, after })
}

/// The end that an accepted recommitment shows, if what it shows is the term that starts then.
fn shown_end(request: &Request, start: Date) -> Option<Date> {
    request.end.filter(|_| request.start == Some(start))
}

/// A commitment on the day after its last one, and nothing that follows.
fn term_over(record: &Commitment, today: Date) -> Option<Due> {
    let running = record.committed()?;
    let end = running.end?;
    let day = end.next_day().filter(|day| today >= *day)?;
    let running = Running { status: RunningStatus::Expired, ..*running };
    let after = Commitment { running: Some(running), ..*record };
    Some(Due { day, transition: Transition::CommitmentExpired, after })
}

/// The day after a window, if that is today or earlier.
fn after_window(from: Date, window_days: u16, today: Date) -> Option<Date> {
    let day = from.add_days(i64::from(window_days).saturating_add(1));
    is_over(from, window_days, today).then_some(day)
}
