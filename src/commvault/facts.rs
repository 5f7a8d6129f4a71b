//! What the caller looked up before asking, and the readings it chose.

use crate::value::Timestamp;

/// The circumstances of a decision. There is no default: what was not looked up is said to be
/// `None`, and refuses where it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The readings.
    pub policy: Policy,
    /// The vendor's clock; `None` leaves `updateTs` as it is.
    pub now: Option<Timestamp>,
    /// Whether another account of the partner has the new `externalId`.
    pub external_id_taken: Option<bool>,
    /// Whether another account of the partner has the new `name`.
    pub name_taken: Option<bool>,
}

impl Facts {
    /// Nothing was looked up: whatever depends on a fact is refused.
    pub const fn unknown(policy: Policy) -> Self {
        Self { policy, now: None, external_id_taken: None, name_taken: None }
    }
}

/// What a required member means that was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Missing {
    /// The update is refused.
    Refuse,
    /// It stays as it is.
    Keep,
}

/// What an empty text means in a member that may have no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmptyText {
    /// A value like any other.
    Value,
    /// The same as null.
    Null,
}

/// What a member means that no update can change and that does not repeat what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Foreign {
    /// The update is refused.
    Refuse,
    /// It is not looked at.
    Ignore,
}

/// What an update means while another one runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Busy {
    /// It is refused.
    Refuse,
    /// It takes the place of the running one: the last writer wins.
    Replace,
}

/// What an update means for a deactivated account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deactivated {
    /// It is refused.
    Refuse,
    /// It runs, and success leads back to `deactivated`.
    Return,
}

/// One decision for each point that the vendor's page leaves open. Start from a preset and set
/// single ones by hand.
///
/// ```
/// # use customer_core::commvault::{Busy, Policy};
/// let mine = Policy { busy: Busy::Replace, ..Policy::documented() };
/// assert_ne!(mine, Policy::documented());
/// assert_eq!(Policy::by_name("lenient"), Some(Policy::lenient()));
/// assert_eq!(Policy::by_name("strict"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    /// `externalId` or `name` left out.
    pub identity: Missing,
    /// `contacts` left out or without an element.
    pub contacts: Missing,
    /// An empty text in `website`, `phone` or an attribute of the address.
    pub empty: EmptyText,
    /// Unknown members, and those that an update can't change.
    pub foreign: Foreign,
    /// An update while another one runs.
    pub busy: Busy,
    /// An update of a deactivated account.
    pub deactivated: Deactivated,
}

impl Policy {
    /// Names of the presets; the first is the default.
    pub const NAMES: &'static [&'static str] = &["documented", "lenient"];

    /// What the vendor's page says, read strictly.
    pub const fn documented() -> Self {
        Self {
            identity: Missing::Refuse,
            contacts: Missing::Refuse,
            empty: EmptyText::Value,
            foreign: Foreign::Refuse,
            busy: Busy::Refuse,
            deactivated: Deactivated::Refuse,
        }
    }

    /// What a forgiving server would do.
    pub const fn lenient() -> Self {
        Self {
            identity: Missing::Keep,
            contacts: Missing::Keep,
            empty: EmptyText::Null,
            foreign: Foreign::Ignore,
            busy: Busy::Replace,
            deactivated: Deactivated::Return,
        }
    }

    /// The preset of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "documented" => Some(Self::documented()),
            "lenient" => Some(Self::lenient()),
            _ => None,
        }
    }
}
