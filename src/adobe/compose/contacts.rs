//! Two contact lists, one after the other.

use alloc::vec::Vec;

use super::Composing;
use crate::adobe::contacts::{Sent, address};
use crate::adobe::record::SentContact;
use crate::json::{At, Folded, Index};
use crate::member::Field;

/// The contacts of an update.
type SentContacts<'a> = Field<Vec<Sent<'a>>>;

impl Composing<'_> {
    /// An empty list says nothing where it is accepted.
    pub(super) fn contacts<'a>(
        &mut self,
        first: &SentContacts<'a>,
        second: &SentContacts<'a>,
        at: &At<'_>,
    ) -> SentContacts<'a> {
        let (one, two) = match (first, second) {
            (_, Field::Value(two)) if two.is_empty() && !first.is_absent() => {
                return first.clone();
            }
            (Field::Value(one), Field::Value(two)) if !one.is_empty() => (one, two),
            _ => return first.then(second),
        };
        match one_list(one, two) {
            Some(list) => Field::Value(list),
            None => {
                self.places.push(at.pointer());
                second.clone()
            }
        }
    }
}

/// The list that reads as `second` does after `first`: who is there by the second one, with
/// spelling and names of the first one; `None` if no list does so on every record.
fn one_list<'a>(first: &[Sent<'a>], second: &[Sent<'a>]) -> Option<Vec<Sent<'a>>> {
    let mut known = Index::for_count(first.len());
    for (number, contact) in first.iter().enumerate() {
        if let Some(address) = address(contact) {
            known.get_or_insert(Folded(address), number);
        }
    }
    let mut kept = alloc::vec![false; first.len()];
    let mut list = Vec::with_capacity(second.len());
    for contact in second {
        let (Field::Value(sent), Some(address)) = (contact, address(contact)) else {
            // Without an address it is refused, and so is the list.
            list.push(contact.clone());
            continue;
        };
        let number = known.get(Folded(address))?;
        *kept.get_mut(number)? = true;
        list.push(first.get(number)?.as_ref().map(|before| after(before, sent)));
    }
    (!takes_for_another(first, &kept)).then_some(list)
}

/// A contact after both. The names of a known address are fixed, and so are its unknown members.
/// Null says that there is no phone, perhaps since the first update.
fn after<'a>(first: &SentContact<'a>, second: &SentContact<'a>) -> SentContact<'a> {
    let phone_number = match &second.phone_number {
        Field::Null => Field::Absent,
        said => said.clone(),
    };
    SentContact { phone_number, ..first.clone() }
}

/// Whether somebody goes by the second list who has the name of somebody who stays: a record that
/// knows only the one who goes would take the other for that one under a new address.
fn takes_for_another(first: &[Sent<'_>], kept: &[bool]) -> bool {
    if !kept.contains(&false) {
        return false;
    }
    let names = |stays: bool| {
        let those = first.iter().zip(kept).filter(move |(_, kept)| **kept == stays);
        those.filter_map(|(contact, _)| {
            let contact = contact.value()?;
            Some((&**contact.first_name.value()?, &**contact.last_name.value()?))
        })
    };
    let staying = Index::of(names(true), first.len());
    names(false).any(|name| staying.get(name).is_some())
}
