//! The rules of this repository, read off the files and the rule tables.
//!
//! Goal: what no type and no lint can hold still holds: who may name whom, which files a vendor has,
//! how long a file is, which words are used, what a rule must say. Method: the sources are read as
//! text, the rules as data; every breach is listed at once.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use customer_core::commitment;
use customer_core::contract::{self, Described};
use customer_core::decision::{Instead, Next, Rule, RuleKind};
use customer_core::vendors::VENDORS;
use serde_json::Value;

use crate::common::is_of_a_call;

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
            if !["target", "node_modules"].contains(&name) && !name.starts_with('.') {
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
        // `formats` is a module for tests only.
        ("src/member", &["formats", "json", "member", "value"][..]),
        ("src/decision", &["decision", "formats", "json", "member", "value"][..]),
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
            let is_of = |part: &str| {
                file.path.contains(&format!("/{part}/"))
                    || file.path.ends_with(&format!("/{part}.rs"))
            };
            if is_of("endpoint") {
                may.extend(["endpoint", "http"]);
            }
            if is_of("plan") {
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

/// A file, or a folder of that name.
fn has_module(folder: &Path, name: &str) -> bool {
    folder.join(format!("{name}.rs")).is_file() || folder.join(name).join("mod.rs").is_file()
}

#[test]
fn every_vendor_has_the_same_files() {
    let names = [
        "mod", "record", "update", "facts", "rules", "check", "merge", "change", "effect",
        "response", "endpoint",
    ];
    let mut breaches = Vec::new();
    for (vendor, _) in VENDORS {
        for name in names {
            if !has_module(&root().join("src").join(vendor), name) {
                breaches.push(format!("{vendor} has no {name}"));
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

/// The verbs are defined or exported by every vendor's `mod.rs`, under the same names and in the
/// same order.
#[test]
fn every_vendor_has_the_same_functions() {
    let defined = ["needs", "decide", "decide_update", "apply"];
    let exported = ["diff", "evolve", "accepted", "refused", "RULES", "VERSION"];
    let mut breaches = Vec::new();
    for (vendor, _) in VENDORS {
        let text = fs::read_to_string(root().join("src").join(vendor).join("mod.rs")).unwrap();
        let places = defined.map(|name| text.find(&format!("\npub fn {name}(")));
        if places.contains(&None) || !places.is_sorted() {
            breaches.push(format!("{vendor}: not {defined:?} in this order"));
        }
        let lists = text.split("pub use ").skip(1);
        let uses: String = lists.map(|one| one.split(';').next().unwrap()).collect();
        let is_there = |name: &str| {
            has_word(&uses, &name.to_lowercase())
                || text.contains(&format!(
                    "
pub fn {name}("
                ))
        };
        for name in exported.into_iter().filter(|name| !is_there(name)) {
            breaches.push(format!("{vendor} does not export {name}"));
        }
    }
    none(&breaches);
}

/// The pages beside the sources.
const PAGES: [&str; 6] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "PERFORMANCE.md",
    "TRUST.md",
];

/// Words that only insiders would understand. `stands for` is plain English.
#[test]
fn no_word_of_a_jargon() {
    let words = ["wing", "wings", "room", "rooms", "roster", "house", "told", "stands"];
    let mut all = files("src", &["rs", "md"]);
    all.extend(files("docs", &["md"]));
    all.extend(files("examples", &["rs"]));
    all.extend(files("apps/customer/src", &["rs"]));
    all.extend(files("apps/sandbox/src", &["rs", "md"]));
    for name in PAGES {
        let text = fs::read_to_string(root().join(name)).unwrap();
        all.push(File { path: name.to_owned(), text });
    }
    let mut breaches = Vec::new();
    for file in all {
        for (number, line) in file.text.lines().enumerate() {
            let line = line.replace("stands for", "means");
            for word in words.iter().filter(|word| has_word(&line, word)) {
                breaches.push(format!("{}:{} says {word}", file.path, number + 1));
            }
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
    for folder in [
        "src", "apps", "tests", "examples", "benches", "docs", "fuzz", "proofs", "bindings",
        "cluster",
    ] {
        all.extend(files(folder, &["rs", "md", "toml", "py", "ts"]));
    }
    for name in fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().file_name()) {
        let name = name.into_string().unwrap();
        if name.ends_with(".md") || name.ends_with(".toml") {
            let text = fs::read_to_string(root().join(&name)).unwrap();
            all.push(File { path: name, text });
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

/// An exception for a file that is gone is one that nobody looks at.
#[test]
fn lists_of_exceptions_name_files() {
    let mut breaches = Vec::new();
    for list in [".ci/uncovered.txt", "proofs/mutants/equivalent.toml"] {
        let text = fs::read_to_string(root().join(list)).unwrap();
        let paths = text.split(['"', '\t', '\n']).filter(|part| part.starts_with("src/"));
        let paths = paths.map(|part| part.split(':').next().unwrap());
        let paths: BTreeSet<&str> = paths.collect();
        assert!(!paths.is_empty(), "{list}");
        let gone = paths.iter().filter(|path| !root().join(path).is_file());
        breaches.extend(gone.map(|path| format!("{list} names {path}")));
    }
    none(&breaches);
}

/// What the contract takes of a vendor; a commitment is Adobe's.
fn described(vendor: &str) -> &'static Described {
    let vendor = if vendor == "commitment" { "adobe" } else { vendor };
    contract::VENDORS.iter().find(|one| one.name == vendor).expect("a vendor of the list")
}

/// Names of a vendor's presets.
fn presets(vendor: &str) -> &'static [&'static str] {
    described(vendor).presets
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
        let quiet: Vec<bool> = own.map(|rule| rule.kind != RuleKind::Refuses).collect();
        if !quiet.is_sorted() {
            breaches
                .push(format!("{vendor}: a rule that refuses stands behind one that never does"));
        }
    }
    none(&breaches);
}

/// What a row answers about its rule: nothing has to be guessed from an id, a code or a place.
#[test]
fn every_row_answers_everything() {
    let mut breaches = Vec::new();
    let mut check = |id: &str, holds: bool, what: &str| {
        if !holds {
            breaches.push(format!("{id}: {what}"));
        }
    };
    for (vendor, rule) in all_rules() {
        let id = rule.id;
        let (refuses, of_vendor) = (rule.kind == RuleKind::Refuses, id.starts_with(vendor));
        check(id, rule.hint.is_empty() != refuses, "a rule that refuses has a hint, no other one");
        check(id, (rule.next == Next::Done) != refuses, "a refusal leads somewhere");
        check(id, rule.next != Next::Lookup, "a missing fact is no refusal");
        check(id, refuses || (rule.code, rule.status) == (None, None), "it never answers");
        let looks_up = rule.instead.ways() == [Instead::Facts];
        let is_used = refuses || looks_up || rule.facts.is_empty();
        check(id, is_used, "it refuses nothing and asks for nothing, so it needs no fact");
        check(id, rule.code.is_none() || rule.status.is_some(), "a code without a status");
        if let Some(status) = rule.status {
            check(id, (400..600).contains(&status), "no status of a refusal");
        }
        // Only what is no API call has no answer: the commitment's and the account's events.
        let is_event = !of_vendor
            || vendor == "commitment"
            || id.starts_with("commvault.settled.")
            || id.starts_with("adobe.account.checked");
        check(id, !refuses || rule.status.is_some() || is_event, "an API call without a status");
        for fact in rule.facts {
            check(id, facts(vendor).contains(fact), "no such fact");
        }
    }
    for (vendor, rules) in VENDORS {
        // The rank is the place in the table.
        let own = rules.iter().filter(|rule| rule.id.starts_with(vendor));
        let ranks: Vec<u16> =
            own.filter(|rule| rule.kind == RuleKind::Refuses).map(|rule| rule.rank).collect();
        check(vendor, ranks.is_sorted_by(|a, b| a < b), "ranks are the places of the rows");
    }
    none(&breaches);
}

/// Names of a vendor's facts.
fn facts(vendor: &str) -> Vec<&'static str> {
    described(vendor).facts.iter().map(|row| row.name).collect()
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
    for vendor in contract::VENDORS {
        for preset in vendor.presets {
            assert!(vendor.preset(preset).is_some(), "{preset} of {}", vendor.name);
        }
    }
}

/// A file that holds nothing but rules.
fn is_table(file: &File) -> bool {
    file.path.ends_with("/rules.rs") || file.path.contains("/rules/")
}

/// The rows of a table as they are written: the name of the constant, and the id.
fn rows(table: &File) -> impl Iterator<Item = (&str, &str)> {
    table.text.lines().filter_map(|line| {
        let (name, rest) = line.trim().split_once(" = \"")?;
        let (id, _) = rest.split_once('"')?;
        let is_name =
            name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        (is_name && !id.contains(' ')).then_some((name, id))
    })
}

/// The ids that lines `// Rule: id` name.
fn named(file: &File) -> impl Iterator<Item = &str> {
    let comments = file.text.lines().filter_map(|line| line.trim().strip_prefix("// Rule: "));
    comments.filter_map(|rest| rest.split(' ').next())
}

/// The constants that code uses as `rules::NAME`.
fn used(file: &File) -> impl Iterator<Item = &str> {
    let code = file.text.lines().filter(|line| !line.trim().starts_with("//"));
    code.flat_map(|line| line.split("rules::").skip(1)).map(|rest| {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        rest.split(|c| !is_part(c)).next().unwrap()
    })
}

/// A search for the id of a rule, or for its constant, leads from the table to the code.
#[test]
fn every_rule_is_named_where_it_is_carried_out() {
    let mut breaches = Vec::new();
    for (folder, rules) in [VENDORS, &[("commitment", commitment::RULES)]].concat() {
        let files = files(&format!("src/{folder}"), &["rs"]);
        let (tables, code): (Vec<_>, Vec<_>) = files.into_iter().partition(is_table);
        let rows: Vec<_> = tables.iter().flat_map(rows).collect();
        for rule in rules.iter().filter(|rule| rule.id.starts_with(folder)) {
            assert!(rows.iter().any(|(_, id)| *id == rule.id), "the row of {} is found", rule.id);
        }
        let used: BTreeSet<_> = code.iter().flat_map(used).collect();
        let mut seen = BTreeSet::new();
        for id in code.iter().flat_map(named) {
            if !rows.iter().any(|(_, row)| *row == id) {
                breaches.push(format!("src/{folder} names {id}, which is no row of its tables"));
            }
            if !seen.insert(id) {
                breaches.push(format!("src/{folder} names {id} twice"));
            }
        }
        for (name, id) in rows {
            if !used.contains(name) && !seen.contains(id) {
                breaches.push(format!("nothing in src/{folder} names {id}"));
            }
        }
    }
    none(&breaches);
}

/// The rules that cases are about: members `"rule"` of `tests/cases`.
fn rules_of_cases() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in files("tests/cases", &["json"]) {
        let read: Value = serde_json::from_str(&file.text).unwrap();
        let cases = read["cases"].as_array().into_iter().flatten();
        found.extend(cases.filter_map(|case| case["rule"].as_str().map(str::to_owned)));
    }
    found
}

/// A rule has a case that says that it is about it; one that no case can be about, because only an
/// endpoint carries it out, has a test of the endpoint that says so.
#[test]
fn every_rule_has_a_case_of_its_own() {
    // The core is always given a record; and no case writes down ten thousand contacts, or a member
    // that is larger or deeper than what is read.
    let never = [
        "adobe.account.not-found",
        "adobe.contacts.at-most",
        "commvault.contacts.at-most",
        "commvault.settled.at-most",
        "ibm.unknown.size",
    ];
    let cases = rules_of_cases();
    let tests =
        files("tests/it", &["rs"]).into_iter().filter(|file| file.path.contains("endpoint"));
    let tests: Vec<_> = tests.collect();
    let of_endpoint: BTreeSet<_> = tests.iter().flat_map(named).collect();
    let mut breaches = Vec::new();
    let rules = VENDORS.iter().flat_map(|(_, rules)| rules.iter());
    for rule in rules.filter(|rule| !never.contains(&rule.id)) {
        let has_one = match rule.kind {
            RuleKind::Refuses => is_of_a_call(rule) || cases.contains(rule.id),
            RuleKind::States => cases.contains(rule.id) || of_endpoint.contains(rule.id),
            RuleKind::Plans => true,
            other => panic!("nobody has thought of {other}"),
        };
        if !has_one {
            breaches.push(format!("no case is about {}", rule.id));
        }
    }
    none(&breaches);
}
