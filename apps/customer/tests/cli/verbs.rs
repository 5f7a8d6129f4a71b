//! `customer compose`, `losses` and `parse-response`: one exit status for each thing that they say.

use serde_json::json;

use crate::program::{code, err, feed, file, out, quiet, run};
use crate::{json as parsed, told, tour};

#[test]
fn compose_prints_the_update_that_does_what_two_do() {
    let compose = |more: &[&str]| run(&[&["compose", "--vendor", "adobe"][..], more].concat());
    let first = r#"{"externalReferenceId": "a", "companyProfile": {"marketSegment": "EDU"}}"#;
    let both = compose(&[first, r#"{"externalReferenceId": ""}"#]);
    let update = r#"{"externalReferenceId":"","companyProfile":{"marketSegment":"EDU"}}"#;
    assert_eq!((code(&both), quiet(&both)), (0, format!("{update}\n")));
    let second = file("second.json", r#"{"companyProfile": {"marketSegment": "COM"}}"#);
    let two = compose(&[first, &second]);
    assert_eq!((code(&two), err(&two).as_str()), (1, ""));
    assert!(
        out(&two).starts_with("TWO STEPS  adobe: 1 place\n  ! /companyProfile/marketSegment\n")
    );
    let two = compose(&["--json", first, &second]);
    assert_eq!((code(&two), &parsed(&two)["verdict"]), (1, &json!("unreachable")));
    // Left out, the flag is read as off.
    let sales = r#"{"globalSalesEnabled": true}"#;
    assert_eq!(quiet(&compose(&["--policy", "observed", sales, "{}"])), "{}\n");

    assert!(
        told(&compose(&[first, r#"{"tags": 1}"#])).contains("SECOND at /tags: must be an array")
    );
    assert!(told(&compose(&[first, "{}", "--policy", "lenient"])).contains("--policy"));
    assert!(told(&compose(&["-", "-"])).contains("only one of the documents"));
    let broken = compose(&["--json", "{", "{}"]);
    assert_eq!(
        (code(&broken), &parsed(&broken)["violations"][0]["pointer"]),
        (2, &json!("/compose/0"))
    );
}

#[test]
fn losses_lists_what_an_update_would_take_away() {
    let losses = |vendor: &str, more: &[&str]| {
        run(&[&["losses", "--vendor", vendor, "--customer"][..], more].concat())
    };
    let customer = tour("ibm-customer");
    let partial = r#"{"Customer": {"Organization": {"OrgName": "Acme"}}}"#;
    let lost = losses("ibm", &[&customer, "--update", partial]);
    assert_eq!((code(&lost), err(&lost).as_str()), (1, ""));
    assert!(out(&lost).starts_with("LOST  ibm: "), "{}", out(&lost));
    assert!(out(&lost).contains("\n  - /Customer/Organization/AddressSet/0\n"), "{}", out(&lost));
    let lost = parsed(&losses("ibm", &[&customer, "--update", partial, "--json"]));
    assert!(
        lost["losses"].as_array().unwrap().contains(&json!("/Customer/Organization/AddressSet/0"))
    );
    let nothing = losses("commvault", &[&tour("commvault-account"), "--update", "{}"]);
    assert_eq!(
        (code(&nothing), quiet(&nothing)),
        (0, "NOTHING LOST  commvault: 0 places\n".into())
    );
    let nothing = losses("adobe", &["{}", "--update", "{}", "--json"]);
    assert_eq!(quiet(&nothing), "{\"losses\":[]}\n");

    let wrong = losses("adobe", &[r#"{"tags": 1}"#, "--update", r#"{"status": 1}"#]);
    assert!(
        told(&wrong).contains("--customer at /tags")
            && told(&wrong).contains("--update at /status")
    );
    let wrong = losses("adobe", &["{}", "--update", r#"{"status": 1}"#, "--json"]);
    let violations = json!([{"rule": "contract.form", "pointer": "/input/update/status",
        "message": "must be a string"}]);
    assert_eq!((code(&wrong), &parsed(&wrong)["violations"]), (2, &violations));
}

#[test]
fn parse_response_tells_what_to_do_next() {
    let read = |vendor: &str, status: &str, more: &[&str]| {
        let args = ["parse-response", "--vendor", vendor, "--status", status, "--body"];
        run(&[&args[..], more].concat())
    };
    let accepted = read("commvault", "200", &[r#"{"data": {"status": "updating"}}"#]);
    let line = "ACCEPTED  commvault: HTTP 200\n  next    poll";
    assert!(code(&accepted) == 0 && quiet(&accepted).starts_with(line), "{}", out(&accepted));
    let body = r#"{"code": "1121", "message": "m", "additionalDetails": ["vat.id"]}"#;
    let update = ["--update", r#"{"vat.id": 1}"#];
    let refused = read("adobe", "400", &[&[body][..], &update].concat());
    assert_eq!(code(&refused), 1);
    assert!(out(&refused).starts_with("REFUSED  adobe: HTTP 400\n  ! /vat.id  1121\n"));
    let refused = read("adobe", "400", &[&[body, "--json"][..], &update].concat());
    assert_eq!((code(&refused), &parsed(&refused)["next"]), (1, &json!("fix")));
    let stale = r#"{"BSSResponse": {"ExceptionMessage": "StaleObjectStateExceptionOccured"}}"#;
    let stale = read("ibm", "500", &[stale]);
    assert!(code(&stale) == 3 && out(&stale).starts_with("REFUSED (stale)  ibm: HTTP 500\n"));
    let blocked = r#"{"code": "1125", "additionalDetails": []}"#;
    let blocked = read("adobe", "400", &[blocked, "--customer", r#"{"status": "1012"}"#]);
    assert!(out(&blocked).contains("\n  next    stop"), "{}", out(&blocked));

    // Not every answer comes from the vendor itself, and not every one has a body.
    let args = ["parse-response", "--vendor", "ibm", "--status", "502", "--body", "-"];
    let gateway = feed(&args, b"<html>");
    assert!(code(&gateway) == 1 && out(&gateway).contains("rule  ibm.answer.unknown"));
    let args = ["parse-response", "--vendor", "ibm", "--status", "204", "--body", "-"];
    assert_eq!(code(&feed(&args, b"")), 0);
    assert!(
        told(&read("ibm", "400", &["{}", "--customer", "{}"])).contains("--customer at /Customer")
    );
    assert_eq!(code(&read("ibm", "x", &["{}"])), 2);
}
