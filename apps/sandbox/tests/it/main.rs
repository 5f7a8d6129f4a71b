//! The sandbox over real sockets.
//!
//! Goal: every statement that a client can see is a test that names it (`A61`, `B3`, `K2`). Method:
//! each test starts the program on a port of its own, speaks HTTP/1.1 by hand, so that it can send
//! what no client would, and asks the sandbox's own routes what became of it. What depends on the
//! store runs over memory, over a file, and over PostgreSQL if `SANDBOX_POSTGRES` names a
//! database, such as `postgres://postgres@127.0.0.1/postgres`.
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
mod place;
mod server;

mod access;
mod adobe;
mod clock;
mod commvault;
mod config;
mod crash;
mod documents;
mod faults;
mod general;
mod ibm;
mod idempotency;
mod limits;
mod locks;
mod log;
mod openapi;
mod own_routes;
mod page;
mod processes;
mod program;
mod races;
mod readme;
mod seen;
mod stored;
mod strict;
mod taken;
mod tenancy;
mod verify;

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
        mod over_postgres {
            $( #[test]
            fn $name() {
                if let Some(place) = crate::place::Place::postgres() {
                    super::$name(&crate::server::Server::on(place));
                }
            } )*
        }
        $( fn $name($server: &crate::server::Server) $body )*
    };
}

/// Runs tests that take a place over each kind of store that outlives its server.
macro_rules! over_kept_stores {
    ($( fn $name:ident($place:ident) $body:block )*) => {
        mod over_file {
            $( #[test]
            fn $name() {
                super::$name(&crate::place::Place::file());
            } )*
        }
        mod over_postgres {
            $( #[test]
            fn $name() {
                if let Some(place) = crate::place::Place::postgres() {
                    super::$name(&place);
                }
            } )*
        }
        $( fn $name($place: &crate::place::Place) $body )*
    };
}

pub(crate) use {over_all_stores, over_kept_stores};
