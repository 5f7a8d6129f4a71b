//! The body that says what is wished.

use super::{ADDRESS, CONTACT, NAMES, TOP, contacts, is_none, meant};
use crate::commvault::check::status_rule;
use crate::commvault::facts::{Missing, Policy};
use crate::plan::{Body, Case, Json, Part, Place, Planner as _, Sketch, steps_of};
use crate::vendors::Commvault;

/// What differs from the account that is shown, and what the vendor requires.
pub(super) fn body(case: &Case<'_, Commvault>, sketch: &Sketch<'_>) -> Body {
    let (policy, shown, wanted) = (&case.policy, case.shown(), sketch.wanted);
    // What runs brings another value, and no update takes its place: so what is wished is said,
    // also where it is shown already. An update that is accepted starts from what is shown.
    let is_refused = status_rule(case.record.document.status.as_ref(), policy).is_some();
    let is_brought = |place: &Place| case.runs() && is_refused && sketch.has(place);
    let mut body = Json::object();
    for name in TOP {
        let place = Place(alloc::vec::Vec::new()).name(name);
        let is_identity = name != "website";
        let (before, after) = (place.get(shown), place.get(wanted));
        let is_required = is_identity && policy.identity == Missing::Refuse;
        let differs = differs(before, after, !is_identity, policy) || is_brought(&place);
        match after {
            // What the record has no value of is sent only where it is wished so.
            Some(Json::Text(text)) if text.is_empty() && is_required && !differs => {}
            Some(after) if differs && !is_none(Some(after), !is_identity, policy) => {
                body.put(name, after.clone());
            }
            Some(after) if is_required => body.put(name, after.clone()),
            _ if differs => body.put(name, Json::Null),
            _ => {}
        }
    }
    let mut indices = alloc::vec::Vec::new();
    let place = meant(policy);
    // The contacts that an update starts from are not said.
    let (there, wished) = (contacts().get(shown), contacts().get(wanted));
    let differ = || !Commvault::same(&contacts(), there, wished, policy) || is_brought(&contacts());
    let list = if sketch.has(&contacts()) && differ() {
        let (list, from) = whole(case, sketch);
        indices = from;
        Some(list)
    } else {
        let pointer = place.pointer(shown, shown);
        let index = steps_of(pointer.as_str()).last().and_then(|index| index.parse().ok());
        indices.push(index.unwrap_or_default());
        let is_brought = |name| is_brought(&place.name(name));
        let contact = contact(place.get(shown), place.get(wanted), is_brought, policy);
        let is_said = !contact.is_blank() || policy.contacts == Missing::Refuse;
        is_said.then(|| Json::List(alloc::vec![contact]))
    };
    if let Some(list) = list {
        body.put("contacts", list);
    }
    Body { json: body, lists: alloc::vec![("/contacts", indices)] }
}

fn differs(before: Option<&Json>, after: Option<&Json>, optional: bool, policy: &Policy) -> bool {
    match (is_none(before, optional, policy), is_none(after, optional, policy)) {
        (true, true) => false,
        (false, false) => !before.zip(after).is_some_and(|(one, two)| one.same(two)),
        _ => true,
    }
}

/// Another number of contacts, as directly as it can be said: somebody new alone, or the list.
fn whole(case: &Case<'_, Commvault>, sketch: &Sketch<'_>) -> (Json, alloc::vec::Vec<usize>) {
    let policy = &case.policy;
    let wanted = contacts().get(sketch.wanted).map_or(&[][..], Json::elements);
    let known = contacts().get(case.shown()).map_or(&[][..], Json::elements);
    let is_new = meant(policy).get(case.shown()).is_none()
        && wanted.len() == known.len().saturating_add(1)
        && known.iter().zip(wanted).all(|(one, two)| super::person(one, two, policy));
    if !is_new && matches!(wanted, [one] if !one.is_null()) {
        // One of several to stay can't be said: an update never takes a contact away.
        return (Json::List(alloc::vec![Json::object()]), alloc::vec![0]);
    }
    let skip = if is_new { known.len() } else { 0 };
    let list = wanted.iter().skip(skip).map(|one| {
        if one.is_null() {
            return Json::Null;
        }
        let mut contact = Json::object();
        match one.text_of("type") {
            None | Some("admin") => {}
            Some(other) => contact.put("type", Json::from_text(other)),
        }
        for (name, value) in contact_new(one, policy).members() {
            contact.put(name.clone(), value.clone());
        }
        contact
    });
    (Json::List(list.collect()), (skip..wanted.len()).collect())
}

/// Somebody new: everything that has a value.
fn contact_new(wanted: &Json, policy: &Policy) -> Json {
    let mut contact = Json::object();
    for (name, part) in CONTACT.0 {
        match (part, wanted.get(name)) {
            (Part::Place, Some(value)) if !is_none(Some(value), !NAMES.contains(name), policy) => {
                contact.put(*name, value.clone());
            }
            (Part::Object(_), Some(address)) => {
                let mut said = Json::object();
                for (name, _) in ADDRESS.0 {
                    let value = address.get(name).filter(|v| !is_none(Some(v), true, policy));
                    if let Some(value) = value {
                        said.put(*name, value.clone());
                    }
                }
                if !said.is_blank() {
                    contact.put(*name, said);
                }
            }
            _ => {}
        }
    }
    contact
}

/// What differs of the contact that is meant. Its three names are sent together.
fn contact(
    before: Option<&Json>,
    after: Option<&Json>,
    is_brought: impl Fn(&'static str) -> bool,
    policy: &Policy,
) -> Json {
    let mut contact = Json::object();
    let none = Json::object();
    let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
    let other = |name: &&'static str| {
        differs(before.get(name), after.get(name), false, policy) || is_brought(name)
    };
    if NAMES.iter().any(other) {
        for name in NAMES {
            match after.get(name).filter(|value| !value.is_null()) {
                Some(value) => contact.put(name, value.clone()),
                None if other(&name) => contact.put(name, Json::Null),
                None => {}
            }
        }
    }
    if differs(before.get("phone"), after.get("phone"), true, policy) {
        let phone = after.get("phone").filter(|phone| !is_none(Some(phone), true, policy));
        contact.put("phone", phone.cloned().unwrap_or(Json::Null));
    }
    let (old, new) = (before.get("address"), after.get("address"));
    if let Some(address) = address(old.unwrap_or(&none), new.unwrap_or(&none), policy) {
        contact.put("address", address);
    }
    contact
}

/// What differs of an address; null if nothing is left in it.
fn address(before: &Json, after: &Json, policy: &Policy) -> Option<Json> {
    let mut address = Json::object();
    let mut is_left =
        before.members().any(|(name, value)| !value.is_null() && ADDRESS.part(name).is_none());
    for (name, _) in ADDRESS.0 {
        let value = after.get(name).filter(|value| !is_none(Some(value), true, policy));
        is_left |= value.is_some();
        if differs(before.get(name), after.get(name), true, policy) {
            address.put(*name, value.cloned().unwrap_or(Json::Null));
        }
    }
    match (address.is_blank(), is_left) {
        (true, _) => None,
        (false, true) => Some(address),
        (false, false) => Some(Json::Null),
    }
}
