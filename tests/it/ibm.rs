//! IBM: one named test for each key sentence, and the laws on a handful of documents.

use customer_core::decision::{Cause, Change, Complaint, FactName as _, Next, Refusal, Violation};
use customer_core::ibm::{
    Answer, Asked, Born, Customer, CustomerState, Decision, Fact, Facts, Form, Happened, Input,
    Null, Operation, Policy, RULES, Rejection, Role, SentProfile, Update, VERSION, accepted, apply,
    compose, create, decide, decide_update, diff, evolve, needs, preview_loss, refused,
};
use customer_core::json::Pointer;
use customer_core::member::Field;
use customer_core::value::Timestamp;

pub(crate) const DOCUMENT: &str = r#"{"Customer":{"CustomerNumber":"CN-1","Id":204000117,"CustomerState":"ACTIVE","Version":7,"Organization":{"OrgName":"Acme","Phone":"1","Owner":1,"AddressSet":[{"AddressLine1":"1 Way","AddressLine2":"Suite 2","AddressType":"BILLING","City":"Boston","Country":"United States","State":"Massachusetts","PostalCode":"02110","StateCode":"MA","Verified":true}],"Contact":{"FamilyName":"Doe","GivenName":"Jo","EmailAddress":"jo@acme.example","WorkPhone":"1","WebSiteAddress":"acme.example","DN":"cn=jo"},"Limits":{"a":1.50,"b":[1,2]}},"CustomerAccountSet":[{"AccountNumber":"A","LocationName":"Boston","PaymentMethodType":"INVOICE"}],"CustomerIdentifierSet":[{"Value":"9","CustomerIdType":"SIEBEL_ID"}],"Tier":"gold"}}"#;

pub(crate) const FLAT: &str = r#"{"Version":7,"CustomerNumber":"CN-1","OrgName":"Acme","Phone":"1","AddressLine1":"1 Way","AddressLine2":"Suite 2","AddressType":"BILLING","City":"Boston","Country":"United States","State":"Massachusetts","PostalCode":"02110","FamilyName":"Doe","GivenName":"Jo","EmailAddress":"jo@acme.example","WorkPhone":"1","WebSiteAddress":"acme.example","AccountNumber":"A","LocationName":"Boston","PaymentMethodType":"INVOICE"}"#;

pub(crate) fn facts(policy: Policy) -> Facts {
    Facts {
        policy,
        role: Some(Role::CustomerAdministrator),
        same_organization: Some(true),
        active_subscriptions: Some(0),
    }
}

pub(crate) fn customer() -> Customer {
    Customer::from_json(DOCUMENT).unwrap()
}

pub(crate) fn put(body: &str, policy: Policy) -> Result<Decision, Rejection> {
    let update = Input::Update(Update::from_json(body).unwrap());
    let record = customer();
    let decision = decide(&record, &update, &facts(policy))?;
    obeys(&record, &decision);
    Ok(decision)
}

/// What a decision says is what differs, whether it is told, made, or stored and read back.
pub(crate) fn obeys(record: &Customer, decision: &Decision) {
    let mut after = record.clone();
    evolve(&mut after, decision).unwrap();
    let places = |changes: &[Change]| -> Vec<_> {
        let all = changes.iter();
        all.map(|one| (one.path.pointer(), one.before.clone(), one.after.clone())).collect()
    };
    assert_eq!(places(&decision.changes()), places(&diff(record, &after)));
    assert_eq!(decision.is_unchanged(), *record == after);
    assert_eq!(decision.version(), VERSION);
    assert_eq!(decision.record(), record.id());
    let stored = serde_json::to_string(decision).unwrap();
    assert_eq!(serde_json::from_str::<Decision>(&stored).unwrap(), *decision);
    assert_eq!(Customer::from_json(&after.to_json()).unwrap(), after);
    assert_eq!(Customer::from_stored(&after.to_stored()).unwrap(), after);
    // Delivered twice, a decision that changes something does not fit, and changes nothing.
    let mut twice = after.clone();
    assert_eq!(evolve(&mut twice, decision).is_ok(), decision.is_unchanged());
    assert_eq!(twice, after);
}

