//! The statements about endpoints and sandbox, and the tests that are named after them.
//!
//! Goal: an id in a test's name can be looked up, and a statement without a test says so. Method:
//! the page and the names of the tests are read as text.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const LETTERS: &[char] = &['a', 'b', 'g', 'i', 'k', 'l', 'v'];

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// The text of every file with tests of endpoints or of the sandbox.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(read(&path));
        }
    }
}

/// The ids that a name begins with: `a60_a61_the_same` has two.
fn ids(name: &str) -> impl Iterator<Item = String> {
    let is_id = |step: &&str| {
        let digits = step.strip_prefix(LETTERS).unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    name.split('_').take_while(is_id).map(str::to_uppercase)
}

#[test]
fn ids_are_found_in_names() {
    let found = |name| ids(name).collect::<Vec<_>>();
    assert_eq!(found("a60_a61_the_same_call"), ["A60", "A61"]);
    assert!(found("a_second_call").is_empty() && found("p1_other").is_empty());
}

#[test]
fn every_id_of_a_test_is_a_statement_and_every_statement_has_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["tests/it", "apps/sandbox/tests", "apps/sandbox/src"] {
        sources(&root.join(folder), &mut texts);
    }
    let names = texts.iter().flat_map(|text| text.split("fn ").skip(1));
    let names = names.map(|rest| rest.split(['(', '<', ' ']).next().unwrap());
    let tested: BTreeSet<String> = names.flat_map(ids).collect();
    assert!(tested.len() > 100, "the names are found");

    let page = read(&root.join("docs/STATEMENTS.md"));
    let mut known = BTreeSet::new();
    let mut breaches = Vec::new();
    for line in page.lines().filter_map(|line| line.strip_prefix("| ")) {
        let (id, says) = line.split_once(" | ").unwrap();
        if id == "id" {
            continue;
        }
        if !known.insert(id.to_owned()) {
            breaches.push(format!("{id} is there twice"));
        }
        let has_reason = says.contains(" No test of this name: ");
        match (tested.contains(id), has_reason) {
            (false, false) => breaches.push(format!("{id} has no test and does not say why")),
            (true, true) => breaches.push(format!("{id} has a test and says that it has none")),
            _ => {}
        }
    }
    let unknown = tested.difference(&known);
    breaches.extend(unknown.map(|id| format!("{id} is no statement of the page")));
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}
