//! What can happen to a commitment, and what the caller must know to ask about it.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::Policy;
use crate::value::{Date, Owned, Quantities};

/// Anything that can happen. There is no second way in: a day that passes is an input too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(clippy::exhaustive_enums, reason = "there is no other way in, and callers build it")]
pub enum Input {
    /// The partner asks; the customer is to answer.
    Requested {
        /// For now, or for the next term.
        kind: Kind,
        /// How many of what.
        quantities: Quantities,
    },
    /// The customer accepts the terms of the request that waits.
    Accepted,
    /// The customer declines them.
    Declined,
    /// Nothing happened but time. The only input that moves the record to today.
    Elapsed,
    /// An order was processed.
    Ordered,
    /// An anniversary renewal was processed.
    Renewed,
    /// The account of the customer became active: a request that came with its creation is made.
    Activated,
}

/// The two kinds of request. Ordered as documents list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "the terms know these two")]
pub enum Kind {
    /// A first commitment, or more on top of the running one.
    Commitment,
    /// The three years after the running commitment.
    Recommitment,
}

impl Kind {
    /// Both, in order.
    pub const ALL: [Self; 2] = [Self::Commitment, Self::Recommitment];

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Commitment => Self::Recommitment,
            Self::Recommitment => Self::Commitment,
        }
    }

    /// The name in effects: `commitment` or `recommitment`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Commitment => "commitment",
            Self::Recommitment => "recommitment",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What the caller looked up before asking. No defaults: the caller says each thing, or that it is
/// not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a caller says each, or that it is not known")]
pub struct Facts {
    /// The day.
    pub today: Option<Date>,
    /// What the customer owns now.
    pub owned: Option<Owned>,
    /// The readings of this deployment.
    pub policy: Policy,
}

/// The facts by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a caller looks each of them up")]
pub enum Fact {
    /// [`Facts::today`].
    Today,
    /// [`Facts::owned`].
    Owned,
}

impl Facts {
    /// Nothing was looked up.
    #[must_use]
    pub const fn unknown(policy: Policy) -> Self {
        Self { today: None, owned: None, policy }
    }

    /// Whether this fact was looked up.
    #[must_use]
    pub const fn knows(&self, fact: Fact) -> bool {
        match fact {
            Fact::Today => self.today.is_some(),
            Fact::Owned => self.owned.is_some(),
        }
    }
}
