//! Facts, readings, needs and decisions as they are written and read.
//!
//! Goal: what is written is exactly the contract's form, and is read as the same again. Method: one
//! value of every kind, with its text.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use customer_core::commvault::{self, Account, Settlement, decide};
use customer_core::decision::{Entry, Event, Instead, Remedy};
use customer_core::value::{Date, Intent, Owned, Quantity, Timestamp};
use customer_core::vendors::{Commvault, EntryOf};
use customer_core::{adobe, ibm};
use serde_json::{Value, json};

/// The facts as they are written, after they were read back as the same.
#[track_caller]
fn written<F>(facts: &F) -> Value
where
    F: serde::Serialize + serde::de::DeserializeOwned + PartialEq + core::fmt::Debug,
{
    let text = serde_json::to_string(facts).unwrap();
    assert_eq!(serde_json::from_str::<F>(&text).unwrap(), *facts, "{text}");
    let whole: Value = serde_json::from_str(&text).unwrap();
    whole["facts"].clone()
}

#[test]
fn a_fact_of_every_kind_is_written_as_it_is_read() {
    use adobe::{Facts, MarketSegment, Policy};
    let nothing = Facts::unknown(Policy::documented());
    assert_eq!(written(&nothing), json!({}));
    let facts = Facts {
        today: Some(Date::parse("2026-03-01").unwrap()),
        active_subscriptions: Some(3),
        reseller_market_segments: Some(vec![MarketSegment::Government, MarketSegment::Education]),
        partner_global_sales: Some(false),
        owned: Some(Owned { license: 20, consumables: 7 }),
        ..nothing
    };
    let expected = json!({"today": "2026-03-01", "activeSubscriptions": 3,
        "resellerMarketSegments": ["GOV", "EDU"], "partnerGlobalSales": false,
        "owned": {"LICENSE": 20, "CONSUMABLES": 7}});
    assert_eq!(written(&facts), expected);

    let now = Timestamp::parse("2026-03-01T12:00:01").unwrap();
    let nothing = commvault::Facts::unknown(commvault::Policy::documented());
    let facts = commvault::Facts { now: Some(now), name_taken: Some(true), ..nothing };
    assert_eq!(written(&facts), json!({"now": "2026-03-01T12:00:01", "nameTaken": true}));

    for (role, word) in [(ibm::Role::Vsr, "VSR"), (ibm::Role::from("Guest"), "Guest")] {
        let nothing = ibm::Facts::unknown(ibm::Policy::observed());
        let facts = ibm::Facts { role: Some(role), ..nothing };
        assert_eq!(written(&facts), json!({"role": word}));
    }
}

/// A reading that is a number or a word, set by itself.
#[test]
fn a_reading_of_every_kind_is_read_by_itself() {
    let read = |policy: Value| serde_json::from_value::<adobe::Policy>(policy).unwrap();
    let documented = adobe::Policy::documented().commitment;
    let one = read(json!({"answer-window-days": 17})).commitment;
    assert_eq!(one.answer_window_days, 17);
    assert_ne!(documented.answer_window_days, 17);
    assert_eq!(
        read(json!({"recommitment-window-days": 18})).commitment.recommitment_window_days,
        Some(18)
    );
    assert_eq!(
        read(json!({"recommitment-window-days": "any"})).commitment.recommitment_window_days,
        None
    );
    let least = read(json!({"least-licenses": 19, "least-consumables": 20})).commitment;
    assert_eq!(
        (least.least_licenses, least.least_consumables),
        (Quantity::of(19), Quantity::of(20))
    );
    // What is written is read as the same again.
    for policy in
        [read(json!({"least-licenses": 19, "answer-window-days": 0})), read(json!("observed"))]
    {
        assert_eq!(read(serde_json::to_value(policy).unwrap()), policy);
    }
    for wrong in [json!({"answer-window-days": 65_536}), json!({"least-licenses": -1})] {
        assert!(serde_json::from_value::<adobe::Policy>(wrong.clone()).is_err(), "{wrong}");
    }

    let read = |policy: Value| serde_json::from_value::<ibm::Policy>(policy).unwrap();
    for (word, unit) in
        [("utf-16", ibm::LengthUnit::Utf16), ("scalar-values", ibm::LengthUnit::Scalars)]
    {
        for preset in ibm::Policy::NAMES {
            assert_eq!(read(json!({"preset": preset, "length": word})).length, unit);
        }
    }
    assert!(serde_json::from_value::<ibm::Policy>(json!({"length": "bytes"})).is_err());
}

