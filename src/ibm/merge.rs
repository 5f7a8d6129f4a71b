//! From an accepted input to changes. Cannot fail, and builds nothing but what differs.
//!
//! Each object of an update is taken apart here as in the checks, so that a new member does not
//! compile until it is decided whether it changes anything. Members with an underscore are
//! attributes, which are in the table of `check/attribute.rs`, and those that only the vendor sets.

use alloc::vec::Vec;
use core::mem::swap;

use super::check::{Attributes, Slot};
use super::facts::Policy;
use super::record::{
    Account, Address, CUSTOMER, Contact, CustomerState, Identifier, Organization, Profile,
    SentOrganization, SentProfile,
};
use super::update::{Form, Holder, Operation, Update};
use crate::decision::{Cause, Change, Changes};
use crate::json::{At, Path};
use crate::member::{Edit, Field, Member, Raw, Value, differ_raw};

/// What an update changes; `next` is the lock token afterwards if it changes anything.
pub(super) fn merge(stored: &Profile, update: &Update<'_>, policy: &Policy, next: i64) -> Changes {
    let Field::Value(sent) = update.document() else { return Changes::new() };
    let mut merge = Merge { policy, update, changes: Changes::new() };
    let root = At::ROOT;
    merge.profile(stored, sent, &root.name(CUSTOMER), next);
    merge.changes
}

/// What an operation changes.
pub(super) fn operation(stored: &Profile, operation: Operation, next: i64) -> Changes {
    let root = At::ROOT;
    let at = root.name(CUSTOMER);
    let state = match operation {
        Operation::Suspend => CustomerState::Suspended,
        Operation::Unsuspend => CustomerState::Active,
        // Rule: ibm.unregister.pending
        Operation::Unregister => CustomerState::DeregisterPending,
    };
    let text = |text: &str| Value::Text(text.into());
    let mut changes = Changes::with_capacity(3);
    changes.push(Change {
        path: at.name("CustomerState").path(),
        cause: Cause::Derived,
        before: stored.customer_state.as_ref().map(|state| text(state.as_str())),
        after: Some(text(state.as_str())),
    });
    // Rule: ibm.suspension.date
    if let (Operation::Unsuspend, Some(date)) = (operation, &stored.suspension_date) {
        changes.push(Change {
            path: at.name("SuspensionDate").path(),
            cause: Cause::Derived,
            before: Some(text(date)),
            after: None,
        });
    }
    // Rule: ibm.operation.token
    changes.push(version(stored, next, &at));
    changes
}

fn version(stored: &Profile, next: i64, at: &At<'_>) -> Change {
    Change {
        path: at.name("Version").path(),
        cause: Cause::Derived,
        before: stored.version.map(Value::Integer),
        after: Some(Value::Integer(next)),
    }
}

/// Inserts a change at `index` by moving every later one up. `Vec::insert` has a panic for an index
/// beyond the end; this has none.
fn insert_at(changes: &mut Changes, index: usize, mut change: Change) {
    for slot in changes.iter_mut().skip(index) {
        swap(slot, &mut change);
    }
    changes.push(change);
}

/// What differs between two values of an unknown member, leaf by leaf.
pub(super) fn leaves(before: Option<&Raw>, after: Option<&Raw>, at: &Path) -> Changes {
    let mut found = Changes::new();
    let (before, after) = (before.map(Raw::as_str), after.map(Raw::as_str));
    differ_raw(before, after, at, &mut |change| found.push(change));
    found
}

struct Merge<'m, 'a> {
    policy: &'m Policy,
    update: &'m Update<'a>,
    changes: Changes,
}

impl Merge<'_, '_> {
    fn profile(&mut self, stored: &Profile, sent: &SentProfile<'_>, at: &At<'_>, next: i64) {
        let SentProfile {
            customer_number: _,
            id: _,
            customer_state: _,
            suspension_date: _,
            is_guest: _,
            last_sync_date: _,
            customer_type: _,
            version: _,
            organization,
            customer_account_set,
            customer_identifier_set,
            others: _,
        } = sent;
        self.slots::<Profile>(Some(stored), Some(sent), Holder::Plain, at);
        // The place of the token among the changes. Whether it counts is known behind them all.
        let here = self.changes.len();
        if let Field::Value(sent) = organization {
            self.organization(stored.organization.as_ref(), sent, &at.name("Organization"));
        }
        let accounts = stored.customer_account_set.as_deref().unwrap_or_default();
        let set = at.name("CustomerAccountSet");
        self.set::<Account>(accounts, customer_account_set, |_| Holder::Plain, &set);
        let identifiers = stored.customer_identifier_set.as_deref().unwrap_or_default();
        let set = at.name("CustomerIdentifierSet");
        self.set::<Identifier>(identifiers, customer_identifier_set, |_| Holder::Plain, &set);
        // An empty set where there was none has no element that tells of it.
        let is_empty = customer_identifier_set.value().is_some_and(Vec::is_empty);
        if is_empty && stored.customer_identifier_set.is_none() {
            let empty = Some(Value::of(&Vec::<Identifier>::new()));
            self.element(&set, Cause::Set, None, empty);
        }
        // A flat body has no place for them, so it can't leave them out.
        if customer_identifier_set.value().is_none() && self.update.form() == Form::Nested {
            for (index, old) in identifiers.iter().enumerate() {
                // Rule: ibm.identifiers.omitted
                self.element(&set.index(index), Cause::Omitted, Some(Value::of(old)), None);
            }
        }
        self.unknown(Some(stored), sent, at);
        // Rule: ibm.version.counts
        if !self.changes.is_empty() {
            insert_at(&mut self.changes, here, version(stored, next, at));
        }
    }

