//! `customer rules`, `facts`, `readings` and `explain`.

use customer_core::vendors::VENDORS;
use serde_json::Value;

use crate::program::{quiet, run};
use crate::{rules, told};

#[test]
fn rules_come_in_three_formats() {
    let rules = rules();
    let table = quiet(&run(&["rules"]));
    let markdown = quiet(&run(&["rules", "--format", "markdown"]));
    assert!(!rules.is_empty());
    for rule in &rules {
        let id = rule["id"].as_str().unwrap();
        assert!(table.contains(&format!("\n{id}  ")), "{id}");
        assert!(markdown.contains(&format!("\n| `{id}` | ")), "{id}");
        for member in ["evidence", "source", "says"] {
            assert!(!rule[member].as_str().unwrap().is_empty(), "{id}");
        }
        for reading in rule["readings"].as_array().unwrap() {
            let decides = reading["decides"].as_str().unwrap();
            assert!(table.contains(decides), "{id}: {decides}");
        }
    }
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(
        markdown.lines().filter(|l| l.starts_with('|')).all(|l| [5, 11].contains(&cells(l))),
        "{markdown}"
    );
    let ibm = quiet(&run(&["rules", "--vendor", "ibm", "--format", "json"]));
    let ibm: Vec<Value> = serde_json::from_str(&ibm).unwrap();
    assert!(!ibm.is_empty() && ibm.iter().all(|rule| rule["vendor"] == "ibm"));
}

#[test]
fn explain_finds_ids_and_codes_and_suggests() {
    let rules = rules();
    for rule in &rules {
        let id = rule["id"].as_str().unwrap();
        let text = quiet(&run(&["explain", id]));
        assert!(text.starts_with(&format!("{id}\n")), "{text}");
        let ways = rule["instead"].as_array().unwrap();
        let none = "\n  instead   none: no plan meets this rule\n";
        assert_eq!(text.contains(none), ways.is_empty(), "{text}");
        for way in ways.iter().map(|way| way.as_str().unwrap()) {
            assert!(text.contains(&format!("  {way}: ")), "{text}");
        }
    }
    let with_code = |code: &str| rules.iter().filter(|rule| rule["code"] == code).count();
    for code in ["1117", "BZSAP1033E", "bzsap1033e", "2135"] {
        let text = quiet(&run(&["explain", code]));
        let of = |id: &str| rules.iter().find(|rule| rule["id"] == id);
        let found: Vec<_> = text.lines().filter_map(of).collect();
        assert_eq!(found.len(), with_code(&code.to_uppercase()), "{text}");
        assert!(found.iter().all(|rule| rule["code"] == code.to_uppercase()), "{text}");
    }
    let id = rules[0]["id"].as_str().unwrap();
    let cut = id.strip_suffix(|_: char| true).unwrap();
    let said = told(&run(&["explain", cut]));
    assert!(said.contains(", fact or reading is called") && said.contains(id), "{said}");
    assert!(!said.contains("\n  commvault:"), "{said}");
    let said = told(&run(&["explain", "\u{1b}[31m 学"]));
    assert!(said.contains("customer rules") && !said.contains('\u{1b}'), "{said}");
    told(&run(&["explain", ""]));
}

#[test]
fn explain_begins_with_a_summary() {
    let text = quiet(&run(&["explain", "1117"]));
    let (first, _) = text.split_once('\n').unwrap();
    let many = rules().iter().filter(|rule| rule["code"] == "1117").count();
    assert!(
        first.starts_with(&format!("1117 at adobe: {many} rules, answered with HTTP 400")),
        "{first}"
    );
    assert!(!quiet(&run(&["explain", "2135"])).starts_with("2135 at"), "one rule needs none");
    for status in ["403", "409", "500", "HTTP 409"] {
        let text = quiet(&run(&["explain", status]));
        let number = status.trim_start_matches("HTTP ");
        let status: Value = number.parse().unwrap();
        let of = |rule: &&Value| rule["status"] == status && !rule["next"].is_null();
        let many = rules().iter().filter(of).count();
        let line = format!("  status    HTTP {number}\n");
        let ids = text.lines().filter(|line| rules().iter().any(|rule| rule["id"] == *line));
        assert!(many > 0);
        assert_eq!(ids.count(), many, "{text}");
        // Few rules are explained in full, of many each has one or two lines.
        assert_eq!(text.matches(&line).count(), if many > 3 { 0 } else { many }, "{text}");
        assert_eq!(text.ends_with("`customer explain ID` explains one in full\n"), many > 3);
    }
}

#[test]
fn explain_knows_facts_readings_vendors_and_presets() {
    let text = quiet(&run(&["explain", "activeSubscriptions"]));
    assert!(text.contains("  fact of   adobe\n") && text.contains("  fact of   ibm\n"), "{text}");
    let text = quiet(&run(&["explain", "empty-contacts"]));
    assert!(text.contains("  choices   refuse, keep\n"), "{text}");
    for vendor in ["adobe", "IBM", "commvault"] {
        let said = told(&run(&["explain", vendor]));
        let name = vendor.to_lowercase();
        assert!(said.contains(&format!("to do: use `customer rules --vendor {name}`")), "{said}");
    }
    assert!(told(&run(&["explain", "observed"])).contains("is a preset"));
    let said = told(&run(&["explain", "contact"]));
    assert!(said.contains("\n  adobe:\n    adobe.contact") && said.contains(" more: "), "{said}");
}

#[test]
fn facts_and_readings_come_in_three_formats() {
    for (list, row) in [("facts", "sameOrganization"), ("readings", "empty-contacts")] {
        let (mut vendors, mut known) = (Vec::new(), false);
        for one in
            serde_json::from_str::<Vec<Value>>(&quiet(&run(&[list, "--format", "json"]))).unwrap()
        {
            vendors.push(one["vendor"].as_str().unwrap().to_owned());
            known |= one["name"] == row;
            for member in one.as_object().unwrap().values() {
                assert!(!member.is_null() && member != "", "{one}");
            }
        }
        vendors.dedup();
        let all: Vec<_> = VENDORS.iter().map(|(vendor, _)| (*vendor).to_owned()).collect();
        assert_eq!((vendors, known), (all, true));
        assert!(quiet(&run(&[list])).contains(&format!("\n{row} ")), "{list}");
        assert!(quiet(&run(&[list, "--format", "markdown"])).contains(&format!("\n| `{row}` | ")));
    }
    let all = quiet(&run(&["rules"]));
    assert!(all.contains("\nReadings of commvault\n"), "{all}");
}

#[test]
fn rules_tell_readings_only_where_presets_differ() {
    for rule in rules() {
        let readings = rule["readings"].as_array().unwrap();
        let differ = readings.iter().any(|one| one["decides"] != readings[0]["decides"]);
        assert!(readings.is_empty() || differ, "{rule}");
        let refuses = !rule["hint"].as_str().unwrap().is_empty();
        assert_eq!(rule["next"].is_string(), refuses, "{rule}");
    }
}
