//! Commvault: a named test for each key sentence of the vendor's page, and the laws of the vendor.

use customer_core::commvault::{
    Account, Answer, Asked, Busy, Decision, EmptyText, Fact, Facts, Input, Policy, Profile, RULES,
    Rejection, Settlement, Status, Update, apply, compose, decide, diff, evolve, needs, refused,
};
use customer_core::decision::{Cause, Next, Refusal, RuleKind, Violation};
use customer_core::json::{Pointer, Reason};
use customer_core::value::Timestamp;

const ACME: &str = r#"{
    "id": "7194af6f", "status": "active", "insertTs": "2021-06-07T21:16:48",
    "updateTs": "2021-06-07T21:16:48", "externalId": "XSP1234", "name": "Acme ltd",
    "website": "www.acme.com", "provisionCountry": "United States",
    "contacts": [{"type": "admin", "email": "john.doe@acme.com", "firstName": "John",
        "lastName": "Doe", "phone": "1", "address": {"city": "Sunnyvale", "state": "California"}}],
    "services": [{"sku": "A", "quantity": 1.0}], "type": "Production", "score": 1.50
}"#;

fn acme(status: &str) -> Account {
    Account::from_json(&ACME.replace("\"active\"", &format!("\"{status}\""))).unwrap()
}

fn facts(policy: Policy) -> Facts {
    let now = Timestamp::parse("2021-06-08T09:00:00").unwrap();
    Facts { policy, now: Some(now), external_id_taken: Some(false), name_taken: Some(false) }
}

