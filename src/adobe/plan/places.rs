//! The places of the document, and when they read the same.

use alloc::vec::Vec;

use super::{ADDRESS, LARGE_GOVERNMENT, THREE_YEARS};
use crate::json::sort_by;
use crate::member::quantity;
use crate::plan::{Json, Place, Step};
use crate::value::{Date, Quantity};

fn root(name: &'static str) -> Place {
    Place(Vec::from([Step::Name(name)]))
}

/// A member of the company profile.
pub(super) fn profile(name: &'static str) -> Place {
    root("companyProfile").name(name)
}

/// A member of the address.
pub(super) fn address(name: &'static str) -> Place {
    profile("address").name(name)
}

/// The contact list.
pub(super) fn contacts() -> Place {
    profile("contacts")
}

/// The group.
pub(super) fn group() -> Place {
    root("linkedMembership")
}

/// The benefits.
pub(super) fn benefits() -> Place {
    root("benefits")
}

/// The three-year benefit.
pub(super) fn three_years() -> Place {
    benefits().then(Step::Kind(THREE_YEARS))
}

/// The last day of the commitment, on which a recommitment can be asked for in every reading; the
/// last day of all where there is no commitment.
pub(super) fn last_day(document: &Json) -> Date {
    let commitment = three_years().name("commitment");
    let last = commitment.get(document).and_then(|term| term.text_of("endDate"));
    last.and_then(|day| Date::parse(day).ok()).unwrap_or(Date::MAX)
}

/// One of its two requests.
pub(super) fn request(name: &'static str) -> Place {
    three_years().name(name)
}

/// The large-government benefit.
pub(super) fn large_government() -> Place {
    benefits().then(Step::Kind(LARGE_GOVERNMENT))
}

/// The two requests.
pub(super) const REQUESTS: [&str; 2] = ["commitmentRequest", "recommitmentRequest"];

/// Whether a place is a request.
pub(super) fn is_request(place: &Place) -> bool {
    matches!(place.0.as_slice(), [_, Step::Kind(THREE_YEARS), Step::Name(_)])
}

/// Gives all places, in the order of the model.
pub(super) fn each(each: &mut dyn FnMut(&Place)) {
    let mut place = Place(Vec::with_capacity(4));
    place.each_of(&["externalReferenceId", "globalSalesEnabled", "linkedMembership"], each);
    place.within(Step::Name("companyProfile"), |place| {
        let names = ["companyName", "preferredLanguage", "marketSegment", "marketSubSegments"];
        place.each_of(&names, each);
        place.within(Step::Name("address"), |place| {
            ADDRESS.0.iter().for_each(|(name, _)| place.each_of(&[name], each));
        });
        place.each_of(&["contacts"], each);
    });
    place.within(Step::Name("benefits"), |place| {
        place.within(Step::Kind(THREE_YEARS), |place| place.each_of(&REQUESTS, each));
        place.within(Step::Kind(LARGE_GOVERNMENT), |place| each(place));
    });
}

/// Whether an empty text is no value at this place.
pub(super) fn is_clearable(place: &Place) -> bool {
    let names = ["externalReferenceId", "addressLine2", "phoneNumber"];
    matches!(place.0.last(), Some(Step::Name(name)) if names.contains(name))
}

/// Whether a place is the contact list.
pub(super) fn is_contacts(place: &Place) -> bool {
    matches!(place.0.as_slice(), [_, Step::Name("contacts")])
}

/// Whether a place is the group.
pub(super) fn is_group(place: &Place) -> bool {
    matches!(place.0.as_slice(), [Step::Name("linkedMembership")])
}

/// Whether a place is the large-government benefit.
pub(super) fn is_large_government(place: &Place) -> bool {
    matches!(place.0.as_slice(), [_, Step::Kind(LARGE_GOVERNMENT)])
}

