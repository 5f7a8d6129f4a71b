//! One customer through both frameworks: imported, updated, and an event delivered twice.

use adapters::{Aggregate, Command, Refused, cqrs, esrs::AdobeCustomer};
use customer_core::adobe::{Customer, Facts, Policy, Update};
use esrs::Aggregate as _;

fn import() -> Command {
    let customer = Customer::from_json(r#"{"customerId": "1", "externalReferenceId": "a"}"#);
    Command::Import(Box::new(customer.expect("a customer")))
}

fn refer(to: &str) -> Command {
    let body = format!(r#"{{"externalReferenceId": "{to}"}}"#);
    let update = Update::from_json(&body).expect("an update").into_owned();
    Command::Decide(Box::new(update.into()), Box::new(Facts::unknown(Policy::documented())))
}

fn reference(aggregate: &Aggregate) -> Option<&str> {
    aggregate.0.as_ref()?.document.external_reference_id.as_deref()
}

#[test]
fn esrs_carries_a_customer() {
    let mut state = Aggregate::default();
    for command in [import(), refer("b")] {
        for event in AdobeCustomer::handle_command(&state, command).expect("accepted") {
            state = AdobeCustomer::apply_event(state, event.clone());
            state = AdobeCustomer::apply_event(state, event); // delivered twice
        }
    }
    assert_eq!(reference(&state), Some("b"));
    assert!(matches!(AdobeCustomer::handle_command(&state, import()), Err(Refused::Stream)));
    assert!(matches!(
        AdobeCustomer::handle_command(&state, refer("<")),
        Err(Refused::Decision(_))
    ));
}

#[tokio::test]
async fn cqrs_es_stores_and_replays_a_customer() {
    let store = cqrs_es::mem_store::MemStore::<Aggregate>::default();
    let framework = cqrs_es::CqrsFramework::new(store.clone(), vec![], ());
    for command in [import(), refer("b"), refer("c")] {
        framework.execute("1", command).await.expect("accepted");
    }
    assert!(framework.execute("1", refer("<")).await.is_err());
    #[expect(deprecated, reason = "the store offers no other look at all events of a stream")]
    let events = store.get_events();
    let events = events.read().expect("the store")["1"].clone();
    let replayed = cqrs::replayed(events.into_iter().map(|stored| stored.payload));
    assert_eq!(reference(&replayed), Some("c"));
}
