//! The JSON contract as a whole: it always answers, and what it answers can be asked again.
//!
//! Goal: totality, round trips and limits of `contract::apply` and `contract::apply_bytes`. Method: drawn
//! questions, mutated documents and plain bytes are asked; every answer has to have the contract's
//! form. Limits are asked exactly at and just beyond.

use std::time::{Duration, Instant};

use crate::common::{Lab, answer, ask, parse, stored_record};
use customer_core::contract::{Question, Record, SIZE_MAX, apply, apply_bytes};
use customer_core::json::{Document, Unreadable};
use customer_core::{for_each_vendor, vendors};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Checks the form of an answer and gives its verdict.
#[track_caller]
fn well_formed(answer: &Value) -> String {
    let members: Vec<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(answer["version"], json!(1), "{answer}");
    let next = answer["next"].as_str().unwrap();
    let nexts = ["done", "poll", "fix", "lookup", "refetch", "wait", "retry", "stop"];
    assert!(nexts.contains(&next), "{answer}");
    let verdict = answer["verdict"].as_str().unwrap();
    assert_eq!(verdict == "undecided", next == "lookup", "{answer}");
    let expected: &[&str] = match verdict {
        "applied" | "unchanged" => &[
            "version", "verdict", "customer", "internal", "changes", "effects", "response", "next",
        ],
        "rejected" => &["version", "verdict", "violations", "response", "next"],
        "undecided" => &["version", "verdict", "needs", "violations", "response", "next"],
        "unreadable" => &["version", "verdict", "violations", "next"],
        other => panic!("no such verdict: {other}"),
    };
    assert_eq!(members, expected, "the order of members is fixed");
    for violation in answer["violations"].as_array().into_iter().flatten() {
        let pointer = violation["pointer"].as_str().unwrap();
        assert!(pointer.is_empty() || pointer.starts_with('/'), "{violation}");
        assert!(!violation["rule"].as_str().unwrap().is_empty());
        assert!(!violation["message"].as_str().unwrap().is_empty());
    }
    if ["rejected", "unreadable"].contains(&verdict) {
        assert!(!answer["violations"].as_array().unwrap().is_empty(), "{answer}");
    }
    if verdict == "undecided" {
        assert!(!answer["needs"].as_array().unwrap().is_empty(), "{answer}");
        assert!(answer["response"].is_null(), "said in the vendor's name: {answer}");
    }
    for need in answer["needs"].as_array().into_iter().flatten() {
        let pointer = need["pointer"].as_str().unwrap();
        assert!(pointer.is_empty() || pointer.starts_with('/'), "{need}");
        assert!(!need["fact"].as_str().unwrap().is_empty());
        assert!(!need["rule"].as_str().unwrap().is_empty());
    }
    for change in answer["changes"].as_array().into_iter().flatten() {
        let (pointer, kind) =
            (change["pointer"].as_str().unwrap(), change["kind"].as_str().unwrap());
        // What came or became another stands there afterwards; what went does not.
        if kind != "removed" {
            assert_eq!(answer["customer"].pointer(pointer), change.get("after"), "{change}");
        }
        let sides = (change.get("before").is_some(), change.get("after").is_some());
        let expected = match kind {
            "added" => (false, true),
            "modified" => (true, true),
            "removed" => (true, false),
            other => panic!("no such kind: {other}"),
        };
        assert_eq!(sides, expected, "{change}");
        assert_ne!(change.get("before"), change.get("after"), "{change}");
        let causes = ["set", "cleared", "omitted", "replaced", "derived"];
        assert!(causes.contains(&change["cause"].as_str().unwrap()), "{change}");
    }
    let changed = answer["changes"].as_array().is_some_and(|changes| !changes.is_empty());
    assert_eq!(changed, verdict == "applied", "{answer}");
    if let Some(response) = answer.get("response").filter(|response| !response.is_null()) {
        assert!((200..600).contains(&response["status"].as_u64().unwrap()), "{response}");
        assert!(response.get("body").is_some());
    }
    verdict.to_owned()
}

