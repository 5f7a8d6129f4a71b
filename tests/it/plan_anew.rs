//! What is made anew has nothing of what was there: what only the vendor writes goes with it.
//!
//! Goal: a plan holds afterwards, so a wish for what a new request drops is no plan. Method: the
//! dates and an unknown member of a stored request, repeated in a wish that makes a new one of it.

use serde_json::{Value, json};

use crate::plan::{adobe_record, ask, expected, obstacles};

const KINDS: [&str; 2] = ["commitmentRequest", "recommitmentRequest"];

/// A stored request, and what is wished instead of it.
fn wish(kind: &str, stored: &Value, wished: &Value) -> Value {
    let mut record = adobe_record();
    let entry = |request: &Value| {
        json!({"type": "THREE_YEAR_COMMIT", "commitment": {"startDate": "2023-06-01",
            "endDate": "2026-05-31", "status": "COMMITTED",
            "minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]}, kind: request})
    };
    record["benefits"] = json!([entry(stored)]);
    let mut document = record.clone();
    document["benefits"] = json!([entry(wished)]);
    let question = json!({"vendor": "adobe", "customer": record,
        "wish": {"document": document}, "facts": {"today": "2026-05-20"}});
    let answer = ask(&question);
    let mut merge = question.clone();
    merge["wish"] = json!({"merge": {"benefits": document["benefits"]}});
    assert_eq!(ask(&merge), answer, "a merge of the same");
    answer
}

fn request(license: u32, more: Value) -> Value {
    let mut request = json!({"minimumQuantities": [{"offerType": "LICENSE", "quantity": license}]});
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request
}

/// The dates go with the request that they are of, so the wish would not hold afterwards.
#[test]
fn dates_of_a_request_that_is_made_anew_are_not_to_be_had() {
    let dates = json!({"startDate": "2026-06-01", "endDate": "2029-05-31"});
    for kind in KINDS {
        for (status, license) in [("DECLINED", 10), ("EXPIRED", 10), ("ACCEPTED", 20)] {
            let mut stored = request(10, dates.clone());
            stored["status"] = json!(status);
            let answer = wish(kind, &stored, &request(license, dates.clone()));
            let at = |name: &str| format!("/benefits/0/{kind}/{name}");
            let rule = "adobe.member.read-only";
            let rows = [(rule, &*at("startDate"), "wait"), (rule, &*at("endDate"), "wait")];
            assert_eq!(obstacles(&answer), expected(&rows), "{status}");
            assert_eq!(answer["next"], "wait");
            // The nearest plan asks for it, and what it leads to meets the same obstacles.
            let nearest = &answer["nearest"];
            assert_eq!(nearest["changes"][0]["pointer"], at("startDate"), "{nearest}");
            let made = &nearest["customer"]["benefits"][0][kind];
            let again = wish(kind, made, &request(license, dates.clone()));
            assert_eq!(again["obstacles"], answer["obstacles"], "{status}");
            // Without the dates it is a plan, and it holds.
            let plain = wish(kind, &stored, &request(license, json!({})));
            assert_eq!(plain["verdict"], "planned", "{plain}");
            assert_eq!(plain["update"], nearest["update"]);
            let made = &plain["customer"]["benefits"][0][kind];
            assert_eq!(wish(kind, made, &request(license, json!({})))["verdict"], "nothing");
        }
    }
}

/// A request that stays keeps them, and one that nobody can make is not made anew.
#[test]
fn dates_of_a_request_that_stays_are_as_stored() {
    let dates = json!({"startDate": "2026-06-01", "endDate": "2029-05-31"});
    for kind in KINDS {
        let mut stored = request(10, dates.clone());
        stored["status"] = json!("ACCEPTED");
        let same = wish(kind, &stored, &request(10, dates.clone()));
        assert_eq!(same["verdict"], "nothing", "{same}");
        let mut moved = request(20, dates.clone());
        moved["status"] = json!("ACCEPTED");
        let answer = wish(kind, &stored, &moved);
        let at = format!("/benefits/0/{kind}/status");
        assert_eq!(obstacles(&answer), expected(&[("adobe.member.read-only", &at, "wait")]));
    }
}

/// So does what no page knows.
#[test]
fn an_unknown_member_goes_with_the_request_that_is_made_anew() {
    for kind in KINDS {
        let stored = request(10, json!({"status": "DECLINED", "more": 1}));
        let answer = wish(kind, &stored, &request(10, json!({"more": 1})));
        let at = format!("/benefits/0/{kind}/more");
        let row = ("adobe.member.unknown", &*at, "not-at-this-vendor");
        assert_eq!(obstacles(&answer), expected(&[row]));
    }
}

/// Dates are no wish of the other kinds, which say nothing of what the vendor alone writes.
#[test]
fn a_rebase_does_not_speak_of_dates() {
    let dates = json!({"startDate": "2026-06-01", "endDate": "2029-05-31"});
    let mut stored = request(10, dates.clone());
    stored["status"] = json!("DECLINED");
    let entry =
        |request: &Value| json!([{"type": "THREE_YEAR_COMMIT", "commitmentRequest": request}]);
    let mut record = adobe_record();
    record["benefits"] = entry(&stored);
    let mut mine = record.clone();
    mine["benefits"] = entry(&request(10, dates));
    let mut question = json!({"vendor": "adobe", "customer": record, "facts": {"today": "2026-05-20"},
        "wish": {"rebase": {"base": record, "mine": mine}}});
    let answer = ask(&question);
    assert_eq!(answer["verdict"], "planned", "{answer}");
    question["customer"] = answer["customer"].clone();
    assert_eq!(ask(&question)["verdict"], "nothing");
}

/// What no page knows is refused inside a quantity as well, where it is not stored so.
#[test]
fn an_unknown_member_of_a_quantity_is_no_wish() {
    let more = |value: Value| {
        json!({"status": "REQUESTED", "minimumQuantities":
            [{"offerType": "LICENSE", "quantity": 10, "more": value}]})
    };
    for kind in KINDS {
        let at = format!("/benefits/0/{kind}/minimumQuantities/0/more");
        let row = ("adobe.member.unknown", &*at, "not-at-this-vendor");
        for stored in [json!(null), request(10, json!({"status": "REQUESTED"})), more(json!(1))] {
            let answer = wish(kind, &stored, &more(json!(2)));
            assert_eq!(obstacles(&answer), expected(&[row]), "{stored}");
        }
        assert_eq!(wish(kind, &more(json!(1)), &more(json!(1)))["verdict"], "nothing");
        assert_eq!(wish(kind, &more(json!(1)), &more(json!(null)))["verdict"], "nothing");
    }
    let mut stored = adobe_record();
    stored["benefits"] = json!([{"type": "THREE_YEAR_COMMIT", "commitment": more(json!(1))}]);
    let patch = json!({"benefits": [{"type": "THREE_YEAR_COMMIT", "commitment": more(json!(2))}]});
    let answer = ask(&json!({"vendor": "adobe", "customer": stored, "wish": {"merge": patch}}));
    let at = "/benefits/0/commitment/minimumQuantities/0/more";
    let row = ("adobe.member.unknown", at, "not-at-this-vendor");
    assert_eq!(obstacles(&answer), expected(&[row]));
}
