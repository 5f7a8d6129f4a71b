//! What is stored: the commitment that runs, the two requests, and the dates behind them.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::value::{Date, Quantities};

crate::json::stored! {
    /// The three-year commitment of one customer. Plain state: every combination is allowed,
    /// because stored documents hold combinations that this machine would never reach by itself.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[expect(clippy::exhaustive_structs, reason = "a caller builds it")]
    pub struct Commitment {
        /// The agreement in force, or the last one.
        pub running: Option<Running>,
        /// The request for a first commitment, or for more on top of the running one.
        pub request: Option<Request>,
        /// The request for the three years after the running commitment.
        pub recommitment: Option<Request>,
        /// When the pending request was made, where known: the answer window runs from it.
        pub requested_on: Option<Date>,
        /// When the accepted request was accepted, where known: the compliance window runs from it.
        pub accepted_on: Option<Date>,
        /// The next anniversary of the account, where known.
        pub coterm: Option<Date>,
    }
}

/// The agreement in force, or the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "a caller builds it")]
pub struct Running {
    /// Its status.
    pub status: RunningStatus,
    /// Its first day, where known.
    pub start: Option<Date>,
    /// Its last day, where known. One that is unknown is never over.
    pub end: Option<Date>,
    /// The quantities promised.
    pub quantities: Quantities,
}

/// The status of an agreement. Only [`Committed`](Self::Committed) binds the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "whatever is not known is `Other`")]
pub enum RunningStatus {
    /// The quantities were reached and the term runs.
    Committed,
    /// A renewal fell below the quantities. Nothing leads back from here.
    Noncompliant,
    /// The term is over.
    Expired,
    /// Any other status: counts as no commitment and is left as it is.
    Other,
}

/// A request that the customer is to answer, has answered, or let pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "a caller builds it")]
pub struct Request {
    /// Its status.
    pub status: RequestStatus,
    /// First day of the term it leads to; known once accepted.
    pub start: Option<Date>,
    /// Last day of the term it leads to; known once accepted.
    pub end: Option<Date>,
    /// The quantities asked for.
    pub quantities: Quantities,
}

/// The status of a request. [`Requested`](Self::Requested) and [`Accepted`](Self::Accepted) are
/// pending; a new request may take the place of any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::exhaustive_enums, reason = "whatever is not known is `Other`")]
pub enum RequestStatus {
    /// It came with the creation of the account, and is made when the account becomes active.
    Created,
    /// The customer has not answered yet.
    Requested,
    /// The customer agreed; the quantities, or the day, are still to come.
    Accepted,
    /// The customer said no.
    Declined,
    /// Nobody answered in time.
    Expired,
    /// The quantities were not reached in time.
    Noncompliant,
    /// Any other status: counts as ended and is left as it is.
    Other,
}

impl Commitment {
    /// Nothing asked, nothing agreed, no date known.
    pub const NONE: Self = Self {
        running: None,
        request: None,
        recommitment: None,
        requested_on: None,
        accepted_on: None,
        coterm: None,
    };

    /// The request of one kind.
    #[must_use]
    pub const fn request_of(&self, kind: Kind) -> Option<&Request> {
        match kind {
            Kind::Commitment => self.request.as_ref(),
            Kind::Recommitment => self.recommitment.as_ref(),
        }
    }

    /// The agreement, if it binds: only while it is `COMMITTED`.
    #[must_use]
    pub fn committed(&self) -> Option<&Running> {
        self.running.as_ref().filter(|running| running.status == RunningStatus::Committed)
    }

    /// Whether an agreement binds or a request of either kind is pending.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.committed().is_some() || Kind::ALL.into_iter().any(|kind| self.pending(kind).is_some())
    }

    /// The request of one kind, if it is `REQUESTED` or `ACCEPTED`.
    #[must_use]
    pub fn pending(&self, kind: Kind) -> Option<&Request> {
        self.request_of(kind).filter(|request| request.status.is_pending())
    }

    /// The request that came with the creation of the account and is still to be made. There is
    /// nothing yet that a recommitment could follow, so it is one for a first commitment.
    #[must_use]
    pub fn created(&self) -> Option<Request> {
        self.with_status(Kind::Commitment, RequestStatus::Created)
    }

    /// The first request in the document that has this status. Should a stored record hold two that
    /// wait for an answer, the first is the one that is answered.
    pub(super) fn first(&self, status: RequestStatus) -> Option<(Kind, Request)> {
        Kind::ALL.into_iter().find_map(|kind| Some((kind, self.with_status(kind, status)?)))
    }

    /// The request of one kind, if it has this status.
    pub(super) fn with_status(&self, kind: Kind, status: RequestStatus) -> Option<Request> {
        self.request_of(kind).filter(|request| request.status == status).copied()
    }

    pub(super) const fn set_request(&mut self, kind: Kind, request: Option<Request>) {
        match kind {
            Kind::Commitment => self.request = request,
            Kind::Recommitment => self.recommitment = request,
        }
    }

    /// Drops the dates from which no window runs any more.
    pub(super) fn drop_idle_dates(&mut self) {
        let waits = |kind| self.with_status(kind, RequestStatus::Requested).is_some();
        if !Kind::ALL.into_iter().any(waits) {
            self.requested_on = None;
        }
        // A recommitment has no compliance window: nothing runs from the day it was accepted.
        if self.with_status(Kind::Commitment, RequestStatus::Accepted).is_none() {
            self.accepted_on = None;
        }
    }
}

impl RequestStatus {
    /// Whether the request still leads somewhere.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Requested | Self::Accepted)
    }

    /// The name on the wire, which [`Created`](Self::Created) has not; for [`Other`](Self::Other)
    /// the word `OTHER`, which is no wire name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "",
            Self::Requested => "REQUESTED",
            Self::Accepted => "ACCEPTED",
            Self::Declined => "DECLINED",
            Self::Expired => "EXPIRED",
            Self::Noncompliant => "NONCOMPLIANT",
            Self::Other => "OTHER",
        }
    }
}

impl RunningStatus {
    /// The name on the wire; for [`Other`](Self::Other) the word `OTHER`, which is no wire name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Committed => "COMMITTED",
            Self::Noncompliant => "NONCOMPLIANT",
            Self::Expired => "EXPIRED",
            Self::Other => "OTHER",
        }
    }
}

impl Request {
    /// The same request with another status.
    pub(super) const fn now(self, status: RequestStatus) -> Self {
        Self { status, ..self }
    }
}
