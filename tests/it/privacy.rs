//! No personal data leaves but by serialising.
//!
//! Goal: names, addresses and e-mails reach no log: not through `Debug`, not through `Display`, not
//! through the message of a violation or an error. Method: every case of `tests/cases` is asked
//! again with a sentinel in front of every free text of record, update and internal state; no
//! sentinel may show. The control: written out on purpose, it does.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Debug;
use std::fs;

use crate::common::{Ask, Lab, parse, stored, typed};
use customer_core::decision::{Change, FactName, Outcome, Rejection};
use customer_core::json::Unreadable;
use customer_core::member::Raw;
use customer_core::value::{Email, Language};
use customer_core::{adobe, commitment, commvault, contract, ibm, vendors};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// In front of every free text.
const SENTINEL: &str = "zq7";

/// Members whose texts are words, days or numbers: with a sentinel they would be refused or mean
/// something else. They say nothing about a person.
const CLOSED: [&str; 24] = [
    "status",
    "type",
    "marketSegment",
    "marketSubSegments",
    "preferredLanguage",
    "country",
    "offerType",
    "startDate",
    "endDate",
    "cotermDate",
    "requestedOn",
    "acceptedOn",
    "CustomerState",
    "AddressType",
    "PaymentMethodType",
    "updateTs",
    "AdressType",
    "linkedMembershipType",
    "level",
    "quantity",
    "LanguagePreference",
    "insertTs",
    "CustomerIdType",
    "externalId",
];

/// Puts the sentinel in front of every free text; the same text gets the same one, so that what was
/// equal stays equal.
fn planted(value: &Value, name: &str) -> Value {
    match value {
        Value::String(text) if !text.is_empty() && !CLOSED.contains(&name) => {
            json!(format!("{SENTINEL}{text}"))
        }
        Value::Array(list) => list.iter().map(|value| planted(value, name)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), planted(value, name))).collect()
        }
        other => other.clone(),
    }
}

#[track_caller]
fn hides(what: &str, shown: &str, context: &str) {
    assert!(!shown.contains(SENTINEL), "{what} of {context} shows a text: {shown}");
}

#[track_caller]
fn debug_hides(what: &str, value: &dyn Debug, context: &str) {
    let shown = format!("{value:?}");
    assert!(!shown.is_empty(), "{what} of {context} shows nothing");
    hides(what, &shown, context);
    hides(what, &format!("{value:#?}"), context);
}

fn rejection_hides<F: FactName>(rejection: &Rejection<F>, context: &str) {
    debug_hides("Debug of a rejection", rejection, context);
    hides("Display of a rejection", &rejection.to_string(), context);
    let mut source: Option<&dyn Error> = Some(rejection);
    while let Some(error) = source {
        hides("an error", &error.to_string(), context);
        source = error.source();
    }
    for violation in rejection.violations() {
        debug_hides("Debug of a violation", violation, context);
        hides("the message of a violation", &violation.to_string(), context);
        hides("a pointer", violation.pointer.as_str(), context);
    }
    for need in rejection.needs() {
        debug_hides("Debug of a need", need, context);
        hides("the text of a need", &need.to_string(), context);
        hides("a pointer", need.pointer.as_str(), context);
    }
}

/// Everything of a vendor that can be shown.
fn vendor_hides<W: Lab>(ask: &Ask, context: &str) -> bool
where
    W::Input<'static>: Debug,
{
    let readable = W::try_record(&ask.customer, ask.internal.as_ref()).is_some()
        && W::try_input(&ask.input).is_some();
    if !readable {
        return false;
    }
    let it = typed::<W>(ask);
    debug_hides("Debug of a record", &it.record, context);
    debug_hides("Debug of an input", &it.input, context);
    debug_hides("Debug of facts", &it.facts, context);
    // A record of words and numbers alone has nothing to hide; of another nothing was lost.
    let planted = ask.customer.to_string().contains(SENTINEL);
    assert_eq!(W::document(&it.record).contains(SENTINEL), planted, "sentinels of {context}");
    match W::apply(&it.record, &it.input, &it.facts) {
        Err(rejection) => rejection_hides(&rejection, context),
        Ok(Outcome { after, decision }) => {
            debug_hides("Debug of a decision", &decision, context);
            debug_hides("Debug of what is after", &after, context);
            debug_hides("Debug of changes", &W::changes(&decision), context);
            debug_hides("Debug of a difference", &W::diff(&it.record, &after), context);
        }
    }
    true
}

