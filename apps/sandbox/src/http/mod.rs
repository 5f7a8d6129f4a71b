//! Sockets: who may connect, for how long, and how the service ends.

mod connection;
mod exchange;
mod head;
mod timed;

use alloc::sync::Arc;
use core::net::SocketAddr;

use axum::http::HeaderMap;
use core::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

pub(crate) use exchange::{arrived, own, read};

use crate::admin;
use crate::service::Service;

/// The most connections that are open at once.
const CONNECTIONS: usize = 256;

/// How long calls may still run after the service was asked to end.
const END: Duration = Duration::from_secs(10);

/// The fields of a head as the core takes them.
pub(crate) fn fields(headers: &HeaderMap) -> Vec<(&str, &[u8])> {
    headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect()
}

/// Serves until `stop` says so, then lets the calls that run end.
pub(crate) async fn serve(
    listener: TcpListener,
    service: &Arc<Service>,
    mut stop: watch::Receiver<bool>,
) {
    let router = admin::router(Arc::clone(service));
    let permits = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            _ = stop.changed() => break,
            accepted = accept(&listener, &permits) => accepted,
        };
        let Some((stream, permit)) = accepted else {
            // Out of file handles, or the peer is gone already.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let (service, router, stop) = (Arc::clone(service), router.clone(), stop.clone());
        connections.spawn(async move {
            let all = Arc::clone(&service);
            let _open = all.connections.open();
            connection::serve(stream, service, router, stop).await;
            drop(permit);
        });
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    let ended = async { while connections.join_next().await.is_some() {} };
    let _ = timeout(END, ended).await;
}

async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> Option<(tokio::net::TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(permits).acquire_owned().await.ok()?;
    let (stream, _): (_, SocketAddr) = listener.accept().await.ok()?;
    let _ = stream.set_nodelay(true);
    Some((stream, permit))
}
