//! What nobody can wish for: whether the wish gives it otherwise than it is stored.

use alloc::vec::Vec;

use super::place::Shape;
use super::tree::Json;
use crate::json::{Pointer, sort_by};

/// Notes where a member that nobody can wish for is given otherwise. Objects are compared by the
/// members that are given. `strict` says that one which is not given is wished to have no value.
pub(crate) fn unlike(
    stored: Option<&Json>,
    wished: Option<&Json>,
    strict: bool,
    at: &Pointer,
    places: &mut Vec<Pointer>,
) {
    let stored = stored.filter(|value| !value.is_null());
    let wished = match wished.filter(|value| !value.is_null()) {
        Some(wished) => wished,
        None if strict && stored.is_some_and(|stored| !stored.is_blank()) => {
            return places.push(at.clone());
        }
        None => return,
    };
    let below = |name: &str| {
        let mut below = at.clone();
        below.push_name(name);
        below
    };
    match (stored, wished) {
        (None, wished) if wished.is_blank() => {}
        (Some(stored), wished) if stored.is_blank() && wished.is_blank() => {}
        (Some(stored), wished) if stored.is_object() && wished.is_object() => {
            let mut names: Vec<&str> = wished.members().map(|(name, _)| &**name).collect();
            if strict {
                let more = stored.members().map(|(name, _)| &**name);
                names.extend(more.filter(|name| wished.get(name).is_none()));
            }
            for name in names {
                unlike(stored.get(name), wished.get(name), strict, &below(name), places);
            }
        }
        (Some(Json::List(one)), Json::List(two)) if one.len() == two.len() => {
            for (index, (one, two)) in one.iter().zip(two).enumerate() {
                let mut below = at.clone();
                below.push_index(index);
                // A null in a list is given; it is no member that is left out.
                unlike(Some(one), Some(two), two.is_null(), &below, places);
            }
        }
        (Some(stored), wished) if stored.same(wished) => {}
        _ => places.push(at.clone()),
    }
}

/// The names of members that the model does not know, in order.
pub(crate) fn unknown_names<'d>(
    shape: &Shape,
    documents: impl Iterator<Item = &'d Json>,
) -> Vec<&'d str> {
    let members = documents.flat_map(Json::members).map(|(name, _)| &**name);
    let mut names: Vec<&str> = members.filter(|name| shape.part(name).is_none()).collect();
    sort_by(&mut names, Ord::cmp);
    names.dedup();
    names
}
