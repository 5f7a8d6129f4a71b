//! IBM: one named test for each key sentence, and the laws on a handful of documents.

use customer_core::decision::{Cause, Change, Next, Rejection, Violation};
use customer_core::ibm::{
    Answer, Customer, CustomerState, Decision, Event, Facts, Form, Input, Null, Operation, Policy,
    RULES, Role, SentProfile, Update, accepted, apply, decide, diff, evolve, refused,
};
use customer_core::json::Pointer;

const DOCUMENT: &str = r#"{"Customer":{"CustomerNumber":"CN-1","Id":204000117,"CustomerState":"ACTIVE","Version":7,"Organization":{"OrgName":"Acme","Phone":"1","AddressSet":[{"AddressLine1":"1 Way","AddressLine2":"Suite 2","AddressType":"BILLING","City":"Boston","Country":"United States","State":"Massachusetts","PostalCode":"02110","StateCode":"MA","Verified":true}],"Contact":{"FamilyName":"Doe","GivenName":"Jo","EmailAddress":"jo@acme.example","WorkPhone":"1","WebSiteAddress":"acme.example","DN":"cn=jo"},"Owner":1,"Limits":{"a":1.50,"b":[1,2]}},"CustomerAccountSet":[{"AccountNumber":"A","LocationName":"Boston","PaymentMethodType":"INVOICE"}],"CustomerIdentifierSet":[{"Value":"9","CustomerIdType":"SIEBEL_ID"}],"Tier":"gold"}}"#;

const FLAT: &str = r#"{"Version":7,"CustomerNumber":"CN-1","OrgName":"Acme","Phone":"1","AddressLine1":"1 Way","AddressLine2":"Suite 2","AddressType":"BILLING","City":"Boston","Country":"United States","State":"Massachusetts","PostalCode":"02110","FamilyName":"Doe","GivenName":"Jo","EmailAddress":"jo@acme.example","WorkPhone":"1","WebSiteAddress":"acme.example","AccountNumber":"A","LocationName":"Boston","PaymentMethodType":"INVOICE"}"#;

fn facts(policy: Policy) -> Facts {
    Facts {
        policy,
        role: Some(Role::CustomerAdministrator),
        same_organization: Some(true),
        active_subscriptions: Some(0),
    }
}

fn customer() -> Customer {
    Customer::from_json(DOCUMENT).unwrap()
}

fn put(body: &str, policy: Policy) -> Result<Decision, Rejection> {
    let update = Input::Update(Update::from_json(body).unwrap());
    let record = customer();
    let decision = decide(&record, &update, &facts(policy))?;
    obeys(&record, &decision);
    Ok(decision)
}

/// What a decision says is what differs, whether it is told, made, or stored and read back.
fn obeys(record: &Customer, decision: &Decision) {
    let mut after = record.clone();
    evolve(&mut after, decision).unwrap();
    let places = |changes: &[Change]| -> Vec<_> {
        let all = changes.iter();
        all.map(|one| (one.path.pointer(), one.before.clone(), one.after.clone())).collect()
    };
    assert_eq!(places(&decision.changes()), places(&diff(record, &after)));
    assert_eq!(decision.is_unchanged(), *record == after);
    assert_eq!(decision.version(), 1);
    let stored = serde_json::to_string(decision).unwrap();
    assert_eq!(serde_json::from_str::<Decision>(&stored).unwrap(), *decision);
    assert_eq!(Customer::from_json(&after.to_json()).unwrap(), after);
}

fn changed(body: &str) -> Vec<(String, Cause)> {
    let changes = put(body, Policy::documented()).unwrap().changes();
    changes.iter().map(|one| (one.path.pointer().to_string(), one.cause)).collect()
}

fn places(body: &str, policy: Policy) -> Vec<String> {
    let rejection = put(body, policy).unwrap_err();
    rejection.violations().map(|one| one.pointer.to_string()).collect()
}

fn version() -> (String, Cause) {
    ("/Customer/Version".into(), Cause::Derived)
}

#[test]
fn the_same_document_changes_nothing_in_any_preset() {
    for policy in [Policy::documented(), Policy::observed(), Policy::viewer()] {
        assert!(put(DOCUMENT, policy).unwrap().is_unchanged());
        assert!(put(FLAT, policy).unwrap().is_unchanged());
    }
}

