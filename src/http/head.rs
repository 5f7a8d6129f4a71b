//! Header fields: names in any ASCII case, one value or none.

use super::{Limits, Request};
use crate::json::chunk::{HIGH, ONES};

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
}

/// Whether all bytes are in `least..=0x7E`, which is ASCII; eight of them a step.
fn are_within(bytes: &[u8], least: u8) -> bool {
    let low = ONES.wrapping_mul(u64::from(least));
    // The high bit of a byte is set from the start, by one more, or by a borrow: of what has none
    // of them, no byte disturbs another.
    let beyond = |chunk: &[u8; 8]| {
        let word = u64::from_le_bytes(*chunk);
        word | word.wrapping_add(ONES) | word.wrapping_sub(low)
    };
    // The last eight may overlap those before them: cheaper than byte by byte.
    let Some(last) = bytes.last_chunk() else {
        return bytes.iter().all(|b| (least..=0x7E).contains(b));
    };
    let chunks = bytes.as_chunks().0.iter();
    chunks.map(beyond).fold(beyond(last), |all, one| all | one) & HIGH == 0
}

/// The header fields that endpoints ask for, found in one walk over all that were sent.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    sent: &'a [(&'a str, &'a [u8])],
    pub(crate) accept: Sent<'a>,
    pub(crate) api_key: Sent<'a>,
    pub(crate) authorization: Sent<'a>,
    pub(crate) content_encoding: Sent<'a>,
    pub(crate) content_type: Sent<'a>,
    pub(crate) correlation_id: Sent<'a>,
    pub(crate) operation: Sent<'a>,
    pub(crate) request_id: Sent<'a>,
}

/// The value of a field as it came, if it was sent; [`AGAIN`] if it was sent more than once.
#[derive(Clone, Copy)]
pub(crate) struct Sent<'a>(Option<&'a [u8]>);

/// What no field may have as its value.
const AGAIN: &[u8] = b"\0";

impl<'a> Sent<'a> {
    const NEVER: Self = Self(None);

    /// Whether it was sent, in whatever form.
    pub(crate) const fn is_there(self) -> bool {
        self.0.is_some()
    }

    /// Whether it was sent once and is this word without anything around it, in any case.
    #[inline]
    pub(super) fn is_just(self, word: &str) -> bool {
        let word = word.as_bytes();
        self.0.is_some_and(|value| value == word || value.eq_ignore_ascii_case(word))
    }

    /// Whether it was sent more than once.
    pub(crate) fn is_repeated(self) -> bool {
        self.0 == Some(AGAIN)
    }

    /// The value, if it is an id of `1..=max` visible characters.
    #[inline]
    pub(crate) fn id(self, max: usize) -> Option<&'a str> {
        let value = without_blanks(self.0?);
        if value.len() <= max { visible(value) } else { None }
    }

    /// The token of a value that reads `Bearer <token>`.
    pub(crate) fn bearer(self) -> Option<&'a str> {
        visible(self.after_scheme("Bearer")?)
    }

    /// What follows this scheme and at least one space, without the blanks around it.
    #[inline]
    pub(crate) fn after_scheme(self, scheme: &str) -> Option<&'a [u8]> {
        let (sent, mut rest) = without_blanks(self.0?).split_at_checked(scheme.len())?;
        let is_it = sent == scheme.as_bytes() || sent.eq_ignore_ascii_case(scheme.as_bytes());
        let is_it = is_it && rest.starts_with(b" ");
        while let [b' ', behind @ ..] = rest {
            rest = behind;
        }
        is_it.then_some(rest)
    }

    /// The field, where it may be there once.
    pub(crate) fn header(self) -> Header<'a> {
        match self.0 {
            None => Header::Missing,
            Some(value) => trimmed(value).map_or(Header::Invalid, Header::Once),
        }
    }
}

impl<'a> Fields<'a> {
    /// The fields of a request.
    #[inline]
    pub(crate) fn of(request: &Request<'a>) -> Self {
        let mut fields = Self {
            sent: request.headers,
            accept: Sent::NEVER,
            api_key: Sent::NEVER,
            authorization: Sent::NEVER,
            content_encoding: Sent::NEVER,
            content_type: Sent::NEVER,
            correlation_id: Sent::NEVER,
            operation: Sent::NEVER,
            request_id: Sent::NEVER,
        };
        for (name, value) in request.headers {
            let slot = match name.len() {
                6 if is(name, "accept", "Accept") => &mut fields.accept,
                9 if is(name, "x-api-key", "X-Api-Key") => &mut fields.api_key,
                11 if is(name, "x-operation", "X-Operation") => &mut fields.operation,
                12 if is(name, "content-type", "Content-Type") => &mut fields.content_type,
                12 if is(name, "x-request-id", "X-Request-Id") => &mut fields.request_id,
                13 if is(name, "authorization", "Authorization") => &mut fields.authorization,
                16 if is(name, "x-correlation-id", "X-Correlation-Id") => {
                    &mut fields.correlation_id
                }
                16 if is(name, "content-encoding", "Content-Encoding") => {
                    &mut fields.content_encoding
                }
                _ => continue,
            };
            *slot = Sent(Some(if slot.is_there() { AGAIN } else { value }));
        }
        fields
    }

