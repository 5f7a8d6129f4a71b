//! The schema of an answer.

use customer_core::contract::{Described, ID_MAX, VENDORS, VERSION, Verdict};
use customer_core::decision::{Cause, ChangeKind, Instead, Next};
use serde_json::{Map, Value, json};

use super::shape::Schemas;

/// An answer about a customer of one vendor: which members there are depends on the verdict.
pub(super) fn answer(vendor: &Described, schemas: &mut Schemas) -> Value {
    let name = vendor.name;
    let violations = json!({ "type": "array", "items": violation(vendor, schemas, &REQUIRED) });
    let some_violations = with(&violations, "minItems", json!(1));
    let needs = json!({ "type": "array", "items": need(vendor, schemas), "minItems": 1 });
    let kinds = [
        (
            "Accepted",
            whole(&[Verdict::Applied, Verdict::Unchanged], after(vendor, schemas), INTENT),
        ),
        (
            "Rejected",
            whole(
                &[Verdict::Rejected],
                vec![
                    ("violations", some_violations.clone()),
                    ("response", response(vendor, schemas)),
                    ("next", next()),
                ],
                &[],
            ),
        ),
        (
            "Undecided",
            whole(
                &[Verdict::Undecided],
                vec![
                    ("needs", needs),
                    ("violations", violations),
                    ("response", null()),
                    ("next", json!({ "const": Next::Lookup.as_str() })),
                ],
                &[],
            ),
        ),
        (
            "Unreadable",
            whole(
                &[Verdict::Unreadable],
                vec![
                    ("violations", some_violations),
                    ("next", json!({ "const": Next::Fix.as_str() })),
                ],
                &[],
            ),
        ),
    ];
    let more = of_plans(vendor, schemas);
    let kinds = kinds.into_iter().chain(more);
    let kinds: Vec<_> = kinds.map(|(kind, schema)| schemas.named(name, kind, schema)).collect();
    schemas.named(name, "Answer", json!({ "oneOf": kinds }))
}

/// The answers to wishes, to two updates, and about an answer of the vendor.
fn of_plans(vendor: &Described, schemas: &mut Schemas) -> Vec<(&'static str, Value)> {
    let refused = json!({
        "type": "array",
        "items": violation(vendor, schemas, &["pointer", "message"]),
        "minItems": 1,
    });
    let document = schemas.of(vendor.name, &vendor.document);
    vec![
        ("Planned", whole(&[Verdict::Planned], planned(vendor, schemas), WISHED)),
        ("NothingToDo", whole(&[Verdict::Nothing], nothing(), WISHED)),
        (
            "Unreachable",
            whole(
                &[Verdict::Unreachable, Verdict::Undecided],
                unreachable(vendor, schemas),
                NEAREST,
            ),
        ),
        (
            "Composed",
            whole(
                &[Verdict::Composed],
                vec![("update", super::update(vendor, schemas)), ("response", null()), done()],
                &[],
            ),
        ),
        (
            "Parsed",
            whole(
                &[Verdict::Accepted],
                vec![("customer", document), ("response", null()), ("next", next())],
                &["customer"],
            ),
        ),
        (
            "Refused",
            whole(
                &[Verdict::Refused],
                vec![("violations", refused), ("response", null()), ("next", next())],
                &[],
            ),
        ),
    ]
}

/// An answer that compares vendors.
pub(super) fn compared(schemas: &mut Schemas) -> Value {
    let parts: Vec<_> = VENDORS.iter().map(|vendor| (vendor.name, part(vendor, schemas))).collect();
    let names: Vec<_> = parts.iter().map(|(name, _)| *name).collect();
    let mut members = parts;
    members.extend([("response", null()), ("next", next())]);
    schemas.named("any", "Compared", whole(&[Verdict::Compared], members, &names))
}

/// The answer of one vendor in a comparison.
fn part(vendor: &Described, schemas: &mut Schemas) -> Value {
    let outcome = |outcomes: &[&str], verdicts: &[Verdict], mut members: Members, more: &[&str]| {
        members.insert(0, ("outcome", json!({ "enum": outcomes })));
        parted(verdicts, members, more)
    };
    let kinds = [
        outcome(&OUTCOMES, &[Verdict::Planned], planned(vendor, schemas), WISHED),
        outcome(&OUTCOMES, &[Verdict::Nothing], nothing(), WISHED),
        outcome(
            &["partly", "unreachable", "undecided"],
            &[Verdict::Unreachable, Verdict::Undecided],
            unreachable(vendor, schemas),
            NEAREST,
        ),
    ];
    schemas.named(vendor.name, "ComparedPart", json!({ "oneOf": kinds }))
}

/// What a plan can be in a comparison.
const OUTCOMES: [&str; 2] = ["accepted", "partly"];

