//! The laws of a plan, by search: every body of a small alphabet is asked of the vendor itself, and
//! what the planner says must agree with what they do.

use std::collections::BTreeMap;

use customer_core::contract::apply;
use serde_json::{Value, json};

/// A record, what is known, and what a body and a wish may say of it.
struct Arena {
    vendor: &'static str,
    record: Value,
    internal: Value,
    facts: Value,
    policy: &'static str,
    /// What a body may say: of each part, its choices. `Null` inside of a choice is null.
    choices: Vec<Vec<Said>>,
    /// What every body says.
    always: Vec<Said>,
    /// What a wish may want: of each place, its choices.
    wishes: Vec<Vec<Wanted>>,
    /// How the places read in a document.
    reads: fn(&Value) -> BTreeMap<&'static str, Value>,
}

/// A part of a body: where it stands, and what.
type Said = (&'static str, Value);

/// A wished place: its name, how it would read, and the merge that says so.
#[derive(Clone)]
struct Wanted {
    place: &'static str,
    reads: Value,
    says: Vec<Said>,
}

fn wanted(place: &'static str, reads: Value, says: Vec<Said>) -> Wanted {
    Wanted { place, reads, says }
}

/// Puts a value at a pointer, making objects on the way; a list stands for itself.
fn put(document: &mut Value, pointer: &str, value: Value) {
    let mut found = document;
    for step in pointer.split('/').skip(1) {
        if found.is_null() {
            *found = json!({});
        }
        found = match found {
            Value::Array(list) => {
                let index: usize = step.parse().unwrap();
                while list.len() <= index {
                    list.push(json!({}));
                }
                &mut list[index]
            }
            Value::Object(_) if step == "0" => unreachable!(),
            Value::Object(map) => map.entry(step.to_owned()).or_insert(Value::Null),
            _ => unreachable!(),
        };
    }
    *found = value;
}

fn body(parts: &[Said], always: &[Said]) -> Value {
    let mut body = json!({});
    for (at, value) in always.iter().chain(parts) {
        put(&mut body, at, value.clone());
    }
    body
}

/// How many members all objects of a body have.
fn members(body: &Value) -> usize {
    match body {
        Value::Object(map) => map.len() + map.values().map(members).sum::<usize>(),
        Value::Array(list) => list.iter().map(members).sum(),
        _ => 0,
    }
}

/// Every way to take one choice of each, or none.
fn combinations<T: Clone>(choices: &[Vec<T>]) -> Vec<Vec<T>> {
    let mut all = vec![Vec::new()];
    for part in choices {
        let mut more = Vec::new();
        for one in &all {
            more.push(one.clone());
            for choice in part {
                let mut with = one.clone();
                with.push(choice.clone());
                more.push(with);
            }
        }
        all = more;
    }
    all
}

fn ask(arena: &Arena, record: &Value, internal: &Value, with: &[(&str, Value)]) -> Value {
    let mut question = json!({
        "vendor": arena.vendor, "customer": record, "facts": arena.facts, "policy": arena.policy,
    });
    if !internal.is_null() {
        question["internal"] = internal.clone();
    }
    for (name, value) in with {
        question[*name] = value.clone();
    }
    serde_json::from_str(&apply(&question.to_string())).unwrap()
}

/// What the record will read when all that runs has succeeded.
fn will_read(answer: &Value) -> &Value {
    match answer.pointer("/internal/pending") {
        Some(pending) => pending,
        None => &answer["customer"],
    }
}

/// An accepted body and what it does.
struct Accepted {
    members: usize,
    reads: BTreeMap<&'static str, Value>,
    mails: usize,
}

fn accepted(arena: &Arena) -> Vec<Accepted> {
    let mut found = Vec::new();
    for parts in combinations(&arena.choices) {
        let body = body(&parts, &arena.always);
        let input = json!({"update": body});
        let answer = ask(arena, &arena.record, &arena.internal, &[("input", input)]);
        if !matches!(answer["verdict"].as_str(), Some("applied" | "unchanged")) {
            continue;
        }
        let effects = answer["effects"].as_array().unwrap();
        found.push(Accepted {
            members: members(&body),
            reads: (arena.reads)(will_read(&answer)),
            mails: effects.iter().filter(|one| one["effect"] == "welcome-email").count(),
        });
    }
    assert!(found.len() > 1, "an alphabet that says nothing");
    found
}

fn merge(wish: &[Wanted]) -> Value {
    let mut merge = json!({});
    for (at, value) in wish.iter().flat_map(|one| &one.says) {
        put(&mut merge, at, value.clone());
    }
    merge
}

/// Whether these places read as they are wished, and all others as before.
fn brings(
    after: &BTreeMap<&'static str, Value>,
    before: &BTreeMap<&'static str, Value>,
    wish: &[Wanted],
) -> bool {
    before.iter().all(|(place, value)| match wish.iter().find(|one| one.place == *place) {
        Some(one) => after[place] == one.reads,
        None => after[place] == *value,
    })
}

/// Holds the planner's answers to every wish of the arena against what all bodies do. Returns how
/// many wishes were planned, and how many were unreachable.
fn hold(arena: &Arena) -> (usize, usize) {
    let asked = json!({"merge": {}});
    let before = ask(arena, &arena.record, &arena.internal, &[("wish", asked)]);
    assert_eq!(before["verdict"], "nothing", "identity");
    let stored = arena.internal.get("pending").unwrap_or(&arena.record);
    let before = (arena.reads)(stored);
    let all = accepted(arena);
    let (mut planned, mut unreachable) = (0, 0);
    for wish in combinations(&arena.wishes) {
        let merge = merge(&wish);
        let asked = json!({"merge": merge});
        let answer = ask(arena, &arena.record, &arena.internal, &[("wish", asked.clone())]);
        let told = || format!("{merge}\n{}\n{answer}", arena.record);
        let holds = wish.iter().all(|one| before[one.place] == one.reads);
        let best = all.iter().filter(|one| brings(&one.reads, &before, &wish));
        let least = best.clone().map(|one| one.members).min();
        let mails = best.map(|one| one.mails).min();
        match answer["verdict"].as_str().unwrap() {
            "nothing" => assert!(holds, "nothing, and yet: {}", told()),
            "planned" => {
                assert!(!holds, "something although it holds: {}", told());
                planned += 1;
                check_plan(arena, &wish, &before, &answer, least, mails);
                let again =
                    ask(arena, &answer["customer"], &answer["internal"], &[("wish", asked)]);
                assert_eq!(again["verdict"], "nothing", "idempotent: {}\n{again}", told());
            }
            "unreachable" => {
                unreachable += 1;
                assert_eq!(least, None, "a body brings it: {}", told());
                check_nearest(arena, &wish, &before, &answer, &all);
            }
            other => panic!("{other}: {}", told()),
        }
    }
    (planned, unreachable)
}

fn check_plan(
    arena: &Arena,
    wish: &[Wanted],
    before: &BTreeMap<&'static str, Value>,
    plan: &Value,
    least: Option<usize>,
    mails: Option<usize>,
) {
    let told = || format!("{}\n{}\n{plan}", merge(wish), arena.record);
    let input = json!({"update": plan["update"]});
    let done = ask(arena, &arena.record, &arena.internal, &[("input", input)]);
    for member in ["customer", "internal", "changes", "effects", "response", "next"] {
        assert_eq!(done[member], plan[member], "agreement of {member}: {}", told());
    }
    let reads = (arena.reads)(will_read(&done));
    assert!(brings(&reads, before, wish), "sound and quiet: {}", told());
    if arena.vendor != "ibm"
        && let Some(least) = least
    {
        assert!(members(&plan["update"]) <= least, "minimal {least}: {}", told());
    }
    let effects = done["effects"].as_array().unwrap();
    let sent = effects.iter().filter(|one| one["effect"] == "welcome-email").count();
    assert!(mails.is_none_or(|mails| sent <= mails), "no mail unasked: {}", told());
}

/// The nearest plan holds as many wished places as any body that brings nothing else, and of
/// several such sets the earliest.
fn check_nearest(
    arena: &Arena,
    wish: &[Wanted],
    before: &BTreeMap<&'static str, Value>,
    answer: &Value,
    all: &[Accepted],
) {
    let told = || format!("{}\n{}\n{answer}", merge(wish), arena.record);
    let set = |reads: &BTreeMap<&'static str, Value>| -> Option<Vec<bool>> {
        let is_held = |one: &Wanted| reads[one.place] == one.reads;
        let quiet = before.iter().all(|(place, value)| {
            reads[place] == *value || wish.iter().any(|one| one.place == *place && is_held(one))
        });
        quiet.then(|| wish.iter().map(is_held).collect())
    };
    let best = all.iter().filter(|one| one.reads != *before).filter_map(|one| set(&one.reads));
    let best = best.max_by_key(|set| (set.iter().filter(|held| **held).count(), set.clone()));
    let nearest = answer.get("nearest").map(|nearest| {
        let input = json!({"update": nearest["update"]});
        let done = ask(arena, &arena.record, &arena.internal, &[("input", input)]);
        assert_eq!(done["customer"], nearest["customer"], "{}", told());
        set(&(arena.reads)(will_read(&done))).unwrap_or_else(|| panic!("not quiet: {}", told()))
    });
    if let Some(best) = &best {
        let found = nearest.as_ref().unwrap_or_else(|| panic!("nearest {best:?}: {}", told()));
        let count = |set: &Vec<bool>| set.iter().filter(|held| **held).count();
        assert!((count(found), found) >= (count(best), best), "{best:?} {found:?}: {}", told());
    }
}

