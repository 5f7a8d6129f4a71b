//! What differs between two raw values: leaf by leaf.

use alloc::vec::Vec;

use super::member::set;
use super::raw::{Raw, Value};
use crate::json::{Document, Node, NodeElements, Path, Text, equal, sort_by};
use crate::member::{Cause, Change};

/// Compares two values of one unknown member. Null counts as no value; members of objects are
/// compared one by one, elements of lists of objects by index, lists of scalars as one value.
pub(crate) fn raw(
    before: Option<&str>,
    after: Option<&str>,
    at: &Path,
    each: &mut dyn FnMut(Change),
) {
    let before = before.and_then(|raw| Document::parse(raw).ok());
    let after = after.and_then(|raw| Document::parse(raw).ok());
    nodes(before.as_ref().map(Document::root), after.as_ref().map(Document::root), at, each);
}

fn nodes(
    before: Option<Node<'_, '_>>,
    after: Option<Node<'_, '_>>,
    at: &Path,
    each: &mut dyn FnMut(Change),
) {
    let before = before.filter(|node| !node.is_null());
    let after = after.filter(|node| !node.is_null());
    if let (Some(a), Some(b)) = (before, after)
        && equal::same(a, b)
    {
        return;
    }
    let object = |node: Option<Node<'_, '_>>| node.is_none_or(|node| node.members().is_some());
    let objects = |node: Option<Node<'_, '_>>| {
        node.is_none_or(|node| {
            node.elements().is_some_and(|mut all| all.all(|one| one.members().is_some()))
        })
    };
    if before.is_none() && after.is_none() {
    } else if object(before) && object(after) {
        members(before, after, at, each);
    } else if objects(before) && objects(after) {
        elements(before, after, at, each);
    } else {
        let value = |node: Option<Node<'_, '_>>| node.map(|n| Value::Json(Raw::trusted(n.raw())));
        set(value(before), value(after), at, each);
    }
}

fn members(
    before: Option<Node<'_, '_>>,
    after: Option<Node<'_, '_>>,
    at: &Path,
    each: &mut dyn FnMut(Change),
) {
    side_by_side(list(before), list(after), at, each);
}

/// The members of an object, each with its own text.
fn list<'a>(node: Option<Node<'_, 'a>>) -> Vec<(Text<'a>, &'a str)> {
    let mut list = Vec::new();
    if let Some(members) = node.and_then(Node::members) {
        members.for_each(|(name, value)| list.push((name, value.raw())));
    }
    list
}

/// Compares the members of two objects by name; each has its own text.
pub(super) fn side_by_side<'a>(
    mut before: Vec<(Text<'a>, &'a str)>,
    mut after: Vec<(Text<'a>, &'a str)>,
    at: &Path,
    each: &mut dyn FnMut(Change),
) {
    for list in [&mut before, &mut after] {
        sort_by(list, |(one, _), (two, _)| str::cmp(one, two));
    }
    let mut after = after.into_iter().peekable();
    for (name, before) in before {
        while let Some((other, after)) = after.next_if(|(other, _)| **other < *name) {
            raw(None, Some(after), &at.other(&other), each);
        }
        let after = after.next_if(|(other, _)| **other == *name).map(|(_, value)| value);
        raw(Some(before), after, &at.other(&name), each);
    }
    after.for_each(|(other, after)| raw(None, Some(after), &at.other(&other), each));
}

fn elements(
    before: Option<Node<'_, '_>>,
    after: Option<Node<'_, '_>>,
    at: &Path,
    each: &mut dyn FnMut(Change),
) {
    let mut before = before.and_then(Node::elements);
    let mut after = after.and_then(Node::elements);
    let mut index = 0_usize;
    loop {
        let path = at.index(index);
        let next = |list: &mut Option<_>| list.as_mut().and_then(NodeElements::next);
        match (next(&mut before), next(&mut after)) {
            (None, None) => return,
            (Some(a), Some(b)) => nodes(Some(a), Some(b), &path, each),
            (a, b) => {
                let value = |node: Node<'_, '_>| Value::Json(Raw::trusted(node.raw()));
                let (before, after) = (a.map(value), b.map(value));
                each(Change { path, cause: Cause::Replaced, before, after });
            }
        }
        index = index.saturating_add(1);
    }
}
