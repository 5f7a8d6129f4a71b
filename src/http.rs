//! HTTP without I/O: a request and a reply as data, and how their parts are read.
//!
//! A service turns what its own HTTP library has read into a [`Request`], and sends the [`Reply`]
//! that a vendor's endpoint makes of it. Nothing here names a vendor.

mod form;
mod head;
mod media;
mod reply;
mod target;

use core::fmt;

pub use reply::{Reply, reason};

pub(crate) use form::{Parameter, decode_base64, find, parameter};
pub(crate) use head::{Fields, Header, Sent};
pub(crate) use target::{Target, below, is_segment};

/// A request as it was received.
///
/// ```
/// use customer_core::http::Request;
///
/// let headers: &[(&str, &[u8])] = &[("Authorization", b"Bearer secret")];
/// let target = "/api/v1/partner/accounts/7194";
/// let request = Request { method: "GET", target, headers, body: b"" };
/// // What it shows can be logged.
/// let shown = r#"Request { method: "GET", headers: ["Authorization"], .. }"#;
/// assert_eq!(format!("{request:?}"), shown);
/// ```
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a service makes it from what it has received")]
pub struct Request<'a> {
    /// The method.
    pub method: &'a str,
    /// The target in origin form, not decoded: `/path?query`.
    pub target: &'a str,
    /// The header fields as received: order and duplicates.
    pub headers: &'a [(&'a str, &'a [u8])],
    /// The body, or as much of it as one byte beyond [`Limits::body`].
    pub body: &'a [u8],
}

/// How much of a request is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a service sets each, or takes the rest from `default`"
)]
pub struct Limits {
    /// Bytes of the target.
    pub target: usize,
    /// Bytes of the request line and the header fields.
    pub head: usize,
    /// Bytes of the body.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { target: 8 * 1024, head: 32 * 1024, body: 4 * 1024 * 1024 }
    }
}

/// Method and names of header fields, where they are what a client of ours sends; never a value.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Names<'n>(&'n [(&'n str, &'n [u8])]);
        impl fmt::Debug for Names<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.0.iter().map(|(name, _)| head::shown(name))).finish()
            }
        }
        f.debug_struct("Request")
            .field("method", &head::shown_method(self.method))
            .field("headers", &Names(self.headers))
            .finish_non_exhaustive()
    }
}
