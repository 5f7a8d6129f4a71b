//! The decision: what changes, what is due, and how to make it so.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::commitment;
use super::contacts::{ContactList, Found};
use super::exact::Exact;
use super::record::{Benefit, BenefitType, Customer, Resource, SentCommitment, Status};
use crate::commitment::{self as machine, Kind, Transition};
use crate::decision::{Cause, Change, Changes, Format, Misfit, Next};
use crate::json::{At, InlineStr, Path, PathStep, Pointer, stored, to_text};
use crate::member::{Member, Value, each_put};
use crate::value::Date;

/// Version of the decision as a stored event.
pub const VERSION: u32 = 2;

stored! {
    /// What was decided. Data: store it as the event, audit it, replay it.
    ///
    /// What any released version stored, every later one reads; a decision of a later version is
    /// refused as a whole, and the error says so (`of the later version 3 (this crate reads up to
    /// 2)`): the reader is to be updated, the store is not broken. One of version 1 names no
    /// record: it is carried out on a customer of another id as well, if that one reads alike
    /// where it changes.
    ///
    /// The members are the stored form. A new one has a default that means what its absence meant;
    /// any other change of them takes another [`VERSION`], which reads both forms.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Decision {
        version: Format<VERSION>,
        /// The id of the record that it was made for.
        record: Option<InlineStr> = default,
        /// Changes before the contacts and of contacts that stay where they are, in document order.
        pub(super) profile: Changes = default,
        /// What happens to the contact list, if more than that.
        pub(super) contacts: Option<Box<ContactList>> = default,
        /// The contact list as it was found, if any contact changes, comes, goes or moves.
        pub(super) contacts_found: Option<Found> = default,
        /// Changes behind the contacts, in document order.
        pub(super) benefits: Changes = default,
        /// The benefit that the machine moved on: its index and what it is afterwards.
        benefit: Option<Box<(usize, Exact<Benefit>)>> = default,
        /// What that benefit was.
        benefit_found: Option<Box<Exact<Benefit>>> = default,
        /// The dates from which windows run, if they move.
        dates: Option<Dates> = default,
        /// What these dates were.
        dates_found: Option<Dates> = default,
        /// Addresses that become administrators.
        pub(super) admins_added: Admins = default,
        /// How many administrators there were, if any are added: the list only grows.
        pub(super) admins_found: Option<usize> = default,
        /// Addresses that were dropped and stay administrators.
        pub(super) admins_remaining: Admins = default,
        /// Whether every contact of the record afterwards is welcomed.
        pub(super) welcomed: bool = default,
        /// The request whose terms are presented.
        pub(super) terms: Option<Kind> = default,
        /// Whether a group was created, whose terms are presented.
        pub(super) group_created: bool = default,
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

/// The dates from which windows run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dates {
    requested_on: Option<Date>,
    accepted_on: Option<Date>,
}

impl Dates {
    const fn of(record: &Customer) -> Self {
        let internal = &record.internal;
        Self { requested_on: internal.requested_on, accepted_on: internal.accepted_on }
    }
}

impl Decision {
    /// Nothing, decided about this record.
    #[inline(always)]
    pub(super) fn of(record: &Customer) -> Self {
        Self {
            version: Format,
            record: record.id().map(InlineStr::from),
            profile: Vec::new(),
            contacts: None,
            contacts_found: None,
            benefits: Vec::new(),
            benefit: None,
            benefit_found: None,
            dates: None,
            dates_found: None,
            admins_added: Admins(Vec::new()),
            admins_found: None,
            admins_remaining: Admins(Vec::new()),
            welcomed: false,
            terms: None,
            group_created: false,
        }
    }

    /// Version of this event's form: [`VERSION`].
    pub const fn version(&self) -> u32 {
        self.version.number()
    }

