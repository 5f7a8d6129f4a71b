//! A member's name on the tape: equal names are equal however they are spelled.

use alloc::borrow::Cow;
use core::cmp::Ordering;

use super::node::decode;
use super::tape::{Token, TokenKind};
use crate::json::{Key, hash_folded};

/// A name between its quotes.
#[derive(Clone, Copy)]
pub(super) struct Name<'a> {
    text: &'a str,
    token: Token,
}

impl<'a> Name<'a> {
    /// The one at `at`.
    pub(super) fn at(text: &'a str, tape: &[Token], at: usize) -> Option<Self> {
        tape.get(at).map(|token| Self { text, token: *token })
    }

    /// The name without its escapes.
    pub(super) fn read(&self) -> Cow<'a, str> {
        decode(self.text, self.token)
    }

    /// One bit of 64 from its length and ends; every bit for a name with escapes, since another
    /// spelling may be the same name.
    pub(super) fn fingerprint(&self) -> u64 {
        if self.token.kind != TokenKind::Plain {
            return u64::MAX;
        }
        let (start, end) = (self.token.start, self.token.end);
        let bytes = self.text.as_bytes();
        let byte = |at: u32| bytes.get(at as usize).copied().map_or(0, u32::from);
        let (first, last) = (byte(start), byte(end.wrapping_sub(1)));
        let length = end.wrapping_sub(start);
        let mixed = first.wrapping_mul(7).wrapping_add(last.wrapping_mul(29));
        1_u64.wrapping_shl(mixed.wrapping_add(length.wrapping_mul(13)))
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.read() == other.read()
    }
}

impl Eq for Name<'_> {}

impl PartialOrd for Name<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.read().cmp(&other.read())
    }
}

impl Key for Name<'_> {
    fn hash(&self) -> u64 {
        hash_folded(&self.read(), 0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tape::Document;
    use super::Name;

    #[test]
    fn names_are_ordered_and_equal_as_they_read() {
        let text = r#"{"a":1,"\u0062":2,"\u0063":{"c":3}}"#;
        let document = Document::parse(text).unwrap();
        let name = |at| Name::at(text, &document.tape, at).unwrap();
        let (a, b, c, inner) = (name(1), name(3), name(5), name(7));
        assert!(a < b && b < c && c <= inner && inner <= c);
        assert!(c == inner && a != b);
    }
}
