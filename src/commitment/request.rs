//! A request is made.

use alloc::vec::Vec;

use super::policy::{closes, is_over};
use super::{
    Commitment, Facts, Kind, Place, Refusal, Refusals, Request, RequestStatus, Transition,
    Transitions, rules,
};
use crate::value::Quantities;

/// Puts the request in place of the one of its kind, whatever became of that.
pub(super) fn make(
    record: &mut Commitment,
    kind: Kind,
    quantities: Quantities,
    facts: &Facts,
) -> Result<Transitions, Refusals> {
    let mut reasons = Vec::new();
    if facts.today.is_none() {
        reasons.push(Refusal { rule: &rules::REQUEST_NEEDS_TODAY, at: Place::Today });
    }
    check_standing(record, kind, facts, &mut reasons);
    check_quantities(record, kind, quantities, facts, &mut reasons);
    Refusals::unless_none(reasons)?;

    // Shown without dates until it is accepted.
    let status = RequestStatus::Requested;
    record.set_request(kind, Some(Request { status, start: None, end: None, quantities }));
    record.requested_on = facts.today;
    let mut done = Transitions::NONE;
    done.push(Transition::Requested(kind));
    Ok(done)
}

/// Whether a request of this kind may be made now.
fn check_standing(record: &Commitment, kind: Kind, facts: &Facts, reasons: &mut Vec<Refusal>) {
    let at = Place::Request(kind);
    if record.pending(kind.other()).is_some() {
        reasons.push(Refusal { rule: &rules::ONE_KIND_AT_A_TIME, at });
    }
    if kind == Kind::Commitment {
        return;
    }
    let Some(running) = record.committed() else {
        reasons.push(Refusal { rule: &rules::RECOMMITMENT_NEEDS_COMMITMENT, at });
        return;
    };
    let (Some(window_days), Some(today)) = (facts.policy.recommitment_window_days, facts.today)
    else {
        return;
    };
    // A term whose end nobody knows cannot be shown to be in its last days.
    if !running.end.is_some_and(|end| closes(today, end, window_days)) {
        reasons.push(Refusal { rule: &rules::RECOMMITMENT_WINDOW, at });
    }
}

/// Whether so many may be asked for: the minimums for everybody, and for more on top of a
/// commitment also what is committed already.
fn check_quantities(
    record: &Commitment,
    kind: Kind,
    asked: Quantities,
    facts: &Facts,
    reasons: &mut Vec<Refusal>,
) {
    if asked.is_empty() {
        reasons.push(Refusal { rule: &rules::AT_LEAST_ONE_OFFER, at: Place::Quantities(kind) });
    }
    let committed = match record.committed() {
        Some(running) if kind == Kind::Commitment => running.quantities,
        _ => Quantities::NONE,
    };
    for (offer, _) in committed.iter().filter(|(offer, _)| asked.of(*offer).is_none()) {
        let at = Place::Missing(kind, offer);
        reasons.push(Refusal { rule: &rules::COMMITTED_OFFER_LISTED, at });
    }
    for (offer, quantity) in asked.iter() {
        let at = Place::Quantity(kind, offer);
        if quantity < facts.policy.least(offer) {
            reasons.push(Refusal { rule: &rules::MINIMUM_QUANTITY, at });
        }
        if committed.of(offer).is_some_and(|floor| quantity < floor) {
            reasons.push(Refusal { rule: &rules::COMMITTED_QUANTITY, at });
        }
    }
}

/// The request that waits for an answer. Should a stored record hold two, the first in the
/// document is the one that is answered.
pub(super) fn waiting(record: &Commitment) -> Option<(Kind, Request)> {
    Kind::ALL
        .into_iter()
        .find_map(|kind| Some((kind, record.standing(kind, RequestStatus::Requested)?)))
}

/// Whether the answer window is over. One whose beginning or whose day is unknown is not.
pub(super) fn is_late(record: &Commitment, facts: &Facts) -> bool {
    let (Some(from), Some(today)) = (record.requested_on, facts.today) else { return false };
    is_over(from, facts.policy.answer_window_days, today)
}
