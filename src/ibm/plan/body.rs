//! The body: the whole document as it will read.

use alloc::vec::Vec;

use super::{DOCUMENT, is_none, same_attribute};
use crate::ibm::facts::Policy;
use crate::json::Pointer;
use crate::plan::{Body, Case, Json, Part, Place, Shape, Sketch};
use crate::vendors::Ibm;

struct Maker<'m, 'c> {
    case: &'m Case<'c, Ibm>,
    sketch: &'m Sketch<'m>,
}

/// The document as it shall read, without what has no value and what is left out.
pub(super) fn body(case: &Case<'_, Ibm>, sketch: &Sketch<'_>) -> Body {
    let maker = Maker { case, sketch };
    let json = maker.object(&DOCUMENT, sketch.wanted, &Place(Vec::new()), &Pointer::default());
    Body { json, lists: Vec::new() }
}

fn below(at: &Pointer, name: &str) -> Pointer {
    let mut below = at.clone();
    below.push_name(name);
    below
}

impl Maker<'_, '_> {
    fn policy(&self) -> &Policy {
        &self.case.policy
    }

    fn is_left_out(&self, at: &Pointer) -> bool {
        self.sketch.left_out.get(at).is_some()
    }

    fn object(&self, shape: &'static Shape, wanted: &Json, place: &Place, at: &Pointer) -> Json {
        let mut said = Json::object();
        for (name, part) in shape.0 {
            let Some(value) = wanted.get(name).filter(|value| !value.is_null()) else { continue };
            let (here, place) = (below(at, name), place.name(name));
            match part {
                Part::Place if is_none(name, Some(value), self.policy()) => {}
                Part::Place if self.is_left_out(&here) => {}
                Part::Place | Part::Owned => said.put(*name, value.clone()),
                Part::Object(inner) => said.put(*name, self.object(inner, value, &place, &here)),
                Part::List(inner) => {
                    let set = self.set(inner, value, &place, &here);
                    if !set.is_empty() {
                        said.put(*name, Json::List(set));
                    }
                }
            }
        }
        // A request has nothing beside the customer.
        if !place.0.is_empty() {
            let unknown = wanted.members().filter(|(name, _)| shape.part(name).is_none());
            for (name, value) in unknown {
                said.put(name.clone(), value.clone());
            }
        }
        said
    }

    fn set(&self, shape: &'static Shape, wanted: &Json, place: &Place, at: &Pointer) -> Vec<Json> {
        let is_new = self.sketch.has(place);
        let stored = place.get(&self.case.stored).map_or(&[][..], Json::elements);
        let mut set = Vec::new();
        for (index, one) in wanted.elements().iter().enumerate() {
            let mut here = at.clone();
            here.push_index(index);
            if self.is_left_out(&here) {
                continue;
            }
            let element = if is_new {
                kept(shape, one, stored.get(index), self.policy())
            } else {
                one.clone()
            };
            set.push(self.object(shape, &element, place, &here));
        }
        set
    }
}

/// An element of a set that is wished as a whole: with what nobody may change of the stored one,
/// and as that one spells it wherever it reads as wished.
fn kept(shape: &Shape, wished: &Json, stored: Option<&Json>, policy: &Policy) -> Json {
    let mut element = Json::object();
    let is_place = |name: &str| matches!(shape.part(name), Some(Part::Place));
    for (name, value) in stored.into_iter().flat_map(Json::members) {
        if !is_place(name) {
            element.put(name.clone(), value.clone());
        }
    }
    for (name, value) in wished.members() {
        let is_owned = matches!(shape.part(name), Some(Part::Owned));
        if !is_owned && !value.is_null() {
            let there = stored.and_then(|stored| stored.get(name));
            let there =
                there.filter(|there| same_attribute(name, Some(there), Some(value), policy));
            element.put(name.clone(), there.unwrap_or(value).clone());
        }
    }
    element
}