fn text(document: &Value, pointer: &str) -> Value {
    match document.pointer(pointer) {
        Some(value) if *value != json!("") && *value != json!([]) && *value != json!({}) => {
            value.clone()
        }
        _ => Value::Null,
    }
}

mod adobe {
    use super::*;

    fn record() -> Value {
        json!({
            "externalReferenceId": "ref-1", "customerId": "1", "globalSalesEnabled": false,
            "companyProfile": {
                "companyName": "Example Tools Ltd", "preferredLanguage": "en-US",
                "marketSegment": "COM", "marketSubSegments": [],
                "address": {
                    "country": "US", "region": "CA", "city": "San Jose", "addressLine1": "1 Way",
                    "postalCode": "95110",
                },
                "contacts": [
                    {"firstName": "Ada", "lastName": "Sample", "email": "ada@example.com"},
                    {"firstName": "Ben", "lastName": "Specimen", "email": "ben@example.com"},
                ],
            },
            "benefits": [], "cotermDate": "2026-11-15", "status": "1000",
        })
    }

    fn facts() -> Value {
        json!({
            "today": "2026-11-01", "activeSubscriptions": 0, "activeSubscriptionsInDeployments": 0,
            "resellerMarketSegments": ["COM", "EDU", "GOV"], "partnerGlobalSales": true,
            "partnerLargeGovernmentAgency": true,
        })
    }

