//! One connection, from its first byte to its last.

use core::future::poll_fn;
use core::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;

use super::exchange::Closed;
use super::timed::{Timed, Watch};

/// How much of a head is buffered: beyond the core's limit, so that the core can refuse it.
const BUFFER: usize = 512 * 1024;

/// How many header fields are read.
const FIELDS: usize = 512;

/// How long a peer may still send after the last answer.
const LINGER: Duration = Duration::from_secs(1);

/// Serves one connection.
pub(super) async fn serve(stream: TcpStream, router: Router, mut stop: watch::Receiver<bool>) {
    let watch = Watch::new();
    let io = TokioIo::new(Timed::new(stream, watch.clone()));
    let service = service_fn(move |request: Request<Incoming>| {
        let (router, watch) = (router.clone(), watch.clone());
        Box::pin(async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(watch.clone());
            let service = TowerToHyperService::new(router);
            let Ok(response) = hyper::service::Service::call(&service, request).await;
            watch.answered();
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
