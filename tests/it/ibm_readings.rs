//! IBM: what each reading decides, in each of its choices.

use customer_core::Field;
use customer_core::decision::Cause;
use customer_core::ibm::{
    Customer, EmptyState, Null, Policy, ReadOnly, Update, WordCase, decide_update, evolve,
};

use crate::ibm::{DOCUMENT, FLAT, customer, facts, first_rule, obeys, places, put, version};

/// `None` where the record has no such member.
fn optional(name: &str, stored: Option<&str>, sent: Option<&str>, policy: Policy) -> String {
    let member = |value: Option<&str>| value.map(|value| format!(r#""{name}":{value},"#));
    let text = |value| {
        let member = member(value).unwrap_or_default();
        DOCUMENT.replace(r#""WorkPhone""#, &format!(r#"{member}"WorkPhone""#))
    };
    let record = Customer::from_json(&text(stored)).unwrap();
    let update = text(sent);
    match decide_update(&record, &Update::from_json(&update).unwrap(), &facts(policy)) {
        Ok(decision) => {
            obeys(&record, &decision);
            let changes = decision.changes();
            changes.iter().map(|one| format!("{} ", one.cause.as_str())).collect()
        }
        Err(rejection) => first_rule(&rejection).into(),
    }
}

/// Every public client writes empty texts: the document that it reads must be an echo.
#[test]
fn no_value_in_place_of_none_is_an_echo() {
    let (empty, null, value) = (Some(r#""""#), Some("null"), Some(r#""x""#));
    let documented = |stored, sent| optional("Photo", stored, sent, Policy::documented());
    for stored in [None, empty, null] {
        for sent in [None, empty] {
            assert_eq!(documented(stored, sent), "", "{stored:?} {sent:?}");
        }
        assert_eq!(documented(stored, null), "ibm.null.refused");
        let observed = optional("Photo", stored, null, Policy::observed());
        assert_eq!(observed, "");
        assert_eq!(documented(stored, value), "derived set ");
    }
    assert_eq!(documented(value, None), "derived omitted ");
    assert_eq!(documented(value, empty), "derived cleared ");
    assert_eq!(documented(value, null), "ibm.null.refused");
    assert_eq!(optional("Photo", value, null, Policy::observed()), "derived omitted ");
}

/// The other spelling says the same.
#[test]
fn an_empty_text_is_an_echo_under_either_spelling() {
    let stored = DOCUMENT.replace("\"Suite 2\"", "\"\"");
    let record = Customer::from_json(&stored).unwrap();
    let body = stored.replace("\"AddressLine2\"", "\"AdressLine2\"");
    let update = Update::from_json(&body).unwrap();
    let decided = decide_update(&record, &update, &facts(Policy::documented()));
    assert!(decided.unwrap().is_unchanged());
}

/// There an empty text is a value; over a null it is an echo all the same.
#[test]
fn an_empty_account_number_is_stored_unless_it_repeats_null() {
    let text = |member: &str| DOCUMENT.replace(r#""AccountNumber":"A","#, member);
    let empty = text(r#""AccountNumber":"","#);
    for (stored, changes) in
        [("", 2), (r#""AccountNumber":null,"#, 0), (r#""AccountNumber":"","#, 0)]
    {
        let record = Customer::from_json(&text(stored)).unwrap();
        let update = Update::from_json(&empty).unwrap();
        let decided = decide_update(&record, &update, &facts(Policy::documented())).unwrap();
        assert_eq!(decided.changes().len(), changes, "{stored}");
        obeys(&record, &decided);
    }
}

fn word(stored: &str, sent: &str, policy: Policy) -> Result<String, &'static str> {
    let record = Customer::from_json(&DOCUMENT.replace("BILLING", stored)).unwrap();
    let body = DOCUMENT.replace("BILLING", sent);
    let update = Update::from_json(&body).unwrap();
    let decision = decide_update(&record, &update, &facts(policy));
    let decision = decision.map_err(|rejection| first_rule(&rejection))?;
    obeys(&record, &decision);
    let mut after = record;
    evolve(&mut after, &decision).unwrap();
    let address = &after.document.organization.unwrap().address_set.unwrap()[0];
    Ok(address.address_type.as_ref().unwrap().as_str().to_owned())
}

#[test]
fn a_word_in_another_case_is_an_echo_where_case_does_not_count() {
    let any = Policy { words: WordCase::Any, ..Policy::documented() };
    for policy in [any, Policy::observed()] {
        assert_eq!(word("BILLING", "billing", policy).unwrap(), "BILLING");
        assert_eq!(word("mailing", "MAILING", policy).unwrap(), "mailing");
        assert_eq!(word("mailing", "Mailing", policy).unwrap(), "mailing");
        assert_eq!(word("mailing", "mailing", policy).unwrap(), "mailing");
        assert_eq!(word("mailing", "billing", policy).unwrap(), "BILLING");
        // A stored word that is in no list may be repeated only as it is.
        assert_eq!(word("HOME", "HOME", policy).unwrap(), "HOME");
        assert_eq!(word("HOME", "home", policy), Err("ibm.word.listed"));
        assert_eq!(word("BILLING", "HOME", policy), Err("ibm.word.listed"));
    }
    for (stored, sent) in
        [("BILLING", "billing"), ("mailing", "mailing"), ("mailing", "Mailing"), ("HOME", "HOME")]
    {
        assert_eq!(word(stored, sent, Policy::documented()), Err("ibm.word.listed"));
    }
}

#[test]
fn read_only_members_of_an_old_copy_are_not_compared() {
    let stale = |body: &str| {
        places(&body.replace(r#""Version":7"#, r#""Version":6"#), Policy::documented())
    };
    for body in [
        DOCUMENT.replace("204000117", "1").replace("cn=jo", "cn=x").replace("ACTIVE", "GONE"),
        DOCUMENT.replace("204000117", "null").replace(r#""cn=jo""#, "null"),
        DOCUMENT.into(),
    ] {
        assert_eq!(stale(&body), ["/Customer/Version"]);
    }
    // Of the current copy they are, and null is no value of them.
    let body = DOCUMENT.replace("204000117", "null").replace(r#""cn=jo""#, "null");
    let both = ["/Customer/Id", "/Customer/Organization/Contact/DN"];
    assert_eq!(places(&body, Policy::documented()), both);
    // Where null reads as missing, one that is left out is none that differs.
    let lenient = Policy { null: Null::Missing, ..Policy::documented() };
    assert_eq!(lenient.read_only, ReadOnly::Compare);
    assert!(put(&body, lenient).unwrap().is_unchanged());
}

#[test]
fn a_lock_token_is_a_whole_number_however_it_is_spelt() {
    for spelling in ["7.0", "70e-1", "0.7E1"] {
        let body = DOCUMENT.replace(r#""Version":7"#, &format!(r#""Version":{spelling}"#));
        assert!(put(&body, Policy::documented()).unwrap().is_unchanged());
        assert_eq!(Customer::from_json(&body).unwrap(), customer());
    }
    for spelling in ["7.5", "\"7\"", "true", "9223372036854775808", "[]"] {
        let body = DOCUMENT.replace(r#""Version":7"#, &format!(r#""Version":{spelling}"#));
        let unreadable = Update::from_json(&body).unwrap_err();
        assert_eq!(unreadable.errors[0].pointer.as_str(), "/Customer/Version", "{spelling}");
    }
}

#[test]
fn a_missing_lock_token_counts_as_zero_on_both_sides_only() {
    let with = |version: Option<&str>| {
        let member = version.map(|version| format!(r#""Version":{version},"#)).unwrap_or_default();
        DOCUMENT.replace(r#""Version":7,"#, &member)
    };
    for (stored, sent, is_current) in [
        (None, None, true),
        (None, Some("0"), true),
        (None, Some("null"), true),
        (Some("null"), None, true),
        (Some("0"), Some("0"), true),
        (Some("0"), None, false),
        (Some("0"), Some("null"), false),
        (None, Some("1"), false),
        (Some("7"), Some("-7"), false),
    ] {
        let record = Customer::from_json(&with(stored)).unwrap();
        let body = with(sent);
        let update = Update::from_json(&body).unwrap();
        let decided = decide_update(&record, &update, &facts(Policy::documented()));
        assert_eq!(decided.is_ok(), is_current, "{stored:?} {sent:?}");
    }
}

#[test]
fn violations_stand_in_the_order_of_the_model() {
    let body = DOCUMENT
        .replace(r#""OrgName":"Acme""#, r#""OrgName":"""#)
        .replace(r#""Owner":1"#, r#""Owner":2"#)
        .replace(r#""City":"Boston""#, r#""City":"""#)
        .replace(r#""StateCode":"MA""#, r#""StateCode":"XX""#)
        .replace(r#""GivenName":"Jo""#, r#""GivenName":"""#)
        .replace("cn=jo", "cn=x")
        .replace("204000117", "1")
        .replace(r#""CN-1""#, &format!("\"{}\"", "x".repeat(51)))
        .replace(r#""AccountNumber":"A""#, r#""VendorId":1,"AccountNumber":null"#)
        .replace(r#""Value":"9""#, &format!(r#""Value":"{}""#, "x".repeat(51)));
    assert_eq!(
        places(&body, Policy::documented()),
        [
            "/Customer/CustomerNumber",
            "/Customer/Id",
            "/Customer/Organization/OrgName",
            "/Customer/Organization/Owner",
            "/Customer/Organization/AddressSet/0/City",
            "/Customer/Organization/AddressSet/0/StateCode",
            "/Customer/Organization/Contact/GivenName",
            "/Customer/Organization/Contact/DN",
            "/Customer/CustomerAccountSet/0/AccountNumber",
            "/Customer/CustomerAccountSet/0/VendorId",
            "/Customer/CustomerIdentifierSet/0/Value",
        ]
    );
}

/// Null under one spelling does not hide what is wrong under the other.
#[test]
fn null_beside_a_value_is_refused_where_it_stands() {
    let body =
        DOCUMENT.replace(r#""AddressLine1":"1 Way""#, r#""AddressLine1":"","AdressLine1":null"#);
    let set = "/Customer/Organization/AddressSet/0";
    let both = [format!("{set}/AddressLine1"), format!("{set}/AdressLine1")];
    assert_eq!(places(&body, Policy::documented()), both);
    let body = DOCUMENT.replace(r#""AddressLine1":"1 Way""#, r#""AdressLine1":null"#);
    assert_eq!(places(&body, Policy::documented()), [format!("{set}/AdressLine1")]);
}

#[test]
fn an_echo_says_what_the_record_says_and_can_be_edited() {
    let record = customer();
    let facts = facts(Policy::documented());
    let echo = Update::echo(&record);
    assert_eq!(echo, Update::from_json(DOCUMENT).unwrap());
    assert!(decide_update(&record, &echo, &facts).unwrap().is_unchanged());

    let mut update = echo;
    update.organization_mut().phone = Field::Value("2".into());
    update.contact_mut().web_site_address = Field::Absent;
    update.contact_mut().job_title = Field::Value("Clerk".into());
    let decision = decide_update(&record, &update, &facts).unwrap();
    obeys(&record, &decision);
    let changes = decision.changes();
    let found: Vec<_> =
        changes.iter().map(|one| (one.path.pointer().to_string(), one.cause)).collect();
    let contact = |name| format!("/Customer/Organization/Contact/{name}");
    assert_eq!(
        found,
        [
            version(),
            ("/Customer/Organization/Phone".into(), Cause::Set),
            (contact("JobTitle"), Cause::Set),
            (contact("WebSiteAddress"), Cause::Omitted),
        ]
    );
    // Sets are edited element by element.
    let mut update = Update::echo(&record);
    update.addresses_mut().clear();
    update.accounts_mut().push(Field::Null);
    let rejection = decide_update(&record, &update, &facts).unwrap_err();
    assert_eq!(first_rule(&rejection), "ibm.set.missing");
}

/// A null that is stored is not said: the vendor would not take it.
#[test]
fn an_echo_leaves_out_what_the_vendor_does_not_take_back() {
    let text = DOCUMENT.replace(r#""Phone":"1""#, r#""Phone":null"#).replace("204000117", "null");
    let record = Customer::from_json(&text).unwrap();
    let update = Update::echo(&record);
    let decided = decide_update(&record, &update, &facts(Policy::documented()));
    assert!(decided.unwrap().is_unchanged());
}

#[test]
fn an_update_is_written_as_it_was_read() {
    for body in [
        DOCUMENT,
        FLAT,
        r#"{"Customer":null}"#,
        r#"{"Customer":{"Organization":{"AddressSet":[{"AdressLine1":"x","Odd":[1.50]}]}}}"#,
        r#"{"Version":7,"Odd":1.50,"OrgName":null,"AdressLine1":"x","WebsiteAddress":null}"#,
    ] {
        let update = Update::from_json(body).unwrap().into_owned();
        let written = update.to_json();
        assert_eq!(Update::from_json(&written).unwrap().into_owned(), update, "{body}");
        let stored = serde_json::to_string(&update).unwrap();
        assert_eq!(serde_json::from_str::<Update<'static>>(&stored).unwrap(), update, "{body}");
        assert_eq!(Update::from_slice(body.as_bytes()).unwrap(), update, "{body}");
    }
    assert_eq!(Update::default().to_json(), r#"{"Customer":{}}"#);
    let broken = Update::from_slice(b"{\"Customer\": {\"Tier\": \"\xff\"}}").unwrap_err();
    assert_eq!(broken.errors[0].reason, customer_core::json::Reason::Encoding);
    assert_eq!(broken.errors[0].pointer.as_str(), "/Customer/Tier");
    assert!(Customer::from_slice(b"{\"Customer\": {}}").is_ok());
    assert!(Customer::from_slice(b"\xff").is_err());
}

/// What a store keeps is all of it, and nothing else is taken for it.
#[test]
fn a_stored_customer_is_exact() {
    let text = DOCUMENT
        .replace(r#""gold""#, r#"0.12345678901234567890,"Odd":-0,"Long":1e2"#)
        .replace("204000117", "12345678901234567890123");
    let record = Customer::from_json(&text).unwrap();
    let stored = record.to_stored();
    assert_eq!(Customer::from_stored(&stored).unwrap(), record);
    assert_eq!(
        stored.as_str(),
        format!(r#"{{"version":1,"vendor":"ibm","customer":{text},"internal":{{}}}}"#).replace(
            r#""Tier":0.12345678901234567890,"Odd":-0,"Long":1e2"#,
            r#""Long":1e2,"Odd":-0,"Tier":0.12345678901234567890"#,
        )
    );
    for (text, place) in [
        ("", ""),
        ("[]", ""),
        ("{}", "/version"),
        (r#"{"version":2,"customer":{"Customer":{}},"internal":{}}"#, "/version"),
        (r#"{"version":1,"customer":{},"internal":{}}"#, "/customer/Customer"),
        (r#"{"version":1,"customer":{"Customer":{}}}"#, "/internal"),
        (r#"{"version":1,"customer":{"Customer":{}},"internal":{"a":1}}"#, "/internal/a"),
        (r#"{"version":1,"customer":{"Customer":{}},"internal":{},"x":1}"#, "/x"),
    ] {
        let unreadable = Customer::from_stored(&text.into()).unwrap_err();
        assert_eq!(unreadable.errors[0].pointer.as_str(), place, "{text}");
    }
}

#[test]
fn each_reading_can_be_set_by_itself() {
    let set = |reading: &str| {
        let question = format!(
            r#"{{"vendor":"ibm","customer":{DOCUMENT},"input":{{"update":{DOCUMENT}}},"policy":{{{reading}}},"facts":{{"role":"VSR","sameOrganization":true}}}}"#
        );
        customer_core::contract::apply(&question)
    };
    for reading in [
        r#""required":"article""#,
        r#""preset":"viewer","empty-state":"stored""#,
        r#""null":"missing""#,
        r#""length":"utf-16""#,
        r#""words":"any-case""#,
        r#""sets":"some""#,
        r#""read-only":"ignored""#,
        r#""unregister":"cancels""#,
    ] {
        assert!(set(reading).contains(r#""verdict":"unchanged""#), "{reading}");
    }
    assert!(set(r#""sets":"many""#).contains(r#""pointer":"/policy/sets""#));
    assert_eq!(
        Policy { empty_state: EmptyState::Store, ..Policy::viewer() }.required,
        Policy::viewer().required
    );
}

/// Elements are matched by index: nothing else tells which is which.
#[test]
fn an_address_that_moves_up_takes_over_what_nobody_may_change() {
    let first = r#"{"AddressLine1":"1 Way","AddressLine2":"Suite 2","AddressType":"BILLING","City":"Boston","Country":"United States","State":"Massachusetts","PostalCode":"02110","StateCode":"MA","Verified":true}"#;
    let second =
        first.replace("1 Way", "9 Lane").replace(r#","StateCode":"MA","Verified":true"#, "");
    let record =
        Customer::from_json(&DOCUMENT.replace(first, &format!("{first},{second}"))).unwrap();
    let body = DOCUMENT.replace(first, &second);
    let update = Update::from_json(&body).unwrap();
    let decision = decide_update(&record, &update, &facts(Policy::observed())).unwrap();
    obeys(&record, &decision);
    let mut after = record;
    evolve(&mut after, &decision).unwrap();
    let moved = first.replace("1 Way", "9 Lane");
    assert!(after.to_json().contains(&format!("[{moved}]")), "{}", after.to_json());
}
