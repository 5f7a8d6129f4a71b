//! Which inputs make sense: every input that the core describes is tried on the record, and those
//! that would do something are offered.

use customer_core::json::{At, Document, Errors};
use customer_core::member::Shape;
use serde_json::{Value, json};

use crate::knobs::Current;
use crate::store::Stored;
use crate::vendor::{Facts, Played, read_facts};

/// Inputs of one kind that would do something now.
pub(super) struct Offered {
    /// What they are about.
    pub(super) about: &'static str,
    /// What each button says, and the input.
    pub(super) buttons: Vec<(String, String)>,
}

/// The inputs that would do something to this record. Updates are calls, which clients make.
pub(super) fn offered<V: Played>(
    record: &V::Record,
    facts: &Facts,
    now: &Current,
) -> Stored<Vec<Offered>> {
    let mut facts = facts.clone();
    facts.extend(V::circumstances(now.stamp));
    let facts = read_facts::<V>(&facts, now.knobs.policy::<V>()?)?;
    let mut offered = Vec::new();
    for part in V::INPUT_PARTS.iter().filter(|part| part.name != "update") {
        let inputs = values(&part.shape).into_iter().map(|value| {
            let words = spelled(&value);
            (words, json!({ part.name: value }).to_string())
        });
        let buttons: Vec<_> =
            inputs.filter(|(_, input)| does_something::<V>(record, input, &facts)).collect();
        if !buttons.is_empty() {
            offered.push(Offered { about: part.about, buttons });
        }
    }
    Ok(offered)
}

fn does_something<V: Played>(record: &V::Record, input: &str, facts: &V::Facts) -> bool {
    let Ok(document) = Document::parse(input) else { return false };
    let Some((name, value)) = document.root().members().into_iter().flatten().next() else {
        return false;
    };
    let mut errors = Errors::default();
    let input = V::read_input(&name, value, &At::ROOT.other(&name), &mut errors);
    let Ok(Some(input)) = errors.finish(Some(input)) else { return false };
    let Ok(decision) = V::decide(record, &input, facts) else { return false };
    let mut after = record.clone();
    V::evolve(&mut after, &decision).is_ok()
        && (after != *record || !V::effects(&decision, &after).is_empty())
}

/// The values of a shape that has few.
fn values(shape: &Shape) -> Vec<Value> {
    match shape {
        Shape::Word(words) => words.iter().map(|word| json!(word)).collect(),
        Shape::OneOf(shapes) => shapes.iter().flat_map(values).collect(),
        Shape::Object { parts: [only], .. } => {
            values(&only.shape).into_iter().map(|value| json!({ only.name: value })).collect()
        }
        _ => Vec::new(),
    }
}

/// An input in words: `unsuspendCustomer`, `inactive 1014`.
fn spelled(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{name} {}", spelled(value)));
            members.collect::<Vec<_>>().join(" ")
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
