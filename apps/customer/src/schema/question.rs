//! The schema of a question: what is asked of one vendor, or of several side by side.

use customer_core::contract::{Described, ID_MAX, VENDORS, VERSION};
use customer_core::member::Member;
use customer_core::neutral;
use serde_json::{Map, Value, json};

use super::shape::Schemas;
use super::{facts, policy};

/// A question to one vendor: with an input, a wish, two updates, or an answer.
pub(super) fn question(vendor: &Described, schemas: &mut Schemas) -> Value {
    let kinds = [
        input(vendor, schemas),
        planning(vendor, schemas),
        composing(vendor, schemas),
        reading(vendor, schemas),
    ];
    schemas.named(vendor.name, "Question", json!({ "anyOf": kinds }))
}

/// A question that compares vendors.
pub(super) fn comparing(schemas: &mut Schemas) -> Value {
    let parts = VENDORS.iter().map(|vendor| {
        let mut part = beside(vendor, schemas);
        part.insert("words".into(), words(schemas));
        (vendor.name.to_owned(), schemas.named(vendor.name, "Part", closed(part, &["customer"])))
    });
    let parts: Map<_, _> = parts.collect();
    let wish = json!({
        "description": "What is wanted of all of them.",
        "type": "object",
        "properties": { "customer": neutral(schemas) },
        "required": ["customer"],
        "additionalProperties": false,
    });
    let mut members = head();
    members.insert(
        "compare".into(),
        json!({
            "description": "The vendors that are asked, each with its own record.",
            "type": "object",
            "properties": parts,
            "minProperties": 1,
            "additionalProperties": false,
        }),
    );
    members.insert("wish".into(), wish);
    schemas.named("any", "Compare", closed(members, &["compare", "wish"]))
}

/// The wishes of one vendor.
pub(super) fn wish(vendor: &Described, schemas: &mut Schemas) -> Value {
    let document = schemas.of(vendor.name, &vendor.wished);
    let patch = schemas.of(vendor.name, &vendor.patch);
    let sides = |names: [&str; 2], required: &[&str]| {
        let members = names.map(|name| (name.to_owned(), document.clone()));
        closed(members.into_iter().collect(), required)
    };
    let kinds = [
        ("document", "The whole document.", document.clone()),
        ("merge", "A merge patch (RFC 7396) on it.", patch),
        ("customer", "A neutral customer.", neutral(schemas)),
        (
            "rebase",
            "What was changed from base to mine, on today's record.",
            sides(["base", "mine"], &["base", "mine"]),
        ),
        (
            "undo",
            "The record as it was before, as far as nobody changed it since.",
            sides(["before", "after"], &["before"]),
        ),
    ];
    let kinds: Map<_, _> = kinds
        .into_iter()
        .map(|(name, about, schema)| {
            (name.to_owned(), json!({ "description": about, "allOf": [schema] }))
        })
        .collect();
    let wish = json!({
        "description": "What is wanted: exactly one member.",
        "type": "object",
        "properties": kinds,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": false,
    });
    schemas.named(vendor.name, "Wish", wish)
}

/// What happened to a customer.
fn input(vendor: &Described, schemas: &mut Schemas) -> Value {
    let inputs = vendor.inputs.iter().map(|input| (input.name, schemas.part(vendor.name, input)));
    let inputs: Map<_, _> = inputs.map(|(name, schema)| (name.to_owned(), schema)).collect();
    let mut members = to(vendor);
    members.extend(record(vendor, schemas));
    members.insert(
        "input".into(),
        json!({
            "description": "What happened: exactly one member.",
            "type": "object",
            "properties": inputs,
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": false,
        }),
    );
    members.insert("facts".into(), facts(vendor, schemas));
    members.insert("policy".into(), policy(vendor, schemas));
    members.insert("intent".into(), intent());
    let mut asked = closed(members, &["vendor", "customer", "input"]);
    // An intent belongs to an update.
    only_with(&mut asked, "intent", "input", "update");
    schemas.named(vendor.name, "Decide", asked)
}

/// What is wanted of a customer.
fn planning(vendor: &Described, schemas: &mut Schemas) -> Value {
    let mut members = to(vendor);
    members.extend(beside(vendor, schemas));
    members.insert("wish".into(), wish(vendor, schemas));
    members.insert("words".into(), words(schemas));
    members.insert("intent".into(), intent());
    let mut asked = closed(members, &["vendor", "customer", "wish"]);
    only_with(&mut asked, "words", "wish", "customer");
    schemas.named(vendor.name, "Plan", asked)
}

