//! A wish that is made of records and updates is the one that is read from their texts.

use customer_core::plan::Wish;
use customer_core::vendors::{Adobe, Commvault, Ibm, Vendor};
use customer_core::{adobe, commvault, ibm};
use serde_json::{Value, json};

use crate::plan::{adobe_record, commvault_record, ibm_record};

/// Plans each kind of wish in both ways, over the record and over the edited one.
fn agree<V: Vendor>(record: &Value, place: &str, patch: &Value, facts: &V::Facts) {
    let mut edited = record.clone();
    *edited.pointer_mut(place).unwrap() = json!("other");
    let read = |text: &Value| V::from_json(&text.to_string()).unwrap();
    let (before, after) = (read(record), read(&edited));
    let patch_text = patch.to_string();
    let update = V::update(&patch_text).unwrap();
    let wish = |text: Value| Wish::<V>::from_json(&text.to_string()).unwrap();
    let pairs = [
        (Wish::document(&after), wish(json!({"document": edited}))),
        (Wish::merge(&update), wish(json!({"merge": patch}))),
        (Wish::rebase(&before, &after), wish(json!({"rebase": {"base": record, "mine": edited}}))),
        (Wish::undo(&after, None), wish(json!({"undo": {"before": edited}}))),
        (
            Wish::undo(&before, Some(&after)),
            wish(json!({"undo": {"before": record, "after": edited}})),
        ),
    ];
    for (typed, wish) in pairs {
        let typed = typed.unwrap();
        assert_eq!(format!("{typed:?}"), format!("{wish:?}"));
        for stored in [&before, &after] {
            let planned = V::plan(stored, &typed, facts);
            assert_eq!(planned, V::plan(stored, &wish, facts), "{wish:?}");
        }
    }
    let same = V::plan(&before, &Wish::document(&before).unwrap(), facts).unwrap();
    assert!(same.is_nothing());
}

#[test]
fn a_wish_made_of_records_is_that_of_their_texts() {
    let facts = adobe::Facts::unknown(adobe::Policy::documented());
    let patch = json!({"externalReferenceId": null, "x": 1});
    agree::<Adobe>(&adobe_record(), "/externalReferenceId", &patch, &facts);

    let facts = ibm::Facts {
        role: Some(ibm::Role::CustomerAdministrator),
        same_organization: Some(true),
        ..ibm::Facts::unknown(ibm::Policy::documented())
    };
    let patch = json!({"Customer": {"Organization": {"OrgName": "Acme", "x": null}}});
    agree::<Ibm>(&ibm_record(), "/Customer/Organization/OrgName", &patch, &facts);

    let facts = commvault::Facts::unknown(commvault::Policy::documented());
    let patch = json!({"website": "w.example", "externalId": null});
    agree::<Commvault>(&commvault_record(), "/name", &patch, &facts);
}

/// What could not be read again is no wish: it would read as one for nothing at all.
#[test]
fn a_record_that_is_too_large_is_no_wish() {
    let mut account = commvault::Account::default();
    account.document.website = Some("w".repeat(5 << 20));
    let errors = Wish::<Commvault>::document(&account).unwrap_err().errors;
    assert_eq!(errors[0].pointer.as_str(), "/document");
    let fine = commvault::Account::default();
    assert!(Wish::<Commvault>::rebase(&account, &fine).is_err());
    assert!(Wish::<Commvault>::undo(&fine, Some(&account)).is_err());
    let update = commvault::Update {
        website: customer_core::member::Field::Value("w".repeat(5 << 20).into()),
        ..commvault::Update::default()
    };
    assert!(Wish::<Commvault>::merge(&update).is_err());
}
