//! Everything that is counted, by name.

use std::hint::black_box;

use customer_core::for_each_vendor;
use customer_core::vendors::{self, Adobe, Commvault, Ibm};

use crate::endpoints::{Desk, Served};
use crate::payload::{self, ORDERS};
use crate::peers::{Bare, Cloned, Derived, InPlace, Ours, Peer, Validated};
use crate::plans;
use crate::store::Store;
use crate::vendors::Wire;

/// Something to count: `times` operations in one run.
pub struct Case {
    /// `subject/what/size`.
    pub name: String,
    /// How many operations one run is.
    pub times: u64,
    /// Makes everything ready, then gives what is to be counted.
    pub ready: Box<dyn Fn() -> Box<dyn FnMut()>>,
}

pub(crate) fn case(
    name: impl Into<String>,
    times: u64,
    ready: impl Fn() -> Box<dyn FnMut()> + 'static,
) -> Case {
    Case { name: name.into(), times, ready: Box::new(ready) }
}

/// A text that is made when it is needed.
pub(crate) type Lazy = Box<dyn Fn() -> String>;

pub(crate) fn leak(text: &Lazy) -> &'static str {
    Box::leak(text().into_boxed_str())
}

/// Decide + evolve of parsed updates, each on a record of its own.
fn decided<W: Wire + 'static>(
    name: String,
    times: u64,
    record: Lazy,
    update: Lazy,
    accepted: bool,
) -> Case {
    case(name, times, move || {
        let (record, update) = (W::record(leak(&record)), leak(&update));
        let mut records: Vec<_> = (0..times).map(|_| record.clone()).collect();
        let (input, facts) = (W::input(update), W::facts());
        // Once before, so that the allocator has tidied up behind the reading of the records.
        let first = W::decide(&record, &input, &facts);
        assert_eq!(first.is_ok(), accepted);
        drop(first);
        // Freed here, its blocks would be tidied up inside of what is counted.
        std::mem::forget(record);
        Box::new(move || {
            for record in &mut records {
                match W::decide(record, &input, &facts) {
                    Ok(decision) => W::evolve(record, &decision).expect("it fits"),
                    Err(rejection) => {
                        black_box(&rejection);
                    }
                }
            }
        })
    })
}

/// Parse alone.
fn parsed<W: Wire + 'static>(name: String, times: u64, update: Lazy) -> Case {
    case(name, times, move || {
        let update = leak(&update);
        Box::new(move || {
            for _ in 0..times {
                black_box(&W::input(update));
            }
        })
    })
}

/// Serialise alone, into a buffer that is used again.
fn written<P: Peer + 'static>(name: String, times: u64, record: Lazy) -> Case {
    case(name, times, move || {
        let (state, mut out) = (P::load(&record()), String::new());
        P::write(&state, &mut out);
        Box::new(move || {
            for _ in 0..times {
                P::write(&state, &mut out);
                black_box(&out);
            }
        })
    })
}

/// Text to text: two updates in turn, so that each changes something.
fn end_to_end<P: Peer + 'static>(size: usize, times: u64) -> Case {
    case(format!("end to end/{}/{size}", P::NAME), times, move || {
        let (people, other) = (payload::people(0, size), payload::one_phone(size));
        let record = payload::adobe_customer(&people);
        let updates =
            [payload::adobe_update("99999", &other), payload::adobe_update("342", &people)];
        let (mut state, mut out) = (P::load(&record), String::new());
        for update in &updates {
            assert!(P::update(&mut state, update));
            P::write(&state, &mut out);
        }
        Box::new(move || {
            for update in updates.iter().cycle().take(times as usize) {
                P::update(&mut state, update);
                P::write(&state, &mut out);
                black_box(&out);
            }
        })
    })
}

/// A log on a small store, taken once before so that the store is as it is in the long run.
fn replayed<P: Peer + 'static>() -> Case {
    case(format!("replay/{}/100", P::NAME), 2000, || {
        let mut store = Store::<P>::new(100, 2000);
        store.take(2000);
        Box::new(move || store.take(2000))
    })
}

/// The same request again and again, on the same record.
fn served<V: Served + 'static>(what: &str, ready: fn() -> Desk<V>) -> Case {
    case(format!("endpoint/{}/{what}", V::NAME), 16, move || {
        let desk = ready();
        Box::new(move || {
            for _ in 0..16 {
                desk.serve(|responded| {
                    black_box(responded);
                });
            }
        })
    })
}

/// What only the first bytes of a request cost, and what a whole one costs.
fn endpoints(cases: &mut Vec<Case>) {
    fn of<V: Served + 'static>(cases: &mut Vec<Case>) {
        cases.push(served::<V>("fails at its head", Desk::failing));
        cases.push(served::<V>("two", Desk::accepting));
    }
    macro_rules! each {
        ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
            $( of::<vendors::$Vendor>(cases); )*
        };
    }
    for_each_vendor!(each);
    cases.push(served::<Adobe>("answered before", Desk::answered));
}

