//! IBM BSS: "Update customer profile", a full replacement.
//!
//! # What an update means
//!
//! The body of the PUT is the customer as it shall read. An attribute that it leaves out, or sends
//! empty, is deleted; a required one must be there even when it does not change. Sets are replaced
//! whole. What a caller may not change (ids, dates, the state) stays, and so do members that nobody
//! knows: a full replacement must not delete what it does not know.
//!
//! The document carries a lock token, `Version`. A body that was not made from the current record
//! is stale; the cure is to read the record, make the change again, and send it again.
//! [`Update::echo`] makes a body that changes nothing, to be changed.
//!
//! Three calls move the life cycle: suspend, unsuspend, unregister ([`Operation`]). Success is 204
//! with an empty body, and nothing is due afterwards.
//!
//! # What is refused
//!
//! In this order: the caller's role and organization, the state of the customer, its active
//! subscriptions, everything that is missing, empty, too long or otherwise not valid, a stale body.
//! All of it is reported at once, and the first answers. Only a caller who is known to have no
//! right gets no other reason. [`RULES`] lists every rule with its evidence.
//!
//! # Readings
//!
//! [`Policy`] has one for each point that the page leaves open: three presets, and each can be set
//! by itself. Some points are the same in all of them:
//!
//! - An optional attribute without a value stays as it is stored when it is left out or sent empty,
//!   so the document of every public client is an echo.
//! - Elements of sets are matched by index. When the first of two addresses is left out, the second
//!   moves up, and takes over what nobody may change in the first: read-only and unknown members.
//! - Read-only members of a stale body are not compared: they say no more than that it is old.
//!
//! # What is left to the caller
//!
//! Looking up the caller's role and organization, and the active subscriptions before a customer is
//! unregistered ([`needs`] names what an input asks for). Finding the record: 404 for an id that
//! does not exist. The uniqueness of names and addresses, which the page does not mention. With the
//! feature `endpoint`, the module `endpoint` has what is HTTP of it: paths, headers, who may call,
//! and the order of checks.
//!
//! # Source
//!
//! The vendor's wiki pages "Update customer profile", "Register customer" and "HTTP status codes",
//! and the public clients SocialSDK and smartcloud-administrator.

mod answer;
mod change;
mod check;
mod compose;
mod create;
mod effect;
#[cfg(feature = "endpoint")]
pub mod endpoint;
mod facts;
mod loss;
mod merge;
#[cfg(feature = "plan")]
mod plan;
mod record;
mod response;
mod rules;
mod update;

use alloc::vec::Vec;

use crate::decision::{self, Changes, Next, Violation};
use crate::json::Pointer;

pub use crate::value::LengthUnit;
pub use answer::{Answer, Asked};
pub use change::{Decision, Happened, VERSION, diff, evolve};
pub use compose::compose;
pub use create::{Born, create, is_id};
pub use effect::Effect;
pub use facts::{
    EmptyState, Fact, Facts, Null, Policy, ReadOnly, Required, Role, SetSize, Unregister, WordCase,
};
pub use loss::preview_loss;
#[cfg(feature = "plan")]
pub use plan::{Plan, Unreachable, plan};
pub(crate) use record::NAMES;
pub use record::{
    Account, Address, AddressType, Contact, Customer, CustomerState, Identifier, Organization,
    PaymentMethodType, Profile, SentAccount, SentAddress, SentContact, SentIdentifier,
    SentOrganization, SentProfile,
};
pub(crate) use response::at_fault;
pub use response::{accepted, refused};
pub use rules::RULES;
pub use update::{Form, Input, Operation, Update};

/// Why an input was not accepted.
pub type Rejection = decision::Rejection<Fact>;

/// The facts that an input asks for.
pub type Needs = decision::Needs<Fact>;

/// The record afterwards and the decision that made it.
pub type Outcome = decision::Outcome<Customer, Decision>;

/// One event of a customer's stream.
pub type Event = decision::Event<Customer, Decision>;

/// Codes that may answer and that no rule has as its own.
pub(crate) const CODES: &[&str] = &[];

/// The place of an operation in a request of the JSON contract.
const OPERATION: &str = "/input/operation";

/// The facts that `input` asks for, whether they are known or not.
///
/// ```
/// # use customer_core::ibm::{Customer, Fact, Operation, Policy, needs};
/// let needs = needs(&Customer::default(), &Operation::Unregister.into(), &Policy::documented());
/// assert!(needs.contains(Fact::Role) && needs.contains(Fact::ActiveSubscriptions));
/// ```
pub fn needs(record: &Customer, input: &Input<'_>, policy: &Policy) -> Needs {
    match input {
        Input::Update(update) => needs_update(record, update, policy),
        Input::Operation(operation) => needs_of(Some(*operation), policy),
    }
}

