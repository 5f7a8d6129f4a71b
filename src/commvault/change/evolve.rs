//! Carrying a decision out: on the account that it was made for, and on no other.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt::Write as _;

use super::{Decision, Running, Touched, What, each_value, rank};
use crate::commvault::record::{Account, Pending, Profile};
use crate::decision::{Change, Misfit};
use crate::json::{Path, PathStep, Pointer};
use crate::member::{Member as _, Value, each_put};

/// Makes the changes, if the account has the id of the one that the decision was made for and reads
/// as that one did at every place that it changes. So a decision that is delivered twice is carried
/// out once.
///
/// An account has no lock token: a late decision fits an account that reads again as it did before.
/// A store guards against that by the decision's position in its stream.
///
/// ```
/// use customer_core::commvault::{
///     Account, Facts, Policy, Settlement, Status, Update, decide, evolve,
/// };
///
/// let mut account =
///     Account::from_json(r#"{"status": "active", "externalId": "X", "name": "Acme"}"#)?;
/// let body = r#"{"externalId": "X", "name": "Acme", "website": "acme.com", "contacts": [{}]}"#;
/// let facts = Facts::unknown(Policy::documented());
/// let started = decide(&account, &Update::from_json(body)?.into(), &facts)?;
/// evolve(&mut account, &started)?;
/// assert_eq!(account.document.status, Some(Status::Updating));
/// assert_eq!(account.document.website, None); // not yet
/// assert_eq!(evolve(&mut account, &started).unwrap_err().pointer.as_str(), "/status");
///
/// let settled = decide(&account, &Settlement::Succeeded.into(), &facts)?;
/// evolve(&mut account, &settled)?;
/// assert_eq!(account.document.status, Some(Status::Active));
/// assert_eq!(account.document.website.as_deref(), Some("acme.com"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Another account, or one that reads otherwise at a place that the decision changes, as after the
/// decision was carried out already; it stays as it is. The end of an update also needs the pending
/// account that it was decided with, for else it would end another update. A failure that was
/// stored before failures named what ends is carried out whatever is pending.
pub fn evolve(account: &mut Account, decision: &Decision) -> Result<(), Misfit> {
    decision.fits(account)?;
    carry_out(account, decision);
    Ok(())
}

/// Makes the changes on an account that the decision fits.
#[inline(always)]
pub(in crate::commvault) fn carry_out(account: &mut Account, decision: &Decision) {
    match &decision.what {
        What::Started(after) => {
            // Rule: commvault.updating.shows-old-values
            stamp(&mut account.document, decision);
            let pending = if decision.values.is_empty() {
                Pending::Same(after.clone())
            } else {
                let mut pending = account.document.clone();
                put(&mut pending, &decision.values);
                pending.status = Some(after.clone());
                Pending::Other(Box::new(pending))
            };
            account.run(Some(pending), decision.back.clone());
        }
        What::Succeeded(_) => {
            if let Some(Pending::Other(pending)) = account.run(None, None) {
                succeed(&mut account.document, *pending);
            }
            stamp(&mut account.document, decision);
        }
        What::Failed | What::Ended(_) => {
            account.run(None, decision.back.clone());
            stamp(&mut account.document, decision);
        }
    }
}

/// Makes the pending account the account. The time of the end is not the pending one's, null
/// neither.
fn succeed(document: &mut Profile, pending: Profile) {
    let update_ts = document.update_ts.take();
    let is_null = document.others.has_null("updateTs");
    *document = Profile { update_ts, ..pending };
    document.others.forget("updateTs");
    if is_null {
        document.others.set_null("updateTs");
    }
}

/// Writes status and `updateTs` in place.
#[inline(always)]
fn stamp(document: &mut Profile, decision: &Decision) {
    if document.others.has_null("status") {
        document.others.forget("status");
    }
    document.status = Some(decision.status().clone());
    if let Some(touched) = &decision.touched {
        touch(document, touched);
    }
}

fn touch(document: &mut Profile, touched: &Touched) {
    if document.others.has_null("updateTs") {
        document.others.forget("updateTs");
    }
    let text = document.update_ts.get_or_insert_default();
    text.clear();
    let _ = write!(text, "{}", touched.after);
}

