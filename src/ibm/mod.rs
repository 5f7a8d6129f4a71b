//! IBM BSS: "Update customer profile", a full replacement.
//!
//! # What an update means
//!
//! The body of the PUT is the profile as it shall read. An attribute that it leaves out, or sends
//! empty, is deleted; a required one must be there even when it does not change. Sets are replaced
//! whole. What a caller may not change (ids, dates, the state) stays, and so do members that nobody
//! knows: a full replacement must not delete what it does not know.
//!
//! The document carries a lock token, `Version`. A body that was not made from the current record
//! is stale; the cure is to read the record, make the change again, and send it again.
//!
//! # What is refused
//!
//! In this order: the caller's role, the state of the customer, everything that is missing, empty,
//! too long or otherwise not valid, a stale body. All of it is told at once, and the first answers.
//! [`RULES`] lists every rule with its evidence and what each preset of [`Policy`] reads.
//!
//! # Around it
//!
//! Three calls move the life cycle: suspend, unsuspend, unregister ([`Operation`]). Success is 204
//! with an empty body, and nothing is due afterwards.
//!
//! # Source
//!
//! The vendor's wiki pages "Update customer profile", "Register customer" and "HTTP status codes",
//! and the public clients SocialSDK and smartcloud-administrator.

mod change;
mod effect;
mod facts;
mod merge;
mod record;
mod response;
mod rules;
mod update;

use alloc::vec::Vec;

use crate::decision::{Changes, Next, Outcome, Rejection, Violation};
use crate::json::Pointer;

pub use crate::value::LengthUnit;
pub use change::{Decision, Event, FORMAT, diff, evolve};
pub use effect::Effect;
pub use facts::{
    EmptyRegion, Facts, Null, Policy, ReadOnly, Required, Role, SetSize, Unregister, WordCase,
};
pub use record::{
    Account, Address, AddressType, Contact, Customer, CustomerState, Identifier, Organization,
    PaymentMethodType, Profile, SentAccount, SentAddress, SentContact, SentIdentifier,
    SentOrganization, SentProfile,
};
pub use response::{Answer, accepted, refused};
pub use rules::RULES;
pub use update::{Form, Input, Operation, Update};

/// Decides what `input` does to `record`, or tells everything that is against it.
///
/// ```
/// # use customer_core::ibm::{Customer, Facts, Input, Policy, Role, Update, decide};
/// let document = r#"{"Customer": {"Version": 7, "Organization": {"OrgName": "Acme",
///     "AddressSet": [{"AddressLine1": "1 Way", "AddressType": "BILLING", "City": "Boston",
///         "Country": "United States", "State": "Massachusetts", "PostalCode": "02110"}],
///     "Contact": {"FamilyName": "Doe", "GivenName": "Jo", "EmailAddress": "jo@acme.example",
///         "WorkPhone": "1"}},
///     "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Boston"}]}}"#;
/// let customer = Customer::from_json(document).unwrap();
/// let facts = Facts {
///     policy: Policy::documented(),
///     role: Some(Role::CustomerAdministrator),
///     same_organization: Some(true),
///     active_subscriptions: None,
/// };
/// // The same document again: nothing changes.
/// let update = Input::Update(Update::from_json(document).unwrap());
/// assert!(decide(&customer, &update, &facts).unwrap().is_unchanged());
/// // Without the contact's phone: refused, because the article's table requires it.
/// let shorter = document.replace(r#""WorkPhone": "1""#, r#""Fax": "1""#);
/// let update = Input::Update(Update::from_json(&shorter).unwrap());
/// let rejection = decide(&customer, &update, &facts).unwrap_err();
/// let place = rejection.first().pointer.as_str();
/// assert_eq!(place, "/Customer/Organization/Contact/WorkPhone");
/// ```
///
/// # Errors
///
/// All violations, in order of precedence, then of the document. The smallest inputs:
///
/// - `facts.role` is `None` or `User`, `facts.same_organization` is `None` or `Some(false)`;
/// - a record `{"Customer": {"CustomerState": "DEREGISTER_PENDING"}}`, whatever is asked;
/// - `{"Customer": {}}` or `{"OrgName": ""}`: required attributes are missing or empty;
/// - `{"OrgName": null}`, a `CustomerNumber` of 51 characters, an `AddressType` of `HOME`, two
///   spellings that differ, two addresses, another `Id`: not valid;
/// - `{"Customer": {"Version": 6, ...}}` for a record with 7: stale;
/// - suspending what is suspended, unsuspending what is active, unregistering with subscriptions;
/// - any change of a record with `Version` 2^63-1.
pub fn decide(record: &Customer, input: &Input<'_>, facts: &Facts) -> Result<Decision, Rejection> {
    let stored = &record.profile;
    let next = stored.version.unwrap_or(0).checked_add(1);
    let token = next.unwrap_or(i64::MAX);
    let (event, changes) = match input {
        Input::Update(update) => {
            let rules::Checked { found, may_change } = rules::update(record, update, facts);
            reject(found)?;
            let changes = match may_change {
                true => merge::update(stored, update, &facts.policy, token),
                false => Changes::new(),
            };
            (Event::Updated, changes)
        }
        Input::Operation(operation) => {
            reject(rules::operation(record, *operation, facts))?;
            (Event::from(*operation), merge::operation(stored, *operation, token))
        }
    };
    if next.is_none() && !changes.is_empty() {
        let place = Pointer::new("/Customer/Version");
        reject(Vec::from([Violation::new(&rules::EXHAUSTED, place)]))?;
    }
    Ok(Decision::new(event, changes))
}

/// Decides, and hands back the record as it reads afterwards.
///
/// ```
/// # use customer_core::ibm::{Customer, CustomerState, Facts, Input, Operation, Policy, Role, apply};
/// let customer = Customer::from_json(r#"{"Customer": {"CustomerState": "ACTIVE"}}"#).unwrap();
/// let facts = Facts {
///     policy: Policy::documented(),
///     role: Some(Role::Vsr),
///     same_organization: Some(true),
///     active_subscriptions: Some(0),
/// };
/// let gone = apply(&customer, &Input::Operation(Operation::Unregister), &facts).unwrap();
/// assert_eq!(gone.after.profile.customer_state, Some(CustomerState::DeregisterPending));
/// assert_eq!(gone.after.profile.version, Some(1));
/// // From there nobody finds it again.
/// assert!(apply(&gone.after, &Input::Operation(Operation::Suspend), &facts).is_err());
/// ```
///
/// # Errors
///
/// Whatever [`decide`] refuses.
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

/// Whether a refusal says that the record can't count any further: then the record is at fault, and
/// not the request.
#[cfg(feature = "contract")]
pub(crate) fn is_exhausted(rejection: &Rejection) -> bool {
    rejection.first().rule.id == rules::EXHAUSTED.id
}

/// All violations as one refusal. What was not looked up can be mended, whatever it answers.
fn reject(violations: Vec<Violation>) -> Result<(), Rejection> {
    let Some(first) = violations.first() else { return Ok(()) };
    let next = match violations.iter().all(response::is_unknown) {
        true => Next::Fix,
        false => response::next(first),
    };
    Rejection::new(violations, next).map_or(Ok(()), Err)
}
