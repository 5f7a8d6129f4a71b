//! What nobody can wish for.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::places::{REQUESTS, benefits, contacts};
use super::{
    ADDRESS, BENEFIT, CONTACT, DISCOUNT, LARGE_GOVERNMENT, PROFILE, QUANTITY, RESOURCE, TERM,
    THREE_YEARS,
};
use crate::adobe::rules;
use crate::decision::Rule;
use crate::json::{Folded, Index, OverflowMap, Pointer};
use crate::plan::{Case, Finding, Json, Part, Shape, unknown_names, unlike};
use crate::vendors::Adobe;

/// Contacts by their address.
pub(super) fn by_address(list: &[Json]) -> Index<Folded<'_>> {
    let mut index = Index::for_count(list.len());
    for (number, one) in list.iter().enumerate() {
        if let Some(email) = one.text_of("email") {
            index.get_or_insert(Folded(email), number);
        }
    }
    index
}

/// What the wish gives otherwise than `stored` has it.
pub(super) fn foreign(case: &Case<'_, Adobe>, stored: &Json, found: &mut Vec<Finding<Adobe>>) {
    let mut look = Look { strict: case.strict, found };
    let (root, none) = (Pointer::default(), Json::object());
    let wished = &*case.target;
    look.object(&RESOURCE, stored, wished, &root);
    let profile = |document| profile_of(document).unwrap_or(&none);
    let (old, new) = (profile(stored), profile(wished));
    let at = below(&root, "companyProfile");
    look.object(&PROFILE, old, new, &at);
    let (old, new) = (old.get("address").unwrap_or(&none), new.get("address").unwrap_or(&none));
    look.object(&ADDRESS, old, new, &below(&at, "address"));
    look.discounts(stored, wished);
    look.strict = false;
    look.contacts(stored, wished);
    look.benefits(stored, wished);
}

fn profile_of(document: &Json) -> Option<&Json> {
    document.get("companyProfile")
}

fn below(at: &Pointer, name: &str) -> Pointer {
    let mut below = at.clone();
    below.push_name(name);
    below
}

fn element(list: &str, index: usize) -> Pointer {
    let mut at = Pointer::new(list);
    at.push_index(index);
    at
}

/// A list of objects without the members that `shape` does not know.
fn known<'l>(shape: &Shape, list: Option<&'l Json>) -> Option<Cow<'l, Json>> {
    let list = list?;
    let is_known = |name: &str| shape.part(name).is_some();
    let is_plain = |one: &Json| one.members().all(|(name, _)| is_known(name));
    if list.elements().iter().all(is_plain) {
        return Some(Cow::Borrowed(list));
    }
    let mut all = list.elements().to_vec();
    for one in &mut all {
        for name in unknown_names(shape, core::iter::once(&one.clone())) {
            one.drop(name);
        }
    }
    Some(Cow::Owned(Json::List(all)))
}

struct Look<'f> {
    strict: bool,
    found: &'f mut Vec<Finding<Adobe>>,
}

