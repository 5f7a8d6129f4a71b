//! Commvault SaaS: Update Account, a partner's update of one account.
//!
//! # What an update means here
//!
//! A merge: a member left out keeps its value, null clears it, a value sets it. Two members are
//! required all the same, `externalId` and `name`, and so are the contacts: a list of exactly one,
//! merged member by member. Its first name, last name and e-mail come together or not at all; phone
//! and address change independently of them, and inside an address each attribute on its own.
//!
//! And it takes time: the answer shows the old values under the status `updating`. Later the status
//! is `active` and the new values hold, or it is `update_failure` and the old ones still do.
//!
//! ```mermaid
//! stateDiagram-v2
//!     active --> updating: update
//!     update_failure --> updating: update
//!     updating --> active: succeeded
//!     updating --> update_failure: failed
//!     updating --> updating: update (lenient)
//!     deactivated --> updating: update (lenient)
//!     updating --> deactivated: succeeded (lenient, started there)
//! ```
//!
//! Activation and deactivation are other calls; while they run (`activating`, `deactivating`), no
//! update is possible, and an update can't be the way out of a status that no page lists.
//!
//! # What is refused
//!
//! By the status of the account (`409`), for a value or a missing one (`400`), and for an
//! `externalId` or a `name` that another account of the partner has (`409`). Everything that is
//! wrong is reported at once, the status first and then in the order of the account object;
//! [`RULES`] lists all of it, in order of precedence. Whether a new `externalId` or `name` is free,
//! the caller looks up: without it the answer is undecided, and [`needs`] names what is missing.
//!
//! # Readings
//!
//! The page is silent on much: a second update while one runs, empty texts, deactivated accounts,
//! what the answer shows meanwhile. [`Policy`] names each of these points and has two presets,
//! [`documented`](Policy::documented) and [`lenient`](Policy::lenient).
//!
//! An update means the stored contact of type `admin`; others are kept. An account comes bare or
//! inside `data`. No member of an account has that name, so that one can't be taken for the other;
//! an account that has it all the same is unreadable.
//!
//! # What is left to the caller
//!
//! - that the account exists: of one that does not, the vendor says 404 with the code
//!   [`NO_SUCH_ACCOUNT`]
//! - who may call, and how often: 100 writes and 1,000 reads an hour
//! - to tell the account how its update ended ([`Settlement`]), once, and to keep what is pending
//!   with it until then ([`Account::to_stored`])
//! - activation and deactivation
//!
//! With the feature `endpoint`, the module `endpoint` has what is HTTP of it: paths, headers, who
//! may call, and the order of checks.
//!
//! # Source
//!
//! "Update Account" and "Get Account by Id" of the Commvault SaaS Partner APIs, pages of the
//! versions SP32 to SP36 at <https://api.commvault.com/docs/>.

mod answer;
mod change;
mod check;
mod compose;
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

use crate::decision::{self, Changes};

pub use answer::{Answer, Asked, NO_SUCH_ACCOUNT};
pub use change::{Decision, VERSION, diff, evolve};
pub use compose::compose;
pub use effect::Effect;
pub use facts::{Busy, Deactivated, EmptyText, Fact, Facts, Foreign, Missing, Policy};
pub use loss::preview_loss;
#[cfg(feature = "plan")]
pub use plan::{Plan, Unreachable, plan};
pub(crate) use record::NAMES;
pub use record::{
    Account, Address, CONTACTS_MAX, Contact, Options, Profile, SentAddress, SentContact, Services,
    Status,
};
pub(crate) use response::at_fault;
pub use response::{accepted, refused};
pub use rules::RULES;
pub use update::{Input, Settlement, Update};

/// Why an input was not accepted.
pub type Rejection = decision::Rejection<Fact>;
/// The facts that an input asks for.
pub type Needs = decision::Needs<Fact>;
/// An account after an input, and the decision that made it.
pub type Outcome = decision::Outcome<Account, Decision>;
/// What the stream of one account is made of.
pub type Event = decision::Event<Account, Decision>;

/// Codes that may answer and that no rule has as its own.
pub(crate) const CODES: &[&str] = &[];

/// The facts that `input` asks for, given or not: whether a new, permitted `externalId` or `name`
/// is another account's. A settlement asks for none.
///
/// The time is not among them: nothing depends on [`Facts::now`] but `updateTs`, which stays as it
/// is without one. So give it with every input, asked for or not. No other fact that is not named
/// here changes an answer.
///
/// ```
/// use customer_core::commvault::{Account, Fact, Policy, Update, needs};
///
/// let account = Account::from_json(r#"{"externalId": "X", "name": "Acme"}"#)?;
/// let body = r#"{"externalId": "X", "name": "Acme Ltd"}"#;
/// let needs = needs(&account, &Update::from_json(body)?.into(), &Policy::documented());
/// assert_eq!(needs.facts().collect::<Vec<_>>(), [Fact::NameTaken]);
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
pub fn needs(account: &Account, input: &Input<'_>, policy: &Policy) -> Needs {
    match input {
        Input::Update(update) => needs_update(account, update, policy),
        Input::Settled(_) => Needs::NONE,
    }
}

/// The same for an update, which need not be wrapped in an input.
///
/// ```
/// use customer_core::commvault::{Account, Fact, Policy, Update, needs_update};
///
/// let account = Account::from_json(r#"{"externalId": "X", "name": "Acme"}"#)?;
/// let update = Update::from_json(r#"{"externalId": "X2", "name": "Acme"}"#)?;
/// let needs = needs_update(&account, &update, &Policy::documented());
/// assert!(needs.facts().eq([Fact::ExternalIdTaken]));
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
pub fn needs_update(account: &Account, update: &Update<'_>, policy: &Policy) -> Needs {
    check::needs(&account.document, update, policy)
}