    /// The id of the record that it was made for, if that has one.
    pub fn record(&self) -> Option<&str> {
        self.record.as_deref()
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

    /// The account gets another status.
    pub(super) fn status(&mut self, before: &Status, after: &str) {
        let before = Some(Value::Text(before.as_str().into()));
        let after = Some(Value::Text(after.into()));
        let at = At::ROOT;
        Change::push(&mut self.benefits, &at.name("status"), Cause::Derived, before, after);
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
        let requested = |kind: &Kind| decided.transitions.contains(Transition::Requested(*kind));
        self.terms = Kind::ALL.into_iter().find(requested);
        if decided.requested_on.is_some() || decided.accepted_on.is_some() {
            let found = Dates::of(record);
            self.dates = Some(Dates {
                requested_on: decided.requested_on.map_or(found.requested_on, |c| c.after),
                accepted_on: decided.accepted_on.map_or(found.accepted_on, |c| c.after),
            });
            self.dates_found = Some(found);
        }
        if decided.running.is_some()
            || decided.request.is_some()
            || decided.recommitment.is_some()
            || sent.is_some()
        {
            self.benefit_changes(record, decided, sent, count);
        }
        if let Some(coterm) = &decided.coterm {
            let before = record.document.coterm_date.as_deref();
            let before = before.map(|date| Value::Text(date.into()));
            let after = coterm.after.map(|date| Value::Text(to_text(&date).into()));
            let at = At::ROOT;
            Change::push(&mut self.benefits, &at.name("cotermDate"), Cause::Derived, before, after);
        }
    }

    fn benefit_changes(
        &mut self,
        record: &Customer,
        decided: &machine::Decision,
        sent: Option<(Kind, &SentCommitment<'_>)>,
        count: &mut usize,
    ) {
        let at = At::ROOT;
        let at = at.name("benefits");
        let Some((index, before)) = record.document.benefit(&BenefitType::ThreeYearCommit) else {
            let kind = Some(BenefitType::ThreeYearCommit);
            let before = Benefit { kind, ..Benefit::default() };
            let after = commitment::benefit_after(&before, decided, sent);
            let (at, after) = (at.index(*count), Some(Value::of(&after)));
            Change::push(&mut self.benefits, &at, Cause::Replaced, None, after);
            *count = count.saturating_add(1);
            return;
        };
        let part = |kind| match kind {
            Kind::Commitment => before.commitment_request.as_ref(),
            Kind::Recommitment => before.recommitment_request.as_ref(),
        };
        if sent.is_some_and(|(kind, sent)| commitment::repeats(part(kind), decided, kind, sent)) {
            return;
        }
        let after = commitment::benefit_after(before, decided, sent);
        Benefit::differ(Some(before), Some(&after), &at.index(index).path(), &mut |mut change| {
            // What the request itself says is set; everything else follows from the rules.
            let said = sent.is_some() && is_last(&change.path, &["quantity", "offerType"]);
            if change.cause == Cause::Set && !said {
                change.cause = Cause::Derived;
            }
            self.benefits.push(change);
        });
        self.benefit = Some(Box::new((index, Exact(after))));
        self.benefit_found = Some(Box::new(Exact(before.clone())));
    }
}

/// Whether the last step of a path goes into one of these members.
fn is_last(path: &Path, names: &[&str]) -> bool {
    matches!(path.steps().last(), Some(PathStep::Name(name)) if names.contains(&&**name))
}

/// Makes the changes.
///
/// The vendor has no lock token: a decision that comes late fits a record that reads again as it
/// did before. A store guards against that by the position of the decision in the record's stream.
///
/// One that changes nothing fits every record of its id, and what a decision only keeps is not
/// compared: carried out late, it names other contacts in its [effects](Decision::effects) than
/// those that it was decided with.
///
/// # Errors
///
/// A record of another id or without one, or one in which a value that the decision changes is not
/// what it was, such as a record that the decision was carried out on already. It stays as it is.
///
/// ```
/// use customer_core::adobe::{Customer, Facts, Policy, Update, decide_update, evolve};
/// let mut customer = Customer::from_json(r#"{"externalReferenceId": "342"}"#)?;
/// let update = Update::from_json(r#"{"externalReferenceId": "99999"}"#)?;
/// let decision = decide_update(&customer, &update, &Facts::unknown(Policy::documented()))?;
/// evolve(&mut customer, &decision)?;
/// assert_eq!(customer.to_json(), r#"{"externalReferenceId":"99999"}"#);
/// let twice = evolve(&mut customer, &decision).unwrap_err();
/// assert_eq!(twice.pointer.as_str(), "/externalReferenceId");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn evolve(record: &mut Customer, decision: &Decision) -> Result<(), Misfit> {
    decision.fits_id(record)?;
    if !decision.is_nothing() {
        decision.fits(record)?;
        decision.carry_out(record);
    }
    Ok(())
}

impl Decision {
    /// Whether the record stays as it is, what its document does not show included.
    const fn is_nothing(&self) -> bool {
        self.is_unchanged() && self.dates.is_none() && self.admins_added.0.is_empty()
    }

