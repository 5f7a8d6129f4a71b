//! How fast the core is, beside what one would use instead.
//!
//! Nothing here is part of the core. `cargo test` in this folder runs every bench small, `cargo
//! bench` in full; `cargo bench --bench budgets` is the gate.

pub mod budgets;
pub mod cases;
pub mod count;
pub mod endpoints;
pub mod paired;
pub mod payload;
pub mod peers;
mod plans;
pub mod store;
pub mod typed;
pub mod vendors;
