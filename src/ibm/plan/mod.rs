//! Planning at this vendor: what its places are, and the body that says what is wished.
//!
//! A body is the whole document as it will read, with the stored lock token.

mod body;
mod foreign;
mod shape;
mod steps;

use alloc::vec::Vec;

use super::check::{Attribute, Attributes};
use super::facts::{Policy, Role, WordCase};
use super::record::{
    Account, Address, CUSTOMER, Contact, Customer, Identifier, Organization, Profile,
};
use super::{Decision, Fact, Facts, Input, Update, rules};
use crate::decision::{Rule, Violation};
use crate::json::{At, Errors, Node, Pointer, Reason, Writer};
use crate::member::{self, Member as _, OtherMembers};
use crate::plan::{
    self, Body, Case, Finding, Json, Part, People, Place, Planner, Shape, Sketch, Spelt, Step,
    Wish, unknown_names,
};
use crate::vendors::Ibm;

use shape::DOCUMENT;

/// How a wish is brought about.
pub type Plan = plan::Plan<Update<'static>, Decision>;
/// Why a wish can't be brought about by one update.
pub type Unreachable = plan::Unreachable<Update<'static>, Decision, Input<'static>, Fact>;

/// Plans the update that makes the customer read as `wish` says: the whole document as it will
/// read.
///
/// ```
/// use customer_core::ibm::{Customer, Facts, Policy, plan};
/// use customer_core::plan::Wish;
/// use customer_core::vendors::Ibm;
///
/// let customer = Customer::from_json(r#"{"Customer": {"CustomerNumber": "1"}}"#)?;
/// let wish = Wish::<Ibm>::from_json(r#"{"merge": {"Customer": {"CustomerNumber": "1"}}}"#)?;
/// let plan = plan(&customer, &wish, &Facts::unknown(Policy::documented()))?;
/// assert!(plan.is_nothing());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Everything in its way; the smallest: any wish of a caller in another role.
#[inline]
pub fn plan(record: &Customer, wish: &Wish<Ibm>, facts: &Facts) -> Result<Plan, Unreachable> {
    plan::plan::<Ibm>(record, wish, facts)
}

/// The attribute of this name: no two objects have one of the same.
fn attribute(name: &str) -> Option<&'static Attribute> {
    [
        Profile::TABLE,
        Organization::TABLE,
        Address::TABLE,
        Contact::TABLE,
        Account::TABLE,
        Identifier::TABLE,
    ]
    .into_iter()
    .flatten()
    .find(|attribute| attribute.name == name)
}

/// Whether a value is none: an empty text is, of an optional attribute that can't be empty.
fn is_none(name: &str, value: Option<&Json>, policy: &Policy) -> bool {
    match value {
        Some(Json::Text(text)) if text.is_empty() => {
            let attribute = attribute(name);
            !attribute.is_some_and(|one| one.is_required(policy) || one.keeps_blank(policy))
        }
        Some(Json::List(list)) => list.is_empty(),
        Some(value) => value.is_null(),
        None => true,
    }
}

/// Whether an attribute reads as it is wished.
fn same_attribute(
    name: &str,
    there: Option<&Json>,
    wished: Option<&Json>,
    policy: &Policy,
) -> bool {
    match (is_none(name, there, policy), is_none(name, wished, policy)) {
        (true, true) => true,
        (false, false) => there.zip(wished).is_some_and(|(one, two)| {
            let is_word = policy.words == WordCase::Any
                && attribute(name).is_some_and(|attribute| !attribute.words.is_empty());
            one.same(two)
                || (is_word
                    && one.text().zip(two.text()).is_some_and(|(o, t)| o.eq_ignore_ascii_case(t)))
        }),
        _ => false,
    }
}

/// Whether two sets read the same, attribute by attribute.
fn same_set(shape: &Shape, there: Option<&Json>, wished: Option<&Json>, policy: &Policy) -> bool {
    let there = there.map_or(&[][..], Json::elements);
    let wished = wished.map_or(&[][..], Json::elements);
    let none = |value: Option<&Json>| value.is_none_or(Json::is_null);
    there.len() == wished.len()
        && there.iter().zip(wished).all(|(one, two)| {
            let places = shape.0.iter().filter(|(_, part)| matches!(part, Part::Place));
            let mut names = places.map(|(name, _)| *name);
            let unknown = unknown_names(shape, core::iter::once(two));
            names.all(|name| same_attribute(name, one.get(name), two.get(name), policy))
                && unknown.iter().all(|name| match (one.get(name), two.get(name)) {
                    (_, wished) if none(wished) => true,
                    (Some(one), Some(two)) => one.same(two),
                    _ => false,
                })
        })
}

