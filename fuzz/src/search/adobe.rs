//! Small worlds of Adobe: the profile, the contacts, the benefits.

use serde_json::{Map, Value, json};

use super::worlds::{or_none, product, texts};
use super::{Axis, Dice, Reader, World, put};

const ORDER: [&str; 20] = [
    "/externalReferenceId",
    "/globalSalesEnabled",
    "/linkedMembership",
    "/companyProfile/companyName",
    "/companyProfile/preferredLanguage",
    "/companyProfile/marketSegment",
    "/companyProfile/marketSubSegments",
    "/companyProfile/address/country",
    "/companyProfile/address/region",
    "/companyProfile/address/city",
    "/companyProfile/address/addressLine1",
    "/companyProfile/address/addressLine2",
    "/companyProfile/address/postalCode",
    "/companyProfile/address/phoneNumber",
    "/companyProfile/contacts",
    "/benefits/THREE_YEAR_COMMIT/commitmentRequest",
    "/benefits/THREE_YEAR_COMMIT/recommitmentRequest",
    "/benefits/LARGE_GOVERNMENT_AGENCY",
    "/benefits/other",
    "/other",
];

pub(super) fn reader() -> Reader {
    Reader {
        places,
        holds,
        owned,
        rank: |name| ORDER.iter().position(|other| *other == name).unwrap_or(ORDER.len()),
        may_lose: |_, name| name == "/companyProfile/marketSubSegments",
        is_settled,
        body: None,
    }
}

/// Names of a list stand as they will read; nothing else is left open by the number of members.
fn is_settled(body: &Value, after: &Value) -> bool {
    let Some(list) = body.pointer("/companyProfile/contacts").and_then(Value::as_array) else {
        return true;
    };
    let read = after.pointer("/companyProfile/contacts").and_then(Value::as_array);
    list.iter().zip(read.into_iter().flatten()).all(|(sent, read)| {
        ["firstName", "lastName", "email"].iter().all(|name| sent[name] == read[name])
    })
}

fn places(_: &World, document: &Value, _: &Value) -> Vec<(String, Value)> {
    let mut all = vec![];
    for place in ORDER {
        let value = match place {
            "/companyProfile/contacts" => contacts(document.pointer(place)),
            _ if place.starts_with("/benefits") => benefit(document, place),
            _ => document.pointer(place).cloned().unwrap_or_default(),
        };
        let is_none = match place {
            "/externalReferenceId"
            | "/companyProfile/address/addressLine2"
            | "/companyProfile/address/phoneNumber" => value.is_null() || value == "",
            _ => value.is_null() || value.as_array().is_some_and(Vec::is_empty),
        };
        if !is_none {
            all.push((place.to_owned(), value));
        }
    }
    all
}

fn contacts(list: Option<&Value>) -> Value {
    let Some(list) = list.and_then(Value::as_array) else { return Value::Null };
    let one = |contact: &Value| {
        let text = |name: &str| contact[name].as_str().unwrap_or_default().to_owned();
        let email = text("email").to_ascii_lowercase();
        json!([email, text("firstName"), text("lastName"), text("phoneNumber")])
    };
    Value::Array(list.iter().map(one).collect())
}

fn benefit(document: &Value, place: &str) -> Value {
    let mut steps = place.split('/').skip(2);
    let kind = steps.next().unwrap_or_default();
    let entries = document["benefits"].as_array().into_iter().flatten();
    let Some(entry) = entries.clone().find(|entry| entry["type"] == kind) else {
        return Value::Null;
    };
    let Some(term) = steps.next() else { return json!({"type": kind}) };
    let request = &entry[term];
    let mut quantities = Map::new();
    for one in request["minimumQuantities"].as_array().into_iter().flatten() {
        quantities
            .insert(one["offerType"].as_str().unwrap_or_default().into(), one["quantity"].clone());
    }
    quantities.sort_keys();
    if quantities.is_empty() && request["status"].is_null() {
        return Value::Null;
    }
    json!({"quantities": quantities, "status": request["status"]})
}

fn holds(place: &str, wished: &Value, actual: &Value) -> bool {
    match place {
        "/benefits/THREE_YEAR_COMMIT/commitmentRequest"
        | "/benefits/THREE_YEAR_COMMIT/recommitmentRequest" => {
            let status = &actual["status"];
            let is_running = status == "REQUESTED" || status == "ACCEPTED";
            match &wished["status"] {
                Value::Null if wished.is_null() => actual.is_null(),
                Value::Null => wished["quantities"] == actual["quantities"] && is_running,
                told => wished["quantities"] == actual["quantities"] && told == status,
            }
        }
        "/linkedMembership" => match (wished, actual) {
            (Value::Object(wished), Value::Object(actual)) => {
                wished.iter().all(|(name, value)| actual.get(name) == Some(value))
            }
            _ => wished == actual,
        },
        _ => wished == actual,
    }
}

