//! Runs one case once: what callgrind counts. The allocator is the system's own.

use customer_bench::cases;
use customer_bench::count::measured;

fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    for case in cases::all().iter().filter(|case| case.name == name) {
        let mut work = (case.ready)();
        measured(&mut *work);
    }
}
