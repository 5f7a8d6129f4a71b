//! A stream with a time limit that follows what the connection does.

use alloc::sync::Arc;
use core::pin::Pin;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Poll};
use core::time::Duration;
use std::io;

use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

use super::head::Head;

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
pub(super) struct Watch(Arc<Watched>);

struct Watched {
    phase: Mutex<Phase>,
    /// Whether a part of the body is not read.
    is_unread: AtomicBool,
}

/// A request of which only the head is there, while its time does not run.
pub(super) struct Paused {
    phase: Phase,
    since: Instant,
}

impl Watch {
    /// A connection that waits for its first request.
    pub(super) fn new() -> Self {
        Self(Arc::new(Watched { phase: Mutex::new(idle()), is_unread: AtomicBool::new(false) }))
    }

    /// The head of a request is there.
    pub(super) fn began(&self, has_body: bool) {
        self.0.is_unread.store(has_body, Ordering::Relaxed);
        self.arrives();
    }

    /// The body was read to its end.
    pub(super) fn read(&self) {
        self.0.is_unread.store(false, Ordering::Relaxed);
    }

    /// Whether a part of the body is not read.
    pub(super) fn is_unread(&self) -> bool {
        self.0.is_unread.load(Ordering::Relaxed)
    }

    /// The request is there.
    pub(super) fn arrived(&self) {
        *self.0.phase.lock() = Phase::Answering;
    }

    /// The head is looked at before the body.
    pub(super) fn pause(&self) -> Paused {
        let phase = core::mem::replace(&mut *self.0.phase.lock(), Phase::Answering);
        Paused { phase, since: Instant::now() }
    }

    /// The body is waited for after all, as long as it had left.
    pub(super) fn resume(&self, paused: &Paused) {
        let waited = paused.since.elapsed();
        let later = |until: Instant| until.checked_add(waited).unwrap_or(until);
        *self.0.phase.lock() = match paused.phase {
            Phase::Idle(until) => Phase::Idle(later(until)),
            Phase::Arriving(until) => Phase::Arriving(later(until)),
            Phase::Answering => Phase::Answering,
        };
    }

    /// The answer is there.
    pub(super) fn answered(&self) {
        *self.0.phase.lock() = idle();
    }

    /// Something arrives; whether it is the first of a request.
    fn arrives(&self) -> bool {
        let mut phase = self.0.phase.lock();
        let is_first = matches!(*phase, Phase::Idle(_));
        if is_first {
            *phase = Phase::Arriving(after(ARRIVING));
        }
        is_first
    }

    fn limit(&self) -> Option<Instant> {
        match *self.0.phase.lock() {
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
    head: Head,
    sleep: Pin<Box<Sleep>>,
}

impl Timed {
    pub(super) fn new(stream: TcpStream, watch: Watch) -> Self {
        let (head, sleep) = (Head::default(), Box::pin(sleep_until(Instant::now())));
        Self { stream, watch, head, sleep }
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
        let before = buffer.filled().len();
        match Pin::new(&mut this.stream).poll_read(cx, buffer) {
            Poll::Ready(read) => {
                if this.watch.arrives() && this.head.is_lost() {
                    this.head = Head::default();
                }
                this.head.mark(buffer.filled_mut().get_mut(before..).unwrap_or_default());
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