/// The same for an update, which need not be wrapped in an input: who asks, whatever is asked.
///
/// ```
/// # use customer_core::ibm::{Customer, Fact, Policy, Update, needs_update};
/// let update = Update::from_json(r#"{"Customer": {}}"#).unwrap();
/// let needs = needs_update(&Customer::default(), &update, &Policy::documented());
/// assert!(needs.facts().eq([Fact::Role, Fact::SameOrganization]));
/// ```
pub fn needs_update(_record: &Customer, _update: &Update<'_>, policy: &Policy) -> Needs {
    needs_of(None, policy)
}

/// The needs of an operation, or of an update.
fn needs_of(operation: Option<Operation>, policy: &Policy) -> Needs {
    let place = || Pointer::new(operation.map_or("", |_| OPERATION));
    let mut needs = Needs::NONE;
    needs.push(Fact::Role, place(), &rules::ROLE_KNOWN);
    needs.push(Fact::SameOrganization, place(), &rules::ORGANIZATION_KNOWN);
    if operation.is_some_and(|operation| check::asks_subscriptions(operation, policy)) {
        needs.push(Fact::ActiveSubscriptions, place(), &rules::SUBSCRIPTIONS);
    }
    needs
}

/// Decides what `input` does to `record`, or reports everything that is against it.
///
/// ```
/// # use customer_core::ibm::{Customer, Facts, Policy, Role, Update, decide};
/// let document = r#"{"Customer": {"Version": 7, "Organization": {"OrgName": "Acme",
///     "AddressSet": [{"AddressLine1": "1 Way", "AddressType": "BILLING", "City": "Boston",
///         "Country": "United States", "State": "Massachusetts", "PostalCode": "02110"}],
///     "Contact": {"FamilyName": "Doe", "GivenName": "Jo", "EmailAddress": "jo@acme.example",
///         "WorkPhone": "1"}},
///     "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Boston"}]}}"#;
/// let customer = Customer::from_json(document).unwrap();
/// let facts = Facts {
///     role: Some(Role::CustomerAdministrator),
///     same_organization: Some(true),
///     ..Facts::unknown(Policy::documented())
/// };
/// // The same document again: nothing changes.
/// let update = Update::from_json(document).unwrap();
/// assert!(decide(&customer, &update.into(), &facts).unwrap().is_unchanged());
/// // Without the contact's phone: refused, because the article's table requires it.
/// let shorter = document.replace(r#""WorkPhone": "1""#, r#""Fax": "1""#);
/// let update = Update::from_json(&shorter).unwrap();
/// let rejection = decide(&customer, &update.into(), &facts).unwrap_err();
/// let place = rejection.violations().next().unwrap().pointer.as_str();
/// assert_eq!(place, "/Customer/Organization/Contact/WorkPhone");
/// ```
///
/// # Errors
///
/// All violations, in the order in which the vendor looks, then of the document. The smallest
/// inputs:
///
/// - `facts.role` is `User`, `facts.same_organization` is `Some(false)`: nothing else is reported;
/// - a record `{"Customer": {"CustomerState": "DEREGISTER_PENDING"}}`, whatever is asked;
/// - suspending what is suspended, unsuspending what is active, an operation on a record without a
///   state, unregistering with subscriptions;
/// - `{"Customer": {}}` or `{"OrgName": ""}`: required attributes are missing or empty;
/// - `{"OrgName": null}`, a `CustomerNumber` of 51 characters, an `AddressType` of `HOME`, two
///   spellings that differ, two addresses, another `Id`: not valid;
/// - an unknown member that is nested deeper than a document may be, or larger than one;
/// - `{"Customer": {"Version": 6, ...}}` for a record with 7: stale;
/// - any change of a record with `Version` 2^63-1.
///
/// Or the facts that are missing, where `facts.role`, `facts.same_organization` or, when a customer
/// is unregistered, `facts.active_subscriptions` is `None`; with all violations that are certain.
#[inline]
pub fn decide(record: &Customer, input: &Input<'_>, facts: &Facts) -> Result<Decision, Rejection> {
    match input {
        Input::Update(update) => decide_update(record, update, facts),
        Input::Operation(operation) => decide_operation(record, *operation, facts),
    }
}

