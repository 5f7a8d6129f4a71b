//! The questions of `tests/cases`, and questions next to them.

use std::fs;
use std::path::PathBuf;

use customer_core::generate::{Source, Tree};
use serde_json::{Map, Value, json};

use crate::generate::mutate;

/// Every question of a vendor's cases, in each preset that the case speaks of.
pub struct Cases {
    /// As they are asked.
    pub texts: Vec<String>,
    /// Of each text the name of its case.
    pub names: Vec<String>,
    /// Those that are JSON, to be edited.
    trees: Vec<Tree>,
}

impl Cases {
    /// Reads the cases of a vendor, files in the order of their names.
    ///
    /// # Panics
    ///
    /// Where a file is missing or is no file of cases.
    pub fn of(vendor: &str) -> Self {
        let files = files(vendor);
        let records = records(&files);
        let cases = files.iter().filter_map(|file| file["cases"].as_array()).flatten();
        let (mut texts, mut names) = (vec![], vec![]);
        for case in cases {
            let asked = questions(vendor, &records, case);
            let name = case["name"].as_str().unwrap_or_default();
            names.extend(asked.iter().map(|_| format!("{vendor}/{name}")));
            texts.extend(asked);
        }
        assert!(!texts.is_empty(), "{vendor} has no case");
        let trees = texts.iter().filter_map(|text| Tree::parse(text)).collect();
        Self { texts, names, trees }
    }

    /// Every case of `tests/cases/wishes`: its name, its question, and what is answered.
    ///
    /// # Panics
    ///
    /// Where a file is missing or is no file of cases.
    pub fn wishes() -> Vec<(String, Value, Value)> {
        let files = files("wishes");
        let records = records(&files);
        let whole = |mut question: Value| {
            let parts = question.get("compare").and_then(Value::as_object);
            let parts = parts.map(|parts| parts.keys().cloned().collect::<Vec<_>>());
            let mut place = |place: &str| {
                if let Some(customer) = question.pointer_mut(place)
                    && let Some(record) = customer.as_str().and_then(|name| records.get(name))
                {
                    *customer = record.clone();
                }
            };
            place("/customer");
            for vendor in parts.into_iter().flatten() {
                place(&format!("/compare/{vendor}/customer"));
            }
            question
        };
        let cases = files.iter().filter_map(|file| file["cases"].as_array()).flatten();
        cases
            .map(|case| {
                let name = case["name"].as_str().unwrap_or_default().to_owned();
                (name, whole(case["question"].clone()), case["answer"].clone())
            })
            .collect()
    }

    /// One of the questions with one to three things in it that come from another one.
    pub fn next_to_one(&self, source: &mut Source<'_>) -> String {
        let one = |source: &mut Source<'_>| &self.trees[source.below(self.trees.len())];
        let mut tree = one(source).clone();
        for _ in 0..=source.below(3) {
            match source.below(6) {
                0..=2 => cross(&mut tree, one(source), source),
                3 | 4 => graft(&mut tree, &inside(one(source), 3, source).clone(), 2, source),
                _ => mutate(&mut tree, &mut (source.below(10) + 2), source),
            }
        }
        tree.to_json()
    }
}

/// Where the cases of the tests are.
pub const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/cases");

/// The files of a folder of cases, in the order of their names.
fn files(folder: &str) -> Vec<Value> {
    let folder = PathBuf::from(FOLDER).join(folder);
    let listed = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<_> = listed.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let read = |path| {
        let text = fs::read_to_string(path).expect("a file that can be read");
        serde_json::from_str(&text).expect("a file of cases")
    };
    paths.iter().map(read).collect()
}

/// The records that these files name.
fn records(files: &[Value]) -> Map<String, Value> {
    let records = files.iter().filter_map(|file| file["records"].as_object()).flatten();
    records.map(|(name, one)| (name.clone(), one.clone())).collect()
}

/// The case as questions of the contract, as `tests/it/cases.rs` asks it.
fn questions(vendor: &str, records: &Map<String, Value>, case: &Value) -> Vec<String> {
    if let Some(raw) = case["raw"].as_str() {
        return vec![raw.to_owned()];
    }
    let named = case["base"].as_str().and_then(|name| records.get(name));
    let mut before = named.unwrap_or(&case["customer"]).clone();
    if let Some(with) = case.get("with") {
        merge(&mut before, with);
    }
    let mut input = case["input"].clone();
    if let Some(patch) = input.get("echo") {
        let mut update = before.clone();
        merge(&mut update, patch);
        input = json!({ "update": update });
    }
    let ask = |policy: &Value| {
        let mut question =
            json!({"vendor": vendor, "policy": policy, "customer": before, "input": input});
        for name in ["internal", "facts"] {
            if let Some(part) = case.get(name) {
                question[name] = part.clone();
            }
        }
        question.to_string()
    };
    case["policies"].as_array().into_iter().flatten().map(ask).collect()
}

/// RFC 7396, in which the cases write their records.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    let Value::Object(members) = target else { return };
    for (name, value) in patch {
        if value.is_null() {
            members.shift_remove(name);
        } else {
            merge(members.entry(name).or_insert(Value::Null), value);
        }
    }
}

/// Takes over what stands at the same place in another question.
fn cross(to: &mut Tree, from: &Tree, source: &mut Source<'_>) {
    match (&mut *to, from) {
        (Tree::Object(_), Tree::Object(members)) if !members.is_empty() => {
            let (name, value) = &members[source.below(members.len())];
            match to.get_mut(name) {
                Some(inner) if !source.one_in(4) => cross(inner, value, source),
                _ => to.set(name, value.clone()),
            }
        }
        (Tree::List(old), Tree::List(new)) if !new.is_empty() => {
            let at = source.below(new.len());
            match old.get_mut(at) {
                Some(inner) if !source.one_in(4) => cross(inner, &new[at], source),
                _ => old.push(new[at].clone()),
            }
        }
        _ => *to = from.clone(),
    }
}

/// A value at least so deep inside, if there is one.
fn inside<'t>(tree: &'t Tree, least: usize, source: &mut Source<'_>) -> &'t Tree {
    let inner = match tree {
        Tree::Object(members) if !members.is_empty() => &members[source.below(members.len())].1,
        Tree::List(elements) if !elements.is_empty() => &elements[source.below(elements.len())],
        _ => return tree,
    };
    if least == 0 && source.one_in(2) {
        tree
    } else {
        inside(inner, least.saturating_sub(1), source)
    }
}

/// Puts a value at some place at least so deep inside: over another, or beside it.
fn graft(tree: &mut Tree, value: &Tree, least: usize, source: &mut Source<'_>) {
    let names = ["zzz", "email", "status", "id", "name", "type", "Version", "country", "phone"];
    let deeper = least > 0 || !source.one_in(3);
    match tree {
        Tree::Object(members) if !members.is_empty() && deeper => {
            let at = source.below(members.len());
            graft(&mut members[at].1, value, least.saturating_sub(1), source);
        }
        Tree::List(elements) if !elements.is_empty() && deeper => {
            let at = source.below(elements.len());
            graft(&mut elements[at], value, least.saturating_sub(1), source);
        }
        Tree::Object(_) if !source.one_in(4) => tree.set(source.pick(&names), value.clone()),
        Tree::List(elements) if !source.one_in(4) => elements.push(value.clone()),
        _ => *tree = value.clone(),
    }
}
