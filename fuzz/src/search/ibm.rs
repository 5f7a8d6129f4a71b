//! Small worlds of IBM: every full document of a few attributes.

use serde_json::{Map, Value, json};

use super::worlds::{or_none, product, texts};
use super::{Axis, Dice, Reader, World, put};

const PHONE: &str = "/Customer/Organization/Phone";
const PREFIX: &str = "/Customer/Organization/Contact/NamePrefix";
const NAME: &str = "/Customer/Organization/OrgName";
const LINE: &str = "/Customer/Organization/AddressSet/0/AddressLine2";
const ADDRESSES: &str = "/Customer/Organization/AddressSet";
const PAYMENT: &str = "/Customer/CustomerAccountSet/0/PaymentMethodType";
const ACCOUNTS: &str = "/Customer/CustomerAccountSet";
const IDENTIFIERS: &str = "/Customer/CustomerIdentifierSet";
const UNKNOWN: &str = "/Customer/zNew";

pub(super) fn reader() -> Reader {
    Reader {
        places,
        holds: |_, wished, actual| wished == actual,
        owned: |_, _| true,
        rank,
        may_lose: |world, name| {
            let stored = world.customer.pointer(name);
            match name {
                PREFIX => stored.and_then(Value::as_str).is_some_and(|text| text.len() > 10),
                PAYMENT => stored.is_some_and(|word| *word == "ODD"),
                _ => false,
            }
        },
        is_settled: |_, _| true,
        body: Some(body),
    }
}

/// The order of the attributes of this world.
fn rank(name: &str) -> usize {
    let order = [
        "/Customer/Organization/OrgName",
        "/Customer/Organization/Phone",
        "/Customer/Organization/AddressSet",
        "/Customer/Organization/Contact",
        "/Customer/CustomerAccountSet",
        "/Customer/CustomerIdentifierSet",
        "/Customer/zNew",
    ];
    let inner = [
        "AddressLine1",
        "AddressLine2",
        "AddressType",
        "City",
        "Country",
        "State",
        "PostalCode",
        "FamilyName",
        "GivenName",
        "EmailAddress",
        "NamePrefix",
        "WorkPhone",
        "AccountNumber",
        "LocationName",
        "PaymentMethodType",
        "Value",
        "CustomerIdType",
    ];
    let outer = order.iter().position(|one| name.starts_with(one)).unwrap_or(order.len());
    let element = name.split('/').filter_map(|step| step.parse::<usize>().ok()).next();
    let last = name.rsplit('/').next().unwrap_or_default();
    let inner = inner.iter().position(|one| *one == last).unwrap_or(0);
    outer * 1000 + element.unwrap_or(0) * 100 + inner
}

fn places(world: &World, document: &Value, other: &Value) -> Vec<(String, Value)> {
    let mut all = vec![];
    let known = ["Organization", "CustomerAccountSet", "CustomerIdentifierSet", "zNew"];
    for name in known {
        let at = format!("/Customer/{name}");
        let value = document.pointer(&at).cloned().unwrap_or_default();
        walk(world, &at, &value, other, &mut all);
    }
    all
}

fn walk(world: &World, at: &str, value: &Value, other: &Value, all: &mut Vec<(String, Value)>) {
    match value {
        // What no page knows is one place, whatever its value.
        Value::Null if is_unknown(at) => {}
        _ if is_unknown(at) => all.push((at.to_owned(), value.clone())),
        Value::Object(members) => {
            for (name, inner) in members {
                walk(world, &format!("{at}/{name}"), inner, other, all);
            }
        }
        Value::Array(list) => {
            let length = |document: &Value| {
                document.pointer(at).and_then(Value::as_array).map_or(0, Vec::len)
            };
            if length(&world.customer) != length(other) || list.len() != length(&world.customer) {
                if !list.is_empty() {
                    all.push((at.to_owned(), cleaned(value)));
                }
                return;
            }
            for (index, inner) in list.iter().enumerate() {
                walk(world, &format!("{at}/{index}"), inner, other, all);
            }
        }
        value if has_none(at, value) => {}
        value => all.push((at.to_owned(), value.clone())),
    }
}

fn is_unknown(at: &str) -> bool {
    at.rsplit('/').next().is_some_and(|name| name.starts_with('z'))
}

/// A set without what has no value.
fn cleaned(set: &Value) -> Value {
    let mut set = set.clone();
    for one in set.as_array_mut().into_iter().flatten() {
        if let Value::Object(members) = one {
            members.retain(|name, value| !has_none(&format!("/{name}"), value));
            members.sort_keys();
        }
    }
    set
}

/// Null; and an empty text where the attribute is optional.
fn has_none(at: &str, value: &Value) -> bool {
    const OPTIONAL: [&str; 6] =
        ["Phone", "NamePrefix", "AddressLine2", "PaymentMethodType", "Value", "CustomerIdType"];
    let name = at.rsplit('/').next().unwrap_or_default();
    value.is_null() || (*value == "" && OPTIONAL.contains(&name))
}

