//! The laws of what is asked of a vendor without an input: one update for two, what an update would
//! lose, what an answer says.
//!
//! Goal: whoever sends one update for two, or reads an answer, is told what the vendor would do.
//! Method: each law is put to generated records, updates and circumstances, under any policy.

use std::fmt;

use customer_core::decision::{Asked, Cause, ChangeKind};
use customer_core::generate::{self, Generate, Source};
use customer_core::vendors::{Adobe, Commvault, Ibm, Vendor};
use customer_core::{adobe, commvault, ibm};
use proptest::prelude::*;
use serde_json::Value;

/// What the laws ask of a vendor beside what it is.
trait Spoken: Generate {
    /// The record when all that runs has succeeded.
    fn settled(record: Self::Record, _: &Self::Facts) -> Self::Record {
        record
    }

    /// The body with the lock token of the record, if the vendor has one.
    fn current(body: Value, _: &Self::Record) -> Value {
        body
    }
}

impl Spoken for Adobe {}

impl Spoken for Ibm {
    fn current(mut body: Value, record: &ibm::Customer) -> Value {
        let token = record.document.version.map_or(Value::Null, Value::from);
        match body.get_mut("Customer") {
            Some(inside @ Value::Object(_)) => inside["Version"] = token,
            Some(_) => {}
            None => body["Version"] = token,
        }
        body
    }
}

impl Spoken for Commvault {
    fn settled(mut record: commvault::Account, facts: &commvault::Facts) -> commvault::Account {
        let input = commvault::Settlement::Succeeded.into();
        if let Ok(decision) = commvault::decide(&record, &input, facts) {
            commvault::evolve(&mut record, &decision).unwrap();
        }
        record
    }
}

/// A record, what is known, and updates that are accepted one after the other.
struct Steps<V: Vendor> {
    record: V::Record,
    facts: V::Facts,
    bodies: Vec<String>,
    /// The record after each.
    after: Vec<V::Record>,
}

impl<V: Vendor> fmt::Debug for Steps<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = serde_json::to_string(&self.facts).unwrap();
        writeln!(f, "{}\n{facts}", V::to_json(&self.record))?;
        self.bodies.iter().try_for_each(|body| writeln!(f, "{body}"))
    }
}

/// The update of a question of the contract.
fn body(question: &str) -> Option<Value> {
    let question: Value = serde_json::from_str(question).unwrap();
    question.pointer("/input/update").cloned()
}

/// The record after an accepted update.
fn after<V: Spoken>(record: &V::Record, body: &str, facts: &V::Facts) -> Option<V::Record> {
    let update = V::update(body).ok()?;
    let outcome = V::apply(record, &V::Input::from(update), facts).ok()?;
    Some(V::settled(outcome.after, facts))
}

/// Up to `COUNT` updates that are accepted one after the other.
fn steps<V: Spoken, const COUNT: usize>(source: &mut Source<'_>) -> Steps<V> {
    let case = V::case(source);
    let mut facts = V::permitting(&case.facts);
    if source.below(4) == 0 {
        facts = V::under_any_policy(&facts, source);
    }
    let record = case.record.clone();
    let mut steps = Steps::<V> { record, facts, bodies: Vec::new(), after: Vec::new() };
    let mut case = case;
    for _ in 0..4 * COUNT {
        let last = steps.after.last().unwrap_or(&steps.record).clone();
        let body = body(&case.question).map(|body| V::current(body, &last).to_string());
        let accepted = body.and_then(|body| Some((after::<V>(&last, &body, &steps.facts)?, body)));
        if let Some((after, body)) = accepted {
            steps.bodies.push(body);
            steps.after.push(after);
        }
        if steps.bodies.len() == COUNT {
            break;
        }
        let last = steps.after.last().unwrap_or(&steps.record).clone();
        case = V::then(last, source);
    }
    steps
}

/// How a record reads: no value is nothing, and the lock token and the time of the change aside.
/// A switch that was never set is off: where it is read as off when it is left out, one update that
/// leaves it out sets nothing, and two may.
fn reads<V: Vendor>(record: &V::Record) -> Value {
    fn read(value: &Value) -> Option<Value> {
        match value {
            Value::Null => None,
            Value::String(text) if text.is_empty() => None,
            Value::Array(list) => {
                let list: Vec<_> =
                    list.iter().map(|one| read(one).unwrap_or(Value::Null)).collect();
                (!list.is_empty()).then_some(Value::Array(list))
            }
            Value::Object(members) => {
                let members = members.iter().filter_map(|(name, value)| {
                    let aside = ["Version", "updateTs"].contains(&name.as_str())
                        || (name == "globalSalesEnabled" && *value == false);
                    Some((name.clone(), read(value).filter(|_| !aside)?))
                });
                let members: serde_json::Map<_, _> = members.collect();
                (!members.is_empty()).then_some(Value::Object(members))
            }
            other => Some(other.clone()),
        }
    }
    read(&serde_json::from_str(&V::to_json(record)).unwrap()).unwrap_or(Value::Null)
}

