//! What the caller looks up before asking, and what a deployment has chosen. Only the tables.

use alloc::vec::Vec;

use super::record::MarketSegment;
use crate::commitment;
use crate::decision::{ClosedWord, choices, facts, policy};
use crate::value::{Date, Owned, Quantity};

facts! {
    /// What the caller looked up. `None` means "not looked up": what depends on it is undecided.
    ///
    /// There is no default: the caller says each thing, or that it is not known.
    pub struct Facts {
        /// The day.
        today: Date = Today, "today",
            "a new request; `accepted`, `elapsed`, `renewed`; `declined` where the day of the \
             request is known; `activated` where a request of the creation waits";
        /// How many subscriptions of the customer are active.
        active_subscriptions: u64 = ActiveSubscriptions, "activeSubscriptions",
            "a change of market segment to COM, EDU or GOV";
        /// How many of them are in deployments, that is in other countries.
        active_subscriptions_in_deployments: u64 = ActiveSubscriptionsInDeployments,
            "activeSubscriptionsInDeployments",
            "switching global sales off, also by leaving the flag out where that is read so";
        /// The market segments that the reseller is enabled for.
        reseller_market_segments: Vec<MarketSegment> = ResellerMarketSegments,
            "resellerMarketSegments", "a change of market segment to COM, EDU or GOV";
        /// Whether the partner is enabled for global sales.
        partner_global_sales: bool = PartnerGlobalSales, "partnerGlobalSales",
            "switching global sales on";
        /// Whether the partner is enabled for large government agencies.
        partner_large_government_agency: bool = PartnerLargeGovernmentAgency,
            "partnerLargeGovernmentAgency", "a conversion to large government";
        /// What the customer owns.
        owned: Owned = Owned, "owned", "`accepted`, `ordered`, `renewed`";
    }
}

impl ClosedWord for MarketSegment {
    const LIST_KIND: &'static str = "an array of COM, EDU, GOV";
    const WORDS: &'static [&'static str] = &["COM", "EDU", "GOV"];

    fn is_known(&self) -> bool {
        self.is_known()
    }
}

choices! {
    /// What it means when company profile, company name, language, address or a required member of
    /// the address is left out.
    pub enum OmittedProfile {
        /// It stays.
        Keep = "keep",
        /// It is refused.
        Refuse = "refuse",
    }

    /// What an omitted `globalSalesEnabled` means.
    pub enum OmittedGlobalSales {
        /// It stays.
        Keep = "keep",
        /// It is read as `false`.
        False = "false",
    }

    /// What an empty contact list means.
    pub enum EmptyContacts {
        /// It is refused: a customer has at least one contact.
        Refuse = "refuse",
        /// The contacts stay.
        Keep = "keep",
    }

    /// What another name for a known e-mail address means.
    pub enum OtherName {
        /// It is refused: names are fixed.
        Refuse = "refuse",
        /// The stored name stays, without a word.
        Ignore = "ignore",
    }

    /// What a postal code is checked for.
    pub enum PostalCodes {
        /// Its length.
        Length = "length",
        /// Its length, and the shape of its country where one is known.
        Shape = "shape",
    }
}

policy! {
    /// The readings: one decision at each point that Adobe's pages leave open.
    pub struct Policy {
        omitted_profile: OmittedProfile = "omitted-profile",
            "company profile, name, language, address or a required member of it left out";
        omitted_global_sales: OmittedGlobalSales = "omitted-global-sales",
            "`globalSalesEnabled` left out";
        empty_contacts: EmptyContacts = "empty-contacts", "an empty contact list";
        other_name: OtherName = "other-name", "another name for a known e-mail address";
        postal_codes: PostalCodes = "postal-codes", "the form of a postal code";
    }
    within commitment: commitment::Policy {
        answer_window_days: u16 = "answer-window-days", "days to answer a request";
        compliance_window_days: u16 = "compliance-window-days",
            "days from an acceptance to its quantities";
        recommitment_window_days: Option<u16> = "recommitment-window-days",
            "days up to the end of a term in which a recommitment may be asked for";
        coterm_window_days: u16 = "coterm-window-days",
            "days up to the anniversary in which an acceptance counts for the year after it";
        renewal_window_days: u16 = "renewal-window-days",
            "days before the anniversary from which on its renewal may be processed";
        full_term_years: u16 = "full-term-years",
            "years of a term from its acceptance, or from an anniversary that is near";
        rest_term_years: u16 = "rest-term-years",
            "years of a term from an anniversary that is not near";
        anniversary_years: u16 = "anniversary-years", "years from one anniversary to the next";
        least_licenses: Quantity = "least-licenses", "the fewest licences of a request";
        least_consumables: Quantity = "least-consumables", "the fewest consumables of a request";
    }
    presets { "documented" => documented, "observed" => observed, }
}

impl Policy {
    /// What the pages say; where they are silent, the reading that cannot lose data.
    pub const fn documented() -> Self {
        Self {
            omitted_profile: OmittedProfile::Keep,
            omitted_global_sales: OmittedGlobalSales::Keep,
            empty_contacts: EmptyContacts::Refuse,
            other_name: OtherName::Refuse,
            postal_codes: PostalCodes::Length,
            commitment: commitment::Policy::documented(),
        }
    }

    /// What public clients have seen.
    pub const fn observed() -> Self {
        Self {
            omitted_profile: OmittedProfile::Refuse,
            omitted_global_sales: OmittedGlobalSales::False,
            empty_contacts: EmptyContacts::Keep,
            other_name: OtherName::Ignore,
            postal_codes: PostalCodes::Shape,
            commitment: commitment::Policy::observed(),
        }
    }
}
