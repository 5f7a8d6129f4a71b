//! The program as its users meet it: arguments in, text and exit status out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::std_instead_of_alloc,
    missing_docs
)]

mod apply;
mod batch;
mod commands;
mod endpoint;
mod lists;
#[path = "../program/mod.rs"]
mod program;
mod verbs;

use std::process::Output;

use program::{code, err, out, run};
use serde_json::Value;

/// Facts under which IBM lets anybody update.
const ADMINISTRATOR: &str = r#"{"role": "CustomerAdministrator", "sameOrganization": true}"#;

/// Failed with status 2, nothing on standard output; what it said.
fn told(output: &Output) -> String {
    assert_eq!((code(output), out(output).as_str()), (2, ""), "{}", err(output));
    let said = err(output);
    assert!(said.contains("error:"), "{said}");
    said
}

/// A payload of the tour.
fn tour(name: &str) -> String {
    format!("{}/tour/{name}.json", env!("CARGO_MANIFEST_DIR"))
}

fn apply(vendor: &str, customer: &str, more: &[&str]) -> Output {
    let mut args = vec!["apply", "--vendor", vendor, "--customer", customer];
    args.extend(more);
    run(&args)
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&out(output)).unwrap()
}

fn rules() -> Vec<Value> {
    let rules = program::quiet(&run(&["rules", "--format", "json"]));
    serde_json::from_str::<Value>(&rules).unwrap().as_array().unwrap().clone()
}
