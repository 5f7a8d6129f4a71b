//! The timer: what is due, the outbox, and what has had its time.

use alloc::sync::Arc;
use core::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::clock::Moment;
use crate::crash::Point;
use crate::due;
use crate::knobs::Current;
use crate::service::{self, Service};
use crate::store::{self, Stored};

/// How often the timer looks.
const TICK: Duration = Duration::from_millis(50);

/// After how many ticks effects are performed: to mark them is a commit, for which calls wait.
const PERFORM: u32 = 5;

/// After how many ticks old answers and tokens are removed.
const PURGE: u32 = 1200;

/// How many effects are performed in one transaction.
const EFFECTS: u64 = 2500;

/// Looks until the service ends.
pub(crate) async fn run(service: Arc<Service>, mut stop: watch::Receiver<bool>) {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut count = 0_u32;
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            _ = ticks.tick() => {}
        }
        let now = count;
        count = count.wrapping_add(1) % PURGE;
        let service = Arc::clone(&service);
        let _ = tokio::task::spawn_blocking(move || tick(&service, now)).await;
    }
}

/// Everything that it is time for. What fails is tried again, and keeps nothing else back.
fn tick(service: &Service, count: u32) {
    let did = |what: &'static str, done: Stored<()>| {
        if let Err(error) = done {
            tracing::warn!(%error, what, "the timer");
        }
    };
    did("due work", settle(service));
    if count.is_multiple_of(PERFORM) {
        did("effects", perform(service));
    }
    if count == 0 {
        did("old answers and tokens", purge(service));
    }
}

/// Removes old answers and tokens.
fn purge(service: &Service) -> Stored<()> {
    store::write(&*service.store, service::deadline(), |tables| {
        let now = Current::read(tables, &service.start)?;
        tables.purge_answers(&now.answers_since(customer_core::adobe::endpoint::KEPT_DAYS))?;
        tables.purge_tokens(Moment::machine())
    })
}

/// Does what is due.
fn settle(service: &Service) -> Stored<()> {
    let store = &*service.store;
    let is_due = store::read(store, service::deadline(), |tables| {
        due::is_any(tables, Current::read(tables, &service.start)?.at)
    })?;
    if is_due {
        store::write(store, service::deadline(), |tables| {
            let now = Current::read(tables, &service.start)?;
            due::perform_all(tables, service, &now)
        })?;
    }
    Ok(())
}

/// Performs effects, then marks them: at least once. Nothing is sent anywhere; whoever looks at the
/// outbox is the recipient, and the log says that something was due.
fn perform(service: &Service) -> Stored<()> {
    let store = &*service.store;
    let (count, last, open) = store::read(store, service::deadline(), |tables| {
        let (count, last) = tables.last_open_effect(EFFECTS)?;
        // They are read only for a log that shows them.
        let is_shown = tracing::enabled!(tracing::Level::DEBUG);
        Ok((count, last, if is_shown { tables.open_effects(count)? } else { Vec::new() }))
    })?;
    if count == 0 {
        return Ok(());
    }
    for effect in &open {
        let (sequence, vendor) = (effect.sequence, &effect.vendor);
        tracing::debug!(sequence, vendor, effect = effect.effect, "effect performed");
    }
    (0..count).for_each(|_| service.crash.pass(Point::K5));
    store::write(store, service::deadline(), |tables| {
        let now = Current::read(tables, &service.start)?;
        tables.close_effects(last, now.at)
    })
}
