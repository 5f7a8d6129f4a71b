//! `customer needs`, `validate` and `diff`, single readings, and what every command has.

use serde_json::{Value, json};

use crate::program::{code, command, err, feed, file, out, quiet, run};
use crate::{ADMINISTRATOR, apply, told, tour};

fn parsed(output: &std::process::Output) -> Value {
    assert_eq!(err(output), "");
    crate::json(output)
}

/// The program exits with 0 only if every scene ends as it must.
#[test]
fn without_a_command_the_tour_is_shown_to_its_end() {
    let shown = quiet(&run(&[]));
    assert_eq!(shown, quiet(&run(&["tour"])));
    assert!(shown.contains("customer explain 1117"), "{shown}");
}

#[test]
fn needs_lists_what_is_not_given() {
    let (customer, update) = (tour("ibm-customer"), tour("ibm-update"));
    let ask = |facts: &str, more: &[&str]| {
        let args = ["needs", "--vendor", "ibm", "--customer", &customer, "--update", &update];
        run(&[&args[..], &["--facts", facts], more].concat())
    };
    let text = quiet(&ask("{}", &[]));
    assert!(
        text.starts_with("NEEDS  ibm 123456789: 2 facts to look up\n  ? role  a string"),
        "{text}"
    );
    assert!(text.contains("\n      for  the request as a whole (ibm.role.known)\n"), "{text}");
    assert!(
        text.contains(
            "--facts '{\"role\": \"CustomerAdministrator\", \"sameOrganization\": false}'"
        )
    );
    let one = parsed(&ask(r#"{"role": "VSR"}"#, &["--json"]));
    assert_eq!(one["needs"].as_array().unwrap().len(), 1);
    assert_eq!(one["needs"][0]["fact"], "sameOrganization");
    assert_eq!(quiet(&ask(ADMINISTRATOR, &[])), "NEEDS  ibm 123456789: nothing to look up\n");
    assert_eq!(quiet(&ask(ADMINISTRATOR, &["--json"])), "{\"needs\":[]}\n");
    let said = told(&ask(r#"{"rule": "VSR"}"#, &[]));
    assert!(said.contains("--facts at /rule: no such member here; known are role, "), "{said}");
    assert!(said.contains("customer facts --vendor ibm"), "{said}");
    let unread = ask("{", &["--json"]);
    assert_eq!(code(&unread), 2);
    assert_eq!(parsed(&unread)["violations"][0]["pointer"], "/facts");
}

#[test]
fn what_apply_needs_is_what_needs_lists() {
    let customer = tour("adobe-3yc-customer");
    let asked = ["--update", &tour("adobe-3yc-request"), "--json"];
    let undecided = apply("adobe", &customer, &asked);
    assert_eq!(code(&undecided), 4);
    let undecided = parsed(&undecided);
    let args = ["needs", "--vendor", "adobe", "--customer", &customer];
    let needs = parsed(&run(&[&args[..], &asked].concat()));
    assert_eq!((&undecided["next"], &needs["needs"]), (&json!("lookup"), &undecided["needs"]));
    let shown = apply("adobe", &customer, &asked[..2]);
    assert!(out(&shown).starts_with("UNDECIDED  adobe "), "{}", out(&shown));
    assert!(out(&shown).contains("\n  ? today  a date YYYY-MM-DD\n"), "{}", out(&shown));
    assert!(out(&shown).contains("\n  next    lookup: "), "{}", out(&shown));
}

#[test]
fn validate_reads_and_decides_nothing() {
    let customer = tour("ibm-customer");
    let validate = |more: &[&str]| run(&[&["validate", "--vendor", "ibm"][..], more].concat());
    // Stale, and no role: both are no matter of form.
    let text = quiet(&validate(&["--customer", &customer, "--update", &tour("ibm-refused")]));
    assert_eq!(text.matches("READABLE  ").count(), 2, "{text}");
    assert_eq!(quiet(&validate(&["--facts", ADMINISTRATOR])), "READABLE  --facts\n");
    let more = ["--policy", "viewer", "--reading", "null=missing", "--json"];
    assert_eq!(quiet(&validate(&more)), "{\"readable\":true,\"violations\":[]}\n");
    let said = told(&validate(&["--policy", "lenient", "--reading", "null=nothing"]));
    assert!(said.contains("  --policy: must be one of documented, observed, viewer\n"), "{said}");
    assert!(said.contains("  --reading null: must be one of refused, missing\n"), "{said}");
    assert!(said.contains("customer readings --vendor ibm"), "{said}");
    let bad = validate(&["--customer", r#"{"Customer": {"Version": "7"}}"#, "--json"]);
    assert_eq!(code(&bad), 2);
    let bad = parsed(&bad);
    assert_eq!(
        (&bad["readable"], &bad["violations"][0]["pointer"]),
        (&json!(false), &json!("/customer/Customer/Version"))
    );
    let said = told(&validate(&["--input", r#"{"operation": "suspend"}"#]));
    assert!(said.contains("must be one of suspendCustomer, unsuspendCustomer, "), "{said}");
    let said = told(&validate(&["--input", r#"{"settled": "failed"}"#]));
    assert!(said.contains("known are update, operation"), "{said}");
    told(&validate(&[]));
}

#[test]
fn single_readings_decide() {
    let customer =
        file("one.json", r#"{"companyProfile": {"contacts": [{"email": "a@b.example"}]}}"#);
    let ask = |more: &[&str]| {
        let update = r#"{"companyProfile": {"contacts": []}}"#;
        apply("adobe", &customer, &[&["--update", update], more].concat())
    };
    assert_eq!(code(&ask(&[])), 1);
    assert_eq!(code(&ask(&["--reading", "empty-contacts=keep"])), 0);
    assert_eq!(code(&ask(&["--policy", "observed", "--reading", "empty-contacts=refuse"])), 1);
    assert_eq!(
        code(&ask(&["--reading", "empty-contacts=keep", "--reading", "answer-window-days=9"])),
        0
    );
    let said = told(&ask(&["--reading", "empty-contact=keep"]));
    assert!(
        said.contains("--reading empty-contact: no such member here; known are preset, "),
        "{said}"
    );
    let twice = ["--reading", "empty-contacts=keep", "--reading", "empty-contacts=refuse"];
    assert!(told(&ask(&twice)).contains("empty-contacts is given twice"));
    for wrong in ["empty-contacts", "=keep", "empty-contacts="] {
        assert!(told(&ask(&["--reading", wrong])).contains("write NAME=CHOICE"), "{wrong}");
    }
}

#[test]
fn diff_tells_changes() {
    let before = tour("commvault-account");
    let text = std::fs::read_to_string(&before).unwrap();
    let after = file("after.json", text.replace("Sunnyvale", "San Jose"));
    let diff = |more: &[&str]| run(&[&["diff", "--vendor", "commvault"][..], more].concat());
    let differ = diff(&[&before, &after]);
    assert_eq!((code(&differ), err(&differ).as_str()), (1, ""));
    let pointer = "/data/contacts/0/address/city";
    assert_eq!(
        out(&differ),
        format!(
            "DIFFERENT  commvault: 1 change\n  ~ {pointer}  \"Sunnyvale\" -> \"San Jose\"  set\n"
        )
    );
    let differ = parsed(&diff(&["--json", &before, &after]));
    assert_eq!(
        differ["changes"],
        json!([{"pointer": pointer, "kind": "modified", "cause": "set", "before": "Sunnyvale",
            "after": "San Jose"}])
    );
    assert_eq!(quiet(&diff(&[&before, &before])), "SAME  commvault: 0 changes\n");
    // What went points into the old document, wrapped or not; the rest into the new one.
    let (wrapped, bare) = (r#"{"data": {"name": "A", "website": "w"}}"#, r#"{"name": "B"}"#);
    let changes = parsed(&diff(&["--json", wrapped, bare]))["changes"].clone();
    let pointers: Vec<_> = changes.as_array().unwrap().iter().map(|one| &one["pointer"]).collect();
    assert_eq!(pointers, ["/name", "/data/website"]);
    assert!(told(&diff(&[r#"{"name": 1}"#, bare])).contains("BEFORE at /name: must be a string"));
    assert!(told(&diff(&[bare, "no/such.json"])).contains("check the path given with AFTER"));
    assert!(told(&diff(&["-", "-"])).contains("only one of the documents"));
    assert_eq!(
        parsed(&diff(&["--json", bare, "[]"]))["error"],
        "[] can't be read: No such file or directory (os error 2)"
    );
    let from = ["diff", "--vendor", "commvault", "-", &before];
    quiet(&feed(&from, text.as_bytes()));
}

#[test]
fn wrong_arguments_are_told_to_programs_as_json() {
    for args in [
        &["apply", "--json"][..],
        &["diff", "--json", "--vendor", "oracle", "a", "b"],
        &["needs", "--json", "--nothing"],
    ] {
        let ended = run(args);
        assert_eq!((code(&ended), err(&ended).as_str()), (2, ""), "{args:?}");
        let told = crate::json(&ended);
        assert!(!told["error"].as_str().unwrap().is_empty(), "{told}");
        assert!(told["todo"].as_str().unwrap().contains("customer help"), "{told}");
    }
    assert!(
        told(&run(&["diff", "--vendor", "oracle", "a", "b"]))
            .contains("possible values: adobe, ibm")
    );
}

#[test]
fn every_command_has_colours_version_and_help() {
    let version = quiet(&run(&["--version"]));
    let (_, rest) = version.split_once(" (commit ").unwrap();
    assert!(rest.contains(", contract 1, presets of "), "{version}");
    let (customer, update) = (tour("adobe-customer"), tour("adobe-contacts"));
    let always = apply("adobe", &customer, &["--update", &update, "--color", "always"]);
    assert!(quiet(&always).contains('\u{1b}'));
    let mut never = command(&["rules", "--color", "never"]);
    assert!(!quiet(&never.env("CLICOLOR_FORCE", "1").output().unwrap()).contains('\u{1b}'));
    for name in [
        "apply", "needs", "validate", "diff", "batch", "replay", "schema", "facts", "readings",
        "rules", "explain",
    ] {
        let help = quiet(&run(&[name, "--help"]));
        assert!(help.contains("--color <WHEN>") && help.contains("--quiet"), "{help}");
        let page = quiet(&run(&["man", name]));
        assert!(page.contains(&format!("{name} \\-")), "{page}");
    }
}
