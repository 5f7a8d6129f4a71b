//! Laws of a plan, over any record, wish and facts.
//!
//! They ask the JSON contract alone, so that the answers can come from a core with a planted bug.

use customer_core::generate::{Case, Generate, Source, Tree};
use serde_json::{Value, json};

use crate::generate::mutate;
use crate::search::{Ask, ask as core};
use crate::seen::{as_seen, is_there};

/// A wish over a record.
#[derive(Debug)]
pub struct Planning {
    /// The question of the contract.
    pub question: Value,
    /// The document that an update brings, if it is what is wished.
    pub brought: Option<Value>,
    /// A question that wishes for its record as it is seen in the neutral form.
    pub seen: Value,
}

/// What can be wished of a generated record: what an update brings, an update as a merge patch,
/// the document with edits, a rebase, an undo, a neutral customer.
pub fn planning<W: Generate>(source: &mut Source<'_>) -> Planning {
    let case: Case<W> = W::case(source);
    let mut question = crate::json::read(&case.question).expect("a generated question");
    let members = question.as_object_mut().expect("an object");
    members.shift_remove("id");
    let input = members.shift_remove("input").unwrap_or_default();
    let stored = reads(&question).clone();
    let other = document::<W>(&W::record(source));
    let mut brought = None;
    question["wish"] = match source.below(7) {
        0 | 1 => match brings(&question, &input) {
            Some(document) => {
                brought = Some(document.clone());
                question["acknowledge"] = json!([""]);
                json!({"document": document})
            }
            None => json!({"document": edited(&stored, source)}),
        },
        2 if input["update"].is_object() => json!({"merge": input["update"]}),
        2 | 3 => json!({"document": edited(&stored, source)}),
        4 => json!({"rebase": {"base": other, "mine": edited(&other, source)}}),
        5 => json!({"undo": {"before": other, "after": stored}}),
        _ => json!({"customer": neutral(&mut question, source)}),
    };
    if W::NAME == "adobe" && source.one_in(4) {
        let stored = stored.pointer("/companyProfile/contacts/0/email").cloned();
        question["resend"] = json!([stored.unwrap_or(json!("new@example.com"))]);
    }
    let seen = as_seen(&question, source);
    Planning { question, brought, seen }
}

/// A neutral customer of a few members; the question may get the words for its codes.
fn neutral(question: &mut Value, source: &mut Source<'_>) -> Value {
    const MEMBERS: [(&str, &[&str]); 14] = [
        ("/name", &["Acme ltd", "Acme Tools", "Fairmont", "New"]),
        ("/externalReference", &["XSP1234", "342", "New"]),
        ("/website", &["www.acme.com", "www.new.example"]),
        ("/language", &["en-US", "de-DE", "xx"]),
        ("/phone", &["800-123-4567", "1"]),
        ("/address/line1", &["1 Harbor Way", "2 New Way"]),
        ("/address/line2", &["Apt 123", "x"]),
        ("/address/city", &["San Jose", "Boston"]),
        ("/address/postalCode", &["95110", "02110"]),
        ("/address/region", &["CA", "MA"]),
        ("/address/country", &["US", "IE"]),
        ("/contacts/0/givenName", &["John", "Mickey"]),
        ("/contacts/0/familyName", &["Doe", "Mouse"]),
        ("/contacts/0/phone", &["1", "+1 555 0101"]),
    ];
    let mut customer = json!({});
    if source.one_in(8) {
        customer["contacts"] = json!([]);
    } else if source.one_in(2) {
        let emails = ["mickey@mouse.com", "john.doe@acme.com", "John.Doe@acme.example", "n@x.org"];
        customer["contacts"] = json!([{"email": source.pick(&emails)}]);
    }
    let has_contact = customer["contacts"].get(0).is_some();
    for (at, texts) in MEMBERS {
        if source.one_in(3) && (has_contact || !at.starts_with("/contacts")) {
            let value = if source.one_in(6) { Value::Null } else { json!(source.pick(texts)) };
            crate::search::put(&mut customer, at, Some(value));
        }
    }
    if source.one_in(4) {
        customer["commitment"] = json!({"LICENSE": source.pick(&[10, 20, 100])});
    }
    if source.one_in(2) {
        question["words"] = json!({"country": {"US": "United States", "IE": "Ireland"},
            "region": {"US-CA": "California", "MA": "Massachusetts"}});
    }
    customer
}

