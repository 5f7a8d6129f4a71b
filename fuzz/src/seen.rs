//! A record as a neutral customer, as the specification's table tells it: to wish for that is to
//! wish for nothing.

use customer_core::generate::Source;
use serde_json::{Value, json};

use crate::plans::reads;
use crate::search::{Ask, put};

/// Members of the neutral customer and where each vendor keeps them: Adobe, IBM, Commvault.
const MEMBERS: [(&str, [&str; 3]); 11] = [
    ("/name", ["/companyProfile/companyName", "/Customer/Organization/OrgName", "/name"]),
    ("/externalReference", ["/externalReferenceId", "", "/externalId"]),
    ("/website", ["", "/Customer/Organization/Contact/WebSiteAddress", "/website"]),
    (
        "/language",
        [
            "/companyProfile/preferredLanguage",
            "/Customer/Organization/Contact/LanguagePreference",
            "",
        ],
    ),
    ("/phone", ["/companyProfile/address/phoneNumber", "/Customer/Organization/Phone", ""]),
    ("/address/line1", ["addressLine1", "AddressLine1", ""]),
    ("/address/line2", ["addressLine2", "AddressLine2", ""]),
    ("/address/city", ["city", "City", ""]),
    ("/address/region", ["region", "State", ""]),
    ("/address/country", ["country", "Country", ""]),
    ("/address/postalCode", ["postalCode", "PostalCode", ""]),
];

/// The same of a contact.
const PERSON: [(&str, [&str; 3]); 10] = [
    ("/givenName", ["/firstName", "/GivenName", "/firstName"]),
    ("/familyName", ["/lastName", "/FamilyName", "/lastName"]),
    ("/email", ["/email", "/EmailAddress", "/email"]),
    ("/phone", ["/phoneNumber", "/WorkPhone", "/phone"]),
    ("/address/line1", ["", "", "/address/addressLine1"]),
    ("/address/line2", ["", "", "/address/addressLine2"]),
    ("/address/city", ["", "", "/address/city"]),
    ("/address/region", ["", "", "/address/state"]),
    ("/address/country", ["", "", "/address/country"]),
    ("/address/postalCode", ["", "", "/address/postalCode"]),
];

/// A question that wishes for its record as it is seen; at Adobe with people and requests that no
/// update makes.
pub(crate) fn as_seen(question: &Value, source: &mut Source<'_>) -> Value {
    let mut asked = question.clone();
    let members = asked.as_object_mut().expect("an object");
    members.retain(|name, _| !["wish", "acknowledge", "resend"].contains(&name.as_str()));
    if question["vendor"] == "adobe" {
        let list = asked["customer"].pointer_mut("/companyProfile/contacts");
        if let Some(list) = list.and_then(Value::as_array_mut) {
            odd(list, source);
        }
        if source.one_in(2) {
            asked["customer"]["benefits"] = json!([three_years(source)]);
        }
    }
    asked["wish"] = json!({"customer": neutral(&asked)});
    asked
}

/// Somebody twice, in other letters or under another name, and people without an address.
fn odd(list: &mut Vec<Value>, source: &mut Source<'_>) {
    for _ in 0..source.below(4) {
        let one = list.get(source.below(list.len() + 1)).cloned();
        let mut one = one.unwrap_or_else(|| json!({"firstName": "N"}));
        match (source.below(4), one["email"].as_str().map(str::to_ascii_uppercase)) {
            (0, Some(email)) => one["email"] = email.into(),
            (1, Some(_)) => one["lastName"] = "Other".into(),
            (2, _) => drop(one.as_object_mut().expect("a contact").shift_remove("email")),
            _ => {}
        }
        list.insert(source.below(list.len() + 1), one);
    }
}

/// A three-year entry with a commitment and requests in any state, with quantities that are there
/// or not, once or twice.
fn three_years(source: &mut Source<'_>) -> Value {
    const STATES: [&str; 7] =
        ["REQUESTED", "ACCEPTED", "COMMITTED", "ACTIVE", "DECLINED", "EXPIRED", "NONCOMPLIANT"];
    let mut entry = json!({"type": "THREE_YEAR_COMMIT"});
    for name in ["commitment", "commitmentRequest", "recommitmentRequest"] {
        let mut list = vec![];
        for _ in 0..source.below(4) {
            let mut one = json!({"offerType": source.pick(&["LICENSE", "CONSUMABLES"])});
            if !source.one_in(4) {
                one["quantity"] = json!(source.pick(&[10, 20, 1000, 2000]));
            }
            list.push(one);
        }
        if source.one_in(2) {
            entry[name] = json!({"status": source.pick(&STATES), "minimumQuantities": list});
        }
    }
    entry
}

