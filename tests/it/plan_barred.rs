//! What a rule bars whatever is sent: a conflict, or a code without a word.
//!
//! Goal: the nearest plan never brings it in another shape, and nothing is held against the wish
//! because it is not said. Method: places whose shape differs between the documents of one wish.

use serde_json::{Value, json};

use crate::plan::{ask, commvault_record, expected, ibm_record, ibm_wish, obstacles};

/// Both have made a set where there was none: it is one place for them, and its attributes are
/// places of what is stored and wished.
#[test]
fn a_set_that_both_have_made_is_left_as_others_made_it() {
    let base = ibm_record();
    let set = |value: &str| json!([{"Value": value, "CustomerIdType": "T"}]);
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    mine["Customer"]["Organization"]["Phone"] = json!("1");
    mine["Customer"]["CustomerIdentifierSet"] = set("mine");
    theirs["Customer"]["CustomerIdentifierSet"] = set("theirs");
    let wish = json!({"rebase": {"base": base, "mine": mine}});
    let answer = ibm_wish(theirs.clone(), wish, json!({}));
    let at = "/Customer/CustomerIdentifierSet";
    assert_eq!(obstacles(&answer), expected(&[("ibm.plan.conflict", at, "other-value")]));
    let nearest = &answer["nearest"]["customer"]["Customer"];
    assert_eq!(nearest["CustomerIdentifierSet"], set("theirs"));
    assert_eq!(nearest["Organization"]["Phone"], "1");
    // With nothing else there is nothing near.
    mine = base.clone();
    mine["Customer"]["CustomerIdentifierSet"] = set("mine");
    let wish = json!({"rebase": {"base": base, "mine": mine}});
    assert!(ibm_wish(theirs, wish, json!({})).get("nearest").is_none());
}

#[test]
fn a_contact_that_both_have_made_is_left_as_others_made_it() {
    let contact = |name: &str| json!([{"email": "a@x.org", "firstName": name, "lastName": "D"}]);
    let mut base = commvault_record();
    base["contacts"] = json!([]);
    let (mut mine, mut theirs) = (base.clone(), base.clone());
    mine["name"] = json!("Mine");
    mine["contacts"] = contact("Mine");
    theirs["contacts"] = contact("Theirs");
    let answer = ask(&json!({"vendor": "commvault", "customer": theirs,
        "facts": {"nameTaken": false}, "wish": {"rebase": {"base": base, "mine": mine}}}));
    let row = ("commvault.plan.conflict", "/contacts", "other-value");
    assert_eq!(obstacles(&answer), expected(&[row]));
    let update = json!({"externalId": "X", "name": "Mine", "contacts": [{}]});
    assert_eq!(answer["nearest"]["update"], update);
}

fn neutral(words: &Value) -> Value {
    let mut record = ibm_record();
    record["Customer"]["Organization"]["AddressSet"] = json!([{"AddressType": "BILLING"}]);
    let address = json!({"line1": "1 Way", "city": "Boston", "postalCode": "02110",
        "country": "US", "region": "MA"});
    ibm_wish(record, json!({"customer": {"address": address}}), json!({"words": words}))
}

/// A required attribute that is not said for want of a word is not missing for another reason.
#[test]
fn a_word_that_is_missing_is_all_that_is_in_the_way() {
    let answer = neutral(&json!({}));
    assert_eq!(answer["verdict"], "undecided", "{answer}");
    let at = |name: &str| format!("/Customer/Organization/AddressSet/0/{name}");
    let (country, state) = (at("Country"), at("State"));
    let rule = "ibm.plan.word-unknown";
    let rows = [(rule, &*country, "facts"), (rule, &*state, "facts")];
    assert_eq!(obstacles(&answer), expected(&rows));
    let answer = neutral(&json!({"country": {"US": "United States"}}));
    assert_eq!(obstacles(&answer), expected(&rows[1..]));
    let words = json!({"country": {"US": "United States"}, "region": {"MA": "Massachusetts"}});
    assert_eq!(neutral(&words)["verdict"], "planned");
}

/// A new contact is one place: without the word it is not brought in part.
#[test]
fn a_new_contact_is_not_brought_without_its_word() {
    let mut record = commvault_record();
    record["contacts"] = json!([]);
    let contact = json!({"givenName": "A", "familyName": "B", "email": "a@x.org",
        "address": {"region": "MA"}});
    let mut question = json!({"vendor": "commvault", "customer": record,
        "wish": {"customer": {"website": "w.example", "contacts": [contact]}}});
    let answer = ask(&question);
    let row = ("commvault.plan.word-unknown", "/contacts/0/address/state", "facts");
    assert_eq!(obstacles(&answer), expected(&[row]));
    assert_eq!(answer["verdict"], "undecided");
    let update = json!({"externalId": "X", "name": "Acme", "website": "w.example",
        "contacts": [{}]});
    assert_eq!(answer["nearest"]["update"], update);
    question["words"] = json!({"region": {"MA": "Massachusetts"}});
    assert_eq!(ask(&question)["verdict"], "planned");
}
