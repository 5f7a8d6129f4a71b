//! What a decision says about the contact list, and how it is made so.

use alloc::vec::Vec;
use core::slice::from_ref;

use serde::{Deserialize, Serialize};

use super::CONTACTS_MAX;
use crate::adobe::exact::Exact;
use crate::adobe::record::Contact;
use crate::decision::{Cause, Change, Changes, Misfit};
use crate::json::{At, InlineStr, Path, PathStep, sort_by_key};
use crate::member::{Member, Value};

/// What happens to the contact list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::adobe) struct ContactList {
    /// How long the list was, if anybody comes, goes or moves.
    pub(super) before: usize,
    /// The contact at each index afterwards; `None` when all stay where they were.
    pub(super) slots: Option<Vec<Slot>>,
    /// Members of contacts that stay.
    pub(super) edits: Changes,
    /// The contacts that go, with their old indices.
    pub(super) dropped: Vec<(usize, Exact<Contact>)>,
    /// The list before and after, when nothing but its order changes.
    pub(super) whole: Option<(Value, Value)>,
}

/// One place of the contact list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Slot {
    /// The stored contact at this index.
    Kept(usize),
    /// A new contact.
    New(Exact<Contact>),
}

/// The list as a decision found it: its length, and the contact at each index from which one moves
/// or at which one is edited. `Debug` does not show the addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::adobe) struct Found {
    pub(super) length: usize,
    /// By old index; an empty address where the contact has none.
    pub(super) addresses: Vec<(usize, InlineStr)>,
}

impl Found {
    pub(super) const fn of(length: usize) -> Self {
        Self { length, addresses: Vec::new() }
    }

    pub(super) fn push(&mut self, index: usize, contact: &Contact) {
        self.addresses.push((index, contact.email.as_deref().unwrap_or_default().into()));
    }

    /// Whether the list still reads so.
    pub(in crate::adobe) fn fits(&self, contacts: &[Contact]) -> Result<(), Misfit> {
        if contacts.len() != self.length {
            return Err(misfit(None));
        }
        for (index, address) in &self.addresses {
            let contact = contacts.get(*index);
            let email = contact.map(|one| one.email.as_deref().unwrap_or_default());
            if !email.is_some_and(|email| address.is(email)) {
                return Err(misfit(Some(*index)));
            }
        }
        Ok(())
    }
}

/// A list, or a contact of it, that reads otherwise.
fn misfit(index: Option<usize>) -> Misfit {
    let at = At::ROOT;
    let at = at.name("companyProfile");
    let at = at.name("contacts");
    Misfit::at(index.map_or_else(|| at.pointer(), |index| at.index(index).pointer()))
}

impl ContactList {
    /// Whether nothing but the order changes.
    pub(super) fn is_mere_reorder(&self) -> bool {
        self.edits.is_empty()
            && self.dropped.is_empty()
            && !self.slots.iter().flatten().any(|slot| matches!(slot, Slot::New(_)))
    }

    /// The changes, in document order.
    pub(in crate::adobe) fn changes(&self) -> Changes {
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
                lines.push(whole(index, None, Some(Value::of(&contact.0))));
            }
        }
        for (index, contact) in &self.dropped {
            lines.push(whole(*index, Some(Value::of(&contact.0)), None));
        }
        in_document_order(&mut lines);
        lines
    }

    /// Whether everything that changes or goes still reads as it did.
    pub(in crate::adobe) fn fits(&self, contacts: &[Contact]) -> Result<(), Misfit> {
        // None was ever decided that makes the list too long; one may be stored that says so.
        let is_too_long = self.slots.as_ref().is_some_and(|slots| slots.len() > CONTACTS_MAX);
        if is_too_long || self.slots.is_some() && contacts.len() != self.before {
            return Err(misfit(None));
        }
        for (index, contact) in &self.dropped {
            if contacts.get(*index) != Some(&contact.0) {
                return Err(misfit(Some(*index)));
            }
        }
        for edit in &self.edits {
            let (Some(old), [_, _, _, inside @ ..]) = (self.old_place(edit), edit.path.steps())
            else {
                return Err(misfit(None));
            };
            let contact = contacts.get(old);
            if !contact.is_some_and(|one| one.holds(inside, edit.before.as_ref())) {
                return Err(misfit(Some(old)));
            }
        }
        Ok(())
    }

    /// The old index of an edited contact. Edits name places of the new list, except where a value
    /// goes: these name the old place.
    fn old_place(&self, edit: &Change) -> Option<usize> {
        let [_, _, PathStep::Index(index), ..] = edit.path.steps() else { return None };
        match &self.slots {
            Some(slots) if edit.after.is_some() => match slots.get(*index)? {
                Slot::Kept(old) => Some(*old),
                Slot::New(_) => None,
            },
            _ => Some(*index),
        }
    }

    /// Makes it so. What goes is edited first, at its old place.
    pub(in crate::adobe) fn carry_out(&self, list: &mut Vec<Contact>) {
        for edit in self.edits.iter().filter(|edit| edit.after.is_none()) {
            edit_contact(list, edit);
        }
        if let Some(slots) = &self.slots {
            let mut old = Vec::with_capacity(list.len());
            list.drain(..).for_each(|contact| old.push(Some(contact)));
            for slot in slots {
                let contact = match slot {
                    Slot::Kept(index) => old.get_mut(*index).and_then(Option::take),
                    Slot::New(contact) => Some(contact.0.clone()),
                };
                if let Some(contact) = contact {
                    list.push(contact);
                }
            }
        }
        for edit in self.edits.iter().filter(|edit| edit.after.is_some()) {
            edit_contact(list, edit);
        }
    }

    /// Whether no address comes, goes or changes.
    pub(in crate::adobe) fn keeps_addresses(&self) -> bool {
        let is_email = |edit: &Change| match edit.path.steps().last() {
            Some(PathStep::Name(name)) => &**name == "email",
            _ => false,
        };
        self.slots.is_none() && !self.edits.iter().any(is_email)
    }
}

fn edit_contact(list: &mut [Contact], edit: &Change) {
    if let [_, _, PathStep::Index(index), inside @ ..] = edit.path.steps()
        && let Some(contact) = list.get_mut(*index)
    {
        contact.put_in(inside, from_ref(edit));
    }
}

/// Sorts changes of contacts into document order: what went is at its old index, everything else at
/// its new one; at one index whole contacts come before members, and what went comes first.
pub(super) fn in_document_order(lines: &mut Changes) {
    sort_by_key(lines, |line| {
        let mut steps = line.path.steps().iter();
        let index = steps.find_map(|step| match step {
            PathStep::Index(index) => Some(*index),
            PathStep::Name(_) => None,
        });
        let member = steps.next().map(|step| match step {
            PathStep::Name(name) => Contact::NAMES.iter().position(|known| *known == &**name),
            PathStep::Index(_) => None,
        });
        (index, member, line.after.is_some())
    });
}
