//! What was decided, as data: what happened and which part changed from what to what.

use core::fmt;

use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Commitment, Kind, Request, Running};
use crate::decision::Misfit;
use crate::json::{Pointer, stored};
use crate::value::Date;

/// One thing that happened to a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Transition {
    /// A request was made: its terms are shown to the customer.
    Requested(Kind),
    /// The customer accepted.
    Accepted(Kind),
    /// The customer declined.
    Declined(Kind),
    /// A request was not answered in time, or the term ended that it would increase.
    RequestExpired(Kind),
    /// An accepted request did not reach its quantities in time.
    RequestNoncompliant,
    /// An accepted request reached all its quantities and became the commitment.
    Committed,
    /// An accepted request reached one of two quantities, which moved into the commitment.
    Split,
    /// The commitment came to its end.
    CommitmentExpired,
    /// A renewal fell below what was committed.
    CommitmentNoncompliant,
    /// The accepted recommitment became the commitment.
    TakenOver,
    /// A renewal moved the anniversary by a year.
    AnniversaryMoved,
}

impl Transition {
    /// The name, as a decision is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Requested(_) => "requested",
            Self::Accepted(_) => "accepted",
            Self::Declined(_) => "declined",
            Self::RequestExpired(_) => "request-expired",
            Self::RequestNoncompliant => "request-noncompliant",
            Self::Committed => "committed",
            Self::Split => "split",
            Self::CommitmentExpired => "commitment-expired",
            Self::CommitmentNoncompliant => "commitment-noncompliant",
            Self::TakenOver => "taken-over",
            Self::AnniversaryMoved => "anniversary-moved",
        }
    }
}

/// What happened, in order of time. Empty when the input found nothing to do.
///
/// One input brings at most three: a long silence can end a request, bring the recommitment in,
/// and end that as well.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Transitions([Option<Transition>; 3]);

impl Transitions {
    pub(super) const NONE: Self = Self([None; 3]);

    pub(super) fn push(&mut self, transition: Transition) -> bool {
        let free = self.0.iter_mut().find(|slot| slot.is_none());
        free.map(|slot| *slot = Some(transition)).is_some()
    }

    /// In order of time.
    pub fn iter(&self) -> impl Iterator<Item = Transition> + use<> {
        self.0.into_iter().flatten()
    }

    /// Whether this happened.
    #[must_use]
    pub fn contains(&self, transition: Transition) -> bool {
        self.iter().any(|happened| happened == transition)
    }

    /// Whether nothing happened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl fmt::Debug for Transitions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Serialize for Transitions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.iter().count()))?;
        for transition in self.iter() {
            list.serialize_element(&transition)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for Transitions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;

        impl<'de> de::Visitor<'de> for List {
            type Value = Transitions;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of at most three transitions")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(
                self,
                mut list: A,
            ) -> Result<Transitions, A::Error> {
                let mut transitions = Transitions::NONE;
                while let Some(transition) = list.next_element()? {
                    if !transitions.push(transition) {
                        return Err(de::Error::custom("more transitions than one input brings"));
                    }
                }
                Ok(transitions)
            }
        }

        deserializer.deserialize_seq(List)
    }
}

/// One part before and after; the two differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "T: Deserialize<'de>"))]
#[expect(clippy::exhaustive_structs, reason = "a part before and after, and nothing else")]
pub struct Changed<T> {
    // A member left out must not read as "no value": naming the function makes it an error.
    /// What it was.
    #[serde(deserialize_with = "Deserialize::deserialize")]
    pub before: T,
    /// What it is.
    #[serde(deserialize_with = "Deserialize::deserialize")]
    pub after: T,
}

impl<T: PartialEq> Changed<T> {
    fn between(before: T, after: T) -> Option<Self> {
        (before != after).then_some(Self { before, after })
    }
}