#[test]
fn needs_know_which_facts_they_have() {
    use adobe::{Customer, Fact, Policy, Update, needs};
    let update = Update::from_json(r#"{"companyProfile": {"marketSegment": "EDU"}}"#).unwrap();
    let asked = needs(&Customer::default(), &update.into(), &Policy::documented());
    let expected = [Fact::ActiveSubscriptions, Fact::ResellerMarketSegments];
    assert_eq!(asked.facts().collect::<Vec<_>>(), expected);
    for fact in [Fact::Today, Fact::ActiveSubscriptions, Fact::ResellerMarketSegments, Fact::Owned]
    {
        assert_eq!(asked.contains(fact), expected.contains(&fact), "{fact}");
    }
    assert!(!adobe::Needs::NONE.contains(Fact::ActiveSubscriptions));
}

/// A store may put the members of an entry into another order: then the event is read before it is
/// known how, with every form that a decision has in it.
#[test]
fn a_decision_is_read_whatever_stands_before_it() {
    type Stored = EntryOf<Commvault>;
    let account = |text: &str| Account::from_json(text).unwrap();
    let active = account(
        r#"{"id": "7", "status": "active", "externalId": "X", "name": "A", "website": "a.com"}"#,
    );
    let pending = commvault::Profile::from_json(r#"{"id": "7", "status": "active", "name": "B"}"#);
    let running = account(r#"{"id": "7", "status": "updating", "name": "A"}"#);
    let running = running.with_pending(pending.unwrap());
    let body = r#"{"externalId": "X", "name": "A", "website": null, "contacts": [{}]}"#;
    let update = commvault::Update::from_json(body).unwrap();
    let mut decisions = Vec::new();
    for now in [None, Some(Timestamp::parse("2026-03-01T12:00:01").unwrap())] {
        let facts =
            commvault::Facts { now, ..commvault::Facts::unknown(commvault::Policy::documented()) };
        decisions.push(commvault::decide_update(&active, &update, &facts).unwrap());
        for end in [Settlement::Succeeded, Settlement::Failed] {
            decisions.push(decide(&running, &end.into(), &facts).unwrap());
        }
    }
    for decision in decisions {
        let entry: Stored = Entry::new(3, Intent::parse("a").unwrap(), Event::Decided(decision));
        let members = serde_json::to_value(&entry).unwrap();
        let event = members["event"].to_string();
        for text in [
            format!(r#"{{"version":1,"base":3,"intent":"a","event":{event}}}"#),
            format!(r#"{{"event":{event},"intent":"a","base":3,"version":1}}"#),
        ] {
            let read = serde_json::from_str::<Stored>(&text);
            assert_eq!(read.unwrap_or_else(|error| panic!("{error}: {text}")), entry);
        }
    }
}

/// Rules of different ids have different hashes, else every set of them would be a list.
#[test]
fn the_hash_of_a_rule_is_that_of_its_id() {
    let hashing = BuildHasherDefault::<DefaultHasher>::default();
    for rules in [adobe::RULES, ibm::RULES, commvault::RULES] {
        let hashes: std::collections::HashSet<u64> =
            rules.iter().map(|rule| hashing.hash_one(rule)).collect();
        assert_eq!(hashes.len(), rules.len());
    }
}

/// Which ways out a rule knows is shown, and not how it chooses.
#[test]
fn the_ways_out_of_a_rule_are_shown_by_name() {
    let rule = adobe::RULES.iter().find(|rule| rule.id == "adobe.account.blocked").unwrap();
    assert_eq!(format!("{:?}", rule.instead), "By([Wait, SupportTicket])");
    assert_eq!(format!("{:?}", Remedy::Is(Instead::Wait)), "Is(Wait)");
}

/// A status that an account can't be set to is refused where it is, and null as null.
#[test]
fn an_account_that_is_not_activated_says_why() {
    let message = |inactive: Value| {
        let question = json!({"vendor": "adobe", "customer": {"status": "1002"},
            "input": {"account": {"inactive": inactive}}});
        let answer = customer_core::contract::apply(&question.to_string());
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let one = &answer["violations"][0];
        assert_eq!(one["pointer"], "/input/account/inactive", "{answer}");
        one["message"].as_str().unwrap().to_owned()
    };
    let (null, number, word) = (message(Value::Null), message(json!(1)), message(json!("x")));
    assert_ne!(null, number);
    assert_ne!(null, word);
    assert!(null.contains("null"), "{null}");
}
