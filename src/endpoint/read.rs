//! Reading members of what a caller says in JSON.

use crate::decision::facts_member;
use crate::json::{At, Errors, Node, Reason};
use crate::member::Member;

/// A member that may be left out, and is not null.
pub(crate) fn optional<M: Member>(
    node: Node<'_, '_>,
    name: &'static str,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<M> {
    facts_member(node, name, at, errors)?.read(&at.name(name), errors)
}

/// A member that must be there.
pub(crate) fn needed<M: Member>(
    node: Node<'_, '_>,
    name: &'static str,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<M> {
    node.object(at, errors)?;
    if node.member(name).is_none() {
        errors.push(&at.name(name), Reason::Missing);
    }
    optional(node, name, at, errors)
}
