//! The decision: what changes, what is due, and how to make it so.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::contacts::in_document_order;
use super::record::{Benefit, BenefitType, Contact, Customer, Internal, Resource, SentCommitment};
use super::three_years;
use crate::commitment::{self as machine, Kind, Transition};
use crate::decision::{Cause, Change, Changes, Format, Next};
use crate::json::{Path, PathStep, shown, stored};
use crate::member::{Member, Value};
use crate::value::Date;

/// Version of the decision as a stored event.
pub const VERSION: u32 = 1;

stored! {
    /// What was decided. Data: store it as the event, audit it, replay it.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Decision {
        version: Format<VERSION>,
        /// Changes before the contacts and of contacts that stay where they are, in document order.
        pub(super) profile: Changes,
        /// What happens to the contact list, if more than that.
        pub(super) contacts: Option<Box<ContactList>>,
        /// Changes behind the contacts, in document order.
        pub(super) benefits: Changes,
        /// The benefit that the machine moved on: its index and what it is afterwards.
        pub(super) benefit: Option<Box<(usize, Benefit)>>,
        /// The dates from which windows run, if they move.
        pub(super) dates: Option<Dates>,
        /// Addresses that become administrators.
        pub(super) admins_added: Admins,
        /// Addresses that were dropped and stay administrators.
        pub(super) admins_remaining: Admins,
        /// Whether every contact of the record afterwards is welcomed.
        pub(super) welcomed: bool,
        /// The request whose terms are presented.
        pub(super) terms: Option<Kind>,
        /// Whether a group was created, whose terms are presented.
        pub(super) group_created: bool,
    }
}

/// E-mail addresses; `Debug` shows only how many.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Admins(pub(super) Vec<String>);

impl core::fmt::Debug for Admins {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "[{}]", self.0.len())
    }
}

/// The dates from which windows run, afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dates {
    pub(super) requested_on: Option<Date>,
    pub(super) accepted_on: Option<Date>,
}

/// What happens to the contact list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactList {
    /// How long the list was.
    pub(super) before: usize,
    /// Who stands where afterwards; `None` when everybody stays where they were.
    pub(super) slots: Option<Vec<Slot>>,
    /// Members of contacts that stay.
    pub(super) edits: Changes,
    /// Who goes, with the old index.
    pub(super) dropped: Vec<(usize, Contact)>,
    /// The list before and after, when nothing but its order changes.
    pub(super) whole: Option<(Value, Value)>,
}

/// One place of the contact list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Slot {
    /// The stored contact at this index.
    Kept(usize),
    /// Somebody new.
    New(Contact),
}

impl ContactList {
    /// Whether nothing but the order changes.
    pub(super) fn is_mere_reorder(&self) -> bool {
        self.edits.is_empty()
            && self.dropped.is_empty()
            && !self.slots.iter().flatten().any(|slot| matches!(slot, Slot::New(_)))
    }

    fn changes(&self) -> Changes {
        let list = Path::ROOT.name("companyProfile").name("contacts");
        if let Some((before, after)) = &self.whole {
            let (before, after) = (Some(before.clone()), Some(after.clone()));
            return Vec::from([Change { path: list, cause: Cause::Replaced, before, after }]);
        }
        let whole = |index, before, after| Change {
            path: list.index(index),
            cause: Cause::Replaced,
            before,
            after,
        };
        let mut lines = self.edits.clone();
        for (index, slot) in self.slots.iter().flatten().enumerate() {
            if let Slot::New(contact) = slot {
                lines.push(whole(index, None, Some(Value::of(contact))));
            }
        }
        for (index, contact) in &self.dropped {
            lines.push(whole(*index, Some(Value::of(contact)), None));
        }
        in_document_order(&mut lines);
        lines
    }

