//! What every part of the service shares.

use alloc::sync::Arc;
use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;
use std::time::Instant;

use crate::call::Line;
use crate::config::{Secret, Tenants};
use crate::crash::Crash;
use crate::journal::Journal;
use crate::knobs::Knobs;
use crate::metrics::Metrics;
use crate::recent::Recent;
use crate::store::Store;

/// How long a call may take.
pub(crate) const CALL: Duration = Duration::from_secs(10);

/// The service, apart from its sockets. All state is in the store; the journal, the metrics and
/// what is remembered of records are of this process.
pub(crate) struct Service {
    /// Where the state is.
    pub(crate) store: Arc<dyn Store>,
    /// Calls that wait for it, if it is in memory.
    pub(crate) line: Option<Arc<Line>>,
    /// Who may call.
    pub(crate) tenants: Tenants,
    /// The knobs at the start.
    pub(crate) start: Knobs,
    /// Records that calls have stored.
    pub(crate) recent: Recent,
    /// The last calls.
    pub(crate) journal: Journal,
    /// What is counted.
    pub(crate) metrics: Metrics,
    /// The connections that are open.
    pub(crate) connections: Connections,
    /// Where the process is to abort.
    pub(crate) crash: Crash,
    /// Who may use what is beside the vendors.
    pub(crate) access: Access,
}

/// Who may use what is beside the vendors.
pub(crate) struct Access {
    /// The tokens of which one is needed, if there are any.
    pub(crate) tokens: Vec<Secret>,
    /// Names that `Host` may have beside those of loopback.
    pub(crate) hosts: Vec<String>,
    /// Whether faults may be asked for.
    pub(crate) faults: bool,
}

/// How many connections are open.
#[derive(Default)]
pub(crate) struct Connections(AtomicUsize);

impl Connections {
    /// One more, until what this gives is dropped.
    pub(crate) fn open(&self) -> impl Drop {
        struct One<'c>(&'c AtomicUsize);
        impl Drop for One<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::Relaxed);
            }
        }
        self.0.fetch_add(1, Ordering::Relaxed);
        One(&self.0)
    }

    /// Whether there is one, whose calls have nobody beside them.
    pub(crate) fn is_one(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 1
    }
}

/// The end of a call that begins now.
pub(crate) fn deadline() -> Instant {
    let now = Instant::now();
    now.checked_add(CALL).unwrap_or(now)
}