    /// Whether the record is the one that it was made for. One without an id is not.
    #[inline]
    fn fits_id(&self, record: &Customer) -> Result<(), Misfit> {
        match &self.record {
            Some(id) if !record.id().is_some_and(|other| id.is(other)) => {
                Err(Misfit::at(At::ROOT.name("customerId").pointer()))
            }
            _ => Ok(()),
        }
    }

    /// Whether the record reads as the one that it was made for, wherever it changes.
    fn fits(&self, record: &Customer) -> Result<(), Misfit> {
        let document = &record.document;
        for change in self.profile.iter().chain(&self.benefits) {
            if !document.holds(change.path.steps(), change.before.as_ref()) {
                return Err(Misfit::at(change.path.pointer()));
            }
        }
        self.fits_benefits(&record.document)?;
        let contacts = record.document.contacts();
        self.contacts_found.as_ref().map_or(Ok(()), |found| found.fits(contacts))?;
        self.contacts.as_ref().map_or(Ok(()), |list| list.fits(contacts))?;
        if self.dates_found.is_some_and(|found| found != Dates::of(record)) {
            return Err(Misfit::at(Pointer::new("/internal")));
        }
        match self.admins_found {
            Some(count) if count != record.internal.system_admins.len() => {
                Err(Misfit::at(Pointer::new("/internal/systemAdmins")))
            }
            _ => Ok(()),
        }
    }

    /// A benefit that moved on is replaced whole, so all of it is compared; one that comes in comes
    /// at the end of the list.
    fn fits_benefits(&self, document: &Resource) -> Result<(), Misfit> {
        let benefits = document.benefits.as_deref().unwrap_or_default();
        let at = At::ROOT;
        let at = at.name("benefits");
        if let (Some(moved), Some(found)) = (&self.benefit, &self.benefit_found)
            && benefits.get(moved.0) != Some(&found.0)
        {
            return Err(Misfit::at(at.index(moved.0).pointer()));
        }
        let first = self.benefits.iter().find_map(|change| match change.path.steps() {
            [_, PathStep::Index(index)] => Some(*index),
            _ => None,
        });
        match first {
            Some(index) if index != benefits.len() => Err(Misfit::at(at.pointer())),
            _ => Ok(()),
        }
    }

    pub(super) fn carry_out(&self, record: &mut Customer) {
        let Customer { document, internal } = record;
        for changes in [&self.profile, &self.benefits] {
            each_put(changes, |change, left| document.put_in(change.path.steps(), left));
        }
        if let Some((index, benefit)) = self.benefit.as_deref() {
            let slot = document.benefits.as_mut().and_then(|benefits| benefits.get_mut(*index));
            if let Some(slot) = slot {
                *slot = benefit.0.clone();
            }
        }
        if let Some(list) = &self.contacts {
            let profile = document.company_profile.get_or_insert_default();
            document.others.forget("companyProfile");
            let contacts = profile.contacts.get_or_insert_default();
            contacts.edit(list.keeps_addresses(), |contacts| list.carry_out(contacts));
            profile.others.forget("contacts");
        }
        if let Some(dates) = self.dates {
            internal.requested_on = dates.requested_on;
            internal.accepted_on = dates.accepted_on;
        }
        internal.system_admins.extend(self.admins_added.0.iter().cloned());
    }
}

#[cfg(feature = "endpoint")]
impl Decision {
    /// The document of the record that it was made for as it is afterwards, written without a copy:
    /// if nothing changes but values in it. Only a list that is replaced changes an address.
    pub(super) fn shown(&self, record: &Customer) -> Option<String> {
        let is_plain = self.contacts.is_none()
            && self.benefits.is_empty()
            && self.benefit.is_none()
            && self.dates.is_none()
            && self.admins_added.0.is_empty();
        let mut made = None;
        let text = is_plain.then(|| {
            crate::json::written(|w| made = Some(record.document.write_after(&self.profile, 0, w)))
        });
        text.filter(|_| made == Some(self.profile.len()))
    }
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
    let (before, after) = (Some(&before.document), Some(&after.document));
    Resource::differ(before, after, &Path::ROOT, &mut |change| changes.push(change));
    changes
}
