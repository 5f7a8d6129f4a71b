//! Planning at this vendor: what its places are, and the body that says what is wished.
//!
//! A body says what differs from the account that is shown, and besides what the vendor requires:
//! both names and one contact. The three names of a contact are sent together.

#![cfg_attr(
    not(feature = "contract"),
    allow(dead_code, reason = "its tables describe the contract")
)]

mod body;
mod foreign;

use alloc::vec::Vec;

use super::check::stage;
use super::facts::{EmptyText, Policy};
use super::record::{Account, Profile};
use super::{Decision, Fact, Facts, Input, Update, rules};
use crate::decision::{Rule, Violation};
use crate::json::{At, Errors, Node, Pointer, Writer};
use crate::member::{self, Member as _, OtherMembers};
use crate::plan::{
    self, Body, Case, Finding, Json, Part, People, Place, Planner, Shape, Sketch, Step, Wish,
};
use crate::vendors::Commvault;

/// How a wish is brought about.
pub type Plan = plan::Plan<Update<'static>, Decision>;
/// Why a wish can't be brought about by one update.
pub type Unreachable = plan::Unreachable<Update<'static>, Decision, Input<'static>, Fact>;

/// Plans the smallest update that makes the account read as `wish` says, once it has settled.
///
/// ```
/// use customer_core::commvault::{Account, Facts, Policy, plan};
/// use customer_core::plan::Wish;
/// use customer_core::vendors::Commvault;
///
/// let account = r#"{"status": "active", "externalId": "X", "name": "Acme", "website": "a.com"}"#;
/// let account = Account::from_json(account)?;
/// let wish = Wish::<Commvault>::from_json(r#"{"merge": {"website": null}}"#)?;
/// let plan = plan(&account, &wish, &Facts::unknown(Policy::documented()))?;
/// let body = r#"{"externalId":"X","name":"Acme","website":null,"contacts":[{}]}"#;
/// assert_eq!(plan.update.unwrap().to_json(), body);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Everything in its way; the smallest: any wish for an account without a status.
#[inline]
pub fn plan(account: &Account, wish: &Wish<Commvault>, facts: &Facts) -> Result<Plan, Unreachable> {
    plan::plan::<Commvault>(account, wish, facts)
}

use Part::{Object, Owned};

const PLACE: Part = Part::Place;

static ADDRESS: Shape = Shape(&[
    ("addressLine1", PLACE),
    ("addressLine2", PLACE),
    ("city", PLACE),
    ("state", PLACE),
    ("country", PLACE),
    ("postalCode", PLACE),
]);

static CONTACT: Shape = Shape(&[
    ("type", Owned),
    ("email", PLACE),
    ("firstName", PLACE),
    ("lastName", PLACE),
    ("phone", PLACE),
    ("address", Object(&ADDRESS)),
]);

static ACCOUNT: Shape = Shape(&[
    ("id", Owned),
    ("status", Owned),
    ("insertTs", Owned),
    ("updateTs", Owned),
    ("externalId", PLACE),
    ("name", PLACE),
    ("website", PLACE),
    ("provisionCountry", Owned),
    ("contacts", Part::List(&CONTACT)),
    ("services", Owned),
    ("deactivatedOptions", Owned),
    ("type", Owned),
]);

/// The members of the account that are places.
const TOP: [&str; 3] = ["externalId", "name", "website"];

/// The names of a contact, which come together.
const NAMES: [&str; 3] = ["email", "firstName", "lastName"];

/// The list of contacts.
fn contacts() -> Place {
    Place(Vec::from([Step::Name("contacts")]))
}

/// The contact that an update means.
fn meant(policy: &Policy) -> Place {
    contacts().then(Step::Meant("admin", policy.empty == EmptyText::Null))
}

