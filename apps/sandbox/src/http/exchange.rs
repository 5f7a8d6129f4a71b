//! One exchange: from hyper's request to the core's, and back.

use alloc::sync::Arc;
use core::convert::Infallible;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use std::time::Instant;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, HeaderValue};
use axum::http::{HeaderName, StatusCode};
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use customer_core::http::{Limits, Reply};
use http_body_util::BodyExt as _;
use hyper::body::{Frame, SizeHint};
use tokio::time::Sleep;

use super::timed::Watch;
use crate::call::{self, Answer, Incoming, Sending};
use crate::clock::Moment;
use crate::journal::Entry;
use crate::service::Service;

/// The connection is closed without an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("closed without an answer")
    }
}

impl core::error::Error for Closed {}

/// A response in whose place the connection is closed.
fn closed() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Closed);
    response
}

/// A body that was read.
pub(crate) struct Read {
    pub(crate) bytes: Bytes,
    /// Whether that was all of it.
    pub(crate) whole: bool,
}

/// Reads a body up to one byte beyond the limit; `None` if the peer breaks off.
pub(crate) async fn read(mut body: Body, limit: usize) -> Option<Read> {
    let most = limit.saturating_add(1);
    let mut read = BytesMut::new();
    while read.len() < most {
        match body.frame().await {
            None => return Some(Read { bytes: read.freeze(), whole: true }),
            Some(Err(_)) => return None,
            Some(Ok(frame)) => {
                let data = frame.into_data().unwrap_or_default();
                let left = most.saturating_sub(read.len());
                read.extend_from_slice(data.get(..left).unwrap_or(&data));
            }
        }
    }
    Some(Read { bytes: read.freeze(), whole: body.is_end_stream() })
}

/// Answers a request to a path that is not the sandbox's own.
pub(crate) async fn vendor(State(service): State<Arc<Service>>, request: Request) -> Response {
    let began = Instant::now();
    let (parts, body) = request.into_parts();
    let Some(Read { bytes, whole }) = read(body, Limits::default().body).await else {
        return closed();
    };
    arrived(&parts.extensions);
    let target = parts.uri.path_and_query().map_or("", |target| target.as_str());
    let headers = parts.headers.iter();
    let incoming = Incoming {
        method: parts.method.as_str().to_owned(),
        target: target.to_owned(),
        headers: headers.map(|(name, value)| (name.to_string(), value.as_bytes().into())).collect(),
        body: bytes,
    };
    let answer = call::serve(&service, incoming).await;
    told(&service, parts.method.as_str(), &answer, began.elapsed());
    let mut response = sent(answer);
    if !whole {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Tells the connection that a request is there, so that its time no longer runs.
pub(crate) fn arrived(extensions: &axum::http::Extensions) {
    if let Some(watch) = extensions.get::<Watch>() {
        watch.arrived();
    }
}

/// Journal, metrics and log of one call.
fn told(service: &Service, method: &str, answer: &Answer, took: Duration) {
    let (report, status) = (&answer.report, answer.reply.status);
    let method = known_method(method);
    let code = report.code.clone().unwrap_or_default();
    let route = report.route.unwrap_or_default();
    let labels = [report.vendor, route, method, &status.to_string(), &code];
    service.metrics.request(labels, took.as_secs_f64());
    if let Some(verdict) = report.verdict {
        service.metrics.decision(report.vendor, verdict);
    }
    report.rules.iter().for_each(|rule| service.metrics.violation(rule));
    if let Some(replayed) = report.replayed {
        service.metrics.replay(replayed);
    }
    tracing::info!(
        vendor = report.vendor,
        route,
        method,
        status,
        code,
        request_id = report.request_id,
        correlation_id = report.correlation_id,
        revision = report.revision,
        fault = report.fault,
        replayed = report.replayed,
        "call"
    );
    if report.vendor.is_empty() {
        return;
    }
    service.journal.add(Entry {
        at: report.at.unwrap_or_else(Moment::machine).to_string(),
        method: method.to_owned(),
        route: report.route,
        status,
        code: report.code.clone(),
        id: report.id.clone(),
        request_id: report.request_id.clone(),
        correlation_id: report.correlation_id.clone(),
        revision: report.revision,
    });
}

/// A method that may be a label: others may be anything.
fn known_method(method: &str) -> &'static str {
    let known = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
    known.into_iter().find(|known| *known == method).unwrap_or("other")
}

/// The answer as a response.
fn sent(answer: Answer) -> Response {
    let Answer { reply, headers, sending, report } = answer;
    if sending == Sending::Closed {
        return closed();
    }
    let body = reply.body.clone().unwrap_or_default();
    let torn = sending == Sending::Torn;
    let mut response = own(reply);
    if torn {
        *response.body_mut() = Body::new(Torn::new(&body));
    }
    let version = ("X-Sandbox", env!("CARGO_PKG_VERSION").to_owned());
    let own = (!report.vendor.is_empty()).then_some(version);
    for (name, value) in headers.into_iter().chain(own) {
        insert(&mut response, name, &value);
    }
    response
}

/// A reply as a response.
pub(crate) fn own(reply: Reply) -> Response {
    let mut response = Response::new(reply.body.map_or_else(Body::empty, Body::from));
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in &reply.headers {
        insert(&mut response, name, value);
    }
    response
}

fn insert(response: &mut Response, name: &'static str, value: &str) {
    let name = HeaderName::from_bytes(name.as_bytes());
    if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
        response.headers_mut().insert(name, value);
    }
}

/// The first half of a body; then the process aborts.
struct Torn {
    half: Option<Bytes>,
    length: u64,
    wait: Pin<Box<Sleep>>,
}

impl Torn {
    fn new(body: &str) -> Self {
        let bytes = body.as_bytes();
        let half = bytes.get(..bytes.len().div_ceil(2)).unwrap_or_default();
        let wait = Box::pin(tokio::time::sleep(Duration::from_millis(50)));
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Self { half: Some(Bytes::copy_from_slice(half)), length, wait }
    }
}

impl HttpBody for Torn {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        // Until the first half is on its way.
        if self.wait.as_mut().poll(cx).is_ready() {
            std::process::abort();
        }
        Poll::Pending
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
