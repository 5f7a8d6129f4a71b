//! The rules of the house, read off the files and the rule tables.
//!
//! Goal: what no type and no lint can hold still holds: who may name whom, which rooms a vendor has,
//! how long a file is, what a rule must say. Method: the sources are read as text, the rules as data;
//! every breach is listed at once.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use customer_core::decision::Rule;
use customer_core::vendors::VENDORS;
use customer_core::{commitment, commvault, ibm};

/// A file of ours: its path from the root, and its text.
struct File {
    path: String,
    text: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if name != "target" && !name.starts_with('.') {
                walk(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

/// All files below a folder with one of these endings.
fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    paths.sort();
    let ours = paths.iter().filter(|path| {
        path.extension().is_some_and(|ending| endings.contains(&ending.to_str().unwrap()))
    });
    ours.map(|path| File {
        path: path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned(),
        text: fs::read_to_string(path).unwrap(),
    })
    .collect()
}

/// What is shipped: the library and the programs, without their tests.
fn shipped() -> Vec<File> {
    let mut all = files("src", &["rs"]);
    all.extend(files("apps", &["rs"]).into_iter().filter(|file| !file.path.contains("/tests/")));
    assert!(all.len() > 60, "the walk finds the files");
    all
}

#[track_caller]
fn none(breaches: &[String]) {
    assert!(breaches.is_empty(), "{} breaches:\n{}", breaches.len(), breaches.join("\n"));
}

/// Whether `text` has `word`, letter case aside, as a word of its own. `_` and digits are part of
/// words.
fn has_word(text: &str, word: &str) -> bool {
    let text = text.to_lowercase();
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

#[test]
fn has_word_finds_words() {
    assert!(has_word("use crate::ibm::Customer;", "ibm") && has_word("IBM's PUT", "ibm"));
    assert!(!has_word("libmagic ibm_x", "ibm"));
}

#[test]
fn no_file_is_long() {
    let long = shipped().into_iter().filter_map(|file| {
        let lines = file.text.lines().count();
        (lines > 400).then(|| format!("{}: {lines} lines", file.path))
    });
    none(&long.collect::<Vec<_>>());
}

#[test]
fn no_line_is_wide() {
    let mut wide = Vec::new();
    for file in shipped() {
        for (number, line) in file.text.lines().enumerate() {
            if line.chars().count() > 100 {
                wide.push(format!("{}:{}", file.path, number + 1));
            }
        }
    }
    none(&wide);
}

#[test]
fn every_file_says_what_it_is() {
    let mut all = shipped();
    all.extend(files("tests", &["rs"]));
    all.extend(files("apps", &["rs"]));
    all.extend(files("examples", &["rs"]));
    let silent = all.into_iter().filter(|file| !file.text.starts_with("//!"));
    none(&silent.map(|file| file.path).collect::<Vec<_>>());
}

#[test]
fn no_vendor_names_another() {
    let mut breaches = Vec::new();
    for (vendor, _) in VENDORS {
        let own = files(&format!("src/{vendor}"), &["rs", "md"]);
        assert!(!own.is_empty(), "{vendor} has files");
        for file in own {
            for (other, _) in VENDORS {
                if other != vendor && has_word(&file.text, other) {
                    breaches.push(format!("{} names {other}", file.path));
                }
            }
        }
    }
    none(&breaches);
}

#[test]
fn the_machine_names_no_vendor() {
    let mut breaches = Vec::new();
    for folder in ["src/commitment", "src/value", "src/json", "src/member", "src/decision"] {
        for file in files(folder, &["rs", "md"]) {
            // A code or a page of a vendor may be the example of a comment, but no path leads there.
            let code: Vec<&str> = match folder {
                "src/commitment" => file.text.lines().collect(),
                _ => {
                    file.text.lines().filter(|line| !line.trim_start().starts_with("//")).collect()
                }
            };
            for (vendor, _) in VENDORS {
                if has_word(&code.join("\n"), vendor) {
                    breaches.push(format!("{} names {vendor}", file.path));
                }
            }
        }
    }
    none(&breaches);
}

/// The first name of every path of ours in `text`.
fn ours(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for root in ["crate::", "customer_core::"] {
        for (at, _) in text.match_indices(root) {
            let rest = &text[at + root.len()..];
            let name: String =
                rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                found.insert(name);
            }
            if let Some(list) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
                let names = list.0.split(',').map(|one| one.trim().split("::").next().unwrap());
                found.extend(names.filter(|one| !one.is_empty()).map(str::to_owned));
            }
        }
    }
    found
}

#[test]
fn the_foundations_name_nothing_above_them() {
    let mut breaches = Vec::new();
    for (folder, may) in [
        ("src/value", &["json", "value"][..]),
        ("src/json", &["json"][..]),
        // A member tells its change in the words of a decision, and its tests store it.
        ("src/member", &["decision", "formats", "json", "member", "value"][..]),
        ("src/decision", &["decision", "json", "member", "value"][..]),
        ("src/commitment", &["commitment", "decision", "json", "member", "value"][..]),
        ("src/plan", &["decision", "json", "member", "neutral", "plan", "vendors"][..]),
        ("src/http", &["http", "json"][..]),
        ("src/endpoint", &["decision", "endpoint", "http", "json", "member", "value"][..]),
    ] {
        for file in files(folder, &["rs"]) {
            for name in ours(&file.text) {
                if !may.contains(&name.as_str()) {
                    breaches.push(format!("{} names {name}", file.path));
                }
            }
        }
    }
    for (vendor, _) in VENDORS {
        for file in files(&format!("src/{vendor}"), &["rs"]) {
            let mut may = vec![*vendor, "commitment", "decision", "json", "member", "value"];
            if file.path.contains("/endpoint/") {
                may.extend(["endpoint", "http"]);
            }
            if file.path.contains("/plan/") {
                may.extend(["neutral", "plan", "vendors"]);
            }
            for name in ours(&file.text) {
                if !may.contains(&name.as_str()) {
                    breaches.push(format!("{} names {name}", file.path));
                }
            }
        }
    }
    none(&breaches);
}

#[test]
fn every_wing_has_the_same_rooms() {
    let rooms =
        ["mod", "record", "update", "facts", "rules", "merge", "change", "effect", "response"];
    let mut breaches = Vec::new();
    for (vendor, _) in VENDORS {
        for room in rooms {
            let folder = root().join("src").join(vendor);
            if !folder.join(format!("{room}.rs")).is_file()
                && !folder.join(room).join("mod.rs").is_file()
            {
                breaches.push(format!("{vendor} has no {room}"));
            }
        }
    }
    // And every folder with such files is a vendor of the list.
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.join("merge.rs").is_file() && !VENDORS.iter().any(|(vendor, _)| *vendor == name) {
            breaches.push(format!("{name} is not in the list of vendors"));
        }
    }
    none(&breaches);
}