    fn organization(
        &mut self,
        stored: Option<&Organization>,
        sent: &SentOrganization<'_>,
        at: &At<'_>,
    ) {
        let SentOrganization {
            org_name: _,
            phone: _,
            owner: _,
            created: _,
            modified: _,
            industry: _,
            party_type: _,
            company_size: _,
            security_realm: _,
            customer_type: _,
            is_partner: _,
            is_sync_pending: _,
            address_set,
            contact,
            others: _,
        } = sent;
        self.slots::<Organization>(stored, Some(sent), Holder::Plain, at);
        let addresses = stored.and_then(|stored| stored.address_set.as_deref());
        let set = at.name("AddressSet");
        let addresses = addresses.unwrap_or_default();
        self.set::<Address>(addresses, address_set, Holder::Address, &set);
        if let Field::Value(sent) = contact {
            let stored = stored.and_then(|stored| stored.contact.as_ref());
            let at = at.name("Contact");
            self.slots::<Contact>(stored, Some(sent), Holder::Contact, &at);
            self.unknown(stored, sent, &at);
        }
        self.unknown(stored, sent, at);
    }

    /// Elements are matched by index; what is over comes or goes whole.
    fn set<T: Attributes>(
        &mut self,
        stored: &[T],
        sent: &Field<<Vec<T> as Member>::Sent<'_>>,
        holder: impl Fn(usize) -> Holder,
        at: &At<'_>,
    ) {
        let Field::Value(sent) = sent else { return };
        // Rule: ibm.set.replaced
        for index in 0..stored.len().max(sent.len()) {
            let (at, holder) = (at.index(index), holder(index));
            match (stored.get(index), sent.get(index).and_then(Field::value)) {
                // Rule: ibm.read-only.kept
                (Some(old), Some(new)) => {
                    self.slots::<T>(Some(old), Some(new), holder, &at);
                    self.unknown(Some(old), new, &at);
                }
                (None, Some(new)) => {
                    let after = Value::Json(self.build::<T>(new, holder));
                    self.element(&at, Cause::Replaced, None, Some(after));
                }
                (Some(old), None) => {
                    self.element(&at, Cause::Replaced, Some(Value::of(old)), None);
                }
                (None, None) => {}
            }
        }
    }

    fn element(&mut self, at: &At<'_>, cause: Cause, before: Option<Value>, after: Option<Value>) {
        self.changes.push(Change { path: at.path(), cause, before, after });
    }

    /// A new element as it will be stored: without what is read-only.
    fn build<T: Attributes>(&self, sent: &T::Sent<'_>, holder: Holder) -> Raw {
        Raw::written(|w| {
            w.begin_object();
            T::slots(None, Some(sent), self.update, holder, |slot| {
                if let (Edit::Set(text), _) = slot.edit(self.policy) {
                    w.member(slot.attribute.name, text);
                }
            });
            for (name, raw) in T::sent_unknown(sent).iter() {
                if !T::SPELLINGS.contains(&name) && raw != "null" {
                    w.name(name);
                    w.raw(raw);
                }
            }
            w.end_object();
        })
    }

    fn slots<T: Attributes>(
        &mut self,
        stored: Option<&T>,
        sent: Option<&T::Sent<'_>>,
        holder: Holder,
        at: &At<'_>,
    ) {
        T::slots(stored, sent, self.update, holder, |slot| self.slot(slot, at));
    }

    fn slot(&mut self, slot: &Slot<'_>, at: &At<'_>) {
        let (edit, cause) = slot.edit(self.policy);
        let after = match edit {
            Edit::Keep => return,
            Edit::Clear => None,
            Edit::Set(text) => Some(text),
        };
        if after != slot.stored {
            let text = |text: &str| Value::Text(text.into());
            let path = at.name(slot.attribute.name).path();
            let (before, after) = (slot.stored.map(text), after.map(text));
            self.changes.push(Change { path, cause, before, after });
        }
    }

    /// Unknown members: kept when left out, replaced by what was sent, untouched when that is equal
    /// by value.
    fn unknown<T: Attributes>(&mut self, stored: Option<&T>, sent: &T::Sent<'_>, at: &At<'_>) {
        for (name, raw) in T::sent_unknown(sent).iter() {
            let old = stored.and_then(|stored| stored.unknown().get(name));
            let is_same = old.is_some_and(|old| old.same_value(raw));
            // Rule: ibm.unknown.kept
            if raw == "null" || is_same || T::SPELLINGS.contains(&name) {
                continue;
            }
            let path = at.other(name).path();
            let (before, after) = (old.filter(|old| old.as_str() != "null"), Raw::trusted(raw));
            // One without any leaf is stored as well, although no change tells of it.
            let (before, after) = (before.cloned().map(Value::Json), Some(Value::Json(after)));
            self.changes.push(Change { path, cause: Cause::Set, before, after });
        }
    }
}