impl Look<'_> {
    fn object(&mut self, shape: &Shape, stored: &Json, wished: &Json, at: &Pointer) {
        for (name, part) in shape.0 {
            let (old, new) = (stored.get(name), wished.get(name));
            let is_same = old.zip(new).is_some_and(|(old, new)| old.same(new));
            if matches!(part, Part::Owned) && !is_same && (self.strict || new.is_some()) {
                self.owned(old, new, &below(at, name));
            }
        }
        self.unknown(shape, stored, wished, at);
    }

    fn owned(&mut self, stored: Option<&Json>, wished: Option<&Json>, at: &Pointer) {
        let mut places = Vec::new();
        unlike(stored, wished, self.strict, at, &mut places);
        let found = places.into_iter().map(|place| Finding::new(&rules::READ_ONLY, place));
        self.found.extend(found);
    }

    /// The same of a list of objects: what `shape` does not know in them is looked at by itself.
    fn owned_list(
        &mut self,
        shape: &Shape,
        stored: Option<&Json>,
        wished: Option<&Json>,
        at: &Pointer,
    ) {
        self.owned(known(shape, stored).as_deref(), known(shape, wished).as_deref(), at);
    }

    /// Members that the model does not know are whole.
    fn unknown(&mut self, shape: &Shape, stored: &Json, wished: &Json, at: &Pointer) {
        for name in unknown_names(shape, [stored, wished].into_iter()) {
            let known = stored.get(name).filter(|value| !value.is_null());
            let given = wished.get(name).filter(|value| !value.is_null());
            let is_same = match (known, given) {
                (None, None) => true,
                (Some(one), Some(two)) => one.same(two),
                (Some(_), None) => !self.strict,
                (None, Some(_)) => false,
            };
            if !is_same {
                self.refuse(&rules::MEMBER_UNKNOWN, below(at, name));
            }
        }
    }

    fn refuse(&mut self, rule: &'static Rule, at: Pointer) {
        self.found.push(Finding::new(rule, at));
    }

    fn discounts(&mut self, stored: &Json, wished: &Json) {
        let (name, none) = ("discounts", Json::object());
        let (old, new) = (stored.get(name), wished.get(name));
        self.owned_list(&DISCOUNT, old, new, &below(&Pointer::default(), name));
        // Inside a list what is missing is not wished for.
        let strict = core::mem::replace(&mut self.strict, false);
        let old = old.map_or(&[][..], Json::elements);
        for (index, one) in new.map_or(&[][..], Json::elements).iter().enumerate() {
            self.unknown(
                &DISCOUNT,
                old.get(index).unwrap_or(&none),
                one,
                &element("/discounts", index),
            );
        }
        self.strict = strict;
    }

    fn contacts(&mut self, stored: &Json, wished: &Json) {
        let place = contacts();
        let stored = place.get(stored).map_or(&[][..], Json::elements);
        let wished = place.get(wished).map_or(&[][..], Json::elements);
        let is_plain = |one: &Json| one.members().all(|(name, _)| CONTACT.part(name).is_some());
        if wished.iter().all(is_plain) {
            return;
        }
        let (known, none) = (by_address(stored), Json::object());
        for (index, one) in wished.iter().enumerate() {
            let old = one.text_of("email").and_then(|email| known.get(Folded(email)));
            let old = old.and_then(|old| stored.get(old)).unwrap_or(&none);
            self.unknown(&CONTACT, old, one, &element("/companyProfile/contacts", index));
        }
    }

    fn benefits(&mut self, stored: &Json, wished: &Json) {
        let place = benefits();
        let stored = place.get(stored).map_or(&[][..], Json::elements);
        let wished = place.get(wished).map_or(&[][..], Json::elements);
        let none = Json::object();
        let (mut known, mut named) = (OverflowMap::new(), OverflowMap::new());
        for (number, old) in stored.iter().enumerate() {
            if let Some(kind) = old.text_of("type") {
                known.get_or_insert(kind, number);
            }
        }
        for (index, one) in wished.iter().enumerate() {
            // What is stored so is wished by nobody, whatever it is.
            if stored.get(index).is_some_and(|old| old.same(one)) {
                one.text_of("type").and_then(|kind| named.get_or_insert(kind, ()));
                continue;
            }
            let at = element("/benefits", index);
            let Some(kind) = one.text_of("type") else {
                self.refuse(&rules::BENEFIT_TYPE_REQUIRED, below(&at, "type"));
                continue;
            };
            let old = known.get(&kind).and_then(|number| stored.get(number));
            if old.is_none() && !matches!(kind, THREE_YEARS | LARGE_GOVERNMENT) {
                let rule = if kind.is_empty() { &rules::EMPTY_TEXT } else { &rules::BENEFIT_KNOWN };
                self.refuse(rule, below(&at, "type"));
                continue;
            }
            if named.get_or_insert(kind, ()).is_some() {
                self.refuse(&rules::BENEFIT_ONCE, at);
                continue;
            }
            self.benefit(kind, old.unwrap_or(&none), old.is_none(), one, &at);
        }
    }

    fn benefit(&mut self, kind: &str, stored: &Json, is_new: bool, wished: &Json, at: &Pointer) {
        // What a conversion brings.
        let follows = is_new
            && kind == LARGE_GOVERNMENT
            && wished.text_of("status") == Some("PENDING_UPGRADE");
        if !follows {
            self.owned(stored.get("status"), wished.get("status"), &below(at, "status"));
        }
        let commitment = "commitment";
        self.term(stored.get(commitment), wished.get(commitment), &below(at, commitment));
        for name in REQUESTS {
            let (old, new) = (stored.get(name), wished.get(name));
            let at = below(at, name);
            if kind != THREE_YEARS {
                self.term(old, new, &at);
                continue;
            }
            let none = Json::object();
            let (old, new) = (old.unwrap_or(&none), new.unwrap_or(&none));
            for name in ["startDate", "endDate"] {
                self.owned(old.get(name), new.get(name), &below(&at, name));
            }
            self.unknown(&TERM, old, new, &at);
            self.quantities(old, new, &at);
        }
        self.unknown(&BENEFIT, stored, wished, at);
    }

    /// What no page knows, in a quantity: matched by its offer type.
    fn quantities(&mut self, stored: &Json, wished: &Json, at: &Pointer) {
        let name = "minimumQuantities";
        let stored = stored.get(name).map_or(&[][..], Json::elements);
        let wished = wished.get(name).map_or(&[][..], Json::elements);
        let is_plain = |one: &Json| one.members().all(|(name, _)| QUANTITY.part(name).is_some());
        if wished.iter().all(is_plain) {
            return;
        }
        let (none, mut known) = (Json::object(), OverflowMap::new());
        for one in stored {
            known.get_or_insert(one.text_of("offerType"), one);
        }
        for (index, one) in wished.iter().enumerate() {
            let old = known.get(&one.text_of("offerType")).unwrap_or(&none);
            let mut at = below(at, name);
            at.push_index(index);
            self.unknown(&QUANTITY, old, one, &at);
        }
    }

    /// A term that only the vendor moves.
    fn term(&mut self, stored: Option<&Json>, wished: Option<&Json>, at: &Pointer) {
        let (none, list) = (Json::object(), "minimumQuantities");
        let (old, new) = (stored.unwrap_or(&none), wished.unwrap_or(&none));
        for (name, _) in TERM.0.iter().filter(|(name, _)| *name != list) {
            self.owned(old.get(name), new.get(name), &below(at, name));
        }
        let both = (old.get(list).and_then(super::places::listed), new.get(list));
        let is_same = match (both.0, both.1.and_then(super::places::listed)) {
            (Some(one), Some(two)) => one.len() == two.len() && one.iter().all(|o| two.contains(o)),
            _ => false,
        };
        if !is_same {
            self.owned_list(&QUANTITY, old.get(list), both.1, &below(at, list));
        }
        self.quantities(old, new, at);
        self.unknown(&TERM, old, new, at);
    }
}
