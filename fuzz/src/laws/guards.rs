//! Facts: what they permit and what they never forbid.

use customer_core::generate::{Case, Generate as _, Source};

use super::subject::{Lawful as _, Subject};

/// What is accepted knowing nothing is accepted whatever is known; what is accepted with some facts
/// is accepted with one more that permits, and with all of them. The decision is the same.
pub fn knowing_more_never_refuses<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let ask = |facts: &_| S::decide(&case.record, &case.input, facts);
    let decided = ask(&case.facts);
    if let Ok(decision) = ask(&S::W::unknown(&case.facts)) {
        assert!(decided == Ok(decision), "a fact nobody asked for counts: {case:?}");
    }
    let Ok(decision) = decided else { return };
    let mut more = S::W::guards(&case.facts);
    more.push(S::W::permitting(&case.facts));
    for (index, facts) in more.iter().enumerate() {
        assert!(ask(facts).as_ref() == Ok(&decision), "more permission ({index}) turns: {case:?}");
    }
}