    fn benefit<'d>(document: &'d Value, kind: &str) -> Option<&'d Value> {
        document["benefits"].as_array()?.iter().find(|one| one["type"] == kind)
    }

    fn request(document: &Value, name: &str) -> Value {
        let Some(one) = benefit(document, "THREE_YEAR_COMMIT") else { return Value::Null };
        match one.get(name).filter(|term| !term.is_null()) {
            Some(term) => json!([term["status"], term["minimumQuantities"]]),
            None => Value::Null,
        }
    }

    fn reads(document: &Value) -> BTreeMap<&'static str, Value> {
        let profile = &document["companyProfile"];
        let contacts: Vec<Value> = profile["contacts"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| json!([one["firstName"], one["lastName"], one["email"], one["phoneNumber"]]))
            .collect();
        BTreeMap::from([
            ("reference", text(document, "/externalReferenceId")),
            ("sales", document["globalSalesEnabled"].clone()),
            ("group", text(document, "/linkedMembership/name")),
            ("language", text(profile, "/preferredLanguage")),
            ("segment", text(profile, "/marketSegment")),
            ("sub-segments", text(profile, "/marketSubSegments")),
            ("city", text(profile, "/address/city")),
            ("line2", text(profile, "/address/addressLine2")),
            ("contacts", json!(contacts)),
            ("request", request(document, "commitmentRequest")),
            ("recommitment", request(document, "recommitmentRequest")),
            ("large", json!(benefit(document, "LARGE_GOVERNMENT_AGENCY").is_some())),
        ])
    }

    fn quantities(count: u32) -> Value {
        json!([{"offerType": "LICENSE", "quantity": count}])
    }

    fn three_years(name: &str, count: u32) -> Value {
        let mut one = json!({"type": "THREE_YEAR_COMMIT"});
        one[name] = json!({"minimumQuantities": quantities(count)});
        one
    }

    fn large() -> Value {
        json!({"type": "LARGE_GOVERNMENT_AGENCY"})
    }

    /// What may exclude each other, with and without what demands an echo.
    fn joint(record: Value, policy: &'static str) -> Arena {
        let observed = policy == "observed";
        let mut always = Vec::new();
        if observed {
            let profile = record["companyProfile"].clone();
            for name in ["companyName", "preferredLanguage"] {
                let at = format!("/companyProfile/{name}").leak();
                always.push((&*at, profile[name].clone()));
            }
            for name in ["country", "region", "city", "addressLine1", "postalCode"] {
                let at = format!("/companyProfile/address/{name}").leak();
                always.push((&*at, profile["address"][name].clone()));
            }
        }
        let benefits = |list: Vec<Value>| ("/benefits", Value::Array(list));
        let (segment, sub) = ("/companyProfile/marketSegment", "/companyProfile/marketSubSegments");
        let group = json!({"name": "G", "type": "STANDARD"});
        // What a wish gives of the benefits is the whole list.
        let kept: Vec<Value> = record["benefits"].as_array().cloned().unwrap_or_default();
        let with = |new: Value| {
            let mut list = kept.clone();
            match list.iter_mut().find(|old| old["type"] == new["type"]) {
                Some(old) => {
                    for (name, value) in new.as_object().unwrap() {
                        old[name] = value.clone();
                    }
                }
                None => list.push(new),
            }
            Value::Array(list)
        };
        let asked = |name: &str| {
            json!([json!("REQUESTED"), quantities(if name == "low" { 9 } else { 10 })])
        };
        Arena {
            vendor: "adobe",
            internal: Value::Null,
            facts: facts(),
            policy,
            choices: vec![
                vec![("/globalSalesEnabled", json!(true)), ("/globalSalesEnabled", json!(false))],
                vec![("/linkedMembership", group.clone())],
                ["COM", "EDU", "GOV"].map(|one| (segment, json!(one))).to_vec(),
                vec![(sub, json!([])), (sub, json!(["FEDERAL"])), (sub, json!(["K_12"]))],
                vec![
                    benefits(vec![large()]),
                    benefits(vec![three_years("commitmentRequest", 10)]),
                    benefits(vec![three_years("recommitmentRequest", 10)]),
                    benefits(vec![large(), three_years("commitmentRequest", 10)]),
                ],
            ],
            always,
            wishes: vec![
                vec![
                    wanted("sales", json!(true), vec![("/globalSalesEnabled", json!(true))]),
                    wanted("sales", json!(false), vec![("/globalSalesEnabled", json!(false))]),
                ],
                vec![wanted("group", json!("G"), vec![("/linkedMembership", group)])],
                ["COM", "EDU", "GOV"]
                    .map(|one| wanted("segment", json!(one), vec![(segment, json!(one))]))
                    .to_vec(),
                vec![
                    wanted("sub-segments", Value::Null, vec![(sub, Value::Null)]),
                    wanted("sub-segments", json!(["FEDERAL"]), vec![(sub, json!(["FEDERAL"]))]),
                    wanted("sub-segments", json!(["K_12"]), vec![(sub, json!(["K_12"]))]),
                ],
                vec![
                    wanted("large", json!(true), vec![("/benefits", with(large()))]),
                    wanted(
                        "request",
                        asked("commitmentRequest"),
                        vec![("/benefits", with(three_years("commitmentRequest", 10)))],
                    ),
                    wanted(
                        "recommitment",
                        asked("recommitmentRequest"),
                        vec![("/benefits", with(three_years("recommitmentRequest", 10)))],
                    ),
                ],
            ],
            record,
            reads,
        }
    }

    /// Records in which something stands in the way of something else.
    fn records() -> Vec<Value> {
        let committed = json!([{
            "type": "THREE_YEAR_COMMIT",
            "commitment": {
                "startDate": "2024-11-15", "endDate": "2027-11-14", "status": "COMMITTED",
                "minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}],
            },
        }]);
        let mut all = vec![record()];
        let mut with = |edits: &[(&str, Value)]| {
            let mut one = record();
            for (at, value) in edits {
                put(&mut one, at, value.clone());
            }
            all.push(one);
        };
        let (segment, sub) = ("/companyProfile/marketSegment", "/companyProfile/marketSubSegments");
        with(&[("/globalSalesEnabled", json!(true))]);
        with(&[(segment, json!("EDU")), (sub, json!(["K_12"]))]);
        with(&[(segment, json!("GOV"))]);
        with(&[
            (segment, json!("GOV")),
            (sub, json!(["FEDERAL"])),
            ("/benefits", json!([{"type": "LARGE_GOVERNMENT_AGENCY", "status": "ACTIVE"}])),
        ]);
        with(&[("/benefits", committed)]);
        with(&[("/linkedMembership", json!({"id": "1", "name": "H", "type": "STANDARD"}))]);
        let mut bare = record();
        bare["companyProfile"].as_object_mut().unwrap().remove("marketSegment");
        bare.as_object_mut().unwrap().remove("globalSalesEnabled");
        all.push(bare);
        all
    }

    #[test]
    fn what_excludes_each_other_is_planned_as_the_vendor_takes_it() {
        let (mut planned, mut unreachable) = (0, 0);
        for record in records() {
            let found = hold(&joint(record, "documented"));
            (planned, unreachable) = (planned + found.0, unreachable + found.1);
        }
        assert!(planned > 100 && unreachable > 100, "{planned} {unreachable}");
    }

    #[test]
    fn an_echo_is_added_where_it_is_demanded() {
        for record in records().into_iter().step_by(2) {
            hold(&joint(record, "observed"));
        }
    }
}

