//! A reply: what a service sends.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::json::{decimal, written};

/// A reply. One with a body has its type, its length and `Cache-Control: no-store` in the headers;
/// one without has none of them.
///
/// `Display` writes it as HTTP/1.1 does.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The header fields, in order.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body, if there is one.
    pub body: Option<String>,
}

impl Reply {
    /// A reply without a body.
    pub(crate) const fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: None }
    }

    /// A reply with a JSON body, or without one.
    pub(crate) fn json(status: u16, body: Option<String>) -> Self {
        match body {
            Some(body) => Self::typed(status, "application/json", body),
            None => Self::empty(status),
        }
    }

    fn typed(status: u16, media: &'static str, body: String) -> Self {
        // A vendor adds one more.
        let mut headers = Vec::with_capacity(4);
        headers.push(("Content-Type", Cow::Borrowed(media)));
        headers.push(("Content-Length", decimal(body.len())));
        headers.push(("Cache-Control", Cow::Borrowed("no-store")));
        Self { status, headers, body: Some(body) }
    }

    /// A problem in the form of RFC 9457, for paths that are no vendor's.
    ///
    /// ```
    /// # use customer_core::http::Reply;
    /// let reply = Reply::problem(404, "no path");
    /// let body = r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"no path"}"#;
    /// assert_eq!(reply.body.as_deref(), Some(body));
    /// assert_eq!(reply.header("content-type"), Some("application/problem+json"));
    /// ```
    pub fn problem(status: u16, detail: &str) -> Self {
        let body = written(|w| {
            w.begin_object();
            w.member("type", "about:blank");
            w.member("title", reason(status));
            w.name("status");
            w.number(status);
            w.member("detail", detail);
            w.end_object();
        });
        Self::typed(status, "application/problem+json", body)
    }

    /// The value of a header field.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(one, _)| one.eq_ignore_ascii_case(name));
        found.map(|(_, value)| &**value)
    }
}

/// Status and names only: the body may hold personal data, a header field a token.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("status", &self.status).finish_non_exhaustive()
    }
}

/// The whole reply as HTTP/1.1 sends it.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP/1.1 {} {}\r\n", self.status, reason(self.status))?;
        for (name, value) in &self.headers {
            write!(f, "{name}: {value}\r\n")?;
        }
        write!(f, "\r\n{}", self.body.as_deref().unwrap_or_default())
    }
}

/// The reason phrase of a status.
pub const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        409 => "Conflict",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        421 => "Misdirected Request",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_body_there_are_no_header_fields() {
        let reply = Reply::json(204, None);
        assert_eq!((reply.status, reply.headers.len(), reply.body), (204, 0, None));
        let reply = Reply::json(200, Some("{}".into()));
        assert_eq!(reply.header("content-length"), Some("2"));
    }

    #[test]
    fn what_is_shown_of_a_reply_is_its_status() {
        let reply = Reply::json(201, Some(r#"{"name":"Ada"}"#.into()));
        assert_eq!(alloc::format!("{reply:?}"), "Reply { status: 201, .. }");
    }
}
