//! Reading facts: members of a closed object, each with its type. A fact that is left out is
//! unknown, and unknown refuses.

use alloc::vec::Vec;

use crate::json::{At, Errors, Node, Reason, sort_by};
use crate::member::Member;
use crate::value::Date;

/// A closed object of the contract (`facts`, `internal`): asked for its members one by one, then
/// whatever was not asked for is an error.
pub(super) struct Closed<'t, 'a> {
    node: Option<Node<'t, 'a>>,
    known: &'static [&'static str],
    /// Whether null is as good as left out.
    nullable: bool,
}

impl<'t, 'a> Closed<'t, 'a> {
    /// Opens the object at `at`; members that are not among `known` are errors.
    pub(super) fn open(
        node: Option<Node<'t, 'a>>,
        known: &'static [&'static str],
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Self {
        let node = node.filter(|node| node.object(at, errors).is_some());
        Self { node, known, nullable: false }
    }

    /// The same, where null is as good as left out.
    pub(super) fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// The member `name`; null is an error unless it is as good as left out.
    pub(super) fn get(
        &self,
        name: &'static str,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Node<'t, 'a>> {
        let found = self.node?.member(name)?;
        if found.is_null() && self.nullable {
            return None;
        }
        if found.is_null() {
            errors.push(&at.name(name), Reason::Null);
            return None;
        }
        Some(found)
    }

    /// The member `name` read as `M`.
    pub(super) fn read<M: Member>(
        &self,
        name: &'static str,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<M> {
        self.get(name, at, errors)?.read(&at.name(name), errors)
    }

    /// A count: an integer from 0 to 2^63-1.
    pub(super) fn count(
        &self,
        name: &'static str,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<u64> {
        let read: i64 = self.read(name, at, errors)?;
        let count = u64::try_from(read).ok();
        if count.is_none() {
            errors.push(&at.name(name), Reason::Range);
        }
        count
    }

    /// A date `YYYY-MM-DD`.
    pub(super) fn date(
        &self,
        name: &'static str,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Date> {
        let node = self.get(name, at, errors)?;
        let date = node.text().and_then(|text| Date::parse(&text).ok());
        if date.is_none() {
            errors.push(&at.name(name), Reason::Expected("a date YYYY-MM-DD"));
        }
        date
    }

    /// Ends the reading: members that nobody knows, by name.
    pub(super) fn close(self, at: &At<'_>, errors: &mut Errors) {
        if let Some(node) = self.node {
            strangers(node, self.known, at, errors);
        }
    }
}

/// Notes the members that are none of the `known`, by name.
pub(super) fn strangers(node: Node<'_, '_>, known: &[&str], at: &At<'_>, errors: &mut Errors) {
    let members = node.members().into_iter().flatten().map(|(name, _)| name);
    let mut unknown: Vec<_> = members.filter(|name| !known.contains(&&**name)).collect();
    sort_by(&mut unknown, Ord::cmp);
    for name in unknown {
        errors.push(&at.other(&name), Reason::Unknown);
    }
}
