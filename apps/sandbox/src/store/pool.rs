//! A few connections that are lent, one to each transaction.

use std::time::Instant;

use parking_lot::{Condvar, Mutex};

use super::{StoreError, Stored};

/// What is lent.
pub(super) struct Pool<T> {
    idle: Mutex<Vec<T>>,
    returned: Condvar,
}

impl<T> Pool<T> {
    pub(super) const fn new(all: Vec<T>) -> Self {
        Self { idle: Mutex::new(all), returned: Condvar::new() }
    }

    /// Works with one, for which it waits until the deadline.
    pub(super) fn with<R>(
        &self,
        deadline: Instant,
        work: impl FnOnce(&mut T) -> Stored<R>,
    ) -> Stored<R> {
        let mut one = self.lend(deadline)?;
        let done = work(&mut one);
        self.idle.lock().push(one);
        self.returned.notify_one();
        done
    }

    fn lend(&self, deadline: Instant) -> Stored<T> {
        let mut idle = self.idle.lock();
        loop {
            if let Some(one) = idle.pop() {
                return Ok(one);
            }
            if self.returned.wait_until(&mut idle, deadline).timed_out() {
                return Err(StoreError::Late);
            }
        }
    }
}
