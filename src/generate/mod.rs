//! Generators for the tests of whoever links this crate: records, requests, circumstances.
//!
//! Features `arbitrary` and `proptest`. Every generator is a function from a [`Source`] of choices
//! to a value, so a property test and a fuzz target are the same function of the same value:
//!
//! - [`strategy`] (feature `proptest`) turns a generator into a strategy, which shrinks the
//!   choices;
//! - `arbitrary::Arbitrary` (feature `arbitrary`) reads the choices from a fuzzer's bytes;
//! - [`Source::new`] takes them from any bytes at all.
//!
//! A [`Case`] holds a record, an input and facts that mostly mean something to each other: the
//! input is made from the record by a few edits, texts come from small pools so that they collide,
//! lengths lie around the limits, days around the windows. Where the choices run out the simplest
//! thing is taken, so a shrunk case is an ordinary customer and the one odd thing about it.
//!
//! The generated people do not exist, so [`Case`] and [`Tree`] show in `Debug` what everything else
//! in this crate hides.
//!
//! ```
//! use customer_core::generate::{Case, Source, self};
//! use customer_core::vendors::{Adobe, Vendor};
//!
//! /// An accepted update of any vendor changes what it says, and nothing else.
//! fn decision_is_difference<W: Vendor>(case: &Case<W>) {
//!     if let Ok(decision) = W::decide(&case.record, &case.input, &case.facts) {
//!         let mut after = case.record.clone();
//!         W::evolve(&mut after, &decision);
//!         let differs = W::diff(&case.record, &after);
//!         assert_eq!(W::changes(&decision).len(), differs.len(), "{case:?}");
//!     }
//! }
//!
//! for choices in 0..=u8::MAX {
//!     let case = generate::adobe::case(&mut Source::new(&[choices, 7, choices, 3, choices, 1]));
//!     decision_is_difference::<Adobe>(&case);
//! }
//! ```
//!
//! The same with proptest:
//!
//! ```
//! # #[cfg(feature = "proptest")] {
//! use customer_core::{generate, ibm};
//! use proptest::test_runner::{Config, TestRunner};
//!
//! let mut runner = TestRunner::new(Config::with_cases(64));
//! let cases = generate::strategy(generate::ibm::case);
//! let done = runner.run(&cases, |case| {
//!     let once = ibm::decide(&case.record, &case.input, &case.facts);
//!     assert_eq!(once, ibm::decide(&case.record, &case.input, &case.facts));
//!     Ok(())
//! });
//! assert!(done.is_ok());
//! # }
//! ```

#[cfg(feature = "adobe")]
pub mod adobe;
#[cfg(feature = "adobe")]
pub mod commitment;
#[cfg(feature = "commvault")]
pub mod commvault;
#[cfg(feature = "ibm")]
pub mod ibm;
pub mod value;

mod case;
mod edit;
#[cfg(feature = "arbitrary")]
mod fuzzed;
mod shape;
mod source;
#[cfg(feature = "proptest")]
mod strategy;
mod tree;

pub use case::{Case, Generate};
pub use source::Source;
#[cfg(feature = "proptest")]
pub use strategy::{Choices, Generated, strategy};
pub use tree::Tree;

/// Calls `$then!` with every type that has a generator of its own, and the generator.
macro_rules! for_each_generated {
    ($then:ident) => {
        #[cfg(feature = "adobe")]
        $then! {
            crate::adobe::Customer = crate::generate::adobe::customer;
            crate::adobe::Update<'static> = crate::generate::adobe::any_update;
            crate::adobe::Input<'static> = crate::generate::adobe::any_input;
            crate::adobe::Facts = crate::generate::adobe::facts;
            crate::adobe::Policy = crate::generate::adobe::policy;
            crate::generate::Case<crate::vendors::Adobe> = crate::generate::adobe::case;
            crate::commitment::Commitment = crate::generate::commitment::commitment;
            crate::commitment::Input = crate::generate::commitment::input;
            crate::commitment::Facts = crate::generate::commitment::facts;
            crate::commitment::Policy = crate::generate::commitment::policy;
        }
        #[cfg(feature = "ibm")]
        $then! {
            crate::ibm::Customer = crate::generate::ibm::customer;
            crate::ibm::Update<'static> = crate::generate::ibm::any_update;
            crate::ibm::Input<'static> = crate::generate::ibm::any_input;
            crate::ibm::Facts = crate::generate::ibm::facts;
            crate::ibm::Policy = crate::generate::ibm::policy;
            crate::generate::Case<crate::vendors::Ibm> = crate::generate::ibm::case;
        }
        #[cfg(feature = "commvault")]
        $then! {
            crate::commvault::Account = crate::generate::commvault::account;
            crate::commvault::Update<'static> = crate::generate::commvault::any_update;
            crate::commvault::Input<'static> = crate::generate::commvault::any_input;
            crate::commvault::Facts = crate::generate::commvault::facts;
            crate::commvault::Policy = crate::generate::commvault::policy;
            crate::generate::Case<crate::vendors::Commvault> = crate::generate::commvault::case;
        }
        $then! {
            crate::value::Date = crate::generate::value::date;
            crate::value::Quantity = crate::generate::value::quantity;
            crate::value::Quantities = crate::generate::value::quantities;
            crate::value::Owned = crate::generate::value::owned;
        }
    };
}

use for_each_generated;