/// What only one vendor has.
fn own_types_hide(ask: &Ask, context: &str) {
    match ask.vendor {
        "adobe" => {
            let it = typed::<vendors::Adobe>(ask);
            debug_hides("Debug of internals", &it.record.internal, context);
            debug_hides("Debug of contacts", &it.record.document.contacts(), context);
            match adobe::apply(&it.record, &it.input, &it.facts) {
                Ok(outcome) => {
                    debug_hides("Debug of an outcome", &outcome, context);
                    for effect in outcome.decision.effects(&outcome.after) {
                        debug_hides("Debug of an effect", &effect, context);
                    }
                    let response = adobe::accepted(&outcome.after);
                    debug_hides("Debug of a response", &response, context);
                }
                Err(rejection) => {
                    let Some(refusal) = rejection.refusal() else { return };
                    let Some(response) = adobe::refused(refusal) else { return };
                    debug_hides("Debug of a response", &response, context);
                    hides("the body of a refusal", &response.body.unwrap(), context);
                }
            }
        }
        "ibm" => {
            let it = typed::<vendors::Ibm>(ask);
            match ibm::apply(&it.record, &it.input, &it.facts) {
                Ok(outcome) => debug_hides("Debug of an outcome", &outcome, context),
                Err(rejection) => {
                    let Some(refusal) = rejection.refusal() else { return };
                    let body = ibm::refused(refusal).unwrap().body.unwrap_or_default();
                    hides("the body of a refusal", &body, context);
                }
            }
        }
        "commvault" => {
            let it = typed::<vendors::Commvault>(ask);
            debug_hides("Debug of what is pending", &it.record.pending(), context);
            match commvault::apply(&it.record, &it.input, &it.facts) {
                Ok(outcome) => {
                    debug_hides("Debug of an outcome", &outcome, context);
                    debug_hides("Debug", &outcome.decision.pending_changes(), context);
                    let response = commvault::accepted(&outcome.after);
                    debug_hides("Debug of a response", &response, context);
                }
                Err(rejection) => {
                    let Some(refusal) = rejection.refusal() else { return };
                    let Some(response) = commvault::refused(refusal) else { return };
                    hides("the body of a refusal", &response.body.unwrap(), context);
                }
            }
        }
        other => panic!("say it of {other} as well"),
    }
}

/// The questions of all cases of a vendor, with sentinels.
fn questions(vendor: &'static str, policies: &[&'static str]) -> Vec<(String, Ask)> {
    let records = stored(vendor);
    let folder = format!("{}/tests/cases/{vendor}", env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let read: Value =
            serde_json::from_str(&fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        for case in read["cases"].as_array().into_iter().flatten() {
            if case.get("raw").is_some() || !case["input"].is_object() {
                continue;
            }
            let mut customer = match case.get("base") {
                Some(base) => records[base.as_str().unwrap()].clone(),
                None => case["customer"].clone(),
            };
            merge(&mut customer, &case["with"]);
            let mut input = case["input"].clone();
            if let Some(patch) = case["input"].get("echo") {
                let mut update = customer.clone();
                merge(&mut update, patch);
                input = json!({ "update": update });
            }
            if let Some(update) = input.get("update") {
                input = json!({"update": planted(update, "")});
            }
            let facts = match case.get("facts") {
                Some(facts) if facts.is_object() => facts.clone(),
                _ => json!({}),
            };
            let ask = Ask {
                vendor,
                policy: policies[found.len() % policies.len()],
                customer: planted(&customer, ""),
                internal: case.get("internal").map(|internal| planted(internal, "")),
                input,
                facts,
            };
            found.push((case["name"].as_str().unwrap().to_owned(), ask));
        }
    }
    found
}

/// RFC 7396.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else { return };
    if !target.is_object() {
        *target = json!({});
    }
    for (name, value) in patch {
        match value {
            Value::Null => drop(target.as_object_mut().unwrap().shift_remove(name)),
            Value::Object(_) => merge(&mut target[name.as_str()], value),
            value => target[name.as_str()] = value.clone(),
        }
    }
}

/// An answer shows values only where it has to: in the record, the changes and effects, the body.
fn contract_hides(ask: &Ask, context: &str) -> String {
    let answer = crate::common::answer(&ask.question());
    let verdict = answer["verdict"].as_str().unwrap().to_owned();
    for violation in answer["violations"].as_array().into_iter().flatten() {
        hides("the contract's violation", &violation.to_string(), context);
    }
    if answer.get("customer").is_none() {
        hides("a refusing answer", &answer.to_string(), context);
    }
    verdict
}

