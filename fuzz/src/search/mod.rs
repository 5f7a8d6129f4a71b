//! Plans by brute force: every update of a small world is decided, and a wish is answered by
//! looking through all of them.
//!
//! Nothing here knows how the core plans. A [`World`] has a record, facts and every update body of
//! a few members and values; the core decides each of them, as it would decide any update. What the
//! bodies lead to is the [`Table`], and the table says which wishes can be had, by which smallest
//! body, and which part of a wish at best. Answers of the core to a `wish` are held against that.

mod adobe;
mod benefits;
mod commvault;
mod expect;
mod ibm;
mod laws;
mod run;
mod table;
mod worlds;

pub use expect::{Expected, Goals, expected};
pub use laws::{compared, composed};
pub use run::{Tally, run};
pub use table::{Reached, Table};
pub use worlds::{Axis, Dice, Wanted, World, world};

use customer_core::contract::VENDORS;
use serde_json::{Value, json};

/// The presets of a vendor.
pub fn presets(vendor: &str) -> &'static [&'static str] {
    VENDORS.iter().find(|one| one.name == vendor).expect("a vendor of the contract").presets
}

/// How the documents of a vendor are read, as the specification tells it.
pub struct Reader {
    /// The places that have a value, by name. `other` is the document that it is compared with.
    pub places: fn(&World, &Value, &Value) -> Vec<(String, Value)>,
    /// Whether a place that reads so is as it was wished.
    pub holds: fn(&str, &Value, &Value) -> bool,
    /// Whether a document that can be reached reads as the wished one where only the vendor writes
    /// it, in what an update makes anew.
    pub owned: fn(&Value, &Value) -> bool,
    /// Where a place stands in the model's order.
    pub rank: fn(&str) -> usize,
    /// What of a place that was not wished for may go, if its loss is accepted.
    pub may_lose: fn(&World, &str) -> bool,
    /// A body of several that do the same: the one in the settled form.
    pub is_settled: fn(&Value, &Value) -> bool,
    /// The only body that leads to a document, where the smallest is not asked for.
    pub body: Option<fn(&World, &Value) -> Value>,
}

/// The reader of a vendor.
pub fn reader(vendor: &str) -> Reader {
    match vendor {
        "adobe" => adobe::reader(),
        "ibm" => ibm::reader(),
        "commvault" => commvault::reader(),
        other => panic!("say it of {other} as well"),
    }
}

/// Who answers a question: the core, or the core with a bug.
pub type Ask = fn(&Value) -> Value;

/// Asks the core.
pub fn ask(question: &Value) -> Value {
    crate::json::answer(&customer_core::contract::apply(&question.to_string()))
}

/// Puts a value at a pointer, or takes what stands there away. Objects on the way are made.
pub fn put(document: &mut Value, pointer: &str, value: Option<Value>) {
    let Some((parent, name)) = pointer.rsplit_once('/') else {
        *document = value.unwrap_or(Value::Null);
        return;
    };
    let mut inner = document;
    for step in parent.split('/').skip(1) {
        inner = match inner {
            Value::Array(list) => match list.get_mut(step.parse().unwrap_or(usize::MAX)) {
                Some(inner) => inner,
                None => return,
            },
            Value::Object(_) | Value::Null => {
                if value.is_none() && inner.get(step).is_none() {
                    return;
                }
                if inner.is_null() || inner.get(step).is_none_or(Value::is_null) {
                    inner[step] = json!({});
                }
                &mut inner[step]
            }
            _ => return,
        };
    }
    match (inner, value) {
        (Value::Object(members), None) => drop(members.shift_remove(name)),
        (inner @ Value::Object(_), Some(value)) => inner[name] = value,
        (Value::Array(list), value) => match (name.parse::<usize>(), value) {
            (Ok(at), Some(value)) if at < list.len() => list[at] = value,
            (Ok(at), Some(value)) if at == list.len() => list.push(value),
            _ => {}
        },
        _ => {}
    }
}

/// The number of members of all objects at all depths.
pub fn members(value: &Value) -> usize {
    match value {
        Value::Object(all) => all.len() + all.values().map(members).sum::<usize>(),
        Value::Array(all) => all.iter().map(members).sum(),
        _ => 0,
    }
}
