//! `customer replay`: the same as asking the contract request by request, whatever the number of
//! jobs and wherever a run was killed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]
#![allow(clippy::arithmetic_side_effects)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

const CUSTOMERS: u64 = 60;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("replay-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn contact(id: u64, phone: u64) -> Value {
    json!({"firstName": "Ann", "lastName": "Lee", "email": format!("a{id}@example.com"),
        "phoneNumber": phone.to_string()})
}

fn customer(number: u64) -> (&'static str, Value) {
    match number % 3 {
        0 => (
            "adobe",
            json!({"externalReferenceId": "0", "status": "1000", "companyProfile":
            {"companyName": "Acme", "contacts": [contact(0, 0), contact(1, 0)]}}),
        ),
        1 => (
            "ibm",
            json!({"Customer": {"Version": 0, "Organization": {"OrgName": "Acme",
            "AddressSet": [{"AddressLine1": "1 Way", "AddressType": "BILLING", "City": "Boston",
                "Country": "United States", "State": "Massachusetts", "PostalCode": "02110"}],
            "Contact": {"FamilyName": "Doe", "GivenName": "Jo", "EmailAddress": "jo@acme.example",
                "WorkPhone": "1"}}, "CustomerAccountSet":
            [{"AccountNumber": "", "LocationName": "Boston"}]}}),
        ),
        _ => {
            ("commvault", json!({"data": {"status": "active", "externalId": "X", "name": "Acme"}}))
        }
    }
}

/// A few thousand requests. IBM's are full replacements that count the lock token up, so that one
/// which is taken twice, left out or out of order shows.
fn requests(count: u64) -> Vec<Value> {
    let mut versions: BTreeMap<u64, u64> = BTreeMap::new();
    let mut list = Vec::new();
    for turn in 0..count {
        let number = (turn * 7919 + turn / 60) % CUSTOMERS;
        let (input, facts) = match number % 3 {
            0 => (
                json!({"update": {"externalReferenceId": (turn % 50).to_string(),
                "companyProfile": {"companyName": if turn % 11 == 0 { "Other" } else { "Acme" },
                    "contacts": [contact(turn % 3, turn % 5), contact(1 + turn % 3, 1)]}}}),
                json!({"today": "2026-01-01", "owned": {"LICENSE": 3}}),
            ),
            1 => {
                let version = versions.entry(number).or_default();
                let mut body = customer(1).1;
                body["Customer"]["Version"] = json!(*version);
                body["Customer"]["Organization"]["Contact"]["WorkPhone"] = json!(turn.to_string());
                *version += 1;
                (json!({"update": body}), json!({"role": "VSR", "sameOrganization": true}))
            }
            _ if turn % 2 == 0 => (json!({"settled": "succeeded"}), json!({})),
            _ => (
                json!({"update": {"externalId": "X", "name": "Acme", "contacts": [{}],
                "website": format!("w{turn}")}}),
                json!({"now": "2026-01-02T03:04:05"}),
            ),
        };
        list.push(json!({"key": format!("c\"{number}"), "input": input, "facts": facts}));
    }
    list
}

/// Writes state and updates; some lines of both can't be taken.
fn prepare(folder: &Folder, requests: &[Value]) {
    let mut state = String::new();
    for number in 0..CUSTOMERS {
        let (vendor, customer) = customer(number);
        let key = format!("c\"{number}");
        state += &format!("{}\n", json!({"key": key, "vendor": vendor, "customer": customer}));
    }
    state +=
        "{\"key\": \"c\\u00220\", \"vendor\": \"ibm\", \"customer\": {\"Customer\": {}}}\n[]\n";
    // What is pending is the bare account.
    let internal = json!({"pending": {"data": {"name": "Acme"}}});
    let customer = json!({"status": "updating"});
    let wrapped =
        json!({"key": "w", "vendor": "commvault", "customer": customer, "internal": internal});
    state += &format!("{wrapped}\n");
    fs::write(folder.file("state"), state).unwrap();
    let mut updates = String::new();
    for (turn, request) in requests.iter().enumerate() {
        updates += &format!("{request}\n");
        match turn {
            10 => updates += "\n",
            20 => updates += "{\"key\": \"nobody\", \"input\": {}}\n",
            30 => updates += "{\"key\": \"c\\u00220\", \"input\": {\"update\": {\"status\": 5}}}\n",
            _ => {}
        }
    }
    fs::write(folder.file("updates"), updates).unwrap();
}

