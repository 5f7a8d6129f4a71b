//! `customer plan`, `compare`, `undo` and `rebase`: what to send, and what is in its way.

use std::process::Output;

use serde_json::json;

use crate::program::{code, err, feed, file, out, quiet, run};
use crate::{ADMINISTRATOR, json as parsed, told, tour};

/// A plan for a customer of the tour.
fn plan(vendor: &str, customer: &str, wish: &str, more: &[&str]) -> Output {
    let args = ["plan", "--vendor", vendor, "--customer", &tour(customer), "--wish", wish];
    run(&[&args[..], more].concat())
}

/// What Adobe says to the same wish of its customer.
fn adobe(wish: &str, more: &[&str]) -> Output {
    plan("adobe", "adobe-customer", wish, more)
}

#[test]
fn planned_is_0_and_tells_what_to_send_and_who_is_mailed() {
    let language = r#"{"merge": {"companyProfile": {"preferredLanguage": "de-DE"}}}"#;
    let text = quiet(&adobe(language, &[]));
    let head = "PLANNED  adobe 9876543210: 1 change, HTTP 200\n  \
        send    {\"companyProfile\":{\"preferredLanguage\":\"de-DE\"}}\n  \
        ~ /companyProfile/preferredLanguage  \"en-US\" -> \"de-DE\"  set\n  \
        mails   nobody\n  next    ";
    assert!(text.starts_with(head), "{text}");
    assert!(text.ends_with("  next    done: nothing more to do\n"), "{text}");
    let mailed = quiet(&adobe(language, &["--resend", "MICKEY@mouse.com"]));
    assert!(mailed.contains("\n  effect  welcome-email  "), "{mailed}");
    assert!(!mailed.contains("nobody"), "{mailed}");
    let pretty = quiet(&adobe(language, &["--pretty"]));
    assert!(pretty.contains("\n  send\n    {\n      \"companyProfile\": {\n"), "{pretty}");
    assert!(pretty.contains("\n  answer  HTTP 200\n    {\n"), "{pretty}");
    // Nobody is ever mailed at IBM, so nothing is said of it.
    let ibm = plan(
        "ibm",
        "ibm-customer",
        r#"{"merge": {"Customer": {"Organization": {"Phone": "1"}}}}"#,
        &["--facts", ADMINISTRATOR],
    );
    assert!(quiet(&ibm).contains("\n  send    {\"Customer\":{") && !out(&ibm).contains("mails"));
}

#[test]
fn nothing_is_0_and_names_what_has_no_place() {
    let text = quiet(&adobe(r#"{"customer": {"website": "x.example"}}"#, &[]));
    let expected = "NOTHING TO DO  adobe 9876543210: it reads so already\n  \
        without /website: no place for it at adobe\n  next    done: nothing more to do\n";
    assert_eq!(text, expected);
}

#[test]
fn unreachable_is_1_and_tells_the_way_out_and_the_nearest_plan() {
    let wish = r#"{"merge": {"companyProfile":
        {"companyName": "Other", "preferredLanguage": "de-DE"}}}"#;
    let refused = adobe(wish, &[]);
    assert_eq!((code(&refused), err(&refused).as_str()), (1, ""));
    let head = "UNREACHABLE  adobe 9876543210: 1 obstacle\n  ! /companyProfile/companyName\n      \
        the company name can't be changed\n      rule  adobe.company-name.fixed (documented)\n      \
        instead  support-ticket: ask the vendor's support\n  \
        next    stop: this API can't do it\n  nearest 1 change, HTTP 200\n    \
        send    {\"companyProfile\":{\"preferredLanguage\":\"de-DE\"}}\n";
    assert!(out(&refused).starts_with(head), "{}", out(&refused));
    assert!(out(&refused).contains("\n    mails   nobody\n"), "{}", out(&refused));
    let asked = adobe(wish, &["--json"]);
    assert_eq!((code(&asked), &parsed(&asked)["verdict"]), (1, &json!("unreachable")));
    // Two steps are shown in order.
    let wish = r#"{"merge": {"Customer": {"CustomerState": "SUSPENDED",
        "Organization": {"Phone": "1"}}}}"#;
    let two = plan("ibm", "ibm-customer", wish, &["--facts", ADMINISTRATOR]);
    assert_eq!(code(&two), 1);
    assert!(out(&two).contains("\n      1. {\"update\":{"), "{}", out(&two));
    assert!(out(&two).contains("\n      2. {\"operation\":\"suspendCustomer\"}\n"));
}

