//! Which mutant is on. Copied into the tree as `crate::switched`.

extern crate std;

use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::io::Write;

const UNKNOWN: usize = usize::MAX;
const NONE: usize = usize::MAX - 1;
const TRACE: usize = usize::MAX - 2;

static ACTIVE: AtomicUsize = AtomicUsize::new(UNKNOWN);
static SEEN: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];

/// Whether this mutant is the one that the environment names.
#[inline(always)]
pub(crate) fn on(id: usize) -> bool {
    let active = ACTIVE.load(Relaxed);
    if active >= TRACE { slow(id) } else { active == id }
}

#[cold]
fn slow(id: usize) -> bool {
    if ACTIVE.load(Relaxed) == UNKNOWN {
        let named = std::env::var("MUTANT").ok().and_then(|text| text.parse().ok());
        let traced = std::env::var_os("MUTANT_TRACE").is_some();
        ACTIVE.store(named.unwrap_or(if traced { TRACE } else { NONE }), Relaxed);
    }
    let active = ACTIVE.load(Relaxed);
    if active == TRACE && SEEN.get(id).is_some_and(|seen| !seen.swap(true, Relaxed)) {
        let path = std::env::var_os("MUTANT_TRACE").unwrap_or_default();
        let file = std::fs::OpenOptions::new().append(true).create(true).open(path);
        // One write a line: threads and children share the file.
        let _ = file.and_then(|mut file| file.write_all(std::format!("{id}\n").as_bytes()));
    }
    active == id
}