/// Places and reasons of an unreadable question, none of them twice.
#[track_caller]
fn unreadable(question: &str) -> Vec<(String, String)> {
    let answer = answer(question);
    assert_eq!(well_formed(&answer), "unreadable", "{question:.300} was read: {answer}");
    assert_eq!(answer["next"], "fix");
    let violations = answer["violations"].as_array().unwrap();
    let found: Vec<_> = violations
        .iter()
        .map(|one| {
            (one["pointer"].as_str().unwrap().into(), one["message"].as_str().unwrap().into())
        })
        .collect();
    let mut once = found.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), found.len(), "twice: {found:?}");
    found
}

#[track_caller]
fn unreadable_at(question: &str, places: &[&str]) {
    let found: Vec<String> = unreadable(question).into_iter().map(|(place, _)| place).collect();
    assert_eq!(found, places, "{question:.300}");
}

/// What was answered is asked again: the record and what is internal read back as they are.
fn an_answer_can_be_sent_back<W: Lab>(ask: &crate::common::Ask) {
    let first = answer(&ask.question());
    if !["applied", "unchanged"].contains(&well_formed(&first).as_str()) {
        return;
    }
    // The same input again is answered alike however often the record went through an answer.
    let mut second = ask.value();
    second["customer"] = first["customer"].clone();
    second["internal"] = first["internal"].clone();
    let once = answer(&second.to_string());
    assert_ne!(well_formed(&once), "unreadable", "{second}");
    let inert = match W::NAME {
        "adobe" => json!({"update": {}}),
        "ibm" => json!({"update": first["customer"]}),
        _ => return,
    };
    second["input"] = inert;
    let again = answer(&second.to_string());
    if again["verdict"] == json!("unchanged") {
        assert_eq!(again["customer"], first["customer"]);
        assert_eq!(again["internal"], first["internal"]);
    }
}

/// Every answer has its form, and bytes are answered as text is.
fn it_always_answers(question: &str) {
    let text = apply(question);
    well_formed(&parse(&text));
    assert_eq!(apply_bytes(question.as_bytes()), text);
    assert!(!text.contains('\n'), "an answer is one line");
}

/// A drawn question with something done to its text.
fn mutated(question: &str, at: usize, how: u8, with: char) -> String {
    let at = question.char_indices().map(|(at, _)| at).nth(at % question.len().max(1)).unwrap_or(0);
    let (before, after) = question.split_at(at);
    let mut rest = after.chars();
    match how % 4 {
        0 => {
            rest.next();
            format!("{before}{}", rest.as_str())
        }
        1 => format!("{before}{with}{after}"),
        2 => {
            rest.next();
            format!("{before}{with}{}", rest.as_str())
        }
        _ => before.to_owned(),
    }
}

/// Characters that mean something to JSON, and some that mean trouble.
fn trouble() -> impl Strategy<Value = char> {
    let all = "{}[],:\"\\ntfu0-9eE.+/ \u{0}\u{1f}\u{7f}\u{feff}\u{2028}é😀";
    proptest::sample::select(all.chars().collect::<Vec<_>>())
}

macro_rules! contract {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => { $(
        mod $module {
            use super::*;

            proptest! {
                #![proptest_config(crate::common::config("tests/contract.proptest-regressions"))]

                #[test]
                fn an_answer_can_be_sent_back(it in ask::<vendors::$Vendor>()) {
                    super::an_answer_can_be_sent_back::<vendors::$Vendor>(&it);
                }

                #[test]
                fn a_broken_question_is_answered(
                    it in ask::<vendors::$Vendor>(),
                    edits in prop::collection::vec((any::<usize>(), any::<u8>(), trouble()), 1..4),
                ) {
                    let mut question = it.question();
                    for (at, how, with) in edits {
                        question = mutated(&question, at, how, with);
                    }
                    it_always_answers(&question);
                }

                #[test]
                fn a_question_of_wrong_types_is_answered(
                    it in ask::<vendors::$Vendor>(),
                    at in any::<prop::sample::Index>(),
                    with in prop::sample::select(vec![
                        json!(null), json!(true), json!(0), json!(-1.5), json!(""), json!("x"), json!([]),
                        json!([null]), json!({}), json!({"x": 1}), json!(i64::MIN), json!(u64::MAX),
                    ]),
                ) {
                    let mut question = it.value();
                    let mut places = Vec::new();
                    all_places(&question, &mut String::new(), &mut places);
                    *question.pointer_mut(&places[at.index(places.len())]).unwrap() = with;
                    it_always_answers(&question.to_string());
                }
            }
        }
    )* };
}

