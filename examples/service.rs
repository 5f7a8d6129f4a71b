//! A service's loop around the core: load, look up, decide, store the event, do the rest later.
//!
//! `cargo run --example service`

extern crate alloc;

use alloc::collections::BTreeSet;
use core::error::Error;

use customer_core::adobe::{
    Customer, Event, Fact, Facts, Policy, Rejection, Update, accepted, decide, evolve, needs,
    refused,
};
use customer_core::decision::Response;
use customer_core::json::Writer;
use customer_core::value::Date;
use customer_core::vendors::{self, Adobe};

/// Rows of a database: what happened to one customer, and what is still to be done.
#[derive(Default)]
struct Store {
    events: Vec<String>,
    /// What is to be done, each with its key, in the order in which it is due.
    outbox: Vec<(String, String)>,
    /// The keys of all that was ever put in: what is put in twice is there once.
    keys: BTreeSet<String>,
}

impl Store {
    /// The record as it is now: every event so far, from the import on.
    fn load(&self) -> Result<Customer, Box<dyn Error>> {
        let mut customer = None;
        for event in &self.events {
            customer = vendors::fold::<Adobe>(customer, &serde_json::from_str(event)?)?;
        }
        customer.ok_or_else(|| "no such customer".into())
    }

    fn append(&mut self, event: &Event) -> Result<(), Box<dyn Error>> {
        self.events.push(serde_json::to_string(event)?);
        Ok(())
    }
}

/// One request: the vendor's answer, and, if it was accepted, an event and work in the outbox.
fn handle(store: &mut Store, body: &str) -> Result<Response, Box<dyn Error>> {
    let mut customer = store.load()?;
    let input = Update::from_json(body)?.into(); // an error here is of form: not Adobe's JSON
    let mut facts = Facts::unknown(Policy::documented());
    for fact in needs(&customer, &input, &facts.policy).facts() {
        look_up(fact, &mut facts)?;
    }
    let decision = match decide(&customer, &input, &facts) {
        Ok(decision) => decision,
        Err(Rejection::Refused(refusal)) => {
            return refused(&refusal).ok_or_else(|| "no API call".into());
        }
        // Our own fault, and never said in the vendor's name: a fact that we did not look up.
        Err(undecided @ Rejection::Undecided(_)) => return Err(undecided.into()),
    };
    evolve(&mut customer, &decision)?;
    // One transaction: the event, and what follows from it, under keys that name the event.
    let name = format!("c42/{}", store.events.len());
    for effect in decision.effects(&customer) {
        let mut work = String::new();
        effect.write(&mut Writer::new(&mut work));
        let key = effect.key(&name);
        if store.keys.insert(key.clone()) {
            store.outbox.push((key, work));
        }
    }
    store.append(&Event::Decided(decision))?;
    Ok(accepted(&customer))
}

/// A question to another system, asked before the decision and only if it depends on the answer.
fn look_up(fact: Fact, facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    match fact {
        Fact::Today => facts.today = Some(Date::parse("2026-03-03")?),
        Fact::ActiveSubscriptions => facts.active_subscriptions = Some(2),
        Fact::ResellerMarketSegments => facts.reseller_market_segments = Some(Vec::new()),
        other => return Err(format!("nobody knows {other}").into()),
    }
    println!("looked up: {fact}");
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let imported = Customer::from_json(
        r#"{"externalReferenceId": "342", "companyProfile": {"contacts": [
            {"firstName": "Ada", "lastName": "Byron", "email": "ada@example.com"}]}}"#,
    )?;
    let mut store = Store::default();
    store.append(&Event::Created(imported))?;
    let calls = [
        (200, r#"{"externalReferenceId": "343"}"#),
        (
            200,
            r#"{"companyProfile": {"contacts": [
                {"firstName": "Mary", "lastName": "Somerville", "email": "mary@example.com"}]}}"#,
        ),
        (400, r#"{"companyProfile": {"marketSegment": "GOV"}}"#), // it has active subscriptions
    ];
    for (status, body) in calls {
        let response = handle(&mut store, body)?;
        assert_eq!(response.status, status);
        println!("HTTP {}  {}", response.status, response.body.unwrap_or_default());
    }
    // What was refused left nothing behind.
    assert_eq!(store.events.len(), 3);
    let keys: Vec<&String> = store.outbox.iter().map(|(key, _)| key).collect();
    assert_eq!(
        keys,
        [
            "c42/2:welcome-email:mary@example.com",
            "c42/2:system-admin-added:mary@example.com",
            "c42/2:system-admin-remains:ada@example.com",
        ]
    );
    // Elsewhere, as often as it takes: perform what the outbox holds, then forget it.
    for (key, work) in store.outbox {
        println!("to do: {key} {work}");
    }
    Ok(())
}
