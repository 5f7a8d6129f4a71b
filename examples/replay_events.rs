//! Decisions are events: stored as text, read again, and folded they give the state at every time.
//!
//! `cargo run --example replay_events`

use core::error::Error;

use customer_core::commvault::{
    Account, Decision, Facts, Input, Policy, Settlement, Update, decide, evolve,
};
use customer_core::value::Timestamp;

fn main() -> Result<(), Box<dyn Error>> {
    let first = Account::from_json(
        r#"{"status": "active", "externalId": "X1", "name": "Acme", "website": "acme.example"}"#,
    )?;
    let body = r#"{"externalId": "X1", "name": "Acme", "website": null, "contacts": [{}]}"#;
    let update = || Update::from_json(body).map(Input::Update);
    let inputs = [
        ("2026-03-01T09:00:00", update()?),
        ("2026-03-01T09:05:00", Settlement::Failed.into()),
        ("2026-03-01T10:00:00", update()?),
        ("2026-03-01T10:02:00", Settlement::Succeeded.into()),
    ];

    // As it happens: decide, evolve, store the decision.
    let (mut live, mut log) = (first.clone(), String::new());
    for (now, input) in &inputs {
        let facts = Facts {
            policy: Policy::documented(),
            now: Some(Timestamp::parse(now)?),
            external_id_taken: None,
            name_taken: None,
        };
        let decision = decide(&live, input, &facts)?;
        evolve(&mut live, &decision)?;
        log.push_str(&serde_json::to_string(&decision)?);
        log.push('\n');
    }

    // Later, from the log alone: no rule is asked again, no fact is needed.
    let mut replayed = first;
    for line in log.lines() {
        let decision: Decision = serde_json::from_str(line)?;
        evolve(&mut replayed, &decision)?;
        println!("{}", replayed.to_json());
        for change in decision.changes() {
            println!("  {} {}", change.path.pointer(), change.kind().as_str());
        }
    }
    assert_eq!(replayed, live);
    Ok(())
}
