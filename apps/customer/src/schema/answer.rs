//! The schema of an answer.

use customer_core::contract::{Described, ID_MAX, VERSION, Verdict};
use customer_core::decision::{Cause, ChangeKind, Next};
use serde_json::{Map, Value, json};

use super::shape::Schemas;

/// An answer about a customer of one vendor: which members there are depends on the verdict.
pub(super) fn answer(vendor: &Described, schemas: &mut Schemas) -> Value {
    let name = vendor.name;
    let response = json!({
        "description": "What the vendor answers; null where no call of its API is answered.",
        "type": ["object", "null"],
        "properties": {
            "status": { "description": "The HTTP status.", "type": "integer" },
            "body": { "description": "The body; null if it is empty.", "type": ["object", "null"] },
        },
        "required": ["status", "body"],
        "additionalProperties": false,
    });
    let response = schemas.named(name, "Response", response);
    let violations = json!({ "type": "array", "items": violation(vendor, schemas) });
    let some_violations = with(&violations, "minItems", json!(1));
    let any: Vec<_> = Next::ALL.iter().map(|next| next.as_str()).collect();
    let any = json!({ "description": "What to do next.", "enum": any });
    let [customer, internal] =
        [&vendor.document, &vendor.internal].map(|shape| schemas.of(name, shape));
    let accepted = whole(
        &[Verdict::Applied, Verdict::Unchanged],
        &[
            ("customer", customer),
            ("internal", internal),
            ("changes", json!({ "type": "array", "items": change(name, schemas) })),
            ("effects", json!({ "type": "array", "items": effect(vendor, schemas) })),
            ("response", response.clone()),
            ("next", any.clone()),
        ],
    );
    let rejected = whole(
        &[Verdict::Rejected],
        &[("violations", some_violations.clone()), ("response", response), ("next", any)],
    );
    let needs = json!({ "type": "array", "items": need(vendor, schemas), "minItems": 1 });
    let undecided = whole(
        &[Verdict::Undecided],
        &[
            ("needs", needs),
            ("violations", violations),
            ("response", json!({ "type": "null" })),
            ("next", json!({ "const": Next::Lookup.as_str() })),
        ],
    );
    let unreadable = whole(
        &[Verdict::Unreadable],
        &[("violations", some_violations), ("next", json!({ "const": Next::Fix.as_str() }))],
    );
    let kinds = [
        ("Accepted", accepted),
        ("Rejected", rejected),
        ("Undecided", undecided),
        ("Unreadable", unreadable),
    ];
    let kinds = kinds.map(|(kind, schema)| schemas.named(name, kind, schema));
    schemas.named(name, "Answer", json!({ "oneOf": kinds }))
}

/// An answer with one of these verdicts and these members.
fn whole(verdicts: &[Verdict], members: &[(&str, Value)]) -> Value {
    let verdicts: Vec<_> = verdicts.iter().map(|verdict| verdict.as_str()).collect();
    let mut properties = Map::new();
    properties.insert(
        "id".into(),
        json!({
            "description": "The question's, if it has one.",
            "anyOf": [{ "type": "string", "maxLength": ID_MAX }, { "type": "integer" }],
        }),
    );
    properties.insert("version".into(), json!({ "const": VERSION }));
    properties.insert("verdict".into(), json!({ "enum": verdicts }));
    let mut required = vec!["version", "verdict"];
    for (name, schema) in members {
        properties.insert((*name).to_owned(), schema.clone());
        required.push(*name);
    }
    closed(properties, &required)
}

fn violation(vendor: &Described, schemas: &mut Schemas) -> Value {
    let members = [
        ("rule", json!({ "description": "The rule's stable id.", "type": "string" })),
        ("pointer", pointer("Where: in the input's document, or in the question.")),
        (
            "code",
            json!({ "description": "The vendor's code, where one is known.", "type": "string" }),
        ),
        ("message", json!({ "description": "In words, without values.", "type": "string" })),
    ];
    let violation = closed(map(members), &["rule", "pointer", "message"]);
    schemas.named(vendor.name, "Violation", violation)
}

fn need(vendor: &Described, schemas: &mut Schemas) -> Value {
    let facts: Vec<_> = vendor.facts.iter().map(|fact| fact.name).collect();
    let members = [
        ("fact", json!({ "description": "The fact to look up.", "enum": facts })),
        ("pointer", pointer("What asks for it: in the input's document, or in the question.")),
        ("rule", json!({ "description": "The id of the rule that asks.", "type": "string" })),
    ];
    let need = closed(map(members), &["fact", "pointer", "rule"]);
    schemas.named(vendor.name, "Need", need)
}

fn change(vendor: &str, schemas: &mut Schemas) -> Value {
    let kinds: Vec<_> = ChangeKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let causes: Vec<_> = Cause::ALL.iter().map(|cause| cause.as_str()).collect();
    let members = [
        (
            "pointer",
            pointer("Where: what was removed in the record before, else in the one after."),
        ),
        ("kind", json!({ "enum": kinds })),
        ("cause", json!({ "enum": causes })),
        ("before", json!({ "description": "The value before, if there was one." })),
        ("after", json!({ "description": "The value after, if there is one." })),
    ];
    let change = closed(map(members), &["pointer", "kind", "cause"]);
    schemas.named(vendor, "Change", change)
}

fn effect(vendor: &Described, schemas: &mut Schemas) -> Value {
    match vendor.effects {
        [] => json!(false),
        effects => {
            let effects: Vec<_> = effects.iter().map(|one| schemas.of(vendor.name, one)).collect();
            json!({ "oneOf": effects })
        }
    }
}

fn pointer(about: &str) -> Value {
    let about = format!("{about} RFC 6901.");
    json!({ "description": about, "type": "string", "format": "json-pointer" })
}

fn map<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

fn closed(properties: Map<String, Value>, required: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// The same with one more word.
fn with(schema: &Value, word: &str, value: Value) -> Value {
    let mut schema = schema.clone();
    if let Some(schema) = schema.as_object_mut() {
        schema.insert(word.to_owned(), value);
    }
    schema
}
