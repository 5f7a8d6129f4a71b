//! Decisions as stored events, records as stored documents.

use customer_core::generate::{Case, Generate as _, Source};

use super::subject::{Lawful as _, Subject};
use super::values::{body, document};
use super::verbs::evolved;

/// `read(write(d)) = d`: it is written the same again and makes the same record.
pub fn stored_decisions_replay<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let Ok(decision) = S::decide(&case.record, &case.input, &case.facts) else { return };
    let text = S::store(&decision).unwrap_or_else(|error| panic!("not stored: {error}: {case:?}"));
    let read = S::restore(&text).unwrap_or_else(|error| panic!("{error} in {text}: {case:?}"));
    assert!(read == decision, "stored as {text}: {case:?}");
    assert_eq!(S::store(&read).ok().as_ref(), Some(&text), "{case:?}");
    let (one, two) = (evolved::<S>(&case.record, &decision), evolved::<S>(&case.record, &read));
    assert!(one == two, "stored as {text}: {case:?}");
}

/// `read(write(r)) = r`, and written again the text is the same.
pub fn a_record_can_be_written<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let read = S::reread(&case.record);
    assert!(read == case.record, "read back otherwise: {case:?}");
    assert_eq!(S::W::written(&read), S::W::written(&case.record), "written otherwise: {case:?}");
}

/// The state is the fold of the stored decisions, and the contract walks the same way.
pub fn events_fold_to_state<S: Subject>(case: &Case<S::W>, more: &mut Source<'_>) {
    let (mut case, mut events) = (case.clone(), vec![]);
    let start = case.record.clone();
    for _ in 0..=more.below(4) {
        if let Ok((after, decision)) = S::apply(&case.record, &case.input, &case.facts) {
            events.push(S::store(&decision).expect("a decision is stored"));
            let answer = S::answer(&case.question);
            if let Some(customer) = answer.get("customer") {
                let shown = document::<S::W>(&after);
                assert_eq!(body(customer), body(&shown), "the contract says otherwise: {case:?}");
            }
            case.record = after;
        }
        let days = more.pick(&[0, 1, 7, 8, 30, 31, 365, 1096]);
        more.turn_to(more.today().add_days(days));
        case = S::W::then(case.record, more);
    }
    let mut folded = start;
    for event in &events {
        let decision = S::restore(event).unwrap_or_else(|error| panic!("{error} in {event}"));
        S::evolve(&mut folded, &decision).unwrap_or_else(|misfit| panic!("{misfit}: {case:?}"));
    }
    assert!(folded == case.record, "{} events do not lead to {case:?}", events.len());
}
