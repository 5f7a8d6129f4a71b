//! Places: what can be wished for on its own, and what a vendor's documents are made of.

use alloc::string::String;
use alloc::vec::Vec;
use core::borrow::Borrow;

use super::tree::Json;
use crate::json::{Node, Pointer};

/// What an object of a vendor's document is made of, in the order of the model.
pub(crate) struct Shape(pub(crate) &'static [(&'static str, Part)]);

/// What a member is.
pub(crate) enum Part {
    /// A place.
    Place,
    /// One that nobody can wish for.
    Owned,
    /// An object of places.
    Object(&'static Shape),
    /// A list of objects, of which the vendor says what the places are.
    List(&'static Shape),
}

impl Shape {
    /// The member of this name, with the model's own name of it.
    pub(super) fn known(&self, name: &str) -> Option<&'static (&'static str, Part)> {
        self.0.iter().find(|(known, _)| *known == name)
    }

    /// The member of this name.
    pub(crate) fn part(&self, name: &str) -> Option<&'static Part> {
        self.known(name).map(|(_, part)| part)
    }

    /// The place of a member; unknown ones come last.
    fn rank(&self, name: &str) -> usize {
        self.0.iter().position(|(known, _)| *known == name).unwrap_or(self.0.len())
    }
}

impl Part {
    /// Reads the value of such a member.
    pub(super) fn read(&self, node: Node<'_, '_>) -> Json {
        match self {
            Self::Place | Self::Owned => Json::plain(node),
            Self::Object(shape) => Json::of(node, shape),
            Self::List(shape) => match node.elements() {
                Some(elements) => Json::List(elements.map(|one| Json::of(one, shape)).collect()),
                None => Json::plain(node),
            },
        }
    }
}

/// One step to a place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Into a member.
    Name(&'static str),
    /// Into a member that the model does not know.
    Other(String),
    /// Into an element.
    Index(usize),
    /// Into the first element of this type.
    Kind(&'static str),
    /// Into the first element of this type; where there is none, into the first without a type, to
    /// which an empty one belongs or not.
    Meant(&'static str, bool),
}

/// A place of a document.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(pub(crate) Vec<Step>);

/// Which element of a list a step means.
fn element(list: &[Json], step: &Step) -> Option<usize> {
    let first = |is_meant: &dyn Fn(Option<&str>) -> bool| {
        list.iter().position(|one| is_meant(one.text_of("type")))
    };
    match step {
        Step::Index(index) => (*index < list.len()).then_some(*index),
        Step::Kind(kind) => first(&|of| of == Some(kind)),
        Step::Meant(kind, empty) => {
            let none = |of: Option<&str>| of.is_none_or(|of| *empty && of.is_empty());
            first(&|of| of == Some(kind)).or_else(|| first(&none))
        }
        Step::Name(_) | Step::Other(_) => None,
    }
}

impl Place {
    /// The member `name` of this place.
    pub(crate) fn name(&self, name: &'static str) -> Self {
        self.then(Step::Name(name))
    }

    /// The place in words, for documentation: of elements that may be meant, the first.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for step in &self.0 {
            if !text.is_empty() {
                text.push('/');
            }
            match step {
                Step::Name(name) => text.push_str(name),
                Step::Other(name) => text.push_str(name),
                Step::Index(_) | Step::Kind(_) | Step::Meant(..) => text.push('0'),
            }
        }
        text
    }

    /// Steps into each of these members in turn, and back.
    pub(crate) fn each_of(&mut self, names: &[&'static str], each: &mut dyn FnMut(&Self)) {
        for name in names {
            self.within(Step::Name(name), |place| each(place));
        }
    }

    /// Goes one step further, and back.
    pub(crate) fn within(&mut self, step: Step, then: impl FnOnce(&mut Self)) {
        self.0.push(step);
        then(self);
        self.0.pop();
    }

    /// Whether one of these, which are in order, is this place or around it.
    pub(crate) fn is_inside_any(&self, outer: &[&Self]) -> bool {
        let mut around = (1..=self.0.len()).filter_map(|end| self.0.get(..end));
        !outer.is_empty()
            && around.any(|steps| outer.binary_search_by(|one| one.0.as_slice().cmp(steps)).is_ok())
    }

    /// One step further.
    pub(crate) fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// Whether it is a member that the model does not know.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self.0.last(), Some(Step::Other(_)))
    }

    /// Whether it is in an element of a list.
    pub(crate) fn is_inside_list(&self) -> bool {
        self.0.iter().any(|step| !matches!(step, Step::Name(_) | Step::Other(_)))
    }

    /// What is there, if that is a value.
    pub(crate) fn get<'d>(&self, document: &'d Json) -> Option<&'d Json> {
        let mut found = document;
        for step in &self.0 {
            found = match step {
                Step::Name(name) => found.get(name)?,
                Step::Other(name) => found.get(name)?,
                of => {
                    let list = found.list()?;
                    list.get(element(list, of)?)?
                }
            };
        }
        (!found.is_null()).then_some(found)
    }

    /// Puts a value there, or takes it away.
    pub(crate) fn set(&self, document: &mut Json, value: Option<Json>) {
        let mut found = document;
        let Some((last, way)) = self.0.split_last() else { return };
        for step in way {
            let next = match step {
                Step::Name(name) if value.is_some() => found.member_mut(*name),
                Step::Name(name) => found.get_mut(name),
                // There is no place inside of what the model does not know.
                Step::Other(_) => None,
                of => element_mut(found, of, value.is_some()),
            };
            let Some(next) = next else { return };
            found = next;
        }
        match (last, value) {
            (Step::Name(name), Some(value)) => found.put(*name, value),
            (Step::Other(name), Some(value)) => found.put(name.clone(), value),
            (Step::Name(name), None) => found.drop(name),
            (Step::Other(name), None) => found.drop(name),
            (of, Some(value)) => {
                if let Some(slot) = element_mut(found, of, true) {
                    *slot = value;
                }
            }
            (of, None) => {
                if let Json::List(list) = found
                    && let Some(index) = element(list, of)
                {
                    let mut at = 0_usize..;
                    list.retain(|_| at.next() != Some(index));
                }
            }
        }
    }

    /// The place as a pointer into `document`, or where it is not there, into `other`.
    pub(crate) fn pointer(&self, document: &Json, other: &Json) -> Pointer {
        let mut pointer = Pointer::default();
        let (mut one, mut two) = (Some(document), Some(other));
        for step in &self.0 {
            match step {
                Step::Name(name) => {
                    pointer.push_name(name);
                    one = one.and_then(|one| one.get(name));
                    two = two.and_then(|two| two.get(name));
                }
                Step::Other(name) => {
                    pointer.push_name(name);
                    one = one.and_then(|one| one.get(name));
                    two = two.and_then(|two| two.get(name));
                }
                of => {
                    let (first, second) =
                        (one.map_or(&[][..], Json::elements), two.map_or(&[][..], Json::elements));
                    let found = element(first, of).or_else(|| element(second, of));
                    let index = found.unwrap_or(second.len());
                    pointer.push_index(index);
                    one = first.get(index);
                    two = second.get(index);
                }
            }
        }
        pointer
    }
}