fn no_case_shows_a_text<W: Lab>(own: fn(&Ask, &str))
where
    W::Input<'static>: Debug,
{
    let (mut asked, mut verdicts) = (0, std::collections::BTreeMap::new());
    for (name, ask) in questions(W::NAME, W::PRESETS) {
        let verdict = contract_hides(&ask, &name);
        *verdicts.entry(verdict.clone()).or_insert(0) += 1;
        if verdict != "unreadable" && vendor_hides::<W>(&ask, &name) {
            own(&ask, &name);
            asked += 1;
        }
    }
    // The sentinels must not have turned every question into a refusal.
    println!("{}: {asked} asked, {verdicts:?}", W::NAME);
    assert!(asked > 100, "{asked}");
    let many = |verdict: &str| verdicts.get(verdict).copied().unwrap_or(0) > 20;
    assert!(many("applied") && many("rejected"), "{verdicts:?}");
}

#[test]
fn adobe_shows_no_text() {
    no_case_shows_a_text::<vendors::Adobe>(own_types_hide);
}

#[test]
fn ibm_shows_no_text() {
    no_case_shows_a_text::<vendors::Ibm>(own_types_hide);
}

#[test]
fn commvault_shows_no_text() {
    no_case_shows_a_text::<vendors::Commvault>(own_types_hide);
}

/// What a vendor answers is shown with its codes, whatever it holds, also where they should be.
#[test]
fn answers_show_no_text() {
    let mut read = 0;
    for name in ["code", "error_code", "message", "additionalDetails", "invalidFields"] {
        for value in [json!(SENTINEL), json!([SENTINEL])] {
            let mut body = json!({ "message": SENTINEL, "additionalDetails": [SENTINEL] });
            body[name] = value;
            let answer = adobe::Answer::read(400, &body.to_string());
            debug_hides("Debug of Adobe's answer", &answer, name);
            let adobe::Answer::Refused(refusal) = answer else { panic!("{body} is a refusal") };
            debug_hides("Debug of Adobe's refusal", &refusal, name);
            read += 1;
        }
    }
    for name in ["ResponseCode", "messageId", "Severity", "ResponseMessage", "ExceptionMessage"] {
        let body = json!({ "BSSResponse": { name: SENTINEL, "Useraction": SENTINEL } });
        let answer = ibm::Answer::read(400, &body.to_string());
        debug_hides("Debug of IBM's answer", &answer, name);
        read += 1;
    }
    let body = json!({ "error": { "code": SENTINEL, "message": SENTINEL } });
    let answer = commvault::Answer::read(400, &body.to_string());
    debug_hides("Debug of Commvault's answer", &answer, "an error");
    // Successes hold the whole record.
    for (_, record) in stored("adobe") {
        let answer = adobe::Answer::read(200, &planted(&record, "").to_string());
        debug_hides("Debug of Adobe's answer", &answer, "a record");
        read += 1;
    }
    for (_, record) in stored("commvault") {
        let record = planted(&record, "");
        let body = if record.get("data").is_some() { record } else { json!({ "data": record }) };
        let answer = commvault::Answer::read(200, &body.to_string());
        debug_hides("Debug of Commvault's answer", &answer, "a record");
        read += 1;
    }
    assert!(read > 20, "{read}");
}

fn unreadable_hides<T>(read: Result<T, Unreadable>, text: &str) -> bool {
    let Err(unreadable) = read else { return false };
    debug_hides("Debug of unreadable", &unreadable, text);
    hides("Display of unreadable", &unreadable.to_string(), text);
    true
}

