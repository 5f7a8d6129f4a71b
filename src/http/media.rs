//! Media types: what a request sends, and what it takes as an answer.

use super::head::{Fields, trimmed};
use super::{Header, Request};

/// The type of every body that is read and answered.
const JSON: &str = "application/json";

impl Request<'_> {
    /// Whether the body is JSON in UTF-8 by its `Content-Type`, as the endpoints read it: the field
    /// is there once, and its parameters are any but another `charset`.
    ///
    /// ```
    /// use customer_core::http::Request;
    ///
    /// let sends = |media: &[u8]| {
    ///     let headers = &[("Content-Type", media)];
    ///     Request { method: "PUT", target: "/", headers, body: b"{}" }.sends_json()
    /// };
    /// assert!(sends(b"application/json; charset=UTF-8"));
    /// assert!(!sends(b"application/json; charset=latin1") && !sends(b"text/plain"));
    /// ```
    pub fn sends_json(&self) -> bool {
        Fields::of(self).sends_json()
    }

    /// Whether the body is sent as it is: no `Content-Encoding`, or `identity`.
    pub fn is_plain(&self) -> bool {
        Fields::of(self).is_plain()
    }
}

impl Fields<'_> {
    /// Whether the body is JSON in UTF-8 by its `Content-Type`.
    pub(crate) fn sends_json(&self) -> bool {
        self.content_type.is_just(JSON) || self.sends(JSON)
    }

    /// Whether the body has this media type. Parameters are allowed; `charset` is UTF-8 only.
    pub(crate) fn sends(&self, media: &str) -> bool {
        self.sends_with(media, is_utf8_if_charset)
    }

    /// Whether the body has this media type, with whatever parameters.
    pub(crate) fn sends_any(&self, media: &str) -> bool {
        self.sends_with(media, |_| true)
    }

    fn sends_with(&self, media: &str, allows: impl FnMut(&str) -> bool) -> bool {
        let Header::Once(value) = self.content_type.header() else { return false };
        let mut parts = split(value, b';');
        parts.next().is_some_and(|sent| sent.trim_ascii().eq_ignore_ascii_case(media))
            && parts.all(allows)
    }

    /// Whether the body is sent as it is: `Content-Encoding` is not there or `identity`.
    pub(crate) fn is_plain(&self) -> bool {
        !self.content_encoding.is_there() || self.values("Content-Encoding").all(is_identity)
    }

    /// Whether JSON is taken as an answer: no `Accept`, or a range of it with a quality above zero.
    pub(crate) fn accepts_json(&self) -> bool {
        let is_usual = !self.accept.is_there() || self.accept.is_just(JSON);
        is_usual || self.values("Accept").any(accepts_json)
    }
}

/// Whether each coding in a value of `Content-Encoding` is none.
fn is_identity(value: &[u8]) -> bool {
    let is_none = |coding: &str| coding.is_empty() || coding.eq_ignore_ascii_case("identity");
    trimmed(value).is_some_and(|value| value.split([',']).map(str::trim_ascii).all(is_none))
}

/// Whether a range in a value of `Accept` covers JSON.
fn accepts_json(value: &[u8]) -> bool {
    trimmed(value).is_some_and(|value| split(value, b',').any(covers_json))
}

/// The parts of a value between separators that do not stand in quotes.
fn split(value: &str, separator: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(value);
    core::iter::from_fn(move || {
        let value = rest?;
        let (mut quoted, mut escaped) = (false, false);
        let at = value.bytes().position(|b| {
            let ends = b == separator && !quoted;
            match b {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ => {}
            }
            ends
        });
        let (part, behind) = match at.and_then(|at| value.split_at_checked(at)) {
            // The separator is one byte.
            Some((part, behind)) => (part, behind.get(1..)),
            None => (value, None),
        };
        rest = behind;
        Some(part)
    })
}

/// Name and value of a parameter; the value without quotes.
fn parameter(part: &str) -> (&str, &str) {
    let (name, value) = part.split_once(['=']).unwrap_or((part, ""));
    let value = value.trim_ascii();
    let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    (name.trim_ascii(), quoted.unwrap_or(value))
}

fn is_utf8_if_charset(part: &str) -> bool {
    let (name, value) = parameter(part);
    !name.eq_ignore_ascii_case("charset") || value.eq_ignore_ascii_case("utf-8")
}

