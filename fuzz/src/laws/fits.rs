//! Decisions fit the record that they were made for, and no other.

use customer_core::generate::{Case, Generate as _, Source};
use customer_core::vendors::Vendor as _;

use super::subject::{Lawful as _, Subject};
use super::verbs::{evolved, list};

/// A decision that changes something fits once: the second time it is a misfit, and nothing moves.
/// One that changes nothing fits again and changes nothing.
pub fn a_decision_fits_once<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let Ok(decision) = S::decide(&case.record, &case.input, &case.facts) else { return };
    let after = evolved::<S>(&case.record, &decision);
    let mut again = after.clone();
    let second = S::evolve(&mut again, &decision);
    let changes = S::changes(&decision);
    assert!(again == after, "the second time changes something: {case:?}");
    if !changes.is_empty() {
        assert!(second.is_err(), "{} are made twice: {case:?}", list(&changes));
    }
}

/// Carried out on another record, a decision makes exactly its changes, or is a misfit that leaves
/// the record untouched. A decision that names its record fits none without an id.
pub fn a_misfit_changes_nothing<S: Subject>(case: &Case<S::W>, more: &mut Source<'_>) {
    let Ok(decision) = S::decide(&case.record, &case.input, &case.facts) else { return };
    let other = S::W::record(more);
    let mut after = other.clone();
    match S::evolve(&mut after, &decision) {
        Err(misfit) => {
            assert!(after == other, "a misfit at {} changes something: {case:?}", misfit.pointer);
        }
        Ok(()) => {
            let (made, found) = (S::changes(&decision).len(), S::diff(&other, &after).len());
            assert_eq!(made, found, "on {}: {case:?}", S::W::written(&other));
            let [named, id] = [&case.record, &other].map(S::W::record_id);
            assert!(named.is_none() || id.is_some(), "a record without an id: {case:?}");
        }
    }
}