/// Gives the places of an object at `place`; `documents` are these objects.
fn walk(
    shape: &'static Shape,
    place: &mut Place,
    documents: &[Option<&Json>],
    each: &mut dyn FnMut(&Place),
) {
    let inside = |name: &str| -> Vec<Option<&Json>> {
        documents.iter().map(|document| document.and_then(|one| one.get(name))).collect()
    };
    for (name, part) in shape.0 {
        match part {
            Part::Place => place.each_of(&[name], each),
            Part::Owned => {}
            Part::Object(inner) => {
                place.within(Step::Name(name), |place| walk(inner, place, &inside(name), each));
            }
            Part::List(inner) => {
                let sets = inside(name);
                let count = |set: &Option<&Json>| set.map_or(0, |set| set.elements().len());
                let mut counts = sets.iter().map(count);
                let first = counts.next().unwrap_or_default();
                if !counts.all(|count| count == first) {
                    place.each_of(&[name], each);
                    continue;
                }
                place.within(Step::Name(name), |place| {
                    for index in 0..first {
                        let elements: Vec<Option<&Json>> = sets
                            .iter()
                            .map(|set| set.and_then(|set| set.elements().get(index)))
                            .collect();
                        place.within(Step::Index(index), |place| {
                            walk(inner, place, &elements, each);
                        });
                    }
                });
            }
        }
    }
    if place.0.is_empty() {
        return;
    }
    for name in unknown_names(shape, documents.iter().copied().flatten()) {
        place.within(Step::Other(name.into()), |place| each(place));
    }
}

impl Planner for Ibm {
    const SHAPE: &'static Shape = &DOCUMENT;
    const WISHED: member::Shape = member::Shape::Object {
        name: "WishedCustomer",
        parts: &[member::Part::new(CUSTOMER, Profile::STORED, "All of it.").needed().not_null()],
        others: OtherMembers::Closed,
    };
    const PATCH: member::Shape = member::Shape::Object {
        name: "Patch",
        parts: &[member::Part::new(CUSTOMER, Profile::SENT, "What is to change.")],
        others: OtherMembers::Closed,
    };
    const CONFLICT: &'static Rule = &rules::PLAN_CONFLICT;
    const WORD_UNKNOWN: &'static Rule = &rules::PLAN_WORD;
    const SPELLING: Option<&'static Rule> = Some(&rules::SPELLING);
    const COLUMN: usize = 1;
    const STATE: &'static str = "/Customer/CustomerState";

    fn shown(record: &Customer) -> Json {
        Json::parse(&record.to_json(), &DOCUMENT)
    }

    fn check_document(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) {
        let mut found = Errors::default();
        Customer::read(&mut node.reader(), at, &mut found);
        // Two spellings of one attribute are for a rule to judge.
        let form = found.unreadable().errors.into_iter();
        let form = form.filter(|one| one.reason != Reason::Duplicate);
        form.for_each(|error| errors.push_error(error));
        beside(node, at, errors);
    }

    fn check_patch(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) {
        if node.member(CUSTOMER).is_some() {
            // It reports what is beside.
            Update::read(&mut node.reader(), at, errors);
        } else {
            beside(node, at, errors);
        }
    }

    fn has_spellings(document: &Json) -> bool {
        shape::has_spellings(document)
    }

    fn respell(document: &mut Json) -> Vec<Spelt> {
        shape::respell(document)
    }

    fn places(documents: &[&Json], _policy: &Policy, each: &mut dyn FnMut(&Place)) {
        let documents: Vec<Option<&Json>> = documents.iter().copied().map(Some).collect();
        walk(&DOCUMENT, &mut Place(Vec::with_capacity(6)), &documents, each);
    }

    fn same(place: &Place, there: Option<&Json>, wished: Option<&Json>, policy: &Policy) -> bool {
        match place.0.last() {
            Some(Step::Name(name)) => match shape::set(name) {
                Some(shape) => same_set(shape, there, wished, policy),
                None => same_attribute(name, there, wished, policy),
            },
            _ => match (there, wished) {
                (None, None) => true,
                (Some(one), Some(two)) => one.same(two),
                _ => false,
            },
        }
    }

