//! Laws of the three-year commitment alone: many events, days between them.

use customer_core::commitment::{
    self, Commitment, Decision, Facts, Input, RequestStatus, RunningStatus,
};
use customer_core::generate::{Source, commitment as generate, value};

/// A commitment and up to sixteen inputs; the laws after each.
pub fn hold(source: &mut Source<'_>) {
    value::turn(source);
    let start = if source.one_in(3) { generate::commitment(source) } else { Commitment::NONE };
    let mut facts = generate::facts(source);
    let (mut record, mut decisions) = (start, vec![]);
    for _ in 0..=source.below(16) {
        let input = generate::input(source);
        facts.owned = if source.one_in(2) { value::owned(source) } else { facts.owned };
        let days = source.pick(&[0, 1, 6, 7, 8, 29, 30, 31, 364, 365, 366, 1095, 1096]);
        facts.today = facts.today.map(|today| today.add_days(days));
        if source.one_in(12) {
            facts.today = None;
        } else if facts.today.is_none() {
            facts.today = Some(value::date(source));
        }
        if let Some(decision) = one(&record, &input, &facts) {
            commitment::evolve(&mut record, &decision);
            decisions.push(decision);
        }
    }
    let mut folded = start;
    for decision in &decisions {
        commitment::evolve(&mut folded, decision);
    }
    assert_eq!(folded, record, "the decisions do not lead here from {start:?}");
}

/// The laws of one input.
fn one(record: &Commitment, input: &Input, facts: &Facts) -> Option<Decision> {
    let context = || format!("{record:?}\n{input:?}\n{facts:?}");
    let decided = commitment::decide(record, input, facts);
    assert_eq!(decided, commitment::decide(record, input, facts), "{}", context());
    let Ok(decision) = decided else {
        let always = matches!(input, Input::Elapsed | Input::Ordered | Input::Renewed);
        assert!(!always || facts.today.is_none(), "{}", context());
        return None;
    };
    let mut after = *record;
    commitment::evolve(&mut after, &decision);
    let applied = commitment::apply(record, input, facts);
    assert_eq!(applied.map(|outcome| outcome.after), Ok(after), "{}", context());
    assert_eq!(decision.is_unchanged(), *record == after, "{}", context());
    let text = serde_json::to_string(&decision).expect("a decision is JSON");
    assert_eq!(serde_json::from_str::<Decision>(&text).ok(), Some(decision), "{}", context());
    if decision.transitions.is_empty() {
        assert!(decision.is_unchanged(), "something changed and nothing happened: {}", context());
    } else {
        consistent(&after, &context);
    }
    again(&after, input, facts, &context);
    binding(record, &after, input, &context);
    Some(decision)
}

/// The dates from which windows run are there only while something waits.
fn consistent(after: &Commitment, context: &dyn Fn() -> String) {
    let stands = |status| {
        [after.request, after.recommitment].iter().flatten().any(|one| one.status == status)
    };
    assert!(after.requested_on.is_none() || stands(RequestStatus::Requested), "{}", context());
    assert!(after.accepted_on.is_none() || stands(RequestStatus::Accepted), "{}", context());
}

/// The same day, order or answer a second time finds nothing to do; a renewal and a request do.
fn again(after: &Commitment, input: &Input, facts: &Facts, context: &dyn Fn() -> String) {
    let second = commitment::decide(after, input, facts);
    match input {
        Input::Elapsed | Input::Ordered => {
            let idle = second.as_ref().is_ok_and(|one| one.transitions.is_empty());
            assert!(idle, "a second time: {second:?}\n{}", context());
        }
        Input::Requested { .. } => {
            let same = second.as_ref().is_ok_and(Decision::is_unchanged);
            assert!(same, "asked again: {second:?}\n{}", context());
        }
        Input::Accepted | Input::Declined | Input::Renewed => {}
    }
}

/// Nothing but its end, a renewal or a takeover touches a commitment that binds; nothing leads back
/// from one that no longer does but a new one.
fn binding(before: &Commitment, after: &Commitment, input: &Input, context: &dyn Fn() -> String) {
    let (Some(old), new) = (before.running, after.running) else { return };
    let new = new.unwrap_or_else(|| panic!("a commitment is gone\n{}", context()));
    if matches!(input, Input::Requested { .. } | Input::Declined) {
        assert_eq!(old, new, "{}", context());
    }
    if old.status != RunningStatus::Committed && new.status == RunningStatus::Committed {
        let accepted = |one: commitment::Request| one.status == RequestStatus::Accepted;
        let led = match input {
            Input::Elapsed => before.recommitment.is_some_and(accepted),
            other => matches!(other, Input::Accepted | Input::Ordered),
        };
        assert!(led, "a commitment came back\n{}", context());
    }
}
