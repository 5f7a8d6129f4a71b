//! A decision carried out on a record that it was not made for.

use core::fmt;

use crate::json::{Pointer, stored};

stored! {
    /// The record does not read as the one that the decision was made for; it was left as it is.
    ///
    /// A decision that is delivered twice, late, or to another record ends here: its id or one of
    /// the values that it found is not the record's. Holds the place and no value.
    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub struct Misfit {
        /// The first place that differs: the id of the record, or a place that the decision
        /// changes.
        pub pointer: Pointer,
    }
}

impl Misfit {
    /// A record that differs at `pointer`.
    pub(crate) const fn at(pointer: Pointer) -> Self {
        Self { pointer }
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the decision was made for a record that reads otherwise at `{}`", self.pointer)
    }
}

impl core::error::Error for Misfit {}
