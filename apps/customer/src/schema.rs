//! `customer schema`: a part of the contract as JSON Schema (2020-12), made from the tables of its
//! readers.

mod answer;
mod question;
mod shape;

use std::process::ExitCode;

use customer_core::contract::{Described, VENDORS, VERSION};
use customer_core::decision::{FactRow, ReadingRow};
use serde_json::{Map, Value, json};

use crate::args::{SchemaPart, To};
use crate::failure::Failure;
use shape::Schemas;

/// Prints the schema of `part`, of one vendor or of all.
pub(crate) fn run(part: SchemaPart, vendor: Option<&str>, to: &To) -> Result<ExitCode, Failure> {
    let text = serde_json::to_string_pretty(&schema(part, vendor)).map_err(|_| Failure::bug())?;
    to.print(&format!("{text}\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// The schema of `part`.
fn schema(part: SchemaPart, vendor: Option<&str>) -> Value {
    let mut schemas = Schemas::default();
    let vendors = VENDORS.iter().filter(|one| vendor.is_none_or(|vendor| vendor == one.name));
    let mut of: Vec<Value> = vendors
        .map(|vendor| match part {
            SchemaPart::Question => question::question(vendor, &mut schemas),
            SchemaPart::Answer => answer::answer(vendor, &mut schemas),
            SchemaPart::Update => update(vendor, &mut schemas),
            SchemaPart::Record => schemas.of(vendor.name, &vendor.document),
            SchemaPart::Facts => facts(vendor, &mut schemas),
            SchemaPart::Wish => question::wish(vendor, &mut schemas),
        })
        .collect();
    match (part, vendor) {
        (SchemaPart::Question, None) => of.push(question::comparing(&mut schemas)),
        (SchemaPart::Answer, None) => of.push(answer::compared(&mut schemas)),
        _ => {}
    }
    let (title, about) = match part {
        SchemaPart::Question => ("Question", "What is asked: one object."),
        SchemaPart::Answer => ("Answer", "What is answered: one object."),
        SchemaPart::Update => ("Update", "The request body of an update, as the vendor gets it."),
        SchemaPart::Record => ("Record", "The stored record, as the vendor's GET returns it."),
        SchemaPart::Wish => ("Wish", "What is wanted of a customer."),
        SchemaPart::Facts => ("Facts", "What the caller looked up; what is left out is not known."),
    };
    let title = vendor.map_or(title.to_owned(), |vendor| format!("{title} ({vendor})"));
    let about = format!(
        "{about} Version {VERSION} of the contract. Not part of this schema: limits \
        of size and depth, members that are there twice, and that 1.0 is not 1 outside of a \
        vendor's documents."
    );
    let mut whole = Map::new();
    whole.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    whole.insert("title".into(), title.into());
    whole.insert("description".into(), about.into());
    match <[Value; 1]>::try_from(of) {
        Ok([Value::Object(one)]) => whole.extend(one),
        Ok([one]) => {
            whole.insert("allOf".into(), json!([one]));
        }
        Err(of) => {
            whole.insert("anyOf".into(), of.into());
        }
    }
    whole.insert("$defs".into(), schemas.defs().into());
    whole.into()
}

/// The update of one vendor.
fn update(vendor: &Described, schemas: &mut Schemas) -> Value {
    let update = vendor.inputs.iter().find(|input| input.name == "update");
    update.map_or(Value::Bool(false), |update| schemas.of(vendor.name, &update.shape))
}

/// The facts of one vendor.
fn facts(vendor: &Described, schemas: &mut Schemas) -> Value {
    let fact = |schemas: &mut Schemas, fact: &FactRow| {
        let about = format!("{} Asked for by {}.", fact.about.trim(), fact.asked_by);
        (fact.name.to_owned(), schemas.described(vendor.name, &fact.shape, false, &about))
    };
    let facts: Map<_, _> = vendor.facts.iter().map(|row| fact(schemas, row)).collect();
    let facts = json!({
        "description": "What was looked up; what is left out is not known.",
        "type": "object",
        "properties": facts,
        "additionalProperties": false,
    });
    schemas.named(vendor.name, "Facts", facts)
}

/// The policy of one vendor: a preset, or an object.
fn policy(vendor: &Described, schemas: &mut Schemas) -> Value {
    let presets = json!({ "enum": vendor.presets });
    let mut properties = Map::new();
    properties.insert("preset".into(), presets.clone());
    for ReadingRow { name, about, shape, .. } in vendor.readings {
        let schema = schemas.described(vendor.name, shape, false, about);
        properties.insert((*name).to_owned(), schema);
    }
    let policy = json!({
        "description": "A preset by its name, or an object with a preset and single readings.",
        "anyOf": [
            presets,
            { "type": "object", "properties": properties, "additionalProperties": false },
        ],
    });
    schemas.named(vendor.name, "Policy", policy)
}
