//! What nobody can wish for: the read-only members, and the lock token.

use alloc::vec::Vec;

use super::DOCUMENT;
use crate::ibm::rules;
use crate::json::{Pointer, equal};
use crate::plan::{Case, Finding, Json, Part, Shape, unlike};
use crate::vendors::Ibm;

/// What the wish gives otherwise than it is stored.
pub(super) fn foreign(case: &Case<'_, Ibm>, found: &mut Vec<Finding<Ibm>>) {
    object(&DOCUMENT, &case.stored, &case.target, case.strict, &Pointer::default(), found);
}

fn below(at: &Pointer, name: &str) -> Pointer {
    let mut below = at.clone();
    below.push_name(name);
    below
}

fn object(
    shape: &Shape,
    stored: &Json,
    wished: &Json,
    strict: bool,
    at: &Pointer,
    found: &mut Vec<Finding<Ibm>>,
) {
    let none = Json::object();
    for (name, part) in shape.0 {
        let (old, new) = (stored.get(name), wished.get(name));
        let here = below(at, name);
        match part {
            Part::Place => {}
            Part::Owned if *name == "Version" => {
                if !is_same_token(old, new, strict) {
                    found.push(Finding::new(&rules::STALE, here));
                }
            }
            Part::Owned => {
                let mut places = Vec::new();
                unlike(old, new, strict, &here, &mut places);
                found.extend(places.into_iter().map(|at| Finding::new(&rules::READ_ONLY, at)));
            }
            Part::Object(inner) => {
                // What an object that is gone held is nobody's to wish away.
                let Some(new) = new.filter(|new| !new.is_null()) else { continue };
                object(inner, old.unwrap_or(&none), new, strict, &here, found);
            }
            Part::List(inner) => {
                let stored = old.map_or(&[][..], Json::elements);
                for (index, one) in new.map_or(&[][..], Json::elements).iter().enumerate() {
                    let mut here = here.clone();
                    here.push_index(index);
                    object(inner, stored.get(index).unwrap_or(&none), one, false, &here, found);
                }
            }
        }
    }
}

/// Whether the wish was made from this record: a missing token counts as 0.
fn is_same_token(stored: Option<&Json>, wished: Option<&Json>, strict: bool) -> bool {
    let number = |value: Option<&Json>| match value {
        Some(Json::Number(number)) => equal::integer(number).ok(),
        _ => None,
    };
    let stored = number(stored);
    match number(wished) {
        Some(wished) => wished == stored.unwrap_or(0),
        None => !strict || stored.is_none(),
    }
}