fn document<W: Generate>(record: &W::Record) -> Value {
    crate::json::read(&W::to_json(record)).expect("a document")
}

/// The document as it will read.
pub(crate) fn reads(answer: &Value) -> &Value {
    answer.pointer("/internal/pending").unwrap_or(&answer["customer"])
}

/// What an update brings, with what the vendor alone writes as it is stored; `None` if it is
/// refused, or something else happens.
fn brings(question: &Value, input: &Value) -> Option<Value> {
    let update = input.get("update")?;
    // A plan is a nested body. A flat one has no place for accounts and identifiers, so they stay
    // also where they would be refused.
    let nested = ["Organization", "CustomerAccountSet", "CustomerIdentifierSet"];
    let is_flat = |body: &Value| nested.iter().all(|name| body.get(name).is_none());
    if question["vendor"] == "ibm" && update.get("Customer").is_none_or(is_flat) {
        return None;
    }
    // What an update that runs leaves behind may be what nobody can wish for.
    if question["internal"].get("pending").is_some() {
        return None;
    }
    let mut asked = question.clone();
    asked["input"] = input.clone();
    let answer = core(&asked);
    matches!(answer["verdict"].as_str(), Some("applied" | "unchanged")).then_some(())?;
    let mut after = reads(&answer).clone();
    // A pending account has no wrapper; a wished one has that of the record.
    if question["customer"].get("data").is_some() && after.get("data").is_none() {
        after = json!({ "data": after });
    }
    for at in ["/Customer/Version", "/status", "/updateTs", "/data/status", "/data/updateTs"] {
        let stored = reads(question).pointer(at).cloned();
        if stored.is_some() || after.pointer(at).is_some() {
            crate::search::put(&mut after, at, stored);
        }
    }
    Some(after)
}

/// A document with up to three edits of its structure.
fn edited(document: &Value, source: &mut Source<'_>) -> Value {
    let mut tree = Tree::parse(&document.to_string()).unwrap_or_default();
    for _ in 0..=source.below(3) {
        let mut steps = source.below(8);
        mutate(&mut tree, &mut steps, source);
    }
    let text = tree.to_json();
    crate::json::read(&text).unwrap_or_else(|| document.clone())
}

/// Every law of one wish; the verdict. `ask` answers in place of the core.
pub fn hold(planning: &Planning, ask: Ask) -> String {
    let answer = ask(&planning.question);
    let told = || format!("{}\n{answer}", planning.question);
    let verdict = answer["verdict"].as_str().unwrap_or_default();
    assert_eq!(answer, ask(&planning.question), "planned alike");
    // An address that nobody has can't be mailed, whatever an update brings, and for a mail the list
    // of contacts is sent, which may be refused as it is.
    let obstacles = answer["obstacles"].as_array().map_or(&[][..], Vec::as_slice);
    let is_plain = !repeats_null(&planning.question) && planning.question.get("resend").is_none();
    if planning.brought.is_some() && is_plain {
        assert!(verdict != "unreachable", "an update brings it: {}", told());
    }
    is_no_change(&planning.question, ask);
    is_there(&planning.seen, ask);
    match verdict {
        "planned" => {
            agrees(&planning.question, &answer, ask);
            is_smallest(&planning.question, &answer);
            is_quiet(&planning.question, &answer);
            is_enough(planning, &answer, ask);
        }
        "nothing" => {
            assert!(answer.get("update").is_none(), "{}", told());
            let stored = plain(reads(&planning.question));
            let brought = planning.brought.as_ref().map_or_else(|| stored.clone(), plain);
            assert_eq!(stored, brought, "an update brings something: {}", told());
        }
        "unreachable" | "undecided" => {
            assert!(!obstacles.is_empty(), "nothing is in the way: {}", told());
            if !answer["nearest"].is_null() {
                agrees(&planning.question, &answer["nearest"], ask);
                is_smallest(&planning.question, &answer["nearest"]);
                is_quiet(&planning.question, &answer["nearest"]);
                leaves_conflicts(&answer);
            }
        }
        "unreadable" => {}
        other => panic!("{other}: {}", told()),
    }
    verdict.to_owned()
}

