//! What follows from a call.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Serialize, Serializer};

use super::{Revision, StoredAnswer};
use crate::decision::{Event, Needs, Next, Refusal};
use crate::http::Reply;

/// What follows from a call: a reply, or more facts to look up. `R`, `D`, `E` and `F` are the
/// vendor's record, decision, effect and fact.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a service has nothing else to do")]
#[expect(clippy::large_enum_variant, reason = "made once for each call and taken apart at once")]
pub enum Responded<R, D, E, F> {
    /// This is the reply, once what belongs to it is stored.
    Reply(Replied<R, D, E>),
    /// Look these facts up, in the same transaction, and ask again.
    Lookup(Lookup<F>),
}

/// A reply and what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replied<R, D, E> {
    /// What is sent, after the commit.
    pub reply: Reply,
    /// Whether it is an answer that was stored before.
    pub replayed: Option<Replayed>,
    /// What one transaction stores, all of it or nothing.
    pub write: Option<Write<R, D, E>>,
    /// What the caller of the API does next.
    pub next: Next,
    /// Why the call is refused, if it is refused now: a stored answer does not say it again.
    pub refusal: Option<Refusal>,
}

/// A stored answer was sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the body is the same, or it is not")]
pub enum Replayed {
    /// The call had the same body.
    SameBody,
    /// The call had another body, which was not looked at.
    OtherBody,
}

/// What one transaction stores.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Write<R, D, E> {
    /// The revision of the record that this was decided on; `None`: there was none.
    pub base: Option<Revision>,
    /// What happened to the record; it raises the revision by one.
    pub event: Option<Event<R, D>>,
    /// Follow-up work, in order.
    pub effects: Vec<E>,
    /// The answer, where the vendor answers the same call the same.
    pub answer: Option<StoredAnswer>,
    /// What the vendor does later by itself.
    pub due: Option<Due>,
}

/// What the vendor does later by itself. How much later is a setting of whoever plays the vendor,
/// whose clock is finer than ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Due {
    /// A new account is checked and becomes active.
    Activation,
    /// The running update settles.
    Settlement,
}

impl Due {
    /// The word under which it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::Settlement => "settlement",
        }
    }
}

/// The facts that a call depends on and that were not known, or the fresh value that is missing.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lookup<F> {
    /// Which, and why.
    pub needs: Needs<F>,
    /// The value of the request that a fact is about, where it is about one.
    pub values: Vec<(F, String)>,
    /// What nobody has had before and was not made, by its name in JSON: `requestId`, or
    /// `customerId` for a customer that is created.
    pub fresh: Option<&'static str>,
}

/// Without the values.
impl<F: fmt::Debug> fmt::Debug for Lookup<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Lookup");
        shown.field("needs", &self.needs).field("fresh", &self.fresh).finish_non_exhaustive()
    }
}

impl<R, D, E, F> Responded<R, D, E, F> {
    /// A reply that stores nothing.
    pub(crate) const fn only(reply: Reply, next: Next) -> Self {
        Self::Reply(Replied { reply, replayed: None, write: None, next, refusal: None })
    }

    /// A refusal, and how the vendor says it.
    pub(crate) const fn refused(
        reply: Reply,
        refusal: Refusal,
        write: Option<Write<R, D, E>>,
    ) -> Self {
        let next = refusal.next();
        Self::Reply(Replied { reply, replayed: None, write, next, refusal: Some(refusal) })
    }

    /// Facts are missing.
    pub(crate) const fn lookup(needs: Needs<F>, values: Vec<(F, String)>) -> Self {
        Self::Lookup(Lookup { needs, values, fresh: None })
    }

    /// A value is missing that nobody has had before.
    pub(crate) const fn lacking(name: &'static str) -> Self {
        Self::Lookup(Lookup { needs: Needs::NONE, values: Vec::new(), fresh: Some(name) })
    }

    /// A reply that stores something.
    pub(crate) const fn storing(reply: Reply, next: Next, write: Write<R, D, E>) -> Self {
        Self::Reply(Replied { reply, replayed: None, write: Some(write), next, refusal: None })
    }

    /// The reply, unless facts are missing.
    pub const fn reply(&self) -> Option<&Replied<R, D, E>> {
        match self {
            Self::Reply(replied) => Some(replied),
            Self::Lookup(_) => None,
        }
    }
}

impl<R, D, E> Write<R, D, E> {
    /// Nothing happened to a record that was found with this revision, or not found.
    pub(crate) const fn on(base: Option<Revision>) -> Self {
        Self { base, event: None, effects: Vec::new(), answer: None, due: None }
    }
}

/// Five members, always.
impl<R: Serialize, D: Serialize, E: Serialize> Serialize for Write<R, D, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("base", &self.base)?;
        map.serialize_entry("event", &self.event)?;
        map.serialize_entry("effects", &self.effects)?;
        map.serialize_entry("answer", &self.answer)?;
        map.serialize_entry("due", &self.due)?;
        map.end()
    }
}
