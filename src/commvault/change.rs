//! What was decided, as data; the changes it makes; and what differs between two accounts.

mod evolve;

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::effect::Effect;
use super::facts::{Deactivated, Policy};
use super::record::{Account, Pending, Profile, Status};
use crate::decision::{Cause, Change, Changes, Format, Next};
use crate::json::{InlineStr, Path, PathStep, sort_by_key, stored, to_text};
use crate::member::{Member as _, Value};
use crate::value::Timestamp;

pub(super) use evolve::carry_out;
pub use evolve::evolve;

/// Version of the stored form of a decision.
pub const VERSION: u32 = 2;

/// Long enough for a UUID: an update that changes nothing allocates nothing.
type Id = InlineStr<38>;

stored! {
    /// What was decided: an event that a service can store, audit and replay.
    ///
    /// What any released version stored, every later one reads; a decision of a later version is
    /// refused as a whole, and the error says so (`of the later version 3 (this crate reads up to
    /// 2)`): the reader is to be updated, the store is not broken. One of version 1 names no
    /// record: it is carried out on an account of another id as well, if that one reads alike
    /// where it changes.
    ///
    /// Holds the id of its account, what it changes, and what it found there; of an update that
    /// changes no value, nothing on the heap.
    ///
    /// The members are the stored form. A new one has a default that means what its absence meant;
    /// any other change of them takes another [`VERSION`], which reads both forms.
    ///
    /// ```
    /// use customer_core::commvault::{Account, Decision, Facts, Policy, Update, decide_update};
    ///
    /// let account = r#"{"id": "7194", "status": "active", "externalId": "X", "name": "Acme"}"#;
    /// let account = Account::from_json(account)?;
    /// let body = r#"{"externalId": "X", "name": "Acme", "website": "a.com", "contacts": [{}]}"#;
    /// let facts = Facts::unknown(Policy::documented());
    /// let decision = decide_update(&account, &Update::from_json(body)?, &facts)?;
    /// assert_eq!(decision.record(), Some("7194"));
    /// let stored = serde_json::to_string(&decision)?;
    /// assert_eq!(serde_json::from_str::<Decision>(&stored)?, decision);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Decision {
        version: Format<VERSION>,
        /// The account, by the vendor's id. Version 1 did not name it.
        id: Option<Id> = default,
        what: What,
        /// The status before.
        was: Status,
        touched: Option<Touched>,
        /// Of a start, what will change; of a success, what changes; of a failure, what would have:
        /// all but status and `updateTs`.
        values: Changes,
        /// The status that a later success returns to, where it is not `active`. Version 1 forgot
        /// it at a failure.
        back: Option<Status> = default,
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum What {
    /// An update was accepted; success leads to this status.
    Started(Status),
    /// It succeeded; this is the status now.
    Succeeded(Status),
    /// It failed. Earlier ones did not store what ended.
    Failed,
    /// It failed, and this is what was known of it.
    Ended(Running),
}

/// What was known of the update that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Running {
    /// That it would have changed `values`.
    Known,
    /// Nothing.
    Unknown,
}

/// `updateTs` before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Touched {
    before: Option<InlineStr>,
    after: Timestamp,
}

impl Decision {
    /// An update was accepted.
    pub(super) fn started(
        account: &Account,
        policy: &Policy,
        now: Option<Timestamp>,
        values: Changes,
    ) -> Self {
        let before = match &account.document.status {
            Some(Status::Deactivated) => Some(Status::Deactivated),
            // Success of the new update leads where that of the one before would have led.
            Some(Status::Updating | Status::UpdateFailure) => {
                account.returns_to(policy.deactivated)
            }
            _ => None,
        };
        let after = before.clone().unwrap_or(Status::Active);
        let back = before.filter(|_| policy.deactivated == Deactivated::Return);
        Self::new(account, What::Started(after), now, values, back)
    }

    /// The running update succeeded.
    pub(super) fn succeeded(account: &Account, policy: &Policy, now: Option<Timestamp>) -> Self {
        let mut values = Vec::new();
        // Rule: commvault.settled.succeeded
        each_value(account, &mut |change| values.push(change));
        let status = account.returns_to(policy.deactivated).unwrap_or(Status::Active);
        Self::new(account, What::Succeeded(status), now, values, None)
    }

    /// The running update failed.
    pub(super) fn failed(account: &Account, policy: &Policy, now: Option<Timestamp>) -> Self {
        let before = account.returns_to(policy.deactivated);
        let back = before.filter(|_| policy.deactivated == Deactivated::Return);
        let mut values = Vec::new();
        each_value(account, &mut |change| values.push(change));
        // Rule: commvault.settled.failed
        Self::new(account, What::Ended(Running::of(account)), now, values, back)
    }

