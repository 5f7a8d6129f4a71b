//! The page: customers of all vendors, one customer with everything that happened to it, the
//! outbox as mails, the last calls, and what can be turned.
//!
//! Plain HTML that needs no JavaScript and no build; maud escapes every text. Each handler asks the
//! functions of [`crate::admin`] in one transaction and shows what they give.
//!
//! | module | is |
//! |---|---|
//! | [`customers`] | the list, and examples to begin with |
//! | [`customer`] | one customer, and buttons for what may happen next |
//! | [`outbox`], [`calls`] | mails and other effects; the last calls |
//! | [`control`] | clock, knobs, faults, reset |
//! | [`seen`] | what a person calls things at a vendor |
//! | [`form`], [`frame`], [`pretty`] | forms, the frame of every page, JSON for people |

mod calls;
mod control;
mod customer;
mod customers;
mod form;
mod frame;
mod inputs;
mod outbox;
mod pretty;
mod seen;

use alloc::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};

use crate::admin::request::text;
use crate::service::Service;
use form::FormToken;

/// The page's routes, to be put inside the guard.
pub(crate) fn router(service: &Service) -> Router<Arc<Service>> {
    Router::new()
        .route("/", get(customers::get))
        .route("/_sandbox", get(customers::get))
        .route("/_sandbox/", get(customers::get))
        .route("/_sandbox/page/examples/{vendor}", post(customers::post_example))
        .route("/_sandbox/page/customers/{vendor}/{id}", get(customer::get))
        .route("/_sandbox/page/customers/{vendor}/{id}/input", post(customer::post_input))
        .route("/_sandbox/page/customers/{vendor}/{id}/facts", post(customer::post_facts))
        .route("/_sandbox/page/outbox", get(outbox::get))
        .route("/_sandbox/page/calls", get(calls::get))
        .route("/_sandbox/page/control", get(control::get))
        .route("/_sandbox/page/clock", post(control::post_clock))
        .route("/_sandbox/page/knobs", post(control::post_knobs))
        .route("/_sandbox/page/faults", post(control::post_fault))
        .route("/_sandbox/page/faults/remove", post(control::post_remove))
        .route("/_sandbox/page/reset", post(control::post_reset))
        .route("/_sandbox/page/style.css", get(style))
        .route("/_sandbox/page/icon.svg", get(icon))
        .layer(axum::Extension(FormToken::of(service)))
        .layer(from_fn(protect))
}

/// What every answer of the page says to a browser.
async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'self'"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

async fn style() -> Response {
    text(200, "text/css; charset=utf-8", include_str!("style.css").to_owned())
}

async fn icon() -> Response {
    text(200, "image/svg+xml", include_str!("icon.svg").to_owned())
}