fn composed<V: Vendor>(first: &str, second: &str, policy: &V::Policy) -> Option<String> {
    let (first, second) = (V::update(first).unwrap(), V::update(second).unwrap());
    V::compose(&first, &second, policy).ok().map(|both| V::update_to_json(&both))
}

/// One update for two reads as both do in turn; whether there is one.
fn one_for_two<V: Spoken>(it: &Steps<V>) -> bool {
    let ([first, second, ..], [_, expected, ..]) = (&*it.bodies, &*it.after) else { return false };
    let policy = V::policy_of(&it.facts);
    let Some(both) = composed::<V>(first, second, &policy) else { return false };
    let update = V::update(&both).unwrap();
    let outcome = V::apply(&it.record, &V::Input::from(update), &it.facts);
    let outcome = outcome.unwrap_or_else(|refused| panic!("{it:?}{both}\n{refused}"));
    let after = V::settled(outcome.after, &it.facts);
    assert_eq!(reads::<V>(&after), reads::<V>(expected), "{it:?}{both}");
    true
}

/// Of three updates it does not matter which two are said as one first, where both can be.
fn whichever_two_are_first<V: Spoken>(it: &Steps<V>) {
    let [first, second, third] = &*it.bodies else { return };
    let policy = V::policy_of(&it.facts);
    let compose = |one: &str, two: &str| composed::<V>(one, two, &policy);
    let left = compose(first, second).and_then(|both| compose(&both, third));
    let right = compose(second, third).and_then(|both| compose(first, &both));
    let (Some(left), Some(right)) = (left, right) else { return };
    let [left, right] = [left, right].map(|body| {
        let body = V::current(serde_json::from_str(&body).unwrap(), &it.record).to_string();
        after::<V>(&it.record, &body, &it.facts).map(|after| reads::<V>(&after))
    });
    assert!(left.is_some(), "{it:?}");
    assert_eq!(left, right, "{it:?}");
}

/// An update that says nothing adds nothing.
fn nothing_adds_nothing<V: Spoken>(it: &Steps<V>) {
    let policy = V::policy_of(&it.facts);
    for body in &it.bodies {
        let canonical = V::update_to_json(&V::update(body).unwrap());
        assert_eq!(composed::<V>("{}", body, &policy), Some(canonical.clone()));
        assert_eq!(composed::<V>(body, "{}", &policy), Some(canonical));
    }
}

/// On an accepted update the losses are the changes of its answer that took away what the update did
/// not name.
fn losses_are_those_of_the_answer<V: Spoken>(it: &Steps<V>) {
    let policy = V::policy_of(&it.facts);
    let mut before = &it.record;
    for (body, after) in it.bodies.iter().zip(&it.after) {
        let update = V::update(body).unwrap();
        let lost = V::preview_loss(before, &update, &policy);
        let decision = V::decide(before, &V::Input::from(update), &it.facts).unwrap();
        let changes = V::changes(&decision).into_iter().filter(|change| {
            let causes = [Cause::Omitted, Cause::Replaced, Cause::Derived];
            change.kind() == ChangeKind::Removed && causes.contains(&change.cause)
        });
        let expected: Vec<_> = changes.map(|change| change.path.pointer()).collect();
        assert_eq!(lost, expected, "{it:?}");
        before = after;
    }
}

/// Whatever is against an update: what it would lose is in the record, each place once.
fn losses_are_in_the_record<V: Spoken>(case: &generate::Case<V>) {
    let Some(body) = body(&case.question).map(|body| body.to_string()) else { return };
    let Ok(update) = V::update(&body) else { return };
    let policy = V::policy_of(&case.facts);
    let document: Value = serde_json::from_str(&V::to_json(&case.record)).unwrap();
    let lost = V::preview_loss(&case.record, &update, &policy);
    for (index, place) in lost.iter().enumerate() {
        assert!(document.pointer(place.as_str()).is_some(), "{place}\n{case:?}");
        assert!(!lost[..index].contains(place), "{place} twice\n{case:?}");
    }
}

