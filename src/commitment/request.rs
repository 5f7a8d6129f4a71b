//! A request is made.

use super::policy::closes;
use super::{Draft, Kind, Place, Request, RequestStatus, Transition, rules};
use crate::value::Quantities;

impl Draft<'_> {
    /// Puts the request in place of the one of its kind, whatever became of that.
    pub(super) fn request(&mut self, kind: Kind, quantities: Quantities) {
        self.check_state(kind);
        self.check_quantities(kind, quantities);
        // Shown without dates until it is accepted.
        let status = RequestStatus::Requested;
        let request = Request { status, start: None, end: None, quantities };
        self.make(kind, request);
    }

    /// The account is active: the request that came with its creation is made.
    pub(super) fn activate(&mut self) {
        // Rule: commitment.request.of-creation
        if let Some(request) = self.after.created() {
            self.make(Kind::Commitment, request.now(RequestStatus::Requested));
        }
    }

    fn make(&mut self, kind: Kind, request: Request) {
        // Rule: commitment.request.replaces
        self.after.set_request(kind, Some(request));
        self.after.requested_on = self.facts.today;
        self.done.push(Transition::Requested(kind));
    }

    /// Whether a request of this kind may be made now.
    fn check_state(&mut self, kind: Kind) {
        let at = Place::Request(kind);
        if self.after.pending(kind.other()).is_some() {
            self.refuse(&rules::ONE_KIND_AT_A_TIME, at);
        }
        if kind == Kind::Commitment {
            return;
        }
        let Some(running) = self.after.committed().copied() else {
            return self.refuse(&rules::RECOMMITMENT_NEEDS_COMMITMENT, at);
        };
        let window = self.facts.policy.recommitment_window_days;
        let (Some(window), Some(today)) = (window, self.facts.today) else { return };
        // A term whose end is not known cannot be shown to be in its last days.
        if !running.end.is_some_and(|end| closes(today, end, window)) {
            self.refuse(&rules::RECOMMITMENT_WINDOW, at);
        }
    }

    /// Whether so many may be asked for: the minimums for everybody, and for more on top of a
    /// commitment also what is committed already.
    fn check_quantities(&mut self, kind: Kind, asked: Quantities) {
        if asked.is_empty() {
            self.refuse(&rules::AT_LEAST_ONE_OFFER, Place::Quantities(kind));
        }
        let committed = match self.after.committed() {
            Some(running) if kind == Kind::Commitment => running.quantities,
            _ => Quantities::NONE,
        };
        for (offer, _) in committed.iter().filter(|(offer, _)| asked.of(*offer).is_none()) {
            self.refuse(&rules::COMMITTED_OFFER_LISTED, Place::Missing(kind, offer));
        }
        for (offer, quantity) in asked.iter() {
            let at = Place::Quantity(kind, offer);
            if quantity < self.facts.policy.least(offer) {
                self.refuse(&rules::MINIMUM_QUANTITY, at);
            }
            if committed.of(offer).is_some_and(|floor| quantity < floor) {
                self.refuse(&rules::COMMITTED_QUANTITY, at);
            }
        }
    }
}
