//! The traps of serde and JSON that catch other crates, each as a test.
//!
//! Goal: an absent member never clears, nothing is read by position or twice, dates are text,
//! numbers that are only carried keep their digits, and texts are borrowed. Method: every trap is
//! set on purpose, at the kernel's types and at every vendor.

use crate::common::{Lab, ask, parse, stored, typed};
use customer_core::json::{Document, Reason, Text};
use customer_core::member::{Edit, Field};
use customer_core::value::{Date, Timestamp};
use customer_core::{adobe, commvault, for_each_vendor, ibm, vendors};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Both attributes forgotten.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Careless {
    website: Field<String>,
}

/// As the documentation says.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Careful {
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    website: Field<String>,
}

#[test]
fn a_forgotten_attribute_never_turns_absent_into_null() {
    let error = serde_json::from_str::<Careless>("{}").unwrap_err();
    assert!(error.to_string().contains("missing field `website`"), "{error}");
    let read = |text| serde_json::from_str::<Careless>(text).unwrap().website;
    assert_eq!(read(r#"{"website":null}"#), Field::Null);
    assert_eq!(read(r#"{"website":"a"}"#), Field::Value("a".to_owned()));
    // From a value as well, where readers of options differ most.
    assert!(serde_json::from_value::<Careless>(json!({})).is_err());
    let null = serde_json::from_value::<Careless>(json!({"website": null})).unwrap();
    assert_eq!(null.website, Field::Null);
}

#[test]
fn writing_an_untouched_member_fails() {
    assert!(serde_json::to_string(&Careless { website: Field::Absent }).is_err());
    assert!(serde_json::to_value(Careless { website: Field::Absent }).is_err());
    let null = serde_json::to_string(&Careless { website: Field::Null }).unwrap();
    assert_eq!(null, r#"{"website":null}"#);
}

#[test]
fn the_three_states_survive_a_round_trip() {
    for (text, website) in [
        ("{}", Field::Absent),
        (r#"{"website":null}"#, Field::Null),
        (r#"{"website":"a"}"#, Field::Value("a".to_owned())),
    ] {
        let read: Careful = serde_json::from_str(text).unwrap();
        assert_eq!(read, Careful { website });
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }
}

/// RFC 7396 on top of [`Edit::explicit`]: the one discipline of ours that is that of a merge patch.
fn merged(target: Option<Value>, patch: Field<Value>) -> Option<Value> {
    match Edit::explicit(patch) {
        Edit::Keep => target,
        Edit::Clear => None,
        Edit::Set(Value::Object(patch)) => {
            let mut members = match target {
                Some(Value::Object(members)) => members,
                _ => Map::new(),
            };
            for (name, value) in patch {
                let value = if value.is_null() { Field::Null } else { Field::Value(value) };
                if let Some(value) = merged(members.shift_remove(&name), value) {
                    members.insert(name, value);
                }
            }
            Some(Value::Object(members))
        }
        Edit::Set(value) => Some(value),
    }
}

#[test]
fn explicit_null_is_a_merge_patch() {
    // The fifteen examples of RFC 7396, appendix A.
    let examples = [
        (r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
        (r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#),
        (r#"{"a":"b"}"#, r#"{"a":null}"#, "{}"),
        (r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#),
        (r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
        (r#"{"a":"c"}"#, r#"{"a":["b"]}"#, r#"{"a":["b"]}"#),
        (r#"{"a":{"b":"c"}}"#, r#"{"a":{"b":"d","c":null}}"#, r#"{"a":{"b":"d"}}"#),
        (r#"{"a":[{"b":"c"}]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
        (r#"["a","b"]"#, r#"["c","d"]"#, r#"["c","d"]"#),
        (r#"{"a":"b"}"#, r#"["c"]"#, r#"["c"]"#),
        (r#"{"a":"foo"}"#, "null", "null"),
        (r#"{"a":"foo"}"#, r#""bar""#, r#""bar""#),
        (r#"{"e":null}"#, r#"{"a":1}"#, r#"{"e":null,"a":1}"#),
        ("[1,2]", r#"{"a":"b","c":null}"#, r#"{"a":"b"}"#),
        ("{}", r#"{"a":{"bb":{"ccc":null}}}"#, r#"{"a":{"bb":{}}}"#),
    ];
    for (target, patch, result) in examples {
        let patch_value = match parse(patch) {
            Value::Null => Field::Null,
            value => Field::Value(value),
        };
        let got = merged(Some(parse(target)), patch_value).unwrap_or(Value::Null);
        assert_eq!(got, parse(result), "{target} with {patch}");
    }
}

#[test]
fn the_explicit_null_vendor_merges_as_the_rfc_does() {
    // The same discipline on a real document: an address, attribute by attribute.
    let account = r#"{"status":"active","externalId":"X","name":"A","contacts":[{"type":"admin",
        "firstName":"J","lastName":"D","email":"j@d.com",
        "address":{"city":"a","state":"b","country":"c"}}]}"#;
    let update = r#"{"externalId":"X","name":"A",
        "contacts":[{"address":{"city":null,"state":"z","postalCode":"1","addressLine2":null}}]}"#;
    let record = commvault::Account::from_json(account).unwrap();
    let facts = commvault::Facts {
        policy: commvault::Policy::documented(),
        now: None,
        external_id_taken: None,
        name_taken: None,
    };
    let input = commvault::Update::from_json(update).unwrap().into();
    let after = commvault::apply(&record, &input, &facts).unwrap().after;
    let pending = parse(&after.pending().unwrap().to_json());
    let place = "/contacts/0/address";
    let patch = parse(update).pointer(place).cloned().unwrap();
    let rfc = merged(parse(account).pointer(place).cloned(), Field::Value(patch));
    assert_eq!(pending.pointer(place).cloned(), rfc);
}

/// Whether each vendor reads this text as a record and as a request.
fn readable(text: &str) -> [bool; 6] {
    [
        adobe::Customer::from_json(text).is_ok(),
        adobe::Update::from_json(text).is_ok(),
        ibm::Customer::from_json(text).is_ok(),
        ibm::Update::from_json(text).is_ok(),
        commvault::Account::from_json(text).is_ok(),
        commvault::Update::from_json(text).is_ok(),
    ]
}

#[test]
fn a_list_in_place_of_an_object_is_refused() {
    for text in [
        "[]",
        r#"["342","1","2",false]"#,
        r#"{"companyProfile":["Acme","en-US"]}"#,
        r#"{"companyProfile":{"address":["US"]}}"#,
        r#"{"companyProfile":{"contacts":[["Jo","Doe","jo@acme.com"]]}}"#,
    ] {
        assert!(adobe::Customer::from_json(text).is_err(), "{text}");
        assert!(adobe::Update::from_json(text).is_err(), "{text}");
    }
    for text in [
        "[]",
        r#"{"Customer":[]}"#,
        r#"{"Customer":{"Organization":["Acme"]}}"#,
        r#"{"Customer":{"Organization":{"AddressSet":[["1 Way"]]}}}"#,
        r#"{"Customer":{"Organization":{"AddressSet":{"City":"a"}}}}"#,
    ] {
        assert!(ibm::Customer::from_json(text).is_err(), "{text}");
        assert!(ibm::Update::from_json(text).is_err(), "{text}");
    }
    for text in ["[]", r#"{"contacts":[["admin"]]}"#, r#"{"contacts":[{"address":["a"]}]}"#] {
        assert!(commvault::Account::from_json(text).is_err(), "{text}");
        assert!(commvault::Update::from_json(text).is_err(), "{text}");
    }
    // Through serde as well.
    assert!(serde_json::from_str::<adobe::Resource>(r#"["342"]"#).is_err());
    assert!(serde_json::from_str::<commvault::Profile>(r#"["1"]"#).is_err());
}

#[test]
fn a_member_that_is_there_twice_is_refused() {
    let twice = [
        r#"{"x":1,"x":1}"#,
        r#"{"x":1,"\u0078":1}"#,
        r#"{"\u0078":null,"x":null}"#,
        r#"{"x":{"y":{"a/b":1,"a\/b":2}}}"#,
        r#"{"😀":1,"\ud83d\ude00":2}"#,
        r#"{"x":[{"y":1},{"y":1,"z":2,"y":3}]}"#,
    ];
    for text in twice {
        assert_eq!(readable(text), [false; 6], "{text}");
        assert_eq!(Document::parse(text).err().unwrap().reason, Reason::Duplicate, "{text}");
    }
    // Also far apart, where looking is done in another way.
    for count in [2, 15, 16, 17, 18, 40, 300] {
        let mut members: Vec<String> = (0..count).map(|n| format!(r#""m{n}":{n}"#)).collect();
        members.push(r#""\u006d0":0"#.to_owned());
        let text = format!("{{{}}}", members.join(","));
        let error = Document::parse(&text).err().unwrap();
        assert_eq!((error.pointer.as_str(), error.reason), ("/m0", Reason::Duplicate), "{count}");
    }
    // Names that only look alike are two.
    assert!(Document::parse("{\"\u{e9}\":1,\"e\u{301}\":2}").is_ok());
    assert!(Document::parse(r#"{"a":1,"A":2}"#).is_ok());
}

#[test]
fn dates_are_text() {
    let date = Date::parse("2026-02-28").unwrap();
    assert_eq!(serde_json::to_string(&date).unwrap(), r#""2026-02-28""#);
    assert_eq!(serde_json::from_str::<Date>(r#""2026-02-28""#).unwrap(), date);
    let stamp = Timestamp::parse("2026-02-28T23:59:59").unwrap();
    assert_eq!(serde_json::to_string(&stamp).unwrap(), r#""2026-02-28T23:59:59""#);
    assert_eq!(serde_json::from_str::<Timestamp>(r#""2026-02-28T23:59:59""#).unwrap(), stamp);
    for text in ["[2026,59]", "[2026,2,28]", "20260228", r#"{"year":2026}"#, "null"] {
        assert!(serde_json::from_str::<Date>(text).is_err(), "{text}");
        assert!(serde_json::from_str::<Timestamp>(text).is_err(), "{text}");
    }
    // Nothing of what stands there is dropped: no zone, no fraction, no blank, no sign.
    for text in [
        "2026-02-28Z",
        "2026-02-28T00:00:00Z",
        "2026-2-28",
        "+2026-02-28",
        " 2026-02-28",
        "2026-02-29",
        "2026-02-28 ",
        "20260228",
        "2026-059",
        "2026-W09-6",
        "２０２６-02-28",
    ] {
        assert!(Date::parse(text).is_err(), "{text}");
    }
    for text in [
        "2026-02-28T00:00:00Z",
        "2026-02-28T00:00:00.0",
        "2026-02-28T00:00",
        "2026-02-28 00:00:00",
        "2026-02-28T00:00:00+00:00",
        "2026-02-28T24:00:00",
        "2026-02-28T23:59:60",
        "2026-02-28t00:00:00",
    ] {
        assert!(Timestamp::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_date_that_is_only_carried_keeps_its_text() {
    for text in ["2024-07-17T03:47:35Z", "17 July", ""] {
        let record = format!(r#"{{"creationDate":"{text}"}}"#);
        assert_eq!(adobe::Customer::from_json(&record).unwrap().to_json(), record);
        let record = format!(r#"{{"updateTs":"{text}"}}"#);
        assert_eq!(commvault::Account::from_json(&record).unwrap().to_json(), record);
        let record = format!(r#"{{"Customer":{{"SuspensionDate":"{text}"}}}}"#);
        assert_eq!(ibm::Customer::from_json(&record).unwrap().to_json(), record);
    }
}

#[test]
fn numbers_that_are_only_carried_keep_their_text() {
    let numbers = [
        "1.0",
        "1.50",
        "-0",
        "-0.0",
        "1e400",
        "1E+2",
        "123456789012345678901234567890",
        "0.1000000000000000055",
    ];
    for number in numbers {
        let inside = format!(r#"{{"n":{number},"list":[{number}]}}"#);
        let record = format!(r#"{{"others":{inside}}}"#);
        let adobe = adobe::Customer::from_json(&record).unwrap();
        assert_eq!(adobe.to_json(), record);
        assert_eq!(commvault::Account::from_json(&record).unwrap().to_json(), record);
        let record = format!(r#"{{"Customer":{{"others":{inside}}}}}"#);
        let ibm = ibm::Customer::from_json(&record).unwrap();
        assert_eq!(ibm.to_json(), record);
    }
}

/// Other formats know floats: through serde a number keeps its text all the same.
#[test]
fn numbers_never_become_others_through_serde() {
    let numbers = ["1.0", "1.50", "-0", "-0.0", "1E+2", "9007199254740993", "18446744073709551615"];
    for number in numbers {
        // What the model does not know is stored in the order of its names.
        let record = format!(r#"{{"list":[{{"n":{number}}}],"n":{number}}}"#);
        let before = adobe::Customer::from_json(&record).unwrap();
        let stored = serde_json::to_string(&before).unwrap();
        let after: adobe::Customer = serde_json::from_str(&stored).unwrap();
        assert_eq!(after.to_json(), record);
    }
    let numbers = ["1e400", "123456789012345678901234567890.5", "0.1000000000000000055"];
    for number in numbers {
        let record = format!(r#"{{"list":[{number}]}}"#);
        let before = adobe::Customer::from_json(&record).unwrap();
        let stored = serde_json::to_string(&before).unwrap();
        let after: adobe::Customer = serde_json::from_str(&stored).unwrap();
        assert_eq!(after.to_json(), record);
        // So it is in a decision.
        let text = serde_json::to_string(&customer_core::member::Raw::parse(number).unwrap());
        assert_eq!(text.unwrap(), format!("\"{number}\""));
    }
}

#[test]
fn texts_are_borrowed_from_the_request() {
    let plain = r#"{"externalReferenceId":"plain","companyProfile":{"companyName":"pl\u0061in","contacts":[{"email":"jo@acme.com"}]}}"#;
    let within = |text: &str| {
        let all = plain.as_bytes().as_ptr_range();
        let part = text.as_bytes().as_ptr_range();
        all.start <= part.start && part.end <= all.end
    };
    let update = adobe::Update::from_json(plain).unwrap();
    let reference = update.external_reference_id.value().unwrap();
    assert!(within(reference), "a plain text is not copied");
    let profile = update.company_profile.value().unwrap();
    let name = profile.company_name.value().unwrap();
    assert_eq!(&**name, "plain");
    assert!(!within(name), "a text with escapes can't be borrowed");
    let contacts = profile.contacts.value().unwrap();
    assert!(within(contacts[0].value().unwrap().email.value().unwrap()));
    // Through serde too: borrowed where it can be, owned where it must be.
    let read: Text<'_> = serde_json::from_str(r#""plain""#).unwrap();
    assert_eq!(&*read, "plain");
    let read: Text<'_> = serde_json::from_str(r#""pl\u0061in""#).unwrap();
    assert_eq!(&*read, "plain");
}

/// An owned copy is the same request and is decided alike.
fn an_owned_copy_is_the_same<W: Lab>(ask: &crate::common::Ask) {
    let it = typed::<W>(ask);
    let owned = W::decide(&it.record, &it.input, &it.facts).map(|decision| W::store(&decision));
    let Some(update) = ask.update() else { return };
    let text = update.to_string();
    let borrowed = W::update(&text).unwrap();
    let written = W::update_to_json(&borrowed);
    assert_eq!(W::update_to_json(&W::own_update(borrowed.clone())), written);
    if W::NAME == "adobe" {
        assert_eq!(parse(&written), *update);
    }
    let decided = W::decide(&it.record, &borrowed.into(), &it.facts);
    assert_eq!(decided.map(|decision| W::store(&decision)), owned);
}

macro_rules! owned {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => { $(
        mod $module {
            use super::*;

            proptest! {
                #![proptest_config(crate::common::config("tests/traps.proptest-regressions"))]

                #[test]
                fn an_owned_copy_is_the_same(it in ask::<vendors::$Vendor>()) {
                    super::super::an_owned_copy_is_the_same::<vendors::$Vendor>(&it);
                }
            }

            /// Reading, writing and reading again is reading once; so it is through serde.
            #[test]
            fn stored_records_survive_a_round_trip() {
                for (name, value) in stored($name) {
                    let record = customer_core::$module::$Record::from_json(&value.to_string()).unwrap();
                    let again = customer_core::$module::$Record::from_json(&record.to_json()).unwrap();
                    assert!(again == record, "{name}");
                    let text = serde_json::to_string(&record).unwrap();
                    let again: customer_core::$module::$Record = serde_json::from_str(&text).unwrap();
                    assert!(again == record, "{name}");
                    let value = serde_json::to_value(&record).unwrap();
                    let again: customer_core::$module::$Record = serde_json::from_value(value).unwrap();
                    assert!(again == record, "{name}, through a value");
                }
            }
        }
    )* };
}

mod per_vendor {
    use super::*;

    for_each_vendor!(owned);
}
