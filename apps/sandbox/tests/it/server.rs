//! The program, on a port of its own.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Answer, Sending};
use crate::place::Place;

/// A running program; it is killed when this is dropped.
pub(crate) struct Server {
    child: Mutex<Child>,
    out: BufReader<ChildStdout>,
    pub(crate) at: SocketAddr,
    /// It goes after the server.
    place: Option<Place>,
    counter: AtomicU64,
}

/// A folder of a test's own; it goes with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let next = NEXT.fetch_add(1, Ordering::SeqCst);
        let name = format!("sandbox-{}-{next}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandbox"));
    command.args(arguments).env_remove("SANDBOX_ADMIN_TOKEN").env_remove("RUST_LOG");
    command.stdin(Stdio::null());
    command
}

impl Server {
    /// Over a store in memory.
    pub(crate) fn memory() -> Self {
        Self::start(&[])
    }

    /// Over a store in a file.
    pub(crate) fn file() -> Self {
        Self::on(Place::file())
    }

    /// Over a store that goes with it.
    pub(crate) fn on(place: Place) -> Self {
        let mut server = Self::start(&["--store", &place.name()]);
        server.place = Some(place);
        server
    }

    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = program(arguments);
        command.args(["--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        Self::of(command.spawn().unwrap())
    }

    pub(crate) fn of(mut child: Child) -> Self {
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let at = line.trim_end().strip_prefix("listening on http://");
        let at = at.unwrap_or_else(|| panic!("first line {line:?}")).parse().unwrap();
        Self { child: Mutex::new(child), out, at, place: None, counter: AtomicU64::new(0) }
    }

    /// What it printed, once it has ended.
    pub(crate) fn printed(mut self) -> String {
        let mut text = String::new();
        self.kill();
        self.out.read_to_string(&mut text).unwrap();
        text
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.lock().unwrap().id()
    }

    /// Kills it at once.
    pub(crate) fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        let _ = child.kill();
        let _ = child.wait();
    }

    /// Waits until it has ended by itself.
    pub(crate) fn ended(&self) -> ExitStatus {
        let until = Instant::now() + Duration::from_secs(15);
        loop {
            if let Some(status) = self.child.lock().unwrap().try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// A number that this server has not had.
    pub(crate) fn number(&self) -> u64 {
        self.counter.fetch_add(1, Ordering::SeqCst)
    }

    pub(crate) fn request(&self, method: &str, target: &str) -> Sending {
        Sending::new(self.at, method, target)
    }

    /// A request to one of the sandbox's own routes.
    pub(crate) fn own(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let request = self.request(method, &format!("/_sandbox{path}"));
        match body {
            Some(body) => request.json(body.to_string()).send(),
            None => request.send(),
        }
    }

    /// The same, which must be accepted.
    pub(crate) fn must(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let answer = self.own(method, path, body);
        assert!(answer.status < 300, "{method} {path}: {answer:?}");
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }

    /// Places a record and gives its id.
    pub(crate) fn place(&self, vendor: &str, tenant: &str, customer: Value) -> String {
        let body = json!({ "tenant": tenant, "customer": customer });
        let placed = self.must("POST", &format!("/{vendor}/customers"), Some(body));
        placed["id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn record(&self, vendor: &str, id: &str) -> Value {
        self.must("GET", &format!("/{vendor}/customers/{id}"), None)
    }

    pub(crate) fn history(&self, vendor: &str, id: &str) -> Vec<Value> {
        let history = self.must("GET", &format!("/{vendor}/customers/{id}/history"), None);
        history.as_array().unwrap().clone()
    }

    /// The outbox of a record.
    pub(crate) fn outbox(&self, vendor: &str, id: &str) -> Vec<Value> {
        let rows = self.must("GET", &format!("/outbox?vendor={vendor}&id={id}"), None);
        rows.as_array().unwrap().clone()
    }

    pub(crate) fn fault(&self, fault: Value) {
        self.must("POST", "/faults", Some(fault));
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.must("PUT", "/clock", Some(json!({ "advance_seconds": seconds })));
    }

    pub(crate) fn knobs(&self, knobs: Value) {
        self.must("PATCH", "/config", Some(knobs));
    }

    pub(crate) fn journal(&self) -> Vec<Value> {
        self.must("GET", "/journal", None).as_array().unwrap().clone()
    }

    pub(crate) fn metrics(&self) -> String {
        self.request("GET", "/metrics").expect(200).body
    }

    /// The value of a line of the metrics.
    pub(crate) fn metric(&self, line: &str) -> f64 {
        let text = self.metrics();
        let found = text.lines().find_map(|one| one.strip_prefix(line));
        found.map_or(0.0, |value| value.trim().parse().unwrap())
    }

    /// A new token of an Adobe client.
    pub(crate) fn token(&self, client: &str, secret: &str) -> String {
        let form = "grant_type=client_credentials&scope=openid";
        self.request("POST", "/ims/token/v3")
            .with("Content-Type", "application/x-www-form-urlencoded")
            .bytes(format!("{form}&client_id={client}&client_secret={secret}"))
            .expect(200)
            .text("/access_token")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Waits until a condition holds.
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while !holds() {
        assert!(Instant::now() < end, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
