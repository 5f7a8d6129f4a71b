//! The contact list: whose address is whose, in linear steps of a sorted order.

use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::record::{Contact, SentContact};
use crate::decision::{Cause, Change, Changes};
use crate::json::{At, Errors, Folded, Index, Path, PathStep, Reader, Reason, Writer, sort_by_key};
use crate::member::{Echo, Field, Member, Value};
use crate::value::same_address;

/// The contacts in the order in which they were sent. Knows whether their addresses are unique, so
/// that a list sent again unchanged needs no search.
#[derive(Clone, PartialEq)]
pub struct Contacts {
    list: Vec<Contact>,
    unique: bool,
}

/// A contact of a request; it may be null.
pub(super) type Sent<'a> = Field<SentContact<'a>>;

impl Contacts {
    /// Takes a list.
    pub fn new(list: Vec<Contact>) -> Self {
        Self { unique: is_unique(&list), list }
    }

    /// The contacts.
    pub fn as_slice(&self) -> &[Contact] {
        &self.list
    }

    /// The contacts, taken out.
    pub fn into_vec(self) -> Vec<Contact> {
        self.list
    }

    /// Changes contacts in place. `same_addresses` says that no address comes, goes or changes.
    pub(super) fn edit(&mut self, same_addresses: bool, edit: impl FnOnce(&mut Vec<Contact>)) {
        edit(&mut self.list);
        if !same_addresses {
            self.unique = is_unique(&self.list);
        }
    }
}

/// Which stored contact each contact of a request is.
pub(super) enum Matching {
    /// The same addresses in the same order: each is the stored one at its index.
    Aligned,
    /// By index of the request.
    Mapped(Vec<Match>),
}

/// What one contact of a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// The stored contact at this index: the address is known.
    Known(usize),
    /// The stored contact at this index with another address: its name is the same, and its old
    /// address is not in the request.
    Renamed(usize),
    /// Somebody new.
    New,
    /// The address stands earlier in the same request; it may be that of the stored contact at
    /// this index.
    Repeated(Option<usize>),
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
pub(super) fn address<'s>(sent: &'s Sent<'_>) -> Option<&'s str> {
    let address = sent.value()?.email.value()?;
    (!address.is_empty()).then_some(&**address)
}

/// The longest contact list that is read.
pub const CONTACTS_MAX: usize = 10_000;

fn within_limit(len: usize, at: &At<'_>, errors: &mut Errors) -> bool {
    let within = len <= CONTACTS_MAX;
    if !within {
        errors.push(at, Reason::Size);
    }
    within
}

/// Whether no address stands in the list twice.
fn is_unique(list: &[Contact]) -> bool {
    if list.len() < 2 {
        return true;
    }
    let mut index = Index::for_count(list.len());
    let mut addresses = list.iter().filter_map(|contact| contact.email.as_deref());
    addresses.all(|address| index.get_or_insert(Folded(address), 0).is_none())
}

fn map(stored: &[Contact], sent: &[Sent<'_>]) -> Vec<Match> {
    let mut known = alloc::vec![false; stored.len()];
    let mut matches = by_address(stored, &mut known, sent);
    let dropped = known.contains(&false);
    if dropped && matches.contains(&Match::New) {
        pair_by_name(stored, &known, sent, &mut matches);
    }
    matches
}

/// Matches by address and notes who is known. Stored contacts and new ones share one index: an
/// address that is found a second time is repeated.
fn by_address(stored: &[Contact], known: &mut [bool], sent: &[Sent<'_>]) -> Vec<Match> {
    let mut index = Index::for_count(stored.len().saturating_add(sent.len()));
    for (number, contact) in stored.iter().enumerate() {
        if let Some(address) = &contact.email {
            index.get_or_insert(Folded(address), number);
        }
    }
    let matched = |sent: &Sent<'_>, index: &Index<Folded<'_>>, known: &mut [bool]| {
        let address = address(sent)?;
        let found = index.get(Folded(address))?;
        let Some(known) = known.get_mut(found) else { return Some(Match::Repeated(None)) };
        let repeated = core::mem::replace(known, true);
        Some(if repeated { Match::Repeated(Some(found)) } else { Match::Known(found) })
    };
    let mut matches = Vec::with_capacity(sent.len());
    for sent in sent {
        let found = matched(sent, &index, known);
        if let (None, Some(address)) = (found, address(sent)) {
            // No stored contact has this number.
            index.get_or_insert(Folded(address), usize::MAX);
        }
        matches.push(found.unwrap_or(Match::New));
    }
    matches
}

/// Pairs new addresses with contacts that the request drops, by exact names: the first dropped one
/// in stored order, each once.
fn pair_by_name(stored: &[Contact], known: &[bool], sent: &[Sent<'_>], matches: &mut [Match]) {
    // Of each name the first dropped contact, and for each contact the next of its name.
    let mut first = Index::for_count(stored.len());
    let mut last = alloc::vec![usize::MAX; stored.len()];
    let mut next = last.clone();
    let dropped = stored.iter().enumerate().zip(known).filter(|(_, known)| !**known);
    for ((number, contact), _) in dropped {
        let (Some(given), Some(family)) = (&contact.first_name, &contact.last_name) else {
            continue;
        };
        let head = first.get_or_insert((&**given, &**family), number).unwrap_or(number);
        if let Some(tail) = last.get_mut(head) {
            let tail = core::mem::replace(tail, number);
            if let Some(slot) = next.get_mut(tail) {
                *slot = number;
            }
        }
    }
    // Where the next unclaimed one of a name stands; at first, its head.
    let mut unclaimed: Vec<usize> = (0..stored.len()).collect();
    for (slot, sent) in matches.iter_mut().zip(sent) {
        let (Match::New, Some(_), Some(contact)) = (*slot, address(sent), sent.value()) else {
            continue;
        };
        let (Some(given), Some(family)) = (contact.first_name.value(), contact.last_name.value())
        else {
            continue;
        };
        let Some(head) = first.get((&**given, &**family)) else { continue };
        let Some(place) = unclaimed.get_mut(head).filter(|place| **place != usize::MAX) else {
            continue;
        };
        *slot = Match::Renamed(*place);
        *place = next.get(*place).copied().unwrap_or(usize::MAX);
    }
}

impl fmt::Debug for Contacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.list.show(f)
    }
}

/// Nobody: the list that is read from `[]`.
impl Default for Contacts {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Serialize for Contacts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.list.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Contacts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::new)
    }
}

