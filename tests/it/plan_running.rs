//! Plans over an update of Commvault that runs: what it brings, and what a new one forgets of it.
//!
//! Goal: nothing of an update that runs is lost unsaid, and a wish that its update brings is not
//! planned again. Method: one example of each sentence, found among a million generated wishes.

use crate::plan::{ask, commvault_record, expected, obstacles};
use serde_json::{Value, json};

/// Of a wrapped account, what it is wrapped in is inside of the whole.
#[test]
fn a_loss_of_the_whole_is_accepted_for_the_whole_alone() {
    let mut account = commvault_record();
    account["status"] = json!("updating");
    let wish = |wrapped: bool, acknowledge: &str| {
        let (customer, patch) = (account.clone(), json!({"website": "w.com"}));
        let (customer, patch) = match wrapped {
            true => (json!({ "data": customer }), json!({ "data": patch })),
            false => (customer, patch),
        };
        ask(&json!({"vendor": "commvault", "policy": "lenient", "customer": customer,
            "acknowledge": [acknowledge], "wish": {"merge": patch}}))
    };
    let lost = expected(&[("commvault.updating.starts-from-old-values", "", "acknowledge")]);
    for (wrapped, inside) in [(true, "/data"), (true, "/data/website"), (false, "/website")] {
        assert_eq!(obstacles(&wish(wrapped, inside)), lost, "{inside}");
    }
    for wrapped in [true, false] {
        let answer = wish(wrapped, "");
        assert_eq!((&answer["verdict"], &answer["losses"]), (&json!("planned"), &json!([""])));
    }
    // What is lost inside is accepted with all of it.
    let mut pending = commvault_record();
    pending["type"] = json!("POC");
    let mut question = running(commvault_record(), pending, json!({"website": "w.com"}));
    question["customer"] = json!({"data": question["customer"]});
    question["wish"]["merge"] = json!({"data": question["wish"]["merge"]});
    for (acknowledge, verdict) in [(json!([]), "unreachable"), (json!(["/data"]), "planned")] {
        question["acknowledge"] = acknowledge;
        let answer = ask(&question);
        assert_eq!(answer["verdict"], verdict, "{answer}");
    }
}

/// An account whose update will bring `pending`, and a wish for another website.
fn running(shown: Value, mut pending: Value, wish: Value) -> Value {
    pending["status"] = json!("active");
    let mut question = json!({
        "vendor": "commvault", "policy": "lenient", "customer": shown, "wish": {"merge": wish},
        "internal": {"pending": pending},
        "facts": {"now": "2026-03-01T12:00:00", "nameTaken": false, "externalIdTaken": false},
    });
    question["customer"]["status"] = json!("updating");
    question
}

/// Asks the same of what the plan leads to.
fn asked_again(question: &Value) -> Value {
    let answer = ask(question);
    assert_eq!(answer["verdict"], "planned", "{answer}");
    let mut again = question.clone();
    again["customer"] = answer["customer"].clone();
    again["internal"] = answer["internal"].clone();
    ask(&again)
}

/// An update that replaces a running one starts from what is shown: what has no place in a body, so
/// that the new one can't say it as well, is forgotten, and that is a loss.
#[test]
fn what_no_update_can_repeat_of_a_running_one_is_a_loss() {
    let mut pending = commvault_record();
    let other = json!({"type": "owner", "email": "o@acme.com", "firstName": "O", "lastName": "W"});
    pending["contacts"].as_array_mut().unwrap().push(other);
    pending["type"] = json!("POC");
    let mut question = running(commvault_record(), pending, json!({"website": "w.com"}));
    let rule = "commvault.updating.starts-from-old-values";
    let lost = [
        "/contacts/1/type",
        "/contacts/1/email",
        "/contacts/1/firstName",
        "/contacts/1/lastName",
        "/type",
    ];
    let rows = lost.map(|place| (rule, place, "acknowledge"));
    assert_eq!(obstacles(&ask(&question)), expected(&rows));
    question["acknowledge"] = json!(["/contacts/1", "/type"]);
    let answer = ask(&question);
    assert_eq!(answer["verdict"], "planned", "{answer}");
    assert_eq!(answer["losses"], json!(lost));
    // What has a place is said anew, and is no loss.
    let mut pending = commvault_record();
    pending["contacts"][0]["phone"] = json!("1");
    let answer = ask(&running(commvault_record(), pending, json!({"website": "w.com"})));
    assert_eq!((&answer["verdict"], &answer["losses"]), (&json!("planned"), &json!([])));
    assert_eq!(answer.pointer("/update/contacts/0/phone"), Some(&json!("1")), "{answer}");
}

