//! What the tables hold, in columns.

use core::fmt;

use customer_core::endpoint::Revision;

use crate::clock::Moment;

/// A record is addressed by its vendor, its tenant, and its key.
#[derive(Clone, Copy)]
pub(crate) struct Owned<'o> {
    pub(crate) vendor: &'o str,
    pub(crate) tenant: &'o str,
    pub(crate) key: &'o str,
}

/// A record as it is stored.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) revision: Revision,
    /// The vendor's record as one exact text.
    pub(crate) document: String,
    /// The facts that were set by hand, as one JSON object.
    pub(crate) facts: String,
}

/// Whose a record is.
#[derive(Clone)]
pub(crate) struct Owner {
    pub(crate) id: String,
    pub(crate) tenant: String,
    pub(crate) revision: Revision,
}

/// What a record takes for itself: the name of the fact that asks for it, and the value.
pub(crate) type Claim = (&'static str, String);

/// One entry of a history.
#[derive(Clone)]
pub(crate) struct Event {
    pub(crate) revision: Revision,
    /// The core's event, as JSON.
    pub(crate) event: String,
    /// Who did it, as JSON.
    pub(crate) cause: String,
    pub(crate) at: Moment,
}

/// One row of the outbox.
#[derive(Clone)]
pub(crate) struct Effect {
    /// Given by the store.
    pub(crate) sequence: i64,
    pub(crate) vendor: String,
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) revision: Revision,
    /// The name of the effect.
    pub(crate) effect: String,
    /// The effect as the contract writes it.
    pub(crate) data: String,
    pub(crate) at: Moment,
    pub(crate) done_at: Option<Moment>,
}

/// An effect that nobody has performed.
#[derive(Clone)]
pub(crate) struct Open {
    pub(crate) sequence: i64,
    pub(crate) vendor: String,
    /// The name of the effect.
    pub(crate) effect: String,
}

/// Which part of the outbox is asked for.
#[derive(Clone, Copy, Default)]
pub(crate) struct Span<'s> {
    pub(crate) vendor: Option<&'s str>,
    pub(crate) key: Option<&'s str>,
    pub(crate) effect: Option<&'s str>,
    pub(crate) after: i64,
    pub(crate) limit: Option<u64>,
}

/// What the vendor does later by itself.
#[derive(Clone)]
pub(crate) struct Work {
    pub(crate) tenant: String,
    pub(crate) key: String,
    pub(crate) kind: String,
    pub(crate) at: Moment,
}

/// A token that was issued.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) client: String,
    /// By the sandbox's clock.
    pub(crate) expires: Moment,
    /// When it may be removed, by the machine's clock.
    pub(crate) purge: Moment,
}

/// A fault, and what is left of it.
#[derive(Clone)]
pub(crate) struct Fault {
    /// Given by the store.
    pub(crate) number: i64,
    /// What was asked for, as JSON.
    pub(crate) asked: String,
    pub(crate) times: u64,
    pub(crate) skip: u64,
}

macro_rules! redacted {
    ($($Row:ident),*) => {$(
        /// Rows hold personal data.
        impl fmt::Debug for $Row {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($Row), "(..)"))
            }
        }
    )*};
}

redacted!(Row, Owner, Event, Effect, Work, Token, Fault);
