//! The body that says what is wished.

use alloc::vec::Vec;

use super::places::{
    REQUESTS, address, contacts, group, is_clearable, is_none_of_group, large_government, profile,
    request, three_years,
};
use super::{ADDRESS, LARGE_GOVERNMENT, THREE_YEARS};
use crate::adobe::facts::{OmittedGlobalSales, OmittedProfile};
use crate::json::to_text;
use crate::member::quantity;
use crate::plan::{Body, Case, Json, Place, Sketch, Step, steps_of};
use crate::vendors::Adobe;

/// What the vendor demands of every update, in some readings.
const DEMANDED: [&str; 2] = ["companyName", "preferredLanguage"];
const DEMANDED_OF_ADDRESS: [&str; 5] = ["country", "region", "city", "addressLine1", "postalCode"];

/// The path of the list of quantities of each request.
const QUANTITIES: [&str; 2] = [
    "/benefits/0/commitmentRequest/minimumQuantities",
    "/benefits/0/recommitmentRequest/minimumQuantities",
];

struct Maker<'m, 'c> {
    case: &'m Case<'c, Adobe>,
    sketch: &'m Sketch<'m>,
    body: Json,
    lists: Vec<(&'static str, Vec<usize>)>,
}

/// What does not hold, and what the vendor demands.
pub(super) fn body(case: &Case<'_, Adobe>, sketch: &Sketch<'_>) -> Body {
    let mut maker = Maker { case, sketch, body: Json::object(), lists: Vec::new() };
    maker.plain(&Place(Vec::from([Step::Name("externalReferenceId")])), false);
    maker.global_sales();
    maker.group();
    maker.profile();
    maker.contacts();
    maker.benefits();
    Body { json: maker.body, lists: maker.lists }
}

impl Maker<'_, '_> {
    /// A member that is said by its value, by an empty text, or by null.
    fn plain(&mut self, place: &Place, is_demanded: bool) {
        let wanted = place.get(self.sketch.wanted);
        if self.sketch.has(place) {
            let value = match wanted {
                Some(value) => value.clone(),
                None if is_clearable(place) => Json::from_text(""),
                None => Json::Null,
            };
            place.set(&mut self.body, Some(value));
        } else if let (true, Some(value)) = (is_demanded, wanted) {
            place.set(&mut self.body, Some(value.clone()));
        }
    }

    fn global_sales(&mut self) {
        let place = Place(Vec::from([Step::Name("globalSalesEnabled")]));
        if self.case.policy.omitted_global_sales == OmittedGlobalSales::Keep {
            return self.plain(&place, false);
        }
        // Left out it reads as off, where it is on.
        let is_on = |document| matches!(place.get(document), Some(Json::Flag(true)));
        let wanted = is_on(self.sketch.wanted);
        let goes_off = self.sketch.has(&place)
            && place.get(self.sketch.wanted).is_some()
            && is_on(&self.case.stored);
        if !goes_off || wanted {
            self.plain(&place, wanted);
        }
    }

    fn group(&mut self) {
        let place = group();
        if !self.sketch.has(&place) {
            return;
        }
        let mut stored = place.get(&self.case.stored).into_iter().flat_map(Json::members);
        let is_new = stored.all(|(_, value)| value.is_null());
        let mut said = Json::object();
        for (name, value) in place.get(self.sketch.wanted).into_iter().flat_map(Json::members) {
            let follows = is_new && name == "linkedMembershipType" && value.text() == Some("OWNER");
            if !follows && !is_none_of_group(value) {
                said.put(name.clone(), value.clone());
            }
        }
        place.set(&mut self.body, Some(said));
    }

    fn profile(&mut self) {
        let is_demanded = self.case.policy.omitted_profile == OmittedProfile::Refuse;
        if is_demanded {
            profile("address").set(&mut self.body, Some(Json::object()));
        }
        for name in DEMANDED {
            self.plain(&profile(name), is_demanded);
        }
        self.plain(&profile("marketSegment"), false);
        let place = profile("marketSubSegments");
        let list = place.get(self.sketch.wanted).filter(|list| !list.is_blank());
        // An empty list says nothing; they go with the segment.
        if let (true, Some(list)) = (self.sketch.has(&place), list) {
            place.set(&mut self.body, Some(list.clone()));
        }
        for (name, _) in ADDRESS.0 {
            self.plain(&address(name), is_demanded && DEMANDED_OF_ADDRESS.contains(name));
        }
    }