    #[inline(always)]
    fn new(
        account: &Account,
        what: What,
        now: Option<Timestamp>,
        values: Changes,
        back: Option<Status>,
    ) -> Self {
        // Nothing is decided about an account without a status: the checks refuse it.
        let was = account.document.status.clone().unwrap_or(Status::Active);
        // Rule: commvault.update-ts.clock
        let touched = now.and_then(|after| {
            let before = account.document.update_ts.as_deref();
            let is_new = before.is_none_or(|text| Timestamp::parse(text) != Ok(after));
            is_new.then(|| Touched { before: before.map(InlineStr::from), after })
        });
        let id = account.id().map(InlineStr::from);
        Self { version: Format, id, what, was, touched, values, back }
    }

    /// Version of the stored form.
    pub const fn version(&self) -> u32 {
        self.version.number()
    }

    /// The vendor's id of the account that it was made for, if that has one.
    pub fn record(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The status after it.
    const fn status(&self) -> &Status {
        match &self.what {
            What::Started(_) => &Status::Updating,
            What::Succeeded(status) => status,
            What::Failed | What::Ended(_) => &Status::UpdateFailure,
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
                before: before.clone().map(Value::Text),
                after: Some(Value::Text(to_text(&after).into())),
            });
        }
        if let What::Succeeded(_) = self.what {
            changes.extend_from_slice(&self.values);
            sort_by_key(&mut changes, |change| rank(&change.path));
        }
        changes
    }

    /// Whether it leaves the account that a read shows as it is.
    pub fn is_unchanged(&self) -> bool {
        let brings = matches!(self.what, What::Succeeded(_)) && !self.values.is_empty();
        self.was == *self.status() && self.touched.is_none() && !brings
    }

    /// What will change once the update that it starts has succeeded, status and `updateTs` aside.
    pub fn pending_changes(&self) -> &[Change] {
        match self.what {
            What::Started(_) => &self.values,
            What::Succeeded(_) | What::Failed | What::Ended(_) => &[],
        }
    }

    /// What is due, in order.
    pub fn effects(&self, _after: &Account) -> impl Iterator<Item = Effect> + use<> {
        // Rule: commvault.updating.awaited
        let starts = matches!(self.what, What::Started(_));
        starts.then_some(Effect::AwaitSettlement { from: Status::Updating }).into_iter()
    }

    /// What to do next.
    pub const fn next(&self) -> Next {
        match self.what {
            What::Started(_) => Next::Poll,
            What::Succeeded(_) => Next::Done,
            What::Failed | What::Ended(_) => Next::Retry,
        }
    }
}

#[cfg(feature = "endpoint")]
impl Decision {
    /// The account that a read shows once the update has started, written without a copy.
    pub(super) fn shown(&self, account: &Account) -> Option<alloc::string::String> {
        let changes = self.changes();
        let mut made = 0;
        let text = crate::json::written(|w| {
            w.begin_object();
            w.key("\"data\":");
            made = account.document.write_after(&changes, 0, w);
            w.end_object();
        });
        (made == changes.len()).then_some(text)
    }

    /// At most how many bytes what the vendor keeps to itself is longer than the account that a
    /// read shows, once the update has started.
    pub(super) fn bound(&self) -> usize {
        let after = match &self.what {
            What::Started(after) => Some(after),
            What::Succeeded(_) | What::Failed | What::Ended(_) => None,
        };
        let words = after.into_iter().chain(&self.back).map(crate::member::Member::bound);
        let values = self.values.iter().map(Change::bound);
        // And the names of the members that hold them.
        words.chain(values).fold(100, usize::saturating_add)
    }
}

impl Running {
    const fn of(account: &Account) -> Self {
        if account.running().is_some() { Self::Known } else { Self::Unknown }
    }
}

/// What a success changes but status and `updateTs`, in document order.
fn each_value(account: &Account, each: &mut dyn FnMut(Change)) {
    // One that is the same under another status changes no value.
    let Some(Pending::Other(pending)) = account.running() else { return };
    Profile::differ(Some(&account.document), Some(pending), &Path::ROOT, &mut |change| {
        if !is_derived(&change.path) {
            each(change);
        }
    });
}

/// Whether no request says it: status and `updateTs`.
fn is_derived(path: &Path) -> bool {
    matches!(path.steps(), [PathStep::Name(name)] if matches!(&**name, "status" | "updateTs"))
}

/// The place of a member in the account; unknown ones come last.
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
    let (before, after) = (Some(&before.document), Some(&after.document));
    Profile::differ(before, after, &Path::ROOT, &mut |mut change| {
        if is_derived(&change.path) {
            change.cause = Cause::Derived;
        }
        changes.push(change);
    });
    changes
}
