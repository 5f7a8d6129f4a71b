//! Reading the question around the vendor's documents.

use super::VERSION;
use super::read::strangers;
use crate::json::{At, Errors, Node, Reason, Text};

/// The members of a question, in the order in which errors are told.
const MEMBERS: [&str; 10] = [
    "version",
    "vendor",
    "customer",
    "internal",
    "input",
    "facts",
    "policy",
    "wish",
    "resend",
    "acknowledge",
];

/// A vendor that the contract knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Adobe,
    Ibm,
    Commvault,
}

impl Known {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "adobe" => Some(Self::Adobe),
            "ibm" => Some(Self::Ibm),
            "commvault" => Some(Self::Commvault),
            _ => None,
        }
    }
}

/// A question, taken apart but not yet read by a vendor.
pub(super) struct Envelope<'t, 'a> {
    root: Node<'t, 'a>,
}

impl<'t, 'a> Envelope<'t, 'a> {
    /// Opens the question; checks what does not depend on the vendor.
    pub(super) fn open(root: Node<'t, 'a>, errors: &mut Errors) -> Option<Self> {
        root.object(&At::ROOT, errors)?;
        let this = Self { root };
        if let Some(version) = this.get("version", errors) {
            let at = At::ROOT;
            let at = at.name("version");
            if version.read::<i64>(&at, errors).is_some_and(|version| version != VERSION) {
                errors.push(&at, Reason::Word);
            }
        }
        Some(this)
    }

    /// The vendor.
    pub(super) fn vendor(&self, errors: &mut Errors) -> Option<Known> {
        let at = At::ROOT;
        let at = at.name("vendor");
        let Some(node) = self.root.member("vendor") else {
            errors.push(&at, Reason::Missing);
            return None;
        };
        if node.is_null() {
            errors.push(&at, Reason::Null);
            return None;
        }
        let vendor = Known::parse(&node.read::<alloc::string::String>(&at, errors)?);
        if vendor.is_none() {
            errors.push(&at, Reason::Word);
        }
        vendor
    }

    /// The preset: one of `known`; the first when it is left out.
    pub(super) fn policy(
        &self,
        known: &'static [&'static str],
        errors: &mut Errors,
    ) -> &'static str {
        let at = At::ROOT;
        let at = at.name("policy");
        let default = known.first().copied().unwrap_or_default();
        let Some(node) = self.get("policy", errors) else { return default };
        let Some(text) = node.read::<alloc::string::String>(&at, errors) else { return default };
        match known.iter().find(|name| **name == text) {
            Some(name) => name,
            None => {
                errors.push(&at, Reason::Word);
                default
            }
        }
    }

    /// A member that may be left out, but not null.
    pub(super) fn get(&self, name: &'static str, errors: &mut Errors) -> Option<Node<'t, 'a>> {
        let node = self.root.member(name)?;
        if node.is_null() {
            let at = At::ROOT;
            errors.push(&at.name(name), Reason::Null);
            return None;
        }
        Some(node)
    }

    /// A member that must be there.
    pub(super) fn need(&self, name: &'static str, errors: &mut Errors) -> Option<Node<'t, 'a>> {
        // A wish stands in place of an input, and is told once, as what can't be answered yet.
        let wished = name == "input" && self.root.member("wish").is_some();
        if self.root.member(name).is_none() && !wished {
            let at = At::ROOT;
            errors.push(&at.name(name), Reason::Missing);
        }
        self.get(name, errors)
    }

    /// Where the vendor is not known: what holds for the members at every vendor.
    pub(super) fn shapes(&self, errors: &mut Errors) {
        let root = At::ROOT;
        let object = |node: Option<Node<'_, '_>>, name, errors: &mut Errors| {
            node.map(|node| node.object(&root.name(name), errors).is_some());
        };
        object(self.need("customer", errors), "customer", errors);
        object(self.get("internal", errors), "internal", errors);
        if let Some(input) = self.need("input", errors) {
            only_member(input, &root.name("input"), errors);
        }
        object(self.get("facts", errors), "facts", errors);
        let policy = self.get("policy", errors);
        policy.map(|policy| policy.read::<alloc::string::String>(&root.name("policy"), errors));
    }

    /// What does not belong here: wishes beside an input (or at all, as long as this version does
    /// not plan), then members that nobody knows, by name.
    pub(super) fn close(&self, errors: &mut Errors) {
        let at = At::ROOT;
        let wish = self.root.member("wish").is_some();
        if wish {
            errors.push(&at.name("wish"), Reason::Unknown);
        }
        for name in ["resend", "acknowledge"] {
            if !wish && self.root.member(name).is_some() {
                errors.push(&at.name(name), Reason::Unknown);
            }
        }
        strangers(self.root, &MEMBERS, &at, errors);
    }
}

/// The only member of an object that has exactly one.
pub(super) fn only_member<'t, 'a>(
    node: Node<'t, 'a>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<(Text<'a>, Node<'t, 'a>)> {
    let mut members = node.object(at, errors)?;
    let only = members.next().filter(|_| members.next().is_none());
    if only.is_none() {
        errors.push(at, Reason::Expected("an object with exactly one member"));
    }
    only
}