impl Member for Contacts {
    type Sent<'a> = Vec<Sent<'a>>;

    const SCALAR: bool = false;

    fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let list = Vec::read(from, at, errors)?;
        within_limit(list.len(), at, errors).then(|| Self::new(list))
    }

    fn read_sent<'a>(
        from: &mut Reader<'a>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Self::Sent<'a>> {
        let list = Vec::<Contact>::read_sent(from, at, errors)?;
        within_limit(list.len(), at, errors).then_some(list)
    }

    fn write(&self, w: &mut Writer<'_>) {
        self.list.write(w);
    }

    fn write_sent(sent: &Self::Sent<'_>, w: &mut Writer<'_>) {
        Vec::<Contact>::write_sent(sent, w);
    }

    fn own(sent: Self::Sent<'_>) -> Self::Sent<'static> {
        Vec::<Contact>::own(sent)
    }

    fn empty() -> Option<Self> {
        Some(Self::default())
    }

    fn put_in(&mut self, path: &[PathStep], value: Option<&Value>) {
        let same_addresses =
            matches!(path, [_, PathStep::Name(member), ..] if **member != *"email");
        self.edit(same_addresses, |list| list.put_in(path, value));
    }

    fn echo(
        stored: Option<&Self>,
        sent: &Field<Self::Sent<'_>>,
        at: &At<'_>,
        found: &mut dyn FnMut(&At<'_>, Echo),
    ) {
        Vec::echo(stored.map(|stored| &stored.list), sent, at, found);
    }

    /// By identity: address first, then name; what is left came or went as a whole.
    fn differ(
        before: Option<&Self>,
        after: Option<&Self>,
        at: &Path,
        each: &mut dyn FnMut(Change),
    ) {
        let nobody = Self::default();
        let (before, after) = (before.unwrap_or(&nobody), after.unwrap_or(&nobody));
        // Also where nobody can be told apart: without addresses, or with one twice.
        if before.list == after.list {
            return;
        }
        let sent: Vec<Sent<'_>> = after.list.iter().map(as_sent).collect();
        let matches = map(&before.list, &sent);
        let mut lines = Vec::new();
        for (index, (contact, matched)) in after.list.iter().zip(&matches).enumerate() {
            match matched {
                Match::Known(old) | Match::Renamed(old) => {
                    differ_pair(before.list.get(*old), *old, contact, index, at, &mut lines);
                }
                Match::New | Match::Repeated(_) => {
                    let (path, after) = (at.index(index), Some(Value::of(contact)));
                    lines.push(Change { path, cause: Cause::Replaced, before: None, after });
                }
            }
        }
        let kept = |old: usize| {
            matches.iter().any(|m| matches!(m, Match::Known(o) | Match::Renamed(o) if *o == old))
        };
        for (index, contact) in before.list.iter().enumerate().filter(|(index, _)| !kept(*index)) {
            let (path, before) = (at.index(index), Some(Value::of(contact)));
            lines.push(Change { path, cause: Cause::Replaced, before, after: None });
        }
        in_document_order(&mut lines);
        let moved = matches.iter().enumerate().any(|(new, m)| *m != Match::Known(new));
        if lines.is_empty() && moved {
            let (before, after) = (Some(Value::of(before)), Some(Value::of(after)));
            lines.push(Change { path: at.clone(), cause: Cause::Replaced, before, after });
        }
        lines.into_iter().for_each(each);
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.list.show(f)
    }

    fn show_sent(sent: &Self::Sent<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Vec::<Contact>::show_sent(sent, f)
    }
}

/// Brings changes of contacts into document order: what went stands at its old index, everything
/// else at its new one; at one index whole contacts before members, and what went first.
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

/// What identifies a stored contact, in the shape of a request.
fn as_sent(contact: &Contact) -> Sent<'_> {
    let text = |text: &'_ Option<alloc::string::String>| match text {
        Some(text) => Field::Value(crate::json::Text::from(alloc::string::String::from(&**text))),
        None => Field::Absent,
    };
    Field::Value(SentContact {
        first_name: text(&contact.first_name),
        last_name: text(&contact.last_name),
        email: text(&contact.email),
        ..SentContact::default()
    })
}

/// The leaves in which two contacts that are the same one differ.
fn differ_pair(
    before: Option<&Contact>,
    old: usize,
    after: &Contact,
    new: usize,
    at: &Path,
    lines: &mut Vec<Change>,
) {
    let from = lines.len();
    Contact::differ(before, Some(after), &at.index(new), &mut |change| lines.push(change));
    if old == new {
        return;
    }
    // What went points into the old document.
    let mut removed = Vec::new();
    Contact::differ(before, Some(after), &at.index(old), &mut |change| removed.push(change));
    for (line, removed) in lines.iter_mut().skip(from).zip(removed) {
        if removed.after.is_none() {
            *line = removed;
        }
    }
}
