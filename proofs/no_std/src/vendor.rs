//! Everything that every vendor has, for each of the list.

use alloc::string::String;
use core::fmt::{Debug, Display};
use core::hint::black_box;

use customer_core::decision::{Event, Rejection};
use customer_core::for_each_vendor;
use customer_core::json::{At, Document, Errors, Stored, Writer};
use customer_core::value::Intent;
use customer_core::vendors::{self, Answered, Appending, EntryOf, FoldedOf, Looking, Step, Vendor};
use serde::Serialize;

use crate::nouns::{changes, rejection};
use crate::sink::{debug, display, store};
use crate::source::load;

macro_rules! each {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        pub(crate) fn all(text: &'static str) {
            $( of::<vendors::$Vendor>(text); )*
        }
    };
}

for_each_vendor!(each);

fn of<V: Vendor>(text: &'static str) -> Option<()> {
    let mut record = read(V::from_json(text)).or_else(|| load::<V::Record>().ok())?;
    debug(&record);
    store(&record);
    black_box(V::to_json(&record));
    let stored = V::to_stored(&record);
    display(&stored);
    read(V::from_stored(&Stored::new(text)));
    let facts = facts::<V>(text)?;
    debug(&facts);
    store(&facts);
    if let Some(update) = read(V::update(text)) {
        debug(&update);
        asked::<V>(&record, V::owned(update.into()), &facts);
    }
    let document = Document::parse(text).ok()?;
    let mut errors = Errors::default();
    if let Some(input) = V::read_input(text, document.root(), &At::ROOT, &mut errors) {
        asked::<V>(&record, V::owned(input), &facts);
    }
    debug(&errors);
    if let Ok(decision) = load::<V::Decision>() {
        decided::<V>(&record, &decision);
        if let Err(misfit) = V::evolve(&mut record, &decision) {
            display(&misfit);
            debug(&misfit);
        }
        let event = Event::Decided(decision);
        debug(&event);
        store(&event);
        let folded = vendors::fold::<V>(Some(record.clone()), &event);
        debug(&folded);
        debug(&vendors::fold::<V>(None, &Event::Created(record.clone())));
    }
    if let Ok(intent) = Intent::parse(text) {
        appended::<V>(intent);
    }
    if let Ok(effect) = load::<V::Effect>() {
        debug(&effect);
        store(&effect);
    }
    let default = V::Record::default();
    debug(&(default == record));
    Some(())
}

fn read<T, E: Debug + Display + Serialize>(value: Result<T, E>) -> Option<T> {
    match value {
        Ok(value) => Some(value),
        Err(error) => {
            display(&error);
            debug(&error);
            store(&error);
            None
        }
    }
}

fn facts<V: Vendor>(text: &str) -> Option<V::Facts> {
    let policy = V::policy(text).or_else(|| load::<V::Policy>().ok())?;
    store(&policy);
    let document = Document::parse(text).ok()?;
    let mut errors = Errors::default();
    let policy = black_box(V::read_policy(Some(document.root()), &At::ROOT, &mut errors) == policy)
        .then_some(policy)?;
    let facts = V::read_facts(Some(document.root()), policy, &At::ROOT, &mut errors);
    debug(&errors);
    black_box(V::unknown(policy) == facts);
    Some(facts)
}

fn asked<V: Vendor>(record: &V::Record, input: V::Input<'static>, facts: &V::Facts) {
    debug(&input);
    let needs = V::needs(record, &input, &V::policy_of(facts));
    debug(&needs);
    for need in &needs {
        display(need);
        black_box(V::knows(facts, need.fact));
    }
    match V::decide(record, &input, facts) {
        Ok(decision) => {
            decided::<V>(record, &decision);
            debug(&V::accepted(record));
        }
        Err(refused) => {
            rejection(&refused);
            if let Rejection::Refused(refusal) = &refused {
                debug(&V::refused(&input, refusal));
                debug(&V::at_fault(refusal));
            }
        }
    }
    if let Ok(outcome) = V::apply(record, &input, facts) {
        debug(&outcome);
        store(&outcome);
        black_box(outcome.after == *record);
    }
}

fn decided<V: Vendor>(record: &V::Record, decision: &V::Decision) {
    debug(decision);
    store(decision);
    black_box((V::next(decision), V::is_unchanged(decision)));
    let mut after = record.clone();
    black_box(V::evolve(&mut after, decision).is_ok());
    let mut out = String::new();
    for effect in V::effects(decision, &after) {
        debug(&effect);
        store(&effect);
        V::write_effect(&effect, &mut Writer::new(&mut out));
    }
    V::write_document(&after, black_box(true), &mut Writer::new(&mut out));
    V::write_internal(&after, &mut Writer::new(&mut out));
    changes(&V::changes(decision));
    changes(&V::diff(record, &after));
    black_box(decision.clone() == *decision);
}

/// The log and the loop around it.
fn appended<V: Vendor>(intent: Intent) -> Option<()> {
    let mut folded = load::<FoldedOf<V>>().ok()?;
    let entry = load::<EntryOf<V>>().ok()?;
    store(&folded);
    store(&entry);
    debug(&entry);
    black_box((entry == entry.clone(), entry.version(), folded.clone() == folded));
    if let Err(error) = folded.take::<V>(&entry) {
        display(&error);
        debug(&error);
    }
    let mut step = Step::<V>::Decide(Appending::new(folded, intent));
    while black_box(true) {
        debug(&step);
        step = match step {
            Step::Decide(appending) => {
                debug(&appending.record());
                let sent = appending.decided(entry.event()?.clone()).ok()?;
                debug(&(sent.entry(), sent.after()));
                sent.answered(black_box(Answered::Unclear))
            }
            Step::Look(mut looking) => {
                black_box((looking.revision(), looking.take(&entry).is_ok()));
                looking.read()
            }
            Step::Done { folded, .. } => Step::Look(Looking::new(folded, load().ok()?)),
        };
    }
    Some(())
}