/// The record of a question as a neutral customer.
fn neutral(question: &Value) -> Value {
    let around = ["adobe", "ibm", "commvault"];
    let Some(column) = around.iter().position(|name| question["vendor"] == *name) else {
        panic!("say it of {} as well", question["vendor"]);
    };
    let read = reads(question);
    let read = read.get("data").unwrap_or(read);
    let mut seen = json!({});
    let take = |seen: &mut Value, member: &str, value: Option<&Value>| {
        if let Some(value) = value.filter(|value| !value.is_null()) {
            put(seen, member, Some(value.clone()));
        }
    };
    let address = ["/companyProfile/address/", "/Customer/Organization/AddressSet/0/", ""][column];
    for (member, kept) in MEMBERS {
        let place = match kept[column] {
            "" => continue,
            place if place.starts_with('/') => place.to_owned(),
            place => format!("{address}{place}"),
        };
        take(&mut seen, member, read.pointer(&place));
    }
    let people: Vec<Value> = match column {
        0 => read.pointer("/companyProfile/contacts").and_then(Value::as_array).cloned(),
        1 => read.pointer("/Customer/Organization/Contact").map(|one| vec![one.clone()]),
        _ => meant(question, read).map(|one| vec![one.clone()]),
    }
    .unwrap_or_default();
    let mut contacts = vec![];
    for one in people {
        let mut person = json!({});
        for (member, kept) in PERSON.iter().filter(|(_, kept)| !kept[column].is_empty()) {
            take(&mut person, member, one.pointer(kept[column]));
        }
        // Where there is one contact, one without values is none.
        if column == 0 || person != json!({}) {
            contacts.push(person);
        }
    }
    if !contacts.is_empty() {
        seen["contacts"] = contacts.into();
    }
    if column == 0 {
        commitment(read, &mut seen);
    }
    seen
}

/// The contact that Commvault's update means.
fn meant<'d>(question: &Value, account: &'d Value) -> Option<&'d Value> {
    let list = account["contacts"].as_array()?;
    // A single reading may say whose an empty type is.
    if question["policy"].is_object() && list.iter().any(|one| one["type"] == "") {
        return None;
    }
    let none = |kind: &Value| kind.is_null() || (question["policy"] == "lenient" && *kind == "");
    let first = |is_meant: &dyn Fn(&Value) -> bool| list.iter().find(|one| is_meant(&one["type"]));
    first(&|kind| *kind == "admin").or_else(|| first(&none))
}

/// What is asked for of each offer type, else what is committed to; the larger of two.
fn commitment(customer: &Value, seen: &mut Value) {
    let Some((_, entry)) = entry(customer) else { return };
    let terms =
        [("commitmentRequest", ["REQUESTED", "ACCEPTED"]), ("commitment", ["COMMITTED", "ACTIVE"])];
    for offer in ["LICENSE", "CONSUMABLES"] {
        let of_term = |(name, states): (&str, [&str; 2])| {
            let term = &entry[name];
            let holds = states.iter().any(|state| term["status"] == *state);
            let list = term["minimumQuantities"].as_array().filter(|_| holds)?;
            let same = list.iter().filter(|one| one["offerType"] == offer);
            // A quantity may be written with a fraction of zero.
            same.filter_map(|one| one["quantity"].as_f64()).max_by(f64::total_cmp)
        };
        if let Some(most) = terms.into_iter().find_map(of_term) {
            seen["commitment"][offer] = json!(most as i64);
        }
    }
}

/// The three-year entry, and its index.
fn entry(customer: &Value) -> Option<(usize, &Value)> {
    let mut all = customer["benefits"].as_array()?.iter().enumerate();
    all.find(|(_, one)| one["type"] == "THREE_YEAR_COMMIT")
}

/// What is seen is there; to take a commitment away is the one thing in the way of that.
pub(crate) fn is_there(question: &Value, ask: Ask) {
    let answer = ask(question);
    assert_eq!(answer["verdict"], "nothing", "as it is seen: {question}\n{answer}");
    if question["vendor"] != "adobe" {
        return;
    }
    let mut asked = question.clone();
    asked["wish"]["customer"] = json!({"commitment": null});
    let answer = ask(&asked);
    let obstacles = answer["obstacles"].as_array().into_iter().flatten();
    // What is in the way of any update is at other places.
    let is_benefit =
        |one: &&Value| one["pointer"].as_str().is_some_and(|at| at.starts_with("/benefits"));
    let obstacles = obstacles.filter(is_benefit);
    let found: Vec<_> =
        obstacles.map(|one| (one["rule"].clone(), one["pointer"].clone())).collect();
    let expected = match entry(&question["customer"]) {
        Some((at, _)) if question["wish"]["customer"].get("commitment").is_some() => {
            vec![(json!("adobe.null.over-value"), json!(format!("/benefits/{at}")))]
        }
        _ => vec![],
    };
    assert_eq!(found, expected, "no commitment: {asked}\n{answer}");
}
