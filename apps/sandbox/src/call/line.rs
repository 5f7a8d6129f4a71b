//! The line in which calls wait for a store in memory.
//!
//! To hand a call to a thread of the store wakes that thread, and its answer wakes one of the event
//! loop: as much work as the transaction. So a task of the event loop works off what waits, a
//! transaction for each call, and hands several answers over together.

use alloc::sync::Arc;
use alloc::vec::IntoIter;
use core::mem::{replace, take};
use core::panic::AssertUnwindSafe;
use core::time::Duration;
use std::panic::catch_unwind;
use std::time::Instant;

use parking_lot::Mutex;
use tokio::sync::oneshot;
use tokio::task::{spawn_blocking, yield_now};

use super::answer::Outgoing;
use super::outcome::Step;
use crate::store::Store;

/// How many answers are handed over together: were it all that wait, the other cores would have
/// nothing to do meanwhile.
const TOGETHER: usize = 16;

/// How long answers wait for the next ones, and a thread of the event loop for sockets.
const LONG: Duration = Duration::from_millis(5);

/// What comes of a call.
pub(super) type Done = Step<Box<Outgoing>>;

/// A call that waits.
struct Waiting {
    work: Box<dyn FnOnce() -> Done + Send>,
    answer: oneshot::Sender<Done>,
}

/// A call that was worked off; `None` if it panicked.
type Worked = (oneshot::Sender<Done>, Option<Done>);

/// The calls that wait for a store.
pub(crate) struct Line {
    store: Arc<dyn Store>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: Vec<Waiting>,
    /// Whether somebody works them off.
    is_worked: bool,
}

impl Line {
    /// The line of a store that waits neither for a disk nor for a server: others have none.
    pub(crate) fn of(store: &Arc<dyn Store>) -> Option<Arc<Self>> {
        let line = || Self { store: Arc::clone(store), state: Mutex::default() };
        store.threads().map(|_| Arc::new(line()))
    }

    /// Does work when it is its turn; `None` if it panics.
    pub(super) async fn wait(
        self: &Arc<Self>,
        work: impl FnOnce() -> Done + Send + 'static,
    ) -> Option<Done> {
        let (answer, answered) = oneshot::channel();
        if self.add(Waiting { work: Box::new(work), answer }) {
            tokio::spawn(Arc::clone(self).work_off());
        }
        answered.await.ok()
    }

    /// Adds a call. Whether nobody works them off yet.
    fn add(&self, waiting: Waiting) -> bool {
        let mut state = self.state.lock();
        state.waiting.push(waiting);
        !replace(&mut state.is_worked, true)
    }

    /// All that wait. If there are none, nobody works them off any more.
    fn next(&self) -> IntoIter<Waiting> {
        let mut state = self.state.lock();
        state.is_worked = !state.waiting.is_empty();
        take(&mut state.waiting).into_iter()
    }

    /// Works off what waits, until nothing does.
    async fn work_off(self: Arc<Self>) {
        let (mut waiting, mut since) = (IntoIter::default(), Instant::now());
        loop {
            // Those who have sent a request by now come along.
            if waiting.len() == 0 || since.elapsed() >= LONG {
                yield_now().await;
                since = Instant::now();
            }
            if waiting.len() == 0 {
                waiting = self.next();
            }
            if waiting.len() == 0 {
                return;
            }
            let worked = if self.store.is_at_hand() {
                some(&mut waiting, || self.store.is_at_hand())
            } else {
                // Somebody else has the store, perhaps for long: to wait for it is a thread's.
                let mut all = take(&mut waiting);
                let done = spawn_blocking(move || (some(&mut all, || true), all)).await;
                let (worked, rest) = done.unwrap_or_default();
                waiting = rest;
                worked
            };
            for (answer, done) in worked {
                if let Some(done) = done {
                    let _ = answer.send(done);
                }
            }
        }
    }
}

/// Works off some calls, as long as it may.
fn some(waiting: &mut IntoIter<Waiting>, may: impl Fn() -> bool) -> Vec<Worked> {
    let (began, mut worked) = (Instant::now(), Vec::with_capacity(TOGETHER));
    while may()
        && worked.len() < TOGETHER
        && began.elapsed() < LONG
        && let Some(Waiting { work, answer }) = waiting.next()
    {
        worked.push((answer, catch_unwind(AssertUnwindSafe(work)).ok()));
    }
    worked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service;
    use crate::store::{self, StoreError};

    fn line() -> (Arc<dyn Store>, Arc<Line>) {
        let store = store::open(":memory:").unwrap();
        let line = Line::of(&store).unwrap();
        (store, line)
    }

    fn run<T>(all: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_multi_thread().build().unwrap().block_on(all)
    }

    async fn waits(line: Arc<Line>, work: impl FnOnce() -> Done + Send + 'static) -> Option<u64> {
        match line.wait(work).await {
            Some(Step::Wait(number)) => Some(number),
            _ => None,
        }
    }

    #[test]
    fn each_call_gets_its_own_answer() {
        let (_, line) = line();
        run(async {
            let number = |number| waits(Arc::clone(&line), move || Step::Wait(number));
            let all: Vec<_> = (0..1000).map(|one| tokio::spawn(number(one))).collect();
            for (one, answered) in (0..).zip(all) {
                assert_eq!(answered.await.unwrap(), Some(one));
            }
        });
    }

    #[test]
    fn a_call_that_panics_is_the_only_one() {
        let (_, line) = line();
        run(async {
            let number = |number: u64| {
                waits(Arc::clone(&line), move || {
                    assert_ne!(number % 5, 3, "a panic that is meant");
                    Step::Wait(number)
                })
            };
            let all: Vec<_> = (0..20).map(|one| tokio::spawn(number(one))).collect();
            for (one, answered) in (0..).zip(all) {
                let expected = (one % 5 != 3).then_some(one);
                assert_eq!(answered.await.unwrap(), expected);
            }
        });
    }

    #[test]
    fn a_call_waits_for_a_store_that_somebody_has() {
        let (store, line) = line();
        let (has, had) = std::sync::mpsc::channel();
        let holder = Arc::clone(&store);
        let held = std::thread::spawn(move || {
            store::write(&*holder, service::deadline(), |_| {
                has.send(()).map_err(|_| StoreError::Late)?;
                std::thread::sleep(Duration::from_millis(50));
                Ok(Instant::now())
            })
        });
        had.recv().unwrap();
        let after = run(waits(line, move || {
            let now = store::write(&*store, service::deadline(), |_| Ok(Instant::now())).unwrap();
            let since = held.join().unwrap().unwrap();
            Step::Wait(u64::from(now >= since))
        }));
        assert_eq!(after, Some(1));
    }

    #[test]
    fn what_waits_for_a_disk_has_no_line() {
        let folder = std::env::temp_dir().join(format!("sandbox-line-{}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        let store = store::open(folder.join("store.db").to_str().unwrap()).unwrap();
        let has_line = Line::of(&store).is_some();
        drop(store);
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(!has_line);
    }
}
