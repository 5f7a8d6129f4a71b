//! The README's command prints what the README shows, and the document of rules is current.
//!
//! `UPDATE=1 cargo test -p customer --test readme` writes both anew.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use customer_core::contract::apply;
use serde_json::{Value, json};

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

/// The page with what the command behind this mark really prints.
fn with_output(page: &str, mark: &str) -> String {
    let head = format!("<!-- {mark} -->\n\n```sh\n");
    let (before, rest) = page.split_once(&head).unwrap();
    let (command, rest) = rest.split_once("```\n\n```text\n").unwrap();
    let (_, after) = rest.split_once("```\n").unwrap();
    let words = words(command);
    let (cargo, args) = words.split_at(4);
    assert_eq!(cargo, ["cargo", "run", "--release", "--"]);
    let output = run(args);
    format!("{before}{head}{command}```\n\n```text\n{output}```\n{after}")
}

#[test]
fn what_is_shown_is_what_is_printed() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let readme = with_output(&with_output(&readme, "command"), "plan");
    current("README.md", &with_mails(&readme));
}

/// The answer to a question about a customer at Adobe.
fn asked(customer: &Value, member: &str, value: &Value) -> Value {
    let facts = json!({ "today": "2020-03-30", "partnerGlobalSales": true });
    let mut question = json!({ "vendor": "adobe", "customer": customer, "facts": facts });
    question[member] = value.clone();
    serde_json::from_str(&apply(&question.to_string())).unwrap()
}

/// Who is mailed by an accepted update.
fn mailed(answer: &Value) -> String {
    let mails = answer["effects"].as_array().unwrap_or_else(|| panic!("{answer}")).iter();
    let mails = mails.filter(|effect| effect["effect"] == "welcome-email");
    let names: Vec<_> = mails.map(|effect| effect["email"].as_str().unwrap()).collect();
    if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
}

/// The page with the table of what a plan sends and an echo mails.
fn with_mails(page: &str) -> String {
    const MARK: &str = "<!-- mails -->\n\n";
    let (before, rest) = page.split_once(MARK).unwrap();
    let (_, after) = rest.split_once("\n\n").unwrap();
    let path = root().join("apps/customer/tour/adobe-3yc-customer.json");
    let mut customer: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let contacts = ["mickey", "minnie", "goofy"].map(|name| {
        json!({ "firstName": name, "lastName": "Mouse", "email": format!("{name}@mouse.com") })
    });
    customer["companyProfile"]["contacts"] = contacts.as_slice().into();
    let quantities = json!([{ "offerType": "LICENSE", "quantity": 20 }]);
    let request = json!({ "minimumQuantities": quantities });
    let benefits = json!([{ "type": "THREE_YEAR_COMMIT", "commitmentRequest": request }]);
    let group = json!({ "type": "STANDARD", "name": "Fairmont Schools" });
    let wishes = [
        ("20 licences for three years (3YC)", "benefits", benefits),
        ("global sales on", "globalSalesEnabled", json!(true)),
        ("a group", "linkedMembership", group),
    ];
    let mut table = "| wished | the plan sends | mails | the echo mails |\n".to_owned();
    table.push_str("|---|---|---|---|\n");
    for (wished, member, value) in wishes {
        let planned = asked(&customer, "wish", &json!({ "merge": { member: value } }));
        let mut echo = customer.clone();
        echo[member] = value;
        let echoed = asked(&customer, "input", &json!({ "update": echo }));
        assert_eq!(
            (&planned["verdict"], &echoed["verdict"]),
            (&"planned".into(), &"applied".into())
        );
        assert_eq!(planned["customer"], echoed["customer"], "both do the same");
        let (update, planned, echoed) = (&planned["update"], mailed(&planned), mailed(&echoed));
        table.push_str(&format!("| {wished} | `{update}` | {planned} | {echoed} |\n"));
    }
    format!("{before}{MARK}{table}\n{after}")
}

#[test]
fn the_document_of_rules_is_current() {
    let rules = run(&["rules", "--format", "markdown"].map(String::from));
    let head = "# Rules\n\nEvery rule of every vendor, in order of precedence, with its evidence \
        and what each preset\ndecides; written by `customer rules --format markdown`.\n\n";
    current("docs/RULES.md", &format!("{head}{rules}"));
}
