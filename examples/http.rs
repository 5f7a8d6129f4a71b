//! A service that plays Adobe, without sockets: look up what a call wants, respond, store, reply.
//!
//! `cargo run --example http --features endpoint`

extern crate alloc;

use alloc::collections::BTreeMap;
use core::error::Error;

use customer_core::adobe::endpoint::{Caller, Known, Reseller, call, fold, respond};
use customer_core::adobe::{
    AccountInput, Customer, Event, Fact, Facts, MarketSegment, Policy, decide, evolve, needs,
};
use customer_core::decision::Needs;
use customer_core::endpoint::{Credential, Found, Fresh, Responded, StoredAnswer, Tenant};
use customer_core::http::{Limits, Reply, Request};
use customer_core::value::Timestamp;

/// The tables of a database. What one call writes is one transaction.
#[derive(Default)]
struct Store {
    records: BTreeMap<String, (Customer, u64)>,
    events: Vec<Event>,
    /// The names of effects, by their keys.
    outbox: BTreeMap<String, &'static str>,
    answers: Vec<StoredAnswer>,
}

/// Serves one request. A real service holds a lock on the record between the look-up and the commit.
fn serve(
    store: &mut Store,
    request: &Request<'_>,
    now: Timestamp,
) -> Result<Reply, Box<dyn Error>> {
    let call = call(request, &Limits::default());
    let wanted = call.wanted();
    // Ids that nobody has had; a service makes them from random numbers.
    let id = format!("P{:010}", store.records.len().saturating_add(1));
    let fresh = Fresh { request_id: "5f0c954e-0000-4000-8000-000000000001", customer_id: &id };
    let caller = caller_of(&wanted.credential);
    let mut known = Known::nothing(now, fresh);
    known.caller = caller.as_ref();
    let found = wanted.customer.and_then(|id| store.records.get(id));
    known.record =
        found.map(|(record, revision)| Found { record, revision: *revision, tenant: Tenant::Own });
    known.answer = store.answers.iter().find(|one| Some(one.key.by_ref()) == wanted.answer);
    let mut facts = Facts::unknown(Policy::documented());
    let mut responded = respond(&call, &known, &facts);
    if let Responded::Lookup(lookup) = &responded {
        look_up(&lookup.needs, &mut facts)?;
        // One round is enough: all that was asked for is known now.
        responded = respond(&call, &known, &facts);
    }
    let Responded::Reply(replied) = responded else { return Err("a fact is missing".into()) };
    if let Some(write) = replied.write {
        let revision = write.base.map_or(1, |base| base.saturating_add(1));
        if let Some(event) = write.event {
            let before = known.record.map(|found| found.record.clone());
            if let Some(after) = fold(before, &event)? {
                let id = after.id().unwrap_or_default().to_owned();
                for effect in &write.effects {
                    store.outbox.insert(effect.key(&format!("{id}/{revision}")), effect.name());
                }
                store.records.insert(id, (after, revision));
            }
            store.events.push(event);
        }
        store.answers.extend(write.answer);
    }
    Ok(replied.reply)
}

/// Questions to other systems: those facts that are asked for, and no other ones.
fn look_up(needs: &Needs<Fact>, facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    for fact in needs.facts() {
        match fact {
            Fact::ActiveSubscriptions => facts.active_subscriptions = Some(0),
            other => return Err(format!("nobody knows {other}").into()),
        }
        println!("  looked up: {fact}");
    }
    Ok(())
}

/// What happens without a call: the vendor has checked the new account.
fn activate(store: &mut Store, id: &str) -> Result<(), Box<dyn Error>> {
    let (record, revision) = store.records.get_mut(id).ok_or("no such customer")?;
    let input = AccountInput::Activated.into();
    let mut facts = Facts::unknown(Policy::documented());
    look_up(&needs(record, &input, &facts.policy), &mut facts)?;
    let decision = decide(record, &input, &facts)?;
    evolve(record, &decision)?;
    *revision = revision.saturating_add(1);
    for effect in decision.effects(record) {
        store.outbox.insert(effect.key(&format!("{id}/{revision}")), effect.name());
    }
    store.events.push(Event::Decided(decision));
    Ok(())
}

/// Whose credential this is: one client, one token.
fn caller_of(credential: &Credential<'_>) -> Option<Caller> {
    let Credential::ApiKey { key: "client-1", token: Some("secret") } = credential else {
        return None;
    };
    let mut caller = Caller::new("client-1");
    caller.resellers =
        vec![Reseller::new("P1000000001", [MarketSegment::Commercial, MarketSegment::Education])];
    Some(caller)
}

const CREATE: &[u8] = br#"{"resellerId": "P1000000001", "companyProfile": {
    "companyName": "Fairmont", "preferredLanguage": "en-US",
    "address": {"country": "US", "region": "CA", "city": "San Jose",
        "addressLine1": "200 Fairmont Ave", "postalCode": "95110"},
    "contacts": [{"firstName": "Ada", "lastName": "Byron", "email": "ada@example.com"}]}}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let mut store = Store::default();
    let now = Timestamp::parse("2026-02-20T12:00:00")?;
    let customer = "/v3/customers/P0000000001";
    let edu: &[u8] = br#"{"companyProfile": {"marketSegment": "EDU"}}"#;
    let calls: [(&str, &str, &str, &[u8], u16); 6] = [
        ("POST", "/v3/customers", "intent-1", CREATE, 201),
        // The answer was lost: the same call gets it again, and nobody is mailed twice.
        ("POST", "/v3/customers", "intent-1", CREATE, 201),
        ("GET", customer, "read-1", b"", 200),
        // A new account is pending until it was checked.
        ("PATCH", customer, "intent-2", edu, 400),
        ("DELETE", customer, "intent-3", b"", 405),
        // By now it was. The refusal is stored under its intent, so this is a new one.
        ("PATCH", customer, "intent-4", edu, 200),
    ];
    for (method, target, correlation, body, status) in calls {
        if correlation == "intent-4" {
            activate(&mut store, "P0000000001")?;
        }
        let headers: &[(&str, &[u8])] = &[
            ("X-Api-Key", b"client-1"),
            ("Authorization", b"Bearer secret"),
            ("X-Correlation-Id", correlation.as_bytes()),
            ("Content-Type", b"application/json"),
        ];
        println!("{method} {target}");
        let reply = serve(&mut store, &Request { method, target, headers, body }, now)?;
        assert_eq!(reply.status, status);
        println!("  {} {}", reply.status, reply.body.unwrap_or_default());
    }
    assert_eq!(store.events.len(), 3, "created, activated, changed");
    assert_eq!(store.answers.len(), 3, "three intents; reads are not stored, nor is a 405");
    for (key, name) in &store.outbox {
        println!("to do: {key} ({name})");
    }
    assert_eq!(store.outbox.len(), 2, "one contact, who is mailed and becomes an administrator");
    Ok(())
}
