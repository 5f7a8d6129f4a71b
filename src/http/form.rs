//! Parameters of a query or a form, and texts that are escaped.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// What a query says of one parameter.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Parameter<'a> {
    /// It is not there.
    Missing,
    /// Its value, decoded.
    Once(Cow<'a, str>),
    /// It is there twice, or is not UTF-8 with good escapes.
    Invalid,
}

/// One parameter of `application/x-www-form-urlencoded`.
pub(crate) fn parameter<'a>(query: &'a str, name: &str) -> Parameter<'a> {
    let mut found = Parameter::Missing;
    for pair in query.split(['&']) {
        let (sent, value) = pair.split_once(['=']).unwrap_or((pair, ""));
        if decode(sent).as_deref() != Some(name) {
            continue;
        }
        found = match (found, decode(value)) {
            (Parameter::Missing, Some(value)) => Parameter::Once(value),
            _ => Parameter::Invalid,
        };
    }
    found
}

/// A name or value without its escapes; `None` if it is not UTF-8 or an escape is not one.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains(['%', '+']) {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['%', '+']) {
        let (before, from) = rest.split_at_checked(at)?;
        bytes.extend_from_slice(before.as_bytes());
        rest = if let Some(after) = from.strip_prefix('%') {
            bytes.extend_from_slice(&[hex(after)?]);
            after.get(2..)?
        } else {
            bytes.extend_from_slice(b" ");
            from.get(1..)?
        };
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// The byte that the first two characters name.
pub(super) fn hex(text: &str) -> Option<u8> {
    let mut digits = text.bytes().map(|b| char::from(b).to_digit(16));
    let (high, low) = (digits.next()??, digits.next()??);
    u8::try_from(high.wrapping_shl(4) | low).ok()
}

/// Where `part` begins in `text`. The search of the standard library has panics that this one has
/// not; what is searched here is short.
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    let mut at = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    at.find(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(part)))
}

/// Decodes Base64 with its padding.
pub(crate) fn decode_base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut body = text;
    while let [rest @ .., b'='] = body {
        body = rest;
    }
    let padding = text.len().checked_sub(body.len())?;
    if !text.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in body {
        let value = match byte {
            b'A'..=b'Z' => byte.wrapping_sub(b'A'),
            b'a'..=b'z' => byte.wrapping_sub(b'a').wrapping_add(26),
            b'0'..=b'9' => byte.wrapping_sub(b'0').wrapping_add(52),
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        // Never more than 14 bits that are not written yet.
        bits = bits.wrapping_shl(6) | u32::from(value);
        count = count.wrapping_add(6);
        if count >= 8 {
            count = count.wrapping_sub(8);
            bytes.extend_from_slice(&[u8::try_from(bits.wrapping_shr(count) & 0xFF).ok()?]);
            bits &= 1_u32.wrapping_shl(count).wrapping_sub(1);
        }
    }
    (bits == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded_and_single() {
        let query = "a=1&b=x+y%2b%C3%A9&c&a%62=2&d=%zz&e=%ff&f=1&f=1&=v&&g==";
        let once = |name| match parameter(query, name) {
            Parameter::Once(value) => value.into_owned(),
            Parameter::Missing => "missing".into(),
            Parameter::Invalid => "invalid".into(),
        };
        let all = ["a", "b", "c", "ab", "d", "e", "f", "g", "h", "B"].map(once);
        assert_eq!(
            all,
            [
                "1",
                "x y+\u{e9}",
                "",
                "2",
                "invalid",
                "invalid",
                "invalid",
                "=",
                "missing",
                "missing"
            ]
        );
        assert!(parameter("", "a") == Parameter::Missing);
    }

    #[test]
    fn base64_is_read_strictly() {
        let read = |text: &str| {
            decode_base64(text.as_bytes()).map(|bytes| String::from_utf8(bytes).unwrap())
        };
        assert_eq!(read("dnNyMTpkZXYtcGFzc3dvcmQtMQ==").as_deref(), Some("vsr1:dev-password-1"));
        assert_eq!(read("YTpi").as_deref(), Some("a:b"));
        assert_eq!(read("YWI=").as_deref(), Some("ab"));
        assert_eq!(read("").as_deref(), Some(""));
        assert_eq!(decode_base64(b"+/+/").as_deref(), Some(&[0xFB, 0xFF, 0xBF][..]));
        for bad in ["YWI", "YW=I", "====", "Y===", "YW\u{e9}", "YWJ=", "a b=", "-_=="] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