/// A rebase of what was not changed, or of what reads so already, is nothing.
fn is_no_change(question: &Value, ask: Ask) {
    let Some(rebase) = question["wish"].get("rebase") else { return };
    let is_pending = question["internal"].get("pending").is_some();
    let shown = Some(&question["customer"]).filter(|_| !is_pending);
    for mine in shown.into_iter().chain([&rebase["base"]]) {
        let mut asked = question.clone();
        asked["wish"]["rebase"]["mine"] = mine.clone();
        asked.as_object_mut().expect("an object").shift_remove("resend");
        let answer = ask(&asked);
        let is_none = answer["verdict"] == "nothing" || answer["verdict"] == "unreadable";
        assert!(is_none, "a rebase of no change: {asked}\n{answer}");
    }
}

/// Whether something that is required may be null at Adobe: then only an update that repeats the
/// null is taken, while a plan asks for a value.
pub(crate) fn repeats_null(question: &Value) -> bool {
    let has_null = |object: &Value| {
        object.as_object().is_some_and(|members| members.values().any(Value::is_null))
    };
    question["customer"].get("companyProfile").is_some_and(|profile| {
        let contacts = profile["contacts"].as_array().into_iter().flatten();
        profile.is_null()
            || has_null(profile)
            || has_null(&profile["address"])
            || contacts.clone().any(has_null)
    })
}

/// The answer to an update of the same record.
pub(crate) fn applied(question: &Value, update: &Value, ask: Ask) -> Value {
    let mut asked = question.clone();
    let members = asked.as_object_mut().expect("an object");
    members.retain(|name, _| !["wish", "acknowledge", "resend", "words"].contains(&name.as_str()));
    members.insert("input".into(), json!({ "update": update }));
    ask(&asked)
}

/// A plan is what its update is answered.
pub(crate) fn agrees(question: &Value, plan: &Value, ask: Ask) {
    let done = applied(question, &plan["update"], ask);
    for name in ["customer", "internal", "changes", "effects", "response", "next"] {
        assert_eq!(done[name], plan[name], "{name} of the update: {question}\n{plan}");
    }
}

/// The wish holds after the plan: asked again there is nothing to plan, and what an update would
/// bring is what is there.
fn is_enough(planning: &Planning, answer: &Value, ask: Ask) {
    // An update that replaces a running one starts from what is shown, also of what the vendor
    // alone writes: a document of the running one is then of another account.
    let runs = planning.question["internal"].get("pending").is_some();
    if runs && planning.question["wish"].get("document").is_some() {
        return;
    }
    // Only the vendor itself gives a contact another type; of no wish is it then clear whom it means.
    // Nor does an update take a contact away, or leave something pending where none runs.
    let kinds = |account: &Value| -> Vec<Value> {
        let contacts = account["contacts"].as_array().into_iter().flatten();
        contacts.map(|contact| contact["type"].clone()).collect()
    };
    let pending = &planning.question["internal"]["pending"];
    let customer = &planning.question["customer"];
    let shown = customer.get("data").unwrap_or(customer);
    let is_odd = shown["status"] != "updating" || !kinds(pending).starts_with(&kinds(shown));
    if runs && is_odd {
        return;
    }
    // Nor does a wish hold of which a part was given up with what ran.
    if runs && answer["losses"].as_array().is_some_and(|losses| !losses.is_empty()) {
        return;
    }
    let told = || format!("{}\n{answer}", planning.question);
    let mut again = planning.question.clone();
    again["customer"] = answer["customer"].clone();
    again["internal"] = answer["internal"].clone();
    // What was wished from the record before has its token.
    for wish in ["document", "merge"] {
        let at = format!("/wish/{wish}/Customer/Version");
        if let Some(wished) = again.pointer_mut(&at) {
            *wished = answer["customer"]["Customer"]["Version"].clone();
        }
    }
    // Who is mailed again is mailed again.
    again.as_object_mut().expect("an object").shift_remove("resend");
    let again = ask(&again);
    assert_eq!(again["verdict"], "nothing", "a second time: {}\n{again}", told());
    if let Some(brought) = &planning.brought {
        assert_eq!(plain(reads(answer)), plain(brought), "something else: {}", told());
    }
}