    fn is_joint(_place: &Place) -> bool {
        false
    }

    fn foreign(case: &Case<'_, Self>, found: &mut Vec<Finding<Self>>) {
        foreign::foreign(case, found);
    }

    fn body(case: &Case<'_, Self>, sketch: &Sketch<'_>) -> Body {
        body::body(case, sketch)
    }

    fn taken_away(place: &Place, there: Option<&Json>, wished: Option<&Json>) -> Option<Pointer> {
        let Some(Step::Name(name)) = place.0.last() else { return None };
        let shape = shape::set(name)?;
        let [there, wished] = [there, wished].map(|set| set.map_or(&[][..], Json::elements));
        there.iter().zip(wished).enumerate().find_map(|(index, (there, wished))| {
            let has = |of: &Json, name: &str| of.get(name).is_some_and(|value| !value.is_null());
            let names = unknown_names(shape, core::iter::once(there));
            let gone = names.into_iter().find(|name| has(there, name) && !has(wished, name))?;
            let mut at = place.pointer(&Json::Null, &Json::Null);
            at.push_index(index);
            at.push_name(gone);
            Some(at)
        })
    }

    fn unbrought(
        case: &Case<'_, Self>,
        place: &Place,
        after: &Json,
    ) -> (&'static Rule, Option<Pointer>) {
        // Everything else that is accepted is brought.
        let at = Self::taken_away(place, place.get(after), place.get(&case.target));
        (&rules::UNKNOWN_KEPT, at)
    }

    fn most_favourable(_record: &Customer, facts: &Facts) -> Facts {
        Facts {
            role: facts.role.clone().or(Some(Role::Vsr)),
            same_organization: facts.same_organization.or(Some(true)),
            ..facts.clone()
        }
    }

    fn stage(rule: &'static Rule) -> u16 {
        let last = [&rules::STALE, &rules::EXHAUSTED];
        let caller =
            [&rules::ROLE, &rules::ORGANIZATION, &rules::ROLE_KNOWN, &rules::ORGANIZATION_KNOWN];
        match rule {
            _ if caller.contains(&rule) => 0,
            _ if *rule == rules::STATE => 1,
            _ if last.contains(&rule) => 3,
            _ => 2,
        }
    }

    fn left_out(case: &Case<'_, Self>, violation: &Violation) -> Vec<Pointer> {
        let at = &violation.pointer;
        if *violation.rule == rules::SET_SINGLE {
            let set =
                plan::steps_of(at.as_str()).try_fold(&case.stored, |found, step| found.get(&step));
            let count = set.map_or(0, |set| set.elements().len());
            let element = |index| {
                let mut at = at.clone();
                at.push_index(index);
                at
            };
            return (1..count).map(element).collect();
        }
        let name = plan::steps_of(at.as_str()).last().and_then(|name| attribute(&name));
        let is_optional = name.is_some_and(|one| !one.is_required(&case.policy));
        let is_invalid = [&rules::LENGTH, &rules::WORD].contains(&violation.rule);
        if is_optional && is_invalid { Vec::from([at.clone()]) } else { Vec::new() }
    }

    fn loses(_pointer: &Pointer) -> &'static Rule {
        &rules::LENGTH
    }

    fn write_step(input: &Input<'_>, w: &mut Writer<'_>) {
        w.begin_object();
        match input {
            Input::Update(update) => {
                w.name("update");
                w.raw(&update.to_json());
            }
            Input::Operation(operation) => w.member("operation", operation.name()),
        }
        w.end_object();
    }

    fn people(_policy: &Policy) -> People {
        let place = Place(Vec::from([Step::Name(CUSTOMER)])).name("Organization").name("Contact");
        People::One(place, None)
    }

    fn two_steps(case: &Case<'_, Self>, found: &mut [Finding<Self>]) {
        steps::two_steps(case, found);
    }
}

/// Notes members beside `Customer`: nothing belongs there.
fn beside(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) {
    for (name, _) in node.members().into_iter().flatten().filter(|(name, _)| **name != *CUSTOMER) {
        errors.push(&at.other(&name), Reason::none_of(&[CUSTOMER]));
    }
}