/// The dates of the two requests that the wish gives.
fn owned(wished: &Value, actual: &Value) -> bool {
    let dates = |document: &Value| -> Vec<Value> {
        let entries = document["benefits"].as_array().into_iter().flatten();
        let entry = entries.clone().find(|entry| entry["type"] == "THREE_YEAR_COMMIT");
        let entry = entry.cloned().unwrap_or_default();
        let terms = ["commitmentRequest", "recommitmentRequest"];
        let names = ["startDate", "endDate"];
        terms.iter().flat_map(|term| names.map(|name| entry[*term][name].clone())).collect()
    };
    dates(wished).iter().zip(dates(actual)).all(|(one, two)| one.is_null() || *one == two)
}

pub(super) fn world(policy: &'static str, dice: &mut Dice) -> World {
    let mut world = base(policy, dice);
    match dice.below(3) {
        0 => profile(&mut world, dice),
        1 => people(&mut world, dice),
        _ => super::benefits::benefits(&mut world, dice),
    }
    world
}

fn base(policy: &'static str, dice: &mut Dice) -> World {
    let status = dice.pick(&["1000", "1000", "1000", "1000", "1000", "1004", "1002", "1012"]);
    let customer = json!({"externalReferenceId": "R1", "customerId": "1", "resellerId": "5",
        "companyProfile": {"companyName": "Example Ltd", "preferredLanguage": "en-US",
            "marketSegment": "COM",
            "address": {"country": dice.pick(&["US", "US", "DE"]), "region": "CA", "city": "Town",
                "addressLine1": "Way 1", "postalCode": dice.pick(&["95110", "12345"])},
            "contacts": [{"firstName": "Ada", "lastName": "A", "email": "a@x.org"}]},
        "cotermDate": "2026-11-15", "status": status, "zNew": 1});
    World {
        vendor: "adobe",
        policy,
        customer,
        internal: None,
        facts: Map::new(),
        open: vec![],
        bodies: vec![],
        axes: vec![],
        resend: vec![],
        losses: vec![],
    }
}

/// What `observed` demands in every body, as it is stored.
pub(super) fn demanded(world: &World) -> Value {
    let mut body = json!({});
    if world.policy == "observed" {
        for place in ["companyName", "preferredLanguage"] {
            let at = format!("/companyProfile/{place}");
            if let Some(value) = world.customer.pointer(&at) {
                put(&mut body, &at, Some(value.clone()));
            }
        }
        for place in ["country", "region", "city", "addressLine1", "postalCode"] {
            let at = format!("/companyProfile/address/{place}");
            if let Some(value) = world.customer.pointer(&at) {
                put(&mut body, &at, Some(value.clone()));
            }
        }
    }
    body
}

/// Texts in the model's order: members are put in at any.
pub(super) fn ordered(bodies: Vec<Value>) -> Vec<Value> {
    let order = |name: &str| ORDER_OF_MEMBERS.iter().position(|other| *other == name);
    fn sort(value: Value, order: &dyn Fn(&str) -> Option<usize>) -> Value {
        let Value::Object(members) = value else { return value };
        let mut all: Vec<_> = members.into_iter().collect();
        all.sort_by_key(|(name, _)| order(name));
        Value::Object(all.into_iter().map(|(name, one)| (name, sort(one, order))).collect())
    }
    bodies.into_iter().map(|body| sort(body, &order)).collect()
}

const ORDER_OF_MEMBERS: [&str; 17] = [
    "externalReferenceId",
    "globalSalesEnabled",
    "linkedMembership",
    "companyProfile",
    "companyName",
    "preferredLanguage",
    "marketSegment",
    "marketSubSegments",
    "address",
    "country",
    "region",
    "city",
    "addressLine1",
    "addressLine2",
    "postalCode",
    "contacts",
    "benefits",
];

/// A fact that is known, or open.
pub(super) fn fact(world: &mut World, dice: &mut Dice, name: &'static str, values: Vec<Value>) {
    match dice.one_in(4) {
        true => world.open.push((name, values)),
        false => drop(world.facts.insert(name.into(), dice.pick(&values))),
    }
}

pub(super) fn guards(world: &mut World, dice: &mut Dice) {
    fact(world, dice, "activeSubscriptions", vec![json!(0), json!(3)]);
    fact(world, dice, "activeSubscriptionsInDeployments", vec![json!(0), json!(2)]);
    let all = json!(["COM", "EDU", "GOV"]);
    fact(world, dice, "resellerMarketSegments", vec![all, json!(["COM", "EDU"])]);
    fact(world, dice, "partnerGlobalSales", vec![json!(true), json!(false)]);
}

