//! Entries of a log, and the fold over them.
//!
//! Goal: an entry that is not the next one is refused with a type, and changes nothing; one of a
//! later version is told from one that is damaged. Method: the smallest input of each.

use ciborium::Value as Cbor;
use customer_core::adobe::{Customer, Facts, Policy, Update, decide_update, evolve};
use customer_core::decision::{Event, Folded, Misfit, Unfit, WrongBase};
use customer_core::value::Intent;
use customer_core::vendors::{self, Adobe, Answered, Appending, EntryOf, Step};
use serde::Deserialize as _;

type V = Adobe;
type Entry = EntryOf<V>;

fn intent(text: &str) -> Intent {
    Intent::parse(text).unwrap()
}

/// Each refusal of the fold is typed, and leaves record and revision as they were.
#[test]
fn the_fold_refuses_what_is_not_the_next_entry() {
    let mut folded = Folded::<Customer>::default();
    folded.take::<V>(&Entry::new(0, intent("a"), Event::Created(Customer::default()))).unwrap();
    let before = folded.clone();
    let mut refused = |entry: Entry, why: WrongBase| {
        assert_eq!(folded.take::<V>(&entry), Err(why));
        assert_eq!(folded, before);
    };
    let removed = |base| Entry::new(base, intent("b"), Event::Removed);
    refused(removed(2), WrongBase::Gap { base: 2, revision: 1 });
    refused(removed(0), WrongBase::Stale { base: 0, revision: 1 });
    refused(removed(u64::MAX), WrongBase::Gap { base: u64::MAX, revision: 1 });
    let created = Entry::new(1, intent("b"), Event::Created(Customer::default()));
    let Err(misfit) = vendors::fold::<V>(before.record.clone(), created.event().unwrap()) else {
        panic!("it fits")
    };
    refused(created, WrongBase::Misfit(misfit));
    let later = r#"{"version":7,"base":1,"at":1,"intent":"b","event":[0]}"#;
    refused(serde_json::from_str(later).unwrap(), WrongBase::Later { version: 7 });

    let mut full = Folded { record: before.record, revision: u64::MAX };
    assert_eq!(full.take::<V>(&removed(u64::MAX)), Err(WrongBase::Full));
    // Nor does the loop count on: what says that it was stored is looked for.
    let sent = Appending::<V>::new(full, intent("c")).decided(Event::Removed).unwrap();
    assert!(matches!(sent.answered(Answered::Stored), Step::Look(_)));
}

/// What does not fit is not sent: it would stop every reader.
#[test]
fn what_does_not_fit_is_not_appended() {
    let appending = Appending::<V>::new(Folded::default(), intent("a"));
    assert!(appending.decided(Event::Removed).is_err());
}

