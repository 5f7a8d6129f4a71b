//! One connection, from its first byte to its last.

use alloc::sync::Arc;
use core::future::poll_fn;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::http::Request;
use axum::http::header::{ALLOW, CONNECTION, HeaderValue};
use axum::response::Response;
use bytes::Bytes;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;

use super::exchange::{self, Closed};
use super::timed::{Timed, Watch};
use crate::admin;
use crate::service::Service;

/// How much of a head is buffered: beyond the core's limit, so that the core can refuse it.
const BUFFER: usize = 512 * 1024;

/// How many header fields are read.
const FIELDS: usize = 512;

/// How long a peer may still send after the last answer.
const LINGER: Duration = Duration::from_secs(1);

/// Serves one connection.
pub(super) async fn serve(
    stream: TcpStream,
    service: Arc<Service>,
    router: Router,
    mut stop: watch::Receiver<bool>,
) {
    let watch = Watch::new();
    let io = TokioIo::new(Timed::new(stream, watch.clone()));
    let service = service_fn(move |request: Request<Incoming>| {
        let own = admin::is_own(request.uri().path()).then(|| router.clone());
        let (service, watch) = (Arc::clone(&service), watch.clone());
        Box::pin(async move {
            watch.began(!request.body().is_end_stream());
            let request = request.map(|body| Tracked { body, watch: watch.clone() });
            let mut response = match (exchange::unframed(request.headers()), own) {
                (Some(refused), _) => refused,
                (None, Some(router)) => routed(router, &watch, request).await,
                (None, None) => exchange::vendor(&service, &watch, request).await,
            };
            watch.answered();
            if let Some(allow) = response.headers().get(ALLOW).and_then(sorted) {
                response.headers_mut().insert(ALLOW, allow);
            }
            if watch.is_unread() {
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            match response.extensions().get::<Closed>() {
                Some(closed) => Err(*closed),
                None => Ok(response),
            }
        })
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        .half_close(true)
        .title_case_headers(true)
        .max_buf_size(BUFFER)
        .max_headers(FIELDS)
        .serve_connection(io, service);
    let mut stopping = false;
    let served = loop {
        tokio::select! {
            biased;
            served = poll_fn(|cx| connection.poll_without_shutdown(cx)) => break served,
            _ = stop.changed(), if !stopping => {
                stopping = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
        }
    };
    if served.is_ok() {
        linger(connection.into_parts().io.into_inner().into_inner()).await;
    }
}

/// The answer of one of the sandbox's own routes.
async fn routed(router: Router, watch: &Watch, request: Request<Tracked>) -> Response {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(watch.clone());
    let Ok(response) = TowerToHyperService::new(router).call(request).await;
    response
}

/// Methods as the vendors list them, which axum does otherwise: in alphabetic order, with a blank
/// behind each comma.
fn sorted(allow: &HeaderValue) -> Option<HeaderValue> {
    let mut methods: Vec<_> = allow.to_str().ok()?.split(',').map(str::trim).collect();
    methods.sort_unstable();
    HeaderValue::from_str(&methods.join(", ")).ok()
}

/// A body that says when it was read to its end.
pub(super) struct Tracked {
    body: Incoming,
    watch: Watch,
}

impl HttpBody for Tracked {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if self.body.is_end_stream() || matches!(polled, Poll::Ready(None)) {
            self.watch.read();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Ends our half and discards what the peer still sends: closing at once would take the answer away
/// from a peer that has not read it yet.
async fn linger(mut stream: TcpStream) {
    let discard = async {
        stream.shutdown().await.ok()?;
        let mut buffer = vec![0; 64 * 1024];
        while stream.read(&mut buffer).await.ok()? > 0 {}
        Some(())
    };
    let _ = timeout(LINGER, discard).await;
}
