//! Clients: each has a connection and a customer of its own, and sends one PATCH after another.

use core::net::SocketAddr;
use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;
use std::time::Instant;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::Failed;

/// How many customers there are.
pub(crate) const CUSTOMERS: usize = 64;

/// What was measured.
pub(crate) struct Run {
    pub(crate) count: f64,
    pub(crate) per_second: f64,
    /// Milliseconds.
    pub(crate) p99: f64,
    /// Microseconds that the service's process worked for one update.
    pub(crate) worked: f64,
}

static NEXT: AtomicU64 = AtomicU64::new(0);

/// The id of a customer.
pub(crate) fn id(number: usize) -> String {
    format!("P3{number:09}")
}

/// Places the customers and gives a token.
pub(crate) fn prepare(to: SocketAddr) -> Result<String, Failed> {
    tokio::runtime::Runtime::new()?.block_on(async {
        for number in 0..CUSTOMERS {
            place(to, number).await?;
        }
        token(to).await
    })
}

/// Sends for a while.
pub(crate) fn run(
    to: SocketAddr,
    token: &str,
    connections: usize,
    length: Duration,
) -> Result<Run, Failed> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let began = Instant::now();
        let senders: Vec<_> = (0..connections)
            .map(|number| tokio::spawn(send(to, token.to_owned(), number, began, length)))
            .collect();
        let mut took = Vec::new();
        for sender in senders {
            took.extend(sender.await??);
        }
        let seconds = began.elapsed().as_secs_f64();
        took.sort_unstable();
        let at = |per_cent: usize| {
            let index = took.len().saturating_sub(1).saturating_mul(per_cent) / 100;
            took.get(index).map_or(f64::NAN, |took| took.as_secs_f64() * 1000.0)
        };
        let count = f64::from(u32::try_from(took.len())?);
        Ok(Run { count, per_second: count / seconds, p99: at(99), worked: f64::NAN })
    })
}

async fn token(to: SocketAddr) -> Result<String, Failed> {
    let form = "grant_type=client_credentials&client_id=dev-client-1&client_secret=dev-secret-1";
    let mut stream = TcpStream::connect(to).await?;
    let media = "application/x-www-form-urlencoded";
    let head = format!("POST /ims/token/v3 HTTP/1.1\r\nContent-Type: {media}\r\n");
    let (status, body) = ask(&mut stream, to, &head, form).await?;
    let text = body.split('"').nth(3).filter(|_| status == 200);
    Ok(text.ok_or("no token")?.to_owned())
}

/// Places a customer, if it is not there yet.
async fn place(to: SocketAddr, number: usize) -> Result<(), Failed> {
    let body = format!(
        r#"{{"tenant":"dev-client-1","customer":{{"customerId":"{}","resellerId":"P1000000001",
        "status":"1000","companyProfile":{{"companyName":"Fairmont","preferredLanguage":"en-US",
        "contacts":[{{"firstName":"Ada","lastName":"Byron","email":"ada@example.com"}}]}}}}}}"#,
        id(number)
    );
    let mut stream = TcpStream::connect(to).await?;
    let head = "POST /_sandbox/adobe/customers HTTP/1.1\r\nContent-Type: application/json\r\n";
    match ask(&mut stream, to, head, &body).await? {
        (201 | 409, _) => Ok(()),
        (status, _) => Err(format!("a customer is not placed: {status}").into()),
    }
}

async fn send(
    to: SocketAddr,
    token: String,
    number: usize,
    began: Instant,
    length: Duration,
) -> Result<Vec<Duration>, Failed> {
    let mut stream = TcpStream::connect(to).await?;
    stream.set_nodelay(true)?;
    let mut took = Vec::new();
    loop {
        let count = NEXT.fetch_add(1, Ordering::Relaxed);
        let head = format!(
            "PATCH /v3/customers/{} HTTP/1.1\r\nX-Api-Key: dev-client-1\r\n\
             Authorization: Bearer {token}\r\nX-Correlation-Id: {}-{count}\r\n\
             X-Request-Id: r-{}-{count}\r\nContent-Type: application/json\r\n\
             Accept: application/json\r\n",
            id(number),
            std::process::id(),
            std::process::id(),
        );
        let contact = r#""firstName":"Ada","lastName":"Byron","email":"ada@example.com""#;
        let phone = format!(r#""phoneNumber":"555-{count:07}""#);
        let body = format!(r#"{{"companyProfile":{{"contacts":[{{{contact},{phone}}}]}}}}"#);
        let sent = Instant::now();
        let (status, body) = ask(&mut stream, to, &head, &body).await?;
        if status != 200 {
            return Err(format!("an update is answered {status}: {body}").into());
        }
        took.push(sent.elapsed());
        if began.elapsed() >= length {
            return Ok(took);
        }
    }
}

/// One request and its answer.
async fn ask(
    stream: &mut TcpStream,
    to: SocketAddr,
    head: &str,
    body: &str,
) -> Result<(u16, String), Failed> {
    let request = format!("{head}Host: {to}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).await?;
    let mut got = Vec::new();
    loop {
        if stream.read_buf(&mut got).await? == 0 {
            return Err("the connection ended".into());
        }
        let text = str::from_utf8(&got)?;
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        });
        if body.len() >= length.unwrap_or(0_usize) {
            let status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
            return Ok((status, body.to_owned()));
        }
    }
}