mod adobe_texts {
    use super::*;

    fn record(phone: &str) -> Value {
        json!({
            "externalReferenceId": "ref-1", "globalSalesEnabled": true,
            "companyProfile": {
                "companyName": "Example Tools Ltd", "preferredLanguage": "en-US",
                "address": {"country": "US", "region": "CA", "addressLine1": "1 Way",
                    "addressLine2": "2", "postalCode": "95110"},
                "contacts": [
                    {"firstName": "Ada", "lastName": "Sample", "email": "ada@example.com",
                        "phoneNumber": phone},
                    {"firstName": "Ben", "lastName": "Specimen", "email": "Ben@example.com"},
                ],
            },
        })
    }

    fn reads(document: &Value) -> BTreeMap<&'static str, Value> {
        let profile = &document["companyProfile"];
        let contacts: Vec<Value> = profile["contacts"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| {
                let email = one["email"].as_str().unwrap_or_default().to_lowercase();
                json!([one["firstName"], one["lastName"], email, text(one, "/phoneNumber")])
            })
            .collect();
        BTreeMap::from([
            ("reference", text(document, "/externalReferenceId")),
            ("sales", document["globalSalesEnabled"].clone()),
            ("language", text(profile, "/preferredLanguage")),
            ("city", text(profile, "/address/city")),
            ("line2", text(profile, "/address/addressLine2")),
            ("contacts", json!(contacts)),
        ])
    }

    fn person(first: &str, last: &str, email: &str, phone: Option<&str>) -> Value {
        let mut one = json!({"firstName": first, "lastName": last, "email": email});
        if let Some(phone) = phone {
            one["phoneNumber"] = json!(phone);
        }
        one
    }

    fn lists() -> Vec<Value> {
        let ada = person("Ada", "Sample", "ada@example.com", Some("1"));
        let ada_no_phone = person("Ada", "Sample", "ada@example.com", None);
        let ben = person("Ben", "Specimen", "ben@example.com", None);
        let eve = person("Eve", "Trial", "eve@example.com", Some("7"));
        vec![
            json!([ada, ben]),
            json!([ben, ada]),
            json!([ada_no_phone, ben]),
            json!([ada]),
            json!([ada, ben, eve]),
            json!([person("Ada", "Sample", "new@example.com", None), ben]),
            json!([person("Eve", "Sample", "ada@example.com", None), ben]),
            json!([ada, ada]),
            json!([{"email": "ada@example.com"}, ben]),
            json!([]),
        ]
    }

    fn arena(record: Value, policy: &'static str) -> Arena {
        let mut always = Vec::new();
        let profile = record["companyProfile"].clone();
        if policy == "observed" {
            always.push(("/companyProfile/companyName", profile["companyName"].clone()));
            for name in ["country", "region", "addressLine1", "postalCode"] {
                let at = format!("/companyProfile/address/{name}").leak();
                always.push((&*at, profile["address"][name].clone()));
            }
        }
        let line2 = "/companyProfile/address/addressLine2";
        let (city, list) = ("/companyProfile/address/city", "/companyProfile/contacts");
        let (language, reference) = ("/companyProfile/preferredLanguage", "/externalReferenceId");
        let texts = |at: &'static str, all: &[&str]| -> Vec<Said> {
            all.iter().map(|one| (at, json!(one))).collect()
        };
        let wish = |place, at: &'static str, value: Value| {
            let reads = if value == json!("") { Value::Null } else { value.clone() };
            wanted(place, reads, vec![(at, value)])
        };
        let seen = |list: &Value| {
            let mut document = json!({});
            put(&mut document, "/companyProfile/contacts", list.clone());
            reads(&document)["contacts"].clone()
        };
        Arena {
            vendor: "adobe",
            internal: Value::Null,
            facts: json!({"activeSubscriptionsInDeployments": 0}),
            policy,
            choices: vec![
                texts(reference, &["", "r2"]),
                vec![("/globalSalesEnabled", json!(true)), ("/globalSalesEnabled", json!(false))],
                texts(language, &["de-DE", "en-US"]),
                texts(city, &["Lima"]),
                texts(line2, &["", "3"]),
                lists().into_iter().map(|one| (list, one)).collect(),
            ],
            always,
            wishes: vec![
                vec![
                    wish("reference", reference, Value::Null),
                    wish("reference", reference, json!("r2")),
                ],
                vec![wish("sales", "/globalSalesEnabled", json!(false))],
                vec![
                    wish("language", language, json!("de-DE")),
                    wish("language", language, Value::Null),
                    wish("language", language, json!("xx")),
                ],
                vec![wish("city", city, json!("Lima")), wish("city", city, json!("<"))],
                vec![wish("line2", line2, json!(""))],
                lists()
                    .iter()
                    .map(|one| wanted("contacts", seen(one), vec![(list, one.clone())]))
                    .collect(),
            ],
            record,
            reads,
        }
    }

    #[test]
    fn texts_and_contacts_are_planned_as_the_vendor_takes_them() {
        let found = hold(&arena(record("1"), "documented"));
        assert!(found.0 > 100 && found.1 > 100, "{found:?}");
    }

    #[test]
    fn texts_and_contacts_are_planned_with_the_echo() {
        let mut with_city = record("");
        with_city["companyProfile"]["address"]["city"] = json!("Bonn");
        let mut arena = arena(with_city, "observed");
        arena.always.push(("/companyProfile/preferredLanguage", json!("en-US")));
        arena.always.push(("/companyProfile/address/city", json!("Bonn")));
        let found = hold(&arena);
        assert!(found.0 > 100 && found.1 > 100, "{found:?}");
    }
}

