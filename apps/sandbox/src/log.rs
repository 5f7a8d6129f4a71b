//! The log on standard error. It never holds a call up and never fails one: a thread of its own
//! writes the lines, and those that it does not get rid of are dropped and counted.
//!
//! tracing-appender has such a queue as well, but one that prints to standard output where the log
//! is full at the end, and that fails where nobody reads that either.

use core::mem;
use core::time::Duration;
use std::io::{self, IsTerminal as _, Write};
use std::panic;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread;
use std::time::Instant;

use prometheus::IntCounter;
use tracing_subscriber::EnvFilter;

use crate::args::Log;

/// How many lines wait to be written: a few MiB.
const LINES: usize = 10_000;

/// How much is written at once, in bytes.
const AT_ONCE: usize = 64 * 1024;

/// How long the program waits at its end for somebody to read what is left.
const LAST: Duration = Duration::from_secs(1);

/// What waits for the thread.
enum Waiting {
    /// A line.
    Line(Vec<u8>),
    /// Whoever wants to know when all before is written.
    End(Sender<()>),
}

/// Lines on their way. Each clone takes one.
#[derive(Clone)]
struct Queue {
    to: SyncSender<Waiting>,
    dropped: IntCounter,
    line: Vec<u8>,
}

impl Write for Queue {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        let line = mem::take(&mut self.line);
        if !line.is_empty() && self.to.try_send(Waiting::Line(line)).is_err() {
            self.dropped.inc();
        }
    }
}

/// The log, until this is dropped: what waits then has a second.
pub(crate) struct Logging(SyncSender<Waiting>);

impl Drop for Logging {
    fn drop(&mut self) {
        let began = Instant::now();
        let (written, is_written) = mpsc::channel();
        let mut end = Waiting::End(written);
        while let Err(mpsc::TrySendError::Full(again)) = self.0.try_send(end) {
            if began.elapsed() > LAST {
                return;
            }
            end = again;
            thread::sleep(Duration::from_millis(5));
        }
        let _ = is_written.recv_timeout(LAST.saturating_sub(began.elapsed()));
    }
}

/// Begins the log.
pub(crate) fn begin(form: Log, dropped: &IntCounter) -> io::Result<Logging> {
    let (to, lines) = mpsc::sync_channel(LINES);
    let lost = dropped.clone();
    thread::Builder::new().name("log".to_owned()).spawn(move || write(&lines, &lost))?;
    let queue = Queue { to: to.clone(), dropped: dropped.clone(), line: Vec::new() };
    let default = "sandbox=info,warn";
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    let lines = tracing_subscriber::fmt().with_env_filter(filter);
    let lines = lines.with_writer(move || queue.clone()).with_ansi(io::stderr().is_terminal());
    match form {
        Log::Text => lines.init(),
        Log::Json => lines.json().flatten_event(true).with_span_list(false).init(),
    }
    // The usual hook writes to standard error itself, and would wait there. What a panic says may
    // hold a value, so only its place is logged.
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
    Ok(Logging(to))
}

/// Writes what waits, as much as there is at once.
fn write(lines: &Receiver<Waiting>, dropped: &IntCounter) {
    while let Ok(first) = lines.recv() {
        let (mut text, mut count, mut end) = (Vec::new(), 0_u64, None);
        let mut next = Some(first);
        while let Some(waiting) = next {
            match waiting {
                Waiting::Line(line) => {
                    text.extend_from_slice(&line);
                    count = count.saturating_add(1);
                }
                Waiting::End(written) => end = Some(written),
            }
            let goes_on = end.is_none() && text.len() < AT_ONCE;
            next = if goes_on { lines.try_recv().ok() } else { None };
        }
        if io::stderr().write_all(&text).is_err() {
            dropped.inc_by(count);
        }
        if let Some(written) = end {
            let _ = written.send(());
        }
    }
}

/// Writes a text as well as it can be done: nobody needs to listen. Whoever does not read it holds
/// up this thread for a second at most.
pub(crate) fn say(text: String, mut to: impl Write + Send + 'static) {
    let (done, is_done) = mpsc::channel();
    let write = move || {
        let _ = to.write_all(text.as_bytes());
        let _ = to.flush();
        let _ = done.send(());
    };
    if thread::Builder::new().name("say".to_owned()).spawn(write).is_ok() {
        let _ = is_done.recv_timeout(LAST);
    }
}
