//! What the caller looks up before asking, and what a deployment has chosen.

use alloc::vec::Vec;

use super::record::MarketSegment;
use crate::commitment;
use crate::value::{Date, Owned};

/// What the caller looked up. `None` means "not looked up", and what is not known refuses.
///
/// There is no default: the caller says each thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The readings in force.
    pub policy: Policy,
    /// The day.
    pub today: Option<Date>,
    /// How many subscriptions of the customer are active.
    pub active_subscriptions: Option<u64>,
    /// How many of them are in deployments, that is in other countries.
    pub active_subscriptions_in_deployments: Option<u64>,
    /// The market segments that the reseller is enabled for.
    pub reseller_market_segments: Option<Vec<MarketSegment>>,
    /// Whether the partner is enabled for global sales.
    pub partner_global_sales: Option<bool>,
    /// Whether the partner is enabled for large government agencies.
    pub partner_large_government_agency: Option<bool>,
    /// What the customer owns.
    pub owned: Owned,
}

impl Facts {
    /// Nothing was looked up: whatever depends on a fact is refused.
    pub fn unknown(policy: Policy) -> Self {
        Self {
            policy,
            today: None,
            active_subscriptions: None,
            active_subscriptions_in_deployments: None,
            reseller_market_segments: None,
            partner_global_sales: None,
            partner_large_government_agency: None,
            owned: Owned::NOTHING,
        }
    }
}

/// What an omitted `globalSalesEnabled` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OmittedGlobalSales {
    /// It stays.
    Keep,
    /// It is read as `false`.
    False,
}

/// What an empty contact list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmptyContacts {
    /// It is refused: a customer has at least one contact.
    Refuse,
    /// The contacts stay.
    Keep,
}

/// What another name for a known e-mail address means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OtherName {
    /// It is refused: names are fixed.
    Refuse,
    /// The stored name stays, without a word.
    Ignore,
}

/// The readings: one decision at each point that Adobe's pages leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Whether company profile, company name, language, address and the required members of the
    /// address must be sent in every update.
    pub profile_required: bool,
    /// What an omitted `globalSalesEnabled` means.
    pub omitted_global_sales: OmittedGlobalSales,
    /// What `contacts: []` means.
    pub empty_contacts: EmptyContacts,
    /// What another name for a known e-mail address means.
    pub other_name: OtherName,
    /// Whether postal codes are checked for the shape of their country.
    pub postal_code_shapes: bool,
    /// Windows and terms of the three-year commitment.
    pub commitment: commitment::Policy,
}

impl Policy {
    /// Names of the presets; the first is the default.
    pub const NAMES: &'static [&'static str] = &["documented", "observed"];

    /// What the pages say; where they are silent, the reading that cannot lose data.
    pub fn documented() -> Self {
        Self {
            profile_required: false,
            omitted_global_sales: OmittedGlobalSales::Keep,
            empty_contacts: EmptyContacts::Refuse,
            other_name: OtherName::Refuse,
            postal_code_shapes: false,
            commitment: commitment::Policy::documented(),
        }
    }

    /// What public clients have seen.
    pub fn observed() -> Self {
        Self {
            profile_required: true,
            omitted_global_sales: OmittedGlobalSales::False,
            empty_contacts: EmptyContacts::Keep,
            other_name: OtherName::Ignore,
            postal_code_shapes: true,
            commitment: commitment::Policy::observed(),
        }
    }

    /// The preset of this name.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "documented" => Some(Self::documented()),
            "observed" => Some(Self::observed()),
            _ => None,
        }
    }
}