mod commvault {
    use super::*;

    fn contact() -> Value {
        json!({"type": "admin", "email": "j@acme.com", "firstName": "John", "lastName": "Doe",
            "address": {"city": "Sunnyvale"}})
    }

    fn record(contacts: Value) -> Value {
        json!({"id": "7", "status": "active", "externalId": "X", "name": "Acme",
            "website": "acme.com", "contacts": contacts})
    }

    fn reads(document: &Value) -> BTreeMap<&'static str, Value> {
        let at = |pointer| text(document, pointer);
        BTreeMap::from([
            ("externalId", at("/externalId")),
            ("name", at("/name")),
            ("website", at("/website")),
            ("email", at("/contacts/0/email")),
            ("firstName", at("/contacts/0/firstName")),
            ("phone", at("/contacts/0/phone")),
            ("city", at("/contacts/0/address/city")),
            ("country", at("/contacts/0/address/country")),
        ])
    }

    /// The wishes name the parts of one contact: a merge says the whole of it.
    fn hold_here(record: &Value, internal: Value, policy: &'static str) -> (usize, usize) {
        let mut arena = Arena {
            vendor: "commvault",
            record: record.clone(),
            internal,
            facts: json!({"nameTaken": false, "externalIdTaken": true}),
            policy,
            choices: vec![
                vec![("/externalId", json!("X")), ("/externalId", json!("X2"))],
                vec![("/name", json!("Acme")), ("/name", json!("B")), ("/name", json!("P"))],
                vec![("/website", Value::Null), ("/website", json!("w")), ("/website", json!("p"))],
                Vec::new(),
            ],
            always: Vec::new(),
            wishes: vec![
                vec![wanted("externalId", json!("X2"), vec![("/externalId", json!("X2"))])],
                vec![
                    wanted("name", json!("B"), vec![("/name", json!("B"))]),
                    wanted("name", Value::Null, vec![("/name", Value::Null)]),
                    wanted("name", json!("Acme"), vec![("/name", json!("Acme"))]),
                ],
                vec![
                    wanted("website", Value::Null, vec![("/website", Value::Null)]),
                    wanted("website", json!("w"), vec![("/website", json!("w"))]),
                ],
            ],
            reads,
        };
        let mut contacts = Vec::new();
        for names in [None, Some(("j@acme.com", "John")), Some(("e@acme.com", "John"))] {
            for phone in [None, Some(json!("1")), Some(Value::Null)] {
                for address in [
                    None,
                    Some(Value::Null),
                    Some(json!({"city": null})),
                    Some(json!({"city": "Lima"})),
                    Some(json!({"country": "Peru"})),
                    Some(json!({"city": null, "country": "Peru"})),
                ] {
                    let mut one = json!({});
                    if let Some((email, first)) = names {
                        one["email"] = json!(email);
                        one["firstName"] = json!(first);
                        one["lastName"] = json!("Doe");
                    }
                    if let Some(phone) = &phone {
                        one["phone"] = phone.clone();
                    }
                    if let Some(address) = address {
                        one["address"] = address;
                    }
                    contacts.push(("/contacts", json!([one])));
                }
            }
        }
        arena.choices[3] = contacts;
        let (mut planned, mut unreachable) = hold(&arena);
        // And what is wished of the contact, with its other parts as they read.
        let stored = arena.internal.get("pending").unwrap_or(record);
        let edits: [(&str, &'static str, Value); 6] = [
            ("/email", "email", json!("e@acme.com")),
            ("/email", "email", Value::Null),
            ("/phone", "phone", json!("1")),
            ("/address/city", "city", Value::Null),
            ("/address/city", "city", json!("Lima")),
            ("/address/country", "country", json!("Peru")),
        ];
        arena.wishes.truncate(1);
        arena.wishes[0] = edits
            .iter()
            .filter(|_| stored.pointer("/contacts/0").is_some())
            .map(|(at, place, value)| {
                let mut list = stored["contacts"].clone();
                put(&mut list[0], at, value.clone());
                wanted(place, value.clone(), vec![("/contacts", list)])
            })
            .collect();
        let more = hold(&arena);
        (planned, unreachable) = (planned + more.0, unreachable + more.1);
        (planned, unreachable)
    }

    #[test]
    fn accounts_are_planned_as_the_vendor_takes_them() {
        let mut nameless = contact();
        nameless.as_object_mut().unwrap().remove("email");
        let mut no_address = contact();
        no_address.as_object_mut().unwrap().remove("address");
        for policy in ["documented", "lenient"] {
            for contacts in [json!([contact()]), json!([no_address]), json!([nameless]), json!([])]
            {
                let found = hold_here(&record(contacts), Value::Null, policy);
                assert!(found.0 > 2 && found.1 > 2, "{found:?}");
            }
        }
    }

    #[test]
    fn while_an_update_runs_the_new_one_says_what_is_pending_too() {
        let mut shown = record(json!([contact()]));
        shown["status"] = json!("updating");
        let mut pending = record(json!([contact()]));
        pending["name"] = json!("P");
        pending["website"] = json!("p");
        let found = hold_here(&shown, json!({"pending": pending}), "lenient");
        assert!(found.0 > 5 && found.1 > 2, "{found:?}");
    }
}

