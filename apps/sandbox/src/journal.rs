//! The last calls, in memory.

use alloc::collections::VecDeque;

use parking_lot::Mutex;
use serde::{Serialize, Serializer};

use crate::clock::Moment;

/// How many calls are kept.
const MOST: usize = 1000;

/// One call. Never its query, never a body.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    #[serde(serialize_with = "shown")]
    pub(crate) at: Moment,
    pub(crate) method: &'static str,
    pub(crate) route: Option<&'static str>,
    pub(crate) status: u16,
    pub(crate) code: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) correlation_id: Option<String>,
    pub(crate) revision: Option<u64>,
}

fn shown<S: Serializer>(at: &Moment, s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(at)
}

/// The last calls to the vendors.
#[derive(Default)]
pub(crate) struct Journal(Mutex<VecDeque<Entry>>);

impl Journal {
    /// Adds a call.
    pub(crate) fn add(&self, entry: Entry) {
        let mut entries = self.0.lock();
        if entries.len() >= MOST {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    /// All of them, the newest last.
    pub(crate) fn all(&self) -> Vec<Entry> {
        self.0.lock().iter().cloned().collect()
    }

    /// Forgets them.
    pub(crate) fn clear(&self) {
        self.0.lock().clear();
    }
}