    /// Makes it so. Edits name places of the list afterwards, but for phones that go: they name the
    /// old place, so these go first.
    fn make(&self, list: &mut Vec<Contact>) {
        for edit in self.edits.iter().filter(|edit| edit.after.is_none()) {
            edit_contact(list, edit);
        }
        if let Some(slots) = &self.slots {
            let mut old: Vec<Option<Contact>> = list.drain(..).map(Some).collect();
            list.extend(slots.iter().filter_map(|slot| match slot {
                Slot::Kept(index) => old.get_mut(*index).and_then(Option::take),
                Slot::New(contact) => Some(contact.clone()),
            }));
        }
        for edit in self.edits.iter().filter(|edit| edit.after.is_some()) {
            edit_contact(list, edit);
        }
    }

    /// Whether no address comes, goes or changes.
    pub(super) fn keeps_addresses(&self) -> bool {
        let is_email = |edit: &Change| is_last(&edit.path, &["email"]);
        self.slots.is_none() && !self.edits.iter().any(is_email)
    }
}

fn edit_contact(list: &mut [Contact], edit: &Change) {
    if let [_, _, PathStep::Index(index), inside @ ..] = edit.path.steps()
        && let Some(contact) = list.get_mut(*index)
    {
        contact.put_in(inside, edit.after.as_ref());
    }
}

impl Decision {
    pub(super) const NONE: Self = Self {
        version: Format,
        profile: Vec::new(),
        contacts: None,
        benefits: Vec::new(),
        benefit: None,
        dates: None,
        admins_added: Admins(Vec::new()),
        admins_remaining: Admins(Vec::new()),
        welcomed: false,
        terms: None,
        group_created: false,
    };

    /// Version of this event's form: [`VERSION`].
    pub const fn version(&self) -> u32 {
        self.version.number()
    }

    /// What to do next: nothing, everything is done at once.
    pub const fn next(&self) -> Next {
        Next::Done
    }

    /// The changes, in document order. Empty if and only if the document stays as it is.
    pub fn changes(&self) -> Changes {
        let mut changes = self.profile.clone();
        changes.extend(self.contacts.iter().flat_map(|list| list.changes()));
        changes.extend(self.benefits.iter().cloned());
        changes
    }

    /// Whether the document stays as it is.
    pub const fn is_unchanged(&self) -> bool {
        self.profile.is_empty() && self.contacts.is_none() && self.benefits.is_empty()
    }

