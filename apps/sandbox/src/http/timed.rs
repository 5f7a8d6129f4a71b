//! A stream with a time limit that follows what the connection does.

use alloc::sync::Arc;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use std::io;

use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

/// How long a request may take to arrive, head and body together.
const ARRIVING: Duration = Duration::from_secs(30);

/// How long nothing may happen between two requests.
const IDLE: Duration = Duration::from_secs(60);

/// What the connection does.
#[derive(Clone, Copy)]
enum Phase {
    /// It waits for a request, or for the peer to take an answer, at most until then.
    Idle(Instant),
    /// A request arrives, at most until then.
    Arriving(Instant),
    /// It is answered; the call has a limit of its own.
    Answering,
}

/// What a connection does, for the stream and for those who know.
#[derive(Clone)]
pub(super) struct Watch(Arc<Mutex<Phase>>);

impl Watch {
    /// A connection that waits for its first request.
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(idle())))
    }

    /// The request is there.
    pub(super) fn arrived(&self) {
        *self.0.lock() = Phase::Answering;
    }

    /// The answer is there.
    pub(super) fn answered(&self) {
        *self.0.lock() = idle();
    }

    /// Something arrives.
    fn arrives(&self) {
        let mut phase = self.0.lock();
        if let Phase::Idle(_) = *phase {
            *phase = Phase::Arriving(after(ARRIVING));
        }
    }

    fn limit(&self) -> Option<Instant> {
        match *self.0.lock() {
            Phase::Idle(until) | Phase::Arriving(until) => Some(until),
            Phase::Answering => None,
        }
    }
}

fn idle() -> Phase {
    Phase::Idle(after(IDLE))
}

fn after(duration: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(duration).unwrap_or(now)
}

/// A stream that fails when its time is over.
pub(super) struct Timed {
    stream: TcpStream,
    watch: Watch,
    sleep: Pin<Box<Sleep>>,
}

impl Timed {
    pub(super) fn new(stream: TcpStream, watch: Watch) -> Self {
        Self { stream, watch, sleep: Box::pin(sleep_until(Instant::now())) }
    }

    /// The stream without its limit.
    pub(super) fn into_inner(self) -> TcpStream {
        self.stream
    }

    /// Whether the time is over; if not, the task is woken when it is.
    fn late<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        let Some(limit) = self.watch.limit() else { return Poll::Pending };
        if self.sleep.deadline() != limit {
            self.sleep.as_mut().reset(limit);
        }
        match self.sleep.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Timed {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        match Pin::new(&mut this.stream).poll_read(cx, buffer) {
            Poll::Ready(read) => {
                this.watch.arrives();
                Poll::Ready(read)
            }
            Poll::Pending => this.late(cx),
        }
    }
}

impl AsyncWrite for Timed {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        match Pin::new(&mut this.stream).poll_write(cx, bytes) {
            Poll::Pending => this.late(cx),
            written => written,
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