/// An entry of a later version can be told from one that is damaged, and is not written again.
#[test]
fn an_entry_of_a_later_version_is_recognised() {
    let read = serde_json::from_str::<Entry>;
    let later = read(r#"{"version":2,"intent":"a","event":{"more":1},"base":3}"#).unwrap();
    assert_eq!((later.version(), later.base, later.event()), (2, 3, None));
    assert!(serde_json::to_string(&later).is_err());
    for damaged in [
        "{}",
        "7",
        r#"{"version":0,"base":3,"intent":"a","event":{"removed":true}}"#,
        r#"{"version":1,"base":3,"intent":"a"}"#,
        r#"{"version":1,"base":3,"intent":"","event":{"removed":true}}"#,
        r#"{"version":1,"base":3,"intent":"a","event":{"alice":true}}"#,
        r#"{"version":1,"base":3,"intent":"a","event":{"removed":true},"alice":1}"#,
        r#"{"version":1,"base":3,"base":3,"intent":"a","event":{"removed":true}}"#,
        r#"{"version":2,"intent":"a","event":{"removed":true}}"#,
    ] {
        let error = read(damaged).unwrap_err().to_string();
        assert!(!error.contains("alice"), "{error}");
    }
}

/// The order of members is the store's: PostgreSQL's `jsonb` sorts them by length, and
/// `serde_json`'s tree by name.
#[test]
fn the_order_of_members_tells_nothing() {
    let read = |text: &str| serde_json::from_str::<Entry>(text);
    let (version, later) = (r#""version":1"#, r#""version":2"#);
    let (base, intended) = (r#""base":3"#, r#""intent":"a""#);
    let event = r#""event":{"removed":true}"#;
    let removed = Entry::new(3, intent("a"), Event::Removed);
    for text in orders(&[version, base, intended, event]) {
        assert_eq!(read(&text).unwrap(), removed, "{text}");
    }
    let unread = r#""event":{"removed":[{"more":null},"x",-1,1.50,123456789012345678901]}"#;
    for text in orders(&[later, base, intended, unread, r#""at":{}"#]) {
        let later = read(&text).unwrap();
        assert_eq!((later.version(), later.base, later.event()), (2, 3, None), "{text}");
    }
    // What a later version may have is damage in this one.
    for damaged in [
        &[version, base, intended, unread][..],
        &[version, base, intended, event, r#""at":1"#],
        &[version, base, intended, event, event],
        &[version, base, intended],
        &[r#""version":0"#, base, intended, event],
        &[later, base, event],
    ] {
        for text in orders(damaged) {
            assert!(read(&text).is_err(), "{text}");
        }
    }
}

/// An event that is nested deeper than any that was written is refused, whatever comes first.
#[test]
fn an_event_may_be_nested_only_so_deep() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let event = format!(r#"{{"event":{{"created":{deep}}},"version":1,"base":3,"intent":"a"}}"#);
    let mut from = serde_json::Deserializer::from_str(&event);
    from.disable_recursion_limit();
    assert!(Entry::deserialize(&mut from).is_err());
}

/// What JSON does not have is no event, whatever comes first.
#[test]
fn an_event_may_hold_what_json_has_not() {
    for odd in [Cbor::Null, Cbor::Float(1.5), Cbor::Bytes(vec![1]), Cbor::Integer((-1).into())] {
        let read = |version: u64, comes_first: bool| {
            let event = (Cbor::from("event"), Cbor::Map(vec![("removed".into(), odd.clone())]));
            let (base, intent) = (("base".into(), 3.into()), ("intent".into(), "a".into()));
            let mut members = vec![("version".into(), version.into()), base, intent];
            members.insert(if comes_first { 0 } else { 3 }, event);
            let mut bytes = Vec::new();
            ciborium::into_writer(&Cbor::Map(members), &mut bytes).unwrap();
            ciborium::from_reader::<Entry, _>(&bytes[..])
        };
        assert!(read(1, false).is_err() && read(1, true).is_err(), "{odd:?}");
        assert_eq!(read(2, false).unwrap().version(), 2);
        // Nothing that is written has bytes: they are not set aside.
        assert_eq!(read(2, true).is_ok(), !odd.is_bytes(), "{odd:?}");
    }
}

/// An object of these members in every order.
fn orders(members: &[&str]) -> Vec<String> {
    fn put(before: &[&str], rest: &[&str], all: &mut Vec<String>) {
        if rest.is_empty() {
            all.push(format!("{{{}}}", before.join(",")));
        }
        for (at, member) in rest.iter().enumerate() {
            put(&[before, &[member]].concat(), &[&rest[..at], &rest[at + 1..]].concat(), all);
        }
    }
    let mut all = Vec::new();
    put(&[], members, &mut all);
    assert_eq!(all.len(), (1..=members.len()).product::<usize>());
    all
}

/// An intent is an id that a client made up; it may be anything.
#[test]
fn an_intent_is_not_shown() {
    let appending = Appending::<V>::new(Folded::default(), intent("alice"));
    let shown = format!("{appending:?}");
    let sent = appending.decided(Event::Created(Customer::default())).unwrap();
    let shown = format!("{shown}{sent:?}{:?}", sent.clone().answered(Answered::Unclear));
    assert!(!shown.contains("alice"), "{shown}");
    assert!(Intent::parse("a b").is_err() && Intent::parse("x".repeat(129)).is_err());
}

/// Where an event can't come, the misfit tells why, and what to do.
#[test]
fn an_event_that_cannot_come_says_why() {
    let some = || Some(Customer::default());
    let update = Update::from_json("{}").unwrap();
    let facts = Facts::unknown(Policy::documented());
    let decision = decide_update(&Customer::default(), &update, &facts).unwrap();
    let mut seen = Vec::new();
    for (before, event, cause) in [
        (some(), Event::Created(Customer::default()), Unfit::Exists),
        (None, Event::Decided(decision), Unfit::Missing),
        (None, Event::Removed, Unfit::Gone),
    ] {
        let misfit = vendors::fold::<V>(before, &event).unwrap_err();
        assert_eq!((misfit.cause, misfit.pointer.as_str()), (cause, ""));
        let text = misfit.to_string();
        assert!(text.contains("drop"), "{text}");
        assert!(!seen.contains(&text), "{text}");
        seen.push(text);
        let stored = serde_json::to_string(&misfit).unwrap();
        assert_eq!(serde_json::from_str::<Misfit>(&stored).unwrap(), misfit, "{stored}");
    }
    // One that differs says where, and what to do; it is stored as ever.
    let mut one = Customer::from_json(r#"{"externalReferenceId": "1"}"#).unwrap();
    let update = Update::from_json(r#"{"externalReferenceId": "2"}"#).unwrap();
    let decision = decide_update(&one, &update, &facts).unwrap();
    evolve(&mut one, &decision).unwrap();
    let misfit = evolve(&mut one, &decision).unwrap_err();
    assert_eq!(misfit.cause, Unfit::Differs);
    assert!(misfit.to_string().contains("/externalReferenceId"), "{misfit}");
    assert!(misfit.to_string().contains("decide again"), "{misfit}");
    let stored = r#"{"pointer":"/externalReferenceId"}"#;
    assert_eq!(serde_json::to_string(&misfit).unwrap(), stored);
}

/// A record of one's own may be a type around another one.
#[test]
fn an_entry_is_read_whatever_stands_first() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Mine(Vec<String>);

    type Entry = customer_core::decision::Entry<Mine, ()>;
    for record in [Mine(vec![]), Mine(vec!["a".into()])] {
        let entry = Entry::new(3, intent("a"), Event::Created(record));
        let text = serde_json::to_string(&entry).unwrap();
        let members = serde_json::to_value(&entry).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry);
        let (event, version) = (&members["event"], &members["version"]);
        let other = format!(r#"{{"event":{event},"intent":"a","base":3,"version":{version}}}"#);
        assert_eq!(serde_json::from_str::<Entry>(&other).unwrap(), entry, "{other}");
    }
}
