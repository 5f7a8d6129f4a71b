//! Crash points: the process aborts where a test asks it to.

use core::str::FromStr;
use core::sync::atomic::{AtomicU32, Ordering};

/// Where the process can be killed. Only calls that may write pass `K1`, and only those that
/// commit pass `K2` to `K4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// Before the decision.
    K1,
    /// Decided, before the commit.
    K2,
    /// Committed, before the first byte of the answer.
    K3,
    /// In the middle of the answer.
    K4,
    /// An effect was performed and not marked.
    K5,
    /// Due work is done and not committed.
    K6,
}

/// At which point, and at which passage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CrashAt {
    point: Point,
    passage: u32,
}

impl FromStr for CrashAt {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (point, passage) = text.split_once(':').unwrap_or((text, "1"));
        let point = match point {
            "K1" => Point::K1,
            "K2" => Point::K2,
            "K3" => Point::K3,
            "K4" => Point::K4,
            "K5" => Point::K5,
            "K6" => Point::K6,
            _ => return Err("the points are K1 to K6"),
        };
        let passage = passage.parse().ok().filter(|passage| *passage > 0);
        Ok(Self { point, passage: passage.ok_or("the passage is a number from 1")? })
    }
}

/// Counts the passages.
#[derive(Debug)]
pub(crate) struct Crash {
    at: Option<CrashAt>,
    passed: AtomicU32,
}

impl Crash {
    /// Aborts at a point, or nowhere.
    pub(crate) const fn new(at: Option<CrashAt>) -> Self {
        Self { at, passed: AtomicU32::new(0) }
    }

    /// Whether this passage is the last thing that the process does.
    pub(crate) fn is_now(&self, point: Point) -> bool {
        let Some(at) = self.at.filter(|at| at.point == point) else { return false };
        self.passed.fetch_add(1, Ordering::SeqCst).saturating_add(1) == at.passage
    }

    /// Passes a point, or aborts there: no destructor runs and nothing is flushed.
    pub(crate) fn pass(&self, point: Point) {
        if self.is_now(point) {
            std::process::abort();
        }
    }
}
