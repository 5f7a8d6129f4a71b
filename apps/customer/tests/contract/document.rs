//! `docs/CONTRACT.md`: every example is asked and must answer what is printed, every table lists
//! what the code has. `UPDATE=1` writes answers and generated tables anew.

use std::collections::BTreeSet;
use std::fs;

use customer_core::contract::{Described, VENDORS, Verdict, apply};
use customer_core::decision::{Cause, Instead, Next};
use customer_core::member::{Part, Shape};
use serde_json::Value;

use crate::generated::{neutral, operations, with_table};
use crate::print::pretty;
use crate::program::{quiet, run};
use crate::{cases, current, root};

fn document() -> String {
    fs::read_to_string(root().join("docs/CONTRACT.md")).unwrap()
}

/// The text between two marks, and what stands before and behind it.
fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<(&'t str, &'t str, &'t str)> {
    let (head, rest) = text.split_once(before)?;
    let (inside, tail) = rest.split_once(after)?;
    Some((head, inside, tail))
}

#[test]
fn the_document_is_current() {
    current("docs/CONTRACT.md", &with_tables(with_answers(&document())));
}

/// The document with what every example of it really answers.
fn with_answers(text: &str) -> String {
    const ASKED: &str = "```json question\n";
    const ANSWERED: &str = "```\n\n```json answer\n";
    let (mut out, mut rest) = (String::new(), text);
    let (mut vendors, mut verdicts) = (Vec::new(), BTreeSet::new());
    while let Some((head, question, tail)) = between(rest, ASKED, ANSWERED) {
        let (_, after) = tail.split_once("```\n").unwrap();
        let asked = cases::read(question).unwrap();
        let answer = cases::read(&apply(question)).unwrap();
        vendors.push(asked["vendor"].as_str().unwrap_or_default().to_owned());
        verdicts.insert(answer["verdict"].as_str().unwrap().to_owned());
        out.push_str(&format!(
            "{head}{ASKED}{}\n{ANSWERED}{}\n```\n",
            pretty(&asked),
            pretty(&answer)
        ));
        rest = after;
    }
    assert!(
        !rest.contains(ASKED) && !rest.contains("```json answer"),
        "a question or answer alone"
    );
    out.push_str(rest);
    parts_can_be_read(text);
    // A whole question and answer of each vendor come first.
    let first: Vec<_> = VENDORS.iter().map(|vendor| vendor.name.to_owned()).collect();
    assert_eq!(vendors[..first.len()], first, "the first examples");
    let all: BTreeSet<_> = Verdict::ALL.iter().map(|verdict| verdict.as_str().to_owned()).collect();
    assert_eq!(verdicts, all, "an example of each verdict");
    out
}

/// Examples of a part of a question, all of them of Adobe.
fn parts_can_be_read(text: &str) {
    let parts: Vec<_> = text.split("```json\n").skip(1).collect();
    assert!(parts.len() > 1);
    for part in parts {
        let (part, _) = part.split_once("```\n").unwrap();
        let part = part.trim().strip_prefix('{').unwrap();
        let question = format!(
            r#"{{"vendor": "adobe", "customer": {{}}, "input": {{"update": {{}}}}, {part}"#
        );
        assert!(!apply(&question).contains("\"unreadable\""), "{question}");
    }
}

/// The document with tables of what the code has.
fn with_tables(mut text: String) -> String {
    for vendor in VENDORS {
        for list in ["facts", "readings"] {
            let args = [list, "--vendor", vendor.name, "--format", "markdown"];
            let table = quiet(&run(&args));
            let (_, table) = table.split_once("\n\n").unwrap();
            text = with_table(&text, &format!("{list} {}", vendor.name), table);
        }
        text = with_table(&text, &format!("effects {}", vendor.name), &effects(vendor));
        text = with_table(&text, &format!("inputs {}", vendor.name), &inputs(vendor));
        text = with_table(&text, &format!("internal {}", vendor.name), &internal(vendor));
    }
    text = with_table(&text, "operations ibm", &operations());
    with_table(&text, "neutral", &neutral())
}

