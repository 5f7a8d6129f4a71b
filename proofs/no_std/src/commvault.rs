//! Everything public at Commvault.

use alloc::string::String;
use alloc::vec::Vec;
use core::hint::black_box;

use customer_core::commvault::{
    Account, Answer, Decision, Facts, Input, Policy, Profile, Settlement, Update, accepted, apply,
    decide, diff, evolve, refused,
};
use customer_core::json::Writer;

use crate::sink::{debug, display, store};
use crate::source::load;

pub(crate) fn all(text: &'static str) -> Option<()> {
    let mut record = Account::from_json(text).ok()?;
    debug(&Profile::from_json(text));
    if let (Ok(profile), Ok(pending)) = (load::<Profile>(), load::<Profile>()) {
        store(&profile);
        black_box((profile.to_json(), profile.contact().is_some()));
        record = Account::new(profile).with_pending(pending);
    }
    for input in inputs(text) {
        debug(&input);
        let facts = Facts {
            now: load().ok(),
            external_id_taken: black_box(Some(true)),
            name_taken: black_box(Some(true)),
            ..Facts::unknown(Policy::by_name(text)?)
        };
        debug(&facts);
        match decide(&record, &input, &facts) {
            Ok(decision) => decided(&record, &decision),
            Err(rejection) => {
                let response = refused(&rejection);
                debug(&response);
                black_box(response);
                crate::nouns::rejection(&rejection);
            }
        }
        if let Ok(outcome) = apply(&record, &input, &facts) {
            debug(&outcome);
            black_box(outcome.after == record);
        }
        black_box(input.into_owned());
    }
    if let Ok(decision) = load::<Decision>() {
        decided(&record, &decision);
        evolve(&mut record, &decision);
    }
    debug(&record);
    black_box((record.to_json(), record.pending()));
    record.write(&mut Writer::new(&mut String::new()));
    match Answer::read(black_box(400), text) {
        Ok(answer) => {
            debug(&answer);
            black_box((answer.next(), answer.profile().is_some()));
        }
        Err(unreadable) => display(&unreadable),
    }
    Some(())
}

fn inputs(text: &'static str) -> Vec<Input<'static>> {
    let mut list = Vec::new();
    match Update::from_json(text) {
        Ok(update) => {
            debug(&update);
            store(&update);
            black_box((update.clone().into_owned(), update.clone() == update));
            list.push(Input::from(update));
        }
        Err(unreadable) => display(&unreadable),
    }
    if let Ok(update) = load::<Update<'static>>() {
        list.push(Input::from(update));
    }
    list.push(Input::from(black_box(Settlement::Succeeded)));
    black_box(list)
}

fn decided(record: &Account, decision: &Decision) {
    debug(decision);
    store(decision);
    black_box((decision.version(), decision.next()));
    let mut after = record.clone();
    evolve(&mut after, decision);
    let mut out = String::new();
    for effect in decision.effects() {
        debug(effect);
        effect.write(&mut Writer::new(&mut out));
    }
    crate::nouns::changes(&decision.changes());
    crate::nouns::changes(decision.pending_changes());
    crate::nouns::changes(&diff(record, &after));
    debug(&accepted(&after));
    black_box(accepted(&after));
    black_box(decision.clone() == *decision);
    black_box(after == *record);
}
