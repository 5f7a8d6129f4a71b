//! What an accepted update does to the contact list.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::list::{ContactList, Found, Slot};
use super::matching::{Match, Matching};
use super::{Contacts, Sent};
use crate::adobe::change::Decision;
use crate::adobe::exact::Exact;
use crate::adobe::merge::text;
use crate::adobe::record::{Contact, Customer, SentContact};
use crate::decision::{Cause, Change, Changes};
use crate::json::{At, Text};
use crate::member::{Field, Member, Raw, Value};

/// What happens to the contact list. In a list of the stored order only `others` can differ, and
/// of these only phones: such changes are changes like any other.
pub(in crate::adobe) fn contacts(
    record: &Customer,
    sent: &[Sent<'_>],
    matching: &Matching,
    others: Range<usize>,
    decision: &mut Decision,
) {
    let profile = record.document.company_profile.as_ref();
    let none = Contacts::default();
    let stored = profile.and_then(|one| one.contacts.as_ref()).unwrap_or(&none);
    let mut found = Found::of(stored.as_slice().len());
    match matching {
        Matching::Aligned => {
            let pairs = stored.as_slice().iter().enumerate().zip(sent);
            let count = others.end.saturating_sub(others.start);
            for ((index, stored), sent) in pairs.skip(others.start).take(count) {
                let before = decision.profile.len();
                if let Field::Value(sent) = sent {
                    pair(stored, index, sent, index, false, &mut decision.profile);
                }
                if decision.profile.len() > before {
                    found.push(index, stored);
                }
            }
            if !found.addresses.is_empty() {
                decision.contacts_found = Some(found);
            }
        }
        Matching::Mapped(_) => {
            decision.contacts = contact_list(stored, sent, matching, &mut found).map(Box::new);
            decision.contacts_found = decision.contacts.is_some().then_some(found);
        }
    }
}

/// What happens to a list in another order, or `None` when it stays as it is.
#[inline(never)]
fn contact_list(
    stored: &Contacts,
    sent: &[Sent<'_>],
    matching: &Matching,
    found: &mut Found,
) -> Option<ContactList> {
    let mut list = ContactList::default();
    let mut moved = stored.as_slice().len() != sent.len();
    for (index, sent) in sent.iter().enumerate() {
        let Field::Value(sent) = sent else { continue };
        match matching.at(index) {
            Match::Known(old) | Match::Renamed(old) => {
                moved |= old != index;
                let Some(stored) = stored.as_slice().get(old) else { continue };
                let renamed = matches!(matching.at(index), Match::Renamed(_));
                let before = list.edits.len();
                pair(stored, old, sent, index, renamed, &mut list.edits);
                if old != index || list.edits.len() > before {
                    found.push(old, stored);
                }
            }
            Match::New | Match::Repeated => moved = true,
        }
    }
    if moved {
        list.before = stored.as_slice().len();
        // Rule: adobe.contacts.replaced
        list.slots = Some(slots(matching, sent));
        dropped(stored, &mut list);
        if list.is_mere_reorder() {
            list.whole = Some((Value::of(stored), reordered(stored, &list)));
        }
    }
    (moved || !list.edits.is_empty()).then_some(list)
}

#[inline(never)]
fn slots(matching: &Matching, sent: &[Sent<'_>]) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(sent.len());
    for (index, sent) in sent.iter().enumerate() {
        let Field::Value(sent) = sent else { continue };
        slots.push(match matching.at(index) {
            Match::Known(old) | Match::Renamed(old) => Slot::Kept(old),
            Match::New | Match::Repeated => Slot::New(Exact(new_contact(sent))),
        });
    }
    slots
}

#[inline(never)]
fn dropped(stored: &Contacts, list: &mut ContactList) {
    let mut kept = alloc::vec![false; stored.as_slice().len()];
    for slot in list.slots.iter().flatten() {
        if let Slot::Kept(old) = slot
            && let Some(kept) = kept.get_mut(*old)
        {
            *kept = true;
        }
    }
    for ((index, contact), kept) in stored.as_slice().iter().enumerate().zip(kept) {
        if !kept {
            list.dropped.push((index, Exact(contact.clone())));
        }
    }
}

/// The list in its new order, written without a copy.
fn reordered(stored: &Contacts, list: &ContactList) -> Value {
    Value::Json(Raw::written(|w| {
        w.begin_list();
        for slot in list.slots.iter().flatten() {
            let contact = match slot {
                Slot::Kept(old) => stored.as_slice().get(*old),
                Slot::New(contact) => Some(&contact.0),
            };
            if let Some(contact) = contact {
                contact.write(w);
            }
        }
        w.end_list();
    }))
}

/// The edits of one contact that stays; only e-mail and phone can differ.
fn pair(
    stored: &Contact,
    old: usize,
    sent: &SentContact<'_>,
    new: usize,
    renamed: bool,
    edits: &mut Changes,
) {
    let at = At::ROOT;
    let at = at.name("companyProfile");
    let at = at.name("contacts");
    // The names are the stored ones, or stay as they are stored; nothing unknown is accepted.
    let SentContact { first_name: _, last_name: _, email, phone_number, others: _ } = sent;
    if renamed {
        text(stored.email.as_deref(), email, &at.index(new), "email", edits);
    }
    let phone = stored.phone_number.as_deref();
    let has_value = phone.is_some_and(|phone| !phone.is_empty());
    let gone = match phone_number {
        // Rule: adobe.contact.phone-omitted
        Field::Absent => has_value.then_some(Cause::Omitted),
        // Null over a value is accepted beside a new address only.
        Field::Null => has_value.then_some(Cause::Cleared),
        Field::Value(sent) if sent.is_empty() => has_value.then_some(Cause::Cleared),
        Field::Value(_) => {
            return text(phone, phone_number, &at.index(new), "phoneNumber", edits);
        }
    };
    if let Some(cause) = gone {
        // What goes points into the old document.
        let at = at.index(old);
        let before = phone.map(|phone| Value::Text(phone.into()));
        Change::push(edits, &at.name("phoneNumber"), cause, before, None);
    }
}

#[inline(never)]
fn new_contact(sent: &SentContact<'_>) -> Contact {
    let text = |field: &Field<Text<'_>>| {
        field.value().filter(|text| !text.is_empty()).map(|text| String::from(&**text))
    };
    let SentContact { first_name, last_name, email, phone_number, others: _ } = sent;
    Contact {
        first_name: text(first_name),
        last_name: text(last_name),
        email: text(email),
        phone_number: text(phone_number),
        ..Contact::default()
    }
}
