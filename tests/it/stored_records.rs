//! The text of a stored record names its vendor, and every stored form its version.
//!
//! Goal: a record that was stored for one vendor is never read as another's; what a later version
//! of the crate has stored is told from what is broken. Method: the stored records of all cases,
//! read by every vendor; one record and one decision of each vendor under a later version, with
//! members that nobody knows yet, in every place of the version among them.

use std::fs;

use ciborium::Value as Cbor;
use customer_core::decision::{Event, Folded};
use customer_core::endpoint::StoredAnswer;
use customer_core::json::{Reason, Stored, Unreadable};
use customer_core::value::Intent;
use customer_core::vendors::EntryOf;
use customer_core::{adobe, commvault, for_each_vendor, ibm, vendors};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::common::{Lab, parse, stored};
use crate::golden::folder;

/// A stored record, and how a vendor reads one.
type Kept = (&'static str, Vec<Stored>, fn(&Stored) -> Result<(), Unreadable>);

fn kept_records<V: Lab>() -> Kept {
    let mut texts = vec![V::to_stored(&V::Record::default())];
    texts.extend(stored(V::NAME).values().map(|one| V::to_stored(&V::record(one, None))));
    (V::NAME, texts, |stored| V::from_stored(stored).map(|_| ()))
}

/// A record that was stored for one vendor is no record of another, however alike they look.
#[test]
fn a_stored_record_is_of_one_vendor() {
    let mut all: Vec<Kept> = Vec::new();
    macro_rules! each {
        ($( $(#[$doc:meta])* $Vendor:ident = $m:ident :: $R:ident, $name:literal; )*) => {
            $( all.push(kept_records::<vendors::$Vendor>()); )*
        };
    }
    for_each_vendor!(each);
    let mut pairs = 0;
    for (of, texts, _) in &all {
        for (by, _, read) in &all {
            pairs += 1;
            for text in texts {
                match read(text) {
                    Ok(()) => assert_eq!(of, by, "{of} is read by {by}: {text}"),
                    Err(unreadable) => {
                        assert_ne!(of, by, "{text}");
                        let error = &unreadable.errors[0];
                        assert_eq!(error.pointer.as_str(), "/vendor", "{of} by {by}");
                        assert!(error.to_string().contains(by), "{error}");
                    }
                }
            }
        }
    }
    assert_eq!(pairs, all.len() * all.len());
}

/// The texts of a stored form under another version, which is the first, the last, or another of
/// its members.
fn under(version: u32, form: &Value) -> Vec<String> {
    let members = form.as_object().unwrap().iter().filter(|(name, _)| *name != "version");
    let mut members: Vec<String> =
        members.map(|(name, value)| format!("\"{name}\":{value}")).collect();
    members.push(r#""new":[{"alice@example.com":1.50},null,"x"]"#.into());
    let at = |index: usize| {
        let mut members = members.clone();
        members.insert(index, format!("\"version\":{version}"));
        format!("{{{}}}", members.join(","))
    };
    (0..=members.len()).map(at).collect()
}

/// What `T` says of a form that is stored in version `most`, under a later version and broken.
fn says_so<T: DeserializeOwned>(what: &str, most: u32, form: &Value) {
    let said = |text: &str| match serde_json::from_str::<T>(text) {
        Ok(_) => panic!("it is read: {text}"),
        Err(error) => error.to_string(),
    };
    for version in [most + 1, u32::MAX] {
        let later = format!("of the later version {version} (this crate reads up to {most})");
        for text in under(version, form) {
            let error = said(&text);
            assert!(error.contains(&later) && error.contains(what), "{text}: {error}");
            assert!(!error.contains("alice"), "{error}");
            // Of a tree its members may be handed over in another order.
            let tree: Value = serde_json::from_str(&text).unwrap();
            let error = serde_json::from_value::<T>(tree).err().unwrap().to_string();
            assert!(error.contains(&later), "{text}: {error}");
        }
    }
    for version in [0, most] {
        for text in under(version, form) {
            let error = said(&text);
            assert!(!error.contains("later") && !error.contains("alice"), "{text}: {error}");
        }
    }
    // What has no names has no version.
    let unnamed = Cbor::Map(vec![(7.into(), "alice".into())]);
    assert!(!unnamed.deserialized::<T>().err().unwrap().to_string().contains("alice"));
    for broken in ["7", "[]", "{}", r#"{"version":"alice"}"#, r#"{"version":-1}"#] {
        let error = said(broken);
        assert!(!error.contains("later") && !error.contains("alice"), "{broken}: {error}");
    }
}

fn of_a_later_version<V: Lab>() {
    let stored = V::to_stored(&V::Record::default());
    let form = parse(stored.as_str());
    for text in under(2, &form) {
        let Err(unreadable) = V::from_stored(&Stored::new(&*text)) else { panic!("read: {text}") };
        let [only] = &*unreadable.errors else { panic!("{unreadable}") };
        assert_eq!(only.pointer.as_str(), "/version");
        assert_eq!(only.reason, Reason::Later { version: 2, most: 1 });
        assert_eq!(
            only.to_string(),
            "of the later version 2 (this crate reads up to 1) at `/version`"
        );
    }
    says_so::<V::Record>("/version", 1, &form);
    // Of a version that is no number, and of one that there never was, nothing like it is said.
    for version in ["0", "-1", "1.0", "2.0", "\"2\"", "null", "4294967296"] {
        let text = stored.as_str().replace("\"version\":1", &format!("\"version\":{version}"));
        let errors = V::from_stored(&Stored::new(text)).err().unwrap().errors;
        assert!(!errors.iter().any(|one| matches!(one.reason, Reason::Later { .. })), "{version}");
    }
    let folded = json!({"version": 1, "revision": 7});
    says_so::<Folded<V::Record>>("snapshot of a log", 1, &folded);
    let golden = folder().join(env!("CARGO_PKG_VERSION")).join(format!("{}.json", V::NAME));
    for made in parse(&fs::read_to_string(golden).unwrap()).as_array().unwrap() {
        says_so::<V::Decision>("Decision", 2, &made["decision"]);
    }
}

/// Whoever finds it updates the reader, and does not look for what broke the store.
#[test]
fn what_a_later_version_stored_is_told_from_what_is_broken() {
    macro_rules! each {
        ($( $(#[$doc:meta])* $Vendor:ident = $m:ident :: $R:ident, $name:literal; )*) => {
            $( of_a_later_version::<vendors::$Vendor>(); )*
        };
    }
    for_each_vendor!(each);
    let answer = r#"{"version":1,"key":{"client":"k","method":"PATCH","path":"/","correlation_id":
        "c"},"request_id":null,"body_digest":"00","status":200,"body":"","stored_at":""}"#;
    says_so::<StoredAnswer>("StoredAnswer", 1, &parse(answer));
}

/// An entry of a log says by its own version that its reader is too old, whatever is inside: so it
/// has another one as soon as anything inside has.
#[test]
fn the_version_of_an_entry_counts_what_is_inside() {
    let entry = EntryOf::<vendors::Adobe>::new(0, Intent::parse("a").unwrap(), Event::Removed);
    let decisions = [adobe::VERSION, ibm::VERSION, commvault::VERSION];
    let records = [
        adobe::Customer::default().to_stored(),
        ibm::Customer::default().to_stored(),
        commvault::Account::default().to_stored(),
    ];
    let records = records.map(|record| parse(record.as_str())["version"].as_u64().unwrap());
    assert_eq!((entry.version(), records, decisions), (1, [1; 3], [2; 3]));
}
