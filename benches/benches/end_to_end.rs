//! From the update's text to the document's text, beside all peers.

use std::hint::black_box;

use customer_bench::paired::{Contender, compare, contender, report, sizes};
use customer_bench::payload;
use customer_bench::peers::{Bare, Cloned, Derived, InPlace, Ours, Peer, Validated};
use customer_core::vendors::Adobe;
use serde_json::Value;

fn peer<P: Peer + 'static>(size: usize) -> Contender {
    let (people, other) = (payload::people(0, size), payload::one_phone(size));
    let mut state = P::load(&payload::adobe_customer(&people));
    let updates = [payload::adobe_update("342", &people), payload::adobe_update("99999", &other)];
    let (mut out, mut turn) = (String::new(), 0);
    contender(P::NAME, move || {
        turn ^= 1;
        assert!(P::update(&mut state, &updates[turn]));
        P::write(&state, &mut out);
        black_box(&out);
    })
}

/// The document after one update.
fn after<P: Peer>(size: usize) -> Value {
    let mut state = P::load(&payload::adobe_customer(&payload::people(0, size)));
    let update = payload::adobe_update("99999", &payload::one_phone(size));
    assert!(P::update(&mut state, &update));
    let mut out = String::new();
    P::write(&state, &mut out);
    serde_json::from_str(&out).expect("JSON")
}

fn main() {
    let mut lines = Vec::new();
    for &size in sizes(&[1, 10, 100, 1000, 4000]) {
        let ours = after::<Ours<Adobe>>(size);
        for other in [after::<Cloned>(size), after::<Validated>(size), after::<InPlace>(size)] {
            assert_eq!(ours, other, "all come to the same document");
        }
        assert_eq!(ours, after::<Derived>(size));
        let mut all = vec![
            peer::<Ours<Adobe>>(size),
            peer::<Cloned>(size),
            peer::<Bare>(size),
            peer::<Validated>(size),
            peer::<InPlace>(size),
            peer::<Derived>(size),
        ];
        #[cfg(feature = "schema")]
        {
            assert_eq!(ours, after::<customer_bench::peers::Schema>(size));
            all.push(peer::<customer_bench::peers::Schema>(size));
        }
        lines.extend(compare(&format!("end to end/{size}"), &mut all));
    }
    report("end_to_end", &lines);
}