fn command(folder: &Folder, name: &str, jobs: u32, checkpoint: u32) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_customer"));
    command.arg("replay").arg("--state").arg(folder.file("state"));
    command.arg("--updates").arg(folder.file("updates"));
    command.arg("--out").arg(folder.file(&format!("{name}.final")));
    command.arg("--rejects").arg(folder.file(&format!("{name}.rejects")));
    command.args(["--jobs", &jobs.to_string(), "--checkpoint", &checkpoint.to_string()]);
    command
}

fn run(folder: &Folder, name: &str, jobs: u32) -> Output {
    command(folder, name, jobs, 30).output().unwrap()
}

/// The same with the customers in a database.
fn on_disk(mut command: Command, folder: &Folder) -> Command {
    command.arg("--disk").arg(folder.file("disk"));
    command
}

fn left_on_disk(folder: &Folder) -> usize {
    fs::read_dir(folder.file("disk")).unwrap().count()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

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
    prepare(&folder, &requests(9000));
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

/// Starts a run and kills it as soon as it has noted how far it came (or lets it end).
fn kill_early(folder: &Folder, name: &str, mut command: Command) -> bool {
    let mark = folder.file(&format!("{name}.final.resume"));
    let before = fs::read(&mark).ok();
    let mut run = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    loop {
        if run.try_wait().unwrap().is_some() {
            return false;
        }
        if fs::read(&mark).ok() != before {
            run.kill().unwrap();
            run.wait().unwrap();
            return true;
        }
        std::thread::sleep(Duration::from_micros(200));
    }
}

#[test]
fn a_killed_run_goes_on_and_takes_nothing_twice() {
    let folder = Folder::new("killed");
    prepare(&folder, &requests(20_000));
    let whole = said(&run(&folder, "whole", 2));
    // Killed again and again, with another number of jobs each time.
    let mut kills = 0;
    loop {
        // The database is scratch: it may be there in one run and not in the next.
        let mut run = command(&folder, "killed", 1 + kills, 0);
        if kills % 2 == 1 {
            run = on_disk(run, &folder);
        }
        if kills == 4 || !kill_early(&folder, "killed", run) {
            break;
        }
        kills += 1;
    }
    assert!(kills > 0, "it was too quick to be killed");
    if !Path::exists(&folder.file("killed.final")) {
        let last = on_disk(command(&folder, "killed", 3, 0), &folder).output().unwrap();
        assert!(String::from_utf8_lossy(&last.stderr).contains("going on behind line"));
        assert_eq!(said(&last), whole);
    }
    for end in ["final", "rejects"] {
        assert!(folder.read(&format!("killed.{end}")) == folder.read(&format!("whole.{end}")));
    }
    for end in ["resume", "journal", "partial"] {
        assert!(!folder.file(&format!("killed.final.{end}")).exists(), "{end} is left");
    }
}

#[test]
fn another_input_is_not_taken_for_the_interrupted_one() {
    let folder = Folder::new("changed");
    prepare(&folder, &requests(20_000));
    assert!(kill_early(&folder, "one", command(&folder, "one", 2, 0)));
    prepare(&folder, &requests(100));
    let again = run(&folder, "one", 2);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("one.final.resume"));
    assert!(!folder.file("one.final").exists());
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let folder = Folder::new("missing");
    let output = run(&folder, "one", 1);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("can't be read"));
}

#[test]
fn a_database_that_can_not_be_made_is_told() {
    let folder = Folder::new("no-database");
    prepare(&folder, &requests(10));
    fs::write(folder.file("disk"), "a file in its place").unwrap();
    let output = on_disk(command(&folder, "one", 1, 30), &folder).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is no folder"));
    assert!(!folder.file("one.final").exists());
}