mod ibm {
    use super::*;

    fn record(fax: &str, addresses: usize) -> Value {
        let address = json!({"AddressLine1": "1 Street", "AddressType": "BILLING", "City": "Boston",
            "Country": "United States", "State": "Massachusetts", "PostalCode": "02110"});
        let mut record = json!({"Customer": {
            "Version": 7, "CustomerState": "ACTIVE",
            "Organization": {
                "OrgName": "Works", "Phone": "1", "AddressSet": vec![address; addresses],
                "Contact": {"FamilyName": "S", "GivenName": "I", "EmailAddress": "i@example.com",
                    "WorkPhone": "2", "JobTitle": "Buyer"},
            },
            "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Here"}],
            "CustomerIdentifierSet": [{"Value": "777"}],
            "Loyalty": 1,
        }});
        if !fax.is_empty() {
            record["Customer"]["Organization"]["Contact"]["Fax"] = json!(fax);
        }
        record
    }

    fn reads(document: &Value) -> BTreeMap<&'static str, Value> {
        let at = |pointer: &str| text(document, &format!("/Customer/{pointer}"));
        BTreeMap::from([
            ("name", at("Organization/OrgName")),
            ("phone", at("Organization/Phone")),
            ("fax", at("Organization/Contact/Fax")),
            ("title", at("Organization/Contact/JobTitle")),
            ("identifiers", at("CustomerIdentifierSet")),
            ("addresses", json!(at("Organization/AddressSet").as_array().map(Vec::len))),
            ("loyalty", at("Loyalty")),
        ])
    }

    fn arena(record: Value, policy: &'static str) -> Arena {
        let name = "/Customer/Organization/OrgName";
        let phone = "/Customer/Organization/Phone";
        let fax = "/Customer/Organization/Contact/Fax";
        let title = "/Customer/Organization/Contact/JobTitle";
        let identifiers = "/Customer/CustomerIdentifierSet";
        let loyalty = "/Customer/Loyalty";
        let mut bare = record.clone();
        let customer = bare["Customer"].as_object_mut().unwrap();
        customer.remove("CustomerIdentifierSet");
        let organization = customer["Organization"].as_object_mut().unwrap();
        organization.remove("Phone");
        let contact = organization["Contact"].as_object_mut().unwrap();
        contact.remove("Fax");
        contact.remove("JobTitle");
        let stored = |at: &str| record.pointer(at).cloned().unwrap_or(json!("stored"));
        let said = |at: &'static str, more: Value| vec![(at, stored(at)), (at, more)];
        let list = json!([{"Value": "888"}, {"Value": "9"}]);
        Arena {
            vendor: "ibm",
            internal: Value::Null,
            facts: json!({"role": "VSR", "sameOrganization": true}),
            policy,
            choices: vec![
                vec![(name, json!("New")), (name, json!(""))],
                said(phone, json!("5")),
                said(fax, json!("6")),
                said(title, json!("T")),
                said(identifiers, list.clone()),
                vec![(loyalty, json!(2))],
            ],
            always: vec![("/Customer", bare["Customer"].clone())],
            wishes: vec![
                vec![
                    wanted("name", json!("New"), vec![(name, json!("New"))]),
                    wanted("name", Value::Null, vec![(name, Value::Null)]),
                ],
                vec![
                    wanted("phone", json!("5"), vec![(phone, json!("5"))]),
                    wanted("phone", Value::Null, vec![(phone, Value::Null)]),
                ],
                vec![wanted("fax", json!("6"), vec![(fax, json!("6"))])],
                vec![wanted("title", Value::Null, vec![(title, json!(""))])],
                vec![
                    wanted("identifiers", Value::Null, vec![(identifiers, json!([]))]),
                    wanted("identifiers", list.clone(), vec![(identifiers, list)]),
                ],
                vec![
                    wanted("loyalty", json!(2), vec![(loyalty, json!(2))]),
                    wanted("loyalty", Value::Null, vec![(loyalty, Value::Null)]),
                ],
            ],
            record,
            reads,
        }
    }

    #[test]
    fn customers_are_planned_as_the_vendor_takes_them() {
        let found = hold(&arena(record("", 1), "documented"));
        assert!(found.0 > 50 && found.1 > 50, "{found:?}");
        // A stored value that the vendor does not take again stands in the way of everything.
        let long = "9".repeat(31);
        let found = hold(&arena(record(&long, 1), "documented"));
        assert!(found.0 > 10 && found.1 > 50, "{found:?}");
        let mut two = record("", 2);
        two["Customer"]["CustomerAccountSet"][0]["PaymentMethodType"] = json!("NONE");
        let found = hold(&arena(two, "observed"));
        assert!(found.0 > 50 && found.1 > 50, "{found:?}");
    }
}
