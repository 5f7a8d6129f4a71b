//! What a customer update means at Adobe, IBM and Commvault.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod commitment;
#[cfg(feature = "json")]
pub mod json;
pub mod kernel;
pub mod roster;
pub mod value;
mod vendor;

pub use vendor::{adobe, commvault, ibm};