/// What this crate answers in the vendor's name is read back with the same next step, and at Adobe
/// with the violations that the answer is about.
fn answers_are_read_back<V: Spoken>(case: &generate::Case<V>, facts: &V::Facts) -> bool {
    let Some(body) = body(&case.question).map(|body| body.to_string()) else { return false };
    let update = V::update(&body).unwrap();
    let input = V::Input::from(update.clone());
    let policy = V::policy_of(facts);
    let asked = Asked { record: Some(&case.record), update: Some(&update), policy };
    match V::apply(&case.record, &input, facts) {
        Ok(outcome) => {
            let response = V::accepted(&outcome.after);
            let answer = V::answer(response.status, response.body.as_deref().unwrap_or_default());
            assert!(V::is_accepted(&answer));
            assert_eq!(V::next_after(&answer, &asked), V::next(&outcome.decision));
            true
        }
        Err(rejection) => {
            let Some(refusal) = rejection.refusal().filter(|one| V::at_fault(one).is_none()) else {
                return false;
            };
            let response = V::refused(&input, refusal).unwrap();
            let answer = V::answer(response.status, response.body.as_deref().unwrap_or_default());
            assert!(!V::is_accepted(&answer));
            assert_eq!(V::next_after(&answer, &asked), refusal.next(), "{case:?}\n{refusal}");
            let complaints = V::complaints(&answer, &asked);
            if V::NAME == "adobe" {
                let code = refusal.first().code;
                let told: Vec<_> = complaints.iter().map(|one| one.pointer.as_str()).collect();
                let violations = refusal.violations().filter(|one| one.code == code);
                let expected: Vec<_> = violations.map(|one| one.pointer.as_str()).collect();
                assert_eq!(told, expected, "{case:?}\n{refusal}");
            } else {
                assert_eq!(complaints.len(), 1, "{case:?}");
            }
            true
        }
    }
}

/// The generators make what the laws are about.
#[test]
fn the_laws_are_about_many_cases() {
    fn count<V: Spoken>() -> [usize; 4] {
        let mut counts = [0; 4];
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        for _ in 0..200 {
            let bytes: Vec<u8> = (0..800)
                .map(|_| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    (state >> 24) as u8
                })
                .collect();
            let it = steps::<V, 2>(&mut Source::new(&bytes));
            counts[0] += usize::from(it.bodies.len() == 2);
            counts[1] += usize::from(one_for_two(&it));
            let case = V::case(&mut Source::new(&bytes));
            counts[2] += usize::from(answers_are_read_back(&case, &case.facts));
            let update = body(&case.question).map(|body| body.to_string());
            let lost = update.is_some_and(|body| {
                let policy = V::policy_of(&case.facts);
                let update = V::update(&body).unwrap();
                !V::preview_loss(&case.record, &update, &policy).is_empty()
            });
            counts[3] += usize::from(lost);
        }
        counts
    }
    let [adobe, ibm, commvault] = [count::<Adobe>(), count::<Ibm>(), count::<Commvault>()];
    for [two, one, read, _] in [adobe, ibm, commvault] {
        assert!(two > 60 && one > 50 && read > 60, "{two} {one} {read}");
    }
    let [.., at_adobe] = adobe;
    let [.., at_ibm] = ibm;
    let [.., at_commvault] = commvault;
    assert!(at_adobe > 5 && at_ibm > 15 && at_commvault == 0);
}

macro_rules! laws {
    ($($module:ident: $Vendor:ident),* $(,)?) => { $(
        mod $module {
            use super::*;

            type V = $Vendor;

            proptest! {
                #![proptest_config(crate::common::config("tests/verb-laws.proptest-regressions"))]

                #[test]
                fn one_update_does_what_two_do(it in generate::strategy(steps::<V, 2>)) {
                    one_for_two(&it);
                }

                #[test]
                fn whichever_two_are_composed_first(it in generate::strategy(steps::<V, 3>)) {
                    whichever_two_are_first(&it);
                }

                #[test]
                fn losses_of_an_accepted_update(it in generate::strategy(steps::<V, 2>)) {
                    losses_are_those_of_the_answer(&it);
                }

                #[test]
                fn losses_of_any_update(case in generate::strategy(V::case)) {
                    losses_are_in_the_record(&case);
                }

                #[test]
                fn what_is_answered_is_read_back(
                    case in generate::strategy(V::case),
                    open in any::<bool>(),
                ) {
                    let known = || V::permitting(&case.facts);
                    let facts = if open { known() } else { case.facts.clone() };
                    answers_are_read_back(&case, &facts);
                }
            }
        }
    )* };
}

laws! { at_adobe: Adobe, at_ibm: Ibm, at_commvault: Commvault }

proptest! {
    #![proptest_config(crate::common::config("tests/verb-laws.proptest-regressions"))]

    #[test]
    fn nothing_before_or_after_an_update_adds_nothing(
        adobe in generate::strategy(steps::<Adobe, 1>),
        commvault in generate::strategy(steps::<Commvault, 1>),
    ) {
        if adobe.facts.policy.omitted_global_sales == adobe::OmittedGlobalSales::Keep {
            nothing_adds_nothing(&adobe);
        }
        // Where the vendor accepts an update that says nothing, the status changes with it.
        let commvault::Policy { identity, contacts, foreign, .. } = commvault.facts.policy;
        let is_accepted = [identity, contacts] == [commvault::Missing::Keep; 2];
        if !is_accepted || foreign == commvault::Foreign::Ignore {
            nothing_adds_nothing(&commvault);
        }
    }
}