/// Members with their schemas, in order.
type Members = Vec<(&'static str, Value)>;

/// Members that an answer may lack.
const INTENT: &[&str] = &["intentId"];
const WISHED: &[&str] = &["unsupported", "intentId"];
const NEAREST: &[&str] = &["nearest", "unsupported"];

/// What an accepted input leads to.
fn after(vendor: &Described, schemas: &mut Schemas) -> Members {
    let name = vendor.name;
    let [customer, internal] =
        [&vendor.document, &vendor.internal].map(|shape| schemas.of(name, shape));
    vec![
        ("customer", customer),
        ("internal", internal),
        ("changes", json!({ "type": "array", "items": change(name, schemas) })),
        ("effects", json!({ "type": "array", "items": effect(vendor, schemas) })),
        ("response", response(vendor, schemas)),
        ("next", next()),
        (
            "intentId",
            json!({ "description": "Of the intent, if the question has one.", "type": "string" }),
        ),
    ]
}

/// From the update to the losses.
fn plan(vendor: &Described, schemas: &mut Schemas) -> Members {
    let mut members = vec![("update", super::update(vendor, schemas))];
    members.extend(after(vendor, schemas).into_iter().filter(|(name, _)| *name != "intentId"));
    members.push(("losses", pointers("What of the stored document gets lost.")));
    members
}

/// A plan as an answer.
fn planned(vendor: &Described, schemas: &mut Schemas) -> Members {
    let mut members = plan(vendor, schemas);
    members.push(("unsupported", unsupported()));
    members.extend(after(vendor, schemas).into_iter().filter(|(name, _)| *name == "intentId"));
    members
}

/// Nothing is to be sent.
fn nothing() -> Members {
    vec![("response", null()), done(), ("unsupported", unsupported())]
}

/// What is in the way of a wish, or against one update for two.
fn unreachable(vendor: &Described, schemas: &mut Schemas) -> Members {
    let obstacle = obstacle(vendor, schemas);
    let plan = plan(vendor, schemas);
    let required: Vec<_> = plan.iter().map(|(name, _)| *name).collect();
    let properties = plan.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone()));
    let nearest = closed(properties.collect(), &required);
    vec![
        ("response", null()),
        ("next", next()),
        ("obstacles", json!({ "type": "array", "items": obstacle, "minItems": 1 })),
        ("nearest", schemas.named(vendor.name, "Nearest", nearest)),
        ("unsupported", unsupported()),
    ]
}

fn obstacle(vendor: &Described, schemas: &mut Schemas) -> Value {
    let instead: Vec<_> = Instead::ALL.iter().map(|instead| instead.as_str()).collect();
    let inputs = vendor.inputs.iter().map(|input| (input.name, schemas.part(vendor.name, input)));
    let inputs: Map<_, _> = inputs.map(|(name, schema)| (name.to_owned(), schema)).collect();
    let steps = json!({
        "description": "Of two steps: the inputs, in order.",
        "type": "array",
        "items": { "type": "object", "properties": inputs, "additionalProperties": false },
        "minItems": 2,
        "maxItems": 2,
    });
    let side = |about: &str| json!({ "description": about });
    let members = [
        ("rule", json!({ "description": "The rule's stable id.", "type": "string" })),
        ("pointer", pointer("Where: in the wished document, the stored one, or the question.")),
        ("message", json!({ "description": "In words, without values.", "type": "string" })),
        ("instead", json!({ "description": "What would do it.", "enum": instead })),
        ("steps", steps),
        ("base", side("Of a conflict: what both started from.")),
        ("mine", side("Of a conflict: what is wished.")),
        ("theirs", side("Of a conflict: what is stored.")),
    ];
    let obstacle = closed(map(members), &["rule", "pointer", "message", "instead"]);
    schemas.named(vendor.name, "Obstacle", obstacle)
}

fn response(vendor: &Described, schemas: &mut Schemas) -> Value {
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
    schemas.named(vendor.name, "Response", response)
}

fn next() -> Value {
    let any: Vec<_> = Next::ALL.iter().map(|next| next.as_str()).collect();
    json!({ "description": "What to do next.", "enum": any })
}

fn done() -> (&'static str, Value) {
    ("next", json!({ "const": Next::Done.as_str() }))
}

fn null() -> Value {
    json!({ "type": "null" })
}

fn unsupported() -> Value {
    pointers("Of a neutral customer: what this vendor has no place for.")
}

fn pointers(about: &str) -> Value {
    json!({ "description": about, "type": "array", "items": pointer("A place.") })
}

/// An answer with one of these verdicts and these members, of which `optional` may be missing.
fn whole(verdicts: &[Verdict], members: Members, optional: &[&str]) -> Value {
    let mut head = vec![
        (
            "id",
            json!({
                "description": "The question's, if it has one.",
                "anyOf": [{ "type": "string", "maxLength": ID_MAX }, { "type": "integer" }],
            }),
        ),
        ("version", json!({ "const": VERSION })),
    ];
    head.extend(members);
    parted(verdicts, head, &[optional, &["id"]].concat())
}

/// The same without what names question and version.
fn parted(verdicts: &[Verdict], members: Members, optional: &[&str]) -> Value {
    let verdicts: Vec<_> = verdicts.iter().map(|verdict| verdict.as_str()).collect();
    let verdict = ("verdict", json!({ "enum": verdicts }));
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for (name, schema) in [verdict].into_iter().chain(members) {
        properties.insert(name.to_owned(), schema);
        if !optional.contains(&name) {
            required.push(name);
        }
    }
    closed(properties, &required)
}

/// The members that a violation of a rule has.
const REQUIRED: [&str; 3] = ["rule", "pointer", "message"];

/// A violation; what a vendor's answer says may leave more than one rule.
fn violation(vendor: &Described, schemas: &mut Schemas, required: &[&str]) -> Value {
    let members = [
        ("rule", json!({ "description": "The rule's stable id.", "type": "string" })),
        ("pointer", pointer("Where: in the input's document, or in the question.")),
        (
            "code",
            json!({ "description": "The vendor's code, where one is known.", "type": "string" }),
        ),
        ("message", json!({ "description": "In words, without values.", "type": "string" })),
    ];
    let name = if required == REQUIRED { "Violation" } else { "Complaint" };
    schemas.named(vendor.name, name, closed(map(members), required))
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
