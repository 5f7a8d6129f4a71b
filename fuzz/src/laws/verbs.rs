//! Decide, evolve, apply and diff: what each is to the others.

use customer_core::decision::Changes;
use customer_core::generate::{Case, Generate as _, Source};
use customer_core::json::Writer;

use super::subject::{Decision, Lawful as _, Record, Subject};
use super::values::{document, without_nulls};

/// A decision takes any record, also one that it was not made for; what is left can be written and
/// read.
pub fn total<S: Subject>(case: &Case<S::W>, more: &mut Source<'_>) {
    let Ok(decision) = S::decide(&case.record, &case.input, &case.facts) else { return };
    for mut after in [case.record.clone(), S::W::record(more)] {
        let _ = S::evolve(&mut after, &decision);
        let read = S::reread(&after);
        let (one, two) = (S::W::document(&after), S::W::document(&read));
        assert_eq!(one, two, "not a record any more: {case:?}");
        let (one, two) = (S::W::written(&read), S::W::written(&S::reread(&read)));
        assert_eq!(one, two, "read otherwise a second time: {case:?}");
    }
}

/// The same question, the same answer: there is no hidden state.
pub fn deterministic<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let decided = S::decide(&case.record, &case.input, &case.facts);
    let again = S::decide(&case.record.clone(), &case.input.clone(), &case.facts.clone());
    assert_eq!(decided, again, "the answer depends on something else: {case:?}");
    let (one, two) = (S::answer(&case.question), S::answer(&case.question));
    assert_eq!(one, two, "the contract's answer depends on something else: {case:?}");
}

/// Deciding leaves the record as it is, and a refusal shows no other.
pub fn deciding_changes_nothing<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let kept = (case.record.clone(), case.input.clone());
    let verdict = S::apply(&case.record, &case.input, &case.facts);
    assert!((&case.record, &case.input) == (&kept.0, &kept.1), "deciding changes: {case:?}");
    if verdict.is_err() {
        let answer = S::answer(&case.question);
        for member in ["customer", "internal", "changes", "effects"] {
            assert!(answer.get(member).is_none(), "a refusal shows {member}: {case:?}");
        }
    }
}

/// `apply(r, i, f) = (evolve(r, d), d)` where `d = decide(r, i, f)`.
pub fn three_verbs_agree<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let decided = S::decide(&case.record, &case.input, &case.facts);
    match (S::apply(&case.record, &case.input, &case.facts), decided) {
        (Ok((after, applied)), Ok(decision)) => {
            assert_eq!(applied, decision, "apply decides otherwise: {case:?}");
            assert!(evolved::<S>(&case.record, &decision) == after, "apply is not both: {case:?}");
        }
        (Err(one), Err(two)) => assert_eq!(one, two, "apply refuses otherwise: {case:?}"),
        _ => panic!("apply and decide disagree: {case:?}"),
    }
}

/// What the vendor alone writes stays, tokens count, and nothing is lost: see `Lawful::step`.
pub fn every_step_is_allowed<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let Ok(decision) = S::decide(&case.record, &case.input, &case.facts) else { return };
    S::W::step(&case.record, &evolved::<S>(&case.record, &decision), &decision);
}

/// `changes(decide(r, i, f)) = diff(r, evolve(r, decision))`, causes aside; and there are none
/// exactly when the documents are the same.
pub fn decision_is_difference<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let Ok(decision) = S::decide(&case.record, &case.input, &case.facts) else { return };
    let after = evolved::<S>(&case.record, &decision);
    let (told, found) = (S::changes(&decision), S::diff(&case.record, &after));
    assert!(
        without_cause(&told) == without_cause(&found),
        "the decision tells {} and {} differ: {case:?}",
        list(&told),
        list(&found)
    );
    let [before, after] =
        [&case.record, &after].map(|record| without_nulls(&document::<S::W>(record)));
    assert_eq!(told.is_empty(), before == after, "{} are told: {case:?}", list(&told));
}

/// `diff(r, r) = {}`; and two records differ in something exactly when they differ the other way.
pub fn a_record_differs_from_itself_in_nothing<S: Subject>(
    case: &Case<S::W>,
    more: &mut Source<'_>,
) {
    assert!(S::diff(&case.record, &case.record).is_empty(), "{case:?}");
    let other = S::W::record(more);
    let (there, back) = (S::diff(&case.record, &other), S::diff(&other, &case.record));
    let shown = S::W::written(&other);
    assert_eq!(there.is_empty(), back.is_empty(), "{case:?}\nand {shown}");
    let same = S::W::written(&case.record) == shown;
    assert!(!same || there.is_empty(), "{case:?}\nand {shown}");
}

/// The record after a decision.
pub(super) fn evolved<S: Subject>(record: &Record<S>, decision: &Decision<S>) -> Record<S> {
    let mut after = record.clone();
    if let Err(misfit) = S::evolve(&mut after, decision) {
        panic!("a decision does not fit its own record: {misfit}: {decision:?}");
    }
    after
}

/// Changes as place, kind, and values as JSON text.
pub(super) fn without_cause(changes: &Changes) -> Vec<(String, String, String)> {
    let value = |one: &Option<customer_core::member::Value>| {
        let mut out = String::new();
        if let Some(one) = one {
            one.write(&mut Writer::new(&mut out));
        }
        out
    };
    changes
        .iter()
        .map(|change| {
            let place = format!("{} {}", change.kind().as_str(), change.path.pointer());
            (place, value(&change.before), value(&change.after))
        })
        .collect()
}

/// The places of changes.
pub(super) fn list(changes: &Changes) -> String {
    let places: Vec<_> = changes
        .iter()
        .map(|change| format!("{} {}", change.kind().as_str(), change.path.pointer()))
        .collect();
    format!("{places:?}")
}