pub(crate) fn first_rule(rejection: &Rejection) -> &'static str {
    rejection.violations().next().unwrap().rule.id
}

fn answer_of(rejection: &Rejection) -> (u16, Next) {
    (refused(rejection.refusal().unwrap()).unwrap().status, rejection.next())
}

fn changed(body: &str) -> Vec<(String, Cause)> {
    let changes = put(body, Policy::documented()).unwrap().changes();
    changes.iter().map(|one| (one.path.pointer().to_string(), one.cause)).collect()
}

pub(crate) fn places(body: &str, policy: Policy) -> Vec<String> {
    let rejection = put(body, policy).unwrap_err();
    rejection.violations().map(|one| one.pointer.to_string()).collect()
}

pub(crate) fn version() -> (String, Cause) {
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
    let asked = Asked::unknown(Policy::documented());
    let next = |status: u16, body: &str| Answer::read(status, body).next(&asked);
    assert_eq!(next(500, stale), Next::Refetch);
    assert_eq!(next(500, ""), Next::Retry);
    for (status, expected) in [
        (200, Next::Done),
        (204, Next::Done),
        (299, Next::Done),
        (301, Next::Stop),
        (400, Next::Fix),
        (404, Next::Stop),
        (409, Next::Wait),
        (429, Next::Retry),
        (503, Next::Retry),
    ] {
        assert_eq!(next(status, ""), expected, "{status}");
    }
}

