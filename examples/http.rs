//! A service that plays Adobe, without sockets: look up what a call wants, respond, store, reply.
//!
//! `cargo run --example http --features endpoint`

extern crate alloc;

use alloc::collections::BTreeMap;
use core::error::Error;

use customer_core::adobe::endpoint::{Caller, Known, Reseller, call, fold, respond};
use customer_core::adobe::{Customer, Effect, Event, Facts, MarketSegment, Policy};
use customer_core::endpoint::{Credential, Found, Fresh, Responded, StoredAnswer, Tenant};
use customer_core::http::{Limits, Reply, Request};
use customer_core::value::Timestamp;

/// The tables of a database. What one call writes is one transaction.
#[derive(Default)]
struct Store {
    records: BTreeMap<String, (Customer, u64)>,
    events: Vec<Event>,
    outbox: Vec<Effect>,
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
        // Questions to other systems; one round is enough.
        println!("  looks up {} facts", lookup.needs.facts().count());
        facts.active_subscriptions = Some(0);
        responded = respond(&call, &known, &facts);
    }
    let Responded::Reply(replied) = responded else { return Err("a fact is missing".into()) };
    if let Some(write) = replied.write {
        if let Some(event) = write.event {
            let before = known.record.map(|found| found.record.clone());
            if let Some(after) = fold(before, &event)? {
                let revision = write.base.map_or(1, |base| base.saturating_add(1));
                store.records.insert(after.id().unwrap_or_default().to_owned(), (after, revision));
            }
            store.events.push(event);
        }
        store.outbox.extend(write.effects);
        store.answers.extend(write.answer);
    }
    Ok(replied.reply)
}

/// Whose credential this is: one client, one token.
fn caller_of(credential: &Credential<'_>) -> Option<Caller> {
    let Credential::ApiKey { key: "client-1", token: Some("secret") } = credential else {
        return None;
    };
    let mut caller = Caller::new("client-1");
    caller.resellers = vec![Reseller::new("P1000000001", [MarketSegment::Commercial])];
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
    let calls: [(&str, &str, &str, &[u8]); 5] = [
        ("POST", "/v3/customers", "intent-1", CREATE),
        // The answer was lost: the same call gets it again, and nobody is mailed twice.
        ("POST", "/v3/customers", "intent-1", CREATE),
        ("GET", customer, "read-1", b""),
        // A new account is pending until it was checked.
        ("PATCH", customer, "intent-2", br#"{"externalReferenceId": "342"}"#),
        ("DELETE", customer, "intent-3", b""),
    ];
    for (method, target, correlation, body) in calls {
        let headers: &[(&str, &[u8])] = &[
            ("X-Api-Key", b"client-1"),
            ("Authorization", b"Bearer secret"),
            ("X-Correlation-Id", correlation.as_bytes()),
            ("Content-Type", b"application/json"),
        ];
        println!("{method} {target}");
        let reply = serve(&mut store, &Request { method, target, headers, body }, now)?;
        println!("  {} {}", reply.status, reply.body.unwrap_or_default());
    }
    println!("{} events, {} effects", store.events.len(), store.outbox.len());
    Ok(())
}
