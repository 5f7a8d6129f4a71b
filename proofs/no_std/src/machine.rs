//! Everything public of the three-year commitment.

use core::hint::black_box;

use customer_core::commitment::{
    Commitment, Decision, Facts, Input, Kind, Policy, apply, decide, evolve, needs,
};
use customer_core::value::{Date, Offer, Owned, Quantity};

use crate::sink::{debug, display, store};
use crate::source::load;

pub(crate) fn all(_: &str) -> Option<()> {
    let mut record = load::<Commitment>().ok()?;
    let input = load::<Input>().ok()?;
    store(&record);
    store(&input);
    let policy = if black_box(true) { Policy::documented() } else { Policy::observed() };
    let owned = Owned { license: black_box(1), consumables: black_box(1) };
    let facts = Facts { today: load().ok(), owned: Some(owned), policy: black_box(policy) };
    debug(&needs(&record, &input));
    debug(&(record, input, facts));
    match decide(&record, &input, &facts) {
        Ok(decision) => decided(&mut record, &decision),
        Err(rejection) => {
            debug(&rejection);
            display(&rejection);
            black_box((rejection.as_slice().len(), rejection.needs().iter().count()));
            black_box((&rejection).into_iter().count());
        }
    }
    if let Ok(outcome) = apply(&record, &input, &facts) {
        debug(&outcome);
    }
    if let Ok(decision) = load::<Decision>() {
        decided(&mut record, &decision);
    }
    for kind in Kind::ALL {
        display(&kind.other());
        black_box((record.request_of(kind).is_some(), record.pending(kind).is_some()));
    }
    black_box((record.committed().is_some(), record.is_live()));
    policies(&facts.policy)
}

fn decided(record: &mut Commitment, decision: &Decision) {
    debug(decision);
    store(decision);
    if let Err(misfit) = evolve(record, decision) {
        debug(&misfit);
    }
    black_box(decision.is_unchanged());
    debug(&decision.transitions);
    for transition in decision.transitions.iter() {
        black_box((transition.as_str(), decision.transitions.contains(transition)));
    }
}

fn policies(policy: &Policy) -> Option<()> {
    let day = load::<Date>().ok()?;
    for offer in [Offer::License, Offer::Consumables] {
        black_box(policy.least(offer));
        debug(&Quantity::new(black_box(5)));
    }
    black_box(policy.term_end(day, black_box(Some(day))));
    black_box(policy.recommitment_end(day));
    black_box(policy.next_anniversary(day));
    Some(())
}