/// A document without what has no value, and without what the vendor alone writes.
pub(crate) fn plain(document: &Value) -> Value {
    const OWNED: [&str; 3] = ["Version", "status", "updateTs"];
    match document {
        Value::Object(members) => {
            let members = members.iter().filter(|(name, _)| !OWNED.contains(&name.as_str()));
            let members = members.map(|(name, value)| (name.clone(), plain(value)));
            let mut members: serde_json::Map<_, _> =
                members.filter(|(_, value)| !is_none(value)).collect();
            members.sort_keys();
            if let Some(Value::Array(quantities)) = members.get_mut("minimumQuantities") {
                one_of_each(quantities);
            }
            Value::Object(members)
        }
        Value::Array(list) => {
            Value::Array(list.iter().map(plain).filter(|one| !is_none(one)).collect())
        }
        Value::String(text) if text.contains('@') => Value::from(text.to_ascii_lowercase()),
        value => value.clone(),
    }
}

/// Quantities in the order of their offers; of one that is listed twice the larger binds.
fn one_of_each(quantities: &mut Vec<Value>) {
    let offer = |one: &Value| one["offerType"].to_string();
    quantities.sort_by_key(|one| (offer(one), std::cmp::Reverse(one["quantity"].as_i64())));
    quantities.dedup_by_key(|one| offer(one));
}