fn covers_json(range: &str) -> bool {
    let mut parts = split(range, b';');
    let media = parts.next().map_or("", str::trim_ascii);
    let covers = [JSON, "application/*", "*/*"];
    covers.iter().any(|known| media.eq_ignore_ascii_case(known)) && parts.all(has_quality)
}

/// Whether a parameter leaves the quality above zero; one that is no quality does.
fn has_quality(part: &str) -> bool {
    let (name, value) = parameter(part);
    if !name.eq_ignore_ascii_case("q") {
        return true;
    }
    // At most 1. Clients leave out the digit before the point, and send more than three behind it.
    let (whole, fraction) = value.split_once(['.']).unwrap_or((value, ""));
    let are_digits = fraction.bytes().all(|b| b.is_ascii_digit());
    let is_zero = fraction.bytes().all(|b| b == b'0');
    match whole {
        "" | "0" => are_digits && !is_zero,
        "1" => are_digits && is_zero,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields<'a>(headers: &'a [(&'a str, &'a [u8])]) -> Fields<'a> {
        Fields::of(&Request { method: "GET", target: "/", headers, body: b"" })
    }

    #[test]
    fn g6_content_type_is_json_with_parameters() {
        let is = |value: &str| {
            let headers = &[("content-TYPE", value.as_bytes())];
            Request { method: "PUT", target: "/", headers, body: b"{}" }.sends_json()
        };
        for good in [
            "application/json",
            " Application/JSON\t",
            "application/json; charset=UTF-8",
            r#"application/json;charset="utf-8";a="x;charset=latin1""#,
            "application/json;",
            "application/json ; version=1",
        ] {
            assert!(is(good), "{good}");
        }
        for bad in [
            "",
            "text/plain",
            "application/json5",
            "application/json; charset=latin1",
            "application/json; charset",
            "application/json, application/json",
            "application/problem+json",
            "application/j\u{e9}son",
        ] {
            assert!(!is(bad), "{bad}");
        }
        assert!(!fields(&[]).sends_json());
        let json: &[u8] = b"application/json";
        assert!(!fields(&[("Content-Type", json), ("content-type", json)]).sends_json());
    }

    #[test]
    fn g7_accept_covers_json() {
        let is = |value: &str| fields(&[("accept", value.as_bytes())]).accepts_json();
        for good in [
            "application/json",
            "*/*",
            "application/*;q=0.001",
            "text/html, APPLICATION/JSON;q=1.000",
            "text/html;a=\"x,y\", */*;q=0.5",
            r#"text/html;a="x\",y", */*"#,
            "application/json; charset=utf-8",
            "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
            "*/*;q=.2",
            "*/*;q=0.1234",
            "*/*;q=0.0001",
            "*/*;q=1.0000",
        ] {
            assert!(is(good), "{good}");
        }
        for bad in [
            "",
            "text/html",
            "application/json;q=0",
            "*/*;q=0.000",
            "*/*;q=2",
            "*/*;q=0.5x",
            "*/*;q=.000",
            "*/*;q=0.00000",
            "*/*;q=.",
            "*/*;q=",
            "*/*;q=1.5",
            "application/xml,*",
            "\"application/json\"",
            r#"text/html;a="x\", */*, y""#,
            r#"text/html;a=\", */*"#,
            "\u{e9}, */*",
        ] {
            assert!(!is(bad), "{bad}");
        }
        assert!(fields(&[]).accepts_json());
        assert!(fields(&[("Accept", b"text/html"), ("Accept", b"*/*")]).accepts_json());
    }

    #[test]
    fn g8_content_encoding_is_identity() {
        let is = |value: &str| {
            let headers = &[("CONTENT-encoding", value.as_bytes())];
            Request { method: "PUT", target: "/", headers, body: b"{}" }.is_plain()
        };
        assert!(is("identity") && is("Identity, identity") && is(""));
        assert!(!is("gzip") && !is("identity, gzip") && !is("br"));
        assert!(fields(&[]).is_plain());
        let twice = |one: &[u8], two: &[u8]| {
            fields(&[("Content-Encoding", one), ("content-encoding", two)]).is_plain()
        };
        assert!(twice(b"identity", b"") && !twice(b"identity", b"gzip"));
    }
}
