//! Small worlds of Commvault.

use serde_json::{Map, Value, json};

use super::worlds::{or_none, product, texts};
use super::{Axis, Dice, Reader, World, put};

const ORDER: [&str; 14] = [
    "/externalId",
    "/name",
    "/website",
    "/contacts",
    "/contacts/firstName",
    "/contacts/lastName",
    "/contacts/email",
    "/contacts/phone",
    "/contacts/address/addressLine1",
    "/contacts/address/addressLine2",
    "/contacts/address/city",
    "/contacts/address/state",
    "/contacts/address/country",
    "/contacts/address/postalCode",
];

pub(super) fn reader() -> Reader {
    Reader {
        places,
        holds: |_, wished, actual| wished == actual,
        owned: |_, _| true,
        rank: |name| ORDER.iter().position(|other| *other == name).unwrap_or(ORDER.len()),
        may_lose: |_, _| false,
        is_settled: |_, _| true,
        body: None,
    }
}

/// The contact that an update means.
fn meant(document: &Value, lenient: bool) -> Option<usize> {
    let list = document["contacts"].as_array()?;
    let is_open = |kind: &Value| kind.is_null() || (lenient && *kind == "");
    let admin = list.iter().position(|one| one["type"] == "admin");
    admin.or_else(|| list.iter().position(|one| is_open(&one["type"])))
}

fn length(document: &Value) -> usize {
    document["contacts"].as_array().map_or(0, Vec::len)
}

fn places(world: &World, document: &Value, other: &Value) -> Vec<(String, Value)> {
    let lenient = world.policy == "lenient";
    let is_one = length(other) != length(world.read()) || length(document) != length(world.read());
    let mut all = vec![];
    for place in ORDER {
        let value = match place.strip_prefix("/contacts") {
            None => document.pointer(place).cloned().unwrap_or_default(),
            Some("") if is_one => list(document, lenient),
            Some("") => Value::Null,
            Some(_) if is_one => Value::Null,
            Some(inner) => {
                let at = meant(world.read(), lenient);
                let pointer = format!("/contacts/{}{inner}", at.unwrap_or(0));
                document.pointer(&pointer).cloned().unwrap_or_default()
            }
        };
        let is_optional = !matches!(place, "/externalId" | "/name");
        let is_none = value.is_null() || (lenient && is_optional && value == "");
        if !is_none {
            all.push((place.to_owned(), value));
        }
    }
    all
}

/// The whole list, without what has no value.
fn list(document: &Value, lenient: bool) -> Value {
    let Some(all) = document["contacts"].as_array().filter(|all| !all.is_empty()) else {
        return Value::Null;
    };
    fn clean(value: &Value, lenient: bool) -> Value {
        let Value::Object(members) = value else { return value.clone() };
        let mut kept = Map::new();
        for (name, one) in members {
            let one = clean(one, lenient);
            let is_none = one.is_null() || (lenient && one == "") || name == "type";
            if !is_none && !one.as_object().is_some_and(Map::is_empty) {
                kept.insert(name.clone(), one);
            }
        }
        kept.sort_keys();
        Value::Object(kept)
    }
    Value::Array(all.iter().map(|one| clean(one, lenient)).collect())
}

pub(super) fn world(policy: &'static str, dice: &mut Dice) -> World {
    let status = dice.pick(&[
        "active",
        "active",
        "active",
        "update_failure",
        "updating",
        "updating",
        "activating",
        "deactivated",
        "odd",
    ]);
    let mut customer = json!({"id": "i", "status": status});
    put(&mut customer, "/externalId", dice.pick(&or_none(texts(&["X", "X", "X"]))));
    put(&mut customer, "/name", dice.pick(&or_none(texts(&["N", "N", "N"]))));
    let sites = or_none(texts(&["W", "W", ""]));
    put(&mut customer, "/website", dice.pick(&sites));
    let contact = contact(dice);
    let other = json!({"type": "tech", "firstName": "T", "lastName": "T", "email": "t"});
    let list = match dice.below(6) {
        0 => json!([]),
        1 => json!([other, contact]),
        _ => json!([contact]),
    };
    put(&mut customer, "/contacts", Some(list));
    customer["zNew"] = json!(1);
    let mut internal = None;
    if status == "updating" && dice.one_in(2) {
        let mut pending = customer.clone();
        pending["status"] = json!("active");
        put(&mut pending, "/website", dice.pick(&sites));
        put(&mut pending, "/externalId", dice.pick(&texts(&["X", "Y"])));
        put(&mut pending, "/name", Some(json!("N")));
        internal = Some(json!({ "pending": pending }));
    }
    let (mut facts, mut open) = (Map::new(), vec![]);
    for name in ["externalIdTaken", "nameTaken"] {
        match dice.below(4) {
            0 => open.push((name, vec![json!(true), json!(false)])),
            n => drop(facts.insert(name.into(), json!(n == 1))),
        }
    }
    let mut world = World {
        vendor: "commvault",
        policy,
        customer,
        internal,
        facts,
        open,
        bodies: vec![],
        axes: vec![],
        resend: vec![],
        losses: vec![""],
    };
    world.bodies = bodies(&world);
    axes(&mut world);
    world
}

