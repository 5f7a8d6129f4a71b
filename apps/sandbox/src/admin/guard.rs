//! Who may use what is beside the vendors.

use alloc::sync::Arc;
use core::net::IpAddr;

use axum::body::HttpBody as _;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HOST, HeaderName, ORIGIN, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use customer_core::http::Limits;

use super::problem::Problem;
use crate::http;
use crate::service::Service;

/// Only names of this machine or of the configuration, only an administrator where one is needed,
/// and no writes from other sites.
pub(crate) async fn guard(
    State(service): State<Arc<Service>>,
    request: Request,
    next: Next,
) -> Response {
    if let Some(problem) = beyond_limits(&request) {
        return problem.into_response();
    }
    let headers = request.headers();
    let Some(host) = only(headers, &HOST).filter(|host| is_own(host, &service.access.hosts)) else {
        return Problem::new(421, "the sandbox has another name").into_response();
    };
    let tokens = &service.access.tokens;
    if !tokens.is_empty() {
        let sent = only(headers, &AUTHORIZATION).and_then(|value| value.split_once(' '));
        let sent = sent.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        if !sent.is_some_and(|(_, sent)| tokens.iter().any(|token| token.is(sent.trim()))) {
            let mut response = Problem::new(401, "an admin token is needed").into_response();
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            return response;
        }
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !reads && is_foreign(headers, host) {
        return Problem::new(403, "the request comes from another site").into_response();
    }
    next.run(request).await
}

/// What the head says that is too long, as at the vendors: request line, head or declared body.
fn beyond_limits(request: &Request) -> Option<Problem> {
    let limits = Limits::default();
    let target = request.uri().path_and_query().map_or("", |target| target.as_str());
    if target.len() > limits.target {
        return Some(Problem::new(414, format!("more than {} bytes", limits.target)));
    }
    let headers = http::fields(request.headers());
    let method = request.method().as_str();
    let head = customer_core::http::Request { method, target, headers: &headers, body: b"" };
    if !head.head_is_within(&limits) {
        return Some(Problem::new(431, format!("more than {} bytes", limits.head)));
    }
    let declared = request.body().size_hint().lower();
    (declared > u64::try_from(limits.body).unwrap_or(u64::MAX))
        .then(|| Problem::new(413, format!("the body is larger than {} bytes", limits.body)))
}

/// The value of a field that is there once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().filter(|_| values.next().is_none())?;
    value.to_str().ok()
}

/// Whether a host is of loopback, or of the configuration.
fn is_own(host: &str, names: &[String]) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    let is_loopback = bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    is_loopback
        || name.eq_ignore_ascii_case("localhost")
        || names.iter().any(|own| own.eq_ignore_ascii_case(bare))
}

/// Whether a browser says that another site has sent this.
fn is_foreign(headers: &HeaderMap, host: &str) -> bool {
    let is_cross = headers.get("Sec-Fetch-Site").is_some_and(|site| site == "cross-site");
    // What ends TLS in front of it says `https`.
    let is_own = |origin: &str| {
        let known = ["http", "https"];
        origin.split_once("://").is_some_and(|(scheme, of)| {
            known.iter().any(|known| scheme.eq_ignore_ascii_case(known))
                && of.eq_ignore_ascii_case(host)
        })
    };
    let mut origins = headers.get_all(ORIGIN).iter();
    is_cross || origins.any(|origin| !origin.to_str().is_ok_and(is_own))
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn b16_hosts_are_of_loopback_or_of_the_configuration() {
        let names = vec!["sandbox.test".to_owned()];
        for own in [
            "localhost",
            "LOCALHOST:8931",
            "127.0.0.1",
            "127.9.9.9:1",
            "[::1]:8931",
            "[::1]",
            "sandbox.test:80",
        ] {
            assert!(is_own(own, &names), "{own}");
        }
        for other in ["", "example.com", "localhost.example.com", "10.0.0.1:8931", "a:b", ":80"] {
            assert!(!is_own(other, &names), "{other}");
        }
    }
}
