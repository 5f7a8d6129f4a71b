//! What a run gives: the same as asking the contract request by request.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use crate::setup::*;

/// What the contract answers, request by request, to each customer in turn.
fn by_the_contract(requests: &[Value]) -> BTreeMap<String, (Value, Value)> {
    let mut records = BTreeMap::new();
    for number in 0..CUSTOMERS {
        records.insert(format!("c\"{number}"), (customer(number), None::<Value>));
    }
    for request in requests {
        let ((vendor, customer), internal) =
            records.get_mut(request["key"].as_str().unwrap()).unwrap();
        let mut question = json!({"vendor": vendor, "customer": customer,
            "input": request["input"], "facts": request["facts"]});
        if let Some(internal) = internal {
            question["internal"] = internal.clone();
        }
        let answer = customer_core::contract::apply(&question.to_string());
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        if let Some(after) = answer.get_mut("customer") {
            *customer = after.take();
            *internal = Some(answer["internal"].take());
        }
    }
    let flat = records.into_iter();
    flat.map(|(key, ((_, customer), internal))| (key, (customer, internal.unwrap_or(json!({})))))
        .collect()
}

#[test]
fn it_is_what_the_contract_answers_request_by_request() {
    let folder = Folder::new("contract");
    let requests = requests(3000);
    prepare(&folder, &requests);
    let said = said(&run(&folder, "one", 2));
    assert!(said.contains("customers   60\nupdates     3003\n"), "{said}");
    let expected = by_the_contract(&requests);
    for (number, line) in folder.read("one.final").lines().enumerate() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["key"], format!("c\"{number}"), "the order of the state");
        let (customer, internal) = &expected[line["key"].as_str().unwrap()];
        assert_eq!(&line["customer"], customer);
        assert_eq!(line.get("internal").unwrap_or(&json!({})), internal);
    }
}

#[test]
fn output_does_not_tell_the_number_of_jobs_nor_the_store() {
    let folder = Folder::new("jobs");
    prepare(&folder, &requests(5000));
    let one = said(&run(&folder, "1", 1));
    for jobs in [2, 7] {
        let name = jobs.to_string();
        assert_eq!(said(&run(&folder, &name, jobs)), one);
        for end in ["final", "rejects"] {
            assert!(folder.read(&format!("{name}.{end}")) == folder.read(&format!("1.{end}")));
        }
    }
    for jobs in [1, 3] {
        let on_disk = on_disk(command(&folder, "disk", jobs, 0), &folder).output().unwrap();
        assert_eq!(said(&on_disk), one, "in a database");
        for end in ["final", "rejects"] {
            assert!(folder.read(&format!("disk.{end}")) == folder.read(&format!("1.{end}")));
            fs::remove_file(folder.file(&format!("disk.{end}"))).unwrap();
        }
        assert_eq!(left_on_disk(&folder), 0, "the database goes with the run");
    }
}

#[test]
fn what_can_not_be_taken_is_told_with_its_line() {
    let folder = Folder::new("rejects");
    prepare(&folder, &requests(100));
    said(&run(&folder, "one", 2));
    let rejects = folder.read("one.rejects");
    let lines: Vec<Value> =
        rejects.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |file: &str, line: u64| {
        let found = lines.iter().find(|one| one["file"] == file && one["line"] == line);
        let found = found.unwrap_or_else(|| panic!("{file} {line}"));
        let place = found["violations"][0]["pointer"].as_str().unwrap_or("-").to_owned();
        (found["verdict"].as_str().unwrap().to_owned(), place)
    };
    assert_eq!(told("state", 61), ("repeated-customer".into(), "-".into()));
    assert_eq!(told("state", 62), ("unreadable".into(), String::new()));
    assert_eq!(told("state", 63), ("unreadable".into(), "/internal/pending/data".into()));
    assert_eq!(told("updates", 12), ("unreadable".into(), String::new()));
    assert_eq!(told("updates", 23), ("unknown-customer".into(), "-".into()));
    assert_eq!(told("updates", 34), ("unreadable".into(), "/input/update/status".into()));
    let numbers: Vec<u64> = lines.iter().skip(3).map(|l| l["line"].as_u64().unwrap()).collect();
    assert!(numbers.is_sorted());
    assert!(!rejects.contains("example.com"), "rejects show no values");
}

#[test]
fn another_input_is_not_taken_for_the_interrupted_one() {
    let folder = Folder::new("changed");
    prepare(&folder, &requests(12_000));
    interrupted(&folder, "one");
    prepare(&folder, &requests(100));
    let again = full(&folder, "one", 2, 30).output().unwrap();
    assert_eq!(again.status.code(), Some(2));
    assert!(told(&again).contains("one.final.resume"));
    assert!(!folder.file("one.final").exists());
}
