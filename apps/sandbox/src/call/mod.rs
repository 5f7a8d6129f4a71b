//! A vendor's call, from the request to the reply.
//!
//! [`serve`] finds the vendor by asking each endpoint whether the path is its own, runs the one
//! transaction of [`turn`] off the event loop, and turns what came of it into an answer: the core's
//! reply, or that of a fault.

mod answer;
mod keep;
mod told;
mod turn;

use alloc::sync::Arc;

use bytes::Bytes;
use core::time::Duration;
use customer_core::adobe;
use customer_core::http::{Limits, Reply, Request};
use customer_core::vendors::Adobe;

pub(crate) use answer::{Answer, Sending};

use crate::random;
use crate::service::{self, Service};
use crate::store::StoreError;
use crate::token;
use crate::vendor::{Played, with_vendor};
use told::Step;
use turn::Turn;

/// A request as it was received, owned.
pub(crate) struct Incoming {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    /// At most one byte more than the limit.
    pub(crate) body: Bytes,
}

impl Incoming {
    /// Gives the request to the core.
    fn with<T>(&self, work: impl FnOnce(&Request<'_>) -> T) -> T {
        let headers: Vec<(&str, &[u8])> =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
        let (method, target) = (self.method.as_str(), self.target.as_str());
        work(&Request { method, target, headers: &headers, body: &self.body })
    }
}

/// The vendor whose path this is.
fn vendor_of(request: &Request<'_>, limits: &Limits) -> Option<&'static str> {
    macro_rules! first {
        ($($(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal;)*) => {
            None$(.or_else(|| {
                let call = customer_core::$module::endpoint::call(request, limits);
                call.is_ours().then_some($name)
            }))*
        };
    }
    customer_core::for_each_vendor!(first)
}

/// Answers a request to any path that is not the sandbox's own.
pub(crate) async fn serve(service: &Arc<Service>, incoming: Incoming) -> Answer {
    let incoming = Arc::new(incoming);
    let mut delayed = None;
    loop {
        let (service, incoming) = (Arc::clone(service), Arc::clone(&incoming));
        let before = delayed;
        let work = move || incoming.with(|request| step(&service, request, before));
        match tokio::task::spawn_blocking(work).await {
            Ok(Step::Done(answer)) => return *answer,
            Ok(Step::Wait(milliseconds)) => {
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
                delayed = Some(milliseconds);
            }
            // A panic below: nothing was committed by it.
            Err(_) => return Answer::of(Reply::problem(500, "the service failed")),
        }
    }
}

/// One attempt; `delayed` says that the call has waited for a fault already.
fn step(service: &Service, request: &Request<'_>, delayed: Option<u64>) -> Step {
    let limits = Limits::default();
    if adobe::endpoint::is_token(request) {
        return Step::done(issued(service, request, &limits));
    }
    let done = vendor_of(request, &limits)
        .and_then(|name| with_vendor!(name, play(service, request, &limits, delayed)));
    done.unwrap_or_else(|| Step::done(nobodys(request, &limits)))
}

fn play<V: Played>(
    service: &Service,
    request: &Request<'_>,
    limits: &Limits,
    delayed: Option<u64>,
) -> Step {
    match random::request_id() {
        Ok(id) => Turn::<V>::new(service, request, limits, &id, delayed.is_some()).run(),
        Err(_) => Step::done(Answer::of(Reply::problem(500, "the service failed"))),
    }
}

/// A token call.
fn issued(service: &Service, request: &Request<'_>, limits: &Limits) -> Answer {
    let call = adobe::endpoint::call(request, limits);
    let fresh = customer_core::endpoint::Fresh { request_id: "", customer_id: "" };
    let reply = token::issue(service, request, limits, service::deadline());
    let reply = reply.unwrap_or_else(|error| match error {
        StoreError::Late | StoreError::Moved => adobe::endpoint::unavailable(&call, &fresh),
        _ => adobe::endpoint::failed(&call, 500, &fresh),
    });
    let mut answer = Answer::of(reply);
    answer.report.vendor = <Adobe as customer_core::vendors::Vendor>::NAME;
    answer.report.route = call.route();
    answer
}

/// A path that is nobody's: the core knows what is said of it.
fn nobodys(request: &Request<'_>, limits: &Limits) -> Answer {
    use customer_core::adobe::endpoint::{Known, call, respond};
    use customer_core::adobe::{Facts, Policy};
    use customer_core::endpoint::Fresh;

    let call = call(request, limits);
    let fresh = Fresh { request_id: "", customer_id: "" };
    let reply = crate::clock::Moment::machine().timestamp().and_then(|now| {
        let facts = Facts::unknown(Policy::documented());
        let responded = respond(&call, &Known::nothing(now, fresh), &facts);
        responded.reply().map(|replied| replied.reply.clone())
    });
    Answer::of(reply.unwrap_or_else(|| Reply::problem(404, "no such path")))
}
