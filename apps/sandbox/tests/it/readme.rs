//! The README's lines, and the client, do what they say. They need bash, curl and python3.

use std::process::Command;

use crate::server::{Server, program};

const README: &str = include_str!("../../../../README.md");

/// The block of a language that comes next in a text.
fn block<'t>(text: &'t str, language: &str) -> &'t str {
    let open = format!("```{language}\n");
    let (_, rest) = text.split_once(&open).unwrap_or_else(|| panic!("no block of {language}"));
    rest.split_once("```").unwrap().0
}

#[test]
fn the_lines_for_each_vendor_print_what_the_readme_says() {
    let server = Server::memory();
    for (vendor, _) in customer_core::vendors::VENDORS {
        let (_, rest) = README.split_once(&format!("<!-- sandbox {vendor} -->")).unwrap();
        let lines = block(rest, "sh");
        let default = "http://127.0.0.1:8931";
        assert_eq!(lines.matches(default).count(), 1, "{vendor}");
        let lines = lines.replace(default, &format!("http://{}", server.at));
        let run = Command::new("bash").args(["-euo", "pipefail", "-c", &lines]).output();
        let run = run.expect("bash");
        let printed = String::from_utf8(run.stdout).unwrap();
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(printed, block(rest, "text"), "{vendor}: {said}");
    }
}

#[test]
fn the_client_shows_whom_it_mailed_by_accident() {
    let server = Server::memory();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/clients/sync.py");
    let base = format!("http://{}", server.at);
    let run = Command::new("python3").args([script, &base]).output().expect("python3");
    let printed = String::from_utf8(run.stdout).unwrap();
    let lines: Vec<_> = printed.lines().collect();
    let all = "ada@example.com, mary@example.com, grace@example.com";
    assert_eq!(lines[0], format!("one phone number changed; mailed by accident: {all}"));
    assert_eq!(lines[1], "the same without contacts; mailed: nobody");
    let page = lines[2].strip_prefix(&format!("see {base}")).unwrap();
    assert!(server.request("GET", page).expect(200).body.contains("Fairmont Tools"));
    let count = std::fs::read_to_string(script).unwrap().lines().count();
    assert!(count <= 60, "{count} lines");
}

#[test]
fn the_manual_names_every_flag_and_every_route() {
    let manual = include_str!("../../../../docs/SANDBOX.md");
    let help = program(&["--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let flags = help.split_whitespace().filter(|word| word.starts_with("--"));
    let mut count = 0;
    for flag in flags.filter(|flag| !["--help", "--version"].contains(flag)) {
        let flag = flag.trim_end_matches(|one: char| !one.is_ascii_alphanumeric());
        assert!(manual.contains(&format!("`{flag}")), "{flag}");
        count += 1;
    }
    assert!(count >= 9, "{count}");
    let document: serde_json::Value =
        serde_json::from_str(include_str!("../../openapi/sandbox.json")).unwrap();
    for path in document["paths"].as_object().unwrap().keys() {
        assert!(manual.contains(path), "{path}");
    }
}