/// The element that a step means; a missing one of a type is made, if it may be.
fn element_mut<'d>(found: &'d mut Json, step: &Step, make: bool) -> Option<&'d mut Json> {
    if make && !matches!(found, Json::List(_)) {
        *found = Json::List(Vec::new());
    }
    let Json::List(list) = found else { return None };
    let index = match (element(list, step), step) {
        (Some(index), _) => index,
        (None, Step::Kind(kind) | Step::Meant(kind, _)) if make => {
            let mut one = Json::object();
            one.put("type", Json::from_text(kind));
            list.push(one);
            list.len().checked_sub(1)?
        }
        (None, Step::Index(_)) if make => {
            list.push(Json::object());
            list.len().checked_sub(1)?
        }
        _ => return None,
    };
    list.get_mut(index)
}

/// A pointer and all above it, down to the whole document.
pub(crate) fn upwards(pointer: &str) -> impl Iterator<Item = &str> {
    core::iter::successors(Some(pointer), |at| at.rsplit_once(['/']).map(|(above, _)| above))
}

/// Whether one of these, which are in order, is a pointer or above it.
pub(crate) fn is_at_or_below<P: Borrow<Pointer>>(pointer: &str, outer: &[P]) -> bool {
    !outer.is_empty()
        && upwards(pointer)
            .any(|at| outer.binary_search_by(|one| one.borrow().as_str().cmp(at)).is_ok())
}

/// Whether one of these, which are in order, is below a pointer.
pub(crate) fn is_around(pointer: &str, inner: &[Pointer]) -> bool {
    let mut outer = String::from(pointer);
    outer.push('/');
    let from = inner.partition_point(|one| one.as_str() < outer.as_str());
    inner.get(from).is_some_and(|one| one.as_str().starts_with(&outer))
}

/// The steps of a pointer, unescaped.
pub(crate) fn steps(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split(['/']).skip(1).map(unescaped)
}

/// A step as the name that it stands for.
fn unescaped(step: &str) -> String {
    let mut name = String::with_capacity(step.len());
    let mut rest = step.chars().peekable();
    while let Some(c) = rest.next() {
        let escaped = match c {
            '~' => rest.next_if(|next| matches!(next, '0' | '1')),
            _ => None,
        };
        name.push(match escaped {
            Some('1') => '/',
            Some(_) => '~',
            None => c,
        });
    }
    name
}

/// The place of a pointer in the order of the model: unknown members last, by name.
pub(crate) fn order(shape: &'static Shape, pointer: &str) -> Vec<(usize, String)> {
    let (mut shape, mut inside_list) = (Some(shape), false);
    let mut order = Vec::new();
    for step in steps(pointer) {
        if inside_list {
            inside_list = false;
            order.push((step.parse().unwrap_or(usize::MAX), String::new()));
            continue;
        }
        let Some(known) = shape else {
            order.push((step.parse().unwrap_or_default(), step));
            continue;
        };
        let rank = known.rank(&step);
        let part = known.part(&step);
        order.push((rank, if part.is_some() { String::new() } else { step }));
        shape = match part {
            Some(Part::Object(inner) | Part::List(inner)) => Some(inner),
            _ => None,
        };
        inside_list = matches!(part, Some(Part::List(_)));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::{is_around, steps};
    use crate::json::Pointer;

    #[test]
    fn the_steps_of_a_pointer_are_names() {
        let names: alloc::vec::Vec<_> = steps("/a~1b/~0/~01/c~").collect();
        assert_eq!(names, ["a/b", "~", "~1", "c~"]);
    }

    #[test]
    fn what_is_inside_of_a_place_is_found_among_others() {
        let inner = ["/a", "/b", "/b/c", "/b/d", "/c/d", "/e/"].map(Pointer::new);
        let found = ["/a", "/b", "/b/c", "/c", "/d", "/e", ""].map(|at| is_around(at, &inner));
        assert_eq!(found, [false, true, false, true, false, true, true]);
    }
}