/// A type in words.
fn kind(shape: &Shape) -> String {
    let words = |words: &[&str]| {
        words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", ")
    };
    match shape {
        Shape::Text => "string".to_owned(),
        Shape::Date => "date `YYYY-MM-DD`".to_owned(),
        Shape::Word(known) => words(known),
        Shape::Open(known) => format!("string, such as {}", words(known)),
        Shape::List { of, .. } => format!("array of {}", kind(of)),
        Shape::OneOf(shapes) if shapes.iter().any(|one| matches!(one, Shape::Word(_))) => {
            shapes.iter().map(kind).collect::<Vec<_>>().join(", ")
        }
        Shape::Object { parts: [Part { name, shape, .. }], .. } if *name == "inactive" => {
            format!("`{{\"{name}\": ...}}` with {}", kind(shape))
        }
        _ => "object".to_owned(),
    }
}

fn rows(heading: &str, parts: &[Part]) -> String {
    if parts.is_empty() {
        return "None.".to_owned();
    }
    let row = |part: &Part| {
        format!("| `{}` | {} | {} |\n", part.name, kind(&part.shape), part.about.trim())
    };
    format!("| {heading} | value | meaning |\n|---|---|---|\n")
        + &parts.iter().map(row).collect::<String>()
}

fn inputs(vendor: &Described) -> String {
    rows("input", vendor.inputs)
}

fn internal(vendor: &Described) -> String {
    let Shape::Object { parts, .. } = vendor.internal else { panic!("no object") };
    rows("member", parts)
}

fn effects(vendor: &Described) -> String {
    if vendor.effects.is_empty() {
        return "None.".to_owned();
    }
    let mut out = "| effect | data | due |\n|---|---|---|\n".to_owned();
    for effect in vendor.effects {
        let Shape::Object { parts: [name, data @ ..], .. } = effect else { panic!("no object") };
        let Shape::Word([word]) = name.shape else { panic!("no name") };
        let data: Vec<_> =
            data.iter().map(|one| format!("`{}`: {}", one.name, kind(&one.shape))).collect();
        out.push_str(&format!("| `{word}` | {} | {} |\n", data.join(", "), name.about.trim()));
    }
    out
}

/// Words of the contract that tables written by hand must have, each in a row of its own.
#[test]
fn every_word_has_its_row() {
    let text = document();
    let verdicts = Verdict::ALL.iter().map(|verdict| verdict.as_str());
    let nexts = Next::ALL.iter().map(|next| next.as_str());
    let causes = Cause::ALL.iter().map(|cause| cause.as_str());
    for word in verdicts.chain(nexts).chain(causes) {
        assert!(text.contains(&format!("\n| `{word}` |")), "{word}");
    }
    let instead = Instead::ALL.iter().map(|instead| instead.as_str());
    for word in instead.chain(["accepted", "partly", "undecided", "unreachable"]) {
        assert!(text.contains(&format!("\n| `{word}` |")), "{word}");
    }
    let schema =
        |part: &str| -> Value { serde_json::from_str(&quiet(&run(&["schema", part]))).unwrap() };
    let has_rows = |schema: &Value, kinds: &[&str]| {
        for kind in kinds {
            let properties = &schema["$defs"][*kind]["properties"];
            let names = properties.as_object().unwrap_or_else(|| panic!("no {kind}")).keys();
            // What a comparison answers has a part for each vendor.
            for member in names.filter(|name| VENDORS.iter().all(|one| one.name != name.as_str())) {
                assert!(text.contains(&format!("\n| `{member}` |")), "{kind} {member}");
            }
        }
    };
    let kinds = ["Decide", "Plan", "Compose", "Parse", "Wish"].map(|kind| format!("adobe.{kind}"));
    let kinds: Vec<_> = kinds.iter().map(String::as_str).chain(["any.Compare"]).collect();
    has_rows(&schema("question"), &kinds);
    let answer = schema("answer");
    let kinds = answer["$defs"]["adobe.Answer"]["oneOf"].as_array().unwrap().iter();
    let kinds = kinds.map(|kind| kind["$ref"].as_str().unwrap().trim_start_matches("#/$defs/"));
    has_rows(&answer, &kinds.chain(["any.Compared"]).collect::<Vec<_>>());
}