/// The sentence names the attribute where the page has a code for it, and else only the rule.
#[test]
fn a_refusal_says_what_and_where() {
    let rule = RULES.first().unwrap();
    let body = |violation: Violation| {
        let body =
            refused(&Refusal::new(vec![violation], Next::Fix).unwrap()).unwrap().body.unwrap();
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

/// A flat body that comes second is made nested, with what it says in another spelling.
#[test]
fn another_spelling_goes_where_its_attribute_is() {
    let first = Update::from_json(DOCUMENT).unwrap();
    let said = r#""AdressLine1":"2 Way","AdressLine2":null,"WebsiteAddress":"w.example","City""#;
    let flat = FLAT.replace(r#""City""#, said);
    let second = Update::from_json(&flat).unwrap();
    let both = compose(&first, &second, &Policy::documented()).unwrap();
    let written: serde_json::Value = serde_json::from_str(&both.to_json()).unwrap();
    let organization = &written["Customer"]["Organization"];
    let address = organization["AddressSet"][0].as_object().unwrap();
    assert_eq!((&address["AdressLine1"], &address["AdressLine2"]), (&"2 Way".into(), &().into()));
    assert_eq!(organization["Contact"]["WebsiteAddress"], "w.example");
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

/// What has no leaf is kept all the same: with its exact text, and once.
#[test]
fn unknown_members_without_a_leaf_are_kept() {
    for empty in ["{}", "[]", "{ \"a\" : null }", r#"{"a":{"b":[]}}"#] {
        let body = DOCUMENT.replace(r#""Tier":"gold""#, &format!(r#""Tier":"gold","New":{empty}"#));
        let mut record = customer();
        let decision = put(&body, Policy::documented()).unwrap();
        obeys(&record, &decision);
        evolve(&mut record, &decision).unwrap();
        assert!(record.to_json().contains(&format!("\"New\":{empty}")), "{}", record.to_json());
        let body = body.replace(r#""Version":7"#, r#""Version":8"#);
        let input = Input::Update(Update::from_json(&body).unwrap());
        assert!(decide(&record, &input, &facts(Policy::documented())).unwrap().is_unchanged());
    }
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

/// It may come from anywhere: what it says must stand in the record, at its place.
#[test]
fn a_stored_decision_fits_what_it_was_made_for_and_nothing_else() {
    let change = |path: &str, cause: &str, before: &str, after: &str| {
        format!(r#"{{"path":{path},"cause":"{cause}","before":{before},"after":{after}}}"#)
    };
    let evolved = |change: &str| {
        let text = format!(r#"{{"version":1,"event":"updated","changes":[{change}]}}"#);
        let mut record = customer();
        let done = evolve(&mut record, &serde_json::from_str(&text).unwrap());
        if let Err(misfit) = done {
            assert_eq!(record, customer());
            return misfit.pointer.to_string();
        }
        record.to_json()
    };
    let (x, cn1, null) = (r#"{"text":"x"}"#, r#"{"text":"CN-1"}"#, "null");
    let identifier = r#"{"json":"{\"CustomerIdType\":\"SIEBEL_ID\",\"Value\":\"9\"}"}"#;
    let set = |index: u8| format!(r#"["Customer","CustomerIdentifierSet",{index}]"#);
    for (path, before, after, place) in [
        ("[]", x, null, ""),
        (r#"["Customer"]"#, x, null, "/Customer"),
        (r#"["Other","CustomerNumber"]"#, cn1, null, "/Other/CustomerNumber"),
        (r#"["Other","CustomerNumber"]"#, null, x, "/Other/CustomerNumber"),
        (r#"[0,"CustomerNumber"]"#, cn1, null, "/0/CustomerNumber"),
        (r#"["Customer","CustomerNumber"]"#, x, null, "/Customer/CustomerNumber"),
        (r#"["Customer","CustomerNumber"]"#, null, x, "/Customer/CustomerNumber"),
        (r#"["Customer","Tier"]"#, x, null, "/Customer/Tier"),
        // An element beyond the end, in front of others, or not as it was.
        (&set(1), identifier, null, "/Customer/CustomerIdentifierSet/1"),
        (&set(2), null, identifier, "/Customer/CustomerIdentifierSet/2"),
        (&set(0), null, identifier, "/Customer/CustomerIdentifierSet/0"),
        (&set(0), r#"{"json":"{}"}"#, null, "/Customer/CustomerIdentifierSet/0"),
        (
            r#"["Customer","CustomerIdentifierSet",1,"Value"]"#,
            null,
            x,
            "/Customer/CustomerIdentifierSet/1/Value",
        ),
    ] {
        assert_eq!(evolved(&change(path, "set", before, after)), place, "{path}");
    }
    let number = DOCUMENT.replace(r#""CustomerNumber":"CN-1","#, "");
    let path = r#"["Customer","CustomerNumber"]"#;
    assert_eq!(evolved(&change(path, "set", cn1, null)), number);
    let version = DOCUMENT.replace(r#""Version":7,"#, "");
    let path = r#"["Customer","Version"]"#;
    assert_eq!(evolved(&change(path, "set", r#"{"integer":7}"#, null)), version);
    let set = |cause| evolved(&change(&set(0), cause, identifier, null));
    let (before, tier) = DOCUMENT.split_once(r#","CustomerIdentifierSet":"#).unwrap();
    let (_, tier) = tier.split_once("],").unwrap();
    assert_eq!(set("omitted"), format!("{before},{tier}"));
    assert_eq!(set("replaced"), format!(r#"{before},"CustomerIdentifierSet":[],{tier}"#));
}

#[test]
fn a_decision_does_not_fit_another_customer_or_another_version() {
    let suspend = Operation::Suspend.into();
    let decision = decide(&customer(), &suspend, &facts(Policy::documented())).unwrap();
    let same = decide_update(&customer(), &Update::echo(&customer()), &facts(Policy::documented()));
    let same = same.unwrap();
    for (other, place) in [
        (DOCUMENT.replace("204000117", "204000118"), "/Customer/Id"),
        (DOCUMENT.replace(r#""Id":204000117,"#, ""), "/Customer/Id"),
        (DOCUMENT.replace(r#""Version":7"#, r#""Version":9"#), "/Customer/Version"),
        (DOCUMENT.replace("ACTIVE", "SUSPENDED"), "/Customer/CustomerState"),
    ] {
        let before = Customer::from_json(&other).unwrap();
        let mut record = before.clone();
        let misfit = evolve(&mut record, &decision).unwrap_err();
        assert_eq!(misfit.pointer.as_str(), place);
        assert_eq!(record, before);
        // One that changes nothing fits every record of its id.
        assert_eq!(evolve(&mut record, &same).is_ok(), place != "/Customer/Id");
    }
    // An id is compared by its value.
    let text = DOCUMENT.replace("204000117", "2.04000117E8");
    assert!(evolve(&mut Customer::from_json(&text).unwrap(), &decision).is_ok());
}

/// A decision that shortens or lengthens a set must find it as long as it was.
#[test]
fn a_set_of_another_length_does_not_fit() {
    let account = r#"{"AccountNumber":"A","LocationName":"Boston","PaymentMethodType":"INVOICE"}"#;
    let with = |count: usize| {
        let all = vec![account; count].join(",");
        DOCUMENT.replace(&format!("[{account}]"), &format!("[{all}]"))
    };
    let record = |count| Customer::from_json(&with(count)).unwrap();
    let body = |count| Update::from_json(&with(count)).unwrap().into_owned();
    for (from, to) in [(3, 1), (1, 3), (2, 1), (1, 2)] {
        let decided = decide_update(&record(from), &body(to), &facts(Policy::observed()));
        let decision = decided.unwrap();
        obeys(&record(from), &decision);
        for other in (1..6).filter(|other| *other != from) {
            let mut wrong = record(other);
            assert!(evolve(&mut wrong, &decision).is_err(), "{from} to {to} at {other}");
            assert_eq!(wrong, record(other));
        }
    }
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
    let response = refused(rejection.refusal().unwrap()).unwrap();
    let words = r#"{"BSSResponse":{"ResponseMessage":"Internalservererror","ExceptionMessage":"StaleObjectStateExceptionOccured-Rowwasupdatedordeletedbyanothertransaction.","ResponseCode":"500"}}"#;
    assert_eq!(response.body.as_deref(), Some(words));
    let answer = Answer::read(response.status, response.body.as_deref().unwrap());
    let asked = Asked::unknown(Policy::documented());
    assert!(response.status == 500 && answer.is_stale() && answer.next(&asked) == Next::Refetch);
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
    assert_eq!(first_rule(&again), "ibm.version.stale");
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
    assert_eq!(first_rule(&rejection), "ibm.version.exhausted");
    let question = format!(
        r#"{{"vendor":"ibm","customer":{body},"input":{{"operation":"suspendCustomer"}},"facts":{{"role":"VSR","sameOrganization":true}}}}"#
    );
    let answer = customer_core::contract::apply(&question);
    assert!(answer.contains(r#""pointer":"/customer/Customer/Version""#), "{answer}");
}

#[test]
fn everything_that_is_wrong_is_reported_in_order() {
    let leaving = DOCUMENT.replace("ACTIVE", "DEREGISTER_PENDING");
    let record = Customer::from_json(&leaving).unwrap();
    let body = leaving
        .replace(r#""OrgName":"Acme""#, r#""OrgName":"""#)
        .replace(r#""Version":7"#, r#""Version":6"#);
    let update = Update::from_json(&body).unwrap();
    let rejection = decide_update(&record, &update, &facts(Policy::documented())).unwrap_err();
    let found: Vec<_> = rejection.violations().map(|one| one.pointer.as_str()).collect();
    let all = ["/Customer/CustomerState", "/Customer/Organization/OrgName", "/Customer/Version"];
    assert_eq!(found, all);
    assert_eq!(answer_of(&rejection), (404, Next::Stop));
}

/// A stranger learns nothing about a record, not even what else would have to be looked up.
#[test]
fn a_caller_without_a_right_is_told_nothing_else() {
    let body = DOCUMENT.replace(r#""OrgName":"Acme""#, r#""OrgName":"""#);
    let inputs = [
        Input::from(Update::from_json(&body).unwrap()),
        Input::from(Operation::Unregister),
        Input::from(Operation::Unsuspend),
    ];
    let some = |role, same_organization| Facts {
        role,
        same_organization,
        ..Facts::unknown(Policy::documented())
    };
    for (facts, places) in [
        (some(Some(Role::User), None), &["/facts/role"] as &[_]),
        (some(None, Some(false)), &["/facts/sameOrganization"]),
        (some(Some(Role::User), Some(true)), &["/facts/role"]),
        (some(Some(Role::Vsr), Some(false)), &["/facts/sameOrganization"]),
        (some(Some("vsr".into()), Some(false)), &["/facts/role", "/facts/sameOrganization"]),
    ] {
        for input in &inputs {
            let rejection = decide(&customer(), input, &facts).unwrap_err();
            let found: Vec<_> = rejection.violations().map(|one| one.pointer.as_str()).collect();
            assert_eq!(found, places, "{facts:?}");
            assert_eq!(rejection.needs(), []);
            assert_eq!(answer_of(&rejection), (403, Next::Stop));
        }
    }
}

/// What is wrong whatever the caller is, is reported beside it.
#[test]
fn what_was_not_looked_up_is_asked_for_and_never_refused() {
    let body = DOCUMENT.replace(r#""OrgName":"Acme""#, r#""OrgName":"""#);
    let update = Input::from(Update::from_json(&body).unwrap());
    let (suspend, unregister) = (Input::from(Operation::Unsuspend), Operation::Unregister.into());
    let all = facts(Policy::documented());
    let no_role = Facts { role: None, ..all.clone() };
    let no_organization = Facts { same_organization: None, ..all.clone() };
    let no_count = Facts { active_subscriptions: None, ..all };
    let nothing = Facts::unknown(Policy::documented());
    let (here, there) = ("", "/input/operation");
    let caller = ["role", "sameOrganization"];
    for (input, facts, place, asked, wrong) in [
        (&update, &no_role, here, &caller[..1], Some("/Customer/Organization/OrgName")),
        (&update, &no_organization, here, &caller[1..], Some("/Customer/Organization/OrgName")),
        (&update, &nothing, here, &caller[..], Some("/Customer/Organization/OrgName")),
        (&suspend, &no_role, there, &caller[..1], Some("/Customer/CustomerState")),
        (&unregister, &no_count, there, &["activeSubscriptions"], None),
        (&unregister, &nothing, there, &["role", "sameOrganization", "activeSubscriptions"], None),
    ] {
        let rejection = decide(&customer(), input, facts).unwrap_err();
        let needs: Vec<_> = rejection.needs().iter().map(|need| need.fact.name()).collect();
        assert_eq!(needs, asked);
        assert!(rejection.needs().iter().all(|need| need.pointer.as_str() == place));
        let found: Vec<_> = rejection.violations().map(|one| one.pointer.as_str()).collect();
        assert_eq!(found, wrong.as_slice());
        assert_eq!((rejection.refusal(), rejection.next()), (None, Next::Lookup));
    }
}

/// Who registers a customer is looked up, and nothing else about the caller.
#[test]
fn a_registration_asks_for_the_role() {
    let born = Born::new("1", Timestamp::parse("2026-02-20T12:00:00").unwrap()).unwrap();
    let text = crate::endpoint::ibm_document("1", 0, "1");
    let text = text.replacen(r#""Id":1,"CustomerState":"ACTIVE","Version":0,"#, "", 1);
    let update = Update::from_json(&text).unwrap();
    let unknown = Facts::unknown(Policy::documented());
    let rejection = create(&update, &unknown, &born).unwrap_err();
    let needs: Vec<_> = rejection.needs().iter().map(|need| need.fact).collect();
    assert_eq!((needs, rejection.next()), (vec![Fact::Role], Next::Lookup));
    let facts = Facts { role: Some(Role::Vsr), ..unknown };
    assert!(create(&update, &facts, &born).is_ok_and(|customer| customer.id() == Some("1")));
}

#[test]
fn an_input_names_what_it_asks_for() {
    let asked = |input: Input<'_>, policy| -> Vec<_> {
        needs(&customer(), &input, &policy).facts().collect()
    };
    let caller = [Fact::Role, Fact::SameOrganization];
    assert_eq!(asked(Update::default().into(), Policy::documented()), caller);
    assert_eq!(asked(Operation::Suspend.into(), Policy::documented()), caller);
    assert_eq!(asked(Operation::Unregister.into(), Policy::documented()), Fact::ALL);
    assert_eq!(asked(Operation::Unregister.into(), Policy::viewer()), Fact::ALL);
    assert_eq!(asked(Operation::Unregister.into(), Policy::observed()), caller);
}

#[test]
fn an_operation_needs_a_state_and_an_update_does_not() {
    for state in ["", r#""CustomerState":null,"#] {
        let text = DOCUMENT.replace(r#""CustomerState":"ACTIVE","#, state);
        let record = Customer::from_json(&text).unwrap();
        for operation in [Operation::Suspend, Operation::Unsuspend, Operation::Unregister] {
            let decided = decide(&record, &operation.into(), &facts(Policy::documented()));
            let rejection = decided.unwrap_err();
            let [violation] = rejection.violations().collect::<Vec<_>>()[..] else { panic!() };
            assert_eq!(violation.pointer.as_str(), "/Customer/CustomerState");
            assert_eq!(violation.code, Some("BZSAP1011E"));
            assert_eq!(answer_of(&rejection), (400, Next::Stop));
        }
        let update = Update::echo(&record);
        let decided = decide_update(&record, &update, &facts(Policy::documented()));
        assert!(decided.unwrap().is_unchanged());
    }
}

#[test]
fn unregistering_a_customer_that_is_gone_reports_its_subscriptions_too() {
    let gone = Customer::from_json(&DOCUMENT.replace("ACTIVE", "DEREGISTER_PENDING")).unwrap();
    let some = Facts { active_subscriptions: Some(1), ..facts(Policy::documented()) };
    let rejection = decide(&gone, &Operation::Unregister.into(), &some).unwrap_err();
    let found: Vec<_> = rejection.violations().map(|one| one.pointer.as_str()).collect();
    assert_eq!(found, ["/Customer/CustomerState", "/input/operation"]);
    assert_eq!(answer_of(&rejection), (404, Next::Stop));
}

#[test]
fn the_life_cycle_goes_round_and_then_ends() {
    let facts = facts(Policy::documented());
    let mut record = customer();
    let mut step = |operation| {
        let decision = decide(&record, &Input::Operation(operation), &facts);
        if let Ok(decision) = &decision {
            assert_eq!(decision.happened(), Happened::from(operation));
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
    assert_eq!(answer_of(&conflict), (409, Next::Wait));
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
fn an_update_of_nothing_is_an_empty_customer() {
    assert_eq!(Update::default().to_json(), r#"{"Customer":{}}"#);
    let read = Update::from_json(r#"{"Customer":{}}"#).unwrap();
    assert_eq!(read.to_json(), Update::default().to_json());
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
    assert_eq!(serde_json::from_str::<Customer>(&stored).unwrap(), customer());
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
    assert!(!refused(rejection.refusal().unwrap()).unwrap().body.unwrap().contains("qqqq"));
    assert_eq!(accepted(&customer()).body, None);
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
    let asked = Asked::unknown(Policy::documented());
    assert_eq!((answer.status, answer.next(&asked)), (409, Next::Wait));
    assert_eq!(answer.user_action.as_deref(), Some("wait"));
    assert_eq!(Answer::read(503, "<html>").next(&asked), Next::Retry);
}

/// An update that says nothing has the form of one that says something.
#[test]
fn an_update_that_says_nothing_is_written_nested() {
    let nothing = Update::default();
    assert_eq!((nothing.form(), nothing.to_json().as_str()), (Form::Nested, r#"{"Customer":{}}"#));
    assert!(Update::from_json(&nothing.to_json()).is_ok());
}

/// A flat body names the attributes of those objects that it speaks of.
#[test]
fn a_flat_update_without_a_contact_names_none_of_its_attributes() {
    let mut update = Update::from_json(FLAT).unwrap();
    update.organization_mut().contact = Field::Absent;
    let text = update.to_json();
    assert!(text.contains(r#""City":"Boston""#) && text.contains(r#""AccountNumber":"A""#));
    assert!(!text.contains("FamilyName") && !text.contains("WebSiteAddress"), "{text}");
}

/// An element is new behind the last one of its own set: what is behind the last one of another set
/// does not count.
#[test]
fn a_new_element_fits_behind_the_last_of_its_own_set() {
    let address = r#"{"AddressLine1":"1 Way","AddressType":"BILLING","City":"Boston","Country":"United States","State":"Massachusetts","PostalCode":"02110"}"#;
    let account = r#"{"AccountNumber":"A","LocationName":"Boston","PaymentMethodType":"INVOICE"}"#;
    let with = |addresses: usize, accounts: usize| {
        let all = |one: &str, count: usize| format!("[{}]", vec![one; count].join(","));
        let (head, rest) = DOCUMENT.split_once(r#""AddressSet":["#).unwrap();
        let (_, rest) = rest.split_once(']').unwrap();
        let (addresses, accounts) = (all(address, addresses), all(account, accounts));
        let text = format!(r#"{head}"AddressSet":{addresses}{rest}"#);
        text.replace(&format!("[{account}]"), &accounts)
    };
    let record = |addresses, accounts| Customer::from_json(&with(addresses, accounts)).unwrap();
    let update = with(2, 3);
    let update = Update::from_json(&update).unwrap();
    let decision = decide_update(&record(1, 2), &update, &facts(Policy::observed())).unwrap();
    obeys(&record(1, 2), &decision);
    for (addresses, accounts, place) in [
        (1, 1, "/Customer/CustomerAccountSet/2"),
        (1, 3, "/Customer/CustomerAccountSet/2"),
        (0, 2, "/Customer/Organization/AddressSet/1"),
        (2, 2, "/Customer/Organization/AddressSet/1"),
    ] {
        let mut other = record(addresses, accounts);
        let misfit = evolve(&mut other, &decision).unwrap_err();
        assert_eq!(misfit.pointer.as_str(), place, "{addresses} and {accounts}");
    }
}

/// An organization that is null is that, and not one that lacks everything.
#[test]
fn an_organization_that_is_null_is_refused_as_null() {
    let body = r#"{"Customer":{"Version":7,"Organization":null,"CustomerAccountSet":[{"AccountNumber":"A","LocationName":"Boston","PaymentMethodType":"INVOICE"}],"CustomerIdentifierSet":[{"Value":"9","CustomerIdType":"SIEBEL_ID"}]}}"#;
    let found = |body: &str, policy| {
        let rejection = put(body, policy).unwrap_err();
        let row = |one: &Violation| (one.rule.id, one.pointer.as_str().to_owned());
        rejection.violations().map(row).collect::<Vec<_>>()
    };
    let documented = Policy::documented();
    let null = ("ibm.null.refused", "/Customer/Organization".to_owned());
    assert_eq!(found(body, documented), [null]);
    let missing = body.replace(r#""Organization":null,"#, "");
    let places = found(&missing, documented);
    assert!(places.len() > 1 && places.iter().all(|(rule, _)| *rule != "ibm.null.refused"));
    let read_as_missing = Policy { null: Null::Missing, ..documented };
    assert_eq!(found(body, read_as_missing), places);
}

/// What the vendor's answers complain about: the cause that it names, or that it is none of its
/// answers.
#[test]
fn an_answer_says_what_it_complains_about() {
    let complaint = |status, body: &str| {
        let complaints =
            Answer::read(status, body).complaints(&Asked::unknown(Policy::documented()));
        let row = |one: &Complaint| {
            (
                one.rule.map(|rule| rule.id),
                one.code.clone(),
                one.pointer.to_string(),
                one.to_string(),
            )
        };
        complaints.iter().map(row).collect::<Vec<_>>()
    };
    let inside = |members: &str| format!(r#"{{"BSSResponse": {{{members}}}}}"#);
    let with = |code: &str, says: &str| {
        vec![(None, Some(code.to_owned()), String::new(), says.to_owned())]
    };
    let of = |code: &str| complaint(400, &inside(&format!(r#""MessageCode": "{code}""#)));
    let required = "a required attribute is missing or empty";
    assert_eq!(of("BZSAP1033E"), with("BZSAP1033E", required));
    assert_eq!(of("BZSAP1011E"), with("BZSAP1011E", "an attribute is not valid"));
    assert_eq!(of("BZSAP0001E"), with("BZSAP0001E", "the request is refused"));
    let bare = vec![(None, None, String::new(), "the request is refused".to_owned())];
    assert_eq!(complaint(400, &inside("")), bare);
    let stale = r#""ResponseCode": "500", "ExceptionMessage": "StaleObjectStateException""#;
    let found = complaint(500, &inside(stale));
    assert_eq!((found[0].0, &*found[0].2), (Some("ibm.version.stale"), "/Customer/Version"));
    for body in ["<html>", "{}", r#"{"BSSResponse": 1}"#] {
        let found = complaint(502, body);
        assert_eq!((found.len(), found[0].0), (1, Some("ibm.answer.unknown")), "{body}");
    }
    assert_eq!(complaint(204, ""), []);
    assert_eq!(complaint(200, &inside(r#""MessageCode": "BZSAP1033E""#)), []);
}

/// A success shows the customer; a refusal, and an answer of the vendor's own form, show none.
#[test]
fn a_customer_is_taken_from_a_success_alone() {
    let shows = |status, body: &str| Answer::read(status, body).customer.is_some();
    let beside = DOCUMENT.replacen('{', r#"{"BSSResponse":{},"#, 1);
    assert!(shows(200, DOCUMENT) && shows(299, DOCUMENT));
    assert!(!shows(400, DOCUMENT) && !shows(199, DOCUMENT) && !shows(300, DOCUMENT));
    assert!(!shows(200, &beside) && !shows(400, &beside));
    assert!(!shows(200, "{}"));
}

/// A full replacement loses what it leaves out and keeps what it says.
#[test]
fn a_preview_names_what_a_replacement_would_lose() {
    let lost = |body: &str| -> Vec<String> {
        let update = Update::from_json(body).unwrap();
        let lost = preview_loss(&customer(), &update, &Policy::documented());
        lost.iter().map(|place| place.to_string()).collect()
    };
    assert_eq!(lost(DOCUMENT), [""; 0]);
    // Another value is none that is lost, and what nobody knows stays.
    let other =
        DOCUMENT.replace(r#""Phone":"1","#, r#""Phone":"2","#).replace(r#","Tier":"gold""#, "");
    assert_eq!(lost(&other), [""; 0]);
    let without = |member: &str| {
        assert!(DOCUMENT.contains(member), "{member}");
        lost(&DOCUMENT.replace(member, ""))
    };
    let organization = "/Customer/Organization";
    assert_eq!(without(r#""Phone":"1","#), [format!("{organization}/Phone")]);
    let line = r#""AddressLine2":"Suite 2","#;
    assert_eq!(without(line), [format!("{organization}/AddressSet/0/AddressLine2")]);
    let account =
        r#"[{"AccountNumber":"A","LocationName":"Boston","PaymentMethodType":"INVOICE"}]"#;
    let set = ["/Customer/CustomerAccountSet/0"];
    assert_eq!(lost(&DOCUMENT.replace(account, "[]")), set);
    assert_eq!(without(&format!(r#""CustomerAccountSet":{account},"#)), set);
}

/// Everything that a decision changes is the customer's: a change beside it, which none makes, is
/// no change of the customer.
#[test]
fn a_change_beside_the_customer_changes_nothing() {
    let mut body: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
    body["Customer"]["Organization"]["Contact"].as_object_mut().unwrap().remove("NamePrefix");
    let mut record = Customer::from_json(&body.to_string()).unwrap();
    body["Customer"]["Organization"]["Contact"]["NamePrefix"] = "Dr".into();
    let body = body.to_string();
    let update = Input::Update(Update::from_json(&body).unwrap());
    let decision = decide(&record, &update, &facts(Policy::documented())).unwrap();
    let stored = serde_json::to_string(&decision).unwrap();
    let forged =
        stored.replacen(r#"["Customer","Organization","#, r#"["Other","Organization","#, 1);
    let forged = forged.replacen("/Customer/Organization", "/Other/Organization", 1);
    assert_ne!(forged, stored);
    let before = record.document.organization.clone();
    let _ = evolve(&mut record, &serde_json::from_str(&forged).unwrap());
    assert_eq!(record.document.organization, before);
}
