//! One exchange: from hyper's request to the core's, and back.

use alloc::sync::Arc;
use core::convert::Infallible;
use core::error::Error;
use core::fmt;
use core::future::poll_fn;
use core::pin::{Pin, pin};
use core::task::{Context, Poll};
use core::time::Duration;
use std::io;
use std::time::Instant;

use axum::body::{Body, HttpBody};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HeaderValue, TRANSFER_ENCODING,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Request, StatusCode};
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use customer_core::http::{Limits, Reply};
use http_body_util::BodyExt as _;
use hyper::body::{Frame, SizeHint};
use tokio::time::{Sleep, timeout};
use tracing::Instrument as _;
use tracing::field::Empty;

use super::connection::Tracked;
use super::timed::Watch;
use crate::call::{self, Outgoing, Report, Sending, Sent, Value, known_method};
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

impl Error for Closed {}

/// A response in whose place the connection is closed.
fn closed() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Closed);
    response
}

/// Why a body can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// The peer breaks off.
    BrokenOff,
    /// It comes in chunks that are none.
    Malformed,
}

impl Unread {
    /// What is wrong with the body.
    pub(crate) const fn why(self) -> &'static str {
        match self {
            Self::BrokenOff => "the body breaks off",
            Self::Malformed => "the body is not in chunks as its head says",
        }
    }

    /// By the cause that hyper's decoder gives: it has no other word for what it can't read.
    fn of(error: &(dyn Error + 'static)) -> Self {
        let mut cause = Some(error);
        while let Some(error) = cause {
            let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
            if matches!(kind, Some(io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData)) {
                return Self::Malformed;
            }
            cause = error.source();
        }
        Self::BrokenOff
    }
}

/// Reads a body up to one byte beyond the limit.
pub(crate) async fn read<B>(mut body: B, limit: usize) -> Result<Bytes, Unread>
where
    B: HttpBody<Data = Bytes> + Unpin,
    B::Error: Error + 'static,
{
    let most = limit.saturating_add(1);
    let mut read = BytesMut::new();
    while read.len() < most {
        match body.frame().await {
            None => break,
            Some(Err(error)) => return Err(Unread::of(&error)),
            Some(Ok(frame)) => {
                let data = frame.into_data().unwrap_or_default();
                if read.is_empty() && data.len() <= most && body.is_end_stream() {
                    return Ok(data);
                }
                let left = most.saturating_sub(read.len());
                read.extend_from_slice(data.get(..left).unwrap_or(&data));
            }
        }
    }
    Ok(read.freeze())
}

/// The answer to a request whose body is coded on its way otherwise than hyper decodes it, which
/// looks at the last coding alone. It is the sandbox's own, as to whatever is no HTTP.
pub(super) fn unframed(headers: &HeaderMap) -> Option<Response> {
    let fields = headers.get_all(TRANSFER_ENCODING).iter();
    let codings = fields.flat_map(|field| field.as_bytes().split(|byte| *byte == b','));
    let codings = codings.map(<[u8]>::trim_ascii).filter(|coding| !coding.is_empty());
    let codings: Vec<_> = codings.map(|coding| coding.eq_ignore_ascii_case(b"chunked")).collect();
    let (status, why) = match *codings {
        [] | [true] => return None,
        _ if codings.contains(&false) => (501, "the only transfer coding is chunked"),
        _ => (400, "the transfer coding chunked is there twice"),
    };
    Some(own(Reply::problem(status, why)))
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
        path = parts.uri.path(),
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
    let mut answer = match answer {
        Ok(answer) => *answer,
        Err(Unread::BrokenOff) => return closed(),
        Err(malformed) => {
            span.record("status", 400);
            count(service, (method, 400), &Report::default(), began.elapsed());
            tracing::info!(parent: &span, "answered");
            return own(Reply::problem(400, malformed.why()));
        }
    };
    if !answer.report.vendor.is_empty() {
        answer.fields.push(("X-Sandbox", Value::Known(env!("CARGO_PKG_VERSION"))));
    }
    count(service, (method, answer.status), &answer.report, began.elapsed());
    tracing::info!(parent: &span, "answered");
    sent(answer)
}

/// The answer to a request, if its body can be read where it is needed.
///
/// What the head decides is answered without the body. A small body usually comes with its head:
/// it is taken first, for asking the store twice would cost more.
async fn answer(
    service: &Arc<Service>,
    watch: &Watch,
    head: &Arc<Parts>,
    body: Tracked,
) -> Result<Box<Outgoing>, Unread> {
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
            Ok(answer) => return Ok(answer),
            Err(needs) => delayed = needs.delayed,
        }
        watch.resume(&paused);
        bytes = Some(reading.await);
    }
    let bytes = bytes.unwrap_or(Err(Unread::BrokenOff))?;
    watch.arrived();
    let answer = call::serve(service, head, &Sent::Body(bytes), delayed).await;
    // With its body nothing is left open.
    answer.map_err(|_| Unread::BrokenOff)
}

/// Tells the connection that a request is there, so that its time no longer runs.
pub(crate) fn arrived(extensions: &axum::http::Extensions) {
    if let Some(watch) = extensions.get::<Watch>() {
        watch.arrived();
    }
}

/// Metrics of one call.
fn count(service: &Service, (method, status): (&str, u16), report: &Report, took: Duration) {
    let code = report.code.as_deref().unwrap_or_default();
    let route = report.route.unwrap_or_default();
    let labels = [report.vendor, route, method, &status.to_string(), code];
    service.metrics.request(labels, took.as_secs_f64());
    if let Some(verdict) = report.verdict {
        service.metrics.decision(report.vendor, verdict);
    }
    report.rules.iter().for_each(|rule| service.metrics.violation(rule));
    if let Some(replayed) = report.replayed {
        service.metrics.replay(replayed);
    }
}

/// An answer as a response.
fn sent(answer: Outgoing) -> Response {
    let Outgoing { status, text, body, fields, sending, .. } = answer;
    let text = Bytes::from(text);
    let body = body.map(|length| text.slice(..length));
    let body = match sending {
        Sending::Closed => return closed(),
        Sending::Torn => Body::new(Torn::new(&body.unwrap_or_default())),
        Sending::Whole => body.map_or_else(Body::empty, Body::from),
    };
    let value = |value| match value {
        Value::Known(known) => Bytes::from_static(known.as_bytes()),
        Value::Text(part) => text.slice(part),
    };
    response(status, fields.into_iter().map(|(name, of)| (name, value(of))), body)
}

/// A reply as a response.
pub(crate) fn own(reply: Reply) -> Response {
    let body = reply.body.map_or_else(Body::empty, Body::from);
    let fields = reply.headers.into_iter();
    let fields = fields.map(|(name, value)| (name, Bytes::from(value.into_owned())));
    response(reply.status, fields, body)
}

fn response(
    status: u16,
    fields: impl Iterator<Item = (&'static str, Bytes)>,
    body: Body,
) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in fields {
        if let (Some(name), Ok(value)) = (field(name), HeaderValue::from_maybe_shared(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
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
    fn new(bytes: &[u8]) -> Self {
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
