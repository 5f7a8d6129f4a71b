//! Adobe: contact lists, one after the other, and the words of a refusal.
//!
//! Goal: what a decision says of the contacts is what differs, whichever list follows which; and a
//! list whose addresses are unique is compared without a search; that must never be
//! believed of a list in which an address stands twice.

use std::collections::HashSet;

use crate::common::{ask, is_of_a_call, typed};
use customer_core::adobe::{
    self, Born, Contacts, Customer, Decision, Facts, Policy, RULES, Rejection, Resource, Update,
    VERSION, apply, create, decide_update, diff, evolve, refused,
};
use customer_core::decision::{Cause, Change, Limit, Next, Refusal, Violation};
use customer_core::json::{At, Path, Pointer};
use customer_core::member::{Echo, Field, Member, Value};
use customer_core::value::{Date, Timestamp};
use customer_core::vendors;
use proptest::prelude::*;

/// Contacts from pairs of first name and address.
fn body(contacts: &[(&str, &str)]) -> String {
    let one = |(name, email): &(&str, &str)| {
        format!(r#"{{"firstName": "{name}", "lastName": "Doe", "email": "{email}@example.com"}}"#)
    };
    let list: Vec<_> = contacts.iter().map(one).collect();
    format!(r#"{{"companyProfile": {{"contacts": [{}]}}}}"#, list.join(", "))
}

fn stored(contacts: &[(&str, &str)]) -> Customer {
    Customer::from_json(&body(contacts)).unwrap()
}

fn sent(record: &Customer, contacts: &[(&str, &str)]) -> Result<Decision, Rejection> {
    let text = body(contacts);
    let update = Update::from_json(&text).unwrap();
    decide_update(record, &update, &Facts::unknown(Policy::documented()))
}

#[test]
fn a_repeated_address_is_refused_though_it_is_stored_so() {
    for contacts in [
        &[("Ada", "a"), ("Ada", "a")][..],
        &[("Ada", "a"), ("Ada", "A")],
        &[("Ada", "a"), ("Bea", "b"), ("Ada", "a")],
        &[("Ada", "a"), ("Bea", "b"), ("Cay", "c"), ("Bea", "b")],
    ] {
        let rejection = sent(&stored(contacts), contacts).unwrap_err();
        let last = contacts.len() - 1;
        let place = format!("/companyProfile/contacts/{last}/email");
        assert_eq!(rejection.refusal().unwrap().first().pointer.as_str(), place);
    }
}

/// What the list knows of its addresses is what it would know if it were read anew.
#[test]
fn a_list_that_loses_a_repetition_knows_it() {
    let twice = stored(&[("Ada", "a"), ("Bea", "a")]);
    for contacts in [
        // One goes; one gets an address of its own; one comes.
        &[("Ada", "a")][..],
        &[("Ada", "a"), ("Bea", "b")],
        &[("Ada", "a"), ("Cay", "c")],
    ] {
        let mut after = twice.clone();
        evolve(&mut after, &sent(&twice, contacts).unwrap()).unwrap();
        let again = Customer::from_json(&after.to_json()).unwrap();
        assert_eq!(after.document, again.document);
        assert_eq!(after.document, stored(contacts).document);
    }
}

/// Every list of up to three contacts with addresses of their own.
fn lists() -> Vec<Vec<(&'static str, &'static str)>> {
    let people = [("Ada", "a"), ("Ada", "b"), ("Bea", "b"), ("Bea", "c"), ("Cay", "c")];
    let mut lists: Vec<Vec<_>> = vec![Vec::new()];
    let mut done = 0;
    while let Some(list) = lists.get(done).filter(|list| list.len() < 3).cloned() {
        let free = people.iter().filter(|(_, email)| list.iter().all(|(_, other)| other != email));
        lists.extend(free.map(|one| [&list[..], &[*one]].concat()));
        done += 1;
    }
    lists
}

/// What a decision says of the contacts is what differs, whichever list follows which.
#[test]
fn every_list_after_every_other() {
    let told = |changes: &[Change]| -> Vec<_> {
        let all = changes.iter();
        all.map(|one| (one.path.pointer(), one.before.clone(), one.after.clone())).collect()
    };
    let lists = lists();
    assert_eq!(lists.len(), 46);
    let mut accepted = 0;
    for (had, says) in [("", ""), (r#""1""#, ""), (r#""1""#, r#""2""#), (r#""1""#, r#""""#)] {
        let phone = |body: String, number: &str| match number {
            "" => body,
            _ => body.replace("}, {", "}, {\"phoneNumber\": \"9\", ").replacen(
                "[{",
                &format!("[{{\"phoneNumber\": {number}, "),
                1,
            ),
        };
        for (before, after) in lists.iter().flat_map(|one| lists.iter().map(move |two| (one, two)))
        {
            let record = Customer::from_json(&phone(body(before), had)).unwrap();
            let text = phone(body(after), says);
            let update = Update::from_json(&text).unwrap();
            let facts = Facts::unknown(Policy::documented());
            let Ok(outcome) = apply(&record, &update.into(), &facts) else { continue };
            accepted += 1;
            let changes = outcome.decision.changes();
            assert_eq!(told(&changes), told(&diff(&record, &outcome.after)), "{text}");
            assert_eq!(outcome.decision.is_unchanged(), changes.is_empty(), "{text}");
            let read = Customer::from_json(&outcome.after.to_json()).unwrap();
            assert_eq!(read.document, outcome.after.document, "{text}");
            let stored = serde_json::to_string(&outcome.decision).unwrap();
            assert_eq!(serde_json::from_str::<Decision>(&stored).unwrap(), outcome.decision);
        }
    }
    assert!(accepted > 2_000, "{accepted}");
}

/// A list is the same list whichever way it was made.
#[test]
fn a_list_is_what_is_in_it() {
    let contacts = |customer: Customer| customer.document.company_profile.unwrap().contacts;
    assert_eq!(Some(Contacts::default()), contacts(stored(&[])));
    for list in lists() {
        let list = contacts(stored(&list)).unwrap();
        let text = serde_json::to_string(&list).unwrap();
        assert_eq!(serde_json::from_str::<Contacts>(&text).unwrap(), list);
        assert_eq!(Contacts::new(list.clone().into_vec()).as_ref(), Some(&list));
        assert_eq!(Contacts::new(list.as_slice().to_vec()).as_ref(), Some(&list));
    }
    // A log tells how many there are and what is known of each, and nobody.
    let two = contacts(stored(&[("Ada", "a"), ("Bea", "b")])).unwrap();
    let one = r#"Contact { first_name: "…", last_name: "…", email: "…" }"#;
    assert_eq!(format!("{two:?}"), format!("[{one}, {one}]"));
}

/// A single change, as a service may carry one out, ends in what would be read anew.
#[test]
fn a_change_inside_the_list_is_made_in_place() {
    let place = Path::ROOT.name("companyProfile").name("contacts");
    let put = |record: &Customer, path: &Path, value: Option<Value>| {
        let mut slot = Some(record.document.clone());
        let change = Change::new(path.clone(), Cause::Set, None, value);
        Resource::put(&mut slot, path.steps(), &[change]);
        slot.unwrap()
    };
    let text = |text: &str| Some(Value::Text(text.into()));
    let two = stored(&[("Ada", "a"), ("Bea", "b")]);
    // Two contacts get the same address, and are two again.
    let twice = put(&two, &place.index(1).name("email"), text("a@example.com"));
    assert_eq!(twice, stored(&[("Ada", "a"), ("Bea", "a")]).document);
    let twice = stored(&[("Ada", "a"), ("Bea", "a")]);
    assert_eq!(put(&twice, &place.index(1).name("email"), text("b@example.com")), two.document);
    // Somebody comes, also where there was no list, and goes.
    let one = stored(&[("Ada", "a")]);
    let bea = diff(&one, &two)[0].after.clone();
    assert_eq!(put(&one, &place.index(1), bea.clone()), two.document);
    assert_eq!(put(&Customer::default(), &place.index(0), bea), stored(&[("Bea", "b")]).document);
    assert_eq!(put(&two, &place.index(1), None), one.document);
}

/// What a request that should only repeat the record says otherwise is found inside the list too.
#[test]
fn an_echo_is_looked_at_inside_the_list() {
    let found = |sent: &[(&str, &str)]| {
        let (record, body) = (stored(&[("Ada", "a"), ("Bea", "b")]), body(sent));
        let update = Field::Value(Update::from_json(&body).unwrap());
        let mut found = Vec::new();
        Resource::echo(Some(&record.document), &update, &At::ROOT, &mut |at, echo| {
            found.push((at.pointer().as_str().to_owned(), echo));
        });
        found
    };
    let list = "/companyProfile/contacts";
    assert_eq!(found(&[("Ada", "a"), ("Bea", "b")]), []);
    let name = (format!("{list}/1/firstName"), Echo::Different);
    assert_eq!(found(&[("Ada", "a"), ("Cay", "b")]), [name]);
    assert_eq!(found(&[("Ada", "a")]), [(list.into(), Echo::Different)]);
}

/// A text without a character is no phone number: it clears the one that is there.
#[test]
fn an_empty_phone_number_clears() {
    let with = |phone: &str| body(&[("Ada", "a")]).replace("[{", &format!(r#"[{{{phone}"#));
    let record = Customer::from_json(&with(r#""phoneNumber": "1", "#)).unwrap();
    let text = with(r#""phoneNumber": "", "#);
    let update = Update::from_json(&text).unwrap();
    let outcome = apply(&record, &update.into(), &Facts::unknown(Policy::documented())).unwrap();
    assert_eq!(outcome.after.document, stored(&[("Ada", "a")]).document);
    let causes: Vec<_> = outcome.decision.changes().iter().map(|one| one.cause).collect();
    assert_eq!(causes, [Cause::Cleared]);
}

/// Editing makes what is not there, keeps what is, and finds contacts as the vendor does.
#[test]
fn an_update_is_edited_where_it_is() {
    let mut update = Update::default();
    assert!(update.contact_mut("a@example.com").is_none());
    update.address_mut().city = Field::Value("Salem".into());
    update.profile_mut().preferred_language = Field::Value("fr-FR".into());
    update.address_mut().region = Field::Null;
    let expected = r#"{"companyProfile":{"preferredLanguage":"fr-FR","#.to_owned()
        + r#""address":{"region":null,"city":"Salem"}}}"#;
    assert_eq!(update.to_json(), expected);
    assert!(update.contact_mut("a@example.com").is_none());

    let text = r#"{"companyProfile":{"contacts":[null,{"firstName":"Ada"},
        {"firstName":"Bea","email":"b@example.com"}]}}"#;
    let mut update = Update::from_json(text).unwrap();
    update.contact_mut("B@Example.com").unwrap().phone_number = Field::Value("1".into());
    assert!(update.contact_mut("a@example.com").is_none());
    let edited = text.replace(r#"b@example.com""#, r#"b@example.com","phoneNumber":"1""#);
    assert_eq!(update, Update::from_json(&edited).unwrap());

    // What was null begins anew.
    let mut update = Update { company_profile: Field::Null, ..Update::default() };
    update.address_mut().city = Field::Value("Salem".into());
    assert_eq!(update.to_json(), r#"{"companyProfile":{"address":{"city":"Salem"}}}"#);
}

/// Each code has its HTTP status and its sentence, and no code is without one.
#[test]
fn a_code_is_answered_with_its_sentence() {
    let sentences = [
        (
            "400",
            400,
            "X-Request-Id must have 1 to 128 visible characters, and be there once at most",
        ),
        ("404", 404, "no such path"),
        ("405", 405, "the path has no such method"),
        ("406", 406, "answers are application/json"),
        ("413", 413, "the body is too large"),
        ("414", 414, "the target is too long"),
        ("415", 415, "the body must be application/json in UTF-8, and not encoded"),
        ("431", 431, "the header fields are too long"),
        ("4115", 403, "API key is invalid or missing"),
        ("4116", 401, "Authorization token is invalid"),
        ("4117", 403, "Authorization token is missing"),
        ("4119", 400, "Correlation ID is Invalid or Missing"),
        ("4120", 400, "Duplicate request id, same requestId has already been processed"),
        ("1115", 404, "Invalid Reseller"),
        ("1126", 400, "Customer cannot be created because reseller account is inactive"),
        ("1116", 404, "Invalid Customer"),
        ("1125", 400, "Account cannot be updated while status is pending or blocked"),
        ("1121", 400, "Request contains additional unexpected fields."),
        ("1122", 400, "Request is missing required fields"),
        ("1117", 400, "Some fields are invalid"),
        ("1118", 400, "Invalid Address"),
        ("1119", 400, "Some fields are not editable"),
        ("2135", 400, "Invalid market segment used for customer"),
        ("1139", 400, "Partner is not enabled for global sales"),
        ("1142", 400, "Market segment not allowed for global sales"),
        ("1140", 400, "Customer is not enabled for global sales"),
        ("1163", 400, "The market segment is not allowed for large government agencies"),
        ("1164", 400, "The partner is not enabled for large government agencies"),
        ("1167", 400, "The country is invalid for large government agencies"),
        ("1168", 400, "The sub-segment is not allowed for large government agencies"),
        ("1147", 400, "A three-year-commitment customer is not allowed"),
        ("1135", 400, "The minimum quantity is out of range"),
    ];
    for rule in RULES.iter().filter(|rule| rule.code.is_some()) {
        assert!(sentences.iter().any(|(code, ..)| rule.code == Some(code)), "{rule}");
    }
    for (code, status, message) in sentences {
        // 1118 stands for a rule of 1117.
        let of = if code == "1118" { "1117" } else { code };
        let rule = RULES.iter().find(|rule| rule.code == Some(of)).unwrap();
        let mut violation = Violation::new(rule, Pointer::new("/a/b"));
        violation.code = Some(code);
        let refusal = Refusal::new(vec![violation], Next::Fix).unwrap();
        let response = refused(&refusal).unwrap();
        assert_eq!(response.status, status, "{code}");
        let body = response.body.unwrap();
        let start = format!(r#"{{"code":"{code}","message":"{message}""#);
        assert!(body.starts_with(&start), "{body}");
    }
}

/// Rules of one code are adjacent: violations are ordered by code, and a rank is a place.
#[test]
fn rules_of_one_code_stand_together() {
    let of_inputs = RULES.iter().filter(|rule| !is_of_a_call(rule));
    let mut codes: Vec<_> = of_inputs.filter_map(|rule| rule.code).collect();
    codes.dedup();
    let order = [
        "400", "1116", "1125", "1121", "1122", "1117", "1119", "2135", "1139", "1142", "1140",
        "1163", "1164", "1167", "1168", "1147", "1135",
    ];
    assert_eq!(codes, order);
}

proptest! {
    #![proptest_config(crate::common::config("tests/adobe.proptest-regressions"))]

    #[test]
    fn unchanged_is_what_has_no_changes(ask in ask::<vendors::Adobe>()) {
        let it = typed::<vendors::Adobe>(&ask);
        if let Ok(outcome) = apply(&it.record, &it.input, &it.facts) {
            let decision = outcome.decision;
            prop_assert_eq!(decision.is_unchanged(), decision.changes().is_empty());
            prop_assert_eq!(decision.version(), VERSION);
            prop_assert_eq!(decision.record(), it.record.id());
        }
    }
}

/// Null repeats that there is none, also of a contact that moves.
#[test]
fn a_null_phone_number_of_a_contact_without_one_says_nothing() {
    let record = stored(&[("Ada", "a"), ("Bea", "b")]);
    let text = body(&[("Bea", "b"), ("Ada", "a")])
        .replace(r#"b@example.com""#, r#"b@example.com", "phoneNumber": null"#);
    let update = Update::from_json(&text).unwrap();
    let decision = decide_update(&record, &update, &Facts::unknown(Policy::documented())).unwrap();
    assert_eq!(decision.changes(), sent(&record, &[("Bea", "b"), ("Ada", "a")]).unwrap().changes());
}

proptest! {
    /// A creation refuses each place by one rule once, although what an update may not change is
    /// forbidden to a creation by another rule.
    #[test]
    fn a_creation_refuses_nothing_twice(ask in ask::<vendors::Adobe>()) {
        let typed = typed::<vendors::Adobe>(&ask);
        let adobe::Input::Update(update) = &typed.input else { return Ok(()) };
        let now = Timestamp::parse("2026-02-20T12:00:00").unwrap();
        let born = Born::new("P100", now).unwrap();
        if let Err(rejection) = create(update, &typed.facts, &born) {
            let mut seen = HashSet::new();
            for one in rejection.violations() {
                prop_assert!(seen.insert((one.rule.id, one.pointer.clone())), "{one:?}");
            }
        }
    }
}

/// The limit of a quantity is the offer's minimum; what is committed is a limit of the record, which
/// the caller can read there.
#[test]
fn a_quantity_below_the_minimum_says_how_much_it_must_be() {
    let committed = r#"{"benefits": [{"type": "THREE_YEAR_COMMIT", "commitment": {
        "status": "COMMITTED", "startDate": "2026-01-01", "endDate": "2028-12-31",
        "minimumQuantities": [{"offerType": "LICENSE", "quantity": 20}]}}]}"#;
    let limit = |record: &str, offer: &str, quantity: u32| {
        let record = Customer::from_json(record).unwrap();
        let text = format!(
            r#"{{"benefits": [{{"type": "THREE_YEAR_COMMIT", "commitmentRequest":
                {{"minimumQuantities": [{{"offerType": "{offer}", "quantity": {quantity}}}]}}}}]}}"#
        );
        let update = Update::from_json(&text).unwrap();
        let today = Some(Date::parse("2026-03-01").unwrap());
        let facts = Facts { today, ..Facts::unknown(Policy::documented()) };
        let rejection = decide_update(&record, &update, &facts).unwrap_err();
        let mut found = rejection.violations();
        let one = found.next().unwrap();
        assert!(found.next().is_none(), "{rejection}");
        (one.rule.id, one.limit)
    };
    let rule = "adobe.commitment.minimum-quantity";
    assert_eq!(limit("{}", "LICENSE", 9), (rule, Some(Limit::AtLeast(10))));
    assert_eq!(limit("{}", "CONSUMABLES", 999), (rule, Some(Limit::AtLeast(1000))));
    let rule = "adobe.commitment.committed-quantity";
    assert_eq!(limit(committed, "LICENSE", 19), (rule, None));
}
