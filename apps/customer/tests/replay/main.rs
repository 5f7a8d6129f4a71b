//! `customer replay`: the same as asking the contract request by request, whatever the number of
//! jobs, whatever ends a run early, and whatever becomes of its files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(missing_docs, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]
#![allow(clippy::arithmetic_side_effects)]

mod company;
mod contract;
mod damage;
mod kills;
mod limits;
mod outputs;
mod setup;
mod slips;
