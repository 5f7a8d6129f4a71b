//! Adobe VIP Marketplace: `PATCH /v3/customers/<customer-id>`.
//!
//! # What an update means
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
//! are reported at once, by the vendor's precedence of codes, then as the document is: [`RULES`].
//!
//! # Readings
//!
//! Where the pages are silent or contradict themselves: [`Policy`], one field for each point, and
//! two presets.
//!
//! # What is left to the caller
//!
//! Finding the customer (1116), headers and idempotency, and looking up [`Facts`]: [`needs`] says
//! which. With the feature `endpoint`, the module `endpoint` has what is HTTP of it: paths,
//! headers, the order of checks, and the same call again.
//!
//! # Source
//!
//! "Update customer account" and its sister pages, Adobe VIP Marketplace Partner API, 2026.

mod answer;
mod change;
mod check;
mod commitment;
mod compose;
mod contacts;
mod create;
mod effect;
#[cfg(feature = "endpoint")]
pub mod endpoint;
mod exact;
mod facts;
mod id;
mod links;
mod loss;
mod merge;
#[cfg(feature = "plan")]
mod plan;
mod postal;
mod record;
mod remedy;
mod response;
mod rules;
mod update;

use alloc::vec::Vec;

pub use answer::{Answer, Asked, ErrorBody};
pub use change::{Decision, VERSION, diff, evolve};
pub use compose::compose;
pub use contacts::{CONTACTS_MAX, Contacts};
pub use create::{Born, create, created};
pub use effect::Effect;
pub use facts::{
    EmptyContacts, Fact, Facts, OmittedGlobalSales, OmittedProfile, OtherName, Policy, PostalCodes,
};
pub use id::is_id;
pub use links::Links;
pub use loss::preview_loss;
#[cfg(feature = "plan")]
pub use plan::{Plan, Unreachable, plan};
pub(crate) use record::NAMES;
pub use record::{
    Address, Benefit, BenefitType, Commitment, CompanyProfile, Contact, Customer, Discount,
    Internal, LinkedMembership, MarketSegment, MinimumQuantity, Resource, SentAddress, SentBenefit,
    SentCommitment, SentCompanyProfile, SentContact, SentDiscount, SentLinkedMembership,
    SentMinimumQuantity, Status, Update,
};
pub(crate) use response::at_fault;
pub use response::{accepted, refused};
pub use rules::RULES;
pub use update::{AccountInput, CommitmentInput, Inactive, Input};

use crate::commitment as machine;
use crate::decision::{self, Next, Violation};
use crate::json::Pointer;

/// Why an input was not accepted.
pub type Rejection = decision::Rejection<Fact>;
/// The facts that an input asks for.
pub type Needs = decision::Needs<Fact>;
/// The customer afterwards, and the decision.
pub type Outcome = decision::Outcome<Customer, Decision>;
/// One event in the stream of a customer.
pub type Event = decision::Event<Customer, Decision>;

/// Codes that may answer and that no rule has as its own.
pub(crate) const CODES: &[&str] = &[response::ADDRESS];

/// The facts that `input` asks for, given or not, in the order of the JSON contract. Whatever they
/// are, no other fact has a say in the decision.
///
/// ```
/// use customer_core::adobe::{CommitmentInput, Customer, Fact, Policy, Update, needs};
/// let customer = Customer::from_json(r#"{"globalSalesEnabled": true}"#).unwrap();
/// let update = Update::from_json(r#"{"globalSalesEnabled": false}"#).unwrap();
/// let asked = needs(&customer, &update.into(), &Policy::documented());
/// assert!(asked.facts().eq([Fact::ActiveSubscriptionsInDeployments]));
///
/// let asked = needs(&customer, &CommitmentInput::Accepted.into(), &Policy::documented());
/// assert!(asked.facts().eq([Fact::Today, Fact::Owned]));
/// ```
pub fn needs(record: &Customer, input: &Input<'_>, policy: &Policy) -> Needs {
    match input {
        Input::Update(update) => needs_update(record, update, policy),
        Input::Commitment(input) => {
            at_event(&machine::needs(&commitment::state(record), &input.input()), COMMITMENT)
        }
        Input::Account(AccountInput::Activated) => {
            at_event(&machine::needs(&commitment::state(record), &ACTIVATED), ACCOUNT)
        }
        Input::Account(AccountInput::Inactive(_)) => Needs::NONE,
    }
}

