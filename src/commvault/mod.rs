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
//! wrong is told at once; [`RULES`] lists all of it, in order of precedence.
//!
//! # Readings
//!
//! The page is silent on much: a second update while one runs, empty texts, deactivated accounts,
//! what the answer shows meanwhile. [`Policy`] names each of these points and has two presets,
//! [`documented`](Policy::documented) and [`lenient`](Policy::lenient).
//!
//! An account stands bare or inside `data`. No member of an account has that name, so that one
//! can't be taken for the other; an account that has it all the same is unreadable.
//!
//! # Source
//!
//! "Update Account" and "Get Account by Id" of the Commvault SaaS Partner APIs, pages of the
//! versions SP32 to SP36 at <https://api.commvault.com/docs/>.

mod change;
mod effect;
mod facts;
mod merge;
mod record;
mod response;
mod rules;
mod update;

use crate::decision::{Changes, Outcome, Rejection};

pub use change::{Decision, diff, evolve};
pub use effect::Effect;
pub use facts::{Busy, Deactivated, EmptyText, Facts, Foreign, Missing, Policy};
pub use record::{
    Account, Address, Contact, Options, Profile, SentAddress, SentContact, Services, Status,
};
pub use response::{Answer, NO_SUCH_ACCOUNT, accepted, refused};
pub use rules::RULES;
pub use update::{Input, Settlement, Update};

#[cfg(feature = "contract")]
pub(crate) use record::read_either;

/// Decides what `input` does to `account`, or tells everything that is against it.
///
/// ```
/// use customer_core::commvault::{Account, Facts, Policy, Update, decide};
/// use customer_core::decision::Next;
///
/// let account = Account::from_json(r#"{"status": "active", "externalId": "X", "name": "Acme"}"#)?;
/// let facts = Facts {
///     policy: Policy::documented(),
///     now: None,
///     external_id_taken: None,
///     name_taken: Some(false),
/// };
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
/// - `commvault.identity.unique`: `{…, "name": "new"}` when it is taken, or not looked up
/// - `commvault.contacts.required`: `{…}` without `contacts`
/// - `commvault.contacts.has-value`: `{…, "contacts": null}`, `{…, "contacts": [null]}`
/// - `commvault.contacts.exactly-one`: `{…, "contacts": []}`
/// - `commvault.contact.type`: `{…, "contacts": [{"type": "owner"}]}`
/// - `commvault.contact.has-value`: `{…, "contacts": [{"email": "", …}]}`
/// - `commvault.contact.all-or-none`: `{…, "contacts": [{"email": "a@example.com"}]}`
/// - `commvault.contact.none-stored`: `{…, "contacts": [{"phone": "1"}]}` without a stored
///   contact
/// - `commvault.member.unknown`: `{…, "nickname": "x"}`
/// - `commvault.settled.nothing-runs`: a settlement while the status is not `updating`
/// - `commvault.settled.needs-pending`: success while no pending account is known
pub fn decide(account: &Account, input: &Input<'_>, facts: &Facts) -> Result<Decision, Rejection> {
    Ok(match input {
        Input::Update(update) => {
            let may_change = rules::check(&account.profile, update, facts)?;
            let values = match may_change {
                true => merge::merge(&account.profile, update, &facts.policy),
                false => Changes::new(),
            };
            Decision::started(account, facts.now, values)
        }
        Input::Settled(Settlement::Succeeded) => {
            rules::check_settled(account, true)?;
            Decision::succeeded(account, facts.now)
        }
        Input::Settled(Settlement::Failed) => {
            rules::check_settled(account, false)?;
            Decision::failed(account, facts.now)
        }
    })
}

/// The account after `input`, and the decision that made it.
///
/// ```
/// use customer_core::commvault::{Account, Facts, Policy, Settlement, Status, apply};
///
/// let running = Account::from_json(r#"{"status": "updating"}"#)?;
/// let facts = Facts {
///     policy: Policy::documented(),
///     now: None,
///     external_id_taken: None,
///     name_taken: None,
/// };
/// let outcome = apply(&running, &Settlement::Failed.into(), &facts)?;
/// assert_eq!(outcome.after.profile.status, Some(Status::UpdateFailure));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Those of [`decide`]; the smallest: an update of an account without a status.
pub fn apply(
    account: &Account,
    input: &Input<'_>,
    facts: &Facts,
) -> Result<Outcome<Account, Decision>, Rejection> {
    let decision = decide(account, input, facts)?;
    let mut after = account.clone();
    evolve(&mut after, &decision);
    Ok(Outcome { after, decision })
}
