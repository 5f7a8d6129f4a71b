//! Which stored contact each contact of a request is.

use alloc::vec::Vec;

use super::{Contacts, Sent};
use crate::adobe::record::Contact;
use crate::json::{Folded, Index, sort_by};
use crate::member::Field;
use crate::value::same_address;

/// Which stored contact each contact of a request is.
pub(in crate::adobe) enum Matching {
    /// The same addresses in the same order: each is the stored one at its index.
    Aligned,
    /// By index of the request.
    Mapped(Vec<Match>),
}

/// What one contact of a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::adobe) enum Match {
    /// The stored contact at this index: the address is known.
    Known(usize),
    /// The stored contact at this index with another address: its name is the same, and its old
    /// address is not in the request.
    Renamed(usize),
    /// Somebody new.
    New,
    /// The address occurs earlier in the same request.
    Repeated,
}

impl Matching {
    /// Matches a request's contacts with the stored ones.
    pub(super) fn of(stored: &Contacts, sent: &[Sent<'_>]) -> Self {
        let aligned = stored.unique
            && stored.list.len() == sent.len()
            && stored.list.iter().zip(sent).all(|(stored, sent)| {
                match (&stored.email, address(sent)) {
                    (Some(one), Some(two)) => same_address(one, two),
                    _ => false,
                }
            });
        if aligned { Self::Aligned } else { Self::Mapped(map(&stored.list, sent)) }
    }

    /// What the contact at `index` of the request is.
    pub(super) fn at(&self, index: usize) -> Match {
        match self {
            Self::Aligned => Match::Known(index),
            Self::Mapped(matches) => matches.get(index).copied().unwrap_or(Match::New),
        }
    }
}

/// The address of a contact of a request, if it says one.
pub(in crate::adobe) fn address<'s>(sent: &'s Sent<'_>) -> Option<&'s str> {
    let address = sent.value()?.email.value()?;
    (!address.is_empty()).then_some(&**address)
}

/// What a contact is identified by.
pub(super) trait Person {
    /// The e-mail address.
    fn address(&self) -> Option<&str>;

    /// First and last name.
    fn name(&self) -> Option<(&str, &str)>;
}

impl Person for Contact {
    fn address(&self) -> Option<&str> {
        self.email.as_deref()
    }

    fn name(&self) -> Option<(&str, &str)> {
        Some((self.first_name.as_deref()?, self.last_name.as_deref()?))
    }
}

impl Person for Sent<'_> {
    fn address(&self) -> Option<&str> {
        address(self)
    }

    fn name(&self) -> Option<(&str, &str)> {
        let Field::Value(contact) = self else { return None };
        Some((contact.first_name.value()?, contact.last_name.value()?))
    }
}

/// Matches by address, then what is left by name.
pub(super) fn map<P: Person>(stored: &[Contact], sent: &[P]) -> Vec<Match> {
    let mut known = alloc::vec![false; stored.len()];
    let mut matches = by_address(stored, &mut known, sent);
    let dropped = known.contains(&false);
    if dropped && matches.contains(&Match::New) {
        pair_by_name(stored, &known, sent, &mut matches);
    }
    matches
}

/// Matches by address and notes which stored contacts are known. Stored contacts and new ones share
/// one index: an address that is found a second time is repeated.
fn by_address<P: Person>(stored: &[Contact], known: &mut [bool], sent: &[P]) -> Vec<Match> {
    let mut index = Index::for_count(stored.len().saturating_add(sent.len()));
    for (number, contact) in stored.iter().enumerate() {
        if let Some(address) = contact.address() {
            index.get_or_insert(Folded(address), number);
        }
    }
    let mut matches = Vec::with_capacity(sent.len());
    for sent in sent {
        let Some(address) = sent.address() else {
            matches.push(Match::New);
            continue;
        };
        // A new address gets a number that no stored contact has.
        // Rule: adobe.contact.identity
        let found = index.get_or_insert(Folded(address), usize::MAX);
        let known = found.and_then(|found| known.get_mut(found));
        matches.push(match (found, known.map(|known| core::mem::replace(known, true))) {
            (None, _) => Match::New,
            (Some(found), Some(false)) => Match::Known(found),
            (Some(_), _) => Match::Repeated,
        });
    }
    matches
}

/// Pairs new addresses with contacts that the request drops, by exact names: the first dropped one
/// in stored order, each once.
fn pair_by_name<P: Person>(stored: &[Contact], known: &[bool], sent: &[P], matches: &mut [Match]) {
    let mut dropped = Vec::new();
    for ((number, one), known) in stored.iter().enumerate().zip(known) {
        if let (false, Some(name)) = (known, one.name()) {
            dropped.push((name, number));
        }
    }
    // Those of one name stay in stored order.
    sort_by(&mut dropped, |(one, _), (two, _)| one.cmp(two));
    // At the first of each name, how many of it are paired.
    let mut paired = alloc::vec![0_usize; dropped.len()];
    for (slot, sent) in matches.iter_mut().zip(sent) {
        let (Match::New, Some(_), Some(name)) = (*slot, sent.address(), sent.name()) else {
            continue;
        };
        let first = dropped.partition_point(|(one, _)| *one < name);
        let Some(paired) = paired.get_mut(first) else { continue };
        match dropped.get(first.saturating_add(*paired)) {
            // Rule: adobe.contact.new-email
            Some((one, number)) if *one == name => *slot = Match::Renamed(*number),
            _ => continue,
        }
        *paired = paired.saturating_add(1);
    }
}