stored! {
    /// The answer to an input that was not refused. Parts that did not change are not named.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[must_use]
    #[non_exhaustive]
    pub struct Decision {
        /// What happened, in order of time.
        pub transitions: Transitions,
        /// [`Commitment::running`].
        pub running: Option<Changed<Option<Running>>> = default,
        /// [`Commitment::request`].
        pub request: Option<Changed<Option<Request>>> = default,
        /// [`Commitment::recommitment`].
        pub recommitment: Option<Changed<Option<Request>>> = default,
        /// [`Commitment::requested_on`].
        pub requested_on: Option<Changed<Option<Date>>> = default,
        /// [`Commitment::accepted_on`].
        pub accepted_on: Option<Changed<Option<Date>>> = default,
        /// [`Commitment::coterm`].
        pub coterm: Option<Changed<Option<Date>>> = default,
    }
}

impl Decision {
    /// Nothing happened.
    pub const NONE: Self = Self {
        transitions: Transitions::NONE,
        running: None,
        request: None,
        recommitment: None,
        requested_on: None,
        accepted_on: None,
        coterm: None,
    };

    pub(super) fn between(
        before: &Commitment,
        after: &Commitment,
        transitions: Transitions,
    ) -> Self {
        Self {
            transitions,
            running: Changed::between(before.running, after.running),
            request: Changed::between(before.request, after.request),
            recommitment: Changed::between(before.recommitment, after.recommitment),
            requested_on: Changed::between(before.requested_on, after.requested_on),
            accepted_on: Changed::between(before.accepted_on, after.accepted_on),
            coterm: Changed::between(before.coterm, after.coterm),
        }
    }

    /// Whether the record stays as it is. A request that repeats the last one changes nothing
    /// and is a transition all the same: its terms are shown again.
    #[must_use]
    pub const fn is_unchanged(&self) -> bool {
        self.running.is_none()
            && self.request.is_none()
            && self.recommitment.is_none()
            && self.requested_on.is_none()
            && self.accepted_on.is_none()
            && self.coterm.is_none()
    }
}

/// Makes the changes of a decision.
///
/// ```
/// use customer_core::commitment::{Commitment, Facts, Input, Kind, Policy, decide, evolve};
/// use customer_core::value::{Date, Quantities, Quantity};
///
/// let quantities = Quantities::new(Some(Quantity::of(25)), None);
/// let asked = Input::Requested { kind: Kind::Commitment, quantities };
/// let today = Some(Date::parse("2026-03-01")?);
/// let facts = Facts { today, owned: None, policy: Policy::documented() };
/// let mut record = Commitment::NONE;
/// let decision = decide(&record, &asked, &facts)?;
/// evolve(&mut record, &decision)?;
/// assert_eq!(record.requested_on, today);
/// assert!(evolve(&mut record, &decision).is_err()); // delivered twice
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Errors
///
/// A record in which a part that the decision changes is not what it was, such as one that was
/// changed by it already; it stays as it is.
pub fn evolve(record: &mut Commitment, decision: &Decision) -> Result<(), Misfit> {
    decision.fits(record)?;
    decision.make(record);
    Ok(())
}

impl Decision {
    fn fits(&self, record: &Commitment) -> Result<(), Misfit> {
        found(&record.running, &self.running, "/running")?;
        found(&record.request, &self.request, "/request")?;
        found(&record.recommitment, &self.recommitment, "/recommitment")?;
        found(&record.requested_on, &self.requested_on, "/requested_on")?;
        found(&record.accepted_on, &self.accepted_on, "/accepted_on")?;
        found(&record.coterm, &self.coterm, "/coterm")
    }

    pub(super) fn make(&self, record: &mut Commitment) {
        set(&mut record.running, self.running);
        set(&mut record.request, self.request);
        set(&mut record.recommitment, self.recommitment);
        set(&mut record.requested_on, self.requested_on);
        set(&mut record.accepted_on, self.accepted_on);
        set(&mut record.coterm, self.coterm);
    }
}

fn found<T: PartialEq>(
    part: &T,
    changed: &Option<Changed<T>>,
    at: &'static str,
) -> Result<(), Misfit> {
    match changed {
        Some(changed) if changed.before != *part => Err(Misfit::at(Pointer::new(at))),
        _ => Ok(()),
    }
}

fn set<T>(part: &mut T, changed: Option<Changed<T>>) {
    if let Some(changed) = changed {
        *part = changed.after;
    }
}
