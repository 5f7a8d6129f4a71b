//! One exchange: from hyper's request to the core's, and back.

use alloc::sync::Arc;
use core::convert::Infallible;
use core::fmt;
use core::future::poll_fn;
use core::pin::{Pin, pin};
use core::task::{Context, Poll};
use core::time::Duration;
use std::time::Instant;

use axum::body::{Body, HttpBody};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HeaderValue};
use axum::http::request::Parts;
use axum::http::{HeaderName, Request, StatusCode};
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use customer_core::http::{Limits, Reply};
use http_body_util::BodyExt as _;
use hyper::body::{Frame, SizeHint};
use tokio::time::{Sleep, timeout};
use tracing::field::Empty;
use tracing::{Instrument as _, Span};

use super::connection::Tracked;
use super::timed::Watch;
use crate::call::{self, Answer, Report, Sending, Sent};
use crate::clock::Moment;
use crate::journal::Entry;
use crate::service::Service;

/// The largest body that is expected to come with its head.
const SMALL: u64 = 16 * 1024;

/// How long it is waited for before the head is looked at alone.
const PATIENCE: Duration = Duration::from_millis(10);

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

/// Reads a body up to one byte beyond the limit; `None` if the peer breaks off.
pub(crate) async fn read<B>(mut body: B, limit: usize) -> Option<Bytes>
where
    B: HttpBody<Data = Bytes> + Unpin,
{
    let most = limit.saturating_add(1);
    let mut read = BytesMut::new();
    while read.len() < most {
        match body.frame().await {
            None => break,
            Some(Err(_)) => return None,
            Some(Ok(frame)) => {
                let data = frame.into_data().unwrap_or_default();
                if read.is_empty() && data.len() <= most && body.is_end_stream() {
                    return Some(data);
                }
                let left = most.saturating_sub(read.len());
                read.extend_from_slice(data.get(..left).unwrap_or(&data));
            }
        }
    }
    Some(read.freeze())
}

