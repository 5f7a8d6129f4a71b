//! Customers, requests, and runs on them.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub(crate) const CUSTOMERS: u64 = 60;

/// A folder that goes with the test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("replay-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn contact(id: u64, phone: u64) -> Value {
    json!({"firstName": "Ann", "lastName": "Lee", "email": format!("a{id}@example.com"),
        "phoneNumber": phone.to_string()})
}

pub(crate) fn customer(number: u64) -> (&'static str, Value) {
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
pub(crate) fn requests(count: u64) -> Vec<Value> {
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
pub(crate) fn prepare(folder: &Folder, requests: &[Value]) {
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

pub(crate) fn command(folder: &Folder, name: &str, jobs: u32, checkpoint: u32) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_customer"));
    command.arg("replay").arg("--state").arg(folder.file("state"));
    command.arg("--updates").arg(folder.file("updates"));
    command.arg("--out").arg(folder.file(&format!("{name}.final")));
    command.arg("--rejects").arg(folder.file(&format!("{name}.rejects")));
    command.args(["--jobs", &jobs.to_string(), "--checkpoint", &checkpoint.to_string()]);
    command
}

pub(crate) fn run(folder: &Folder, name: &str, jobs: u32) -> Output {
    command(folder, name, jobs, 30).output().unwrap()
}

/// The same with the customers in a database.
pub(crate) fn on_disk(mut command: Command, folder: &Folder) -> Command {
    command.arg("--disk").arg(folder.file("disk"));
    command
}

pub(crate) fn left_on_disk(folder: &Folder) -> usize {
    fs::read_dir(folder.file("disk")).unwrap().count()
}

pub(crate) fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a run that is asked for changes as well leaves.
pub(crate) const ENDS: [&str; 3] = ["final", "rejects", "changes"];

/// A run that is asked for changes as well.
pub(crate) fn full(folder: &Folder, name: &str, jobs: u32, checkpoint: u32) -> Command {
    let mut command = command(folder, name, jobs, checkpoint);
    command.arg("--changes").arg(folder.file(&format!("{name}.changes")));
    command
}

/// What the run of one name left is what that of the other left.
pub(crate) fn same(folder: &Folder, one: &str, other: &str) {
    for end in ENDS {
        let bytes = |name| fs::read(folder.file(&format!("{name}.{end}"))).unwrap();
        assert!(bytes(one) == bytes(other), "{end} of {one} and {other}");
    }
}

/// Nothing is left of a run but what it is to leave.
pub(crate) fn clean(folder: &Folder, name: &str) {
    for entry in fs::read_dir(&folder.0).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let known = ENDS.iter().any(|end| file == format!("{name}.{end}"));
        assert!(known || !file.starts_with(&format!("{name}.")), "{file} is left");
    }
}

/// Every file of the folder, but no lock, which a killed run leaves and the next one takes away.
pub(crate) fn snapshot(folder: &Folder) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().path());
    let entries = entries.filter(|path| path.extension().is_none_or(|end| end != "lock"));
    entries.map(|path| (path.clone(), fs::read(&path).unwrap_or_default())).collect()
}

/// Refused, with exit status 2; what it said.
pub(crate) fn refused(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("to do: "), "{said}");
    said
}

pub(crate) fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Starts a run that reads its updates from this test.
pub(crate) fn fed(mut command: Command) -> Child {
    let pipe = Stdio::piped;
    command.stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn().unwrap()
}

/// Waits until something is so.
pub(crate) fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..20_000 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_micros(500));
    }
    panic!("{what} did not come");
}

/// Asks a run to stop.
#[cfg(unix)]
pub(crate) fn send(signal: &str, run: &Child) {
    let id = run.id().to_string();
    assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
}

/// The note in `.resume`, and `.resume` with another note.
pub(crate) fn note(folder: &Folder, name: &str) -> Value {
    let sealed: Value =
        serde_json::from_str(&folder.read(&format!("{name}.final.resume"))).unwrap();
    sealed["note"].clone()
}

pub(crate) fn seal(folder: &Folder, name: &str, note: &Value) {
    let digest = sha256(note.to_string().as_bytes());
    let sealed = json!({"note": note, "sha256": digest}).to_string();
    fs::write(folder.file(&format!("{name}.final.resume")), sealed).unwrap();
}

/// Starts a run and kills it as soon as it has noted how far it came (or lets it end).
pub(crate) fn kill_early(folder: &Folder, name: &str, mut command: Command) -> bool {
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

/// A run that was killed behind a checkpoint. On a busy machine some end before they are killed.
pub(crate) fn interrupted(folder: &Folder, name: &str) {
    for _ in 0..20 {
        kill_early(folder, name, full(folder, name, 2, 0));
        let resume = fs::read_to_string(folder.file(&format!("{name}.final.resume")));
        if resume.is_ok_and(|resume| resume.contains("underWay")) {
            return;
        }
    }
    panic!("too quick to be killed");
}
