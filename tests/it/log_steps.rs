//! The steps around a log, one after the other: decide, send, look, and decide again.
//!
//! Goal: each step says what it knows, and an entry that is not the next one is refused. Method: one
//! customer and one update; what became of it is unclear, and it is looked for.

use customer_core::adobe::{Customer, Facts, Policy, Update, decide_update};
use customer_core::decision::{Event, Folded};
use customer_core::value::Intent;
use customer_core::vendors::{Adobe, Answered, Appending, FoldedOf, Looking, Step, Vendor};

const REFERENCE: &str = r#"{"externalReferenceId": "343"}"#;

fn folded(revision: u64) -> FoldedOf<Adobe> {
    let customer = Customer::from_json(r#"{"externalReferenceId": "342"}"#).unwrap();
    Folded { record: Some(customer), revision }
}

fn reference(customer: Option<&Customer>) -> Option<&str> {
    customer?.document.external_reference_id.as_deref()
}

fn event(customer: &Customer) -> Event<Customer, <Adobe as Vendor>::Decision> {
    let facts = Facts::unknown(Policy::documented());
    let update = Update::from_json(REFERENCE).unwrap();
    Event::Decided(decide_update(customer, &update, &facts).unwrap())
}

fn intent(text: &str) -> Intent {
    Intent::parse(text).unwrap()
}

#[test]
fn each_step_says_what_it_knows() {
    let appending = Appending::<Adobe>::new(folded(7), intent("a"));
    assert_eq!(reference(appending.record()), Some("342"));
    let event = event(appending.record().unwrap());
    let sent = appending.decided(event).unwrap();
    assert_eq!((sent.entry().base, reference(sent.after())), (7, Some("343")));
    let entry = sent.entry().clone();
    let Step::Look(mut looking) = sent.answered(Answered::Unclear) else { panic!("not looked") };
    assert_eq!(looking.revision(), 7);
    looking.take(&entry).unwrap();
    assert_eq!(looking.revision(), 8);
    // It is the next one no more.
    assert!(looking.take(&entry).is_err());
    let Step::Done { folded, revision } = looking.read() else { panic!("not found") };
    assert_eq!((revision, reference(folded.record.as_ref())), (8, Some("343")));
    let none = Appending::<Adobe>::new(Folded { record: None, revision: 0 }, intent("a"));
    assert!(none.record().is_none());
}

/// What somebody else appended is folded, and the update is decided anew.
#[test]
fn an_entry_of_another_intent_is_not_the_one_looked_for() {
    let appending = Appending::<Adobe>::new(folded(7), intent("a"));
    let event = event(appending.record().unwrap());
    let entry = appending.decided(event).unwrap().entry().clone();
    let mut looking = Looking::<Adobe>::new(folded(7), intent("b"));
    looking.take(&entry).unwrap();
    let Step::Decide(again) = looking.read() else { panic!("found") };
    assert_eq!(reference(again.record()), Some("343"));
    assert_eq!(again.into_folded().revision, 8);
}
