//! What a customer update means at Adobe, IBM and Commvault.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod kernel;
