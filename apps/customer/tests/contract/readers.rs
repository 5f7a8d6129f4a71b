//! Schemas and readers take the same: what a reader refuses for its form, the schema refuses as
//! well, and the other way round.
//!
//! Method: each place of a case's question gets values of every JSON type in turn, or goes. The
//! core and the schema must agree whether the question can be read.

use customer_core::contract::apply;
use serde_json::{Value, json};

use crate::cases::{self, Case};
use crate::schemas::schema;

/// Every place of a value, as pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(list) => {
            for (index, element) in list.iter().enumerate() {
                places(element, &format!("{at}/{index}"), found);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                places(member, &format!("{at}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// The question without what stands at a place.
fn without(question: &Value, place: &str) -> Option<Value> {
    let mut question = question.clone();
    let (parent, name) = place.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    question.pointer_mut(parent)?.as_object_mut()?.shift_remove(&name)?;
    Some(question)
}

/// The question with another value at a place.
fn with(question: &Value, place: &str, value: &Value) -> Option<Value> {
    let mut question = question.clone();
    *question.pointer_mut(place)? = value.clone();
    Some(question)
}

/// The question with one more member in what stands at a place.
fn extended(question: &Value, place: &str) -> Option<Value> {
    let mut question = question.clone();
    let object = question.pointer_mut(place)?.as_object_mut()?;
    object.insert("nobodyKnows".into(), json!({ "x": null }));
    Some(question)
}

/// Whether the core can read a question, and what it says if it can't.
fn reads(question: &Value) -> Result<(), String> {
    let answer = cases::read(&apply(&question.to_string())).unwrap();
    if answer["verdict"] == "unreadable" { Err(answer["violations"].to_string()) } else { Ok(()) }
}

/// What a schema can't say: one value depends on another, or on how large a number is.
fn is_beyond(case: &str, said: &str) -> bool {
    // A patch comes wrapped exactly if the record does.
    if case == "commvault-wrapped" && said.contains("\"/wish/merge/") {
        return said.contains("no such member here");
    }
    let beyond = [
        "the id of the account",
        "number out of range",
        "nested ",
        "this member is there twice",
        "AdressLine",
        "AdressType",
        "WebsiteAddress",
    ];
    beyond.iter().any(|word| said.contains(word))
}

/// Cases of every kind of document: some of all, and the first of what is rare.
fn chosen() -> Vec<Case> {
    let mut rare = vec!["flat", "wrapped", "pending", "systemAdmins", "owned", "AdressLine"];
    // Each kind of question and of wish, at each vendor where they differ.
    rare.extend(["\"compare\"", "\"compose\"", "\"answer\"", "\"intent\"", "\"resend\""]);
    rare.extend(["\"acknowledge\"", "\"words\"", "\"rebase\"", "\"undo\"", "\"merge\""]);
    rare.extend([
        "\"document\"",
        "{\"customer\"",
        "commitment\":{\"LICENSE",
        "commvault-wrapped",
        "undo-commvault",
        "ibm-rebase",
    ]);
    let mut chosen = Vec::new();
    for (number, case) in cases::all().into_iter().enumerate() {
        let text = format!("{} {}", case.name, case.question);
        let before = rare.len();
        rare.retain(|word| !text.contains(word));
        if number % 29 == 0 || rare.len() < before {
            chosen.push(case);
        }
    }
    assert!(rare.is_empty(), "no case has {rare:?}");
    chosen
}

#[test]
fn readers_and_schemas_agree() {
    let schema = schema("question", None);
    let values = [
        json!(null),
        json!("x"),
        json!(7),
        json!(1.5),
        json!(true),
        json!([]),
        json!([null]),
        json!({}),
        json!({ "x": 1 }),
    ];
    let (mut compared, mut refused, mut wrong) = (0_u32, 0_u32, Vec::new());
    for case in chosen() {
        let mut found = Vec::new();
        places(&case.question, "", &mut found);
        for place in found.iter().filter(|place| *place != "/policy") {
            let changed = values.iter().filter_map(|value| with(&case.question, place, value));
            let changed = changed
                .chain(without(&case.question, place))
                .chain(extended(&case.question, place));
            for question in changed {
                compared += 1;
                let (read, fits) = (reads(&question), schema.is_valid(&question));
                refused += u32::from(!fits);
                match read {
                    Ok(()) if fits => {}
                    Err(said) if !fits || is_beyond(&case.name, &said) => {}
                    read => wrong.push(format!("{} {place}: {read:?}, fits: {fits}", case.name)),
                }
            }
        }
    }
    let first: Vec<_> = wrong.iter().take(20).collect();
    assert!(wrong.is_empty(), "{} of {compared} differ: {first:#?}", wrong.len());
    assert!(compared > 10_000 && refused > 1_000, "{compared} compared, {refused} refused");
}
