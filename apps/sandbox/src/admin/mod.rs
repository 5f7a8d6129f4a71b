//! The sandbox's own routes, below `/_sandbox`: records, facts, inputs, histories, the outbox,
//! faults, the clock, knobs, the journal.
//!
//! Each handler is a thin layer over one function that works on the tables; a page and a document
//! of the API use the same functions:
//!
//! | function | gives |
//! |---|---|
//! | [`customers::list`], [`customers::show`] | records of a vendor, one record |
//! | [`customers::place`], [`customers::set_facts`] | a record as it is, its facts |
//! | [`inputs::put`] | what an input does, as the contract answers it |
//! | [`history::of`] | each change with its cause and its effects |
//! | [`state::outbox`] | effects |
//! | [`crate::fault::list`], [`crate::fault::Asked`] | faults |
//! | [`crate::knobs::Current::read`] | clock and knobs |
//!
//! [`request::reading`] and [`request::writing`] run them in a transaction off the event loop.

pub(crate) mod customers;
pub(crate) mod extract;
pub(crate) mod guard;
pub(crate) mod history;
pub(crate) mod inputs;
pub(crate) mod problem;
pub(crate) mod request;
pub(crate) mod state;
pub(crate) mod turn;

use alloc::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post, put};

use crate::service::Service;
use crate::{openapi, page};
use problem::Problem;

/// Whether a path leads here; every other one is for the vendors.
pub(crate) fn is_own(path: &str) -> bool {
    let below = path.strip_prefix("/_sandbox");
    let is_below = below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    is_below || matches!(path, "/" | "/metrics")
}

/// All routes of [`is_own`].
pub(crate) fn router(service: Arc<Service>) -> Router {
    let own = Router::new()
        .route("/{vendor}/customers", get(customers::get_list).post(customers::post))
        .route("/{vendor}/customers/{id}", get(customers::get_one))
        .route("/{vendor}/customers/{id}/facts", put(customers::put_facts))
        .route("/{vendor}/customers/{id}/input", post(inputs::post))
        .route("/{vendor}/customers/{id}/history", get(history::get))
        .route("/outbox", get(state::get_outbox))
        .route("/faults", get(turn::get_faults).post(turn::post_fault).delete(turn::delete_faults))
        .route("/faults/{number}", get(turn::get_fault).delete(turn::delete_fault))
        .route("/clock", get(turn::get_clock).put(turn::put_clock))
        .route("/config", get(turn::get_config).patch(turn::patch_config))
        .route("/reset", post(turn::post_reset))
        .route("/journal", get(state::get_journal))
        .route("/health", get(state::get_health))
        .route("/openapi/{document}", get(openapi::get))
        .fallback(missing)
        .method_not_allowed_fallback(not_allowed);
    let guarded = Router::new()
        .nest("/_sandbox", own)
        .merge(page::router(&service))
        .route("/metrics", get(state::get_metrics))
        .method_not_allowed_fallback(not_allowed)
        .layer(from_fn_with_state(Arc::clone(&service), guard::guard));
    guarded.fallback(missing).with_state(service)
}

async fn missing() -> Problem {
    Problem::new(404, "no such route")
}

async fn not_allowed() -> Problem {
    Problem::new(405, "the route does not have this method")
}