for_each_vendor!(contract);

fn all_places(value: &Value, at: &mut String, found: &mut Vec<String>) {
    found.push(at.clone());
    let len = at.len();
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(n, v)| (n.clone(), v)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(i, v)| (i.to_string(), v)).collect(),
        _ => Vec::new(),
    };
    for (step, value) in members {
        at.push('/');
        at.push_str(&step.replace('~', "~0").replace('/', "~1"));
        all_places(value, at, found);
        at.truncate(len);
    }
}

proptest! {
    #![proptest_config(crate::common::config("tests/contract.proptest-regressions"))]

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        well_formed(&parse(&apply_bytes(&bytes)));
    }

    #[test]
    fn any_text_is_answered(text in prop::collection::vec(trouble(), 0..60)) {
        it_always_answers(&text.into_iter().collect::<String>());
    }
}

fn commvault_question() -> Value {
    json!({
        "vendor": "commvault",
        "customer": stored_record("commvault", "acme"),
        "input": {"update": {"externalId": "XSP1234", "name": "Acme ltd", "contacts": [{}]}},
    })
}

#[test]
fn a_blank_text_is_unreadable() {
    for blank in ["", " ", "\n", "\r\n", "\t \r"] {
        assert_eq!(unreadable(blank), [("".into(), "the text ends too early".into())], "{blank:?}");
        assert_eq!(apply_bytes(blank.as_bytes()), apply(blank));
    }
}

