//! What an endpoint is: for code that is generic over vendors.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt::Debug;

use super::Vendor;
use crate::decision::{Event, Misfit};
use crate::endpoint::{Fresh, Known, Responded, Wanted};
use crate::http::{Limits, Reply, Request};
use crate::json::{At, Errors, Node};

/// A vendor's HTTP endpoint: its types, and the same functions that its module `endpoint` has.
///
/// A service that speaks to one of them calls `commvault::endpoint::respond` and needs no trait.
/// Sealed, as [`Vendor`] is.
pub trait Endpoint: Vendor {
    /// Who calls.
    type Caller: Clone + PartialEq + Debug + Send + Sync + 'static;
    /// The query of a list.
    type Query: Clone + PartialEq + Debug + Send + Sync + 'static;
    /// A request, understood.
    type Call<'a>: Clone + Debug + Send + Sync;

    /// Understands the head of a request.
    fn call<'a>(request: &Request<'a>, limits: &Limits) -> Self::Call<'a>;

    /// Whether a call can name this id in its path.
    fn is_id(id: &str) -> bool;

    /// An id in the spelling in which ids are compared: equal ones are of one record.
    fn key(id: &str) -> Cow<'_, str>;

    /// What is to be looked up.
    fn wanted<'c>(call: &'c Self::Call<'_>) -> Wanted<'c, Self::Query>;

    /// The path with names in place of ids; `None` if it leads nowhere.
    fn route(call: &Self::Call<'_>) -> Option<&'static str>;

    /// Whether the path is one of the vendor's, known or not.
    fn is_ours(call: &Self::Call<'_>) -> bool;

    /// Whether it may change something.
    fn is_write(call: &Self::Call<'_>) -> bool;

    /// Whether the call gets past the steps that are about the caller.
    fn admitted(call: &Self::Call<'_>, known: &Known<'_, Self::Record, Self::Caller>) -> bool;

    /// Answers a call.
    fn respond(
        call: &Self::Call<'_>,
        known: &Known<'_, Self::Record, Self::Caller>,
        facts: &Self::Facts,
    ) -> Responded<Self::Record, Self::Decision, Self::Effect, Self::Fact>;

    /// The answer of a service that fails by itself, in the vendor's form.
    fn failed(call: &Self::Call<'_>, status: u16, fresh: &Fresh<'_>) -> Reply;

    /// The answer of a service that can't look up what a call depends on.
    fn unavailable(call: &Self::Call<'_>, fresh: &Fresh<'_>) -> Reply;

    /// The page of these records that a query means, and how many the whole list has.
    fn page<'r>(
        query: &Self::Query,
        caller: &Self::Caller,
        records: &'r [Self::Record],
    ) -> (Vec<&'r Self::Record>, u64);

    /// One step of the fold over the events of a record.
    ///
    /// # Errors
    ///
    /// An event that does not fit.
    fn fold(
        stored: Option<Self::Record>,
        event: &Event<Self::Record, Self::Decision>,
    ) -> Result<Option<Self::Record>, Misfit>;

    /// Reads who calls.
    #[doc(hidden)]
    fn read_caller(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self::Caller>;
}

macro_rules! endpoints {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        $(
            impl Endpoint for super::$Vendor {
                type Caller = crate::$module::endpoint::Caller;
                type Query = crate::$module::endpoint::Query;
                type Call<'a> = crate::$module::endpoint::Call<'a>;

                fn call<'a>(request: &Request<'a>, limits: &Limits) -> Self::Call<'a> {
                    crate::$module::endpoint::call(request, limits)
                }

                fn is_id(id: &str) -> bool {
                    crate::$module::endpoint::is_id(id)
                }

                fn key(id: &str) -> Cow<'_, str> {
                    crate::$module::endpoint::key(id)
                }

                fn wanted<'c>(call: &'c Self::Call<'_>) -> Wanted<'c, Self::Query> {
                    call.wanted()
                }

                fn route(call: &Self::Call<'_>) -> Option<&'static str> {
                    call.route()
                }

                fn is_ours(call: &Self::Call<'_>) -> bool {
                    call.is_ours()
                }

                fn is_write(call: &Self::Call<'_>) -> bool {
                    call.is_write()
                }

                fn admitted(
                    call: &Self::Call<'_>,
                    known: &Known<'_, Self::Record, Self::Caller>,
                ) -> bool {
                    crate::$module::endpoint::admitted(call, known)
                }

                fn respond(
                    call: &Self::Call<'_>,
                    known: &Known<'_, Self::Record, Self::Caller>,
                    facts: &Self::Facts,
                ) -> Responded<Self::Record, Self::Decision, Self::Effect, Self::Fact> {
                    crate::$module::endpoint::respond(call, known, facts)
                }

                fn failed(call: &Self::Call<'_>, status: u16, fresh: &Fresh<'_>) -> Reply {
                    crate::$module::endpoint::failed(call, status, fresh)
                }

                fn unavailable(call: &Self::Call<'_>, fresh: &Fresh<'_>) -> Reply {
                    crate::$module::endpoint::unavailable(call, fresh)
                }

                fn fold(
                    stored: Option<Self::Record>,
                    event: &Event<Self::Record, Self::Decision>,
                ) -> Result<Option<Self::Record>, Misfit> {
                    crate::$module::endpoint::fold(stored, event)
                }

                fn page<'r>(
                    query: &Self::Query,
                    caller: &Self::Caller,
                    records: &'r [Self::Record],
                ) -> (Vec<&'r Self::Record>, u64) {
                    query.page(caller, records)
                }

                fn read_caller(
                    node: Node<'_, '_>,
                    at: &At<'_>,
                    errors: &mut Errors,
                ) -> Option<Self::Caller> {
                    Self::Caller::read(node, at, errors)
                }
            }
        )*
    };
}

crate::for_each_vendor!(endpoints);
