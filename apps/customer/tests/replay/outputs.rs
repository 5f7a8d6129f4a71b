//! What a run says, and the files that it leaves on demand.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use crate::setup::*;

#[test]
fn the_summary_is_one_object_with_the_digests_of_the_files() {
    let folder = Folder::new("summary");
    prepare(&folder, &requests(300));
    let text = said(&full(&folder, "one", 2, 30).output().unwrap());
    let json = said(&full(&folder, "one", 2, 30).arg("--json").output().unwrap());
    let summary: Value = serde_json::from_str(&json).unwrap();
    for (name, end) in [("final", "final"), ("rejects", "rejects"), ("changes", "changes")] {
        let bytes = fs::read(folder.file(&format!("one.{end}"))).unwrap();
        let expected = json!({"bytes": bytes.len(), "sha256": sha256(&bytes)});
        assert_eq!(summary[name], expected, "{json}");
        assert!(text.contains(&format!("sha256 {}", sha256(&bytes))), "{text}");
    }
    for name in
        ["customers", "updates", "applied", "unchanged", "rejected", "unreadable", "unknown"]
    {
        let line = format!("{name:11} {}\n", summary[name]);
        assert!(text.contains(&line), "{line}: {text}");
    }
    assert_eq!(summary["dryRun"], json!(false));
    assert_eq!(json.lines().count(), 1);
}

#[test]
fn what_is_wrong_is_one_object_as_well() {
    let folder = Folder::new("wrong");
    prepare(&folder, &[]);
    fs::remove_file(folder.file("updates")).unwrap();
    let output = full(&folder, "one", 2, 30).arg("--json").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(told(&output), "");
    let wrong: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(wrong["error"].as_str().unwrap().contains("updates can't be read"), "{wrong}");
    assert!(wrong["todo"].as_str().unwrap().contains("name a file"), "{wrong}");
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let folder = Folder::new("dry");
    prepare(&folder, &requests(12_000));
    let before = snapshot(&folder);
    let dry = said(&full(&folder, "one", 2, 0).arg("--dry-run").output().unwrap());
    assert!(snapshot(&folder) == before);
    let json = said(&full(&folder, "one", 1, 0).args(["--dry-run", "--json"]).output().unwrap());
    let summary: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(summary["dryRun"], json!(true));
    assert!(snapshot(&folder) == before);
    // It looks at no checkpoint and leaves it alone.
    interrupted(&folder, "one");
    let before = snapshot(&folder);
    assert_eq!(said(&full(&folder, "one", 2, 0).arg("--dry-run").output().unwrap()), dry);
    assert!(snapshot(&folder) == before);
    assert_eq!(said(&full(&folder, "one", 2, 0).output().unwrap()), dry);
}

#[cfg(unix)]
#[test]
fn a_dry_run_that_is_stopped_says_what_it_was() {
    let folder = Folder::new("dry-stop");
    prepare(&folder, &[]);
    let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_customer"));
    run.args(["replay", "--updates", "-", "--dry-run", "--json", "--state"]);
    run.arg(folder.file("state")).arg("--out").arg(folder.file("o"));
    let mut run = fed({
        run.arg("--rejects").arg(folder.file("r"));
        run
    });
    // It listens before it says what it is.
    let mut said = [0; 9];
    std::io::Read::read_exact(run.stderr.as_mut().unwrap(), &mut said).unwrap();
    send("-INT", &run);
    let pipe = run.stdin.take();
    wait_for("its end", || run.try_wait().unwrap().is_some());
    let output = run.wait_with_output().unwrap();
    drop(pipe);
    assert_eq!(output.status.code(), Some(130));
    let stopped: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(stopped["error"], json!("interrupted"));
    assert!(stopped["todo"].as_str().unwrap().contains("a dry run leaves nothing"), "{stopped}");
}

/// Each change and each effect is the one that the contract answers.
#[test]
fn changes_are_those_of_the_contract() {
    let folder = Folder::new("changes");
    let requests = requests(900);
    prepare(&folder, &requests);
    said(&full(&folder, "one", 3, 30).output().unwrap());
    let mut expected = Vec::new();
    let mut records = BTreeMap::new();
    for number in 0..CUSTOMERS {
        records.insert(format!("c\"{number}"), (customer(number), None::<Value>));
    }
    let updates = folder.read("updates");
    for (number, line) in (1..).zip(updates.lines()) {
        let Ok(request) = serde_json::from_str::<Value>(line) else { continue };
        let Some(((vendor, customer), internal)) =
            records.get_mut(request["key"].as_str().unwrap())
        else {
            continue;
        };
        let mut question = json!({"vendor": vendor, "customer": customer,
            "input": request["input"]});
        for name in ["facts", "policy"] {
            if let Some(value) = request.get(name) {
                question[name] = value.clone();
            }
        }
        if let Some(internal) = internal {
            question["internal"] = internal.clone();
        }
        let answer = customer_core::contract::apply(&question.to_string());
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        for list in ["changes", "effects"] {
            for one in answer[list].as_array().into_iter().flatten() {
                let mut one = one.clone();
                one["key"] = request["key"].clone();
                one["line"] = json!(number);
                expected.push(one);
            }
        }
        if let Some(after) = answer.get_mut("customer") {
            *customer = after.take();
            *internal = Some(answer["internal"].take());
        }
    }
    let changes = folder.read("one.changes");
    let found: Vec<Value> =
        changes.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(found.iter().any(|one| one.get("effect").is_some()));
    assert!(changes.starts_with("{\"key\":\"c\\\""), "the key comes first");
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
}
