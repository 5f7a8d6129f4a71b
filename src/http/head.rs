//! Header fields: names in any ASCII case, one value or none.

use super::{Limits, Request};

/// What a request says in a header field that may be there once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Header<'a> {
    /// It is not there.
    Missing,
    /// Its value, without the blanks around it: characters from space to tilde only.
    Once(&'a str),
    /// It is there twice, or has other bytes.
    Invalid,
}

impl<'a> Header<'a> {
    /// The value, if there is exactly one.
    pub(crate) const fn once(self) -> Option<&'a str> {
        match self {
            Self::Once(value) => Some(value),
            Self::Missing | Self::Invalid => None,
        }
    }

    /// The value, if it is an id of `1..=max` visible characters.
    pub(crate) fn id(self, max: usize) -> Option<&'a str> {
        let is_id = |value: &&str| {
            (1..=max).contains(&value.len()) && value.bytes().all(|b| matches!(b, 0x21..=0x7E))
        };
        self.once().filter(is_id)
    }

    /// The token of a value that reads `Bearer <token>`.
    pub(crate) fn bearer(self) -> Option<&'a str> {
        let token = self.after_scheme("Bearer")?;
        let is_token = !token.is_empty() && token.bytes().all(|b| matches!(b, 0x21..=0x7E));
        is_token.then_some(token)
    }

    /// What follows this scheme and at least one blank.
    pub(crate) fn after_scheme(self, scheme: &str) -> Option<&'a str> {
        let (sent, rest) = self.once()?.split_once([' '])?;
        sent.eq_ignore_ascii_case(scheme).then(|| rest.trim_matches([' ']))
    }
}

impl<'a> Request<'a> {
    /// The values of a header field as they were sent.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        let headers = self.headers.iter();
        headers.filter(move |(sent, _)| sent.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// A header field that may be there once.
    pub(crate) fn header(&self, name: &str) -> Header<'a> {
        let mut values = self.values(name);
        match (values.next(), values.next()) {
            (None, _) => Header::Missing,
            (Some(value), None) => trimmed(value).map_or(Header::Invalid, Header::Once),
            (Some(_), Some(_)) => Header::Invalid,
        }
    }

    /// Whether the request line and the header fields are within the limit, as they are sent.
    pub fn head_is_within(&self, limits: &Limits) -> bool {
        let line = self.method.len().saturating_add(self.target.len()).saturating_add(12);
        let fields =
            self.headers.iter().map(|(name, value)| name.len().saturating_add(value.len()));
        let size = fields.fold(line, |sum, field| sum.saturating_add(field).saturating_add(4));
        size <= limits.head
    }
}

/// A value without the blanks around it; `None` if it has bytes that are not printable ASCII.
pub(super) fn trimmed(mut value: &[u8]) -> Option<&str> {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    let is_printable = value.iter().all(|b| matches!(b, 0x20..=0x7E));
    is_printable.then(|| core::str::from_utf8(value).ok())?
}

/// Names of fields that may be shown: others may hold anything.
const SHOWN: &[&str] = &[
    "Accept",
    "Accept-Encoding",
    "Authorization",
    "Connection",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "Host",
    "User-Agent",
    "X-Api-Key",
    "X-Correlation-Id",
    "X-Operation",
    "X-Request-Id",
];

pub(super) fn shown(name: &str) -> &'static str {
    SHOWN.iter().find(|known| known.eq_ignore_ascii_case(name)).copied().unwrap_or("..")
}

pub(super) fn shown_method(method: &str) -> &'static str {
    let known = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
    known.into_iter().find(|known| *known == method).unwrap_or("..")
}
