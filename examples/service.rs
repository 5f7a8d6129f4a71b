//! A service's loop around the core: load, look up, decide, store the event, do the rest later.
//!
//! `cargo run --example service`

use core::error::Error;

use customer_core::adobe::{
    Customer, Decision, Facts, Policy, Update, accepted, decide, evolve, refused,
};
use customer_core::decision::Response;
use customer_core::json::Writer;

/// Rows of a database: the customer as imported, what was decided since, what is still to be done.
struct Store {
    imported: String,
    events: Vec<String>,
    outbox: Vec<String>,
}

impl Store {
    /// The record as it is now: the imported document and every decision since.
    fn load(&self) -> Result<Customer, Box<dyn Error>> {
        let mut customer = Customer::from_json(&self.imported)?;
        for event in &self.events {
            evolve(&mut customer, &serde_json::from_str::<Decision>(event)?)?;
        }
        Ok(customer)
    }
}

/// One request: the vendor's answer, and, if it was accepted, an event and work in the outbox.
fn handle(store: &mut Store, body: &str) -> Result<Response, Box<dyn Error>> {
    let mut customer = store.load()?;
    let update = Update::from_json(body)?; // an error here is of form: not this vendor's JSON
    let facts = look_up();
    let decision = match decide(&customer, &update.into(), &facts) {
        Ok(decision) => decision,
        Err(rejection) => return Ok(refused(&rejection)),
    };
    evolve(&mut customer, &decision)?;
    // One transaction: the event, and with it what follows from it.
    store.events.push(serde_json::to_string(&decision)?);
    for effect in decision.effects(&customer) {
        let mut work = String::new();
        effect.write(&mut Writer::new(&mut work));
        store.outbox.push(work);
    }
    Ok(accepted(&customer))
}

/// Questions to other systems, asked before the decision. What is not looked up refuses.
fn look_up() -> Facts {
    Facts { active_subscriptions: Some(0), ..Facts::unknown(Policy::documented()) }
}

fn main() -> Result<(), Box<dyn Error>> {
    let imported = r#"{"externalReferenceId": "342", "companyProfile": {"contacts": [
        {"firstName": "Ada", "lastName": "Byron", "email": "ada@example.com"}]}}"#;
    let mut store = Store { imported: imported.into(), events: Vec::new(), outbox: Vec::new() };
    let bodies = [
        r#"{"externalReferenceId": "343"}"#,
        r#"{"companyProfile": {"contacts": [
            {"firstName": "Mary", "lastName": "Somerville", "email": "mary@example.com"}]}}"#,
        r#"{"companyProfile": {"marketSegment": "GOV"}}"#, // nobody looked the segments up
    ];
    for body in bodies {
        let response = handle(&mut store, body)?;
        println!("HTTP {}  {}", response.status, response.body.unwrap_or_default());
    }
    println!("{} events", store.events.len());
    // Elsewhere, as often as it takes: perform what the outbox holds, then forget it.
    for work in store.outbox.drain(..) {
        println!("to do: {work}");
    }
    Ok(())
}
