//! What was decided, as data; the changes it makes; and what differs between two accounts.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::effect::Effect;
use super::record::{Account, Ended, Profile, Status};
use crate::decision::{Cause, Change, Changes, Format, Next};
use crate::json::{Path, PathStep, Word, shown, sort_by_key, stored};
use crate::member::{Member, Value};
use crate::value::Timestamp;

/// Version of the event format.
const VERSION: u32 = 1;

stored! {
    /// What was decided: an event that a service can store, audit and replay.
    ///
    /// Holds only what differs; of an update that changes no value, nothing on the heap.
    ///
    /// ```
    /// use customer_core::commvault::{Account, Decision, Facts, Policy, Update, decide};
    ///
    /// let account = r#"{"status": "active", "externalId": "X", "name": "Acme"}"#;
    /// let account = Account::from_json(account)?;
    /// let body = r#"{"externalId": "X", "name": "Acme", "website": "a.com", "contacts": [{}]}"#;
    /// let facts = Facts {
    ///     policy: Policy::documented(),
    ///     now: None,
    ///     external_id_taken: None,
    ///     name_taken: None,
    /// };
    /// let decision = decide(&account, &Update::from_json(body)?.into(), &facts)?;
    /// let stored = serde_json::to_string(&decision)?;
    /// assert_eq!(serde_json::from_str::<Decision>(&stored)?, decision);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    pub struct Decision {
        version: Format<VERSION>,
        what: What,
        /// The status before.
        was: Status,
        touched: Option<Touched>,
        /// Of a start, what will change; of a success, what changes: all but status and `updateTs`.
        values: Changes,
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum What {
    /// An update was accepted; success leads to this status.
    Started(Status),
    /// It succeeded; this is the status now.
    Succeeded(Status),
    /// It failed.
    Failed,
}

/// `updateTs` before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Touched {
    before: Option<Stamp>,
    after: Timestamp,
}

/// A stored time. Kept small, so that an update that changes nothing allocates nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
enum Stamp {
    /// As the vendor writes it.
    Known(Timestamp),
    /// Anything else.
    Other(Word),
}

impl From<&str> for Stamp {
    fn from(text: &str) -> Self {
        match Timestamp::parse(text) {
            Ok(known) => Self::Known(known),
            Err(_) => Self::Other(Word::new(text)),
        }
    }
}

impl From<String> for Stamp {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Stamp> for String {
    fn from(stamp: Stamp) -> Self {
        match stamp {
            Stamp::Known(known) => shown(&known),
            Stamp::Other(word) => word.as_str().into(),
        }
    }
}

impl Decision {
    /// An update was accepted.
    pub(super) fn started(account: &Account, now: Option<Timestamp>, values: Changes) -> Self {
        let after = match &account.profile.status {
            Some(Status::Deactivated) => Status::Deactivated,
            // Success of the new update leads where that of the old one would have led.
            Some(Status::Updating) => account.pending_status().unwrap_or(Status::Active),
            _ => Status::Active,
        };
        Self::new(account, What::Started(after), now, values)
    }

    /// The running update succeeded.
    pub(super) fn succeeded(account: &Account, now: Option<Timestamp>) -> Self {
        let mut values = Vec::new();
        if let Some(pending) = account.pending_values() {
            Profile::differ(Some(&account.profile), Some(pending), &Path::ROOT, &mut |change| {
                if !is_derived(&change.path) {
                    values.push(change);
                }
            });
        }
        let status = account.pending_status().unwrap_or(Status::Active);
        Self::new(account, What::Succeeded(status), now, values)
    }

    /// The running update failed.
    pub(super) fn failed(account: &Account, now: Option<Timestamp>) -> Self {
        Self::new(account, What::Failed, now, Vec::new())
    }

    fn new(account: &Account, what: What, now: Option<Timestamp>, values: Changes) -> Self {
        let was = account.profile.status.clone().unwrap_or(Status::Active);
        let touched = now.and_then(|after| {
            let before = account.profile.update_ts.as_deref().map(Stamp::from);
            (before != Some(Stamp::Known(after))).then_some(Touched { before, after })
        });
        Self { version: Format, what, was, touched, values }
    }

    /// Version of the event format.
    pub const fn version(&self) -> u32 {
        self.version.number()
    }

    /// The status after it.
    const fn status(&self) -> &Status {
        match &self.what {
            What::Started(_) => &Status::Updating,
            What::Succeeded(status) => status,
            What::Failed => &Status::UpdateFailure,
        }
    }

    /// What it changes in the account that a read shows, in document order. A started update
    /// changes status and `updateTs`; its values are [pending](Self::pending_changes).
    pub fn changes(&self) -> Changes {
        let mut changes = Vec::new();
        if self.was != *self.status() {
            changes.push(Change {
                path: Path::ROOT.name("status"),
                cause: Cause::Derived,
                before: Some(Value::Text(self.was.as_str().into())),
                after: Some(Value::Text(self.status().as_str().into())),
            });
        }
        if let Some(Touched { before, after }) = &self.touched {
            changes.push(Change {
                path: Path::ROOT.name("updateTs"),
                cause: Cause::Derived,
                before: before.clone().map(|before| Value::Text(String::from(before).into())),
                after: Some(Value::Text(shown(&after).into())),
            });
        }
        if let What::Succeeded(_) = self.what {
            changes.extend_from_slice(&self.values);
            sort_by_key(&mut changes, |change| rank(&change.path));
        }
        changes
    }

