//! A member that the model does not know may be named after a person.
//!
//! Goal: no `Debug` shows such a name, nor what identifies a caller. Method: unknown members named
//! by a sentinel, at every level of a record and of an update; whatever is made of them is shown.
//! The place of a violation names them on purpose, and so do its `Display` and the answers.

use std::fmt::Debug;

use customer_core::decision::Outcome;
use customer_core::json::{At, PathStep, Pointer, Step};
use customer_core::member::Shape;
use customer_core::vendors::Vendor;
use customer_core::{Rejection, adobe, commvault, for_each_vendor, ibm, vendors};
use serde_json::{Value, json};

use crate::common::{Ask, Lab, document, stored, typed};

/// The name of a member that no model knows.
const NAME: &str = "zq7@example.com";

#[track_caller]
fn hides(what: &str, shown: &dyn Debug) {
    let shown = format!("{shown:?} {shown:#?}");
    assert!(!shown.contains("zq7"), "{what} shows a name: {shown}");
}

/// The same document with an unknown member in every object, but for what wraps it.
fn named(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let is_wrapper = members.contains_key("data") || members.contains_key("Customer");
            let mut members: serde_json::Map<_, _> =
                members.iter().map(|(name, value)| (name.clone(), named(value))).collect();
            if !is_wrapper {
                members.insert(NAME.to_owned(), json!({NAME: [{NAME: 1}]}));
            }
            Value::Object(members)
        }
        Value::Array(list) => list.iter().map(named).collect(),
        other => other.clone(),
    }
}

/// What follows from an update shows no name; whether a place of it has one.
fn asked<W: Lab>(customer: Value, update: &Value) -> bool {
    let input = json!({"update": update});
    if W::try_record(&customer, None).is_none() || W::try_input(&input).is_none() {
        return false;
    }
    let (policy, facts) = (W::PRESETS[0], W::generous());
    let ask = Ask { vendor: W::NAME, policy, customer, internal: None, input, facts };
    let it = typed::<W>(&ask);
    hides("Debug of a record", &it.record);
    hides("Debug of an input", &it.input);
    match W::apply(&it.record, &it.input, &it.facts) {
        Ok(Outcome { mut after, decision }) => {
            hides("Debug of a decision", &decision);
            hides("Debug of one that was read", &W::restore(&W::store(&decision)));
            let changes = W::changes(&decision);
            hides("Debug of changes", &changes);
            hides("Debug of a difference", &W::diff(&it.record, &after));
            hides("Debug of a misfit", &W::evolve(&mut after, &decision));
            changes.iter().any(|change| change.path.to_string().contains(NAME))
        }
        Err(rejection) => {
            hides("Debug of a rejection", &rejection);
            let text = serde_json::to_string(&rejection).unwrap();
            let read = serde_json::from_str::<Rejection<W::Fact>>(&text).unwrap();
            hides("Debug of one that was read", &read);
            rejection.violations().any(|violation| violation.pointer.as_str().contains(NAME))
        }
    }
}

fn no_name_is_shown<W: Lab>() {
    let mut found = 0;
    for (_, customer) in stored(W::NAME) {
        let update = document::<W>(&W::record(&customer, None));
        found += usize::from(asked::<W>(customer.clone(), &named(&update)));
        found += usize::from(asked::<W>(named(&customer), &update));
        // Another value of one that is stored.
        found += usize::from(asked::<W>(named(&customer), &named(&named(&update))));
    }
    // Otherwise nothing was there to be shown.
    assert!(found > 0, "{}", W::NAME);
}

macro_rules! vendors {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => { $(
        #[test]
        fn $module() {
            no_name_is_shown::<vendors::$Vendor>();
        }
    )* };
}

for_each_vendor!(vendors);

/// A place shows the names of the models, read back or not, and no other.
#[test]
fn a_place_hides_an_unknown_name() {
    let root = At::ROOT;
    let contacts = root.name("contacts");
    let element = contacts.index(12);
    let other = element.other(NAME);
    let below = other.name("city");
    assert_eq!(format!("{:?}", element.pointer()), "`/contacts/12`");
    assert_eq!(format!("{:?}", below.pointer()), "`/contacts/12/…/city`");
    assert_eq!(format!("{:?}", below.path()), "`/contacts/12/…/city`");
    assert_eq!(below.pointer().to_string(), format!("/contacts/12/{NAME}/city"));
    hides("Debug of a place", &below);
    hides("Debug of a step", &Step::Other(NAME));
    hides("Debug of a step", &PathStep::Name(NAME.to_owned().into()));
    let read: Pointer = serde_json::from_str(r#""/internal/zq7/4081234567""#).unwrap();
    assert_eq!(format!("{read:?} {:?}", Pointer::default()), "`/internal/…/…` ``");
}

/// No name of a model is taken for one of a person.
#[test]
fn a_place_shows_the_names_of_the_models() {
    fn all(shape: &Shape, found: &mut Vec<&'static str>) {
        match shape {
            Shape::Object { parts, .. } => {
                for part in *parts {
                    found.push(part.name);
                    all(&part.shape, found);
                }
            }
            Shape::List { of, .. } => all(of, found),
            Shape::OneOf(shapes) => shapes.iter().for_each(|shape| all(shape, found)),
            _ => {}
        }
    }
    let mut names = Vec::new();
    macro_rules! each {
        ($( $(#[$doc:meta])* $Vendor:ident = $m:ident :: $R:ident, $name:literal; )*) => { $(
            all(&vendors::$Vendor::DOCUMENT, &mut names);
            all(&vendors::$Vendor::INTERNAL, &mut names);
        )* };
    }
    for_each_vendor!(each);
    assert!(names.len() > 100, "{}", names.len());
    for name in names {
        let pointer = At::ROOT.name(name).pointer();
        assert_eq!(format!("{pointer:?}"), format!("`/{name}`"));
    }
}

/// Who calls is identified by a key or an id: no log needs them.
#[test]
fn callers_show_no_key() {
    let mut adobe = adobe::endpoint::Caller::new("zq7");
    adobe.resellers.push(adobe::endpoint::Reseller::new("zq7", []));
    hides("Debug of a caller", &adobe);
    hides("Debug of a reseller", &adobe.resellers);
    let ibm = ibm::endpoint::Caller::new(ibm::Role::Vsr).of("zq7");
    hides("Debug of a caller", &ibm);
    hides("Debug of a caller", &commvault::endpoint::Caller::new("zq7"));
    assert!(format!("{ibm:?}").contains("role"), "{ibm:?}");
}
