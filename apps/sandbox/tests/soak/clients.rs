//! Clients that send again whatever was not answered.

use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::client::{Answer, Sending, connect, read};

/// What a client was told.
#[derive(Default)]
pub(crate) struct Updates {
    pub(crate) acknowledged: Vec<Acknowledged>,
    /// Values of updates that were stored, or were not: the vendor has no way to ask.
    pub(crate) unknown: Vec<String>,
}

/// An update that the vendor said it made.
pub(crate) struct Acknowledged {
    /// The value that nobody else has sent.
    pub(crate) value: String,
    /// How many welcome mails follow from it.
    pub(crate) mails: usize,
}

impl Updates {
    pub(crate) fn append(&mut self, mut more: Self) {
        self.acknowledged.append(&mut more.acknowledged);
        self.unknown.append(&mut more.unknown);
    }

    fn acknowledge(&mut self, value: String, mails: usize) {
        self.acknowledged.push(Acknowledged { value, mails });
    }
}

/// A connection that is made anew whenever it is lost.
pub(crate) struct Line {
    at: SocketAddr,
    token: String,
    stream: Option<TcpStream>,
}

/// How long a client waits before it sends again.
const PAUSE: Duration = Duration::from_millis(20);

impl Line {
    pub(crate) const fn new(at: SocketAddr, token: String) -> Self {
        Self { at, token, stream: None }
    }

    fn request(&self, method: &str, target: &str) -> Sending {
        Sending::new(self.at, method, target)
    }

    /// Sends once; `None` if nobody knows what became of it.
    fn once(&mut self, request: &Sending) -> Option<Answer> {
        use std::io::Write as _;
        if self.stream.is_none() {
            self.stream = connect(self.at);
        }
        let stream = self.stream.as_mut()?;
        let answer = stream.write_all(&request.wire()).ok().and_then(|()| read(stream, false));
        if answer.is_none() {
            self.stream = None;
        }
        answer.filter(|answer| answer.header("X-Sandbox-Fault").is_none_or(|kind| kind == "delay"))
    }

    /// Sends until there is an answer that is the vendor's. Says whether an earlier attempt may
    /// have been stored.
    fn until_answered(&mut self, request: &Sending) -> (Answer, bool) {
        let mut again = false;
        loop {
            match self.once(request) {
                Some(answer) if answer.status != 503 => return (answer, again),
                _ => thread::sleep(PAUSE),
            }
            again = true;
        }
    }
}

/// Adobe: one intent after the other, each until it is answered. Every other one mails.
pub(crate) fn adobe(line: &mut Line, id: &str, name: &str, stop: &AtomicBool) -> Updates {
    let mut updates = Updates::default();
    for number in 0_u64.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let value = format!("{name}-{number}");
        let mut body = json!({"externalReferenceId": value});
        let mails = usize::from(number % 2 == 1);
        if mails > 0 {
            body["companyProfile"] =
                json!({"contacts": adobe_customer()["companyProfile"]["contacts"]});
        }
        let patch = line
            .request("PATCH", &format!("/v3/customers/{id}"))
            .with("X-Api-Key", "dev-client-1")
            .with("Authorization", format!("Bearer {}", line.token))
            .with("X-Correlation-Id", &value)
            .with("X-Request-Id", format!("r-{value}"))
            .json(body.to_string());
        let (answer, _) = line.until_answered(&patch);
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.body.contains(&value), "{answer:?}");
        updates.acknowledge(value, mails);
        thread::sleep(PAUSE);
    }
    updates
}

/// IBM: read, change, send; stale is read again. An update whose answer was lost and that is stale
/// when it is sent again was stored, or another one was faster.
pub(crate) fn ibm(line: &mut Line, id: &str, name: &str, stop: &AtomicBool) -> Updates {
    let vsr = "Basic dnNyMTpkZXYtcGFzc3dvcmQtMQ==";
    let target = format!("/api/bss/resource/customer/{id}");
    let mut updates = Updates::default();
    for number in 0_u64.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let value = format!("{name}-{number}");
        let get = line.request("GET", &target).with("Authorization", vsr);
        let (answer, _) = line.until_answered(&get);
        let mut document: Value = answer.json();
        document["Customer"]["Organization"]["Contact"]["WorkPhone"] = json!(value);
        let put = line.request("PUT", &target).with("Authorization", vsr);
        let (answer, again) = line.until_answered(&put.json(document.to_string()));
        match (answer.status, again) {
            (204, _) => updates.acknowledge(value, 0),
            (500, true) => updates.unknown.push(value),
            (500, false) => assert!(answer.body.contains("StaleObjectState"), "{answer:?}"),
            _ => panic!("{answer:?}"),
        }
        thread::sleep(PAUSE);
    }
    updates
}

/// Commvault: one update after the other. 409 means that one runs: perhaps this one.
pub(crate) fn commvault(line: &mut Line, id: &str, name: &str, stop: &AtomicBool) -> Updates {
    let mut updates = Updates::default();
    let target = format!("/api/v1/partner/accounts/{id}");
    let ours = |request: Sending| request.with("Authorization", "Bearer dev-token-1");
    let shown = |line: &mut Line| {
        let get = ours(line.request("GET", &target));
        let (answer, _) = line.until_answered(&get);
        (answer.text("/data/status"), answer.json())
    };
    for number in 0_u64.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let value = format!("{name}-{number}");
        let (_, before) = shown(line);
        let account = json!({"externalId": before["data"]["externalId"], "name": value,
            "contacts": before["data"]["contacts"]});
        let put = ours(line.request("PUT", &target)).json(account.to_string());
        while line.until_answered(&put).0.status != 200 {
            thread::sleep(PAUSE);
        }
        while shown(line).0 != "active" {
            thread::sleep(PAUSE);
        }
        updates.acknowledge(value, 0);
    }
    updates
}

/// Numbers that differ from run to run.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Self(since.as_secs() ^ u64::from(since.subsec_nanos()) << 20 | 1)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // xorshift64: good enough to choose what goes wrong.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

pub(crate) fn adobe_customer() -> Value {
    json!({
        "resellerId": "P1000000001", "status": "1000",
        "companyProfile": {
            "companyName": "Fairmont", "preferredLanguage": "en-US", "marketSegment": "COM",
            "contacts": [{"firstName": "Ada", "lastName": "Byron", "email": "ada@example.com"}]
        }
    })
}

pub(crate) fn ibm_customer(id: usize) -> Value {
    json!({"Customer": {
        "Id": id, "Version": 1, "CustomerState": "ACTIVE",
        "Organization": {
            "OrgName": "Example Tools",
            "AddressSet": [{
                "AddressLine1": "1 Main Street", "AddressType": "MAILING", "City": "Littleton",
                "Country": "United States", "State": "Massachusetts", "PostalCode": "01460"
            }],
            "Contact": {
                "FamilyName": "Doe", "GivenName": "Jane",
                "EmailAddress": "jane.doe@example.com", "WorkPhone": "555-0101"
            }
        },
        "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Headquarters"}]
    }})
}

pub(crate) fn commvault_account(external: &str) -> Value {
    json!({
        "status": "active", "externalId": external, "name": external,
        "contacts": [
            {"type": "admin", "email": "john@acme.com", "firstName": "John", "lastName": "Doe"}
        ]
    })
}