/// How often a case of this size is run.
pub(crate) fn times(size: usize) -> u64 {
    match size {
        0..=10 => 16,
        11..=100 => 4,
        _ => 2,
    }
}

/// Every case.
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    adobe(&mut cases);
    others(&mut cases);
    contacts(&mut cases);
    endpoints(&mut cases);
    plans::all(&mut cases);
    cases.push(replayed::<Ours<Adobe>>());
    cases.push(replayed::<Validated>());
    cases.push(replayed::<InPlace>());
    for size in [1, 10, 100, 1000] {
        let times = times(size);
        cases.push(end_to_end::<Ours<Adobe>>(size, times));
        cases.push(end_to_end::<Bare>(size, times));
        cases.push(end_to_end::<Validated>(size, times));
        cases.push(end_to_end::<InPlace>(size, times));
        cases.push(end_to_end::<Derived>(size, times));
        cases.push(end_to_end::<Cloned>(size, times));
    }
    cases
}

fn adobe(cases: &mut Vec<Case>) {
    use payload::{adobe_customer, adobe_refused, adobe_sparse, adobe_update, one_phone, people};
    for size in [1, 10, 100, 1000] {
        let times = times(size);
        let record = || -> Lazy { Box::new(move || adobe_customer(&people(0, size))) };
        let same = || -> Lazy { Box::new(move || adobe_update("342", &people(0, size))) };
        let two = Box::new(move || adobe_update("99999", &one_phone(size)));
        let refused = Box::new(move || adobe_refused("99999", &one_phone(size)));
        let sparse = Box::new(|| adobe_sparse("99999"));
        let name = |what: &str| format!("adobe/{what}/{size}");
        cases.push(decided::<Adobe>(name("nothing"), times, record(), same(), true));
        cases.push(decided::<Adobe>(name("two"), times, record(), two, true));
        cases.push(decided::<Adobe>(name("refused"), times, record(), refused, false));
        if size == 1 {
            for (what, body) in [
                ("one refused", r#"{"customerId": "another"}"#),
                (
                    "four refused",
                    r#"{"customerId": "another", "resellerId": "another", "cotermDate": "x",
                        "creationDate": "x"}"#,
                ),
            ] {
                let body: Lazy = Box::new(move || body.to_owned());
                cases.push(decided::<Adobe>(name(what), times, record(), body, false));
            }
        }
        cases.push(decided::<Adobe>(name("sparse"), times, record(), sparse, true));
        cases.push(parsed::<Adobe>(name("parse"), times, same()));
        cases.push(written::<Ours<Adobe>>(name("write"), times, record()));
        cases.push(written::<Bare>(name("write, serde_json"), times, record()));
    }
}

fn others(cases: &mut Vec<Case>) {
    use payload::{commvault_account, commvault_update, ibm_customer};
    let record = || -> Lazy { Box::new(|| ibm_customer("555-0101", "555-0103")) };
    let two = Box::new(|| ibm_customer("555-0199", "555-0198"));
    let name = |what: &str| format!("ibm/{what}/1");
    cases.push(decided::<Ibm>(name("nothing"), 16, record(), record(), true));
    cases.push(decided::<Ibm>(name("two"), 16, record(), two, true));
    cases.push(parsed::<Ibm>(name("parse"), 16, record()));
    cases.push(written::<Ours<Ibm>>(name("write"), 16, record()));

    let record = || -> Lazy { Box::new(commvault_account) };
    let same = || -> Lazy { Box::new(|| commvault_update("www.acme.com", "408-555-0100")) };
    let two = Box::new(|| commvault_update("acme.com", "408-555-0199"));
    let name = |what: &str| format!("commvault/{what}/1");
    cases.push(decided::<Commvault>(name("nothing"), 16, record(), same(), true));
    cases.push(decided::<Commvault>(name("two"), 16, record(), two, true));
    cases.push(parsed::<Commvault>(name("parse"), 16, same()));
    cases.push(written::<Ours<Commvault>>(name("write"), 16, record()));
}

fn contacts(cases: &mut Vec<Case>) {
    use payload::{adobe_customer, adobe_update, ordered, people};
    for order in ORDERS {
        for size in [1000, 4000] {
            let record = Box::new(move || adobe_customer(&people(0, size)));
            let update = Box::new(move || adobe_update("342", &ordered(order, size)));
            cases.push(decided::<Adobe>(
                format!("contacts/{order}/{size}"),
                1,
                record,
                update,
                true,
            ));
        }
    }
}