    /// The values of a field as they were sent.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        let sent = self.sent.iter();
        sent.filter(move |(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

/// Whether a name is this one in any case. Those that libraries send are compared as they are.
#[inline(always)]
fn is(name: &str, lower: &'static str, usual: &'static str) -> bool {
    name == usual || name == lower || name.eq_ignore_ascii_case(lower)
}

impl Request<'_> {
    /// Whether the request line and the header fields are within the limit, as they are sent.
    pub fn head_is_within(&self, limits: &Limits) -> bool {
        let line = self.method.len().saturating_add(self.target.len()).saturating_add(12);
        let line = line.saturating_add(self.headers.len().saturating_mul(4));
        // No two texts are longer together than a number can say.
        let fields = self.headers.iter().map(|(name, value)| name.len().wrapping_add(value.len()));
        fields.fold(line, usize::saturating_add) <= limits.head
    }
}

/// A value without the blanks around it; `None` if it has bytes that are not printable ASCII.
#[inline]
pub(super) fn trimmed(value: &[u8]) -> Option<&str> {
    let value = without_blanks(value);
    are_within(value, 0x20).then(|| core::str::from_utf8(value).ok())?
}

/// Bytes that are a text of visible characters, at least one of them.
#[inline]
fn visible(value: &[u8]) -> Option<&str> {
    (!value.is_empty() && are_within(value, 0x21)).then(|| core::str::from_utf8(value).ok())?
}

#[inline]
fn without_blanks(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g3_each_byte_counts_wherever_it_is() {
        for byte in 0..=u8::MAX {
            for (len, at) in
                [1, 7, 8, 9, 17].iter().flat_map(|len| (0..*len).map(move |at| (*len, at)))
            {
                let mut value = [b'm'; 17];
                value[at] = byte;
                let value = &value[..len];
                assert_eq!(are_within(value, 0x20), matches!(byte, 0x20..=0x7E), "{byte} {at}");
                assert_eq!(are_within(value, 0x21), matches!(byte, 0x21..=0x7E), "{byte} {at}");
            }
        }
        assert!(are_within(b"", 0x21));
    }

    #[test]
    fn what_follows_a_scheme() {
        let bearer = |value: &'static [u8]| Sent(Some(value)).bearer();
        for good in [&b"Bearer t-1"[..], b"bearer  t-1 ", b"\tBEARER t-1\t"] {
            assert_eq!(bearer(good), Some("t-1"));
        }
        for bad in [
            &b""[..],
            b"Bearer",
            b"Bearer ",
            b"Bearert-1",
            b"Bearer\tt-1",
            b"Bearer \tt-1",
            b"Basic t-1",
            b"Bearer t 1",
            b"Bearer t\t1",
            b"Bearer \xE9",
            b" Bear er t-1",
            b"Bearex t-1",
        ] {
            assert_eq!(bearer(bad), None, "{bad:?}");
        }
        assert_eq!(Sent::NEVER.bearer(), None);
        assert_eq!(Sent(Some(AGAIN)).bearer(), None);
    }

    #[test]
    fn g1_names_are_found_in_any_case() {
        let names = [
            "Accept",
            "X-Api-Key",
            "X-Operation",
            "Content-Type",
            "X-Request-Id",
            "Authorization",
            "X-Correlation-Id",
            "Content-Encoding",
        ];
        for (at, name) in names.iter().enumerate() {
            let mixed: alloc::string::String = name
                .chars()
                .map(|c| match c {
                    'a'..='m' | 'A'..='M' => c.to_ascii_uppercase(),
                    _ => c.to_ascii_lowercase(),
                })
                .collect();
            for name in [*name, &name.to_ascii_lowercase(), &name.to_ascii_uppercase(), &mixed] {
                let sent: &[(&str, &[u8])] = &[(name, b"v"), ("X-Other", b"v")];
                let request = Request { method: "GET", target: "/", headers: sent, body: b"" };
                let Fields {
                    sent: _,
                    accept,
                    api_key,
                    authorization,
                    content_encoding,
                    content_type,
                    correlation_id,
                    operation,
                    request_id,
                } = Fields::of(&request);
                let all = [
                    accept,
                    api_key,
                    operation,
                    content_type,
                    request_id,
                    authorization,
                    correlation_id,
                    content_encoding,
                ];
                let found = all.iter().map(|sent| sent.is_there());
                assert!(found.eq((0..8).map(|one| one == at)), "{name}");
            }
        }
    }

    #[test]
    fn g1_a_name_that_is_only_as_long_is_another_field() {
        let others: [(&str, &[u8]); 6] = [
            ("Expect", b"v"),
            ("Forwarded", b"v"),
            ("X-Forwarded", b"v"),
            ("Max-Forwards", b"v"),
            ("If-None-Match", b"v"),
            ("X-Forwarded-Host", b"v"),
        ];
        let fields =
            Fields::of(&Request { method: "GET", target: "/", headers: &others, body: b"" });
        let all = [
            fields.accept,
            fields.api_key,
            fields.operation,
            fields.content_type,
            fields.request_id,
            fields.authorization,
            fields.correlation_id,
            fields.content_encoding,
        ];
        assert!(!all.iter().any(|sent| sent.is_there()));
    }
}