/// The flat form names members that nobody may write as well: they are seen there too.
#[test]
fn what_cannot_be_written_cannot_be_written_flat() {
    for (name, value) in [
        ("SuspensionDate", r#""2020-01-01""#),
        ("IsGuest", "true"),
        ("LastSyncDate", r#""2020-01-01""#),
        ("CustomerType", r#""X""#),
    ] {
        let body = FLAT.replacen('{', &format!(r#"{{"{name}":{value},"#), 1);
        assert_eq!(places(&body, Policy::documented()), [format!("/{name}")], "{name}");
    }
}

/// What is answered decides what is done; a body counts only where it says more than the status.
#[test]
fn an_answer_leads_on() {
    let stale = r#"{"BSSResponse":{"ResponseCode":"500","ExceptionMessage":"StaleObjectStateException: x"}}"#;
    assert!(Answer::read(500, stale).is_stale());
    assert!(!Answer::read(400, &stale.replace("500", "400")).is_stale());
    assert!(!Answer::read(500, &stale.replace("Stale", "Other")).is_stale());
    let next = |status: u16, body: &str| Answer::read(status, body).next();
    assert_eq!(next(500, stale), Next::Refetch);
    assert_eq!(next(500, ""), Next::Wait);
    for (status, expected) in [
        (200, Next::Done),
        (204, Next::Done),
        (299, Next::Done),
        (301, Next::Retry),
        (400, Next::Fix),
        (404, Next::Stop),
        (409, Next::Wait),
        (429, Next::Wait),
        (503, Next::Wait),
    ] {
        assert_eq!(next(status, ""), expected, "{status}");
    }
}

/// The sentence names the attribute where the page has a code for it, and else only the rule.
#[test]
fn a_refusal_says_what_and_where() {
    let rule = RULES.first().unwrap();
    let body = |violation: Violation| {
        let body = refused(&Rejection::new(vec![violation], Next::Fix).unwrap()).body.unwrap();
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        body["BSSResponse"]["ResponseMessage"].as_str().unwrap().to_owned()
    };
    let mut violation = Violation::new(rule, Pointer::new("/Customer/OrgName"));
    violation.code = Some("BZSAP0001E");
    assert_eq!(body(violation.clone()), format!("[OrgName] {}", rule.says));
    violation.code = None;
    assert_eq!(body(violation), rule.says);
}

/// An element of one set goes; the other set is not its business.
#[test]
fn an_account_left_out_goes_and_the_identifiers_stay() {
    let (last, more) = (
        r#""INVOICE"}]"#,
        r#""INVOICE"},{"AccountNumber":"B","LocationName":"Bonn","PaymentMethodType":"INVOICE"}]"#,
    );
    let record = Customer::from_json(&DOCUMENT.replace(last, more)).unwrap();
    let input = Input::Update(Update::from_json(DOCUMENT).unwrap());
    let outcome = apply(&record, &input, &facts(Policy::observed())).unwrap();
    obeys(&record, &outcome.decision);
    let after = outcome.after.to_json();
    assert!(!after.contains("Bonn"), "{after}");
    assert!(after.contains(r#""CustomerIdentifierSet":[{"Value":"9""#), "{after}");
}

#[test]
fn an_optional_attribute_left_out_is_deleted() {
    let body = DOCUMENT.replace(r#""Phone":"1","#, "");
    let phone = ("/Customer/Organization/Phone".into(), Cause::Omitted);
    assert_eq!(changed(&body), [version(), phone.clone()]);
    assert_eq!(changed(&FLAT.replace(r#""Phone":"1","#, "")), [version(), phone]);
}

#[test]
fn an_optional_attribute_sent_empty_is_deleted() {
    let body = DOCUMENT.replace(r#""Phone":"1""#, r#""Phone":"""#);
    let phone = ("/Customer/Organization/Phone".into(), Cause::Cleared);
    assert_eq!(changed(&body), [version(), phone]);
}

#[test]
fn a_required_attribute_left_out_is_refused_where_it_should_be() {
    let body = DOCUMENT.replace(r#""City":"Boston","#, "");
    let place = "/Customer/Organization/AddressSet/0/City";
    assert_eq!(places(&body, Policy::documented()), [place]);
    assert_eq!(places(&FLAT.replace(r#""City":"Boston","#, ""), Policy::documented()), ["/City"]);
}

#[test]
fn an_empty_account_number_says_that_none_exists() {
    let body = DOCUMENT.replace(r#""AccountNumber":"A""#, r#""AccountNumber":"""#);
    let place = "/Customer/CustomerAccountSet/0/AccountNumber".to_string();
    assert_eq!(changed(&body), [version(), (place, Cause::Set)]);
}

#[test]
fn null_is_refused_or_reads_as_missing() {
    let body = DOCUMENT.replace(r#""Phone":"1""#, r#""Phone":null"#);
    assert_eq!(places(&body, Policy::documented()), ["/Customer/Organization/Phone"]);
    let lenient = Policy { null: Null::Missing, ..Policy::documented() };
    assert_eq!(put(&body, lenient).unwrap().changes()[1].cause, Cause::Omitted);
    // An element can't be missing: those behind it would take its place.
    let body = DOCUMENT.replace(r#"[{"Value":"9""#, r#"[null,{"Value":"9""#);
    assert_eq!(places(&body, Policy::observed()), ["/Customer/CustomerIdentifierSet/0"]);
}

#[test]
fn a_null_customer_is_no_error_of_form() {
    let null = places(r#"{"Customer":null}"#, Policy::documented());
    assert_eq!(null, ["/Customer"]);
    let missing = places(r#"{"Customer":null}"#, Policy::observed());
    assert_eq!(missing, places(r#"{"Customer":{}}"#, Policy::observed()));
    assert_eq!(
        missing,
        [
            "/Customer/Organization/OrgName",
            "/Customer/Organization/AddressSet",
            "/Customer/Organization/Contact/FamilyName",
            "/Customer/Organization/Contact/GivenName",
            "/Customer/Organization/Contact/EmailAddress",
            "/Customer/Organization/Contact/WorkPhone",
            "/Customer/CustomerAccountSet",
            "/Customer/Version",
        ]
    );
}

#[test]
fn the_other_spelling_is_read_and_told_where_it_stands() {
    let body = DOCUMENT.replace("\"AddressLine2\"", "\"AdressLine2\"");
    assert!(put(&body, Policy::documented()).unwrap().is_unchanged());
    let long = body.replace("Suite 2", &"x".repeat(101));
    let place = "/Customer/Organization/AddressSet/0/AdressLine2";
    assert_eq!(places(&long, Policy::documented()), [place]);
    let both = DOCUMENT.replace(r#""City""#, r#""AdressLine1":"2 Way","City""#);
    let place = "/Customer/Organization/AddressSet/0/AdressLine1";
    assert_eq!(places(&both, Policy::documented()), [place]);
    let flat = FLAT.replace(r#""City""#, r#""AdressLine1":"2 Way","City""#);
    assert_eq!(places(&flat, Policy::documented()), ["/AdressLine1"]);
    let wrong =
        Update::from_json(r#"{"Customer":{"Organization":{"Contact":{"WebsiteAddress":1}}}}"#);
    let place = &wrong.unwrap_err().errors[0].pointer;
    assert_eq!(place.as_str(), "/Customer/Organization/Contact/WebsiteAddress");
}

#[test]
fn spellings_that_agree_where_case_does_not_count_agree() {
    let both = DOCUMENT.replace(r#""City""#, r#""AdressType":"billing","City""#);
    assert!(put(&both, Policy::observed()).unwrap().is_unchanged());
    assert!(put(&both, Policy::documented()).is_err());
}

#[test]
fn identifiers_left_out_go_with_their_list_and_an_empty_list_stays() {
    let omitted = DOCUMENT
        .replace(r#","CustomerIdentifierSet":[{"Value":"9","CustomerIdType":"SIEBEL_ID"}]"#, "");
    let place = "/Customer/CustomerIdentifierSet/0".to_string();
    assert_eq!(changed(&omitted), [version(), (place.clone(), Cause::Omitted)]);
    let empty = DOCUMENT.replace(r#"[{"Value":"9","CustomerIdType":"SIEBEL_ID"}]"#, "[]");
    assert_eq!(changed(&empty), [version(), (place, Cause::Replaced)]);
    for (body, left) in [(omitted, None), (empty, Some(0))] {
        let mut record = customer();
        evolve(&mut record, &put(&body, Policy::documented()).unwrap()).unwrap();
        assert_eq!(record.document.customer_identifier_set.map(|list| list.len()), left);
    }
}

#[test]
fn unknown_members_are_kept_replaced_and_told_leaf_by_leaf() {
    let without = DOCUMENT.replace(r#","Tier":"gold""#, "").replace(r#","Verified":true"#, "");
    assert!(put(&without, Policy::documented()).unwrap().is_unchanged());
    let other = DOCUMENT.replace(r#"{"a":1.50,"b":[1,2]}"#, r#"{"a":1.5,"b":[2,1],"c":{"d":0}}"#);
    let limits = |leaf: &str| (format!("/Customer/Organization/Limits/{leaf}"), Cause::Set);
    assert_eq!(changed(&other), [version(), limits("b"), limits("c/d")]);
    // Equal by value leaves the stored text.
    let same = DOCUMENT.replace("1.50", "15e-1");
    assert!(put(&same, Policy::documented()).unwrap().is_unchanged());
}

#[test]
fn unknown_members_may_be_deep_and_named_like_an_index() {
    let deep = |tier: &str, year: &str| {
        let deep = format!(r#"{{"a":{{"b":{{"c":{{"d":{{"e":{{"f":{{"g":{tier}}}}}}}}}}}}}}}"#);
        DOCUMENT.replace(r#""Tier":"gold""#, &format!(r#""2020":{year},"Tier":{deep}"#))
    };
    let record = Customer::from_json(&deep(r#"{"h":1,"i":2}"#, "1")).unwrap();
    let body = deep(r#"{"h":3,"i":4}"#, "2");
    let input = Input::Update(Update::from_json(&body).unwrap());
    let decision = decide(&record, &input, &facts(Policy::documented())).unwrap();
    obeys(&record, &decision);
    let changes = decision.changes();
    let told: Vec<_> = changes.iter().map(|one| one.path.pointer().to_string()).collect();
    let places =
        ["/Customer/2020", "/Customer/Tier/a/b/c/d/e/f/g/h", "/Customer/Tier/a/b/c/d/e/f/g/i"];
    assert_eq!(told[1..], places);
}

#[test]
fn null_for_an_unknown_member_is_an_echo_or_no_value() {
    let body = DOCUMENT.replace(r#""Tier":"gold""#, r#""Tier":null"#);
    assert_eq!(places(&body, Policy::documented()), ["/Customer/Tier"]);
    assert!(put(&body, Policy::observed()).unwrap().is_unchanged());
    let record = Customer::from_json(&body).unwrap();
    let input = Input::Update(Update::from_json(&body).unwrap());
    assert!(decide(&record, &input, &facts(Policy::documented())).unwrap().is_unchanged());
}

#[test]
fn a_second_address_is_refused_or_kept_whole() {
    let second = r#""AddressSet":[{"AddressLine1":"2","AdressType":"mailing","City":"C","Country":"D","State":"","PostalCode":"","Extra":1.0,"Gone":null},"#;
    let body = DOCUMENT.replace(r#""AddressSet":["#, second);
    let place = "/Customer/Organization/AddressSet".to_string();
    assert!(places(&body, Policy::documented()).contains(&place));
    let mut record = customer();
    evolve(&mut record, &put(&body, Policy::observed()).unwrap()).unwrap();
    let json = record.to_json();
    assert!(json.contains(r#"{"AddressLine1":"2","AddressType":"MAILING","City":"C""#), "{json}");
    assert!(json.contains(r#""Extra":1.0"#) && !json.contains("Gone"), "{json}");
}

/// A full replacement says everything anew: what is stored is no excuse.
#[test]
fn a_stored_value_that_is_against_the_rules_is_refused_when_repeated() {
    for (own, other, place) in [
        (r#""OrgName":"Acme""#, format!(r#""OrgName":"{}""#, "x".repeat(256)), "OrgName"),
        (r#""FamilyName":"Doe""#, r#""FamilyName":"""#.into(), "Contact/FamilyName"),
        (r#""BILLING""#, r#""HOME""#.into(), "AddressSet/0/AddressType"),
    ] {
        let body = DOCUMENT.replace(own, &other);
        let record = Customer::from_json(&body).unwrap();
        let input = Input::Update(Update::from_json(&body).unwrap());
        let rejection = decide(&record, &input, &facts(Policy::documented())).unwrap_err();
        let told: Vec<_> = rejection.violations().map(|one| one.pointer.to_string()).collect();
        assert_eq!(told, [format!("/Customer/Organization/{place}")]);
    }
}

/// One that comes, too.
#[test]
fn unknown_members_are_told_leaf_by_leaf() {
    let body = DOCUMENT.replace(r#""Tier":"gold""#, r#""Tier":"gold","New":{"a":1,"b":{"c":2}}"#);
    let changes = put(&body, Policy::documented()).unwrap().changes();
    let told: Vec<_> = changes.iter().map(|one| one.path.pointer().to_string()).collect();
    assert_eq!(told, ["/Customer/Version", "/Customer/New/a", "/Customer/New/b/c"]);
    assert!(changes.iter().skip(1).all(|one| one.before.is_none() && one.after.is_some()));
}

/// The sets are shorter, and all that is sent is as it was.
#[test]
fn elements_that_are_left_out_are_gone() {
    let again = |text: &str, name: &str| {
        let name = format!("\"{name}\":[");
        let (before, rest) = text.split_once(&name).unwrap();
        let (elements, behind) = rest.split_once(']').unwrap();
        format!("{before}{name}{elements},{elements}]{behind}")
    };
    let text = again(&again(DOCUMENT, "AddressSet"), "CustomerAccountSet");
    let record = Customer::from_json(&text).unwrap();
    let identifiers = r#""CustomerIdentifierSet":[{"Value":"9","CustomerIdType":"SIEBEL_ID"}],"#;
    let body = DOCUMENT.replace(identifiers, "");
    let input = Input::Update(Update::from_json(&body).unwrap());
    let outcome = apply(&record, &input, &facts(Policy::documented())).unwrap();
    let expected = body.replace(r#""Version":7"#, r#""Version":8"#);
    assert_eq!(outcome.after.to_json(), expected);
}

#[test]
fn what_a_stored_decision_says_of_no_place_of_the_record_is_left_alone() {
    let change = |path: &str, cause: &str| {
        format!(r#"{{"path":{path},"cause":"{cause}","before":{{"text":"x"}},"after":null}}"#)
    };
    let evolved = |changes: &[String]| {
        let changes = changes.join(",");
        let text = format!(r#"{{"version":1,"event":"updated","changes":[{changes}]}}"#);
        let mut record = customer();
        evolve(&mut record, &serde_json::from_str(&text).unwrap()).unwrap();
        record.to_json()
    };
    let elsewhere = [
        change("[]", "set"),
        change(r#"["Customer"]"#, "set"),
        change(r#"["Other","CustomerNumber"]"#, "set"),
        change(r#"[0,"CustomerNumber"]"#, "set"),
        change(r#"["Other","CustomerIdentifierSet",0]"#, "omitted"),
        change(r#"["Customer","Tier",0]"#, "omitted"),
    ];
    assert_eq!(evolved(&elsewhere), DOCUMENT);
    let number = DOCUMENT.replace(r#""CustomerNumber":"CN-1","#, "");
    assert_eq!(evolved(&[change(r#"["Customer","CustomerNumber"]"#, "set")]), number);
    // A number can go as well as a text.
    let version = DOCUMENT.replace(r#""Version":7,"#, "");
    assert_eq!(evolved(&[change(r#"["Customer","Version"]"#, "set")]), version);
    let set = |cause| evolved(&[change(r#"["Customer","CustomerIdentifierSet",0]"#, cause)]);
    let (before, tier) = DOCUMENT.split_once(r#","CustomerIdentifierSet":"#).unwrap();
    let (_, tier) = tier.split_once("],").unwrap();
    assert_eq!(set("omitted"), format!("{before},{tier}"));
    assert_eq!(set("replaced"), format!(r#"{before},"CustomerIdentifierSet":[],{tier}"#));
}

/// With what nobody knows, under the right names, and without nulls.
#[test]
fn a_new_element_is_stored_as_it_was_sent() {
    let new = r#"{"AdressLine1":"2 Way","AdressLine2":null,"AdressType":"mailing","City":"C","Country":"D","State":"E","PostalCode":"F","Extra":1.50,"Gone":null,"StateCode":"G"}"#;
    let body = DOCUMENT.replace(r#""Verified":true}"#, &format!(r#""Verified":true}},{new}"#));
    let mut record = customer();
    evolve(&mut record, &put(&body, Policy::observed()).unwrap()).unwrap();
    let stored = r#"true},{"AddressLine1":"2 Way","AddressType":"MAILING","City":"C","Country":"D","State":"E","PostalCode":"F","Extra":1.50}]"#;
    assert!(record.to_json().contains(stored), "{}", record.to_json());
}

#[test]
fn read_only_members_may_be_repeated_but_not_changed() {
    let body = DOCUMENT.replace("204000117", "204000117.0");
    assert!(put(&body, Policy::documented()).unwrap().is_unchanged());
    let body = DOCUMENT.replace("204000117", "1").replace("cn=jo", "cn=x");
    let wrong = ["/Customer/Id", "/Customer/Organization/Contact/DN"];
    assert_eq!(places(&body, Policy::documented()), wrong);
    assert!(put(&body, Policy::observed()).unwrap().is_unchanged());
}

#[test]
fn a_stale_body_is_told_last() {
    let body = DOCUMENT.replace(r#""Version":7"#, r#""Version":6"#);
    let rejection = put(&body, Policy::documented()).unwrap_err();
    assert_eq!(rejection.next(), Next::Refetch);
    let response = refused(&rejection);
    let answer = Answer::read(response.status, response.body.as_deref().unwrap());
    assert!(response.status == 500 && answer.is_stale() && answer.next() == Next::Refetch);
    let worse = body.replace(r#""OrgName":"Acme""#, r#""OrgName":"""#);
    let both = ["/Customer/Organization/OrgName", "/Customer/Version"];
    assert_eq!(places(&worse, Policy::documented()), both);
}

#[test]
fn an_accepted_change_makes_the_same_body_stale() {
    let body = DOCUMENT.replace("Acme", "Acme Inc");
    let input = Input::Update(Update::from_json(&body).unwrap());
    let done = apply(&customer(), &input, &facts(Policy::documented())).unwrap();
    assert_eq!(done.after.document.version, Some(8));
    let again = decide(&done.after, &input, &facts(Policy::documented())).unwrap_err();
    assert_eq!(again.first().rule.id, "ibm.version.stale");
}

#[test]
fn a_lock_token_that_cannot_count_refuses_changes_only() {
    let token = r#""Version":9223372036854775807"#;
    let body = DOCUMENT.replace(r#""Version":7"#, token);
    let record = Customer::from_json(&body).unwrap();
    let facts = facts(Policy::documented());
    let same = Input::Update(Update::from_json(&body).unwrap());
    assert!(decide(&record, &same, &facts).unwrap().is_unchanged());
    let suspend = Input::Operation(Operation::Suspend);
    let rejection = decide(&record, &suspend, &facts).unwrap_err();
    assert_eq!(rejection.first().rule.id, "ibm.version.exhausted");
    let question = format!(
        r#"{{"vendor":"ibm","customer":{body},"input":{{"operation":"suspendCustomer"}},"facts":{{"role":"VSR","sameOrganization":true}}}}"#
    );
    let answer = customer_core::contract::apply(&question);
    assert!(answer.contains(r#""pointer":"/customer/Customer/Version""#), "{answer}");
}

#[test]
fn everything_that_is_wrong_is_told_in_order_of_precedence() {
    let body = DOCUMENT.replace(r#""OrgName":"Acme""#, r#""OrgName":"""#);
    let leaving = DOCUMENT.replace("ACTIVE", "DEREGISTER_PENDING");
    let record = Customer::from_json(&leaving).unwrap();
    let body = body.replace("ACTIVE", "X");
    let input = Input::Update(Update::from_json(&body).unwrap());
    let nobody = Facts {
        policy: Policy::documented(),
        role: Some(Role::User),
        same_organization: None,
        active_subscriptions: None,
    };
    let rejection = decide(&record, &input, &nobody).unwrap_err();
    let told: Vec<_> = rejection.violations().map(|one| one.pointer.as_str()).collect();
    assert_eq!(
        told,
        [
            "/facts/role",
            "/facts/sameOrganization",
            "/Customer/CustomerState",
            "/Customer/CustomerState",
            "/Customer/Organization/OrgName",
        ]
    );
    assert_eq!((refused(&rejection).status, rejection.next()), (403, Next::Stop));
}

#[test]
fn what_was_not_looked_up_can_be_mended() {
    let nobody = Facts { role: None, same_organization: None, ..facts(Policy::documented()) };
    let rejection =
        decide(&customer(), &Input::Operation(Operation::Suspend), &nobody).unwrap_err();
    assert_eq!((refused(&rejection).status, rejection.next()), (403, Next::Fix));
}

#[test]
fn the_life_cycle_goes_round_and_then_ends() {
    let facts = facts(Policy::documented());
    let mut record = customer();
    let mut step = |operation| {
        let decision = decide(&record, &Input::Operation(operation), &facts);
        if let Ok(decision) = &decision {
            assert_eq!(decision.event(), Event::from(operation));
            obeys(&record, decision);
            evolve(&mut record, decision).unwrap();
        }
        decision.map(|_| record.document.customer_state.clone().unwrap()).map_err(|no| no.next())
    };
    assert_eq!(step(Operation::Unsuspend), Err(Next::Stop));
    assert_eq!(step(Operation::Suspend), Ok(CustomerState::Suspended));
    assert_eq!(step(Operation::Suspend), Err(Next::Stop));
    assert_eq!(step(Operation::Unsuspend), Ok(CustomerState::Active));
    assert_eq!(step(Operation::Unregister), Ok(CustomerState::DeregisterPending));
    assert_eq!(step(Operation::Unregister), Err(Next::Stop));
    assert_eq!(record.document.version, Some(10));
}

#[test]
fn active_subscriptions_conflict_or_go_as_well() {
    let some = |policy| Facts { active_subscriptions: Some(2), ..facts(policy) };
    let gone = Input::Operation(Operation::Unregister);
    let conflict = decide(&customer(), &gone, &some(Policy::documented())).unwrap_err();
    assert_eq!((refused(&conflict).status, conflict.next()), (409, Next::Wait));
    assert!(decide(&customer(), &gone, &some(Policy::observed())).is_ok());
}

#[test]
fn forms_cannot_be_mixed() {
    for (body, place) in [
        (r#"{"Customer":{},"OrgName":"x"}"#, "/OrgName"),
        (r#"{"OrgName":"x","Organization":{}}"#, "/Organization"),
        (r#"{"OrgName":5}"#, "/OrgName"),
        ("[]", ""),
    ] {
        assert_eq!(Update::from_json(body).unwrap_err().errors[0].pointer.as_str(), place);
    }
}

#[test]
fn an_update_can_be_made_owned() {
    let owned = {
        let text = FLAT.replace("Jo", "J\\u006f");
        Update::from_json(&text).unwrap().into_owned()
    };
    assert_eq!(owned.form(), Form::Flat);
    assert_eq!(owned, Update::from_json(FLAT).unwrap());
}

/// Made in code and not read, an update says the same.
#[test]
fn an_update_can_be_made_in_code() {
    let document: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
    let inside = document["Customer"].to_string();
    let made = Update::from(serde_json::from_str::<SentProfile<'_>>(&inside).unwrap());
    assert_eq!(made, Update::from_json(DOCUMENT).unwrap());
    let decision = decide(&customer(), &Input::Update(made), &facts(Policy::documented()));
    assert!(decision.unwrap().is_unchanged());
}

#[test]
fn a_document_is_written_as_it_was_read() {
    assert_eq!(customer().to_json(), DOCUMENT);
    let stored = serde_json::to_string(&customer()).unwrap();
    assert_eq!(serde_json::from_str::<Customer>(&stored).unwrap().to_json(), stored);
}

#[test]
fn nothing_personal_is_shown_by_debug_or_by_a_refusal() {
    let body = DOCUMENT.replace(r#""City":"Boston""#, &format!(r#""City":"{}""#, "q".repeat(51)));
    let update = Update::from_json(&body).unwrap();
    let rejection = put(&body, Policy::documented()).unwrap_err();
    let shown = format!("{:?}{update:?}{rejection:?}{rejection}", customer());
    for secret in ["Doe", "jo@", "Acme", "qqqq", "1 Way", "gold"] {
        assert!(!shown.contains(secret), "{secret}");
    }
    assert!(!refused(&rejection).body.unwrap().contains("qqqq"));
    assert_eq!(accepted().body, None);
}

#[test]
fn every_rule_has_its_own_id_and_a_source() {
    let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
    assert!(RULES.iter().all(|rule| rule.id.starts_with("ibm.") && !rule.source.is_empty()));
}

#[test]
fn answers_are_read_in_both_spellings() {
    let body = r#"{"BSSResponse":{"responseCode":"409","severity":"Error","userAction":"wait"}}"#;
    let answer = Answer::read(200, body);
    assert_eq!((answer.status, answer.next()), (409, Next::Wait));
    assert_eq!(answer.user_action.as_deref(), Some("wait"));
    assert_eq!(Answer::read(503, "<html>").next(), Next::Wait);
}