fn put(document: &mut Profile, values: &[Change]) {
    let mut emptied = None;
    each_put(values, |change, left| {
        if change.after.is_none() {
            emptied = address_of(&change.path).or(emptied);
        }
        document.put_in(change.path.steps(), left)
    });
    // An update means one contact.
    // Rule: commvault.address.last-attribute
    if let Some(contact) = emptied {
        document.drop_blank_address(contact);
    }
}

/// The contact whose address a path leads into.
fn address_of(path: &Path) -> Option<usize> {
    match path.steps() {
        [PathStep::Name(list), PathStep::Index(at), PathStep::Name(member), ..]
            if *list == "contacts" && *member == "address" =>
        {
            Some(*at)
        }
        _ => None,
    }
}

impl Decision {
    /// Compares the account with what the decision found. Costs what the decision holds; of the end
    /// of an update, what it costs to compare the account with the pending one.
    fn fits(&self, account: &Account) -> Result<(), Misfit> {
        let document = &account.document;
        let misfit = |name| Err(Misfit::at(Path::ROOT.name(name).pointer()));
        if let Some(id) = &self.id
            && document.id.as_deref().is_none_or(|other| *id != *other)
        {
            return misfit("id");
        }
        if document.status.as_ref() != Some(&self.was) {
            return misfit("status");
        }
        if let Some(Touched { before, .. }) = &self.touched {
            let is_same = match (before, document.update_ts.as_deref()) {
                (Some(before), Some(now)) => *before == *now,
                (before, now) => before.is_none() && now.is_none(),
            };
            if !is_same {
                return misfit("updateTs");
            }
        }
        match self.what {
            // What an earlier version stored does not say what ended.
            What::Failed => Ok(()),
            What::Ended(found) if found != Running::of(account) => pending_differs(),
            What::Ended(Running::Unknown) => Ok(()),
            What::Ended(Running::Known) => brought(account, &self.values),
            What::Started(_) => self.values.iter().try_for_each(|value| found(document, value)),
            What::Succeeded(_) => brought(account, &self.values),
        }
    }
}

/// Whether a value of a start reads as it was found.
fn found(document: &Profile, value: &Change) -> Result<(), Misfit> {
    let steps = value.path.steps();
    let holds = document.holds(steps, value.before.as_ref());
    // What is added below a contact needs the contact, and a contact is added at the end.
    let count = document.contacts.as_ref().map_or(0, Vec::len);
    let has_place = match steps {
        [PathStep::Name(list), PathStep::Index(at), inside @ ..] if *list == "contacts" => {
            if inside.is_empty() && value.before.is_none() { count == *at } else { count > *at }
        }
        _ => true,
    };
    if holds && has_place { Ok(()) } else { Err(Misfit::at(value.path.pointer())) }
}

/// What is known of a running update differs.
fn pending_differs() -> Result<(), Misfit> {
    Err(Misfit::at(Pointer::new("/internal/pending")))
}

/// Whether success would bring exactly these values.
fn brought(account: &Account, values: &[Change]) -> Result<(), Misfit> {
    if account.running().is_none() {
        return pending_differs();
    }
    let (mut expected, mut other) = (values.iter(), None);
    each_value(account, &mut |change| {
        let one = expected.next();
        if other.is_none() && !one.is_some_and(|one| same(one, &change)) {
            // What was expected may be left out, or something else may stand before it.
            let left_out = one.filter(|one| rank(&one.path) < rank(&change.path));
            other = Some(left_out.map_or(change.path, |one| one.path.clone()));
        }
    });
    match other.or_else(|| expected.next().map(|one| one.path.clone())) {
        None => Ok(()),
        Some(path) => Err(Misfit::at(path.pointer())),
    }
}

/// Whether both are at one place and have the same values, however they are spelt.
fn same(one: &Change, other: &Change) -> bool {
    let values = |one: &Option<Value>, other: &Option<Value>| match (one, other) {
        (Some(one), Some(other)) if one == other => true,
        (Some(one), other) => one.holds(&[], other.as_ref()),
        (None, other) => other.is_none(),
    };
    one.path == other.path && values(&one.before, &other.before) && values(&one.after, &other.after)
}
