//! The target of a request: its path and its query.

use alloc::borrow::Cow;
use alloc::string::String;

use super::form::hex;
use super::head::split_once;

/// A target in origin form.
#[derive(Clone)]
pub(crate) struct Target<'a> {
    /// The path; escapes of unreserved characters are decoded, others stay as they are.
    pub(crate) path: Cow<'a, str>,
    /// What follows the question mark, not decoded.
    pub(crate) query: Option<&'a str>,
}

impl<'a> Target<'a> {
    /// The parts of a target.
    pub(crate) fn of(target: &'a str) -> Self {
        let (path, query) = split_once(target, b'?');
        Self { path: decode_unreserved(path), query }
    }

    /// The segments below `base`; `None` for a path that is not below it.
    pub(crate) fn below<'t>(&'t self, base: &str) -> Option<Segments<'t>> {
        let rest = self.path.strip_prefix(base)?;
        if rest.is_empty() {
            return Some(Segments(None));
        }
        rest.strip_prefix('/').map(|rest| Segments(Some(rest)))
    }
}

/// The segments of a path that are left, empty ones included.
#[derive(Clone, Copy)]
pub(crate) struct Segments<'t>(Option<&'t str>);

impl<'t> Segments<'t> {
    /// The next segment.
    pub(crate) fn step(&mut self) -> Option<&'t str> {
        let (segment, rest) = split_once(self.0?, b'/');
        self.0 = rest;
        Some(segment)
    }
}

/// A separator that was escaped is none, so only what needs no escape is decoded.
fn decode_unreserved(path: &str) -> Cow<'_, str> {
    if split_once(path, b'%').1.is_none() {
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
    fn g4_segments_keep_what_is_empty() {
        fn all(target: &str) -> Option<alloc::vec::Vec<String>> {
            let target = Target::of(target);
            let mut segments = target.below("/v3")?;
            Some(core::iter::from_fn(|| segments.step()).map(String::from).collect())
        }
        assert_eq!(all("/v3").unwrap(), [""; 0]);
        assert_eq!(all("/v3/").unwrap(), [""]);
        assert_eq!(all("/v3/a//b/").unwrap(), ["a", "", "b", ""]);
        assert!(all("/v30/a").is_none() && all("/V3/a").is_none() && all("v3/a").is_none());
    }
}