#[test]
fn losses_are_acknowledged() {
    let wish = r#"{"merge": {"companyProfile": {"marketSegment": "COM"}}}"#;
    let facts = r#"{"activeSubscriptions": 0, "resellerMarketSegments": ["COM"]}"#;
    let refused = adobe(wish, &["--facts", facts]);
    assert_eq!(code(&refused), 1, "{}", out(&refused));
    assert!(out(&refused).contains("instead  acknowledge: "), "{}", out(&refused));
    let place = "/companyProfile/marketSubSegments";
    let text = quiet(&adobe(wish, &["--facts", facts, "--acknowledge", place]));
    assert!(text.contains(&format!("\n  lost    - {place}\n")), "{text}");
}

#[test]
fn undecided_is_4_and_tells_what_to_look_up() {
    let wish = r#"{"merge": {"Customer": {"Organization": {"Phone": "1"}}}}"#;
    let asked = plan("ibm", "ibm-customer", wish, &[]);
    let text = out(&asked);
    assert_eq!((code(&asked), err(&asked).as_str()), (4, ""), "{text}");
    assert!(text.starts_with("UNDECIDED  ibm 123456789: 2 obstacles\n  ! /facts/role\n"), "{text}");
    assert!(text.contains("\n  give    --facts '{\"role\": "), "{text}");
    // A word is a fact as well.
    let wish = r#"{"customer": {"address": {"country": "US"}}}"#;
    let asked = plan("ibm", "ibm-customer", wish, &["--facts", ADMINISTRATOR]);
    assert_eq!(code(&asked), 4, "{}", out(&asked));
    let words = r#"{"country": {"US": "United States"}}"#;
    let more = ["--facts", ADMINISTRATOR, "--words", words];
    assert!(quiet(&plan("ibm", "ibm-customer", wish, &more)).starts_with("NOTHING TO DO  "));
}

