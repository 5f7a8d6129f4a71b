//! Facts: what they permit and what they never forbid.

use customer_core::decision::{FactName, Rejection};
use customer_core::generate::{Case, Generate as _, Source};
use customer_core::vendors::Vendor;

use super::subject::{Lawful as _, Subject};

/// What is accepted with some facts is accepted with one more that permits, and with all of them.
/// The decision is the same.
pub fn knowing_more_never_refuses<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let ask = |facts: &_| S::decide(&case.record, &case.input, facts);
    let Ok(decision) = ask(&case.facts) else { return };
    let mut more = S::W::guards(&case.facts);
    more.push(S::W::permitting(&case.facts));
    for (index, facts) in more.iter().enumerate() {
        assert!(ask(facts).as_ref() == Ok(&decision), "more permission ({index}) turns: {case:?}");
    }
}

/// `needs` names every fact that is missing: with all of them nothing is undecided, and an
/// undecided answer names of them exactly those that were not given.
pub fn needs_are_enough<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let needs = S::needs(&case.record, &case.input, &case.facts);
    let decided = S::decide(&case.record, &case.input, &case.facts);
    let missing: Vec<_> = needs.facts().filter(|fact| !S::W::knows(&case.facts, *fact)).collect();
    match &decided {
        Err(Rejection::Undecided(undecided)) => {
            let named: Vec<_> = undecided.needs().iter().map(|need| need.fact).collect();
            for fact in &named {
                assert!(missing.contains(fact), "{fact} is needed and not named: {case:?}");
            }
            for fact in &missing {
                assert!(named.contains(fact), "{fact} is named and not needed: {case:?}");
            }
        }
        // A caller who may not act at all is refused whatever else is missing.
        Err(Rejection::Refused(refusal)) => {
            let place = refusal.first().pointer.as_str();
            let alone = place.starts_with("/facts/");
            assert!(missing.is_empty() || alone, "refused without {missing:?}: {case:?}");
        }
        Ok(_) => assert!(missing.is_empty(), "decided without {missing:?}: {case:?}"),
    }
}

/// A fact that `needs` does not name changes nothing.
pub fn other_facts_do_not_count<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let needs = S::needs(&case.record, &case.input, &case.facts);
    let decided = S::decide(&case.record, &case.input, &case.facts);
    let other = S::W::permitting(&case.facts);
    for fact in <<S::W as Vendor>::Fact as FactName>::ALL {
        // At Commvault the time becomes the account's `updateTs`, and is never asked for: without it
        // an update is as good, and the account keeps the time that it has.
        let is_stamp = S::W::NAME == "commvault" && fact.name() == "now";
        if needs.contains(*fact) || is_stamp {
            continue;
        }
        let facts = S::W::with_fact(&case.facts, &other, *fact);
        let again = S::decide(&case.record, &case.input, &facts);
        assert!(again == decided, "{fact} was not asked for and counts: {case:?}");
    }
}