/// A merge patch that repeats the account, without a time of the last update, is brought by its update.
#[test]
fn a_wish_without_a_time_holds_while_its_update_runs() {
    let mut record = commvault_record();
    record["updateTs"] = json!(null);
    let mut wish = record.clone();
    wish["name"] = json!("Other");
    let mut question = running(record, json!({}), wish);
    question["customer"]["status"] = json!("active");
    question["internal"] = json!({});
    assert_eq!(asked_again(&question)["verdict"], "nothing");
}

/// A contact without any value is nobody.
#[test]
fn an_empty_contact_is_none() {
    let mut record = commvault_record();
    record["contacts"] = json!([]);
    let mut pending = record.clone();
    pending["contacts"] = json!([{"type": "admin", "lastName": "D"}]);
    let question = running(record, pending, json!({"contacts": [{}]}));
    assert_eq!(asked_again(&question)["verdict"], "nothing");
}

/// A member of the account may have the name of a part of the question.
#[test]
fn a_loss_is_inside_of_the_account_whatever_its_name() {
    let mut pending = commvault_record();
    pending["facts"] = json!({"a": 1});
    pending["resend"] = json!([7]);
    let mut question = running(commvault_record(), pending, json!({"website": "w.com"}));
    question["customer"] = json!({"data": question["customer"]});
    question["wish"]["merge"] = json!({"data": question["wish"]["merge"]});
    let lost = ["/data/facts", "/data/resend"];
    let rule = "commvault.updating.starts-from-old-values";
    let rows = lost.map(|place| (rule, place, "acknowledge"));
    assert_eq!(obstacles(&ask(&question)), expected(&rows));
    question["acknowledge"] = json!(lost);
    let answer = ask(&question);
    assert_eq!((&answer["verdict"], &answer["losses"]), (&json!("planned"), &json!(lost)));
}

/// What is wished away is said so, also where the account does not show it yet: no other value
/// would bring it, and none is missing.
#[test]
fn what_a_running_update_brings_is_wished_away_as_what_is_stored() {
    let name = |value: Value| json!({"merge": {"name": value}});
    let person = |value: Value| {
        let person = json!({"type": "admin", "email": value, "firstName": "J", "lastName": "D"});
        json!({"merge": {"contacts": [person]}})
    };
    let rows = |rule, place| {
        expected(&[
            ("commvault.status.updating", "/status", "wait"),
            (rule, place, "not-at-this-vendor"),
        ])
    };
    for (place, wish, rule) in [
        ("/externalId", json!({"merge": {"externalId": null}}), "commvault.identity.has-value"),
        ("/name", name(json!(null)), "commvault.identity.has-value"),
        ("/contacts/0/email", person(json!(null)), "commvault.contact.has-value"),
        ("/contacts", json!({"merge": {"contacts": []}}), "commvault.contacts.exactly-one"),
    ] {
        let old =
            if place == "/contacts" { json!([{"email": "o@acme.com"}]) } else { json!("old") };
        for shown in [old, json!(null)] {
            let mut question = running(commvault_record(), commvault_record(), json!({}));
            question["policy"] = json!("documented");
            question["wish"] = wish.clone();
            *question["customer"].pointer_mut(place).unwrap() = shown;
            let answer = ask(&question);
            assert_eq!(obstacles(&answer), rows(rule, place), "{question}");
            assert_eq!(answer["next"], "stop");
        }
    }
}

/// Where nothing runs, a time of the last update is as it is stored.
#[test]
fn a_time_is_for_nobody_to_wish_for_where_nothing_runs() {
    let mut record = commvault_record();
    record["updateTs"] = json!("2026-03-01T10:00:00");
    let mut wish = record.clone();
    wish["updateTs"] = json!("2026-03-01T11:00:00");
    let question = json!({"vendor": "commvault", "customer": record, "wish": {"document": wish}});
    let answer = ask(&question);
    let found = obstacles(&answer);
    assert_eq!(found.len(), 1, "{answer}");
    assert_eq!((&*found[0].0, &*found[0].1), ("commvault.member.read-only", "/updateTs"));
}

/// A record may hold an account to come where no update runs: an update starts from what is shown
/// then, which need not be said.
#[test]
fn what_is_shown_is_not_said_where_an_update_takes_the_place_of_what_was_to_come() {
    let mut pending = commvault_record();
    pending["website"] = json!("other.com");
    let shown = commvault_record();
    let wish = json!({"website": shown["website"]});
    for status in ["update_failure", "active", "updating"] {
        let mut question = running(shown.clone(), pending.clone(), wish.clone());
        question["policy"] = json!({"preset": "lenient", "updating": "refused"});
        question["customer"]["status"] = json!(status);
        let answer = ask(&question);
        if status == "updating" {
            assert_eq!(answer["verdict"], "unreachable", "{answer}");
        } else {
            assert_eq!(answer["verdict"], "planned", "{answer}");
            assert_eq!(answer["update"].get("website"), None, "{answer}");
        }
    }
}
