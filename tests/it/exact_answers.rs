//! What an answer says fits together, and names a rule only where that is sure.

use customer_core::decision::Next;
use customer_core::member::{Raw, SentOthers, Value};
use customer_core::value::Timestamp;
use customer_core::{adobe, commvault, ibm};

/// What says that it failed has failed, whichever of status and body says it; what to do next and
/// what it complains about say the same.
#[test]
fn an_answer_of_ibm_is_accepted_or_complains() {
    let body = |inside: &str| format!(r#"{{"BSSResponse": {{{inside}}}}}"#);
    let stale = r#""ResponseCode": "500", "ExceptionMessage": "StaleObjectStateException: x""#;
    let missing = r#""ResponseCode": 400, "MessageCode": "BZSAP1033E""#;
    let asked = ibm::Asked::unknown(ibm::Policy::documented());
    for (status, inside, accepted, next) in [
        (200, stale, false, Next::Refetch),
        (200, missing, false, Next::Fix),
        (200, r#""ResponseCode": "200""#, true, Next::Done),
        (200, r#""ResponseCode": "0""#, true, Next::Done),
        (200, r#""ResponseCode": "409""#, false, Next::Wait),
        (500, r#""ResponseCode": "200""#, false, Next::Retry),
        (400, r#""ResponseCode": "204""#, false, Next::Fix),
        (500, stale, false, Next::Refetch),
        (204, "", true, Next::Done),
    ] {
        let answer = ibm::Answer::read(status, &body(inside));
        let what = format!("{status} {inside}");
        assert_eq!(answer.is_accepted(), accepted, "{what}");
        assert_eq!(answer.next(&asked), next, "{what}");
        assert_eq!(answer.complaints(&asked).is_empty(), accepted, "{what}");
        assert!(!(answer.is_stale() && accepted), "{what}");
    }
}

/// A rule is named where code and place leave only one.
#[test]
fn a_complaint_of_adobe_names_no_rule_of_another_place() {
    let rule = |code: &str, detail: &str| {
        let body = format!(r#"{{"code": "{code}", "additionalDetails": ["{detail}"]}}"#);
        let asked = adobe::Asked::unknown(adobe::Policy::documented());
        let complaints = adobe::Answer::read(400, &body).complaints(&asked);
        assert_eq!(complaints.len(), 1);
        complaints[0].rule.map(|rule| rule.id)
    };
    for (code, detail, expected) in [
        ("1122", "benefits[0].type", Some("adobe.benefit.type-required")),
        ("1122", "benefits[0].commitmentRequest", None),
        ("1122", "benefits[0].commitmentRequest.minimumQuantities", None),
        (
            "1122",
            "benefits[0].commitmentRequest.minimumQuantities[1].quantity",
            Some("adobe.commitment.quantities-required"),
        ),
        ("1122", "discounts[0].quantity", None),
        ("1122", "companyProfile.contacts[0].email", Some("adobe.contact.complete")),
        ("1122", "companyProfile.contacts[0].phoneNumber", None),
        ("1122", "companyProfile.contacts", None),
        ("1122", "companyProfile.address.city", Some("adobe.member.required")),
        ("1122", "companyProfile.address.addressLine2", None),
        ("1122", "linkedMembership.type", Some("adobe.linked-membership.complete")),
        ("1122", "linkedMembership.id", None),
        ("1122", "externalReferenceId", None),
        ("1119", "companyProfile.contacts[0].lastName", Some("adobe.contact.name-fixed")),
        ("1119", "companyProfile.contacts[0].email", None),
        ("1119", "companyProfile.contacts", None),
        ("1119", "companyProfile.address.region", Some("adobe.country.fixed")),
        ("1119", "companyProfile.address.city", None),
        ("1119", "linkedMembership", Some("adobe.linked-membership.fixed")),
        ("1119", "linkedMembership.name", Some("adobe.linked-membership.fixed")),
        ("1119", "linkedMembershipX", None),
        ("1119", "status", Some("adobe.member.read-only")),
        ("1119", "benefits[0].commitment.status", Some("adobe.member.read-only")),
        ("1119", "benefits[0].type", None),
        ("1119", "preferredLanguage", None),
        ("1119", "externalReferenceId", None),
    ] {
        assert_eq!(rule(code, detail), expected, "{code} {detail}");
    }
}

#[test]
fn the_one_rule_with_the_code_1006_is_named() {
    let answer = commvault::Answer::read(404, r#"{"error": {"code": 1006, "message": "no"}}"#);
    let asked = commvault::Asked::unknown(commvault::Policy::documented());
    let complaints = answer.complaints(&asked);
    assert_eq!(complaints[0].rule.map(|rule| rule.id), Some("commvault.account.exists"));
    assert_eq!(complaints[0].code.as_deref(), Some("1006"));
}

/// A record is made under no id by which its endpoint does not find it.
#[test]
fn nobody_is_born_under_an_id_that_is_not_found() {
    let now = Timestamp::parse("2026-02-20T12:00:00").unwrap();
    for id in ["", "a b/", "P/12", "P1", "Größe", &"9".repeat(41)] {
        assert!(adobe::Born::new(id, now).is_none() && !adobe::is_id(id), "{id}");
    }
    for id in ["P1000000010", "0a-Z", &"9".repeat(40)] {
        assert!(adobe::Born::new(id, now).is_some() && adobe::is_id(id), "{id}");
    }
    for id in ["", "x", "-5", &"9".repeat(19), &"9".repeat(40)] {
        assert!(ibm::Born::new(id, now).is_none() && !ibm::is_id(id), "{id}");
    }
    for id in ["1", &"9".repeat(18)] {
        assert!(ibm::Born::new(id, now).is_some() && ibm::is_id(id), "{id}");
    }
}

#[test]
fn only_a_null_is_a_null() {
    let account = commvault::Account::from_json(r#"{"Tier": 1.5, "Note": null, "name": null}"#);
    let mut others = account.unwrap().document.others;
    let nulls = ["Tier", "Note", "name", "nobody"].map(|name| others.has_null(name));
    assert_eq!(nulls, [false, true, true, false]);
    others.put("Note", Some(&Value::Flag(true)));
    others.put("Tier", None);
    assert!(!others.has_null("Note") && others.get("Tier").is_none());
}

/// Many members at once are what they are one by one, the last of one name counting.
#[test]
fn unknown_members_come_in_any_order() {
    let raw = |text: &str| Raw::parse(text).unwrap();
    let all = [("b", "1"), ("a", "2"), ("b", "3"), ("c", "4"), ("a", "5")];
    let (mut one_by_one, mut at_once) = (SentOthers::default(), SentOthers::default());
    one_by_one.insert("c", raw("0"));
    at_once.insert("c", raw("0"));
    for (name, value) in all {
        one_by_one.insert(name, raw(value));
    }
    at_once.extend(all.map(|(name, value)| (name, raw(value))));
    assert_eq!(one_by_one, at_once);
    assert_eq!(at_once.iter().collect::<Vec<_>>(), [("a", "5"), ("b", "3"), ("c", "4")]);
    at_once.remove("b");
    at_once.remove("x");
    assert_eq!(at_once.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "c"]);
}

/// A taken name answers only where nothing else is wrong; the list has the order of the document.
#[test]
fn a_taken_name_answers_last() {
    let account =
        commvault::Account::from_json(r#"{"status": "active", "externalId": "X"}"#).unwrap();
    let policy = commvault::Policy::documented();
    let facts = commvault::Facts { name_taken: Some(true), ..commvault::Facts::unknown(policy) };
    for (contacts, answering, status) in [("[]", "/contacts", 400), ("[{}]", "/name", 409)] {
        let body = format!(r#"{{"externalId": "X", "name": "T", "contacts": {contacts}}}"#);
        let update = commvault::Update::from_json(&body).unwrap();
        let rejection = commvault::decide_update(&account, &update, &facts).unwrap_err();
        let refusal = rejection.refusal().unwrap();
        assert_eq!(refusal.first().pointer.as_str(), "/name");
        assert_eq!(refusal.answering().pointer.as_str(), answering);
        assert_eq!(refusal.next(), Next::Fix);
        assert_eq!(commvault::refused(refusal).unwrap().status, status);
    }
}