/// Whether the list as a whole is wished otherwise: another number of contacts.
fn counts_differ(documents: &[&Json]) -> bool {
    let people = |list: &Json| list.elements().iter().filter(|one| !one.is_null()).count();
    let count = |document: &&Json| contacts().get(document).map_or(0, people);
    let mut counts = documents.iter().map(count);
    let first = counts.next();
    counts.any(|count| Some(count) != first)
}

/// The contacts of a list; one without any value is nobody.
fn filled<'d>(list: Option<&'d Json>, policy: &Policy) -> Vec<&'d Json> {
    let all = list.map_or(&[][..], Json::elements).iter();
    all.filter(|one| !is_nobody(one, policy)).collect()
}

/// Whether a contact has no value at all.
fn is_nobody(contact: &Json, policy: &Policy) -> bool {
    let nothing = |shape: &Shape, name: &str, value: &Json| {
        let is_known = shape.part(name).is_some();
        value.is_null() || is_known && is_none(Some(value), !NAMES.contains(&name), policy)
    };
    contact.members().all(|(name, value)| match CONTACT.part(name) {
        Some(Object(shape)) => value.members().all(|(name, value)| nothing(shape, name, value)),
        _ => nothing(&CONTACT, name, value),
    })
}

/// Whether a value is none: an empty text is one in some readings, in members that can be cleared.
fn is_none(value: Option<&Json>, is_optional: bool, policy: &Policy) -> bool {
    match value {
        None | Some(Json::Null) => true,
        Some(Json::Text(text)) => text.is_empty() && is_optional && policy.empty == EmptyText::Null,
        Some(_) => false,
    }
}

/// Whether a place may be cleared.
fn is_optional(place: &Place) -> bool {
    match place.0.as_slice() {
        [Step::Name(name)] => *name == "website",
        [.., Step::Name(name)] => !NAMES.contains(name),
        _ => false,
    }
}

/// A merge patch on an account.
const PATCH: member::Shape = Profile::SENT.named("Patch").without(&["data"]);

impl Planner for Commvault {
    const SHAPE: &'static Shape = &ACCOUNT;
    const WISHED: member::Shape = Account::DOCUMENT;
    const PATCH: member::Shape = member::Shape::OneOf(&[
        PATCH,
        member::Shape::Object {
            name: "WrappedPatch",
            parts: &[member::Part::new("data", PATCH, "What is to change.").not_null()],
            others: OtherMembers::Closed,
        },
    ]);
    const CONFLICT: &'static Rule = &rules::PLAN_CONFLICT;
    const WORD_UNKNOWN: &'static Rule = &rules::PLAN_WORD;
    const COLUMN: usize = 2;
    const STATE: &'static str = "/status";

    fn shown(record: &Account) -> Json {
        Json::parse(&record.to_json(), &ACCOUNT)
    }

    fn pending(record: &Account) -> Option<Json> {
        let pending = record.pending()?;
        Some(Json::parse(&pending.to_json(), &ACCOUNT))
    }

    fn check_document(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) {
        Profile::read_within(&mut node.reader(), at, errors);
    }

    fn check_patch(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) {
        super::update::read(&mut node.reader(), at, errors);
    }

    fn places(documents: &[&Json], policy: &Policy, each: &mut dyn FnMut(&Place)) {
        let mut place = Place(Vec::with_capacity(4));
        place.each_of(&TOP, each);
        if counts_differ(documents) {
            return place.each_of(&["contacts"], each);
        }
        let mut meant = meant(policy);
        // Contacts that no update means are nobody's to wish for.
        if !documents.iter().all(|document| meant.get(document).is_some()) {
            return;
        }
        for (name, part) in CONTACT.0 {
            match part {
                Part::Place => meant.each_of(&[name], each),
                Object(inner) => meant.within(Step::Name(name), |place| {
                    inner.0.iter().for_each(|(name, _)| place.each_of(&[name], each));
                }),
                Owned | Part::List(_) => {}
            }
        }
    }

