//! A decision carried out on a record that it was not made for.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::json::{Pointer, stored};

/// Why a decision or an event does not fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Unfit {
    /// The record reads otherwise at a place. Read the record and decide again; a decision that was
    /// carried out already is dropped.
    #[default]
    Differs,
    /// `Created`, and there is a record. An event that was carried out already is dropped; else
    /// read the record and decide on it.
    Exists,
    /// `Decided`, and there is no record. Fold the events before it first; if the record was
    /// removed, there is nothing to decide.
    Missing,
    /// `Removed`, and there is no record. An event that was carried out already is dropped; else
    /// fold the events before it first.
    Gone,
}

stored! {
    /// The record does not read as the one that the decision was made for; it was left as it is.
    ///
    /// A decision that is delivered twice, late, or to another record ends here: its id or one of
    /// the values that it found is not the record's. So does an event that can't come where it
    /// comes. Holds the place and no value.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub struct Misfit {
        /// The first place that differs: the id of the record, or a place that the decision
        /// changes. The whole record if it is there and should not be, or the other way round.
        pub pointer: Pointer,
        /// Why, and by that what to do.
        pub cause: Unfit = default,
    }
}

impl Misfit {
    /// A record that differs at `pointer`.
    pub(crate) const fn at(pointer: Pointer) -> Self {
        Self { pointer, cause: Unfit::Differs }
    }

    /// An event that can't come here.
    pub(crate) fn event(cause: Unfit) -> Self {
        Self { pointer: Pointer::default(), cause }
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cause {
            Unfit::Differs => write!(
                f,
                "the decision was made for a record that reads otherwise at {}: read the record \
                 and decide again; if it was carried out already, drop it",
                self.pointer.spoken()
            ),
            Unfit::Exists => f.write_str(
                "there is a record already: if this event created it, drop the event; else read \
                 the record and decide on it",
            ),
            Unfit::Missing => f.write_str(
                "there is no record to carry the decision out on: fold the events before it first; \
                 if the record was removed, drop it",
            ),
            Unfit::Gone => f.write_str(
                "there is no record to remove: if it was removed already, drop the event; else \
                 fold the events before it first",
            ),
        }
    }
}

impl core::error::Error for Misfit {}