#[test]
fn unreadable_is_2_and_told_by_option_and_place() {
    let name = tour("adobe-customer");
    assert!(told(&adobe(r#"{"merge": {"tags": 1}}"#, &[])).contains("--wish at /merge/tags: "));
    assert!(told(&adobe("{}", &[])).contains("--wish: must be an object with exactly one member"));
    let wish = r#"{"merge": {}}"#;
    assert!(told(&adobe(wish, &["--acknowledge", "x"])).contains("--acknowledge: must be a JSON"));
    assert!(told(&adobe(wish, &["--words", "{}"])).contains("--words: "));
    assert!(told(&adobe(wish, &["--policy", "lenient"])).contains("--policy"));
    let ibm = plan("ibm", "ibm-customer", wish, &["--resend", "a@example.com"]);
    assert!(told(&ibm).contains("--resend: "), "{}", err(&ibm));
    let sides = ["undo", "--vendor", "adobe", "--customer", &name, "--before"];
    let wrong = run(&[&sides[..], &[r#"{"status": 1}"#]].concat());
    assert!(told(&wrong).contains("--before at /status: must be a string"), "{}", err(&wrong));
    let twice = ["plan", "--vendor", "adobe", "--customer", "-", "--wish", "-"];
    assert!(told(&run(&twice)).contains("only one of the documents"));
    let broken = adobe("{", &["--json"]);
    assert_eq!(code(&broken), 2);
    assert_eq!(parsed(&broken)["violations"][0]["pointer"], json!("/wish"));
}

#[test]
fn undo_and_rebase_are_plans() {
    let (before, after) = (r#"{"externalReferenceId": "a"}"#, r#"{"externalReferenceId": "b"}"#);
    let ask = |command: &str, options: [&str; 2], customer: &str| {
        let args = [command, "--vendor", "adobe", "--customer", customer];
        run(&[&args[..], &[options[0], before, options[1], after]].concat())
    };
    let undone = quiet(&ask("undo", ["--before", "--after"], after));
    assert!(undone.contains("\n  send    {\"externalReferenceId\":\"a\"}\n"), "{undone}");
    let rebased = quiet(&ask("rebase", ["--base", "--mine"], before));
    assert!(rebased.contains("\n  send    {\"externalReferenceId\":\"b\"}\n"), "{rebased}");
    let conflict = ask("rebase", ["--base", "--mine"], r#"{"externalReferenceId": "c"}"#);
    assert_eq!(code(&conflict), 1);
    let sides = "\n      base    \"a\"\n      mine    \"b\"\n      theirs  \"c\"\n      rule  \
        adobe.plan.conflict ";
    assert!(out(&conflict).contains(sides), "{}", out(&conflict));
    // Without `after`, today's record is what is undone.
    let args = ["undo", "--vendor", "adobe", "--customer", "-", "--before", before, "--json"];
    let undone = parsed(&feed(&args, after.as_bytes()));
    assert_eq!(undone["update"], json!({"externalReferenceId": "a"}));
}

#[test]
fn compare_asks_vendors_side_by_side() {
    let part = |customer: &str, more: &str| {
        let text = std::fs::read_to_string(tour(customer)).unwrap();
        file(&format!("part-{customer}.json"), format!("{{\"customer\": {text}{more}}}"))
    };
    let adobe = part("adobe-customer", "");
    let ibm = part("ibm-customer", &format!(", \"facts\": {ADMINISTRATOR}"));
    let commvault = part("commvault-account", "");
    let all = ["--adobe", &adobe, "--ibm", &ibm, "--commvault", &commvault];
    let compare = |wish: &str, more: &[&str]| run(&[&["compare", "--wish", wish], more].concat());

    let text = quiet(&compare(r#"{"customer": {"phone": "800-555-0199"}}"#, &all));
    let vendors = ["ACCEPTED  adobe 9", "\nACCEPTED  ibm 1", "\nPARTLY  commvault 7194af6f"];
    let places: Vec<_> = vendors.iter().map(|word| text.find(word)).collect();
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{text}");
    assert!(text.ends_with("\n  next    done: nothing more to do\n"), "{text}");
    let wish = r#"{"customer": {"name": "Other"}}"#;
    let name = compare(wish, &["--adobe", &adobe]);
    assert_eq!(code(&name), 1);
    assert!(
        out(&name).starts_with("UNREACHABLE  adobe 9876543210: 1 obstacle\n"),
        "{}",
        out(&name)
    );
    // Whoever needs facts says so, unless somebody can't do it at all.
    let facts = compare(wish, &["--commvault", &commvault]);
    assert_eq!(code(&facts), 4, "{}", out(&facts));
    let both = compare(wish, &["--commvault", &commvault, "--adobe", &adobe, "--json"]);
    assert_eq!((code(&both), &parsed(&both)["verdict"]), (1, &json!("compared")));
    assert_eq!(out(&both).lines().count(), 1);

    let wrong = compare(r#"{"merge": {}}"#, &all);
    assert!(told(&wrong).contains("--wish: must be an object with the one member customer"));
    let wrong = compare(wish, &["--ibm", r#"{"customer": {}}"#]);
    assert!(told(&wrong).contains("--ibm at /customer/Customer: "), "{}", err(&wrong));
    assert_eq!(code(&compare(wish, &[])), 2);
}