/// The same for an update, which need not be wrapped in an input.
///
/// ```
/// use customer_core::adobe::{Customer, Fact, Policy, Update, needs_update};
/// let customer = Customer::from_json(r#"{"globalSalesEnabled": true}"#).unwrap();
/// let update = Update::from_json(r#"{"globalSalesEnabled": false}"#).unwrap();
/// let asked = needs_update(&customer, &update, &Policy::documented());
/// assert!(asked.contains(Fact::ActiveSubscriptionsInDeployments));
/// ```
pub fn needs_update(record: &Customer, update: &Update<'_>, policy: &Policy) -> Needs {
    let intent = check::Intent::of(&record.document, update, policy);
    if intent.asks() { intent.needs() } else { Needs::NONE }
}

/// The place of an input of the three-year commitment.
const COMMITMENT: &str = "/input/commitment";

/// The place of an input of the account.
const ACCOUNT: &str = "/input/account";

/// What the machine hears of an account that becomes active.
const ACTIVATED: machine::Input = machine::Input::Activated;

/// Decides what `input` does to `record`.
///
/// # Errors
///
/// All violations, by the precedence of their codes in [`RULES`], then as the document is, or the
/// facts that are missing. The smallest update for some: 1121 `{"x": 1}`, 1117
/// `{"externalReferenceId": "<"}`, 1119 `{"customerId": "other"}`, 1122
/// `{"linkedMembership": {}}`, 1117 `{"companyProfile": {"contacts": []}}`. A list of more than
/// 10,000 contacts is refused first (400), as a body that can't be read.
///
/// ```
/// use customer_core::adobe::{Customer, Facts, Policy, Update, decide};
///
/// let customer = r#"{"companyProfile": {"companyName": "Fairmont"}}"#;
/// let customer = Customer::from_json(customer).unwrap();
/// let facts = Facts::unknown(Policy::documented());
///
/// let same = Update::from_json(r#"{"companyProfile": {"companyName": "Fairmont"}}"#).unwrap();
/// assert!(decide(&customer, &same.into(), &facts).unwrap().is_unchanged());
///
/// let other = Update::from_json(r#"{"companyProfile": {"companyName": "Other"}}"#).unwrap();
/// let rejection = decide(&customer, &other.into(), &facts).unwrap_err();
/// let violation = rejection.violations().next().unwrap();
/// assert_eq!(violation.code, Some("1119"));
/// assert_eq!(violation.pointer.as_str(), "/companyProfile/companyName");
/// ```
// Inlined, so that who only updates customers links nothing of the other inputs.
#[inline]
pub fn decide(record: &Customer, input: &Input<'_>, facts: &Facts) -> Result<Decision, Rejection> {
    match input {
        Input::Update(update) => decide_update(record, update, facts),
        Input::Commitment(input) => decide_commitment(record, *input, facts),
        Input::Account(input) => decide_account(record, *input, facts),
    }
}

/// The same for an update, which need not be wrapped in an input.
///
/// The record after it is not measured as a whole. Texts and lists have limits here, so that an
/// update alone does not make it larger than one that is read (4 MiB), but administrators only
/// come and never go: [`Customer::is_readable`] tells.
///
/// # Errors
///
/// As [`decide`].
// Inlined, so that what drops a decision is there once: where the service drops it.
#[inline]
pub fn decide_update(
    record: &Customer,
    update: &Update<'_>,
    facts: &Facts,
) -> Result<Decision, Rejection> {
    let intent = check::Intent::of(&record.document, update, &facts.policy);
    let checked = check::check(record, update, facts, &intent)?;
    Ok(merge::merge(record, update, &intent, &checked))
}