fn contact(dice: &mut Dice) -> Value {
    let mut one = json!({"type": "admin", "email": "e", "firstName": "F", "lastName": "L"});
    match dice.below(5) {
        0 => drop(one.as_object_mut().and_then(|all| all.shift_remove("type"))),
        1 => drop(one.as_object_mut().and_then(|all| all.shift_remove("email"))),
        _ => {}
    }
    put(&mut one, "/phone", dice.pick(&or_none(texts(&["1", ""]))));
    let addresses = vec![
        Value::Null,
        json!({"city": "C"}),
        json!({"city": "C", "state": "S"}),
        json!({"city": ""}),
    ];
    let address = dice.pick(&addresses);
    if !address.is_null() {
        one["address"] = address;
    }
    one
}

const NAMES: [[&str; 3]; 4] = [["F", "L", "e"], ["F", "L", "g"], ["K", "L", "e"], ["K", "L", "g"]];

fn bodies(world: &World) -> Vec<Value> {
    let null = || Some(Value::Null);
    let addresses = vec![
        None,
        null(),
        Some(json!({"city": "C"})),
        Some(json!({"city": "D"})),
        Some(json!({"city": null})),
        Some(json!({"state": "S"})),
        Some(json!({"state": null})),
        Some(json!({"city": "C", "state": "S"})),
        Some(json!({"city": "D", "state": "S"})),
        Some(json!({"city": "D", "state": null})),
        Some(json!({"city": null, "state": "S"})),
    ];
    let mut contacts = vec![];
    let names = NAMES.iter().map(Some).chain([None]);
    for name in names {
        for phone in [None, null(), Some(json!("1")), Some(json!("2"))] {
            for address in &addresses {
                let mut one = json!({});
                if let Some([first, last, email]) = name {
                    one = json!({"email": email, "firstName": first, "lastName": last});
                }
                put(&mut one, "/phone", phone.clone());
                put(&mut one, "/address", address.clone());
                contacts.push(Some(json!([one])));
            }
        }
    }
    if world.policy == "lenient" {
        contacts.push(None);
    }
    let sites = [None, null(), Some(json!("W")), Some(json!("V")), Some(json!(""))];
    let axes = [
        ("/externalId", or_none(texts(&["X", "Y"]))),
        ("/name", or_none(texts(&["N", "M"]))),
        ("/website", sites[..4 + usize::from(world.policy != "lenient")].to_vec()),
        ("/contacts", contacts),
    ];
    product(&json!({}), &axes)
}

fn axes(world: &mut World) {
    let at = meant(world.read(), world.policy == "lenient").unwrap_or(0);
    let inner = |name: &str| format!("/contacts/{at}/{name}");
    world.axes = vec![
        Axis::new("/externalId", or_none(texts(&["X", "Y"]))),
        Axis::new("/name", or_none(texts(&["N", "M"]))),
        Axis::new("/website", or_none(texts(&["W", "V", ""]))),
        Axis::new(&inner("firstName"), or_none(texts(&["F", "K"]))),
        Axis::new(&inner("email"), texts(&["e", "g"])),
        Axis::new(&inner("phone"), or_none(texts(&["1", "2"]))),
        Axis::new(&inner("address"), vec![None, Some(json!({"city": "D", "state": "S"}))]),
        Axis::new(&inner("address/city"), or_none(texts(&["C", "D"]))),
        Axis::new(&inner("address/state"), or_none(texts(&["S"]))),
        Axis::owned("/provisionCountry", texts(&["US"])),
        Axis::owned("/zNew", vec![Some(json!(1)), Some(json!(2))]),
    ];
    if world.customer["contacts"].as_array().is_none_or(Vec::is_empty) {
        world.axes.retain(|axis| !axis.at.starts_with("/contacts"));
        let one = json!([{"firstName": "F", "lastName": "L", "email": "e"}]);
        let with = json!([{"firstName": "K", "lastName": "L", "email": "e", "phone": "1",
            "address": {"city": "C"}}]);
        let half = json!([{"firstName": "F"}]);
        let lists = vec![None, Some(json!([])), Some(one), Some(with), Some(half)];
        world.axes.insert(3, Axis::new("/contacts", lists));
    }
}