#[test]
fn nothing_is_left_to_do() {
    // Put together here, so that this file does not breach its own rule.
    let marks =
        [["to", "do!"], ["FIX", "ME"], ["TO", "DO"], ["XX", "X:"], ["HA", "CK"], ["db", "g!("]];
    let mut breaches = Vec::new();
    let mut all = files("src", &["rs", "md"]);
    all.extend(files("apps", &["rs", "md"]));
    all.extend(files("tests", &["rs"]));
    for file in all {
        for mark in marks.map(|mark| mark.concat()) {
            if file.text.contains(&mark) {
                breaches.push(format!("{} has {mark}", file.path));
            }
        }
    }
    none(&breaches);
}

/// How the work is done, and by whom, is no part of it.
#[test]
fn no_word_of_the_workplace() {
    let words = [
        ["clau", "de"],
        ["anth", "ropic"],
        ["open", "ai"],
        ["chat", "gpt"],
        ["ll", "m"],
        ["assis", "tant"],
        ["sub", "agent"],
        ["co", "pilot"],
        ["promp", "t"],
    ];
    let places = [["/wo", "rk/"], ["/tm", "p/"], ["/ho", "me/"]];
    let mut breaches = Vec::new();
    let mut all = Vec::new();
    for folder in ["src", "apps", "tests", "examples", "benches"] {
        all.extend(files(folder, &["rs", "md", "toml"]));
    }
    for name in ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "Cargo.toml"] {
        if let Ok(text) = fs::read_to_string(root().join(name)) {
            all.push(File { path: name.to_owned(), text });
        }
    }
    for file in all {
        for word in words.map(|word| word.concat()) {
            if has_word(&file.text, &word) {
                breaches.push(format!("{} says {word}", file.path));
            }
        }
        for place in places.map(|place| place.concat()) {
            if file.text.contains(&place) {
                breaches.push(format!("{} names {place}", file.path));
            }
        }
    }
    none(&breaches);
}

