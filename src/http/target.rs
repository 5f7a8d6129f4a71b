//! The target of a request: its path and its query.

use alloc::borrow::Cow;
use alloc::string::String;

use super::form::hex;
use crate::json::chunk::holds;

/// A target in origin form.
#[derive(Clone)]
pub(crate) struct Target<'a> {
    /// The path; escapes of unreserved characters are decoded, others stay as they are.
    pub(crate) path: Cow<'a, str>,
    /// What follows the question mark, not decoded.
    pub(crate) query: Option<&'a str>,
}

impl<'a> Target<'a> {
    /// A target that is a path without escapes.
    pub(crate) const fn path(target: &'a str) -> Self {
        Self { path: Cow::Borrowed(target), query: None }
    }

    /// The parts of a target.
    pub(crate) fn of(target: &'a str) -> Self {
        // Most have neither.
        if !holds(target, [b'?', b'%']) {
            return Self::path(target);
        }
        let (path, query) = match target.split_once(['?']) {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        Self { path: decode_unreserved(path), query }
    }
}

/// The part of a path below `base`, with its slash; `None` for a path that is not below it.
pub(crate) fn below<'t>(path: &'t str, base: &str) -> Option<&'t str> {
    path.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a text is one segment of a path, and not an empty one.
pub(crate) fn is_segment(text: &str) -> bool {
    !text.is_empty() && !holds(text, [b'/'])
}

/// A separator that was escaped is none, so only what needs no escape is decoded.
fn decode_unreserved(path: &str) -> Cow<'_, str> {
    if !holds(path, [b'%']) {
        return Cow::Borrowed(path);
    }
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once(['%']) {
        decoded.push_str(before);
        let escaped = hex(after).filter(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
        });
        match escaped {
            Some(byte) => {
                decoded.push(char::from(byte));
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                decoded.push('%');
                rest = after;
            }
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g4_only_unreserved_characters_are_decoded() {
        let path = |target| Target::of(target).path.into_owned();
        assert_eq!(path("/v3/%63ustomers/%50%31%2D?x=%41"), "/v3/customers/P1-");
        assert_eq!(path("/v3%2Fcustomers"), "/v3%2Fcustomers");
        assert_eq!(path("/%zz/%4/%"), "/%zz/%4/%");
        assert_eq!(path("/%2541"), "/%2541");
        assert_eq!(Target::of("/a?b?c").query, Some("b?c"));
        assert_eq!(Target::of("/a").query, None);
        assert_eq!(Target::of("/a?").query, Some(""));
    }

    #[test]
    fn g4_a_path_is_below_another_at_a_slash() {
        let below = |path| below(path, "/v3");
        assert_eq!(below("/v3"), Some(""));
        assert_eq!(below("/v3/"), Some("/"));
        assert_eq!(below("/v3/a//b/"), Some("/a//b/"));
        assert!(below("/v30/a").is_none() && below("/V3/a").is_none() && below("v3/a").is_none());
    }

    #[test]
    fn g4_a_segment_has_no_slash_and_is_not_empty() {
        assert!(is_segment("a") && is_segment("7194af6f-1285") && is_segment("%2F"));
        assert!(
            !is_segment("") && !is_segment("/") && !is_segment("1234567/") && !is_segment("a/b")
        );
    }
}