/// An update that is in order but for `members`.
fn body(members: &str) -> String {
    let comma = if members.is_empty() { "" } else { "," };
    format!(r#"{{"externalId": "XSP1234", "name": "Acme ltd"{comma}{members}}}"#)
}

fn with_contact(contact: &str) -> String {
    body(&format!(r#""contacts": [{contact}]"#))
}

fn ask(account: &Account, body: &str, policy: Policy) -> Result<Account, Rejection> {
    let input = Update::from_json(body).unwrap().into();
    apply(account, &input, &facts(policy)).map(|outcome| outcome.after)
}

fn pending(body: &str) -> Profile {
    ask(&acme("active"), body, Policy::documented()).unwrap().pending().unwrap()
}

fn refusals(account: &Account, body: &str, policy: Policy) -> Vec<(&'static str, String)> {
    let rejection = ask(account, body, policy).unwrap_err();
    let found = rejection.violations();
    found.map(|one| (one.rule.id, one.pointer.as_str().to_owned())).collect()
}

fn places(body: &str) -> Vec<String> {
    let found = refusals(&acme("active"), body, Policy::documented());
    found.into_iter().map(|(_, place)| place).collect()
}

#[test]
fn status_becomes_updating_once_an_update_is_initiated() {
    for status in ["active", "update_failure"] {
        let after = ask(&acme(status), &with_contact("{}"), Policy::documented()).unwrap();
        assert_eq!(after.document.status, Some(Status::Updating));
        assert_eq!(after.document.update_ts.as_deref(), Some("2021-06-08T09:00:00"));
    }
}

#[test]
fn success_makes_it_active_and_failure_update_failure() {
    let body = body(r#""website": null, "contacts": [{}]"#);
    let running = ask(&acme("active"), &body, Policy::documented()).unwrap();
    assert_eq!(running.document.website.as_deref(), Some("www.acme.com"));
    let settle = |settlement: Settlement| {
        apply(&running, &settlement.into(), &facts(Policy::documented())).unwrap()
    };
    let good = settle(Settlement::Succeeded);
    assert_eq!(good.after.document.status, Some(Status::Active));
    assert_eq!(good.after.document.website, None);
    assert_eq!(good.decision.next(), Next::Done);
    let website = good.decision.changes().pop().unwrap();
    assert_eq!((website.path.pointer().as_str(), website.cause), ("/website", Cause::Set));
    let bad = settle(Settlement::Failed);
    assert_eq!(bad.after.document.status, Some(Status::UpdateFailure));
    assert_eq!(bad.after.document.website.as_deref(), Some("www.acme.com"));
    assert_eq!(bad.decision.next(), Next::Retry);
    assert!(good.after.pending().is_none() && bad.after.pending().is_none());
}

#[test]
fn the_admin_contact_needs_all_three_names_or_none() {
    let none = pending(&with_contact("{}"));
    assert_eq!(none.contact(), acme("active").document.contact());
    let all = with_contact(r#"{"email": "a@b.c", "firstName": "A", "lastName": "B"}"#);
    assert_eq!(pending(&all).contact().unwrap().first_name.as_deref(), Some("A"));
    let one = with_contact(r#"{"lastName": "B"}"#);
    assert_eq!(places(&one), ["/contacts/0/email", "/contacts/0/firstName"]);
    let null = with_contact(r#"{"email": "", "firstName": null, "lastName": "B"}"#);
    assert_eq!(places(&null), ["/contacts/0/email", "/contacts/0/firstName"]);
}

/// The status leads on; a body without a code of the vendor has none.
#[test]
fn an_error_is_read_with_its_code() {
    let asked = Asked::unknown(Policy::documented());
    let read = |body: &str| Answer::read(500, body);
    let missing = read(r#"{"error": {"code": 1006, "message": "none"}}"#);
    assert_eq!((missing.code, missing.next(&asked)), (Some(1006), Next::Retry));
    let other = read(r#"{"error": {"code": 7}}"#);
    assert_eq!((other.code, other.next(&asked)), (Some(7), Next::Retry));
    for body in ["", "<html>", "{}", r#"{"error": {}}"#, r#"{"error": {"code": "1006"}}"#] {
        assert_eq!((read(body).code, read(body).next(&asked)), (None, Next::Retry), "{body}");
    }
    for body in [r#"{"data": {"status": "new"}}"#, r#"{"data": {}}"#] {
        assert_eq!(Answer::read(200, body).next(&asked), Next::Done, "{body}");
    }
    assert_eq!(Answer::read(408, "").next(&asked), Next::Stop);
}

/// All that is wrong in one sentence, each behind its place.
#[test]
fn a_refusal_is_answered_in_one_sentence() {
    let rule = RULES.first().unwrap();
    let at = |place: &str| Violation::new(rule, Pointer::new(place));
    let all = vec![at("/contacts/0/email"), at(""), at("/name")];
    let body = refused(&Refusal::new(all, Next::Fix).unwrap()).unwrap().body.unwrap();
    let (says, place) = (rule.says, Pointer::new("/contacts/0/email").dotted());
    let message = format!("{place}: {says}; {says}; name: {says}");
    assert!(body.contains(&serde_json::to_string(&message).unwrap()), "{body}");
}

/// An account without a contact gets the whole one, with every member that was sent.
#[test]
fn a_first_contact_comes_as_a_whole() {
    let account = Account::from_json(r#"{"status": "active", "externalId": "XSP1234"}"#).unwrap();
    let contact = r#"{"email":"a@b.c","firstName":"A","lastName":"B","phone":"1","address":{"addressLine1":"1 Way","addressLine2":"Floor 2","city":"Boston","state":"MA","country":"US","postalCode":"02110"}}"#;
    let body = with_contact(contact);
    let sent = Update::from_json(&body).unwrap().into();
    let started = decide(&account, &sent, &facts(Policy::documented())).unwrap();
    let places: Vec<_> = started.pending_changes().iter().map(|one| one.path.pointer()).collect();
    assert_eq!(places.iter().map(|one| one.as_str()).collect::<Vec<_>>(), ["/name", "/contacts/0"]);
    let running = ask(&account, &with_contact(contact), Policy::documented()).unwrap();
    let input = Settlement::Succeeded.into();
    let settled = apply(&running, &input, &facts(Policy::documented())).unwrap();
    let whole = contact.replacen('{', r#"{"type":"admin","#, 1);
    assert!(settled.after.to_json().contains(&whole), "{}", settled.after.to_json());
    // In the order of the document.
    let changes = settled.decision.changes();
    let places: Vec<_> = changes.iter().map(|one| one.path.pointer()).collect();
    let places: Vec<_> = places.iter().map(|one| one.as_str()).collect();
    assert_eq!(places, ["/status", "/name", "/contacts/0"]);
}

/// Whatever they say: there is nobody to store it with, and nothing to clear.
#[test]
fn phone_and_address_need_a_contact() {
    let account = Account::from_json(r#"{"status": "active", "externalId": "XSP1234"}"#).unwrap();
    for contact in [
        r#"{"phone": "1"}"#,
        r#"{"phone": ""}"#,
        r#"{"phone": null}"#,
        r#"{"address": {"city": "Cork"}}"#,
        r#"{"address": {"city": ""}}"#,
        r#"{"address": {"city": null}}"#,
        r#"{"address": {}}"#,
        r#"{"address": null}"#,
    ] {
        for policy in [Policy::documented(), Policy::lenient()] {
            let found = refusals(&account, &with_contact(contact), policy);
            let names = ["email", "firstName", "lastName"];
            let expected =
                names.map(|name| ("commvault.contact.none-stored", format!("/contacts/0/{name}")));
            assert_eq!(found, expected, "{contact}");
        }
    }
    assert!(ask(&account, &with_contact("{}"), Policy::documented()).is_ok());
}

/// Whatever a caller kept as pending: in the order of the document, and without its old time.
#[test]
fn success_brings_what_is_pending_but_its_time() {
    let pending = ACME.replace("Acme ltd", "Bolt").replace("2021-06-07", "2020-01-01");
    let running = acme("updating").with_pending(Profile::from_json(&pending).unwrap());
    let input = Settlement::Succeeded.into();
    for now in [None, Some(Timestamp::parse("2021-06-08T09:00:00").unwrap())] {
        let facts = Facts { now, ..facts(Policy::documented()) };
        let outcome = apply(&running, &input, &facts).unwrap();
        let changes = outcome.decision.changes();
        let places: Vec<_> = changes.iter().map(|one| one.path.pointer().to_string()).collect();
        let mut expected = vec!["/status", "/insertTs"];
        expected.extend(now.map(|_| "/updateTs"));
        expected.push("/name");
        assert_eq!(places, expected);
        let stamp = now.map_or("2021-06-07T21:16:48", |_| "2021-06-08T09:00:00");
        assert_eq!(outcome.after.document.update_ts.as_deref(), Some(stamp));
        assert_eq!(outcome.after.document.name.as_deref(), Some("Bolt"));
        assert_eq!(changes, diff(&running, &outcome.after));
    }
}

/// What is wrong with a bare account is nothing to one inside `data`.
#[test]
fn what_stands_beside_data_is_told_once() {
    let told = |text: &str| {
        let errors = Account::from_json(text).unwrap_err().errors;
        errors.into_iter().map(|one| (one.pointer.to_string(), one.reason)).collect::<Vec<_>>()
    };
    let beside = told(r#"{"name": 1, "data": {"website": 2}, "contacts": {}}"#);
    let unknown = |place: &str| (place.to_owned(), Reason::none_of(&["data"]));
    let wrong = ("/data/website".to_owned(), Reason::expected("a string"));
    assert_eq!(beside, [wrong, unknown("/contacts"), unknown("/name")]);
    assert_eq!(
        told(r#"{"name": 1, "data": null}"#),
        [("/data".to_owned(), Reason::Null), unknown("/name"),]
    );
}

/// Null clears the address with everything in it, and that is what the decision calls it.
#[test]
fn an_address_is_cleared_member_by_member() {
    let sent =
        with_contact(r#"{"email": "j@a.c", "firstName": "J", "lastName": "D", "address": null}"#);
    let input = Update::from_json(&sent).unwrap().into();
    let started = decide(&acme("active"), &input, &facts(Policy::documented())).unwrap();
    let found = started.pending_changes().iter();
    let cleared: Vec<_> = found
        .filter(|one| one.path.pointer().as_str().contains("/address"))
        .map(|one| (one.cause, one.after.is_none()))
        .collect();
    assert!(!cleared.is_empty());
    assert!(cleared.iter().all(|one| *one == (Cause::Cleared, true)), "{cleared:?}");
}

/// One update for two: an address that the first one clears has only what the second one sets.
#[test]
fn what_clears_an_address_and_what_sets_some_of_it_are_one_update() {
    let policy = Policy::documented();
    let settled = |account: &Account, body: &str| {
        let running = ask(account, body, policy).unwrap();
        apply(&running, &Settlement::Succeeded.into(), &facts(policy)).unwrap().after
    };
    let of = |address: &str| with_contact(&format!(r#"{{"address": {address}}}"#));
    for (second, city) in [("{}", None), (r#"{"city": "B", "country": null}"#, Some("B"))] {
        let (first, second) = (of("null"), of(second));
        let [one, two] = [&first, &second].map(|body| Update::from_json(body).unwrap());
        let both = compose(&one, &two, &policy).unwrap().to_json();
        let at_once = settled(&acme("active"), &both);
        let address = at_once.document.contact().unwrap().address.clone();
        let city = city.map(|city| (Some(city.to_owned()), None));
        assert_eq!(address.map(|address| (address.city, address.state)), city, "{both}");
        let in_turn = settled(&settled(&acme("active"), &first), &second);
        assert_eq!(at_once.document, in_turn.document, "{both}");
    }
}

#[test]
fn an_address_left_out_is_not_updated_and_null_clears_one_attribute() {
    let city = |contact: &str| {
        let address = pending(&with_contact(contact)).contact().unwrap().address.clone();
        address.map(|address| (address.city, address.state))
    };
    let stored = Some((Some("Sunnyvale".to_owned()), Some("California".to_owned())));
    assert_eq!(city("{}"), stored);
    assert_eq!(city(r#"{"address": {}}"#), stored);
    let cleared = Some((None, Some("California".to_owned())));
    assert_eq!(city(r#"{"address": {"city": null}}"#), cleared);
    assert_eq!(city(r#"{"address": null}"#), None);
    assert_eq!(city(r#"{"address": {"city": null, "state": null}}"#), None);
}

#[test]
fn an_unknown_member_keeps_an_address_whose_last_attribute_is_cleared() {
    let text = ACME.replace(r#""city": "Sunnyvale","#, r#""geo": 1.50,"#);
    let body = with_contact(r#"{"address": {"state": null}}"#);
    let after = ask(&Account::from_json(&text).unwrap(), &body, Policy::documented()).unwrap();
    assert!(after.pending().unwrap().to_json().contains(r#""address":{"geo":1.50}"#));
}

/// What goes elsewhere is no reason to drop one that was empty before.
#[test]
fn an_empty_address_stays_until_something_in_it_goes() {
    let address = r#""address": {"city": "Sunnyvale", "state": "California"}"#;
    let text = ACME.replace(address, r#""address": {}"#);
    let body = body(r#""website": null, "contacts": [{"phone": null}]"#);
    let after = ask(&Account::from_json(&text).unwrap(), &body, Policy::documented()).unwrap();
    let pending = after.pending().unwrap();
    assert_eq!((&pending.website, &pending.contact().unwrap().phone), (&None, &None));
    assert!(pending.to_json().contains(r#""address":{}"#), "{}", pending.to_json());
}

#[test]
fn website_and_phone_are_kept_cleared_or_set() {
    assert_eq!(pending(&with_contact("{}")).website.as_deref(), Some("www.acme.com"));
    let cleared = pending(&body(r#""website": null, "contacts": [{"phone": null}]"#));
    assert_eq!(cleared.website, None);
    assert_eq!(cleared.contact().unwrap().phone, None);
    let empty = body(r#""website": "", "contacts": [{}]"#);
    assert_eq!(pending(&empty).website.as_deref(), Some(""));
    let policy = Policy { empty: EmptyText::Null, ..Policy::documented() };
    let after = ask(&acme("active"), &empty, policy).unwrap();
    assert_eq!(after.pending().unwrap().website, None);
}

#[test]
fn external_id_name_and_contacts_are_required() {
    assert_eq!(places("{}"), ["/externalId", "/name", "/contacts"]);
    let nulls = r#"{"externalId": "", "name": null, "contacts": null}"#;
    assert_eq!(places(nulls), ["/externalId", "/name", "/contacts"]);
    assert_eq!(refusals(&acme("active"), nulls, Policy::lenient()).len(), 3);
    assert!(ask(&acme("active"), "{}", Policy::lenient()).is_ok());
    assert!(ask(&acme("active"), r#"{"contacts": []}"#, Policy::lenient()).is_ok());
    assert_eq!(places(&with_contact("{}, {}")), ["/contacts"]);
    assert_eq!(places(&with_contact("null")), ["/contacts/0"]);
}

#[test]
fn external_id_and_name_need_to_be_unique() {
    let body = r#"{"externalId": "NEW", "name": "NEW", "contacts": [{}]}"#;
    let update = || Update::from_json(body).unwrap().into();
    let ask = |external_id_taken, name_taken| {
        let facts = Facts { external_id_taken, name_taken, ..facts(Policy::documented()) };
        decide(&acme("active"), &update(), &facts)
    };
    assert!(ask(Some(false), Some(false)).is_ok());
    let Rejection::Refused(refusal) = ask(Some(true), Some(true)).unwrap_err() else { panic!() };
    let places: Vec<_> = refusal.violations().map(|one| one.pointer.as_str()).collect();
    assert_eq!(places, ["/externalId", "/name"]);
    assert_eq!((refusal.next(), refused(&refusal).unwrap().status), (Next::Fix, 409));
    // What was not looked up is never said in the vendor's name.
    for (given, missing) in [
        ((None, None), vec![Fact::ExternalIdTaken, Fact::NameTaken]),
        ((Some(true), None), vec![Fact::NameTaken]),
        ((None, Some(false)), vec![Fact::ExternalIdTaken]),
    ] {
        let rejection = ask(given.0, given.1).unwrap_err();
        let found: Vec<_> = rejection.needs().iter().map(|need| need.fact).collect();
        assert_eq!((found, rejection.next()), (missing, Next::Lookup));
        assert!(rejection.refusal().is_none());
        let certain = usize::from(given.0 == Some(true));
        assert_eq!(rejection.violations().count(), certain);
    }
    let asked = needs(&acme("active"), &update(), &Policy::documented());
    let asked: Vec<_> = asked.iter().map(|need| (need.fact, need.pointer.as_str())).collect();
    assert_eq!(asked, [(Fact::ExternalIdTaken, "/externalId"), (Fact::NameTaken, "/name")]);
}

/// A value that is refused by itself, and the account's own, ask nothing.
#[test]
fn only_a_new_value_that_is_permitted_asks_whether_it_is_taken() {
    for body in [
        "{}",
        r#"{"externalId": "XSP1234", "name": "Acme ltd"}"#,
        r#"{"externalId": "", "name": null}"#,
    ] {
        let input = Update::from_json(body).unwrap().into();
        assert!(needs(&acme("active"), &input, &Policy::lenient()).is_empty(), "{body}");
    }
    let settled = Settlement::Succeeded.into();
    assert!(needs(&acme("updating"), &settled, &Policy::documented()).is_empty());
}

#[test]
fn the_status_is_judged_first_and_decides_what_is_next() {
    let next = |status: &str, policy| match ask(&acme(status), "{}", policy) {
        Ok(_) => None,
        Err(rejection) => {
            Some((rejection.next(), refused(rejection.refusal().unwrap()).unwrap().status))
        }
    };
    for (status, documented, lenient) in [
        ("updating", (Next::Wait, 409), None),
        ("activating", (Next::Wait, 409), Some((Next::Wait, 409))),
        ("deactivating", (Next::Wait, 409), Some((Next::Wait, 409))),
        ("deactivated", (Next::Stop, 409), None),
        ("upadting", (Next::Stop, 409), Some((Next::Stop, 409))),
        ("active", (Next::Fix, 400), None),
    ] {
        assert_eq!(next(status, Policy::documented()), Some(documented), "{status}");
        assert_eq!(next(status, Policy::lenient()), lenient, "{status}");
    }
    let all = refusals(&acme("updating"), r#"{"name": null}"#, Policy::documented());
    let places: Vec<_> = all.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(places, ["", "/externalId", "/name", "/contacts"]);
}

#[test]
fn what_an_update_cannot_change_may_only_be_repeated() {
    let echo = ACME.replace("1.50", "15e-1").replace("1.0", "1");
    assert!(ask(&acme("active"), &echo, Policy::documented()).is_ok());
    let other = ACME.replace("1.50", "2").replace("Production", "POC").replace("7194", "0");
    assert_eq!(places(&other), ["/id", "/type", "/score"]);
    let after = ask(&acme("active"), &other, Policy::lenient()).unwrap();
    assert_eq!(after.pending().unwrap().kind.as_deref(), Some("Production"));
    let nested = with_contact(r#"{"type": "owner", "a": null, "address": {"b": 1}}"#);
    let found = ["/contacts/0/type", "/contacts/0/address/b", "/contacts/0/a"];
    assert_eq!(places(&nested), found);
    let wrapped = format!(r#"{{"data": {ACME}}}"#);
    assert_eq!(places(&wrapped), ["/externalId", "/name", "/contacts", "/data"]);
}

#[test]
fn without_a_stored_contact_the_three_names_create_one() {
    let text = ACME.replace("\"contacts\"", "\"former\"");
    let account = Account::from_json(&text).unwrap();
    let ask = |contact: &str| ask(&account, &with_contact(contact), Policy::documented());
    let names = r#""email": "a@b.c", "firstName": "A", "lastName": "B""#;
    let after = ask(&format!(r#"{{{names}, "phone": "2", "address": {{"city": null}}}}"#)).unwrap();
    let pending = after.pending().unwrap();
    let contact = pending.contact().unwrap();
    assert_eq!((contact.kind.as_deref(), contact.phone.as_deref()), (Some("admin"), Some("2")));
    assert_eq!(contact.address, None);
    assert_eq!(ask(r#"{"phone": "2"}"#).unwrap_err().violations().count(), 3);
    assert_eq!(ask(r#"{"type": "admin"}"#).unwrap().pending().unwrap().contacts, None);
}

#[test]
fn under_lenient_the_last_writer_wins_and_starts_from_the_old_values() {
    let first = body(r#""website": "first", "contacts": [{}]"#);
    let running = ask(&acme("deactivated"), &first, Policy::lenient()).unwrap();
    let policy = Policy { busy: Busy::Replace, ..Policy::documented() };
    let second = ask(&running, &with_contact(r#"{"phone": "2"}"#), policy).unwrap();
    let pending = second.pending().unwrap();
    assert_eq!(pending.website.as_deref(), Some("www.acme.com"));
    assert_eq!(pending.contact().unwrap().phone.as_deref(), Some("2"));
    assert_eq!(pending.status, Some(Status::Deactivated), "the way back is not forgotten");
}

/// An input can outlive the text that it was read from.
#[test]
fn an_input_can_be_made_owned() {
    let input = Input::from(Update::from_json(ACME).unwrap());
    assert_eq!(input.clone().into_owned(), input);
    assert_eq!(Input::from(Settlement::Failed).into_owned(), Input::Settled(Settlement::Failed));
}

#[test]
fn only_a_running_update_settles_and_success_needs_what_is_pending() {
    let settle = |account: &Account, settlement: Settlement| {
        decide(account, &settlement.into(), &facts(Policy::lenient()))
    };
    fn first(rejection: &Rejection) -> &str {
        rejection.refusal().unwrap().first().pointer.as_str()
    }
    for settlement in [Settlement::Succeeded, Settlement::Failed] {
        let rejection = settle(&acme("active"), settlement).unwrap_err();
        assert_eq!(first(&rejection), "/input/settled");
        assert_eq!(rejection.next(), Next::Stop);
    }
    let rejection = settle(&acme("updating"), Settlement::Succeeded).unwrap_err();
    assert_eq!(first(&rejection), "/internal/pending");
    assert_eq!(rejection.next(), Next::Fix);
    assert!(settle(&acme("updating"), Settlement::Failed).is_ok());
}

#[test]
fn answers_are_read_back() {
    let asked = Asked::unknown(Policy::documented());
    let next = |status, body: &str| Answer::read(status, body).next(&asked);
    let account = |status| format!(r#"{{"data": {{"status": "{status}"}}}}"#);
    assert_eq!(next(200, &account("updating")), Next::Poll);
    assert_eq!(next(200, &account("update_failure")), Next::Retry);
    for status in ["active", "activating", "deactivated", "frozen"] {
        assert_eq!(next(200, &account(status)), Next::Done, "{status}");
    }
    assert_eq!(next(404, r#"{"error": {"code": 1006, "message": "gone"}}"#), Next::Stop);
    assert_eq!(next(404, ""), Next::Stop);
    assert_eq!(next(400, "?"), Next::Fix);
    assert_eq!(next(409, "<html>"), Next::Wait);
    for busy in [429, 500, 503] {
        assert_eq!(next(busy, "<html>"), Next::Retry);
    }
    for bad in ["{", "{}", "[]", r#"{"data": null}"#, r#"{"data": []}"#, r#"{"error": {}}"#] {
        assert_eq!(Answer::read(200, bad).account, None, "{bad}");
    }
    let bare = Answer::read(200, r#"{"status": "active"}"#);
    assert!(bare.account.is_some() && !bare.is_wrapped);
}

/// A 409 is read by the account that was asked: its status, or a name that was new.
#[test]
fn a_conflict_is_told_by_the_account_that_was_asked() {
    let next = |status: &str, update: Option<&str>, policy| {
        let record = format!(r#"{{"status": "{status}", "externalId": "X", "name": "Acme"}}"#);
        let record = Account::from_json(&record).unwrap();
        let update = update.map(|text| Update::from_json(text).unwrap());
        let asked = Asked { record: Some(&record), update: update.as_ref(), policy };
        Answer::read(409, "").next(&asked)
    };
    let (strict, lenient) = (Policy::documented(), Policy::lenient());
    let (same, new) = (r#"{"externalId": "X", "name": "Acme"}"#, r#"{"name": "Acme Ltd"}"#);
    for busy in ["updating", "activating", "deactivating"] {
        assert_eq!(next(busy, Some(new), strict), Next::Wait, "{busy}");
    }
    for lost in ["deactivated", "frozen"] {
        assert_eq!(next(lost, Some(new), strict), Next::Stop, "{lost}");
    }
    for open in ["active", "update_failure"] {
        assert_eq!(next(open, None, strict), Next::Fix, "{open}");
        assert_eq!(next(open, Some(new), strict), Next::Fix, "{open}");
        assert_eq!(next(open, Some(same), strict), Next::Wait, "{open}");
    }
    assert_eq!(next("updating", Some(new), lenient), Next::Fix);
    assert_eq!(next("deactivated", Some(new), lenient), Next::Fix);
}

#[test]
fn every_rule_has_its_own_id_and_a_way_forward_if_it_refuses() {
    let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
    for rule in RULES {
        let refuses = rule.kind == RuleKind::Refuses;
        assert_eq!(rule.hint.is_empty(), !refuses, "{rule}");
        // The one code that a page shows.
        let code = (rule.id == "commvault.account.exists").then_some("1006");
        assert!(rule.code == code && matches!(rule.readings.len(), 0 | 2), "{rule}");
        let settles = rule.id.starts_with("commvault.settled.");
        assert_eq!(rule.status.is_some(), refuses && !settles, "{rule}");
    }
}

/// Everything in these lists with everything else.
fn each_combination(mut law: impl FnMut(&Account, &Input<'_>, &Facts)) {
    let contacts = [
        "",
        "null",
        "[]",
        "[null]",
        "[{}]",
        "[{}, {}]",
        r#"[{"phone": ""}]"#,
        r#"[{"email": "john.doe@acme.com", "firstName": "J", "lastName": "Doe", "phone": null}]"#,
        r#"[{"address": null}]"#,
        r#"[{"address": {"city": null, "state": ""}}]"#,
        r#"[{"address": {"city": "X", "postalCode": "1"}, "odd": 1}]"#,
    ];
    let members = [
        r#""externalId": "XSP1234", "name": "Acme ltd""#,
        r#""externalId": "NEW", "name": "", "website": null"#,
        r#""externalId": "XSP1234", "name": "NEW", "website": "", "score": 1.5, "id": "1""#,
    ];
    let mut inputs = vec![Input::from(Settlement::Succeeded), Settlement::Failed.into()];
    for members in members {
        for contacts in contacts {
            let name = if contacts.is_empty() { "" } else { ", \"contacts\": " };
            let text = format!("{{{members}{name}{contacts}}}");
            inputs.push(Input::from(Update::from_json(&text).unwrap()).into_owned());
        }
    }
    let nobody = ACME.replace(r#""contacts": [{"#, r#""former": [{"#);
    let nulls = ACME.replace(r#""www.acme.com""#, "null").replace(r#""Sunnyvale""#, "null");
    let mut accounts = Vec::new();
    for text in [ACME, &nobody, &nulls] {
        for status in ["active", "update_failure", "updating", "deactivated", "odd"] {
            let text = text.replace("\"active\"", &format!("\"{status}\""));
            let account = Account::from_json(&text).unwrap();
            let other =
                text.replace("\"A\"", "\"B\"").replace("Acme", "Bolt").replace("score", "s");
            accounts.push(account.clone().with_pending(Profile::from_json(&other).unwrap()));
            accounts.push(account.clone().with_pending(account.document.clone()));
            accounts.push(account);
        }
    }
    for account in &accounts {
        for input in &inputs {
            for policy in [Policy::documented(), Policy::lenient()] {
                for taken in [None, Some(false), Some(true)] {
                    let known = facts(policy);
                    let now = known.now.filter(|_| taken.is_some());
                    let name_taken = taken;
                    law(account, input, &Facts { now, name_taken, ..known });
                }
            }
        }
    }
}

#[test]
fn a_decision_says_exactly_what_differs() {
    let mut accepted = 0;
    each_combination(|before, input, facts| {
        let Ok(outcome) = apply(before, input, facts) else { return };
        accepted += 1;
        assert_eq!(outcome.decision.changes(), diff(before, &outcome.after));
    });
    assert!(accepted > 1000, "{accepted}");
}

#[test]
fn what_is_pending_differs_by_the_pending_changes() {
    each_combination(|before, input, facts| {
        let Ok(outcome) = apply(before, input, facts) else { return };
        let Some(pending) = outcome.after.pending() else {
            return assert_eq!(outcome.decision.pending_changes(), []);
        };
        let said = outcome.decision.pending_changes().iter();
        let said: Vec<_> = said.map(|one| (one.path.clone(), one.after.clone())).collect();
        let found = diff(&outcome.after, &Account::new(pending)).into_iter().skip(1);
        let found: Vec<_> = found.map(|one| (one.path, one.after)).collect();
        assert_eq!(said, found);
    });
}

#[test]
fn decisions_and_accounts_survive_storing() {
    each_combination(|before, input, facts| {
        let Ok(outcome) = apply(before, input, facts) else { return };
        let stored = serde_json::to_string(&outcome.decision).unwrap();
        let decision: Decision = serde_json::from_str(&stored).unwrap();
        assert_eq!(decision, outcome.decision);
        let mut after = before.clone();
        evolve(&mut after, &decision).unwrap();
        assert_eq!(after, outcome.after);
        let again = Account::from_stored(&after.to_stored()).unwrap();
        assert_eq!(again, after);
    });
}

#[test]
fn the_same_update_again_keeps_what_is_pending() {
    each_combination(|before, input, facts| {
        let Ok(outcome) = apply(before, input, facts) else { return };
        let Ok(again) = apply(&outcome.after, input, facts) else { return };
        assert_eq!(again.after, outcome.after);
        assert_eq!(again.decision.changes(), []);
    });
}

/// Whatever account it is: it differs by the changes of the decision, or is left as it is.
#[test]
fn evolve_takes_any_decision_on_any_account() {
    let mut decisions: Vec<Decision> = Vec::new();
    each_combination(|account, input, facts| {
        if let Ok(decision) = decide(account, input, facts)
            && decisions.len() < 200
            && !decisions.contains(&decision)
        {
            decisions.push(decision);
        }
    });
    let (mut fits, mut misfits) = (0, 0);
    each_combination(|before, input, facts| {
        let once = *input == Settlement::Failed.into() && facts.name_taken.is_none();
        if !once || facts.policy != Policy::documented() {
            return;
        }
        for decision in &decisions {
            let mut after = before.clone();
            match evolve(&mut after, decision) {
                Ok(()) => {
                    assert_eq!(diff(before, &after), decision.changes());
                    fits += 1;
                }
                Err(_) => {
                    assert_eq!(after, *before);
                    misfits += 1;
                }
            }
        }
    });
    assert!(fits > 500 && misfits > 500, "{fits} {misfits}");
}

#[test]
fn nothing_personal_is_shown() {
    let account = acme("active").with_pending(acme("active").document);
    let input = Input::from(Update::from_json(ACME).unwrap());
    let body = with_contact(r#"{"phone": "12345", "address": {"city": "Sunnyvale II"}}"#);
    let decision = decide(
        &acme("active"),
        &Update::from_json(&body).unwrap().into(),
        &facts(Policy::documented()),
    );
    let shown = format!("{account:?} {input:?} {decision:?}");
    for personal in ["John", "Doe", "Sunnyvale", "12345", "Acme"] {
        assert!(!shown.contains(personal), "{personal} in {shown}");
    }
}

#[test]
fn a_null_stamp_of_what_is_pending_does_not_outlive_its_end() {
    let stored = r#"{"status":"updating","updateTs":"2021-06-07T21:16:48","name":"Acme"}"#;
    let pending = r#"{"status":"active","updateTs":null,"name":"Bolt"}"#;
    let pending = Account::from_json(pending).unwrap().document;
    let account = Account::from_json(stored).unwrap().with_pending(pending);
    let facts = Facts::unknown(Policy::documented());
    let after = apply(&account, &Input::Settled(Settlement::Succeeded), &facts).unwrap().after;
    assert_eq!(after, Account::from_json(&after.to_json()).unwrap());
}