    /// What will change once the update that it starts has succeeded, status and `updateTs` aside.
    pub fn pending_changes(&self) -> &[Change] {
        match self.what {
            What::Started(_) => &self.values,
            What::Succeeded(_) | What::Failed => &[],
        }
    }

    /// What is due.
    pub const fn effects(&self) -> &'static [Effect] {
        match self.what {
            What::Started(_) => &[Effect::AwaitSettlement { from: Status::Updating }],
            What::Succeeded(_) | What::Failed => &[],
        }
    }

    /// What to do next.
    pub const fn next(&self) -> Next {
        match self.what {
            What::Started(_) => Next::Poll,
            What::Succeeded(_) => Next::Done,
            What::Failed => Next::Retry,
        }
    }
}

/// Makes the changes. Total: any decision on any account ends in an account.
///
/// ```
/// use customer_core::commvault::{
///     Account, Facts, Policy, Settlement, Status, Update, decide, evolve,
/// };
///
/// let mut account =
///     Account::from_json(r#"{"status": "active", "externalId": "X", "name": "Acme"}"#)?;
/// let body = r#"{"externalId": "X", "name": "Acme", "website": "acme.com", "contacts": [{}]}"#;
/// let facts = Facts {
///     policy: Policy::documented(),
///     now: None,
///     external_id_taken: None,
///     name_taken: None,
/// };
/// let decision = decide(&account, &Update::from_json(body)?.into(), &facts)?;
/// evolve(&mut account, &decision);
/// assert_eq!(account.profile.status, Some(Status::Updating));
/// assert_eq!(account.profile.website, None); // not yet
/// let decision = decide(&account, &Settlement::Succeeded.into(), &facts)?;
/// evolve(&mut account, &decision);
/// assert_eq!(account.profile.status, Some(Status::Active));
/// assert_eq!(account.profile.website.as_deref(), Some("acme.com"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn evolve(account: &mut Account, decision: &Decision) {
    match &decision.what {
        What::Started(after) => {
            stamp(&mut account.profile, decision);
            if decision.values.is_empty() {
                account.run_same(after.clone());
            } else {
                let mut pending = account.profile.clone();
                put(&mut pending, &decision.values);
                pending.others.forget("status");
                pending.status = Some(after.clone());
                account.run_other(pending);
            }
        }
        What::Succeeded(_) => {
            match account.end() {
                Ended::Same => {}
                Ended::Other(pending) => {
                    // The time of the end is not the pending one's, null neither.
                    let update_ts = account.profile.update_ts.take();
                    let is_null = account.profile.others.has_null("updateTs");
                    account.profile = Profile { update_ts, ..*pending };
                    account.profile.others.forget("updateTs");
                    if is_null {
                        account.profile.others.set_null("updateTs");
                    }
                }
                Ended::Unknown => put(&mut account.profile, &decision.values),
            }
            stamp(&mut account.profile, decision);
        }
        What::Failed => {
            account.end();
            stamp(&mut account.profile, decision);
        }
    }
}

/// Writes status and `updateTs` in place.
fn stamp(profile: &mut Profile, decision: &Decision) {
    if profile.others.has_null("status") {
        profile.others.forget("status");
    }
    profile.status = Some(decision.status().clone());
    if let Some(Touched { after, .. }) = &decision.touched {
        if profile.others.has_null("updateTs") {
            profile.others.forget("updateTs");
        }
        let text = profile.update_ts.get_or_insert_default();
        text.clear();
        let _ = write!(text, "{after}");
    }
}

fn put(profile: &mut Profile, values: &[Change]) {
    let mut removed = false;
    for change in values {
        profile.put_in(change.path.steps(), change.after.as_ref());
        removed |= change.after.is_none() && in_address(&change.path);
    }
    if removed {
        profile.drop_blank_address();
    }
}

/// Whether a path leads into the address of the contact.
fn in_address(path: &Path) -> bool {
    let [PathStep::Name(list), PathStep::Index(_), PathStep::Name(member), ..] = path.steps()
    else {
        return false;
    };
    *list == "contacts" && *member == "address"
}

/// Whether no request says it: status and `updateTs`.
fn is_derived(path: &Path) -> bool {
    matches!(path.steps(), [PathStep::Name(name)] if matches!(&**name, "status" | "updateTs"))
}

/// Where a member stands in the account; unknown ones come last.
fn rank(path: &Path) -> usize {
    let first = match path.steps().first() {
        Some(PathStep::Name(name)) => Profile::NAMES.iter().position(|known| **known == **name),
        Some(PathStep::Index(_)) | None => None,
    };
    first.unwrap_or(Profile::NAMES.len())
}

/// What differs between what a read shows of two accounts, in document order, found by comparing
/// them. What only one of them has pending does not count.
///
/// ```
/// # use customer_core::commvault::{Account, diff};
/// let before = Account::from_json(r#"{"name": "Acme", "website": "acme.com"}"#)?;
/// let after = Account::from_json(r#"{"name": "Acme", "website": null}"#)?;
/// let changes = diff(&before, &after);
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].path.pointer().as_str(), "/website");
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
pub fn diff(before: &Account, after: &Account) -> Changes {
    let mut changes = Vec::new();
    let (before, after) = (Some(&before.profile), Some(&after.profile));
    Profile::differ(before, after, &Path::ROOT, &mut |mut change| {
        if is_derived(&change.path) {
            change.cause = Cause::Derived;
        }
        changes.push(change);
    });
    changes
}
