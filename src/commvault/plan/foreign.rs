//! What nobody can wish for.

use alloc::vec::Vec;

use super::{ACCOUNT, ADDRESS, CONTACT, contacts, counts_differ, meant};
use crate::commvault::facts::{Busy, Policy};
use crate::commvault::record::{Account, Status};
use crate::commvault::rules;
use crate::json::Pointer;
use crate::plan::{Case, Finding, Json, Part, Shape, unlike};
use crate::vendors::Commvault;

/// Whether an update would start from values that are not what runs, and nobody knows what does.
pub(super) fn runs_unknown(record: &Account, policy: &Policy) -> bool {
    record.document.status == Some(Status::Updating)
        && record.running().is_none()
        && policy.busy == Busy::Replace
}

/// What the wish gives otherwise than it is stored.
pub(super) fn foreign(case: &Case<'_, Commvault>, found: &mut Vec<Finding<Commvault>>) {
    let mut look = Look { strict: case.strict, found };
    let root = Pointer::default();
    if case.runs() {
        // The account may be repeated as it will read, as it is shown, and as it was shown before.
        let known = [&case.stored, case.shown(), &before(case)];
        look.object(&ACCOUNT, &known, &case.target, &root);
    } else {
        look.object(&ACCOUNT, &[&case.stored], &case.target, &root);
    }
    let list = |document| contacts().get(document).map_or(&[][..], Json::elements);
    if counts_differ(&[&case.stored, &case.target]) {
        // Inside a list what is missing is not wished for.
        look.strict = false;
        let nobody = Json::object();
        for (index, new) in list(&case.target).iter().enumerate() {
            let mut at = Pointer::new("/contacts");
            at.push_index(index);
            look.members(list(&case.stored).get(index).unwrap_or(&nobody), new, &at);
        }
        return;
    }
    let is_meant = meant(&case.policy).pointer(&case.stored, &case.stored);
    for (index, (stored, wished)) in list(&case.stored).iter().zip(list(&case.target)).enumerate() {
        let mut at = Pointer::new("/contacts");
        at.push_index(index);
        let here = if at == is_meant && meant(&case.policy).get(&case.stored).is_some() {
            Whose::Meant
        } else {
            Whose::Other
        };
        look.contact(stored, wished, here, &at);
    }
}

/// The account as it may have been shown before the running update: a failed one leads to the next,
/// and each has its own time.
fn before(case: &Case<'_, Commvault>) -> Json {
    let mut before = case.shown().clone();
    match case.target.get("updateTs") {
        Some(time) => before.put("updateTs", time.clone()),
        None => before.drop("updateTs"),
    }
    if before.text_of("status") == Some(Status::Updating.as_str()) {
        before.put("status", Json::from_text(Status::UpdateFailure.as_str()));
    }
    before
}

/// Whose contact it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Meant,
    Other,
}

struct Look<'f> {
    strict: bool,
    found: &'f mut Vec<Finding<Commvault>>,
}

impl Look<'_> {
    fn object(&mut self, shape: &Shape, stored: &[&Json], wished: &Json, at: &Pointer) {
        for (name, part) in shape.0 {
            if matches!(part, Part::Owned) {
                self.owned(stored, wished, name, at, &rules::READ_ONLY);
            }
        }
        self.unknown(shape, stored, wished, at);
    }

    fn owned(
        &mut self,
        stored: &[&Json],
        wished: &Json,
        name: &str,
        at: &Pointer,
        rule: &'static crate::decision::Rule,
    ) {
        let mut here = at.clone();
        here.push_name(name);
        let mut places = Vec::new();
        for document in stored {
            places.clear();
            unlike(document.get(name), wished.get(name), self.strict, &here, &mut places);
            if places.is_empty() {
                return;
            }
        }
        self.found.extend(places.into_iter().map(|place| Finding::new(rule, place)));
    }

    /// Members that the model does not know are whole.
    fn unknown(&mut self, shape: &Shape, stored: &[&Json], wished: &Json, at: &Pointer) {
        for name in crate::plan::unknown_names(shape, stored.iter().copied().chain([wished])) {
            let value = wished.get(name).filter(|value| !value.is_null());
            let is_same = |document: &&Json| {
                let known = document.get(name).filter(|value| !value.is_null());
                match (known, value) {
                    (None, None) => true,
                    (Some(one), Some(two)) => one.same(two),
                    (Some(_), None) => !self.strict,
                    (None, Some(_)) => false,
                }
            };
            if !stored.iter().any(is_same) {
                let mut here = at.clone();
                here.push_name(name);
                self.found.push(Finding::new(&rules::UNKNOWN_MEMBER, here));
            }
        }
    }

    /// Inside a list what is missing is not wished for, but in the places.
    fn contact(&mut self, stored: &Json, wished: &Json, whose: Whose, at: &Pointer) {
        let strict = core::mem::replace(&mut self.strict, false);
        for (name, part) in CONTACT.0 {
            match part {
                _ if whose == Whose::Meant && *name != "type" => {}
                Part::Object(_) => self.other_address(stored, wished, at),
                _ => self.owned(&[stored], wished, name, at, &rules::READ_ONLY),
            }
        }
        self.members(stored, wished, at);
        self.strict = strict;
    }

    /// Members of a contact and of its address that the model does not know.
    fn members(&mut self, stored: &Json, wished: &Json, at: &Pointer) {
        let none = Json::object();
        let [old, new] = [stored, wished].map(|one| one.get("address").unwrap_or(&none));
        let mut here = at.clone();
        here.push_name("address");
        self.unknown(&ADDRESS, &[old], new, &here);
        self.unknown(&CONTACT, &[stored], wished, at);
    }

    fn other_address(&mut self, stored: &Json, wished: &Json, at: &Pointer) {
        let none = Json::object();
        let mut here = at.clone();
        here.push_name("address");
        let (old, new) =
            (stored.get("address").unwrap_or(&none), wished.get("address").unwrap_or(&none));
        for (name, _) in ADDRESS.0 {
            self.other_place(old.get(name), new.get(name), name, &here);
        }
    }

    /// A value at a contact that no update means.
    fn other_place(
        &mut self,
        stored: Option<&Json>,
        wished: Option<&Json>,
        name: &str,
        at: &Pointer,
    ) {
        let mut here = at.clone();
        here.push_name(name);
        let mut places = Vec::new();
        unlike(stored, wished, false, &here, &mut places);
        self.found.extend(places.into_iter().map(|at| Finding::new(&rules::READ_ONLY, at)));
    }
}