/// Names of a vendor's presets.
fn presets(vendor: &str) -> &'static [&'static str] {
    match vendor {
        "adobe" | "commitment" => &["documented", "observed"],
        "ibm" => ibm::Policy::NAMES,
        "commvault" => commvault::Policy::NAMES,
        other => panic!("say which presets {other} has"),
    }
}

fn all_rules() -> Vec<(&'static str, &'static Rule)> {
    let vendors =
        VENDORS.iter().flat_map(|(vendor, rules)| rules.iter().map(|rule| (*vendor, rule)));
    vendors.chain(commitment::RULES.iter().map(|rule| ("commitment", rule))).collect()
}

#[test]
fn every_rule_has_an_id_of_its_own() {
    let mut breaches = Vec::new();
    for table in [VENDORS, &[("commitment", commitment::RULES)]].concat() {
        let (vendor, rules) = table;
        let mut seen = BTreeSet::new();
        for rule in rules {
            if !seen.insert(rule.id) {
                breaches.push(format!("{} is there twice", rule.id));
            }
            let steps: Vec<&str> = rule.id.split('.').collect();
            let plain = |step: &str| {
                let bytes = step.as_bytes();
                bytes.first().is_some_and(u8::is_ascii_lowercase)
                    && bytes
                        .iter()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
                    && !step.ends_with('-')
            };
            // The machine's rules keep their name where a vendor lists them.
            let known = steps[0] == vendor || (vendor == "adobe" && steps[0] == "commitment");
            if steps.len() != 3 || !steps.iter().all(|step| plain(step)) || !known {
                breaches.push(format!("{} is not vendor.subject.says", rule.id));
            }
        }
    }
    none(&breaches);
}

#[test]
fn every_rule_says_what_where_from_and_what_to_do() {
    let mut breaches = Vec::new();
    for (_, rule) in all_rules() {
        let id = rule.id;
        for (what, text) in [("says", rule.says), ("source", rule.source)] {
            if text.trim().is_empty() || text.trim() != text {
                breaches.push(format!("{id}: {what} {text:?}"));
            }
        }
        for (what, text) in [("says", rule.says), ("hint", rule.hint)] {
            if text.ends_with('.') || text.contains("  ") || text.contains('\n') {
                breaches.push(format!("{id}: {what} {text:?} is part of a longer sentence"));
            }
        }
        if rule.code.is_some() && rule.hint.is_empty() {
            breaches.push(format!("{id} refuses with a code and has no hint"));
        }
    }
    none(&breaches);
}

#[test]
fn refusals_come_first() {
    let mut breaches = Vec::new();
    for (vendor, rules) in VENDORS {
        let own = rules.iter().filter(|rule| rule.id.starts_with(vendor));
        let quiet: Vec<bool> = own.map(|rule| rule.hint.is_empty()).collect();
        if !quiet.is_sorted() {
            breaches
                .push(format!("{vendor}: a rule that refuses stands behind one that never does"));
        }
    }
    none(&breaches);
}

#[test]
fn readings_name_every_preset_once() {
    let mut breaches = Vec::new();
    for (vendor, rule) in all_rules() {
        let named: Vec<&str> = rule.readings.iter().map(|reading| reading.preset).collect();
        for preset in &named {
            if !presets(vendor).contains(preset) {
                breaches.push(format!("{}: no such preset: {preset}", rule.id));
            }
        }
        let once: BTreeSet<&&str> = named.iter().collect();
        if once.len() != named.len() {
            breaches.push(format!("{}: a preset twice", rule.id));
        }
        if !named.is_empty() && named.len() != presets(vendor).len() {
            breaches.push(format!("{}: only {named:?} decide", rule.id));
        }
        if rule.readings.iter().any(|reading| reading.decides.trim().is_empty()) {
            breaches.push(format!("{}: a preset that decides nothing", rule.id));
        }
    }
    none(&breaches);
}

/// The names that rules and the contract use lead to a policy.
#[test]
fn every_preset_can_be_had_by_name() {
    for preset in presets("adobe") {
        assert!(customer_core::adobe::Policy::by_name(preset).is_some(), "{preset}");
    }
    for preset in presets("ibm") {
        assert!(ibm::Policy::by_name(preset).is_some(), "{preset}");
    }
    for preset in presets("commvault") {
        assert!(commvault::Policy::by_name(preset).is_some(), "{preset}");
    }
}