/// Every record of the cases with every text in the wrong place, and cut off everywhere.
#[test]
fn what_cannot_be_read_is_not_quoted() {
    let mut unreadable = 0;
    for vendor in ["adobe", "ibm", "commvault"] {
        let record = planted(&stored(vendor).into_iter().next().unwrap().1, "");
        let text = record.to_string();
        let mut broken: Vec<String> =
            (1..text.len()).step_by(7).filter_map(|at| text.get(..at)).map(str::to_owned).collect();
        for wrong in [json!([SENTINEL]), json!({SENTINEL: SENTINEL}), json!(7), json!(true)] {
            let mut places = Vec::new();
            leaves(&record, &mut String::new(), &mut places);
            for place in places {
                let mut record = record.clone();
                *record.pointer_mut(&place).unwrap() = wrong.clone();
                broken.push(record.to_string());
            }
        }
        for text in broken {
            unreadable += match vendor {
                "adobe" => {
                    usize::from(unreadable_hides(adobe::Customer::from_json(&text), &text))
                        + usize::from(unreadable_hides(adobe::Update::from_json(&text), &text))
                }
                "ibm" => {
                    usize::from(unreadable_hides(ibm::Customer::from_json(&text), &text))
                        + usize::from(unreadable_hides(ibm::Update::from_json(&text), &text))
                }
                "commvault" => {
                    usize::from(unreadable_hides(commvault::Account::from_json(&text), &text))
                        + usize::from(unreadable_hides(commvault::Update::from_json(&text), &text))
                }
                other => panic!("say it of {other} as well"),
            };
            let question =
                format!(r#"{{"vendor":"{vendor}","customer":{text},"input":{{"update":{text}}}}}"#);
            let answer = parse(&contract::apply(&question));
            if answer["verdict"] == json!("unreadable") {
                hides("an unreadable answer", &answer.to_string(), &question);
            }
            let answer = contract::apply_bytes(&[question.as_bytes(), b"\xff"].concat());
            hides("an answer to bytes", &answer, &question);
        }
    }
    assert!(unreadable > 500, "{unreadable}");
}

fn leaves(value: &Value, at: &mut String, found: &mut Vec<String>) {
    let len = at.len();
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                at.push('/');
                at.push_str(&name.replace('~', "~0").replace('/', "~1"));
                leaves(value, at, found);
                at.truncate(len);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                at.push_str(&format!("/{index}"));
                leaves(value, at, found);
                at.truncate(len);
            }
        }
        _ => found.push(at.clone()),
    }
}

