//! Being asked to stop: noted by the handler, looked at between rounds.
//!
//! Why `signal-hook`: what a handler may do is little and easy to get wrong; it only sets a number
//! here. A second signal ends the process at once, as a kill does, which no file minds.

use alloc::sync::Arc;
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::stop::{Signal, Stop};

/// Whether the process was asked to stop.
#[derive(Clone, Default)]
pub(super) struct Signals(Arc<AtomicUsize>);

const ALL: [(i32, Signal); 2] = [(SIGINT, Signal::Interrupt), (SIGTERM, Signal::Terminate)];

impl Signals {
    /// Listens from now on. Where that can't be had, a signal ends the process as ever.
    pub(super) fn listen() -> Self {
        let this = Self::default();
        let second = Arc::new(AtomicBool::new(false));
        for (number, (signal, meaning)) in (1..).zip(ALL) {
            let status = i32::from(meaning.status());
            // In this order: the first signal must not find the flag that it sets itself.
            let _ = flag::register_conditional_shutdown(signal, status, Arc::clone(&second));
            let _ = flag::register(signal, Arc::clone(&second));
            let _ = flag::register_usize(signal, Arc::clone(&this.0), number);
        }
        this
    }

    /// Stops if the process was asked to.
    pub(super) fn check(&self) -> Result<(), Stop> {
        let index = self.0.load(Ordering::Relaxed).checked_sub(1);
        match index.and_then(|index| ALL.get(index)) {
            Some((_, signal)) => Err(Stop::Signal(*signal)),
            None => Ok(()),
        }
    }
}
