//! The sandbox over real sockets.
//!
//! Goal: every statement that a client can see is a test that names it (`A61`, `B3`, `K2`). Method:
//! each test starts the program on a port of its own, speaks HTTP/1.1 by hand, so that it can send
//! what no client would, and asks the sandbox's own routes what became of it. What depends on the
//! store runs over memory and over a file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::alloc_instead_of_core,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::too_many_lines,
    missing_docs
)]

mod client;
mod server;

mod access;
mod adobe;
mod clock;
mod commvault;
mod crash;
mod faults;
mod general;
mod ibm;
mod idempotency;
mod limits;
mod openapi;
mod own_routes;
mod page;
mod program;
mod races;
mod readme;
mod tenancy;

/// Runs tests that take a server over each kind of store.
macro_rules! over_all_stores {
    ($( fn $name:ident($server:ident) $body:block )*) => {
        mod over_memory {
            $( #[test]
            fn $name() {
                super::$name(&crate::server::Server::memory());
            } )*
        }
        mod over_file {
            $( #[test]
            fn $name() {
                super::$name(&crate::server::Server::file());
            } )*
        }
        $( fn $name($server: &crate::server::Server) $body )*
    };
}

pub(crate) use over_all_stores;
