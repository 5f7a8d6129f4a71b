//! The customer answers: accepts or declines.

use alloc::vec::Vec;

use super::request::{is_late, waiting};
use super::{
    Commitment, Facts, Kind, Place, Refusal, Refusals, Request, RequestStatus, Running, Transition,
    Transitions, order, rules,
};
use crate::value::Date;

/// The customer accepts the request that waits.
pub(super) fn accept(record: &mut Commitment, facts: &Facts) -> Result<Transitions, Refusals> {
    let (waiting, mut reasons) = check(record, facts);
    if facts.today.is_none() {
        reasons.push(Refusal { rule: &rules::EVENT_NEEDS_TODAY, at: Place::Today });
    }
    let follows = recommits_to(record, facts.today);
    if matches!(waiting, Some((Kind::Recommitment, _))) && follows.is_none() {
        reasons.push(Refusal { rule: &rules::RECOMMITMENT_IN_TIME, at: Place::Event });
    }
    Refusals::unless_none(reasons)?;

    let mut done = Transitions::NONE;
    let (Some((kind, request)), Some(today)) = (waiting, facts.today) else { return Ok(done) };
    done.push(Transition::Accepted(kind));
    match kind {
        Kind::Commitment => {
            agree(record, request, today, facts);
            // What is owned already counts at once, as if it had been ordered now.
            for transition in order::settle(record, facts).iter() {
                done.push(transition);
            }
        }
        Kind::Recommitment => {
            if let Some(old) = follows {
                follow(record, request, &old, facts);
            }
        }
    }
    Ok(done)
}

/// The customer declines the request that waits.
pub(super) fn decline(record: &mut Commitment, facts: &Facts) -> Result<Transitions, Refusals> {
    let (waiting, mut reasons) = check(record, facts);
    if waiting.is_some() && record.requested_on.is_some() && facts.today.is_none() {
        reasons.push(Refusal { rule: &rules::EVENT_NEEDS_TODAY, at: Place::Today });
    }
    Refusals::unless_none(reasons)?;

    let mut done = Transitions::NONE;
    if let Some((kind, request)) = waiting {
        record.set_request(kind, Some(request.now(RequestStatus::Declined)));
        done.push(Transition::Declined(kind));
    }
    Ok(done)
}

/// What both answers need: a request that waits, and that has not waited too long.
fn check(record: &Commitment, facts: &Facts) -> (Option<(Kind, Request)>, Vec<Refusal>) {
    let waiting = waiting(record);
    let mut reasons = Vec::new();
    if waiting.is_none() {
        reasons.push(Refusal { rule: &rules::ANSWER_NEEDS_REQUEST, at: Place::Event });
    } else if is_late(record, facts) {
        reasons.push(Refusal { rule: &rules::ANSWER_WINDOW, at: Place::Event });
    }
    (waiting, reasons)
}

/// The commitment that a recommitment accepted today would follow: one that still runs. A term
/// that is over was not followed by anything on the day after, also while nobody said so yet.
fn recommits_to(record: &Commitment, today: Option<Date>) -> Option<Running> {
    let over = |running: &Running| running.end.zip(today).is_some_and(|(end, day)| day > end);
    record.committed().filter(|running| !over(running)).copied()
}

/// An accepted commitment request waits for orders, with the dates that it will have.
fn agree(record: &mut Commitment, request: Request, today: Date, facts: &Facts) {
    let (start, end) = if let Some(running) = record.committed() {
        // More on top of a commitment does not move its term.
        (running.start, running.end)
    } else {
        let end = facts.policy.term_end(today, record.coterm);
        // Without an anniversary this day becomes the one from which they are counted.
        record.coterm = record.coterm.or_else(|| Some(facts.policy.next_anniversary(today)));
        (Some(today), Some(end))
    };
    let status = RequestStatus::Accepted;
    record.request = Some(Request { status, start, end, ..request });
    record.accepted_on = Some(today);
}

/// An accepted recommitment waits for the day after the old term.
fn follow(record: &mut Commitment, request: Request, old: &Running, facts: &Facts) {
    let start = old.end.and_then(Date::next_day);
    let end = start.map(|day| facts.policy.recommitment_end(day));
    let status = RequestStatus::Accepted;
    record.recommitment = Some(Request { status, start, end, ..request });
}
