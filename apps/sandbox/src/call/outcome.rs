//! What comes of the transaction of a call.

use alloc::collections::BTreeSet;

use customer_core::endpoint::{Replied, Revision};
use customer_core::vendors::Vendor;

use super::answer::Answer;
use crate::clock::Moment;
use crate::fault::Asked;
use crate::vendor::Played;

/// How an attempt ends.
pub(super) enum Step<A = Answer> {
    /// With an answer.
    Done(A),
    /// Wait so many milliseconds, then try again.
    Wait(u64),
    /// Try again with the body.
    NeedsBody,
}

impl Step {
    pub(super) const fn done(answer: Answer) -> Self {
        Self::Done(answer)
    }

    pub(super) fn map<A>(self, with: impl FnOnce(Answer) -> A) -> Step<A> {
        match self {
            Self::Done(answer) => Step::Done(with(answer)),
            Self::Wait(milliseconds) => Step::Wait(milliseconds),
            Self::NeedsBody => Step::NeedsBody,
        }
    }
}

/// What came of the transaction.
pub(super) enum Outcome<V: Played> {
    /// The core replied.
    Replied(Box<Reported<V>>),
    /// A fault comes before the commit.
    Fault(Asked),
    /// Something is to be written first.
    NeedsWriter,
    /// It depends on the records with these keys, of which something is due that is to be done
    /// first.
    Behind(BTreeSet<String>),
    /// It depends on the body, which is not there.
    NeedsBody,
    /// Facts are missing, and there is nobody to ask.
    Unknown,
}

/// A reply of the core, and what is reported of it.
pub(super) struct Reported<V: Played> {
    pub(super) replied: Reply<V>,
    /// A fault that comes after the commit.
    pub(super) after: Option<Asked>,
    pub(super) revision: Option<Revision>,
    /// Whether the call got as far as to be decided.
    pub(super) admitted: bool,
    /// What was stored for it.
    pub(super) kept: Kept,
    /// The id of a record that was created.
    pub(super) created: Option<String>,
    /// When it was decided.
    pub(super) at: Moment,
}

impl<V: Played> Reported<V> {
    /// A reply with which nothing is stored yet.
    pub(super) const fn of(
        replied: Reply<V>,
        revision: Option<Revision>,
        admitted: bool,
        at: Moment,
    ) -> Self {
        let (after, kept, created) = (None, Kept::Nothing, None);
        Self { replied, after, revision, admitted, kept, created, at }
    }
}

/// What was stored for a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// Nothing.
    Nothing,
    /// An answer.
    Answer,
    /// An event, and perhaps an answer.
    Event,
}

/// A reply of the core.
pub(super) type Reply<V> =
    Replied<<V as Vendor>::Record, <V as Vendor>::Decision, <V as Vendor>::Effect>;