/// Decides what an update does: as [`decide`], for a caller who keeps the update.
///
/// ```
/// # use customer_core::ibm::{Customer, Facts, Policy, Role, Update, decide_update};
/// let update = Update::from_json(r#"{"Customer": {}}"#).unwrap();
/// let facts = Facts {
///     role: Some(Role::User),
///     same_organization: Some(true),
///     ..Facts::unknown(Policy::documented())
/// };
/// let rejection = decide_update(&Customer::default(), &update, &facts).unwrap_err();
/// assert_eq!(rejection.violations().count(), 1); // who may not ask hears nothing else
/// ```
///
/// The record after it is not measured as a whole: what a call adds is within the limits of a
/// document, but several updates may together make it larger than one that is read (4 MiB). The
/// contract and the endpoint refuse the update that does; whoever calls this asks
/// [`Customer::is_readable`] before it is stored.
///
/// # Errors
///
/// As [`decide`].
pub fn decide_update(
    record: &Customer,
    update: &Update<'_>,
    facts: &Facts,
) -> Result<Decision, Rejection> {
    let needs = admit(None, facts)?;
    let check::Checked { violations, may_change } = check::check(record, update, &facts.policy);
    reject(violations, needs)?;
    if !may_change {
        return Ok(Decision::new(record, Happened::Updated, Changes::new()));
    }
    let changes = merge::merge(&record.document, update, &facts.policy, next_token(record));
    counted(record, Happened::Updated, changes)
}

fn decide_operation(
    record: &Customer,
    operation: Operation,
    facts: &Facts,
) -> Result<Decision, Rejection> {
    let needs = admit(Some(operation), facts)?;
    reject(check::operation(record, operation, facts), needs)?;
    let changes = merge::operation(&record.document, operation, next_token(record));
    counted(record, operation.into(), changes)
}

/// The facts that are missing; or, alone, why a caller that is known may not ask.
/// Nothing is built where all is known and permitted.
fn admit(operation: Option<Operation>, facts: &Facts) -> Result<Needs, Rejection> {
    let may_update = facts.role.as_ref().is_some_and(Role::may_update);
    let asks = operation.is_some_and(|one| check::asks_subscriptions(one, &facts.policy));
    let knows = !asks || facts.active_subscriptions.is_some();
    if may_update && facts.same_organization == Some(true) && knows {
        return Ok(Needs::NONE);
    }
    // Rule: ibm.caller.alone
    reject(check::caller(facts), Needs::NONE)?;
    Ok(needs_of(operation, &facts.policy).missing(|fact| facts.knows(fact)))
}

/// The lock token after a change; the last one, where there is no next.
fn next_token(record: &Customer) -> i64 {
    record.document.version.unwrap_or(0).saturating_add(1)
}

/// The decision, unless it would change a record whose lock token can't count any further.
fn counted(record: &Customer, happened: Happened, changes: Changes) -> Result<Decision, Rejection> {
    if record.document.version == Some(i64::MAX) && !changes.is_empty() {
        let place = Pointer::new("/Customer/Version");
        reject(Vec::from([Violation::new(&rules::EXHAUSTED, place)]), Needs::NONE)?;
    }
    Ok(Decision::new(record, happened, changes))
}

fn reject(violations: Vec<Violation>, needs: Needs) -> Result<(), Rejection> {
    if violations.is_empty() && needs.is_empty() {
        return Ok(());
    }
    Rejection::unless_none(violations, needs, |violations| {
        violations.first().map_or(Next::Done, |first| first.rule.next)
    })
}

/// Decides, and returns the record as it reads afterwards.
///
/// ```
/// # use customer_core::ibm::{Customer, CustomerState, Facts, Operation, Policy, Role, apply};
/// let customer = Customer::from_json(r#"{"Customer": {"CustomerState": "ACTIVE"}}"#).unwrap();
/// let facts = Facts {
///     role: Some(Role::Vsr),
///     same_organization: Some(true),
///     active_subscriptions: Some(0),
///     ..Facts::unknown(Policy::documented())
/// };
/// let gone = apply(&customer, &Operation::Unregister.into(), &facts).unwrap();
/// assert_eq!(gone.after.document.customer_state, Some(CustomerState::DeregisterPending));
/// assert_eq!(gone.after.document.version, Some(1));
/// // From there nobody finds it again.
/// assert!(apply(&gone.after, &Operation::Suspend.into(), &facts).is_err());
/// ```
///
/// # Errors
///
/// As [`decide`].
pub fn apply(record: &Customer, input: &Input<'_>, facts: &Facts) -> Result<Outcome, Rejection> {
    let decision = decide(record, input, facts)?;
    let mut after = record.clone();
    decision.carry_out(&mut after);
    Ok(Outcome { after, decision })
}