/// The full document as it will read, with the stored token.
fn body(world: &World, after: &Value) -> Value {
    let mut body = after.clone();
    let stored = world.customer.pointer("/Customer/Version").cloned();
    put(&mut body, "/Customer/Version", stored);
    fn clean(at: &str, value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, inner) in members.iter_mut() {
                    clean(&format!("{at}/{name}"), inner);
                }
                members.retain(|name, value| {
                    let is_known = !name.starts_with('z');
                    let is_empty = value.as_array().is_some_and(Vec::is_empty);
                    !(is_known && (is_empty || has_none(&format!("{at}/{name}"), value)))
                });
            }
            Value::Array(list) => list.iter_mut().for_each(|one| clean(at, one)),
            _ => {}
        }
    }
    clean("", &mut body);
    body
}

pub(super) fn world(policy: &'static str, dice: &mut Dice) -> World {
    let states = ["ACTIVE", "ACTIVE", "ACTIVE", "SUSPENDED", "DEREGISTER_PENDING"];
    let mut customer = json!({"Customer": {"Id": 5,
        "CustomerState": dice.pick(&states),
        "Version": 7,
        "Organization": {"OrgName": "Works", "Created": "c",
            "AddressSet": [{"AddressLine1": "Street", "AddressType": "BILLING", "City": "Boston",
                "Country": "US", "State": "MA", "PostalCode": "02110"}],
            "Contact": {"FamilyName": "S", "GivenName": "I", "EmailAddress": "i",
                "WorkPhone": "1"}},
        "CustomerAccountSet": [{"AccountNumber": "A", "LocationName": "H"}]}});
    if dice.one_in(4) {
        put(&mut customer, "/Customer/Version", None);
    }
    let prefixes = or_none(texts(&["Dr", "Much too long"]));
    let words = or_none(texts(&["INVOICE", "INVOICE", "ODD"]));
    let one = json!({"CustomerIdType": "T", "Value": "1"});
    let two = json!({"CustomerIdType": "T", "Value": "2"});
    let sets = vec![
        None,
        Some(json!([])),
        Some(json!([one])),
        Some(json!([two])),
        Some(json!([one, two])),
    ];
    let unknown = vec![None, Some(json!(1)), Some(json!({"deep": [1]}))];
    put(&mut customer, PHONE, dice.pick(&or_none(texts(&["1", ""]))));
    put(&mut customer, PREFIX, dice.pick(&prefixes));
    put(&mut customer, LINE, dice.pick(&or_none(texts(&["L"]))));
    put(&mut customer, PAYMENT, dice.pick(&words));
    put(&mut customer, IDENTIFIERS, dice.pick(&sets));
    put(&mut customer, UNKNOWN, dice.pick(&unknown));
    let (mut facts, mut open) = (Map::new(), vec![]);
    let roles = vec![json!("VSR"), json!("Other")];
    let flags = vec![json!(true), json!(false)];
    for (name, values) in [("role", roles), ("sameOrganization", flags)] {
        match dice.below(6) {
            0 => open.push((name, values)),
            1 => drop(facts.insert(name.into(), values[1].clone())),
            _ => drop(facts.insert(name.into(), values[0].clone())),
        }
    }
    let mut world = World {
        vendor: "ibm",
        policy,
        customer,
        internal: None,
        facts,
        open,
        bodies: vec![],
        axes: vec![],
        resend: vec![],
        losses: vec![PREFIX, PAYMENT],
    };
    let mut plain = world.customer.clone();
    for at in [PHONE, PREFIX, LINE, PAYMENT, IDENTIFIERS, UNKNOWN] {
        put(&mut plain, at, None);
    }
    let axes = [
        (NAME, texts(&["Works", "Other"])),
        (PHONE, or_none(texts(&["1", "2"]))),
        (LINE, or_none(texts(&["L", "M"]))),
        (PREFIX, or_none(texts(&["Dr", "Mr", "Much too long"]))),
        (PAYMENT, or_none(texts(&["INVOICE", "NONE", "ODD"]))),
        (IDENTIFIERS, sets.clone()),
        (UNKNOWN, unknown.clone()),
    ];
    world.bodies = product(&plain, &axes);
    world.axes = vec![
        Axis::new(NAME, or_none(texts(&["Works", "Other", ""]))),
        Axis::new(PHONE, or_none(texts(&["1", "2", ""]))),
        Axis::new(LINE, or_none(texts(&["L", "M"]))),
        Axis::new(ADDRESSES, vec![None, Some(json!([]))]),
        Axis::new(PREFIX, or_none(texts(&["Dr", "Mr", "Much too long", "Too long too"]))),
        Axis::new(PAYMENT, or_none(texts(&["INVOICE", "NONE", "ODD", "NEVER"]))),
        Axis::new(ACCOUNTS, vec![None]),
        Axis::new(IDENTIFIERS, sets),
        Axis::new(UNKNOWN, unknown),
        Axis::owned("/Customer/Id", vec![Some(json!(5)), Some(json!(6))]),
        Axis::owned("/Customer/Organization/Created", texts(&["c", "d"])),
    ];
    world
}
