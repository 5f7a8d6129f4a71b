//! Adobe VIP Marketplace: `PATCH /v3/customers/<customer-id>`.
//!
//! # What an update means here
//!
//! What is left out stays. A value sets. There is no word for "clear": null over a value is
//! refused, and only four texts may be sent empty to have no value. The contact list is replaced
//! whole, in the order sent; a contact is its e-mail address. Every contact that an accepted update
//! names gets the welcome e-mail, also when nothing changes.
//!
//! # What is refused
//!
//! Names, country and region may not change. Market segment, global sales, linked membership, the
//! large-government benefit and the three-year commitment change under conditions. All violations
//! are told at once, in the vendor's order of precedence: [`RULES`].
//!
//! # What is left to the caller
//!
//! Finding the customer (1116), headers and idempotency, and looking up [`Facts`].
//!
//! # Readings
//!
//! Where the pages are silent or contradict themselves: [`Policy`], one field for each point, and
//! two presets.
//!
//! # Source
//!
//! "Update customer account" and its sister pages, Adobe VIP Marketplace Partner API, 2026.

mod change;
mod checks;
mod contacts;
mod effect;
mod facts;
mod merge;
mod postal;
mod quantity;
mod record;
mod response;
pub mod rules;
mod three_years;
mod update;

use alloc::vec::Vec;

pub use change::{Decision, VERSION, diff, evolve};
pub use contacts::{CONTACTS_MAX, Contacts};
pub use effect::Effect;
pub use facts::{EmptyContacts, Facts, OmittedGlobalSales, OtherName, Policy};
pub use record::{
    Address, Benefit, BenefitType, Commitment, CompanyProfile, Contact, Customer, Discount,
    Internal, Link, LinkedMembership, Links, MarketSegment, MinimumQuantity, Resource, SentAddress,
    SentBenefit, SentCommitment, SentCompanyProfile, SentContact, SentDiscount, SentLink,
    SentLinkedMembership, SentLinks, SentMinimumQuantity, Status, Update,
};
pub use response::{Answer, Refusal, accepted, refused};
pub use rules::RULES;
pub use update::{Event, Input};

use crate::commitment as machine;
use crate::decision::{Next, Outcome, Rejection, Violation};
use crate::json::Pointer;

/// Decides what `input` does to `record`, or tells everything that is against it.
///
/// # Errors
///
/// All violations, in the order of [`RULES`]; the smallest update for some: 1121 `{"x": 1}`, 1117
/// `{"externalReferenceId": "<"}`, 1119 `{"customerId": "other"}`, 1122
/// `{"linkedMembership": {}}`, 1117 `{"companyProfile": {"contacts": []}}`.
///
/// ```
/// use customer_core::adobe::{Customer, Facts, Input, Policy, Update, decide};
///
/// let customer = r#"{"companyProfile": {"companyName": "Fairmont"}}"#;
/// let customer = Customer::from_json(customer).unwrap();
/// let facts = Facts::unknown(Policy::documented());
///
/// let same = Update::from_json(r#"{"companyProfile": {"companyName": "Fairmont"}}"#).unwrap();
/// assert!(decide(&customer, &Input::Update(same), &facts).unwrap().is_unchanged());
///
/// let other = Update::from_json(r#"{"companyProfile": {"companyName": "Other"}}"#).unwrap();
/// let rejection = decide(&customer, &Input::Update(other), &facts).unwrap_err();
/// assert_eq!(rejection.first().code, Some("1119"));
/// assert_eq!(rejection.first().pointer.as_str(), "/companyProfile/companyName");
/// ```
pub fn decide(record: &Customer, input: &Input<'_>, facts: &Facts) -> Result<Decision, Rejection> {
    match input {
        Input::Update(update) => {
            let asked = checks::Asked::of(&record.resource, update, &facts.policy);
            let checked = checks::check(record, update, facts, &asked)?;
            Ok(merge::merge(record, update, facts, &asked, &checked))
        }
        Input::Commitment(event) => decide_event(record, *event, facts),
    }
}

fn decide_event(record: &Customer, event: Event, facts: &Facts) -> Result<Decision, Rejection> {
    match three_years::decide(record, &event.input(), facts) {
        Ok(decided) => {
            let mut decision = Decision::NONE;
            let mut count = record.resource.benefits.as_ref().map_or(0, Vec::len);
            decision.commitment(record, &decided, None, &mut count);
            Ok(decision)
        }
        Err(refusals) => {
            let violations: Vec<Violation> = refusals
                .iter()
                .map(|refusal| match refusal.at {
                    machine::Place::Today => {
                        Violation::new(refusal.rule, Pointer::new("/facts/today"))
                    }
                    _ => Violation::new(refusal.rule, Pointer::new("/input/commitment")),
                })
                .collect();
            let missing = violations.iter().all(Violation::is_missing_fact);
            let next = if missing { Next::Fix } else { Next::Stop };
            Rejection::new(violations, next).map_or(Ok(Decision::NONE), Err)
        }
    }
}

/// Decides, then makes the changes on a copy.
///
/// # Errors
///
/// As [`decide`].
///
/// ```
/// use customer_core::adobe::{Customer, Effect, Facts, Input, Policy, Update, apply};
///
/// let customer = Customer::from_json(r#"{"companyProfile": {"contacts": [
///     {"firstName": "Mickey", "lastName": "Mouse", "email": "mickey@mouse.com"}]}}"#).unwrap();
/// let update = Update::from_json(r#"{"companyProfile": {"contacts": [
///     {"firstName": "Mickey", "lastName": "Mouse", "email": "mickey@mouse.com"},
///     {"firstName": "Minnie", "lastName": "Mouse", "email": "minnie@mouse.com"}]}}"#).unwrap();
/// let facts = Facts::unknown(Policy::documented());
///
/// let outcome = apply(&customer, &Input::Update(update), &facts).unwrap();
/// assert_eq!(outcome.after.resource.contacts().len(), 2);
/// assert_eq!(outcome.decision.changes().len(), 1);
/// let effects: Vec<_> = outcome.decision.effects(&outcome.after).collect();
/// assert_eq!(effects[2], Effect::SystemAdminAdded { email: "minnie@mouse.com" });
/// ```
pub fn apply(
    record: &Customer,
    input: &Input<'_>,
    facts: &Facts,
) -> Result<Outcome<Customer, Decision>, Rejection> {
    let decision = decide(record, input, facts)?;
    let mut after = record.clone();
    evolve(&mut after, &decision);
    Ok(Outcome { after, decision })
}