/// Two updates that are to become one.
fn composing(vendor: &Described, schemas: &mut Schemas) -> Value {
    let mut members = to(vendor);
    let compose = json!({
        "description": "Two updates, the first and the second.",
        "type": "array",
        "items": super::update(vendor, schemas),
        "minItems": 2,
        "maxItems": 2,
    });
    members.insert("compose".into(), compose);
    members.insert("policy".into(), policy(vendor, schemas));
    schemas.named(vendor.name, "Compose", closed(members, &["vendor", "compose"]))
}

/// What a vendor answered.
fn reading(vendor: &Described, schemas: &mut Schemas) -> Value {
    let mut members = to(vendor);
    let status = json!({ "type": "integer", "minimum": 0, "maximum": u16::MAX });
    let answer = closed(
        [("status".to_owned(), status), ("body".to_owned(), json!({}))].into_iter().collect(),
        &["status", "body"],
    );
    members.insert("answer".into(), answer);
    members.insert("customer".into(), schemas.of(vendor.name, &vendor.document));
    members.insert("update".into(), super::update(vendor, schemas));
    members.insert("policy".into(), policy(vendor, schemas));
    schemas.named(vendor.name, "Parse", closed(members, &["vendor", "answer"]))
}

/// What every question has.
fn head() -> Map<String, Value> {
    let id = json!({
        "description": "What names the question; the answer repeats it.",
        "anyOf": [{ "type": "string", "maxLength": ID_MAX }, { "type": "integer" }],
    });
    let version = json!({ "description": "Version of the contract.", "const": VERSION });
    [("id".to_owned(), id), ("version".to_owned(), version)].into_iter().collect()
}

/// The same, to one vendor.
fn to(vendor: &Described) -> Map<String, Value> {
    let mut members = head();
    members.insert("vendor".into(), json!({ "const": vendor.name }));
    members
}

/// The record.
fn record(vendor: &Described, schemas: &mut Schemas) -> Map<String, Value> {
    let members = [("customer", &vendor.document), ("internal", &vendor.internal)];
    members
        .map(|(name, shape)| (name.to_owned(), schemas.of(vendor.name, shape)))
        .into_iter()
        .collect()
}

/// What may be beside a wish.
fn beside(vendor: &Described, schemas: &mut Schemas) -> Map<String, Value> {
    let mut members = record(vendor, schemas);
    members.insert("facts".into(), facts(vendor, schemas));
    members.insert("policy".into(), policy(vendor, schemas));
    if vendor.resends {
        let resend = json!({
            "description": "E-mail addresses whose welcome e-mail is wanted.",
            "type": "array",
            "items": { "type": "string" },
        });
        members.insert("resend".into(), resend);
    }
    let acknowledge = json!({
        "description": "Places of the stored document at or below which a loss is accepted.",
        "type": "array",
        // RFC 6901.
        "items": { "type": "string", "pattern": "^(/([^~/]|~0|~1)*)*$" },
    });
    members.insert("acknowledge".into(), acknowledge);
    members
}

/// The vendor's words for neutral codes.
fn words(schemas: &mut Schemas) -> Value {
    let words = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    let lists = ["country", "region", "language"].map(|name| (name.to_owned(), words.clone()));
    let words = closed(lists.into_iter().collect(), &[]);
    let about = "The vendor's words for codes, each by its code.";
    schemas.named("any", "Words", described(words, about))
}

/// What is meant to be sent once.
fn intent() -> Value {
    let revision =
        json!({ "description": "Of the record, as the caller counts.", "type": "string" });
    let tag = json!({ "description": "Another one for a wanted repetition.", "type": "string" });
    let members = [("revision".to_owned(), revision), ("tag".to_owned(), tag)];
    let intent = closed(members.into_iter().collect(), &["revision"]);
    described(intent, "The answer carries the id of the intent.")
}

/// The neutral customer.
fn neutral(schemas: &mut Schemas) -> Value {
    schemas.closed("neutral", &<neutral::Customer as Member>::SENT)
}

/// `member` may only be there if `of` has `name`.
fn only_with(schema: &mut Value, member: &str, of: &str, name: &str) {
    let has = json!({ "properties": { of: { "required": [name] } } });
    if let Some(members) = schema.as_object_mut() {
        members.insert("dependentSchemas".into(), json!({ member: has }));
    }
}

/// An object with these members and no other.
fn closed(properties: Map<String, Value>, required: &[&str]) -> Value {
    let mut object = Map::new();
    object.insert("type".into(), json!("object"));
    object.insert("properties".into(), properties.into());
    if !required.is_empty() {
        object.insert("required".into(), json!(required));
    }
    object.insert("additionalProperties".into(), json!(false));
    object.into()
}

/// A schema with a description.
fn described(mut schema: Value, about: &str) -> Value {
    if let Some(members) = schema.as_object_mut() {
        members.insert("description".into(), json!(about));
    }
    schema
}
