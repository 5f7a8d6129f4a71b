//! `customer apply`, the tour, and what `clap` generates.

use crate::program::{code, command, err, feed, file, out, quiet, run};
use crate::{ADMINISTRATOR, apply, json, told, tour};

#[test]
fn tour_plays_every_scene() {
    let text = quiet(&run(&[]));
    assert_eq!(quiet(&run(&["tour"])), text);
    for scene in 1..=26 {
        assert!(text.contains(&format!("\n{scene:>2}  ")), "scene {scene}");
    }
    for word in [
        "PLANNED",
        "UNREACHABLE",
        "mails   nobody",
        "Adobe: PATCH",
        "(3YC)",
        "IBM: PUT",
        "Commvault:",
        "APPLIED",
        "UNCHANGED",
    ] {
        assert!(text.contains(word), "{word}");
    }
    for word in [
        "REJECTED  ",
        "REJECTED (stale)",
        "UNDECIDED",
        "? owned",
        "omitted",
        "update_failure",
        "COMMITTED",
    ] {
        assert!(text.contains(word), "{word}");
    }
    assert!(!text.contains("expected "), "{text}");
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
        assert_eq!(line.trim_end(), line);
    }
}

#[test]
fn colours_only_where_they_belong() {
    let forced = command(&[]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(quiet(&forced).contains('\u{1b}'));
    assert!(!quiet(&run(&[])).contains('\u{1b}'));
    let mut never = command(&[]);
    let never = never.env("NO_COLOR", "1").output().unwrap();
    assert!(!quiet(&never).contains('\u{1b}'));
}

#[test]
fn applied_and_unchanged_are_0() {
    let (customer, update) = (tour("adobe-customer"), tour("adobe-contacts"));
    let text = quiet(&apply("adobe", &customer, &["--update", &update]));
    assert!(text.starts_with("APPLIED  adobe 9876543210: 2 changes, 3 effects, HTTP 200\n"));
    assert!(text.contains("\n  + /companyProfile/contacts/0  {\""), "{text}");
    assert!(text.contains("\n  effect  welcome-email  minnie@mouse.com\n"), "{text}");
    assert!(text.contains("\n  answer  HTTP 200  {\""), "{text}");
    assert!(text.ends_with("  next    done: nothing more to do\n"), "{text}");
    let text = quiet(&apply("adobe", &customer, &["--update", &customer]));
    assert!(text.starts_with("UNCHANGED  adobe 9876543210: 0 changes, 1 effect"), "{text}");
}

#[test]
fn rejected_is_1_and_tells_everything() {
    let (customer, update) = (tour("adobe-customer"), tour("adobe-refused"));
    let refused = apply("adobe", &customer, &["--update", &update]);
    let text = out(&refused);
    assert_eq!((code(&refused), err(&refused).as_str()), (1, ""), "{text}");
    assert!(text.starts_with("REJECTED  adobe 9876543210: 3 violations, HTTP 400\n"), "{text}");
    for place in ["! /companyProfile/contacts  1117", "! /companyProfile/colour  1121"] {
        assert!(text.contains(place), "{text}");
    }
    assert_eq!(text.matches("\n      rule  adobe.").count(), 3, "{text}");
    assert!(text.contains("\n      hint  "), "{text}");
    assert!(text.contains("  next    fix: "), "{text}");
    let pretty = apply("adobe", &customer, &["--update", &update, "--pretty"]);
    assert!(out(&pretty).contains("\n  answer  HTTP 400\n    {\n      \"code\": "), "{text}");
}

#[test]
fn stale_is_3() {
    let (customer, update) = (tour("ibm-customer"), tour("ibm-refused"));
    let current = std::fs::read_to_string(&customer).unwrap();
    let old = file("old.json", current.replace("\"Version\": 7", "\"Version\": 6"));
    let stale = apply("ibm", &customer, &["--update", &old, "--facts", ADMINISTRATOR]);
    assert_eq!(code(&stale), 3, "{}", out(&stale));
    assert!(out(&stale).starts_with("REJECTED (stale)  ibm 123456789: "), "{}", out(&stale));
    assert!(out(&stale).contains("  next    refetch: read the record"), "{}", out(&stale));
    let refused = apply("ibm", &customer, &["--update", &update, "--facts", ADMINISTRATOR]);
    assert_eq!(code(&refused), 1, "{}", out(&refused));
}

#[test]
fn json_is_the_contracts_answer() {
    let (customer, update) = (tour("ibm-customer"), tour("ibm-update"));
    let asked = ["--update", update.as_str(), "--facts", ADMINISTRATOR, "--json"];
    let answer = apply("ibm", &customer, &asked);
    quiet(&answer);
    assert_eq!(out(&answer).lines().count(), 1);
    let answer = json(&answer);
    assert_eq!((&answer["verdict"], &answer["next"]), (&"applied".into(), &"done".into()));
    assert_eq!(answer["response"]["status"], 204);
    let refused = apply("ibm", &customer, &["--update", &update, "--json"]);
    assert_eq!((code(&refused), &json(&refused)["verdict"]), (4, &"undecided".into()));
    let unread = apply("ibm", &customer, &["--update", "{} {}", "--json"]);
    assert_eq!((code(&unread), err(&unread).as_str()), (2, ""));
    assert_eq!(json(&unread)["verdict"], "unreadable");
    assert_eq!(json(&unread)["violations"][0]["pointer"], "/input/update");
}

#[test]
fn events_facts_internal_and_standard_input() {
    let customer = tour("adobe-3yc-customer");
    let update = tour("adobe-3yc-request");
    let today = |day: &str| format!(r#"{{"today": "2020-03-{day}", "owned": {{"LICENSE": 20}}}}"#);
    let asked = ["--update", &update, "--facts", &today("30"), "--json"];
    let first = apply("adobe", &customer, &asked);
    let first = json(&first);
    let stored = file("requested.json", first["customer"].to_string());
    let internal = file("internal.json", first["internal"].to_string());
    let args = ["apply", "--vendor", "adobe", "--customer", "-", "--internal", &internal];
    let more = ["--input", r#"{"commitment": "accepted"}"#, "--facts", &today("31")];
    let accepted = feed(&[&args[..], &more].concat(), &std::fs::read(stored).unwrap());
    let text = quiet(&accepted);
    assert!(text.contains("/benefits/0/commitment/status"), "{text}");
    assert!(text.contains("answer  none: this is no call of the vendor's API"), "{text}");
}

#[test]
fn numbers_and_duplicates_reach_the_core() {
    let text = std::fs::read_to_string(tour("ibm-customer")).unwrap();
    let huge = "123456789012345678901234567890.000";
    let more = text.replacen("\"Version\"", &format!("\"Score\": {huge}, \"Version\""), 1);
    let customer = file("exact.json", more);
    let asked = ["--update", &customer, "--facts", ADMINISTRATOR, "--json"];
    let answer = quiet(&apply("ibm", &customer, &asked));
    assert!(answer.contains(&format!("\"Score\":{huge}")), "{answer}");
    let twice = text.replacen("\"Version\"", "\"Id\": 1, \"Version\"", 1);
    let twice = file("twice.json", twice);
    let said = told(&apply("ibm", &customer, &["--update", &twice, "--facts", ADMINISTRATOR]));
    assert!(said.contains("twice.json at /Customer/Id: "), "{said}");
}

#[test]
fn broken_input_is_told_by_file_and_place_without_values() {
    let good = tour("adobe-customer");
    let deep = format!("{}secret{}", "[".repeat(200), "]".repeat(200));
    let cases: &[(&str, &[u8], &str)] = &[
        ("empty", b"", ""),
        (
            "cut",
            b"{\"companyProfile\": {\"companyName\": \"secret",
            " at /companyProfile/companyName",
        ),
        ("splice", b"1} , {\"secret\": 2", ""),
        ("splice-object", b"{}, \"policy\": \"observed\", \"x\": {\"secret\": 2}", ""),
        ("two", b"{} {\"secret\": 1}", ""),
        ("twice", b"{\"a\": 1, \"a\": \"secret\"}", " at /a"),
        ("encoding", b"{\"a\": \"secret \xff\"}", ""),
        ("deep", deep.as_bytes(), " at /0/0/0"),
        ("list", b"[\"secret\"]", ""),
        ("type", b"{\"externalReferenceId\": {\"x\": \"secret\"}}", " at /externalReferenceId"),
        ("surrogate", b"{\"a\": \"secret \\ud800\"}", " at /a"),
        ("comma", b"{\"a\": \"secret\",}", ""),
        ("mark", b"{\"a\": \xef\xbb\xbf\"secret\"}", " at /a"),
        ("steer", b"{\"\\u001b[31m\": tru}", " at /\\u001b[31m"),
    ];
    for (name, text, place) in cases {
        let update = file(&format!("broken-{name}.json"), text);
        let said = told(&apply("adobe", &good, &["--update", &update]));
        assert!(said.contains(&format!("broken-{name}.json{place}")), "{name}: {said}");
        assert!(!said.contains("secret") && !said.contains('\u{1b}'), "{name}: {said}");
        assert!(said.contains("\nto do: "), "{name}: {said}");
        let said = told(&apply("adobe", &update, &["--input", "{\"commitment\": \"elapsed\"}"]));
        assert!(said.contains(&format!("broken-{name}.json")) || *name == "type", "{name}: {said}");
    }
    let said = told(&apply("adobe", &good, &["--update", "{}", "--facts", "{\"today\": 5}"]));
    assert!(said.contains("--facts at /today: "), "{said}");
    let said = told(&apply("adobe", &good, &["--update", "{}", "--policy", "\"}{"]));
    assert!(said.contains("--policy: must be one of documented, observed\n"), "{said}");
    let said = told(&apply("adobe", &good, &["--input", "{\"update\": {}, \"settled\": 1}"]));
    assert!(said.contains("--input: "), "{said}");
}

#[test]
fn files_with_a_byte_order_mark_are_read() {
    let text = std::fs::read_to_string(tour("adobe-customer")).unwrap();
    let marked = file("marked.json", format!("\u{feff}{text}"));
    quiet(&apply("adobe", &marked, &["--update", &marked]));
}

#[test]
fn what_cannot_be_opened_is_2() {
    let good = tour("adobe-customer");
    let said = told(&apply("adobe", "no/such/file.json", &["--update", &good]));
    assert!(said.contains("no/such/file.json can't be read: "), "{said}");
    assert!(said.contains("check the path given with --customer"), "{said}");
    told(&apply("adobe", &good, &["--update", env!("CARGO_TARGET_TMPDIR")]));
    let missing = apply("adobe", "no/such/file.json", &["--update", &good, "--json"]);
    assert_eq!((code(&missing), err(&missing).as_str()), (2, ""));
    assert!(json(&missing)["error"].as_str().unwrap().contains("no/such/file.json can't be read"));
    assert!(json(&missing)["todo"].as_str().unwrap().contains("--customer"));
    told(&run(&["batch", "no/such/file.jsonl"]));
    told(&run(&["batch", env!("CARGO_TARGET_TMPDIR")]));
}

#[test]
fn usage_errors_are_2() {
    let good = tour("adobe-customer");
    told(&apply("adobe", &good, &[]));
    told(&apply("oracle", &good, &["--update", "{}"]));
    told(&apply("adobe", &good, &["--update", "{}", "--input", "{}"]));
    let said = told(&apply("adobe", "-", &["--update", "-"]));
    assert!(said.contains("only one of the documents"), "{said}");
    told(&run(&["nothing"]));
    told(&run(&["rules", "--vendor", "oracle"]));
    quiet(&run(&["help"]));
    quiet(&run(&["--version"]));
    let help = quiet(&run(&["apply", "--help"]));
    assert!(help.contains("3 stale"), "{help}");
}

#[test]
fn completions_and_manual_pages() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = quiet(&run(&["completions", shell]));
        assert!(script.contains("customer") && script.contains("batch"), "{shell}");
    }
    let page = quiet(&run(&["man"]));
    assert!(page.contains(".TH customer 1"), "{page}");
    let page = quiet(&run(&["man", "apply"]));
    assert!(page.contains("facts") && page.contains("stale"), "{page}");
    told(&run(&["man", "nothing"]));
}
