//! The contact list: matching, checks, merge, and what a decision says about it.
//!
//! A contact is its e-mail address. A list that is sent as it is stored is seen to be so at once;
//! every other is matched through an index, in linear steps of a sorted order.

mod check;
mod list;
mod matching;
mod merge;

use alloc::vec::Vec;
use core::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::record::{Contact, SentContact};
use crate::decision::{Cause, Change};
use crate::json::{At, Errors, Folded, Index, Path, PathStep, Reader, Reason, Writer};
use crate::member::{Echo, Field, Member, Shape, Value};
use crate::value;

pub(super) use list::{ContactList, Found};
pub(super) use matching::{Matching, address};
pub(super) use merge::contacts as merge;

use list::in_document_order;
use matching::{Match, map};

/// The longest contact list: of a record, of a request, and after a decision.
pub const CONTACTS_MAX: usize = value::CONTACTS_MAX;

/// The contacts in the order in which they were sent, at most [`CONTACTS_MAX`]. Knows whether their
/// addresses are unique, so that a list sent again unchanged needs no search.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Contacts {
    list: Vec<Contact>,
    unique: bool,
}

/// A contact of a request; it may be null.
pub(super) type Sent<'a> = Field<SentContact<'a>>;

impl Contacts {
    /// Takes a list; `None` if it has more than [`CONTACTS_MAX`]: it could not be read again.
    ///
    /// ```
    /// use customer_core::adobe::{CONTACTS_MAX, Contact, Contacts};
    /// assert!(Contacts::new(vec![Contact::default(); CONTACTS_MAX]).is_some());
    /// assert!(Contacts::new(vec![Contact::default(); CONTACTS_MAX + 1]).is_none());
    /// ```
    pub fn new(list: Vec<Contact>) -> Option<Self> {
        (list.len() <= CONTACTS_MAX).then(|| Self::of(list))
    }

    /// Takes a list that is not too long.
    fn of(list: Vec<Contact>) -> Self {
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
    pub(super) fn edit<R>(
        &mut self,
        same_addresses: bool,
        edit: impl FnOnce(&mut Vec<Contact>) -> R,
    ) -> R {
        let edited = edit(&mut self.list);
        if !same_addresses {
            self.unique = is_unique(&self.list);
        }
        edited
    }
}

/// Whether no address occurs twice in the list.
fn is_unique(list: &[Contact]) -> bool {
    if list.len() < 2 {
        return true;
    }
    let mut index = Index::for_count(list.len());
    let mut addresses = list.iter().filter_map(|contact| contact.email.as_deref());
    addresses.all(|address| index.get_or_insert(Folded(address), 0).is_none())
}

fn within_limit(len: usize, at: &At<'_>, errors: &mut Errors) -> bool {
    let within = len <= CONTACTS_MAX;
    if !within {
        errors.push(at, Reason::Count(CONTACTS_MAX));
    }
    within
}

impl fmt::Debug for Contacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.list.show(f)
    }
}

/// The list that is read from `[]`.
impl Default for Contacts {
    fn default() -> Self {
        Self::of(Vec::new())
    }
}

impl Serialize for Contacts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.list.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Contacts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list = Self::new(Vec::deserialize(deserializer)?);
        list.ok_or_else(|| D::Error::custom("a contact list that is too long"))
    }
}

impl Member for Contacts {
    type Sent<'a> = Vec<Sent<'a>>;

    const SCALAR: bool = false;

    const STORED: Shape = Vec::<Contact>::STORED;

    const SENT: Shape = Vec::<Contact>::SENT;

    fn read(from: &mut Reader<'_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let list = Vec::read(from, at, errors)?;
        within_limit(list.len(), at, errors).then(|| Self::of(list))
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

    fn write_after(&self, changes: &[Change], depth: usize, w: &mut Writer<'_>) -> usize {
        self.list.write_after(changes, depth, w)
    }

    fn write_sent(sent: &Self::Sent<'_>, w: &mut Writer<'_>) {
        Vec::<Contact>::write_sent(sent, w);
    }

    fn own(sent: Self::Sent<'_>) -> Self::Sent<'static> {
        Vec::<Contact>::own(sent)
    }

    fn sent(&self) -> Self::Sent<'_> {
        self.list.sent()
    }

    fn empty() -> Option<Self> {
        Some(Self::default())
    }

    fn put_in(&mut self, path: &[PathStep], changes: &[Change]) -> usize {
        let same_addresses =
            matches!(path, [_, PathStep::Name(member), ..] if **member != *"email");
        self.edit(same_addresses, |list| list.put_in(path, changes))
    }

    fn holds(&self, path: &[PathStep], value: Option<&Value>) -> bool {
        self.list.holds(path, value)
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
        let none = Self::default();
        let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
        // Contacts without addresses, or with one twice, can't be matched, but they can be equal.
        if before.list == after.list {
            return;
        }
        let matches = map(&before.list, &after.list);
        let mut lines = Vec::new();
        let mut kept = alloc::vec![false; before.list.len()];
        for (index, (contact, matched)) in after.list.iter().zip(&matches).enumerate() {
            match *matched {
                Match::Known(old) | Match::Renamed(old) => {
                    if let Some(kept) = kept.get_mut(old) {
                        *kept = true;
                    }
                    differ_pair(before.list.get(old), old, contact, index, at, &mut lines);
                }
                Match::New | Match::Repeated => {
                    let (path, after) = (at.index(index), Some(Value::of(contact)));
                    lines.push(Change { path, cause: Cause::Replaced, before: None, after });
                }
            }
        }
        let gone = before.list.iter().enumerate().zip(kept).filter(|(_, kept)| !kept);
        for ((index, contact), _) in gone {
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
