//! Everything public at Adobe.

use alloc::string::String;
use alloc::vec::Vec;
use core::hint::black_box;

use customer_core::adobe::{
    Answer, BenefitType, Contacts, Customer, Decision, Event, Facts, Input, MarketSegment, Policy,
    Refusal, Resource, Update, accepted, apply, decide, diff, evolve, refused,
};
use customer_core::json::Writer;

use crate::sink::{debug, display, store};
use crate::source::load;

pub(crate) fn all(text: &'static str) -> Option<()> {
    let mut record = Customer::from_json(text).ok().or_else(|| load().ok())?;
    debug(&Customer::from_json(text).err());
    let resource = load::<Resource>().or_else(|_| black_box(Err(crate::sink::Failed)));
    if let Ok(resource) = resource {
        record = Customer::new(resource);
    }
    for input in inputs(text) {
        let facts = facts(text)?;
        debug(&facts);
        debug(&input);
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
    looked_at(&record);
    answers(text);
    Some(())
}

fn inputs(text: &'static str) -> Vec<Input<'static>> {
    let mut list = Vec::new();
    let update = Update::from_json(text);
    debug(&update);
    if let Ok(update) = update {
        black_box(update.to_json());
        store(&update);
        black_box((update.clone().into_owned(), update.clone() == update));
        list.push(Input::from(update));
    }
    if let Ok(update) = load::<Update<'static>>() {
        list.push(Input::from(update));
    }
    if let Some(event) = Event::by_name(text) {
        list.push(Input::Commitment(event));
    }
    black_box(list)
}

fn facts(text: &str) -> Option<Facts> {
    let policy = Policy { profile_required: black_box(true), ..Policy::by_name(text)? };
    let reseller: Option<Vec<MarketSegment>> = load().ok();
    Some(Facts {
        today: load().ok(),
        active_subscriptions: black_box(Some(1)),
        active_subscriptions_in_deployments: black_box(Some(1)),
        reseller_market_segments: reseller,
        partner_global_sales: black_box(Some(true)),
        partner_large_government_agency: black_box(Some(true)),
        owned: customer_core::value::Owned { license: black_box(1), consumables: black_box(1) },
        ..black_box(Facts::unknown(policy))
    })
}

fn decided(record: &Customer, decision: &Decision) {
    debug(decision);
    store(decision);
    black_box((decision.version(), decision.next(), decision.is_unchanged()));
    let mut after = record.clone();
    evolve(&mut after, decision);
    let mut out = String::new();
    for effect in decision.effects(&after) {
        debug(&effect);
        black_box(effect.name());
        effect.write(&mut Writer::new(&mut out));
    }
    crate::nouns::changes(&decision.changes());
    crate::nouns::changes(&diff(record, &after));
    debug(&accepted(&after));
    black_box(accepted(&after));
    black_box(decision.clone() == *decision);
    black_box(after == *record);
}

fn looked_at(record: &Customer) {
    debug(record);
    store(&record.resource);
    store(record);
    black_box(record.to_json());
    let resource = &record.resource;
    black_box((resource.contacts().len(), resource.group().is_some(), resource.segment()));
    if let Ok(kind) = load::<BenefitType>() {
        black_box(resource.benefit(&kind).is_some());
    }
    if let Ok(contacts) = load::<Contacts>() {
        debug(&contacts);
        store(&contacts);
        black_box(Contacts::new(contacts.into_vec()).as_slice());
    }
}

fn answers(text: &str) {
    let answer = Answer::read(black_box(400), text);
    debug(&answer);
    match answer {
        Ok(answer) => {
            black_box(answer.next());
            if let Answer::Refused(refusal) = &answer {
                refused_again(refusal);
            }
        }
        Err(unreadable) => display(&unreadable),
    }
}

fn refused_again(refusal: &Refusal) {
    debug(refusal);
    black_box((refusal.next(), refusal.pointers()));
}
