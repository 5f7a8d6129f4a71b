//! Orders and renewals: what is owned is held against what was promised.

use super::answer::not_before;
use super::{
    Draft, Kind, Place, Request, RequestStatus, Running, RunningStatus, Transition, rules,
};
use crate::value::Quantities;

impl Draft<'_> {
    /// Moves what is owned from the accepted commitment request into the commitment: all of it, or
    /// the one offer of two that is reached. An accepted recommitment waits for its day instead.
    pub(super) fn order(&mut self) {
        let request = self.after.with_status(Kind::Commitment, RequestStatus::Accepted);
        let (Some(request), Some(owned)) = (request, &self.facts.owned) else { return };
        // Rule: commitment.order.never-revives
        if self.would_revive(&request) {
            return;
        }
        let (mut reached, mut open) = (Quantities::NONE, Quantities::NONE);
        for (offer, quantity) in request.quantities.iter() {
            // Rule: commitment.order.reaches
            let side = if owned.reaches(offer, quantity) { &mut reached } else { &mut open };
            side.insert(offer, quantity);
        }
        // A request without quantities promises nothing: there is nothing to reach.
        if reached.is_empty() {
            return;
        }
        self.after.running = Some(with_reached(self.after.committed(), &request, reached));
        if open.is_empty() {
            self.after.request = None;
            self.done.push(Transition::Committed);
        } else {
            // Rule: commitment.order.split
            self.after.request = Some(Request { quantities: open, ..request });
            self.done.push(Transition::Split);
        }
    }

    /// Whether the request has no term of its own, and the commitment that it would increase has
    /// ended or lost its force.
    fn would_revive(&self, request: &Request) -> bool {
        self.after.running.is_some_and(|running| {
            let lost =
                matches!(running.status, RunningStatus::Expired | RunningStatus::Noncompliant);
            lost && running.end == request.end
        })
    }

    /// An anniversary renewal: the anniversary moves on, and the commitment is held against what
    /// was renewed. Only what is committed counts; an accepted request has its own window.
    pub(super) fn renew(&mut self) {
        if let Some(day) = self.after.coterm {
            let window = i64::from(self.facts.policy.renewal_window_days);
            if self.facts.today.is_some_and(|today| today.days_until(day) > window) {
                self.refuse(&rules::RENEWAL_IN_TIME, Place::Event);
            }
            // Rule: commitment.renewal.anniversary
            let next = self.facts.policy.next_anniversary(day);
            let Some(next) = self.day(next) else { return };
            self.after.coterm = Some(next);
            self.done.push(Transition::AnniversaryMoved);
        }
        let Some(owned) = &self.facts.owned else { return };
        // Rule: commitment.renewal.below
        let short = self.after.committed().filter(|running| {
            running.quantities.iter().any(|(offer, least)| !owned.reaches(offer, least))
        });
        if let Some(running) = short.copied() {
            self.after.running = Some(Running { status: RunningStatus::Noncompliant, ..running });
            self.done.push(Transition::CommitmentNoncompliant);
        }
    }
}

/// The commitment with what was reached: added to the one that runs, or a new one.
fn with_reached(running: Option<&Running>, request: &Request, reached: Quantities) -> Running {
    let mut next = running.copied().unwrap_or(Running {
        status: RunningStatus::Committed,
        start: request.start,
        end: not_before(request.start, request.end),
        quantities: Quantities::NONE,
    });
    for (offer, quantity) in reached.iter() {
        next.quantities.insert(offer, quantity);
    }
    next
}
