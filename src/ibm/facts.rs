//! What the caller looked up before asking, and the policy: one reading for each point that the
//! vendor leaves open.

use crate::member::words;
use crate::value::LengthUnit;

words! {
    /// The role in which the caller acts.
    pub enum Role {
        /// Administers its own organization.
        CustomerAdministrator = "CustomerAdministrator",
        /// Sales representative of the vendor.
        Vsr = "VSR",
        /// Uses services; may change no customer.
        User = "User",
    }
}

impl Role {
    /// Whether this role may change a customer.
    pub const fn may_update(&self) -> bool {
        matches!(self, Self::CustomerAdministrator | Self::Vsr)
    }
}

/// What the caller looked up. There is no default: `None` says "not looked up", and that refuses.
///
/// ```
/// use customer_core::ibm::{Facts, Policy, Role};
///
/// let facts = Facts {
///     policy: Policy::documented(),
///     role: Some(Role::Vsr),
///     same_organization: Some(true),
///     active_subscriptions: None,
/// };
/// assert!(facts.role.is_some_and(|role| role.may_update()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The readings.
    pub policy: Policy,
    /// The role of the caller.
    pub role: Option<Role>,
    /// Whether the customer is part of the caller's own organization.
    pub same_organization: Option<bool>,
    /// How many subscriptions of the customer are active. Only unregistering asks.
    pub active_subscriptions: Option<u64>,
}

impl Facts {
    /// Nothing was looked up: whatever depends on a fact is refused.
    pub const fn unknown(policy: Policy) -> Self {
        Self { policy, role: None, same_organization: None, active_subscriptions: None }
    }
}

/// Which attributes must be in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Required {
    /// The table of the article.
    Article,
    /// That table and `PaymentMethodType`: what the vendor's own client demands.
    Client,
    /// The second table of the page: neither `WorkPhone` nor `LocationName`, but
    /// `PaymentMethodType`.
    Viewer,
}

/// What null means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Null {
    /// It is refused.
    Refused,
    /// The member was left out.
    Missing,
}

/// How a word of a closed list is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordCase {
    /// Letter by letter.
    Exact,
    /// Without regard to ASCII case; stored in capitals.
    Folded,
}

/// What an empty `State` or `PostalCode` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmptyRegion {
    /// Missing, as with every other required attribute.
    Refused,
    /// A value: some countries have neither.
    Stored,
}

/// How many addresses and accounts a customer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SetSize {
    /// Exactly one of each.
    One,
    /// At least one of each.
    Many,
}

/// What becomes of another value for a read-only member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadOnly {
    /// It is refused.
    Refused,
    /// It is ignored.
    Ignored,
}

/// What unregistering does while subscriptions are active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unregister {
    /// It is refused.
    Conflict,
    /// It cancels them.
    Cascade,
}

/// One reading for each point where presets differ. Every one can be set by hand.
///
/// ```
/// use customer_core::ibm::{Null, Policy};
///
/// let policy = Policy { null: Null::Missing, ..Policy::documented() };
/// assert_ne!(policy, Policy::documented());
/// assert_eq!(Policy::by_name("viewer"), Some(Policy::viewer()));
/// assert_eq!(Policy::by_name("lenient"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    /// Which attributes must be in a request.
    pub required: Required,
    /// What null means.
    pub null: Null,
    /// What a maximum length counts.
    pub length_unit: LengthUnit,
    /// How a word of a closed list is compared.
    pub word_case: WordCase,
    /// What an empty `State` or `PostalCode` is.
    pub empty_region: EmptyRegion,
    /// How many addresses and accounts a customer has.
    pub set_size: SetSize,
    /// What becomes of another value for a read-only member.
    pub read_only: ReadOnly,
    /// What unregistering does while subscriptions are active.
    pub unregister: Unregister,
}

impl Policy {
    /// Names of the presets; the first is the default of the JSON contract.
    pub const NAMES: &'static [&'static str] = &["documented", "observed", "viewer"];

    /// What the vendor's article says; where it is silent, what cannot lose data.
    pub const fn documented() -> Self {
        Self {
            required: Required::Article,
            null: Null::Refused,
            length_unit: LengthUnit::Scalars,
            word_case: WordCase::Exact,
            empty_region: EmptyRegion::Refused,
            set_size: SetSize::One,
            read_only: ReadOnly::Refused,
            unregister: Unregister::Conflict,
        }
    }

    /// What public clients saw or expected.
    pub const fn observed() -> Self {
        Self {
            required: Required::Client,
            null: Null::Missing,
            length_unit: LengthUnit::Utf16,
            word_case: WordCase::Folded,
            empty_region: EmptyRegion::Stored,
            set_size: SetSize::Many,
            read_only: ReadOnly::Ignored,
            unregister: Unregister::Cascade,
        }
    }

    /// As documented, with what the page's second table requires.
    pub const fn viewer() -> Self {
        Self { required: Required::Viewer, ..Self::documented() }
    }

    /// The preset of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "documented" => Some(Self::documented()),
            "observed" => Some(Self::observed()),
            "viewer" => Some(Self::viewer()),
            _ => None,
        }
    }
}
