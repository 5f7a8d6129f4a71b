//! Refusals: every violation, once, in order.

use std::collections::HashSet;

use customer_core::decision::Violation;
use customer_core::generate::{Case, Source};
use customer_core::vendors::Vendor as _;

use super::order;
use super::subject::Subject;

/// A violation's rule is one of the vendor's and has a hint; they come by precedence, then as the
/// document does, and never twice.
pub fn violations_are_in_order<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let Err(rejection) = S::decide(&case.record, &case.input, &case.facts) else { return };
    let violations = S::violations(&rejection);
    let mut seen = HashSet::new();
    for violation in &violations {
        let id = violation.rule.id;
        let known = S::W::RULES.iter().any(|rule| rule == violation.rule);
        assert!(known, "{id} is not in the table: {case:?}");
        assert!(!violation.rule.hint.is_empty(), "{id} refuses and has no hint");
        let place = (id, violation.pointer.clone(), violation.details.clone());
        // Said once for each committed offer that is not listed, at the list that lacks them.
        let first = seen.insert(place) || id.ends_with(".committed-listed");
        assert!(first, "{id} twice at {}: {case:?}", violation.pointer);
    }
    let rank = |violation: &Violation| order::precedence(S::W::NAME, violation);
    let ranks: Vec<_> = violations.iter().map(rank).collect();
    assert!(ranks.is_sorted(), "out of order: {rejection} ranked {ranks:?}: {case:?}");
    let in_document = |violation: &&Violation| {
        let pointer = violation.pointer.as_str();
        !pointer.is_empty() && !pointer.starts_with("/facts/")
    };
    let place = |violation: &Violation| {
        let place = order::place(S::W::NAME, violation.pointer.as_str());
        (rank(violation), place)
    };
    let places: Vec<_> = violations.iter().filter(in_document).map(place).collect();
    assert!(places.is_sorted(), "not in document order: {rejection}: {case:?}");
    let Some(refusal) = rejection.refusal() else { return };
    let all: Vec<_> = refusal.violations().collect();
    let answering = order::answering(S::W::NAME, &all);
    assert_eq!(refusal.answering(), answering, "another one answers: {rejection}: {case:?}");
    if let Some(response) = S::W::refused(&case.input, refusal) {
        let status = Some(response.status);
        assert_eq!(status, answering.rule.status, "another status: {rejection}: {case:?}");
    }
    if S::W::NAME == "commvault" && answering.rule.status.is_some() {
        assert_eq!(refusal.next(), answering.rule.next, "another step: {rejection}: {case:?}");
    }
}