/// The library knows no lines: whoever reads them skips the mark, and anywhere else it is no JSON.
#[test]
fn a_byte_order_mark_is_nowhere_json() {
    let question = commvault_question().to_string();
    assert_eq!(well_formed(&answer(&question)), "applied");
    for text in [format!(" \u{feff}{question}"), format!("{question}\u{feff}")] {
        unreadable_at(&text, &[""]);
    }
    let inside = question.replacen("\"input\":", "\"input\":\u{feff}", 1);
    unreadable_at(&inside, &["/input"]);
    // In a text it is a character like any other.
    let inside = question.replacen("Acme ltd", "Acme\u{feff} ltd", 2);
    assert_ne!(well_formed(&answer(&inside)), "unreadable");
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_place() {
    let question = commvault_question().to_string();
    let cut = |marker: &str, bad: &[u8]| {
        let at = question.find(marker).unwrap() + marker.len();
        let mut bytes = question.as_bytes()[..at].to_vec();
        bytes.extend_from_slice(bad);
        bytes.extend_from_slice(&question.as_bytes()[at..]);
        parse(&apply_bytes(&bytes))
    };
    let cases: [(&str, &[u8], &str); 7] = [
        ("\"vendor\":\"comm", b"\xff", "/vendor"),
        ("\"name\":\"Acme", b"\xc3", "/customer/name"),
        ("\"email\":\"john", b"\xed\xa0\x80", "/customer/contacts/0/email"),
        ("\"addressLine2\":\"", b"\xf0\x9f\x98", "/customer/contacts/0/address/addressLine2"),
        ("\"update\":{\"externalId\":\"", b"\xc0\x80", "/input/update/externalId"),
        ("\"contacts\":[{", b"\xfe", "/customer/contacts/0"),
        ("{", b"\x80", ""),
    ];
    for (marker, bad, place) in cases {
        let answer = cut(marker, bad);
        assert_eq!(well_formed(&answer), "unreadable");
        let found = &answer["violations"][0];
        let expected = (&json!(place), &json!("not UTF-8"));
        assert_eq!((&found["pointer"], &found["message"]), expected, "{marker}");
    }
    // What stands before is told first.
    let answer = parse(&apply_bytes(b"{\"a\":1,\"a\":2,\"\xff"));
    assert_eq!(answer["violations"][0]["pointer"], "/a");
    assert_ne!(answer["violations"][0]["message"], "not UTF-8");
    let answer = parse(&apply_bytes(b"\xff"));
    assert_eq!(answer["violations"][0]["message"], "not UTF-8");
    // Behind a whole document.
    let answer = parse(&apply_bytes(&[question.as_bytes(), b"\xff"].concat()));
    assert_eq!(well_formed(&answer), "unreadable");
    let found = &answer["violations"][0];
    assert_eq!((&found["pointer"], &found["message"]), (&json!(""), &json!("not UTF-8")));
}

/// A value nested so many levels.
fn nested(levels: usize, open: &str, close: &str) -> String {
    format!("{}1{}", open.repeat(levels), close.repeat(levels))
}

/// A question whose record has a member, unknown to the vendor, that is nested so many levels.
fn deep(levels: usize, open: &str, close: &str) -> String {
    let mut question = commvault_question();
    question["customer"]["industry"] = json!("DEEP");
    question.to_string().replacen("\"DEEP\"", &nested(levels, open, close), 1)
}

/// A vendor's document has 100 levels of its own, a question 128.
#[test]
fn depths_at_their_limits_are_read_and_one_more_is_not() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let answer = answer(&deep(99, open, close));
        assert_eq!(well_formed(&answer), "applied", "{answer:.200}");
        let found = unreadable(&deep(100, open, close));
        assert_eq!(found.len(), 1);
        assert!(found[0].1.contains("100"), "{found:?}");
        assert!(found[0].0.starts_with("/customer/industry/"), "{found:?}");
        assert_eq!(found[0].0.matches('/').count(), 101, "the place of the 101st level");
        // What is no document is wrong by itself up to 128 levels, and unreadable text behind them.
        let beside = |levels: usize| {
            let question = commvault_question().to_string();
            let value = nested(levels, open, close);
            question.replacen('{', &format!(r#"{{"industry":{value},"#), 1)
        };
        unreadable_at(&beside(127), &["/industry"]);
        let found = unreadable(&beside(128));
        assert_eq!(found.len(), 1);
        assert!(found[0].1.contains("128"), "{found:?}");
        assert_eq!(found[0].0.matches('/').count(), 128, "the place of the 129th level");
    }
    // The deepest text is no danger to the stack.
    unreadable(&"[".repeat(1_000_000));
    unreadable(&"{\"a\":".repeat(1_000_000));
    let small = std::thread::Builder::new().stack_size(256 * 1024);
    let read = small.spawn(|| apply(&deep(99, "{\"a\":", "}")).len()).unwrap().join().unwrap();
    assert!(read > 0);
}

#[test]
fn sixteen_mebibytes_are_read_and_no_byte_more() {
    let question = commvault_question().to_string();
    let padded = |len: usize| format!("{question}{}", " ".repeat(len - question.len()));
    assert_eq!(well_formed(&answer(&padded(SIZE_MAX))), "applied");
    let said = "too large: at most 16 MiB";
    assert_eq!(unreadable(&padded(SIZE_MAX + 1)), [("".into(), said.into())]);
    assert_eq!(SIZE_MAX, 16 * 1024 * 1024);
}

#[test]
fn ten_thousand_contacts_are_read_and_no_contact_more() {
    let list = |count: usize| -> Value {
        (0..count)
            .map(|n| json!({"firstName": "Jo", "lastName": "Doe", "email": format!("j{n}@acme.com")}))
            .collect()
    };
    let question = |stored: usize, sent: usize| {
        let mut customer = stored_record("adobe", "fairmont");
        customer["companyProfile"]["contacts"] = list(stored);
        json!({"vendor": "adobe", "customer": customer,
            "input": {"update": {"companyProfile": {"contacts": list(sent)}}}})
        .to_string()
    };
    let answered = answer(&question(10_000, 10_000));
    assert_eq!(well_formed(&answered), "unchanged");
    assert_eq!(answered["effects"].as_array().unwrap().len(), 10_000);
    unreadable_at(&question(10_001, 1), &["/customer/companyProfile/contacts"]);
    unreadable_at(&question(1, 10_001), &["/input/update/companyProfile/contacts"]);
}

#[test]
fn every_error_of_form_is_told() {
    let question = json!({
        "version": 2, "vendor": "adobe", "policy": "lenient",
        "customer": {"status": 1000, "companyProfile": {"contacts": [null, {"email": 1}]}},
        "internal": {"requestedOn": "today", "pending": {}},
        "input": {"update": {"companyProfile": []}},
        "facts": {"today": "2026-02-30", "activeSubscriptions": -1, "now": "x", "owned": null},
        "nickname": 1, "alias": 2,
    });
    let mut found: Vec<String> =
        unreadable(&question.to_string()).into_iter().map(|(place, _)| place).collect();
    found.sort();
    let expected = [
        "/alias",
        "/customer/companyProfile/contacts/0",
        "/customer/companyProfile/contacts/1/email",
        "/customer/status",
        "/facts/activeSubscriptions",
        "/facts/now",
        "/facts/owned",
        "/facts/today",
        "/input/update/companyProfile",
        "/internal/pending",
        "/internal/requestedOn",
        "/nickname",
        "/policy",
        "/version",
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_a_question_must_have() {
    unreadable_at("{}", &["/vendor", "/customer", "/input"]);
    unreadable_at(r#"{"vendor":"ibm"}"#, &["/customer", "/input"]);
    unreadable_at(r#"{"vendor":"oracle","customer":{},"input":{}}"#, &["/vendor", "/input"]);
    unreadable_at(r#"{"vendor":null,"customer":{},"input":{}}"#, &["/vendor", "/input"]);
    unreadable_at("[]", &[""]);
    unreadable_at("null", &[""]);
    for (member, value) in [
        ("version", json!(null)),
        ("version", json!(0)),
        ("version", json!("1")),
        ("policy", json!(null)),
        ("policy", json!("strict")),
        ("policy", json!(1)),
        ("internal", json!(null)),
        ("internal", json!([])),
        ("facts", json!(null)),
        ("facts", json!([])),
        ("input", json!(null)),
        ("input", json!([])),
        ("input", json!({})),
        ("input", json!({"update": {}, "settled": "failed"})),
        ("customer", json!(null)),
        ("customer", json!("acme")),
    ] {
        let mut question = commvault_question();
        question[member] = value;
        let found = unreadable(&question.to_string());
        assert_eq!(found[0].0, format!("/{member}"), "{question}");
    }
    // A number of days, and one of licences, has its range.
    for name in ["answer-window-days", "least-licenses"] {
        for number in [json!(-1), json!(2_147_483_648_u32), json!("x")] {
            let mut question = json!({"vendor": "adobe", "customer": {}, "input": {"update": {}}});
            question["policy"] = json!({"preset": "documented", name: number});
            unreadable_at(&question.to_string(), &[&format!("/policy/{name}")]);
        }
    }
    let decimal = commvault_question().to_string().replacen('{', r#"{"version":1.0,"#, 1);
    unreadable_at(&decimal, &["/version"]);
    let integer = commvault_question().to_string().replacen('{', r#"{"version":1,"#, 1);
    assert_eq!(well_formed(&answer(&integer)), "applied");
    for (input, place) in [
        (json!({"commitment": "accepted"}), "/input/commitment"),
        (json!({"operation": "suspendCustomer"}), "/input/operation"),
        (json!({"settled": "sometimes"}), "/input/settled"),
        (json!({"settled": null}), "/input/settled"),
        (json!({"update": null}), "/input/update"),
        (json!({"elapsed": 1}), "/input/elapsed"),
    ] {
        let mut question = commvault_question();
        question["input"] = input;
        unreadable_at(&question.to_string(), &[place]);
    }
}

/// What a vendor knows and does not show may be null: there is none of it.
#[test]
fn internal_members_may_be_null() {
    let mut question = commvault_question();
    question["internal"] = json!({"pending": null});
    assert_eq!(well_formed(&answer(&question.to_string())), "applied");
    let question = json!({"vendor": "adobe", "customer": stored_record("adobe", "fairmont"),
        "internal": {"requestedOn": null, "acceptedOn": null}, "input": {"update": {}}});
    assert_eq!(well_formed(&answer(&question.to_string())), "unchanged");
}

/// Facts belong to one vendor and are from 0 to 2^63-1.
#[test]
fn facts_have_their_vendor_and_their_range() {
    let question = |vendor: &str, name: &str, facts: Value| {
        json!({"vendor": vendor, "customer": stored_record(vendor, name),
            "input": {"update": {}}, "facts": facts})
        .to_string()
    };
    let largest = json!({"activeSubscriptions": i64::MAX, "owned": {"LICENSE": i64::MAX}});
    assert_eq!(well_formed(&answer(&question("adobe", "fairmont", largest))), "unchanged");
    let count = |text: &str| {
        let text = question("adobe", "fairmont", json!({"activeSubscriptions": "N"}))
            .replacen("\"N\"", text, 1);
        unreadable_at(&text, &["/facts/activeSubscriptions"]);
    };
    for text in ["-1", "9223372036854775808", "1.0", "1e2", "true", "\"1\"", "null", "[1]"] {
        count(text);
    }
    unreadable_at(&question("adobe", "fairmont", json!({"role": "VSR"})), &["/facts/role"]);
    unreadable_at(&question("ibm", "full", json!({"today": "2026-01-01"})), &["/facts/today"]);
    let now = json!({"now": "2026-01-01T00:00:00Z"});
    unreadable_at(&question("commvault", "acme", now), &["/facts/now"]);
}

/// A wish and an input exclude each other, and the rest belongs to a wish.
#[test]
fn a_wish_beside_an_input_is_unreadable() {
    for member in ["wish", "resend", "acknowledge"] {
        let mut question = commvault_question();
        question[member] = if member == "wish" { json!({"merge": {}}) } else { json!([]) };
        unreadable_at(&question.to_string(), &[&format!("/{member}")]);
    }
}

/// A wish stands in place of an input.
#[test]
fn a_wish_needs_no_input() {
    let mut question = commvault_question();
    question["wish"] = json!({"merge": {}});
    question.as_object_mut().unwrap().remove("input");
    let answer = answer(&question.to_string());
    assert_eq!(answer["verdict"], "nothing");
    question.as_object_mut().unwrap().remove("customer");
    unreadable_at(&question.to_string(), &["/customer"]);
    question["wish"] = json!({"please": {}});
    question["words"] = json!({});
    unreadable_at(&question.to_string(), &["/customer", "/wish/please"]);
}

#[test]
fn what_follows_a_question_is_unreadable() {
    let question = commvault_question().to_string();
    for behind in [" \n\r\t", ""] {
        assert_eq!(well_formed(&answer(&format!("{question}{behind}"))), "applied");
    }
    for behind in ["{}", "x", ",", " null", "\u{0}", "\u{a0}", "//"] {
        unreadable_at(&format!("{question}{behind}"), &[""]);
    }
}

/// Twice the question takes about twice the time: far from four times, with room for a busy machine.
#[test]
fn time_grows_with_the_question() {
    let contacts = |count: usize| {
        let list: Vec<Value> = (0..count)
            .map(|n| json!({"firstName": format!("J{n}"), "lastName": "Doe", "email": format!("j{n}@a.com")}))
            .collect();
        let turned: Vec<Value> = list.iter().rev().cloned().collect();
        let mut customer = stored_record("adobe", "fairmont");
        customer["companyProfile"]["contacts"] = json!(list);
        json!({"vendor": "adobe", "customer": customer,
            "input": {"update": {"companyProfile": {"contacts": turned}}}})
        .to_string()
    };
    let unknown = |count: usize| {
        let mut question = commvault_question();
        for n in 0..count {
            question["customer"][format!("m{}", (n * 7919) % count)] = json!(n);
        }
        question.to_string()
    };
    let violations = |count: usize| {
        let mut update = json!({});
        for n in 0..count {
            update[format!("m{}", (n * 7919) % count)] = json!(n);
        }
        json!({"vendor": "adobe", "customer": stored_record("adobe", "fairmont"),
            "input": {"update": update}})
        .to_string()
    };
    let identifiers = |count: usize| {
        let mut customer = stored_record("ibm", "full");
        let list: Vec<Value> = (0..count).map(|n| json!({"Value": n.to_string()})).collect();
        customer["Customer"]["CustomerIdentifierSet"] = json!(list);
        let mut update = customer.clone();
        update["Customer"]["CustomerIdentifierSet"] = json!([]);
        json!({"vendor": "ibm", "customer": customer, "input": {"update": update},
            "facts": {"role": "VSR", "sameOrganization": true}})
        .to_string()
    };
    let fastest = |question: &str| -> Duration {
        let times = (0..4).map(|_| {
            let start = Instant::now();
            assert!(!apply(question).is_empty());
            start.elapsed()
        });
        times.min().unwrap()
    };
    type Make<'m> = &'m dyn Fn(usize) -> String;
    let all: [(&str, Make<'_>, usize); 4] = [
        ("contacts", &contacts, 1000),
        ("unknown members", &unknown, 2000),
        ("violations", &violations, 2000),
        ("identifiers", &identifiers, 4000),
    ];
    for (what, make, count) in all {
        // On a busy machine one try says little; what is not linear fails every time.
        let ratios = (0..6).map(|_| {
            let (one, four) = (fastest(&make(count)), fastest(&make(count * 4)));
            let ratio = four.as_secs_f64() / one.as_secs_f64();
            println!("{what}: {one:?}, four times as much {four:?}, {ratio:.1}");
            ratio
        });
        let linear = ratios.into_iter().any(|ratio| ratio < 9.0);
        assert!(linear, "{what}: four times as much takes more than nine times as long");
    }
}

/// Each part of a question that is asked of a record that is there already.
#[test]
fn a_question_to_a_record_is_an_object_about_its_vendor() {
    const KNOWN: &[&str] = &["vendor", "customer", "internal", "input", "facts", "policy"];
    let places = |unreadable: Unreadable| -> Vec<String> {
        unreadable.errors.iter().map(|error| error.pointer.as_str().to_owned()).collect()
    };
    let text = commvault_question().to_string();
    let document = Document::parse(&text).unwrap();
    let mut record = Record::read(Question::of(&document), KNOWN).unwrap();
    assert_eq!(format!("{record:?}"), r#"Record { vendor: "commvault", .. }"#);
    for (text, place) in
        [("[]", ""), (r#"{"vendor":"ibm","input":{"settled":"failed"}}"#, "/vendor")]
    {
        let document = Document::parse(text).unwrap();
        let question = Question::of(&document);
        assert_eq!(places(record.needs(question, KNOWN).unwrap_err()), [place]);
        let answer = record.ask(question, KNOWN);
        assert_eq!(format!("{answer:?}"), "Answer { verdict: Unreadable, .. }");
        let losses = places(record.losses(question, KNOWN).unwrap_err());
        assert!(losses.contains(&place.into()), "{losses:?}");
    }
    // Only an update loses something.
    let document = Document::parse(r#"{"input":{"settled":"failed"}}"#).unwrap();
    let losses = record.losses(Question::of(&document), KNOWN).unwrap_err();
    assert_eq!(places(losses), ["/input/settled"]);
    let document = Document::parse("[]").unwrap();
    let question = Question::of(&document);
    assert_eq!(places(Record::read(question, KNOWN).unwrap_err()), [""]);
    assert_eq!(places(question.check().unwrap_err()), [""]);
    let check = |text: &str| Question::of(&Document::parse(text).unwrap()).check();
    let found = places(check(r#"{"vendor":"sap","customer":[],"input":1}"#).unwrap_err());
    assert!(found.contains(&"/vendor".into()) && found.contains(&"/customer".into()), "{found:?}");
}

#[test]
fn an_id_has_up_to_128_characters() {
    let with = |id: Value| {
        let mut question = commvault_question();
        question["id"] = id;
        question.to_string()
    };
    let long = "\u{e9}".repeat(128);
    assert_eq!(answer(&with(json!(long)))["id"], json!(long));
    unreadable_at(&with(json!(long.clone() + "x")), &["/id"]);
    // A comparison gives it back as well.
    let question = json!({"id": 7, "wish": {"customer": {"name": "Acme"}},
        "compare": {"commvault": {"customer": {"id": "1"}}}});
    let compared = answer(&question.to_string());
    assert_eq!((&compared["verdict"], &compared["id"]), (&json!("compared"), &json!(7)));
}
