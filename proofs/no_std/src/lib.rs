//! Proof that `customer-core` needs no standard library.
//!
//! A static library must be complete: it brings its own allocator and its own panic handler. Should
//! the core, or anything that it depends on, link `std`, then there are two panic handlers and the
//! compiler stops with E0152, "found duplicate lang item `panic_impl`". So that this builds is the
//! proof; nothing here is ever run. It needs no extra target.
//!
//! To see it fail, write `extern crate std;` into `src/lib.rs` of the core, or give this crate a
//! dependency with `std` (`serde` with its default features): both were tried, and both end in
//! E0152.

#![no_std]

extern crate alloc;

use alloc::string::String;
use core::alloc::{GlobalAlloc, Layout};
use core::hint::black_box;
use core::panic::PanicInfo;

use customer_core::value::{Owned, Quantities};
use customer_core::{adobe, commitment, commvault, ibm, json};

/// An allocator that never has memory: enough to link.
struct Nothing;

// SAFETY: a null pointer means that there is no memory, which is always a correct answer.
unsafe impl GlobalAlloc for Nothing {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        core::ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static NOTHING: Nothing = Nothing;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// Reads, decides and evolves at every vendor, and asks the JSON contract.
#[unsafe(no_mangle)]
pub extern "C" fn customer_core_without_std() -> usize {
    [at_adobe(), at_ibm(), at_commvault(), of_a_commitment()].into_iter().flatten().sum::<usize>()
        + json::apply(black_box("{}")).len()
        + json::apply_bytes(black_box(b"{}")).len()
}

fn at_adobe() -> Option<usize> {
    let mut record = adobe::Customer::from_json(black_box("{}")).ok()?;
    let update = adobe::Update::from_json(black_box("{}")).ok()?;
    let facts = adobe::Facts::unknown(adobe::Policy::documented());
    let decision = adobe::decide(&record, &update.into(), &facts).ok()?;
    adobe::evolve(&mut record, &decision);
    let changes = adobe::diff(&record, &record).len() + decision.changes().len();
    Some(changes + length(record.to_json()))
}

fn at_ibm() -> Option<usize> {
    let mut record = ibm::Customer::from_json(black_box("{}")).ok()?;
    let update = ibm::Update::from_json(black_box("{}")).ok()?;
    let facts = ibm::Facts {
        policy: ibm::Policy::documented(),
        role: None,
        same_organization: None,
        active_subscriptions: None,
    };
    let decision = ibm::decide(&record, &ibm::Input::Update(update), &facts).ok()?;
    ibm::evolve(&mut record, &decision);
    let changes = ibm::diff(&record, &record).len() + decision.changes().len();
    Some(changes + length(record.to_json()))
}

fn at_commvault() -> Option<usize> {
    let mut record = commvault::Account::from_json(black_box("{}")).ok()?;
    let update = commvault::Update::from_json(black_box("{}")).ok()?;
    let facts = commvault::Facts {
        policy: commvault::Policy::documented(),
        now: None,
        external_id_taken: None,
        name_taken: None,
    };
    let decision = commvault::decide(&record, &update.into(), &facts).ok()?;
    commvault::evolve(&mut record, &decision);
    let changes = commvault::diff(&record, &record).len() + decision.changes().len();
    Some(changes + length(record.to_json()))
}

fn of_a_commitment() -> Option<usize> {
    let mut record = commitment::Commitment::NONE;
    let input = commitment::Input::Requested {
        kind: commitment::Kind::Commitment,
        quantities: Quantities::new(None, None),
    };
    let facts = commitment::Facts {
        today: None,
        owned: Owned::NOTHING,
        policy: commitment::Policy::documented(),
    };
    let decision = commitment::decide(black_box(&record), &input, &facts).ok()?;
    commitment::evolve(&mut record, &decision);
    Some(usize::from(record.is_live()))
}

fn length(text: String) -> usize {
    black_box(text).len()
}
