//! A client that sends exactly what it is told.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// A request to be changed and sent.
#[derive(Clone)]
pub(crate) struct Sending {
    to: SocketAddr,
    method: String,
    target: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Option<Vec<u8>>,
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Sending {
    pub(crate) fn new(to: SocketAddr, method: &str, target: &str) -> Self {
        let (method, target) = (method.into(), target.into());
        let host = to.to_string().into_bytes();
        Self { to, method, target, headers: vec![("Host".into(), host)], body: None }
    }

    /// With one more header field.
    pub(crate) fn and(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.into(), value.as_ref().into()));
        self
    }

    /// With this header field and no other of its name.
    pub(crate) fn with(self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.without(name).and(name, value)
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(one, _)| !one.eq_ignore_ascii_case(name));
        self
    }

    pub(crate) fn by(mut self, method: &str) -> Self {
        self.method = method.into();
        self
    }

    pub(crate) fn at(mut self, target: &str) -> Self {
        self.target = target.into();
        self
    }

    pub(crate) fn bytes(mut self, body: impl AsRef<[u8]>) -> Self {
        self.body = Some(body.as_ref().into());
        self
    }

    /// With a JSON body and its type.
    pub(crate) fn json(self, body: impl AsRef<[u8]>) -> Self {
        self.with("Content-Type", "application/json").bytes(body)
    }

    /// The request as it goes over the wire.
    pub(crate) fn wire(&self) -> Vec<u8> {
        let mut wire = format!("{} {} HTTP/1.1\r\n", self.method, self.target).into_bytes();
        for (name, value) in &self.headers {
            wire.extend_from_slice(name.as_bytes());
            wire.extend_from_slice(b": ");
            wire.extend_from_slice(value);
            wire.extend_from_slice(b"\r\n");
        }
        if let Some(body) = &self.body {
            wire.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
        }
        wire.extend_from_slice(b"\r\n");
        wire.extend_from_slice(self.body.as_deref().unwrap_or_default());
        wire
    }

    /// Sends it on a connection of its own; `None` if the connection ends without an answer.
    pub(crate) fn try_send(&self) -> Option<Answer> {
        let mut stream = connect(self.to)?;
        // A server that does not read all of it may close while it is written.
        let _ = stream.write_all(&self.wire());
        read(&mut stream, self.method == "HEAD")
    }

    pub(crate) fn send(&self) -> Answer {
        self.try_send().expect("an answer")
    }

    /// Sends it, and checks the status.
    pub(crate) fn expect(&self, status: u16) -> Answer {
        let answer = self.send();
        assert_eq!(answer.status, status, "{} {}: {answer:?}", self.method, self.target);
        answer
    }
}

pub(crate) fn connect(to: SocketAddr) -> Option<TcpStream> {
    let stream = TcpStream::connect_timeout(&to, Duration::from_secs(10)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    stream.set_write_timeout(Some(Duration::from_secs(30))).ok()?;
    stream.set_nodelay(true).ok()?;
    Some(stream)
}

/// Reads one answer; `None` if the connection ends before it is whole.
pub(crate) fn read(stream: &mut TcpStream, headless: bool) -> Option<Answer> {
    let mut got = Vec::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        if let Some(head) = got.windows(4).position(|four| four == b"\r\n\r\n") {
            let text = String::from_utf8(got[..head].to_vec()).unwrap();
            let mut lines = text.split("\r\n");
            let status: u16 = lines.next()?.split(' ').nth(1)?.parse().ok()?;
            let headers: Vec<(String, String)> = lines
                .map(|line| line.split_once(':').unwrap())
                .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
                .collect();
            let length = headers
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                .map_or(0, |(_, value)| value.parse().unwrap());
            let whole = head + 4 + if headless { 0 } else { length };
            if got.len() >= whole {
                let body = String::from_utf8(got[head + 4..whole].to_vec()).unwrap();
                return Some(Answer { status, headers, body });
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(read) => got.extend_from_slice(&buffer[..read]),
        }
    }
}

/// Sends bytes, ends our half, and reads everything until the end.
pub(crate) fn raw(to: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = connect(to).unwrap();
    stream.write_all(bytes).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut got = Vec::new();
    let _ = stream.read_to_end(&mut got);
    String::from_utf8_lossy(&got).into_owned()
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(one, _)| one.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The text at a pointer of the body.
    pub(crate) fn text(&self, pointer: &str) -> String {
        let json = self.json();
        let found = json.pointer(pointer).unwrap_or_else(|| panic!("no {pointer}: {self:?}"));
        found.as_str().map_or_else(|| found.to_string(), str::to_owned)
    }
}