    fn contacts(&mut self) {
        let place = contacts();
        if !self.sketch.has(&place) && self.sketch.resend.is_empty() {
            return;
        }
        let wanted = place.get(self.sketch.wanted).map_or(&[][..], Json::elements);
        let stored = place.get(&self.case.stored).map_or(&[][..], Json::elements);
        let known = super::foreign::by_address(stored);
        let (mut list, mut indices) = (Vec::new(), Vec::new());
        for (index, one) in wanted.iter().enumerate() {
            let at = place.then(Step::Index(index)).pointer(self.sketch.wanted, &self.case.stored);
            if self.sketch.left_out.get(&at).is_some() {
                continue;
            }
            indices.push(index);
            if one.is_null() {
                list.push(Json::Null);
                continue;
            }
            let mut said = Json::object();
            for name in ["firstName", "lastName"] {
                if let Some(value) = one.get(name).filter(|value| !value.is_null()) {
                    said.put(name, value.clone());
                }
            }
            if let Some(email) = one.text_of("email") {
                let old = known.get(crate::json::Folded(email)).and_then(|old| stored.get(old));
                let spelt = old.and_then(|old| old.text_of("email")).unwrap_or(email);
                said.put("email", Json::from_text(spelt));
            }
            if let Some(phone) = one.get("phoneNumber").filter(|phone| !phone.is_blank()) {
                said.put("phoneNumber", phone.clone());
            }
            list.push(said);
        }
        place.set(&mut self.body, Some(Json::List(list)));
        self.lists.push(("/companyProfile/contacts", indices));
    }

    fn benefits(&mut self) {
        let mut list = Vec::new();
        let mut indices = Vec::new();
        let mut note = |place: &Place| {
            let pointer = place.pointer(&self.case.target, &self.case.stored);
            let index = steps_of(pointer.as_str()).nth(1).and_then(|step| step.parse().ok());
            indices.push(index.unwrap_or_default());
        };
        if REQUESTS.iter().any(|name| self.sketch.has(&request(name))) {
            let mut said = Json::object();
            said.put("type", Json::from_text(THREE_YEARS));
            for (name, path) in REQUESTS.iter().zip(QUANTITIES) {
                let place = request(name);
                if !self.sketch.has(&place) {
                    continue;
                }
                let term = place.get(self.sketch.wanted);
                let value = term.filter(|term| !super::places::is_blank_term(term));
                let (value, order) = value.map_or((Json::Null, Vec::new()), asked);
                said.put(*name, value);
                self.lists.push((path, order));
            }
            note(&three_years());
            list.push(said);
        }
        if self.sketch.has(&large_government()) {
            let mut said = Json::object();
            said.put("type", Json::from_text(LARGE_GOVERNMENT));
            note(&large_government());
            list.push(said);
        }
        if !list.is_empty() {
            self.body.put("benefits", Json::List(list));
            self.lists.push(("/benefits", indices));
        }
    }
}

/// A request as it is made, and which wished quantity each of it is.
fn asked(term: &Json) -> (Json, Vec<usize>) {
    let Some(list) = term.get("minimumQuantities").and_then(Json::list) else {
        let mut said = Json::object();
        said.put("minimumQuantities", Json::Null);
        return (said, Vec::new());
    };
    let mut order: Vec<(usize, &Json)> = list.iter().enumerate().collect();
    // Licenses first.
    crate::json::sort_by_key(&mut order, |(_, one)| one.text_of("offerType") != Some("LICENSE"));
    let quantities = order.iter().map(|(_, one)| {
        let mut said = Json::object();
        for name in ["offerType", "quantity"] {
            match (name, one.get(name)) {
                ("quantity", Some(Json::Number(number))) => {
                    let whole = quantity::parse(number).as_ref().map(to_text);
                    said.put(name, Json::number(whole.as_deref().unwrap_or(number.as_str())));
                }
                (_, Some(value)) => said.put(name, value.clone()),
                (_, None) => {}
            }
        }
        said
    });
    let mut said = Json::object();
    said.put("minimumQuantities", Json::List(quantities.collect()));
    (said, order.iter().map(|(index, _)| *index).collect())
}