/// Decides what `input` does to `account`, or reports everything that is against it.
///
/// ```
/// use customer_core::commvault::{Account, Facts, Policy, Update, decide};
/// use customer_core::decision::Next;
///
/// let account = Account::from_json(r#"{"status": "active", "externalId": "X", "name": "Acme"}"#)?;
/// let facts = Facts { name_taken: Some(false), ..Facts::unknown(Policy::documented()) };
/// let body = r#"{"externalId": "X", "name": "Acme Ltd", "contacts": [{}]}"#;
/// let decision = decide(&account, &Update::from_json(body)?.into(), &facts)?;
/// assert_eq!(decision.next(), Next::Poll);
/// assert_eq!(decision.pending_changes()[0].path.pointer().as_str(), "/name");
///
/// let rejection = decide(&account, &Update::default().into(), &facts).unwrap_err();
/// let places: Vec<_> = rejection.violations().map(|v| v.pointer.as_str()).collect();
/// assert_eq!(places, ["/externalId", "/name", "/contacts"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// All that is wrong, in order. Under [`Policy::documented`], the smallest cause of each, where
/// `…` stands for members that are in order:
///
/// - `commvault.status.updating`, `.changing`, `.deactivated`, `.unknown`: any update of an account
///   with that status
/// - `commvault.member.read-only`: `{…, "id": "another"}`
/// - `commvault.identity.required`: `{}`
/// - `commvault.identity.has-value`: `{…, "name": null}`
/// - `commvault.contacts.required`: `{…}` without `contacts`
/// - `commvault.contacts.has-value`: `{…, "contacts": null}`, `{…, "contacts": [null]}`
/// - `commvault.contacts.exactly-one`: `{…, "contacts": []}`, `{…, "contacts": [{}, {}]}`
/// - `commvault.contacts.at-most`: one more for an account with 10,000 contacts; any update of one
///   that was built with more
/// - `commvault.contact.type`: `{…, "contacts": [{"type": "owner"}]}`
/// - `commvault.contact.has-value`: `{…, "contacts": [{"email": "", …}]}`
/// - `commvault.contact.all-or-none`: `{…, "contacts": [{"email": "a@example.com"}]}`
/// - `commvault.contact.none-stored`: `{…, "contacts": [{"phone": "1"}]}` without a stored
///   contact that is meant
/// - `commvault.member.unknown`: `{…, "nickname": "x"}`
/// - `commvault.identity.unique`: `{…, "name": "new"}` when it is taken
/// - `commvault.settled.nothing-runs`: a settlement while the status is not `updating`
/// - `commvault.settled.needs-pending`: success while no pending account is known
/// - `commvault.settled.same-account`: success while the pending account has another id
/// - `commvault.settled.at-most`: the end of an update of an account with more than 10,000 contacts
///
/// And the facts that are missing: `name_taken` for `{…, "name": "new"}`.
pub fn decide(account: &Account, input: &Input<'_>, facts: &Facts) -> Result<Decision, Rejection> {
    match input {
        Input::Update(update) => decide_update(account, update, facts),
        Input::Settled(settlement) => {
            check::settled(account, *settlement)?;
            Ok(match settlement {
                Settlement::Succeeded => Decision::succeeded(account, &facts.policy, facts.now),
                Settlement::Failed => Decision::failed(account, &facts.policy, facts.now),
            })
        }
    }
}

/// The same for an update that is not to be given away.
///
/// ```
/// use customer_core::commvault::{Account, Facts, Policy, Update, decide_update};
///
/// let account = Account::from_json(r#"{"status": "active", "externalId": "X", "name": "Acme"}"#)?;
/// let body = r#"{"externalId": "X", "name": "Acme", "website": "acme.com", "contacts": [{}]}"#;
/// let update = Update::from_json(body)?;
/// let decision = decide_update(&account, &update, &Facts::unknown(Policy::documented()))?;
/// assert_eq!(decision.pending_changes().len(), 1);
/// assert_eq!(update.website.value().map(|text| &**text), Some("acme.com"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The record after it is not measured as a whole: the vendor has no
/// limit for a text, so an update may make it larger than one that is read (4 MiB). The
/// contract and the endpoint refuse the update that does; whoever calls this asks
/// [`Account::is_readable`] before it is stored.
///
/// # Errors
///
/// Those of [`decide`]; the smallest: an update of an account without a status.
pub fn decide_update(
    account: &Account,
    update: &Update<'_>,
    facts: &Facts,
) -> Result<Decision, Rejection> {
    let values = if check::check(&account.document, update, facts)? {
        merge::merge(&account.document, update, &facts.policy)
    } else {
        Changes::new()
    };
    // Rule: commvault.update.unchanged
    Ok(Decision::started(account, &facts.policy, facts.now, values))
}

/// The account after `input`, and the decision that made it.
///
/// ```
/// use customer_core::commvault::{Account, Facts, Policy, Settlement, Status, apply};
///
/// let running = Account::from_json(r#"{"status": "updating"}"#)?;
/// let facts = Facts::unknown(Policy::documented());
/// let outcome = apply(&running, &Settlement::Failed.into(), &facts)?;
/// assert_eq!(outcome.after.document.status, Some(Status::UpdateFailure));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Those of [`decide`]; the smallest: an update of an account without a status.
pub fn apply(account: &Account, input: &Input<'_>, facts: &Facts) -> Result<Outcome, Rejection> {
    let decision = decide(account, input, facts)?;
    let mut after = account.clone();
    change::carry_out(&mut after, &decision);
    Ok(Outcome { after, decision })
}
