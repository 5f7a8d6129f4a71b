//! A vendor's call, from the request to the reply.
//!
//! [`serve`] finds the vendor by asking each endpoint whether the path is its own, runs the one
//! transaction of [`turn`], and turns what came of it into an answer: the core's reply, or that of
//! a fault. Without the body it answers what the head alone decides.
//!
//! A transaction that may wait is run off the event loop. To hand a call over costs about as much
//! as its transaction in memory, so there those of the only connection are run where they are, and
//! those of several in [`line`](mod@line).

mod answer;
mod decide;
mod keep;
mod line;
mod note;
mod outcome;
mod turn;

use alloc::sync::Arc;
use core::panic::AssertUnwindSafe;
use core::time::Duration;
use std::panic::catch_unwind;
use std::time::Instant;

use axum::http::Method;
use axum::http::request::Parts;
use bytes::Bytes;
use customer_core::adobe;
use customer_core::http::{Limits, Reply, Request};
use customer_core::vendors::Adobe;
use tracing::Span;

pub(crate) use answer::{Outgoing, Report, Sending, Value};
pub(crate) use line::Line;
pub(crate) use note::known_method;

use crate::http;
use crate::random;
use crate::service::{self, Service};
use crate::store::StoreError;
use crate::token;
use crate::vendor::Played;
use answer::Answer;
use note::note;
use outcome::Step;
use turn::Turn;

/// All that is said of a bug.
const FAILED: &str = "the service failed";

/// The longest body whose call is short work.
const SHORT: usize = 16 * 1024;

/// How much of the body of a request is there.
#[derive(Clone)]
pub(crate) enum Sent {
    /// All of it, or one byte more than the limit.
    Body(Bytes),
    /// Nothing yet: only what the head decides is answered.
    Nothing,
    /// Nothing yet, and it will be more than the limit.
    TooMuch,
}

/// The head does not decide; `delayed` says that the call has waited for a fault.
pub(crate) struct NeedsBody {
    pub(crate) delayed: bool,
}

/// How a request is answered.
#[derive(Clone, Copy)]
struct How {
    limits: Limits,
    /// The body is not there: what depends on it is left open.
    awaits: bool,
    /// The call has waited for a fault already; one fault a call is enough.
    delayed: bool,
    /// It has failed: only the answer to that is wanted.
    failed: bool,
    /// The end of the call's time.
    deadline: Instant,
}

