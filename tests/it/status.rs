//! The status of a Commvault account: every status with every input at every edge of the readings,
//! against a table written by hand from the vendor's page and the readings.
//!
//! A cell is one stored account, one input and one set of facts. The table says what it comes to:
//! the whole account afterwards and what is pending, or every rule that refuses and its place.

use crate::common::refusing;
use std::collections::{BTreeMap, BTreeSet};

use customer_core::commvault::{
    self, Account, Busy, Deactivated, Facts, Input, Policy, Profile, Rejection, Settlement, Update,
    apply,
};
use customer_core::decision::Next;
use customer_core::value::Timestamp;
use customer_core::vendors;
use serde_json::{Value, json};

/// What a stored account says of its status, as JSON; `None` is nothing at all.
const STATUSES: [Option<&str>; 10] = [
    None,
    Some("null"),
    Some("\"active\""),
    Some("\"updating\""),
    Some("\"update_failure\""),
    Some("\"activating\""),
    Some("\"deactivating\""),
    Some("\"deactivated\""),
    Some("\"frozen\""),
    Some("\"\""),
];

/// An update by status. The columns: a second one is refused or replaces the first; one of a
/// deactivated account is refused or leads back there.
const UPDATES: [(&str, [&str; 4]); 10] = [
    //                  refuse, refuse  replace, refuse  refuse, return  replace, return
    ("none", ["unknown", "unknown", "unknown", "unknown"]),
    ("null", ["unknown", "unknown", "unknown", "unknown"]),
    ("\"active\"", ["runs", "runs", "runs", "runs"]),
    ("\"updating\"", ["updating", "runs on", "updating", "runs on"]),
    ("\"update_failure\"", ["runs", "runs", "runs", "runs"]),
    ("\"activating\"", ["changing", "changing", "changing", "changing"]),
    ("\"deactivating\"", ["changing", "changing", "changing", "changing"]),
    ("\"deactivated\"", ["deactivated", "deactivated", "returns", "returns"]),
    ("\"frozen\"", ["unknown", "unknown", "unknown", "unknown"]),
    ("\"\"", ["unknown", "unknown", "unknown", "unknown"]),
];

/// What is pending: nothing, or the account with this website under this status.
const PENDING: [Option<(&str, Option<&str>)>; 7] = [
    None,
    Some(("acme.example", Some("active"))),
    Some(("acme.example", Some("deactivated"))),
    Some(("acme.example", Some("frozen"))),
    Some(("acme.test", Some("active"))),
    Some(("acme.test", Some("deactivated"))),
    Some(("acme.test", None)),
];

/// The status that was before the update.
const BEFORE: [Option<&str>; 2] = [None, Some("deactivated")];

const NOW: &str = "2021-06-08T09:00:00";

/// The stored `updateTs` as JSON, and whether the clock is known.
const CLOCKS: [(Option<&str>, bool); 8] = [
    (None, false),
    (None, true),
    (Some("null"), true),
    (Some("\"2021-06-07T21:16:48\""), false),
    (Some("\"2021-06-07T21:16:48\""), true),
    (Some("\"2021-06-08T09:00:00\""), true),
    (Some("\"yesterday\""), false),
    (Some("\"yesterday\""), true),
];

