//! Allocations, counted exactly and everywhere: no tool is needed for this half of the budgets.
//!
//! The other half, instructions, is `cargo bench --bench budgets` in `benches/`, which holds the
//! table of all budgets. Inputs are those of the benches.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::std_instead_of_alloc, clippy::string_slice)]
#![allow(clippy::std_instead_of_core, missing_docs, unreachable_pub, dead_code)]

#[path = "../benches/src/count.rs"]
mod count;
#[path = "../benches/src/payload.rs"]
mod payload;
#[path = "../benches/src/vendors.rs"]
mod vendors;

use count::{Counting, allocations};
use customer_core::vendors::{Adobe, Commvault, Ibm};
use payload::{ORDERS, adobe_customer, adobe_update, ordered, people};
use vendors::Wire;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Allocations of decide + evolve.
fn decided<W: Wire>(record: &str, update: &str, accepted: bool) -> u64 {
    let (mut record, facts) = (W::record(record), W::facts());
    let input = W::input(update);
    let before = allocations();
    let decision = W::decide(&record, &input, &facts);
    assert_eq!(decision.is_ok(), accepted);
    if let Ok(decision) = &decision {
        W::evolve(&mut record, decision).unwrap();
    }
    allocations() - before
}

#[test]
fn an_update_that_changes_nothing_allocates_nothing() {
    for size in [1, 10, 1000] {
        let people = people(0, size);
        let (record, update) = (adobe_customer(&people), adobe_update("342", &people));
        assert_eq!(decided::<Adobe>(&record, &update, true), 0, "{size} contacts");
    }
    let ibm = payload::ibm_customer("555-0101", "555-0103");
    assert_eq!(decided::<Ibm>(&ibm, &ibm, true), 0);
    let update = payload::commvault_update("www.acme.com", "408-555-0100");
    assert_eq!(decided::<Commvault>(&payload::commvault_account(), &update, true), 0);
}

#[test]
fn a_changed_text_costs_a_few_allocations_whatever_stands_beside_it() {
    let changed = |size| {
        let record = adobe_customer(&people(0, size));
        decided::<Adobe>(&record, &adobe_update("99999", &payload::one_phone(size)), true)
    };
    // The list of the changes, the text that outgrows its place, and what the decision found of
    // the contacts, so that it fits no other list.
    assert!(changed(1) <= TWO_TEXTS, "{}", changed(1));
    assert_eq!(changed(1), changed(1000));
}

/// The budget, which is two for each text.
const TWO_TEXTS: u64 = 4;

#[test]
fn a_refusal_allocates_its_violations_and_nothing_else() {
    for size in [1, 1000] {
        let record = adobe_customer(&people(0, size));
        let update = payload::adobe_refused("99999", &payload::one_phone(size));
        // The list, and the pointer of the one that is in it.
        assert!(decided::<Adobe>(&record, &update, false) <= 2, "{size} contacts");
    }
}

#[test]
fn one_field_costs_the_same_beside_one_contact_and_a_thousand() {
    let sparse = |size| {
        let update = payload::adobe_sparse("99999");
        decided::<Adobe>(&adobe_customer(&people(0, size)), &update, true)
    };
    assert_eq!(sparse(1), sparse(1000));
}

#[test]
fn contacts_grow_linearly_in_every_order() {
    for order in ORDERS {
        let count = |size: usize| {
            let record = adobe_customer(&people(0, size));
            decided::<Adobe>(&record, &adobe_update("342", &ordered(order, size)), true)
        };
        let (small, large) = (count(1000), count(4000));
        assert!(10 * large <= 46 * small, "{order}: {small} and {large}");
    }
}

#[test]
fn writing_into_a_used_buffer_allocates_nothing() {
    fn written<W: Wire>(record: &str) -> u64 {
        let (record, mut out) = (W::record(record), String::new());
        W::write(&record, &mut out);
        let before = allocations();
        W::write(&record, &mut out);
        allocations() - before
    }
    assert_eq!(written::<Adobe>(&adobe_customer(&people(0, 100))), 0);
    assert_eq!(written::<Ibm>(&payload::ibm_customer("555-0101", "555-0103")), 0);
    assert_eq!(written::<Commvault>(&payload::commvault_account()), 0);
}
