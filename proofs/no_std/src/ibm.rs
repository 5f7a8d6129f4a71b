//! Everything public at IBM.

use alloc::string::String;
use alloc::vec::Vec;
use core::hint::black_box;

use customer_core::ibm::{
    Answer, Customer, Decision, Facts, Input, Operation, Policy, Profile, Role, SentProfile,
    Update, accepted, apply, decide, diff, evolve, refused,
};
use customer_core::json::Writer;

use crate::sink::{debug, display, store};
use crate::source::load;

pub(crate) fn all(text: &'static str) -> Option<()> {
    let mut record = Customer::from_json(text).ok().or_else(|| load().ok())?;
    debug(&Customer::from_json(text).err());
    if let Ok(profile) = load::<Profile>() {
        record.profile = profile;
    }
    for input in inputs(text) {
        debug(&input);
        let facts = Facts {
            role: load::<Role>().ok(),
            same_organization: black_box(Some(true)),
            active_subscriptions: black_box(Some(1)),
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
    }
    if let Ok(decision) = load::<Decision>() {
        decided(&record, &decision);
        evolve(&mut record, &decision);
    }
    debug(&record);
    store(&record);
    black_box(record.to_json());
    record.write(&mut Writer::new(&mut String::new()));
    let answer = Answer::read(black_box(400), text);
    debug(&answer);
    black_box((answer.is_stale(), answer.next()));
    Some(())
}

fn inputs(text: &'static str) -> Vec<Input<'static>> {
    let mut list = Vec::new();
    match Update::from_json(text) {
        Ok(update) => {
            debug(&update);
            black_box(update.form());
            if let Some(profile) = update.profile().value() {
                store(profile);
            }
            black_box((update.clone().into_owned(), update.clone() == update));
            list.push(Input::Update(update));
        }
        Err(unreadable) => display(&unreadable),
    }
    if let Ok(profile) = load::<SentProfile<'static>>() {
        list.push(Input::Update(Update::from(profile)));
    }
    if let Some(operation) = Operation::parse(text) {
        black_box(operation.as_str());
        list.push(Input::Operation(operation));
    }
    black_box(list)
}

fn decided(record: &Customer, decision: &Decision) {
    debug(decision);
    store(decision);
    black_box((decision.version(), decision.event(), decision.is_unchanged()));
    let mut after = record.clone();
    evolve(&mut after, decision);
    debug(&decision.effects());
    crate::nouns::changes(&decision.changes());
    crate::nouns::changes(&diff(record, &after));
    debug(&accepted());
    black_box(decision.clone() == *decision);
    black_box(after == *record);
}