fn profile(world: &mut World, dice: &mut Dice) {
    guards(world, dice);
    let stored = &mut world.customer;
    put(stored, "/externalReferenceId", dice.pick(&or_none(texts(&["R1", ""]))));
    put(stored, "/globalSalesEnabled", dice.pick(&[None, Some(json!(false)), Some(json!(true))]));
    let language = "/companyProfile/preferredLanguage";
    put(stored, language, dice.pick(&or_none(texts(&["en-US", "en-US"]))));
    let segment = dice.pick(&[Some("COM"), Some("COM"), Some("EDU"), Some("GOV"), None]);
    put(stored, "/companyProfile/marketSegment", segment.map(Value::from));
    let subs = match segment {
        Some("EDU") => vec![None, Some(json!(["K_12"])), Some(json!(["K_12"]))],
        Some("GOV") => vec![None, Some(json!(["FEDERAL"]))],
        _ => vec![None, Some(json!([]))],
    };
    put(stored, "/companyProfile/marketSubSegments", dice.pick(&subs));
    put(stored, "/companyProfile/address/addressLine2", dice.pick(&or_none(texts(&["x", ""]))));
    if segment == Some("GOV") && dice.one_in(2) {
        let entry = json!([{"type": "LARGE_GOVERNMENT_AGENCY", "status": "PENDING_UPGRADE"}]);
        put(stored, "/benefits", Some(entry));
    }
    let subs = vec![Some(json!([])), Some(json!(["K_12"])), Some(json!(["FEDERAL"]))];
    let flags = vec![Some(json!(true)), Some(json!(false))];
    let segments = texts(&["COM", "EDU", "GOV"]);
    let axes = [
        ("/externalReferenceId", or_none(texts(&["", "R1", "R2"]))),
        ("/globalSalesEnabled", or_none(flags.clone())),
        ("/companyProfile/preferredLanguage", or_none(texts(&["en-US", "de-DE"]))),
        ("/companyProfile/marketSegment", or_none(segments.clone())),
        ("/companyProfile/marketSubSegments", or_none(subs.clone())),
        ("/companyProfile/address/addressLine2", or_none(texts(&["", "x", "y"]))),
    ];
    world.bodies = ordered(product(&demanded(world), &axes));
    world.axes = vec![
        Axis::new("/externalReferenceId", or_none(texts(&["R1", "R2", "", "<"]))),
        Axis::new("/globalSalesEnabled", or_none(flags)),
        Axis::new("/companyProfile/companyName", texts(&["Example Ltd", "Other Ltd"])),
        Axis::new("/companyProfile/preferredLanguage", or_none(texts(&["en-US", "de-DE", "xx"]))),
        Axis::new("/companyProfile/marketSegment", or_none(texts(&["COM", "EDU", "GOV", "X"]))),
        Axis::new("/companyProfile/marketSubSegments", or_none(subs)),
        Axis::new("/companyProfile/address/country", or_none(texts(&["US", "FR"]))),
        Axis::new("/companyProfile/address/addressLine2", or_none(texts(&["x", "y", ""]))),
        Axis::owned("/resellerId", texts(&["5", "6"])),
        Axis::owned("/zNew", vec![Some(json!(1)), Some(json!(2))]),
    ];
    world.losses = vec!["/companyProfile/marketSubSegments"];
}

fn people(world: &mut World, dice: &mut Dice) {
    let first = dice.pick(&["a@x.org", "A@x.org"]);
    let mut stored = vec![];
    for email in [first, "b@x.org"] {
        let name = dice.pick(&["Ada", "Ben"]);
        let mut one = json!({"firstName": name, "lastName": "A", "email": email});
        if dice.one_in(2) {
            one["phoneNumber"] = json!(dice.pick(&["1", ""]));
        }
        stored.push(one);
    }
    stored.truncate(dice.pick(&[0, 1, 2, 2]));
    let lists = |emails: &[&str], phones: &[Option<&str>]| -> Vec<Option<Value>> {
        let mut pool = vec![];
        for email in emails {
            for name in ["Ada", "Ben"] {
                for phone in phones {
                    let mut one = json!({"firstName": name, "lastName": "A", "email": email});
                    if let Some(phone) = phone {
                        one["phoneNumber"] = json!(phone);
                    }
                    pool.push(one);
                }
            }
        }
        let mut all = vec![Some(json!([]))];
        all.extend(pool.iter().map(|one| Some(json!([one]))));
        for one in &pool {
            all.extend(pool.iter().map(|other| Some(json!([one, other]))));
        }
        all
    };
    // The stored spelling stays; a new address is as it was wished.
    let known = if stored.is_empty() { "a@x.org" } else { first };
    let sent = lists(&[known, "b@x.org", "c@x.org"], &[None, Some("1")]);
    let mut wished = lists(&["a@x.org", "B@x.org", "c@x.org"], &[None, Some("1"), Some("")]);
    if stored.len() < 2 {
        wished = lists(&["a@x.org", "b@x.org", "c@x.org"], &[None, Some("1"), Some("")]);
    }
    wished.push(None);
    let at = "/companyProfile/contacts";
    put(&mut world.customer, at, Some(Value::Array(stored)));
    let axes = [
        ("/externalReferenceId", or_none(texts(&["R2"]))),
        ("/companyProfile/preferredLanguage", or_none(texts(&["de-DE"]))),
        (at, or_none(sent)),
    ];
    world.bodies = ordered(product(&demanded(world), &axes));
    world.axes = vec![
        Axis::new("/externalReferenceId", texts(&["R1", "R2"])),
        Axis::new("/companyProfile/companyName", texts(&["Example Ltd", "Other Ltd"])),
        Axis::new("/companyProfile/preferredLanguage", texts(&["en-US", "de-DE"])),
        Axis::new(at, wished),
    ];
    world.resend = vec!["A@x.org".into(), "c@x.org".into()];
}