    /// Takes over what the machine decided. `sent` is the part of the request that asked for it;
    /// `count` is how many benefits there are, and goes up when there is one more.
    pub(super) fn commitment(
        &mut self,
        record: &Customer,
        decided: &machine::Decision,
        sent: Option<(Kind, &SentCommitment<'_>)>,
        count: &mut usize,
    ) {
        self.terms = Kind::ALL
            .into_iter()
            .find(|kind| decided.transitions.contains(Transition::Requested(*kind)));
        let internal = &record.internal;
        if decided.requested_on.is_some() || decided.accepted_on.is_some() {
            self.dates = Some(Dates {
                requested_on: decided.requested_on.map_or(internal.requested_on, |c| c.after),
                accepted_on: decided.accepted_on.map_or(internal.accepted_on, |c| c.after),
            });
        }
        let parts = decided.running.is_some()
            || decided.request.is_some()
            || decided.recommitment.is_some();
        if parts {
            self.benefit_changes(record, decided, sent, count);
        }
        if let Some(coterm) = &decided.coterm {
            self.benefits.push(Change {
                path: Path::ROOT.name("cotermDate"),
                cause: Cause::Derived,
                before: record.resource.coterm_date.as_deref().map(|date| Value::Text(date.into())),
                after: coterm.after.map(|date| Value::Text(shown(&date).into())),
            });
        }
    }

    fn benefit_changes(
        &mut self,
        record: &Customer,
        decided: &machine::Decision,
        sent: Option<(Kind, &SentCommitment<'_>)>,
        count: &mut usize,
    ) {
        let path = Path::ROOT.name("benefits");
        let Some((index, before)) = record.resource.benefit(&BenefitType::ThreeYearCommit) else {
            let kind = Some(BenefitType::ThreeYearCommit);
            let before = Benefit { kind, ..Benefit::default() };
            let after = three_years::benefit_after(&before, decided, sent);
            let (path, after) = (path.index(*count), Some(Value::of(&after)));
            self.benefits.push(Change { path, cause: Cause::Replaced, before: None, after });
            *count = count.saturating_add(1);
            return;
        };
        let after = three_years::benefit_after(before, decided, sent);
        Benefit::differ(Some(before), Some(&after), &path.index(index), &mut |mut change| {
            // What the request itself says is set; everything else follows from the rules.
            let said = sent.is_some() && is_last(&change.path, &["quantity", "offerType"]);
            if change.cause == Cause::Set && !said {
                change.cause = Cause::Derived;
            }
            self.benefits.push(change);
        });
        self.benefit = Some(Box::new((index, after)));
    }
}

/// Whether the last step of a path goes into one of these members.
pub(super) fn is_last(path: &Path, names: &[&str]) -> bool {
    matches!(path.steps().last(), Some(PathStep::Name(name)) if names.contains(&&**name))
}

/// Makes the changes. Total: whatever does not fit the record is left alone.
///
/// ```
/// use customer_core::adobe::{Customer, Facts, Input, Policy, Update, decide, evolve};
/// let mut customer = Customer::from_json(r#"{"externalReferenceId": "342"}"#).unwrap();
/// let update = Update::from_json(r#"{"externalReferenceId": "99999"}"#).unwrap();
/// let facts = Facts::unknown(Policy::documented());
/// let decision = decide(&customer, &Input::Update(update), &facts).unwrap();
/// evolve(&mut customer, &decision);
/// assert_eq!(customer.to_json(), r#"{"externalReferenceId":"99999"}"#);
/// ```
pub fn evolve(record: &mut Customer, decision: &Decision) {
    let Customer { resource, internal } = record;
    for change in decision.profile.iter().chain(&decision.benefits) {
        resource.put_in(change.path.steps(), change.after.as_ref());
    }
    if let Some((index, benefit)) = decision.benefit.as_deref() {
        let slot = resource.benefits.as_mut().and_then(|benefits| benefits.get_mut(*index));
        if let Some(slot) = slot {
            *slot = benefit.clone();
        }
    }
    if let Some(list) = &decision.contacts {
        let profile = resource.company_profile.get_or_insert_default();
        resource.others.forget("companyProfile");
        let contacts = profile.contacts.get_or_insert_default();
        contacts.edit(list.keeps_addresses(), |contacts| list.make(contacts));
        profile.others.forget("contacts");
    }
    evolve_internal(internal, decision);
}

fn evolve_internal(internal: &mut Internal, decision: &Decision) {
    if let Some(dates) = decision.dates {
        internal.requested_on = dates.requested_on;
        internal.accepted_on = dates.accepted_on;
    }
    internal.system_admins.extend(decision.admins_added.0.iter().cloned());
}

/// What differs between two customers, found by comparing their documents; causes are `set` or
/// `replaced`, since a comparison can't know more.
///
/// ```
/// use customer_core::adobe::{Customer, diff};
/// let before = Customer::from_json(r#"{"externalReferenceId": "342"}"#).unwrap();
/// let after = Customer::from_json(r#"{"externalReferenceId": "99999"}"#).unwrap();
/// assert_eq!(diff(&before, &after).len(), 1);
/// assert!(diff(&before, &before).is_empty());
/// ```
pub fn diff(before: &Customer, after: &Customer) -> Changes {
    let mut changes = Changes::new();
    Resource::differ(Some(&before.resource), Some(&after.resource), &Path::ROOT, &mut |change| {
        changes.push(change);
    });
    changes
}
