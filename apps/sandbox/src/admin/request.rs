//! Requests of the sandbox's own routes, and the transactions that they run in.

use alloc::sync::Arc;
use core::time::Duration;
use std::thread;
use std::time::Instant;

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::request::Parts;
use axum::response::Response;
use bytes::Bytes;
use customer_core::http::{Limits, Request as Head};
use serde::Serialize;
use serde_json::value::RawValue;

use super::problem::{Given, Problem};
use crate::knobs::Current;
use crate::service::{self, Service};
use crate::store::{self, End, StoreError, Stored, Tables};
use crate::{due, http};

/// The JSON body of a request.
pub(crate) async fn body(request: Request) -> Result<Bytes, Problem> {
    let (parts, body) = request.into_parts();
    if !is_json(&parts.headers) {
        return Err(Problem::new(415, "the body must be application/json in UTF-8, as it is"));
    }
    whole(&parts, body).await
}

/// The whole body behind this head, which is not longer than one may be.
pub(crate) async fn whole(head: &Parts, body: Body) -> Result<Bytes, Problem> {
    let limit = Limits::default().body;
    let read = http::read(body, limit).await;
    let read = read.map_err(|unread| Problem::bad(unread.why()))?;
    http::arrived(&head.extensions);
    if read.len() > limit {
        return Err(Problem::new(413, format!("the body is larger than {limit} bytes")));
    }
    Ok(read)
}

/// For a route that writes and reads no body: one that is there must be JSON as well, for a form of
/// another site can send anything else.
pub(super) fn no_form(request: &Request) -> Result<(), Problem> {
    if request.body().is_end_stream() || is_json(request.headers()) {
        return Ok(());
    }
    Err(Problem::new(415, "a body must be application/json in UTF-8, as it is"))
}

/// Whether a body is JSON in UTF-8 that is not compressed, as at the vendors.
fn is_json(headers: &HeaderMap) -> bool {
    let fields = http::fields(headers);
    let head = Head { method: "", target: "", headers: &fields, body: b"" };
    head.sends_json() && head.is_plain()
}

/// Runs a job off the event loop, in one transaction. What is refused is rolled back.
async fn run<T: Send + 'static>(
    service: &Arc<Service>,
    writes: bool,
    job: impl Fn(&dyn Tables, &Service, &Current) -> Given<T> + Send + 'static,
) -> Result<T, Problem> {
    let service = Arc::clone(service);
    // Waiting for a thread is a part of it.
    let deadline = service::deadline();
    let work = move || -> Given<T> {
        let mut given = None;
        let mut inside = |tables: &dyn Tables| {
            let now = Current::read(tables, &service.start)?;
            let done = job(tables, &service, &now)?;
            let end = if done.is_ok() && writes { End::Commit } else { End::Rollback };
            given = Some(done);
            Ok(end)
        };
        if writes {
            service.store.write(deadline, &mut inside)?;
        } else {
            service.store.read(deadline, &mut inside)?;
        }
        given.ok_or(StoreError::Unreadable("a result"))
    };
    off_the_loop(work).await
}

/// Runs a job that reads.
pub(crate) async fn reading<T: Send + 'static>(
    service: &Arc<Service>,
    job: impl Fn(&dyn Tables, &Service, &Current) -> Given<T> + Send + 'static,
) -> Result<T, Problem> {
    run(service, false, job).await
}

/// Runs a job that looks at records, the outbox or faults: it reads a state in which nothing is due
/// that was so when it was asked for.
pub(crate) async fn looking<T: Send + 'static>(
    service: &Arc<Service>,
    job: impl Fn(&dyn Tables, &Service, &Current) -> Given<T> + Send + 'static,
) -> Result<T, Problem> {
    let service = Arc::clone(service);
    let deadline = service::deadline();
    let work = move || -> Given<T> {
        let (store, mut since) = (&*service.store, None);
        loop {
            let given = store::read(store, deadline, |tables| {
                let now = Current::read(tables, &service.start)?;
                let since = *since.get_or_insert(now.at);
                let is_due = due::is_any(tables, since)?;
                if is_due { Ok(None) } else { job(tables, &service, &now).map(Some) }
            })?;
            if let Some(given) = given {
                return Ok(given);
            }
            let was_due = store::write(store, deadline, |tables| {
                due::perform_all(tables, &service, &Current::read(tables, &service.start)?)
            })?;
            // Another process does it.
            if !was_due {
                thread::sleep(Duration::from_millis(1));
            }
            if Instant::now() >= deadline {
                return Err(StoreError::Late);
            }
        }
    };
    off_the_loop(work).await
}

/// Runs work that may wait where it holds up nobody.
async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> Given<T> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(given) => given?,
        Err(_) => Err(Problem::new(500, "the service failed")),
    }
}

/// Runs a job that writes.
pub(crate) async fn writing<T: Send + 'static>(
    service: &Arc<Service>,
    job: impl Fn(&dyn Tables, &Service, &Current) -> Given<T> + Send + 'static,
) -> Result<T, Problem> {
    run(service, true, job).await
}

/// A response with a JSON body.
pub(crate) fn json(status: u16, value: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_string(value);
    let body = body.map_err(|_| Problem::new(500, "the answer can't be written"))?;
    Ok(text(status, "application/json", body))
}

/// A response with a body of this type.
pub(crate) fn text(status: u16, media: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert("Cache-Control", HeaderValue::from_static("no-store"));
    response
}

/// A response without a body.
pub(crate) fn empty() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = axum::http::StatusCode::NO_CONTENT;
    response
}

/// JSON text that is written as it is.
pub(crate) fn raw(text: String) -> Stored<Box<RawValue>> {
    RawValue::from_string(text).map_err(|_| StoreError::Unreadable("a document"))
}
