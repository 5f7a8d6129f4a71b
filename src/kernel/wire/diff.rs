//! What differs between two raw values: leaf by leaf.

use alloc::vec::Vec;

use super::document::Document;
use super::equal;
use super::node::Node;
use super::path::Path;
use super::raw::{Raw, Value};
use crate::kernel::{Cause, Change};

/// Compares two values of one unknown member. Null counts as no value; members of objects are
/// compared one by one, elements of lists of objects by index, lists of scalars as one value.
pub(crate) fn raw(
    before: Option<&Raw>,
    after: Option<&Raw>,
    at: &Path,
    each: &mut dyn FnMut(Change),
) {
    let before = before.and_then(|raw| Document::parse(raw.as_str()).ok());
    let after = after.and_then(|raw| Document::parse(raw.as_str()).ok());
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
        let (before, after) = (value(before), value(after));
        each(Change { path: at.clone(), cause: Cause::Set, before, after });
    }
}

fn members(
    before: Option<Node<'_, '_>>,
    after: Option<Node<'_, '_>>,
    at: &Path,
    each: &mut dyn FnMut(Change),
) {
    let list = |node: Option<Node<'_, '_>>| -> Vec<_> {
        node.and_then(Node::members)
            .into_iter()
            .flatten()
            .map(|(name, _)| name.into_owned())
            .collect()
    };
    let mut names = list(before);
    names.extend(list(after));
    crate::kernel::sort_by(&mut names, Ord::cmp);
    names.dedup();
    for name in names {
        let find = |node: Option<Node<'_, '_>>| {
            node.and_then(|node| node.member(&name).map(|found| Raw::trusted(found.raw())))
        };
        raw(find(before).as_ref(), find(after).as_ref(), &at.other(&name), each);
    }
}

fn elements(
    before: Option<Node<'_, '_>>,
    after: Option<Node<'_, '_>>,
    at: &Path,
    each: &mut dyn FnMut(Change),
) {
    let list = |node: Option<Node<'_, '_>>| -> Vec<Raw> {
        node.and_then(Node::elements).into_iter().flatten().map(|n| Raw::trusted(n.raw())).collect()
    };
    let (before, after) = (list(before), list(after));
    for index in 0..before.len().max(after.len()) {
        let path = at.index(index);
        match (before.get(index), after.get(index)) {
            (Some(a), Some(b)) => raw(Some(a), Some(b), &path, each),
            (a, b) => {
                let (before, after) = (a.cloned().map(Value::Json), b.cloned().map(Value::Json));
                each(Change { path, cause: Cause::Replaced, before, after });
            }
        }
    }
}
