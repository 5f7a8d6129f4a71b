//! Records near the limits of a line: what is written can be read again, so that neither the store,
//! nor a kill, nor a further run sees anything else.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::setup::*;

fn nested(depth: usize) -> Value {
    (1..depth).fold(json!([]), |inside, _| json!([inside]))
}

/// Accounts with something that they carry, an update of each, and its settlement.
fn accounts(carried: &[Value], forms: &[bool]) -> (String, [String; 2]) {
    let (mut state, mut started, mut settled) = (String::new(), String::new(), String::new());
    for (number, extra) in carried.iter().enumerate() {
        for inside in forms {
            let key = format!("{number} {inside}");
            let mut customer = json!({"status": "active", "externalId": "X", "name": "Acme",
                "extra": extra});
            if *inside {
                customer = json!({ "data": customer });
            }
            state +=
                &format!("{}\n", json!({"key": key, "vendor": "commvault", "customer": customer}));
            let update = json!({"externalId": "X", "name": "Acme", "website": "w",
                "contacts": [{}]});
            started += &format!("{}\n", json!({"key": key, "input": {"update": update}}));
            settled += &format!("{}\n", json!({"key": key, "input": {"settled": "succeeded"}}));
        }
    }
    (state, [started, settled])
}

/// In memory, in a database, and in two runs one after the other.
fn all_the_same(folder: &Folder, state: &str, updates: &[String; 2]) {
    fs::write(folder.file("state"), state).unwrap();
    fs::write(folder.file("updates"), updates.concat()).unwrap();
    let whole = said(&full(folder, "whole", 2, 30).output().unwrap());
    assert_eq!(said(&on_disk(full(folder, "disk-run", 1, 0), folder).output().unwrap()), whole);
    same(folder, "disk-run", "whole");
    // What a run leaves is the state of the next one.
    let step = |state: &str, updates: &str, out: &str| {
        fs::write(folder.file("step"), updates).unwrap();
        let mut run = Command::new(env!("CARGO_BIN_EXE_customer"));
        run.arg("replay").arg("--state").arg(folder.file(state));
        run.arg("--updates").arg(folder.file("step")).arg("--out").arg(folder.file(out));
        said(&run.arg("--rejects").arg(folder.file("step.rejects")).output().unwrap());
    };
    step("state", &updates[0], "first");
    step("first", &updates[1], "second");
    assert!(!folder.read("step.rejects").contains("\"file\":\"state\""), "it can be read");
    assert!(folder.read("second") == folder.read("whole.final"));
}

#[test]
fn depth_is_the_same_with_and_without_a_database() {
    let folder = Folder::new("deep");
    let carried: Vec<Value> = (90..130).map(nested).collect();
    let (mut state, updates) = accounts(&carried, &[false, true]);
    // A limit is not to be had by a text that only looks deep.
    let text = json!({"status": "active", "name": "[".repeat(200)});
    state += &format!("{}\n", json!({"key": "t", "vendor": "commvault", "customer": text}));
    all_the_same(&folder, &state, &updates);
    let rejects = folder.read("whole.rejects");
    let deepest = rejects.lines().filter(|line| line.contains("\"file\":\"updates\"")).count();
    assert!(deepest > 0 && rejects.contains("\"/input/update\""), "none was at the limit");
}

#[test]
fn size_is_the_same_with_and_without_a_database() {
    let folder = Folder::new("large");
    // The account is small enough; together with the one that is pending it is not.
    let (state, updates) = accounts(&[json!("x".repeat(9 << 20))], &[false]);
    all_the_same(&folder, &state, &updates);
}

/// Written, a backspace is three times as long as it may come.
#[test]
fn a_record_that_would_be_written_beyond_the_limit_is_not_read() {
    let folder = Folder::new("longer");
    let customer = json!({"status": "active", "name": "Acme"});
    let key = "\\b".repeat(3 << 20);
    let state = format!("{{\"key\":\"{key}\",\"vendor\":\"commvault\",\"customer\":{customer}}}\n");
    fs::write(folder.file("state"), state).unwrap();
    fs::write(folder.file("updates"), "").unwrap();
    let said = said(&full(&folder, "one", 1, 30).output().unwrap());
    assert!(said.contains("customers   0\n"), "{said}");
    assert!(folder.read("one.rejects").contains("too large: "));
}

/// The journal holds such records as well.
#[test]
fn a_kill_near_a_limit_loses_nothing() {
    let folder = Folder::new("deep-kill");
    let carried: Vec<Value> = (115..130).map(nested).collect();
    let (mut state, [started, settled]) = accounts(&carried, &[false, true]);
    let ours = state.lines().count();
    prepare(&folder, &requests(12_000));
    state += &folder.read("state");
    let updates = started + &folder.read("updates") + &settled;
    fs::write(folder.file("state"), state).unwrap();
    fs::write(folder.file("updates"), updates).unwrap();
    let whole = said(&full(&folder, "whole", 2, 30).output().unwrap());
    interrupted(&folder, "one");
    let journal = folder.read("one.final.journal");
    assert!(journal.lines().filter(|line| line.contains("[[[[")).count() > ours / 2);
    let again = full(&folder, "one", 2, 30).output().unwrap();
    assert!(told(&again).contains("going on behind line"));
    assert_eq!(said(&again), whole);
    same(&folder, "one", "whole");
}
