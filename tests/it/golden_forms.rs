//! Everything else that a service stores, as this version writes it: records, entries of a log,
//! snapshots, effects, stored answers.
//!
//! Goal: no form is lost to an upgrade, and none changes unseen. Method: `tests/golden` has a file
//! of forms for each vendor. Each form is a list of spellings of one value, the oldest first: all
//! of them read alike, and the last is what is written today, byte for byte. `UPDATE=1` adds what
//! is written today where it differs, and makes the file of a version that has none from its stored
//! decisions; it never changes what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use customer_core::decision::{Event, Folded};
use customer_core::endpoint::{AnswerKeyRef, Digest, StoredAnswer};
use customer_core::json::Stored;
use customer_core::member::Shape;
use customer_core::value::{Intent, Timestamp};
use customer_core::vendors::{EntryOf, FoldedOf};
use customer_core::{for_each_vendor, vendors};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::common::{Lab, parse};
use crate::golden::folder;

/// The forms of one kind, each a list of spellings.
type Forms = BTreeMap<String, Vec<Vec<Value>>>;

fn is_update() -> bool {
    std::env::var_os("UPDATE").is_some()
}

fn forms(file: &Path) -> Forms {
    let text = fs::read_to_string(file);
    serde_json::from_str(&text.unwrap_or_else(|_| panic!("{} is missing", file.display()))).unwrap()
}

fn write(file: &Path, forms: &Forms) {
    let text = serde_json::to_string_pretty(forms).unwrap();
    fs::write(file, format!("{text}\n")).unwrap();
}

/// All spellings read alike, and the last is written.
fn read_alike<T: PartialEq>(
    kind: &str,
    spellings: &mut Vec<Value>,
    read: impl Fn(&str) -> T,
    write: impl Fn(&T) -> String,
) {
    let mut values = spellings.iter().map(|spelling| read(&spelling.to_string()));
    let first = values.next().unwrap();
    assert!(values.all(|value| value == first), "{kind}: two spellings are not one value");
    let written = write(&first);
    let last = spellings.last().unwrap().to_string();
    if last != written {
        assert!(is_update(), "{kind} is written otherwise: {written}\nnot {spellings:#?}");
        spellings.push(parse(&written));
    }
}

fn by_serde<T: PartialEq + Serialize + DeserializeOwned>(kind: &str, spellings: &mut Vec<Value>) {
    let read = |text: &str| serde_json::from_str::<T>(text).unwrap();
    read_alike(kind, spellings, read, json::<T>);
}

/// What is made of a version's stored decisions.
fn made<W: Lab>() -> Forms {
    let entries = folder().join(env!("CARGO_PKG_VERSION")).join(format!("{}.json", W::NAME));
    let entries = parse(&fs::read_to_string(entries).unwrap());
    let mut forms = Forms::new();
    let mut effects = BTreeSet::new();
    for (index, golden) in entries.as_array().unwrap().iter().rev().enumerate() {
        let decision = W::restore(&golden["decision"].to_string());
        let question = &golden["question"];
        let mut record = W::record(&question["customer"], question.get("internal"));
        let mut add = |kind: &str, value: String| {
            forms.entry(kind.to_owned()).or_default().push(vec![parse(&value)]);
        };
        let entry = |event| EntryOf::<W>::new(7, Intent::parse("0b9a3f52").unwrap(), event);
        if index < 2 {
            add("entry", json(&entry(Event::Created(record.clone()))));
            add("entry", json(&entry(Event::Decided(decision.clone()))));
        }
        W::evolve(&mut record, &decision).unwrap();
        for effect in W::effects(&decision, &record) {
            let text = json(&effect);
            if effects.insert(parse(&text)["effect"].to_string()) {
                add("effect", text);
            }
        }
        if index == 0 {
            add("entry", json(&entry(Event::Removed)));
            add("folded", json(&Folded::<W::Record>::default()));
        }
        if index < 2 {
            add("stored", W::to_stored(&record).to_string());
            add("record", json(&record));
            add("folded", json(&Folded { record: Some(record), revision: 8 }));
        }
    }
    forms
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

/// What a name of an effect is in its shape.
fn names(shape: &Shape) -> Vec<&'static str> {
    let Shape::Object { parts, .. } = shape else { panic!("an effect is an object") };
    parts
        .iter()
        .filter(|part| part.name == "effect")
        .flat_map(|part| match part.shape {
            Shape::Word(words) => words.to_vec(),
            _ => panic!("a name is a word"),
        })
        .collect()
}

fn forms_still_read<W: Lab>() {
    let file = format!("{}-forms.json", W::NAME);
    let today = folder().join(env!("CARGO_PKG_VERSION")).join(&file);
    if is_update() && !today.exists() {
        write(&today, &made::<W>());
    }
    assert!(today.exists(), "{} is missing", today.display());
    for version in fs::read_dir(folder()).unwrap() {
        let file = version.unwrap().path().join(&file);
        if !file.exists() {
            continue;
        }
        let mut forms = forms(&file);
        let before = forms.clone();
        for (kind, list) in &mut forms {
            for spellings in list {
                match kind.as_str() {
                    "stored" => {
                        let read = |text: &str| W::from_stored(&Stored::new(text)).unwrap();
                        read_alike(kind, spellings, read, |r| W::to_stored(r).to_string());
                    }
                    "record" => by_serde::<W::Record>(kind, spellings),
                    "entry" => by_serde::<EntryOf<W>>(kind, spellings),
                    "folded" => by_serde::<FoldedOf<W>>(kind, spellings),
                    "effect" => by_serde::<W::Effect>(kind, spellings),
                    _ => panic!("no form is called {kind}"),
                }
            }
        }
        if forms != before {
            write(&file, &forms);
        }
    }
    // None is left out.
    let forms = forms(&today);
    for kind in ["stored", "record", "entry", "folded"] {
        assert!(forms.contains_key(kind), "{}: no {kind}", W::NAME);
    }
    let effects = forms.get("effect").into_iter().flatten().flatten();
    let effects: Vec<_> = effects.map(|effect| effect["effect"].as_str().unwrap()).collect();
    for name in W::EFFECTS.iter().flat_map(names) {
        assert!(effects.contains(&name), "{}: no effect {name}", W::NAME);
    }
}

macro_rules! golden {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => { $(
        #[test]
        fn $module() {
            forms_still_read::<vendors::$Vendor>();
        }
    )* };
}

for_each_vendor!(golden);

/// An answer that an endpoint stores is of no vendor.
#[test]
fn stored_answers() {
    let text = r#"{"version":1,"key":{"client":"k","method":"PATCH","path":"/v3/customers/1","#;
    let text = format!(r#"{text}"correlation_id":"c"}},"request_id":"r","body_digest":""#);
    let text = format!(r#"{text}{}","status":200,"body":"{{}}","#, "07".repeat(32));
    let text = format!(r#"{text}"stored_at":"2026-02-20T12:00:00"}}"#);
    let key =
        AnswerKeyRef { client: "k", method: "PATCH", path: "/v3/customers/1", correlation_id: "c" }
            .into_owned();
    let at = Timestamp::parse("2026-02-20T12:00:00").unwrap();
    let answer = (200, String::from("{}"));
    let answer = StoredAnswer::new(key, Some("r".into()), Digest([7; 32]), answer, at);
    assert_eq!(serde_json::to_string(&answer).unwrap(), text);
    assert_eq!(serde_json::from_str::<StoredAnswer>(&text).unwrap(), answer);
}