/// serde quotes values in its own errors ("invalid type: string \"alice@...\""). Ours don't.
#[test]
fn errors_of_serde_quote_nothing() {
    fn try_all<T: DeserializeOwned>(what: &str) {
        let inside = format!(r#""{SENTINEL}alice@example.com""#);
        let texts = [
            inside.clone(),
            format!("[{inside}]"),
            format!(r#"{{"status":[{inside}],"resource":{inside},"profile":{inside}}}"#),
            format!(r#"{{"companyProfile":{inside},"contacts":{inside},"Customer":{inside}}}"#),
            format!(r#"{{"name":{{"a":{inside}}},"externalReferenceId":[{inside}]}}"#),
            // The name of a member is a text as well, also of one on the way to what is wrong.
            format!(r#"{{"{SENTINEL}":1,"{SENTINEL}":2}}"#),
            format!(r#"{{"{SENTINEL}":{{"a":1,"a":2}}}}"#),
            format!(r#"{{"{SENTINEL}":{}{}}}"#, "[".repeat(128), "]".repeat(128)),
            format!(r#""{{\"{SENTINEL}\":1,\"{SENTINEL}\":2}}""#),
        ];
        let mut refused = 0;
        for text in texts {
            if let Err(error) = serde_json::from_str::<T>(&text) {
                hides("an error of serde", &error.to_string(), what);
                debug_hides("Debug of an error of serde", &error, what);
                refused += 1;
            }
        }
        assert!(refused > 0, "{what} reads anything");
    }
    try_all::<adobe::Resource>("adobe::Resource");
    try_all::<adobe::Update<'static>>("adobe::Update");
    try_all::<ibm::Customer>("ibm::Customer");
    try_all::<ibm::SentProfile<'static>>("ibm::SentProfile");
    try_all::<commvault::Account>("commvault::Account");
    try_all::<adobe::Customer>("adobe::Customer");
    try_all::<Raw>("Raw");
    try_all::<commvault::Profile>("commvault::Profile");
    try_all::<commvault::Update<'static>>("commvault::Update");
}

/// Puts sentinels at every place of what a service stored; how often it could not be read.
fn damaged<T: DeserializeOwned>(stored: &impl Serialize, what: &str) -> usize {
    let whole = serde_json::to_value(stored).unwrap();
    let mut places = Vec::new();
    leaves(&whole, &mut String::new(), &mut places);
    // Each leaf, and once what is around it.
    let around: BTreeSet<String> =
        places.iter().filter_map(|at| Some(at.rsplit_once('/')?.0.to_owned())).collect();
    places.extend(around);
    let mut refused = 0;
    for place in places {
        let mut wrong = vec![json!(SENTINEL), json!([SENTINEL]), json!({SENTINEL: SENTINEL})];
        if let Some(Value::Object(members)) = whole.pointer(&place) {
            let mut more = members.clone();
            more.insert(SENTINEL.to_owned(), json!(SENTINEL));
            wrong.push(Value::Object(more));
        }
        for wrong in wrong {
            let mut broken = whole.clone();
            *broken.pointer_mut(&place).unwrap() = wrong;
            if let Err(error) = serde_json::from_str::<T>(&broken.to_string()) {
                hides("an error of serde", &error.to_string(), what);
                debug_hides("Debug of an error of serde", &error, what);
                refused += 1;
            }
        }
    }
    refused
}

fn nothing_stored_is_quoted<W: Lab>()
where
    W::Record: Serialize + DeserializeOwned,
    W::Decision: Serialize + DeserializeOwned,
{
    let (mut records, mut decisions) = (0, 0);
    for (name, ask) in questions(W::NAME, W::PRESETS).into_iter().step_by(5) {
        if contract_hides(&ask, &name) != "applied" {
            continue;
        }
        let it = typed::<W>(&ask);
        let Outcome { after, decision } = W::apply(&it.record, &it.input, &it.facts).unwrap();
        records += damaged::<W::Record>(&after, &name);
        decisions += damaged::<W::Decision>(&decision, &name);
        for change in W::changes(&decision) {
            decisions += damaged::<Change>(&change, &name);
        }
    }
    println!("{}: {records} records, {decisions} decisions that can't be read", W::NAME);
    assert!(records > 500 && decisions > 500, "{records} {decisions}");
}

/// What a service stores, damaged at every place: what is found there instead is not told.
#[test]
fn errors_of_what_is_stored_quote_nothing() {
    nothing_stored_is_quoted::<vendors::Adobe>();
    nothing_stored_is_quoted::<vendors::Ibm>();
    nothing_stored_is_quoted::<vendors::Commvault>();
}

#[test]
fn values_of_the_domain_hide_themselves() {
    let name = format!("{SENTINEL}Alice");
    let email = Email::parse(format!("{SENTINEL}alice@example.com")).unwrap();
    debug_hides("Debug", &email, "an e-mail address");
    debug_hides("Debug", &customer_core::json::Text::from(name.clone()), "a sent text");
    debug_hides("Debug", &Raw::parse(r#""zq7""#).unwrap(), "raw JSON");
    debug_hides(
        "Debug",
        &customer_core::member::Value::Text(name.as_str().into()),
        "a changed value",
    );
    assert!(email.as_str().contains(SENTINEL));
    // What is refused is not quoted either.
    let members = format!(r#"{{"{SENTINEL}":"{SENTINEL}","links":{{"{SENTINEL}":1}}}}"#);
    let customer = adobe::Customer::from_json(&members).unwrap();
    debug_hides("Debug", &customer.document.others, "unknown members");
    debug_hides("Debug", &customer.document.links, "links");
    debug_hides("Debug", &customer.to_stored(), "a stored record");
    assert!(customer.to_stored().as_str().contains(SENTINEL));
    for error in [
        format!("{:?}", Email::parse(name.clone()).err()),
        format!("{:?}", Language::parse(name.clone()).err()),
        format!("{:?}", Email::parse(name.repeat(99)).err()),
    ] {
        hides("an error", &error, "a value");
    }
    for text in [r#""zq7""#, r#"["zq7"]"#] {
        let errors = [
            serde_json::from_str::<Email>(text).err().map(|error| error.to_string()),
            serde_json::from_str::<customer_core::value::Date>(text)
                .err()
                .map(|error| error.to_string()),
            serde_json::from_str::<customer_core::value::Timestamp>(text)
                .err()
                .map(|e| e.to_string()),
        ];
        for error in errors.into_iter().flatten() {
            assert!(!text.starts_with('"') || !error.contains(SENTINEL), "{error}");
        }
    }
}

/// The machine holds no texts at all: its `Debug` may show everything.
#[test]
fn the_machine_holds_no_text() {
    let shown = format!("{:?}", commitment::Commitment::NONE);
    assert!(!shown.contains('"'), "{shown}");
}

/// Written out on purpose, everything shows: otherwise the tests above would test nothing.
#[test]
fn serialising_is_the_way_out() {
    let record = planted(&crate::common::stored_record("adobe", "fairmont"), "");
    let ask = Ask {
        vendor: "adobe",
        policy: "documented",
        customer: record,
        internal: None,
        input: json!({"update": {"companyProfile": {"address": {"city": "zq7Salem"}}}}),
        facts: json!({}),
    };
    let it = typed::<vendors::Adobe>(&ask);
    let Outcome { after, decision } = adobe::apply(&it.record, &it.input, &it.facts).unwrap();
    assert!(serde_json::to_string(&after).unwrap().contains("zq7Salem"));
    assert!(<vendors::Adobe as Lab>::store(&decision).contains("zq7Salem"));
    assert!(adobe::accepted(&after).body.unwrap().contains("zq7Salem"));
    assert!(contract::apply(&ask.question()).contains("zq7Salem"));
}
