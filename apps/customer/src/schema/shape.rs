//! From what a reader takes to a schema.

use customer_core::member::{OtherMembers, Part, Shape};
use serde_json::{Map, Value, json};

/// Definitions that were made so far, by name.
#[derive(Default)]
pub(super) struct Schemas {
    defs: Map<String, Value>,
    /// Whether objects have no members that are not known, and lists no null.
    closed: bool,
}

impl Schemas {
    /// All definitions, by name.
    pub(super) fn defs(self) -> Map<String, Value> {
        let mut defs: Vec<_> = self.defs.into_iter().collect();
        defs.sort_by(|(one, _), (two, _)| one.cmp(two));
        defs.into_iter().collect()
    }

    /// A definition, and what refers to it.
    pub(super) fn named(&mut self, vendor: &str, name: &str, schema: Value) -> Value {
        let name = format!("{vendor}.{name}");
        let reference = json!({ "$ref": format!("#/$defs/{name}") });
        self.defs.insert(name, schema);
        reference
    }

    /// A value of this shape whose objects have no members that are not known, and whose lists no
    /// null.
    pub(super) fn closed(&mut self, vendor: &str, shape: &Shape) -> Value {
        self.closed = true;
        let schema = self.of(vendor, shape);
        self.closed = false;
        schema
    }

    /// A value of this shape.
    pub(super) fn of(&mut self, vendor: &str, shape: &Shape) -> Value {
        match shape {
            Shape::Any => json!({}),
            Shape::Flag => json!({ "type": "boolean" }),
            Shape::Number => json!({ "type": "number" }),
            Shape::Integer { least, most } => {
                json!({ "type": "integer", "minimum": least, "maximum": most })
            }
            Shape::Text => json!({ "type": "string" }),
            Shape::Date => json!({
                "type": "string",
                "format": "date",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            }),
            Shape::Timestamp => json!({
                "type": "string",
                "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$",
            }),
            Shape::Word(words) => json!({ "enum": words }),
            Shape::Open(words) => json!({ "type": "string", "examples": words }),
            Shape::List { of, null } => {
                let null = *null && !self.closed;
                json!({ "type": "array", "items": self.described(vendor, of, null, "") })
            }
            Shape::Object { name, parts, others } => self.object(vendor, name, parts, *others),
            Shape::OneOf(shapes) => {
                let shapes: Vec<_> = shapes.iter().map(|shape| self.of(vendor, shape)).collect();
                json!({ "anyOf": shapes })
            }
            // A shape that this program does not know yet may be anything.
            _ => json!({}),
        }
    }

    /// A member of an object.
    pub(super) fn part(&mut self, vendor: &str, part: &Part) -> Value {
        self.described(vendor, &part.shape, part.null, part.about)
    }

    /// A value with a description, perhaps null.
    pub(super) fn described(
        &mut self,
        vendor: &str,
        shape: &Shape,
        null: bool,
        about: &str,
    ) -> Value {
        let mut described = Map::new();
        if !about.trim().is_empty() {
            described.insert("description".into(), about.trim().into());
        }
        let schema = match (self.of(vendor, shape), shape) {
            (schema, _) if null => or_null(schema),
            (_, Shape::Any) => {
                json!({ "type": ["object", "array", "string", "number", "boolean"] })
            }
            (schema, _) => schema,
        };
        match schema {
            Value::Object(schema) => described.extend(schema),
            other => return other,
        }
        described.into()
    }

    /// An object, as a definition.
    fn object(&mut self, vendor: &str, name: &str, parts: &[Part], others: OtherMembers) -> Value {
        let mut properties = Map::new();
        for part in parts {
            properties.insert(part.name.to_owned(), self.part(vendor, part));
        }
        if let OtherMembers::Without(names) = others {
            properties.extend(names.iter().map(|name| ((*name).to_owned(), Value::Bool(false))));
        }
        let mut object = Map::new();
        object.insert("type".into(), "object".into());
        object.insert("properties".into(), properties.into());
        let required: Vec<_> = parts.iter().filter(|part| part.required).map(|p| p.name).collect();
        if !required.is_empty() {
            object.insert("required".into(), json!(required));
        }
        if others == OtherMembers::Closed || self.closed {
            object.insert("additionalProperties".into(), false.into());
        }
        // What is only ever sent needs no name that says so.
        let name = name.strip_prefix("Sent").filter(|_| self.closed).unwrap_or(name);
        self.named(vendor, name, object.into())
    }
}

/// The same, or null.
fn or_null(mut schema: Value) -> Value {
    // What may be anything may be null.
    if schema.as_object().is_some_and(Map::is_empty) {
        return schema;
    }
    if let Some(one) = schema.get("type").and_then(Value::as_str).map(str::to_owned) {
        if let Some(kind) = schema.get_mut("type") {
            *kind = json!([one, "null"]);
        }
        return schema;
    }
    json!({ "anyOf": [schema, { "type": "null" }] })
}