    fn same(place: &Place, there: Option<&Json>, wished: Option<&Json>, policy: &Policy) -> bool {
        if *place == contacts() {
            let (there, wished) = (filled(there, policy), filled(wished, policy));
            let mut pairs = there.iter().zip(&wished);
            return there.len() == wished.len() && pairs.all(|(one, two)| person(one, two, policy));
        }
        same_value(there, wished, is_optional(place), policy)
    }

    fn is_joint(place: &Place) -> bool {
        matches!(place.0.as_slice(), [Step::Name("contacts"), _, Step::Name(name)]
            if NAMES.contains(name))
    }

    fn foreign(case: &Case<'_, Self>, found: &mut Vec<Finding<Self>>) {
        foreign::foreign(case, found);
    }

    fn body(case: &Case<'_, Self>, sketch: &Sketch<'_>) -> Body {
        body::body(case, sketch)
    }

    fn unbrought(
        _case: &Case<'_, Self>,
        _place: &Place,
        _after: &Json,
    ) -> (&'static Rule, Option<Pointer>) {
        // Everything else that is accepted is brought.
        (&rules::CONTACTS_ONE, None)
    }

    fn most_favourable(_record: &Account, facts: &Facts) -> Facts {
        Facts {
            external_id_taken: facts.external_id_taken.or(Some(false)),
            name_taken: facts.name_taken.or(Some(false)),
            ..facts.clone()
        }
    }

    fn stage(rule: &'static Rule) -> u16 {
        stage(rule)
    }

    fn left_out(_case: &Case<'_, Self>, _violation: &Violation) -> Vec<Pointer> {
        Vec::new()
    }

    fn loses(_pointer: &Pointer) -> &'static Rule {
        &rules::FROM_OLD
    }

    fn lost_anyway(record: &Account, policy: &Policy) -> Option<Pointer> {
        foreign::runs_unknown(record, policy).then(Pointer::default)
    }

    fn forgotten(before: &Json, after: &Json) -> Vec<Pointer> {
        let mut gone = Vec::new();
        for (name, value) in before.members() {
            // The vendor writes these anew.
            if !["status", "updateTs"].contains(&&**name) {
                let mut at = Pointer::default();
                at.push_name(name);
                value.gone(after.get(name), &at, &mut gone);
            }
        }
        gone
    }

    fn write_step(input: &Input<'_>, w: &mut Writer<'_>) {
        w.begin_object();
        // No step of a plan is anything else.
        if let Input::Update(update) = input {
            w.name("update");
            w.raw(&update.to_json());
        }
        w.end_object();
    }

    fn people(policy: &Policy) -> People {
        People::One(meant(policy), Some(contacts()))
    }
}

/// Whether both are no value, or the same one.
fn same_value(one: Option<&Json>, two: Option<&Json>, optional: bool, policy: &Policy) -> bool {
    match (is_none(one, optional, policy), is_none(two, optional, policy)) {
        (true, true) => true,
        (false, false) => one.zip(two).is_some_and(|(one, two)| one.same(two)),
        _ => false,
    }
}

/// Whether two contacts read the same; a type that is not wished is as it comes.
fn person(there: &Json, wished: &Json, policy: &Policy) -> bool {
    let text = |name: &'static str| {
        let optional = !NAMES.contains(&name);
        same_value(there.get(name), wished.get(name), optional, policy)
    };
    let kind = match wished.get("type") {
        None | Some(Json::Null) => true,
        Some(kind) => there.get("type").is_some_and(|there| there.same(kind)),
    };
    let (there_at, wished_at) = (there.get("address"), wished.get("address"));
    let addresses = ADDRESS.0.iter().all(|(name, _)| {
        let one = there_at.and_then(|address| address.get(name));
        let two = wished_at.and_then(|address| address.get(name));
        same_value(one, two, true, policy)
    });
    kind && NAMES.iter().all(|name| text(name)) && text("phone") && addresses
}
