//! Orders and renewals: what is owned is held against what was promised.

use super::{
    Commitment, Facts, Kind, Request, RequestStatus, Running, RunningStatus, Transition,
    Transitions,
};
use crate::value::Quantities;

/// Moves what is owned from the accepted commitment request into the commitment: all of it, or
/// the one offer of two that is reached. An accepted recommitment waits for its day instead.
pub(super) fn settle(record: &mut Commitment, facts: &Facts) -> Transitions {
    let mut done = Transitions::NONE;
    let Some(request) = record.standing(Kind::Commitment, RequestStatus::Accepted) else {
        return done;
    };
    let (mut reached, mut open) = (Quantities::NONE, Quantities::NONE);
    for (offer, quantity) in request.quantities.iter() {
        let side = if facts.owned.reaches(offer, quantity) { &mut reached } else { &mut open };
        side.insert(offer, quantity);
    }
    // A request without quantities promises nothing: there is nothing to reach.
    if reached.is_empty() {
        return done;
    }
    record.running = Some(with_reached(record.committed(), &request, reached));
    if open.is_empty() {
        record.request = None;
        done.push(Transition::Committed);
    } else {
        record.request = Some(Request { quantities: open, ..request });
        done.push(Transition::Split);
    }
    done
}

/// The commitment with what was reached: added to the one that runs, or a new one.
fn with_reached(running: Option<&Running>, request: &Request, reached: Quantities) -> Running {
    let mut next = running.copied().unwrap_or(Running {
        status: RunningStatus::Committed,
        start: request.start,
        end: request.end,
        quantities: Quantities::NONE,
    });
    for (offer, quantity) in reached.iter() {
        next.quantities.insert(offer, quantity);
    }
    next
}

/// An anniversary renewal: the anniversary moves on, and the commitment is held against what was
/// renewed. Only what is committed counts; an accepted request has its own window.
pub(super) fn renew(record: &mut Commitment, facts: &Facts) -> Transitions {
    let mut done = Transitions::NONE;
    if let Some(day) = record.coterm {
        record.coterm = Some(facts.policy.next_anniversary(day));
        done.push(Transition::AnniversaryMoved);
    }
    let short = record.committed().filter(|running| {
        running.quantities.iter().any(|(offer, least)| !facts.owned.reaches(offer, least))
    });
    if let Some(running) = short.copied() {
        record.running = Some(Running { status: RunningStatus::Noncompliant, ..running });
        done.push(Transition::CommitmentNoncompliant);
    }
    done
}
