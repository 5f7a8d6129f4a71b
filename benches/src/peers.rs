//! What one would use instead. Each takes the text of an update to the text of the document.

use serde_json::Value;
use struct_patch::Patch as _;

use crate::typed::{self, Customer};
use crate::vendors::Wire;

/// A way to go from an update's text to the document's text.
pub trait Peer {
    /// Its name in every table.
    const NAME: &'static str;
    /// What it holds in memory.
    type State: Clone;

    /// Loads the document.
    fn load(document: &str) -> Self::State;
    /// Takes one update; false when it is refused.
    fn update(state: &mut Self::State, update: &str) -> bool;
    /// Writes the document.
    fn write(state: &Self::State, out: &mut String);
}

/// The core, with all rules.
pub struct Ours<W>(core::marker::PhantomData<W>);

impl<W: Wire<Record: Clone>> Peer for Ours<W> {
    const NAME: &'static str = "customer-core";
    type State = (W::Record, W::Facts);

    fn load(document: &str) -> Self::State {
        (W::record(document), W::facts())
    }

    fn update((record, facts): &mut Self::State, update: &str) -> bool {
        crate::vendors::apply::<W>(record, update, facts)
    }

    fn write(state: &Self::State, out: &mut String) {
        W::write(&state.0, out);
    }
}

/// The core's convenience that copies the record first.
pub struct Cloned;

impl Peer for Cloned {
    const NAME: &'static str = "customer-core, apply on a copy";
    type State = (customer_core::adobe::Customer, customer_core::adobe::Facts);

    fn load(document: &str) -> Self::State {
        use customer_core::vendors::Adobe;
        (Adobe::record(document), Adobe::facts())
    }

    fn update((record, facts): &mut Self::State, update: &str) -> bool {
        let update = customer_core::vendors::Adobe::input(update);
        match customer_core::adobe::apply(record, &update, facts) {
            Ok(outcome) => {
                *record = outcome.after;
                true
            }
            Err(_) => false,
        }
    }

    fn write(state: &Self::State, out: &mut String) {
        customer_core::vendors::Adobe::write(&state.0, out);
    }
}

/// Parse into types, serialise from types, and nothing between: no update, no rule.
pub struct Bare;

impl Peer for Bare {
    const NAME: &'static str = "bare typed serde_json, no update";
    type State = Customer;

    fn load(document: &str) -> Customer {
        serde_json::from_str(document).expect("a customer")
    }

    fn update(_: &mut Customer, update: &str) -> bool {
        let read: Result<typed::Update, _> = serde_json::from_slice(update.as_bytes());
        std::hint::black_box(&read).is_ok()
    }

    fn write(state: &Customer, out: &mut String) {
        write(state, out);
    }
}

/// RFC 7396 on a copy, then types, then rules.
pub struct Validated;

impl Peer for Validated {
    const NAME: &'static str = "json-patch merge + deserialise + rules";
    type State = (Value, Customer);

    fn load(document: &str) -> Self::State {
        let value: Value = serde_json::from_str(document).expect("JSON");
        let typed = serde_json::from_str(document).expect("a customer");
        (value, typed)
    }

    fn update((value, typed): &mut Self::State, update: &str) -> bool {
        let Ok(update) = serde_json::from_slice::<Value>(update.as_bytes()) else { return false };
        let mut merged = value.clone();
        json_patch::merge(&mut merged, &update);
        let Ok(after) = serde::Deserialize::deserialize(&merged) else { return false };
        if !typed::may_become(typed, &after) {
            return false;
        }
        (*value, *typed) = (merged, after);
        true
    }

    fn write((value, _): &Self::State, out: &mut String) {
        write(value, out);
    }
}

/// RFC 7396 in place. No rule at all.
pub struct InPlace;

impl Peer for InPlace {
    const NAME: &'static str = "json-patch in place, no rules";
    type State = Value;

    fn load(document: &str) -> Value {
        serde_json::from_str(document).expect("JSON")
    }

    fn update(state: &mut Value, update: &str) -> bool {
        let Ok(update) = serde_json::from_slice::<Value>(update.as_bytes()) else { return false };
        json_patch::merge(state, &update);
        true
    }

    fn write(state: &Value, out: &mut String) {
        write(state, out);
    }
}

/// A derived patch. No rule at all, and null does not clear.
pub struct Derived;

impl Peer for Derived {
    const NAME: &'static str = "struct-patch, no rules";
    type State = Customer;

    fn load(document: &str) -> Customer {
        serde_json::from_str(document).expect("a customer")
    }

    fn update(state: &mut Customer, update: &str) -> bool {
        let Ok(update) = serde_json::from_slice::<typed::CustomerPatch>(update.as_bytes()) else {
            return false;
        };
        state.apply(update);
        true
    }

    fn write(state: &Customer, out: &mut String) {
        write(state, out);
    }
}

fn write(document: &impl serde::Serialize, out: &mut String) {
    *out = serde_json::to_string(document).expect("a document is JSON");
}

/// A JSON schema for the request, then RFC 7396 in place. What may not change it can't say.
#[cfg(feature = "schema")]
pub struct Schema;

#[cfg(feature = "schema")]
impl Peer for Schema {
    const NAME: &'static str = "jsonschema + json-patch in place";
    type State = (Value, std::sync::Arc<jsonschema::Validator>);

    fn load(document: &str) -> Self::State {
        let schema = serde_json::from_str(include_str!("schema.json")).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        (serde_json::from_str(document).expect("JSON"), validator.into())
    }

    fn update((value, validator): &mut Self::State, update: &str) -> bool {
        let Ok(update) = serde_json::from_slice::<Value>(update.as_bytes()) else { return false };
        if !validator.is_valid(&update) {
            return false;
        }
        json_patch::merge(value, &update);
        true
    }

    fn write((value, _): &Self::State, out: &mut String) {
        write(value, out);
    }
}