/// Whether what is there reads as what is wished.
pub(super) fn same(place: &Place, there: Option<&Json>, wished: Option<&Json>) -> bool {
    if is_contacts(place) {
        return same_contacts(there, wished);
    }
    if is_group(place) {
        return same_group(there, wished);
    }
    if is_large_government(place) {
        return there.is_some() == wished.is_some();
    }
    if is_request(place) {
        return same_request(there, wished);
    }
    let none = |value: Option<&Json>, empty: bool| match value {
        Some(Json::Text(text)) => text.is_empty() && empty,
        Some(Json::List(list)) => list.is_empty(),
        Some(value) => value.is_null(),
        None => true,
    };
    if let (Some(one), Some(two)) = (there, wished)
        && one.same(two)
    {
        return true;
    }
    // A stored empty text is no value, whatever a wished one is.
    none(there, true) && none(wished, is_clearable(place))
}

/// Whether two texts are the same, or both no value.
pub(super) fn same_text(one: Option<&Json>, two: Option<&Json>) -> bool {
    let value = |one: Option<&Json>| -> Option<Json> { one.filter(|one| !one.is_blank()).cloned() };
    match (value(one), value(two)) {
        (None, None) => true,
        (Some(one), Some(two)) => one.same(&two),
        _ => false,
    }
}

fn same_contacts(there: Option<&Json>, wished: Option<&Json>) -> bool {
    let there = there.map_or(&[][..], Json::elements);
    let wished = wished.map_or(&[][..], Json::elements);
    there.len() == wished.len()
        && there.iter().zip(wished).all(|(one, two)| {
            let address = match (one.text_of("email"), two.text_of("email")) {
                (Some(one), Some(two)) => one.eq_ignore_ascii_case(two),
                (one, two) => one.is_none() && two.is_none(),
            };
            let names = ["firstName", "lastName", "phoneNumber"];
            address && names.iter().all(|name| same_text(one.get(name), two.get(name)))
        })
}

/// Whether a wished member of a group has no value.
pub(super) fn is_none_of_group(value: &Json) -> bool {
    value.is_null() || matches!(value, Json::List(list) if list.is_empty())
}

/// By the members that are given.
fn same_group(there: Option<&Json>, wished: Option<&Json>) -> bool {
    let nothing = Json::object();
    let there = there.unwrap_or(&nothing);
    match wished {
        None => there.members().all(|(_, value)| value.is_null()),
        Some(wished) => wished.members().all(|(name, value)| {
            is_none_of_group(value) || there.get(name).is_some_and(|there| there.same(value))
        }),
    }
}

/// Whether a term says nothing.
pub(super) fn is_blank_term(term: &Json) -> bool {
    term.members().all(|(_, value)| value.is_null())
}

fn same_request(there: Option<&Json>, wished: Option<&Json>) -> bool {
    let there = there.filter(|term| !is_blank_term(term));
    let Some(wished) = wished.filter(|term| !is_blank_term(term)) else { return there.is_none() };
    let Some(there) = there else { return false };
    if there.same(wished) {
        return true;
    }
    let status = there.text_of("status");
    let holds = match wished.text_of("status") {
        Some(wished) => status == Some(wished),
        None => matches!(status, Some("REQUESTED" | "ACCEPTED")),
    };
    let list = "minimumQuantities";
    let given = wished.get(list).filter(|given| !given.is_null());
    holds && given.is_none_or(|given| same_quantities(there.get(list), given))
}

fn same_quantities(there: Option<&Json>, given: &Json) -> bool {
    let (Some(one), Some(two)) = (there.map_or(Some(Vec::new()), listed), listed(given)) else {
        return false;
    };
    one == two
}

/// The offer type and the quantity of an element, if it has both.
pub(super) fn offered(one: &Json) -> Option<(&str, Quantity)> {
    let Some(Json::Number(number)) = one.get("quantity") else { return None };
    Some((one.text_of("offerType")?, quantity::parse(number)?))
}

/// Offer types and quantities of a list, by type, each once: the larger quantity binds. `None` if
/// it is not such a list.
pub(super) fn listed(list: &Json) -> Option<Vec<(&str, Quantity)>> {
    let mut found: Vec<(&str, Quantity)> =
        list.list()?.iter().map(offered).collect::<Option<_>>()?;
    sort_by(&mut found, |one, two| two.cmp(one));
    found.dedup_by_key(|(offer, _)| *offer);
    Some(found)
}