/// What a future gives at the first or second look, for which no timer is set: between the two,
/// hyper hands over a body that came with its head.
async fn at_hand<F: Future>(mut future: Pin<&mut F>) -> Option<F::Output> {
    let mut looked = false;
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if looked => Poll::Ready(None),
        Poll::Pending => {
            looked = true;
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await
}

/// Answers a request to a path that is not the sandbox's own.
pub(super) async fn vendor(
    service: &Arc<Service>,
    watch: &Watch,
    request: Request<Tracked>,
) -> Response {
    let began = Instant::now();
    let (parts, body) = request.into_parts();
    let method = known_method(parts.method.as_str());
    let span = tracing::info_span!(
        "call",
        vendor = Empty,
        route = Empty,
        method,
        status = Empty,
        code = Empty,
        request_id = Empty,
        correlation_id = Empty,
        revision = Empty,
        fault = Empty,
        replayed = Empty,
    );
    let answer = answer(service, watch, &Arc::new(parts), body).instrument(span.clone()).await;
    let Some(answer) = answer else { return closed() };
    let Answer { reply, fields, mut headers, sending, report } = answer;
    if !report.vendor.is_empty() {
        headers.push(("X-Sandbox", env!("CARGO_PKG_VERSION").to_owned()));
    }
    told(service, (method, reply.status), report, began.elapsed(), &span);
    let fields = fields.iter().flatten().map(|(name, value)| (*name, &**value));
    sent(reply, fields.chain(headers.iter().map(|(name, value)| (*name, &**value))), sending)
}

/// The answer to a request; `None` if the peer breaks off.
///
/// What the head decides is answered without the body. A small body usually comes with its head:
/// it is taken first, for asking the store twice would cost more.
async fn answer(
    service: &Arc<Service>,
    watch: &Watch,
    head: &Arc<Parts>,
    body: Tracked,
) -> Option<Answer> {
    let limit = Limits::default().body;
    let length = body.size_hint().exact();
    let is_at_hand = length.is_some_and(|length| length <= SMALL);
    let mut reading = pin!(read(body, limit));
    let (mut bytes, mut delayed) = (None, false);
    if is_at_hand && !head.headers.contains_key(EXPECT) {
        bytes = at_hand(reading.as_mut()).await;
        if bytes.is_none() {
            bytes = timeout(PATIENCE, &mut reading).await.ok();
        }
    }
    if bytes.is_none() {
        let is_too_large =
            length.is_some_and(|length| usize::try_from(length).is_ok_and(|length| length > limit));
        let sent = if is_too_large { Sent::TooMuch } else { Sent::Nothing };
        let paused = watch.pause();
        match call::serve(service, head, &sent, false).await {
            Ok(answer) => return Some(answer),
            Err(needs) => delayed = needs.delayed,
        }
        watch.resume(&paused);
        bytes = Some(reading.await);
    }
    let bytes = bytes.flatten()?;
    watch.arrived();
    let answer = call::serve(service, head, &Sent::Body(bytes), delayed).await;
    answer.ok()
}

/// Tells the connection that a request is there, so that its time no longer runs.
pub(crate) fn arrived(extensions: &axum::http::Extensions) {
    if let Some(watch) = extensions.get::<Watch>() {
        watch.arrived();
    }
}

/// Journal, metrics and log of one call.
fn told(
    service: &Service,
    (method, status): (&'static str, u16),
    report: Report,
    took: Duration,
    span: &Span,
) {
    let code = report.code.as_deref();
    let route = report.route.unwrap_or_default();
    let labels = [report.vendor, route, method, &status.to_string(), code.unwrap_or_default()];
    service.metrics.request(labels, took.as_secs_f64());
    if let Some(verdict) = report.verdict {
        service.metrics.decision(report.vendor, verdict);
    }
    report.rules.iter().for_each(|rule| service.metrics.violation(rule));
    if let Some(replayed) = report.replayed {
        service.metrics.replay(replayed);
    }
    span.record("vendor", report.vendor);
    span.record("route", route);
    span.record("status", status);
    let texts = [
        ("code", code),
        ("request_id", report.request_id.as_deref()),
        ("correlation_id", report.correlation_id.as_deref()),
        ("fault", report.fault),
        ("replayed", report.replayed),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            span.record(name, text);
        }
    }
    if let Some(revision) = report.revision {
        span.record("revision", revision);
    }
    tracing::info!(parent: span, "answered");
    if report.vendor.is_empty() {
        return;
    }
    service.journal.add(Entry {
        at: report.at.unwrap_or_else(Moment::machine),
        method,
        route: report.route,
        status,
        code: report.code,
        id: report.id,
        request_id: report.request_id,
        correlation_id: report.correlation_id,
        revision: report.revision,
    });
}

/// A method that may be a label: others may be anything.
fn known_method(method: &str) -> &'static str {
    let known = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
    known.into_iter().find(|known| *known == method).unwrap_or("other")
}

/// The answer as a response.
fn sent<'f>(
    mut reply: Reply,
    fields: impl Iterator<Item = (&'static str, &'f str)>,
    sending: Sending,
) -> Response {
    let torn = match sending {
        Sending::Closed => return closed(),
        Sending::Torn => Some(reply.body.take().unwrap_or_default()),
        Sending::Whole => None,
    };
    let mut response = own(reply);
    if let Some(body) = torn {
        *response.body_mut() = Body::new(Torn::new(&body));
    }
    for (name, value) in fields {
        insert(&mut response, name, value);
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
    if let (Some(name), Ok(value)) = (field(name), HeaderValue::from_str(value)) {
        response.headers_mut().insert(name, value);
    }
}

/// The name of a field. Those of most answers need not be read.
fn field(name: &'static str) -> Option<HeaderName> {
    static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
    static SANDBOX: HeaderName = HeaderName::from_static("x-sandbox");
    Some(match name {
        "Content-Type" => CONTENT_TYPE,
        "Content-Length" => CONTENT_LENGTH,
        "Cache-Control" => CACHE_CONTROL,
        "X-Request-Id" => REQUEST_ID.clone(),
        "X-Sandbox" => SANDBOX.clone(),
        other => return HeaderName::from_bytes(other.as_bytes()).ok(),
    })
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