/// What a value of an update comes to under a preset.
#[derive(Clone, Copy)]
enum Says {
    /// These members read so afterwards: pointer and JSON.
    Sets(&'static [(&'static str, &'static str)]),
    /// This rule refuses at this place, and so on.
    Refuses(&'static [(&'static str, &'static str)]),
    /// Accepted without a change where the stored status is the one sent, else the rule refuses.
    NeedsStatus(&'static str),
    /// A fact is missing, whatever the status is.
    Asks,
}

use Says::{Asks, NeedsStatus, Refuses, Sets};

/// An update: its body, whether the name is taken, what `documented` and `lenient` make of it.
struct Kind {
    body: &'static str,
    name_taken: Option<bool>,
    says: [Says; 2],
}

const fn both(body: &'static str, says: Says) -> Kind {
    Kind { body, name_taken: None, says: [says, says] }
}

const NEW_NAME: &str = r#"{"externalId":"X","name":"Acme Ltd","contacts":[{}]}"#;
const NOTHING: Says = Sets(&[]);

const KINDS: [Kind; 21] = [
    both(r#"{"externalId":"X","name":"Acme","contacts":[{}]}"#, NOTHING),
    both(
        r#"{"externalId":"X","name":"Acme","website":"acme.new","contacts":[{}]}"#,
        Sets(&[("/website", "\"acme.new\"")]),
    ),
    both(
        r#"{"externalId":"X","name":"Acme","website":null,"contacts":[{}]}"#,
        Sets(&[("/website", "null")]),
    ),
    both(
        r#"{"externalId":"X","name":"Acme","contacts":[{"address":{"city":null}}]}"#,
        Sets(&[("/contacts/0/address", "null")]),
    ),
    Kind { name_taken: Some(false), ..both(NEW_NAME, Sets(&[("/name", "\"Acme Ltd\"")])) },
    Kind {
        name_taken: Some(true),
        ..both(NEW_NAME, Refuses(&[("commvault.identity.unique", "/name")]))
    },
    both(NEW_NAME, Asks),
    Kind {
        body: r#"{"externalId":"X","name":"Acme","website":"","contacts":[{}]}"#,
        name_taken: None,
        says: [Sets(&[("/website", "\"\"")]), Sets(&[("/website", "null")])],
    },
    Kind {
        body: "{}",
        name_taken: None,
        says: [
            Refuses(&[
                ("commvault.identity.required", "/externalId"),
                ("commvault.identity.required", "/name"),
                ("commvault.contacts.required", "/contacts"),
            ]),
            NOTHING,
        ],
    },
    Kind {
        body: r#"{"status":"active","externalId":"X","name":"Acme","contacts":[{}]}"#,
        name_taken: None,
        says: [NeedsStatus("\"active\""), NOTHING],
    },
    Kind {
        body: r#"{"status":"updating","externalId":"X","name":"Acme","contacts":[{}]}"#,
        name_taken: None,
        says: [NeedsStatus("\"updating\""), NOTHING],
    },
    Kind {
        body: r#"{"externalId":"X","name":"Acme","contacts":[{}],"nickname":1}"#,
        name_taken: None,
        says: [Refuses(&[("commvault.member.unknown", "/nickname")]), NOTHING],
    },
    Kind {
        body: r#"{"externalId":"X","name":"Acme","contacts":[]}"#,
        name_taken: None,
        says: [Refuses(&[("commvault.contacts.exactly-one", "/contacts")]), NOTHING],
    },
    both(
        r#"{"externalId":"","name":null,"contacts":null}"#,
        Refuses(&[
            ("commvault.identity.has-value", "/externalId"),
            ("commvault.identity.has-value", "/name"),
            ("commvault.contacts.has-value", "/contacts"),
        ]),
    ),
    both(
        r#"{"externalId":"X","name":"Acme","contacts":[null]}"#,
        Refuses(&[("commvault.contacts.has-value", "/contacts/0")]),
    ),
    both(
        r#"{"externalId":"X","name":"Acme","contacts":[{},{}]}"#,
        Refuses(&[("commvault.contacts.exactly-one", "/contacts")]),
    ),
    both(
        r#"{"externalId":"X","name":"Acme","contacts":[{"type":"owner"}]}"#,
        Refuses(&[("commvault.contact.type", "/contacts/0/type")]),
    ),
    both(
        r#"{"externalId":"X","name":"Acme","contacts":[{"firstName":"Al"}]}"#,
        Refuses(&[
            ("commvault.contact.all-or-none", "/contacts/0/email"),
            ("commvault.contact.all-or-none", "/contacts/0/lastName"),
        ]),
    ),
    both(
        r#"{"externalId":"X","name":"Acme","contacts":[{"email":null,"firstName":"","lastName":"B"}]}"#,
        Refuses(&[
            ("commvault.contact.has-value", "/contacts/0/email"),
            ("commvault.contact.has-value", "/contacts/0/firstName"),
        ]),
    ),
    Kind {
        name_taken: Some(false),
        ..both(
            r#"{"externalId":"X","name":"Acme Ltd","website":null,"contacts":[{"phone":"1"}]}"#,
            Sets(&[
                ("/name", "\"Acme Ltd\""),
                ("/website", "null"),
                ("/contacts/0/phone", "\"1\""),
            ]),
        )
    },
    // Taken and wrong besides: the status of the answer is that of the wrong value.
    Kind {
        name_taken: Some(true),
        ..both(
            r#"{"externalId":"X","name":"Acme Ltd","contacts":[{"type":null}]}"#,
            Refuses(&[
                ("commvault.identity.unique", "/name"),
                ("commvault.contact.type", "/contacts/0/type"),
            ]),
        )
    },
];

/// The presets, each with every reading of the status.
fn policies() -> Vec<(Policy, usize, usize)> {
    let mut all = Vec::new();
    for (preset, base) in [Policy::documented(), Policy::lenient()].into_iter().enumerate() {
        for (column, (busy, deactivated)) in [
            (Busy::Refuse, Deactivated::Refuse),
            (Busy::Replace, Deactivated::Refuse),
            (Busy::Refuse, Deactivated::Return),
            (Busy::Replace, Deactivated::Return),
        ]
        .into_iter()
        .enumerate()
        {
            all.push((Policy { busy, deactivated, ..base }, preset, column));
        }
    }
    all
}

/// A stored account, and the same as the table sees it.
struct Stored {
    account: Account,
    status: &'static str,
    shown: Value,
    pending: Option<Value>,
    before: Option<&'static str>,
}

impl Stored {
    /// Whether success leads to `deactivated`, where the readings are those of the column. What is
    /// pending says nothing where no update runs.
    fn leads_back(&self, column: usize) -> bool {
        let kept = self.before == Some("deactivated") && column >= 2;
        let shown = self.pending.as_ref().is_some_and(|one| one["status"] == "deactivated");
        kept || shown && self.status == "\"updating\""
    }
}

fn parse(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

fn stored(
    status: Option<&'static str>,
    stamp: Option<&str>,
    pending: Option<(&str, Option<&str>)>,
    before: Option<&'static str>,
) -> Stored {
    let mut members = vec![r#""id":"A1""#.to_owned()];
    members.extend(status.map(|status| format!(r#""status":{status}"#)));
    members.extend(stamp.map(|stamp| format!(r#""updateTs":{stamp}"#)));
    members.push(
        r#""externalId":"X","name":"Acme","website":"acme.example","contacts":[{"type":"admin",
        "email":"a@acme.example","firstName":"Ada","lastName":"B","address":{"city":"Cork"}}],
        "plan":1.50"#
            .to_owned(),
    );
    let text = format!("{{{}}}", members.join(","));
    let mut account = Account::from_json(&text).unwrap();
    let shown = parse(&text);
    let pending = pending.map(|(website, status)| {
        let mut pending = without_nulls(shown.clone());
        pending["website"] = json!(website);
        let members = pending.as_object_mut().unwrap();
        members.shift_remove("status");
        members.extend(status.map(|status| ("status".to_owned(), json!(status))));
        pending
    });
    if let Some(pending) = &pending {
        account = account.with_pending(Profile::from_json(&pending.to_string()).unwrap());
    }
    if let Some(before) = before {
        account = account.with_status_before(before.into());
    }
    Stored { account, status: status.unwrap_or("none"), shown, pending, before }
}

/// Null is no value: a member that says so reads like one that is not there.
fn without_nulls(mut value: Value) -> Value {
    if let Some(members) = value.as_object_mut() {
        members.retain(|_, member| !member.is_null());
    }
    value
}

fn set(value: &mut Value, pointer: &str, member: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = value.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    parent.shift_remove(name);
    if !member.is_null() {
        parent.insert(name.to_owned(), member);
    }
}

/// What the table says of a cell: both documents afterwards and whether the status before is kept,
/// or the refusal.
type Expected = Result<(Value, Option<Value>, bool, Next), (Vec<(String, String)>, Next, u16)>;

fn updated(before: &Stored, kind: &Kind, preset: usize, column: usize, clock: bool) -> Expected {
    let row = UPDATES.iter().find(|(status, _)| *status == before.status).unwrap();
    let word = row.1[column];
    let state = matches!(word, "updating" | "changing" | "deactivated" | "unknown");
    let values = match kind.says[preset] {
        Sets(_) => &[],
        Refuses(list) => list,
        NeedsStatus(status) if status == before.status => &[],
        NeedsStatus(_) => &[("commvault.member.read-only", "/status")][..],
        Asks => &[],
    };
    let mut wrong: Vec<(String, String)> = Vec::new();
    wrong.extend(state.then(|| (format!("commvault.status.{word}"), String::new())));
    wrong.extend(values.iter().map(|(rule, place)| (rule.to_string(), place.to_string())));
    if matches!(kind.says[preset], Asks) {
        return Err((wrong, Next::Lookup, 0));
    }
    if !wrong.is_empty() {
        let next = match word {
            "updating" | "changing" => Next::Wait,
            "deactivated" | "unknown" => Next::Stop,
            _ => Next::Fix,
        };
        let taken = values.iter().all(|(rule, _)| *rule == "commvault.identity.unique");
        return Err((wrong, next, if state || taken { 409 } else { 400 }));
    }
    let mut after = without_nulls(before.shown.clone());
    if clock {
        after["updateTs"] = json!(NOW);
    }
    let mut pending = after.clone();
    after["status"] = json!("updating");
    let leads_back = match word {
        "returns" => true,
        "runs on" => before.leads_back(column),
        "runs" if before.status == "\"update_failure\"" => before.leads_back(column),
        _ => false,
    };
    pending["status"] = json!(if leads_back { "deactivated" } else { "active" });
    if let Sets(members) = kind.says[preset] {
        for (place, member) in members {
            set(&mut pending, place, parse(member));
        }
    }
    Ok((after, Some(pending), leads_back && column >= 2, Next::Poll))
}

fn settled(before: &Stored, end: Settlement, column: usize, clock: bool) -> Expected {
    let refused = |rule: &str, place: &str, next| {
        Err((vec![(format!("commvault.settled.{rule}"), place.to_owned())], next, 0))
    };
    let mut after = match (before.status, end, &before.pending) {
        ("\"updating\"", Settlement::Failed, _) => without_nulls(before.shown.clone()),
        ("\"updating\"", Settlement::Succeeded, Some(pending)) => pending.clone(),
        ("\"updating\"", Settlement::Succeeded, None) => {
            return refused("needs-pending", "/internal/pending", Next::Fix);
        }
        _ => return refused("nothing-runs", "/input/settled", Next::Stop),
    };
    if clock {
        after["updateTs"] = json!(NOW);
    }
    let next = match end {
        Settlement::Failed => {
            after["status"] = json!("update_failure");
            Next::Retry
        }
        Settlement::Succeeded => {
            let back = before.leads_back(column);
            after["status"] = json!(if back { "deactivated" } else { "active" });
            Next::Done
        }
    };
    let kept = end == Settlement::Failed && column >= 2 && before.leads_back(column);
    Ok((after, None, kept, next))
}

fn refusal(rejection: &Rejection, is_update: bool) -> (Vec<(String, String)>, Next, u16) {
    let found = rejection.violations();
    let found = found.map(|one| (one.rule.id.to_owned(), one.pointer.as_str().to_owned()));
    let answered = rejection.refusal().filter(|_| is_update);
    let status = answered.and_then(commvault::refused).map_or(0, |response| response.status);
    (found.collect(), rejection.next(), status)
}

/// What was seen, to be pinned: how often each verdict, each refusing rule, each status afterwards.
#[derive(Default)]
struct Counts {
    verdicts: BTreeMap<&'static str, u32>,
    rules: BTreeMap<String, u32>,
    statuses: BTreeMap<String, u32>,
}

impl Counts {
    fn cell(&mut self, before: &Stored, input: &Input<'_>, facts: &Facts, expected: Expected) {
        let answered = apply(&before.account, input, facts);
        let context = || {
            let Stored { shown, pending, before, .. } = before;
            format!("{shown}\n{pending:?} {before:?}\n{input:?}\n{facts:?}")
        };
        match (answered, expected) {
            (Ok(outcome), Ok((after, pending, kept, next))) => {
                let shown = without_nulls(parse(&outcome.after.to_json()));
                assert_eq!(shown, after, "{}", context());
                let waits = outcome.after.pending().map(|one| without_nulls(parse(&one.to_json())));
                assert_eq!(waits, pending, "{}", context());
                let back = outcome.after.status_before().map(|status| status.as_str());
                assert_eq!(back, kept.then_some("deactivated"), "{}", context());
                assert_eq!(outcome.decision.next(), next, "{}", context());
                let awaited = outcome.decision.effects(&outcome.after).count();
                assert_eq!(awaited, usize::from(pending.is_some()), "{}", context());
                let same = shown == without_nulls(before.shown.clone());
                assert_eq!(outcome.decision.changes().is_empty(), same, "{}", context());
                let verdict = if same { "unchanged" } else { "applied" };
                *self.verdicts.entry(verdict).or_default() += 1;
                let status = shown["status"].as_str().unwrap().to_owned();
                *self.statuses.entry(status).or_default() += 1;
            }
            (Err(rejection), Err(expected)) => {
                let is_update = matches!(input, Input::Update(_));
                let answered = refusal(&rejection, is_update);
                assert_eq!(answered, expected, "{}", context());
                let decided = rejection.needs().is_empty();
                let verdict = if decided { "rejected" } else { "undecided" };
                *self.verdicts.entry(verdict).or_default() += 1;
                let rules: BTreeSet<String> =
                    answered.0.into_iter().map(|(rule, _)| rule).collect();
                for rule in rules {
                    *self.rules.entry(rule).or_default() += 1;
                }
            }
            (answered, expected) => {
                panic!("{:?}\nexpected {expected:?}\n{}", answered.err(), context())
            }
        }
    }
}

/// Every cell; how many there were.
fn each() -> Counts {
    let policies = policies();
    let mut counts = Counts::default();
    let now = Timestamp::parse(NOW).unwrap();
    let inputs: Vec<Input<'_>> =
        KINDS.iter().map(|kind| Update::from_json(kind.body).unwrap().into()).collect();
    for (stamp, clock) in CLOCKS {
        for status in STATUSES {
            for (pending, was) in PENDING.into_iter().flat_map(|one| BEFORE.map(|was| (one, was))) {
                let before = stored(status, stamp, pending, was);
                for &(policy, preset, column) in &policies {
                    let facts = |name_taken| Facts {
                        policy,
                        now: clock.then_some(now),
                        external_id_taken: None,
                        name_taken,
                    };
                    for (kind, input) in KINDS.iter().zip(&inputs) {
                        let expected = updated(&before, kind, preset, column, clock);
                        counts.cell(&before, input, &facts(kind.name_taken), expected);
                    }
                    for end in [Settlement::Succeeded, Settlement::Failed] {
                        let expected = settled(&before, end, column, clock);
                        counts.cell(&before, &end.into(), &facts(None), expected);
                    }
                }
            }
        }
    }
    counts
}

fn pairs<K: AsRef<str>>(counts: &BTreeMap<K, u32>) -> Vec<(&str, u32)> {
    counts.iter().map(|(name, count)| (name.as_ref(), *count)).collect()
}

#[test]
fn every_status_with_every_input_comes_to_what_the_table_says() {
    let counts = each();
    // The figure that TRUST.md gives.
    assert_eq!(8 * 10 * 7 * 2 * 8 * (21 + 2), 206_080);
    assert_eq!(counts.verdicts.values().sum::<u32>(), 206_080);
    assert_eq!(
        pairs(&counts.verdicts),
        [("applied", 25_632), ("rejected", 169_248), ("unchanged", 2_240), ("undecided", 8_960)]
    );
    // No input leads into `activating` or `deactivating`, or into a status that no page lists.
    assert_eq!(
        pairs(&counts.statuses),
        [("active", 384), ("deactivated", 384), ("update_failure", 896), ("updating", 26_208)]
    );
    assert_eq!(
        pairs(&counts.rules),
        [
            ("commvault.contact.all-or-none", 8_960),
            ("commvault.contact.has-value", 8_960),
            ("commvault.contact.type", 17_920),
            ("commvault.contacts.exactly-one", 13_440),
            ("commvault.contacts.has-value", 17_920),
            ("commvault.contacts.required", 4_480),
            ("commvault.identity.has-value", 8_960),
            ("commvault.identity.required", 4_480),
            ("commvault.identity.unique", 17_920),
            ("commvault.member.read-only", 8_064),
            ("commvault.member.unknown", 4_480),
            ("commvault.settled.needs-pending", 128),
            ("commvault.settled.nothing-runs", 16_128),
            ("commvault.status.changing", 37_632),
            ("commvault.status.deactivated", 9_408),
            ("commvault.status.unknown", 75_264),
            ("commvault.status.updating", 9_408),
        ]
    );
    // Every rule that can refuse did so somewhere, but for those that need another account.
    let can = refusing::<vendors::Commvault>().map(|rule| rule.id);
    let never: Vec<_> = can.filter(|id| !counts.rules.contains_key(*id)).collect();
    let elsewhere = [
        "commvault.contacts.at-most",
        "commvault.contact.none-stored",
        "commvault.settled.same-account",
        "commvault.settled.at-most",
    ];
    assert_eq!(never, elsewhere);
}