pub(crate) fn is_none(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Nothing else changes than what the wish speaks of, what is lost, and what the vendor writes with
/// every update. A document speaks of everything. An update that runs brings more than the new one says.
pub(crate) fn is_quiet(question: &Value, plan: &Value) {
    if question["internal"].get("pending").is_some() {
        return;
    }
    let Some((kind, wish)) = question["wish"].as_object().and_then(|wish| wish.iter().next())
    else {
        return;
    };
    let stored = &question["customer"];
    let speaks = |place: &str| match kind.as_str() {
        "customer" => mapped(question, wish).iter().any(|named| overlaps(place, named)),
        "merge" => named(wish, place),
        "rebase" => differs(&wish["base"], &wish["mine"], stored, place),
        "undo" => differs(wish.get("after").unwrap_or(stored), &wish["before"], stored, place),
        _ => true,
    };
    let losses = plan["losses"].as_array().into_iter().flatten();
    let losses: Vec<&str> = losses.filter_map(Value::as_str).collect();
    for change in plan["changes"].as_array().into_iter().flatten() {
        let place = change["pointer"].as_str().unwrap_or_default();
        let is_lost = losses.iter().any(|lost| overlaps(place, lost));
        let is_quiet = change["cause"] == "derived" || is_lost || speaks(place);
        assert!(is_quiet, "nobody wished {place}: {question}\n{plan}");
    }
}

/// The nearest plan does not touch what others have changed as well.
fn leaves_conflicts(answer: &Value) {
    let places = |all: &Value, keeps: &dyn Fn(&Value) -> bool| -> Vec<String> {
        let all = all.as_array().into_iter().flatten().filter(|one| keeps(one));
        all.filter_map(|one| one["pointer"].as_str()).map(str::to_owned).collect()
    };
    let is_conflict =
        |one: &Value| one["rule"].as_str().is_some_and(|rule| rule.ends_with(".plan.conflict"));
    let changes = places(&answer["nearest"]["changes"], &|one| one["cause"] != "derived");
    for conflict in places(&answer["obstacles"], &is_conflict) {
        let is_left = changes.iter().all(|change| !overlaps(change, &conflict));
        assert!(is_left, "nearest brings a conflict, {conflict}: {answer}");
    }
}

/// Whether two documents differ at a place, or at the outermost list around it in any of three.
fn differs(base: &Value, mine: &Value, stored: &Value, place: &str) -> bool {
    let ends = place.match_indices('/').map(|(at, _)| at).skip(1).chain([place.len()]);
    for at in ends {
        let found = [base, mine, stored].map(|one| one.pointer(&place[..at]));
        let is_whole = at == place.len() || found.iter().flatten().any(|one| one.is_array());
        if is_whole || found[..2].iter().any(|one| one.is_none_or(Value::is_null)) {
            return found[0] != found[1];
        }
    }
    true
}

/// Whether one of two places is at or below the other.
fn overlaps(one: &str, other: &str) -> bool {
    let below = |place: &str, of: &str| {
        place.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    below(one, other) || below(other, one)
}

/// Whether a merge patch speaks of a place, or of one above or below it.
fn named(patch: &Value, place: &str) -> bool {
    let mut found = patch;
    for step in place.split('/').skip(1) {
        let Some(members) = found.as_object() else { return true };
        let name = step.replace("~1", "/").replace("~0", "~");
        let Some(next) = members.get(&name) else { return false };
        found = next;
    }
    true
}

/// Where a vendor keeps what a neutral customer speaks of, as the specification tells it.
fn mapped(question: &Value, customer: &Value) -> Vec<String> {
    let keeps: &[(&str, &str)] = match question["vendor"].as_str().unwrap_or_default() {
        "adobe" => &[
            ("name", "/companyProfile/companyName"),
            ("externalReference", "/externalReferenceId"),
            ("language", "/companyProfile/preferredLanguage"),
            ("phone", "/companyProfile/address/phoneNumber"),
            ("address", "/companyProfile/address"),
            ("contacts", "/companyProfile/contacts"),
            ("commitment", "/benefits"),
        ],
        "ibm" => &[
            ("name", "/Customer/Organization/OrgName"),
            ("website", "/Customer/Organization/Contact/WebSiteAddress"),
            ("language", "/Customer/Organization/Contact/LanguagePreference"),
            ("phone", "/Customer/Organization/Phone"),
            ("address", "/Customer/Organization/AddressSet"),
            ("contacts", "/Customer/Organization/Contact/GivenName"),
            ("contacts", "/Customer/Organization/Contact/FamilyName"),
            ("contacts", "/Customer/Organization/Contact/EmailAddress"),
            ("contacts", "/Customer/Organization/Contact/WorkPhone"),
        ],
        _ => &[
            ("name", "/name"),
            ("externalReference", "/externalId"),
            ("website", "/website"),
            ("contacts", "/contacts"),
        ],
    };
    let around = match question["customer"].get("data") {
        Some(_) => "/data",
        None => "",
    };
    let spoken = keeps.iter().filter(|(name, _)| customer.get(*name).is_some());
    spoken.map(|(_, place)| format!("{around}{place}")).collect()
}

/// No member of the body can be left out: the vendor refuses what remains, or something else
/// comes of it. IBM's body is the whole document.
pub(crate) fn is_smallest(question: &Value, plan: &Value) {
    if question["vendor"] == "ibm" {
        return;
    }
    let mut places = vec![];
    walk(&plan["update"], "", &mut places);
    for place in places {
        let mut less = plan["update"].clone();
        crate::search::put(&mut less, &place, None);
        let done = applied(question, &less, core);
        let same = ["customer", "internal", "effects"].iter().all(|name| done[name] == plan[name]);
        assert!(!same, "{place} can be left out: {question}\n{plan}");
    }
}

/// The members of all objects.
fn walk(value: &Value, at: &str, places: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                let at = format!("{at}/{name}");
                walk(inner, &at, places);
                places.push(at);
            }
        }
        Value::Array(list) => {
            for (n, inner) in list.iter().enumerate() {
                walk(inner, &format!("{at}/{n}"), places);
            }
        }
        _ => {}
    }
}