/// Gives a request to the core.
fn with<T>(
    head: &Parts,
    sent: &Sent,
    (delayed, deadline): (bool, Instant),
    work: impl FnOnce(&Request<'_>, How) -> T,
) -> T {
    let headers = http::fields(&head.headers);
    let target = head.uri.path_and_query().map_or("", |target| target.as_str());
    let limits = Limits::default();
    let mut how = How { limits, awaits: true, delayed, failed: false, deadline };
    let body: &[u8] = match sent {
        Sent::Body(bytes) => {
            how.awaits = false;
            bytes
        }
        Sent::Nothing => b"",
        // As far as the core looks, any byte that is too much is like any other.
        Sent::TooMuch => {
            how.limits.body = 0;
            b"."
        }
    };
    work(&Request { method: head.method.as_str(), target, headers: &headers, body }, how)
}

/// Answers a request to any path that is not the sandbox's own.
pub(crate) async fn serve(
    service: &Arc<Service>,
    head: &Arc<Parts>,
    sent: &Sent,
    mut delayed: bool,
) -> Result<Box<Outgoing>, NeedsBody> {
    loop {
        let way = Way::of(service, head, sent);
        let work = {
            let (service, head, sent) = (Arc::clone(service), Arc::clone(head), sent.clone());
            let span = Span::current();
            // Waiting for a thread is a part of it.
            let deadline = service::deadline();
            let mut place = Outgoing::empty();
            move || {
                let span = span.entered();
                let work = |request: &Request<'_>, how| step(&service, request, how);
                let done = with(&head, &sent, (delayed, deadline), work);
                done.map(|mut answer| {
                    note(&service, head.method.as_str(), &mut answer, &span);
                    place.take(answer);
                    place
                })
            }
        };
        match way.done(work).await {
            Some(Step::Done(answer)) => return Ok(answer),
            Some(Step::NeedsBody) => return Err(NeedsBody { delayed }),
            Some(Step::Wait(milliseconds)) => {
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
                delayed = true;
            }
            // A panic below: nothing was committed by it.
            None => return Ok(panicked(service, head, sent)),
        }
    }
}

/// The answer to a call that panics: the vendor's, unless to read the call panics as well.
fn panicked(service: &Service, head: &Parts, sent: &Sent) -> Box<Outgoing> {
    let fail = |request: &Request<'_>, how| step(service, request, How { failed: true, ..how });
    let done = || with(head, sent, (false, service::deadline()), fail);
    let mut answer = match catch_unwind(AssertUnwindSafe(done)) {
        Ok(Step::Done(answer)) => answer,
        _ => Answer::of(Reply::problem(500, FAILED)),
    };
    note(service, head.method.as_str(), &mut answer, &Span::current());
    let mut place = Outgoing::empty();
    place.take(answer);
    place
}

/// Where the work of a call is done.
enum Way {
    /// Where the call is.
    Here,
    /// When it is its turn.
    Line(Arc<Line>),
    /// Off the event loop.
    Thread,
}

impl Way {
    fn of(service: &Service, head: &Parts, sent: &Sent) -> Self {
        if service.connections.is_one() && service.store.is_at_hand() {
            return Self::Here;
        }
        // How long a list is read depends on what is stored.
        let is_short =
            head.method != Method::GET && matches!(sent, Sent::Body(body) if body.len() <= SHORT);
        match &service.line {
            Some(line) if is_short => Self::Line(Arc::clone(line)),
            _ => Self::Thread,
        }
    }

    /// Does work; `None` if it panics.
    async fn done(self, work: impl FnOnce() -> line::Done + Send + 'static) -> Option<line::Done> {
        match self {
            Self::Here => catch_unwind(AssertUnwindSafe(work)).ok(),
            Self::Line(line) => line.wait(work).await,
            Self::Thread => tokio::task::spawn_blocking(work).await.ok(),
        }
    }
}

/// One attempt.
fn step(service: &Service, request: &Request<'_>, how: How) -> Step {
    let limits = &how.limits;
    if adobe::endpoint::is_token(request) {
        // Of a form that is not there only the head can be wrong.
        let by_head = || adobe::endpoint::token(request, limits).is_err_and(|it| it.status != 400);
        if how.awaits && !how.failed && !by_head() {
            return Step::NeedsBody;
        }
        return Step::done(issued(service, request, &how));
    }
    macro_rules! first {
        ($($(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal;)*) => {
            $(
                let call = customer_core::$module::endpoint::call(request, limits);
                if call.is_ours() {
                    return play::<customer_core::vendors::$Vendor>(service, request, call, how);
                }
            )*
        };
    }
    customer_core::for_each_vendor!(first);
    Step::done(if how.failed {
        Answer::of(Reply::problem(500, FAILED))
    } else {
        nobodys(request, limits)
    })
}

fn play<'t, V: Played>(
    service: &'t Service,
    request: &Request<'t>,
    call: V::Call<'t>,
    how: How,
) -> Step {
    match random::request_id() {
        Ok(id) if !how.failed => Turn::<V>::new(service, request, call, how, id).run(),
        id => Turn::<V>::new(service, request, call, how, id.unwrap_or_default()).fail(),
    }
}

/// A token call.
fn issued(service: &Service, request: &Request<'_>, how: &How) -> Answer {
    let limits = &how.limits;
    let call = adobe::endpoint::call(request, limits);
    let fresh = customer_core::endpoint::Fresh { request_id: "", customer_id: "" };
    let reply = match how.failed {
        true => Err(StoreError::Failed(FAILED.into())),
        false => token::issue(service, request, limits, how.deadline),
    };
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

#[cfg(test)]
mod tests {
    use axum::http::request::Builder;

    use super::*;
    use crate::config::Config;
    use crate::crash::Crash;
    use crate::journal::Journal;
    use crate::knobs::Knobs;
    use crate::metrics::Metrics;
    use crate::recent::Recent;
    use crate::service::{Access, Connections};
    use crate::store::{Job, Store, Stored};

    /// A store with a bug.
    struct Panicking {
        threads: Option<usize>,
    }

    impl Store for Panicking {
        fn kind(&self) -> &'static str {
            "memory"
        }

        fn threads(&self) -> Option<usize> {
            self.threads
        }

        fn is_at_hand(&self) -> bool {
            true
        }

        fn read(&self, _: Instant, _: &mut Job<'_>) -> Stored<()> {
            panic!("a panic that is meant");
        }

        fn write(&self, _: Instant, _: &mut Job<'_>) -> Stored<()> {
            panic!("a panic that is meant");
        }

        fn close(&self) -> Stored<()> {
            Ok(())
        }
    }

    fn service(threads: Option<usize>) -> Arc<Service> {
        let Config { sandbox, tenants, .. } = Config::development().unwrap();
        let store: Arc<dyn Store> = Arc::new(Panicking { threads });
        Arc::new(Service {
            line: Line::of(&store),
            store,
            tenants,
            start: Knobs::start(&sandbox, &[]).unwrap(),
            recent: Recent::default(),
            journal: Journal::default(),
            metrics: Metrics::new().unwrap(),
            connections: Connections::default(),
            crash: Crash::new(None),
            access: Access { tokens: Vec::new(), hosts: Vec::new(), faults: true },
        })
    }

    /// The answer as the event loop gets it, and the value of one of its header fields.
    async fn answered(
        service: &Arc<Service>,
        head: Builder,
        field: &str,
    ) -> (Outgoing, Option<String>) {
        let head = Arc::new(head.body(()).unwrap().into_parts().0);
        let form =
            "grant_type=client_credentials&client_id=dev-client-1&client_secret=dev-secret-1";
        let sent = Sent::Body(Bytes::from_static(form.as_bytes()));
        let answer = serve(service, &head, &sent, false).await;
        let Ok(answer) = answer else { panic!("it needs no body") };
        let value = answer.fields.iter().find(|(name, _)| *name == field);
        let value = value.map(|(_, value)| match value {
            Value::Known(known) => (*known).to_owned(),
            Value::Text(part) => answer.text.get(part.clone()).unwrap().to_owned(),
        });
        (*answer, value)
    }

    #[test]
    fn g17_a_panic_is_answered_in_the_vendors_form() {
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        // Off the event loop, in the line, and where the call is.
        for (threads, is_one) in [(None, false), (Some(1), false), (None, true)] {
            let service = service(threads);
            let _open = is_one.then(|| service.connections.open());
            for (method, path, vendor, code) in [
                ("GET", "/v3/customers/P1", "adobe", r#"{"code":"1124","#),
                ("POST", "/ims/token/v3", "adobe", r#"{"code":"1124","#),
                ("GET", "/resource/customer/1", "ibm", r#"{"BSSResponse":{"ResponseCode":"500","#),
                ("PUT", "/api/v1/partner/accounts/1", "commvault", r#"{"error":{"#),
            ] {
                let head = axum::http::Request::builder().method(method).uri(path);
                let head = head
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("X-Request-Id", "its-own");
                let answer = answered(&service, head, "X-Request-Id");
                let (answer, id) = runtime.block_on(answer);
                let body = answer.text.get(..answer.body.unwrap()).unwrap();
                assert_eq!((answer.status, answer.report.vendor), (500, vendor), "{body}");
                assert!(body.starts_with(code) && !body.contains("meant"), "{body}");
                assert_eq!(id.as_deref(), path.starts_with("/v3").then_some("its-own"));
            }
            assert_eq!(service.journal.all().len(), 4);
        }
    }
}
