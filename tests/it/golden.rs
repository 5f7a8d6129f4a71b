//! Decisions that were stored by released versions still read, and still make the same record.
//!
//! Goal: what a service has in its log is never lost to an upgrade. Method: a file of
//! `tests/golden` for each version and vendor holds a question, the decision as that version stored
//! it, and the record that it made. The decision is read and evolved, by today's code, asking no
//! rule; one of today's version is written as it was read. A decision takes the version of its form
//! from its vendor's `VERSION`: each vendor has an entry of it. `UPDATE=1` fills in what an entry
//! lacks and never changes what is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{Lab, document, parse};
use customer_core::decision::Outcome;
use customer_core::{for_each_vendor, vendors};
use serde_json::{Value, json};

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The file of each version that has one for this vendor.
fn files(vendor: &str) -> Vec<PathBuf> {
    let versions = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = versions.map(|path| path.join(format!("{vendor}.json"))).collect();
    files.retain(|file| file.exists());
    files.sort();
    files
}

fn record<W: Lab>(question: &Value) -> W::Record {
    W::record(&question["customer"], question.get("internal"))
}

/// What a record shows and holds.
fn shown<W: Lab>(record: &W::Record) -> Value {
    json!({"customer": document::<W>(record), "internal": W::internal(record)})
}

/// Decides as today, for an entry that is new.
fn filled<W: Lab>(mut entry: Value) -> Value {
    if entry.get("decision").is_none() {
        let question = &entry["question"];
        let (record, input) = (record::<W>(question), W::input(&question["input"]));
        let mut facts = W::generous();
        for (name, value) in question["facts"].as_object().into_iter().flatten() {
            facts[name] = value.clone();
        }
        let facts = W::facts(&facts, question["policy"].as_str().unwrap_or("documented"));
        let Outcome { after, decision } = W::apply(&record, &input, &facts).unwrap();
        entry["decision"] = parse(&W::store(&decision));
        entry["after"] = shown::<W>(&after);
    }
    entry
}

fn stored_decisions_still_read<W: Lab>() {
    let files = files(W::NAME);
    assert!(!files.is_empty(), "{} has no stored decisions", W::NAME);
    let mut todays = 0;
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let mut entries = parse(&text);
        if std::env::var_os("UPDATE").is_some() {
            let list = entries.as_array().unwrap().iter().cloned();
            entries = list.map(filled::<W>).collect();
            let text = serde_json::to_string_pretty(&entries).unwrap();
            fs::write(&file, format!("{text}\n")).unwrap();
        }
        let mut names = BTreeSet::new();
        for entry in entries.as_array().unwrap() {
            let name = entry["name"].as_str().unwrap();
            assert!(names.insert(name), "{name} is there twice");
            let decision = W::restore(&entry["decision"].to_string());
            let written = parse(&W::store(&decision));
            if written["version"] == entry["decision"]["version"] {
                // The form of today: it changes with its version only.
                let (written, stored) = (written.to_string(), entry["decision"].to_string());
                assert_eq!(written, stored, "{name} in {}", file.display());
                todays += 1;
            }
            let mut record = record::<W>(&entry["question"]);
            W::evolve(&mut record, &decision).unwrap();
            let mut after = entry["after"].clone();
            if after["internal"].is_null() {
                // What had nothing to itself was written so once.
                after["internal"] = json!({});
            }
            assert_eq!(shown::<W>(&record), after, "{name} in {}", file.display());
        }
        println!("{}: {} decisions", file.display(), names.len());
    }
    assert!(todays > 0, "{} has no stored decision of today's VERSION", W::NAME);
}

macro_rules! golden {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => { $(
        #[test]
        fn $module() {
            stored_decisions_still_read::<vendors::$Vendor>();
        }
    )* };
}

for_each_vendor!(golden);

/// The version that is about to be released has a file for each vendor.
#[test]
fn this_version_has_stored_decisions() {
    for (vendor, _) in vendors::VENDORS {
        let file = folder().join(env!("CARGO_PKG_VERSION")).join(format!("{vendor}.json"));
        assert!(file.exists(), "{} is missing", file.display());
    }
}
