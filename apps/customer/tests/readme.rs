//! The README's command prints what the README shows, and the document of rules is current.
//!
//! `UPDATE=1 cargo test -p customer --test readme` writes both anew.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The folder of the workspace, from which the README's commands are run.
fn root() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", ".."].iter().collect()
}

/// What the program writes to standard output; it must succeed.
fn run(args: &[String]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_customer"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    let output = command.args(args).current_dir(root()).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Compares a file with what it should be, or writes it.
fn current(name: &str, expected: &str) {
    let path = root().join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, expected).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{name} is not current: UPDATE=1 writes it anew");
}

/// The words of a shell command: blanks and continued lines part them, single quotes keep them.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut quoted) = (vec![String::new()], false);
    for c in command.replace("\\\n", " ").chars() {
        match c {
            '\'' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn the_command_prints_what_is_shown() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (before, rest) = readme.split_once("<!-- command -->\n\n```sh\n").unwrap();
    let (command, rest) = rest.split_once("```\n\n```text\n").unwrap();
    let (_, after) = rest.split_once("```\n").unwrap();
    let words = words(command);
    let (cargo, args) = words.split_at(4);
    assert_eq!(cargo, ["cargo", "run", "--release", "--"]);
    let output = run(args);
    let head = "<!-- command -->\n\n```sh\n";
    let expected = format!("{before}{head}{command}```\n\n```text\n{output}```\n{after}");
    current("README.md", &expected);
}

#[test]
fn the_document_of_rules_is_current() {
    let rules = run(&["rules", "--format", "markdown"].map(String::from));
    let head = "# Rules\n\nEvery rule of every vendor, in order of precedence, with its evidence \
        and what each preset\ndecides; written by `customer rules --format markdown`.\n\n";
    current("docs/RULES.md", &format!("{head}{rules}"));
}