fn decide_commitment(
    record: &Customer,
    input: CommitmentInput,
    facts: &Facts,
) -> Result<Decision, Rejection> {
    let decided = commitment::decide(record, &input.input(), facts);
    let (decided, violations, needs) = of_machine(decided, COMMITMENT);
    Rejection::unless_none(violations, needs, |_| Next::Stop)?;
    Ok(moved_on(record, &decided))
}

fn decide_account(
    record: &Customer,
    input: AccountInput,
    facts: &Facts,
) -> Result<Decision, Rejection> {
    let (decided, mut violations, needs) = match input {
        AccountInput::Activated => {
            of_machine(commitment::decide(record, &ACTIVATED, facts), ACCOUNT)
        }
        AccountInput::Inactive(_) => (machine::Decision::NONE, Vec::new(), Needs::NONE),
    };
    let pending = record.document.status.as_ref().filter(|status| **status == Status::Pending);
    if pending.is_none() {
        violations.push(Violation::new(&rules::ACCOUNT_CHECKED, Pointer::new(ACCOUNT)));
    }
    Rejection::unless_none(violations, needs, |_| Next::Stop)?;
    let mut decision = moved_on(record, &decided);
    // Rule: adobe.account.settles
    let after = match input {
        AccountInput::Activated => Status::Active.as_str(),
        AccountInput::Inactive(reason) => reason.name(),
    };
    if let Some(before) = pending {
        decision.status(before, after);
    }
    Ok(decision)
}

/// What the machine decided, or what is against it and what is missing, at a place of the request.
fn of_machine(
    decided: Result<machine::Decision, machine::Rejection>,
    at: &'static str,
) -> (machine::Decision, Vec<Violation>, Needs) {
    match decided {
        Ok(decision) => (decision, Vec::new(), Needs::NONE),
        Err(rejection) => {
            let reasons = rejection.iter();
            let violations =
                reasons.map(|one| Violation::new(one.rule, Pointer::new(at))).collect();
            (machine::Decision::NONE, violations, at_event(rejection.needs(), at))
        }
    }
}

fn at_event(needs: &machine::Needs, at: &'static str) -> Needs {
    let mut found = Needs::NONE;
    for need in needs.iter() {
        let fact = match need.fact {
            machine::Fact::Today => Fact::Today,
            machine::Fact::Owned => Fact::Owned,
        };
        found.push(fact, Pointer::new(at), need.rule);
    }
    found
}

/// The decision that carries out what the machine decided.
fn moved_on(record: &Customer, decided: &machine::Decision) -> Decision {
    let mut decision = Decision::of(record);
    let mut count = record.document.benefits.as_ref().map_or(0, Vec::len);
    decision.commitment(record, decided, None, &mut count);
    decision
}

/// Decides, then makes the changes on a copy.
///
/// # Errors
///
/// As [`decide`].
///
/// ```
/// use customer_core::adobe::{Customer, Effect, Facts, Policy, Update, apply};
///
/// let customer = Customer::from_json(r#"{"companyProfile": {"contacts": [
///     {"firstName": "Mickey", "lastName": "Mouse", "email": "mickey@mouse.com"}]}}"#).unwrap();
/// let update = Update::from_json(r#"{"companyProfile": {"contacts": [
///     {"firstName": "Mickey", "lastName": "Mouse", "email": "mickey@mouse.com"},
///     {"firstName": "Minnie", "lastName": "Mouse", "email": "minnie@mouse.com"}]}}"#).unwrap();
/// let facts = Facts::unknown(Policy::documented());
///
/// let outcome = apply(&customer, &update.into(), &facts).unwrap();
/// assert_eq!(outcome.after.document.contacts().len(), 2);
/// assert_eq!(outcome.decision.changes().len(), 1);
/// let effects: Vec<_> = outcome.decision.effects(&outcome.after).collect();
/// assert_eq!(effects[2], Effect::SystemAdminAdded { email: "minnie@mouse.com".into() });
/// ```
pub fn apply(record: &Customer, input: &Input<'_>, facts: &Facts) -> Result<Outcome, Rejection> {
    let decision = decide(record, input, facts)?;
    let mut after = record.clone();
    // It fits the record that it was made for.
    decision.carry_out(&mut after);
    Ok(Outcome { after, decision })
}
